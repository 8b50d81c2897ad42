//! Parvis builds a council's public website from files kept in git, and counts signed votes so
//! that anyone with a clone can recount them.

#![forbid(unsafe_code)]

#[cfg(feature = "verifier")]
pub mod act;
pub mod app;
#[cfg(feature = "verifier")]
pub mod audit;
#[cfg(feature = "verifier")]
pub mod clerk;
#[cfg(feature = "site")]
pub mod collection;
pub mod council;
pub mod document;
pub mod explain;
pub mod export;
#[cfg(feature = "verifier")]
pub mod gate;
pub mod grammar;
#[cfg(feature = "site")]
pub mod history;
#[cfg(feature = "site")]
pub mod import;
pub mod key;
pub mod language;
#[cfg(feature = "site")]
pub mod law;
#[cfg(feature = "verifier")]
pub mod log;
#[cfg(feature = "site")]
pub mod manifest;
#[cfg(feature = "site")]
pub mod open_data;
pub mod pabulib;
#[cfg(any(feature = "site", feature = "verifier"))]
mod parallel;
pub mod personal;
#[cfg(feature = "site")]
pub mod picture;
#[cfg(feature = "site")]
pub mod preview;
pub mod publish;
#[cfg(feature = "verifier")]
pub mod receipt;
#[cfg(feature = "verifier")]
pub mod record;
#[cfg(feature = "site")]
pub mod reference;
pub mod report;
#[cfg(feature = "verifier")]
pub mod sample;
#[cfg(feature = "site")]
pub mod site;
pub mod source;
pub mod statement;
#[cfg(feature = "verifier")]
pub mod submission;
#[cfg(feature = "verifier")]
pub mod tally;
pub mod tree;
#[cfg(feature = "verifier")]
pub mod trial;
#[cfg(feature = "verifier")]
pub mod what_if;
