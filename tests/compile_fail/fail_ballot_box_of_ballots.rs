use parvis::statement::Ballot;
use parvis::tally::BallotBox;

fn count(ballots: &[Ballot]) -> BallotBox<'_> {
    BallotBox::of(ballots)
}

fn main() {
    let _ = count;
}
