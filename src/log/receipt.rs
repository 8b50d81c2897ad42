//! A receipt: the proof that a line is in the log (C2SP `tlog-proof@v1`), for use offline.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::checkpoint::{Checkpoint, CheckpointFault, LogKey};
use super::merkle::{InclusionProof, leaf_hash, verify_inclusion};
use crate::statement::LogState;
use crate::tree::Digest;

/// A proof of inclusion with the checkpoint it leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Receipt {
    /// The entry's index, from 0.
    pub index: u64,
    /// From the leaf's sibling to the root's child.
    pub proof: InclusionProof,
    /// The checkpoint, as it was signed.
    pub checkpoint: Vec<u8>,
}

/// Why a receipt proves nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReceiptFault {
    /// Not a `c2sp.org/tlog-proof@v1`.
    #[error("not a receipt in the form c2sp.org/tlog-proof@v1")]
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
/// A tree of 2^64 leaves needs no more hashes than this.
const LONGEST_PROOF: usize = 64;

impl Receipt {
    /// Writes the receipt.
    #[must_use]
    pub fn write(&self) -> Vec<u8> {
        let hashes: String = self.proof.iter().map(|hash| STANDARD.encode(hash.as_bytes()) + "\n").collect();
        let mut bytes = format!("{FORMAT}index {}\n{hashes}\n", self.index).into_bytes();
        bytes.extend_from_slice(&self.checkpoint);
        bytes
    }

    /// Reads a receipt. Nothing in it is believed before [`Receipt::check`].
    ///
    /// # Errors
    /// Another format or spelling.
    pub fn read(bytes: &[u8]) -> Result<Self, ReceiptFault> {
        let text = std::str::from_utf8(bytes).map_err(|_| ReceiptFault::Malformed)?;
        let (head, checkpoint) = text.split_once("\n\n").ok_or(ReceiptFault::Malformed)?;
        let receipt = Self::read_head(head, checkpoint).ok_or(ReceiptFault::Malformed)?;
        if receipt.write() == bytes { Ok(receipt) } else { Err(ReceiptFault::Malformed) }
    }

    fn read_head(head: &str, checkpoint: &str) -> Option<Self> {
        let mut lines = head.strip_prefix(FORMAT)?.split('\n');
        let index = lines.next()?.strip_prefix("index ")?.parse().ok()?;
        let hash = |line: &str| Some(Digest::from_bytes(STANDARD.decode(line).ok()?.try_into().ok()?));
        let proof: InclusionProof = lines.map(hash).collect::<Option<_>>()?;
        (proof.len() <= LONGEST_PROOF).then(|| Self { index, proof, checkpoint: checkpoint.as_bytes().to_vec() })
    }

    /// Checks that the log of `key` contains `line`, and says in which of its states.
    ///
    /// # Errors
    /// A checkpoint that does not hold, or a proof that does not lead to it.
    pub fn check(&self, line: &str, key: &LogKey) -> Result<LogState, ReceiptFault> {
        let state = Checkpoint::open(&self.checkpoint, key)?.state();
        let leaf = leaf_hash(line.as_bytes());
        if verify_inclusion(leaf, self.index, state.size, state.root, &self.proof) {
            Ok(state)
        } else {
            Err(ReceiptFault::ProofInvalid)
        }
    }
}
