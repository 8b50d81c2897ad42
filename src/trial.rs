//! A whole council made from a file of a participatory budget, to try the programs on real ballots.
//!
//! Nobody voted here: every key is derived from words that anyone can read, and every signature is
//! made by this program. The council, its keys and its pages say so.

mod compare;
mod limits;
mod method;

use std::collections::{BTreeMap, BTreeSet};

use crate::clerk::{Ceremony, Desk, begin, seal};
use crate::council::tally::TallyFile;
use crate::council::{CouncilId, Mode, OptionId, RollId, VoteId, VoterId};
use crate::document::vote::{Draft, read_file};
use crate::grammar::{Token as _, check_words};
use crate::key::PrivateKey;
use crate::language::Bilingual;
use crate::pabulib::{Instance, Project};
use crate::report::{Diagnostic, has_errors};
use crate::statement::{Ballot, Enrolment, Role, Roll, RollMode, Vote};
use crate::submission::{Rejection, Signed, sign};
use crate::tree::{Digest, FilePath, FileTree};
use method::Method;

/// The id of every council made here.
pub const COUNCIL: &str = "trial.example";

/// The id of its vote.
pub const VOTE: &str = "budget";

/// The path of the vote's rules.
const RULES: &str = "content/votes/budget.md";

/// The path of its result.
const TALLY: &str = "submissions/tallies/budget.json";

/// What every key is derived from, besides its name.
const SEED: &str = "parvis trial council, throw-away keys that anyone can make, version 1";

/// A council with its vote open and one ballot of each voter handed in.
#[derive(Clone, Debug)]
pub struct Trial {
    /// `parvis.yaml` and `content/`.
    pub content: FileTree,
    /// `submissions/` with the vote opened.
    pub opened: FileTree,
    /// The ballots, which wait to be recorded.
    pub ballots: FileTree,
    /// The rules that the file does not say.
    pub declared: Vec<Bilingual>,
    /// What the file says and no rule here does.
    pub unsaid: Vec<Bilingual>,
    /// The figures of the file that its own ballots do not give.
    pub differing: Vec<Bilingual>,
}

/// Why a file gives no council.
#[derive(Clone, Debug)]
pub enum TrialFault {
    /// Nothing here counts such ballots as the file does.
    Ballots(Bilingual),
    /// What was made of it is no vote of a council.
    Content(Vec<Diagnostic>),
    /// A rule of the record that it breaks.
    Rule(Rejection),
}

impl From<Rejection> for TrialFault {
    fn from(rejection: Rejection) -> Self {
        Self::Rule(rejection)
    }
}

/// The throw-away key named `name` of the trial of the file with the hash `file`: `root`, `officer`,
/// `log`, or `voter-1` and so on. Each file has its own, so that no two trials have one genesis.
#[must_use]
pub fn key(file: Digest, name: &str) -> PrivateKey {
    PrivateKey::from_seed(*Digest::of_parts(&[SEED.as_bytes(), b"/", file.as_bytes(), name.as_bytes()]).as_bytes())
}

/// Makes the council of `instance`, read from the file with the hash `file`: its projects are the options, each line of `VOTES` is a voter
/// with a key and a signed ballot.
///
/// # Errors
/// Ballots of a form that nothing here counts, or projects that a vote cannot have.
pub fn make(instance: &Instance, file: Digest) -> Result<Trial, TrialFault> {
    let mut method = Method::of(instance)?;
    let ids = option_ids(&instance.projects);
    let draft = draft(rules(instance, &ids, &method).as_bytes())?;
    let voters = method.enrolled(&draft.rules, instance.votes.len())?;
    let mut content = FileTree::new();
    content.insert(path("parvis.yaml"), site(&method).into_bytes());
    content.insert(path("content/bodies/conseil.md"), BODY.as_bytes().to_vec());
    content.insert(path(RULES), rules(instance, &ids, &method).into_bytes());
    let mut desk = found(file, voters)?;
    open(&mut desk, &content, file)?;
    let definition = desk.record().vote(&vote_id()).map(crate::record::VoteRecord::definition_hash);
    let definition = definition.unwrap_or_else(|| Digest::of(b""));
    let opened = desk.finish(&key(file, "log"));
    let mut ballots = FileTree::new();
    for (n, vote) in (1..).zip(&instance.votes) {
        let choice = method.vote(vote, |project| ids.get(project).cloned());
        let Signed { path, bytes, .. } =
            sign(&ballot(file, definition, n, choice), &[&key(file, &format!("voter-{n}"))]);
        ballots.insert(path, bytes);
    }
    let differing = compare::figures(instance);
    Ok(Trial { content, opened, ballots, declared: method.declared, unsaid: method.unsaid, differing })
}

/// Records the ballots that wait in `files`, the council of the file with the hash `file`, closes the vote and certifies its result; gives the
/// files that are added.
///
/// # Errors
/// A record that does not hold, or a rule that a stage breaks.
pub fn run(files: FileTree, file: Digest) -> Result<FileTree, TrialFault> {
    let (officer, log) = (key(file, "officer"), key(file, "log"));
    let mut desk = Desk::open(files).map_err(TrialFault::Content)?;
    desk.ingest(&log)?;
    desk.checkpoint(&log);
    desk.close_vote(&vote_id(), &[&officer])?;
    desk.certify_vote(&vote_id(), &[&officer])?;
    Ok(desk.finish(&log))
}

/// How the certified winners among `files` compare with those that the file of `instance` names, in words;
/// nothing where it names none.
#[must_use]
pub fn compared(instance: &Instance, files: &FileTree) -> Vec<Bilingual> {
    let tally = files.get(&path(TALLY)).and_then(|bytes| serde_json::from_slice::<TallyFile>(bytes).ok());
    let ids = option_ids(&instance.projects);
    tally.and_then(|tally| compare::winners(instance, &ids, &tally)).unwrap_or_default()
}

fn ballot(file: Digest, definition: Digest, n: usize, choice: Vote) -> Ballot {
    Ballot { council: council(), vote: vote_id(), definition, voter: voter_id(file, n), seq: 1, choice }
}

fn council() -> CouncilId {
    CouncilId::parse(COUNCIL).expect("a host name")
}

fn vote_id() -> VoteId {
    VoteId::parse(VOTE).expect("an id")
}

fn voter_id(file: Digest, n: usize) -> VoterId {
    let digest = Digest::of_parts(&[SEED.as_bytes(), b"/id/", file.as_bytes(), n.to_string().as_bytes()]);
    VoterId::parse(&format!("v{}", digest.short(16))).expect("16 hexadecimal digits")
}

fn path(text: &str) -> FilePath {
    FilePath::parse(text).expect("the paths of this file are valid")
}

fn found(file: Digest, voters: usize) -> Result<Desk, Rejection> {
    let (root, officer, log) = (key(file, "root"), key(file, "officer"), key(file, "log"));
    let held = |key: &PrivateKey| (1, vec![key.public()]);
    let roles = BTreeMap::from([
        (Role::Definition, held(&officer)),
        (Role::Intake, held(&officer)),
        (Role::Log, held(&log)),
        (Role::Roll, held(&officer)),
    ]);
    let name = "ESSAI, pas un conseil / TRIAL, no council".to_owned();
    let mut desk = begin(&Ceremony { council: council(), name, root_threshold: 1, root: vec![&root], roles })?;
    let line = |n| Enrolment {
        voter: voter_id(file, n),
        weight: 1,
        groups: BTreeSet::new(),
        person: None,
        key: Some(key(file, &format!("voter-{n}")).public()),
    };
    let mut voters: Vec<Enrolment> = (1..=voters).map(line).collect();
    voters.sort_by(|a, b| a.voter.cmp(&b.voter));
    let roll = Roll {
        council: council(),
        record: desk.record().fingerprint(),
        roll: RollId::parse("voters").expect("an id"),
        version: 1,
        previous: None,
        mode: RollMode::Voters(Mode::Pseudonymous),
        voters,
    };
    desk.seal_roll(&roll, &[&officer])?;
    Ok(desk)
}

fn open(desk: &mut Desk, content: &FileTree, file: Digest) -> Result<(), TrialFault> {
    let path = path(RULES);
    let source = content.get(&path).unwrap_or_default();
    let definition = seal(&draft(source)?, &path, source, content, desk.record()).map_err(TrialFault::Content)?;
    desk.open_vote(&definition, &[&key(file, "officer")])?;
    Ok(())
}

/// The rules as a vote's file says them.
fn draft(source: &[u8]) -> Result<Draft, TrialFault> {
    let (read, findings) = read_file(&path(RULES), source);
    Ok(read.filter(|_| !has_errors(&findings)).ok_or(TrialFault::Content(findings))?.draft)
}

/// An id for each project: its own where that is one of ours, else with `p` before it (`p4`), else
/// by its place.
fn option_ids(projects: &[Project]) -> BTreeMap<&str, OptionId> {
    let mut taken: BTreeSet<OptionId> = BTreeSet::new();
    let mut ids = BTreeMap::new();
    for (place, project) in (1_usize..).zip(projects) {
        let plain = project.id.to_lowercase().replace(['_', '.', ' '], "-");
        let names = [plain.clone(), format!("p{plain}"), format!("p{place}"), format!("project-{place}")];
        let free = names.iter().filter_map(|name| OptionId::read(name)).find(|id| !taken.contains(id));
        let id = free.unwrap_or_else(|| {
            let other = (1_usize..).filter_map(|n| OptionId::read(&format!("project-{place}-{n}")));
            other.into_iter().find(|id| !taken.contains(id)).expect("there are more names than projects")
        });
        taken.insert(id.clone());
        ids.insert(project.id.as_str(), id);
    }
    ids
}

const SITE: &str = "council: trial.example
name: {fr: \"ESSAI, pas un conseil\", en: \"TRIAL, no council\"}
tagline: {fr: \"Des bulletins d’ailleurs, signés par un programme avec des clés que chacun peut refaire\", en: \"Ballots from elsewhere, signed by a program with keys that anyone can make\"}
languages: [fr, en]
time_zone: Europe/Paris
theme: parvis
law: fr
url: https://trial.example/
repository: https://git.trial.example/trial.git
invented: true
districts: [{id: tout, name: {fr: Partout, en: Everywhere}}]
categories:
  - {id: tous, name: {fr: Tous, en: All}}
";

/// `parvis.yaml`, with the categories of the file where it caps them.
fn site(method: &Method) -> String {
    let topic = |(id, name): &(crate::council::CategoryId, String)| {
        let name = words(name, id.as_str());
        format!("  - {{id: {id}, name: {{fr: \"{name}\", en: \"{name}\"}}}}\n")
    };
    method.allowed.categories.iter().map(topic).fold(SITE.to_owned(), |site, line| site + &line)
}

const BODY: &str = "---
title: \"ESSAI, pas un conseil\"
kind: neighbourhood-council
seats: 5
quorum: 1/2
---

Un essai fait d’un fichier de Pabulib. Personne n’a voté ici.
";

/// The front matter of the vote.
fn rules(instance: &Instance, ids: &BTreeMap<&str, OptionId>, method: &Method) -> String {
    let code = |code: &&str| code.len() == 3 && code.bytes().all(|byte| byte.is_ascii_uppercase());
    let currency = instance.meta("currency").filter(code).unwrap_or("EUR");
    let question = words(instance.meta("description").unwrap_or_default(), "Budget");
    let (budget, method_lines, limits) = (instance.budget, &method.lines, &method.allowed.limits);
    let mut text = format!(
        "---
title: \"Essai : {question}\"
body: conseil
announced: 2020-01-01
question: {{fr: \"{question}\", en: \"{question}\"}}
mode: pseudonymous
{method_lines}limits: {limits}
currency: {currency}
envelopes:
  - id: budget
    title: {{fr: \"Budget\", en: \"Budget\"}}
    amount: {budget}
electorate: voters
roll: voters
roll_version: 1
channels: [electronic]
opens: 2020-02-01T08:00:00+01:00
closes: 2020-02-08T20:00:00+01:00
tolerance_minutes: 60
extension_minutes: 0
witnesses: 0
key_replacement: refused
ballots_per_key: 5
appeal_until: 2020-04-08
retention_until: 2021-02-08
options:
"
    );
    for project in &instance.projects {
        let Some(id) = ids.get(project.id.as_str()) else { continue };
        let title = words(project.cell("name").unwrap_or_default(), &format!("Projet {id}"));
        let cost = project.cost;
        let category = method.allowed.category_of.get(&project.id).map(|id| format!("    category: {id}\n"));
        let lines = [
            format!("  - id: {id}\n    title: {{fr: \"{title}\", en: \"{title}\"}}\n"),
            category.unwrap_or_default(),
            format!("    cost: {cost}\n    pays_from: [budget]\n"),
        ];
        text.push_str(&lines.concat());
    }
    text.push_str("---\n\nUn essai fait d’un fichier de Pabulib. Personne n’a voté ici.\n");
    if !method.declared.is_empty() {
        text.push_str("\nDéclaré ici, le fichier ne le disant pas :\n\n");
    }
    for declared in &method.declared {
        text.push_str(&["- ", &declared.fr, "\n"].concat());
    }
    if !method.unsaid.is_empty() {
        text.push_str("\nNon repris du fichier :\n\n");
    }
    for unsaid in &method.unsaid {
        text.push_str(&["- ", &unsaid.fr, "\n"].concat());
    }
    text
}

/// Words of a stranger's file as a title, or `fallback` where they cannot be one.
fn words(text: &str, fallback: &str) -> String {
    let plain: String = text.chars().map(|c| if matches!(c, '"' | '\\') || c.is_control() { ' ' } else { c }).collect();
    let plain: String = plain.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(100).collect();
    let plain = plain.trim().to_owned();
    if check_words(&plain, 1, 1).is_ok() { plain } else { fallback.to_owned() }
}
