//! The proof that a line is in the log, in one file for use offline (C2SP `tlog-proof@v1`).

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::checkpoint::{Checkpoint, CheckpointFault, LogKey};
use super::merkle::{InclusionProof, leaf_hash, verify_inclusion};
use crate::statement::LogState;
use crate::tree::Digest;

/// A proof of inclusion with the checkpoint it leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TlogProof {
    /// Whatever its maker put beside the proof; empty for nothing. No signature covers it.
    pub extra: Vec<u8>,
    /// The entry's index, from 0.
    pub index: u64,
    /// From the leaf's sibling to the root's child.
    pub proof: InclusionProof,
    /// The checkpoint, as it was signed.
    pub checkpoint: Vec<u8>,
}

/// Why a proof proves nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ProofFault {
    /// Not a `c2sp.org/tlog-proof@v1`.
    #[error("not a proof in the form c2sp.org/tlog-proof@v1")]
    Malformed,
    /// Its checkpoint does not hold.
    #[error("its checkpoint does not hold: {0}")]
    Checkpoint(#[from] CheckpointFault),
    /// The proof does not lead from the entry to the checkpoint.
    #[error("the proof does not lead from the entry to the checkpoint")]
    ProofInvalid,
}

/// The first line of the format.
const FORMAT: &str = "c2sp.org/tlog-proof@v1\n";
/// A tree of 2^63 leaves needs no more hashes than this.
const LONGEST_PROOF: usize = 63;

impl TlogProof {
    /// Writes the proof.
    #[must_use]
    pub fn write(&self) -> Vec<u8> {
        let extra = match self.extra.as_slice() {
            [] => String::new(),
            extra => format!("extra {}\n", STANDARD.encode(extra)),
        };
        let (index, hashes) = (self.index, write_hashes(&self.proof));
        let mut bytes = format!("{FORMAT}{extra}index {index}\n{hashes}\n").into_bytes();
        bytes.extend_from_slice(&self.checkpoint);
        bytes
    }

    /// Reads a proof. Nothing in it is believed before [`TlogProof::check`].
    ///
    /// # Errors
    /// Another format or spelling.
    pub fn read(bytes: &[u8]) -> Result<Self, ProofFault> {
        let text = std::str::from_utf8(bytes).map_err(|_| ProofFault::Malformed)?;
        let (head, checkpoint) = text.split_once("\n\n").ok_or(ProofFault::Malformed)?;
        let proof = Self::read_head(head, checkpoint).ok_or(ProofFault::Malformed)?;
        if proof.write() == bytes { Ok(proof) } else { Err(ProofFault::Malformed) }
    }

    fn read_head(head: &str, checkpoint: &str) -> Option<Self> {
        let head = head.strip_prefix(FORMAT)?;
        let (extra, head) = match head.strip_prefix("extra ").and_then(|rest| rest.split_once('\n')) {
            Some((extra, rest)) => (STANDARD.decode(extra).ok()?, rest),
            None => (Vec::new(), head),
        };
        let (index, hashes) = head.split_once('\n').unwrap_or((head, ""));
        let (index, proof) = (index.strip_prefix("index ")?.parse().ok()?, read_hashes(hashes)?);
        Some(Self { extra, index, proof, checkpoint: checkpoint.as_bytes().to_vec() })
    }

    /// Checks that the log of `key` contains `line`, and says in which of its states.
    ///
    /// # Errors
    /// A checkpoint that does not hold, or a proof that does not lead to it.
    pub fn check(&self, line: &str, key: &LogKey) -> Result<LogState, ProofFault> {
        let state = Checkpoint::open(&self.checkpoint, key)?.state();
        let leaf = leaf_hash(line.as_bytes());
        if verify_inclusion(leaf, self.index, state.size, state.root, &self.proof) {
            Ok(state)
        } else {
            Err(ProofFault::ProofInvalid)
        }
    }
}

/// Hashes in base64, one a line, as proofs are written.
pub(crate) fn write_hashes(hashes: &[Digest]) -> String {
    hashes.iter().map(|hash| STANDARD.encode(hash.as_bytes()) + "\n").collect()
}

/// Reads such lines, the last with or without its LF; nothing where one is no hash, or where they
/// are more than any proof has.
pub(crate) fn read_hashes(text: &str) -> Option<Vec<Digest>> {
    let hash = |line: &str| Some(Digest::from_bytes(STANDARD.decode(line).ok()?.try_into().ok()?));
    text.split_terminator('\n').take(LONGEST_PROOF + 1).map(hash).collect::<Option<Vec<_>>>().filter(|hashes| {
        // One more than allowed was let through to be seen.
        hashes.len() <= LONGEST_PROOF
    })
}

#[cfg(test)]
mod tests {
    use super::{ProofFault, TlogProof};
    use crate::tree::Digest;

    fn proof(extra: &[u8], hashes: usize) -> TlogProof {
        let proof = (0..hashes).map(|n| Digest::of(n.to_string().as_bytes())).collect();
        TlogProof { extra: extra.to_vec(), index: 7, proof, checkpoint: b"a\n1\nb\n\n-- c\n".to_vec() }
    }

    #[test]
    fn what_is_written_is_read_again() {
        for proof in [proof(b"", 0), proof(b"", 3), proof(b"beside\n\n\0it", 3), proof(b"x", 63)] {
            assert_eq!(TlogProof::read(&proof.write()), Ok(proof));
        }
    }

    #[test]
    fn other_spellings_are_refused() {
        let text = String::from_utf8(proof(b"extra", 2).write()).expect("a text");
        for changed in [
            text.replace("index 7", "index 07"),
            text.replace("index 7", "index +7"),
            text.replace("index 7\n", ""),
            text.replace("extra ZXh0cmE=", "extra ZXh0cmE"),
            text.replace("extra ZXh0cmE=", "extra ZXh0cmF="),
            text.replace("extra ZXh0cmE=", "extra "),
            text.replace("@v1", "@v2"),
            text.replace('\n', "\r\n"),
            format!(" {text}"),
        ] {
            assert_eq!(TlogProof::read(changed.as_bytes()), Err(ProofFault::Malformed), "{changed}");
        }
        assert_eq!(TlogProof::read(&proof(b"", 64).write()), Err(ProofFault::Malformed));
    }
}
