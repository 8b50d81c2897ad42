//! Who chairs and who keeps the minutes, as sentences say it: “sous la présidence de Mme Claire Morel”,
//! “M. Karim Benali est désigné secrétaire de séance”.

use crate::import::slug::folded;

/// What stands before the name of whoever chairs; the first letter may be a capital.
const CHAIRED_BY: [&str; 6] = [
    "ous la présidence de ",
    "ous la présidence d’",
    "ous la présidence d'",
    "éance présidée par ",
    "eeting was chaired by ",
    "eeting chaired by ",
];

/// What stands after the name of whoever keeps the minutes, and before the office.
const IS_NAMED: [&str; 6] = [" est désigné", " a été désigné", " est nommé", " a été nommé", " est élu", " a été élu"];

const TITLES: [&str; 10] = ["m.", "mme", "mlle", "monsieur", "madame", "mr", "mrs", "ms", "dr", "cllr"];
const PARTICLES: [&str; 8] = ["de", "du", "des", "le", "la", "van", "von", "da"];
/// Offices that stand where a name would: “sous la présidence de M. le Maire”.
const OFFICES: [&str; 7] = ["maire", "president", "presidente", "adjoint", "adjointe", "mayor", "chair"];

/// The name of whoever chairs.
pub(super) fn chair(words: &str) -> Option<String> {
    let (_, after) = CHAIRED_BY.iter().find_map(|mark| words.split_once(mark))?;
    name(after.split_whitespace())
}

/// The name of whoever keeps the minutes.
pub(super) fn secretary(words: &str) -> Option<String> {
    let before = IS_NAMED.iter().find_map(|mark| {
        let (before, after) = words.split_once(mark)?;
        after.split('.').next()?.contains("secrétaire de séance").then_some(before)
    })?;
    let mut begun: Vec<&str> = Vec::new();
    for word in before.split_whitespace().rev() {
        let apart = word.ends_with([',', ';', ':', '.']) && !is_title(word);
        if apart || !(is_title(word) || is_particle(word) || begins_high(word)) {
            break;
        }
        begun.push(word);
    }
    name(begun.into_iter().rev())
}

/// Titles, capitals and the particles between them, up to what ends a name; nothing where no word is one.
fn name<'a>(words: impl Iterator<Item = &'a str>) -> Option<String> {
    let mut kept: Vec<&str> = Vec::new();
    for word in words.take(8) {
        let bare = word.trim_end_matches([',', ';', ':', '.', ')']);
        if is_title(word) && kept.is_empty() {
            kept.push(word);
            continue;
        }
        if !begins_high(word) && !is_particle(word) {
            break;
        }
        let is_initial = bare.chars().count() == 1;
        kept.push(if is_initial { word } else { bare });
        if bare.len() < word.len() && !is_initial {
            break;
        }
    }
    while kept.last().is_some_and(|word| is_particle(word)) {
        kept.pop();
    }
    let is_name = |word: &&str| !is_title(word) && !is_particle(word);
    let named: Vec<&str> = kept.iter().copied().filter(|word| is_name(word)).collect();
    let office = named.iter().any(|word| folded(word).iter().any(|word| OFFICES.contains(&word.as_str())));
    (!named.is_empty() && !office).then(|| kept.join(" "))
}

fn is_title(word: &str) -> bool {
    TITLES.contains(&word.to_lowercase().as_str())
}

fn is_particle(word: &str) -> bool {
    PARTICLES.contains(&word)
}

fn begins_high(word: &str) -> bool {
    word.chars().next().is_some_and(char::is_uppercase) || word.starts_with("d’") || word.starts_with("d'")
}

#[cfg(test)]
mod tests {
    use super::{chair, secretary};

    #[test]
    fn who_chairs_is_found_in_a_sentence() {
        for (words, name) in [
            ("Réuni à 19 h 30, sous la présidence de Mme Claire Morel.", Some("Mme Claire Morel")),
            ("Sous la présidence de M. Yann Le Goff, maire, le conseil", Some("M. Yann Le Goff")),
            ("sous la présidence d’Anne-Marie Roux le conseil", Some("Anne-Marie Roux")),
            ("sous la présidence de Monsieur C. Morel, Maire.", Some("Monsieur C. Morel")),
            ("The meeting was chaired by Cllr Ann Reed at 7 pm", Some("Cllr Ann Reed")),
            ("sous la présidence de Monsieur le Maire", None),
            ("sous la présidence de son maire", None),
            ("La commission, présidée par Mme Claire Morel, rend son avis", None),
            ("sous la présidence de ", None),
        ] {
            assert_eq!(chair(words).as_deref(), name, "{words}");
        }
    }

    #[test]
    fn who_keeps_the_minutes_is_found_in_a_sentence() {
        for (words, name) in [
            ("Mme Odile Perrin est désignée secrétaire de séance.", Some("Mme Odile Perrin")),
            (
                "Le quorum atteint, M. Karim Benali a été élu à l’unanimité secrétaire de séance",
                Some("M. Karim Benali"),
            ),
            ("Conformément au code, Jean d’Arc est nommé secrétaire de séance.", Some("Jean d’Arc")),
            ("M. Karim Benali est désigné délégué. La secrétaire de séance lit", None),
            ("Un secrétaire de séance est désigné", None),
        ] {
            assert_eq!(secretary(words).as_deref(), name, "{words}");
        }
    }
}
