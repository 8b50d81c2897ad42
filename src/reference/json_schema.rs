//! A JSON Schema (2020-12) of the front matter of a kind, for editors that help while one types.

use serde_json::{Map, Value, json};

use super::Meanings;
use crate::document::{KeyShape, Need, RecordKind, Shape, ValueShape};
use crate::language::Language;

/// The schema of `kind`, with its descriptions in `language`.
#[must_use]
pub fn json_schema(kind: &RecordKind, language: Language) -> Value {
    let meanings = Meanings::of(language);
    let mut schema = object(&kind.shape(), &Way { kind: kind.name, prefix: String::new(), meanings: &meanings });
    let own = json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": meanings.get("kind", kind.name).unwrap_or(kind.name),
        "description": format!("content/{}/<id>.md", kind.folder),
    });
    if let (Value::Object(schema), Value::Object(own)) = (&mut schema, own) {
        schema.extend(own);
    }
    schema
}

/// Where a key stands, to find its meaning.
struct Way<'a> {
    kind: &'a str,
    prefix: String,
    meanings: &'a Meanings,
}

fn object(shape: &Shape, way: &Way<'_>) -> Value {
    let properties: Map<String, Value> = shape.keys.iter().map(|key| (key.key.clone(), property(key, way))).collect();
    let required: Vec<&str> =
        shape.keys.iter().filter(|key| key.need == Need::Required).map(|key| key.key.as_str()).collect();
    let mut schema =
        json!({ "type": "object", "properties": properties, "required": required, "additionalProperties": shape.open });
    if let Some(either) = either(shape) {
        schema["anyOf"] = either;
    }
    schema
}

/// Where a key makes others needless: it, or all of those.
fn either(shape: &Shape) -> Option<Value> {
    let unless = |key: &KeyShape| match key.need {
        Need::Unless(other) => Some(other),
        Need::Optional | Need::Required => None,
    };
    let other = shape.keys.iter().find_map(unless)?;
    let needed: Vec<&str> = shape.keys.iter().filter(|key| unless(key).is_some()).map(|key| key.key.as_str()).collect();
    Some(json!([{ "required": [other] }, { "required": needed }]))
}

fn property(key: &KeyShape, way: &Way<'_>) -> Value {
    let name = format!("{}{}", way.prefix, key.key);
    let inner = Way { kind: way.kind, prefix: format!("{name}."), meanings: way.meanings };
    let mut schema = value(&key.value, &inner);
    if let Some(meaning) = way.meanings.get(way.kind, &name) {
        schema["description"] = Value::from(meaning);
    }
    // An empty value is as good as none.
    if key.need == Need::Optional
        && let Some(Value::String(kind)) = schema.get("type").cloned()
    {
        schema["type"] = json!([kind, "null"]);
    }
    schema
}

fn value(value: &ValueShape, way: &Way<'_>) -> Value {
    const SCALAR: [&str; 3] = ["string", "number", "boolean"];
    match value {
        ValueShape::Words | ValueShape::Token { words: [], .. } => json!({ "type": SCALAR }),
        ValueShape::Token { words, .. } => json!({ "enum": words }),
        ValueShape::Flag => json!({ "type": "boolean" }),
        ValueShape::Reference => json!({ "type": "string", "pattern": "^[a-z0-9][a-z0-9-]*$" }),
        ValueShape::Pairs => json!({ "type": "object", "additionalProperties": { "type": "string" } }),
        ValueShape::Bilingual => json!({ "anyOf": [{ "type": "string" }, languages(&["fr", "en"])] }),
        ValueShape::Localised => languages(&[]),
        ValueShape::Record(shape) => object(shape, way),
        ValueShape::List(item) => json!({ "type": "array", "items": self::value(item, way) }),
    }
}

fn languages(required: &[&str]) -> Value {
    json!({
        "type": "object",
        "properties": { "fr": { "type": "string" }, "en": { "type": "string" } },
        "required": required,
        "additionalProperties": false,
    })
}
