//! The head of a file: found, capped, cleared of what is forbidden, parsed.

use std::cell::{OnceCell, RefCell};
use std::collections::BTreeMap;

use serde_json::{Map, Value as Json};
use serde_yaml::{Mapping, Value};

use super::fields::Fields;
use super::locate::{Index, Step};
use super::placeholder::{self, Fillings, Form};
use super::plain::FreeFile;
use super::shape::Drawing;
use super::{controls, guard};
use crate::language::Language;
use crate::report::{Bilingual, Code, Diagnostic, Place};
use crate::tree::FilePath;

/// The largest head, in bytes: 64 KiB. Read before any YAML is.
pub const HEAD_LIMIT: usize = 64 * 1024;

/// How many control characters of a head, and of a text, are told one by one.
const CONTROLS_TOLD: usize = 20;

/// A file taken apart: the YAML of its head, and the text after it.
#[derive(Debug)]
pub(super) struct Sheet<'a> {
    pub(super) file: FilePath,
    yaml: &'a str,
    /// Its lines, once somebody asks where a key stands.
    index: OnceCell<Index>,
    /// The line of the file on which the YAML begins.
    yaml_line: u32,
    /// The Markdown text.
    pub(super) text: &'a str,
    /// The line of the file on which the text begins.
    pub(super) text_line: u32,
    root: Mapping,
    /// What stands in the places of values that can be erased.
    pub(super) fillings: Fillings,
    findings: RefCell<Vec<Diagnostic>>,
    /// A sheet whose keys win over those of this one.
    over: Option<Box<Self>>,
}

impl<'a> Sheet<'a> {
    /// Takes a Markdown file apart.
    pub(super) fn of_markdown(file: &FilePath, bytes: &'a [u8]) -> Result<Self, Box<Diagnostic>> {
        let text = utf8(file, bytes)?;
        let (yaml, text) = split(text).ok_or_else(|| Box::new(no_head(file)))?;
        let text_line = lines(yaml) + 3;
        Self::parse(Self::new(file, yaml, 2, text, text_line))
    }

    /// Takes a file that is YAML from its first line to its last.
    pub(super) fn of_yaml(file: &FilePath, bytes: &'a [u8]) -> Result<Self, Box<Diagnostic>> {
        let yaml = utf8(file, bytes)?;
        Self::parse(Self::new(file, yaml, 1, "", 1))
    }

    fn new(file: &FilePath, yaml: &'a str, yaml_line: u32, text: &'a str, text_line: u32) -> Self {
        let findings = RefCell::default();
        let (file, root, fillings) = (file.clone(), Mapping::new(), Fillings::new(Language::Fr));
        let (index, over) = (OnceCell::new(), None);
        Self { file, yaml, index, yaml_line, text, text_line, root, fillings, findings, over }
    }

    /// This sheet with the keys of `over` laid over its own: a mapping key by key, anything else whole.
    pub(super) fn laid_under(mut self, over: Self) -> Self {
        lay(&mut self.root, &over.root);
        self.over = Some(Box::new(over));
        self
    }

    fn parse(mut self) -> Result<Self, Box<Diagnostic>> {
        if self.yaml.len() > HEAD_LIMIT {
            return Err(Box::new(too_large(&self.file)));
        }
        if let Some(mark) = guard::forbidden(self.yaml).first() {
            return Err(Box::new(self.forbidden(*mark)));
        }
        match serde_yaml::from_str(self.yaml) {
            Ok(Value::Mapping(root)) => self.root = root,
            Ok(Value::Null) => {}
            Ok(_) => return Err(Box::new(self.not_a_mapping())),
            Err(error) => return Err(Box::new(self.malformed(&error))),
        }
        self.look_for_controls();
        Ok(self)
    }

    fn look_for_controls(&self) {
        for (way, c) in controls::in_head(&self.root).into_iter().take(CONTROLS_TOLD) {
            self.report(controls::finding(c, self.place(&way)));
        }
        for (line, column, c) in controls::in_text(self.text).take(CONTROLS_TOLD) {
            let number = |value: usize| u32::try_from(value).unwrap_or(u32::MAX / 2);
            let place = Place::file(&self.file).at_line(self.text_line + number(line));
            self.report(controls::finding(c, place.at_column(number(column) + 1, 1)));
        }
    }

    /// The keys of the head.
    pub(super) fn fields(&self) -> Fields<'_> {
        Fields::new(self, &self.root, Vec::new())
    }

    /// The head as YAML.
    pub(super) const fn root(&self) -> &Mapping {
        &self.root
    }

    /// A file with nothing in it.
    pub(super) fn blank(file: &FilePath) -> Self {
        Self::new(file, "", 1, "", 1)
    }

    /// The keys of the head, none of which is there: each that is asked for is noted.
    pub(super) fn drawn(&self, drawing: Drawing) -> Fields<'_> {
        Fields::drawn(self, &self.root, drawing)
    }

    /// Words with their places filled; a name that is none is told at `way`.
    pub(super) fn filled(&self, words: &str, way: &[Step]) -> String {
        self.fillings.fill(words, Form::Words, |_, name| self.report(placeholder::unknown(name).at(self.place(way))))
    }

    /// The same, where a name that is none is told elsewhere.
    pub(super) fn filled_silently(&self, words: &str) -> String {
        self.fillings.fill(words, Form::Words, |_, _| {})
    }

    /// The text with its places filled.
    pub(super) fn filled_text(&self) -> String {
        let place = |line: u32| Place::file(&self.file).at_line(self.text_line + line);
        self.fillings
            .fill(self.text, Form::Markdown, |line, name| self.report(placeholder::unknown(name).at(place(line))))
    }

    /// The keys whose value is words, with them.
    pub(super) fn words(&self) -> BTreeMap<String, String> {
        let pairs = self.root.iter();
        pairs.filter_map(|(key, words)| Some((key.as_str()?.to_owned(), words.as_str()?.to_owned()))).collect()
    }

    /// Keeps a finding.
    pub(super) fn faulty(&self) -> bool {
        crate::report::has_errors(&self.findings.borrow())
    }

    pub(super) fn report(&self, finding: Diagnostic) {
        self.findings.borrow_mut().push(finding);
    }

    /// All findings kept.
    pub(super) fn into_findings(self) -> Vec<Diagnostic> {
        self.findings.into_inner()
    }

    fn index(&self) -> &Index {
        self.index.get_or_init(|| Index::of(self.yaml))
    }

    /// Where the last step of `way` stands in the file.
    pub(super) fn place(&self, way: &[Step]) -> Place {
        if let Some(over) = self.over.as_ref().filter(|over| over.says(way)) {
            return over.place(way);
        }
        match self.index().locate(way) {
            Some(spot) => {
                let line = self.yaml_line + spot.line - 1;
                Place::file(&self.file).at_line(line).at_column(spot.column, spot.length)
            }
            None => Place::file(&self.file).at_line(1),
        }
    }

    /// The number at `way` as it is written, such as `7.10`, which YAML reads as 7.1; nothing where it
    /// cannot be found again.
    pub(super) fn number_as_written(&self, value: &Value, way: &[Step]) -> Option<&str> {
        let spot = self.index().locate(way)?;
        let line = self.index().line(spot.line)?;
        let (at, _) = line.char_indices().nth(spot.column as usize - 1)?;
        let rest = line[at..].split_once([':', '-'])?.1.trim_start();
        let end = rest.find([',', '}', ']', ' ', '\r']).unwrap_or(rest.len());
        let written = &rest[..end];
        (serde_yaml::from_str::<Value>(written).ok().as_ref() == Some(value)).then_some(written)
    }

    /// Whether this sheet says something at `way`, as far as that leads through mappings.
    fn says(&self, way: &[Step]) -> bool {
        let mut map = &self.root;
        for step in way {
            let Step::Key(key) = step else { return true };
            match map.get(key.as_str()) {
                Some(Value::Mapping(inner)) => map = inner,
                Some(_) => return true,
                None => return false,
            }
        }
        !way.is_empty()
    }

    fn forbidden(&self, mark: guard::Forbidden) -> Diagnostic {
        let place = Place::file(&self.file).at_line(self.yaml_line + mark.line - 1).at_column(mark.column, 1);
        let shown = mark.mark.escape_debug();
        let message = Bilingual::new(
            format!("`{shown}` introduit une ancre, un alias, une étiquette ou un caractère de commande : refusé ici"),
            format!("`{shown}` begins an anchor, an alias, a tag or is a control character: not taken here"),
        );
        let help = Bilingual::new(
            "si ce sont des mots, les mettre entre guillemets \"…\" ; sinon, écrire la valeur en toutes lettres",
            "if these are words, put them between quotes \"…\"; otherwise write the value out",
        );
        Diagnostic::error(Code::YamlForbidden, message).at(place).help(help)
    }

    fn not_a_mapping(&self) -> Diagnostic {
        let message = Bilingual::new(
            "l’en-tête n’est pas une suite de lignes `clé: valeur`",
            "the head is not made of lines `key: value`",
        );
        let help = Bilingual::new("écrire par exemple `title: Un titre`", "write for example `title: A title`");
        let place = Place::file(&self.file).at_line(self.yaml_line);
        Diagnostic::error(Code::YamlMalformed, message).at(place).help(help)
    }

    fn malformed(&self, error: &serde_yaml::Error) -> Diagnostic {
        let (line, column) = error.location().map_or((1, 1), |at| (at.line().max(1), at.column().max(1)));
        let number = |value: usize| u32::try_from(value).unwrap_or(1);
        let place = Place::file(&self.file).at_line(self.yaml_line + number(line) - 1).at_column(number(column), 1);
        let what = without_places(&error.to_string());
        // Said of a whole number that no integer of 64 bits holds.
        if what.contains("as u128") || what.contains("as i128") {
            let message = Bilingual::new("un nombre est trop grand pour être lu", "a number is too large to be read");
            let help = Bilingual::new("écrire un nombre plus petit", "write a smaller number");
            return Diagnostic::error(Code::YamlMalformed, message).at(place).help(help);
        }
        let message = Bilingual::new(
            format!("l’en-tête n’est pas du YAML lisible : {what}"),
            format!("the head is not readable YAML: {what}"),
        );
        let help = Bilingual::new(
            "vérifier le retrait et l’espace après les deux-points ; mettre entre guillemets un texte qui contient `: `",
            "check the indent and the space after colons; put a text that holds `: ` between quotes",
        );
        Diagnostic::error(Code::YamlMalformed, message).at(place).help(help)
    }
}

/// The head of a file as JSON values, whatever its keys, and where its text begins; a file without a
/// head is text from its first line.
pub(super) fn read_free_head(file: &FilePath, bytes: &[u8]) -> Result<FreeFile, Box<Diagnostic>> {
    let text = utf8(file, bytes)?;
    let Some((yaml, rest)) = split(text) else {
        #[cfg(feature = "site")]
        if let Some(read) = super::toml_head::read(file, text) {
            let bom = bytes.len() - text.len();
            return read.map(|free| FreeFile { text_at: free.text_at + bom, ..free });
        }
        if let Some(fence) = never_closed(text) {
            return Err(Box::new(open_head(file, fence)));
        }
        return Ok(FreeFile { head: Map::new(), text_at: bytes.len() - text.len(), text_line: 1 });
    };
    // What can be wrong is found where all heads are read; here only the values differ.
    let sheet = Sheet::new(file, yaml, 2, rest, lines(yaml) + 3);
    if yaml.len() > HEAD_LIMIT || !guard::forbidden(yaml).is_empty() {
        return Sheet::parse(sheet).map(|_| FreeFile::default());
    }
    let text_at = bytes.len() - rest.len();
    match serde_yaml::from_str::<Option<FreeHead>>(yaml) {
        Ok(head) => Ok(FreeFile { head: head.unwrap_or_default().0, text_at, text_line: sheet.text_line }),
        Err(error) => Err(Box::new(sheet.malformed(&error))),
    }
}

/// The keys of a free head. One that stands twice is refused, as in the head of a record: of `draft: true` and
/// `draft: false`, neither is meant.
#[derive(Default)]
struct FreeHead(Map<String, Json>);

impl<'de> serde::Deserialize<'de> for FreeHead {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(Self::default())
    }
}

impl<'de> serde::de::Visitor<'de> for FreeHead {
    type Value = Self;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a map")
    }

    fn visit_map<A: serde::de::MapAccess<'de>>(mut self, mut pairs: A) -> Result<Self, A::Error> {
        while let Some(key) = pairs.next_key::<String>()? {
            if self.0.contains_key(&key) {
                return Err(serde::de::Error::custom(format_args!("duplicate entry with key {key:?}")));
            }
            self.0.insert(key, pairs.next_value()?);
        }
        Ok(self)
    }
}

/// The fence of a head that begins and does not end; a lone line of dashes is a rule across the page.
fn never_closed(text: &str) -> Option<&str> {
    let mut lines = text.lines();
    let fence = lines.next().map(str::trim_end).filter(|line| ["---", "+++"].contains(line))?;
    let key = lines.next()?.split_once([':', '='])?.0.trim();
    (!key.is_empty() && key.chars().all(|c| c.is_alphanumeric() || c == '_' || c == '-')).then_some(fence)
}

fn lay(under: &mut Mapping, over: &Mapping) {
    for (key, value) in over {
        match (under.get_mut(key), value) {
            (Some(Value::Mapping(under)), Value::Mapping(over)) => lay(under, over),
            _ => drop(under.insert(key.clone(), value.clone())),
        }
    }
}

/// The text of a Markdown file, from the line after its front matter to its end; nothing where
/// it has no front matter.
#[must_use]
pub fn text_of(bytes: &[u8]) -> Option<&[u8]> {
    let text = std::str::from_utf8(bytes).ok()?;
    split(text.strip_prefix('\u{feff}').unwrap_or(text)).map(|(_, text)| text.as_bytes())
}

/// The YAML between the first two lines `---`, and what follows.
fn split(text: &str) -> Option<(&str, &str)> {
    let after = text.strip_prefix("---\n").or_else(|| text.strip_prefix("---\r\n"))?;
    let mut at = 0;
    for line in after.split_inclusive('\n') {
        if line.trim_end() == "---" {
            return Some((&after[..at], &after[at + line.len()..]));
        }
        at += line.len();
    }
    None
}

/// A parser's words without ` at line 2 column 11`: it counts from the head, and the place stands beside.
fn without_places(words: &str) -> String {
    let (mut kept, mut rest) = (String::new(), words);
    while let Some((before, after)) = rest.split_once(" at line ") {
        kept.push_str(before);
        let numbers = after.trim_start_matches(|c: char| c.is_ascii_digit());
        let numbers = numbers.strip_prefix(" column ").unwrap_or(numbers);
        rest = numbers.trim_start_matches(|c: char| c.is_ascii_digit());
    }
    kept + rest
}

fn lines(text: &str) -> u32 {
    u32::try_from(text.lines().count()).unwrap_or(u32::MAX - 8)
}

fn utf8<'a>(file: &FilePath, bytes: &'a [u8]) -> Result<&'a str, Box<Diagnostic>> {
    let text = simdutf8::basic::from_utf8(bytes).map_err(|_| {
        let message = Bilingual::new("le fichier n’est pas un texte UTF-8", "the file is not UTF-8 text");
        let help = Bilingual::new("l’enregistrer en UTF-8", "save it as UTF-8");
        Box::new(Diagnostic::error(Code::TextNotUtf8, message).at(Place::file(file)).help(help))
    })?;
    Ok(text.strip_prefix('\u{feff}').unwrap_or(text))
}

fn no_head(file: &FilePath) -> Diagnostic {
    let message = Bilingual::new(
        "le fichier ne commence pas par un en-tête entre deux lignes `---`",
        "the file does not begin with a head between two lines `---`",
    );
    let help = Bilingual::new(
        "commencer par `---`, puis `title: …`, puis `---`, puis le texte",
        "begin with `---`, then `title: …`, then `---`, then the text",
    );
    Diagnostic::error(Code::FrontMatterMissing, message).at(Place::file(file).at_line(1)).help(help)
}

fn open_head(file: &FilePath, fence: &str) -> Diagnostic {
    let message = Bilingual::new(
        format!("l’en-tête commence ici par `{fence}` et ne finit nulle part"),
        format!("the head begins here with `{fence}` and ends nowhere"),
    );
    let help = Bilingual::new(
        format!("écrire une ligne `{fence}` après la dernière clé"),
        format!("write a line `{fence}` after the last key"),
    );
    Diagnostic::error(Code::FrontMatterMissing, message).at(Place::file(file).at_line(1)).help(help)
}

fn too_large(file: &FilePath) -> Diagnostic {
    let message = Bilingual::new("l’en-tête dépasse 64 Kio", "the head is larger than 64 KiB");
    let help = Bilingual::new(
        "mettre les longs textes sous l’en-tête, après la seconde ligne `---`",
        "put long texts below the head, after the second line `---`",
    );
    Diagnostic::error(Code::FrontMatterTooLarge, message).at(Place::file(file).at_line(1)).help(help)
}

#[cfg(test)]
mod tests {
    use super::without_places;

    #[test]
    fn a_parser_s_own_places_are_left_out() {
        for (said, told) in [
            ("duplicate entry with key \"a\"", "duplicate entry with key \"a\""),
            ("found x at line 2 column 1, while y at line 1 column 8", "found x, while y"),
        ] {
            assert_eq!(without_places(said), told);
        }
    }
}
