//! Errata against the records they correct: what they name exists, each goes on from the one
//! before, and the record is as the last one left it.

use std::collections::BTreeMap;

use super::library::{Library, embargoed};
use super::past::Redacted;
use crate::document::{Documents, Erratum, ErratumKind, Record, RecordId, RecordPath, dangling};
use crate::report::{Bilingual, Code, Diagnostic, Place};
use crate::tree::{Digest, FilePath, FileTree};

/// An erratum with its id.
pub(super) type Dated<'a> = (&'a RecordId, &'a Record<Erratum>);

/// The errata of each file whose record `wanted` takes, first to last.
#[must_use]
pub(super) fn by_file(
    documents: &Documents,
    wanted: impl Fn(&RecordPath) -> bool,
) -> BTreeMap<FilePath, Vec<Dated<'_>>> {
    let mut by_file: BTreeMap<FilePath, Vec<Dated<'_>>> = BTreeMap::new();
    for erratum in documents.errata.iter().filter(|(_, erratum)| wanted(&erratum.facts.target)) {
        by_file.entry(erratum.1.facts.target.file()).or_default().push(erratum);
    }
    by_file.into_iter().map(|(file, errata)| (file, in_order(errata))).collect()
}

/// By day; within a day, each after the one whose hash it goes on from.
fn in_order(mut errata: Vec<Dated<'_>>) -> Vec<Dated<'_>> {
    errata.sort_by_key(|(id, erratum)| (erratum.facts.at, *id));
    let mut order: Vec<Dated<'_>> = Vec::new();
    while let Some((_, first)) = errata.first() {
        let day = first.facts.at;
        let follows = |candidate: &Erratum| match (order.last(), candidate.before) {
            (Some((_, last)), Some(before)) => before == last.facts.after,
            (Some(_), None) => false,
            (None, before) => !errata.iter().any(|(_, other)| Some(other.facts.after) == before),
        };
        let same_day = errata.iter().take_while(|(_, erratum)| erratum.facts.at == day);
        let at = same_day.into_iter().position(|(_, erratum)| follows(&erratum.facts)).unwrap_or(0);
        order.push(errata.remove(at));
    }
    order
}

/// For each record that was redacted, the hashes of its file from which on it may be shown: nothing
/// before may be. A redaction of a translation leaves the newest version alone.
pub(super) fn redacted(documents: &Documents) -> Redacted {
    let mut redacted = Redacted::new();
    let redactions = documents.errata.values().filter(|erratum| erratum.facts.kind == ErratumKind::Redaction);
    for Erratum { target, after, .. } in redactions.map(|erratum| &erratum.facts) {
        if let Some(record) = documents.find(target.folder, &target.id) {
            redacted.entry(record.file.clone()).or_default().insert(*after);
        }
    }
    redacted
}

/// Holds every erratum against its record, whose bytes are in `tree`.
pub(super) fn check(library: &Library, tree: &FileTree, findings: &mut Vec<Diagnostic>) {
    let documents = library.documents();
    for record in documents.errata.values() {
        check_target(library, &record.facts, findings);
        if record.facts.kind == ErratumKind::Erratum && record.common.text.text.trim().is_empty() {
            findings.push(silent(&record.file));
        }
    }
    for (file, errata) in by_file(documents, |_| true) {
        for pair in errata.windows(2) {
            check_step(pair[0].1, pair[1].1, findings);
        }
        if let (Some((_, last)), Some(bytes)) = (errata.last(), tree.get(&file)) {
            check_last(documents, &last.facts, Digest::of(bytes), findings);
        }
    }
}

fn check_target(library: &Library, erratum: &Erratum, findings: &mut Vec<Diagnostic>) {
    let (target, documents) = (&erratum.target, library.documents());
    if library.is_withheld(target.folder, &target.id) {
        findings.push(embargoed(&target.id, &erratum.place));
    } else if !library.is_known(target.folder, &target.id) && !has_file(documents, target) {
        let names = documents.every().filter(|record| record.folder == target.folder).map(|record| record.id.as_str());
        findings.push(dangling("la fiche", "the record", target.id.as_str(), names).at(erratum.place.clone()));
    }
}

/// Whether the record, or the translation that is meant, has that file.
fn has_file(documents: &Documents, target: &RecordPath) -> bool {
    let file = target.file();
    documents.find(target.folder, &target.id).is_some_and(|record| record.files().contains(&&file))
}

fn check_step(earlier: &Record<Erratum>, later: &Record<Erratum>, findings: &mut Vec<Diagnostic>) {
    let Some(before) = later.facts.before.filter(|before| *before != earlier.facts.after) else { return };
    let (file, after) = (&earlier.file, earlier.facts.after);
    let message = Bilingual::new(
        format!("cet erratum part de {before}, mais {file} a laissé {after} : la fiche a changé entre les deux"),
        format!("this erratum goes on from {before}, but {file} left {after}: the record was changed between the two"),
    );
    let help = Bilingual::new(
        "écrire un erratum pour ce qui a changé entre-temps, ou corriger l’empreinte ou le jour",
        "write an erratum for what was changed in between, or correct the hash or the day",
    );
    findings.push(Diagnostic::error(Code::ErrataBroken, message).at(later.facts.place.clone()).help(help));
}

/// A settled record that is not as its last erratum left it was changed in silence. Any other may go
/// on with its life, and only whoever asks is told.
fn check_last(documents: &Documents, last: &Erratum, now: Digest, findings: &mut Vec<Diagnostic>) {
    if last.after == now {
        return;
    }
    let target = &last.target;
    let file = target.file();
    let message = Bilingual::new(
        format!("{file} a changé depuis cet erratum ; son empreinte est maintenant {now}"),
        format!("{file} was changed since this erratum; its hash is now {now}"),
    );
    let help = Bilingual::new(
        format!(
            "rétablir le fichier, ou dire la correction : `parvis erratum {target} --reason …` (`follow-up` si rien n’était faux)"
        ),
        format!(
            "restore the file, or tell the correction: `parvis erratum {target} --reason …` (`follow-up` if nothing was wrong)"
        ),
    );
    let finding = if documents.is_settled(target.folder, &target.id) {
        Diagnostic::error(Code::ErratumOutdated, message)
    } else {
        Diagnostic::note(Code::ErratumOutdated, message)
    };
    findings.push(finding.at(last.after_place.clone()).help(help));
}

fn silent(file: &FilePath) -> Diagnostic {
    let message =
        Bilingual::new("cet erratum ne dit pas ce qui a été corrigé", "this erratum does not say what was corrected");
    let help = Bilingual::new(
        "écrire sous l’en-tête ce qui était faux et ce qu’il faut lire",
        "write below the head what was wrong and what it should say",
    );
    Diagnostic::warning(Code::ErratumSilent, message).at(Place::file(file)).help(help)
}

#[cfg(test)]
mod tests {
    use super::by_file;
    use crate::document;
    use crate::tree::{Digest, FilePath, FileTree};

    #[test]
    fn errata_of_one_day_follow_their_hashes() {
        let mut tree = FileTree::new();
        let mut put = |name: &str, text: String| {
            tree.insert(FilePath::parse(name).expect("a path"), text.into_bytes());
        };
        put(
            "parvis.yaml",
            "council: a.example\nname: A\nlanguages: [fr]\ntime_zone: Europe/Paris\ntheme: parvis\nlaw: none\nurl: https://a.example/\nrepository: https://a.example/a.git\n"
                .to_owned(),
        );
        for (id, day, before, after) in
            [("a", "02", "2", "3"), ("b", "02", "1", "2"), ("c", "01", "0", "1"), ("d", "03", "3", "1")]
        {
            let hash = |text: &str| Digest::of(text.as_bytes());
            let (before, after) = (hash(before), hash(after));
            put(
                &format!("content/errata/{id}.md"),
                format!(
                    "---\ntitle: x\nkind: erratum\ntarget: news/n\nreason: date\nbefore: {before}\nafter: {after}\nby: x\nat: 2026-01-{day}\n---\nx\n"
                ),
            );
        }
        let (documents, findings) = document::read(&tree);
        assert!(findings.is_empty(), "{findings:#?}");
        let documents = documents.expect("documents");
        let order: Vec<&str> = by_file(&documents, |_| true).values().flatten().map(|(id, _)| id.as_str()).collect();
        assert_eq!(order, ["c", "b", "a", "d"]);
    }
}
