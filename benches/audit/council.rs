//! The council that is measured, made by the clerk's own functions and put into git.

use std::collections::BTreeMap;
use std::io::{BufWriter, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use parvis::clerk::{Ceremony, Desk, begin};
use parvis::council::{ApprovalRules, CouncilId, Limits, Mode, Rules, Ties, VoteId, VoterId};
use parvis::grammar::Token;
use parvis::key::PrivateKey;
use parvis::language::Language;
use parvis::statement::{
    Ballot, Definition, DefinitionOption, Electorate, Enrolment, KeyReplacement, Role, Roll, RollMode, Vote,
};
use parvis::submission::{Signed, sign};
use parvis::tree::{Digest, FileTree};

const VOTE: &str = "budget-2026";
const ROLL: &str = "habitants-2026";
const OPTIONS: [&str; 8] = ["jardin", "piste", "bancs", "atelier", "fete", "livres", "jeux", "salle"];
/// Of a hundred ballots, how many replace an earlier one of the same voter.
const AGAIN: usize = 2;
/// The ballots are recorded in so many runs of `ingest`, each with its checkpoint.
const RUNS: usize = 30;

/// A repository to measure: the branches `main` (certified), `open` (all recorded, the vote still
/// open), `waiting` (the last run of ballots merged and not recorded) and `ballot` (one ballot
/// more than `open`).
pub(crate) struct Council {
    pub(crate) repository: PathBuf,
    pub(crate) genesis: String,
}

/// The repository with `ballots` ballots in `cache`, made there unless it is there already.
pub(crate) fn make(cache: &Path, ballots: usize) -> Council {
    let repository = cache.join(format!("council-{ballots}.git"));
    let pin = cache.join(format!("council-{ballots}.genesis"));
    if !pin.exists() {
        std::fs::create_dir_all(cache).expect("the cache folder can be made");
        let _ = std::fs::remove_dir_all(&repository);
        let genesis = write(&repository, ballots);
        std::fs::write(&pin, genesis).expect("the cache folder can be written");
    }
    let genesis = std::fs::read_to_string(&pin).expect("the fingerprint was written");
    Council { repository, genesis }
}

fn token<T: Token>(text: &str) -> T {
    T::read(text).expect("the benchmark writes tokens")
}

fn key(name: &str) -> PrivateKey {
    PrivateKey::from_seed(*Digest::of_parts(&[b"parvis benchmark/", name.as_bytes()]).as_bytes())
}

fn voter(n: usize) -> VoterId {
    let digest = Digest::of_parts(&[b"parvis benchmark/id/", n.to_string().as_bytes()]);
    token(&format!("v{}", digest.short(16)))
}

fn council() -> CouncilId {
    token("ville.example")
}

fn begin_record() -> Desk {
    let (roots, officers, log) = ([key("root 1"), key("root 2")], [key("officer 1"), key("officer 2")], key("log"));
    let both = || (2, officers.iter().map(PrivateKey::public).collect());
    let ceremony = Ceremony {
        council: council(),
        name: "Ville".to_owned(),
        root_threshold: 2,
        root: roots.iter().collect(),
        roles: BTreeMap::from([
            (Role::Definition, both()),
            (Role::Intake, both()),
            (Role::Log, (1, vec![log.public()])),
            (Role::Roll, both()),
        ]),
    };
    begin(&ceremony).expect("a sound ceremony")
}

fn seal_roll(desk: &mut Desk, voters: usize) {
    let line = |n: usize| Enrolment {
        voter: voter(n),
        weight: 1,
        groups: [token(if n.is_multiple_of(3) { "nord" } else { "sud" })].into(),
        person: None,
        key: Some(key(&format!("voter {n}")).public()),
    };
    let mut voters: Vec<Enrolment> = (0..voters).map(line).collect();
    voters.sort_by(|a, b| a.voter.cmp(&b.voter));
    let roll = Roll {
        council: council(),
        record: desk.record().fingerprint(),
        roll: token(ROLL),
        version: 1,
        previous: None,
        mode: RollMode::Voters(Mode::Pseudonymous),
        voters,
    };
    desk.seal_roll(&roll, &[&key("officer 1"), &key("officer 2")]).expect("a sound roll");
}

fn open_vote(desk: &mut Desk) {
    let roll = desk.record().roll(&token(ROLL)).last().expect("the roll is sealed");
    let option = |id: &&str| DefinitionOption {
        id: token(id),
        title: vec![(Language::Fr, format!("Projet {id}"))],
        category: None,
        cost: None,
        pays_from: Vec::new(),
        proposal: None,
        text: None,
    };
    let definition = Definition {
        council: council(),
        record: desk.record().fingerprint(),
        vote: token(VOTE),
        source: Digest::of(b""),
        question: vec![(Language::Fr, "Quels projets ?".to_owned())],
        mode: Mode::Pseudonymous,
        rules: Rules::Approval(ApprovalRules {
            limits: Limits { min: 1, max: 4, max_per_category: None },
            winners: 3,
            minimum_support: 1,
            ties: Ties::Report,
        }),
        electorates: vec![Electorate { id: token("habitants"), roll: token(ROLL), version: 1, hash: roll.text_hash() }],
        electorates_counted: None,
        channels: parvis::statement::Channels::electronic(),
        opens: token("2026-03-01T08:00:00Z"),
        closes: token("2026-03-22T20:00:00Z"),
        tolerance_minutes: 60,
        extension_minutes: 0,
        witnesses: 0,
        witness_keys: Vec::new(),
        key_replacement: KeyReplacement::Refused,
        ballots_per_key: 3,
        appeal_until: token("2026-05-22"),
        retention_until: token("2027-03-22"),
        options: OPTIONS.iter().map(option).collect(),
    };
    desk.open_vote(&definition, &[&key("officer 1"), &key("officer 2")]).expect("a sound definition");
}

/// The `time`-th ballot of voter `n`.
fn ballot(definition: Digest, n: usize, time: usize) -> Signed {
    let drawn = Digest::of_parts(&[b"choice/", n.to_string().as_bytes(), b"/", time.to_string().as_bytes()]);
    let bytes = drawn.as_bytes();
    let mut chosen: Vec<_> =
        (0..=usize::from(bytes[0] % 4)).map(|at| OPTIONS[usize::from(bytes[at + 1] % 8)]).collect();
    chosen.sort_unstable();
    chosen.dedup();
    let ballot = Ballot {
        council: council(),
        vote: token::<VoteId>(VOTE),
        definition,
        voter: voter(n),
        seq: 1_772_000_000 + (n as u64 * 19) + (time as u64 * 86_400),
        choice: Vote::Choices(chosen.into_iter().map(token).collect()),
    };
    sign(&ballot, &[&key(&format!("voter {n}"))])
}

/// Makes the record and writes it; returns the fingerprint of its genesis.
fn write(repository: &Path, ballots: usize) -> String {
    let log = key("log");
    let mut desk = begin_record();
    seal_roll(&mut desk, ballots);
    open_vote(&mut desk);
    let definition = desk.record().vote(&token(VOTE)).expect("the vote is open").definition_hash();
    let voters = ballots - ballots * AGAIN / 100;
    let first = (0..voters).map(|n| (n, 0));
    let again = (0..ballots - voters).map(|n| (n * 7 % voters, 1));
    let all: Vec<(usize, usize)> = first.chain(again).collect();
    let runs: Vec<&[(usize, usize)]> = all.chunks(ballots.div_ceil(RUNS)).collect();
    let mut commits = Vec::new();
    for (at, run) in runs.iter().enumerate() {
        for (n, time) in *run {
            let signed = ballot(definition, *n, *time);
            desk.hand_in(signed.path, signed.bytes);
        }
        if at + 1 == runs.len() {
            commits.push(("waiting", desk.clone().finish(&log)));
        }
        desk.ingest(&log).expect("the log key has its role");
        desk.checkpoint(&log);
    }
    commits.push(("open", desk.clone().finish(&log)));
    let more = ballot(definition, ballots - 1, 0);
    let mut one = FileTree::new();
    one.insert(more.path, more.bytes);
    let officers = [key("officer 1"), key("officer 2")];
    let officers: Vec<&PrivateKey> = officers.iter().collect();
    desk.close_vote(&token(VOTE), &officers).expect("the vote is open");
    desk.certify_vote(&token(VOTE), &officers).expect("the vote is closed");
    let genesis = desk.record().fingerprint().to_string();
    commits.push(("main", desk.finish(&log)));
    commits.push(("ballot", one));
    import(repository, &commits);
    genesis
}

/// Writes one commit a branch with `git fast-import`, then packs them as a clone would have them.
fn import(repository: &Path, commits: &[(&str, FileTree)]) {
    git(repository, &["init", "-q", "--bare", "-b", "main", "."]);
    let mut child = Command::new("git")
        .args(["fast-import", "--quiet"])
        .current_dir(repository)
        .stdin(Stdio::piped())
        .spawn()
        .expect("git is installed");
    let mut stream = BufWriter::new(child.stdin.take().expect("the pipe was asked for"));
    for (branch, files) in commits {
        let from = match *branch {
            "waiting" => "",
            "open" => "from refs/heads/waiting\n",
            _ => "from refs/heads/open\n",
        };
        let head = format!(
            "commit refs/heads/{branch}\ncommitter Clerk <clerk@ville.example> 1772000000 +0000\ndata 0\n{from}"
        );
        stream.write_all(head.as_bytes()).expect("git takes the stream");
        for (path, bytes) in files.iter() {
            stream.write_all(format!("M 100644 inline {path}\ndata {}\n", bytes.len()).as_bytes()).expect("the same");
            stream.write_all(bytes).and_then(|()| stream.write_all(b"\n")).expect("the same");
        }
        stream.write_all(b"\n").expect("the same");
    }
    drop(stream);
    assert!(child.wait().expect("git ran").success(), "git fast-import");
    git(repository, &["repack", "-q", "-a", "-d", "-f"]);
}

fn git(folder: &Path, args: &[&str]) {
    std::fs::create_dir_all(folder).expect("the folder can be made");
    let status = Command::new("git").args(args).current_dir(folder).status().expect("git is installed");
    assert!(status.success(), "git {args:?}");
}
