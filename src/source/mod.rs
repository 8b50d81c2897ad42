//! Reads folders and git; nothing else does.

pub mod folder;
#[cfg(feature = "verifier")]
pub mod git;
