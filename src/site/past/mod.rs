//! The past of each record: the steps of its files, and what of them may be shown.
//!
//! A record is its file and the translations beside it; one commit is one step, whichever of them it
//! changed. Nothing is compared here before a page asks for it.

pub mod difference;
pub mod facts;
mod veil;

use std::collections::{BTreeMap, BTreeSet};

use super::route::Page;
use crate::council::Date;
use crate::document::{Documents, RecordId};
use crate::history::{Change, Commit, Extent, FileHistory, History};
use crate::language::Language;
use crate::report::{Bilingual, Code, Diagnostic, Place};
use crate::tree::{Digest, FilePath, FileTree};
use veil::Veil;
pub(super) use veil::local;
pub use veil::{Hidden, Sight, Versions};

/// How many steps stand on one page.
pub const STEPS_A_PAGE: usize = 20;

/// For files that were redacted, the hashes (SHA-256) of versions from which on they may be shown.
pub type Redacted = BTreeMap<FilePath, BTreeSet<Digest>>;

/// What is known of the past of all records.
#[derive(Debug, Default)]
pub struct Chronicle {
    history: History,
    veil: Veil,
}

/// A step of a record.
#[derive(Clone, Debug)]
pub struct Step<'a> {
    /// The commit; nothing for what the folder holds and no commit does.
    pub commit: Option<&'a Commit>,
    /// The merge by which it came into the main line.
    pub merge: Option<&'a Commit>,
    /// The files it changed, and how; nothing where no commit did.
    pub files: Vec<(&'a FilePath, Option<&'a Change>)>,
}

impl Chronicle {
    /// What is to be told of these documents, made from `tree`.
    #[must_use]
    pub fn new(history: History, redacted: Redacted, documents: &Documents, tree: &FileTree) -> Self {
        let history = if documents.config.history { history } else { History::default() };
        let veil = Veil::new(&history, redacted, documents, tree);
        Self { history, veil }
    }

    /// What git says.
    #[must_use]
    pub const fn history(&self) -> &History {
        &self.history
    }

    /// The steps of the record with these files, newest first.
    #[must_use]
    pub fn steps<'a>(&'a self, files: &[&'a FilePath]) -> Vec<Step<'a>> {
        let past = &self.history.past;
        // By the place of the commit; what is not committed comes before all.
        let mut steps: BTreeMap<usize, Step<'a>> = BTreeMap::new();
        for file in files {
            if self.history.uncommitted.contains_key(*file) {
                let open = || Step { commit: None, merge: None, files: Vec::new() };
                steps.entry(0).or_insert_with(open).files.push((file, None));
            }
            for change in past.files.get(*file).into_iter().flat_map(|file| &file.changes) {
                let Some(commit) = past.commits.get(change.commit) else { continue };
                let merge = commit.merged.and_then(|at| past.commits.get(at));
                let step = || Step { commit: Some(commit), merge, files: Vec::new() };
                steps.entry(change.commit + 1).or_insert_with(step).files.push((file, Some(change)));
            }
        }
        steps.into_values().collect()
    }

    /// What git says of a file.
    #[must_use]
    pub fn file(&self, file: &FilePath) -> Option<&FileHistory> {
        self.history.past.files.get(file)
    }

    /// The first line of a commit's message; nothing where it may not be shown.
    #[must_use]
    pub fn subject<'a>(&self, commit: &'a Commit) -> &'a str {
        self.veil.subject(commit)
    }

    /// What of the steps of a record may be shown, `main` being its file.
    #[must_use]
    pub fn sight<'a>(&'a self, main: &'a FilePath, steps: &'a [Step<'a>], as_of: Option<Date>) -> Sight<'a> {
        Sight::new(&self.history, &self.veil, main, steps, as_of)
    }

    /// The number of pages that the steps of a record fill; none where it has only one.
    #[must_use]
    pub fn pages(&self, files: &[&FilePath]) -> usize {
        match self.steps(files).len() {
            0 | 1 => 0,
            steps => steps.div_ceil(STEPS_A_PAGE),
        }
    }

    /// What is to be said of the past as a whole.
    pub(super) fn check(&self, findings: &mut Vec<Diagnostic>) {
        findings.extend(match &self.history.past.extent {
            Extent::Whole => None,
            Extent::Since(stamp) => Some(shallow(veil::day(*stamp))),
            Extent::Unreadable(reason) => Some(unreadable(reason)),
        });
    }
}

/// The files of a record, its own first.
#[must_use]
pub fn files_of<'a>(documents: &'a Documents, folder: &str, id: &RecordId) -> Vec<&'a FilePath> {
    documents.find(folder, id).map(|record| record.files()).unwrap_or_default()
}

/// The page that shows a record, or shows it among others.
#[must_use]
pub fn page_of(documents: &Documents, folder: &str, id: &RecordId) -> Option<Page> {
    match folder {
        "contests" => Some(Page::Vote(documents.contests.get(id)?.facts.vote.id.clone())),
        "deliveries" => Some(Page::Ledger(documents.deliveries.get(id)?.facts.edition.id.clone())),
        folder => Page::of_record(folder, id).into_iter().next(),
    }
}

/// The page that lists the records of a folder.
#[must_use]
pub const fn list_of(folder: &str) -> &'static [Page] {
    match folder.as_bytes() {
        b"proposals" => &[Page::ProposalList],
        b"meetings" | b"minutes" => &[Page::MeetingList],
        b"documents" => &[Page::DocumentList],
        b"votes" | b"contests" => &[Page::VoteList],
        b"editions" | b"deliveries" => &[Page::EditionList],
        b"people" => &[Page::MemberList],
        b"bodies" => &[Page::BodyList],
        b"news" => &[Page::NewsList],
        b"errata" => &[Page::ErratumList],
        _ => &[],
    }
}

/// The title of a record.
#[must_use]
pub fn title_of(documents: &Documents, folder: &str, id: &RecordId, language: Language) -> Option<String> {
    // A proposal may have its title in its signed text.
    let record = documents.find(folder, id).filter(|record| record.folder != "proposals");
    record.map(|record| record.title(language).to_owned())
}

/// Every record that has a history, by folder and id; of the proposals some have no file of the council.
#[must_use]
pub fn records(documents: &Documents) -> Vec<(&'static str, RecordId)> {
    let told = documents.every().filter(|record| !matches!(record.folder, "proposals" | "tombstones"));
    told.map(|record| (record.folder, record.id.clone())).collect()
}

fn shallow(day: Option<Date>) -> Diagnostic {
    let day = day.map(|day| day.to_string()).unwrap_or_default();
    let message = Bilingual::new(
        format!("ce clone est superficiel : l’historique des fiches commence au {day}"),
        format!("this clone is shallow: the history of records begins on {day}"),
    );
    let help = Bilingual::new(
        "`git fetch --unshallow` ; dans une forge, demander tout l’historique (`fetch-depth: 0`)",
        "`git fetch --unshallow`; on a forge, ask for the whole history (`fetch-depth: 0`)",
    );
    Diagnostic::warning(Code::HistoryShallow, message).at(Place::named(".git")).help(help)
}

fn unreadable(reason: &str) -> Diagnostic {
    let message = Bilingual::new(
        format!("le dépôt git ne peut pas être lu, et les pages n’ont pas d’historique : {reason}"),
        format!("the git repository cannot be read, and pages have no history: {reason}"),
    );
    let help = Bilingual::new(
        "`git fsck` dit ce qui manque ; `history: false` dans parvis.yaml s’en passe",
        "`git fsck` says what is missing; `history: false` in parvis.yaml does without",
    );
    Diagnostic::warning(Code::HistoryUnreadable, message).at(Place::named(".git")).help(help)
}
