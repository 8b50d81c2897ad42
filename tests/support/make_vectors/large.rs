//! Files of a hundred kilobytes and more: at the limit, above it, and of what makes readers slow.

use parvis::language::Language;
use parvis::statement::{Kind, Statement as _};

use super::proposal::{AUTHOR, proposal};
use super::{Made, NOT_STORED, ballot_text, made, signed};
use crate::support::{TestCouncil, voter_key};

pub(super) fn all(city: &TestCouncil) -> Vec<Made> {
    let text = proposal(city, Language::En).write();
    let (head, _) = text.split_once("Trees, please.\n").expect("the body");
    let with_body = |body: &str| signed(format!("{head}{body}\n").as_bytes(), Kind::Proposal, &voter_key(AUTHOR));
    let body = |name: &str, body: &str| made(&format!("{NOT_STORED}{name}.md"), with_body(body));
    let room = Kind::Proposal.size_limit() - with_body("").len();
    let ballot = ballot_text(city, 10).replace("choices:\n  - a\n", &format!("choices: {}\n", "[".repeat(100_000)));
    let head_nested = text.replace("category: nature", &format!("category: {}", "[".repeat(100_000)));
    vec![
        body("body-as-large-as-may-be", &"a".repeat(room)),
        body("body-one-byte-larger", &"a".repeat(room + 1)),
        body("body-nested-100000-brackets", &"[".repeat(100_000)),
        body("body-nested-100000-quotes", &">".repeat(100_000)),
        body("body-of-30000-links", &"[a](b)\n".repeat(30_000)),
        made(
            "large/head-nested-100000-brackets.md",
            signed(head_nested.as_bytes(), Kind::Proposal, &voter_key(AUTHOR)),
        ),
        made("large/nested-100000-brackets.ballot", signed(ballot.as_bytes(), Kind::Ballot, &voter_key(1))),
    ]
}
