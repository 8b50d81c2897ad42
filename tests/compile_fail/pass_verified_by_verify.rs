use parvis::council::CouncilId;
use parvis::statement::Ballot;
use parvis::submission::{Authority, Envelope, Rejection, Verified, verify};

fn ballot(envelope: &Envelope<'_>, council: &CouncilId, roll: &Authority) -> Result<Verified<Ballot>, Rejection> {
    verify::<Ballot>(envelope, council, roll)
}

pub(crate) fn main() {
    let _ = ballot;
}
