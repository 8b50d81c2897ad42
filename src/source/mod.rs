//! Reads folders and git; nothing else does.

#[cfg(feature = "verifier")]
pub mod bundle;
#[cfg(feature = "site")]
pub mod commit_date;
pub mod folder;
#[cfg(feature = "verifier")]
pub mod git;
#[cfg(feature = "site")]
pub mod history;
#[cfg(feature = "verifier")]
pub mod offered;
#[cfg(feature = "verifier")]
mod pack;
#[cfg(feature = "site")]
pub mod snapshot;
