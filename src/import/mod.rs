//! What a council already has, as records: pure functions from bytes to files below `content/` and
//! an account of what became of each part of the source.
//!
//! Nothing is invented. What the source does not say is a line to fill in, and the account names
//! it; what no record takes, what could not be read and what lies elsewhere are named as well.
//! Nothing here writes, and nothing here looks whether a file is there already: `app` does.

mod account;
mod council;
mod dates;
mod head;
mod markdown;
pub mod minutes;
mod names;
pub mod roll_call;
mod slug;
pub mod static_site;

pub use account::{Account, Count, Import, Placed, by_code};
pub use council::{Council, Hour, Settings};
