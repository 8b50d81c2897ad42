//! What a site was made from, so that an unchanged one is not made again.
//!
//! A manifest lists the stamp of every source (with its digest where the stamp does not tell enough), the stamp of
//! every file of the site, one line for all else that decides what comes out (the program, the day, the commit), and
//! what was told of the sources, since it holds as long as they do. It is a cache: deleting it costs
//! a build. What cannot be read counts as no manifest.

use std::collections::BTreeMap;

use crate::tree::{Digest, FilePath, Stamp, settled};

/// The first line of a manifest.
const FORMAT: &str = "parvis manifest 2";

/// What a site was made from, and what it was when it was written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Manifest {
    /// All that decides what comes out beside the files, on one line.
    pub told: String,
    /// Every source; with its digest where the stamp alone does not tell what its bytes are.
    pub sources: BTreeMap<FilePath, (Stamp, Option<Digest>)>,
    /// Every file of the site.
    pub outputs: BTreeMap<FilePath, Stamp>,
    /// What was found in the sources and is to be told again, a line each.
    pub findings: Vec<String>,
}

/// What must be looked at before a site can be called unchanged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Something is otherwise.
    Changed,
    /// Everything is the same if the bytes of these sources still have these digests: their stamps do not tell.
    Unless(Vec<(FilePath, Digest)>),
}

impl Manifest {
    /// Whether a site made of `sources` that now is `outputs` is the one of this manifest.
    #[must_use]
    pub fn compare(
        &self,
        told: &str,
        sources: &BTreeMap<FilePath, Stamp>,
        outputs: &BTreeMap<FilePath, Stamp>,
    ) -> Verdict {
        let same_names = self.sources.len() == sources.len() && self.sources.keys().eq(sources.keys());
        if self.told != told || !same_names || self.outputs != *outputs {
            return Verdict::Changed;
        }
        if sources.iter().any(|(path, stamp)| self.sources[path].0 != *stamp) {
            return Verdict::Changed;
        }
        let unsure = self.sources.iter().filter_map(|(path, (_, digest))| Some((path.clone(), (*digest)?)));
        Verdict::Unless(unsure.collect())
    }

    /// Those of `sources` whose stamp does not tell what their bytes are: a file written while the build read it
    /// may have been written again since with the same stamp.
    #[must_use]
    pub fn unsettled(sources: &BTreeMap<FilePath, Stamp>) -> Vec<&FilePath> {
        let settled = settled(sources.values());
        sources.iter().filter(|(_, stamp)| stamp.written >= settled).map(|(path, _)| path).collect()
    }

    /// The manifest as text.
    #[must_use]
    pub fn write(&self) -> String {
        use std::fmt::Write as _;
        let mut text = format!("{FORMAT}\n{}\n", self.told);
        for (path, (stamp, digest)) in &self.sources {
            let Stamp { length, written, inode } = stamp;
            let digest = digest.map_or_else(|| "-".to_owned(), |digest| digest.to_string());
            let _ = writeln!(text, "s {length} {written} {inode} {digest} {path}");
        }
        for (path, Stamp { length, written, inode }) in &self.outputs {
            let _ = writeln!(text, "o {length} {written} {inode} {path}");
        }
        for finding in &self.findings {
            let _ = writeln!(text, "f {finding}");
        }
        text
    }

    /// Reads what [`Manifest::write`] wrote; nothing where it is anything else.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        let mut lines = text.lines();
        if lines.next() != Some(FORMAT) {
            return None;
        }
        let mut manifest = Self { told: lines.next()?.to_owned(), ..Self::default() };
        for line in lines {
            let (kind, rest) = line.split_once(' ')?;
            if kind == "f" {
                manifest.findings.push(rest.to_owned());
                continue;
            }
            let (stamp, rest) = read_stamp(rest)?;
            match kind {
                "s" => {
                    let (digest, path) = rest.split_once(' ')?;
                    let digest = if digest == "-" { None } else { Some(digest.parse().ok()?) };
                    manifest.sources.insert(FilePath::parse(path).ok()?, (stamp, digest));
                }
                "o" => drop(manifest.outputs.insert(FilePath::parse(rest).ok()?, stamp)),
                _ => return None,
            }
        }
        Some(manifest)
    }
}

fn read_stamp(text: &str) -> Option<(Stamp, &str)> {
    let (length, rest) = text.split_once(' ')?;
    let (written, rest) = rest.split_once(' ')?;
    let (inode, rest) = rest.split_once(' ')?;
    let stamp = Stamp { length: length.parse().ok()?, written: written.parse().ok()?, inode: inode.parse().ok()? };
    Some((stamp, rest))
}

#[cfg(test)]
mod tests {
    use super::{Manifest, Verdict};
    use crate::tree::{Digest, FilePath, Stamp};

    fn path(name: &str) -> FilePath {
        FilePath::parse(name).expect("a path")
    }

    fn stamp(written: i128) -> Stamp {
        Stamp { length: 3, written, inode: 7 }
    }

    fn made() -> Manifest {
        let digest = Some(Digest::of(b"abc"));
        let sources = [("content/a b.md", 0, None), ("content/new.md", 9_000_000_000, digest)];
        Manifest {
            told: "1 2026-03-12".to_owned(),
            sources: sources.into_iter().map(|(name, at, digest)| (path(name), (stamp(at), digest))).collect(),
            outputs: [(path("a.html"), stamp(1))].into_iter().collect(),
            findings: vec!["{\"code\":\"X\"}".to_owned()],
        }
    }

    #[test]
    fn a_manifest_is_read_as_it_was_written() {
        let manifest = made();
        assert_eq!(Manifest::read(&manifest.write()), Some(manifest.clone()));
        for damaged in
            ["", "parvis manifest 1\nx\n", "parvis manifest 2\nx\ns 1 2 3\n", "parvis manifest 2\nx\nz 1 2 3 a\n"]
        {
            assert_eq!(Manifest::read(damaged), None, "{damaged:?}");
        }
    }

    #[test]
    fn what_was_written_just_before_the_build_is_looked_at_again() {
        let manifest = made();
        let sources = manifest.sources.iter().map(|(path, (stamp, _))| (path.clone(), *stamp)).collect();
        assert_eq!(Manifest::unsettled(&sources), [&path("content/new.md")]);
        let verdict = manifest.compare("1 2026-03-12", &sources, &manifest.outputs);
        assert_eq!(verdict, Verdict::Unless(vec![(path("content/new.md"), Digest::of(b"abc"))]));
    }

    #[test]
    fn anything_else_is_a_change() {
        let manifest = made();
        let sources: std::collections::BTreeMap<_, _> =
            manifest.sources.iter().map(|(path, (stamp, _))| (path.clone(), *stamp)).collect();
        let mut fewer = sources.clone();
        fewer.pop_first();
        let mut touched = manifest.outputs.clone();
        touched.insert(path("a.html"), stamp(2));
        assert_eq!(manifest.compare("2", &sources, &manifest.outputs), Verdict::Changed);
        assert_eq!(manifest.compare("1 2026-03-12", &fewer, &manifest.outputs), Verdict::Changed);
        assert_eq!(manifest.compare("1 2026-03-12", &sources, &touched), Verdict::Changed);
    }
}
