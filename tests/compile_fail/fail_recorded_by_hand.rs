use parvis::record::RecordedBallot;
use parvis::statement::Ballot;
use parvis::submission::Verified;

fn record(ballot: Verified<Ballot>) -> RecordedBallot {
    RecordedBallot { index: 0, ballot, weight: 1_000 }
}

fn main() {
    let _ = record;
}
