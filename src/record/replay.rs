//! The whole log, from its first entry to its last.

use super::{Files, Record};
use crate::grammar::Fault;
use crate::language::Bilingual;
use crate::report::{Code, Diagnostic, Place};
use crate::statement::Kind;
use crate::statement::entry::{Entry, read_entries};
use crate::submission::Rejection;

/// Where the log's entries lie.
pub const ENTRIES: &str = "submissions/log/entries";

/// Replays the log over `files`. Every finding is collected; the state goes on from what holds.
/// There is no record where there is no genesis that holds.
#[must_use]
pub fn replay(files: &Files) -> (Option<Record>, Vec<Diagnostic>) {
    let entries = match read_entries(files.tree().get_str(ENTRIES).unwrap_or_default()) {
        Ok(entries) => entries,
        Err(fault) => return (None, vec![malformed(&fault)]),
    };
    let mut findings = Vec::new();
    let mut entries = (1..).zip(entries);
    let Some(mut record) = entries.next().and_then(|(_, entry)| begin(&entry, files, &mut findings)) else {
        if findings.is_empty() {
            findings.push(no_genesis());
        }
        return (None, findings);
    };
    for (line, entry) in entries {
        let Some((path, bytes)) = files.by_hash(&entry.file) else {
            findings.push(missing(&entry, line));
            record.push(entry);
            continue;
        };
        if let Err(rejection) = record.apply(entry, path, bytes, files) {
            findings.push(refused(path.as_str(), &rejection, line));
        }
    }
    (Some(record), findings)
}

fn begin(entry: &Entry, files: &Files, findings: &mut Vec<Diagnostic>) -> Option<Record> {
    let Some((path, bytes)) = files.by_hash(&entry.file) else {
        findings.push(missing(entry, 1));
        return None;
    };
    match Record::begin(path, bytes) {
        Ok(record) if entry.kind == Kind::Genesis && entry.subject == "council" => Some(record),
        Ok(_) => None,
        Err(rejection) => {
            findings.push(refused(path.as_str(), &rejection, 1));
            None
        }
    }
}

fn at_line(line: u32) -> Place {
    Place::named(ENTRIES).at_line(line)
}

fn no_genesis() -> Diagnostic {
    let message = Bilingual::new(
        "le journal ne commence par aucune genèse : ce dossier n’a pas de registre signé",
        "the log begins with no genesis: this folder has no signed record",
    );
    let help = Bilingual::new(
        "une cérémonie en crée un : `scrutineer council new`",
        "a ceremony makes one: `scrutineer council new`",
    );
    Diagnostic::error(Code::GenesisMissing, message).at(Place::named(ENTRIES)).help(help)
}

fn malformed(fault: &Fault) -> Diagnostic {
    Diagnostic::error(Code::LogMalformed, fault.message.clone()).at(at_line(fault.line))
}

fn missing(entry: &Entry, line: u32) -> Diagnostic {
    let (kind, subject, file) = (entry.kind.word(), &entry.subject, entry.file);
    let message = Bilingual::new(
        format!("aucun fichier n’a l’empreinte {file} : un fichier `{kind}` de `{subject}` manque ou a changé"),
        format!("no file has the hash {file}: a `{kind}` file of `{subject}` is missing or was changed"),
    );
    let help = Bilingual::new(
        "retrouver les octets d’origine dans l’historique : `git log --all -- submissions`",
        "find the original bytes in the history: `git log --all -- submissions`",
    );
    Diagnostic::error(Code::EntryFileMissing, message).at(at_line(line)).help(help)
}

fn refused(path: &str, rejection: &Rejection, line: u32) -> Diagnostic {
    let code = rejection.code;
    let message = Bilingual::new(
        format!("l’entrée consigne `{path}`, que les règles refusent : {code} : {}", rejection.message.fr),
        format!("the entry records `{path}`, which the rules refuse: {code}: {}", rejection.message.en),
    );
    Diagnostic::error(Code::EntryRefused, message).at(at_line(line))
}
