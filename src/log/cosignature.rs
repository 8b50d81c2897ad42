//! Cosignatures of witnesses (C2SP `tlog-cosignature`, the Ed25519 form `cosignature/v1`).
//!
//! ```text
//! cosignature/v1
//! time 1781604000
//! montrivel.example/log
//! 83
//! CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=
//! ```
//!
//! is what a witness signs. It says: at this time, this was the largest log of this origin that I
//! had seen, and it began with every smaller one that I had seen. The line holds the key's id, the
//! time in eight bytes and the signature.

use super::checkpoint::{CheckpointFault, read_any};
use super::note::{Algorithm, Note, is_name, key_id, signature_line, verifier_key};
use crate::key::{EnrolledKey, PrivateKey, PublicKey};

/// The latest time a cosignature may carry.
const LATEST: u64 = (1 << 63) - 1;

/// A witness: the key that cosigns checkpoints, with its name.
#[derive(Clone, Debug)]
pub struct WitnessKey {
    name: String,
    key: EnrolledKey,
}

impl WitnessKey {
    /// The witness of this name and key.
    ///
    /// # Errors
    /// A name that no signature line can carry: empty, or with a space or a `+`.
    pub fn new(name: String, key: EnrolledKey) -> Result<Self, CheckpointFault> {
        if is_name(&name) { Ok(Self { name, key }) } else { Err(CheckpointFault::NameInvalid) }
    }

    /// Its name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Its key.
    #[must_use]
    pub const fn public(&self) -> PublicKey {
        self.key.public()
    }

    /// The verifier key as C2SP tools take it: name, key id and key, joined by `+`.
    #[must_use]
    pub fn verifier_key(&self) -> String {
        verifier_key(&self.name, Algorithm::Cosignature, self.key.public())
    }

    fn id(&self) -> [u8; 4] {
        key_id(&self.name, Algorithm::Cosignature, self.key.public())
    }

    /// The time of a cosignature that holds.
    fn time_of(&self, text: &str, signature: &[u8]) -> Option<u64> {
        let (time, signature) = signature.split_first_chunk::<8>()?;
        let time = u64::from_be_bytes(*time);
        let signature: &[u8; 64] = signature.try_into().ok()?;
        (time <= LATEST && self.key.holds(message(text, time).as_bytes(), signature)).then_some(time)
    }
}

fn message(text: &str, time: u64) -> String {
    format!("cosignature/v1\ntime {time}\n{text}")
}

/// The signature line, with its LF, by which the witness `name` says that it saw this checkpoint
/// at `time`, in seconds since 1970. Whether the log is consistent is for the witness to have
/// checked before, and the log's own signature too.
///
/// # Errors
/// A note that is no checkpoint, a name that no line can carry, a time past 2^63 - 1.
pub fn cosign(note: &[u8], name: &str, key: &PrivateKey, time: u64) -> Result<String, CheckpointFault> {
    let note = Note::read(note).ok_or(CheckpointFault::Malformed)?;
    if read_any(note.text).is_none() || time > LATEST {
        return Err(CheckpointFault::Malformed);
    }
    if !is_name(name) {
        return Err(CheckpointFault::NameInvalid);
    }
    let signature = key.sign(message(note.text, time).as_bytes());
    let timed = [time.to_be_bytes().as_slice(), &signature].concat();
    Ok(signature_line(name, key_id(name, Algorithm::Cosignature, key.public()), &timed))
}

/// Every cosignature of `note` that holds under one of `witnesses`: the witness's place in the
/// list and the time, witness by witness and line by line. One witness may have cosigned at
/// several times. Lines of others, and lines that do not hold, are passed over.
#[must_use]
pub fn cosignatures(note: &[u8], witnesses: &[WitnessKey]) -> Vec<(usize, u64)> {
    let Some(note) = Note::read(note) else { return Vec::new() };
    let mut found = Vec::new();
    for (at, witness) in witnesses.iter().enumerate() {
        let times = note.signatures(&witness.name, witness.id());
        found.extend(times.filter_map(|bytes| witness.time_of(note.text, &bytes)).map(|time| (at, time)));
    }
    found
}

#[cfg(test)]
mod tests {
    use base64::Engine as _;

    use super::{CheckpointFault, LATEST, WitnessKey, cosign, cosignatures};
    use crate::council::CouncilId;
    use crate::key::{EnrolledKey, PrivateKey};
    use crate::log::{Checkpoint, LogKey, with_one_line_each};
    use crate::statement::LogState;
    use crate::tree::Digest;

    fn witness(name: &str, key: &PrivateKey) -> WitnessKey {
        let key = EnrolledKey::enrol(key.public()).expect("a sound key");
        WitnessKey::new(name.to_owned(), key).expect("a name")
    }

    fn note() -> (Vec<u8>, LogKey) {
        let council = CouncilId::parse("ville.example").expect("a host name");
        let key = PrivateKey::from_seed([1; 32]);
        let state = LogState { size: 83, root: Digest::of(b"root") };
        let log_key = LogKey::new(&council, EnrolledKey::enrol(key.public()).expect("a sound key"));
        (Checkpoint::sign(state, &council, &key), log_key)
    }

    fn with(note: &[u8], lines: &[&str]) -> Vec<u8> {
        [note, lines.concat().as_bytes()].concat()
    }

    #[test]
    fn a_published_note_has_one_line_of_each_key() {
        let (one, two) = (PrivateKey::from_seed([2; 32]), PrivateKey::from_seed([3; 32]));
        let (note, log_key) = note();
        let line = |name: &str, key: &PrivateKey, time| cosign(&note, name, key, time).expect("a checkpoint");
        let lines = [line("un.example", &one, 10), line("deux.example", &two, 11), line("un.example", &one, 12)];
        let several = with(&note, &[&lines[0], &lines[1], "— odd !\n", &lines[2]]);
        let single = with(&note, &[&lines[1], "— odd !\n", &lines[2]]);
        assert_eq!(with_one_line_each(&several), single);
        assert_eq!(with_one_line_each(&single), single);
        assert!(Checkpoint::open(&single, &log_key).is_ok());
        assert_eq!(with_one_line_each(b"no note"), b"no note");
    }

    #[test]
    fn every_cosignature_of_known_witnesses_is_found_and_no_other() {
        let (one, two, stranger) = (PrivateKey::from_seed([2; 32]), PrivateKey::from_seed([3; 32]), [4; 32]);
        let witnesses = [witness("un.example/temoin", &one), witness("deux.example", &two)];
        let (note, log_key) = note();
        let line = |name: &str, key: &PrivateKey, time| cosign(&note, name, key, time).expect("a checkpoint");
        let first = line("un.example/temoin", &one, 1_781_604_000);
        let later = line("un.example/temoin", &one, 1_781_690_400);
        let other = line("deux.example", &two, LATEST);
        let unknown = line("trois.example", &PrivateKey::from_seed(stranger), 7);
        let misnamed = line("deux.example", &one, 7);
        assert_eq!(cosignatures(&note, &witnesses), []);
        let full = with(&note, &[&other, &first, &unknown, &misnamed, &later]);
        assert_eq!(cosignatures(&full, &witnesses), [(0, 1_781_604_000), (0, 1_781_690_400), (1, LATEST)]);
        // The log's own signature holds beside them, and theirs are none of the log's.
        assert!(Checkpoint::open(&full, &log_key).is_ok());
        let of_another = Checkpoint::sign(
            LogState { size: 84, root: Digest::of(b"root") },
            &CouncilId::parse("ville.example").expect("a host name"),
            &PrivateKey::from_seed([1; 32]),
        );
        assert_eq!(cosignatures(&with(&of_another, &[&first]), &witnesses), []);
    }

    #[test]
    fn a_changed_line_is_passed_over() {
        let key = PrivateKey::from_seed([2; 32]);
        let witnesses = [witness("un.example", &key)];
        let (note, _) = note();
        let full = with(&note, &[&cosign(&note, "un.example", &key, 1_781_604_000).expect("a checkpoint")]);
        assert_eq!(cosignatures(&full, &witnesses).len(), 1);
        // All but the log's own signature, which is not what is asked about here.
        let border = note.windows(2).position(|pair| pair == b"\n\n").expect("the border");
        for at in (0..=border).chain(note.len()..full.len()) {
            let mut changed = full.clone();
            changed[at] ^= 1;
            assert_eq!(cosignatures(&changed, &witnesses), [], "byte {at}");
        }
    }

    #[test]
    fn what_is_no_checkpoint_or_no_name_is_not_cosigned() {
        let key = PrivateKey::from_seed([2; 32]);
        let (note, _) = note();
        for name in ["", "a b", "a+b", "a\nb", "a\u{a0}b", &"a".repeat(256)] {
            assert_eq!(cosign(&note, name, &key, 1), Err(CheckpointFault::NameInvalid), "{name}");
            let enrolled = EnrolledKey::enrol(key.public()).expect("a sound key");
            assert!(WitnessKey::new(name.to_owned(), enrolled).is_err(), "{name}");
        }
        for bytes in ["", "hello\n\n— a AAAA\n", "a\n1\n\n— a AAAA\n", "a\n01\nAAAA\n\n— a AAAA\n"] {
            assert_eq!(cosign(bytes.as_bytes(), "a", &key, 1), Err(CheckpointFault::Malformed), "{bytes}");
        }
        assert_eq!(cosign(&note, "a", &key, LATEST + 1), Err(CheckpointFault::Malformed));
        // Signed all the same by a witness that does not keep the limit, it is passed over.
        let text = super::Note::read(&note).expect("a note").text;
        for (time, holds) in [(LATEST, true), (LATEST + 1, false)] {
            let signature = key.sign(super::message(text, time).as_bytes());
            let timed = [time.to_be_bytes().as_slice(), &signature].concat();
            let line = super::signature_line("a", witness("a", &key).id(), &timed);
            assert_eq!(!cosignatures(&with(&note, &[&line]), &[witness("a", &key)]).is_empty(), holds);
        }
        assert_eq!(
            cosign(&[note.as_slice(), &vec![b' '; 300_000]].concat(), "a", &key, 1),
            Err(CheckpointFault::Malformed)
        );
    }

    /// Key id, signed message and line, put together by hand from the words of the specification.
    #[test]
    fn the_line_is_the_one_of_the_specification() {
        let key = PrivateKey::from_seed([2; 32]);
        let (note, _) = note();
        let line = cosign(&note, "un.example", &key, 1_781_604_000).expect("a checkpoint");
        let id = Digest::of_parts(&[b"un.example\n\x04", key.public().as_bytes()]);
        let text = String::from_utf8(note).expect("a text");
        let body = &text[..=text.find("\n\n").expect("the border")];
        let signature = key.sign(format!("cosignature/v1\ntime 1781604000\n{body}").as_bytes());
        let bytes = [&id.as_bytes()[..4], &[0, 0, 0, 0, 0x6a, 0x31, 0x1e, 0xa0], signature.as_slice()].concat();
        let base64 = base64::engine::general_purpose::STANDARD.encode(bytes);
        assert_eq!(line, format!("— un.example {base64}\n"));
        let vkey = witness("un.example", &key).verifier_key();
        assert_eq!(vkey.split('+').nth(1), Some(&id.hex()[..8]));
    }
}
