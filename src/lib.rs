//! Parvis builds a council's public website from files kept in git, and counts signed votes so
//! that anyone with a clone can recount them.

#![forbid(unsafe_code)]

pub mod council;
pub mod grammar;
pub mod key;
pub mod language;
#[cfg(feature = "verifier")]
pub mod log;
pub mod report;
pub mod statement;
#[cfg(feature = "verifier")]
pub mod submission;
pub mod tree;
