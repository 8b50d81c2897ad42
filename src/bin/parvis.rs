//! `parvis`: builds a council's public website from Markdown kept in git; previews it live;
//! checks it before it is published.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use parvis::app::build_site::{self, BuildRequest};
use parvis::app::new_record::{NewRecord, new_record};
use parvis::app::{Terminal, choose_language, preview_site};
use parvis::council::Date;
use parvis::language::Language;

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
    },
    /// Build, show in the browser, and build again on every change
    Serve {
        /// The port on this machine; 0 takes any free one
        #[arg(long, default_value_t = 4000)]
        port: u16,
        /// The day spoken of as today (default: that of the last commit)
        #[arg(long, value_name = "YYYY-MM-DD")]
        as_of: Option<Date>,
    },
    /// Write a file to begin a record with: every key, what it means, and an example
    New {
        /// body, person, meeting, minutes, proposal, vote, edition, delivery, news or page
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
    /// Say what is wrong, and build nothing
    Check {
        /// The day spoken of as today, such as 2026-06-11; without it, the day of the last commit
        #[arg(long, value_name = "DAY")]
        as_of: Option<Date>,
        /// Print the findings as JSON
        #[arg(long)]
        json: bool,
    },
}

fn main() -> ExitCode {
    let Cli { folder, lang, command } = Cli::parse();
    let language = choose_language(lang);
    let terminal = Terminal::new(language);
    let result = match command {
        Command::Build { out, as_of, json } => build_site::build(&BuildRequest { folder, out, as_of, json }, terminal),
        Command::Serve { port, as_of } => preview_site::serve(&folder, port, as_of, terminal),
        Command::New { kind, id, title, method } => {
            new_record(&folder, &NewRecord { kind, id, title, method }, terminal)
        }
        Command::Check { as_of, json } => build_site::check(&folder, as_of, json, terminal),
    };
    ExitCode::from(result.unwrap_or_else(|error| terminal.fail(&error)).code())
}
