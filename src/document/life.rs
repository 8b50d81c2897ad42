//! Lives of records: which state may follow which, and which ones close a door.

/// A state of a life whose steps are kept.
pub trait Life: Copy + Eq + 'static {
    /// The word it is written as.
    fn word(self) -> &'static str;
    /// Whether a life may begin here.
    fn begins(self) -> bool;
    /// The states that may follow. A step may always stay where it is: it then adds a reason or a day.
    fn next(self) -> &'static [Self];
    /// Whether it closes a door, so that a reason is owed.
    fn closes(self) -> bool;
}
