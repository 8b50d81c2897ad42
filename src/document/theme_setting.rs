//! `theme.yaml`: which settings a theme has, of which type, and what they are where nobody says.

use serde_json::{Map, Value};

use super::fields::{Fields, nearest};
use super::front_matter::Sheet;
use super::locate::Step;
use crate::council::words;
use crate::grammar::Token;
use crate::language::Bilingual;
use crate::report::{Code, Diagnostic, Place};
use crate::tree::{FilePath, FileTree};

words! {
    /// What a setting may be.
    SettingType {
        /// Words on one line.
        Words = "words",
        /// `true` or `false`.
        Flag = "flag",
        /// A whole number from 0.
        Count = "count",
        /// `#` and three or six hexadecimal digits.
        Colour = "colour",
        /// One of the words that `choices:` lists.
        Choice = "choice",
    }
}

/// A setting that a theme has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ThemeSetting {
    /// Its key.
    pub key: String,
    /// Its type.
    pub kind: SettingType,
    /// What a choice may be.
    pub choices: Vec<String>,
    /// What it is where nobody says.
    pub default: Value,
}

/// Reads the settings of a theme.
#[must_use]
pub fn read_theme_settings(file: &FilePath, bytes: &[u8], findings: &mut Vec<Diagnostic>) -> Vec<ThemeSetting> {
    let sheet = match Sheet::of_yaml(file, bytes) {
        Ok(sheet) => sheet,
        Err(finding) => {
            findings.push(*finding);
            return Vec::new();
        }
    };
    let mut fields = sheet.fields();
    let settings: Vec<ThemeSetting> = fields.records("settings").into_iter().filter_map(read_setting).collect();
    fields.done();
    findings.extend(sheet.into_findings());
    settings
}

fn read_setting(mut fields: Fields<'_>) -> Option<ThemeSetting> {
    let key = fields.words("key");
    let kind = fields.token("type");
    let choices = fields.word_list("choices");
    let default = fields.value("default");
    fields.bilingual_if("title");
    let setting = ThemeSetting { key: key?, kind: kind?, choices, default: default.unwrap_or(Value::Null) };
    let wrong = !setting.default.is_null() && !setting.takes(&setting.default);
    if wrong {
        let message = Bilingual::new("cette valeur n’est pas de ce type", "this value is not of this type");
        fields.report("default", Diagnostic::error(Code::ValueUnexpected, message));
    }
    fields.done();
    Some(setting)
}

impl ThemeSetting {
    fn takes(&self, value: &Value) -> bool {
        let hexadecimal = |words: &str| {
            let digits = words.strip_prefix('#').unwrap_or_default();
            matches!(digits.len(), 3 | 6) && digits.bytes().all(|digit| digit.is_ascii_hexdigit())
        };
        match (self.kind, value) {
            (SettingType::Words, Value::String(words)) => !words.contains('\n'),
            (SettingType::Flag, Value::Bool(_)) => true,
            (SettingType::Count, Value::Number(number)) => number.is_u64(),
            (SettingType::Colour, Value::String(words)) => hexadecimal(words),
            (SettingType::Choice, Value::String(words)) => self.choices.contains(words),
            _ => false,
        }
    }

    fn expected(&self) -> Bilingual {
        let choices = self.choices.iter().map(|choice| format!("`{choice}`")).collect::<Vec<_>>();
        match self.kind {
            SettingType::Words => Bilingual::new("des mots sur une ligne", "words on one line"),
            SettingType::Flag => Bilingual::new("`true` ou `false`", "`true` or `false`"),
            SettingType::Count => Bilingual::new("un nombre entier", "a whole number"),
            SettingType::Colour => Bilingual::new("une couleur comme `#14507a`", "a colour such as `#14507a`"),
            SettingType::Choice => Bilingual::new(choices.join(" ou "), choices.join(" or ")),
        }
    }
}

/// The settings of a theme as a site says them, each that it leaves out as the theme says it. What the theme does
/// not have, and what is not of its type, is told.
#[must_use]
pub fn settings_of(
    settings: &[ThemeSetting],
    said: &Map<String, Value>,
    place: impl Fn(&str) -> Place,
    findings: &mut Vec<Diagnostic>,
) -> Map<String, Value> {
    let mut all: Map<String, Value> =
        settings.iter().map(|setting| (setting.key.clone(), setting.default.clone())).collect();
    for (key, value) in said {
        match settings.iter().find(|setting| setting.key == *key) {
            Some(setting) if setting.takes(value) => drop(all.insert(key.clone(), value.clone())),
            Some(setting) => {
                findings.push(super::unexpected_value(place(key), key, &format!("`{value}`"), &setting.expected()));
            }
            None => findings.push(unknown(key, settings).at(place(key))),
        }
    }
    all
}

fn unknown(key: &str, settings: &[ThemeSetting]) -> Diagnostic {
    let message =
        Bilingual::new(format!("le thème n’a pas de réglage `{key}`"), format!("the theme has no setting `{key}`"));
    let finding = Diagnostic::error(Code::KeyNotKnown, message);
    match nearest(key, settings.iter().map(|setting| setting.key.as_str())) {
        Some(near) => {
            finding.help(Bilingual::new(format!("vouliez-vous dire `{near}` ?"), format!("did you mean `{near}`?")))
        }
        None => finding.help(Bilingual::new("ôter cette ligne", "take this line out")),
    }
}

/// Where a setting of the theme stands in the configuration of `tree`.
#[must_use]
pub fn place_of_setting(tree: &FileTree, key: &str) -> Place {
    place(tree, &[Step::Key("theme_settings".to_owned()), Step::Key(key.to_owned())])
}

/// Where the configuration of `tree` names its theme.
#[must_use]
pub fn place_of_theme(tree: &FileTree) -> Place {
    place(tree, &[Step::Key("theme".to_owned())])
}

fn place(tree: &FileTree, way: &[Step]) -> Place {
    let sheet = super::config::sheet(tree, &mut Vec::new());
    sheet.map_or_else(|| Place::named("parvis.yaml"), |sheet| sheet.place(way))
}
