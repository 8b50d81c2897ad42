//! The words that rendering adds to a text: titles of alerts, labels of notes and tasks.

use pulldown_cmark::BlockQuoteKind;

use crate::language::Language;

/// The title of an alert.
pub(super) const fn alert(kind: BlockQuoteKind, language: Language) -> &'static str {
    match (kind, language) {
        (BlockQuoteKind::Note, Language::Fr) => "Remarque",
        (BlockQuoteKind::Note, Language::En) => "Note",
        (BlockQuoteKind::Tip, Language::Fr) => "Conseil",
        (BlockQuoteKind::Tip, Language::En) => "Tip",
        (BlockQuoteKind::Important, Language::Fr | Language::En) => "Important",
        (BlockQuoteKind::Warning, Language::Fr) => "Attention",
        (BlockQuoteKind::Warning, Language::En) => "Warning",
        (BlockQuoteKind::Caution, Language::Fr) => "Danger",
        (BlockQuoteKind::Caution, Language::En) => "Caution",
    }
}

/// The class of an alert.
pub(super) const fn alert_class(kind: BlockQuoteKind) -> &'static str {
    match kind {
        BlockQuoteKind::Note => "note",
        BlockQuoteKind::Tip => "tip",
        BlockQuoteKind::Important => "important",
        BlockQuoteKind::Warning => "warning",
        BlockQuoteKind::Caution => "caution",
    }
}

/// What a box of a task list says.
pub(super) const fn task(done: bool, language: Language) -> &'static str {
    match (done, language) {
        (true, Language::Fr) => "fait",
        (true, Language::En) => "done",
        (false, Language::Fr) => "à faire",
        (false, Language::En) => "to do",
    }
}

/// What the list of footnotes is called.
pub(super) const fn notes(language: Language) -> &'static str {
    match language {
        Language::Fr | Language::En => "Notes",
    }
}

/// What a link back from a footnote says.
pub(super) const fn back(language: Language) -> &'static str {
    match language {
        Language::Fr => "Retour au texte",
        Language::En => "Back to the text",
    }
}
