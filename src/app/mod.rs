//! One function a command: read, call the core, publish, report.

mod argument;
mod error;
mod terminal;

#[cfg(feature = "verifier")]
pub mod allowed_signers;
#[cfg(feature = "verifier")]
pub mod attach;
#[cfg(feature = "verifier")]
pub mod audit;
#[cfg(feature = "site")]
pub mod begin;
#[cfg(feature = "site")]
pub mod build_site;
#[cfg(feature = "verifier")]
pub mod check;
#[cfg(feature = "verifier")]
pub mod choice;
#[cfg(feature = "verifier")]
pub mod clerk;
#[cfg(feature = "site")]
pub mod corrections;
pub mod explain;
#[cfg(feature = "verifier")]
mod hand_in;
#[cfg(feature = "verifier")]
pub mod import;
#[cfg(feature = "site")]
pub mod import_records;
#[cfg(feature = "verifier")]
pub mod key;
#[cfg(feature = "site")]
mod memory;
#[cfg(feature = "site")]
pub mod new_record;
#[cfg(feature = "site")]
mod outside_links;
#[cfg(feature = "site")]
pub mod personal;
#[cfg(feature = "site")]
mod pictures;
#[cfg(feature = "site")]
pub mod preview_site;
#[cfg(feature = "site")]
mod progress;
#[cfg(feature = "verifier")]
pub mod propose;
#[cfg(feature = "verifier")]
pub mod receipt;
#[cfg(feature = "verifier")]
pub mod receive;
#[cfg(feature = "verifier")]
pub mod record;
#[cfg(feature = "verifier")]
pub mod sample;
#[cfg(feature = "verifier")]
pub mod stamp;
#[cfg(feature = "verifier")]
pub mod tally;
#[cfg(feature = "verifier")]
pub mod tiles;
#[cfg(feature = "site")]
pub mod translations;
#[cfg(feature = "verifier")]
pub mod vote;
#[cfg(feature = "verifier")]
pub mod what_if;
#[cfg(feature = "verifier")]
pub mod witness;

pub use error::AppError;
pub use terminal::{Form, Status, Terminal, choose_language};
