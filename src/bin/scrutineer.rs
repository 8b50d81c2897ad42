//! `scrutineer`: takes signed ballots and proposals, refuses what is wrong with a reason,
//! counts, and lets anybody with a clone recount everything.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand};
use parvis::app::audit::{AuditRequest, audit_repository};
use parvis::app::choice::Choice;
use parvis::app::{AppError, Form, Status, Terminal, choose_language};
use parvis::app::{
    allowed_signers, attach, check, clerk, explain, import, key, propose, receipt, receive, record, sample, stamp,
    tally, tiles, vote, what_if, witness,
};
use parvis::council::BallotBody;
use parvis::language::Language;

/// The flags of the program.
#[derive(Parser)]
#[command(version, about = "Signed ballots and proposals in git: check, record, count, recount. Offline.")]
struct Cli {
    /// The council's folder, a clone of its repository
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
    /// Join a text and the detached signatures that ssh-keygen made of it
    Attach {
        /// The file of the text, as it was signed
        text: PathBuf,
        /// The files of its signatures, such as TEXT.sig
        #[arg(required = true)]
        signatures: Vec<PathBuf>,
        /// Where to write (default: the path that the text gives, in the council's folder)
        #[arg(long, value_name = "FILE")]
        out: Option<PathBuf>,
    },
    /// Say what a code means, with an example and how to mend it
    Explain {
        /// The code, as a finding or a refusal names it
        code: String,
    },
    /// Judge what a pull request would change
    Check {
        /// The branch it would be merged into: a branch, a tag or a commit of this clone
        #[arg(long, value_name = "REV")]
        base: String,
        /// The branch it comes from: a branch, a tag or a commit of this clone
        #[arg(long, value_name = "REV")]
        head: String,
        /// How to print it: text, json, markdown (a comment), github (annotations) or gitlab (Code Quality)
        #[arg(long, default_value = "text", value_name = "FORMAT")]
        format: check::Format,
        /// The same as --format json
        #[arg(long, conflicts_with = "format")]
        json: bool,
    },
    /// Judge files brought in a folder or a git bundle, and put those taken in their place
    Collect {
        /// A folder, a file or a git bundle
        source: PathBuf,
        /// The council's folder (default: --folder)
        #[arg(long, value_name = "DIR")]
        into: Option<PathBuf>,
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// Judge a push, as the pre-receive hook of a repository
    Receive {
        /// The council's branch, such as main (default: the one that HEAD names)
        #[arg(long, value_name = "BRANCH")]
        branch: Option<String>,
        /// Whoever pushes is the clerk, as the server knows: the council's files may change too
        #[arg(long)]
        clerk: bool,
    },
    /// Make a trial council from a file of other programs
    #[command(subcommand)]
    Import(ImportCommand),
    /// Count a vote
    Tally {
        /// The vote's id: the name of its file in content/votes, without .md
        vote: String,
        #[command(flatten)]
        form: TallyFormArgs,
        /// Count by this method instead, such as approval/1: UNOFFICIAL, to see what other rules would give
        #[arg(long, value_name = "NAME")]
        method: Option<String>,
        /// With --method, a rule by its key in a definition; repeat for each (default: as sealed)
        #[arg(long = "rule", requires = "method", value_name = "KEY=VALUE")]
        rules: Vec<String>,
    },
    /// Recompute everything from a clone
    Audit {
        /// The genesis fingerprint, as printed in the signed minutes
        #[arg(long, value_name = "SHA256")]
        genesis: Option<String>,
        /// A file in which you keep what was found, made the first time, so that the next audit sees a rewritten log
        #[arg(long, value_name = "FILE")]
        state: Option<PathBuf>,
        /// Leave the signatures that the audit which kept the state found to hold, and check what is new
        #[arg(long, requires = "state")]
        since: bool,
        /// A folder of ballots, stamps and receipts that you have from elsewhere
        #[arg(long, value_name = "DIR")]
        seen: Option<PathBuf>,
        /// Print a line for each point that was checked
        #[arg(long, short)]
        verbose: bool,
        /// The commit to audit: a branch, a tag or a commit
        #[arg(long, default_value = "HEAD", value_name = "REV")]
        rev: String,
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// Stamp a file handed in: a proof for whoever handed it in (intake)
    Stamp {
        /// The file, as it was handed in
        file: PathBuf,
        /// The private key of the role intake
        #[arg(long, value_name = "FILE")]
        key: PathBuf,
        /// Where to write the stamp (default: FILE.stamp)
        #[arg(long, value_name = "FILE")]
        out: Option<PathBuf>,
    },
    /// Print a roll for ssh-keygen -Y verify
    AllowedSigners {
        /// The roll's name
        roll: String,
        /// As the roll stood when the log had this many entries (default: now)
        #[arg(long, value_name = "SIZE")]
        at: Option<u64>,
    },
    /// Found a council's record
    #[command(subcommand)]
    Council(CouncilCommand),
    /// Seal the next version of a roll (clerk)
    Roll(RollArgs),
    /// Seal the rules in content/votes and open the vote (clerk)
    Open {
        #[command(flatten)]
        stage: StageArgs,
        /// Even after its hours by this machine's clock, for a trial: with witnesses it cannot be certified
        #[arg(long)]
        late: bool,
    },
    /// Record or refuse every file handed in (clerk)
    Ingest {
        /// The log's private key
        #[arg(long, value_name = "FILE")]
        log_key: PathBuf,
        #[command(flatten)]
        guard: GuardArgs,
    },
    /// Complete or clear away what an interrupted command left (clerk)
    Recover {
        /// The guard that the interrupted command was given
        #[arg(long, value_name = "FILE")]
        guard: Option<PathBuf>,
        /// Give the interrupted command up instead
        #[arg(long)]
        discard: bool,
    },
    /// Close a vote (clerk)
    Close {
        #[command(flatten)]
        stage: StageArgs,
        /// Even before its hour by this machine's clock, because the council decided so: with witnesses it cannot be
        /// certified
        #[arg(long)]
        early: bool,
    },
    /// Count, publish and certify a vote (clerk)
    Certify {
        #[command(flatten)]
        stage: StageArgs,
        /// A folder of ballots and stamps seen elsewhere, none of which may be withheld
        #[arg(long, value_name = "DIR")]
        seen: Option<PathBuf>,
    },
    /// Record what happened during a vote, and put its closing off (clerk)
    Incident {
        #[command(flatten)]
        stage: StageArgs,
        /// What happened, in words, without names
        #[arg(long, value_name = "TEXT")]
        account: String,
        /// Until when the vote runs now, in universal time, such as 2026-05-24T19:00:00Z (default: as before)
        #[arg(long, value_name = "INSTANT")]
        closes: Option<String>,
    },
    /// Give a voter who lost a key another one for a vote (clerk)
    ReplaceKey {
        #[command(flatten)]
        stage: StageArgs,
        /// The voter's id on the roll, `v` and 16 hexadecimal digits
        #[arg(long, value_name = "ID")]
        voter: String,
        /// A file with the new public key
        #[arg(long, value_name = "FILE")]
        new_key: PathBuf,
        /// Why, in words, without a name
        #[arg(long, value_name = "TEXT")]
        reason: String,
    },
    /// Record the number drawn in public to decide ties (clerk)
    Draw {
        #[command(flatten)]
        stage: StageArgs,
        /// The number drawn, a whole number from 0 on
        #[arg(long, value_name = "NUMBER")]
        drawn: u64,
        /// Where, how and before whom it was drawn
        #[arg(long, value_name = "TEXT")]
        account: String,
    },
    /// End a vote without result, or take its result back (clerk)
    Annul {
        #[command(flatten)]
        stage: StageArgs,
        /// Why, in words
        #[arg(long, value_name = "TEXT")]
        reason: String,
    },
    /// Let the ballots of a vote go after its retention end (clerk)
    Erase {
        #[command(flatten)]
        stage: StageArgs,
        /// Remove the files of its ballots from this folder too
        #[arg(long)]
        remove: bool,
    },
    /// End a fork of the log (root keys)
    Fork {
        /// The file of the checkpoint that is abandoned
        checkpoint: PathBuf,
        /// How it came about, in words
        #[arg(long, value_name = "TEXT")]
        account: String,
        #[command(flatten)]
        keys: KeyArgs,
    },
    /// Make and check receipts: what became of a file handed in
    #[command(subcommand)]
    Receipt(ReceiptCommand),
    /// Vouch that the log only grew, and put it under its checkpoints
    #[command(subcommand)]
    Witness(WitnessCommand),
    /// Write the log as tiles for a web server (C2SP tlog-tiles)
    Tiles {
        /// The folder, empty or with earlier tiles of this log
        out: PathBuf,
        /// The commit whose log is written: a branch, a tag or a commit
        #[arg(long, default_value = "HEAD", value_name = "REV")]
        rev: String,
    },
    /// Make the sample council's signed record again from its seed
    Sample {
        /// The folder whose content/ is signed for, and whose submissions/ are written
        #[arg(long, default_value = ".", value_name = "DIR")]
        to: PathBuf,
    },
}

#[derive(Subcommand)]
enum ImportCommand {
    /// From a participatory budget of Pabulib: throw-away keys, a roll, an open vote, signed ballots
    Pabulib {
        /// The .pb file
        file: PathBuf,
        /// An empty folder: council/ is made in it, a git repository, and keys/
        #[arg(long, value_name = "DIR")]
        into: PathBuf,
        /// Record the ballots too, close the vote and certify its result
        #[arg(long)]
        run: bool,
    },
}

#[derive(Subcommand)]
enum KeyCommand {
    /// Make a key: FILE (mode 0600) and FILE.pub
    New {
        /// Where to write it; nothing is overwritten
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
enum ReceiptCommand {
    /// Make the receipts of files, from a clone
    Make {
        /// The files, as they were handed in
        #[arg(required = true)]
        files: Vec<PathBuf>,
        /// The folder to write them to, each as NAME.tlog-proof
        #[arg(long, default_value = ".", value_name = "DIR")]
        to: PathBuf,
    },
    /// Say what a receipt proves of a file; needs no clone
    Check {
        /// The file, as it was handed in
        file: PathBuf,
        /// Its receipt
        receipt: PathBuf,
        /// The genesis fingerprint, as printed in the signed minutes
        #[arg(long, value_name = "SHA256")]
        genesis: Option<String>,
        /// The tally, where the receipt does not carry it
        #[arg(long, value_name = "FILE")]
        tally: Option<PathBuf>,
    },
}

#[derive(Subcommand)]
enum WitnessCommand {
    /// Print the log's verifier key
    LogKey,
    /// Print a witness's verifier key, and its lines for the rules of a vote
    Key {
        /// The witness's public key
        public: PathBuf,
        /// Its name, in the form of a host name, such as neighbour.example
        #[arg(long, value_name = "NAME")]
        name: String,
    },
    /// Print what a witness needs who has no clone (C2SP tlog-witness, add-checkpoint)
    Request {
        /// How many entries of the log the witness saw last, 0 for none
        #[arg(long, default_value_t = 0, value_name = "SIZE")]
        old: u64,
        /// Where to write it (default: standard output)
        #[arg(long, value_name = "FILE")]
        out: Option<PathBuf>,
    },
    /// Cosign the log (witness)
    Cosign {
        /// The file of a request (default: made from this clone)
        request: Option<PathBuf>,
        /// The witness's private key
        #[arg(long, value_name = "FILE")]
        key: PathBuf,
        /// The witness's name, as the rules of the vote give it
        #[arg(long, value_name = "NAME")]
        name: String,
        /// The log's verifier key, as `witness log-key` prints it; needed the first time, and where it changed
        #[arg(long, value_name = "KEY")]
        log: Option<String>,
        /// Where this witness keeps what it vouched for
        #[arg(long, value_name = "FILE")]
        state: PathBuf,
        /// Where to write the line (default: standard output)
        #[arg(long, value_name = "FILE")]
        out: Option<PathBuf>,
    },
    /// Put lines of witnesses under their checkpoints (clerk)
    Attach {
        /// A file of the lines that witnesses made
        lines: PathBuf,
    },
}

#[derive(Subcommand)]
enum CouncilCommand {
    /// Begin a record: genesis and first roles
    New(FoundArgs),
    /// Hand the keys of roles on, or take them back (root keys)
    Roles(RolesArgs),
}

#[derive(Args)]
struct FoundArgs {
    /// The council's id, a host name it holds, as in parvis.yaml where there is one
    #[arg(long, value_name = "HOST")]
    council: String,
    /// Its name in words
    #[arg(long, value_name = "TEXT")]
    name: String,
    /// A root's private key; repeat for each
    #[arg(long, required = true, value_name = "FILE")]
    root: Vec<PathBuf>,
    /// How many root keys must sign
    #[arg(long, default_value_t = 1, value_name = "NUMBER")]
    root_threshold: u8,
    /// An officer's private key; repeat for each
    #[arg(long, required = true, value_name = "FILE")]
    officer: Vec<PathBuf>,
    /// How many officers must sign
    #[arg(long, default_value_t = 1, value_name = "NUMBER")]
    officer_threshold: u8,
    /// The log's private key
    #[arg(long, value_name = "FILE")]
    log_key: PathBuf,
    /// The public key of whoever stamps files handed in, not the clerk; repeat for each (default:
    /// the officers)
    #[arg(long, value_name = "FILE")]
    intake: Vec<PathBuf>,
    /// Where to keep the state of the log that this machine signed last (default: a file for each
    /// log key in the user's state folder)
    #[arg(long, value_name = "FILE")]
    guard: Option<PathBuf>,
}

#[derive(Args)]
struct RolesArgs {
    /// A role that changes: role=KEY.pub, or role=2:A.pub,B.pub where two must sign; roles:
    /// definition, intake, log, roll, root
    #[arg(long = "set", required = true, value_name = "ROLE=FILES")]
    changes: Vec<String>,
    /// Write the text here, to be signed elsewhere, and seal nothing
    #[arg(long, value_name = "FILE")]
    draft: Option<PathBuf>,
    /// A detached signature (.sig) of that text by a root key; repeat for each
    #[arg(long = "signature", value_name = "FILE", conflicts_with = "draft")]
    signatures: Vec<PathBuf>,
    /// A root's private key; repeat for each that must sign
    #[arg(long, value_name = "FILE")]
    root: Vec<PathBuf>,
    /// The log's private key; the new one where it changes
    #[arg(long, value_name = "FILE")]
    log_key: PathBuf,
    #[command(flatten)]
    guard: GuardArgs,
}

#[derive(Args)]
#[command(group = clap::ArgGroup::new("choice").args(["choose", "answer", "points", "grades", "ranking", "blank"]))]
struct VoteArgs {
    /// The vote's id: the name of its file in content/votes, without .md
    vote: String,
    /// The ids of the options chosen, one or more after each other
    #[arg(long, num_args = 1.., value_name = "OPTION")]
    choose: Option<Vec<String>>,
    /// The answer to a motion: for, against, abstention, not-voting
    #[arg(long, value_name = "ANSWER")]
    answer: Option<String>,
    /// Points for options, such as elm=3 oak=1
    #[arg(long, num_args = 1.., value_name = "OPTION=POINTS")]
    points: Option<Vec<String>>,
    /// A grade for each option, such as elm=good oak=poor
    #[arg(long, num_args = 1.., value_name = "OPTION=GRADE")]
    grades: Option<Vec<String>>,
    /// The options in order, best first, one word a rank, such as elm oak=ash (or in quotes: "elm > oak = ash")
    #[arg(long, num_args = 1.., value_name = "RANK")]
    ranking: Option<Vec<String>>,
    /// A blank ballot
    #[arg(long)]
    blank: bool,
    /// The voter's private key to sign with
    #[arg(long, value_name = "FILE")]
    key: Option<PathBuf>,
    /// The voter's id on the roll, without --key: prints a text that is signed elsewhere
    #[arg(long, value_name = "ID")]
    voter: Option<String>,
    /// The number of the ballot; of a voter's ballots the greatest counts (default: now, in seconds since 1970)
    #[arg(long, value_name = "NUMBER")]
    seq: Option<u64>,
}

#[derive(Args)]
struct ProposeArgs {
    /// The proposal's name, such as shared-garden
    slug: String,
    /// Its title, in words
    #[arg(long, value_name = "TEXT")]
    title: String,
    /// The name you sign with, which everybody reads
    #[arg(long, value_name = "TEXT")]
    name: String,
    /// Its category, an id of `categories` in parvis.yaml
    #[arg(long, value_name = "ID")]
    category: String,
    /// Its district, an id of `districts` in parvis.yaml
    #[arg(long, value_name = "ID")]
    district: String,
    /// Your estimate of its cost, in the council's currency, such as 12000 or 12000.50 (default: none)
    #[arg(long, value_name = "AMOUNT")]
    cost: Option<String>,
    /// The language you write in: fr or en
    #[arg(long, default_value = "fr", value_name = "LANG")]
    language: Language,
    /// A file with its text in Markdown
    #[arg(long, value_name = "FILE")]
    body: PathBuf,
    /// The author's private key to sign with
    #[arg(long, value_name = "FILE")]
    key: PathBuf,
    /// The number of the version, greater than that before (default: now, in seconds since 1970)
    #[arg(long, value_name = "NUMBER")]
    seq: Option<u64>,
}

#[derive(Args)]
struct RollArgs {
    /// The roll's name
    roll: String,
    /// Who is on it: public (named voters), pseudonymous (voters by random ids) or proposers (may propose)
    #[arg(long, value_name = "MODE")]
    mode: String,
    #[command(flatten)]
    source: RollSourceArgs,
    /// Seal only what changes in the version before, and say why (default: seal every line)
    #[arg(long, value_name = "TEXT")]
    reason: Option<String>,
    #[command(flatten)]
    keys: KeyArgs,
}

#[derive(Args)]
#[group(required = true, multiple = false)]
struct RollSourceArgs {
    /// A file of lines: voter weight groups person key
    #[arg(long, value_name = "FILE")]
    lines: Option<PathBuf>,
    /// A table with the columns voter, weight, groups, person, key
    #[arg(long, value_name = "FILE")]
    csv: Option<PathBuf>,
    /// An `allowed_signers` file of OpenSSH
    #[arg(long, value_name = "FILE")]
    allowed_signers: Option<PathBuf>,
}

impl From<RollSourceArgs> for clerk::LineSource {
    fn from(args: RollSourceArgs) -> Self {
        match (args.csv, args.allowed_signers) {
            (Some(csv), _) => Self::Csv(csv),
            (_, Some(signers)) => Self::AllowedSigners(signers),
            (None, None) => Self::Lines(args.lines.unwrap_or_default()),
        }
    }
}

#[derive(Args)]
#[group(multiple = false)]
struct TallyFormArgs {
    /// Print the tally file (JSON)
    #[arg(long)]
    json: bool,
    /// Print a table (CSV)
    #[arg(long)]
    csv: bool,
    /// Print a certified budget with its ballots as Pabulib has it (.pb)
    #[arg(long)]
    pabulib: bool,
}

impl From<TallyFormArgs> for tally::TallyForm {
    fn from(args: TallyFormArgs) -> Self {
        match args {
            TallyFormArgs { json: true, .. } => Self::Json,
            TallyFormArgs { csv: true, .. } => Self::Csv,
            TallyFormArgs { pabulib: true, .. } => Self::Pabulib,
            TallyFormArgs { .. } => Self::Text,
        }
    }
}

#[derive(Args)]
struct StageArgs {
    /// The vote's id: the name of its file in content/votes, without .md
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
    #[command(flatten)]
    guard: GuardArgs,
}

#[derive(Args)]
struct GuardArgs {
    /// Where the state of the log that this machine signed last is kept (default: a file for each
    /// log key in the user's state folder)
    #[arg(long, value_name = "FILE")]
    guard: Option<PathBuf>,
    /// This machine signs with this log key for the first time: trust the record as it stands
    #[arg(long)]
    new_guard: bool,
}

impl From<GuardArgs> for clerk::GuardChoice {
    fn from(args: GuardArgs) -> Self {
        Self { file: args.guard, begin: args.new_guard }
    }
}

impl From<KeyArgs> for clerk::Keys {
    fn from(args: KeyArgs) -> Self {
        Self { role: args.role, log: args.log_key, guard: args.guard.into() }
    }
}

fn main() -> ExitCode {
    let cli = Cli::parse();
    let terminal = Terminal::new("scrutineer", choose_language(cli.lang));
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
        Command::Explain { code } => explain::explain(&code, terminal),
        Command::Check { base, head, format, json } => {
            let format = if json { check::Format::Json } else { format };
            check::check_changes(&folder, &base, &head, format, terminal)
        }
        Command::Collect { source, into, json } => {
            clerk::collect_files(&source, into.as_deref().unwrap_or(&folder), form(json), terminal)
        }
        Command::Receive { branch, clerk } => {
            receive::receive(&folder, &receive::Reception { branch, clerk }, terminal)
        }
        Command::Import(ImportCommand::Pabulib { file, into, run }) => {
            import::import_pabulib(&file, &into, run, terminal)
        }
        Command::Tally { vote, form, method: Some(method), rules } => {
            what_if::tally_by(&root, &vote, (&method, &rules), form.into(), terminal)
        }
        Command::Tally { vote, form, .. } => tally::tally(&root, &vote, form.into(), terminal),
        Command::Audit { genesis, state, since, seen, verbose, rev, json } => {
            let request = AuditRequest { genesis, state, since, seen, verbose, revision: rev, form: form(json) };
            audit_repository(&folder, &request, terminal)
        }
        Command::Stamp { file, key, out } => stamp::stamp(&root, &file, &key, out.as_deref(), terminal),
        Command::AllowedSigners { roll, at } => allowed_signers::allowed_signers(&root, &roll, at, terminal),
        Command::Council(CouncilCommand::New(args)) => clerk::found(&root, &founding(args), terminal),
        Command::Council(CouncilCommand::Roles(args)) => {
            let RolesArgs { changes, draft, signatures, root, log_key, guard } = args;
            let request = clerk::RolesRequest { changes, draft, signatures };
            clerk::change_roles(
                &folder,
                &request,
                &clerk::Keys { role: root, log: log_key, guard: guard.into() },
                terminal,
            )
        }
        Command::Incident { stage, account, closes } => {
            clerk::incident(&folder, &stage.vote, &account, closes.as_deref(), &stage.keys.into(), terminal)
        }
        Command::ReplaceKey { stage, voter, new_key, reason } => {
            let request = clerk::ReplacementRequest { vote: stage.vote, voter, key: new_key, reason };
            clerk::replace_key(&folder, &request, &stage.keys.into(), terminal)
        }
        Command::Draw { stage, drawn, account } => {
            clerk::draw(&folder, &stage.vote, drawn, &account, &stage.keys.into(), terminal)
        }
        Command::Annul { stage, reason } => clerk::annul(&folder, &stage.vote, &reason, &stage.keys.into(), terminal),
        Command::Erase { stage, remove } => clerk::erase(&folder, &stage.vote, remove, &stage.keys.into(), terminal),
        Command::Fork { checkpoint, account, keys } => {
            clerk::fork(&folder, &checkpoint, &account, &keys.into(), terminal)
        }
        Command::Roll(args) => {
            let RollArgs { roll, mode, source, reason, keys } = args;
            let request = clerk::RollRequest { roll, mode, source: source.into(), reason };
            clerk::seal_roll(&folder, &request, &keys.into(), terminal)
        }
        Command::Open { stage, late } => {
            let timing = if late { clerk::Timing::Late } else { clerk::Timing::AtItsHour };
            clerk::open(&folder, &stage.vote, timing, &stage.keys.into(), terminal)
        }
        Command::Ingest { log_key, guard } => clerk::ingest(&folder, &log_key, guard.into(), terminal),
        Command::Recover { guard, discard } => {
            clerk::recover(&folder, &clerk::GuardChoice { file: guard, begin: false }, discard, terminal)
        }
        Command::Close { stage, early } => {
            let timing = if early { clerk::Timing::Early } else { clerk::Timing::AtItsHour };
            clerk::close(&folder, &stage.vote, timing, &stage.keys.into(), terminal)
        }
        Command::Certify { stage, seen } => {
            clerk::certify(&folder, &stage.vote, seen.as_deref(), &stage.keys.into(), terminal)
        }
        Command::Receipt(ReceiptCommand::Make { files, to }) => receipt::make_receipts(&folder, &files, &to, terminal),
        Command::Receipt(ReceiptCommand::Check { file, receipt, genesis, tally }) => {
            receipt::check_receipt(&file, &receipt, genesis.as_deref(), tally.as_deref(), terminal)
        }
        Command::Witness(command) => run_witness(&folder, command, terminal),
        Command::Tiles { out, rev } => tiles::write_tiles(&folder, &rev, &out, terminal),
        Command::Sample { to } => sample::regenerate(&to, terminal),
    }
}

fn run_witness(folder: &Path, command: WitnessCommand, terminal: Terminal) -> Result<Status, AppError> {
    match command {
        WitnessCommand::LogKey => witness::log_key(folder, terminal),
        WitnessCommand::Key { public, name } => witness::witness_key(&public, &name, terminal),
        WitnessCommand::Request { old, out } => witness::request(folder, old, out.as_deref(), terminal),
        WitnessCommand::Cosign { request, key, name, log, state, out } => {
            witness::cosign_log(folder, &witness::Cosigning { request, key, name, log, state, out }, terminal)
        }
        WitnessCommand::Attach { lines } => witness::attach(folder, &lines, terminal),
    }
}

fn founding(args: FoundArgs) -> clerk::Founding {
    let FoundArgs { council, name, root, root_threshold, officer, officer_threshold, log_key, intake, guard } = args;
    let guard = clerk::GuardChoice { file: guard, begin: false };
    clerk::Founding { council, name, root, root_threshold, officer, officer_threshold, log: log_key, intake, guard }
}

fn ballot_request(args: VoteArgs) -> vote::BallotRequest {
    let said = [
        (BallotBody::Choices, args.choose),
        (BallotBody::Answer, args.answer.map(|answer| vec![answer])),
        (BallotBody::Points, args.points),
        (BallotBody::Grades, args.grades),
        (BallotBody::Ranking, args.ranking),
    ];
    let said = said.into_iter().find_map(|(body, words)| Some(Choice::Said(body, words?)));
    let choice = if args.blank { Choice::Blank } else { said.unwrap_or(Choice::Unsaid) };
    vote::BallotRequest { vote: args.vote, choice, key: args.key, voter: args.voter, seq: args.seq }
}

fn proposal_request(args: ProposeArgs) -> propose::ProposalRequest {
    let ProposeArgs { slug, title, name, category, district, cost, language, body, key, seq } = args;
    propose::ProposalRequest { slug, title, name, category, district, cost, language, body, key, seq }
}
