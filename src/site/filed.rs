//! Documents against the files they describe.

use crate::document::{Documents, FiledDocument, MediaType, Record, dangling};
use crate::grammar::Token as _;
use crate::report::{Bilingual, Code, Diagnostic, Place};
use crate::tree::{Digest, FilePath, FileTree};

/// Everything that does not hold.
pub(super) fn check(documents: &Documents, tree: &FileTree, findings: &mut Vec<Diagnostic>) {
    for record in documents.filed.values() {
        let place = Place::file(&record.file);
        let Some(bytes) = tree.get(&record.facts.file) else {
            findings.push(missing(documents, &record.facts.file).at(place));
            continue;
        };
        findings.extend(changed(&record.facts, Digest::of(bytes)).map(|finding| finding.at(place.clone())));
        findings.extend(mistaken(&record.facts).map(|finding| finding.at(place.clone())));
        findings.extend(unreadable(record).map(|finding| finding.at(place)));
    }
}

fn missing(documents: &Documents, file: &FilePath) -> Diagnostic {
    let beside = documents.files.iter().filter_map(|other| other.below("content/documents"));
    dangling("le fichier", "the file", file.below("content/documents").unwrap_or_default(), beside)
}

/// A document that is published does not change; another text is another document.
fn changed(facts: &FiledDocument, digest: Digest) -> Option<Diagnostic> {
    if digest == facts.sha256 {
        return None;
    }
    let message = Bilingual::new(
        format!("`{}` n’a pas l’empreinte que dit la fiche", facts.file),
        format!("`{}` does not have the hash that the record tells", facts.file),
    );
    let help = Bilingual::new(
        format!(
            "fiche nouvelle : écrire `sha256: {digest}` ; document déjà publié : le rétablir, et en faire un autre qui le remplace (`supersedes:`)"
        ),
        format!(
            "a new record: write `sha256: {digest}`; a document already published: restore it, and make another that supersedes it (`supersedes:`)"
        ),
    );
    Some(Diagnostic::error(Code::DocumentChanged, message).help(help))
}

fn mistaken(facts: &FiledDocument) -> Option<Diagnostic> {
    let extension = facts.file.extension();
    let known = MediaType::of_extension(extension).filter(|known| facts.mime.write() != *known)?;
    let mime = &facts.mime;
    let message = Bilingual::new(
        format!("trouvé `mime: {mime}` pour un fichier .{extension}, attendu : `{known}`"),
        format!("found `mime: {mime}` for a file .{extension}, expected `{known}`"),
    );
    Some(Diagnostic::error(Code::ValueUnexpected, message))
}

/// A scan says nothing to a screen reader.
fn unreadable(record: &Record<FiledDocument>) -> Option<Diagnostic> {
    if record.facts.mime.is_text() || !record.common.text.text.trim().is_empty() {
        return None;
    }
    let message = Bilingual::new(
        "le document n’a pas de texte pour qui ne peut lire son fichier",
        "the document has no text for those who cannot read its file",
    );
    let help = Bilingual::new(
        "écrire sous l’en-tête ce que dit le document, ou l’essentiel s’il est long",
        "write below the head what the document says, or the gist of it where it is long",
    );
    Some(Diagnostic::warning(Code::DocumentUnreadable, message).help(help))
}
