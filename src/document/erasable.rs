//! Values of a record that can be erased: the record holds a salted commitment to each, the value
//! itself lies in a side file outside git, `personal/<folder>/<id>.yaml`.

use std::collections::BTreeMap;

use super::fields::Fields;
use super::front_matter::Sheet;
use super::placeholder::{Filling, Fillings};
use super::record::RecordId;
use crate::council::Date;
use crate::grammar::Token;
use crate::language::Language;
use crate::personal::{Commitment, Salt, value_fault};
use crate::report::{Bilingual, Code, Diagnostic, Place};
use crate::tree::{Digest, FilePath, FileTree};

/// The folder of the side files.
pub const SIDE_FOLDER: &str = "personal";

/// The name of a value within its record.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ValueName(String);

impl ValueName {
    /// The name as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Token for ValueName {
    fn expected() -> Bilingual {
        Bilingual::new(
            "un nom tel que `contact` : minuscules sans accent, chiffres, tirets",
            "a name such as `contact`: lower-case letters, digits, hyphens",
        )
    }
    fn read(text: &str) -> Option<Self> {
        let allowed = |byte: u8| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_');
        let shape = (1..=40).contains(&text.len()) && text.starts_with(|c: char| c.is_ascii_lowercase());
        (shape && text.bytes().all(allowed)).then(|| Self(text.to_owned()))
    }
    fn write(&self) -> String {
        self.0.clone()
    }
}

/// What a record says of a value that can be erased.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Erasable {
    /// Its name.
    pub name: ValueName,
    /// The commitment to it.
    pub commitment: Digest,
    /// The day it was erased.
    pub erased: Option<Date>,
    /// Why it was erased.
    pub reason: Option<String>,
    /// Where it is named.
    pub place: Place,
}

/// The values of a side file by name, each with its salt.
pub type SideValues = BTreeMap<String, (Salt, String)>;

/// The path of the side file of a record.
#[must_use]
pub fn side_path(folder: &str, id: &RecordId) -> FilePath {
    FilePath::parse(&format!("{SIDE_FOLDER}/{folder}/{id}.yaml")).expect("a folder and an id make a path")
}

/// Reads a side file.
///
/// # Errors
/// It is not what `parvis personal add` writes.
pub fn read_side_file(path: &FilePath, bytes: &[u8]) -> Result<SideValues, Box<Diagnostic>> {
    let sheet = Sheet::of_yaml(path, bytes)?;
    let values = sheet.root().iter().map(|(name, value)| {
        let text = |key: &str| value.get(key).and_then(serde_yaml::Value::as_str).map(str::to_owned);
        let value = text("value").filter(|value| value_fault(value).is_none())?;
        Some((name.as_str()?.to_owned(), (Salt::read(&text("salt")?)?, value)))
    });
    values.collect::<Option<SideValues>>().ok_or_else(|| Box::new(malformed(path)))
}

/// A side file as it is written.
#[must_use]
pub fn write_side_file(values: &SideValues) -> String {
    let quoted = |words: &str| serde_json::to_string(words).expect("words have a JSON form, which is also YAML");
    let one = |(name, (salt, value)): (&String, &(Salt, String))| {
        format!("{name}:\n  salt: \"{salt}\"\n  value: {}\n", quoted(value))
    };
    values.iter().map(one).collect()
}

/// The values that a head declares.
pub(super) fn read(fields: &mut Fields<'_>) -> Vec<Erasable> {
    let places = fields.places("personal");
    let heads = fields.records("personal").into_iter().zip(places);
    let declared: Vec<Erasable> = heads.filter_map(|(fields, place)| read_one(fields, place)).collect();
    let report = fields.reporter();
    let seconds = declared.iter().enumerate().filter(|(at, value)| is_named(&declared[..*at], &value.name));
    seconds.for_each(|(_, value)| report(twice(value)));
    declared
}

fn is_named(declared: &[Erasable], name: &ValueName) -> bool {
    declared.iter().any(|value| value.name == *name)
}

fn read_one(mut fields: Fields<'_>, place: Place) -> Option<Erasable> {
    let name = fields.token("name");
    let commitment = fields.token("commitment");
    let erased = fields.token_if("erased");
    let reason = fields.words_if("reason");
    fields.done();
    Some(Erasable { name: name?, commitment: commitment?, erased, reason, place })
}

/// What stands in the place of each declared value: itself where the side file has it and it is the
/// one that was promised.
pub(super) fn fillings(
    declared: &[Erasable],
    side: Option<&(FilePath, SideValues)>,
    language: Language,
    findings: &mut Vec<Diagnostic>,
) -> Fillings {
    let mut fillings = Fillings::new(language);
    for value in declared {
        let held = side.and_then(|(path, values)| Some((path, values.get(value.name.as_str())?)));
        let filling = match held {
            None => Filling::Erased,
            Some((path, _)) if value.erased.is_some() => {
                findings.push(still_held(value, path));
                Filling::Erased
            }
            Some((_, (salt, words))) if Commitment(value.commitment).is_to(salt, words) => {
                Filling::Value(words.clone())
            }
            Some((path, _)) => {
                findings.push(mismatch(value, path));
                Filling::Erased
            }
        };
        fillings.put(value.name.as_str(), filling);
    }
    let undeclared = side.into_iter().flat_map(|(path, values)| values.keys().map(move |name| (path, name)));
    let undeclared = undeclared.filter(|(_, name)| !declared.iter().any(|value| value.name.as_str() == *name));
    findings.extend(undeclared.map(|(path, name)| not_declared(path, name)));
    fillings
}

/// The side file of a record, where there is one that can be read.
pub(super) fn side_file(
    tree: &FileTree,
    folder: &str,
    id: &RecordId,
    findings: &mut Vec<Diagnostic>,
) -> Option<(FilePath, SideValues)> {
    let path = side_path(folder, id);
    let values = read_side_file(&path, tree.get(&path)?).map_err(|finding| findings.push(*finding)).ok()?;
    Some((path, values))
}

/// Side files of no record: their values would be missed in silence.
pub(super) fn orphans(tree: &FileTree, is_record: impl Fn(&str, &str) -> bool) -> Vec<Diagnostic> {
    let files = tree.below(SIDE_FOLDER).map(|(path, _)| path);
    let stray = files.filter(|path| {
        let segments: Vec<&str> = path.segments().collect();
        !matches!(segments[..], [_, folder, name] if name.strip_suffix(".yaml").is_some_and(|id| is_record(folder, id)))
    });
    stray.map(of_no_record).collect()
}

fn malformed(path: &FilePath) -> Diagnostic {
    let message = Bilingual::new(
        "ce fichier de valeurs n’est pas tel que `parvis personal add` l’écrit",
        "this file of values is not as `parvis personal add` writes it",
    );
    let help = Bilingual::new(
        "chaque nom a deux lignes en retrait : `salt:` (32 chiffres hexadécimaux) et `value:`",
        "each name has two indented lines: `salt:` (32 hexadecimal digits) and `value:`",
    );
    Diagnostic::error(Code::ValueUnexpected, message).at(Place::file(path)).help(help)
}

fn twice(value: &Erasable) -> Diagnostic {
    let name = value.name.as_str();
    let message = Bilingual::new(
        format!("la valeur `{name}` est promise deux fois"),
        format!("the value `{name}` is promised twice"),
    );
    let help = Bilingual::new("garder une ligne, ou changer un nom", "keep one line, or change a name");
    Diagnostic::error(Code::NameTwice, message).at(value.place.clone()).help(help)
}

fn mismatch(value: &Erasable, path: &FilePath) -> Diagnostic {
    let name = value.name.as_str();
    let message = Bilingual::new(
        format!("la valeur `{name}` de {path} n’est pas celle que la fiche a promise"),
        format!("the value `{name}` of {path} is not the one that the record promised"),
    );
    let help = Bilingual::new(
        "rétablir le fichier de valeurs, ou effacer la valeur (`parvis personal erase`) et en promettre une autre (`parvis personal add`)",
        "restore the file of values, or erase the value (`parvis personal erase`) and promise another (`parvis personal add`)",
    );
    Diagnostic::error(Code::PersonalMismatch, message).at(value.place.clone()).help(help)
}

fn still_held(value: &Erasable, path: &FilePath) -> Diagnostic {
    let name = value.name.as_str();
    let message = Bilingual::new(
        format!("la fiche dit `{name}` effacé, et {path} le contient encore ; rien n’en est montré"),
        format!("the record says that `{name}` was erased, and {path} still holds it; nothing of it is shown"),
    );
    let help = Bilingual::new("l’effacer : `parvis personal erase`", "erase it: `parvis personal erase`");
    Diagnostic::warning(Code::PersonalMismatch, message).at(value.place.clone()).help(help)
}

fn not_declared(path: &FilePath, name: &str) -> Diagnostic {
    let message = Bilingual::new(
        format!("la fiche ne promet aucune valeur `{name}`, qui n’est donc montrée nulle part"),
        format!("the record promises no value `{name}`, which is therefore shown nowhere"),
    );
    let help = Bilingual::new(
        "écrire sa ligne sous `personal:` de la fiche, ou l’effacer : `parvis personal erase`",
        "write its line below `personal:` of the record, or erase it: `parvis personal erase`",
    );
    Diagnostic::warning(Code::PersonalUnknown, message).at(Place::file(path)).help(help)
}

fn of_no_record(path: &FilePath) -> Diagnostic {
    let message = Bilingual::new("ces valeurs ne sont d’aucune fiche", "these values are of no record");
    let help = Bilingual::new(
        "le fichier porte le nom de sa fiche, `personal/people/anne.yaml` pour `content/people/anne.md` : le renommer avec elle, ou l’effacer",
        "the file bears the name of its record, `personal/people/anne.yaml` for `content/people/anne.md`: rename it with the record, or delete it",
    );
    Diagnostic::warning(Code::PersonalUnknown, message).at(Place::file(path)).help(help)
}
