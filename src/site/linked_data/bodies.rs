//! The council, its bodies, and who sits in them.

use serde_json::{Value, json};

use super::{body_named, council_id, council_named};
use crate::document::{RecordId, Term};
use crate::site::route::Page;
use crate::site::view::Scene;

/// The council as a whole.
pub(super) fn council(scene: &Scene<'_>) -> Value {
    let config = &scene.documents().config;
    json!({
        "@type": "GovernmentOrganization",
        "@id": council_id(scene),
        "name": scene.of(&config.name),
        "description": config.tagline.as_ref().map(|tagline| scene.of(tagline)),
        "url": config.url,
    })
}

/// A body with those who sit there today.
pub(super) fn body(scene: &Scene<'_>, id: &RecordId) -> Option<Value> {
    let record = scene.documents().bodies.get(id)?;
    let facts = &record.facts;
    let mut body = body_named(scene, id)?;
    let above = facts.parent.as_ref().and_then(|parent| body_named(scene, &parent.id));
    let siret = facts
        .siret
        .as_ref()
        .map(|siret| json!({"@type": "PropertyValue", "propertyID": "SIRET", "value": siret.to_string()}));
    body["description"] = json!(record.summary(scene.language));
    body["areaServed"] = json!(facts.area.as_ref().map(|area| scene.of(area)));
    body["identifier"] = json!(siret);
    body["parentOrganization"] = above.unwrap_or_else(|| council_named(scene));
    body["member"] = json!(members(scene, id));
    Some(body)
}

fn members(scene: &Scene<'_>, body: &RecordId) -> Vec<Value> {
    let people = scene.documents().people.iter();
    let terms = people.flat_map(|(id, person)| person.facts.terms.iter().map(move |term| (id, term)));
    let sits = |term: &Term| term.body.id == *body && term.lasts(scene.as_of);
    let seats = terms.filter(|(_, term)| sits(term));
    seats.filter_map(|(id, term)| Some(with(role(scene, term), "member", person_named(scene, id)?))).collect()
}

/// A person with their terms.
pub(super) fn person(scene: &Scene<'_>, id: &RecordId) -> Option<Value> {
    let terms = &scene.documents().people.get(id)?.facts.terms;
    let terms =
        terms.iter().filter_map(|term| Some(with(role(scene, term), "memberOf", body_named(scene, &term.body.id)?)));
    Some(with(person_named(scene, id)?, "memberOf", terms.collect()))
}

fn person_named(scene: &Scene<'_>, id: &RecordId) -> Option<Value> {
    let record = scene.documents().people.get(id)?;
    let address = scene.address(&Page::Member(id.clone()));
    let name = record.title(scene.language);
    Some(json!({"@type": "Person", "@id": format!("{address}#person"), "name": name, "url": address}))
}

fn role(scene: &Scene<'_>, term: &Term) -> Value {
    json!({
        "@type": "OrganizationRole",
        "roleName": scene.label("role", term.role.word()).text,
        "startDate": term.start.to_string(),
        "endDate": term.end.map(|day| day.to_string()),
    })
}

fn with(mut thing: Value, key: &str, value: Value) -> Value {
    thing[key] = value;
    thing
}
