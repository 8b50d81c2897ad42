//! `scrutineer`: takes signed ballots and proposals, refuses what is wrong with a reason,
//! counts, and lets anybody with a clone recount everything.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand};
use parvis::app::audit::{AuditRequest, audit_repository};
use parvis::app::{AppError, Form, Status, Terminal, choose_language};
use parvis::app::{allowed_signers, attach, check, clerk, key, propose, record, sample, tally, vote};
use parvis::language::Language;

/// The flags of the program.
#[derive(Parser)]
#[command(version, about = "Signed ballots and proposals in git: check, record, count, recount. Offline.")]
struct Cli {
    /// The council's folder
    #[arg(long, global = true, default_value = ".", value_name = "DIR")]
    folder: PathBuf,
    /// Language of messages: fr or en (default: that of the locale)
    #[arg(long, global = true, value_name = "LANG")]
    lang: Option<Language>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Make a key, or one of the sample council's
    #[command(subcommand)]
    Key(KeyCommand),
    /// Compose and sign a ballot
    Vote(VoteArgs),
    /// Compose and sign a proposal, or its next version
    Propose(ProposeArgs),
    /// Join a text and the signatures that ssh-keygen made of it
    Attach {
        /// The text
        text: PathBuf,
        /// The detached signatures (.sig)
        #[arg(required = true)]
        signatures: Vec<PathBuf>,
        /// Where to write (default: the path that the text gives, in the council's folder)
        #[arg(long)]
        out: Option<PathBuf>,
    },
    /// Judge what a pull request would change
    Check {
        /// The branch it would be merged into
        #[arg(long)]
        base: String,
        /// The branch it comes from
        #[arg(long)]
        head: String,
        /// text, json, markdown (a comment), github (annotations) or gitlab (Code Quality)
        #[arg(long, default_value = "text", value_name = "FORMAT")]
        format: check::Format,
        /// The same as --format json
        #[arg(long, conflicts_with = "format")]
        json: bool,
    },
    /// Count a vote
    Tally {
        /// The vote
        vote: String,
        /// Print the tally file
        #[arg(long)]
        json: bool,
    },
    /// Recompute everything from a clone
    Audit {
        /// The genesis fingerprint, as printed in the signed minutes
        #[arg(long, value_name = "SHA256")]
        genesis: Option<String>,
        /// The commit to audit
        #[arg(long, default_value = "HEAD")]
        rev: String,
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// Print a roll for ssh-keygen -Y verify
    AllowedSigners {
        /// The roll
        roll: String,
    },
    /// Found a council's record
    #[command(subcommand)]
    Council(CouncilCommand),
    /// Seal the next version of a roll (clerk)
    Roll(RollArgs),
    /// Seal the rules in content/votes and open the vote (clerk)
    Open(StageArgs),
    /// Record or refuse every file handed in (clerk)
    Ingest {
        /// The log's private key
        #[arg(long, value_name = "FILE")]
        log_key: PathBuf,
    },
    /// Close a vote (clerk)
    Close {
        #[command(flatten)]
        stage: StageArgs,
        /// Before its hour, because the council decided so
        #[arg(long)]
        early: bool,
    },
    /// Count, publish and certify a vote (clerk)
    Certify(StageArgs),
    /// Make the sample council's signed record again from its seed
    Sample {
        /// The folder whose content/ is signed for, and whose submissions/ are written
        #[arg(long, default_value = ".")]
        to: PathBuf,
    },
}

#[derive(Subcommand)]
enum KeyCommand {
    /// Make a key: FILE (mode 0600) and FILE.pub
    New {
        /// Where to write it
        file: PathBuf,
    },
    /// Write a key of the sample council
    Sample {
        /// Its name, such as resident-1
        name: String,
        /// Where to write it
        file: PathBuf,
    },
}

#[derive(Subcommand)]
enum CouncilCommand {
    /// Begin a record: genesis and first roles
    New(FoundArgs),
}

#[derive(Args)]
struct FoundArgs {
    /// The council's id, a host name it holds
    #[arg(long)]
    council: String,
    /// Its name in words
    #[arg(long)]
    name: String,
    /// A root's private key; repeat for each
    #[arg(long, required = true, value_name = "FILE")]
    root: Vec<PathBuf>,
    /// How many root keys must sign
    #[arg(long, default_value_t = 1)]
    root_threshold: u8,
    /// An officer's private key; repeat for each
    #[arg(long, required = true, value_name = "FILE")]
    officer: Vec<PathBuf>,
    /// How many officers must sign
    #[arg(long, default_value_t = 1)]
    officer_threshold: u8,
    /// The log's private key
    #[arg(long, value_name = "FILE")]
    log_key: PathBuf,
}

#[derive(Args)]
struct VoteArgs {
    /// The vote
    vote: String,
    /// The options chosen
    #[arg(long, num_args = 1.., conflicts_with_all = ["answer", "blank"])]
    choose: Vec<String>,
    /// The answer to a motion: for, against, abstention, not-voting
    #[arg(long, conflicts_with = "blank")]
    answer: Option<String>,
    /// A blank ballot
    #[arg(long)]
    blank: bool,
    /// The private key to sign with
    #[arg(long)]
    key: Option<PathBuf>,
    /// The voter's id, to print a text that is signed elsewhere
    #[arg(long)]
    voter: Option<String>,
    /// The number of the ballot (default: the Unix second)
    #[arg(long)]
    seq: Option<u64>,
}

#[derive(Args)]
struct ProposeArgs {
    /// The proposal's name, such as shared-garden
    slug: String,
    /// Its title
    #[arg(long)]
    title: String,
    /// The name you sign with
    #[arg(long)]
    name: String,
    /// Its category
    #[arg(long)]
    category: String,
    /// Its district
    #[arg(long)]
    district: String,
    /// Your estimate of its cost
    #[arg(long)]
    cost: Option<String>,
    /// The language you write in
    #[arg(long, default_value = "fr")]
    language: Language,
    /// A Markdown file
    #[arg(long)]
    body: PathBuf,
    /// The private key to sign with
    #[arg(long)]
    key: PathBuf,
    /// The number of the version (default: the Unix second)
    #[arg(long)]
    seq: Option<u64>,
}

#[derive(Args)]
struct RollArgs {
    /// The roll
    roll: String,
    /// public, pseudonymous or proposers
    #[arg(long)]
    mode: String,
    /// A file of lines: voter weight groups person key
    #[arg(long)]
    lines: PathBuf,
    #[command(flatten)]
    keys: KeyArgs,
}

#[derive(Args)]
struct StageArgs {
    /// The vote
    vote: String,
    #[command(flatten)]
    keys: KeyArgs,
}

#[derive(Args)]
struct KeyArgs {
    /// An officer's private key; repeat for each that must sign
    #[arg(long = "key", required = true, value_name = "FILE")]
    role: Vec<PathBuf>,
    /// The log's private key
    #[arg(long, value_name = "FILE")]
    log_key: PathBuf,
}

impl From<KeyArgs> for clerk::Keys {
    fn from(args: KeyArgs) -> Self {
        Self { role: args.role, log: args.log_key }
    }
}

fn main() -> ExitCode {
    let cli = Cli::parse();
    let terminal = Terminal::new(choose_language(cli.lang));
    let status = run(cli, terminal).unwrap_or_else(|error| terminal.fail(&error));
    ExitCode::from(status.code())
}

const fn form(json: bool) -> Form {
    if json { Form::Json } else { Form::Text }
}

fn run(cli: Cli, terminal: Terminal) -> Result<Status, AppError> {
    let folder = cli.folder;
    let root = record::root_of(&folder);
    match cli.command {
        Command::Key(KeyCommand::New { file }) => key::key_new(&file, terminal),
        Command::Key(KeyCommand::Sample { name, file }) => key::key_sample(&name, &file, terminal),
        Command::Vote(args) => vote::vote(&root, &ballot_request(args), terminal),
        Command::Propose(args) => propose::propose(&root, &proposal_request(args), terminal),
        Command::Attach { text, signatures, out } => {
            attach::attach_signatures(&root, &text, &signatures, out.as_deref(), terminal)
        }
        Command::Check { base, head, format, json } => {
            let format = if json { check::Format::Json } else { format };
            check::check_changes(&folder, &base, &head, format, terminal)
        }
        Command::Tally { vote, json } => tally::tally(&root, &vote, form(json), terminal),
        Command::Audit { genesis, rev, json } => {
            let request = AuditRequest { genesis, revision: rev, form: form(json) };
            audit_repository(&folder, &request, terminal)
        }
        Command::AllowedSigners { roll } => allowed_signers::allowed_signers(&root, &roll, terminal),
        Command::Council(CouncilCommand::New(args)) => clerk::found(&root, &founding(args), terminal),
        Command::Roll(args) => {
            let request = clerk::RollRequest { roll: args.roll, mode: args.mode, lines: args.lines };
            clerk::seal_roll(&folder, &request, &args.keys.into(), terminal)
        }
        Command::Open(args) => clerk::open(&folder, &args.vote, &args.keys.into(), terminal),
        Command::Ingest { log_key } => clerk::ingest(&folder, &log_key, terminal),
        Command::Close { stage, early } => {
            let timing = if early { clerk::Timing::Early } else { clerk::Timing::AtItsHour };
            clerk::close(&folder, &stage.vote, timing, &stage.keys.into(), terminal)
        }
        Command::Certify(args) => clerk::certify(&folder, &args.vote, &args.keys.into(), terminal),
        Command::Sample { to } => sample::regenerate(&to, terminal),
    }
}

fn founding(args: FoundArgs) -> clerk::Founding {
    let FoundArgs { council, name, root, root_threshold, officer, officer_threshold, log_key } = args;
    clerk::Founding { council, name, root, root_threshold, officer, officer_threshold, log: log_key }
}

fn ballot_request(args: VoteArgs) -> vote::BallotRequest {
    let choice = match (args.answer, args.blank) {
        (_, true) => vote::Choice::Blank,
        (Some(answer), false) => vote::Choice::Answer(answer),
        (None, false) => vote::Choice::Options(args.choose),
    };
    vote::BallotRequest { vote: args.vote, choice, key: args.key, voter: args.voter, seq: args.seq }
}

fn proposal_request(args: ProposeArgs) -> propose::ProposalRequest {
    let ProposeArgs { slug, title, name, category, district, cost, language, body, key, seq } = args;
    propose::ProposalRequest { slug, title, name, category, district, cost, language, body, key, seq }
}
