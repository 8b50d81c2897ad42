//! Ed25519 keys: the public half as OpenSSH writes it, the rule for enrolling one (E1), the
//! private half. A leaf that every module may import.

#[cfg(feature = "verifier")]
mod enrolled;
#[cfg(feature = "verifier")]
mod private;
mod public;
#[cfg(feature = "verifier")]
pub mod sample;
#[cfg(feature = "verifier")]
mod torsion;

#[cfg(feature = "verifier")]
pub use enrolled::{EnrolledKey, KeyFault};
#[cfg(feature = "verifier")]
pub use private::{PrivateKey, PrivateKeyFault};
pub use public::PublicKey;
