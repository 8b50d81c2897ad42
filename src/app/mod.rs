//! One function a command: read, call the core, publish, report.

mod error;
mod terminal;

#[cfg(feature = "site")]
pub mod build_site;
#[cfg(feature = "verifier")]
pub mod clerk;
#[cfg(feature = "verifier")]
pub mod contributor;
#[cfg(feature = "site")]
pub mod preview_site;
#[cfg(feature = "verifier")]
pub mod sample;
#[cfg(feature = "verifier")]
pub mod verifier;

pub use error::AppError;
pub use terminal::{Status, Terminal, choose_language};
