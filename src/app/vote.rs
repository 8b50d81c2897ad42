//! `vote`: composing and signing a ballot.

use std::path::{Path, PathBuf};

use super::hand_in::{not_enrolled, unix_second, write_signed};
use super::key::read_key;
use super::record::open_record;
use super::{AppError, Status, Terminal, argument};
use crate::council::tally::VoteState;
use crate::council::{Answer, OptionId, VoteId, VoterId};
use crate::grammar::Token as _;
use crate::language::{Bilingual, Language};
use crate::record::{Record, VoteRecord};
use crate::report::{Code, Diagnostic};
use crate::statement::{Ballot, Kind, Statement as _, Vote};
use crate::submission::{Rejection, sign};

/// What a voter chose on the command line.
#[derive(Clone, Debug)]
pub enum Choice {
    /// Options by id.
    Options(Vec<String>),
    /// An answer to a motion.
    Answer(String),
    /// A blank ballot.
    Blank,
}

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
/// An unknown vote, voter or option, or a choice that the rules do not allow.
pub fn vote(root: &Path, request: &BallotRequest, terminal: Terminal) -> Result<Status, AppError> {
    let record = open_record(root)?;
    let id = VoteId::parse(&request.vote).ok();
    let vote = id.and_then(|id| record.vote(&id)).ok_or_else(|| unknown_vote(&record, &request.vote))?;
    let choice = read_choice(vote, &request.choice)?.sorted();
    let key = request.key.as_deref().map(read_key).transpose()?;
    let voter = match (&key, &request.voter) {
        (Some(key), _) => {
            let holder = vote.holder(&key.public()).map(|(voter, _)| voter.clone());
            holder.ok_or_else(|| not_enrolled(key, &request.vote))?
        }
        (None, Some(voter)) => argument::read("voter", voter)?,
        (None, None) => return Err(no_key()),
    };
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

/// Prints the text on standard output and how to sign it on standard error.
fn print_text(vote: &VoteRecord, ballot: &Ballot, terminal: Terminal) -> Result<Status, AppError> {
    if vote.state() != Some(VoteState::Open) {
        return Err(Rejection::plain(Code::VoteClosed).into());
    }
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

fn read_choice(vote: &VoteRecord, choice: &Choice) -> Result<Vote, AppError> {
    use crate::council::BallotBody;
    let wrong = |found: &str, fr: String, en: String| {
        AppError::new(
            Bilingual::new(
                format!("`{found}` n’est pas un choix de ce vote"),
                format!("`{found}` is not a choice of this vote"),
            ),
            Bilingual::new(fr, en),
        )
    };
    match (vote.definition().rules.body(), choice) {
        (BallotBody::Answer, Choice::Blank) => Ok(Vote::Answer(Answer::Blank)),
        (BallotBody::Answer, Choice::Answer(word)) => Answer::read(word).map(Vote::Answer).ok_or_else(|| {
            let expected = Answer::expected();
            wrong(word, format!("attendu : {}", expected.fr), format!("expected {}", expected.en))
        }),
        (BallotBody::Choices, Choice::Blank) => Ok(Vote::Choices(Vec::new())),
        (BallotBody::Choices, Choice::Options(names)) if names.is_empty() => Err(nothing_chosen(vote)),
        (BallotBody::Choices, Choice::Options(names)) => {
            let ids: Vec<&str> = vote.definition().options.iter().map(|option| option.id.as_str()).collect();
            let listed = ids.join(", ");
            let read = |name: &String| {
                let id = OptionId::parse(name).ok().filter(|id| ids.contains(&id.as_str()));
                id.ok_or_else(|| wrong(name, format!("les choix : {listed}"), format!("the choices: {listed}")))
            };
            let chosen: Vec<OptionId> = names.iter().map(read).collect::<Result<_, _>>()?;
            match chosen.iter().enumerate().find(|(at, id)| chosen[..*at].contains(id)) {
                Some((_, twice)) => Err(chosen_twice(twice)),
                None => Ok(Vote::Choices(chosen)),
            }
        }
        (BallotBody::Answer, Choice::Options(_)) => {
            Err(wrong("--choose", "ce vote prend `--answer`".to_owned(), "this vote takes `--answer`".to_owned()))
        }
        (_, _) => {
            Err(wrong("--answer", "ce vote prend `--choose`".to_owned(), "this vote takes `--choose`".to_owned()))
        }
    }
}

fn chosen_twice(id: &OptionId) -> AppError {
    AppError::new(
        Bilingual::new(format!("`{id}` est choisi deux fois"), format!("`{id}` is chosen twice")),
        Bilingual::new("le nommer une fois : chaque choix reçoit une voix", "name it once: each choice gets one vote"),
    )
}

/// The question, with every option by its id and title.
fn nothing_chosen(vote: &VoteRecord) -> AppError {
    let definition = vote.definition();
    let words = |language| {
        let title = |titles: &[(Language, String)]| {
            let own = titles.iter().find(|(other, _)| *other == language).or(titles.first());
            own.map(|(_, title)| title.clone()).unwrap_or_default()
        };
        let options =
            definition.options.iter().map(|option| format!("\n  {:<24} {}", option.id.as_str(), title(&option.title)));
        (title(&definition.question), options.collect::<String>())
    };
    let ((fr, options_fr), (en, options_en)) = (words(Language::Fr), words(Language::En));
    AppError::new(
        Bilingual::new(format!("rien n’est choisi. {fr}{options_fr}"), format!("nothing is chosen. {en}{options_en}")),
        Bilingual::new(
            "`--choose` et les noms de vos choix, ou `--blank` pour un bulletin blanc",
            "`--choose` and the names of your choices, or `--blank` for a blank ballot",
        ),
    )
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
