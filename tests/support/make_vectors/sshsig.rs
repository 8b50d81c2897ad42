//! SSH signatures with every part free to be wrong (PROTOCOL.sshsig of OpenSSH).

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use parvis::key::PrivateKey;
use parvis::statement::Kind;
use sha2::{Digest as _, Sha256, Sha512};

use crate::support::council;

/// The parts of an SSH signature.
#[derive(Clone)]
pub(super) struct Sshsig {
    pub(super) version: u32,
    pub(super) key: [u8; 32],
    pub(super) key_type: &'static str,
    pub(super) key_tail: Vec<u8>,
    pub(super) namespace: Vec<u8>,
    pub(super) reserved: Vec<u8>,
    pub(super) hash: &'static str,
    pub(super) algorithm: &'static str,
    pub(super) signature: Vec<u8>,
    pub(super) signature_tail: Vec<u8>,
    pub(super) tail: Vec<u8>,
}

impl Sshsig {
    /// The parts as they should be, not signed yet.
    pub(super) fn of(kind: Kind) -> Self {
        Self {
            version: 1,
            key: [0; 32],
            key_type: "ssh-ed25519",
            key_tail: Vec::new(),
            namespace: kind.namespace(&council()).into_bytes(),
            reserved: Vec::new(),
            hash: "sha512",
            algorithm: "ssh-ed25519",
            signature: Vec::new(),
            signature_tail: Vec::new(),
            tail: Vec::new(),
        }
    }

    /// What is signed.
    pub(super) fn message(&self, text: &[u8]) -> Vec<u8> {
        let digest = if self.hash == "sha256" { Sha256::digest(text).to_vec() } else { Sha512::digest(text).to_vec() };
        [
            b"SSHSIG".to_vec(),
            string(&self.namespace),
            string(&self.reserved),
            string(self.hash.as_bytes()),
            string(&digest),
        ]
        .concat()
    }

    /// The same parts, signed by `key`.
    pub(super) fn sign(mut self, text: &[u8], key: &PrivateKey) -> Self {
        self.key = *key.public().as_bytes();
        self.signature = key.sign(&self.message(text)).to_vec();
        self
    }

    /// The blob.
    pub(super) fn blob(&self) -> Vec<u8> {
        let key = [string(self.key_type.as_bytes()), string(&self.key), self.key_tail.clone()].concat();
        let signature =
            [string(self.algorithm.as_bytes()), string(&self.signature), self.signature_tail.clone()].concat();
        [
            b"SSHSIG".to_vec(),
            self.version.to_be_bytes().to_vec(),
            string(&key),
            string(&self.namespace),
            string(&self.reserved),
            string(self.hash.as_bytes()),
            string(&signature),
            self.tail.clone(),
        ]
        .concat()
    }

    /// The armour in lines of 70 columns.
    pub(super) fn armour(&self) -> String {
        armour(&self.blob(), 70)
    }
}

/// A blob in lines of `columns`.
pub(super) fn armour(blob: &[u8], columns: usize) -> String {
    let base64 = STANDARD.encode(blob);
    let lines: Vec<&str> =
        base64.as_bytes().chunks(columns).map(|line| std::str::from_utf8(line).expect("ASCII")).collect();
    format!("-----BEGIN SSH SIGNATURE-----\n{}\n-----END SSH SIGNATURE-----\n", lines.join("\n"))
}

/// A string of the SSH wire format.
pub(super) fn string(bytes: &[u8]) -> Vec<u8> {
    [&u32::try_from(bytes.len()).expect("short").to_be_bytes(), bytes].concat()
}
