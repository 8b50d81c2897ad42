//! What a system says of a file without its bytes.

/// Two equal stamps are the same bytes, unless the file was written again within the time that the clock of the
/// disk can tell apart: see [`settled`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stamp {
    /// Bytes.
    pub length: u64,
    /// When it was last written, in nanoseconds since 1970.
    pub written: i128,
    /// Which file of the disk it is.
    pub inode: u64,
}

/// How much older than the newest file a file must be for its stamp to be trusted: two seconds, the coarsest
/// clock of a disk in use.
const SETTLED: i128 = 2_000_000_000;

/// Before which instant a file must have been written for its stamp to be trusted: whoever writes it again
/// then gives it another one.
#[must_use]
pub fn settled<'a>(stamps: impl IntoIterator<Item = &'a Stamp>) -> i128 {
    let newest = stamps.into_iter().map(|stamp| stamp.written).max().unwrap_or_default();
    newest.saturating_sub(SETTLED)
}
