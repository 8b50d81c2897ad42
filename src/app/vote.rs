//! `vote`: composing and signing a ballot.

use std::path::{Path, PathBuf};

use super::hand_in::{not_enrolled, unix_second, write_signed};
use super::key::read_key;
use super::record::open_record;
use super::{AppError, Status, Terminal};
use crate::council::{Answer, OptionId, VoteId};
use crate::grammar::Token as _;
use crate::language::{Bilingual, Language};
use crate::record::{Record, VoteRecord};
use crate::statement::{Ballot, Statement as _, Vote};
use crate::submission::sign;

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
            vote.roll().voter_of(&key.public()).cloned().ok_or_else(|| not_enrolled(key, &request.vote))?
        }
        (None, Some(voter)) => voter.parse().map_err(|fault| AppError::of(&fault))?,
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
        None => {
            terminal.bytes(ballot.write().as_bytes());
            Ok(Status::Fine)
        }
        Some(key) => {
            let signed = sign(&ballot, &[&key]);
            record.admit_ballot(&signed.path, &signed.bytes)?;
            write_signed(root, &signed, terminal)
        }
    }
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
            names.iter().map(read).collect::<Result<_, _>>().map(Vote::Choices)
        }
        (BallotBody::Answer, Choice::Options(_)) => {
            Err(wrong("--choose", "ce vote prend `--answer`".to_owned(), "this vote takes `--answer`".to_owned()))
        }
        (_, _) => {
            Err(wrong("--answer", "ce vote prend `--choose`".to_owned(), "this vote takes `--choose`".to_owned()))
        }
    }
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
    let known = known.join(", ");
    AppError::new(
        Bilingual::new(format!("aucun vote ne s’appelle `{name}`"), format!("no vote is named `{name}`")),
        Bilingual::new(format!("les votes : {known}"), format!("the votes: {known}")),
    )
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
