//! The whole log, from its first entry to its last.

use std::collections::{BTreeMap, BTreeSet};

use super::ahead::Ahead;
use super::{Files, Interest, Record};
use crate::council::VoteId;
use crate::grammar::Fault;
use crate::language::{Bilingual, Language};
use crate::log::{leaf_hash, root};
use crate::report::{Code, Diagnostic, Place};
use crate::statement::entry::{Entry, read_entries};
use crate::statement::{Kind, LogState, entries};
use crate::submission::Rejection;
use crate::tree::{Digest, FilePath};

/// Where the log's entries lie.
pub const ENTRIES: &str = "submissions/log/entries";

/// Where the genesis lies.
const GENESIS: &str = "submissions/council/genesis.statement";

/// Replays the log over `files`. Every finding is collected; the state goes on from what holds.
/// There is no record where there is no genesis that holds.
#[must_use]
pub fn replay(files: &Files) -> (Option<Record>, Vec<Diagnostic>) {
    replay_after(files, None)
}

/// As [`replay`], by a reader who found the log to hold in the state `earlier` and kept that state.
/// Where the log begins with those very entries, the equations of the ballots' signatures below are
/// not computed again: each entry names the SHA-256 of its file, and the root names every entry.
/// Everything else is asked again.
#[must_use]
pub fn replay_after(files: &Files, earlier: Option<LogState>) -> (Option<Record>, Vec<Diagnostic>) {
    fold(files, earlier, None)
}

/// As [`replay`], of what matters to the people of `interest`: `files` need not hold the ballots of
/// others. It serves to admit what is handed in, and nothing else.
#[must_use]
pub fn outline(files: &Files, mut interest: Interest) -> (Option<Record>, Vec<Diagnostic>) {
    interest.extend_by_replacements(files.tree());
    interest.extend_by_papers(files.tree());
    interest.extend_by_authors(files.tree());
    fold(files, None, Some(interest))
}

fn fold(files: &Files, earlier: Option<LogState>, interest: Option<Interest>) -> (Option<Record>, Vec<Diagnostic>) {
    let entries = match read_entries(files.tree().get_str(ENTRIES).unwrap_or_default()) {
        Ok(entries) => entries,
        Err(fault) => return (None, vec![malformed(&fault)]),
    };
    let mut findings = Findings::new(&entries, files);
    let mut ahead = Ahead::new(&entries, files, known(&entries, earlier));
    let Some(mut record) = entries.first().and_then(|entry| begin(entry, files, &mut findings)) else {
        if findings.list.is_empty() {
            findings.list.push(no_genesis());
        }
        return (None, findings.list);
    };
    let in_outline = interest.is_some();
    record.interest = interest;
    for ((line, at), entry) in (1..).zip(0..).zip(&entries).skip(1) {
        if in_outline && entry.kind == Kind::Ballot && files.by_hash(&entry.file).next().is_none() {
            record.push_missing(entry.clone());
            continue;
        }
        let Some((path, bytes)) = own_file(&record, entry, files) else {
            findings.missing(entry, line);
            record.push_missing(entry.clone());
            continue;
        };
        let signed = ahead.take(at, &record);
        if let Err(rejection) = record.apply_checked(entry.clone(), (path, bytes), files, signed) {
            if entry.kind == Kind::Refusal && rejection.code == Code::EntryFileMissing {
                findings.absent(line, &entry.subject, refused(path.as_str(), &rejection, line));
            } else {
                findings.refused(&entry.subject, path.as_str(), &rejection, line);
            }
        }
    }
    let findings = findings.finish(&record);
    (Some(record), findings)
}

/// How many of the first entries are those of the state `earlier`.
fn known(entries: &[Entry], earlier: Option<LogState>) -> usize {
    let known = earlier.and_then(|earlier| {
        let first = entries.get(..usize::try_from(earlier.size).ok()?)?;
        let leaves: Vec<Digest> = first.iter().map(|entry| leaf_hash(entry.line().as_bytes())).collect();
        (root(&leaves) == earlier.root).then_some(first.len())
    });
    known.unwrap_or(0)
}

/// The file of an entry at the path that its text gives; where none of its copies lies there, any
/// of them, to be refused by name.
fn own_file<'a>(record: &Record, entry: &Entry, files: &'a Files) -> Option<(&'a FilePath, &'a [u8])> {
    let mut copies = files.by_hash(&entry.file);
    let first = copies.next()?;
    let rest: Vec<_> = copies.collect();
    if rest.is_empty() {
        return Some(first);
    }
    let fits = |(path, bytes): &(&FilePath, &[u8])| record.clone().apply(entry.clone(), path, bytes, files).is_ok();
    Some(std::iter::once(first).chain(rest).find(fits).unwrap_or(first))
}

/// The findings of a replay. Of the entries that rest on a broken one, the number is told, not
/// each of them.
struct Findings<'a> {
    list: Vec<Diagnostic>,
    files: &'a Files,
    /// What the log names, by itself or through its refusals.
    named: BTreeSet<Digest>,
    /// What is missing, with its index and its vote: an erasure later in the log may allow it.
    absent: Vec<(u64, String, Diagnostic)>,
    /// For each vote or proposal with a broken entry, how many later ones could not be checked.
    broken: BTreeMap<String, usize>,
}

impl<'a> Findings<'a> {
    fn new(entries: &[Entry], files: &'a Files) -> Self {
        let named = entries.iter().map(|entry| entry.file).chain(refused_files(files)).collect();
        Self { list: Vec::new(), files, named, absent: Vec::new(), broken: BTreeMap::new() }
    }

    fn missing(&mut self, entry: &Entry, line: u32) {
        if rests_on_others(entry.kind) && self.rests_on_broken(&entry.subject) {
            return;
        }
        let finding = match self.changed_file(entry) {
            Some(path) => changed(entry, path),
            None => missing(entry, line),
        };
        if matches!(entry.kind, Kind::Ballot | Kind::Paper) {
            self.absent(line, &entry.subject, finding);
            return;
        }
        self.list.push(finding);
        if !matches!(entry.kind, Kind::Ballot | Kind::Refusal) {
            self.broken.entry(entry.subject.clone()).or_default();
        }
    }

    fn absent(&mut self, line: u32, subject: &str, finding: Diagnostic) {
        self.absent.push((u64::from(line) - 1, subject.to_owned(), finding));
    }

    fn refused(&mut self, subject: &str, path: &str, rejection: &Rejection, line: u32) {
        if self.rests_on_broken(subject) {
            return;
        }
        self.list.push(refused(path, rejection, line));
        self.broken.entry(subject.to_owned()).or_default();
    }

    fn rests_on_broken(&mut self, subject: &str) -> bool {
        self.broken.get_mut(subject).map(|count| *count += 1).is_some()
    }

    /// The one file that stands where the entry's file should and that the log does not name: it
    /// was changed.
    fn changed_file(&self, entry: &Entry) -> Option<&'a FilePath> {
        let Entry { kind, subject, .. } = entry;
        let folder = match kind {
            Kind::Genesis | Kind::Roles | Kind::Fork => "submissions/council/".to_owned(),
            Kind::Roll => format!("submissions/rolls/{subject}/"),
            Kind::Definition | Kind::Open | Kind::Close | Kind::Certify | Kind::Draw | Kind::Annul | Kind::Erase => {
                format!("submissions/definitions/{subject}.{}", kind.word())
            }
            Kind::Ballot => format!("submissions/ballots/{subject}/"),
            Kind::Proposal => format!("submissions/proposals/{subject}."),
            Kind::Refusal => format!("submissions/refusals/{subject}/"),
            Kind::Incident => format!("submissions/incidents/{subject}."),
            Kind::Replacement => format!("submissions/replacements/{subject}/"),
            Kind::Paper => format!("submissions/paper/{subject}/"),
            Kind::Intake => return None,
        };
        let unnamed = |(path, bytes): &(&FilePath, &[u8])| {
            path.as_str().starts_with(&folder) && !self.named.contains(&Digest::of(bytes))
        };
        let mut candidates = self.files.tree().iter().filter(unnamed).map(|(path, _)| path);
        candidates.next().filter(|_| candidates.next().is_none())
    }

    fn finish(mut self, record: &Record) -> Vec<Diagnostic> {
        let erased = |index: u64, subject: &str| {
            let vote = VoteId::parse(subject).ok().and_then(|id| record.vote(&id));
            vote.is_some_and(|vote| vote.is_erased(index))
        };
        let absent = std::mem::take(&mut self.absent).into_iter();
        self.list.extend(absent.filter(|(index, subject, _)| !erased(*index, subject)).map(|(_, _, finding)| finding));
        for (subject, count) in self.broken.into_iter().filter(|(_, count)| *count > 0) {
            let message = Bilingual::new(
                format!(
                    "{} de `{subject}` {}",
                    entries(count).fr,
                    Language::Fr.agree(
                        count as u64,
                        "repose sur ce qui précède et n’a pu être vérifiée",
                        "reposent sur ce qui précède et n’ont pu être vérifiées"
                    )
                ),
                format!(
                    "{} of `{subject}` {} on the above and could not be checked",
                    entries(count).en,
                    Language::En.agree(count as u64, "rests", "rest")
                ),
            );
            self.list.push(Diagnostic::error(Code::EntryRefused, message).at(Place::named(ENTRIES)));
        }
        self.list
    }
}

/// The hashes that refusals name, read as plain lines: they only help to tell which file changed.
fn refused_files(files: &Files) -> impl Iterator<Item = Digest> + '_ {
    let texts = files.tree().below("submissions/refusals").filter_map(|(_, bytes)| std::str::from_utf8(bytes).ok());
    texts.filter_map(|text| text.lines().find_map(|line| line.strip_prefix("file: "))?.parse().ok())
}

/// Whether entries of this kind are checked by way of an earlier entry of the same subject.
const fn rests_on_others(kind: Kind) -> bool {
    !matches!(kind, Kind::Genesis | Kind::Roles | Kind::Fork | Kind::Roll | Kind::Definition | Kind::Proposal)
}

fn begin(entry: &Entry, files: &Files, findings: &mut Findings<'_>) -> Option<Record> {
    let Some((path, bytes)) = files.by_hash(&entry.file).max_by_key(|(path, _)| path.as_str() == GENESIS) else {
        findings.missing(entry, 1);
        return None;
    };
    match Record::begin(path, bytes) {
        Ok(record) if entry.kind == Kind::Genesis && entry.subject == "council" => Some(record),
        Ok(_) => None,
        Err(rejection) => {
            findings.refused(&entry.subject, path.as_str(), &rejection, 1);
            None
        }
    }
}

fn at_line(line: u32) -> Place {
    Place::named(ENTRIES).at_line(line)
}

fn no_genesis() -> Diagnostic {
    let message = Bilingual::new(
        "le journal ne commence par aucune genèse : ce dossier n’a pas de registre signé",
        "the log begins with no genesis: this folder has no signed record",
    );
    let help = Bilingual::new(
        "une cérémonie en crée un : `scrutineer council new`",
        "a ceremony makes one: `scrutineer council new`",
    );
    Diagnostic::error(Code::GenesisMissing, message).at(Place::named(ENTRIES)).help(help)
}

fn malformed(fault: &Fault) -> Diagnostic {
    Diagnostic::error(Code::LogMalformed, fault.message.clone()).at(at_line(fault.line))
}

fn missing(entry: &Entry, line: u32) -> Diagnostic {
    let (kind, subject, file) = (entry.kind.word(), &entry.subject, entry.file);
    let message = Bilingual::new(
        format!("aucun fichier n’a l’empreinte {file} : un fichier `{kind}` de `{subject}` manque ou a changé"),
        format!("no file has the hash {file}: a `{kind}` file of `{subject}` is missing or was changed"),
    );
    let help = Bilingual::new(
        "retrouver les octets d’origine dans l’historique : `git log --all -- submissions`",
        "find the original bytes in the history: `git log --all -- submissions`",
    );
    Diagnostic::error(Code::EntryFileMissing, message).at(at_line(line)).help(help)
}

fn changed(entry: &Entry, path: &FilePath) -> Diagnostic {
    let (kind, file) = (entry.kind.word(), entry.file);
    let message = Bilingual::new(
        format!("ce fichier `{kind}` a changé depuis qu’il est consigné ; il avait l’empreinte {file}"),
        format!("this `{kind}` file was changed after it was recorded; it had the hash {file}"),
    );
    let help = Bilingual::new(
        format!("retrouver les octets d’origine : `git log -p -- {path}`"),
        format!("find the original bytes: `git log -p -- {path}`"),
    );
    Diagnostic::error(Code::EntryFileMissing, message).at(Place::file(path)).help(help)
}

fn refused(path: &str, rejection: &Rejection, line: u32) -> Diagnostic {
    let code = rejection.code;
    let message = Bilingual::new(
        format!("l’entrée consigne `{path}`, que les règles refusent : {code} : {}", rejection.message.fr),
        format!("the entry records `{path}`, which the rules refuse: {code}: {}", rejection.message.en),
    );
    Diagnostic::error(Code::EntryRefused, message).because(code).at(at_line(line))
}
