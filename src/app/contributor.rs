//! What voters and authors do: keys, ballots, proposals, signatures made elsewhere.

use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

use super::verifier::open_record;
use super::{AppError, Status, Terminal};
use crate::council::{Amount, Answer, CategoryId, GroupId, OptionId, ProposalId, VoteId};
use crate::grammar::Token as _;
use crate::key::{PrivateKey, PrivateKeyFault, sample};
use crate::language::{Bilingual, Language};
use crate::publish::record::{Access, write_new};
use crate::record::{EnrolledRoll, Record, VoteRecord};
use crate::source::folder;
use crate::statement::{Ballot, Kind, Proposal, RollMode, Statement, Vote};
use crate::submission::{Armour, Signed, attach, sign};
use crate::tree::{Digest, FilePath, FileTree, hex};

/// Makes a key: the private half at `out` with mode 0600, the public half at `out.pub`.
///
/// # Errors
/// A file of that name exists, or cannot be written.
pub fn key_new(out: &Path, terminal: Terminal) -> Result<Status, AppError> {
    let mut seed = [0; 32];
    let mut voter = [0; 8];
    getrandom::fill(&mut seed).map_err(|error| AppError::of(&error))?;
    getrandom::fill(&mut voter).map_err(|error| AppError::of(&error))?;
    write_key(out, &PrivateKey::from_seed(seed), "parvis", terminal)?;
    let voter = format!("v{}", hex(&voter));
    terminal.say(
        &format!("identifiant tiré au hasard pour la liste : {voter}"),
        &format!("a random voter id for the roll: {voter}"),
    );
    Ok(Status::Fine)
}

/// Writes the key of the sample council named `name`.
///
/// # Errors
/// No sample key has that name, or a file cannot be written.
pub fn key_sample(name: &str, out: &Path, terminal: Terminal) -> Result<Status, AppError> {
    if !sample::names().any(|known| known == name) {
        let names = sample::NAMED.join(", ");
        let last = sample::RESIDENTS;
        return Err(AppError::new(
            Bilingual::new(
                format!("aucune clé d’exemple ne s’appelle `{name}`"),
                format!("no sample key is named `{name}`"),
            ),
            Bilingual::new(
                format!("les noms : {names}, resident-1 à resident-{last}, square-1 à square-{last}"),
                format!("the names: {names}, resident-1 to resident-{last}, square-1 to square-{last}"),
            ),
        ));
    }
    write_key(out, &sample::key(name), &format!("sample {name}"), terminal)?;
    Ok(Status::Fine)
}

fn write_key(out: &Path, key: &PrivateKey, comment: &str, terminal: Terminal) -> Result<(), AppError> {
    let public = format!("{} {comment}\n", key.public().write());
    let mut public_path = out.as_os_str().to_owned();
    public_path.push(".pub");
    // The private half first: a public half without it would be enrolled in vain.
    write_new(out, key.write(comment).as_bytes(), Access::Owner)?;
    write_new(Path::new(&public_path), public.as_bytes(), Access::Everyone)?;
    let (shown, print) = (out.display(), key.public().fingerprint());
    terminal.say(
        &format!("clé secrète : {shown} (à garder, mode 0600)\nclé publique : {shown}.pub ({print})"),
        &format!("private key: {shown} (keep it, mode 0600)\npublic key: {shown}.pub ({print})"),
    );
    Ok(())
}

/// Reads a private key.
///
/// # Errors
/// The file cannot be read, or is no Ed25519 key without passphrase.
pub fn read_key(path: &Path) -> Result<PrivateKey, AppError> {
    let bytes = folder::read_file(path)?;
    let shown = path.display();
    PrivateKey::read(&String::from_utf8_lossy(&bytes)).map_err(|fault| {
        let fr = match fault {
            PrivateKeyFault::Malformed => "ce n’est pas une clé secrète au format OpenSSH",
            PrivateKeyFault::Encrypted => {
                "la clé est protégée par une phrase : signer avec `ssh-keygen -Y sign`, puis `scrutineer attach`"
            }
            PrivateKeyFault::NotEd25519 => "la clé n’est pas de type ed25519",
        };
        AppError::new(
            Bilingual::new(format!("{shown} : {fr}"), format!("{shown}: {fault}")),
            Bilingual::new("en faire une : `scrutineer key new FICHIER`", "make one: `scrutineer key new FILE`"),
        )
    })
}

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

/// A proposal as it is asked for.
#[derive(Clone, Debug)]
pub struct ProposalRequest {
    /// The proposal's name.
    pub slug: String,
    /// The title.
    pub title: String,
    /// The name the author signs with.
    pub name: String,
    /// The category.
    pub category: String,
    /// The district.
    pub district: String,
    /// The author's estimate of the cost.
    pub cost: Option<String>,
    /// The language of title and body.
    pub language: Language,
    /// A Markdown file with the body.
    pub body: PathBuf,
    /// The key to sign with.
    pub key: PathBuf,
    /// The author's own number; the Unix second of signing where none is given.
    pub seq: Option<u64>,
}

/// Composes, signs and writes a proposal, or the next version of one, at its path.
///
/// # Errors
/// A key that is not on the roll of those who may propose, a name that belongs to somebody else,
/// or a text that the grammar refuses.
pub fn propose(root: &Path, request: &ProposalRequest, terminal: Terminal) -> Result<Status, AppError> {
    let record = open_record(root)?;
    let key = read_key(&request.key)?;
    let proposer =
        |roll: &&EnrolledRoll| roll.roll().mode == RollMode::Proposers && roll.voter_of(&key.public()).is_some();
    let author = record.newest_rolls().find(proposer).and_then(|roll| roll.voter_of(&key.public()));
    let author = author.cloned().ok_or_else(|| not_enrolled(&key, &request.slug))?;
    let slug: ProposalId = argument("slug", &request.slug)?;
    let body = String::from_utf8(folder::read_file(&request.body)?).map_err(|error| AppError::of(&error))?;
    let proposal = Proposal {
        council: record.council().clone(),
        record: record.fingerprint(),
        seq: request.seq.map_or_else(unix_second, Ok)?,
        author,
        previous: record.proposal(&slug).last().map(|version| version.proposal.text_hash()),
        slug,
        language: request.language,
        name: request.name.clone(),
        title: request.title.clone(),
        category: argument::<CategoryId>("category", &request.category)?,
        district: argument::<GroupId>("district", &request.district)?,
        cost: request.cost.as_deref().map(|cost| argument::<Amount>("cost", cost)).transpose()?,
        body: format!("{}\n", body.trim_end_matches('\n')),
    };
    let signed = sign(&proposal, &[&key]);
    record.admit_proposal(&signed.path, &signed.bytes)?;
    write_signed(root, &signed, terminal)
}

fn argument<T: crate::grammar::Token>(name: &str, text: &str) -> Result<T, AppError> {
    T::read(text).ok_or_else(|| {
        let expected = T::expected();
        AppError::new(
            Bilingual::new(format!("--{name} : `{text}`"), format!("--{name}: `{text}`")),
            Bilingual::new(format!("attendu : {}", expected.fr), format!("expected {}", expected.en)),
        )
    })
}

/// Joins a text and detached signatures made by `ssh-keygen -Y sign`, and writes the file at its
/// path in the council's folder, or at `out`.
///
/// # Errors
/// A signature that is no armour, or a text that is of no known kind.
pub fn attach_signatures(
    root: &Path,
    text: &Path,
    signatures: &[PathBuf],
    out: Option<&Path>,
    terminal: Terminal,
) -> Result<Status, AppError> {
    let text = folder::read_file(text)?;
    let mut armours = Vec::new();
    for path in signatures {
        let bytes = folder::read_file(path)?;
        let armour = String::from_utf8_lossy(&bytes).into_owned();
        let (armour, rest) = Armour::read(&armour).map_err(|fault| AppError::of(&fault))?;
        if !rest.is_empty() {
            return Err(AppError::of(&crate::submission::ArmourFault));
        }
        armours.push(armour);
    }
    let text = String::from_utf8(text).map_err(|error| AppError::of(&error))?;
    let bytes = attach(&text, armours);
    let path = path_of_text(text.as_bytes())?;
    let signed = Signed { path, text_hash: Digest::of(text.as_bytes()), file_hash: Digest::of(&bytes), bytes };
    match out {
        None => write_signed(root, &signed, terminal),
        Some(out) => {
            write_new(out, &signed.bytes, Access::Everyone)?;
            terminal.line(&out.display().to_string());
            Ok(Status::Fine)
        }
    }
}

/// The path of an unsigned text that a stranger would sign: a ballot, a proposal, a paper return.
/// It is the author's own text, on the author's own machine.
fn path_of_text(text: &[u8]) -> Result<FilePath, AppError> {
    let hash = Digest::of(text);
    let first = text.split(|byte| *byte == b'\n').find(|line| *line != b"---").unwrap_or_default();
    let kind = Kind::ALL.iter().find(|kind| first == format!("format: {}", kind.format()).as_bytes());
    let rejected = |fault: crate::grammar::Fault| AppError::from(crate::submission::Rejection::from(fault));
    match kind {
        Some(Kind::Ballot) => Ballot::read(text).map(|ballot| ballot.path(hash)).map_err(rejected),
        Some(Kind::Proposal) => Proposal::read(text).map(|proposal| proposal.path(hash)).map_err(rejected),
        Some(Kind::Paper) => crate::statement::PaperReturn::read(text).map(|paper| paper.path(hash)).map_err(rejected),
        _ => Err(AppError::new(
            Bilingual::new(
                "ce texte n’est ni un bulletin ni une proposition",
                "this text is neither a ballot nor a proposal",
            ),
            Bilingual::new(
                "il commence par `format: ballot/1` ou par `---`",
                "it begins with `format: ballot/1` or with `---`",
            ),
        )),
    }
}

fn write_signed(root: &Path, signed: &Signed, terminal: Terminal) -> Result<Status, AppError> {
    write_new(&root.join(signed.path.as_str()), &signed.bytes, Access::Everyone)?;
    let path = &signed.path;
    terminal.line(path.as_str());
    terminal.say(
        &format!(
            "à proposer : git add {path}, puis une demande de fusion avec ce seul fichier ; ou le remettre à la mairie"
        ),
        &format!("to hand it in: git add {path}, then a pull request with this file alone; or give it to the clerk"),
    );
    Ok(Status::Fine)
}

/// The wall clock, believed only as this voter's own order.
fn unix_second() -> Result<u64, AppError> {
    SystemTime::now().duration_since(UNIX_EPOCH).map(|since| since.as_secs()).map_err(|error| AppError::of(&error))
}

fn unknown_vote(record: &Record, name: &str) -> AppError {
    let known: Vec<&str> = record.votes().map(|(id, _)| id.as_str()).collect();
    let known = known.join(", ");
    AppError::new(
        Bilingual::new(format!("aucun vote ne s’appelle `{name}`"), format!("no vote is named `{name}`")),
        Bilingual::new(format!("les votes : {known}"), format!("the votes: {known}")),
    )
}

fn not_enrolled(key: &PrivateKey, subject: &str) -> AppError {
    let print = key.public().fingerprint();
    AppError::new(
        Bilingual::new(
            format!("la clé {print} ne figure pas sur la liste de `{subject}`"),
            format!("the key {print} is not on the roll of `{subject}`"),
        ),
        Bilingual::new(
            "porter la clé publique (`.pub`) à la mairie, qui l’inscrit",
            "take the public key (`.pub`) to the town hall, which enrols it",
        ),
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

/// The files of `submissions/` in the folder at `root`.
///
/// # Errors
/// A file that cannot be read.
pub fn submissions(root: &Path) -> Result<FileTree, AppError> {
    Ok(folder::read(root, "submissions")?)
}
