//! Why a command could not run.

use crate::language::Bilingual;
use crate::report::Diagnostic;

/// A command that did not do its work; exit status 2, or 1 where findings say why.
#[derive(Clone, Debug)]
pub enum AppError {
    /// Something around the command: a file, a folder, an argument.
    CouldNotRun {
        /// What is wrong.
        message: Bilingual,
        /// The next step.
        help: Option<Bilingual>,
    },
    /// Something in the council's files.
    Findings(Vec<Diagnostic>),
}

impl AppError {
    /// What is wrong, and the next step.
    pub fn new(message: Bilingual, help: Bilingual) -> Self {
        Self::CouldNotRun { message, help: Some(help) }
    }

    /// An error of the system or of a library, which speaks for itself.
    pub fn of(error: &dyn std::fmt::Display) -> Self {
        let words = error.to_string();
        Self::CouldNotRun { message: Bilingual::new(words.clone(), words), help: None }
    }
}

macro_rules! from_errors {
    ($($error:ty),* $(,)?) => { $(
        impl From<$error> for AppError {
            fn from(error: $error) -> Self {
                Self::of(&error)
            }
        }
    )* };
}

from_errors!(crate::source::folder::FolderError);
#[cfg(feature = "site")]
from_errors!(crate::publish::website::PublishError);
#[cfg(feature = "verifier")]
from_errors!(crate::source::git::GitError, crate::publish::record::WriteError, crate::submission::ObjectFault);

#[cfg(feature = "verifier")]
impl From<crate::submission::Rejection> for AppError {
    fn from(rejection: crate::submission::Rejection) -> Self {
        Self::Findings(vec![Diagnostic::error(rejection.code, rejection.message).help(rejection.code.remedy())])
    }
}
