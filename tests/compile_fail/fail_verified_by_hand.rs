use parvis::key::PublicKey;
use parvis::statement::Ballot;
use parvis::submission::Verified;
use parvis::tree::Digest;

fn ballot(statement: Ballot, key: PublicKey, hash: Digest) -> Verified<Ballot> {
    Verified { statement, signers: vec![key], text: hash, file: hash }
}

fn main() {
    let _ = ballot;
}
