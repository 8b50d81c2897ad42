//! Reads folders and git; nothing else does.

#[cfg(feature = "site")]
pub mod commit_date;
pub mod folder;
#[cfg(feature = "verifier")]
pub mod git;
