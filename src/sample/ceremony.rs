//! Genesis, roles and the four rolls.

use std::collections::{BTreeMap, BTreeSet};

use super::{council, officers, voter_id};
use crate::clerk::{Ceremony, Desk, begin};
use crate::council::{GroupId, Mode, PersonId, RollId};
use crate::key::sample;
use crate::statement::{Enrolment, Role, Roll, RollMode};
use crate::submission::Rejection;

/// The elected members, by the names of their keys.
pub(super) const MEMBERS: [&str; 5] =
    ["claire-morel", "karim-benali", "jeanne-lefort", "thomas-nguyen", "odile-perrin"];
/// The authors of signed proposals.
pub(super) const AUTHORS: [&str; 3] = ["author-jardin", "author-velo", "author-four"];
/// Residents on the roll of the budget; the first of them live in the north.
pub(super) const RESIDENTS: usize = 80;
const NORTH: usize = 44;
/// Residents on the roll of the square.
pub(super) const SQUARE: usize = 48;

/// The ceremony: three root keys of which two must sign, two officers who sign together, one
/// log key.
pub(super) fn found() -> Result<Desk, Rejection> {
    let roots = [sample::key("root-1"), sample::key("root-2"), sample::key("root-3")];
    let (officers, log) = (officers(), sample::key("log"));
    let public = || officers.iter().map(crate::key::PrivateKey::public).collect();
    let both = || (2, public());
    begin(&Ceremony {
        council: council(),
        name: "Montrivel".to_owned(),
        root_threshold: 2,
        root: roots.iter().collect(),
        roles: BTreeMap::from([
            (Role::Definition, both()),
            (Role::Intake, (1, public())),
            (Role::Log, (1, vec![log.public()])),
            (Role::Roll, both()),
        ]),
    })
}

/// Seals the rolls: members by name, proposers, and residents with a fresh key for each vote.
pub(super) fn enrol(desk: &mut Desk) -> Result<(), Rejection> {
    let district = |n: usize| if n <= NORTH { "nord" } else { "sud" };
    let members = (1..).zip(MEMBERS).map(|(n, name)| line("membres-2026", n, name, None, Some(name)));
    let authors = (1..).zip(AUTHORS).map(|(n, name)| line("proposants", n, name, None, None));
    let residents =
        (1..=RESIDENTS).map(|n| line("habitants-2026", n, &format!("resident-{n}"), Some(district(n)), None));
    let square =
        (1..=SQUARE).map(|n| line("habitants-square", n, &format!("square-{n}"), Some(district(2 * n - 1)), None));
    seal(desk, "membres-2026", RollMode::Voters(Mode::Public), members.collect())?;
    seal(desk, "proposants", RollMode::Proposers, authors.collect())?;
    seal(desk, "habitants-2026", RollMode::Voters(Mode::Pseudonymous), residents.collect())?;
    seal(desk, "habitants-square", RollMode::Voters(Mode::Pseudonymous), square.collect())
}

fn line(roll: &str, n: usize, key: &str, group: Option<&str>, person: Option<&str>) -> Enrolment {
    let groups: BTreeSet<GroupId> = group.into_iter().map(|group| GroupId::parse(group).expect("a district")).collect();
    Enrolment {
        voter: voter_id(roll, n),
        weight: 1,
        groups,
        person: person.map(|person| PersonId::parse(person).expect("a member")),
        key: Some(sample::key(key).public()),
    }
}

fn seal(desk: &mut Desk, roll: &str, mode: RollMode, mut voters: Vec<Enrolment>) -> Result<(), Rejection> {
    voters.sort_by(|a, b| a.voter.cmp(&b.voter));
    let roll = Roll {
        council: council(),
        record: desk.record().fingerprint(),
        roll: RollId::parse(roll).expect("a roll"),
        version: 1,
        previous: None,
        mode,
        voters,
    };
    let [first, second] = officers();
    desk.seal_roll(&roll, &[&first, &second])?;
    Ok(())
}
