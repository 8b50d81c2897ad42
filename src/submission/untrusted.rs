//! What a pull request would change, as git objects that nobody has read yet.

/// The name of a git object in hexadecimal digits. It finds an object; it proves nothing.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ObjectId(pub String);

/// What a path does between two commits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChangeKind {
    /// It is new.
    Added,
    /// It was there with other bytes or another mode.
    Modified,
    /// It is gone.
    Deleted,
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
