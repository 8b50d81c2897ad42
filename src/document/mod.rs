//! The council's files: Markdown with a YAML head, to typed records, with diagnostics.
//!
//! In comes a [`FileTree`]: `parvis.yaml`, `content/`, and the public files of `submissions/`.
//! Out come [`Documents`], one typed [`Record`] for each file that could be read, and every
//! finding about those that could not. Each file is read alone; whether references lead
//! anywhere is for whoever gathers them. Nothing here stops at the first fault.
//!
//! 1. [`front_matter`] splits the head from the text, caps it, refuses anchors, aliases and tags
//!    before any YAML is parsed;
//! 2. [`fields`] hands out typed values by key, and says which keys are unknown or missing;
//! 3. one file for each kind of record says which keys it has.
//!
//! Markdown stays text here. Signed proposals are read by the strict grammar, never as YAML.

mod alias;
mod body;
mod catalogue;
mod config;
mod contest;
mod controls;
#[cfg(feature = "site")]
mod data_file;
mod decision;
mod delivery;
mod edition;
mod electorates;
mod embargo;
mod erasable;
mod erratum;
mod every;
mod fact;
mod fields;
mod filed;
mod foreign;
mod front_matter;
mod guard;
mod head_json;
mod images;
mod life;
mod locate;
mod meeting;
mod minutes;
mod moment;
mod news;
mod page;
mod person;
mod placeholder;
mod plain;
mod profile;
mod proposal;
mod record;
mod record_path;
mod results;
mod sealable;
mod settled;
mod shape;
mod signed;
mod theme_setting;
mod tombstone;
#[cfg(feature = "site")]
mod toml_head;
mod translation;
mod undecided;
pub mod vote;

use std::collections::{BTreeMap, BTreeSet};

pub use alias::{Alias, OldAddress};
pub use body::{Body, BodyKind};
pub use catalogue::RecordKind;
pub use config::{CouncilTerm, RawHtml, SiteConfig, Topic, council_of, country_of, is_overlay, public_contacts_of};
pub use contest::{Contest, ContestStatus};
#[cfg(feature = "site")]
pub use data_file::read_data;
pub use decision::{
    Amendment, Author, Ballot, Budget, Decision, DecisionOutcome, DecisionStatus, Recusal, RollCall, Voters,
};
pub use delivery::{Delivery, DeliveryStatus, Span};
pub use edition::{Edition, EditionEnvelope, EditionPhase, Workshop};
pub use embargo::Withheld;
pub use erasable::{Erasable, SIDE_FOLDER, SideValues, ValueName, read_side_file, side_path, write_side_file};
pub use erratum::{CorrectionReason, Erratum, ErratumKind};
pub use every::AnyRecord;
pub use fact::{Fact, Version};
pub use fields::{dangling, nearest};
pub use filed::{FiledDocument, MediaType};
pub use foreign::read_foreign_yaml;
pub use front_matter::{HEAD_LIMIT, text_of};
pub use images::Images;
pub use life::{Life, Step};
pub use meeting::{AgendaItem, Attendance, ItemKind, Meeting, MeetingAccess, MeetingMode, MeetingStatus};
pub use minutes::{Minutes, MinutesStatus};
pub use moment::Moment;
pub use news::News;
pub use page::Page;
pub use person::{Contact, KeyId, Person, Role, Term, VotingRight};
pub use plain::{
    CollectionConfig, FreeFile, PageOrder, PlainConfig, TaxonomyConfig, is_in_folder, is_plain, place_in_head,
    read_free, read_plain, unexpected_value,
};
pub use profile::{
    Casting, CastingRule, MinutesContent, MinutesRule, NoticeRule, OnlineRule, Profile, ProfileName, ProxyRule,
    QuorumRule, WithinDays,
};
pub use proposal::{Evaluation, Opinion, Proposal, ProposalFacts, ProposalStatus};
pub use record::{Common, Prose, Record, RecordId, Ref, Translation};
pub use record_path::RecordPath;
pub use results::Results;
pub use settled::same_substance;
pub use shape::{KeyShape, Need, Shape, ValueShape};
pub use signed::{SignedProposal, SignedProposals};
pub use theme_setting::{
    SettingType, ThemeSetting, place_of_setting, place_of_theme, read_theme_settings, settings_of,
};
pub use tombstone::{RemovalReason, Tombstone};
#[cfg(feature = "site")]
pub use toml_head::read_foreign_toml;
pub use translation::{
    BY_KEY, FROM_KEY, TranslatedBy, TranslationMark, TranslationRow, TranslationState, outdated,
    translations_of_records, with_mark, words_digest,
};
pub use vote::Vote;

use crate::language::Language;
use crate::report::{Bilingual, Code, Diagnostic, Place};
use crate::tree::{FilePath, FileTree};

/// Reads a file of lines `key: words`, such as a theme's words in one language.
///
/// # Errors
/// It is not such a file.
pub fn read_words(file: &FilePath, bytes: &[u8]) -> Result<BTreeMap<String, String>, Box<Diagnostic>> {
    front_matter::Sheet::of_yaml(file, bytes).map(|sheet| sheet.words())
}

/// Records of one kind, by id.
pub type Records<T> = BTreeMap<RecordId, Record<T>>;

/// Everything the council wrote, and what strangers handed in and the log records.
#[derive(Debug)]
pub struct Documents {
    /// `parvis.yaml`.
    pub config: SiteConfig,
    /// The law profile that it names.
    pub law: Profile,
    /// `content/bodies/`.
    pub bodies: Records<Body>,
    /// `content/people/`.
    pub people: Records<Person>,
    /// `content/meetings/`.
    pub meetings: Records<Meeting>,
    /// `content/minutes/`.
    pub minutes: Records<Minutes>,
    /// `content/proposals/`.
    pub proposals: Records<Proposal>,
    /// `content/votes/`.
    pub votes: Records<Vote>,
    /// `content/contests/`.
    pub contests: Records<Contest>,
    /// `content/documents/`.
    pub filed: Records<FiledDocument>,
    /// `content/editions/`.
    pub editions: Records<Edition>,
    /// `content/deliveries/`.
    pub deliveries: Records<Delivery>,
    /// `content/pages/`.
    pub pages: Records<Page>,
    /// `content/news/`.
    pub news: Records<News>,
    /// `content/errata/`.
    pub errata: Records<Erratum>,
    /// `content/tombstones/`.
    pub tombstones: Records<Tombstone>,
    /// Signed proposals that the log records.
    pub signed: SignedProposals,
    /// Turnout and tallies.
    pub results: Results,
    /// Other files below `content/`, which the site hands on as they are.
    pub files: Vec<FilePath>,
    /// Records whose file is there but could not be read, by folder: what names them is not
    /// at fault.
    pub unread: BTreeSet<(&'static str, RecordId)>,
    /// Records that are not to be published yet, which are in none of the above.
    pub withheld: Withheld,
}

/// The folders below `content/` that hold records; no collection of plain pages can be there.
const FOLDERS: [&str; 14] = [
    "bodies",
    "people",
    "meetings",
    "minutes",
    "documents",
    "proposals",
    "votes",
    "contests",
    "editions",
    "deliveries",
    "pages",
    "news",
    "errata",
    "tombstones",
];

/// Reads everything in `tree`. Nothing comes out only when there is no usable `parvis.yaml`.
#[must_use]
pub fn read(tree: &FileTree) -> (Option<Documents>, Vec<Diagnostic>) {
    let mut findings = Vec::new();
    let config = config::read(tree, &mut findings);
    let main = config.as_ref().map_or(Language::Fr, SiteConfig::main_language);
    let mut reading = Reading { tree, main, findings: &mut findings, unread: BTreeSet::new() };
    let bodies = reading.records("bodies", body::read);
    let people = reading.records("people", person::read);
    let meetings = reading.records("meetings", meeting::read);
    let minutes = reading.records("minutes", minutes::read);
    let proposals = reading.records("proposals", proposal::read);
    let votes = reading.records("votes", vote::read);
    let contests = reading.records("contests", contest::read);
    let papers = reading.records("documents", filed::read);
    let editions = reading.records("editions", edition::read);
    let deliveries = reading.records("deliveries", delivery::read);
    let pages = reading.records("pages", page::read);
    let news = reading.records("news", news::read);
    let errata = reading.records("errata", erratum::read);
    let tombstones = reading.records("tombstones", tombstone::read);
    let plain = config.as_ref().map(|config| config.collections.as_slice());
    let files = reading.other_files(plain);
    let file = |folder: &str, name: &str| tree.get_str(&format!("content/{folder}/{name}.md")).is_some();
    let named = |folder: &str, id: &str| file(folder, id) || file(folder, &format!("{id}.{main}"));
    reading.findings.extend(erasable::orphans(tree, named));
    let unread = reading.unread;
    let signed = signed::read(tree, &mut findings);
    let results = results::read(tree, &mut findings);
    let law = config.as_ref().map(|config| profile::load(&config.law, tree, &mut findings)).unwrap_or_default();
    let mut documents = config.map(|config| Documents {
        config,
        law,
        bodies,
        people,
        meetings,
        minutes,
        proposals,
        votes,
        contests,
        filed: papers,
        editions,
        deliveries,
        pages,
        news,
        errata,
        tombstones,
        signed,
        results,
        files,
        unread,
        withheld: Withheld::new(),
    });
    documents.iter_mut().for_each(Documents::follow_renames);
    (documents, findings)
}

/// What reading a folder of records needs.
struct Reading<'a> {
    tree: &'a FileTree,
    main: Language,
    findings: &'a mut Vec<Diagnostic>,
    unread: BTreeSet<(&'static str, RecordId)>,
}

impl Reading<'_> {
    /// The records of `content/<folder>/`, their translations among them.
    fn records<T>(&mut self, folder: &'static str, read: record::ReadFacts<T>) -> Records<T> {
        let place = format!("content/{folder}");
        let mut records = Records::new();
        let mut translations = Vec::new();
        let mut named: BTreeMap<RecordId, &FilePath> = BTreeMap::new();
        for (path, bytes) in self.tree.below(&place).filter(|(path, _)| path.extension() == "md") {
            match record::name(path, self.main) {
                Ok((id, None)) => {
                    if let Some(first) = named.get(&id) {
                        self.findings.push(record::twice(path, first));
                        continue;
                    }
                    named.insert(id.clone(), path);
                    let side = erasable::side_file(self.tree, folder, &id, self.findings);
                    match record::read(path, bytes, (self.main, side.as_ref()), read, self.findings) {
                        Some(record) => drop(records.insert(id, record)),
                        None => drop(self.unread.insert((folder, id))),
                    }
                }
                Ok((id, Some(language))) => translations.push((id, language, path, bytes)),
                Err(finding) => self.findings.push(*finding),
            }
        }
        for (id, language, path, bytes) in translations {
            let fillings = self.fillings(folder, &id, records.get(&id), language);
            let original = records.get(&id).map(|record| (&record.file, record.common.words));
            let read = record::read_translation(path, bytes, original, fillings, self.findings);
            let Some(translation) = read else { continue };
            match records.get_mut(&id) {
                Some(record) => drop(record.translations.insert(language, translation)),
                None if named.contains_key(&id) => {}
                None => self.orphan(path, &id),
            }
        }
        records
    }

    /// What stands in the places of a record's values in another language.
    fn fillings<T>(
        &self,
        folder: &str,
        id: &RecordId,
        record: Option<&Record<T>>,
        language: Language,
    ) -> placeholder::Fillings {
        // What is wrong with them was told with the record.
        let mut told = Vec::new();
        let side = erasable::side_file(self.tree, folder, id, &mut told);
        let declared = record.map_or(&[][..], |record| &record.common.personal);
        erasable::fillings(declared, side.as_ref(), language, &mut told)
    }

    fn orphan(&mut self, path: &FilePath, id: &RecordId) {
        let message = Bilingual::new(
            format!("traduction d’une fiche `{id}` absente"),
            format!("translation of a record `{id}` that is missing"),
        );
        let help = Bilingual::new(
            format!("écrire d’abord `{id}.md`, ou renommer ce fichier"),
            format!("write `{id}.md` first, or rename this file"),
        );
        self.findings.push(Diagnostic::error(Code::TranslationOrphan, message).at(Place::file(path)).help(help));
    }

    /// Files that are no records, nor of the folders of plain pages; a Markdown file outside the known folders is a
    /// finding, as long as these are known.
    fn other_files(&mut self, plain: Option<&[CollectionConfig]>) -> Vec<FilePath> {
        let mut files = Vec::new();
        let collections = plain.unwrap_or_default();
        for (path, _) in self.tree.below("content").filter(|(path, _)| !plain::in_collection(collections, path)) {
            let folder = path.segments().nth(1).unwrap_or_default();
            match path.extension() == "md" {
                false => files.push(path.clone()),
                true if FOLDERS.contains(&folder) && path.segments().count() == 3 => {}
                true if plain.is_none() => {}
                true => self.findings.push(misplaced(path, folder)),
            }
        }
        files
    }
}

fn misplaced(path: &FilePath, folder: &str) -> Diagnostic {
    let folders = FOLDERS.map(|folder| format!("content/{folder}/")).join(", ");
    let message = Bilingual::new(
        format!("aucune fiche ne se range ici ; dossiers connus : {folders}"),
        format!("no record lives here; known folders: {folders}"),
    );
    let finding = Diagnostic::error(Code::FileNotPlaced, message).at(Place::file(path));
    match nearest(folder, FOLDERS) {
        Some(near) => finding.help(Bilingual::new(
            format!("vouliez-vous dire content/{near}/ ?"),
            format!("did you mean content/{near}/?"),
        )),
        None if path.segments().count() > 2 => finding.help(Bilingual::new(
            format!(
                "déplacer le fichier dans l’un d’eux ; pour des pages simples, écrire `- folder: {folder}` sous `collections:` dans parvis.yaml"
            ),
            format!(
                "move the file into one of them; for plain pages, write `- folder: {folder}` below `collections:` in parvis.yaml"
            ),
        )),
        None => finding.help(Bilingual::new("déplacer le fichier dans l’un d’eux", "move the file into one of them")),
    }
}
