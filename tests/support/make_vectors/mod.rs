//! Makes the vectors again, each from what it is named for.
//!
//! Every secret is that of the test council, every nonce is counted up from one, so the same bytes
//! come out each time.

#![allow(dead_code, reason = "each test file uses the part it needs")]

mod armour;
mod enrolment;
mod field;
mod large;
mod proposal;
mod signature;
mod sshsig;
mod text;

use crate::support::manifest::city;
use crate::support::{TestCouncil, choices};
use parvis::key::PrivateKey;
use parvis::statement::{Kind, Statement as _};
use parvis::submission::attach;
use sshsig::Sshsig;

/// A vector's file, relative to `tests/vectors`, and its bytes.
pub(crate) type Made = (String, Vec<u8>);

/// The folder whose vectors are made by whoever needs them: they are too large to be stored.
pub(crate) const NOT_STORED: &str = "large/";

/// The folder with that council's record, which holds no vectors.
pub(crate) const COUNCIL: &str = "council/";

/// Every vector that is stored.
pub(crate) fn stored(city: &TestCouncil) -> Vec<Made> {
    [
        signature::all(city),
        enrolment::all(city),
        armour::all(city),
        text::all(city),
        proposal::all(city),
        field::all(city),
    ]
    .concat()
}

/// The record of the council before which the vectors come.
pub(crate) fn council() -> Vec<Made> {
    let tree = city().files(&[]);
    tree.iter().map(|(path, bytes)| (format!("{COUNCIL}{path}"), bytes.to_vec())).collect()
}

/// Every vector that is not.
pub(crate) fn large(city: &TestCouncil) -> Vec<Made> {
    large::all(city)
}

/// The text of a plain ballot of voter 1.
fn ballot_text(city: &TestCouncil, seq: u64) -> String {
    city.ballot("place", 1, seq, choices(&["a"])).write()
}

/// `text` under an armour in its one spelling, signed by `key`.
fn signed(text: &[u8], kind: Kind, key: &PrivateKey) -> Vec<u8> {
    let armour = Sshsig::of(kind).sign(text, key).armour();
    [text, armour.as_bytes()].concat()
}

/// A path and bytes as a [`Made`].
fn made(file: &str, bytes: impl Into<Vec<u8>>) -> Made {
    (file.to_owned(), bytes.into())
}

/// What `attach` of the program makes of the same parts, to keep the writer here honest.
pub(crate) fn agrees(city: &TestCouncil) -> bool {
    let text = ballot_text(city, 10);
    let key = crate::support::voter_key(1);
    let namespace = Kind::Ballot.namespace(&crate::support::council());
    let signature = key.sign(&Sshsig::of(Kind::Ballot).message(text.as_bytes()));
    let armour = parvis::submission::Armour { key: key.public(), namespace, signature };
    attach(&text, [armour]) == signed(text.as_bytes(), Kind::Ballot, &key)
}
