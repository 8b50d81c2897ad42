//! An Ed25519 public key as OpenSSH writes it.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::grammar::Token;
use crate::language::Bilingual;
use crate::tree::Digest;

/// The 32 bytes of an Ed25519 public key, written `ssh-ed25519 <base64>` (RFC 8709).
///
/// Whether the bytes are a sound key is asked when the key is enrolled.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PublicKey([u8; 32]);

/// What stands before the 32 bytes in the blob: the length and name of the algorithm, and the
/// length of the key.
const BLOB_PREFIX: &[u8; 19] = b"\0\0\0\x0bssh-ed25519\0\0\0\x20";

impl PublicKey {
    /// The word before the base64.
    const ALGORITHM: &'static str = "ssh-ed25519 ";

    /// The key of these bytes.
    #[must_use]
    pub const fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// The bytes.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// The SSH wire form: algorithm and key, each with its length (RFC 8709, section 4).
    #[must_use]
    pub fn blob(&self) -> Vec<u8> {
        [BLOB_PREFIX.as_slice(), &self.0].concat()
    }

    /// The key in an SSH wire form of exactly this algorithm.
    #[must_use]
    pub fn from_blob(blob: &[u8]) -> Option<Self> {
        let bytes = blob.strip_prefix(BLOB_PREFIX.as_slice())?;
        Some(Self(bytes.try_into().ok()?))
    }

    /// The fingerprint as `ssh-keygen -l` prints it: `SHA256:` and base64 without padding.
    #[must_use]
    pub fn fingerprint(&self) -> String {
        let digest = Digest::of(&self.blob());
        format!("SHA256:{}", base64::engine::general_purpose::STANDARD_NO_PAD.encode(digest.as_bytes()))
    }
}

impl Token for PublicKey {
    fn expected() -> Bilingual {
        Bilingual::new("une clé `ssh-ed25519 AAAA…`, sans commentaire", "a key `ssh-ed25519 AAAA…` without comment")
    }
    fn read(text: &str) -> Option<Self> {
        let blob = STANDARD.decode(text.strip_prefix(Self::ALGORITHM)?).ok()?;
        Self::from_blob(&blob)
    }
    fn write(&self) -> String {
        format!("{}{}", Self::ALGORITHM, STANDARD.encode(self.blob()))
    }
}

#[cfg(test)]
mod tests {
    use super::PublicKey;
    use crate::grammar::Token as _;

    #[test]
    fn a_key_has_one_spelling() {
        let text = PublicKey::from_bytes([7; 32]).write();
        assert_eq!(PublicKey::read(&text), Some(PublicKey::from_bytes([7; 32])));
        for bad in [
            format!("{text} me@host"),
            text.replace("ssh-ed25519 ", ""),
            text.replace("ssh-ed25519", "ssh-rsa"),
            text[..70].to_owned(),
        ] {
            assert_eq!(PublicKey::read(&bad), None, "{bad}");
        }
    }
}
