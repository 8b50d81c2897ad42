//! The past of the council's files, from git: one walk over the commits behind HEAD.
//!
//! 1. every commit is read once, for its tree, its parents and its hour, and put in order: each before its
//!    parents, newest first ([`order`]);
//! 2. a piece of some commits at a time, on every core, each is compared with its parents; only folders
//!    whose ids differ are looked into ([`differ`]);
//! 3. in order, the differences become the steps of each file ([`crate::history::trace`]);
//! 4. of the commits that are named, author, hour and subject are read ([`words`]).
//!
//! What is kept are ids; the bytes of a version are read when its page is rendered.

mod differ;
mod order;
mod words;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use git2::{ObjectType, Oid, Repository};

use crate::history::trace::{Difference, Trace, Visit};
use crate::history::{Archive, BlobId, CommitId, Extent, FileHistory, History, Past};
use crate::parallel;
use crate::tree::{FilePath, FileTree};
use differ::Roots;
use order::Node;

/// The folders whose Markdown files are followed.
const FOLLOWED: [&str; 2] = ["content", "submissions/proposals"];
/// The largest version that is handed out: longer ones are not compared word by word.
const LARGEST_TEXT: usize = 512 * 1024;
/// How many commits are compared before their differences are taken in.
const BATCH: usize = 2048;
/// How many of them one core takes at a time.
const PIECE: usize = 64;

/// Reads the past of a folder, and reads it again when HEAD moved.
#[derive(Default)]
pub struct HistoryReader {
    last: Option<(PathBuf, Oid, History)>,
}

impl HistoryReader {
    /// The past of `folder`, whose files are `files`: empty where no repository holds it.
    pub fn read(&mut self, folder: &Path, files: &FileTree) -> History {
        // The objects are read once each; kept by the library too, they would grow with the history.
        git2::opts::enable_caching(false);
        git2::opts::strict_hash_verification(false);
        match self.past(folder) {
            Ok(Some(mut history)) => {
                history.uncommitted = uncommitted(&history.past, files);
                history
            }
            Ok(None) => History::default(),
            Err(error) => unreadable(error.message()),
        }
    }

    fn past(&mut self, folder: &Path) -> Result<Option<History>, git2::Error> {
        let repository = match Repository::discover(folder) {
            Err(error) if error.code() == git2::ErrorCode::NotFound => return Ok(None),
            found => found?,
        };
        let Some(prefix) = prefix(&repository, folder) else { return Ok(None) };
        let head = match repository.head() {
            Err(error) if error.code() == git2::ErrorCode::UnbornBranch => return Ok(None),
            found => found?.peel_to_commit()?.id(),
        };
        let place = repository.path().to_owned();
        if let Some((at, last, history)) = &self.last
            && *at == place
            && *last == head
        {
            return Ok(Some(history.clone()));
        }
        let pool = Arc::new(Pool::new(repository));
        let Some(past) = read_past(&pool, head, &prefix)? else { return Ok(None) };
        let history = History { past: Arc::new(past), archive: pool, ..History::default() };
        self.last = Some((place, head, history.clone()));
        Ok(Some(history))
    }
}

fn unreadable(reason: &str) -> History {
    let past = Past { extent: Extent::Unreadable(reason.to_owned()), ..Past::default() };
    History { past: Arc::new(past), ..History::default() }
}

/// Where git keeps the list of what HEAD was, in the work tree that `folder` lies in: it grows with
/// every commit.
#[must_use]
pub fn head_log(folder: &Path) -> Option<PathBuf> {
    Some(Repository::discover(folder).ok()?.path().join("logs"))
}

/// The folder's place in its work tree: empty, or ended by `/`.
fn prefix(repository: &Repository, folder: &Path) -> Option<String> {
    let root = repository.workdir()?.canonicalize().ok()?;
    let folder = folder.canonicalize().ok()?;
    let below: Vec<&str> = folder.strip_prefix(root).ok()?.iter().map(|part| part.to_str()).collect::<Option<_>>()?;
    Some(below.iter().fold(String::new(), |prefix, part| prefix + part + "/"))
}

/// Nothing where the last commit holds no file that is followed.
fn read_past(pool: &Pool, head: Oid, prefix: &str) -> Result<Option<Past>, git2::Error> {
    let roots = Roots::new(prefix, &FOLLOWED);
    let nodes = pool.with(|repository| order::read(repository, head))?;
    let Some(newest) = nodes.first() else { return Ok(None) };
    let files =
        pool.with(|repository| differ::Differ::new(repository, &roots)?.differences(None, Some(newest.tree)))?;
    let files: Vec<(FilePath, BlobId)> = files.into_iter().filter_map(|one| Some((one.path, one.after?))).collect();
    if files.is_empty() {
        return Ok(None);
    }
    let files = trace(pool, &nodes, &roots, files)?;
    let cut = nodes.iter().filter(|node| node.is_cut).map(|node| node.when).max();
    let extent = cut.map_or(Extent::Whole, Extent::Since);
    let (commits, files) = words::of_named(pool, &nodes, files)?;
    Ok(Some(Past { commits, files, extent }))
}

fn trace(
    pool: &Pool,
    nodes: &[Node],
    roots: &Roots,
    files: Vec<(FilePath, BlobId)>,
) -> Result<BTreeMap<FilePath, FileHistory>, git2::Error> {
    let mut trace = Trace::new(0, files);
    let places: Vec<usize> = (0..nodes.len()).collect();
    for batch in places.chunks(BATCH) {
        let compared = parallel::pieces(batch, PIECE, |piece| {
            pool.with(|repository| {
                let mut differ = differ::Differ::new(repository, roots)?;
                piece.iter().map(|place| of_commit(&mut differ, nodes, *place)).collect::<Result<Vec<_>, _>>()
            })
        });
        for (place, differences) in batch.iter().zip(compared.into_iter().collect::<Result<Vec<_>, _>>()?.concat()) {
            let node = &nodes[*place];
            let visit =
                Visit { commit: *place, parents: &node.parents, differences: &differences, is_cut: node.is_cut };
            let mut similar = |parent: usize| {
                let old = node.parents.get(parent).map(|parent| nodes[*parent].tree);
                pool.with(|repository| Ok(differ::similar(repository, roots, old, node.tree))).unwrap_or_default()
            };
            trace.visit(&visit, &mut similar);
        }
    }
    Ok(trace.finish())
}

/// What differs from each parent. Where nothing differs from the first, the others are not asked.
fn of_commit(
    differ: &mut differ::Differ<'_>,
    nodes: &[Node],
    place: usize,
) -> Result<Vec<Vec<Difference>>, git2::Error> {
    let node = &nodes[place];
    let Some((first, others)) = node.parents.split_first() else {
        return Ok(vec![differ.differences(None, Some(node.tree))?]);
    };
    let mut all = vec![differ.differences(Some(nodes[*first].tree), Some(node.tree))?];
    if !all[0].is_empty() {
        for parent in others {
            all.push(differ.differences(Some(nodes[*parent].tree), Some(node.tree))?);
        }
    }
    Ok(all)
}

/// The followed files, and Markdown files that no commit has, whose bytes are not those of the last commit.
fn uncommitted(past: &Past, files: &FileTree) -> BTreeMap<FilePath, Arc<[u8]>> {
    let held: Vec<_> = FOLLOWED.iter().flat_map(|folder| files.held_below(folder)).collect();
    let differs = |piece: &[(&FilePath, &crate::tree::Held)]| -> Vec<(FilePath, Arc<[u8]>)> {
        let is_new = |(path, held): &&(&FilePath, &crate::tree::Held)| {
            let known = past.files.get(*path).map(|file| file.now);
            path.extension() == "md" && known.is_none_or(|known| !is_blob(held.bytes(), known))
        };
        piece.iter().filter(is_new).map(|(path, held)| ((*path).clone(), held.share())).collect()
    };
    parallel::pieces(&held, 256, differs).into_iter().flatten().collect()
}

/// Whether git has these bytes under this id; a work tree may have CR LF where the object has LF.
fn is_blob(bytes: &[u8], id: BlobId) -> bool {
    let is = |bytes: &[u8]| Oid::hash_object(ObjectType::Blob, bytes).is_ok_and(|found| blob_id(found) == id);
    is(bytes) || (bytes.contains(&b'\r') && is(&without_returns(bytes)))
}

fn without_returns(bytes: &[u8]) -> Vec<u8> {
    let mut rest = bytes.iter().peekable();
    let mut kept = Vec::with_capacity(bytes.len());
    while let Some(byte) = rest.next() {
        if *byte != b'\r' || rest.peek() != Some(&&b'\n') {
            kept.push(*byte);
        }
    }
    kept
}

fn blob_id(id: Oid) -> BlobId {
    BlobId(twenty(id))
}

fn commit_id(id: Oid) -> CommitId {
    CommitId(twenty(id))
}

fn twenty(id: Oid) -> [u8; 20] {
    let mut bytes = [0; 20];
    bytes.iter_mut().zip(id.as_bytes()).for_each(|(to, from)| *to = *from);
    bytes
}

/// Openings of one repository, for those who read it at the same time.
struct Pool {
    place: PathBuf,
    idle: Mutex<Vec<Repository>>,
}

impl Pool {
    fn new(repository: Repository) -> Self {
        Self { place: repository.path().to_owned(), idle: Mutex::new(vec![repository]) }
    }

    fn with<T>(&self, work: impl FnOnce(&Repository) -> Result<T, git2::Error>) -> Result<T, git2::Error> {
        let idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let repository = idle.map_or_else(|| Repository::open(&self.place), Ok)?;
        let result = work(&repository);
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).push(repository);
        result
    }
}

impl Archive for Pool {
    fn bytes(&self, blob: &BlobId) -> Option<Arc<[u8]>> {
        let read = |repository: &Repository| {
            let (database, id) = (repository.odb()?, Oid::from_bytes(&blob.0)?);
            let (size, kind) = database.read_header(id)?;
            if kind != ObjectType::Blob || size > LARGEST_TEXT {
                return Ok(None);
            }
            Ok(Some(Arc::from(database.read(id)?.data())))
        };
        self.with(read).ok().flatten()
    }
}
