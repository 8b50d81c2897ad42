//! Counting, case by case: each file of tests/tally/ holds cases that a person can follow.
//!
//! A case is a title line `== …`, its rules, its options, its ballots as `<number> x <choice>`,
//! and the expected lines: `<option> <support> <outcome> <reason> [paid from]`, or for a motion
//! the decision with its figures. `papers:` is what the return of a polling station says, after a line
//! `found … blank … spoilt …`; `draw: 417` is the number drawn in public after the closing.

use crate::support;
use crate::support::schema;
use crate::support::worked;

use std::collections::BTreeSet;
use std::path::Path;

use parvis::clerk::Desk;
use parvis::council::tally::{ApprovalStep, GradedStep, MotionOutcome, Outcome, PointsStep, TallyFile};
use parvis::council::{
    Amount, BallotBody, BothChannels, BudgetEnvelope, Grade, Limits, OptionId, RuleFields, Rules, VoteId,
};
use parvis::export::Table;
use parvis::grammar::Token;
use parvis::statement::{Definition, DefinitionOption, PaperChannel, PaperReturn, Statement as _, StationKey, Vote};
use parvis::submission::{Signed, sign};
use parvis::tally::{tally_file, turnout_file};
use serde_json::Value;
use support::{TestCouncil, choices, key, option, token, voter_key};

/// The rules of a case, by the keys of a definition; `choices: 1 to 3` for its limits, and lists
/// with commas.
struct CaseRules<'a>(&'a Case);

impl RuleFields for CaseRules<'_> {
    type Fault = std::convert::Infallible;

    fn token<T: Token>(&mut self, key: &str) -> Result<T, Self::Fault> {
        Ok(token(self.0.value(key)))
    }

    fn token_if<T: Token>(&mut self, key: &str) -> Result<Option<T>, Self::Fault> {
        Ok(self.0.value_if(key).filter(|value| *value != "none").map(token))
    }

    fn list<T: Token>(&mut self, key: &str) -> Result<Vec<T>, Self::Fault> {
        let list = self.0.value_if(key).filter(|list| *list != "none");
        Ok(list.map_or_else(Vec::new, |list| list.split(", ").map(token).collect()))
    }

    fn grades(&mut self, key: &str) -> Result<Vec<Grade>, Self::Fault> {
        Ok(support::grades(&self.0.value(key).split(", ").collect::<Vec<_>>()))
    }

    fn limits(&mut self) -> Result<Limits, Self::Fault> {
        let (min, max) = self.0.value("choices").split_once(" to ").expect("`1 to 3`");
        let max_per_category = self.0.value_if("per-category").map(token);
        Ok(Limits { min: token(min), max: token(max), max_per_category })
    }

    fn envelopes(&mut self) -> Result<Vec<BudgetEnvelope>, Self::Fault> {
        Ok(self.0.value("envelopes").split(", ").map(envelope).collect())
    }
}

/// One case as it stands in its file.
#[derive(Default)]
struct Case {
    title: String,
    lines: Vec<(String, String)>,
    options: Vec<String>,
    ballots: Vec<(usize, String)>,
    papers: Vec<String>,
    expected: Vec<String>,
}

impl Case {
    fn value(&self, key: &str) -> &str {
        self.value_if(key).unwrap_or_else(|| panic!("{}: no `{key}`", self.title))
    }

    fn value_if(&self, key: &str) -> Option<&str> {
        self.lines.iter().find(|(name, _)| name == key).map(|(_, value)| value.as_str())
    }

    fn rules(&self) -> Rules {
        let name = self.value("rules");
        let rules = Rules::read(name, &mut CaseRules(self));
        rules.unwrap_or_else(|| panic!("{}: no rules {name}", self.title)).expect("a case reads or panics")
    }

    fn options(&self) -> Vec<DefinitionOption> {
        self.options.iter().map(|line| read_option(line)).collect()
    }

    fn weights(&self) -> Vec<u32> {
        // Where papers come in, there are as many voters as papers, unless the case says how many.
        let found =
            self.papers.first().and_then(|line| line.split(' ').nth(1)).map_or(0, |n| n.parse().expect("a number"));
        let absent: usize = self.value_if("absent").map_or(found, |n| n.parse().expect("a number"));
        let voters: usize = self.ballots.iter().map(|(count, _)| count).sum::<usize>() + absent;
        self.value_if("weights").map_or(vec![1; voters], |list| list.split(' ').map(token::<u32>).collect())
    }

    /// The electorates and how many voters each has, `residents 5, shops 3`: the first five are residents.
    fn electorates(&self) -> Vec<(&str, usize)> {
        let Some(list) = self.value_if("electorates") else { return vec![("habitants", self.weights().len())] };
        let pairs = list.split(", ").map(|text| text.split_once(' ').expect("`shops 3`"));
        pairs.map(|(id, voters)| (id, voters.parse().expect("a number"))).collect()
    }

    /// A ballot's words: an answer, `a b` for choices, `a > b = c` for a ranking, `a=3 b=1` for points
    /// and `a=good b=poor` for grades; `blank` for none.
    fn choice(&self, words: &str) -> Vote {
        let items = || words.split(' ').filter(|_| words != "blank");
        match self.rules().body() {
            BallotBody::Answer => Vote::Answer(token(words)),
            BallotBody::Choices => choices(&items().collect::<Vec<_>>()),
            BallotBody::Ranking if words == "blank" => Vote::Ranking(Vec::new()),
            BallotBody::Ranking => {
                Vote::Ranking(words.split(" > ").map(|rank| rank.split(" = ").map(token).collect()).collect()).sorted()
            }
            BallotBody::Grades => Vote::Grades(items().map(pair).collect()),
            BallotBody::Points => Vote::Points(items().map(pair).collect()),
        }
    }

    /// The return of the one polling station, where the case has papers.
    fn station(&self, city: &TestCouncil) -> Option<PaperReturn> {
        let (numbers, counts) = self.papers.split_first()?;
        let numbers: Vec<&str> = numbers.split(' ').collect();
        let ["found", found, "blank", blank, "spoilt", spoilt] = numbers[..] else { panic!("{}", self.title) };
        let record = city.desk.record();
        let definition = record.vote(&token("case")).expect("opened").definition_hash();
        let lines: String = counts.iter().flat_map(|line| ["\n  - ", line]).collect();
        let counts = if lines.is_empty() { " none".to_owned() } else { lines };
        let (council, record) = (record.council(), record.fingerprint());
        let text = format!(
            "format: paper/1\ncouncil: {council}\nrecord: {record}\nvote: case\ndefinition: {definition}\nstation: salle\nseq: 1\nfound: {found}\nblank: {blank}\nspoilt: {spoilt}\ncounts:{counts}\nvoters: none\n"
        );
        Some(PaperReturn::read(text.as_bytes()).unwrap_or_else(|fault| panic!("{}: {fault}", self.title)))
    }

    /// Counts the case through the whole pipeline: signed, recorded, counted, and each file as its
    /// schema says.
    fn count(&self, spoiler: &mut BTreeSet<String>) -> Vec<String> {
        let electorates = self.electorates();
        let mut city = TestCouncil::divided(&self.weights(), &electorates);
        let counted = self.value_if("electorates-counted").map(token);
        let mut definition = Definition {
            electorates: city.electorates(&electorates),
            electorates_counted: counted,
            ..city.definition("case", self.rules(), self.options())
        };
        if !self.papers.is_empty() {
            definition.channels.paper = Some(paper_channel());
        }
        if let Err(refused) = city.desk.open_vote(&definition, &[&key("officer")]) {
            return vec![format!("{}: {}", refused.code.name(), refused.message.en)];
        }
        let each = self.ballots.iter().flat_map(|(count, words)| std::iter::repeat_n(words, *count));
        let ballots: Vec<_> = (1..)
            .zip(each)
            .map(|(n, words)| sign(&city.ballot("case", n, 100 + n as u64, self.choice(words)), &[&voter_key(n)]))
            .collect();
        let papers = self.station(&city).map(|paper| sign(&paper, &[&key("salle 1"), &key("salle 2")]));
        if let Some(file) = &papers
            && let Err(refused) = city.desk.record().admit_paper(&file.path, &file.bytes)
        {
            return vec![format!("{}: {}", refused.code.name(), refused.message.en)];
        }
        let files: Vec<Signed> = ballots.into_iter().chain(papers).collect();
        let mut desk = Desk::open(city.files(&files)).expect("the record holds");
        let ingested = desk.ingest(&key("log")).expect("ingested");
        assert_eq!(ingested.recorded.len(), files.len(), "{}: {:?}", self.title, ingested.refused);
        let id: VoteId = token("case");
        if let Some(number) = self.value_if("draw") {
            desk.close_vote(&id, &[&key("officer")]).expect("open");
            desk.draw_lots(&id, number.parse().expect("a number"), "boules", &[&key("officer")]).expect("asked for");
        }
        let tally = tally_file(desk.record(), &id, desk.record().state()).expect("no overflow").expect("opened");
        assert_eq!(not_as_published(&tally.to_bytes()), Vec::<String>::new(), "{}", self.title);
        let turnout = turnout_file(desk.record(), &id).expect("opened");
        assert_eq!(not_as_published(&turnout.to_bytes()), Vec::<String>::new(), "{}", self.title);
        refused_when_spoilt(&tally, spoiler);
        tally.outcomes().for_each(|(_, outcome)| tabled(outcome));
        shown(&tally)
    }
}

/// Reads the table of an outcome by another program: one row for each option in the order of the count, each as
/// long as the header.
fn tabled(outcome: &Outcome) {
    let text = Table::of(outcome).write();
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let first = reader.headers().expect("a header").get(0).map(str::to_owned);
    let rows: Vec<csv::StringRecord> = reader.records().map(|row| row.expect("a row as long as the header")).collect();
    let named: Vec<&str> = rows.iter().map(|row| &row[0]).filter(|name| !name.is_empty()).collect();
    let outcome = serde_json::to_value(outcome).expect("JSON");
    let options = outcome["options"].as_array().or_else(|| outcome["count"]["options"].as_array());
    let Some(options) = options else {
        assert_eq!(named, ["for", "against", "abstention", "not-voting", "blank"], "{text}");
        return;
    };
    let options: Vec<&str> = options.iter().map(|step| step["option"].as_str().expect("an id")).collect();
    assert_eq!((first.as_deref(), &named), (Some("option"), &options), "{text}");
}

/// Holds the schema to what it must not take: a field too many or missing, a word outside its list, once for
/// each place of a method.
fn refused_when_spoilt(tally: &TallyFile, seen: &mut BTreeSet<String>) {
    let published: Value = serde_json::from_str(include_str!("../../docs/schemas/tally.json")).expect("JSON");
    let value = serde_json::to_value(tally).expect("JSON");
    let mut places: BTreeSet<String> =
        seen.iter().filter_map(|place| Some(place.strip_prefix(&tally.rules)?.to_owned())).collect();
    for (place, spoilt) in schema::spoilt(&value, &mut places) {
        // Left out where a vote takes no paper, has one electorate, or has no short exact answer.
        let optional = place == ".paper: missing"
            || place.ends_with("least_change: missing")
            || (place == ".electorates: missing" && tally.outcome.is_some());
        assert!(optional || !schema::faults(&published, &spoilt).is_empty(), "{} {place} is taken", tally.rules);
        seen.insert(format!("{}{place}", tally.rules));
    }
}

fn paper_channel() -> PaperChannel {
    let line = |name: &str| StationKey { station: token("salle"), key: key(name).public() };
    let mut stations = vec![line("salle 1"), line("salle 2")];
    stations.sort();
    PaperChannel { stations, both: BothChannels::PaperPrevails }
}

/// What in a tally or turnout file is not as `docs/schemas/tally.json` says.
fn not_as_published(bytes: &[u8]) -> Vec<String> {
    let published: Value = serde_json::from_str(include_str!("../../docs/schemas/tally.json")).expect("JSON");
    let value: Value = serde_json::from_slice(bytes).expect("JSON");
    let (outer, inner) = match value["format"].as_str() {
        Some("tally/1") => ("tally", value["outcome"]["method"].as_str()),
        _ => ("turnout-file", None),
    };
    // By the one form that it claims, so that a fault is named; then by the schema as a whole.
    let mut faults = Vec::new();
    for (form, value) in [(Some(outer), &value), (inner, &value["outcome"])] {
        let Some(form) = form else { continue };
        let mut one = published.clone();
        one.as_object_mut().expect("an object").remove("anyOf");
        one["$ref"] = Value::String(format!("#/$defs/{form}"));
        faults.extend(schema::faults(&one, value));
    }
    faults.extend(schema::faults(&published, &value));
    faults
}

fn pair<T: Token>(item: &str) -> (OptionId, T) {
    let (option, value) = item.split_once('=').expect("`a=3`");
    (token(option), token(value))
}

fn envelope(text: &str) -> BudgetEnvelope {
    let (id, amount) = text.split_once(' ').expect("`nord 100`");
    BudgetEnvelope { id: token(id), amount: token::<Amount>(amount) }
}

/// `a`, `a in nature` or `a 60 nord sud`.
fn read_option(line: &str) -> DefinitionOption {
    if let Some((id, category)) = line.split_once(" in ") {
        return option(id, Some(category));
    }
    let mut words = line.split(' ');
    let id = words.next().expect("an option");
    DefinitionOption { cost: words.next().map(token), pays_from: words.map(token).collect(), ..option(id, None) }
}

fn word(value: &impl serde::Serialize) -> String {
    serde_json::to_value(value).expect("JSON").as_str().expect("a word").to_owned()
}

fn supported(steps: &[ApprovalStep]) -> Vec<String> {
    let line = |step: &ApprovalStep| {
        format!("{} {} {} {}", step.option, step.support, word(&step.outcome), word(&step.reason))
    };
    steps.iter().map(line).collect()
}

fn motion_line(motion: &MotionOutcome) -> String {
    format!(
        "{} for {} against {} abstention {} blank {} not-voting {} base {} seats {}",
        word(&motion.decision),
        motion.votes_for,
        motion.votes_against,
        motion.abstentions,
        motion.blank,
        motion.not_voting,
        motion.base,
        motion.seats
    )
}

fn graded(step: &GradedStep) -> String {
    let median = step.median.as_ref().map_or("-", OptionId::as_str);
    let parted = step.parted.as_ref();
    let parted = parted.map(|at| format!(" after {} removed: {} > {}", at.removed, at.before, at.here));
    let (outcome, reason) = (word(&step.outcome), word(&step.reason));
    let parted = parted.unwrap_or_default();
    format!("{} {median} above {} below {} {outcome} {reason}{parted}", step.option, step.above, step.below)
}

/// Who took part by electorate and each count, where there are several electorates; else the count.
fn shown(tally: &TallyFile) -> Vec<String> {
    let mut lines = Vec::new();
    for electorate in &tally.electorates {
        let (id, turnout) = (&electorate.electorate, &electorate.turnout);
        let (counted, blank) = (electorate.counted, electorate.blank);
        lines.push(format!(
            "{id} {} of {} took part, {counted} counted, {blank} blank",
            turnout.voted, turnout.enrolled
        ));
    }
    for (electorate, outcome) in tally.outcomes() {
        lines.extend(electorate.map(|id| format!("in {id}:")));
        lines.extend(counted(outcome));
    }
    lines
}

fn counted(outcome: &Outcome) -> Vec<String> {
    match outcome {
        Outcome::Motion(motion) => vec![motion_line(motion)],
        Outcome::Motion2(outcome) => {
            let chair = outcome.casting_vote.map(|answer| format!(" chair {}", answer.word()));
            vec![motion_line(&outcome.motion) + chair.as_deref().unwrap_or_default()]
        }
        Outcome::Approval(approval) => supported(&approval.options),
        Outcome::Score(outcome) | Outcome::Cumulative(outcome) => {
            let line = |step: &PointsStep| {
                let given: Vec<_> =
                    step.given.iter().map(|given| format!("{}x{}", given.weight, given.points)).collect();
                let words = [word(&step.outcome), word(&step.reason), given.join(" ")];
                format!("{} {} {}", step.option, step.points, words.join(" ")).trim_end().to_owned()
            };
            outcome.options.iter().map(line).collect()
        }
        Outcome::MajorityJudgment(outcome) => outcome.options.iter().map(graded).collect(),
        Outcome::SingleChoice(outcome) => supported(&outcome.options),
        Outcome::Irv(irv) => support::ranked::rounds(&irv.rounds, &irv.options),
        Outcome::StvScottish(outcome) => support::ranked::stv(outcome),
        Outcome::Borda(outcome) => support::ranked::borda(outcome),
        Outcome::RankedPairs(outcome) => support::ranked::ranked_pairs(outcome),
        Outcome::Schulze(outcome) => support::ranked::schulze(outcome),
        outcome => outcome
            .budget()
            .expect("projects")
            .options
            .iter()
            .map(|step| {
                let payer = step.paid_from.as_ref().map(|id| format!(" {id}")).unwrap_or_default();
                format!("{} {} {} {}{payer}", step.option, step.support, word(&step.outcome), word(&step.reason))
            })
            .collect(),
    }
}

fn read_cases(text: &str) -> Vec<Case> {
    let mut cases: Vec<Case> = Vec::new();
    let mut part = String::new();
    for line in text.lines().filter(|line| !line.trim().is_empty() && !line.starts_with('#')) {
        if let Some(title) = line.strip_prefix("== ") {
            cases.push(Case { title: title.to_owned(), ..Case::default() });
            part.clear();
            continue;
        }
        let case = cases.last_mut().expect("a title comes first");
        match line.strip_prefix("  ") {
            None => match line.split_once(": ") {
                Some((key, value)) => case.lines.push((key.to_owned(), value.to_owned())),
                None => line.trim_end_matches(':').clone_into(&mut part),
            },
            Some(item) if part == "options" => case.options.push(item.to_owned()),
            Some(item) if part == "ballots" => {
                let (count, words) = item.split_once(" x ").expect("`3 x a b`");
                case.ballots.push((count.parse().expect("a number"), words.to_owned()));
            }
            Some(item) if part == "papers" => case.papers.push(item.to_owned()),
            Some(item) => case.expected.push(item.to_owned()),
        }
    }
    cases
}

#[test]
fn every_worked_example_of_the_pages_counts_as_written() {
    let mut wrong = Vec::new();
    for (file, page) in worked::pages() {
        for (method, text) in worked::examples(&page) {
            let cases = read_cases(&format!("== {file}: {method}\n{text}"));
            let counted = cases[0].count(&mut BTreeSet::new());
            if counted != cases[0].expected {
                wrong.push(format!("{}:\n  {}", cases[0].title, counted.join("\n  ")));
            }
        }
    }
    assert!(wrong.is_empty(), "counted otherwise than written:\n{}", wrong.join("\n"));
}

#[test]
fn every_case_counts_as_written() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/tally");
    let mut files: Vec<_> =
        std::fs::read_dir(folder).expect("the cases").map(|entry| entry.expect("an entry").path()).collect();
    files.sort();
    let (mut count, mut methods, mut spoiler, mut wrong) = (0, BTreeSet::new(), BTreeSet::new(), Vec::new());
    for file in files {
        for case in read_cases(&std::fs::read_to_string(&file).expect("a text")) {
            let counted = case.count(&mut spoiler);
            if counted != case.expected {
                wrong.push(format!("{}: {}:\n  {}", file.display(), case.title, counted.join("\n  ")));
            }
            count += 1;
            methods.insert(case.rules().name());
        }
    }
    assert!(wrong.is_empty(), "counted otherwise than written:\n{}", wrong.join("\n"));
    assert!(count >= 20, "{count} cases were found");
    assert_eq!(methods, Rules::NAMES.into(), "a method without a case");
    for (method, place) in [
        ("irv/1", ".outcome.rounds[].decided_by: another word"),
        ("stv-scottish/1", ".outcome.rounds[].votes[]: more"),
        ("ranked-pairs/1", ".outcome.locks[].state: missing"),
        ("majority-judgment/1", ".outcome.options[].parted.removed: missing"),
        ("budget-equal-shares/1", ".outcome.purchases[].gave_all: missing"),
    ] {
        assert!(spoiler.contains(&format!("{method}{place}")), "{method}{place} was not spoilt");
    }
}

#[test]
fn the_files_of_the_sample_are_as_their_schema_says() {
    let mut count = 0;
    for folder in ["tallies", "turnout"] {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("submissions").join(folder);
        for entry in std::fs::read_dir(folder).expect("the sample") {
            let path = entry.expect("an entry").path();
            let bytes = std::fs::read(&path).expect("readable");
            assert_eq!(not_as_published(&bytes), Vec::<String>::new(), "{}", path.display());
            count += 1;
            let mut broken: Value = serde_json::from_slice(&bytes).expect("JSON");
            broken["definition"] = Value::String("sha256:0".to_owned());
            broken["more"] = Value::Null;
            broken["log"]["size"] = Value::String("1".to_owned());
            let broken = serde_json::to_vec(&broken).expect("JSON");
            assert!(not_as_published(&broken).len() >= 3, "the check of the schema sees faults");
        }
    }
    assert!(count >= 5, "{count} files were found");
}
