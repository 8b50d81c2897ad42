//! Values of the command line, read by the grammar's own tokens.

use super::AppError;
use crate::grammar::Token;
use crate::language::Bilingual;

/// Reads `text`, the value of the option `name`, as a `T`.
///
/// # Errors
/// What was given, and what was expected, in both languages.
pub(super) fn read<T: Token>(name: &str, text: &str) -> Result<T, AppError> {
    T::read(text).ok_or_else(|| {
        let expected = T::expected();
        let lead =
            |between: &str| if name.is_empty() { format!("`{text}`") } else { format!("--{name}{between}`{text}`") };
        AppError::new(
            Bilingual::new(lead(" : "), lead(": ")),
            Bilingual::new(format!("attendu : {}", expected.fr), format!("expected {}", expected.en)),
        )
    })
}
