//! What the council has already, and what the clerk says beside the source.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use super::names::People;
use crate::council::Date;
use crate::document::{self, Moment, RecordId};
use crate::grammar::Token as _;
use crate::language::{Bilingual, Language};
use crate::report::{Code, Diagnostic};
use crate::tree::FileTree;

/// The part of a council that an importer asks about.
#[derive(Clone, Debug)]
pub struct Council {
    /// The language its records are in where they say nothing.
    pub(super) language: Language,
    /// Its bodies, by id.
    pub(super) bodies: Vec<RecordId>,
    /// Its people.
    pub(super) people: People,
    /// Its meetings: body and day.
    pub(super) meetings: BTreeMap<RecordId, (RecordId, Date)>,
}

impl Council {
    /// Reads the council's files; nothing where there is no `parvis.yaml` that can be read.
    #[must_use]
    pub fn of(tree: &FileTree) -> Option<Self> {
        let documents = document::read(tree).0?;
        let mut people = People::default();
        for (id, person) in &documents.people {
            people.add(id.clone(), &person.common.title, &person.facts.sort_name);
        }
        let meetings = documents.meetings.iter();
        let meetings =
            meetings.map(|(id, meeting)| (id.clone(), (meeting.facts.body.id.clone(), meeting.facts.start.date())));
        Some(Self {
            language: documents.config.main_language(),
            bodies: documents.bodies.keys().cloned().collect(),
            people,
            meetings: meetings.collect(),
        })
    }

    /// The body that meets: the one asked for, or the only one there is.
    ///
    /// # Errors
    /// It is not there, or nobody says which of several it is.
    pub(super) fn body(&self, wished: Option<&RecordId>) -> Result<RecordId, Box<Diagnostic>> {
        let names: Vec<&str> = self.bodies.iter().map(RecordId::as_str).collect();
        match (wished, self.bodies.as_slice()) {
            (Some(id), bodies) if bodies.contains(id) => Ok(id.clone()),
            (Some(id), _) => {
                let finding = document::dangling("l’instance", "the body", id.as_str(), names.iter().copied());
                let help = if names.is_empty() {
                    new_body(id.as_str())
                } else {
                    Bilingual::new(
                        format!("les instances : {} ; ou : parvis new body {id}", names.join(", ")),
                        format!("the bodies: {}; or: parvis new body {id}", names.join(", ")),
                    )
                };
                Err(Box::new(finding.help(help)))
            }
            (None, [only]) => Ok(only.clone()),
            (None, bodies) => Err(Box::new(no_body_named(bodies.is_empty(), &names.join(", ")))),
        }
    }
}

fn new_body(id: &str) -> Bilingual {
    Bilingual::new(format!("l’écrire d’abord : parvis new body {id}"), format!("write it first: parvis new body {id}"))
}

fn no_body_named(none: bool, names: &str) -> Diagnostic {
    let (message, help) = if none {
        (
            Bilingual::new("le conseil n’a encore aucune instance", "the council has no body yet"),
            new_body("conseil-municipal"),
        )
    } else {
        (
            Bilingual::new("l’instance qui a siégé n’est pas dite", "the body that met is not named"),
            Bilingual::new(format!("--body, parmi : {names}"), format!("--body, one of: {names}")),
        )
    };
    Diagnostic::error(Code::ReferenceDangling, message).help(help)
}

/// What the clerk says beside the source.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// The body whose meetings these are.
    pub body: Option<RecordId>,
    /// The hour at which it meets, where the source has none.
    pub hour: Option<Hour>,
}

/// An hour of the clock: `19:00`, `19h00`, `19 h`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hour {
    hour: u8,
    minute: u8,
}

/// A text that is no hour of the clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("attendu / expected 19:00")]
pub struct HourFault;

impl FromStr for Hour {
    type Err = HourFault;
    fn from_str(text: &str) -> Result<Self, HourFault> {
        let plain: String = text.chars().filter(|c| !c.is_whitespace()).collect();
        let (hour, minute) = plain.split_once([':', 'h', 'H']).ok_or(HourFault)?;
        let minute = if minute.is_empty() { "00" } else { minute };
        let moment = Moment::read(&format!("2000-01-01T{hour:0>2}:{minute}")).ok_or(HourFault)?;
        Ok(Self { hour: moment.hour(), minute: moment.minute() })
    }
}

impl fmt::Display for Hour {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}:{:02}", self.hour, self.minute)
    }
}
