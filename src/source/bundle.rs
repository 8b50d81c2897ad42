//! A git bundle that somebody brought: its objects are put into an empty repository of their own,
//! beside the council's, and judged there. Nothing is checked out, no hook or setting is read.

use std::collections::BTreeSet;
use std::io::{Read as _, Write as _};
use std::path::Path;

use git2::{Oid, Repository, RepositoryInitOptions};

use super::git::{GitError, GitSource};
use super::pack::{PackFault, check_sizes};
use crate::submission::{Brought, Change, Flaw, ObjectFault, ObjectHeader, ObjectId, Objects};

/// The largest bundle that is read: room for some ten thousand ballots.
const LARGEST_BUNDLE: u64 = 8 * 1024 * 1024;
/// The most objects that it may hold.
const MOST_OBJECTS: u32 = 50_000;
/// The most branches that it may bring, and commits it may build on.
const MOST_LINES: usize = 64;
/// The longest line of its head.
const LONGEST_LINE: usize = 4096;

/// Why a bundle was not taken up.
#[derive(Debug, thiserror::Error)]
pub enum BundleError {
    /// The system said no.
    #[error("cannot read the bundle: {0}")]
    Read(#[from] std::io::Error),
    /// Larger than is read.
    #[error("the bundle is larger than 8 MiB, has more than 50,000 objects, or swells to more than 512 MiB")]
    TooLarge,
    /// Not of the format, or damaged.
    #[error("the bundle cannot be read: {0}")]
    Malformed(String),
    /// It builds on a commit that is not in the council's repository.
    #[error("the bundle builds on the commit {0}, which this repository does not have")]
    Missing(String),
}

impl From<git2::Error> for BundleError {
    fn from(error: git2::Error) -> Self {
        Self::Malformed(error.message().to_owned())
    }
}

/// A bundle, unpacked beside a council's repository.
pub struct Bundle {
    git: GitSource,
    /// The branches it brings: name and commit.
    tips: Vec<(String, Oid)>,
    /// Removed when the bundle is let go; after the repository, which it holds.
    _folder: tempfile::TempDir,
}

impl Bundle {
    /// Whether the file at `path` begins as a bundle does.
    ///
    /// # Errors
    /// It cannot be read.
    pub fn is_one(path: &Path) -> std::io::Result<bool> {
        let mut start = [0; 4];
        let mut file = std::fs::File::open(path)?;
        Ok(file.read_exact(&mut start).is_ok() && start == *b"# v2" || start == *b"# v3")
    }

    /// Unpacks the bundle at `path`, which may build on what `council` has.
    ///
    /// # Errors
    /// It is too large, damaged, or builds on something else.
    pub fn open(path: &Path, council: &GitSource) -> Result<Self, BundleError> {
        let mut bytes = Vec::new();
        std::fs::File::open(path)?.take(LARGEST_BUNDLE + 1).read_to_end(&mut bytes)?;
        if bytes.len() as u64 > LARGEST_BUNDLE {
            return Err(BundleError::TooLarge);
        }
        let head = Head::read(&bytes)?;
        let count = head.pack.get(8..12).and_then(|count| Some(u32::from_be_bytes(count.try_into().ok()?)));
        match count {
            Some(count) if head.pack.starts_with(b"PACK") && count <= MOST_OBJECTS => {
                check_sizes(head.pack, count).map_err(|fault| match fault {
                    PackFault::TooLarge => BundleError::TooLarge,
                    PackFault::Malformed => BundleError::Malformed("its pack is damaged".to_owned()),
                })?;
            }
            Some(count) if count > MOST_OBJECTS => return Err(BundleError::TooLarge),
            _ => return Err(BundleError::Malformed("no pack follows its head".to_owned())),
        }
        let folder = tempfile::tempdir()?;
        let mut options = RepositoryInitOptions::new();
        options.bare(true).external_template(false);
        let repository = Repository::init_opts(folder.path(), &options)?;
        let database = repository.odb()?;
        let beside = council.objects_folder();
        let beside =
            beside.to_str().ok_or_else(|| BundleError::Malformed(format!("{} is no UTF-8", beside.display())))?;
        database.add_disk_alternate(beside)?;
        if let Some(missing) = head.builds_on.iter().find(|id| !database.exists(**id)) {
            return Err(BundleError::Missing(missing.to_string()));
        }
        let mut writer = database.packwriter()?;
        writer.write_all(head.pack)?;
        writer.commit()?;
        drop(writer);
        drop(database);
        Ok(Self { git: GitSource::of(repository), tips: head.tips, _folder: folder })
    }

    /// What its branches change since they left the last commit of the council's repository.
    ///
    /// # Errors
    /// There is no such commit, or an object of it is damaged.
    pub fn brought(&self, council: &GitSource) -> Result<Brought, GitError> {
        let (mut brought, mut seen) = (Brought::default(), BTreeSet::new());
        if council.is_altered() {
            brought.flaws = self.tips.iter().map(|(name, _)| (name.clone(), Flaw::Altered)).collect();
            return Ok(brought);
        }
        let base = council.id_of("HEAD")?;
        for (name, tip) in &self.tips {
            let set = match self.git.changes(&base, &tip.to_string()) {
                Ok(set) => set,
                Err(GitError::Revision { .. }) => {
                    brought.flaws.push((name.clone(), Flaw::Unreadable));
                    continue;
                }
                Err(error) => return Err(error),
            };
            if let Some(flaw) = set.flaw {
                brought.flaws.push((name.clone(), flaw));
                continue;
            }
            let fresh = |change: &Change| seen.insert((change.path.clone(), change.kind, change.object.clone()));
            brought.changes.extend(set.changes.into_iter().filter(fresh));
        }
        Ok(brought)
    }
}

impl Objects for Bundle {
    fn header(&self, object: &ObjectId) -> Result<ObjectHeader, ObjectFault> {
        self.git.header(object)
    }

    fn read(&self, object: &ObjectId) -> Result<Vec<u8>, ObjectFault> {
        self.git.read(object)
    }
}

/// The lines before the pack.
struct Head<'a> {
    builds_on: Vec<Oid>,
    tips: Vec<(String, Oid)>,
    pack: &'a [u8],
}

impl<'a> Head<'a> {
    fn read(bytes: &'a [u8]) -> Result<Self, BundleError> {
        let malformed = |words: &str| BundleError::Malformed(words.to_owned());
        let mut rest = bytes;
        let mut line = || -> Result<&'a [u8], BundleError> {
            let within = &rest[..rest.len().min(LONGEST_LINE)];
            let end = within.iter().position(|byte| *byte == b'\n').ok_or_else(|| malformed("its head has no end"))?;
            let (line, after) = (&rest[..end], &rest[end + 1..]);
            rest = after;
            Ok(line)
        };
        let has_capabilities = match line()? {
            b"# v2 git bundle" => false,
            b"# v3 git bundle" => true,
            _ => return Err(malformed("neither version 2 nor 3")),
        };
        let (mut builds_on, mut tips) = (Vec::new(), Vec::new());
        for _ in 0..=MOST_LINES {
            let text = String::from_utf8_lossy(line()?);
            let id = |text: &str| Oid::from_str(text).ok().filter(|_| text.len() == 40);
            let id = |text: &str| id(text).ok_or_else(|| malformed("a line of its head names no commit"));
            if text.is_empty() {
                return Ok(Self { builds_on, tips, pack: rest });
            } else if let Some(capability) = text.strip_prefix('@').filter(|_| has_capabilities) {
                if capability != "object-format=sha1" {
                    return Err(malformed("it is filtered, or of another kind of hash"));
                }
            } else if let Some(prerequisite) = text.strip_prefix('-') {
                builds_on.push(id(prerequisite.split(' ').next().unwrap_or_default())?);
            } else {
                let (tip, name) = text.split_once(' ').ok_or_else(|| malformed("a branch without a name"))?;
                tips.push((name.to_owned(), id(tip)?));
            }
        }
        Err(malformed("its head has more than 64 lines"))
    }
}
