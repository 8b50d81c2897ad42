//! `vote`: composing and signing a ballot.

use std::io::{BufRead, Read as _};
use std::path::{Path, PathBuf};

use super::choice::{Choice, explained, read_choice, read_line};
use super::hand_in::{not_enrolled, unix_second, write_signed};
use super::key::read_key;
use super::record::open_record;
use super::{AppError, Status, Terminal, argument};
use crate::council::{VoteId, VoterId};
use crate::language::Bilingual;
use crate::record::{Record, VoteRecord};
use crate::report::{Code, Diagnostic};
use crate::statement::{Ballot, Kind, Statement as _, Vote};
use crate::submission::sign;

/// A line of a terminal is never longer than the largest ballot.
const LINE_LIMIT: u64 = 4096;

/// A ballot as it is asked for.
#[derive(Clone, Debug)]
pub struct BallotRequest {
    /// The vote.
    pub vote: String,
    /// The choice.
    pub choice: Choice,
    /// The key to sign with; without one the text alone is printed, to be signed elsewhere.
    pub key: Option<PathBuf>,
    /// The voter's id, needed only without a key.
    pub voter: Option<String>,
    /// The voter's own number; the Unix second of signing where none is given.
    pub seq: Option<u64>,
}

/// Composes, signs and writes a ballot at its path in the council's folder.
///
/// # Errors
/// An unknown vote, voter or option, or a choice that the rules do not allow: nothing is signed then.
pub fn vote(root: &Path, request: &BallotRequest, terminal: Terminal) -> Result<Status, AppError> {
    let record = open_record(root)?;
    let id = VoteId::parse(&request.vote).ok();
    let vote = id.and_then(|id| record.vote(&id)).ok_or_else(|| unknown_vote(&record, &request.vote))?;
    let key = request.key.as_deref().map(read_key).transpose()?;
    let asks = matches!(request.choice, Choice::Unsaid) && (key.is_some() || request.voter.is_some());
    let choice = if asks && terminal.converses() {
        vote.takes_ballots()?;
        let Some(choice) = ask(vote, &mut std::io::stdin().lock(), terminal)? else { return Ok(Status::CouldNotRun) };
        choice
    } else {
        read_choice(vote.definition(), &request.choice)?
    };
    let voter = match (&key, &request.voter) {
        (Some(key), _) => {
            let holder = vote.holder(&key.public()).map(|(voter, _)| voter.clone());
            holder.ok_or_else(|| not_enrolled(key, &request.vote))?
        }
        (None, Some(voter)) => argument::read("voter", voter)?,
        (None, None) => return Err(no_key()),
    };
    vote.takes_ballots()?;
    vote.allows(&choice)?;
    let definition = vote.definition();
    let ballot = Ballot {
        council: definition.council.clone(),
        vote: definition.vote.clone(),
        definition: vote.definition_hash(),
        voter,
        seq: request.seq.map_or_else(unix_second, Ok)?,
        choice,
    };
    match key {
        None => print_text(vote, &ballot, terminal),
        Some(key) => {
            let signed = sign(&ballot, &[&key]);
            record.admit_ballot(&signed.path, &signed.bytes)?;
            write_signed(root, &signed, terminal)
        }
    }
}

/// Tells what is asked, and reads lines from `input` until one is a choice that the rules allow;
/// nothing where the voter types nothing more.
///
/// # Errors
/// Input that cannot be read.
pub fn ask(vote: &VoteRecord, input: &mut dyn BufRead, terminal: Terminal) -> Result<Option<Vote>, AppError> {
    let definition = vote.definition();
    let said = explained(definition);
    terminal.hint(&said.fr, &said.en);
    loop {
        terminal.hint(
            "votre choix (`blank` : bulletin blanc ; une ligne vide : ne pas voter) :",
            "your choice (`blank`: a blank ballot; an empty line: do not vote):",
        );
        let mut line = String::new();
        let read = input.take(LINE_LIMIT).read_line(&mut line).map_err(|error| AppError::of(&error))?;
        if read == 0 || line.trim().is_empty() {
            terminal.hint("rien n’est signé", "nothing was signed");
            return Ok(None);
        }
        let choice = read_line(definition, &line);
        match choice.and_then(|choice| vote.allows(&choice).map(|()| choice).map_err(AppError::from)) {
            Ok(choice) => {
                let typed = choice.as_typed();
                terminal.hint(&format!("votre bulletin : {typed}"), &format!("your ballot: {typed}"));
                return Ok(Some(choice));
            }
            Err(error) => {
                let _ = terminal.fail(&error);
            }
        }
    }
}

/// Prints the text on standard output and how to sign it on standard error.
fn print_text(vote: &VoteRecord, ballot: &Ballot, terminal: Terminal) -> Result<Status, AppError> {
    if vote.electors().line(&ballot.voter).is_none() {
        return Err(not_on_the_roll(vote, &ballot.voter));
    }
    terminal.bytes(ballot.write().as_bytes());
    let namespace = Kind::Ballot.namespace(&ballot.council);
    terminal.hint(
        &format!("l’enregistrer tel quel dans b.txt, puis : ssh-keygen -Y sign -n {namespace} -f VOTRE_CLÉ b.txt && scrutineer attach b.txt b.txt.sig"),
        &format!("save it as it is in b.txt, then: ssh-keygen -Y sign -n {namespace} -f YOUR_KEY b.txt && scrutineer attach b.txt b.txt.sig"),
    );
    Ok(Status::Fine)
}

fn unknown_vote(record: &Record, name: &str) -> AppError {
    let known: Vec<&str> = record.votes().map(|(id, _)| id.as_str()).collect();
    let help = if known.is_empty() {
        Bilingual::new(
            "le dernier commit n’a aucun vote : le clerc ouvre (scrutineer open), puis publie (git commit)",
            "the last commit has no vote: the clerk opens one (scrutineer open), then publishes (git commit)",
        )
    } else {
        let known = known.join(", ");
        Bilingual::new(format!("les votes : {known}"), format!("the votes: {known}"))
    };
    let message = Bilingual::new(format!("aucun vote ne s’appelle `{name}`"), format!("no vote is named `{name}`"));
    AppError::new(message, help)
}

fn not_on_the_roll(vote: &VoteRecord, voter: &VoterId) -> AppError {
    let id = &vote.definition().vote;
    let rolls: Vec<(&str, u32)> =
        vote.electors().electorates().map(|(_, roll, _)| (roll.roll().roll.as_str(), roll.roll().version)).collect();
    let named = rolls.iter().map(|(name, version)| format!("`{name}`, version {version}")).collect::<Vec<_>>();
    let named = named.join(" ; ");
    let shown = rolls.iter().map(|(name, _)| format!("scrutineer allowed-signers {name}")).collect::<Vec<_>>();
    let shown = shown.join(" ; ");
    let message = Bilingual::new(
        format!("`{voter}` n’est pas sur la liste de `{id}` ({named})"),
        format!("`{voter}` is not on the roll of `{id}` ({named})"),
    );
    let help = Bilingual::new(
        format!("donner l’identifiant de sa propre ligne, `v…` ; la liste les montre : {shown}"),
        format!("give the id of your own line, `v…`; the roll shows them: {shown}"),
    );
    AppError::Findings(vec![Diagnostic::error(Code::VoterUnknown, message).help(help)])
}

fn no_key() -> AppError {
    AppError::new(
        Bilingual::new("il manque une clé", "a key is missing"),
        Bilingual::new(
            "`--key FICHIER` signe ; `--voter ID` imprime le texte à signer avec `ssh-keygen -Y sign`",
            "`--key FILE` signs; `--voter ID` prints the text to sign with `ssh-keygen -Y sign`",
        ),
    )
}
