//! Which Markdown files differ between two trees, without reading a file.

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::sync::Arc;

use git2::{Delta, DiffFindOptions, DiffOptions, Odb, Oid, Repository};

use super::blob_id;
use crate::history::trace::Difference;
use crate::tree::FilePath;

/// The deepest folder that is looked into.
const DEEPEST: usize = 12;
/// The largest folder object that is read.
const LARGEST_TREE: usize = 16 * 1024 * 1024;
/// How many bytes of folders are kept at hand: the tree of a commit is soon that of a parent.
const KEPT: usize = 16 * 1024 * 1024;
/// How many files that came and went are asked which of them is like which.
const MOST_SIMILAR: usize = 100;

/// The folders whose files are compared, and what lies above them.
pub(super) struct Roots {
    prefix: String,
    folders: Vec<String>,
}

impl Roots {
    pub(super) fn new(prefix: &str, folders: &[&str]) -> Self {
        Self { prefix: prefix.to_owned(), folders: folders.iter().map(|folder| format!("{prefix}{folder}/")).collect() }
    }

    /// Whether the folder at `path`, which ends in `/`, holds or is or lies in one of them.
    fn has_folder(&self, path: &str) -> bool {
        self.folders.iter().any(|root| root.starts_with(path) || path.starts_with(root.as_str()))
    }

    /// The path of a followed file, as the council's folder knows it.
    fn file(&self, path: &str) -> Option<FilePath> {
        let is_followed = path.ends_with(".md") && self.folders.iter().any(|root| path.starts_with(root.as_str()));
        FilePath::parse(path.strip_prefix(self.prefix.as_str())?).ok().filter(|_| is_followed)
    }
}

/// Compares trees of one repository.
pub(super) struct Differ<'a> {
    database: Odb<'a>,
    roots: &'a Roots,
    /// Folder objects read last, and those before them.
    young: BTreeMap<Oid, Arc<[u8]>>,
    old: BTreeMap<Oid, Arc<[u8]>>,
    young_bytes: usize,
}

/// A line of a folder object.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Entry<'a> {
    mode: &'a [u8],
    name: &'a [u8],
    id: &'a [u8],
}

impl<'a> Entry<'a> {
    /// The first entry of a folder object, and the rest of it.
    fn first(data: &'a [u8]) -> Option<(Self, &'a [u8])> {
        let space = data.iter().take(8).position(|byte| *byte == b' ')?;
        let (mode, rest) = (data.get(..space)?, data.get(space + 1..)?);
        let end = rest.iter().position(|byte| *byte == 0)?;
        let (name, rest) = (rest.get(..end)?, rest.get(end + 1..)?);
        let (id, rest) = rest.split_at_checked(20)?;
        Some((Self { mode, name, id }, rest))
    }

    fn is_tree(&self) -> bool {
        self.mode == b"40000"
    }

    fn is_file(&self) -> bool {
        self.mode == b"100644" || self.mode == b"100755"
    }

    /// The order of git: a folder stands as if its name ended in `/`.
    fn order(&self, other: &Self) -> Ordering {
        let key = |entry: &Self| entry.name.iter().copied().chain(entry.is_tree().then_some(b'/')).collect::<Vec<u8>>();
        let shared = self.name.len().min(other.name.len());
        match self.name[..shared].cmp(&other.name[..shared]) {
            Ordering::Equal => key(self).cmp(&key(other)),
            order => order,
        }
    }
}

impl<'a> Differ<'a> {
    pub(super) fn new(repository: &'a Repository, roots: &'a Roots) -> Result<Self, git2::Error> {
        let database = repository.odb()?;
        Ok(Self { database, roots, young: BTreeMap::new(), old: BTreeMap::new(), young_bytes: 0 })
    }

    /// The followed files that differ between two trees, by path.
    pub(super) fn differences(&mut self, old: Option<Oid>, new: Option<Oid>) -> Result<Vec<Difference>, git2::Error> {
        let mut found = Vec::new();
        self.compare(old, new, "", 0, &mut found)?;
        found.sort_by(|a, b| a.path.cmp(&b.path));
        Ok(found)
    }

    fn compare(
        &mut self,
        old: Option<Oid>,
        new: Option<Oid>,
        path: &str,
        depth: usize,
        found: &mut Vec<Difference>,
    ) -> Result<(), git2::Error> {
        if old == new || depth > DEEPEST {
            return Ok(());
        }
        let (old, new) = (self.folder(old)?, self.folder(new)?);
        let mut folders = Vec::new();
        merge(&old, &new, |old, new| self.tell(old, new, path, found, &mut folders));
        for (name, old, new) in folders {
            self.compare(old, new, &name, depth + 1, found)?;
        }
        Ok(())
    }

    /// Takes in one name that differs.
    fn tell(
        &self,
        old: Option<Entry<'_>>,
        new: Option<Entry<'_>>,
        path: &str,
        found: &mut Vec<Difference>,
        folders: &mut Vec<(String, Option<Oid>, Option<Oid>)>,
    ) {
        let Some(name) = old.or(new).and_then(|entry| std::str::from_utf8(entry.name).ok()) else { return };
        let id = |entry: Entry<'_>| Oid::from_bytes(entry.id).ok();
        if old.or(new).is_some_and(|entry| entry.is_tree()) {
            let folder = format!("{path}{name}/");
            if self.roots.has_folder(&folder) {
                folders.push((folder, old.and_then(id), new.and_then(id)));
            }
            return;
        }
        let file = |entry: Option<Entry<'_>>| entry.filter(Entry::is_file).and_then(id).map(blob_id);
        let (before, after) = (file(old), file(new));
        if before != after
            && let Some(path) = self.roots.file(&format!("{path}{name}"))
        {
            found.push(Difference { path, before, after });
        }
    }

    /// The bytes of a folder object; none of no folder.
    fn folder(&mut self, id: Option<Oid>) -> Result<Arc<[u8]>, git2::Error> {
        let Some(id) = id else { return Ok(Arc::default()) };
        if let Some(bytes) = self.young.get(&id) {
            return Ok(Arc::clone(bytes));
        }
        let bytes = match self.old.remove(&id) {
            Some(bytes) => bytes,
            None => self.read_folder(id)?,
        };
        if self.young_bytes + bytes.len() > KEPT / 2 {
            self.old = std::mem::take(&mut self.young);
            self.young_bytes = 0;
        }
        self.young_bytes += bytes.len();
        self.young.insert(id, Arc::clone(&bytes));
        Ok(bytes)
    }

    fn read_folder(&self, id: Oid) -> Result<Arc<[u8]>, git2::Error> {
        let object = self.database.read(id)?;
        if object.kind() != git2::ObjectType::Tree || object.len() > LARGEST_TREE {
            return Err(git2::Error::from_str(&format!("the folder {id} cannot be read")));
        }
        Ok(Arc::from(object.data()))
    }
}

/// Calls `tell` with each name that differs between two folder objects.
fn merge<'a>(mut old: &'a [u8], mut new: &'a [u8], mut tell: impl FnMut(Option<Entry<'a>>, Option<Entry<'a>>)) {
    loop {
        let (left, right) = (Entry::first(old), Entry::first(new));
        let order = match (&left, &right) {
            (None, None) => return,
            (Some(_), None) => Ordering::Less,
            (None, Some(_)) => Ordering::Greater,
            (Some((a, _)), Some((b, _))) if a == b => {
                (old, new) = (left.map_or(old, |(_, rest)| rest), right.map_or(new, |(_, rest)| rest));
                continue;
            }
            (Some((a, _)), Some((b, _))) => a.order(b),
        };
        let left = left.filter(|_| order.is_le());
        let right = right.filter(|_| order.is_ge());
        tell(left.map(|(entry, _)| entry), right.map(|(entry, _)| entry));
        old = left.map_or(old, |(_, rest)| rest);
        new = right.map_or(new, |(_, rest)| rest);
    }
}

/// Which followed files moved with other bytes, as git finds it; none where too many came and went.
pub(super) fn similar(
    repository: &Repository,
    roots: &Roots,
    old: Option<Oid>,
    new: Oid,
) -> BTreeMap<FilePath, FilePath> {
    moved(repository, roots, old, new).unwrap_or_default()
}

fn moved(
    repository: &Repository,
    roots: &Roots,
    old: Option<Oid>,
    new: Oid,
) -> Result<BTreeMap<FilePath, FilePath>, git2::Error> {
    let old = old.map(|old| repository.find_tree(old)).transpose()?;
    let mut options = DiffOptions::new();
    for folder in &roots.folders {
        options.pathspec(folder.trim_end_matches('/')).disable_pathspec_match(true);
    }
    let mut diff = repository.diff_tree_to_tree(old.as_ref(), Some(&repository.find_tree(new)?), Some(&mut options))?;
    let number = |kind: Delta| diff.deltas().filter(|delta| delta.status() == kind).count();
    if number(Delta::Added).max(number(Delta::Deleted)) > MOST_SIMILAR {
        return Ok(BTreeMap::new());
    }
    diff.find_similar(Some(DiffFindOptions::new().renames(true).rename_limit(MOST_SIMILAR)))?;
    let path = |file: &git2::DiffFile<'_>| roots.file(file.path()?.to_str()?);
    let renamed = diff.deltas().filter(|delta| delta.status() == Delta::Renamed);
    Ok(renamed.filter_map(|delta| Some((path(&delta.new_file())?, path(&delta.old_file())?))).collect())
}

#[cfg(test)]
mod tests {
    use super::{Entry, merge};

    fn folder(entries: &[(&str, &str, u8)]) -> Vec<u8> {
        let line =
            |(mode, name, id): &(&str, &str, u8)| [mode.as_bytes(), b" ", name.as_bytes(), b"\0", &[*id; 20]].concat();
        entries.iter().flat_map(line).collect()
    }

    #[test]
    fn names_that_differ_are_told_in_gits_order() {
        let old = folder(&[("100644", "a", 1), ("100644", "b.md", 1), ("40000", "b", 1), ("100644", "c", 1)]);
        let new = folder(&[("100644", "a", 1), ("100644", "b", 1), ("100644", "b.md", 2), ("100644", "d", 1)]);
        let mut told = Vec::new();
        let name = |entry: Option<Entry<'_>>| entry.map(|one| String::from_utf8_lossy(one.name).into_owned());
        merge(&old, &new, |left, right| told.push((name(left), name(right))));
        let some = |name: &str| Some(name.to_owned());
        assert_eq!(
            told,
            [(None, some("b")), (some("b.md"), some("b.md")), (some("b"), None), (some("c"), None), (None, some("d"))]
        );
    }

    #[test]
    fn a_folder_object_that_ends_too_soon_has_no_more_names() {
        let whole = folder(&[("100644", "a", 1), ("100644", "b", 1)]);
        let mut told = 0;
        merge(&whole[..whole.len() - 1], &[], |_, _| told += 1);
        assert_eq!(told, 1);
    }
}
