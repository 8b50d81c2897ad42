//! Rolls, soundly signed by the officer, with a key or a voter that no roll may have.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use curve25519_dalek::constants::{ED25519_BASEPOINT_POINT as B, EIGHT_TORSION};
use curve25519_dalek::edwards::CompressedEdwardsY;
use parvis::grammar::Token as _;
use parvis::key::sample;
use parvis::statement::{Enrolment, Kind, RollMode, Statement as _};

use super::signature::{bytes_of, neutral, order_4_above, secret};
use super::sshsig::string;
use super::{Made, made, signed};
use crate::support::manifest::{line, roll};
use crate::support::{TestCouncil, key, voter, voter_key};

pub(super) fn all(city: &TestCouncil) -> Vec<Made> {
    [points(city), lines(city)].concat()
}

/// The text of a roll of those who may propose.
fn text(city: &TestCouncil, lines: Vec<Enrolment>) -> String {
    roll(city, "invites", RollMode::Proposers, lines).write()
}

fn file(name: &str, text: &str) -> Made {
    made(&format!("enrolment/{name}.roll"), signed(text.as_bytes(), Kind::Roll, &key("officer")))
}

fn own_key(n: usize) -> [u8; 32] {
    *voter_key(n).public().as_bytes()
}

/// A point written with a y that is not below p, other than those of small order. Each of them has
/// a torsion component as well.
fn not_canonical() -> [u8; 32] {
    let of = |above: u8| {
        let mut bytes = [0xff; 32];
        (bytes[0], bytes[31]) = (0xed + above, 0x7f);
        bytes
    };
    let sound = |bytes: &[u8; 32]| {
        let point = CompressedEdwardsY(*bytes).decompress();
        point.is_some_and(|point| !point.is_small_order() && point.compress().to_bytes() != *bytes)
    };
    (2..=18).map(of).find(sound).expect("some of these y are of a point")
}

/// Keys that are no sound points.
fn points(city: &TestCouncil) -> Vec<Made> {
    let [neutral, above, negative] = neutral();
    let torsion = |at: usize| bytes_of(secret() * B + EIGHT_TORSION[at]);
    let keys = [
        ("sound-key", own_key(9)),
        ("sample-key", *sample::key("resident-1").public().as_bytes()),
        ("key-neutral", neutral),
        ("key-neutral-y-p-plus-1", above),
        ("key-neutral-negative-zero", negative),
        ("key-order-2", bytes_of(EIGHT_TORSION[4])),
        ("key-order-4", bytes_of(EIGHT_TORSION[2])),
        ("key-order-4-y-p", order_4_above()),
        ("key-order-8", bytes_of(EIGHT_TORSION[1])),
        ("key-torsion-order-2", torsion(4)),
        ("key-torsion-order-4", torsion(2)),
        ("key-torsion-order-8", torsion(1)),
        ("key-not-canonical", not_canonical()),
        ("key-no-point", [2; 32]),
    ];
    keys.into_iter().map(|(name, key)| file(name, &text(city, vec![line(9, key)]))).collect()
}

/// Lines that no roll may have.
fn lines(city: &TestCouncil) -> Vec<Made> {
    let plain = text(city, vec![line(9, own_key(9))]);
    let with = |from: &str, to: &str| {
        assert!(plain.contains(from), "{from:?} stands in the roll");
        plain.replacen(from, to, 1)
    };
    let id = voter(9).to_string();
    let written = voter_key(9).public().write();
    let of = |kind: &str, rest: &[&[u8]]| {
        let blob = rest.iter().fold(string(kind.as_bytes()), |blob, part| [blob, string(part)].concat());
        with(&written, &format!("{kind} {}", STANDARD.encode(blob)))
    };
    let modulus = [&[0, 0xc5][..], &[0x35; 255]].concat();
    vec![
        file("key-twice", &text(city, vec![line(9, own_key(9)), line(10, own_key(9))])),
        file("voter-twice", &text(city, vec![line(9, own_key(9)), line(9, own_key(10))])),
        file("voters-not-sorted", &text(city, vec![line(10, own_key(10)), line(9, own_key(9))])),
        file("key-of-a-pseudonymous-voter", &text(city, vec![line(9, own_key(1))])),
        file("id-of-a-pseudonymous-voter", &text(city, vec![line(1, own_key(9))])),
        file("key-rsa", &of("ssh-rsa", &[&[1, 0, 1], &modulus])),
        file("key-of-a-security-key", &of("sk-ssh-ed25519@openssh.com", &[&own_key(9), b"ssh:"])),
        file("key-of-33-bytes", &of("ssh-ed25519", &[&[&own_key(9)[..], &[0]].concat()])),
        file("key-with-comment", &with(&written, &format!("{written} zoe@ville.example"))),
        file("key-with-options", &with(&written, &format!("cert-authority {written}"))),
        file("voter-pattern", &with(&id, "v*")),
        file("voter-list", &with(&id, &format!("{id},v000000000000000a"))),
        file("weight-zero", &with(" 1 none", " 0 none")),
        made("enrolment/signed-by-a-voter.roll", signed(plain.as_bytes(), Kind::Roll, &voter_key(1))),
        made("enrolment/signed-as-ballot.roll", signed(plain.as_bytes(), Kind::Ballot, &key("officer"))),
    ]
}
