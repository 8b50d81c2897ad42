//! The transparency log: Merkle tree, proofs, checkpoints, tiles.
//!
//! Hashing is that of RFC 6962, section 2.1. A checkpoint is a C2SP signed note with the origin
//! `<council>/log`, under which witnesses put C2SP `cosignature/v1` lines; the proof that a line is
//! in the log is a C2SP `tlog-proof@v1`; the tiles are those of C2SP `tlog-tiles`. A leaf is a line
//! of `submissions/log/entries` without its LF. This module knows bytes and hashes, and nothing of
//! votes.

mod checkpoint;
mod consistency;
mod cosignature;
mod merkle;
mod note;
mod tiles;
mod tlog_proof;
mod witness;

pub use checkpoint::{Checkpoint, CheckpointFault, LogKey, origin};
pub use consistency::{ConsistencyProof, consistency_proof, verify_consistency};
pub use cosignature::{WitnessKey, cosign, cosignatures};
pub use merkle::{InclusionProof, Tree, inclusion_proof, leaf_hash, root, verify_inclusion};
pub use note::{LARGEST_NOTE, with_one_line_each};
pub use tiles::{TILED_CHECKPOINT, TilesFault, tiles, tiles_to_write};
pub use tlog_proof::{ProofFault, TlogProof};
pub(crate) use tlog_proof::{read_hashes, write_hashes};
pub use witness::{AddCheckpoint, Vouched, WitnessFault};
