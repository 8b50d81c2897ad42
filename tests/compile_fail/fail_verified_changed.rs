use parvis::statement::Ballot;
use parvis::submission::Verified;

fn change(mut ballot: Verified<Ballot>) {
    ballot.statement.seq = 7;
}

fn main() {
    let _ = change;
}
