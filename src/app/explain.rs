//! `explain`: what a code means, with an example. It needs no folder and no network.

use super::{AppError, Status, Terminal};
use crate::document::nearest;
use crate::explain;
use crate::language::Bilingual;
use crate::report::Code;

/// Prints what the code of this name means, an example, and how to mend it; capitals do not matter.
///
/// # Errors
/// There is no code of this name.
pub fn explain(name: &str, terminal: Terminal) -> Result<Status, AppError> {
    let upper = name.trim().to_uppercase().replace('-', "_");
    let code = upper.parse::<Code>().map_err(|_| unknown(name, &upper))?;
    let explanation = explain::of(code).ok_or_else(|| unknown(name, &upper))?;
    terminal.bytes(explain::text(&explanation, terminal.language).as_bytes());
    Ok(Status::Fine)
}

fn unknown(name: &str, upper: &str) -> AppError {
    let message = Bilingual::new(format!("aucun code ne s’appelle `{name}`"), format!("there is no code `{name}`"));
    let help = match nearest(upper, Code::ALL.iter().map(|code| code.name())) {
        Some(near) => Bilingual::new(format!("vouliez-vous dire `{near}` ?"), format!("did you mean `{near}`?")),
        None => Bilingual::new("les codes sont dans docs/codes.fr.md", "the codes are in docs/codes.md"),
    };
    AppError::new(message, help)
}
