//! Attacks on a council's record that need git itself: real repositories, the program as installed.
//! SECURITY.md lists every threat with its test.

use crate::support;
use crate::support::machine;

use std::path::PathBuf;
use std::process::Command;

use machine::{Machine, succeed, text};
use parvis::audit::audit;
use parvis::council::tally::DoubtKind;
use parvis::record::{Files, replay};
use parvis::report::Code;
use parvis::tally::{BallotBox, tally_file};
use parvis::tree::Digest;
use support::{TestCouncil, approval, go_on, key, option, path, token, voter, voter_key};

/// A machine whose vote holds one recorded ballot.
fn with_a_ballot() -> Machine {
    let machine = Machine::found();
    machine.ballot("anna", "5");
    machine.ingest();
    machine.commit("record: a ballot");
    machine
}

fn ballot_of(machine: &Machine) -> String {
    let tree = machine.submissions();
    let (path, _) = tree.below("submissions/ballots").next().expect("a ballot");
    path.as_str().to_owned()
}

/// A clone that turns line ends into those of Windows: its work tree is of no use, and nobody needs
/// it. What is handed in from such a work tree is refused with the reason.
#[test]
fn a_clone_that_converts_line_ends_still_audits_well() {
    let machine = with_a_ballot();
    let ballot = ballot_of(&machine);
    let clone = machine.again();
    // As git does it on checkout without our .gitattributes.
    clone.git(&["config", "core.autocrlf", "true"]);
    clone.git(&["rm", "-q", "-r", "--cached", "."]);
    std::fs::remove_file(clone.repo().join(&ballot)).expect("removed");
    clone.git(&["reset", "-q", "--hard"]);
    let bytes = std::fs::read(clone.repo().join(&ballot)).expect("a ballot");
    assert!(bytes.windows(2).any(|pair| pair == b"\r\n"), "git converted it");
    let said = clone.run(&["audit"]);
    assert!(said.contains("1 recorded"), "{said}");
    let other = clone.repo().join(ballot.replace(".5.", ".6."));
    std::fs::write(&other, bytes).expect("written");
    clone.git(&["-c", "core.autocrlf=false", "add", "-A"]);
    clone.git(&["-c", "core.autocrlf=false", "commit", "-q", "-m", "converted"]);
    let said = clone.scrutineer(&["check", "--base", "HEAD~1", "--head", "HEAD"]);
    assert!(text(&said).contains("TEXT_DAMAGED"), "{}", text(&said));
}

/// No date of git is read: a history from another century gives the same record.
#[test]
fn the_dates_of_commits_change_nothing() {
    let (honest, lying) = (Machine::found(), Machine::new());
    machine::copy(&honest.state, &lying.state);
    for name in ["repo", "keys"] {
        machine::copy(&honest.folder.path().join(name), lying.folder.path());
    }
    for (machine, dates) in [(&honest, ["", ""]), (&lying, ["2099-01-01T00:00:00Z", "2001-01-01T00:00:00Z"])] {
        for (name, date) in ["anna", "bela"].into_iter().zip(dates) {
            machine.run(&["vote", "square", "--choose", "elm", "--key", &machine.key(name), "--seq", "5"]);
            machine.git(&["add", "-A"]);
            let mut command = Command::new("git");
            command.args(["-c", "user.name=T", "-c", "user.email=t@ville.example", "commit", "-q", "-m", name]);
            if !date.is_empty() {
                command.env("GIT_AUTHOR_DATE", date).env("GIT_COMMITTER_DATE", date);
            }
            succeed(&command.current_dir(machine.repo()).output().expect("git runs"));
        }
        machine.ingest();
        machine.commit("record");
    }
    assert_eq!(honest.submissions(), lying.submissions());
    assert_eq!(honest.run(&["audit"]), lying.run(&["audit"]));
}

/// `git show` follows a replace ref and shows another ballot; the audit reads the object itself.
#[test]
fn a_replaced_object_is_not_followed() {
    let machine = with_a_ballot();
    let ballot = ballot_of(&machine);
    let well = machine.run(&["audit"]);
    let id = machine.git(&["rev-parse", &format!("HEAD:{ballot}")]).trim().to_owned();
    let forged = machine.folder.path().join("forged");
    std::fs::write(&forged, "choices:\n  - oak\n").expect("written");
    let other = machine.git(&["hash-object", "-w", &forged.to_string_lossy()]).trim().to_owned();
    machine.git(&["replace", &id, &other]);
    assert!(machine.git(&["show", &format!("HEAD:{ballot}")]).contains("oak\n"), "git is fooled");
    assert_eq!(machine.run(&["audit"]), well);
}

/// What a collision of SHA-1 would do: other bytes under the id that a commit names. Ids of git
/// find bytes and prove nothing; the log's SHA-256 decides.
#[test]
fn other_bytes_under_the_id_of_an_object_are_found() {
    let machine = with_a_ballot();
    let ballot = ballot_of(&machine);
    machine.ballot("bela", "5");
    let all = machine.submissions();
    let other = all.below("submissions/ballots").map(|(path, _)| path.as_str()).find(|path| *path != ballot);
    let other = other.expect("a second ballot").to_owned();
    let object = |path: &str| -> PathBuf {
        let id = machine.git(&["rev-parse", &format!("HEAD:{path}")]).trim().to_owned();
        machine.repo().join(".git/objects").join(&id[..2]).join(&id[2..])
    };
    let (place, bytes) = (object(&ballot), std::fs::read(object(&other)).expect("a loose object"));
    std::fs::remove_file(&place).expect("a loose object");
    std::fs::write(&place, bytes).expect("written");
    let output = machine.scrutineer(&["audit"]);
    assert!(!output.status.success(), "{}", text(&output));
}

/// A voter added to the roll after the opening is in the log for everybody to see, and cannot vote.
#[test]
fn a_voter_added_after_the_opening_is_seen_and_cannot_vote() {
    let mut city = TestCouncil::new(2);
    city.open_place();
    let tree = city.files(&[]);
    let stuffed = go_on(&tree, |desk| {
        let roll = desk.record().roll(&token("habitants")).last().expect("the roll");
        let (mut next, previous) = (roll.roll().clone(), roll.text_hash());
        let mut line = next.voters[0].clone();
        (line.voter, line.key) = (voter(3), Some(voter_key(3).public()));
        next.voters.push(line);
        (next.version, next.previous) = (2, Some(previous));
        desk.seal_roll(&next, &[&key("officer")]).expect("the officers may");
    });
    let roll = stuffed.get_str("submissions/rolls/habitants/2.roll").expect("the new version");
    let entries = String::from_utf8_lossy(stuffed.get_str("submissions/log/entries").expect("the log"));
    assert!(entries.contains(&Digest::of(roll).to_string()), "it is in the log");
    let council = go_on(&stuffed, |desk| {
        let id = token("place");
        let vote = desk.record().vote(&id).expect("the vote");
        let ballot = parvis::statement::Ballot {
            council: support::council(),
            vote: id.clone(),
            definition: vote.definition_hash(),
            voter: voter(3),
            seq: 5,
            choice: support::choices(&["a"]),
        };
        let signed = parvis::submission::sign(&ballot, &[&voter_key(3)]);
        let refused = desk.record().admit_ballot(&signed.path, &signed.bytes).expect_err("the roll was sealed before");
        assert_eq!(refused.code, Code::KeyUnknown);
    });
    assert_eq!(audit(council, None).findings, []);
}

/// An old version of the roll, with its valid signatures, announced again.
#[test]
fn an_old_roll_announced_again_is_refused() {
    let city = TestCouncil::new(2);
    let tree = city.files(&[]);
    let second = go_on(&tree, |desk| {
        let roll = desk.record().roll(&token("habitants")).last().expect("the roll");
        let (mut next, previous) = (roll.roll().clone(), roll.text_hash());
        next.voters.pop();
        (next.version, next.previous) = (2, Some(previous));
        desk.seal_roll(&next, &[&key("officer")]).expect("the officers may");
    });
    let old = second.get_str("submissions/rolls/habitants/1.roll").expect("the first version").to_vec();
    let mut rolled_back = second.clone();
    rolled_back.insert(path("submissions/rolls/habitants/2.roll"), old.clone());
    assert!(!audit(rolled_back, None).holds(), "in the place of the second");
    let mut third = second;
    third.insert(path("submissions/rolls/habitants/3.roll"), old);
    assert!(!audit(third, None).holds(), "as a third");
}

/// Three ballots of one voter, recorded in each of the six orders.
#[test]
fn the_order_in_which_a_clerk_records_changes_no_result() {
    let mut results = Vec::new();
    for order in [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]] {
        let mut city = TestCouncil::new(1);
        city.open_place();
        let ballots = [city.signed(1, 5, &["a"]), city.signed(1, 6, &["b"]), city.signed(1, 6, &["c"])];
        let mut tree = city.files(&[]);
        for at in order {
            tree.insert(ballots[at].path.clone(), ballots[at].bytes.clone());
            tree = go_on(&tree, |desk| drop(desk.ingest(&key("log")).expect("recorded")));
        }
        let record = replay(&Files::new(tree)).0.expect("a record");
        let vote = record.vote(&token("place")).expect("the vote");
        let counted: Vec<Digest> = BallotBox::of(vote).counted().iter().map(|ballot| ballot.text_hash()).collect();
        results.push(counted);
    }
    assert!(results.iter().all(|counted| counted.len() == 1 && *counted == results[0]), "{results:?}");
}

/// Of more ballots than a key may have recorded, those recorded first stand. Who turned the others away
/// cannot hide it: each has its refusal, and the tally says whether they could have changed what wins.
#[test]
fn ballots_beyond_the_cap_are_named() {
    let mut city = TestCouncil::new(2);
    let mut definition = city.definition("place", approval(), vec![option("a", None), option("b", None)]);
    definition.ballots_per_key = 1;
    city.desk.open_vote(&definition, &[&key("officer")]).expect("sound rules");
    let ballots = [city.signed(1, 5, &["a"]), city.signed(1, 6, &["b"])];
    let opened = city.files(&[]);
    let doubts = |order: [usize; 2]| {
        let mut tree = opened.clone();
        for at in order {
            tree.insert(ballots[at].path.clone(), ballots[at].bytes.clone());
            tree = go_on(&tree, |desk| drop(desk.ingest(&key("log")).expect("recorded")));
        }
        let tree = go_on(&tree, |desk| drop(desk.close_vote(&token("place"), &[&key("officer")]).expect("closed")));
        let record = replay(&Files::new(tree)).0.expect("a record");
        let tally = tally_file(&record, &token("place"), record.state()).expect("no overflow").expect("opened");
        tally.doubts.iter().map(|doubt| (doubt.kind, doubt.ballots, doubt.could_change)).collect::<Vec<_>>()
    };
    for order in [[0, 1], [1, 0]] {
        assert_eq!(doubts(order), [(DoubtKind::OverCap, 1, true)], "{order:?}");
    }
}

/// Whose account brings a ballot says nothing about who may vote: a stranger carries a good one.
#[test]
fn a_stranger_may_carry_a_ballot() {
    let machine = Machine::found();
    machine.run(&["vote", "square", "--choose", "elm", "--key", &machine.key("anna"), "--seq", "5"]);
    machine.git(&["switch", "-q", "-c", "carried"]);
    machine.git(&["add", "-A"]);
    let stranger = ["-c", "user.name=Stranger", "-c", "user.email=stranger@elsewhere.example"];
    machine.git(&[&stranger[..], &["commit", "-q", "-m", "a ballot for a neighbour"]].concat());
    machine.run(&["check", "--base", "main", "--head", "carried"]);
    machine.git(&["switch", "-q", "main"]);
    machine.git(&["merge", "-q", "carried"]);
    let said = machine.ingest();
    assert!(said.contains("1 recorded") || said.contains("handed in 1"), "{said}");
}
