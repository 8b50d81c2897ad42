//! Rule E1, first half: which Ed25519 keys may be enrolled.

use ed25519_dalek::{Signature, VerifyingKey};

use super::PublicKey;

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
        let point = VerifyingKey::from_bytes(key.as_bytes()).map_err(|_| KeyFault::NoPoint)?;
        let edwards = point.to_edwards();
        if edwards.compress().as_bytes() != key.as_bytes() {
            return Err(KeyFault::NotCanonical);
        }
        if edwards.is_small_order() {
            return Err(KeyFault::SmallOrder);
        }
        if !edwards.is_torsion_free() {
            return Err(KeyFault::Torsion);
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
    #[must_use]
    pub(crate) fn holds(&self, message: &[u8], signature: &[u8; 64]) -> bool {
        self.point.verify_strict(message, &Signature::from_bytes(signature)).is_ok()
    }
}
