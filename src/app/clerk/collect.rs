//! `collect`: files brought to the clerk in a folder or a git bundle.

use std::path::Path;

use serde::Serialize;

use super::bench::Bench;
use super::{GuardChoice, merging};
use crate::app::check::told;
use crate::app::record::{open_record, root_of};
use crate::app::{AppError, Form, Status, Terminal};
use crate::gate::{Collected, Fate, Offer, collect};
use crate::language::{Bilingual, Language};
use crate::source::bundle::Bundle;
use crate::source::folder;
use crate::source::git::GitSource;
use crate::source::offered::Offered;

/// The form of the report for machines.
#[derive(Serialize)]
struct Report<'a> {
    schema: &'static str,
    #[serde(flatten)]
    collected: &'a Collected,
}

/// `collect`: judges what lies at `source` as a pull request is judged, and puts what is taken in
/// its place in the council's folder, all of it or nothing.
///
/// # Errors
/// `source` is neither a folder, a file nor a bundle that can be read, the record does not hold, or
/// another process is writing.
pub fn collect_files(source: &Path, into: &Path, form: Form, terminal: Terminal) -> Result<Status, AppError> {
    let root = root_of(into);
    let mut bench = Bench::take(&root)?;
    bench.settle(&GuardChoice::default(), terminal)?;
    let git = GitSource::open(&root).ok();
    if git.as_ref().is_some_and(GitSource::is_merging) {
        return Err(merging());
    }
    let record = open_record(&root)?;
    // What was brought before and is not committed yet counts; what is committed prevails.
    let mut lying = folder::read(&root, "submissions")?;
    let committed = git.as_ref().and_then(|git| git.files("HEAD", &["submissions"]).ok());
    lying.overlay(&committed.unwrap_or_default());

    let found = std::fs::metadata(source).map_err(|error| nothing_there(source, &error))?;
    let is_bundle = found.is_file() && Bundle::is_one(source).map_err(|error| nothing_there(source, &error))?;
    let collected = match git.as_ref().filter(|_| is_bundle) {
        Some(git) => {
            let bundle = Bundle::open(source, git)?;
            let brought = bundle.brought(git)?;
            collect(brought, &bundle, &record, &lying)
        }
        None if is_bundle => return Err(no_repository()),
        None => {
            let offered = Offered::list(source);
            collect(offered.brought(), &offered, &record, &lying)
        }
    };
    if collected.files.iter().next().is_some() {
        bench.write(&collected.files, None)?;
    }
    match form {
        Form::Json => terminal.json(&Report { schema: "collected/1", collected: &collected }),
        Form::Text => print(&collected, terminal),
    }
    Ok(if collected.all_taken() { Status::Fine } else { Status::Findings })
}

fn print(collected: &Collected, terminal: Terminal) {
    for Offer { name, answer, fate } in &collected.offers {
        let (fr, en) = told(name, answer);
        let fate = match fate {
            Fate::Put(path) if answer.is_taken() => {
                Bilingual::new(format!("déposé : {path}"), format!("put at: {path}"))
            }
            Fate::Put(path) => Bilingual::new(
                format!("déposé pour que son refus soit consigné : {path}"),
                format!("put where its refusal will be recorded: {path}"),
            ),
            Fate::There(path) => Bilingual::new(format!("déjà là : {path}"), format!("there already: {path}")),
            Fate::Left => Bilingual::new("laissé", "left where it is"),
        };
        terminal.say(&format!("{fr}\n        {}", fate.fr), &format!("{en}\n        {}", fate.en));
    }
    let written = collected.files.iter().count() as u64;
    if collected.offers.is_empty() {
        terminal.say("rien à juger : aucun fichier", "nothing to judge: no file");
    } else if written > 0 {
        terminal.say(
            &format!(
                "{} ; à publier : git add submissions && git commit, puis scrutineer ingest",
                Language::Fr.count(written, "fichier déposé", "fichiers déposés"),
            ),
            &format!(
                "{} put in place; to publish: git add submissions && git commit, then scrutineer ingest",
                Language::En.count(written, "file", "files"),
            ),
        );
    } else {
        terminal.say("rien de plus à déposer", "nothing more to put in place");
    }
}

fn nothing_there(source: &Path, error: &std::io::Error) -> AppError {
    let shown = source.display();
    AppError::new(
        Bilingual::new(format!("lecture impossible de {shown} : {error}"), format!("cannot read {shown}: {error}")),
        Bilingual::new("donner un dossier, un fichier ou un paquet git", "give a folder, a file or a git bundle"),
    )
}

fn no_repository() -> AppError {
    AppError::new(
        Bilingual::new(
            "un paquet git ne se lit que dans un dépôt git du conseil",
            "a git bundle can only be read into a git repository of the council",
        ),
        Bilingual::new(
            "aller dans un clone, ou donner --into DOSSIER ; ou apporter les fichiers dans un dossier",
            "go into a clone, or pass --into DIR; or bring the files in a folder",
        ),
    )
}
