//! Where a signed file's text ends and its armour begins.

use super::{Fault, text};

/// The first line of an armour.
pub const ARMOUR_BEGIN: &str = "-----BEGIN SSH SIGNATURE-----\n";
/// The last line of an armour.
pub const ARMOUR_END: &str = "-----END SSH SIGNATURE-----\n";

/// The two halves of a signed file, neither of them believed or read yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SignedFile<'a> {
    /// What was signed, to the LF before the first armour.
    pub text: &'a [u8],
    /// The armours, each from its BEGIN line to its END line.
    pub armours: &'a str,
}

/// Splits `bytes` before the first armour.
///
/// # Errors
/// Damage on the way, no armour, or a line of the text that begins like one.
pub fn split(bytes: &[u8]) -> Result<SignedFile<'_>, Fault> {
    let whole = text::lines(bytes)?;
    let Some(at) = armour_start(whole) else {
        return Err(Fault::at(
            1,
            1,
            "aucune signature ; joindre l’armure SSH après le texte (`scrutineer attach`)",
            "no signature; append the SSH armour after the text (`scrutineer attach`)",
        ));
    };
    let (text, armours) = whole.split_at(at);
    if text.is_empty() {
        return Err(Fault::at(1, 1, "rien n’est signé : le texte est vide", "nothing is signed: the text is empty"));
    }
    if let Some((line, _)) = (1..).zip(text.lines()).find(|(_, line)| line.starts_with("-----BEGIN")) {
        return Err(Fault::at(
            line,
            1,
            "aucune ligne du texte ne commence par `-----BEGIN`",
            "no line of the text may begin with `-----BEGIN`",
        ));
    }
    Ok(SignedFile { text: text.as_bytes(), armours })
}

/// The byte at which the first line `-----BEGIN SSH SIGNATURE-----` starts.
fn armour_start(whole: &str) -> Option<usize> {
    if whole.starts_with(ARMOUR_BEGIN) {
        return Some(0);
    }
    whole.match_indices(ARMOUR_BEGIN).map(|(at, _)| at).find(|at| whole[..*at].ends_with('\n'))
}
