//! The commits behind one, each before its parents, newest first.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, BinaryHeap};

use git2::{Odb, Oid, Repository};

use crate::history::Stamp;

/// The largest commit object that is read.
const LARGEST_COMMIT: usize = 1024 * 1024;

/// A commit, of which nothing is kept but what the walk needs.
#[derive(Clone, Debug)]
pub(super) struct Node {
    pub(super) id: Oid,
    pub(super) tree: Oid,
    /// By their places in the order.
    pub(super) parents: Vec<usize>,
    /// When it was committed.
    pub(super) when: Stamp,
    /// Whether this clone does not have all of its parents.
    pub(super) is_cut: bool,
}

/// What a commit object says at its head.
struct Head {
    tree: Oid,
    parents: Vec<Oid>,
    when: Stamp,
}

/// The commits behind `head`, itself first.
pub(super) fn read(repository: &Repository, head: Oid) -> Result<Vec<Node>, git2::Error> {
    let database = repository.odb()?;
    let shallow = shallow(repository);
    let mut places = BTreeMap::from([(head, 0)]);
    let mut ids = vec![head];
    let mut nodes = Vec::new();
    while let Some(id) = ids.get(nodes.len()).copied() {
        let read = read_head(&database, id)?;
        let is_cut = shallow.contains(&id) || !read.parents.iter().all(|parent| database.exists(*parent));
        let mut parents = Vec::new();
        for parent in read.parents.into_iter().filter(|_| !is_cut) {
            let next = ids.len();
            let place = *places.entry(parent).or_insert(next);
            if place == next {
                ids.push(parent);
            }
            parents.push(place);
        }
        nodes.push(Node { id, tree: read.tree, parents, when: read.when, is_cut });
    }
    Ok(sorted(nodes))
}

/// Each commit once all commits that go on from it are out, newest first.
fn sorted(nodes: Vec<Node>) -> Vec<Node> {
    let mut children = vec![0_usize; nodes.len()];
    for parent in nodes.iter().flat_map(|node| &node.parents) {
        children[*parent] += 1;
    }
    let key = |place: usize| (nodes[place].when.seconds, Reverse(place));
    let mut ready = BinaryHeap::from([key(0)]);
    let mut order = Vec::with_capacity(nodes.len());
    while let Some((_, Reverse(place))) = ready.pop() {
        order.push(place);
        for parent in &nodes[place].parents {
            children[*parent] -= 1;
            if children[*parent] == 0 {
                ready.push(key(*parent));
            }
        }
    }
    let mut new_places = vec![0; nodes.len()];
    for (new, old) in order.iter().enumerate() {
        new_places[*old] = new;
    }
    let mut nodes: Vec<Option<Node>> = nodes.into_iter().map(Some).collect();
    let moved = order.iter().filter_map(|old| nodes[*old].take());
    moved
        .map(|mut node| {
            node.parents.iter_mut().for_each(|parent| *parent = new_places[*parent]);
            node
        })
        .collect()
}

/// The commits whose parents a shallow clone does not have.
fn shallow(repository: &Repository) -> BTreeSet<Oid> {
    let list = std::fs::read_to_string(repository.commondir().join("shallow")).unwrap_or_default();
    list.lines().filter_map(|line| Oid::from_str(line.trim()).ok()).collect()
}

fn read_head(database: &Odb<'_>, id: Oid) -> Result<Head, git2::Error> {
    let damaged = || git2::Error::from_str(&format!("the commit {id} cannot be read"));
    let (size, _) = database.read_header(id)?;
    if size > LARGEST_COMMIT {
        return Err(damaged());
    }
    let object = database.read(id)?;
    parse(object.data()).ok_or_else(damaged)
}

fn parse(data: &[u8]) -> Option<Head> {
    let (mut tree, mut parents) = (None, Vec::new());
    for line in data.split(|byte| *byte == b'\n') {
        let line = std::str::from_utf8(line).unwrap_or_default();
        if let Some(id) = line.strip_prefix("tree ") {
            tree = Oid::from_str(id).ok();
        } else if let Some(id) = line.strip_prefix("parent ") {
            parents.push(Oid::from_str(id).ok()?);
        } else if line.is_empty() {
            break;
        }
    }
    Some(Head { tree: tree?, parents, when: committed(data).unwrap_or_default() })
}

/// The last two words of the line of the committer, whose name may be in any encoding.
fn committed(data: &[u8]) -> Option<Stamp> {
    let line = data.split(|byte| *byte == b'\n').find(|line| line.starts_with(b"committer "))?;
    let after = line.rsplit(|byte| *byte == b'>').next()?;
    let mut words = std::str::from_utf8(after).ok()?.split_whitespace();
    let seconds = words.next()?.parse().ok()?;
    let zone: i32 = words.next()?.parse().ok()?;
    Some(Stamp { seconds, offset: zone / 100 * 60 + zone % 100 })
}

#[cfg(test)]
mod tests {
    use super::{Stamp, committed, parse};

    #[test]
    fn the_head_of_a_commit_is_read_and_nothing_of_its_message() {
        let id = "4b825dc642cb6eb9a060e54bf8d69288fbee4904";
        let text = format!(
            "tree {id}\nparent {id}\nauthor A <a@b> 1 +0000\ncommitter B> <c@d> 1773340200 -0330\n\nparent {id}\ntree x\n"
        );
        let head = parse(text.as_bytes()).expect("a commit");
        assert_eq!((head.tree.to_string().as_str(), head.parents.len()), (id, 1));
        assert_eq!(head.when, Stamp { seconds: 1_773_340_200, offset: -210 });
        assert_eq!(committed(b"committer \xe9 <a@b> 5 +0200"), Some(Stamp { seconds: 5, offset: 120 }));
        assert!(parse(b"author nobody\n").is_none());
    }
}
