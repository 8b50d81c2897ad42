//! The versions of a proposal that its author signed and the log records.

use super::{StepView, merge, moment, noted, of_parts, short};
use crate::document::{Fact, SignedProposal};
use crate::site::view::Scene;

/// The recorded versions of a proposal, each with what it changed.
pub(super) fn steps(scene: &Scene<'_>, versions: &[SignedProposal]) -> Vec<StepView> {
    let before = std::iter::once(None).chain(versions.iter().map(Some));
    let numbered = (1_usize..).zip(versions.iter().zip(before));
    let mut views: Vec<StepView> =
        numbered.map(|(number, (version, before))| signed_step(scene, number, version, before)).collect();
    views.reverse();
    views
}

fn signed_step(
    scene: &Scene<'_>,
    number: usize,
    version: &SignedProposal,
    before: Option<&SignedProposal>,
) -> StepView {
    let past = &scene.chronicle.history().past;
    let brought = scene.chronicle.file(&version.file).and_then(|file| past.commits.get(file.changes.last()?.commit));
    let merged = brought.and_then(|commit| past.commits.get(commit.merged?));
    let facts = |one: &SignedProposal| signed_facts(one);
    let mut change = match before {
        Some(before) => {
            of_parts(scene, (&facts(before), &before.statement.body), (&facts(version), &version.statement.body))
        }
        None => noted(scene, "past_signed_first"),
    };
    change.lang = scene.foreign(version.statement.language);
    StepView {
        anchor: format!("v{number}"),
        title: scene.say_with("past_version", &[("number", &number.to_string())]),
        when: brought.and_then(|commit| moment(scene, commit.when)),
        who: version.statement.name.clone(),
        signer: Some(version.statement.author.to_string()),
        entry: Some(version.index),
        subject: String::new(),
        commit: brought.map(short).unwrap_or_default(),
        merge: merged.map(|commit| merge(scene, commit, scene.chronicle.subject(commit).to_owned())),
        note: None,
        changes: vec![change],
    }
}

/// What the author says outside the text, under the keys of the signed form.
fn signed_facts(version: &SignedProposal) -> Vec<(String, Fact)> {
    let said = &version.statement;
    let fact = |key: &str, words: String| (key.to_owned(), Fact::Words(words));
    vec![
        fact("title", said.title.clone()),
        fact("name", said.name.clone()),
        fact("language", said.language.to_string()),
        fact("category", said.category.to_string()),
        fact("district", said.district.to_string()),
        fact("cost", said.cost.map(|cost| cost.to_string()).unwrap_or_default()),
    ]
}
