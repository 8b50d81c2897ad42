//! What a pull request would change, as git objects that nobody has read yet.

/// The name of a git object in hexadecimal digits. It finds an object; it proves nothing.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ObjectId(pub String);

/// What a path does between two commits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ChangeKind {
    /// It is new.
    Added,
    /// It was there with other bytes or another mode.
    Modified,
    /// It is gone.
    Deleted,
    /// Its name stands more than once in its folder.
    Repeated,
    /// Its name holds a `/`, so that it seems to lie elsewhere.
    Misnamed,
    /// A folder that is missing, damaged or no folder: what lies in it is not known.
    Unreadable,
}

/// One path that a pull request would change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The path as the tree has it: any bytes.
    pub path: Vec<u8>,
    /// Added, modified or deleted.
    pub kind: ChangeKind,
    /// The mode in the head's tree, as git writes it in octal: `0o100644` for an ordinary file.
    pub mode: u32,
    /// The object in the head's tree; of the base's where it was deleted.
    pub object: ObjectId,
}

/// What a pull request would change, from the point where it left the branch.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ChangeSet {
    /// The commit that it would be merged into.
    pub base: String,
    /// The commit that it brings.
    pub head: String,
    /// The commit in which both were one; nothing where it could not be told.
    pub merge_base: Option<String>,
    /// The paths that differ.
    pub changes: Vec<Change>,
    /// Why the list of paths cannot be relied on.
    pub flaw: Option<Flaw>,
}

/// What somebody brought by another way than a pull request.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Brought {
    /// The files.
    pub changes: Vec<Change>,
    /// What could not be looked at as a whole, by its name, and why.
    pub flaws: Vec<(String, Flaw)>,
}

/// Why two commits cannot be compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flaw {
    /// More commits, folders or changed paths than are looked at.
    TooMany,
    /// A commit between them is missing, damaged or too large.
    Unreadable,
    /// Grafts or a shallow clone: the parents told here may not be the real ones.
    Altered,
    /// They have this many merge bases instead of one.
    MergeBases(usize),
    /// A commit between them has another log than the branch, though the last one takes it back.
    OtherLog,
}

/// What a tree of git knows of an object before its content is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ObjectHeader {
    /// Whether it is a blob, the only kind that holds a file.
    pub is_blob: bool,
    /// How many bytes it holds.
    pub size: usize,
}

/// An object that could not be had.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("git object {object}: {reason}")]
pub struct ObjectFault {
    /// The object.
    pub object: String,
    /// What git said.
    pub reason: String,
}

/// A store of git objects, asked for sizes before bytes.
pub trait Objects {
    /// Kind and size, without the content.
    ///
    /// # Errors
    /// No such object.
    fn header(&self, object: &ObjectId) -> Result<ObjectHeader, ObjectFault>;

    /// The content.
    ///
    /// # Errors
    /// No such object.
    fn read(&self, object: &ObjectId) -> Result<Vec<u8>, ObjectFault>;
}
