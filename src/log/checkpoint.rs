//! A checkpoint: size and root of the log, signed (C2SP `tlog-checkpoint` and `signed-note`).
//!
//! ```text
//! montrivel.example/log
//! 83
//! CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=
//!
//! — montrivel.example/log Az3grlgtzPICa5OS8npVmf1Myq…
//! ```
//!
//! The signature line holds four bytes of key id, SHA-256 of name, LF, 0x01 and key, and then
//! the Ed25519 signature of the text up to and with the LF before the empty line.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::council::CouncilId;
use crate::key::PublicKey;
use crate::key::{EnrolledKey, PrivateKey};
use crate::statement::LogState;
use crate::tree::Digest;

/// What the checkpoints of a council's log begin with, and the name of the key that signs them.
#[must_use]
pub fn origin(council: &CouncilId) -> String {
    format!("{council}/log")
}

/// The key that signs a log's checkpoints, with the log's origin.
#[derive(Clone, Debug)]
pub struct LogKey {
    origin: String,
    key: EnrolledKey,
}

impl LogKey {
    /// The log key of `council`.
    #[must_use]
    pub fn new(council: &CouncilId, key: EnrolledKey) -> Self {
        Self { origin: origin(council), key }
    }

    /// The verifier key as C2SP tools take it: name, key id and key, joined by `+`.
    #[must_use]
    pub fn verifier_key(&self) -> String {
        let mut typed = vec![ED25519];
        typed.extend_from_slice(self.key.public().as_bytes());
        let id = crate::tree::hex(&key_id(&self.origin, self.key.public()));
        format!("{}+{id}+{}", self.origin, STANDARD.encode(typed))
    }
}

/// The algorithm byte of Ed25519 in signed notes.
const ED25519: u8 = 0x01;

fn key_id(name: &str, key: PublicKey) -> [u8; 4] {
    let digest = Digest::of_parts(&[name.as_bytes(), b"\n", &[ED25519], key.as_bytes()]);
    let [a, b, c, d, ..] = *digest.as_bytes();
    [a, b, c, d]
}

/// A checkpoint whose signature holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checkpoint {
    state: LogState,
}

/// Why a checkpoint does not hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CheckpointFault {
    /// Not of the format.
    #[error("not a checkpoint of this log, or not in its one spelling")]
    Malformed,
    /// No signature by the log's key.
    #[error("not signed by the log's key")]
    KeyUnknown,
    /// The signature does not hold.
    #[error("the signature does not hold")]
    SignatureInvalid,
}

impl Checkpoint {
    /// Opens `bytes`: returns only what the log's key signed.
    ///
    /// # Errors
    /// Another format, origin, spelling or key, or a signature that does not hold.
    pub fn open(bytes: &[u8], key: &LogKey) -> Result<Self, CheckpointFault> {
        use CheckpointFault::{KeyUnknown, Malformed, SignatureInvalid};
        if bytes.len() > 256 * 1024 {
            return Err(Malformed);
        }
        let note = std::str::from_utf8(bytes).map_err(|_| Malformed)?;
        if note.chars().any(|c| c.is_control() && c != '\n') {
            return Err(Malformed);
        }
        let (text, signatures) = note.rsplit_once("\n\n").ok_or(Malformed)?;
        let state = read_text(text, &key.origin).ok_or(Malformed)?;
        let text = format!("{text}\n");
        let lead = format!("— {} ", key.origin);
        let id = key_id(&key.origin, key.key.public());
        let ours = |line: &str| signature_by(line.strip_prefix(&lead)?, id);
        if !signatures.split_terminator('\n').all(|line| line.starts_with("— ")) {
            return Err(Malformed);
        }
        // Lines of other keys, those of witnesses among them, are passed over.
        let signature = signatures.strip_suffix('\n').ok_or(Malformed)?.split('\n').find_map(ours).ok_or(KeyUnknown)?;
        if key.key.holds(text.as_bytes(), &signature) { Ok(Self { state }) } else { Err(SignatureInvalid) }
    }

    /// Signs a state of the log.
    #[must_use]
    pub fn sign(state: LogState, council: &CouncilId, key: &PrivateKey) -> Vec<u8> {
        let origin = origin(council);
        let text = format!("{origin}\n{}\n{}\n", state.size, STANDARD.encode(state.root.as_bytes()));
        let mut signature = key_id(&origin, key.public()).to_vec();
        signature.extend_from_slice(&key.sign(text.as_bytes()));
        format!("{text}\n— {origin} {}\n", STANDARD.encode(signature)).into_bytes()
    }

    /// Size and root.
    #[must_use]
    pub const fn state(&self) -> LogState {
        self.state
    }
}

fn read_text(text: &str, origin: &str) -> Option<LogState> {
    let lines: [&str; 3] = text.split('\n').collect::<Vec<_>>().try_into().ok()?;
    let size: u64 = lines[1].parse().ok()?;
    let root: [u8; 32] = STANDARD.decode(lines[2]).ok()?.try_into().ok()?;
    let canonical = lines[0] == origin && size.to_string() == lines[1] && STANDARD.encode(root) == lines[2];
    canonical.then_some(LogState { size, root: Digest::from_bytes(root) })
}

/// The signature on a line whose key id is `id`.
fn signature_by(base64: &str, id: [u8; 4]) -> Option<[u8; 64]> {
    let bytes = STANDARD.decode(base64).ok()?;
    bytes.strip_prefix(&id)?.try_into().ok()
}

#[cfg(test)]
mod tests {
    use super::{Checkpoint, CheckpointFault, LogKey};
    use crate::council::CouncilId;
    use crate::key::{EnrolledKey, PrivateKey};
    use crate::statement::LogState;
    use crate::tree::Digest;

    fn council() -> CouncilId {
        CouncilId::parse("ville.example").expect("a host name")
    }

    fn log_key(key: &PrivateKey) -> LogKey {
        LogKey::new(&council(), EnrolledKey::enrol(key.public()).expect("a sound key"))
    }

    #[test]
    fn a_checkpoint_opens_only_under_its_key_and_unchanged() {
        let key = PrivateKey::from_seed([1; 32]);
        let state = LogState { size: 83, root: Digest::of(b"root") };
        let note = Checkpoint::sign(state, &council(), &key);
        assert_eq!(Checkpoint::open(&note, &log_key(&key)).map(|checkpoint| checkpoint.state()), Ok(state));
        let other = log_key(&PrivateKey::from_seed([2; 32]));
        assert_eq!(Checkpoint::open(&note, &other), Err(CheckpointFault::KeyUnknown));
        for at in 0..note.len() {
            let mut changed = note.clone();
            changed[at] ^= 1;
            assert!(Checkpoint::open(&changed, &log_key(&key)).is_err(), "byte {at}");
        }
    }

    #[test]
    fn cosignatures_of_others_are_passed_over() {
        let key = PrivateKey::from_seed([1; 32]);
        let state = LogState { size: 1, root: Digest::of(b"root") };
        let mut note = Checkpoint::sign(state, &council(), &key);
        note.extend_from_slice("— witness.example AAAAAAAA\n".as_bytes());
        assert!(Checkpoint::open(&note, &log_key(&key)).is_ok());
    }
}
