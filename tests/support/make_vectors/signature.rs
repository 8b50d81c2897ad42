//! Every class of Ed25519 signature and key about which verifiers have been seen to differ.
//!
//! Names follow RFC 8032: A is the key, R and S the halves of the signature, L the group's order, k
//! the hash of R, A and message. The equation is `S·B = R + k·A`.

use curve25519_dalek::constants::{ED25519_BASEPOINT_POINT as B, EIGHT_TORSION};
use curve25519_dalek::edwards::EdwardsPoint;
use curve25519_dalek::scalar::{Scalar, clamp_integer};
use curve25519_dalek::traits::IsIdentity as _;
use parvis::statement::Kind;
use parvis::tree::Digest;
use sha2::{Digest as _, Sha512};

use super::sshsig::Sshsig;
use super::{Made, ballot_text, made};
use crate::support::{TestCouncil, voter_key};

/// L, least byte first.
const L: [u8; 32] = [
    0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58, 0xd6, 0x9c, 0xf7, 0xa2, 0xde, 0xf9, 0xde, 0x14, 0, 0, 0, 0, 0, 0,
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0x10,
];

/// The neutral point written as y = 1, as y = p + 1, and with the sign of a zero.
pub(super) fn neutral() -> [[u8; 32]; 3] {
    let mut canonical = [0; 32];
    canonical[0] = 1;
    let mut above = [0xff; 32];
    (above[0], above[31]) = (0xee, 0x7f);
    let mut negative = canonical;
    negative[31] = 0x80;
    [canonical, above, negative]
}

/// The point of order 4 with y = 0, written as y = p.
pub(super) fn order_4_above() -> [u8; 32] {
    let mut above = [0xff; 32];
    (above[0], above[31]) = (0xed, 0x7f);
    above
}

/// The scalar of voter 1's key (RFC 8032, section 5.1.5).
pub(super) fn secret() -> Scalar {
    let seed = Digest::of(b"voter 1");
    let expanded = Sha512::digest(seed.as_bytes());
    Scalar::from_bytes_mod_order(clamp_integer(expanded[..32].try_into().expect("32 bytes")))
}

fn challenge(r: &[u8; 32], a: &[u8; 32], message: &[u8]) -> Scalar {
    let hash = Sha512::digest([&r[..], a, message].concat());
    Scalar::from_bytes_mod_order_wide(&hash.into())
}

pub(super) fn bytes_of(point: EdwardsPoint) -> [u8; 32] {
    point.compress().to_bytes()
}

/// S + n·L, as far as 256 bits hold it.
fn plus_orders(s: Scalar, n: u16) -> [u8; 32] {
    let mut carry = 0_u16;
    let mut sum = s.to_bytes();
    for (byte, order) in sum.iter_mut().zip(L) {
        carry += u16::from(*byte) + u16::from(order) * n;
        *byte = carry.to_le_bytes()[0];
        carry >>= 8;
    }
    assert_eq!(carry, 0, "S + {n}L does not fit");
    sum
}

/// A ballot with this key, R and S.
struct Forge {
    text: String,
    message: Vec<u8>,
}

impl Forge {
    fn new(city: &TestCouncil) -> Self {
        let text = ballot_text(city, 10);
        let message = Sshsig::of(Kind::Ballot).message(text.as_bytes());
        Self { text, message }
    }

    fn file(&self, key: [u8; 32], r: [u8; 32], s: [u8; 32]) -> Vec<u8> {
        let sshsig = Sshsig { key, signature: [r, s].concat(), ..Sshsig::of(Kind::Ballot) };
        [self.text.as_bytes(), sshsig.armour().as_bytes()].concat()
    }

    /// The file of the first nonce n = 1, 2, … whose challenge `fits`: R is `n·B + add`, and
    /// S = n + k·`scalar`.
    fn ground(&self, a: [u8; 32], scalar: Scalar, add: EdwardsPoint, fits: impl Fn(Scalar) -> bool) -> Vec<u8> {
        let tried = (1_u64..).map(Scalar::from).map(|nonce| {
            let r = bytes_of(nonce * B + add);
            (nonce, r, challenge(&r, &a, &self.message))
        });
        let (nonce, r, k) = tried.take(10_000).find(|(_, _, k)| fits(*k)).expect("one in eight fits");
        self.file(a, r, (nonce + k * scalar).to_bytes())
    }

    /// A file whose R and key each have a part of order 8 beside an honest one, and the two cancel.
    fn cancelling(&self, scalar: Scalar) -> Vec<u8> {
        let a = scalar * B + EIGHT_TORSION[1];
        self.ground(bytes_of(a), scalar, EIGHT_TORSION[7], |k| k * EIGHT_TORSION[1] == EIGHT_TORSION[1])
    }

    /// The file whose R is these bytes of the neutral point: the nonce is 0.
    fn without_nonce(&self, a: [u8; 32], scalar: Scalar, r: [u8; 32]) -> Vec<u8> {
        self.file(a, r, (challenge(&r, &a, &self.message) * scalar).to_bytes())
    }
}

pub(super) fn all(city: &TestCouncil) -> Vec<Made> {
    [halves(city), keys(city), torsion(city)].concat()
}

/// One honest key; S or R is not what it should be.
fn halves(city: &TestCouncil) -> Vec<Made> {
    let forge = Forge::new(city);
    let a = *voter_key(1).public().as_bytes();
    let honest = voter_key(1).sign(&forge.message);
    let (r, s): ([u8; 32], [u8; 32]) =
        (honest[..32].try_into().expect("32 bytes"), honest[32..].try_into().expect("32 bytes"));
    let scalar = Option::<Scalar>::from(Scalar::from_canonical_bytes(s)).expect("S is below L");
    let high = |bits: u8| {
        let mut high = s;
        high[31] |= bits;
        high
    };
    let flipped = |mut half: [u8; 32]| {
        half[7] ^= 1;
        half
    };
    let [neutral, above, negative] = neutral();
    vec![
        made("signature/valid.ballot", forge.file(a, r, s)),
        made("signature/s-plus-l.ballot", forge.file(a, r, plus_orders(scalar, 1))),
        made("signature/s-plus-2l.ballot", forge.file(a, r, plus_orders(scalar, 2))),
        made("signature/s-plus-8l.ballot", forge.file(a, r, plus_orders(scalar, 8))),
        made("signature/s-plus-15l.ballot", forge.file(a, r, plus_orders(scalar, 15))),
        made("signature/s-high-bit.ballot", forge.file(a, r, high(0x80))),
        made("signature/s-high-bits.ballot", forge.file(a, r, high(0xe0))),
        made("signature/s-is-l.ballot", forge.file(a, r, L)),
        made("signature/s-zero.ballot", forge.file(a, r, [0; 32])),
        made("signature/s-damaged.ballot", forge.file(a, r, flipped(s))),
        made("signature/r-damaged.ballot", forge.file(a, flipped(r), s)),
        made("signature/r-no-point.ballot", forge.file(a, [2; 32], s)),
        made("signature/all-zero.ballot", forge.file(a, [0; 32], [0; 32])),
        made("signature/halves-exchanged.ballot", forge.file(a, s, r)),
        made("signature/r-neutral.ballot", forge.without_nonce(a, secret(), neutral)),
        made("signature/r-neutral-y-p-plus-1.ballot", forge.without_nonce(a, secret(), above)),
        made("signature/r-neutral-negative-zero.ballot", forge.without_nonce(a, secret(), negative)),
        made("signature/r-order-4-y-p.ballot", forge.without_nonce(a, secret(), order_4_above())),
    ]
}

/// Keys of small order, under which anybody can sign.
fn keys(city: &TestCouncil) -> Vec<Made> {
    let forge = Forge::new(city);
    let [neutral, above, negative] = neutral();
    let anybody = |a: [u8; 32], point: EdwardsPoint| {
        forge.ground(a, Scalar::ZERO, EIGHT_TORSION[0], |k| (k * point).is_identity())
    };
    let of_order = |point: EdwardsPoint| anybody(bytes_of(point), point);
    let zero = EIGHT_TORSION.iter().copied().find(|point| bytes_of(*point) == [0; 32]).expect("y = 0 is of order 4");
    vec![
        made("signature/key-neutral.ballot", of_order(EIGHT_TORSION[0])),
        made("signature/key-neutral-y-p-plus-1.ballot", anybody(above, EIGHT_TORSION[0])),
        made("signature/key-neutral-negative-zero.ballot", anybody(negative, EIGHT_TORSION[0])),
        made("signature/key-order-2.ballot", of_order(EIGHT_TORSION[4])),
        made("signature/key-order-4.ballot", of_order(EIGHT_TORSION[2])),
        made("signature/key-order-4-y-p.ballot", anybody(order_4_above(), zero)),
        made("signature/key-order-8.ballot", of_order(EIGHT_TORSION[1])),
        made("signature/key-order-8-r-torsion.ballot", forge.cancelling(Scalar::ZERO)),
        made("signature/key-and-r-neutral.ballot", forge.file(neutral, neutral, [0; 32])),
    ]
}

/// Keys and R with a part of small order beside an honest one.
fn torsion(city: &TestCouncil) -> Vec<Made> {
    let forge = Forge::new(city);
    let a = secret();
    let none = EIGHT_TORSION[0];
    let honest = bytes_of(a * B);
    assert_eq!(&honest, voter_key(1).public().as_bytes(), "the scalar is that of the key");
    let mixed = bytes_of(a * B + EIGHT_TORSION[1]);
    let cancels = |k: Scalar| (k * EIGHT_TORSION[1]).is_identity();
    // R is of order 8 alone, and cancels the key's part of order 8.
    let pairs = [1, 3, 5, 7].into_iter().flat_map(|r| [1, 3, 5, 7].map(|of_key| (r, of_key)));
    let cancelling = pairs.into_iter().find_map(|(r, of_key)| {
        let (r, part) = (EIGHT_TORSION[r], EIGHT_TORSION[of_key]);
        let key = bytes_of(a * B + part);
        let k = challenge(&bytes_of(r), &key, &forge.message);
        (r + k * part).is_identity().then(|| forge.file(key, bytes_of(r), (k * a).to_bytes()))
    });
    vec![
        made("signature/key-torsion-equation-holds.ballot", forge.ground(mixed, a, none, cancels)),
        made("signature/key-torsion-cofactored-only.ballot", forge.ground(mixed, a, none, |k| !cancels(k))),
        made("signature/r-torsion-order-8.ballot", forge.ground(honest, a, EIGHT_TORSION[1], |_| true)),
        made("signature/r-torsion-order-2.ballot", forge.ground(honest, a, EIGHT_TORSION[4], |_| true)),
        made("signature/key-torsion-r-torsion.ballot", forge.cancelling(a)),
        made("signature/key-torsion-r-neutral-y-p-plus-1.ballot", forge.without_nonce(mixed, a, neutral()[1])),
        made("signature/r-order-8-key-torsion.ballot", cancelling.expect("one of sixteen fits")),
    ]
}
