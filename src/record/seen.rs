//! Files that somebody saw elsewhere: a voter's own copy, a mirror, a photograph typed in again.
//!
//! A ballot that the log does not mention is an allegation; with a stamp of a key of the role
//! `intake`, made before the closing, it is a proof that it was withheld.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::RangeInclusive;

use super::{Record, VoteRecord, handed_in};
use crate::language::Bilingual;
use crate::log::{Checkpoint, LogKey, TlogProof};
use crate::report::{Code, Diagnostic, Place};
use crate::statement::{Ballot, Kind, LogState, Role, Stamp, entries};
use crate::submission::{Envelope, Rejection, Verified, verify};
use crate::tree::{Digest, FilePath, FileTree};

/// Compares the files of `seen`, ballots, returns, stamps and receipts by whatever names, with the record and
/// with what waits in `folder`.
///
/// A receipt (`.tlog-proof`) or a checkpoint (`.checkpoint`) that the log's key signed, of another
/// log than this one, is the proof of a split view or of a rewriting. One that a key signed which the
/// log had only for smaller sizes is named, as a warning: whoever holds that key may have made it since.
///
/// A ballot that is neither recorded, refused nor waiting is named, as a warning. One whose stamp
/// shows that it was handed in before the closing of its vote is judged by its fate: where it was
/// left out of the closing, it is an error, though it came to be filed and refused as late. A stamp
/// that does not hold is named too. What is neither is passed over.
#[must_use]
pub fn check_seen(record: &Record, folder: &FileTree, seen: &FileTree) -> Vec<Diagnostic> {
    if seen.is_empty() {
        return Vec::new();
    }
    let waiting: BTreeSet<Digest> = handed_in(record, folder).into_iter().map(|waiting| waiting.file).collect();
    let mut findings = Vec::new();
    let mut stamps: BTreeMap<Digest, LogState> = BTreeMap::new();
    for (path, bytes) in seen.iter().filter(|(path, _)| path.extension() == "stamp") {
        match read_stamp(record, bytes) {
            Ok(stamp) => drop(stamps.insert(stamp.file, stamp.log)),
            Err(rejection) => findings.push(not_a_stamp(path, &rejection)),
        }
    }
    for (path, bytes) in seen.iter() {
        let note = match path.extension() {
            "tlog-proof" => TlogProof::read(bytes).map(|proof| proof.checkpoint).unwrap_or_default(),
            "checkpoint" => bytes.to_vec(),
            _ => continue,
        };
        findings.extend(another_log(record, &note).map(|finding| finding.at(Place::file(path))));
    }
    for (path, bytes) in seen.iter() {
        let Some((vote, what, file)) = handed_of(record, bytes) else { continue };
        let stamp = stamps.get(&file);
        let in_time = |state: &&LogState| vote.closing().is_some_and(|closing| state.size <= closing.index);
        if let Some(state) = stamp.filter(in_time) {
            if record.is_left_out(vote, &file) || !record.is_settled(&file) && !waiting.contains(&file) {
                findings.push(withheld(path, &what, vote, *state));
            }
        } else if !record.is_settled(&file) && !waiting.contains(&file) {
            findings.push(missing(path, &what, vote, stamp.is_some()));
        }
    }
    findings
}

fn read_stamp(record: &Record, bytes: &[u8]) -> Result<Stamp, Rejection> {
    let envelope = Envelope::open(Kind::Intake, bytes)?;
    let stamp = verify::<Stamp>(&envelope, record.council(), record.authority(Role::Intake)?)?;
    let stamp = stamp.statement().clone();
    if stamp.record != record.fingerprint() {
        return Err(Rejection::plain(Code::CouncilMismatch));
    }
    if record.state_at(stamp.log.size) != Some(stamp.log) {
        return Err(Rejection::plain(Code::LogStateMismatch));
    }
    Ok(stamp)
}

/// The ballot that `bytes` hold, and its vote: that under whose keys its signature holds.
fn ballot_of<'a>(record: &'a Record, bytes: &[u8]) -> Option<(&'a VoteRecord, Verified<Ballot>)> {
    let envelope = Envelope::open(Kind::Ballot, bytes).ok()?;
    record.votes().find_map(|(id, vote)| {
        let ballot = verify::<Ballot>(&envelope, record.council(), vote.authority()).ok()?;
        (ballot.statement().vote == *id).then_some((vote, ballot))
    })
}

/// A ballot or a return, with its vote, what people call it, and the hash of its file.
fn handed_of<'a>(record: &'a Record, bytes: &[u8]) -> Option<(&'a VoteRecord, Bilingual, Digest)> {
    if let Some((vote, ballot)) = ballot_of(record, bytes) {
        return Some((vote, Bilingual::new("bulletin", "ballot"), ballot.file_hash()));
    }
    let paper = record.own_paper(&Envelope::open(Kind::Paper, bytes).ok()?).ok()?;
    let vote = record.vote(&paper.statement().vote)?;
    Some((vote, Bilingual::new("relevé de bureau de vote", "paper return"), paper.file_hash()))
}

fn withheld(path: &FilePath, what: &Bilingual, vote: &VoteRecord, stamped: LogState) -> Diagnostic {
    let (id, had) = (&vote.definition().vote, entries(stamped.size));
    let (had_fr, had_en) = (had.fr, had.en);
    let Bilingual { fr, en } = what;
    let message = Bilingual::new(
        format!(
            "{fr} de `{id}` tamponné quand le journal avait {had_fr}, avant la clôture, et ni consigné, ni sur la liste de la clôture, ni refusé pour une autre raison qu’un retard : il a été retenu"
        ),
        format!(
            "{en} of `{id}` stamped when the log had {had_en}, before the closing, and neither recorded, on the closing’s list, nor refused for another reason than being late: it was withheld"
        ),
    );
    Diagnostic::error(Code::BallotWithheld, message).at(Place::file(path)).help(keep_it())
}

fn missing(path: &FilePath, what: &Bilingual, vote: &VoteRecord, is_stamped: bool) -> Diagnostic {
    let id = &vote.definition().vote;
    let Bilingual { fr, en } = what;
    let message = if is_stamped {
        Bilingual::new(
            format!(
                "{fr} de `{id}` tamponné, ni consigné, ni refusé, ni en attente ; le vote court encore, ou le tampon est venu après la clôture"
            ),
            format!(
                "{en} of `{id}` stamped, and neither recorded, refused nor pending; the vote still runs, or the stamp came after the closing"
            ),
        )
    } else {
        Bilingual::new(
            format!(
                "{fr} de `{id}` vu ailleurs, ni consigné, ni refusé, ni en attente ; sans tampon, rien ne prouve qu’il a été remis"
            ),
            format!(
                "{en} of `{id}` seen elsewhere, neither recorded, refused nor pending; without a stamp nothing proves that it was handed in"
            ),
        )
    };
    Diagnostic::warning(Code::SeenElsewhere, message).at(Place::file(path)).help(keep_it())
}

fn keep_it() -> Bilingual {
    Bilingual::new(
        "le porter au greffe, ou le remettre soi-même par une demande ; le garder, avec son tampon",
        "take it to the clerk, or hand it in by a pull request; keep it, with its stamp",
    )
}

/// What a checkpoint seen elsewhere says against this log; nothing where none of the log's keys
/// signed it, or where it is one of this log, under the key of its size.
fn another_log(record: &Record, note: &[u8]) -> Option<Diagnostic> {
    let keys = &record.log_keys;
    // The last time that a key of it was named, so that a key that was named again is not retired.
    let (named, state) = keys.iter().enumerate().rev().find_map(|(at, (_, key))| {
        let checkpoint = Checkpoint::open(note, key).ok()?;
        Some((at, checkpoint.state()))
    })?;
    if record.abandoned().contains(&state) {
        return None;
    }
    let is_ours = record.state_at(state.size) == Some(state);
    let is_of_its_time = record.log_key_at(state.size).is_some_and(|key| Checkpoint::open(note, key).is_ok());
    if let (false, Some((last, _))) = (is_of_its_time, keys.get(named + 1)) {
        let opens = |key: &LogKey| Checkpoint::open(note, key).is_ok();
        let first = keys[..=named].iter().rev().take_while(|(_, key)| opens(key)).last()?.0 + 1;
        return Some(retired(state, first..=*last, is_ours));
    }
    if is_ours {
        return None;
    }
    let (size, found) = (state.size, record.size());
    let (code, message, help) = if found < size {
        let message = Bilingual::new(
            format!("la clé du journal a signé {} ; ce dossier en a {found}", entries(size).fr),
            format!("the log’s key signed {}; this folder has {found}", entries(size).en),
        );
        let help = Bilingual::new(
            "prendre l’état publié (git pull) et recommencer ; s’il n’en a pas plus, le journal a été coupé",
            "take the published state (git pull) and try again; where it has no more, the log was cut short",
        );
        (Code::LogRolledBack, message, help)
    } else {
        let message = Bilingual::new(
            format!("la clé du journal a signé un autre journal de {} que celui de ce dossier", entries(size).fr),
            format!("the log’s key signed another log of {} than the one of this folder", entries(size).en),
        );
        let help = Bilingual::new(
            "garder les deux : ensemble ils prouvent que deux journaux ont été montrés",
            "keep both: together they prove that two logs were shown",
        );
        (Code::LogRewritten, message, help)
    };
    Some(Diagnostic::error(code, message).help(help))
}

/// A checkpoint of `state` by a key that the log had at the sizes of `tenure`, and not at that one.
fn retired(state: LogState, tenure: RangeInclusive<u64>, is_ours: bool) -> Diagnostic {
    let (size, first, last) = (state.size, tenure.start(), tenure.end());
    let (fr, en) = if is_ours {
        ("l’état est celui de ce journal", "the state is one of this log")
    } else {
        ("l’état n’est pas de ce journal", "the state is not one of this log")
    };
    let message = Bilingual::new(
        format!("{}, sous une clé retirée, que le journal a eue de {first} à {last} ; {fr}", entries(size).fr),
        format!("{}, under a retired key, which the log had from {first} to {last}; {en}", entries(size).en),
    );
    let help = Bilingual::new(
        "qui détient la clé retirée a pu le signer après coup : seul, il ne prouve rien ; s’il a été reçu avant le changement de clé, le journal a été réécrit depuis : le garder et le dire au conseil",
        "whoever holds the retired key may have signed it since, and alone it proves nothing; where it was received before the change of key, the log was rewritten since: keep it, and tell the council",
    );
    Diagnostic::warning(Code::LogKeyRetired, message).help(help)
}

fn not_a_stamp(path: &FilePath, rejection: &Rejection) -> Diagnostic {
    let code = rejection.code;
    let message = Bilingual::new(
        format!("ce tampon ne tient pas : {code} : {}", rejection.message.fr),
        format!("the stamp does not hold: {code}: {}", rejection.message.en),
    );
    Diagnostic::warning(Code::StampInvalid, message).at(Place::file(path))
}
