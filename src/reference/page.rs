//! The page of reference, `docs/records.md` and `docs/records.fr.md`.

use std::fmt::Write as _;

use super::{Meanings, keys};
use crate::document::{Need, RecordKind, ValueShape};
use crate::language::Language;

/// The page in `language`: every kind of record with its keys.
#[must_use]
pub fn page(language: Language) -> String {
    let meanings = Meanings::of(language);
    let mut page = format!("# {}\n\n{}\n\n{}\n", meanings.say("title"), meanings.say("other"), meanings.say("intro"));
    for kind in RecordKind::ALL {
        let (title, folder) = (meanings.get("kind", kind.name).unwrap_or(kind.name), kind.folder);
        let _ = write!(page, "\n## {title}\n\n`content/{folder}/<id>.md`, `parvis new {} <id>`. ", kind.name);
        let _ = writeln!(page, "{}\n", meanings.get("about", kind.name).unwrap_or_default());
        let _ = writeln!(
            page,
            "| {} | {} | {} | {} |",
            meanings.say("key"),
            meanings.say("needed"),
            meanings.say("holds"),
            meanings.say("meaning")
        );
        page.push_str("| --- | --- | --- | --- |\n");
        for (name, key) in keys(kind) {
            let need = match key.need {
                Need::Optional => String::new(),
                Need::Required => meanings.say("yes").to_owned(),
                Need::Unless(other) => format!("{} `{other}`", meanings.say("unless")),
            };
            let meaning = meanings.get(kind.name, &name).unwrap_or_default();
            let _ = writeln!(page, "| `{name}` | {need} | {} | {meaning} |", holds(&key.value, language, &meanings));
        }
        if kind.shape().open {
            let _ = writeln!(page, "\n{}", meanings.say("open"));
        }
    }
    page
}

/// What a value is, in words.
fn holds(value: &ValueShape, language: Language, meanings: &Meanings) -> String {
    match value {
        ValueShape::Words => meanings.say("words").to_owned(),
        ValueShape::Token { expected, .. } => expected.get(language).replace('|', "\\|"),
        ValueShape::Flag => "`true`, `false`".to_owned(),
        ValueShape::Reference => meanings.say("reference").to_owned(),
        ValueShape::Pairs => meanings.say("pairs").to_owned(),
        ValueShape::Bilingual | ValueShape::Localised => "`{fr: …, en: …}`".to_owned(),
        ValueShape::Record(_) => meanings.say("record").to_owned(),
        ValueShape::List(item) => match item.as_ref() {
            ValueShape::Record(_) => meanings.say("records").to_owned(),
            item => format!("{} {}", meanings.say("list"), holds(item, language, meanings)),
        },
    }
}
