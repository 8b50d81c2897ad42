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

use super::note::{Algorithm, Note, key_id, read_verifier_key, signature_line, verifier_key};
use crate::council::CouncilId;
use crate::key::{EnrolledKey, PrivateKey};
use crate::language::Bilingual;
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

    /// The log whose verifier key `text` is, as [`LogKey::verifier_key`] writes it; nothing where it
    /// is no such text, or the key is not sound.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        let (origin, key) = read_verifier_key(text, Algorithm::Ed25519)?;
        Some(Self { origin: origin.to_owned(), key: EnrolledKey::enrol(key).ok()? })
    }

    /// What the log's checkpoints begin with.
    #[must_use]
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// The verifier key as C2SP tools take it: name, key id and key, joined by `+`.
    #[must_use]
    pub fn verifier_key(&self) -> String {
        verifier_key(&self.origin, Algorithm::Ed25519, self.key.public())
    }
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
    /// A name that no signature line can carry.
    #[error("a key's name is neither empty nor has a space or `+`")]
    NameInvalid,
}

impl CheckpointFault {
    /// The fault in both languages.
    #[must_use]
    pub fn words(self) -> Bilingual {
        let fr = match self {
            Self::Malformed => "ce n’est pas un point de contrôle de ce journal, ou pas dans son unique écriture",
            Self::KeyUnknown => "il n’est pas signé par la clé du journal",
            Self::SignatureInvalid => "la signature ne tient pas",
            Self::NameInvalid => "le nom d’une clé n’est pas vide, et n’a ni espace ni `+`",
        };
        Bilingual::new(fr, self.to_string())
    }
}

impl Checkpoint {
    /// Opens `bytes`: returns only what the log's key signed.
    ///
    /// # Errors
    /// Another format, origin, spelling or key, or a signature that does not hold.
    pub fn open(bytes: &[u8], key: &LogKey) -> Result<Self, CheckpointFault> {
        use CheckpointFault::{KeyUnknown, Malformed, SignatureInvalid};
        let note = Note::read(bytes).ok_or(Malformed)?;
        let (origin, state) = read_any(note.text).ok_or(Malformed)?;
        if origin != key.origin {
            return Err(Malformed);
        }
        // Lines of other keys, those of witnesses among them, are passed over.
        let id = key_id(&key.origin, Algorithm::Ed25519, key.key.public());
        let mut signatures = note.signatures(&key.origin, id);
        let signature = signatures.find_map(|bytes| <[u8; 64]>::try_from(bytes).ok()).ok_or(KeyUnknown)?;
        if key.key.holds(note.text.as_bytes(), &signature) { Ok(Self { state }) } else { Err(SignatureInvalid) }
    }

    /// Signs a state of the log.
    #[must_use]
    pub fn sign(state: LogState, council: &CouncilId, key: &PrivateKey) -> Vec<u8> {
        let origin = origin(council);
        let text = format!("{origin}\n{}\n{}\n", state.size, STANDARD.encode(state.root.as_bytes()));
        let id = key_id(&origin, Algorithm::Ed25519, key.public());
        let line = signature_line(&origin, id, &key.sign(text.as_bytes()));
        format!("{text}\n{line}").into_bytes()
    }

    /// Size and root.
    #[must_use]
    pub const fn state(&self) -> LogState {
        self.state
    }
}

/// The origin and the state of the text of a checkpoint, of whichever log it is. Extension lines
/// are not taken: nobody could audit them.
pub(super) fn read_any(text: &str) -> Option<(&str, LogState)> {
    let lines: [&str; 3] = text.strip_suffix('\n')?.split('\n').collect::<Vec<_>>().try_into().ok()?;
    let size: u64 = lines[1].parse().ok()?;
    let root: [u8; 32] = STANDARD.decode(lines[2]).ok()?.try_into().ok()?;
    let canonical = !lines[0].is_empty() && size.to_string() == lines[1] && STANDARD.encode(root) == lines[2];
    canonical.then_some((lines[0], LogState { size, root: Digest::from_bytes(root) }))
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
    fn a_verifier_key_has_one_spelling() {
        let key = log_key(&PrivateKey::from_seed([1; 32]));
        let text = key.verifier_key();
        assert_eq!(LogKey::read(&text).map(|read| read.verifier_key()), Some(text.clone()));
        let (head, tail) = text.split_once('+').expect("a name");
        for bad in
            [String::new(), head.to_owned(), tail.to_owned(), text.replacen("ville", "autre", 1), format!("{text}\n")]
        {
            assert!(LogKey::read(&bad).is_none(), "{bad}");
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
