use parvis::statement::Ballot;
use parvis::submission::Verified;

fn ballot(text: &str) -> Verified<Ballot> {
    serde_json::from_str(text).unwrap()
}

fn main() {
    let _ = ballot;
}
