//! Of whom a pull request brings something: what the gate must know of the record.

use super::ORDINARY_FILE;
use super::request::{MOST_CHANGES, kind_at};
use crate::council::VoterId;
use crate::grammar::Token as _;
use crate::record::{Interest, voters_named};
use crate::statement::Kind;
use crate::submission::{ChangeKind, ChangeSet, Envelope, Objects};
use crate::tree::FilePath;

/// The voters whom the paths name, and the keys that the files say signed them. Nothing of it is
/// believed: it says what to read.
#[must_use]
pub fn people_of(set: &ChangeSet, objects: &impl Objects) -> Interest {
    let (mut voters, mut keys) = (Vec::new(), Vec::new());
    if set.flaw.is_some() || set.changes.len() > MOST_CHANGES {
        return Interest::default();
    }
    for change in set.changes.iter().filter(|change| change.kind == ChangeKind::Added && change.mode == ORDINARY_FILE) {
        let path = std::str::from_utf8(&change.path).ok().and_then(|text| FilePath::parse(text).ok());
        let Some((kind, path)) = path.and_then(|path| Some((kind_at(&path)?, path))) else { continue };
        voters.extend(path.file_name().split('.').next().and_then(VoterId::read));
        let header = objects.header(&change.object).ok().filter(|header| header.is_blob);
        let Some(bytes) =
            header.filter(|header| header.size <= kind.size_limit()).and_then(|_| objects.read(&change.object).ok())
        else {
            continue;
        };
        if kind == Kind::Paper {
            voters.extend(voters_named(&bytes));
        }
        if let Ok(envelope) = Envelope::open(kind, &bytes) {
            keys.extend(envelope.keys());
        }
    }
    Interest::new(voters, keys)
}
