//! Checking a receipt, with nothing but the file and a fingerprint.

use super::evidence::{Evidence, Proved};
use super::{LARGEST_RECEIPT, is_ballot};
use crate::council::tally::TallyFile;
use crate::council::{CouncilId, VoteId};
use crate::language::Bilingual;
use crate::log::{LogKey, TlogProof, leaf_hash, verify_consistency, verify_inclusion};
use crate::record::{Files, Record};
use crate::report::Code;
use crate::statement::{Annul, Certify, Kind, LogState, Refusal, Role, Statement};
use crate::submission::{Envelope, Rejection, Verified, verify};
use crate::tree::{Digest, FilePath};

/// What a receipt proves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checked {
    /// The council.
    pub council: CouncilId,
    /// The fingerprint of its genesis: the receipt is worth what this is worth.
    pub fingerprint: Digest,
    /// The log in which the file is recorded.
    pub state: LogState,
    /// The index of the entry.
    pub index: u64,
    /// The vote or the proposal.
    pub subject: String,
    /// What became of the file.
    pub fate: Fate,
}

/// What became of a file handed in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It is in the log; no certified result is known to the receipt.
    Recorded,
    /// It is in the log and the vote is certified; the tally, which says whether it counts, is not
    /// at hand. The hash is that of the tally's file.
    Certified(Digest),
    /// It counts, with this weight.
    Counted(u64),
    /// The ballot with this index counts in its place.
    Superseded(u64),
    /// It is in the log and does not count, since its voter voted on paper, which prevails.
    SetAside,
    /// It was refused, and the refusal is in the log.
    Refused(Code),
    /// It was refused, and the vote was certified after that without it.
    NotCounted(Code),
    /// The vote was annulled.
    Annulled,
}

/// Checks that `receipt` speaks of `file`, and what it proves. `pinned` is the fingerprint of the
/// genesis as the reader knows it from elsewhere; `tally` the file of the result, where the receipt
/// is too small to carry it.
///
/// # Errors
/// `RECEIPT_INVALID`, `GENESIS_MISMATCH`, `TALLY_MISMATCH`, or why a statement in it does not hold.
pub fn check(receipt: &[u8], file: &[u8], pinned: Option<Digest>, tally: Option<&[u8]>) -> Result<Checked, Rejection> {
    if receipt.len() > LARGEST_RECEIPT {
        return Err(invalid("plus de 8 Mio", "larger than 8 MiB"));
    }
    let proof = TlogProof::read(receipt).map_err(|fault| {
        let words = fault.to_string();
        invalid(&words, &words)
    })?;
    let evidence = Evidence::read(&proof.extra)
        .ok_or_else(|| invalid("rien de lisible à côté de la preuve", "nothing that can be read beside the proof"))?;
    let story = Story::read(&evidence, proof.index, pinned)?;
    let state = story.prove(&proof, &evidence)?;
    let fate = story.fate(&proof, &evidence, file, tally)?;
    Ok(Checked {
        council: story.record.council().clone(),
        fingerprint: story.record.fingerprint(),
        state,
        index: proof.index,
        subject: evidence.entry.subject.clone(),
        fate,
    })
}

/// What the statements of a receipt say, each under the keys of its time.
struct Story {
    record: Record,
    refusal: Option<Verified<Refusal>>,
    certified: Option<Verified<Certify>>,
    annulled: bool,
    /// The states of the log that the officers signed.
    signed: Vec<LogState>,
}

impl Story {
    /// Verifies every statement, in the order of the log.
    fn read(evidence: &Evidence, proof: u64, pinned: Option<Digest>) -> Result<Self, Rejection> {
        let mut statements = evidence.statements.iter();
        let genesis = statements.next().filter(|(index, proved)| **index == 0 && proved.entry.kind == Kind::Genesis);
        let (_, genesis) = genesis.ok_or_else(|| invalid("il y manque la genèse", "the genesis is missing"))?;
        let record = Record::begin(&path("submissions/council/genesis.statement")?, &genesis.file)?;
        if let Some(expected) = pinned.filter(|expected| *expected != record.fingerprint()) {
            let found = record.fingerprint();
            let message = Bilingual::new(
                format!("genèse {found} ; attendu : {expected}"),
                format!("found genesis {found}, expected {expected}"),
            );
            return Err(Rejection::new(Code::GenesisMismatch, message));
        }
        let mut story = Self { record, refusal: None, certified: None, annulled: false, signed: Vec::new() };
        let (mut roles, subject) = (0, &evidence.entry.subject);
        for (index, proved) in statements {
            let decides = matches!(proved.entry.kind, Kind::Certify | Kind::Annul);
            belongs(proved.consistency.is_some() == decides && (!decides || *index > proof))?;
            match proved.entry.kind {
                Kind::Roles => {
                    roles += 1;
                    let path = path(&format!("submissions/council/roles.{roles}.statement"))?;
                    story.record.apply(proved.entry.clone(), &path, &proved.file, &Files::default())?;
                }
                Kind::Refusal => {
                    belongs(*index == proof && story.refusal.is_none())?;
                    let refusal = story.open::<Refusal>(Role::Log, proved, |refusal| refusal.record)?;
                    belongs(refusal.statement().subject.as_str() == subject)?;
                    placed(refusal.statement().log_size, *index)?;
                    story.refusal = Some(refusal);
                }
                Kind::Certify => {
                    let certify = story.open::<Certify>(Role::Definition, proved, |certify| certify.record)?;
                    belongs(certify.statement().vote.as_str() == subject && story.certified.is_none())?;
                    placed(certify.statement().log.size, *index)?;
                    story.signed.push(certify.statement().log);
                    story.certified = Some(certify);
                }
                Kind::Annul => {
                    let annul = story.open::<Annul>(Role::Definition, proved, |annul| annul.record)?;
                    belongs(annul.statement().vote.as_str() == subject && !story.annulled)?;
                    placed(annul.statement().log.size, *index)?;
                    story.signed.push(annul.statement().log);
                    story.annulled = true;
                }
                _ => belongs(false)?,
            }
        }
        belongs(story.certified.is_some() || evidence.tally.is_none())?;
        Ok(story)
    }

    /// A statement of the council, under the keys that its role has at this point.
    fn open<S: Statement>(
        &self,
        role: Role,
        proved: &Proved,
        record: impl Fn(&S) -> Digest,
    ) -> Result<Verified<S>, Rejection> {
        let envelope = Envelope::open(S::KIND, &proved.file)?;
        let statement = verify::<S>(&envelope, self.record.council(), self.record.authority(role)?)?;
        let own = record(statement.statement()) == self.record.fingerprint();
        if own { Ok(statement) } else { Err(Rejection::plain(Code::CouncilMismatch)) }
    }

    /// The state of the log that the checkpoint signs, where the entry and every statement are in it.
    fn prove(&self, proof: &TlogProof, evidence: &Evidence) -> Result<LogState, Rejection> {
        let key: &LogKey = self
            .record
            .log_key()
            .ok_or_else(|| invalid("il y manque la clé du journal", "the log's key is missing"))?;
        let words = |words: String| invalid(&words, &words);
        let line = evidence.entry.line();
        let state = proof.check(&line, key).map_err(|fault| words(fault.to_string()))?;
        let holds = |(index, proved): (&u64, &Proved)| {
            let leaf = leaf_hash(proved.entry.line().as_bytes());
            proved.entry.file == Digest::of(&proved.file)
                && verify_inclusion(leaf, *index, state.size, state.root, &proved.proof)
        };
        if !evidence.statements.iter().all(holds) {
            return Err(invalid(
                "un texte qu’il porte n’est pas dans ce journal",
                "a statement in it is not in this log",
            ));
        }
        // Whoever has the log's key can put the officers' statements into a log of their own; the
        // roots that the officers signed are of the true one alone.
        let grown = evidence.statements.values().filter_map(|proved| proved.consistency.as_ref());
        if self.signed.iter().zip(grown).all(|(old, proof)| verify_consistency(*old, state, proof)) {
            Ok(state)
        } else {
            Err(invalid(
                "le certificat ou l’annulation a été signé sur un autre journal",
                "the certificate or the annulment was signed over another log",
            ))
        }
    }

    fn fate(
        &self,
        proof: &TlogProof,
        evidence: &Evidence,
        file: &[u8],
        tally: Option<&[u8]>,
    ) -> Result<Fate, Rejection> {
        let (entry, hash) = (&evidence.entry, Digest::of(file));
        let refused = self.refusal.as_ref().map(Verified::statement);
        let (speaks, refused) = match (entry.kind, refused) {
            (Kind::Refusal, Some(refusal)) => (refusal.file == hash, Some(refusal.code)),
            (Kind::Ballot | Kind::Paper | Kind::Proposal, None) => (entry.file == hash, None),
            _ => (false, None),
        };
        if !speaks {
            return Err(invalid(
                &format!("il ne parle pas de ce fichier ({hash})"),
                &format!("it does not speak of this file ({hash})"),
            ));
        }
        // A vote's certificate says nothing of a proposal that has its name.
        belongs(self.signed.is_empty() || (is_ballot(file) && entry.kind != Kind::Proposal))?;
        let tally = tally.or(evidence.tally.as_deref());
        if let (Some(certify), Some(bytes)) = (&self.certified, tally) {
            expect_certified(certify.statement(), bytes)?;
        }
        match (&self.certified, refused) {
            _ if self.annulled => Ok(Fate::Annulled),
            (None, Some(code)) => Ok(Fate::Refused(code)),
            (Some(_), Some(code)) => Ok(Fate::NotCounted(code)),
            (None, None) => Ok(Fate::Recorded),
            (Some(certify), None) => counted(certify.statement(), proof.index, tally),
        }
    }
}

/// A statement names how many entries the log had before it: its own index.
fn placed(size: u64, index: u64) -> Result<(), Rejection> {
    let message = || {
        invalid(
            &format!("un texte à l’index {index} a été signé pour l’index {size}"),
            &format!("a statement at index {index} was signed for index {size}"),
        )
    };
    if size == index { Ok(()) } else { Err(message()) }
}

fn belongs(holds: bool) -> Result<(), Rejection> {
    if holds { Ok(()) } else { Err(invalid("il porte une pièce de trop", "it carries a part too many")) }
}

/// The tally must be the one that the certificate names.
fn expect_certified(certify: &Certify, tally: &[u8]) -> Result<(), Rejection> {
    let (found, expected) = (Digest::of(tally), certify.tally);
    let message = Bilingual::new(
        format!("résultat {found} ; certifié : {expected}"),
        format!("found tally {found}, and {expected} was certified"),
    );
    if found == expected { Ok(()) } else { Err(Rejection::new(Code::TallyMismatch, message)) }
}

/// What the certified tally says of the ballot at `index`.
fn counted(certify: &Certify, index: u64, tally: Option<&[u8]>) -> Result<Fate, Rejection> {
    let Some(bytes) = tally else { return Ok(Fate::Certified(certify.tally)) };
    let tally: TallyFile = serde_json::from_slice(bytes).map_err(|_| Rejection::plain(Code::TallyMismatch))?;
    let vote: &VoteId = &certify.vote;
    let weight = tally.counted.iter().find(|ballot| ballot.index == index).map(|ballot| ballot.weight);
    let by = tally.superseded.iter().find(|ballot| ballot.index == index).map(|ballot| ballot.by);
    let aside = tally.paper.iter().flat_map(|paper| &paper.set_aside).find(|ballot| ballot.index == index);
    match (weight, by) {
        (None, None) if aside.is_some() && tally.vote == *vote => Ok(Fate::SetAside),
        (Some(weight), None) if tally.vote == *vote => Ok(Fate::Counted(weight)),
        (None, Some(by)) if tally.vote == *vote => Ok(Fate::Superseded(by)),
        _ => Err(invalid(
            "le résultat certifié ne parle pas de ce bulletin consigné : demander un audit",
            "the certified tally does not speak of this recorded ballot: ask for an audit",
        )),
    }
}

fn path(text: &str) -> Result<FilePath, Rejection> {
    FilePath::parse(text).map_err(|_| invalid("chemin illisible", "a path that cannot be read"))
}

fn invalid(fr: &str, en: &str) -> Rejection {
    Rejection::new(
        Code::ReceiptInvalid,
        Bilingual::new(format!("le reçu ne prouve rien : {fr}"), format!("the receipt proves nothing: {en}")),
    )
}
