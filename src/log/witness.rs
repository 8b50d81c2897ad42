//! What a witness does before it cosigns (C2SP `tlog-witness`): it is asked with a proof that the
//! log only grew since the state it vouched for last.
//!
//! ```text
//! old 83
//! PlRNCrwHpqhGrupue0L7gxbjbMiKA9temvuZZDDpkaw=     consistency proof, one hash a line
//!
//! montrivel.example/log                            the new checkpoint
//! ```

use super::checkpoint::{Checkpoint, CheckpointFault, LogKey};
use super::consistency::{ConsistencyProof, verify_consistency};
use super::tlog_proof::{read_hashes, write_hashes};
use crate::statement::LogState;
use crate::tree::Digest;

/// What a witness keeps of a log: the largest state that it vouched for.
///
/// ```text
/// witness/1
/// montrivel.example/log+599645…+AZ…     the log's verifier key
/// 83                                    entries
/// sha256:0ac51460…                      their root
/// ```
#[derive(Clone, Debug)]
pub struct Vouched {
    /// The log.
    pub log: LogKey,
    /// Size and root.
    pub state: LogState,
}

impl Vouched {
    /// The first line of the file.
    const FORMAT: &'static str = "witness/1";

    /// Writes the file.
    #[must_use]
    pub fn write(&self) -> String {
        let LogState { size, root } = self.state;
        format!("{}\n{}\n{size}\n{root}\n", Self::FORMAT, self.log.verifier_key())
    }

    /// Reads the file; nothing where it is not one, in its one spelling.
    #[must_use]
    pub fn read(bytes: &[u8]) -> Option<Self> {
        let text = std::str::from_utf8(bytes).ok()?;
        let lines: [&str; 4] = text.strip_suffix('\n')?.split('\n').collect::<Vec<_>>().try_into().ok()?;
        let state = LogState { size: lines[2].parse().ok()?, root: lines[3].parse().ok()? };
        let vouched = Self { log: LogKey::read(lines[1])?, state };
        (vouched.write() == text).then_some(vouched)
    }
}

/// A request for a cosignature: the body of `add-checkpoint`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AddCheckpoint {
    /// The size that the witness vouched for last, 0 for none.
    pub old: u64,
    /// From there to the checkpoint; empty from 0 and between equal sizes.
    pub proof: ConsistencyProof,
    /// The checkpoint, as the log signed it.
    pub checkpoint: Vec<u8>,
}

/// Why a witness does not cosign.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum WitnessFault {
    /// Not a request in this form.
    #[error("not a request in the form of tlog-witness")]
    Malformed,
    /// The checkpoint does not hold under the log's key.
    #[error("its checkpoint does not hold: {0}")]
    Checkpoint(#[from] CheckpointFault),
    /// The request goes out from another size than the one vouched for last.
    #[error("it goes out from the size {old}, and the witness saw {seen}")]
    AnotherSize {
        /// The size in the request.
        old: u64,
        /// The size vouched for last.
        seen: u64,
    },
    /// The log has fewer entries than it had.
    #[error("the log has the size {size}, and had {seen}")]
    Shorter {
        /// The size of the checkpoint.
        size: u64,
        /// The size vouched for last.
        seen: u64,
    },
    /// The log does not begin with the entries that the witness vouched for.
    #[error("the log does not begin with what the witness saw, of the size {seen}")]
    NotConsistent {
        /// The size vouched for last.
        seen: u64,
    },
}

impl AddCheckpoint {
    /// Writes the request.
    #[must_use]
    pub fn write(&self) -> Vec<u8> {
        let head = format!("old {}\n{}\n", self.old, write_hashes(&self.proof));
        [head.as_bytes(), &self.checkpoint].concat()
    }

    /// Reads a request. Nothing in it is believed before [`AddCheckpoint::admit`].
    ///
    /// # Errors
    /// Another form or spelling.
    pub fn read(bytes: &[u8]) -> Result<Self, WitnessFault> {
        let request = std::str::from_utf8(bytes).ok().and_then(Self::read_text);
        request.filter(|request| request.write() == bytes).ok_or(WitnessFault::Malformed)
    }

    fn read_text(text: &str) -> Option<Self> {
        let (head, checkpoint) = text.split_once("\n\n")?;
        let (old, hashes) = head.split_once('\n').unwrap_or((head, ""));
        let (old, proof) = (old.strip_prefix("old ")?.parse().ok()?, read_hashes(hashes)?);
        Some(Self { old, proof, checkpoint: checkpoint.as_bytes().to_vec() })
    }

    /// What the witness may vouch for: the state of the checkpoint, where the log's key signed it
    /// and it begins with the state `seen` last. The caller keeps that state before anybody gets
    /// the cosignature.
    ///
    /// # Errors
    /// Why the witness must not cosign.
    pub fn admit(&self, key: &LogKey, seen: Option<LogState>) -> Result<LogState, WitnessFault> {
        let state = Checkpoint::open(&self.checkpoint, key)?.state();
        let seen = seen.unwrap_or(LogState { size: 0, root: Digest::of(b"") });
        if state.size < seen.size {
            return Err(WitnessFault::Shorter { size: state.size, seen: seen.size });
        }
        if self.old != seen.size {
            return Err(WitnessFault::AnotherSize { old: self.old, seen: seen.size });
        }
        let empty = state.size > 0 || state.root == Digest::of(b"");
        let holds = match seen.size {
            0 => self.proof.is_empty() && empty,
            _ => verify_consistency(seen, state, &self.proof),
        };
        if holds { Ok(state) } else { Err(WitnessFault::NotConsistent { seen: seen.size }) }
    }
}

#[cfg(test)]
mod tests {
    use super::{AddCheckpoint, Vouched, WitnessFault};
    use crate::council::CouncilId;
    use crate::key::{EnrolledKey, PrivateKey};
    use crate::log::{Checkpoint, CheckpointFault, LogKey, consistency_proof, leaf_hash, root};
    use crate::statement::LogState;
    use crate::tree::Digest;

    fn leaves(count: u8) -> Vec<Digest> {
        (0..count).map(|n| leaf_hash(&[n])).collect()
    }

    fn state(leaves: &[Digest]) -> LogState {
        LogState { size: leaves.len() as u64, root: root(leaves) }
    }

    fn council() -> CouncilId {
        CouncilId::parse("ville.example").expect("a host name")
    }

    fn log_key(key: &PrivateKey) -> LogKey {
        LogKey::new(&council(), EnrolledKey::enrol(key.public()).expect("a sound key"))
    }

    fn request(leaves: &[Digest], old: usize, key: &PrivateKey) -> AddCheckpoint {
        let proof = if old == 0 { Vec::new() } else { consistency_proof(leaves, old).expect("both exist") };
        AddCheckpoint { old: old as u64, proof, checkpoint: Checkpoint::sign(state(leaves), &council(), key) }
    }

    #[test]
    fn a_witness_vouches_for_what_goes_on_from_what_it_saw() {
        let key = PrivateKey::from_seed([1; 32]);
        let all = leaves(9);
        for old in 0..=9 {
            let seen = (old > 0).then(|| state(&all[..old]));
            let request = request(&all, old, &key);
            assert_eq!(request.admit(&log_key(&key), seen), Ok(state(&all)));
            assert_eq!(AddCheckpoint::read(&request.write()), Ok(request));
        }
    }

    #[test]
    fn a_witness_vouches_for_nothing_else() {
        use WitnessFault::{AnotherSize, NotConsistent, Shorter};
        let (key, other) = (PrivateKey::from_seed([1; 32]), PrivateKey::from_seed([2; 32]));
        let all = leaves(9);
        let seen = Some(state(&all[..5]));
        let admit = |request: &AddCheckpoint, seen| request.admit(&log_key(&key), seen);
        // Another history with the same length as the one seen.
        let forged = [&[leaf_hash(b"another")], &all[1..]].concat();
        assert_eq!(admit(&request(&forged, 5, &key), seen), Err(NotConsistent { seen: 5 }));
        assert_eq!(admit(&request(&forged[..5], 5, &key), seen), Err(NotConsistent { seen: 5 }));
        assert_eq!(admit(&request(&all[..4], 4, &key), seen), Err(Shorter { size: 4, seen: 5 }));
        assert_eq!(admit(&request(&all, 4, &key), seen), Err(AnotherSize { old: 4, seen: 5 }));
        // A witness that saw a log is not talked into beginning anew.
        assert_eq!(admit(&request(&forged, 0, &key), seen), Err(AnotherSize { old: 0, seen: 5 }));
        let padded = AddCheckpoint { proof: vec![Digest::of(b"")], ..request(&all, 0, &key) };
        assert_eq!(admit(&padded, None), Err(NotConsistent { seen: 0 }));
        let unknown = WitnessFault::Checkpoint(CheckpointFault::KeyUnknown);
        assert_eq!(admit(&request(&all, 5, &other), seen), Err(unknown));
        let empty = LogState { size: 0, root: Digest::of(b"not empty") };
        let empty = AddCheckpoint { checkpoint: Checkpoint::sign(empty, &council(), &key), ..request(&all, 0, &key) };
        assert_eq!(admit(&empty, None), Err(NotConsistent { seen: 0 }));
    }

    #[test]
    fn what_a_witness_keeps_has_one_spelling() {
        let log = log_key(&PrivateKey::from_seed([1; 32]));
        let text = Vouched { log, state: state(&leaves(3)) }.write();
        assert_eq!(Vouched::read(text.as_bytes()).map(|read| read.write()), Some(text.clone()));
        for changed in [text.replace("\n3\n", "\n03\n"), text.replace("witness/1", "witness/2"), format!("{text}\n")] {
            assert!(Vouched::read(changed.as_bytes()).is_none(), "{changed}");
        }
    }

    #[test]
    fn other_spellings_are_refused() {
        let key = PrivateKey::from_seed([1; 32]);
        let text = String::from_utf8(request(&leaves(9), 5, &key).write()).expect("a text");
        for changed in [
            text.replace("old 5", "old 05"),
            text.replace("old 5", "size 5"),
            text.replacen("=\n", "\n", 1),
            format!("\n{text}"),
        ] {
            assert_eq!(AddCheckpoint::read(changed.as_bytes()), Err(WitnessFault::Malformed), "{changed}");
        }
    }
}
