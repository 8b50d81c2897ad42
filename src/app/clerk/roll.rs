//! `roll`: sealing the next version of a roll.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::{Keys, act, named};
use crate::app::{AppError, Status, Terminal};
use crate::council::{Mode, RollId};
use crate::grammar::{Reader, Token as _};
use crate::language::{Bilingual, Language};
use crate::report::{Code, Diagnostic, Place};
use crate::source::folder;
use crate::source::git::GitSource;
use crate::statement::{Enrolment, Roll, RollAmendment, RollMode, Statement as _};
use crate::tree::hex;

/// A version of a roll as it is asked for.
#[derive(Clone, Debug)]
pub struct RollRequest {
    /// The roll's name.
    pub roll: String,
    /// `public`, `pseudonymous` or `proposers`.
    pub mode: String,
    /// Where the lines come from.
    pub source: LineSource,
    /// Seals what changes in the version before, for this reason, in place of every line.
    pub reason: Option<String>,
}

/// Where the lines of a roll come from.
#[derive(Clone, Debug)]
pub enum LineSource {
    /// A file of lines `<voter> <weight> <groups> <person> <key>`.
    Lines(PathBuf),
    /// A table with the columns `voter`, `weight`, `groups`, `person`, `key`; a voter who is left
    /// empty gets a random id.
    Csv(PathBuf),
    /// An `allowed_signers` file of OpenSSH: `<voter> … ssh-ed25519 <key>`.
    AllowedSigners(PathBuf),
}

/// `roll`: seals the next version of a roll.
///
/// # Errors
/// A line that is none, a key that may not be enrolled, or a key without the role.
pub fn seal_roll(folder: &Path, request: &RollRequest, keys: &Keys, terminal: Terminal) -> Result<Status, AppError> {
    act(folder, keys, terminal, |desk, role, _| {
        let id: RollId = named(&request.roll)?;
        let mode = read_mode(&request.mode)?;
        let previous = desk.record().roll(&id).last().cloned();
        if let Some(previous) = previous.as_ref().filter(|previous| previous.roll().mode != mode) {
            return Err(mode_changed(previous.roll()));
        }
        let head = format!(
            "format: roll/1\ncouncil: {}\nrecord: {}\nroll: {id}\nversion: {}\nprevious: {}\nmode: {}\nvoters:\n",
            desk.record().council(),
            desk.record().fingerprint(),
            previous.as_ref().map_or(1, |roll| roll.roll().version + 1),
            previous.as_ref().map(|roll| roll.text_hash()).write(),
            mode.write(),
        );
        let (file, lines) = request.source.read()?;
        let roll = read_lines(&head, file, &lines)?;
        if let Some(previous) = previous.filter(|previous| previous.roll().voters == roll.voters) {
            let version = previous.roll().version;
            return Ok(vec![Bilingual::new(
                format!("la liste `{id}` version {version} dit déjà cela"),
                format!("the roll `{id}` version {version} says this already"),
            )]);
        }
        if mode == RollMode::Voters(Mode::Pseudonymous) {
            check_signing_keys(folder, &roll)?;
        }
        let amendment = request.reason.as_ref().zip(desk.record().roll(&id).last());
        let amendment = amendment.map(|(reason, before)| {
            let (removed, set) = before.roll().difference(&roll.voters);
            let Roll { council, record, roll, version, mode, .. } = roll.clone();
            let (previous, reason) = (before.text_hash(), reason.clone());
            RollAmendment { council, record, roll, version, previous, mode, reason, removed, set }
        });
        let signed = match &amendment {
            Some(amendment) => desk.amend_roll(amendment, role)?,
            None => desk.seal_roll(&roll, role)?,
        };
        let (path, count) = (&signed.path, roll.voters.len());
        let mut said =
            vec![Bilingual::new(format!("{path} : {}", enrolled(count)), format!("{path}: {count} enrolled"))];
        said.extend(by_group(&roll));
        Ok(said)
    })
}

/// Refuses a key that signed a commit of this repository: it is somebody's everyday key.
fn check_signing_keys(folder: &Path, roll: &Roll) -> Result<(), AppError> {
    let known = GitSource::open(folder)?.signing_keys()?;
    let links = |line: &&Enrolment| line.key.is_some_and(|key| known.contains(&key));
    let findings = roll.voters.iter().filter(links).map(|line| {
        let voter = &line.voter;
        let message = Bilingual::new(
            format!("`{voter}` ne serait pas un pseudonyme : sa clé a signé un commit de ce dépôt"),
            format!("`{voter}` would be no pseudonym: its key signed a commit of this repository"),
        );
        Diagnostic::error(Code::KeyLinksVoter, message).help(Code::KeyLinksVoter.remedy())
    });
    let findings: Vec<Diagnostic> = findings.collect();
    if findings.is_empty() { Ok(()) } else { Err(AppError::Findings(findings)) }
}

/// How many are on a roll, in French.
fn enrolled(count: impl Copy + std::fmt::Display + TryInto<u64>) -> String {
    Language::Fr.count(count, "inscrit", "inscrits")
}

/// Enrolments by group, to be published before the opening.
fn by_group(roll: &Roll) -> Vec<Bilingual> {
    let mut groups: BTreeMap<&str, u64> = BTreeMap::new();
    for group in roll.voters.iter().flat_map(|line| &line.groups) {
        *groups.entry(group.as_str()).or_default() += 1;
    }
    let line = |(group, count): (&str, u64)| {
        Bilingual::new(format!("  {group} : {}", enrolled(count)), format!("  {group}: {count} enrolled"))
    };
    groups.into_iter().map(line).collect()
}

impl LineSource {
    /// The file, and its lines in the form `<voter> <weight> <groups> <person> <key>`, one for
    /// each line of the file; an empty one where the file's says nothing.
    fn read(&self) -> Result<(&Path, Vec<String>), AppError> {
        let (Self::Lines(path) | Self::Csv(path) | Self::AllowedSigners(path)) = self;
        let text = String::from_utf8_lossy(&folder::read_file(path)?).into_owned();
        let lines = match self {
            Self::Lines(_) => text.lines().map(|line| without_comment(line.trim()).to_owned()).collect(),
            Self::Csv(_) => read_table(path, &text)?,
            Self::AllowedSigners(_) => text.lines().map(signer).collect(),
        };
        Ok((path, lines))
    }
}

/// The columns of a table, in the order of a roll's line.
const COLUMNS: [&str; 5] = ["voter", "weight", "groups", "person", "key"];

fn read_table(path: &Path, text: &str) -> Result<Vec<String>, AppError> {
    let fault = |line: u64, message: Bilingual| {
        let place = Place::named(&path.to_string_lossy()).at_line(u32::try_from(line).unwrap_or(1));
        AppError::Findings(vec![Diagnostic::error(Code::GrammarFault, message).at(place)])
    };
    let text = text.trim_start_matches('\u{feff}');
    let semicolons = text.lines().next().is_some_and(|head| head.contains(';'));
    let mut table = csv::ReaderBuilder::new()
        .delimiter(if semicolons { b';' } else { b',' })
        .trim(csv::Trim::All)
        .from_reader(text.as_bytes());
    let unreadable = |error: csv::Error| {
        let line = error.position().map_or(1, csv::Position::line);
        fault(line, Bilingual::new(format!("table illisible : {error}"), format!("unreadable table: {error}")))
    };
    let names: Vec<String> = table.headers().map_err(unreadable)?.iter().map(str::to_lowercase).collect();
    if let Some(strange) = names.iter().find(|name| !COLUMNS.contains(&name.as_str())) {
        let known = COLUMNS.map(|name| format!("`{name}`")).join(", ");
        let message = Bilingual::new(
            format!("colonne `{strange}` inconnue ; attendu : {known}"),
            format!("unknown column `{strange}`, expected {known}"),
        );
        return Err(fault(1, message));
    }
    let mut lines = Vec::new();
    for row in table.records() {
        let row = row.map_err(unreadable)?;
        let cell = |name: &str| {
            let at = names.iter().position(|other| other == name)?;
            row.get(at).filter(|cell| !cell.is_empty()).map(str::to_owned)
        };
        let voter = cell("voter").map_or_else(random_voter, Ok)?;
        let weight = cell("weight").unwrap_or_else(|| "1".to_owned());
        let none = || "none".to_owned();
        let groups = cell("groups").map_or_else(none, |groups| groups.replace([' ', '|'], ","));
        let person = cell("person").unwrap_or_else(none);
        let key = cell("key").unwrap_or_else(none);
        // The number of the line in the file is that of the line in the list: messages name it.
        let number = row.position().map_or(1, csv::Position::line).saturating_sub(1);
        lines.resize(usize::try_from(number).unwrap_or(lines.len()).max(lines.len()), String::new());
        lines.push(without_comment(&format!("{voter} {weight} {groups} {person} {key}")).to_owned());
    }
    Ok(lines)
}

/// An id that says nothing of its voter.
fn random_voter() -> Result<String, AppError> {
    let mut bytes = [0; 8];
    getrandom::fill(&mut bytes).map_err(|error| AppError::of(&error))?;
    Ok(format!("v{}", hex(&bytes)))
}

/// A line of `allowed_signers`: the first word is the voter, the key comes after the options.
fn signer(line: &str) -> String {
    let line = line.trim();
    let key = line.split_whitespace().skip_while(|word| *word != "ssh-ed25519").nth(1);
    match (line.split_whitespace().next(), key) {
        (Some(voter), Some(key)) if !voter.starts_with('#') => format!("{voter} 1 none none ssh-ed25519 {key}"),
        (Some(voter), None) if !voter.starts_with('#') => line.to_owned(),
        _ => String::new(),
    }
}

fn mode_changed(roll: &Roll) -> AppError {
    let (id, mode) = (&roll.roll, roll.mode.write());
    AppError::new(
        Bilingual::new(
            format!("la liste `{id}` est de mode `{mode}`, qui ne change pas"),
            format!("the roll `{id}` is of the mode `{mode}`, which does not change"),
        ),
        Bilingual::new("prendre un autre nom de liste", "take another name for the roll"),
    )
}

fn read_mode(text: &str) -> Result<RollMode, AppError> {
    RollMode::read(text).ok_or_else(|| {
        let Bilingual { fr, en } = RollMode::expected();
        AppError::new(
            Bilingual::new(format!("--mode : `{text}`"), format!("--mode: `{text}`")),
            Bilingual::new(format!("attendu : {fr}"), format!("expected {en}")),
        )
    })
}

/// The six words of a line; what follows is the comment of a pasted public key.
fn without_comment(line: &str) -> &str {
    line.match_indices(' ').nth(5).map_or(line, |(at, _)| &line[..at])
}

/// Reads the clerk's own lines by the grammar of the roll, and sorts them.
fn read_lines(head: &str, path: &Path, lines: &[String]) -> Result<Roll, AppError> {
    let filled = || (1..).zip(lines).filter(|(_, line)| !line.is_empty());
    let numbers: Vec<u32> = filled().map(|(number, _)| number).collect();
    let lines = filled().fold(String::new(), |lines, (_, line)| lines + "  - " + line + "\n");
    let rejected = |fault: crate::grammar::Fault| {
        let above = head.lines().count();
        let at = (fault.line as usize).checked_sub(above + 1).and_then(|at| numbers.get(at)).copied();
        let finding = Diagnostic::error(Code::GrammarFault, fault.message.clone());
        let finding = finding.at(Place::named(&path.to_string_lossy()).at_line(at.unwrap_or(1)));
        let help = Bilingual::new(
            "une ligne par personne : `v3f9a2c07d15be846 1 nord none ssh-ed25519 AAAA…`",
            "one line a voter: `v3f9a2c07d15be846 1 north none ssh-ed25519 AAAA…`",
        );
        AppError::Findings(vec![finding.help(help)])
    };
    Reader::parse(format!("{head}{lines}").as_bytes()).map_err(rejected)?;
    Roll::read_fields(format!("{head}{lines}").as_bytes()).map_err(rejected)
}
