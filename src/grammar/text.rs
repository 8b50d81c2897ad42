//! Which characters a text may hold.

use unicode_normalization::is_nfc;
use unicode_properties::{GeneralCategory as Category, UnicodeGeneralCategory as _};

use super::Fault;

/// The Unicode version whose categories and compositions the grammar uses.
pub const UNICODE_VERSION: (u64, u64, u64) = unicode_properties::UNICODE_VERSION;

/// Reads `bytes` as a text of lines: UTF-8, no byte order mark, LF alone, a final LF. Damage by
/// editors and transfers is named as such, never repaired.
pub(super) fn lines(bytes: &[u8]) -> Result<&str, Fault> {
    if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
        return Err(Fault::damaged(
            1,
            "le fichier est en UTF-16 ; l’enregistrer en UTF-8",
            "the file is UTF-16; save it as UTF-8",
        ));
    }
    if bytes.starts_with(&[0xef, 0xbb, 0xbf]) {
        return Err(Fault::damaged(
            1,
            "le fichier commence par une marque d’ordre (BOM) ; l’enregistrer en UTF-8 sans BOM",
            "the file begins with a byte order mark; save it as UTF-8 without BOM",
        ));
    }
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let line = line_of(&bytes[..error.valid_up_to()]);
        Fault::damaged(line, "le texte n’est pas de l’UTF-8", "the text is not UTF-8")
    })?;
    if let Some(at) = text.find('\r') {
        return Err(Fault::damaged(
            line_of(&bytes[..at]),
            "la ligne finit par CR LF (fins de ligne Windows) ; le texte signé n’a que des LF",
            "the line ends in CR LF (Windows line ends); a signed text has LF alone",
        ));
    }
    if !text.is_empty() && !text.ends_with('\n') {
        return Err(Fault::damaged(
            line_of(bytes),
            "la dernière ligne n’a pas de fin de ligne",
            "the last line has no line end",
        ));
    }
    Ok(text)
}

/// The number of the line that follows `before`, from 1.
fn line_of(before: &[u8]) -> u32 {
    let ends = before.iter().filter(|byte| **byte == b'\n').count();
    u32::try_from(ends).unwrap_or(u32::MAX - 1) + 1
}

/// Checks words of a quoted value: NFC, no outer space, nothing that a reader cannot see.
///
/// # Errors
/// The first character refused, with its column counted from `column`.
pub fn check_words(words: &str, line: u32, column: u32) -> Result<(), Fault> {
    if words.is_empty() {
        return Err(Fault::at(line, column, "des mots étaient attendus", "expected words"));
    }
    if words.trim() != words {
        return Err(Fault::at(line, column, "espace au début ou à la fin", "a space at the start or the end"));
    }
    if let Some(at) = words.chars().position(|c| matches!(c, '"' | '\\')) {
        return Err(Fault::at(
            line,
            column.saturating_add(u32::try_from(at).unwrap_or(0)),
            "les caractères \" et \\ ne sont pas permis ici ; les guillemets français « » le sont",
            "the characters \" and \\ are not taken here; typographic quotes are",
        ));
    }
    check_line(words, line, column)
}

/// Checks a text of several lines of prose, such as a proposal's body: the same characters, and
/// LF between lines.
///
/// # Errors
/// The first character refused; lines count from `first_line`.
pub fn check_prose(text: &str, first_line: u32) -> Result<(), Fault> {
    for (number, line) in (first_line..).zip(text.split('\n')) {
        check_line(line, number, 1)?;
    }
    Ok(())
}

fn check_line(text: &str, line: u32, column: u32) -> Result<(), Fault> {
    if let Some((at, c)) = text.chars().enumerate().find(|(_, c)| is_hidden(*c)) {
        let column = column.saturating_add(u32::try_from(at).unwrap_or(0));
        let name = format!("U+{:04X}", u32::from(c));
        return Err(Fault::at(
            line,
            column,
            format!("le caractère {name} (commande, format, usage privé ou non attribué) n’est pas permis"),
            format!("the character {name} (control, format, private use or unassigned) is not taken"),
        ));
    }
    if is_nfc(text) {
        return Ok(());
    }
    Err(Fault::at(
        line,
        column,
        "les accents doivent être composés (Unicode NFC)",
        "accents must be composed (Unicode NFC)",
    ))
}

/// Control, format (bidi among them), surrogate, private use, line and paragraph separators:
/// what a person cannot see, or sees elsewhere than it stands. And what is no character, or none
/// yet: YAML does not take U+FFFF, and a later Unicode may compose what this one does not know.
fn is_hidden(c: char) -> bool {
    matches!(
        c.general_category(),
        Category::Control
            | Category::Format
            | Category::Surrogate
            | Category::PrivateUse
            | Category::Unassigned
            | Category::LineSeparator
            | Category::ParagraphSeparator
    )
}
