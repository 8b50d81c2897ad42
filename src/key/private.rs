//! Private keys in the format of OpenSSH.

use ed25519_dalek::{Signer as _, SigningKey};
use ssh_key::LineEnding;
use ssh_key::private::{Ed25519Keypair, Ed25519PrivateKey, KeypairData};

use super::PublicKey;

/// An Ed25519 private key. Its secret is wiped from memory when it is dropped.
#[derive(Clone)]
pub struct PrivateKey(SigningKey);

/// Why a key file cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PrivateKeyFault {
    /// Not an OpenSSH private key.
    #[error("this is not a private key in the format of OpenSSH")]
    Malformed,
    /// Protected by a passphrase, which only OpenSSH asks for.
    #[error("the key is protected by a passphrase, which only OpenSSH asks for")]
    Encrypted,
    /// RSA, ECDSA or a hardware key.
    #[error("the key is not of the type ed25519")]
    NotEd25519,
}

impl PrivateKey {
    /// The key whose seed (RFC 8032, section 5.1.5) is these 32 bytes.
    #[must_use]
    pub fn from_seed(seed: [u8; 32]) -> Self {
        Self(SigningKey::from_bytes(&seed))
    }

    /// Reads an OpenSSH private key without passphrase.
    ///
    /// # Errors
    /// Another format, a passphrase, another algorithm.
    pub fn read(text: &str) -> Result<Self, PrivateKeyFault> {
        let key = ssh_key::PrivateKey::from_openssh(text).map_err(|_| PrivateKeyFault::Malformed)?;
        if key.is_encrypted() {
            return Err(PrivateKeyFault::Encrypted);
        }
        match key.key_data() {
            KeypairData::Ed25519(pair) => Ok(Self::from_seed(pair.private.to_bytes())),
            _ => Err(PrivateKeyFault::NotEd25519),
        }
    }

    /// The file as OpenSSH keeps it, to be stored with mode 0600.
    ///
    /// # Panics
    /// Never: an unencrypted Ed25519 key always has this form.
    #[must_use]
    pub fn write(&self, comment: &str) -> String {
        let pair = Ed25519Keypair {
            public: ssh_key::public::Ed25519PublicKey(*self.public().as_bytes()),
            private: Ed25519PrivateKey::from_bytes(self.0.as_bytes()),
        };
        let key = ssh_key::PrivateKey::new(KeypairData::Ed25519(pair), comment);
        let text =
            key.and_then(|key| key.to_openssh(LineEnding::LF)).expect("an unencrypted Ed25519 key can be written");
        text.to_string()
    }

    /// The public half.
    #[must_use]
    pub fn public(&self) -> PublicKey {
        PublicKey::from_bytes(self.0.verifying_key().to_bytes())
    }

    /// A signature over `message` (RFC 8032, deterministic).
    #[must_use]
    pub fn sign(&self, message: &[u8]) -> [u8; 64] {
        self.0.sign(message).to_bytes()
    }
}

impl std::fmt::Debug for PrivateKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "PrivateKey({})", self.public().fingerprint())
    }
}

#[cfg(test)]
mod tests {
    use super::{PrivateKey, PrivateKeyFault};

    #[test]
    fn a_key_is_read_as_it_was_written() {
        let key = PrivateKey::from_seed([9; 32]);
        let text = key.write("sample");
        assert_eq!(PrivateKey::read(&text).map(|key| key.public()), Ok(key.public()));
        assert_eq!(PrivateKey::read("hello").map(|key| key.public()), Err(PrivateKeyFault::Malformed));
    }
}
