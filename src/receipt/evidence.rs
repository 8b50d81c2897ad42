//! What lies beside the proof: a tar archive, so that it comes apart with tools everybody has.
//!
//! ```text
//! entry            the line of the log that the receipt proves
//! 0.statement      a signed file
//! 0.proof          its line of the log, then its proof of inclusion, one hash a line in base64
//! 1.statement  1.proof  …
//! 9.consistency    where 9 decides: the proof that the log it was signed over is the same log
//! tally.json       the result, where it is certified and not too large
//! ```
//!
//! The names are indices of the log. Nothing here is believed: every statement is proved by the
//! checkpoint, and verified.

use std::collections::BTreeMap;
use std::io::Read as _;

use crate::log::{ConsistencyProof, InclusionProof, read_hashes, write_hashes};
use crate::statement::entry::{Entry, read_entries};

/// A signed file in the log, with its proof.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Proved {
    pub(super) entry: Entry,
    pub(super) proof: InclusionProof,
    /// Of a statement that decides: that the log at its index, whose root it signs, has grown into
    /// the log of the checkpoint.
    pub(super) consistency: Option<ConsistencyProof>,
    pub(super) file: Vec<u8>,
}

/// Everything beside the proof.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Evidence {
    /// The entry that the receipt proves.
    pub(super) entry: Entry,
    /// Statements by index.
    pub(super) statements: BTreeMap<u64, Proved>,
    /// The certified tally.
    pub(super) tally: Option<Vec<u8>>,
}

const ENTRY: &str = "entry";
const TALLY: &str = "tally.json";

impl Evidence {
    /// Writes the archive.
    pub(super) fn write(&self) -> Vec<u8> {
        let mut files = vec![(ENTRY.to_owned(), format!("{}\n", self.entry.line()).into_bytes())];
        for (index, proved) in &self.statements {
            let proof = format!("{}\n{}", proved.entry.line(), write_hashes(&proved.proof));
            files.push((format!("{index}.statement"), proved.file.clone()));
            files.push((format!("{index}.proof"), proof.into_bytes()));
            let consistency = proved.consistency.as_deref().map(write_hashes);
            files.extend(consistency.map(|text| (format!("{index}.consistency"), text.into_bytes())));
        }
        files.extend(self.tally.clone().map(|bytes| (TALLY.to_owned(), bytes)));
        pack(&files)
    }

    /// Reads an archive; nothing where it is not one, in its one spelling.
    pub(super) fn read(bytes: &[u8]) -> Option<Self> {
        let mut files: BTreeMap<String, Vec<u8>> = unpack(bytes)?.into_iter().collect();
        let entry = one_entry(&files.remove(ENTRY)?)?;
        let tally = files.remove(TALLY);
        let mut statements = BTreeMap::new();
        while let Some((name, _)) = files.first_key_value() {
            let index = name.split('.').next()?.to_owned();
            let file = files.remove(&format!("{index}.statement"))?;
            let text = String::from_utf8(files.remove(&format!("{index}.proof"))?).ok()?;
            let border = text.find('\n')? + 1;
            let entry = one_entry(&text.as_bytes()[..border])?;
            let proof = read_hashes(&text[border..])?;
            let consistency = match files.remove(&format!("{index}.consistency")) {
                Some(text) => Some(read_hashes(std::str::from_utf8(&text).ok()?)?),
                None => None,
            };
            statements.insert(index.parse().ok()?, Proved { entry, proof, consistency, file });
        }
        let evidence = Self { entry, statements, tally };
        (evidence.write() == bytes).then_some(evidence)
    }
}

fn one_entry(line: &[u8]) -> Option<Entry> {
    let [entry] = <[Entry; 1]>::try_from(read_entries(line).ok()?).ok()?;
    Some(entry)
}

fn pack(files: &[(String, Vec<u8>)]) -> Vec<u8> {
    let mut archive = tar::Builder::new(Vec::new());
    for (name, bytes) in files {
        let mut header = tar::Header::new_ustar();
        header.set_size(bytes.len() as u64);
        header.set_mode(0o644);
        header.set_entry_type(tar::EntryType::Regular);
        archive.append_data(&mut header, name, bytes.as_slice()).expect("a short name, and memory does not fail");
    }
    archive.into_inner().expect("memory does not fail")
}

/// The ordinary files of an archive. It was capped as a whole, and holds no more than its length.
fn unpack(bytes: &[u8]) -> Option<Vec<(String, Vec<u8>)>> {
    let mut archive = tar::Archive::new(bytes);
    let mut files = Vec::new();
    // Raw: no names or sizes from entries that describe others.
    for entry in archive.entries().ok()?.raw(true) {
        let mut entry = entry.ok()?;
        let name = String::from_utf8(entry.path_bytes().into_owned()).ok()?;
        if entry.header().entry_type() != tar::EntryType::Regular {
            return None;
        }
        let mut content = Vec::new();
        entry.read_to_end(&mut content).ok()?;
        files.push((name, content));
    }
    Some(files)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::{Evidence, Proved, pack};
    use crate::statement::Kind;
    use crate::statement::entry::Entry;
    use crate::tree::Digest;

    fn entry(kind: Kind, subject: &str) -> Entry {
        Entry { kind, subject: subject.to_owned(), file: Digest::of(subject.as_bytes()) }
    }

    fn evidence() -> Evidence {
        let proved = |kind, hashes: u8| Proved {
            entry: entry(kind, "council"),
            proof: (0..hashes).map(|n| Digest::of(&[n])).collect(),
            consistency: (kind == Kind::Certify).then(|| (0..hashes).map(|n| Digest::of(&[n])).collect()),
            file: b"a file\n".to_vec(),
        };
        let statements = [(0, proved(Kind::Genesis, 3)), (9, proved(Kind::Certify, 2)), (12, proved(Kind::Roles, 0))];
        let statements = BTreeMap::from(statements);
        Evidence { entry: entry(Kind::Ballot, "square"), statements, tally: Some(b"{}\n".to_vec()) }
    }

    #[test]
    fn what_is_written_is_read_again() {
        let evidence = evidence();
        assert_eq!(Evidence::read(&evidence.write()), Some(evidence.clone()));
        let without = Evidence { tally: None, ..evidence };
        assert_eq!(Evidence::read(&without.write()), Some(without));
    }

    #[test]
    fn other_archives_are_refused() {
        let files = |names: &[&str]| {
            let line = format!("{}\n", entry(Kind::Ballot, "square").line()).into_bytes();
            names.iter().map(|name| ((*name).to_owned(), line.clone())).collect::<Vec<_>>()
        };
        assert!(Evidence::read(&pack(&files(&["entry", "0.statement", "0.proof"]))).is_some());
        for names in [
            &["0.statement", "0.proof"][..],
            &["entry", "0.statement"],
            &["entry", "0.proof"],
            &["entry", "00.statement", "00.proof"],
            &["entry", "0.consistency"],
            &["entry", "0.statement", "0.consistency", "0.proof"],
            &["entry", "0.statement", "0.proof", "0.other"],
            &["entry", "0.proof", "0.statement"],
            &["entry", "entry"],
            &["entry", "other"],
        ] {
            assert_eq!(Evidence::read(&pack(&files(names))), None, "{names:?}");
        }
        let bytes = evidence().write();
        assert_eq!(Evidence::read(b""), None);
        assert_eq!(Evidence::read(&[bytes.as_slice(), b"\0"].concat()), None);
        for at in (0..bytes.len()).step_by(97) {
            assert_eq!(Evidence::read(&bytes[..at]), None, "cut at {at}");
        }
    }

    #[test]
    fn links_and_folders_are_refused() {
        for kind in [tar::EntryType::Symlink, tar::EntryType::Directory, tar::EntryType::GNULongName] {
            let mut archive = tar::Builder::new(Vec::new());
            let mut header = tar::Header::new_ustar();
            header.set_entry_type(kind);
            header.set_size(0);
            archive.append_data(&mut header, "entry", &b""[..]).expect("memory");
            assert_eq!(Evidence::read(&archive.into_inner().expect("memory")), None, "{kind:?}");
        }
    }
}
