//! Votes that are open or over, against the rules and texts sealed at their opening.

use super::library::Library;
use crate::council::VoteId;
use crate::document::{ProposalFacts, RecordId, text_of};
use crate::grammar::Token as _;
use crate::report::{Bilingual, Code, Diagnostic, Place};
use crate::statement::{Definition, DefinitionOption};
use crate::tree::{Digest, FileTree};

/// An error for each sealed vote whose file, or the text of one of whose proposals, changed.
pub(super) fn check(library: &Library, tree: &FileTree, findings: &mut Vec<Diagnostic>) {
    for (id, definition) in &library.documents().results.definitions {
        findings.extend(check_source(id, definition, tree));
        findings.extend(definition.options.iter().filter_map(|option| check_option(library, id, option, tree)));
    }
}

fn check_source(id: &VoteId, definition: &Definition, tree: &FileTree) -> Option<Diagnostic> {
    let path = format!("content/votes/{id}.md");
    if tree.get_str(&path).map(Digest::of) == Some(definition.source) {
        return None;
    }
    let message = Bilingual::new(
        format!("les règles de `{id}` ont changé ou disparu depuis qu’elles sont scellées"),
        format!("the rules of `{id}` were changed or taken away after they were sealed"),
    );
    Some(changed(message, &path))
}

fn check_option(library: &Library, id: &VoteId, option: &DefinitionOption, tree: &FileTree) -> Option<Diagnostic> {
    if let Some(sealed) = &option.text {
        let path = format!("content/proposals/{}.md", sealed.proposal);
        let body = tree.get_str(&path).and_then(text_of).map(Digest::of);
        return (body != Some(sealed.body)).then(|| text_changed(id, option, &path));
    }
    // The version that the council's page shows must be the one that was voted on.
    let sealed = option.proposal?;
    let slug = library
        .documents()
        .signed
        .iter()
        .find_map(|(slug, versions)| versions.iter().any(|version| version.text_hash == sealed).then_some(slug))?;
    let record = library.documents().proposals.get(&RecordId::read(slug.as_str())?)?;
    match &record.facts.facts {
        ProposalFacts::Signed(shown) if *shown == sealed => None,
        _ => Some(text_changed(id, option, record.file.as_str())),
    }
}

fn text_changed(id: &VoteId, option: &DefinitionOption, path: &str) -> Diagnostic {
    let option = &option.id;
    let message = Bilingual::new(
        format!(
            "le texte de la proposition `{option}`, sur laquelle `{id}` fait voter, n’est plus celui de l’ouverture"
        ),
        format!("the text of the proposal `{option}`, which `{id}` votes on, is not the one of the opening any more"),
    );
    changed(message, path)
}

fn changed(message: Bilingual, path: &str) -> Diagnostic {
    let help = Bilingual::new(
        format!(
            "rétablir ce qui est scellé (git log -p -- {path}) ; une faute se corrige par un erratum, ou par une annulation"
        ),
        format!("restore what is sealed (git log -p -- {path}); a mistake is mended by an erratum or an annulment"),
    );
    Diagnostic::error(Code::SourceChanged, message).at(Place::named(path)).help(help)
}
