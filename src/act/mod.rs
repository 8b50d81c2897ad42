//! What a clerk's command is about to write, as a value that outlives the command.
//!
//! ```text
//! Desk ─▶ files to add ─▶ Act ─▶ steps: stage every file, seal the list, keep the guard, place every file, finish
//! ```
//!
//! Until the list is sealed nothing has happened, and what is staged is thrown away. From then on the act
//! has happened: whoever finds the list goes through the same steps to their end. Every step may
//! be taken twice.

mod guard;

use std::collections::BTreeMap;

pub use guard::{Guard, GuardFault};

use crate::record::ENTRIES;
use crate::tree::{Digest, FilePath, FileTree};

/// A file that an act writes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Placed {
    /// Where.
    pub path: FilePath,
    /// What lay there before; nothing where there was no file.
    pub before: Option<Digest>,
    /// What lies there afterwards.
    pub after: Digest,
}

/// Everything a command writes, in the order in which it is put in place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Act {
    /// The state of the log that the act signs, with the fingerprint of the log's key; nothing
    /// for the sample council, whose keys are everybody's.
    pub guard: Option<(String, Guard)>,
    /// The files.
    pub files: Vec<Placed>,
}

/// One step of writing an act.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step<'a> {
    /// Writes a file aside.
    Stage(&'a Placed),
    /// Writes the list: from here on the act is finished, never undone.
    Seal,
    /// Keeps the state that is signed outside the repository, before anyone can see it inside.
    Keep(&'a str, &'a Guard),
    /// Writes a file in its place.
    Place(&'a Placed),
    /// Takes the list and what was staged away.
    Finish,
}

/// The first line of a list.
const FORMAT: &str = "act/1";

impl Act {
    /// The act that turns `before` into `before` with `added`.
    ///
    /// The entries of the log come after the files they name, and what is derived from them comes
    /// last.
    #[must_use]
    pub fn new(before: &FileTree, added: &FileTree, guard: Option<(String, Guard)>) -> Self {
        let placed = |(path, bytes): (&FilePath, &[u8])| Placed {
            path: path.clone(),
            before: before.get(path).map(Digest::of),
            after: Digest::of(bytes),
        };
        let mut files: Vec<Placed> = added.iter().map(placed).collect();
        files.sort_by_key(|file| rank(&file.path));
        Self { guard, files }
    }

    /// Every step, first to last.
    pub fn steps(&self) -> impl Iterator<Item = Step<'_>> {
        self.files.iter().map(Step::Stage).chain([Step::Seal]).chain(self.closing_steps())
    }

    /// The steps that are left once the list is sealed.
    pub fn closing_steps(&self) -> impl Iterator<Item = Step<'_>> {
        let keep = self.guard.iter().map(|(key, guard)| Step::Keep(key, guard));
        keep.chain(self.files.iter().map(Step::Place)).chain([Step::Finish])
    }

    /// The list, as it is written.
    #[must_use]
    pub fn write(&self) -> String {
        let guard = match &self.guard {
            Some((key, guard)) => format!("key {key}\n{}", guard.write()),
            None => "key none\n".to_owned(),
        };
        let line = |file: &Placed| {
            let before = file.before.map_or_else(|| "none".to_owned(), |digest| digest.to_string());
            format!("{} {before} {}\n", file.after, file.path)
        };
        format!("{FORMAT}\n{guard}files\n{}", self.files.iter().map(line).collect::<String>())
    }

    /// Reads a list in its one spelling. Files that do not lie below `submissions/` are no act of
    /// a clerk.
    #[must_use]
    pub fn read(bytes: &[u8]) -> Option<Self> {
        let text = std::str::from_utf8(bytes).ok()?;
        let (head, files) = text.split_once("\nfiles\n")?;
        let (key, guard) = head.strip_prefix(FORMAT)?.strip_prefix("\nkey ")?.split_once('\n').unwrap_or(("none", ""));
        let guard = match guard {
            "" => None,
            _ if !key.starts_with("SHA256:") || key.contains(char::is_whitespace) => return None,
            guard => Some((key.to_owned(), Guard::read(format!("{guard}\n").as_bytes()).ok()?)),
        };
        let line = |line: &str| -> Option<Placed> {
            let mut words = line.splitn(3, ' ');
            let after = words.next()?.parse().ok()?;
            let before = match words.next()? {
                "none" => None,
                digest => Some(digest.parse().ok()?),
            };
            let path = FilePath::parse(words.next()?).ok().filter(|path| path.below("submissions").is_some())?;
            Some(Placed { path, before, after })
        };
        let files = files.split_terminator('\n').map(line).collect::<Option<_>>()?;
        Some(Self { guard, files }).filter(|act| act.write() == text)
    }

    /// What becomes of the act when it is taken up again over the files that lie in its places
    /// now, and what is left of those staged.
    #[must_use]
    pub fn left_over(&self, now: &BTreeMap<FilePath, Digest>, staged: &FileTree) -> LeftOver {
        let changed = |file: &&Placed| {
            let found = now.get(&file.path).copied();
            found != Some(file.after) && found != file.before
        };
        if let Some(file) = self.files.iter().find(changed) {
            return LeftOver::Changed(file.path.clone());
        }
        let is_placed = |file: &Placed| now.get(&file.path) == Some(&file.after);
        let lost = |file: &&Placed| !is_placed(file) && staged.get(&file.path).map(Digest::of) != Some(file.after);
        if let Some(file) = self.files.iter().find(lost) {
            return LeftOver::Lost(file.path.clone());
        }
        // A file whose place holds what it held before counts as not placed, whatever it is.
        if self.files.iter().any(|file| is_placed(file) && file.before != Some(file.after)) {
            LeftOver::Begun
        } else {
            LeftOver::Whole
        }
    }
}

/// What is left of an act that was interrupted after its list was sealed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LeftOver {
    /// No file is in its place yet.
    Whole,
    /// Some files are in their places; the others are staged.
    Begun,
    /// A file in one of its places is neither the old nor the new one.
    Changed(FilePath),
    /// A file is neither in its place nor staged.
    Lost(FilePath),
}

/// What is put in place first.
fn rank(path: &FilePath) -> u8 {
    match path.as_str() {
        ENTRIES => 1,
        path if path.starts_with("submissions/turnout/") => 2,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::{Act, Guard, LeftOver, Step};
    use crate::statement::LogState;
    use crate::tree::{Digest, FilePath, FileTree};

    fn tree(files: &[(&str, &str)]) -> FileTree {
        files.iter().map(|(path, text)| (FilePath::parse(path).expect("a path"), text.as_bytes().to_vec())).collect()
    }

    fn act() -> (FileTree, Act) {
        let before = tree(&[("submissions/log/entries", "1\n")]);
        let added = tree(&[
            ("submissions/log/checkpoints/2", "2"),
            ("submissions/log/entries", "1\n2\n"),
            ("submissions/definitions/v.open", "o"),
            ("submissions/turnout/v.json", "{}"),
        ]);
        let state = LogState { size: 2, root: Digest::of(b"root") };
        let guard = Guard { origin: "ville.example/log".to_owned(), state, checkpoint: Digest::of(b"2") };
        let act = Act::new(&before, &added, Some(("SHA256:abc".to_owned(), guard)));
        (added, act)
    }

    #[test]
    fn a_list_has_one_spelling_and_stays_below_submissions() {
        let (_, act) = act();
        assert_eq!(Act::read(act.write().as_bytes()), Some(act.clone()));
        let without = Act { guard: None, ..act.clone() };
        assert_eq!(Act::read(without.write().as_bytes()), Some(without));
        for (from, to) in [
            ("submissions/log/entries", "content/votes/entries"),
            ("submissions/log/entries", "submissions/../../x"),
            ("act/1", "act/2"),
            ("key SHA256", "key  SHA256"),
            ("files\n", "files\n\n"),
            ("size: 2", "size: 02"),
        ] {
            assert_eq!(Act::read(act.write().replace(from, to).as_bytes()), None, "{to}");
        }
    }

    #[test]
    fn the_log_comes_after_what_it_names_and_the_guard_before_anything_is_seen() {
        let (_, act) = act();
        let steps: Vec<Step<'_>> = act.steps().collect();
        let at = |wanted: &dyn Fn(&Step<'_>) -> bool| steps.iter().position(wanted).expect("the step");
        let place = |path: &str| at(&|step| matches!(step, Step::Place(file) if file.path.as_str() == path));
        let (seal, keep) = (at(&|step| *step == Step::Seal), at(&|step| matches!(step, Step::Keep(..))));
        let first = at(&|step| matches!(step, Step::Place(_)));
        assert!(seal < keep && keep < first, "{steps:?}");
        assert!(place("submissions/definitions/v.open") < place("submissions/log/entries"));
        assert!(place("submissions/log/entries") < place("submissions/turnout/v.json"));
        assert_eq!(steps.last(), Some(&Step::Finish));
    }

    #[test]
    fn what_is_left_of_an_act_is_told_apart() {
        let (added, act) = act();
        let now = |files: &FileTree| -> BTreeMap<FilePath, Digest> {
            files.iter().map(|(path, bytes)| (path.clone(), Digest::of(bytes))).collect()
        };
        let before = tree(&[("submissions/log/entries", "1\n")]);
        assert_eq!(act.left_over(&now(&before), &added), LeftOver::Whole);
        let mut begun = before.clone();
        begun.overlay(&tree(&[("submissions/definitions/v.open", "o")]));
        assert_eq!(act.left_over(&now(&begun), &added), LeftOver::Begun);
        let path = FilePath::parse("submissions/log/entries").expect("a path");
        let pulled = tree(&[("submissions/log/entries", "1\n3\n")]);
        assert_eq!(act.left_over(&now(&pulled), &added), LeftOver::Changed(path.clone()));
        let mut staged = added.clone();
        staged.remove(&path);
        assert_eq!(act.left_over(&now(&before), &staged), LeftOver::Lost(path));
        assert_eq!(act.left_over(&now(&added), &FileTree::new()), LeftOver::Begun);
    }
}
