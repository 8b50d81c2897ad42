//! The acceptance rules of what is handed in: ballots and proposals; returns in `paper`.
//!
//! Asked in one order, so that every reader of a file gives the same reason: shape and
//! signature, then the path, then who signed, then the stage of the vote, then the choice.

use super::{Record, VoteRecord};
use crate::council::tally::VoteState;
use crate::council::{CategoryId, CouncilId, EqualRanks, OptionId, ProposalId, VoteId};
use crate::key::PublicKey;
use crate::language::{Bilingual, Language};
use crate::report::Code;
use crate::statement::{Ballot, Definition, Kind, Proposal, RollMode, Statement, Vote};
use crate::submission::{Authority, Envelope, Rejection, Verified, verify, verify_again};
use crate::tree::{Digest, FilePath};

/// A file the rules admit. Only this module makes one.
#[derive(Clone, Debug)]
pub struct Admitted<S> {
    statement: Verified<S>,
}

impl<S> Admitted<S> {
    /// The verified statement.
    #[must_use]
    pub fn into_verified(self) -> Verified<S> {
        self.statement
    }

    /// The verified statement.
    #[must_use]
    pub const fn verified(&self) -> &Verified<S> {
        &self.statement
    }
}

/// A file handed in that may be recorded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Taken {
    /// The vote or the proposal.
    pub subject: String,
    /// The hash of its text.
    pub text: Digest,
}

/// What the rules say of a file.
pub type Admission<S> = Result<Admitted<S>, Rejection>;

impl Record {
    /// Whether the file of `kind` in `bytes`, found at `path`, may be recorded now, and what it is
    /// about.
    ///
    /// # Errors
    /// As [`Record::admit_ballot`].
    pub fn admit(&self, kind: Kind, path: &FilePath, bytes: &[u8]) -> Result<Taken, Rejection> {
        Ok(match kind {
            Kind::Ballot => {
                let ballot = self.admit_ballot(path, bytes)?.statement;
                Taken { subject: ballot.statement().vote.to_string(), text: ballot.text_hash() }
            }
            Kind::Paper => {
                let paper = self.admit_paper(path, bytes)?.statement;
                Taken { subject: paper.statement().vote.to_string(), text: paper.text_hash() }
            }
            _ => {
                let proposal = self.admit_proposal(path, bytes)?.statement;
                Taken { subject: proposal.statement().slug.to_string(), text: proposal.text_hash() }
            }
        })
    }

    /// Whether the ballot in `bytes`, found at `path`, may be recorded now.
    ///
    /// # Errors
    /// The reason why not. It carries a signer when the signature holds under a key of the
    /// roll: then the file is a submission and a refusal is recorded.
    pub fn admit_ballot(&self, path: &FilePath, bytes: &[u8]) -> Admission<Ballot> {
        self.admit_ballot_with(path, |vote| check_signature(bytes, self.council(), vote.authority()))
    }

    /// As [`Record::admit_ballot`], where `check` tells of the signature.
    pub(super) fn admit_ballot_with(
        &self,
        path: &FilePath,
        check: impl FnOnce(&VoteRecord) -> Signed,
    ) -> Admission<Ballot> {
        let vote = ballot_folder(path).and_then(|id| self.vote(&id)).ok_or_else(|| unknown_vote(path))?;
        vote.expect_electronic()?;
        let ballot = check(vote)?;
        if vote.state().is_none() {
            return Err(Rejection::plain(Code::VoteNotOpen));
        }
        let signer = ballot.signers().first().copied();
        // A file at another path is no submission: moved to its own, it is judged there.
        check_path(&ballot, path)?;
        let checked = check_voter(vote, &ballot, signer)
            .and_then(|()| expect_open(vote, &ballot.file_hash()))
            .and_then(|()| vote.allows(&ballot.statement().choice))
            .and_then(|()| check_cap(vote, &ballot, signer));
        admitted(ballot, checked, signer)
    }

    /// Whether the proposal in `bytes`, found at `path`, may be recorded now.
    ///
    /// # Errors
    /// As [`Record::admit_ballot`].
    pub fn admit_proposal(&self, path: &FilePath, bytes: &[u8]) -> Admission<Proposal> {
        let envelope = Envelope::open(Kind::Proposal, bytes)?;
        let proposal = verify::<Proposal>(&envelope, self.council(), &self.proposers)?;
        let signer = envelope.keys().next();
        check_path(&proposal, path)?;
        let checked = self.check_author(proposal.statement(), signer).and_then(|()| self.check_predecessor(&proposal));
        admitted(proposal, checked, signer)
    }

    /// What a file handed in under any name is, and the path that its text gives: told only where
    /// its signature holds under a key of a roll of this record.
    ///
    /// # Errors
    /// Why that cannot be told.
    pub fn own_path(&self, bytes: &[u8]) -> Result<(Kind, FilePath), Rejection> {
        // The larger of the two limits first; a ballot has its own below.
        let envelope = Envelope::open(Kind::Proposal, bytes)?;
        if envelope.claims(&Kind::Proposal.namespace(self.council())) {
            let proposal = verify::<Proposal>(&envelope, self.council(), &self.proposers)?;
            return Ok((Kind::Proposal, proposal.statement().path(proposal.text_hash())));
        }
        if envelope.claims(&Kind::Paper.namespace(self.council())) {
            let paper = self.own_paper(&Envelope::open(Kind::Paper, bytes)?)?;
            return Ok((Kind::Paper, paper.statement().path(paper.text_hash())));
        }
        let envelope = Envelope::open(Kind::Ballot, bytes)?;
        let nobody = Authority::one_of([]);
        let knows = |vote: &&VoteRecord| envelope.keys().any(|key| vote.electors().authority().get(&key).is_some());
        // A key stands for one person; which of its rolls is asked first changes no answer.
        let roll = self.votes.values().find(knows).map_or(&nobody, |vote| vote.electors().authority());
        let ballot = verify::<Ballot>(&envelope, self.council(), roll)?;
        Ok((Kind::Ballot, ballot.statement().path(ballot.text_hash())))
    }

    fn check_author(&self, proposal: &Proposal, signer: Option<PublicKey>) -> Result<(), Rejection> {
        self.expect_record(proposal.record)?;
        let rolls = self.rolls.values().filter_map(|versions| versions.last());
        let holds = |key: &PublicKey| {
            rolls
                .filter(|roll| roll.roll().mode == RollMode::Proposers)
                .any(|roll| roll.voter_of(key) == Some(&proposal.author))
        };
        if signer.as_ref().is_some_and(holds) { Ok(()) } else { Err(Rejection::plain(Code::KeyNotVoters)) }
    }

    /// What is handed in is for this record.
    pub(super) fn expect_record(&self, record: Digest) -> Result<(), Rejection> {
        if record == self.fingerprint() { Ok(()) } else { Err(Rejection::plain(Code::CouncilMismatch)) }
    }

    fn check_predecessor(&self, proposal: &Verified<Proposal>) -> Result<(), Rejection> {
        let statement = proposal.statement();
        let versions = self.proposal(&statement.slug);
        if versions.iter().any(|version| version.proposal.text_hash() == proposal.text_hash()) {
            return Err(Rejection::plain(Code::AlreadyRecorded));
        }
        if versions.first().is_some_and(|first| first.proposal.statement().author != statement.author) {
            return Err(Rejection::plain(Code::SlugTaken));
        }
        let newest = versions.last().map(|version| version.proposal.text_hash());
        let later = versions.last().is_none_or(|version| version.proposal.statement().seq < statement.seq);
        if newest == statement.previous && later {
            return Ok(());
        }
        if newest == statement.previous {
            let message = Bilingual::new(
                "le numéro `seq` doit dépasser celui de la version précédente",
                "the number `seq` must be greater than that of the version before",
            );
            return Err(Rejection::new(Code::PredecessorMismatch, message));
        }
        let name = |hash: Option<Digest>| hash.map_or_else(|| "none".to_owned(), |hash| hash.to_string());
        let (found, expected) = (name(statement.previous), name(newest));
        let message = Bilingual::new(
            format!("`previous: {found}` ; attendu : `previous: {expected}`"),
            format!("found `previous: {found}`, expected `previous: {expected}`"),
        );
        Err(Rejection::new(Code::PredecessorMismatch, message))
    }
}

/// A ballot whose signature holds, or why it does not.
pub(super) type Signed = Result<Verified<Ballot>, Rejection>;

/// Opens a ballot and checks its signature: all that is asked of it before the rules of its vote.
pub(super) fn check_signature(bytes: &[u8], council: &CouncilId, authority: &Authority) -> Signed {
    let envelope = Envelope::open(Kind::Ballot, bytes)?;
    verify::<Ballot>(&envelope, council, authority)
}

/// As [`check_signature`], for bytes that an earlier audit of the same log found to hold.
pub(super) fn recall_signature(bytes: &[u8], council: &CouncilId, authority: &Authority) -> Signed {
    let envelope = Envelope::open(Kind::Ballot, bytes)?;
    verify_again::<Ballot>(&envelope, council, authority)
}

pub(super) fn admitted<S>(
    statement: Verified<S>,
    checked: Result<(), Rejection>,
    signer: Option<PublicKey>,
) -> Admission<S> {
    match (checked, signer) {
        (Ok(()), _) => Ok(Admitted { statement }),
        (Err(rejection), Some(key)) => Err(rejection.signed_by(key)),
        (Err(rejection), None) => Err(rejection),
    }
}

/// The vote of `submissions/ballots/<vote>/…`.
pub(super) fn ballot_folder(path: &FilePath) -> Option<VoteId> {
    VoteId::parse(path.below("submissions/ballots")?.split('/').next()?).ok()
}

/// The slug of `submissions/proposals/<slug>.…`.
pub(super) fn proposal_name(path: &FilePath) -> Option<ProposalId> {
    ProposalId::parse(path.below("submissions/proposals")?.split('.').next()?).ok()
}

pub(super) fn unknown_vote(path: &FilePath) -> Rejection {
    let message = Bilingual::new(
        format!("`{path}` n’est dans le dossier d’aucun vote connu du journal"),
        format!("`{path}` lies in the folder of no vote that the log knows"),
    );
    Rejection::new(Code::VoteUnknown, message)
}

pub(super) fn check_path<S: Statement>(statement: &Verified<S>, path: &FilePath) -> Result<(), Rejection> {
    let expected = statement.statement().path(statement.text_hash());
    if expected == *path {
        return Ok(());
    }
    let message = Bilingual::new(
        format!("ce texte a pour chemin `{expected}`, pas `{path}`"),
        format!("the path of this text is `{expected}`, not `{path}`"),
    );
    Err(Rejection::new(Code::PathMismatch, message))
}

/// What is handed in names the rules that were sealed.
pub(super) fn expect_definition(vote: &VoteRecord, definition: Digest) -> Result<(), Rejection> {
    let expected = vote.definition_hash();
    if definition == expected {
        return Ok(());
    }
    let message = Bilingual::new(
        format!("ce texte vise d’autres règles ; attendu : `definition: {expected}`"),
        format!("this text names other rules; expected `definition: {expected}`"),
    );
    Err(Rejection::new(Code::DefinitionMismatch, message))
}

fn check_voter(vote: &VoteRecord, ballot: &Verified<Ballot>, signer: Option<PublicKey>) -> Result<(), Rejection> {
    let statement = ballot.statement();
    expect_definition(vote, statement.definition)?;
    match signer.as_ref().and_then(|key| vote.holder(key)) {
        // Who holds a key of the vote stands on its roll.
        Some((voter, generation)) if *voter == statement.voter => {
            if generation == vote.generation(voter) {
                Ok(())
            } else {
                Err(Rejection::plain(Code::KeyReplaced))
            }
        }
        _ if vote.electors().line(&statement.voter).is_none() => Err(Rejection::plain(Code::VoterUnknown)),
        _ => Err(Rejection::plain(Code::KeyNotVoters)),
    }
}

/// Whether the vote still takes the file: it is open, or its closing lists the file.
pub(super) fn expect_open(vote: &VoteRecord, file: &Digest) -> Result<(), Rejection> {
    match (vote.state(), vote.closing()) {
        (Some(VoteState::Closed), Some(closing)) if closing.pending.contains(file) => Ok(()),
        (Some(VoteState::Open), _) => Ok(()),
        (_, _) => Err(Rejection::plain(Code::VoteClosed)),
    }
}

impl VoteRecord {
    /// Whether a ballot may be signed for this vote now: it is open, and not held on paper alone.
    ///
    /// # Errors
    /// Why not.
    pub fn takes_ballots(&self) -> Result<(), Rejection> {
        self.expect_electronic()?;
        match self.state() {
            None => Err(Rejection::plain(Code::VoteNotOpen)),
            Some(VoteState::Open) => Ok(()),
            Some(_) => Err(Rejection::plain(Code::VoteClosed)),
        }
    }

    fn expect_electronic(&self) -> Result<(), Rejection> {
        if self.definition().channels.electronic {
            return Ok(());
        }
        let message = Bilingual::new("ce vote ne se tient que sur papier", "this vote is held on paper alone");
        Err(Rejection::new(Code::ChannelClosed, message))
    }

    /// Whether the choice is one that the sealed rules allow. Blank always is.
    ///
    /// # Errors
    /// The first rule that it goes against.
    pub fn allows(&self, choice: &Vote) -> Result<(), Rejection> {
        check_choice(self.definition(), choice)
    }
}

/// Whether the choice is one that the rules of `definition` allow. Blank always is.
///
/// # Errors
/// The first rule that it goes against.
pub fn check_choice(definition: &Definition, choice: &Vote) -> Result<(), Rejection> {
    let expected = definition.rules.body();
    if choice.body() != expected {
        let message = Bilingual::new(
            format!("ce vote demande `{}:`", expected.word()),
            format!("this vote asks for `{}:`", expected.word()),
        );
        return Err(Rejection::new(Code::BodyMismatch, message));
    }
    if let Some(unknown) = choice.options().into_iter().find(|id| definition.option(id).is_none()) {
        let message = Bilingual::new(
            format!("`{unknown}` n’est pas un choix de ce vote"),
            format!("`{unknown}` is not an option of this vote"),
        );
        return Err(Rejection::new(Code::OptionUnknown, message));
    }
    if let Some(rules) = definition.rules.projects() {
        let named: Vec<OptionId> = choice.options().into_iter().cloned().collect();
        super::projects::check(definition, rules, choice)?;
        return if named.is_empty() { Ok(()) } else { check_limits(definition, &named) };
    }
    match choice {
        Vote::Choices(choices) if !choices.is_empty() => check_limits(definition, choices),
        Vote::Ranking(ranking) => check_ranks(definition, ranking),
        choice => super::worth::check(definition, choice),
    }
}

fn check_ranks(definition: &Definition, ranking: &[Vec<OptionId>]) -> Result<(), Rejection> {
    if definition.rules.equal_ranks() != Some(EqualRanks::Refused) {
        return Ok(());
    }
    match ranking.iter().find_map(|rank| rank.get(..2)) {
        None => Ok(()),
        Some(pair) => {
            let (first, second) = (&pair[0], &pair[1]);
            let message = Bilingual::new(
                format!("`{first}` et `{second}` ont le même rang ; il faut un choix par rang"),
                format!("`{first}` and `{second}` share a rank; one option a rank is expected"),
            );
            Err(Rejection::new(Code::RanksEqual, message))
        }
    }
}

fn check_limits(definition: &Definition, choices: &[OptionId]) -> Result<(), Rejection> {
    let Some(limits) = definition.rules.limits() else { return Ok(()) };
    let count = u32::try_from(choices.len()).unwrap_or(u32::MAX);
    if count < limits.min {
        let message = Bilingual::new(
            format!("{count} choix ; il en faut au moins {}", limits.min),
            format!("{}; at least {} needed", Language::En.count(count, "choice", "choices"), limits.min),
        );
        return Err(Rejection::new(Code::ChoicesTooFew, message));
    }
    if count > limits.max {
        let message = Bilingual::new(
            format!("{count} choix ; il en faut au plus {}", limits.max),
            format!("{}; at most {} allowed", Language::En.count(count, "choice", "choices"), limits.max),
        );
        return Err(Rejection::new(Code::ChoicesTooMany, message));
    }
    let category = |id: &OptionId| -> Option<CategoryId> { definition.option(id)?.category.clone() };
    match limits.crowded_category(choices, category) {
        None => Ok(()),
        Some(category) => {
            let cap = limits.max_per_category.unwrap_or(0);
            let message = Bilingual::new(
                format!("plus de {cap} choix dans la catégorie `{category}`"),
                format!("more than {} in the category `{category}`", Language::En.count(cap, "choice", "choices")),
            );
            Err(Rejection::new(Code::ChoicesPerCategory, message))
        }
    }
}

fn check_cap(vote: &VoteRecord, ballot: &Verified<Ballot>, signer: Option<PublicKey>) -> Result<(), Rejection> {
    if vote.has_text(&ballot.text_hash()) {
        return Err(Rejection::plain(Code::AlreadyRecorded));
    }
    let recorded = signer.map_or(0, |key| vote.ballots_of(&key));
    if recorded < vote.definition().ballots_per_key {
        return Ok(());
    }
    let message = Bilingual::new(
        format!(
            "cette clé a déjà {}, le plus permis",
            Language::Fr.count(recorded, "bulletin consigné", "bulletins consignés")
        ),
        format!(
            "this key has {} recorded already, the most allowed",
            Language::En.count(recorded, "ballot", "ballots")
        ),
    );
    Err(Rejection::new(Code::BallotCap, message))
}
