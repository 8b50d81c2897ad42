//! A small council made by the real commands' own functions, for tests.

#![allow(dead_code, reason = "each test file uses the part it needs")]

pub(crate) mod explained;
pub(crate) mod ranked;

#[cfg(feature = "site")]
pub(crate) mod import;
pub(crate) mod installed;
pub(crate) mod machine;
pub(crate) mod make_vectors;
pub(crate) mod manifest;
#[cfg(feature = "site")]
pub(crate) mod picture;
pub(crate) mod repository;
pub(crate) mod schema;
#[cfg(feature = "site")]
pub(crate) mod stranger_html;
#[cfg(feature = "site")]
pub(crate) mod website;
pub(crate) mod worked;

use std::collections::BTreeMap;

use parvis::clerk::{Ceremony, Desk, begin};
use parvis::council::{
    ApprovalRules, CategoryId, CouncilId, Date, Grade, GroupId, Instant, Limits, Mode, OptionId, RollId, Rules, Ties,
    VoteId, VoterId,
};
use parvis::grammar::Token;
use parvis::key::PrivateKey;
use parvis::language::Language;
use parvis::statement::{
    Ballot, Channels, Definition, DefinitionOption, Electorate, Enrolment, KeyReplacement, Proposal, Role, Roll,
    RollMode, Vote,
};
use parvis::submission::{Signed, sign};
use parvis::tree::{Digest, FilePath, FileTree};

/// Reads a token that the test knows to be one.
pub(crate) fn token<T: Token>(text: &str) -> T {
    T::read(text).unwrap_or_else(|| panic!("{text} is not {}", T::expected().en))
}

/// A path that the test knows to be one.
pub(crate) fn path(text: &str) -> FilePath {
    FilePath::parse(text).expect("a checked path")
}

/// The key of somebody in the test council.
pub(crate) fn key(name: &str) -> PrivateKey {
    PrivateKey::from_seed(*Digest::of(name.as_bytes()).as_bytes())
}

/// The id of voter `n`.
pub(crate) fn voter(n: usize) -> VoterId {
    token(&format!("v{n:016x}"))
}

/// The key of voter `n`.
pub(crate) fn voter_key(n: usize) -> PrivateKey {
    key(&format!("voter {n}"))
}

pub(crate) fn council() -> CouncilId {
    token("ville.example")
}

/// An approval vote with options a, b, c (category nature), d (category sport): one to three choices, two
/// at most in one category, one winner.
pub(crate) fn approval() -> Rules {
    Rules::Approval(ApprovalRules {
        limits: Limits { min: 1, max: 3, max_per_category: Some(2) },
        winners: 1,
        minimum_support: 1,
        ties: Ties::Report,
    })
}

pub(crate) fn option(id: &str, category: Option<&str>) -> DefinitionOption {
    DefinitionOption {
        id: token(id),
        title: vec![(Language::Fr, format!("Choix {id}"))],
        category: category.map(token::<CategoryId>),
        cost: None,
        pays_from: Vec::new(),
        proposal: None,
        text: None,
    }
}

/// Grades, the best first.
pub(crate) fn grades(ids: &[&str]) -> Vec<Grade> {
    ids.iter().map(|id| Grade { id: token(id), title: vec![(Language::Fr, format!("Mention {id}"))] }).collect()
}

/// The line of voter `n` with that voter's key.
pub(crate) fn line(n: usize) -> Enrolment {
    Enrolment { voter: voter(n), weight: 1, groups: [].into(), person: None, key: Some(voter_key(n).public()) }
}

/// The first version of a roll.
pub(crate) fn roll_of(desk: &Desk, roll: &str, mode: RollMode, voters: Vec<Enrolment>) -> Roll {
    let record = desk.record().fingerprint();
    Roll { council: council(), record, roll: token(roll), version: 1, previous: None, mode, voters }
}

/// The first version of a proposal.
pub(crate) fn proposal(desk: &Desk, slug: &str, author: usize) -> Proposal {
    Proposal {
        council: council(),
        record: desk.record().fingerprint(),
        slug: token(slug),
        seq: 1,
        author: voter(author),
        previous: None,
        language: Language::Fr,
        name: "A".to_owned(),
        title: "B".to_owned(),
        category: token("nature"),
        district: token("nord"),
        cost: None,
        body: "C\n".to_owned(),
    }
}

/// The test council: a desk with genesis, roles and a roll of voters 1 to `voters`.
pub(crate) struct TestCouncil {
    pub(crate) desk: Desk,
}

impl TestCouncil {
    pub(crate) fn new(voters: usize) -> Self {
        let weights: Vec<u32> = vec![1; voters];
        Self::weighted(&weights)
    }

    /// Voter `n` (from 1) weighs `weights[n - 1]`; odd ones are of the group `nord`.
    pub(crate) fn weighted(weights: &[u32]) -> Self {
        Self::divided(weights, &[("habitants", weights.len())])
    }

    /// The same voters on several rolls: the first so many on the first roll, and so on.
    pub(crate) fn divided(weights: &[u32], rolls: &[(&str, usize)]) -> Self {
        let (root, officer, log) = (key("root"), key("officer"), key("log"));
        let held = |key: &PrivateKey| (1, vec![key.public()]);
        let ceremony = Ceremony {
            council: council(),
            name: "Ville".to_owned(),
            root_threshold: 1,
            root: vec![&root],
            roles: BTreeMap::from([
                (Role::Definition, held(&officer)),
                (Role::Intake, held(&officer)),
                (Role::Log, held(&log)),
                (Role::Roll, held(&officer)),
            ]),
        };
        let mut desk = begin(&ceremony).expect("a sound ceremony");
        let line = |(at, weight): (usize, &u32)| Enrolment {
            voter: voter(at + 1),
            weight: *weight,
            groups: [token::<GroupId>(if at % 2 == 0 { "nord" } else { "sud" })].into(),
            person: None,
            key: Some(voter_key(at + 1).public()),
        };
        let mut lines = weights.iter().enumerate().map(line);
        for (id, voters) in rolls {
            let roll = Roll {
                council: council(),
                record: desk.record().fingerprint(),
                roll: token(id),
                version: 1,
                previous: None,
                mode: RollMode::Voters(Mode::Pseudonymous),
                voters: lines.by_ref().take(*voters).collect(),
            };
            desk.seal_roll(&roll, &[&officer]).expect("a sound roll");
        }
        Self { desk }
    }

    /// The electorates that have these rolls, where they are sealed.
    pub(crate) fn electorates(&self, rolls: &[(&str, usize)]) -> Vec<Electorate> {
        let electorate = |(id, _): &(&str, usize)| {
            let roll = self.desk.record().roll(&token::<RollId>(id)).last()?;
            Some(Electorate { id: token(id), roll: token(id), version: 1, hash: roll.text_hash() })
        };
        rolls.iter().filter_map(electorate).collect()
    }

    pub(crate) fn definition(&self, vote: &str, rules: Rules, options: Vec<DefinitionOption>) -> Definition {
        Definition {
            council: council(),
            record: self.desk.record().fingerprint(),
            vote: token(vote),
            source: Digest::of(b""),
            question: vec![(Language::Fr, "Quoi ?".to_owned())],
            mode: Mode::Pseudonymous,
            rules,
            electorates: self.electorates(&[("habitants", 0)]),
            electorates_counted: None,
            channels: Channels::electronic(),
            opens: token::<Instant>("2026-03-01T08:00:00Z"),
            closes: token::<Instant>("2026-03-08T20:00:00Z"),
            tolerance_minutes: 60,
            extension_minutes: 0,
            witnesses: 0,
            witness_keys: Vec::new(),
            key_replacement: KeyReplacement::Refused,
            ballots_per_key: 3,
            appeal_until: token::<Date>("2026-05-08"),
            retention_until: token::<Date>("2027-03-08"),
            options,
        }
    }

    /// Opens the vote `vote` with these rules and options.
    pub(crate) fn open(&mut self, vote: &str, rules: Rules, options: Vec<DefinitionOption>) {
        let definition = self.definition(vote, rules, options);
        self.desk.open_vote(&definition, &[&key("officer")]).expect("a sound definition");
    }

    /// Opens the approval vote `place`.
    pub(crate) fn open_place(&mut self) {
        let options = vec![
            option("a", Some("nature")),
            option("b", Some("nature")),
            option("c", Some("nature")),
            option("d", Some("sport")),
        ];
        self.open("place", approval(), options);
    }

    /// A ballot of voter `n` in `vote`, not signed yet.
    pub(crate) fn ballot(&self, vote: &str, n: usize, seq: u64, choice: Vote) -> Ballot {
        let id: VoteId = token(vote);
        let definition = self.desk.record().vote(&id).expect("the vote is defined").definition_hash();
        Ballot { council: council(), vote: id, definition, voter: voter(n), seq, choice }
    }

    /// A signed ballot of voter `n` for `options` in the vote `place`.
    pub(crate) fn signed(&self, n: usize, seq: u64, options: &[&str]) -> Signed {
        sign(&self.ballot("place", n, seq, choices(options)), &[&voter_key(n)])
    }

    /// Everything written so far, and these files handed in.
    pub(crate) fn files(self, handed_in: &[Signed]) -> FileTree {
        let mut tree = self.desk.finish(&key("log"));
        for signed in handed_in {
            tree.insert(signed.path.clone(), signed.bytes.clone());
        }
        tree
    }
}

/// `choices:` with these options.
pub(crate) fn choices(options: &[&str]) -> Vote {
    Vote::Choices(options.iter().map(|id| token::<OptionId>(id)).collect()).sorted()
}

/// Takes up the record in `tree`, lets `work` go on, and returns the whole folder after it.
pub(crate) fn go_on(tree: &FileTree, work: impl FnOnce(&mut Desk)) -> FileTree {
    let mut desk = Desk::open(tree.clone()).unwrap_or_else(|findings| panic!("{findings:#?}"));
    work(&mut desk);
    let mut after = tree.clone();
    after.overlay(&desk.finish(&key("log")));
    after
}
