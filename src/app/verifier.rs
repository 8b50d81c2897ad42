//! What anyone does with a clone: check a pull request, count, audit.

use std::path::{Path, PathBuf};

use super::{AppError, Status, Terminal};
use crate::audit::{Audit, audit};
use crate::council::tally::{
    ApprovalOutcome, BudgetOutcome, MotionDecision, MotionOutcome, OptionOutcome, Outcome, StepReason, TallyFile,
};
use crate::council::{RollId, VoteId};
use crate::gate::{Answer, Verdict, all_taken, check};
use crate::grammar::Token as _;
use crate::language::{Bilingual, Language};
use crate::record::{Files, Record, replay};
use crate::report::text::printable;
use crate::report::{Code, Diagnostic, Place};
use crate::source::folder;
use crate::source::git::GitSource;
use crate::statement::Kind;
use crate::tally::tally_file;
use crate::tree::{Digest, FileTree, hex};

/// The folders that a record and its sealed sources lie in.
pub(super) const FOLDERS: [&str; 2] = ["submissions", "content/votes"];

/// The council's folder: the work tree that `folder` lies in, else `folder` itself.
#[must_use]
pub fn root_of(folder: &Path) -> PathBuf {
    let work_tree = GitSource::open(folder).ok().and_then(|git| git.work_tree().map(Path::to_owned));
    work_tree.unwrap_or_else(|| folder.to_owned())
}

/// Replays the record in the folder at `root`.
///
/// # Errors
/// Every finding, where the record does not hold.
pub fn open_record(root: &Path) -> Result<Record, AppError> {
    match replay(&Files::new(committed_or_folder(root)?)) {
        (Some(record), findings) if findings.is_empty() => Ok(record),
        (_, findings) => Err(AppError::Findings(findings)),
    }
}

/// The files of `submissions/`: those of the last commit, whose bytes no filter of a checkout
/// touched; of the folder, where it is no repository or has no commit yet.
fn committed_or_folder(root: &Path) -> Result<FileTree, AppError> {
    let committed = GitSource::open(root).and_then(|git| git.files("HEAD", &["submissions"]));
    match committed {
        Ok(files) => Ok(files),
        Err(_) => Ok(folder::read(root, "submissions")?),
    }
}

/// The form of a machine or of a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// Lines for people.
    Text,
    /// JSON for machines.
    Json,
}

/// `check`: a verdict for each path that `head` changes since it left `base`.
///
/// # Errors
/// A revision or a record that cannot be read.
pub fn check_changes(
    folder: &Path,
    base: &str,
    head: &str,
    form: Form,
    terminal: Terminal,
) -> Result<Status, AppError> {
    let git = GitSource::open(folder)?;
    let changes = git.changes(base, head)?;
    let base = git.files(base, &["submissions"])?;
    let (record, findings) = replay(&Files::new(base.clone()));
    let record = record.ok_or(AppError::Findings(findings))?;
    let verdicts = check(changes, &git, &record, &base)?;
    match form {
        Form::Json => print_json(&verdicts, terminal),
        Form::Text => {
            for verdict in &verdicts {
                print_verdict(verdict, terminal);
            }
            let count = verdicts.len();
            terminal.say(&format!("{count} fichier(s) examiné(s)"), &format!("{count} file(s) looked at"));
        }
    }
    Ok(if all_taken(&verdicts) { Status::Fine } else { Status::Findings })
}

fn print_json(value: &impl serde::Serialize, terminal: Terminal) {
    let text = serde_json::to_string_pretty(value).expect("strings, numbers and lists always have a JSON form");
    terminal.bytes(escaped(&text).as_bytes());
    terminal.bytes(b"\n");
}

/// JSON whose every character can be shown: control and format characters beyond ASCII, which
/// JSON allows in strings, are escaped.
fn escaped(json: &str) -> String {
    let hidden = |c: char| !c.is_ascii() && printable(&c.to_string()) != c.to_string();
    let escape = |c: char, out: &mut String| {
        for unit in c.encode_utf16(&mut [0; 2]) {
            out.push_str("\\u");
            out.push_str(&hex(&unit.to_be_bytes()));
        }
    };
    json.chars().fold(String::with_capacity(json.len()), |mut out, c| {
        if hidden(c) {
            escape(c, &mut out);
        } else {
            out.push(c);
        }
        out
    })
}

fn print_verdict(verdict: &Verdict, terminal: Terminal) {
    let path = &verdict.path;
    match &verdict.answer {
        Answer::Taken { kind, subject, text } => terminal.say(
            &format!("PRIS    {path}\n        {kind} pour `{subject}`, texte {text} ; il compte une fois consigné"),
            &format!("TAKEN   {path}\n        {kind} for `{subject}`, text {text}; it counts once it is recorded"),
        ),
        Answer::Refused { code, place, message, help } => {
            let at = place.map(|(line, column, _)| format!(":{line}:{column}")).unwrap_or_default();
            terminal.say(
                &format!("REFUSÉ  {path}{at}\n        {code} : {}\n        à faire : {}", message.fr, help.fr),
                &format!("REFUSED {path}{at}\n        {code}: {}\n        to do: {}", message.en, help.en),
            );
        }
    }
}

/// `tally`: counts a vote from the folder at `root`, whatever its stage.
///
/// # Errors
/// An unknown vote, or a record that does not hold.
pub fn tally(root: &Path, vote: &str, form: Form, terminal: Terminal) -> Result<Status, AppError> {
    let record = open_record(root)?;
    let id = VoteId::parse(vote).map_err(|fault| AppError::of(&fault))?;
    let certified = record.vote(&id).and_then(|vote| vote.certificate());
    let at = certified.map_or_else(|| record.state(), |(_, certify)| certify.log);
    let tally = tally_file(&record, &id, at).map_err(|overflow| AppError::of(&overflow))?;
    let tally = tally.ok_or_else(|| {
        let known: Vec<&str> = record.votes().map(|(id, _)| id.as_str()).collect();
        let known = known.join(", ");
        AppError::new(
            Bilingual::new(
                format!("aucun vote ouvert ne s’appelle `{vote}`"),
                format!("no opened vote is named `{vote}`"),
            ),
            Bilingual::new(format!("les votes : {known}"), format!("the votes: {known}")),
        )
    })?;
    match form {
        Form::Json => terminal.bytes(&tally.to_bytes()),
        Form::Text => print_tally(&tally, certified.is_some(), terminal),
    }
    match certified {
        Some((_, certify)) if certify.tally != Digest::of(&tally.to_bytes()) => {
            let message = Bilingual::new(
                format!("le certificat de `{vote}` nomme un autre résultat que celui compté ici"),
                format!("the certificate of `{vote}` names another tally than the one counted here"),
            );
            Err(AppError::Findings(vec![Diagnostic::error(Code::TallyMismatch, message)]))
        }
        _ => Ok(Status::Fine),
    }
}

fn print_tally(tally: &TallyFile, certified: bool, terminal: Terminal) {
    let TallyFile { vote, rules, turnout, ballots, .. } = tally;
    let (voted, enrolled) = (turnout.voted, turnout.enrolled);
    if certified {
        terminal.say(
            &format!("{vote} ({rules}) : résultat certifié, recompté"),
            &format!("{vote} ({rules}): certified result, recounted"),
        );
    } else {
        terminal.say(
            &format!("{vote} ({rules}) : décompte PROVISOIRE, le vote n’est pas certifié"),
            &format!("{vote} ({rules}): PROVISIONAL count, the vote is not certified"),
        );
    }
    terminal.say(
        &format!("{voted} votants sur {enrolled} inscrits ; {} bulletins comptés, {} remplacés, {} blancs, {} fichiers refusés", ballots.counted, ballots.superseded, ballots.blank, ballots.refused),
        &format!("{voted} voters of {enrolled} on the roll; {} ballots counted, {} superseded, {} blank, {} files refused", ballots.counted, ballots.superseded, ballots.blank, ballots.refused),
    );
    match &tally.outcome {
        Outcome::Motion(motion) => print_motion(motion, terminal),
        Outcome::Approval(approval) => print_approval(approval, terminal),
        Outcome::BudgetGreedy(budget) => print_budget(budget, terminal),
    }
    let root = tally.log.root;
    let size = tally.log.size;
    terminal.say(&format!("journal : {size} entrées, racine {root}"), &format!("log: {size} entries, root {root}"));
}

fn print_motion(motion: &MotionOutcome, terminal: Terminal) {
    let MotionOutcome { votes_for, votes_against, abstentions, not_voting, blank, seats, .. } = motion;
    let decision = match motion.decision {
        MotionDecision::Adopted => ("ADOPTÉE", "ADOPTED"),
        MotionDecision::Rejected => ("REJETÉE", "REJECTED"),
        MotionDecision::Inquorate => ("SANS QUORUM", "INQUORATE"),
    };
    terminal.say(
        &format!("{} : {votes_for} pour, {votes_against} contre, {abstentions} abstention(s), {not_voting} ne prenant pas part, {blank} blanc(s), {seats} sièges", decision.0),
        &format!("{}: {votes_for} for, {votes_against} against, {abstentions} abstaining, {not_voting} not voting, {blank} blank, {seats} seats", decision.1),
    );
}

fn outcome_word(outcome: OptionOutcome, language: Language) -> &'static str {
    match (outcome, language) {
        (OptionOutcome::Selected, Language::Fr) => "RETENU",
        (OptionOutcome::Selected, Language::En) => "SELECTED",
        (OptionOutcome::NotSelected, Language::Fr) => "non retenu",
        (OptionOutcome::NotSelected, Language::En) => "not selected",
        (OptionOutcome::Tied, Language::Fr) => "ÉGALITÉ",
        (OptionOutcome::Tied, Language::En) => "TIED",
        (OptionOutcome::Undecided, Language::Fr) => "en suspens",
        (OptionOutcome::Undecided, Language::En) => "undecided",
    }
}

fn reason_words(reason: StepReason, language: Language) -> &'static str {
    match (reason, language) {
        (StepReason::Selected, _) => "",
        (StepReason::BelowMinimum, Language::Fr) => "soutien insuffisant",
        (StepReason::BelowMinimum, Language::En) => "too little support",
        (StepReason::TooDear, Language::Fr) => "ne tient plus dans ses enveloppes",
        (StepReason::TooDear, Language::En) => "no longer fits in its envelopes",
        (StepReason::CountingStopped, Language::Fr) => "le décompte s’est arrêté avant",
        (StepReason::CountingStopped, Language::En) => "counting had stopped before",
        (StepReason::NoPlaceLeft, Language::Fr) => "plus de place",
        (StepReason::NoPlaceLeft, Language::En) => "no place left",
        (StepReason::Tied, Language::Fr) => "à égalité",
        (StepReason::Tied, Language::En) => "equal support",
        (StepReason::AfterTie, Language::Fr) => "après une égalité non tranchée",
        (StepReason::AfterTie, Language::En) => "after an undecided tie",
    }
}

fn print_approval(approval: &ApprovalOutcome, terminal: Terminal) {
    for step in &approval.options {
        let outcome = outcome_word(step.outcome, terminal.language);
        let reason = reason_words(step.reason, terminal.language);
        terminal.line(format!("{:>6}  {:<24} {outcome:<13} {reason}", step.support, step.option.as_str()).trim_end());
    }
}

fn print_budget(budget: &BudgetOutcome, terminal: Terminal) {
    for step in &budget.options {
        let outcome = outcome_word(step.outcome, terminal.language);
        let detail = match &step.paid_from {
            Some(envelope) => format!("← {envelope}"),
            None => reason_words(step.reason, terminal.language).to_owned(),
        };
        let (option, cost) = (step.option.as_str(), step.cost.to_string());
        terminal
            .line(&format!("{:>6}  {option:<24} {cost:>10} {}  {outcome:<13} {detail}", step.support, budget.currency));
    }
    for envelope in &budget.envelopes {
        let (id, amount, spent, left) = (&envelope.envelope, envelope.amount, envelope.spent, envelope.left);
        terminal.say(
            &format!("enveloppe {id} : {amount}, dépensé {spent}, reste {left}"),
            &format!("envelope {id}: {amount}, spent {spent}, left {left}"),
        );
    }
}

/// What an audit is asked.
#[derive(Clone, Debug)]
pub struct AuditRequest {
    /// The fingerprint of the genesis as the auditor knows it from elsewhere.
    pub genesis: Option<String>,
    /// The commit whose tree is audited.
    pub revision: String,
    /// For people or for machines.
    pub form: Form,
}

/// `audit`: recomputes everything from the objects of one commit.
///
/// # Errors
/// No repository, no such commit, or a fingerprint that is none.
pub fn audit_repository(folder: &Path, request: &AuditRequest, terminal: Terminal) -> Result<Status, AppError> {
    let pinned = request.genesis.as_deref().map(read_fingerprint).transpose()?;
    let git = GitSource::open(folder)?;
    let files = git.files(&request.revision, &FOLDERS)?;
    let mut audited = audit(files.clone(), pinned);
    audited.findings.extend(work_tree_differs(&git, &request.revision));
    report(&audited, &files, request.form, terminal);
    Ok(if audited.holds() { Status::Fine } else { Status::Findings })
}

fn report(audited: &Audit, files: &FileTree, form: Form, terminal: Terminal) {
    match form {
        Form::Json => print_json(audited, terminal),
        Form::Text => {
            let _ = terminal.show(&audited.findings, files);
            terminal.line(&audited.verdict(terminal.language));
        }
    }
}

fn read_fingerprint(text: &str) -> Result<Digest, AppError> {
    let full = if text.starts_with("sha256:") { text.to_owned() } else { format!("sha256:{text}") };
    full.parse().map_err(|_| {
        let expected = Digest::expected();
        AppError::new(
            Bilingual::new(format!("--genesis : `{text}`"), format!("--genesis: `{text}`")),
            Bilingual::new(format!("attendu : {}", expected.fr), format!("expected {}", expected.en)),
        )
    })
}

/// A warning where the files on the disk are not those that were audited.
fn work_tree_differs(git: &GitSource, revision: &str) -> Option<Diagnostic> {
    git.work_tree().filter(|_| revision == "HEAD")?;
    let path = git.uncommitted(&FOLDERS).ok().flatten()?;
    let message = Bilingual::new(
        "le dossier de travail diffère du commit vérifié ; c’est le commit qui a été vérifié",
        "the work tree differs from the audited commit; the commit is what was audited",
    );
    Some(Diagnostic::warning(Code::TreeDirty, message).at(Place::named(&path)))
}

/// `allowed-signers`: the newest version of a roll for stock `ssh-keygen -Y verify`.
///
/// # Errors
/// An unknown roll.
pub fn allowed_signers(root: &Path, roll: &str, terminal: Terminal) -> Result<Status, AppError> {
    let record = open_record(root)?;
    let id = RollId::parse(roll).map_err(|fault| AppError::of(&fault))?;
    let Some(newest) = record.roll(&id).last() else {
        return Err(AppError::new(
            Bilingual::new(format!("aucune liste ne s’appelle `{roll}`"), format!("no roll is named `{roll}`")),
            Bilingual::new("voir submissions/rolls/", "see submissions/rolls/"),
        ));
    };
    let kind = match newest.roll().mode {
        crate::statement::RollMode::Proposers => Kind::Proposal,
        crate::statement::RollMode::Voters(_) => Kind::Ballot,
    };
    terminal.bytes(newest.roll().allowed_signers(kind).as_bytes());
    Ok(Status::Fine)
}
