//! What would be refused at the sealing, told where the vote is written and as it is written there.

use super::fields::Fields;
use super::vote::Draft;
use crate::council::{CouncilId, Rules};
use crate::grammar::Token as _;
use crate::language::Bilingual;
use crate::report::{Code, Diagnostic};
use crate::statement::{Definition, DefinitionOption, Electorate};
use crate::tree::Digest;

/// Reports why `draft` could not be sealed, whatever the record holds.
pub(super) fn check(fields: &Fields<'_>, draft: &Draft) {
    if !title_flaws(fields, draft)
        && let Some(flaw) = provisional(draft).and_then(|definition| definition.flaw())
    {
        report(fields, &flaw);
    }
}

/// Reports a flaw of the rules at the first key that it names.
pub(super) fn report(fields: &Fields<'_>, flaw: &Bilingual) {
    let (fr, keys) = spelled(fields, &flaw.fr);
    let (en, _) = spelled(fields, &flaw.en);
    let key = keys.into_iter().find(|key| fields.has(key)).unwrap_or_else(|| "method".to_owned());
    let help = Bilingual::new(
        "corriger ces règles avant que le vote soit scellé : ensuite elles ne changent plus",
        "mend these rules before the vote is sealed: afterwards they do not change any more",
    );
    fields.report(&key, Diagnostic::error(Code::ValueUnexpected, Bilingual::new(fr, en)).help(help));
}

/// A message with its keys as front matter spells them, and these keys.
fn spelled(fields: &Fields<'_>, message: &str) -> (String, Vec<String>) {
    let mut keys = Vec::new();
    let parts = message.split('`').enumerate().map(|(at, part)| {
        let (key, rest) = part.find(':').map_or((part, ""), |colon| part.split_at(colon));
        if at % 2 == 0 {
            return part.to_owned();
        }
        if let Some(limit) = limit_of(key) {
            keys.push("limits".to_owned());
            return format!("limits.{limit}{rest}");
        }
        let key = key.replace('-', "_");
        if !fields.knows(&key) {
            return part.to_owned();
        }
        let shown = format!("{key}{rest}");
        keys.push(key);
        shown
    });
    let parts: Vec<String> = parts.collect();
    (parts.join("`"), keys)
}

fn limit_of(key: &str) -> Option<&'static str> {
    match key {
        "choices-min" => Some("min"),
        "choices-max" => Some("max"),
        "choices-per-category" => Some("max_per_category"),
        _ => None,
    }
}

/// Whether the languages of the question and of the titles differ, which is reported.
fn title_flaws(fields: &Fields<'_>, draft: &Draft) -> bool {
    let languages = |words: &[(crate::language::Language, String)]| -> Vec<String> {
        words.iter().map(|(language, _)| language.write()).collect()
    };
    let asked = languages(&draft.question);
    let expected = asked.join(", ");
    let mut flawed = false;
    let mut tell = |key: &str, fr: String, en: String| {
        flawed = true;
        fields.report(key, Diagnostic::error(Code::ValueUnexpected, Bilingual::new(fr, en)));
    };
    if asked.is_empty() {
        tell("question", "la question n’est posée en aucune langue".into(), "the question is in no language".into());
    }
    let scale = if let Rules::MajorityJudgment(rules) = &draft.rules { rules.grades.as_slice() } else { &[] };
    for grade in scale.iter().filter(|grade| languages(&grade.title) != asked) {
        let (id, found) = (&grade.id, languages(&grade.title).join(", "));
        tell(
            "grades_best_first",
            format!("le titre de la mention `{id}` est en : {found} ; attendu, comme la question : {expected}"),
            format!("the title of the grade `{id}` is in: {found}; expected, as the question: {expected}"),
        );
    }
    for option in draft.options.iter().filter(|option| languages(&option.title) != asked) {
        let (id, found) = (&option.id, languages(&option.title).join(", "));
        tell(
            "options",
            format!("le titre du choix `{id}` est en : {found} ; attendu, comme la question : {expected}"),
            format!("the title of the option `{id}` is in: {found}; expected, as the question: {expected}"),
        );
    }
    flawed
}

/// The definition that would be sealed, with stand-ins for what only the record knows.
fn provisional(draft: &Draft) -> Option<Definition> {
    let unknown = Digest::of(b"");
    let electorates = draft.electorates.iter().map(|one| Electorate {
        id: one.id.clone(),
        roll: one.roll.clone(),
        version: one.roll_version,
        hash: unknown,
    });
    let options = draft.options.iter().map(|option| DefinitionOption {
        id: option.id.clone(),
        title: option.title.clone(),
        category: option.category.clone(),
        cost: option.cost,
        pays_from: option.pays_from.clone(),
        proposal: None,
        text: None,
    });
    let record = (CouncilId::read("council.example")?, unknown);
    let definition = draft.definition(record, unknown, electorates.collect(), options.collect());
    // Too few witnesses are named at the opening, with their own help.
    let named = u32::try_from(draft.witness_keys.len()).unwrap_or(u32::MAX);
    Some(Definition { witnesses: draft.witnesses.min(named), ..definition })
}
