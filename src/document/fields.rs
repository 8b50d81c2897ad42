//! Typed values by key, with every fault kept and none fatal.
//!
//! A schema is the sequence of calls that asks for its keys: what was never asked for is
//! unknown, and [`Fields::done`] says so, with the nearest key that was.

use serde_yaml::{Mapping, Value};

use super::front_matter::Sheet;
use super::locate::Step;
use super::record::{RecordId, Ref};
use super::shape::{Drawing, Need, ValueShape};
use super::undecided::Missing;
use crate::grammar::Token;
use crate::language::Language;
use crate::report::{Bilingual, Code, Diagnostic, Place};

/// The keys of a head, or of a record within it.
#[derive(Debug)]
pub(super) struct Fields<'a> {
    sheet: &'a Sheet<'a>,
    map: &'a Mapping,
    way: Vec<Step>,
    asked: Vec<String>,
    missing: Vec<Missing>,
    /// Where keys are noted, while a schema is drawn and nothing is read.
    drawing: Option<Drawing>,
    /// A key that makes those needed now needless.
    unless: Option<&'static str>,
}

impl<'a> Fields<'a> {
    pub(super) fn new(sheet: &'a Sheet<'a>, map: &'a Mapping, way: Vec<Step>) -> Self {
        Self { sheet, map, way, asked: Vec::new(), missing: Vec::new(), drawing: None, unless: None }
    }

    /// Fields of which each key that is asked for is noted in `drawing`.
    pub(super) fn drawn(sheet: &'a Sheet<'a>, map: &'a Mapping, drawing: Drawing) -> Self {
        Self { drawing: Some(drawing), ..Self::new(sheet, map, Vec::new()) }
    }

    /// Whether a schema is drawn and nothing read: every way that a reader may take is then taken.
    pub(super) const fn draws(&self) -> bool {
        self.drawing.is_some()
    }

    /// Reads keys that are needed only where `key` is not there.
    pub(super) fn unless<T>(&mut self, key: &'static str, read: impl FnOnce(&mut Self) -> T) -> T {
        self.unless = Some(key);
        let value = read(self);
        self.unless = None;
        value
    }

    /// Notes that more keys follow, which depend on what will be written.
    pub(super) fn open(&self) {
        self.drawing.iter().for_each(Drawing::open);
    }

    fn note(&mut self, key: &str, value: impl FnOnce() -> ValueShape) {
        if let Some(drawing) = &self.drawing {
            drawing.note(key, value());
        } else if let Some(missing) = self.missing.iter_mut().find(|missing| missing.key == key) {
            missing.value = Some(value());
        }
    }

    /// Whether `key` is there, without asking for its value.
    pub(super) fn has(&self, key: &str) -> bool {
        self.map.get(key).is_some_and(|value| !value.is_null())
    }

    /// Whether the words of `key` begin with `start`, without asking for them.
    pub(super) fn begins(&self, key: &str, start: &str) -> bool {
        self.map.get(key).and_then(Value::as_str).is_some_and(|words| words.trim().starts_with(start))
    }

    /// Whether `key` was asked for.
    pub(super) fn knows(&self, key: &str) -> bool {
        self.asked.iter().any(|asked| asked == key)
    }

    /// Whether an error was found in the file so far.
    pub(super) fn faulty(&self) -> bool {
        self.sheet.faulty()
    }

    /// Where `key` stands.
    pub(super) fn place(&self, key: &str) -> Place {
        self.sheet.place(&self.way_to(key))
    }

    /// Keeps a finding about `key`.
    pub(super) fn report(&self, key: &str, finding: Diagnostic) {
        self.sheet.report(finding.at(self.place(key)));
    }

    /// A token that must be there.
    pub(super) fn token<T: Token>(&mut self, key: &str) -> Option<T> {
        self.need(key);
        self.token_if(key)
    }

    /// A token that may be left out.
    pub(super) fn token_if<T: Token>(&mut self, key: &str) -> Option<T> {
        self.note(key, ValueShape::token::<T>);
        let value = self.ask(key)?;
        self.read_token(value, &self.way_to(key))
    }

    /// Words on one line that must be there.
    pub(super) fn words(&mut self, key: &str) -> Option<String> {
        self.need(key);
        self.words_if(key)
    }

    /// Words that may be left out.
    pub(super) fn words_if(&mut self, key: &str) -> Option<String> {
        self.note(key, || ValueShape::Words);
        let value = self.ask(key)?;
        let way = self.way_to(key);
        let words = self.written(value, &way).map(|text| text.trim().to_owned()).filter(|text| !text.is_empty());
        let words = words.map(|words| self.sheet.filled(&words, &way));
        // `…` is what `parvis new` writes for words to come: the page shows it, and it is not published.
        if words.as_deref().is_none_or(|words| words == "…") {
            self.unexpected(
                &self.way_to(key),
                &shown(value),
                &Bilingual::new("des mots", "words"),
                Code::ValueUnexpected,
            );
        }
        words
    }

    /// An address of the web that may be left out.
    pub(super) fn address_if(&mut self, key: &str) -> Option<String> {
        let address = self.words_if(key)?;
        if address.starts_with("https://") || address.starts_with("http://") {
            return Some(address);
        }
        let expected = Bilingual::new("une adresse qui commence par https://", "an address that begins with https://");
        let found = Bilingual::new(format!("`{address}`"), format!("`{address}`"));
        self.unexpected(&self.way_to(key), &found, &expected, Code::ValueUnexpected);
        None
    }

    /// A truth value that may be left out, which then is false.
    pub(super) fn flag(&mut self, key: &str) -> bool {
        self.note(key, || ValueShape::Flag);
        match self.ask(key) {
            None => false,
            Some(Value::Bool(flag)) => *flag,
            Some(other) => {
                let expected = Bilingual::new("`true` ou `false`", "`true` or `false`");
                self.unexpected(&self.way_to(key), &shown(other), &expected, Code::ValueUnexpected);
                false
            }
        }
    }

    /// A list of tokens; empty where it is left out.
    pub(super) fn tokens<T: Token>(&mut self, key: &str) -> Vec<T> {
        self.note(key, || ValueShape::token::<T>().list());
        self.values(key).into_iter().filter_map(|(value, way)| self.read_token(value, &way)).collect()
    }

    /// A list of tokens, each with its place; empty where it is left out.
    pub(super) fn placed<T: Token>(&mut self, key: &str) -> Vec<(T, Place)> {
        self.note(key, || ValueShape::token::<T>().list());
        let values = self.values(key).into_iter();
        values.filter_map(|(value, way)| Some((self.read_token(value, &way)?, self.sheet.place(&way)))).collect()
    }

    /// A list of words; empty where it is left out.
    pub(super) fn word_list(&mut self, key: &str) -> Vec<String> {
        self.note(key, || ValueShape::Words.list());
        let values = self.values(key).into_iter();
        values.filter_map(|(value, way)| Some(self.sheet.filled(&self.written(value, &way)?, &way))).collect()
    }

    /// The id of another record, which must be there.
    pub(super) fn reference(&mut self, key: &str) -> Option<Ref> {
        self.need(key);
        self.reference_if(key)
    }

    /// The id of another record, which may be left out.
    pub(super) fn reference_if(&mut self, key: &str) -> Option<Ref> {
        self.note(key, || ValueShape::Reference);
        let value = self.ask(key)?;
        self.read_reference(value, &self.way_to(key))
    }

    /// Ids of other records; empty where the list is left out.
    pub(super) fn references(&mut self, key: &str) -> Vec<Ref> {
        self.note(key, || ValueShape::Reference.list());
        self.values(key).into_iter().filter_map(|(value, way)| self.read_reference(value, &way)).collect()
    }

    /// Pairs of ids, `giver: holder`; empty where the mapping is left out.
    pub(super) fn reference_pairs(&mut self, key: &str) -> Vec<(Ref, Ref)> {
        let fields = self.record_if(key);
        self.note(key, || ValueShape::Pairs);
        let Some(fields) = fields else { return Vec::new() };
        fields
            .map
            .iter()
            .filter_map(|(giver, holder)| {
                let way = fields.way_to(giver.as_str()?);
                Some((fields.read_reference(giver, &way)?, fields.read_reference(holder, &way)?))
            })
            .collect()
    }

    /// Ids with a word for each, `person: word`; empty where the mapping is left out.
    pub(super) fn reference_words(&mut self, key: &str) -> Vec<(Ref, String)> {
        let fields = self.record_if(key);
        self.note(key, || ValueShape::Pairs);
        let Some(mut fields) = fields.filter(|_| !self.draws()) else { return Vec::new() };
        let keys: Vec<&Value> = fields.map.keys().collect();
        keys.into_iter()
            .filter_map(|key| {
                let name = key.as_str()?;
                let person = fields.read_reference(key, &fields.way_to(name))?;
                Some((person, fields.words(name)?))
            })
            .collect()
    }

    /// Words in both languages: `{fr: …, en: …}`, or one text that serves both.
    pub(super) fn bilingual(&mut self, key: &str) -> Option<Bilingual> {
        self.need(key);
        self.bilingual_if(key)
    }

    /// Words in both languages, which may be left out.
    pub(super) fn bilingual_if(&mut self, key: &str) -> Option<Bilingual> {
        if let Some(text) = self.ask(key).and_then(scalar) {
            let text = self.sheet.filled(&text, &self.way_to(key));
            return Some(Bilingual::new(text.clone(), text));
        }
        let fields = self.record_if(key);
        self.note(key, || ValueShape::Bilingual);
        let mut fields = fields?;
        let (fr, en) = (fields.words("fr"), fields.words("en"));
        fields.done();
        Some(Bilingual { fr: fr?, en: en? })
    }

    /// Words in the languages given, the first to prevail.
    pub(super) fn localised(&mut self, key: &str) -> Vec<(Language, String)> {
        self.need(key);
        let fields = self.record_if(key);
        self.note(key, || ValueShape::Localised);
        let Some(mut fields) = fields else { return Vec::new() };
        let words = [(Language::Fr, fields.words_if("fr")), (Language::En, fields.words_if("en"))];
        fields.done();
        words.into_iter().filter_map(|(language, words)| Some((language, words?))).collect()
    }

    /// A record that must be there.
    pub(super) fn record(&mut self, key: &str) -> Option<Fields<'a>> {
        self.need(key);
        self.record_if(key)
    }

    /// A record that may be left out.
    pub(super) fn record_if(&mut self, key: &str) -> Option<Fields<'a>> {
        if let Some(drawing) = &self.drawing {
            let map = self.map.get(key).and_then(Value::as_mapping).unwrap_or(self.map);
            return Some(Fields::drawn(self.sheet, map, drawing.inner(key, ValueShape::Record)));
        }
        let value = self.ask(key)?;
        self.read_record(value, self.way_to(key), None)
    }

    /// Where each item of a list stands; the first where a schema is drawn.
    pub(super) fn places(&mut self, key: &str) -> Vec<Place> {
        if self.draws() {
            return vec![self.place(key)];
        }
        let Some(Value::Sequence(values)) = self.ask(key) else { return Vec::new() };
        let way = |at| [self.way_to(key), vec![Step::Item(at)]].concat();
        values
            .iter()
            .enumerate()
            .filter(|(_, value)| value.is_mapping())
            .map(|(at, _)| self.sheet.place(&way(at)))
            .collect()
    }

    /// Notes that `key` is known and was read already.
    pub(super) fn pass(&mut self, key: &str) {
        let _ = self.ask(key);
    }

    /// A list of records; empty where it is left out.
    pub(super) fn records(&mut self, key: &str) -> Vec<Fields<'a>> {
        self.records_such_as(key, None)
    }

    /// The same; what is no record is told with an example of one.
    pub(super) fn records_such_as(&mut self, key: &str, example: Option<&str>) -> Vec<Fields<'a>> {
        if let Some(drawing) = &self.drawing {
            let inner = drawing.inner(key, |shape| ValueShape::Record(shape).list());
            let written = self.map.get(key).and_then(Value::as_sequence).and_then(|list| list.first());
            let map = written.and_then(Value::as_mapping).unwrap_or(self.map);
            return vec![Fields::drawn(self.sheet, map, inner)];
        }
        self.values(key).into_iter().filter_map(|(value, way)| self.read_record(value, way, example)).collect()
    }

    /// A list of tokens that must be there.
    pub(super) fn needed_tokens<T: Token>(&mut self, key: &str) -> Vec<T> {
        self.need(key);
        self.tokens(key)
    }

    /// A value of any kind, as JSON.
    pub(super) fn value(&mut self, key: &str) -> Option<serde_json::Value> {
        self.ask(key).and_then(|value| serde_json::to_value(value).ok())
    }

    /// A mapping whose keys are somebody else's, as JSON; empty where it is left out.
    pub(super) fn free(&mut self, key: &str) -> serde_json::Map<String, serde_json::Value> {
        let value = self.ask(key).and_then(|value| serde_json::to_value(value).ok());
        match value {
            None | Some(serde_json::Value::Null) => serde_json::Map::new(),
            Some(serde_json::Value::Object(map)) => map,
            Some(other) => {
                let expected = Bilingual::new("des lignes `clé: valeur`", "lines `key: value`");
                self.unexpected(
                    &self.way_to(key),
                    &Bilingual::new(format!("`{other}`"), format!("`{other}`")),
                    &expected,
                    Code::ValueUnexpected,
                );
                serde_json::Map::new()
            }
        }
    }

    /// Says that a list must be there.
    pub(super) fn need_list(&mut self, key: &str) {
        self.need(key);
    }

    /// The id that the file's name spells.
    pub(super) fn file_id<T: Token>(&self) -> Option<T> {
        let name = self.sheet.file.stem();
        let id = T::read(name);
        if id.is_none() {
            let expected = T::expected();
            let message = Bilingual::new(
                format!("`{name}` ne peut pas être un identifiant ; attendu : {}", expected.fr),
                format!("`{name}` cannot be an id; expected {}", expected.en),
            );
            let finding = Diagnostic::error(Code::IdMalformed, message).at(Place::file(&self.sheet.file));
            self.sheet.report(finding.help(Bilingual::new("renommer le fichier", "rename the file")));
        }
        id
    }

    /// Keeps a finding about the head as a whole, even after these fields are done.
    pub(super) fn reporter(&self) -> impl Fn(Diagnostic) + use<'a> {
        let (sheet, way) = (self.sheet, self.way.clone());
        move |finding| {
            let place = finding.place.clone().unwrap_or_else(|| sheet.place(&way));
            sheet.report(finding.at(place));
        }
    }

    /// Says which keys are unknown, and which are missing.
    pub(super) fn done(self) {
        let missing: Vec<String> = self.missing.iter().map(|missing| missing.key.clone()).collect();
        let (sheet, mut way) = (self.sheet, self.way.clone());
        self.unknown();
        for key in missing {
            let message = Bilingual::new(format!("la clé `{key}` manque"), format!("the key `{key}` is missing"));
            let help = Bilingual::new(format!("ajouter une ligne `{key}: …`"), format!("add a line `{key}: …`"));
            way.push(Step::Key(key));
            sheet.report(Diagnostic::error(Code::KeyMissing, message).at(sheet.place(&way)).help(help));
            way.pop();
        }
    }

    /// Says which keys are unknown, and hands the missing ones on, each after `prefix`.
    pub(super) fn done_with_missing(mut self, prefix: &str) -> Vec<Missing> {
        let missing = std::mem::take(&mut self.missing);
        self.unknown();
        missing.into_iter().map(|missing| missing.within(prefix)).collect()
    }

    fn unknown(&self) {
        for key in self.map.keys() {
            let name = scalar(key).unwrap_or_else(|| "{…}".to_owned());
            if self.asked.contains(&name) {
                continue;
            }
            let message = Bilingual::new(format!("clé inconnue `{name}`"), format!("unknown key `{name}`"));
            let help = if let Some(near) = nearest(&name, self.asked.iter().map(String::as_str)) {
                Bilingual::new(format!("vouliez-vous dire `{near}` ?"), format!("did you mean `{near}`?"))
            } else {
                let known = self.asked.join(", ");
                Bilingual::new(format!("clés connues ici : {known}"), format!("keys known here: {known}"))
            };
            self.report(&name, Diagnostic::error(Code::KeyNotKnown, message).help(help));
        }
    }

    fn ask(&mut self, key: &str) -> Option<&'a Value> {
        if !self.asked.iter().any(|asked| asked == key) {
            self.asked.push(key.to_owned());
        }
        self.map.get(key).filter(|value| !value.is_null())
    }

    fn need(&mut self, key: &str) {
        if let Some(drawing) = &self.drawing {
            drawing.need(key, self.unless.map_or(Need::Required, Need::Unless));
        }
        if self.ask(key).is_none() && !self.missing.iter().any(|other| other.key == key) {
            self.missing.push(Missing::of(key.to_owned()));
        }
    }

    fn way_to(&self, key: &str) -> Vec<Step> {
        let mut way = self.way.clone();
        way.push(Step::Key(key.to_owned()));
        way
    }

    /// The values of a list with the way to each.
    fn values(&mut self, key: &str) -> Vec<(&'a Value, Vec<Step>)> {
        let way = self.way_to(key);
        match self.ask(key) {
            None => Vec::new(),
            Some(Value::Sequence(values)) => values
                .iter()
                .enumerate()
                .map(|(at, value)| (value, [way.clone(), vec![Step::Item(at)]].concat()))
                .collect(),
            Some(other) => {
                let expected = Bilingual::new("une liste : des lignes `- …`", "a list: lines `- …`");
                self.unexpected(&way, &shown(other), &expected, Code::ValueUnexpected);
                Vec::new()
            }
        }
    }

    fn read_token<T: Token>(&self, value: &Value, way: &[Step]) -> Option<T> {
        let read = |text: Option<String>| text.and_then(|text| T::read(text.trim()));
        // `12000.5` is an amount although its one spelling is `12000.50`.
        let token = read(self.written(value, way)).or_else(|| read(scalar(value)));
        if token.is_none() {
            let mut expected = T::expected();
            let digits = |text: &String| text.bytes().all(|byte| byte.is_ascii_digit()) && !text.starts_with('0');
            if expected.en.starts_with("a whole number") && scalar(value).is_some_and(|text| digits(&text)) {
                expected = Bilingual::new("un nombre plus petit", "a smaller number");
            }
            let is_date = expected.en.starts_with("a day") || expected.en.starts_with("a moment");
            let code = if is_date { Code::DateMalformed } else { Code::ValueUnexpected };
            self.unexpected(way, &shown(value), &expected, code);
        }
        token
    }

    fn read_reference(&self, value: &Value, way: &[Step]) -> Option<Ref> {
        let id: RecordId = self.read_token(value, way)?;
        Some(Ref { id, place: self.sheet.place(way) })
    }

    fn read_record(&self, value: &'a Value, way: Vec<Step>, example: Option<&str>) -> Option<Fields<'a>> {
        if let Value::Mapping(map) = value {
            return Some(Fields::new(self.sheet, map, way));
        }
        let (fr, en) = ("des lignes `clé: valeur` en retrait", "indented lines `key: value`");
        let expected = example.map_or_else(
            || Bilingual::new(fr, en),
            |example| Bilingual::new(format!("{fr}, telles que `{example}`"), format!("{en}, such as `{example}`")),
        );
        self.unexpected(&way, &shown(value), &expected, Code::ValueUnexpected);
        None
    }

    /// A scalar as the council wrote it.
    fn written(&self, value: &Value, way: &[Step]) -> Option<String> {
        match value {
            Value::Number(_) => self.sheet.number_as_written(value, way).map(str::to_owned).or_else(|| scalar(value)),
            _ => scalar(value),
        }
    }

    fn unexpected(&self, way: &[Step], found: &Bilingual, expected: &Bilingual, code: Code) {
        let message = Bilingual::new(
            format!("trouvé {}, attendu : {}", found.fr, expected.fr),
            format!("found {}, expected {}", found.en, expected.en),
        );
        let mut finding = Diagnostic::error(code, message).at(self.sheet.place(way));
        if code == Code::DateMalformed && has_form_of_day(&found.en, expected.en.contains("T19:00")) {
            finding = finding.help(Bilingual::new(
                "la forme est juste : le jour ou l’heure n’existe pas, ou est trop loin d’aujourd’hui",
                "the form is right: the day or the hour does not exist, or is too far from now",
            ));
        }
        self.sheet.report(finding);
    }
}

/// A scalar as text. A number with decimals keeps two, as amounts are written.
fn scalar(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Bool(flag) => Some(flag.to_string()),
        Value::Number(number) => Some(number_text(&number.to_string())),
        Value::Null | Value::Sequence(_) | Value::Mapping(_) | Value::Tagged(_) => None,
    }
}

fn number_text(text: &str) -> String {
    match text.split_once('.') {
        Some((units, "0" | "00")) => units.to_owned(),
        Some((_, tenth)) if tenth.len() == 1 => format!("{text}0"),
        _ => text.to_owned(),
    }
}

/// A value as a message shows it.
fn shown(value: &Value) -> Bilingual {
    let words = match value {
        Value::Sequence(_) => return Bilingual::new("une liste", "a list"),
        Value::Mapping(_) => "`{…}`".to_owned(),
        other => format!("`{}`", scalar(other).unwrap_or_default().chars().take(60).collect::<String>()),
    };
    Bilingual::new(words.clone(), words)
}

/// Whether what was found, between backquotes, is written as a day or a moment is; a moment alone has an hour.
fn has_form_of_day(found: &str, moment: bool) -> bool {
    let form: String = found.chars().map(|c| if c.is_ascii_digit() { '0' } else { c }).collect();
    let form = form.trim_matches('`');
    ["", "T00:00", "T00:00Z", "T00:00+00:00", "T00:00-00:00"]
        .iter()
        .filter(|hour| !moment || !hour.is_empty())
        .any(|hour| form.strip_prefix("0000-00-00") == Some(*hour))
}

/// The candidate closest to `name`, when it is close.
#[must_use]
pub fn nearest<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    candidates
        .into_iter()
        .map(|candidate| (strsim::damerau_levenshtein(name, candidate), candidate))
        .filter(|(distance, candidate)| *distance <= 1 + candidate.len() / 4)
        .min()
        .map(|(_, candidate)| candidate)
}

/// What is named does not exist: says so, with the nearest that does.
#[must_use]
pub fn dangling<'a>(fr: &str, en: &str, name: &str, known: impl IntoIterator<Item = &'a str>) -> Diagnostic {
    let message = Bilingual::new(format!("{fr} `{name}` n’existe pas"), format!("{en} `{name}` does not exist"));
    let finding = Diagnostic::error(Code::ReferenceDangling, message);
    let help = match nearest(name, known) {
        Some(near) => Bilingual::new(format!("vouliez-vous dire `{near}` ?"), format!("did you mean `{near}`?")),
        None => Bilingual::new("créer la fiche, ou corriger le nom", "write the record, or correct the name"),
    };
    finding.help(help)
}

#[cfg(test)]
mod tests {
    use super::super::front_matter::Sheet;
    use super::super::moment::Moment;
    use crate::council::{Amount, Date, MatterCode};
    use crate::grammar::Token as _;
    use crate::tree::FilePath;

    #[test]
    fn a_day_has_not_the_form_of_a_moment() {
        for (found, of_day, of_moment) in
            [("`2026-02-30`", true, false), ("`2026-02-30T19:00`", true, true), ("`demain`", false, false)]
        {
            assert_eq!(
                [super::has_form_of_day(found, false), super::has_form_of_day(found, true)],
                [of_day, of_moment]
            );
        }
    }

    #[test]
    fn what_is_wrong_is_told_in_one_language_with_what_mends_it() {
        let yaml = b"none: 2026-02-30\nlate: 2026-03-12T25:00+01:00\nwords: hier\nlist: [a]\n";
        let file = FilePath::parse("a.yaml").expect("a path");
        let sheet = Sheet::of_yaml(&file, yaml).expect("readable");
        let mut fields = sheet.fields();
        fields.token::<Date>("none");
        fields.token::<Moment>("late");
        fields.token::<Date>("words");
        fields.words("list");
        let findings = sheet.into_findings();
        let helped: Vec<bool> = findings.iter().map(|finding| finding.help.is_some()).collect();
        assert_eq!(helped, [true, true, false, false]);
        let message = &findings[3].message;
        assert_eq!(
            (message.fr.as_str(), message.en.as_str()),
            ("trouvé une liste, attendu : des mots", "found a list, expected words")
        );
    }

    #[test]
    fn a_number_is_read_as_it_is_written() {
        let yaml = b"a: 7.1\nb: 7.10 # c\nlist: {x: 1.10, y: 2.0}\ncost: 12000.5\nagenda:\n  - number: 1.1\n  - number: 1.10\n";
        let file = FilePath::parse("a.yaml").expect("a path");
        let sheet = Sheet::of_yaml(&file, yaml).expect("readable");
        let mut fields = sheet.fields();
        let codes = [fields.token::<MatterCode>("a"), fields.token("b")].map(|code| code.expect("a code").write());
        assert_eq!(codes, ["7.1", "7.10"]);
        let mut list = fields.record("list").expect("a record");
        assert_eq!([list.words("x"), list.words("y")].map(Option::unwrap_or_default), ["1.10", "2.0"]);
        assert_eq!(fields.token::<Amount>("cost").map(|cost| cost.write()).as_deref(), Some("12000.50"));
        let numbers: Vec<_> =
            fields.records("agenda").into_iter().filter_map(|mut item| item.words("number")).collect();
        assert_eq!(numbers, ["1.1", "1.10"]);
    }
}
