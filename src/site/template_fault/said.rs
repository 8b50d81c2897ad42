//! What the template engine says, as our own sentence in both languages.
//!
//! The engine speaks English and hands over its words, not what they are about. Its sentences are known by
//! their form; one that is not in the table is passed on as it stands, and said to be the engine's.

use super::Known;
use crate::document::nearest;
use crate::report::Bilingual;

/// How many names are listed where none is near.
const MOST: usize = 12;

/// What a hole of the engine's sentence names, and so where the nearest name is sought.
#[derive(Clone, Copy)]
enum Of {
    /// Nothing that has a list.
    Nothing,
    /// The names that the engine itself lists at the end of its sentence.
    Listed,
    Filter,
    Test,
    Function,
    Template,
}

/// The engine's sentence with `{}` for each of its words that change; ours, with `{0}`, `{1}` for them.
type Form = (&'static str, &'static str, &'static str, Of);

#[rustfmt::skip]
const FORMS: &[Form] = &[
    ("Variable `{}` is not defined. Available variables: {}", "il n’y a pas de variable `{0}` ici", "there is no variable `{0}` here", Of::Listed),
    ("Variable `{}` is not defined.", "il n’y a pas de variable `{0}` ici", "there is no variable `{0}` here", Of::Nothing),
    ("Variable `{}` exists but its value is undefined", "la variable `{0}` est sans valeur ici", "the variable `{0}` has no value here", Of::Nothing),
    ("Field `{}` is not defined. Available fields: {}", "il n’y a pas de champ `{0}` ici", "there is no field `{0}` here", Of::Listed),
    ("Field `{}` is not defined.", "il n’y a pas de champ `{0}` ici", "there is no field `{0}` here", Of::Nothing),
    ("Field `{}` is not defined", "le champ `{0}` est demandé à ce qui n’existe pas", "the field `{0}` is asked of what is not there", Of::Nothing),
    ("Tried to render a variable that is undefined", "ceci n’a pas de valeur", "this has no value", Of::Nothing),
    ("Cannot index into an undefined value", "ceci n’existe pas, on n’y peut rien chercher", "this is not there, nothing can be looked up in it", Of::Nothing),
    ("Index expression is undefined", "ce qui est cherché n’a pas de valeur", "what is looked up has no value", Of::Nothing),
    ("Unknown filter `{}`", "il n’y a pas de filtre `{0}`", "there is no filter `{0}`", Of::Filter),
    ("Unknown test `{}`", "il n’y a pas de test `{0}`", "there is no test `{0}`", Of::Test),
    ("Unknown function `{}`", "il n’y a pas de fonction `{0}`", "there is no function `{0}`", Of::Function),
    ("Unknown component `{}`", "il n’y a pas de composant `{0}`", "there is no component `{0}`", Of::Nothing),
    ("Unknown template `{}`", "il n’y a pas de gabarit `{0}`", "there is no template `{0}`", Of::Template),
    ("Block `{}` is not defined in any parent template", "aucun gabarit parent n’a de bloc `{0}`", "no parent template has a block `{0}`", Of::Nothing),
    ("Template already contains a block named `{}`", "le gabarit a déjà un bloc `{0}`", "the template has a block `{0}` already", Of::Nothing),
    ("Template already contains a component named `{}`", "le gabarit a déjà un composant `{0}`", "the template has a component `{0}` already", Of::Nothing),
    ("Template is already extending `{}`", "le gabarit prolonge déjà `{0}`", "the template extends `{0}` already", Of::Nothing),
    ("Component `{}` is defined in both `{}` and `{}`", "le composant `{0}` est défini deux fois : dans `{1}` et dans `{2}`", "the component `{0}` is defined twice: in `{1}` and in `{2}`", Of::Nothing),
    ("Unexpected end of input", "le gabarit finit au milieu d’une balise ou d’un bloc", "the template ends in the middle of a tag or a block", Of::Nothing),
    ("unexpected end of string", "un texte entre guillemets n’est pas fermé", "a text in quotes is not closed", Of::Nothing),
    ("Unexpected character", "ce caractère n’a pas de sens dans une balise", "this character means nothing in a tag", Of::Nothing),
    ("Found {} but expected one of: {}", "ici se trouve {0}, où le moteur attend l’un de : {1}", "here is {0}, where the engine expects one of: {1}", Of::Nothing),
    ("Found {} but expected {}.", "ici se trouve {0}, où le moteur attend : {1}", "here is {0}, where the engine expects: {1}", Of::Nothing),
    ("Found {} but was expecting {}.", "ici se trouve {0}, où le moteur attend : {1}", "here is {0}, where the engine expects: {1}", Of::Nothing),
    ("Unclosed component '{}'", "le composant `{0}` n’est pas fermé", "the component `{0}` is not closed", Of::Nothing),
    ("Iteration not possible on type `{}`", "une boucle sur une valeur de type `{0}` n’est pas possible", "a loop over a value of type `{0}` is not possible", Of::Nothing),
    ("Invalid type for the value, expected `{}` but got `{}`", "la valeur est de type `{1}`, où `{0}` est attendu", "the value is of type `{1}`, where `{0}` is expected", Of::Nothing),
    ("Missing keyword argument `{}`", "l’argument `{0}` manque", "the argument `{0}` is missing", Of::Nothing),
    ("Argument `{}`{} missing.", "l’argument `{0}` du composant manque", "the argument `{0}` of the component is missing", Of::Nothing),
    ("Unknown argument(s) `{}` in component call. Possible argument(s) are: {}", "le composant ne prend pas d’argument `{0}`", "the component takes no argument `{0}`", Of::Listed),
    ("Math operations can only be done on numbers, found `{}`", "un calcul ne se fait que sur des nombres, et ceci est de type `{0}`", "only numbers can be reckoned with, and this is of type `{0}`", Of::Nothing),
    ("Cannot compare `{}` with `{}`", "`{0}` et `{1}` ne se comparent pas", "`{0}` and `{1}` cannot be compared", Of::Nothing),
    ("Unknown tag", "cette balise n’existe pas", "there is no such tag", Of::Nothing),
    ("This content would be ignored: only `extends`, `block` and `component` are allowed at the top level of a child template.", "un gabarit qui en prolonge un autre ne montre que ses blocs : ceci est hors de tout bloc", "a template that extends another shows its blocks alone: this is outside every block", Of::Nothing),
    ("Cannot divide by 0", "division par zéro", "division by zero", Of::Nothing),
];

/// Our sentence for the engine's, and what is near the name that it does not know.
pub(super) fn words(said: &str, known: &Known<'_>) -> (Bilingual, Option<Bilingual>) {
    let found = FORMS.iter().find_map(|form| Some((form, holes(form.0, said)?)));
    let Some(((_, fr, en, of), parts)) = found else {
        let fr = format!("le moteur de gabarits dit, en anglais : « {said} »");
        return (Bilingual::new(fr, format!("the template engine says: {said}")), None);
    };
    let listed: Vec<&str> = parts.last().map(|list| list.split(", ").map(unquoted).collect()).unwrap_or_default();
    let candidates: Vec<&str> = match of {
        Of::Nothing => Vec::new(),
        Of::Listed => listed,
        Of::Filter => known.filters.clone(),
        Of::Test => TESTS.to_vec(),
        Of::Function => FUNCTIONS.to_vec(),
        Of::Template => known.templates.clone(),
    };
    (Bilingual::new(filled(fr, &parts), filled(en, &parts)), help(parts.first().copied().unwrap_or(""), &candidates))
}

/// What is near `name`, or else what there is.
pub(super) fn help(name: &str, candidates: &[&str]) -> Option<Bilingual> {
    if let Some(near) = nearest(name, candidates.iter().copied()) {
        return Some(Bilingual::new(format!("vouliez-vous dire `{near}` ?"), format!("did you mean `{near}`?")));
    }
    let mut listed: Vec<String> = candidates.iter().take(MOST).map(|name| format!("`{name}`")).collect();
    if candidates.len() > MOST {
        listed.push("…".to_owned());
    }
    let listed = listed.join(", ");
    (!listed.is_empty()).then(|| Bilingual::new(format!("il y a : {listed}"), format!("there are: {listed}")))
}

fn unquoted(name: &str) -> &str {
    name.trim_matches('`')
}

/// What stands in the holes of `form`, where `said` has that form.
fn holes<'a>(form: &str, said: &'a str) -> Option<Vec<&'a str>> {
    let mut pieces = form.split("{}");
    let mut rest = said.strip_prefix(pieces.next()?)?;
    let mut parts = Vec::new();
    let mut pieces = pieces.peekable();
    while let Some(piece) = pieces.next() {
        // The last hole reaches to the end of the sentence.
        let end = match (piece, pieces.peek()) {
            ("", None) => rest.len(),
            (piece, None) => rest.strip_suffix(piece)?.len(),
            (piece, Some(_)) => rest.find(piece)?,
        };
        parts.push(&rest[..end]);
        rest = &rest[end + piece.len()..];
    }
    rest.is_empty().then_some(parts)
}

fn filled(sentence: &str, parts: &[&str]) -> String {
    let fill = |text: String, (at, part): (usize, &&str)| text.replace(&format!("{{{at}}}"), part);
    parts.iter().enumerate().fold(sentence.to_owned(), fill)
}

/// The filters of the engine; ours are in [`crate::site::filters`].
pub(super) const FILTERS: &[&str] = &[
    "abs",
    "capitalize",
    "default",
    "escape",
    "escape_html",
    "escape_xml",
    "first",
    "float",
    "get",
    "group_by",
    "indent",
    "int",
    "join",
    "keys",
    "last",
    "length",
    "lower",
    "newlines_to_br",
    "nth",
    "pairs",
    "pluralize",
    "replace",
    "reverse",
    "round",
    "safe",
    "sort",
    "split",
    "str",
    "title",
    "trim",
    "trim_end",
    "trim_start",
    "truncate",
    "unique",
    "upper",
    "values",
    "wordcount",
];

/// Its tests, as in `is defined`.
const TESTS: &[&str] = &[
    "array",
    "bool",
    "containing",
    "defined",
    "divisible_by",
    "ending_with",
    "even",
    "float",
    "integer",
    "iterable",
    "map",
    "none",
    "number",
    "odd",
    "starting_with",
    "string",
    "undefined",
];

/// Its functions.
const FUNCTIONS: &[&str] = &["range", "super", "throw"];

#[cfg(test)]
mod tests {
    use super::{FILTERS, FUNCTIONS, Known, TESTS, holes, words};

    #[test]
    fn the_names_listed_here_are_those_of_the_engine() {
        let uses = FILTERS.iter().map(|name| format!("{{{{ x | {name} }}}}"));
        let uses = uses.chain(TESTS.iter().map(|name| format!("{{% if x is {name} %}}{{% endif %}}")));
        let uses = uses.chain(FUNCTIONS.iter().map(|name| format!("{{{{ {name}() }}}}")));
        for text in uses {
            let read = tera::Tera::new().add_raw_template("a.html", &text);
            assert!(read.is_ok(), "{text}: {read:?}");
        }
    }

    #[test]
    fn a_sentence_is_known_by_its_form() {
        assert_eq!(holes("Unknown filter `{}`", "Unknown filter `uper`"), Some(vec!["uper"]));
        assert_eq!(holes("Found {} but expected {}.", "Found `}}` but expected in."), Some(vec!["`}}`", "in"]));
        assert_eq!(holes("Cannot divide by 0", "Cannot divide by 0"), Some(vec![]));
        assert_eq!(holes("Unknown filter `{}`", "Unknown test `uper`"), None);
    }

    #[test]
    fn what_has_no_form_is_said_to_be_the_engines() {
        let known = Known { filters: Vec::new(), templates: Vec::new() };
        let (message, help) = words("Something new.", &known);
        assert_eq!(message.en, "the template engine says: Something new.");
        assert!(message.fr.contains("en anglais : « Something new. »"), "{}", message.fr);
        assert_eq!(help, None);
    }
}
