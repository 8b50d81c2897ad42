//! Receipts: what became of a file handed in, in one file to keep.
//!
//! ```text
//! Record + checkpoint + file ─▶ make ─▶ name.tlog-proof          (anyone with a clone)
//! name.tlog-proof + file     ─▶ check ─▶ Fate                     (no network, no clone)
//! ```
//!
//! A receipt is a C2SP `tlog-proof@v1` of the entry that records the file, or of its refusal. Its
//! `extra` holds what a reader needs besides the fingerprint of the genesis: the statements that
//! name the log's key, and those that decide the fate, each with its own proof of inclusion.
//! It cannot show that no later `roles` exists: a log of retired keys is found by comparing logs.

mod check;
mod evidence;
mod make;

pub use check::{Checked, Fate, check};
pub use make::{Unproved, make};

/// Whether `file` is a ballot by its first line: the line of a refusal does not say what it refuses,
/// and a proposal may have the name of a vote.
fn is_ballot(file: &[u8]) -> bool {
    file.starts_with(b"format: ballot/1\n")
}

/// The largest receipt that is read, in bytes.
pub const LARGEST_RECEIPT: usize = 8 * 1024 * 1024;
/// The largest tally that a receipt carries, in bytes; a larger one is brought beside it.
const LARGEST_TALLY: usize = 1024 * 1024;
