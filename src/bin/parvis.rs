//! `parvis`: builds a council's public website from Markdown kept in git; previews it live;
//! checks it before it is published.

use std::net::IpAddr;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use parvis::app::begin::{Beginning, begin};
use parvis::app::build_site::{self, BuildRequest, CheckRequest};
use parvis::app::corrections::{self, ErratumRequest, Saying};
use parvis::app::explain::explain;
use parvis::app::import_records::{ImportRequest, Source, import};
use parvis::app::new_record::{NewRecord, new_record};
use parvis::app::personal;
use parvis::app::translations::{TranslationsRequest, translations};
use parvis::app::{Terminal, choose_language, preview_site};
use parvis::council::{CouncilId, Date};
use parvis::grammar::Token as _;
use parvis::import::Hour;
use parvis::import::static_site::Generator;
use parvis::language::Language;
use parvis::preview::Listen;

/// A site is made of very many small texts: docs/performance.md says what this allocator is worth.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// The flags of the program.
#[derive(Parser)]
#[command(version, about = "A council's public website from Markdown in git: build, serve, check.")]
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
    /// Build the website
    Build {
        /// Where to
        #[arg(long, default_value = "site", value_name = "DIR")]
        out: PathBuf,
        /// The day spoken of as today (default: that of the last commit)
        #[arg(long, value_name = "YYYY-MM-DD")]
        as_of: Option<Date>,
        /// Print the findings as JSON
        #[arg(long)]
        json: bool,
        /// Show drafts of plain pages
        #[arg(long)]
        drafts: bool,
        /// Print the time that each phase took
        #[arg(long)]
        timings: bool,
        /// Lay parvis.NAME.yaml over parvis.yaml
        #[arg(long, value_name = "NAME")]
        env: Option<String>,
    },
    /// Build, show in the browser, and build again on every change
    Serve {
        /// The port on this machine; 0 takes any free one
        #[arg(long, default_value_t = 4000)]
        port: u16,
        /// Listen at this address of the machine, where others can read too (default: this machine alone)
        #[arg(long, value_name = "ADDRESS")]
        host: Option<IpAddr>,
        /// The day spoken of as today (default: that of the last commit)
        #[arg(long, value_name = "YYYY-MM-DD")]
        as_of: Option<Date>,
        /// Show drafts of plain pages
        #[arg(long)]
        drafts: bool,
        /// Lay parvis.NAME.yaml over parvis.yaml
        #[arg(long, value_name = "NAME")]
        env: Option<String>,
    },
    /// Write the files of a site that begins, into a folder that has none yet
    Init {
        /// The council, by its host name, such as montrivel.example; without it, a site of plain pages
        #[arg(long, value_name = "HOST", value_parser = read_council)]
        council: Option<CouncilId>,
        /// What the site is called (default: the name of the folder)
        #[arg(long)]
        name: Option<String>,
    },
    /// Write a file to begin a record with: every key, what it means, and an example
    New {
        /// body, person, meeting, minutes, proposal, vote, news, page, erratum, tombstone or another of docs/records.md
        kind: String,
        /// The record's id, which is its file's name: lower-case letters, digits and hyphens
        id: String,
        /// Its title
        #[arg(long)]
        title: Option<String>,
        /// How a vote is counted, such as irv/1; docs/methods.md says which there are
        #[arg(long, value_name = "METHOD")]
        method: Option<String>,
    },
    /// Write the erratum of a record that you corrected since the last commit, with both hashes
    Erratum {
        /// The record, such as minutes/2026-03-12-council, or its file
        record: String,
        #[command(flatten)]
        saying: Words,
        /// Something was taken out: the notice does not say what
        #[arg(long)]
        redaction: bool,
        /// With --redaction: give the hash of the file before, too. It lets whoever guesses what was taken
        /// out see that the guess is right
        #[arg(long, requires = "redaction")]
        keep_before: bool,
        /// The commit that still has the file as it was
        #[arg(long, default_value = "HEAD", value_name = "COMMIT")]
        since: String,
    },
    /// Write what stays at the address of a record that is taken away
    Tombstone {
        /// The record, such as news/2026-03-12-square, or its file
        record: String,
        #[command(flatten)]
        saying: Words,
        /// The record that takes its place
        #[arg(long, value_name = "RECORD")]
        replaced_by: Option<String>,
    },
    /// Values that can be erased without touching the record: docs/personal-data.md
    Personal {
        #[command(subcommand)]
        command: Personal,
    },
    /// List which texts are translated and how each translation stands, or mark some
    Translations {
        /// Only those that stand so: missing, unmarked, machine, reviewed, outdated
        #[arg(long, value_name = "STATE", conflicts_with = "mark")]
        state: Option<String>,
        /// Write into these translations who answers for them, machine or reviewed, and of which words they are
        #[arg(long, value_name = "WHO", requires = "files")]
        mark: Option<String>,
        /// Print the list as JSON
        #[arg(long)]
        json: bool,
        /// The files to mark, such as content/pages/about.fr.md
        #[arg(value_name = "FILE", requires = "mark")]
        files: Vec<String>,
    },
    /// Make records of what the council has already; nothing there is ever overwritten
    Import {
        #[command(subcommand)]
        source: ImportSource,
        /// The body whose meetings these are (default: the only one there is)
        #[arg(long, global = true, value_name = "ID")]
        body: Option<String>,
        /// The hour at which it meets, such as 19:00, where the source does not say
        #[arg(long, global = true, value_name = "HH:MM")]
        hour: Option<Hour>,
        /// Say what would be written, and write nothing
        #[arg(long, global = true)]
        dry_run: bool,
        /// Print the account as JSON
        #[arg(long, global = true)]
        json: bool,
    },
    /// Say what is wrong, and build nothing
    Check {
        /// The day spoken of as today, such as 2026-06-11; without it, the day of the last commit
        #[arg(long, value_name = "DAY")]
        as_of: Option<Date>,
        /// Also say what changed in silence since HEAD left this commit, such as origin/main: an address that
        /// leads nowhere any more, a settled record without an erratum
        #[arg(long, value_name = "COMMIT")]
        base: Option<String>,
        /// Also ask the other sites that texts link to whether they answer (needs curl and a network)
        #[arg(long)]
        external: bool,
        /// Lay parvis.NAME.yaml over parvis.yaml
        #[arg(long, value_name = "NAME")]
        env: Option<String>,
        /// Print the findings as JSON
        #[arg(long)]
        json: bool,
    },
    /// Say what a code means, with an example and how to mend it
    Explain {
        /// The code, as a finding names it
        code: String,
    },
}

#[derive(Subcommand)]
enum Personal {
    /// Keep a value, asked for or read from standard input, in a side file outside git, and print the line
    /// that promises it in the record
    Add {
        /// The record, such as people/anne-petit, or its file
        record: String,
        /// The value's name in the record, such as contact
        name: String,
    },
    /// Erase a value; the record, its hash and every signature stay as they are
    Erase {
        /// The record, such as people/anne-petit, or its file
        record: String,
        /// The value's name in the record, such as contact
        name: String,
    },
}

/// What is said of a correction or a removal.
#[derive(clap::Args)]
struct Words {
    /// Why: a word of the list in docs/corrections.md
    #[arg(long)]
    reason: String,
    /// Who: a name or an office
    #[arg(long, value_name = "WHO")]
    by: String,
    /// The day (default: today)
    #[arg(long, value_name = "YYYY-MM-DD")]
    at: Option<Date>,
    /// The title (default: made from the record's)
    #[arg(long)]
    title: Option<String>,
    /// The text
    #[arg(long)]
    text: Option<String>,
}

impl Words {
    fn of(self, target: String) -> Saying {
        let Self { reason, by, at, title, text } = self;
        Saying { target, reason, by, at, title, text }
    }
}

/// What is imported.
#[derive(Subcommand)]
enum ImportSource {
    /// Meetings and roll calls from tables, one CSV file a meeting, its day in the file's name
    RollCall {
        /// The tables
        #[arg(required = true, value_name = "FILE")]
        files: Vec<PathBuf>,
    },
    /// Minutes, and who was there, from documents of a word processor (DOCX, ODT)
    Minutes {
        /// The documents
        #[arg(required = true, value_name = "FILE")]
        files: Vec<PathBuf>,
        /// The meeting they are of (default: the one on the day that the document says)
        #[arg(long, value_name = "ID")]
        meeting: Option<String>,
    },
    /// News, pages and minutes from the sources of a Jekyll site
    Jekyll {
        /// The folder of its sources, with _config.yml
        #[arg(value_name = "DIR")]
        site: PathBuf,
    },
    /// News, pages and minutes from the sources of a Hugo site
    Hugo {
        /// The folder of its sources, with content/
        #[arg(value_name = "DIR")]
        site: PathBuf,
    },
    /// News, pages and minutes from the sources of a Pelican site
    Pelican {
        /// The folder of its sources, with content/
        #[arg(value_name = "DIR")]
        site: PathBuf,
    },
}

fn read_council(text: &str) -> Result<CouncilId, String> {
    CouncilId::read(text).ok_or_else(|| CouncilId::expected().en)
}

fn main() -> ExitCode {
    let Cli { folder, lang, command } = Cli::parse();
    let language = choose_language(lang);
    let terminal = Terminal::new("parvis", language);
    let result = match command {
        Command::Build { out, as_of, json, drafts, timings, env } => {
            build_site::build(&BuildRequest { folder, out, as_of, json, drafts, timings, env }, terminal)
        }
        Command::Serve { port, host, as_of, drafts, env } => {
            let listen = Listen::at(host, port, terminal.language);
            preview_site::serve(&folder, listen, (as_of, drafts, env), terminal)
        }
        Command::Init { council, name } => begin(&folder, &Beginning { council, name }, terminal),
        Command::New { kind, id, title, method } => {
            new_record(&folder, &NewRecord { kind, id, title, method }, terminal)
        }
        Command::Import { source, body, hour, dry_run, json } => {
            let source = match source {
                ImportSource::RollCall { files } => Source::RollCall(files),
                ImportSource::Minutes { files, meeting } => Source::Minutes(files, meeting),
                ImportSource::Jekyll { site } => Source::Site(Generator::Jekyll, site),
                ImportSource::Hugo { site } => Source::Site(Generator::Hugo, site),
                ImportSource::Pelican { site } => Source::Site(Generator::Pelican, site),
            };
            import(&ImportRequest { folder, source, body, hour, dry_run, json }, terminal)
        }
        Command::Erratum { record, saying, redaction, keep_before, since } => {
            let request = ErratumRequest { saying: saying.of(record), redaction, keep_before, since };
            corrections::erratum(&folder, &request, terminal)
        }
        Command::Tombstone { record, saying, replaced_by } => {
            corrections::tombstone(&folder, &saying.of(record), replaced_by.as_deref(), terminal)
        }
        Command::Personal { command: Personal::Add { record, name } } => {
            personal::add(&folder, &record, &name, terminal)
        }
        Command::Personal { command: Personal::Erase { record, name } } => {
            personal::erase(&folder, &record, &name, terminal)
        }
        Command::Explain { code } => explain(&code, terminal),
        Command::Translations { state, mark, json, files } => {
            translations(&TranslationsRequest { folder, state, mark, files, json }, terminal)
        }
        Command::Check { as_of, base, external, env, json } => {
            build_site::check(&CheckRequest { folder, as_of, base, external, env, json }, terminal)
        }
    };
    ExitCode::from(result.unwrap_or_else(|error| terminal.fail(&error)).code())
}
