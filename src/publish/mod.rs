//! Writes to the disk; nothing else does.

#[cfg(feature = "verifier")]
pub mod act;
#[cfg(feature = "site")]
pub mod cache;
pub mod record;
#[cfg(feature = "verifier")]
pub mod repository;
#[cfg(feature = "site")]
pub mod website;
