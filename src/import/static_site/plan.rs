//! Where each page of a site goes, decided before any text is read.

use std::collections::BTreeMap;

use super::address::normal;
use super::classify::{Sort, sort};
use super::finding;
use super::item::{Gathered, Item};
use crate::council::Date;
use crate::document::RecordId;
use crate::grammar::Token as _;
use crate::import::account::Account;
use crate::import::dates::{self, Stamp};
use crate::import::slug::slug;
use crate::import::{Council, Hour, Settings};
use crate::language::{Bilingual, Language};
use crate::report::{Code, Diagnostic};
use crate::tree::FilePath;

/// Where each page goes.
#[derive(Debug)]
pub(super) struct Plan {
    /// For each item of the site, in order.
    pub(super) spots: Vec<Spot>,
    /// The meetings that are new, each with the items it is told from: its agenda first.
    pub(super) meetings: BTreeMap<RecordId, NewMeeting>,
    /// The record that each address and each source file leads to now.
    pub(super) addresses: BTreeMap<String, FilePath>,
}

/// Where a page goes.
#[derive(Clone, Debug)]
pub(super) struct Spot {
    pub(super) folder: &'static str,
    pub(super) id: RecordId,
    pub(super) path: FilePath,
    /// Whether it says in another language what a record says.
    pub(super) translation: bool,
    /// The day of news.
    pub(super) day: Option<Date>,
    /// The meeting that minutes are of.
    pub(super) meeting: Option<RecordId>,
}

/// A meeting that has no record yet.
#[derive(Clone, Debug)]
pub(super) struct NewMeeting {
    pub(super) body: RecordId,
    pub(super) day: Date,
    pub(super) hour: Option<Hour>,
    pub(super) agenda: Option<usize>,
    pub(super) minutes: Vec<usize>,
}

/// The day of a meeting, and whether it is only the day that the page has.
#[derive(Clone, Copy, Debug)]
struct Day {
    stamp: Stamp,
    of_the_page: bool,
}

/// Gives every page its place.
///
/// # Errors
/// There are minutes or agendas, and nobody says of which body.
pub(super) fn draw(
    council: &Council,
    gathered: &Gathered,
    settings: &Settings,
    account: &mut Account,
) -> Result<Plan, Box<Diagnostic>> {
    let mut drawing =
        Drawing { council, gathered, settings, body: None, meetings: BTreeMap::new(), taken: BTreeMap::new() };
    // What is in the council's language is the record; the same in another is its translation.
    let mut order: Vec<usize> = (0..gathered.items.len()).collect();
    order.sort_by_key(|number| drawing.language(&gathered.items[*number]) != council.language);
    let mut spots = BTreeMap::new();
    for number in order {
        spots.insert(number, drawing.spot(number, &gathered.items[number], account)?);
    }
    let spots: Vec<Spot> = spots.into_values().collect();
    let meetings = drawing.meetings;
    let mut addresses = BTreeMap::new();
    for (item, spot) in gathered.items.iter().zip(&spots) {
        let sources = [item.source.as_str().to_owned(), without_extension(item.source.as_str())];
        let below = item.source.below("content").map(|path| [path.to_owned(), without_extension(path)]);
        let all = item.addresses.iter().cloned().chain(sources).chain(below.into_iter().flatten());
        for address in all {
            addresses.entry(normal(&address)).or_insert_with(|| spot.path.clone());
        }
    }
    for (name, path) in unique_names(gathered, &spots) {
        addresses.entry(normal(name)).or_insert_with(|| path.clone());
    }
    Ok(Plan { spots, meetings, addresses })
}

/// The names of files, and of the folders of `index.md`, that only one page has: `relref` may name a page
/// by it alone.
fn unique_names<'a>(gathered: &'a Gathered, spots: &'a [Spot]) -> Vec<(&'a str, &'a FilePath)> {
    let mut names: BTreeMap<&str, Option<&FilePath>> = BTreeMap::new();
    for (item, spot) in gathered.items.iter().zip(spots) {
        let segments: Vec<&str> = item.source.segments().collect();
        let name = match (item.source.stem(), segments.as_slice()) {
            ("index" | "_index", [.., folder, _]) => folder,
            (stem, _) => stem,
        };
        names.entry(name).and_modify(|path| *path = None).or_insert(Some(&spot.path));
    }
    names.into_iter().filter_map(|(name, path)| Some((name, path?))).collect()
}

fn without_extension(path: &str) -> String {
    let path = path.rsplit_once('.').map_or(path, |(path, _)| path);
    path.trim_end_matches("/index").trim_end_matches("/_index").to_owned()
}

struct Drawing<'a> {
    council: &'a Council,
    gathered: &'a Gathered,
    settings: &'a Settings,
    body: Option<RecordId>,
    meetings: BTreeMap<RecordId, NewMeeting>,
    /// Which languages a record has already.
    taken: BTreeMap<(&'static str, RecordId), Vec<Language>>,
}

impl Drawing<'_> {
    fn spot(&mut self, number: usize, item: &Item, account: &mut Account) -> Result<Spot, Box<Diagnostic>> {
        let sorted = sort(item.labels.iter().map(String::as_str), &item.title);
        if sorted != Sort::Other {
            match meeting_day(item, self.language(item)) {
                Some(day) => {
                    if let Some(spot) = self.of_a_meeting(number, item, sorted, day, account)? {
                        return Ok(spot);
                    }
                }
                None => account.say(undated(item)),
            }
        }
        Ok(self.other(item, account))
    }

    fn language(&self, item: &Item) -> Language {
        item.language.or(self.gathered.language).unwrap_or(self.council.language)
    }

    fn body(&mut self) -> Result<RecordId, Box<Diagnostic>> {
        if self.body.is_none() {
            self.body = Some(self.council.body(self.settings.body.as_ref())?);
        }
        Ok(self.body.clone().expect("it was set just above"))
    }

    /// The place of minutes, or of an agenda where its meeting has none yet.
    fn of_a_meeting(
        &mut self,
        number: usize,
        item: &Item,
        sorted: Sort,
        Day { stamp, of_the_page }: Day,
        account: &mut Account,
    ) -> Result<Option<Spot>, Box<Diagnostic>> {
        let body = self.body()?;
        let known = self.council.meetings.iter().find(|(_, (of, day))| *of == body && *day == stamp.day);
        let id = known.map(|(id, _)| id.clone()).or_else(|| RecordId::read(&format!("{}-{body}", stamp.day)));
        let Some(id) = id else { return Ok(None) };
        if sorted == Sort::Agenda
            && (known.is_some() || self.meetings.get(&id).is_some_and(|meeting| meeting.agenda.is_some()))
        {
            account.say(agenda_again(item, &id));
            return Ok(None);
        }
        if of_the_page {
            account.say(day_of_the_page(item, stamp));
        }
        if known.is_none() {
            let hour = stamp.hour.or(self.settings.hour);
            let meeting = NewMeeting { body, day: stamp.day, hour, agenda: None, minutes: Vec::new() };
            let meeting = self.meetings.entry(id.clone()).or_insert(meeting);
            meeting.hour = meeting.hour.or(hour);
            match sorted {
                Sort::Agenda => meeting.agenda = Some(number),
                _ => meeting.minutes.push(number),
            }
        }
        if sorted == Sort::Agenda {
            let path = path_of("meetings", id.as_str());
            return Ok(Some(Spot { folder: "meetings", id, path, translation: false, day: None, meeting: None }));
        }
        Ok(Some(Spot { meeting: Some(id.clone()), ..self.take("minutes", id.as_str(), item, account) }))
    }

    fn other(&mut self, item: &Item, account: &mut Account) -> Spot {
        let titled = slug(&item.title);
        let slug = match item.slug.as_str() {
            // The site has a first page and a page of errors of its own.
            "index" | "404" | "home" if !matches!(titled.as_str(), "" | "index" | "404") => &titled,
            "" | "index" | "404" => "page",
            slug => slug,
        };
        match item.day.filter(|_| item.dated) {
            Some(Stamp { day, .. }) => {
                let id = slug_within(&format!("{day} {slug}"));
                Spot { day: Some(day), ..self.take("news", &id, item, account) }
            }
            None => self.take("pages", &slug_within(slug), item, account),
        }
    }

    /// Takes the id, as a translation where it is taken in another language, else with a number.
    fn take(&mut self, folder: &'static str, wanted: &str, item: &Item, account: &mut Account) -> Spot {
        let language = self.language(item);
        let mut count = 1;
        loop {
            let name = if count == 1 { wanted.to_owned() } else { format!("{wanted}-{count}") };
            let id = RecordId::read(&name).or_else(|| RecordId::read(&format!("{folder}-{count}")));
            let id = id.expect("a folder's name and a number are an id");
            let languages = self.taken.entry((folder, id.clone())).or_default();
            let translation = !languages.is_empty() && !languages.contains(&language);
            if languages.is_empty() || translation {
                languages.push(language);
                let file = if translation { format!("{id}.{language}") } else { id.to_string() };
                if count > 1 {
                    account.say(renamed(item, &id));
                }
                return Spot { folder, path: path_of(folder, &file), id, translation, day: None, meeting: None };
            }
            count += 1;
        }
    }
}

/// A slug that leaves room for a number.
fn slug_within(words: &str) -> String {
    let slug = slug(words);
    slug.get(..76).unwrap_or(&slug).trim_end_matches('-').to_owned()
}

fn path_of(folder: &str, name: &str) -> FilePath {
    FilePath::parse(&format!("content/{folder}/{name}.md")).expect("an id has only letters, digits and hyphens")
}

/// The day of the meeting: a key of its own, the title, else the day of the page.
fn meeting_day(item: &Item, language: Language) -> Option<Day> {
    let key = item.page.words(&["meeting_date", "meetingdate", "date_seance", "seance", "date_reunion", "event_date"]);
    let said = key.and_then(|words| dates::read(&words, language).or_else(|| dates::found_in(&words)));
    let said = said.or_else(|| dates::found_in(&item.title));
    match (said, item.day) {
        (Some(stamp), _) => Some(Day { stamp, of_the_page: false }),
        (None, Some(stamp)) => Some(Day { stamp, of_the_page: true }),
        (None, None) => None,
    }
}

fn undated(item: &Item) -> Diagnostic {
    let message = Bilingual::new(
        "procès-verbal ou ordre du jour sans jour de séance ; rangé comme une page",
        "minutes or an agenda without the day of the meeting; placed as a page",
    );
    let help = Bilingual::new(
        "dire le jour dans l’en-tête (`date_seance: 2016-10-25`) et recommencer, ou déplacer la fiche",
        "say the day in the head (`meeting_date: 2016-10-25`) and begin again, or move the record",
    );
    finding(Diagnostic::warning, Code::NotPlaced, item.source.as_str(), 1, message).help(help)
}

fn agenda_again(item: &Item, id: &RecordId) -> Diagnostic {
    let message = Bilingual::new(
        format!("la séance `{id}` a déjà une fiche ou un ordre du jour ; celui-ci est rangé comme une page"),
        format!("the meeting `{id}` has a record or an agenda already; this one is placed as a page"),
    );
    finding(Diagnostic::warning, Code::NotPlaced, item.source.as_str(), 1, message)
}

fn day_of_the_page(item: &Item, stamp: Stamp) -> Diagnostic {
    let day = stamp.day;
    let message = Bilingual::new(
        format!("le jour de la séance n’est pas dit ; pris de la page : {day}"),
        format!("the day of the meeting is not said; taken from the page: {day}"),
    );
    let help = Bilingual::new(
        "vérifier : ce peut être le jour de la publication",
        "check it: this may be the day of publication",
    );
    finding(Diagnostic::note, Code::NotSaid, item.source.as_str(), 1, message).help(help)
}

fn renamed(item: &Item, id: &RecordId) -> Diagnostic {
    let message = Bilingual::new(
        format!("ce nom est déjà pris ; rangé sous `{id}`"),
        format!("this name is taken already; placed as `{id}`"),
    );
    finding(Diagnostic::note, Code::NotPlaced, item.source.as_str(), 1, message)
}
