//! Words that begin with a capital: who, and what is called like somebody.

use super::text::Text;

/// What comes before a person's name.
const CIVILITIES: [&str; 14] =
    ["m.", "mm.", "mme", "mmes", "mlle", "mr", "mr.", "mrs", "mrs.", "ms", "dr", "dr.", "monsieur", "madame"];

/// What stands within a name in small letters.
const PARTICLES: [&str; 11] = ["de", "du", "des", "d", "la", "le", "van", "von", "der", "ben", "el"];

/// What makes of a name that of a place or of a body.
const PLACES: [&str; 76] = [
    "agence",
    "association",
    "atelier",
    "bar",
    "bibliothèque",
    "boulangerie",
    "boutique",
    "cabinet",
    "café",
    "caserne",
    "centre",
    "chapelle",
    "chez",
    "cinéma",
    "clinique",
    "club",
    "collectif",
    "collège",
    "comité",
    "commune",
    "conseil",
    "crèche",
    "direction",
    "ehpad",
    "entreprise",
    "espace",
    "école",
    "église",
    "ferme",
    "foyer",
    "galerie",
    "garage",
    "gare",
    "gymnase",
    "halle",
    "hôpital",
    "hôtel",
    "immeuble",
    "jardin",
    "la",
    "le",
    "les",
    "librairie",
    "lycée",
    "magasin",
    "mairie",
    "maison",
    "maternelle",
    "médiathèque",
    "musée",
    "office",
    "parc",
    "parking",
    "pharmacie",
    "piscine",
    "place",
    "préfecture",
    "quartier",
    "restaurant",
    "résidence",
    "rue",
    "saint",
    "sainte",
    "salle",
    "service",
    "société",
    "square",
    "stade",
    "the",
    "théâtre",
    "tribunal",
    "ville",
    "school",
    "hall",
    "house",
    "church",
];

/// Whether the words that end at `end` are somebody's name: after a civility or, where `alone` is
/// enough, two words at least that begin with a capital and are nothing but a name.
pub(super) fn is_somebody(text: &Text, end: usize, alone: bool) -> bool {
    let (mut words, mut place): (Vec<String>, usize) = (Vec::new(), end);
    while words.len() < 7 {
        let (word, start) = word_before(text, place);
        let lower = word.to_lowercase();
        if CIVILITIES.contains(&lower.as_str()) {
            return words.iter().any(|word| is_capital(word));
        }
        if word.ends_with('.') {
            return alone && is_name(&words);
        }
        let particle = PARTICLES.contains(&word.as_str());
        if word.is_empty() || !particle && !is_capital(&word) {
            return alone && is_name(&words) && !PLACES.contains(&lower.as_str());
        }
        words.push(word);
        let before = text.skip_space_back(start);
        if before == start && start > 0 && text.before(start) != Some('’') && text.before(start) != Some('\'') {
            return alone && is_name(&words);
        }
        place = before;
    }
    false
}

/// The word that ends at `end`, with the hyphens, the point of a civility and the apostrophe in it.
fn word_before(text: &Text, end: usize) -> (String, usize) {
    let end = if matches!(text.before(end), Some('’' | '\'')) { end - 1 } else { end };
    let mut start = end;
    while text.before(start).is_some_and(|c| c.is_alphabetic() || c == '-' || c == '.' && start == end) {
        start -= 1;
    }
    (text.slice(start, end), start)
}

fn is_capital(word: &str) -> bool {
    word.chars().next().is_some_and(char::is_uppercase)
}

fn is_name(words: &[String]) -> bool {
    let capitals: Vec<&String> = words.iter().filter(|word| is_capital(word)).collect();
    let called = capitals.iter().any(|word| PLACES.contains(&word.to_lowercase().as_str()) || is_acronym(word));
    capitals.len() >= 2 && !called
}

fn is_acronym(word: &str) -> bool {
    (2..=4).contains(&word.chars().count()) && word.chars().all(char::is_uppercase)
}
