//! Minutes from a word processor: DOCX or ODT, made by anybody.
//!
//! 1. [`archive`] looks at what the ZIP archive declares before it unfolds anything, [`xml`] reads its parts
//!    with limits of its own;
//! 2. [`docx`] and [`odt`] make one [`document::Document`] of either;
//! 3. [`text`] writes it as Markdown, [`presence`] and [`agenda`] find who was there and what was on the table;
//! 4. [`place`] writes the records.

mod agenda;
mod archive;
mod document;
mod docx;
mod docx_parts;
mod odt;
mod officers;
mod place;
mod presence;
mod proxy;
mod text;
mod xml;

use self::archive::Archive;
use self::document::Document;
use crate::council::Date;
use crate::document::{RecordId, dangling};
use crate::import::dates::{self, Stamp};
use crate::import::{Council, Hour, Import, Settings};
use crate::language::Bilingual;
use crate::report::{Code, Diagnostic, Place};

/// The minutes in the documents `sources`, each a name and its bytes. They are of `meeting`, where it is
/// named, else of the meeting on the day that they say.
///
/// # Errors
/// The meeting or the body is not known; nothing is read then.
pub fn import(
    council: &Council,
    sources: &[(String, Vec<u8>)],
    meeting: Option<&RecordId>,
    settings: &Settings,
) -> Result<Import, Box<Diagnostic>> {
    if let Some(id) = meeting.filter(|id| !council.meetings.contains_key(id)) {
        let known = council.meetings.keys().map(RecordId::as_str);
        return Err(Box::new(dangling("la séance", "the meeting", id.as_str(), known)));
    }
    let mut import = Import::default();
    for (name, bytes) in sources {
        match read(bytes) {
            Ok((document, archive)) => one(council, name, &document, archive, meeting, settings, &mut import)?,
            Err(why) => import.account.say(refused(name, why)),
        }
    }
    Ok(import)
}

fn read(bytes: &[u8]) -> Result<(Document, Archive<'_>), Bilingual> {
    let mut archive = Archive::open(bytes)?;
    let names = archive.names();
    let is_odt = names.iter().any(|name| name == "content.xml");
    let document = if is_odt { odt::read(&mut archive)? } else { docx::read(&mut archive)? };
    Ok((document, archive))
}

fn one(
    council: &Council,
    name: &str,
    document: &Document,
    archive: Archive<'_>,
    meeting: Option<&RecordId>,
    settings: &Settings,
    import: &mut Import,
) -> Result<(), Box<Diagnostic>> {
    let named = meeting.map(|id| Of { id: id.clone(), day: council.meetings[id].1, hour: None, body: None });
    let of = if named.is_some() { named } else { on_its_day(council, name, document, settings)? };
    let Some(of) = of else {
        import.account.say(no_day(name));
        return Ok(());
    };
    place::place(council, name, document, archive, &of, import);
    Ok(())
}

/// The meeting on the day that a document says; nothing where it says none.
fn on_its_day(
    council: &Council,
    name: &str,
    document: &Document,
    settings: &Settings,
) -> Result<Option<Of>, Box<Diagnostic>> {
    let Some(stamp) = day_of(name, document) else { return Ok(None) };
    let body = council.body(settings.body.as_ref())?;
    let there = council.meetings.iter().find(|(_, (of, day))| *of == body && *day == stamp.day);
    let hour = stamp.hour.or(settings.hour);
    Ok(Some(match there {
        Some((id, _)) => Of { id: id.clone(), day: stamp.day, hour, body: None },
        None => Of { id: place::meeting_id(stamp.day, &body), day: stamp.day, hour, body: Some(body) },
    }))
}

/// The meeting that minutes are of.
#[derive(Clone, Debug)]
struct Of {
    id: RecordId,
    day: Date,
    hour: Option<Hour>,
    /// The body, where the meeting has no record yet.
    body: Option<RecordId>,
}

/// How many blocks from the beginning the day and the hour are sought in.
const BEGINNING: usize = 14;

/// The day and the hour that the title, the beginning or the file's name says.
fn day_of(name: &str, document: &Document) -> Option<Stamp> {
    let beginning: Vec<String> = document.blocks.iter().take(BEGINNING).map(document::Block::words).collect();
    let words = || document.title.iter().chain(&beginning).map(String::as_str);
    let day = words().find_map(dates::found_in).or_else(|| dates::found_in(name));
    let hour = words().find_map(dates::hour_in);
    day.map(|stamp| Stamp { hour: stamp.hour.or(hour), ..stamp })
}

fn refused(name: &str, why: Bilingual) -> Diagnostic {
    let help = Bilingual::new(
        "l’ouvrir dans un traitement de texte et l’enregistrer de nouveau en DOCX ou en ODT",
        "open it in a word processor and save it again as DOCX or ODT",
    );
    Diagnostic::error(Code::SourceUnreadable, why).at(Place::named(name)).help(help)
}

fn no_day(name: &str) -> Diagnostic {
    let message = Bilingual::new(
        "ni le titre, ni le début du document, ni son nom ne disent le jour de la séance",
        "neither the title, nor the beginning of the document, nor its name says the day of the meeting",
    );
    let help = Bilingual::new("nommer la séance : --meeting ID", "name the meeting: --meeting ID");
    Diagnostic::error(Code::SourceUnreadable, message).at(Place::named(name)).help(help)
}
