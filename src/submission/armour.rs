//! The armoured SSH signature, in its one spelling.
//!
//! ```text
//! -----BEGIN SSH SIGNATURE-----
//! base64 of the blob, 70 columns a line
//! -----END SSH SIGNATURE-----
//!
//! blob = "SSHSIG" uint32(1) string(public key) string(namespace) string("")
//!        string("sha512") string(string("ssh-ed25519") string(64 bytes))
//! ```
//!
//! PROTOCOL.sshsig of OpenSSH. Of the spellings it allows, one is taken: sha512, version 1, an
//! empty reserved field, 70 columns, nothing after the END line.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest as _, Sha512};

use crate::grammar::{ARMOUR_BEGIN, ARMOUR_END};
use crate::key::PublicKey;

/// A signature as an armour holds it; nothing about it is believed yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Armour {
    /// The key that the armour says signed.
    pub key: PublicKey,
    /// The namespace that the armour says was signed for.
    pub namespace: String,
    /// R and S (RFC 8032), 64 bytes.
    pub signature: [u8; 64],
}

/// An armour that is not in its one spelling.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("expected an armour as ssh-keygen writes it: ssh-ed25519, sha512, 70 columns, nothing after its last line")]
pub struct ArmourFault;

/// The longest namespace: a kind, `@`, and a council of 63 characters.
const LONGEST_NAMESPACE: usize = 80;
/// OpenSSH writes 70 characters of base64 a line.
const COLUMNS: usize = 70;

impl Armour {
    /// Reads the armour at the start of `text` and returns it with what follows its END line.
    ///
    /// # Errors
    /// Any spelling but the one that [`Armour::write`] gives.
    pub fn read(text: &str) -> Result<(Self, &str), ArmourFault> {
        let end = text.find(ARMOUR_END).ok_or(ArmourFault)? + ARMOUR_END.len();
        let (armour, rest) = text.split_at(end);
        let body =
            armour.strip_prefix(ARMOUR_BEGIN).and_then(|body| body.strip_suffix(ARMOUR_END)).ok_or(ArmourFault)?;
        if body.len() > 1024 {
            return Err(ArmourFault);
        }
        let mut base64 = String::with_capacity(body.len());
        base64.extend(body.split_terminator('\n'));
        let blob = STANDARD.decode(base64).map_err(|_| ArmourFault)?;
        let read = Self::read_blob(&blob).ok_or(ArmourFault)?;
        if read.write() == armour { Ok((read, rest)) } else { Err(ArmourFault) }
    }

    fn read_blob(blob: &[u8]) -> Option<Self> {
        let mut rest = blob.strip_prefix(b"SSHSIG\0\0\0\x01")?;
        let key = PublicKey::from_blob(take_string(&mut rest)?)?;
        let namespace = take_string(&mut rest)?;
        let plain = !namespace.is_empty() && namespace.len() <= LONGEST_NAMESPACE && namespace.is_ascii();
        let (reserved, hash, mut signature) =
            (take_string(&mut rest)?, take_string(&mut rest)?, take_string(&mut rest)?);
        let algorithm = take_string(&mut signature)?;
        let bytes = take_string(&mut signature)?;
        let fixed = reserved.is_empty() && hash == b"sha512" && algorithm == b"ssh-ed25519";
        if !plain || !fixed || !rest.is_empty() || !signature.is_empty() {
            return None;
        }
        let namespace = String::from_utf8(namespace.to_vec()).ok()?;
        Some(Self { key, namespace, signature: bytes.try_into().ok()? })
    }

    /// The one spelling, from the BEGIN line to the LF of the END line.
    #[must_use]
    pub fn write(&self) -> String {
        let mut blob = Vec::with_capacity(256);
        blob.extend_from_slice(b"SSHSIG\0\0\0\x01");
        put_string(&mut blob, &self.key.blob());
        put_string(&mut blob, self.namespace.as_bytes());
        put_string(&mut blob, b"");
        put_string(&mut blob, b"sha512");
        let mut signature = Vec::with_capacity(83);
        put_string(&mut signature, b"ssh-ed25519");
        put_string(&mut signature, &self.signature);
        put_string(&mut blob, &signature);
        let base64 = STANDARD.encode(blob);
        let mut text = String::with_capacity(512);
        text.push_str(ARMOUR_BEGIN);
        let mut rest = base64.as_str();
        while !rest.is_empty() {
            let (line, after) = rest.split_at(rest.len().min(COLUMNS));
            text.push_str(line);
            text.push('\n');
            rest = after;
        }
        text.push_str(ARMOUR_END);
        text
    }
}

/// The bytes that the signature is over: "SSHSIG", namespace, reserved, hash name, SHA-512 of
/// the text.
#[must_use]
pub(super) fn signed_bytes(namespace: &str, text: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(192);
    bytes.extend_from_slice(b"SSHSIG");
    put_string(&mut bytes, namespace.as_bytes());
    put_string(&mut bytes, b"");
    put_string(&mut bytes, b"sha512");
    put_string(&mut bytes, &Sha512::digest(text));
    bytes
}

/// A string of the SSH wire format (RFC 4251, section 5): its length in four bytes, then itself.
fn put_string(blob: &mut Vec<u8>, bytes: &[u8]) {
    let length = u32::try_from(bytes.len()).expect("fields of a signature are far below 4 GiB");
    blob.extend_from_slice(&length.to_be_bytes());
    blob.extend_from_slice(bytes);
}

fn take_string<'a>(rest: &mut &'a [u8]) -> Option<&'a [u8]> {
    let (length, after) = rest.split_first_chunk::<4>()?;
    let length = usize::try_from(u32::from_be_bytes(*length)).ok()?;
    let (bytes, after) = after.split_at_checked(length)?;
    *rest = after;
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::{Armour, ArmourFault};
    use crate::key::PublicKey;

    fn armour() -> Armour {
        Armour {
            key: PublicKey::from_bytes([3; 32]),
            namespace: "ballot@montrivel.example".to_owned(),
            signature: [5; 64],
        }
    }

    #[test]
    fn an_armour_has_one_spelling() {
        let text = armour().write();
        assert_eq!(Armour::read(&text), Ok((armour(), "")));
        let lines: Vec<&str> = text.lines().collect();
        let joined = format!("{}\n{}\n{}\n", lines[0], lines[1..lines.len() - 1].concat(), lines[lines.len() - 1]);
        let bad = [
            joined,
            text.replace('\n', "\r\n"),
            text.replace("-----\nU", "-----\n U"),
            text.trim_end().to_owned(),
            format!("x\n{text}"),
            text.replacen("U1NIU0lH", "U1NIU0lI", 1),
        ];
        for text in bad {
            assert_eq!(Armour::read(&text).map(|_| ()), Err(ArmourFault), "{text}");
        }
    }

    #[test]
    fn what_follows_is_returned() {
        let text = armour().write();
        assert_eq!(Armour::read(&format!("{text}{text}")).map(|(_, rest)| rest.to_owned()), Ok(text));
    }
}
