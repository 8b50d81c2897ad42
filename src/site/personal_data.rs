//! Personal data in what the council wrote and in proposals handed in, before all of it is public
//! for ever.

use std::collections::{BTreeMap, BTreeSet};

use crate::document::{self, Documents};
use crate::grammar::ARMOUR_BEGIN;
use crate::personal::{Allowed, Kind, Sighting, scan};
use crate::report::{Bilingual, Code, Diagnostic, Place};
use crate::tree::{FilePath, FileTree};

/// The files of `content/` that hold text.
const TEXTS: [&str; 9] = ["md", "txt", "csv", "yaml", "yml", "json", "html", "ics", "vcf"];

/// What tells one sighting from another, wherever it stands.
type Known = BTreeSet<(Kind, String)>;

/// Personal data in `tree`: a warning, or an error where `known`, an earlier state, does not have it
/// anywhere.
#[must_use]
pub fn personal_data(tree: &FileTree, known: Option<&FileTree>) -> Vec<Diagnostic> {
    let known = known.map(all_of);
    let found = sightings(tree).into_iter();
    found
        .map(|(file, sighting)| {
            let is_new = known.as_ref().is_some_and(|known| !known.contains(&(sighting.kind, sighting.key.clone())));
            finding(&file, &sighting, is_new)
        })
        .collect()
}

/// Personal data in `passing`, files that commits between two states held, that neither has: whoever
/// has the repository has it, although no file shows it any more.
#[must_use]
pub fn passing_personal_data<'a>(
    passing: impl IntoIterator<Item = (&'a str, &'a FilePath, &'a [u8])>,
    states: [&FileTree; 2],
) -> Vec<Diagnostic> {
    let mut known: Known = states.into_iter().flat_map(all_of).collect();
    let allowed = allowed_everywhere(states[1]);
    let mut findings = Vec::new();
    for (commit, file, bytes) in passing.into_iter().filter(|(_, file, _)| is_text(file)) {
        for sighting in scan(text_of(file, bytes).unwrap_or_default(), &allowed) {
            if known.insert((sighting.kind, sighting.key.clone())) {
                findings.push(passed(commit, file, &sighting));
            }
        }
    }
    findings
}

/// A note for each e-mail address in `emails`, those of commits, that is somebody's: it becomes public
/// with the history.
#[must_use]
pub fn authors(emails: &BTreeSet<String>, tree: &FileTree) -> Vec<Diagnostic> {
    let allowed = allowed_everywhere(tree);
    let own = emails.iter().filter(|email| scan(email, &allowed).iter().any(|found| found.kind == Kind::Email));
    own.map(|email| author(email)).collect()
}

fn all_of(tree: &FileTree) -> Known {
    let nothing = Allowed::default();
    let texts = texts(tree).flat_map(|(_, text)| scan(text, &nothing));
    texts.map(|sighting| (sighting.kind, sighting.key)).collect()
}

fn sightings(tree: &FileTree) -> Vec<(FilePath, Sighting)> {
    let (documents, _) = document::read(tree);
    let general = allowed_everywhere(tree).and(documents.iter().flat_map(allowed_of_people));
    let own = documents.as_ref().map(|documents| allowed_by_file(documents, &general)).unwrap_or_default();
    let scanned = texts(tree).flat_map(|(file, text)| {
        let allowed = own.get(file).unwrap_or(&general);
        scan(text, allowed).into_iter().map(|sighting| (file.clone(), sighting))
    });
    scanned.collect()
}

/// What `parvis.yaml` says may stand anywhere.
fn allowed_everywhere(tree: &FileTree) -> Allowed {
    let contacts = document::public_contacts_of(tree);
    Allowed::of(contacts.iter().map(String::as_str))
}

/// How people agreed to be reached.
fn allowed_of_people(documents: &Documents) -> Vec<&str> {
    let contacts = documents.people.values().filter_map(|person| person.facts.contact.as_ref());
    contacts.flat_map(|contact| [&contact.email, &contact.phone]).flatten().map(String::as_str).collect()
}

/// What each record says may stand in its own files.
fn allowed_by_file(documents: &Documents, general: &Allowed) -> BTreeMap<FilePath, Allowed> {
    let records = documents.every().filter(|record| !record.common.public_contacts.is_empty());
    let files = records.flat_map(|record| {
        let allowed = general.and(record.common.public_contacts.iter().map(String::as_str));
        let files = record.files().into_iter().cloned();
        files.map(move |file| (file, allowed.clone())).collect::<Vec<_>>()
    });
    files.collect()
}

fn texts(tree: &FileTree) -> impl Iterator<Item = (&FilePath, &str)> {
    let files = tree.below("content").chain(tree.below("submissions/proposals"));
    files.filter(|(file, _)| is_text(file)).filter_map(|(file, bytes)| Some((file, text_of(file, bytes)?)))
}

fn is_text(file: &FilePath) -> bool {
    TEXTS.contains(&file.extension())
}

/// The text of a file; of a signed one, what stands before the signature.
fn text_of<'a>(file: &FilePath, bytes: &'a [u8]) -> Option<&'a str> {
    let text = std::str::from_utf8(bytes).ok()?;
    let signed = file.below("submissions").and_then(|_| text.split_once(ARMOUR_BEGIN));
    Some(signed.map_or(text, |(text, _)| text))
}

fn finding(file: &FilePath, sighting: &Sighting, is_new: bool) -> Diagnostic {
    let name = sighting.kind.name();
    let message = Bilingual::new(
        format!("{} : le dépôt la garde pour toujours", name.fr),
        format!("{}: the repository keeps it for ever", name.en),
    );
    let diagnostic = if is_new {
        Diagnostic::error(Code::PersonalData, message)
    } else {
        Diagnostic::warning(Code::PersonalData, message)
    };
    let place = Place::file(file).at_line(sighting.line).at_column(sighting.column, sighting.length);
    diagnostic.at(place).help(remedy(file))
}

fn remedy(file: &FilePath) -> Bilingual {
    if file.below("submissions").is_some() {
        return Bilingual::new(
            "demander à l’auteur une version sans cela, avant de la prendre",
            "ask the author for a version without it, before it is taken",
        );
    }
    Bilingual::new(
        "la retirer, en faire une valeur effaçable (`parvis personal add`), ou, si elle est publique, l’écrire sous `public_contacts:` de la fiche ou de parvis.yaml",
        "take it out, make it a value that can be erased (`parvis personal add`) or, if it is public, write it below `public_contacts:` of the record or of parvis.yaml",
    )
}

fn author(email: &str) -> Diagnostic {
    let message = Bilingual::new(
        format!("des commits portent l’adresse {email}, qui devient publique avec l’histoire"),
        format!("commits carry the address {email}, which becomes public with the history"),
    );
    let help = Bilingual::new(
        "si ce n’est pas voulu : employer l’adresse `noreply` de la forge (`git config user.email …`) et refaire les commits",
        "if that is not wanted: use the forge's `noreply` address (`git config user.email …`) and make the commits anew",
    );
    Diagnostic::note(Code::PersonalData, message).help(help)
}

fn passed(commit: &str, file: &FilePath, sighting: &Sighting) -> Diagnostic {
    let name = sighting.kind.name();
    let commit: String = commit.chars().take(12).collect();
    let message = Bilingual::new(
        format!("{} dans le commit {commit}, reprise depuis : l’histoire de la branche la garde", name.fr),
        format!("{} in the commit {commit}, taken back since: the history of the branch keeps it", name.en),
    );
    let help = Bilingual::new(
        "avant de fusionner, réunir les commits en un seul (`git rebase -i`, ou une branche neuve)",
        "before the merge, join the commits into one (`git rebase -i`, or a fresh branch)",
    );
    let place = Place::file(file).at_line(sighting.line).at_column(sighting.column, sighting.length);
    Diagnostic::error(Code::PersonalData, message).at(place).help(help)
}
