//! From a signed file to a published tally: the format, the gate, the log, the audit, the commands of `scrutineer`.

#[path = "../support/mod.rs"]
mod support;

mod audit;
mod by_hand;
mod clerk;
mod collect;
mod compile_fail;
mod course;
mod drafts;
mod edges;
mod electorates;
mod explain;
mod faults;
mod format;
mod gate;
mod hostile;
mod hours;
mod log_peer;
mod outline;
mod paper;
mod paper_by_hand;
mod pull_request;
mod push;
mod receipt;
mod receive;
mod record;
mod replay;
mod sealing;
mod seen;
mod ssh_keygen;
mod ssh_keygen_vectors;
mod threats;
mod vectors;
mod vote_command;
mod witness;
