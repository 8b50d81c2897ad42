//! The vectors of `tests/vectors`: their manifest, and the council before which they come.

#![allow(dead_code, reason = "each test file uses the part it needs")]

use std::path::{Path, PathBuf};

use parvis::council::Mode;
use parvis::key::PublicKey;
use parvis::record::Files;
use parvis::report::Code;
use parvis::statement::entry::Entry;
use parvis::statement::{Ballot, Definition, Electorate, Enrolment, Kind, Proposal, Roll, RollMode, Statement};
use parvis::submission::Rejection;
use parvis::tree::{Digest, FilePath};

use crate::support::make_vectors;
use crate::support::{TestCouncil, approval, council, key, option, path, token, voter, voter_key};

/// One line of the manifest.
pub(crate) struct Vector {
    /// The file, relative to `tests/vectors`.
    pub(crate) file: String,
    /// What it claims to be.
    pub(crate) kind: Kind,
    /// The path it is handed in at; nothing for the path that its own text gives.
    pub(crate) at: Option<FilePath>,
    /// The code it is refused with; nothing where it is taken.
    pub(crate) expected: Option<Code>,
    /// What stock `ssh-keygen` says; nothing where that depends on its version.
    pub(crate) stock: Option<bool>,
}

pub(crate) fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/vectors")
}

/// Every line of the manifest.
pub(crate) fn manifest() -> Vec<Vector> {
    let text = std::fs::read_to_string(folder().join("manifest")).expect("tests/vectors/manifest");
    text.lines().filter(|line| !line.is_empty() && !line.starts_with('#')).map(vector).collect()
}

fn vector(line: &str) -> Vector {
    let columns: Vec<&str> = line.split('|').map(str::trim).collect();
    let [file, kind, at, expected, stock, note] = columns[..] else { panic!("six columns: {line}") };
    assert!((1..=10).contains(&note.split_whitespace().count()), "a note of one to ten words: {line}");
    Vector {
        file: file.to_owned(),
        kind: token(kind),
        at: (at != "own").then(|| path(at)),
        expected: (expected != "taken").then(|| expected.parse().unwrap_or_else(|_| panic!("no code: {line}"))),
        stock: match stock {
            "accept" => Some(true),
            "refuse" => Some(false),
            "varies" => None,
            _ => panic!("accept, refuse or varies: {line}"),
        },
    }
}

impl Vector {
    /// The bytes: of its file, or made anew where the vector is too large to be stored.
    pub(crate) fn bytes(&self, city: &TestCouncil) -> Vec<u8> {
        if self.file.starts_with(make_vectors::NOT_STORED) {
            let made = make_vectors::large(city).into_iter().find(|(file, _)| *file == self.file);
            return made.unwrap_or_else(|| panic!("{}: nothing makes it", self.file)).1;
        }
        std::fs::read(folder().join(&self.file)).unwrap_or_else(|error| panic!("{}: {error}", self.file))
    }
}

/// The council of the vectors: the vote `place` is open for voters 1 to 3 and the vote `parc` for 4
/// and 5; 7 and 8 may propose.
pub(crate) fn city() -> TestCouncil {
    let mut city = TestCouncil::new(3);
    city.open_place();
    let electorate = seal(&mut city, "riverains", RollMode::Voters(Mode::Pseudonymous), &[4, 5]);
    let parc = city.definition("parc", approval(), vec![option("a", None), option("b", None)]);
    let parc = Definition { electorates: vec![electorate], ..parc };
    city.desk.open_vote(&parc, &[&key("officer")]).expect("a sound definition");
    seal(&mut city, "auteurs", RollMode::Proposers, &[7, 8]);
    city
}

/// Seals a roll of these people, and returns it as an electorate.
fn seal(city: &mut TestCouncil, id: &str, mode: RollMode, people: &[usize]) -> Electorate {
    let roll = roll(city, id, mode, people.iter().map(|n| line(*n, *voter_key(*n).public().as_bytes())).collect());
    let sealed = city.desk.seal_roll(&roll, &[&key("officer")]).expect("a sound roll");
    Electorate { id: token(id), roll: roll.roll, version: 1, hash: sealed.text_hash }
}

/// The first version of a roll.
pub(crate) fn roll(city: &TestCouncil, id: &str, mode: RollMode, voters: Vec<Enrolment>) -> Roll {
    let record = city.desk.record().fingerprint();
    Roll { council: council(), record, roll: token(id), version: 1, previous: None, mode, voters }
}

/// A roll's line of voter `n`, with this key.
pub(crate) fn line(n: usize, key: [u8; 32]) -> Enrolment {
    let key = Some(PublicKey::from_bytes(key));
    Enrolment { voter: voter(n), weight: 1, groups: [].into(), person: None, key }
}

/// What the record says of a vector, asked as ingest, gate and audit ask it.
pub(crate) fn verdict(city: &TestCouncil, vector: &Vector, bytes: &[u8]) -> Option<Code> {
    rejection(city, vector, bytes).1.map(|rejection| rejection.code)
}

/// Where a vector is handed in, and why it is refused there; nothing where it is taken.
pub(crate) fn rejection(city: &TestCouncil, vector: &Vector, bytes: &[u8]) -> (FilePath, Option<Rejection>) {
    let own = || own_path(vector.kind, &border(bytes).0);
    let at = vector.at.clone().unwrap_or_else(own);
    let record = city.desk.record();
    let refused = match vector.kind {
        Kind::Ballot => record.admit_ballot(&at, bytes).err(),
        Kind::Proposal => record.admit_proposal(&at, bytes).err(),
        kind => {
            let subject = at.as_str().split('/').nth(2).unwrap_or_default().to_owned();
            let entry = Entry { kind, subject, file: Digest::of(bytes) };
            record.clone().apply(entry, &at, bytes, &Files::default()).err()
        }
    };
    (at, refused)
}

/// The path that a text gives itself; for one that cannot be read, any in the folder of its kind.
fn own_path(kind: Kind, text: &[u8]) -> FilePath {
    fn of<S: Statement>(text: &[u8]) -> Option<FilePath> {
        S::read(text).ok().map(|statement| statement.path(Digest::of(text)))
    }
    match kind {
        Kind::Ballot => of::<Ballot>(text).unwrap_or_else(|| path("submissions/ballots/place/00/unread.ballot")),
        Kind::Proposal => of::<Proposal>(text).unwrap_or_else(|| path("submissions/proposals/unread.1.md")),
        _ => of::<Roll>(text).unwrap_or_else(|| path("submissions/rolls/unread/1.roll")),
    }
}

/// A file taken apart at its border, without the program's own code: the text, and what follows
/// from the first line that begins an armour.
pub(crate) fn border(bytes: &[u8]) -> (Vec<u8>, Vec<u8>) {
    const BEGIN: &[u8] = b"-----BEGIN SSH SIGNATURE-----";
    let starts = |at: &usize| bytes[*at..].starts_with(BEGIN) && (*at == 0 || bytes[at - 1] == b'\n');
    let at = (0..bytes.len()).find(starts).unwrap_or(bytes.len());
    (bytes[..at].to_vec(), bytes[at..].to_vec())
}
