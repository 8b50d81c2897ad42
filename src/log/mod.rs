//! The transparency log: Merkle tree, proofs, checkpoints.
//!
//! Hashing is that of RFC 6962, section 2.1; a checkpoint is a C2SP signed note with the origin
//! `<council>/log`, under which witnesses put C2SP `cosignature/v1` lines; a receipt is a C2SP `tlog-proof@v1`. A leaf is a line of
//! `submissions/log/entries` without its LF. This module knows bytes and hashes, and nothing of
//! votes.

mod checkpoint;
mod consistency;
mod cosignature;
mod merkle;
mod note;
mod receipt;

pub use checkpoint::{Checkpoint, CheckpointFault, LogKey, origin};
pub use consistency::{ConsistencyProof, consistency_proof, verify_consistency};
pub use cosignature::{WitnessKey, cosign, cosignatures};
pub use merkle::{InclusionProof, inclusion_proof, leaf_hash, root, verify_inclusion};
pub use receipt::{Receipt, ReceiptFault};
