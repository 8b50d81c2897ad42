//! Rule E1, first half: which Ed25519 keys may be enrolled.

use std::sync::LazyLock;

use curve25519_dalek::constants::EIGHT_TORSION;
use ed25519_dalek::{Signature, Verifier as _, VerifyingKey};

use super::PublicKey;
use super::torsion::all_are_torsion_free;
use crate::parallel::pieces;

/// A public key that passed enrolment: the 32 bytes decode, re-encoding gives the same bytes,
/// the point is not of small order and has no torsion.
///
/// With such a key all cofactorless verifiers (OpenSSH, OpenSSL, WebCrypto, libsodium, Go) take
/// every signature that is taken here. RFC 8032; Chalkias, Garillot and Nikolaenko 2020.
#[derive(Clone, Debug)]
pub struct EnrolledKey {
    bytes: PublicKey,
    point: VerifyingKey,
}

/// Why a key may not be enrolled.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum KeyFault {
    /// The bytes are no point of the curve.
    #[error("the bytes are no point of the curve")]
    NoPoint,
    /// The point has another, canonical encoding.
    #[error("the point has another, canonical encoding")]
    NotCanonical,
    /// The point is of small order: a signature under it holds for many texts.
    #[error("the point is of small order")]
    SmallOrder,
    /// The point has a torsion component: verifiers would disagree.
    #[error("the point has a torsion component")]
    Torsion,
}

impl EnrolledKey {
    /// Checks `key` for enrolment.
    ///
    /// # Errors
    /// The part of rule E1 the key does not meet.
    pub fn enrol(key: PublicKey) -> Result<Self, KeyFault> {
        let enrolled = Self::sound_but_for_torsion(key)?;
        if all_are_torsion_free(&[enrolled.point]) { Ok(enrolled) } else { Err(KeyFault::Torsion) }
    }

    /// Checks many keys for enrolment, on every core. Nothing where any of them is refused:
    /// [`EnrolledKey::enrol`] says which and why.
    pub(crate) fn enrol_all(keys: &[PublicKey]) -> Option<Vec<Self>> {
        let enrolled = pieces(keys, PIECE, |keys| {
            let keys: Vec<Self> =
                keys.iter().map(|key| Self::sound_but_for_torsion(*key).ok()).collect::<Option<_>>()?;
            let points: Vec<VerifyingKey> = keys.iter().map(|key| key.point).collect();
            all_are_torsion_free(&points).then_some(keys)
        });
        let enrolled: Vec<Vec<Self>> = enrolled.into_iter().collect::<Option<_>>()?;
        Some(enrolled.into_iter().flatten().collect())
    }

    fn sound_but_for_torsion(key: PublicKey) -> Result<Self, KeyFault> {
        let point = VerifyingKey::from_bytes(key.as_bytes()).map_err(|_| KeyFault::NoPoint)?;
        if !is_canonical(key.as_bytes()) {
            return Err(KeyFault::NotCanonical);
        }
        // It is canonical, so it is of small order when it is one of the eight encodings.
        if SMALL_ORDER.contains(key.as_bytes()) {
            return Err(KeyFault::SmallOrder);
        }
        Ok(Self { bytes: key, point })
    }

    /// The key's bytes.
    #[must_use]
    pub const fn public(&self) -> PublicKey {
        self.bytes
    }

    /// Rule E1, second half: S < L, R not of small order, and the cofactorless equation by
    /// comparison of R's bytes. Never in batches: a batch accepts by another equation.
    ///
    /// The equation gives R in its canonical encoding, so an R that equals it is of small order
    /// when it is one of eight encodings: it need not be decoded, as a strict check would do.
    /// That the key is not of small order was asked at enrolment.
    #[must_use]
    #[expect(clippy::disallowed_methods, reason = "here is the rest of rule E1 that it leaves out")]
    pub(crate) fn holds(&self, message: &[u8], signature: &[u8; 64]) -> bool {
        let small_order = SMALL_ORDER.iter().any(|encoding| signature.starts_with(encoding));
        !small_order && self.point.verify(message, &Signature::from_bytes(signature)).is_ok()
    }
}

/// How many keys one core checks at a time.
const PIECE: usize = 16_384;

/// The canonical encodings of the eight points of small order.
static SMALL_ORDER: LazyLock<[[u8; 32]; 8]> = LazyLock::new(|| EIGHT_TORSION.map(|point| point.compress().to_bytes()));

/// The field's prime, 2^255 - 19, as an encoding has it: the least byte first.
const PRIME: [u8; 32] = {
    let mut bytes = [0xff; 32];
    (bytes[0], bytes[31]) = (0xed, 0x7f);
    bytes
};

/// Whether `bytes`, which decode to a point, are the encoding that the point itself gives: y is
/// below the prime, and x, where it is zero, has no sign. It is zero where y is 1 or -1.
fn is_canonical(bytes: &[u8; 32]) -> bool {
    let mut y = *bytes;
    y[31] &= 0x7f;
    let signed = bytes[31] != y[31];
    let below_prime = y.iter().rev().lt(PRIME.iter().rev());
    let (mut one, mut minus_one) = ([0; 32], PRIME);
    one[0] = 1;
    minus_one[0] -= 1;
    below_prime && !(signed && (y == one || y == minus_one))
}

#[cfg(test)]
mod tests {
    use super::{EIGHT_TORSION, EnrolledKey, KeyFault, PRIME, Signature, VerifyingKey, is_canonical};
    use crate::key::{PrivateKey, PublicKey};
    use crate::tree::Digest;
    use curve25519_dalek::edwards::{CompressedEdwardsY, EdwardsPoint};
    use curve25519_dalek::scalar::Scalar;
    use sha2::{Digest as _, Sha512};

    fn seed(n: usize) -> [u8; 32] {
        *Digest::of(&n.to_le_bytes()).as_bytes()
    }

    fn scalar(n: usize) -> Scalar {
        Scalar::from_bytes_mod_order(seed(n))
    }

    fn challenge(r: &[u8; 32], key: &[u8; 32], message: &[u8]) -> Scalar {
        let digest = Sha512::new().chain_update(r).chain_update(key).chain_update(message).finalize();
        Scalar::from_bytes_mod_order_wide(&digest.into())
    }

    /// Encodings around zero, one, the prime and the end of what 255 bits hold, with both signs.
    fn odd_encodings() -> impl Iterator<Item = [u8; 32]> {
        let near = |base: [u8; 32], up: u8| {
            let mut bytes = base;
            bytes[0] = bytes[0].wrapping_add(up);
            bytes
        };
        let low = (0..40).map(move |up| near([0; 32], up));
        let high = (0..64_u8).map(move |up| near(PRIME, up.wrapping_sub(45)));
        let torsion = EIGHT_TORSION.iter().map(|point| point.compress().to_bytes());
        low.chain(high).chain(torsion).flat_map(|mut bytes| {
            let plain = bytes;
            bytes[31] |= 0x80;
            [plain, bytes]
        })
    }

    #[test]
    fn an_encoding_is_canonical_when_its_point_gives_it_again() {
        let mut refused = 0;
        for bytes in odd_encodings().chain((0..200).map(seed)) {
            let Some(point) = CompressedEdwardsY(bytes).decompress() else { continue };
            assert_eq!(is_canonical(&bytes), point.compress().to_bytes() == bytes, "{bytes:?}");
            refused += usize::from(!is_canonical(&bytes));
        }
        assert!(refused > 10, "{refused}");
    }

    #[test]
    #[expect(clippy::disallowed_methods, reason = "to count what it takes and rule E1 does not")]
    fn a_signature_holds_where_the_strict_check_takes_it_and_nowhere_else() {
        let secret = scalar(1);
        let public = EdwardsPoint::mul_base(&secret).compress().to_bytes();
        let key = EnrolledKey::enrol(PublicKey::from_bytes(public)).expect("a sound key");
        let strict = VerifyingKey::from_bytes(&public).expect("the same key");
        // All that R can be made of: a sound point, each torsion, the two together, odd encodings.
        let sound = EdwardsPoint::mul_base(&scalar(2));
        let points = EIGHT_TORSION.iter().flat_map(|torsion| [*torsion, sound + torsion]);
        let encodings: Vec<[u8; 32]> = points.map(|point| point.compress().to_bytes()).chain(odd_encodings()).collect();
        let order_minus_one = -Scalar::ONE;
        let (mut taken, mut small) = (0, 0);
        for r in &encodings {
            for message in [b"one".as_slice(), b"two", b"three", b"four"] {
                let k = challenge(r, &public, message);
                for nonce in [scalar(2), Scalar::ZERO, Scalar::ONE, order_minus_one] {
                    let s = (nonce + k * secret).to_bytes();
                    // The same S with the group order added: it is congruent and not canonical.
                    let (mut above, mut carry) = (s, 1);
                    for (byte, order) in above.iter_mut().zip(order_minus_one.to_bytes()) {
                        carry += u16::from(*byte) + u16::from(order);
                        *byte = carry.to_le_bytes()[0];
                        carry >>= 8;
                    }
                    for s in [s, above, [0; 32], [0xff; 32]] {
                        let mut signature = [0; 64];
                        signature[..32].copy_from_slice(r);
                        signature[32..].copy_from_slice(&s);
                        let wanted = strict.verify_strict(message, &Signature::from_bytes(&signature)).is_ok();
                        assert_eq!(key.holds(message, &signature), wanted, "R {r:?}, S {s:?}");
                        taken += usize::from(wanted);
                        let loose =
                            ed25519_dalek::Verifier::verify(&strict, message, &Signature::from_bytes(&signature));
                        small += usize::from(loose.is_ok() && !wanted);
                    }
                }
            }
        }
        // Both happen: signatures that hold, and those that only an R of small order makes hold.
        assert!(taken >= 4 && small >= 4, "{taken} {small}");
    }

    #[test]
    fn many_keys_are_enrolled_as_each_of_them_is() {
        let mut keys: Vec<PublicKey> = (0..400).map(|n| PrivateKey::from_seed(seed(n)).public()).collect();
        let enrolled = EnrolledKey::enrol_all(&keys).expect("they are sound");
        assert!(enrolled.iter().map(EnrolledKey::public).eq(keys.iter().copied()));
        let sound = VerifyingKey::from_bytes(keys[7].as_bytes()).expect("a point").to_edwards();
        let small = EIGHT_TORSION.map(|point| (point, KeyFault::SmallOrder));
        for (point, fault) in small.into_iter().chain([(sound + EIGHT_TORSION[4], KeyFault::Torsion)]) {
            keys[7] = PublicKey::from_bytes(point.compress().to_bytes());
            assert!(EnrolledKey::enrol_all(&keys).is_none());
            assert_eq!(EnrolledKey::enrol(keys[7]).err(), Some(fault));
        }
    }
}
