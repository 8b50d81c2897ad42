use parvis::record::VoteRecord;
use parvis::tally::BallotBox;

fn count(vote: &VoteRecord) -> BallotBox<'_> {
    BallotBox::of(vote)
}

pub(crate) fn main() {
    let _ = count;
}
