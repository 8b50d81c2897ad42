//! Sound texts and sound signatures that do not belong together, or not here.

use parvis::key::PrivateKey;
use parvis::language::Language;
use parvis::statement::{Ballot, Kind, Proposal, Statement as _};
use parvis::tree::Digest;

use super::proposal::{AUTHOR, proposal};
use super::{Made, made, signed};
use crate::support::{TestCouncil, choices, key, token, voter, voter_key};

pub(super) fn all(city: &TestCouncil) -> Vec<Made> {
    [ballots(city), proposals(city)].concat()
}

fn ballots(city: &TestCouncil) -> Vec<Made> {
    let good = city.ballot("place", 1, 10, choices(&["a"]));
    let other = city.ballot("parc", 4, 10, choices(&["a"]));
    let same_voter = Ballot { vote: other.vote.clone(), definition: other.definition, ..good.clone() };
    let by = |ballot: &Ballot, signer: &PrivateKey| signed(ballot.write().as_bytes(), Kind::Ballot, signer);
    let own = |name: &str, ballot: Ballot| made(&format!("field/{name}.ballot"), by(&ballot, &voter_key(1)));
    let text_of_proposal = proposal(city, Language::Fr).write();
    let armour_of_other = {
        let file = by(&same_voter, &voter_key(1));
        file[same_voter.write().len()..].to_vec()
    };
    vec![
        own("good", good.clone()),
        made("field/other-vote.ballot", by(&Ballot { definition: good.definition, ..other.clone() }, &voter_key(4))),
        own("other-vote-in-this-folder", same_voter.clone()),
        made("field/voter-of-another-vote-in-this-folder.ballot", by(&other, &voter_key(4))),
        own("voter-of-another-vote", same_voter.clone()),
        own("unknown-vote", Ballot { vote: token("halle"), ..good.clone() }),
        own("other-definition", Ballot { definition: other.definition, ..good.clone() }),
        own("unknown-definition", Ballot { definition: Digest::of(b"x"), ..good.clone() }),
        own("other-council", Ballot { council: token("autre.example"), ..good.clone() }),
        own("other-voter", Ballot { voter: voter(2), ..good.clone() }),
        own("unknown-voter", Ballot { voter: voter(8), ..good.clone() }),
        own("unknown-option", Ballot { choice: choices(&["z"]), ..good.clone() }),
        own("too-many-choices", Ballot { choice: choices(&["a", "b", "c", "d"]), ..good.clone() }),
        own("seq-2-to-the-40", Ballot { seq: 1 << 40, ..good.clone() }),
        own("seq-largest", Ballot { seq: (1 << 40) - 1, ..good.clone() }),
        own("seq-zero", Ballot { seq: 0, ..good.clone() }),
        own("path-of-another-text", Ballot { seq: 11, ..good.clone() }),
        made("field/signed-by-another-voter.ballot", by(&good, &voter_key(2))),
        made("field/signed-by-a-stranger.ballot", by(&good, &key("stranger"))),
        made("field/signed-by-the-officer.ballot", by(&good, &key("officer"))),
        made("field/armour-of-another-ballot.ballot", [good.write().into_bytes(), armour_of_other].concat()),
        made("field/signed-as-proposal.ballot", signed(good.write().as_bytes(), Kind::Proposal, &voter_key(1))),
        made("field/text-of-a-proposal.ballot", signed(text_of_proposal.as_bytes(), Kind::Ballot, &voter_key(1))),
        made("field/a-whole-proposal.ballot", signed(text_of_proposal.as_bytes(), Kind::Proposal, &voter_key(AUTHOR))),
    ]
}

fn proposals(city: &TestCouncil) -> Vec<Made> {
    let good = proposal(city, Language::Fr);
    let by = |proposal: &Proposal, signer: &PrivateKey| signed(proposal.write().as_bytes(), Kind::Proposal, signer);
    let own = |name: &str, proposal: Proposal| made(&format!("field/{name}.md"), by(&proposal, &voter_key(AUTHOR)));
    let text_of_ballot = city.ballot("place", 1, 10, choices(&["a"])).write();
    vec![
        own("proposal", good.clone()),
        own("proposal-other-council", Proposal { council: token("autre.example"), ..good.clone() }),
        own("proposal-other-record", Proposal { record: Digest::of(b"x"), ..good.clone() }),
        own("proposal-other-author", Proposal { author: voter(8), ..good.clone() }),
        own("proposal-unknown-author", Proposal { author: voter(9), ..good.clone() }),
        own("proposal-in-the-name-of-a-voter", Proposal { author: voter(1), ..good.clone() }),
        own("proposal-unknown-predecessor", Proposal { previous: Some(Digest::of(b"x")), ..good.clone() }),
        own("proposal-seq-2-to-the-40", Proposal { seq: 1 << 40, ..good.clone() }),
        own("proposal-path-of-another-text", Proposal { seq: 11, ..good.clone() }),
        made("field/proposal-signed-by-a-voter.md", by(&good, &voter_key(1))),
        made("field/proposal-signed-by-another-author.md", by(&good, &voter_key(8))),
        made("field/proposal-signed-as-ballot.md", signed(good.write().as_bytes(), Kind::Ballot, &voter_key(AUTHOR))),
        made("field/text-of-a-ballot.md", signed(text_of_ballot.as_bytes(), Kind::Proposal, &voter_key(AUTHOR))),
        made("field/a-whole-ballot.md", signed(text_of_ballot.as_bytes(), Kind::Ballot, &voter_key(1))),
    ]
}
