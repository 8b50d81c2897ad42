//! What a vote's file leaves to decide: each key that is missing, with what it may hold, as a line to add.

use super::shape::ValueShape;
use crate::council::Rules;
use crate::language::Bilingual;

/// A key that must be there and is not.
#[derive(Clone, Debug)]
pub(super) struct Missing {
    /// The records it stands in, outermost first: `options`, then an option's id.
    within: Vec<String>,
    pub(super) key: String,
    /// What it holds, where its reader said so.
    pub(super) value: Option<ValueShape>,
}

/// Stands for an id that is missing too.
const UNKNOWN: &str = "…";

/// What stands before the keys of a record of `list`, of which an id may be known.
pub(super) fn prefix(list: &str, id: Option<&impl ToString>) -> String {
    format!("{list}.{}.", id.map_or_else(|| UNKNOWN.to_owned(), ToString::to_string))
}

impl Missing {
    pub(super) const fn of(key: String) -> Self {
        Self { within: Vec::new(), key, value: None }
    }

    /// The same within a record: `prefix` is `limits.`, or `options.elm.`.
    pub(super) fn within(mut self, prefix: &str) -> Self {
        self.within = prefix.split_terminator('.').map(str::to_owned).chain(self.within).collect();
        self
    }

    /// The key with the records it stands in: `limits.max`.
    fn name(&self) -> String {
        [self.within.as_slice(), std::slice::from_ref(&self.key)].concat().join(".")
    }

    /// What it may hold: words to choose from, or a form.
    fn form(&self) -> Bilingual {
        match (self.within.last().map(String::as_str), self.key.as_str()) {
            (None, "method") => {
                let names = Rules::NAMES.map(|name| format!("`{name}`")).join(", ");
                Bilingual::new(names.clone(), names)
            }
            (None, key) => record_form(key).or_else(|| self.value.as_ref().map(form)).unwrap_or_else(words),
            _ => self.value.as_ref().map_or_else(words, form),
        }
    }
}

/// How the records of a vote are written.
fn record_form(key: &str) -> Option<Bilingual> {
    let (fr, en) = match key {
        "limits" => (
            "`{min: 1, max: 3}` : le moins et le plus de choix d’un bulletin ; au besoin `max_per_category`",
            "`{min: 1, max: 3}`: the fewest and the most choices of a ballot; `max_per_category` where needed",
        ),
        "envelopes" => (
            "pour chacune une ligne `- {id: ville, title: {fr: …, en: …}, amount: 60000}`",
            "for each a line `- {id: town, title: {fr: …, en: …}, amount: 60000}`",
        ),
        "options" => (
            "pour chacun une ligne `- {id: tilleul, title: {fr: …, en: …}}` ; d’un budget aussi `cost` et `pays_from`",
            "for each a line `- {id: lime, title: {fr: …, en: …}}`; of a budget also `cost` and `pays_from`",
        ),
        "grades_best_first" => (
            "pour chacune, la meilleure d’abord, une ligne `- {id: bien, title: {fr: Bien, en: Good}}`",
            "for each, the best first, a line `- {id: good, title: {fr: Bien, en: Good}}`",
        ),
        "present" => (
            "`[abstention]`, les réponses comptées comme présentes en plus de `for` et `against` ; `[]` s’il n’y en a pas",
            "`[abstention]`, the answers that count as present beside `for` and `against`; `[]` where there are none",
        ),
        "stations" => (
            "pour chacun une ligne `- {id: nord, keys: [ssh-ed25519 AAAA…, …]}`",
            "for each a line `- {id: north, keys: [ssh-ed25519 AAAA…, …]}`",
        ),
        _ => return None,
    };
    Some(Bilingual::new(fr, en))
}

fn form(value: &ValueShape) -> Bilingual {
    match value {
        ValueShape::Token { expected, .. } => expected.clone(),
        ValueShape::Words | ValueShape::Record(_) | ValueShape::Pairs => words(),
        ValueShape::Flag => Bilingual::new("`true` ou `false`", "`true` or `false`"),
        ValueShape::Reference => Bilingual::new(
            "l’identifiant d’une fiche, qui est le nom de son fichier sans `.md`",
            "the id of a record, which is the name of its file without `.md`",
        ),
        ValueShape::Bilingual | ValueShape::Localised => Bilingual::new("`{fr: …, en: …}`", "`{fr: …, en: …}`"),
        ValueShape::List(item) => {
            let Bilingual { fr, en } = form(item);
            Bilingual::new(format!("une liste `[…, …]` ; chacun : {fr}"), format!("a list `[…, …]`; each one {en}"))
        }
    }
}

fn words() -> Bilingual {
    Bilingual::new("des mots", "words")
}

/// The names of what is missing.
pub(super) fn names(missing: &[Missing]) -> String {
    missing.iter().map(Missing::name).collect::<Vec<_>>().join(", ")
}

/// The lines to add, each with what may stand in place of `…`; those of a record below its name.
pub(super) fn lines(missing: &[Missing]) -> Bilingual {
    let (mut fr, mut en) = (Vec::new(), Vec::new());
    let mut above: &[String] = &[];
    for one in missing {
        let same = one.within.iter().zip(above).take_while(|(here, before)| here == before).count();
        for (depth, name) in one.within.iter().enumerate().skip(same) {
            let line = if depth == 0 { format!("{name}:") } else { format!("  - id: {name}") };
            fr.push(line.clone());
            en.push(line);
        }
        let (key, form, indent) = (&one.key, one.form(), "  ".repeat(one.within.len()));
        let is_told = key == "id" && one.within.last().is_some_and(|id| id == UNKNOWN);
        // The line of an id that is missing was written just now, without its form.
        let start = |lines: &mut Vec<String>| {
            let line = if is_told { lines.pop() } else { None };
            line.unwrap_or_else(|| format!("{indent}{key}: …"))
        };
        let (start_fr, start_en) = (start(&mut fr), start(&mut en));
        fr.push(format!("{start_fr}  # {}", form.fr));
        en.push(format!("{start_en}  # {}", form.en));
        above = &one.within;
    }
    let joined = |lines: Vec<String>| format!("\n{}", lines.join("\n"));
    Bilingual::new(joined(fr), joined(en))
}
