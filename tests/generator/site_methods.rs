//! A council with one certified vote for each method, and what the page of each result tells.
//!
//! `SITE_METHODS=folder cargo test --test generator site_methods::` writes its website into that folder, to be looked at.

#![cfg(feature = "site")]

use crate::support;
use crate::support::website;

use std::collections::BTreeMap;
use std::path::Path;

use parvis::clerk::seal;
use parvis::council::{BallotBody, Mode, OptionId, Rules};
use parvis::document::vote::read_file;
use parvis::grammar::Token;
use parvis::site;
use parvis::statement::{RollMode, Vote};
use parvis::submission::sign;
use parvis::tree::FileTree;
use support::{TestCouncil, choices, go_on, key, line, path, roll_of, token, voter_key};
use website::broken_links;

/// A vote: its id, the rules as front matter, the options with their costs, the ballots.
struct Held {
    id: &'static str,
    rules: &'static str,
    options: &'static [(&'static str, u32)],
    ballots: &'static [(usize, &'static str)],
}

const PLACES: [(&str, u32); 5] = [("jardin", 0), ("velo", 0), ("bancs", 0), ("jeux", 0), ("cine", 0)];
const PROJECTS: [(&str, u32); 5] =
    [("jardin", 18_000), ("velo", 15_000), ("bancs", 22_000), ("jeux", 38_000), ("cine", 9_000)];

const TITLES: [(&str, &str, &str); 5] = [
    ("jardin", "Un jardin partagé sur la friche du Foulon", "A shared garden on the Foulon wasteland"),
    ("velo", "Un atelier vélo", "A bicycle workshop"),
    ("bancs", "Douze bancs à l’ombre", "Twelve benches in the shade"),
    ("jeux", "Une aire de jeux", "A playground"),
    ("cine", "Un cinéma de plein air", "An open-air cinema"),
];

const CHOICES: &str = "limits: {min: 1, max: 4}\n";
const PURSE: &str = "currency: EUR
envelopes:
  - id: ville
    title: {fr: \"Toute la ville\", en: \"The whole town\"}
    amount: 60000
minimum_support: 1
ties: report
";

/// Votes of two electorates, each of which has its own count.
const APART: &str = "approval-apart";
/// A vote with more places than options that may win.
const EMPTY_PLACE: &str = "approval-empty-place";
/// A vote that selects nothing.
const NO_MAJORITY: &str = "single-choice-none";
const GRADED_APART: &str = "score-apart";

/// Ballots of a budget in which a small group wants what the many do not.
const SHARED: &[(usize, &str)] =
    &[(9, "jeux bancs"), (5, "jeux"), (6, "jardin velo"), (4, "cine jardin"), (2, "blank")];

const RANKED: &[(usize, &str)] = &[
    (8, "jardin > velo > bancs"),
    (7, "velo > bancs > jardin"),
    (6, "bancs > jardin > velo"),
    (4, "jeux > bancs"),
    (2, "cine"),
    (1, "blank"),
];

const VOTES: [Held; 23] = [
    Held {
        id: "motion-1",
        rules: "method: motion/1\nquorum: 1/2\nthreshold: 1/2\ncomparison: more-than\nbase: expressed\ntie: not-adopted",
        options: &[],
        ballots: &[(11, "for"), (7, "against"), (3, "abstention"), (1, "blank")],
    },
    Held {
        id: "motion-2",
        rules: "method: motion/2\nquorum: 1/2\nthreshold: 1/2\ncomparison: at-least\nbase: expressed\n\
                tie: casting-vote\nchair: v0000000000000065",
        options: &[],
        ballots: &[(9, "for"), (9, "against"), (2, "abstention")],
    },
    Held {
        id: "approval",
        rules: "method: approval/1\nlimits: {min: 1, max: 3}\nwinners: 2\nminimum_support: 1\nties: report",
        options: &PLACES,
        ballots: &[(9, "jardin velo"), (7, "bancs jardin"), (4, "velo jeux"), (1, "cine"), (1, "blank")],
    },
    Held {
        id: "approval-tied",
        rules: "method: approval/1\nlimits: {min: 1, max: 3}\nwinners: 2\nminimum_support: 1\nties: report",
        options: &PLACES,
        ballots: &[(9, "jardin velo"), (6, "jardin bancs"), (3, "bancs cine")],
    },
    Held {
        id: APART,
        rules: "method: approval/1\nlimits: {min: 1, max: 3}\nwinners: 1\nminimum_support: 1\nties: report",
        options: &PLACES,
        ballots: &[(9, "jardin velo"), (6, "jardin bancs"), (5, "bancs cine"), (3, "velo bancs")],
    },
    Held {
        id: EMPTY_PLACE,
        rules: "method: approval/1\nlimits: {min: 1, max: 3}\nwinners: 3\nminimum_support: 5\nties: report",
        options: &PLACES,
        ballots: &[(9, "jardin velo"), (4, "bancs jardin"), (1, "cine")],
    },
    Held {
        id: GRADED_APART,
        rules: "method: score/1\nmax_points: 5\nmissing: zero\nwinners: 1\nminimum_support: 1\nties: report",
        options: &PLACES,
        ballots: &[(9, "jardin=5 velo=2"), (8, "velo=4 bancs=3"), (5, "jeux=5 jardin=1"), (1, "blank")],
    },
    Held {
        id: "single-choice",
        rules: "method: single-choice/1\nwinners: 1\nminimum_support: 1\nmajority: 1/2\ncomparison: more-than\n\
                base: expressed\nties: report",
        options: &PLACES,
        ballots: &[(13, "jardin"), (6, "velo"), (4, "jeux"), (2, "blank")],
    },
    Held {
        id: NO_MAJORITY,
        rules: "method: single-choice/1\nwinners: 1\nminimum_support: 1\nmajority: 1/2\ncomparison: more-than\n\
                base: cast\nties: report",
        options: &PLACES,
        ballots: &[(1, "jardin"), (1, "velo")],
    },
    Held {
        id: "score",
        rules: "method: score/1\nmax_points: 5\nmissing: zero\nwinners: 1\nminimum_support: 1\nties: report",
        options: &PLACES,
        ballots: &[(9, "jardin=5 velo=2"), (8, "velo=4 bancs=3"), (5, "jeux=5 jardin=1"), (1, "blank")],
    },
    Held {
        id: "cumulative",
        rules: "method: cumulative/1\npoints_per_ballot: 6\nmax_points: 4\nspending: at-most\nwinners: 2\n\
                minimum_support: 1\nties: report",
        options: &PLACES,
        ballots: &[(9, "jardin=4 velo=2"), (8, "velo=3 bancs=3"), (5, "jeux=4 cine=1")],
    },
    Held {
        id: "majority-judgment",
        rules: "method: majority-judgment/1
grades_best_first:
  - {id: excellent, title: {fr: Excellent, en: Excellent}}
  - {id: bon, title: {fr: Bon, en: Good}}
  - {id: passable, title: {fr: Passable, en: Fair}}
  - {id: insuffisant, title: {fr: Insuffisant, en: Poor}}
  - {id: rejet, title: {fr: \"À rejeter\", en: \"To be rejected\"}}
missing: lowest\nblank: not-counted\nwinners: 1\nties: report",
        options: &PLACES,
        ballots: &[
            (8, "jardin=excellent velo=bon bancs=passable jeux=insuffisant cine=rejet"),
            (7, "jardin=bon velo=excellent bancs=bon jeux=rejet cine=passable"),
            (6, "jardin=passable velo=insuffisant bancs=excellent jeux=bon cine=bon"),
            (4, "jardin=rejet velo=bon jeux=excellent cine=insuffisant"),
        ],
    },
    Held { id: "irv", rules: "method: irv/1\nequal_ranks: refused\nties: report", options: &PLACES, ballots: RANKED },
    Held {
        id: "stv",
        rules: "method: stv-scottish/1\nwinners: 2\nequal_ranks: refused\nties: report",
        options: &PLACES,
        ballots: &[
            (13, "jardin > velo > bancs"),
            (3, "jardin > bancs"),
            (5, "velo > bancs > jardin"),
            (4, "bancs > velo"),
            (2, "jeux > bancs"),
            (1, "cine"),
        ],
    },
    Held {
        id: "borda",
        rules: "method: borda/1\nequal_points: average\nunranked_points: last\nwinners: 2\nties: report",
        options: &PLACES,
        ballots: RANKED,
    },
    Held {
        id: "schulze",
        rules: "method: schulze/1\nunranked: last\nstrength: winning-votes\nties: report",
        options: &PLACES,
        ballots: RANKED,
    },
    Held {
        id: "ranked-pairs",
        rules: "method: ranked-pairs/1\nunranked: last\nstrength: winning-votes\nties: report",
        options: &PLACES,
        ballots: RANKED,
    },
    Held { id: "budget-greedy", rules: "method: budget-greedy/1\ntoo_dear: skip", options: &PROJECTS, ballots: SHARED },
    Held {
        id: "budget-greedy-2",
        rules: "method: budget-greedy/2\nballot: choices\nsupport: votes\ntoo_dear: skip\nexclusive: [jeux bancs]",
        options: &PROJECTS,
        ballots: SHARED,
    },
    Held {
        id: "budget-equal-shares",
        rules: "method: budget-equal-shares/1\nballot: choices\nsupport: votes\nutility: cost\nsharers: cast\n\
                completion: greedy",
        options: &PROJECTS,
        ballots: SHARED,
    },
    Held {
        id: "budget-equal-shares-tied",
        rules: "method: budget-equal-shares/1\nballot: choices\nsupport: votes\nutility: votes\nsharers: cast\n\
                completion: none",
        options: &[("jardin", 30_000), ("velo", 30_000), ("bancs", 30_000), ("cine", 59_000)],
        ballots: &[(2, "jardin velo bancs cine")],
    },
    Held {
        id: "budget-phragmen",
        rules: "method: budget-phragmen/1\nballot: choices\nsupport: votes\ntoo_dear: skip",
        options: &PROJECTS,
        ballots: SHARED,
    },
    Held {
        id: "budget-knapsack",
        rules: "method: budget-knapsack/1\nballot: choices\nsupport: votes\nsets_max: 1000",
        options: &PROJECTS,
        ballots: SHARED,
    },
];

impl Held {
    fn is_budget(&self) -> bool {
        self.id.starts_with("budget")
    }

    /// Who votes.
    fn electorate(&self) -> &'static str {
        if [APART, GRADED_APART].contains(&self.id) {
            return "electorates:
  - {id: nord, title: {fr: \"Rive nord\", en: \"North bank\"}, roll: nord, roll_version: 1}
  - {id: sud, title: {fr: \"Rive sud\", en: \"South bank\"}, roll: sud, roll_version: 1}
electorates_counted: separately";
        }
        "electorate: habitants\nroll: membres\nroll_version: 1"
    }

    /// `content/votes/<id>.md`.
    fn file(&self) -> String {
        let title = |wanted: &str| TITLES.iter().find(|(id, ..)| *id == wanted).expect("a title");
        let option = |(id, cost): &(&str, u32)| {
            let (_, fr, en) = title(id);
            let money = if *cost > 0 { format!("    cost: {cost}\n    pays_from: [ville]\n") } else { String::new() };
            format!("  - id: {id}\n    title: {{fr: \"{fr}\", en: \"{en}\"}}\n{money}")
        };
        let options: String = self.options.iter().map(option).collect();
        let options = if options.is_empty() { options } else { format!("options:\n{options}") };
        let money = if self.is_budget() { format!("{CHOICES}{PURSE}") } else { String::new() };
        let id = self.id;
        format!(
            "---\ntitle: \"Vote {id}\"\nsummary: \"Essai de {id}.\"\nbody: conseil\n\
             question:\n  fr: \"Que voulez-vous ?\"\n  en: \"What do you want?\"\nmode: public\n{}\n{money}\
             {}\nchannels: [electronic]\n\
             opens: 2026-03-01T09:00+01:00\ncloses: 2026-03-08T21:00+01:00\ntolerance_minutes: 60\n\
             extension_minutes: 0\nwitnesses: 0\nkey_replacement: refused\nballots_per_key: 3\n\
             appeal_until: 2026-05-08\nretention_until: 2027-03-08\n{options}---\n",
            self.rules,
            self.electorate()
        )
    }
}

fn pair<T: Token>(item: &str) -> (OptionId, T) {
    let (option, value) = item.split_once('=').expect("`a=3`");
    (token(option), token(value))
}

fn choice(rules: &Rules, words: &str) -> Vote {
    let items = || words.split(' ').filter(|_| words != "blank");
    match rules.body() {
        BallotBody::Answer => Vote::Answer(token(words)),
        BallotBody::Choices => choices(&items().collect::<Vec<_>>()),
        BallotBody::Ranking if words == "blank" => Vote::Ranking(Vec::new()),
        BallotBody::Ranking => Vote::Ranking(words.split(" > ").map(|rank| vec![token(rank)]).collect()),
        BallotBody::Grades => Vote::Grades(items().map(pair).collect()),
        BallotBody::Points => Vote::Points(items().map(pair).collect()),
    }
    .sorted()
}

/// The number of the first voter.
const FIRST: usize = 101;

/// What the council wrote: `parvis.yaml`, its body, and every vote.
fn content() -> FileTree {
    let mut files = FileTree::new();
    let common = include_str!("../site/common.txt").replace("council: essai.example", "council: ville.example");
    for part in common.split("=== ").skip(1) {
        let (name, text) = part.split_once('\n').expect("a name and a text");
        files.insert(path(name.trim()), text.as_bytes().to_vec());
    }
    for held in &VOTES {
        files.insert(path(&format!("content/votes/{}.md", held.id)), held.file().into_bytes());
    }
    files
}

/// The same with the record of all votes: opened, voted, closed and certified.
fn certified() -> FileTree {
    let mut files = content();
    let mut city = TestCouncil::new(1);
    for (id, voters) in [("membres", FIRST..FIRST + 30), ("nord", FIRST..FIRST + 15), ("sud", FIRST + 15..FIRST + 30)] {
        let roll = roll_of(&city.desk, id, RollMode::Voters(Mode::Public), voters.map(line).collect());
        city.desk.seal_roll(&roll, &[&key("officer")]).expect("a sound roll");
    }
    let mut ballots = Vec::new();
    for held in &VOTES {
        let file = path(&format!("content/votes/{}.md", held.id));
        let source = held.file().into_bytes();
        let (vote, findings) = read_file(&file, &source);
        assert!(findings.is_empty(), "{}: {findings:#?}", held.id);
        let draft = vote.expect("a vote").draft;
        let definition = seal(&draft, &file, &source, &files, city.desk.record()).expect("a sound draft");
        city.desk.open_vote(&definition, &[&key("officer")]).expect("opened");
        let each = held.ballots.iter().flat_map(|(count, words)| std::iter::repeat_n(words, *count));
        ballots.extend((FIRST..).zip(each).map(|(voter, words)| {
            sign(&city.ballot(held.id, voter, 100, choice(&draft.rules, words)), &[&voter_key(voter)])
        }));
    }
    let tree = city.files(&ballots);
    let tree = go_on(&tree, |desk| {
        let ingested = desk.ingest(&key("log")).expect("ingested");
        assert!(ingested.refused.is_empty(), "{:?}", ingested.refused);
    });
    let tree = go_on(&tree, |desk| {
        for held in &VOTES {
            desk.close_vote(&token(held.id), &[&key("officer")]).expect("closed");
        }
    });
    let tree = go_on(&tree, |desk| {
        for held in &VOTES {
            desk.certify_vote(&token(held.id), &[&key("officer")]).expect("certified");
        }
    });
    files.overlay(&tree);
    files
}

/// What the pages must tell, in English: facts that were reckoned by hand from the ballots above.
const FACTS: &[(&str, &[&str])] = &[
    ("motion-1", &["22 of 30 seats took part", "11 in favour make 61.1%; adopting it takes more than half."]),
    ("motion-2", &["9 in favour make 50.0%", "The chair had answered “for”, and that decided."]),
    ("approval", &["Selected (2): A shared garden on the Foulon wasteland, A bicycle workshop.", "with 13."]),
    (
        "approval-tied",
        &[
            "Left open by a tie: A bicycle workshop, Twelve benches in the shade;",
            "“A bicycle workshop” and “Twelve benches in the shade” have 9 each, and not all can win",
            "Pale bar: left open by a tie.",
            "An open-air cinema 3 not selected All places were taken. 6 ",
            "or to those tied for the last place.",
        ],
    ),
    (
        APART,
        &[
            "(North bank, South bank) are counted separately: each has its own result, and nothing is added up. North bank",
            "15 selected",
        ],
    ),
    (EMPTY_PLACE, &["Twelve benches in the shade 4 not selected Less support than the minimum. "]),
    (GRADED_APART, &["are counted separately"]),
    ("single-choice", &["has 56.5% of the 23 votes that the majority is taken of; winning takes more than half."]),
    (NO_MAJORITY, &["No option is selected. The rules foresee nothing more: the council decides,"]),
    ("score", &["2 points 1 point Sum", "A shared garden on the Foulon wasteland 9 0 0 0 5 50 "]),
    ("cumulative", &["A bicycle workshop 0 8 9 0 42 "]),
    (
        "majority-judgment",
        &[
            "“A bicycle workshop” has the median “Good”: 7 grades are better, 6 are worse.",
            "once 5 median grades are taken away from each, the next is “Good” for the one, “Fair” for the other.",
            "A bicycle workshop 7 12 0 6 0 7 6 ",
        ],
    ),
    (
        "irv",
        &[
            "After 4 rounds “Twelve benches in the shade” has 17 of 25 votes, more than half.",
            "Twelve benches in the shade 6 6 10 +4 17 +7 ",
            "Round 3. “A bicycle workshop” leaves the count, with the fewest votes (7).",
            "not selected Excluded in round 3, with the fewest votes.",
            "not selected In the count to its end, with fewer votes.",
        ],
    ),
    (
        "stv",
        &[
            "Valid ballots: 28; places: 2. The quota is then 10:",
            "A shared garden on the Foulon wasteland 16 A bicycle workshop 13.875 Twelve benches in the shade 7.125",
            "Votes when elected or out. Solid bar",
            "A shared garden on the Foulon wasteland 16 selected Elected in round 1.",
            "A shared garden on the Foulon wasteland 16 10 −6 10 10 10 ",
            "A bicycle workshop 5 9.875 +4.875 9.875 9.875 13.875 +4 ",
            "has beyond the quota (it holds 16) goes to the next options ranked.",
        ],
    ),
    (
        "borda",
        &["An open-air cinema 22.5 not selected All places were taken. 48.5 ", "have 71 each, and not all can win"],
    ),
    (
        "schulze",
        &[
            "Duels: 10.",
            "2 Twelve benches in the shade 3 not selected Another option beats it. 3 A shared garden",
            "A · A bicycle workshop – 15 7 21 21 ",
            "A · A bicycle workshop – 15 15 21 21 ",
        ],
    ),
    (
        "ranked-pairs",
        &[
            "Duels kept: 9; dropped, since they contradict those kept: 1.",
            "9. C · A shared garden on the Foulon wasteland A · A bicycle workshop 14 dropped",
            "5 An open-air cinema 0 not selected",
        ],
    ),
    ("budget-greedy", &["€15,000 not selected None of its envelopes still held its cost. Left: €4,000. 4 "]),
    ("budget-greedy-2", &["€22,000 not selected A winner excludes it. – "]),
    (
        "budget-equal-shares",
        &[
            "€2,307.69 (rounded; exactly 30000/13) for each voter",
            "Share of each voter at the end €2,307.69",
            "cost €1,800 to each of its supporters (there are 10).",
            "wasteland €18,000 10 €1,800 0 ",
        ],
    ),
    (
        "budget-equal-shares-tied",
        &[
            "No option is selected. Left open by a tie:",
            "It is this price that is equal",
            "who cannot pay for all of them,",
        ],
    ),
    (
        "budget-phragmen",
        &[
            "Cost Supporters who paid Moment",
            "2. Twelve benches in the shade €22,000 9 €2,444.44 ",
            "The moment of a purchase is what every voter had earned",
            "They cost €49,000 of the €60,000",
        ],
    ),
    (
        "budget-knapsack",
        &[
            "That greatest sum is 25.",
            "would have needed to stand in a best set",
            "They cost €55,000 of the €60,000 there were.",
        ],
    ),
];

const TABLES: &[(&str, &[&str])] = &[
    (
        "irv",
        &[
            "option,outcome,reason,elected_in_round,excluded_in_round,round_1,round_2,round_3,round_4",
            "bancs,selected,selected,4,,6,6,10,17",
            "velo,not-selected,not-elected,,3,7,7,7,",
            ",exhausted,,,,0,2,2,2",
        ],
    ),
    ("stv", &["velo,selected,selected,5,,5,9.875,9.875,9.875,13.875", ",exhausted,,,,0,0,1,1,4.125"]),
    ("motion-2", &["answer,weight,casting_vote,decision", "for,9,yes,adopted", "against,9,,adopted"]),
    ("borda", &["option,points,outcome,reason,margin", "cine,22.5,not-selected,no-place-left,48.5"]),
    (
        "score",
        &["option,points,outcome,reason,margin,gave_5,gave_4,gave_3,gave_2,gave_1", "jardin,50,tied,tied,,9,0,0,0,5"],
    ),
    ("majority-judgment", &["jardin,bon,8,10,not-selected,no-place-left,5,8,7,6,0,4"]),
    ("schulze", &["velo,1,selected,selected,,15,7,21,21,,15,15,21,21"]),
    ("ranked-pairs", &["jardin,3,not-selected,beaten,14,8,,21,21,dropped,,,kept,kept"]),
    (
        "budget-phragmen",
        &[
            "option,support,cost,outcome,reason,paid_from,bought,payers,moment,margin",
            "bancs,9,22000,selected,selected,ville,2,9,2444.44,",
        ],
    ),
];

/// What a reader sees of a page: no tags, one space between words.
fn words(html: &str) -> String {
    // The block of data in the head is no text of the page.
    let shown = html.split_once("</head>").map_or(html, |(_, shown)| shown);
    let text: String = shown.split('<').map(|part| part.split_once('>').map_or(part, |(_, text)| text)).fold(
        String::new(),
        |mut all, part| {
            all.push(' ');
            all.push_str(part);
            all
        },
    );
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn every_method_is_told_on_the_page_of_its_result() {
    let (output, findings) = site::build(&certified(), site::Settings::default());
    assert!(findings.is_empty(), "{findings:#?}");
    let tree = output.expect("a site").to_tree().expect("rendered");
    if let Ok(folder) = std::env::var("SITE_METHODS") {
        for (file, bytes) in tree.iter() {
            let file = Path::new(&folder).join(file.as_str());
            std::fs::create_dir_all(file.parent().expect("a folder")).expect("made");
            std::fs::write(file, bytes).expect("written");
        }
    }
    assert_eq!(broken_links(&tree), Vec::<String>::new());
    for held in &VOTES {
        for (folder, heading) in [("", "Comment on a compté"), ("en/", "How this was counted")] {
            let page = tree.get_str(&format!("{folder}votes/{}.html", held.id)).expect("a page");
            let text = words(&String::from_utf8_lossy(page));
            assert!(text.contains(heading), "{folder}{}", held.id);
            assert!(text.contains(if folder.is_empty() { "Méthode : " } else { "Method: " }), "{}", held.id);
            assert!(!text.contains("method_"), "{folder}{}", held.id);
            assert!(!text.contains('{') && !text.contains("how_") && !text.contains("reason_"), "{}", held.id);
        }
    }
    for held in &VOTES {
        let page = String::from_utf8_lossy(tree.get_str(&format!("votes/{}.html", held.id)).expect("a page"));
        let page = page
            .split("<code")
            .map(|part| part.split_once("</code>").map_or(part, |(_, rest)| rest))
            .collect::<String>();
        let text: String = page.split('<').filter_map(|part| part.split_once('>')).map(|(_, text)| text).collect();
        for sign in [';', ':', '!', '?', '%', '»'] {
            for space in [' ', '\u{a0}'] {
                let loose = text.split(&format!("{space}{sign}")).nth(1);
                // The question is the council's own text.
                assert!(loose.is_none() || sign == '?', "{}: a wide space before `{sign}`: {loose:?}", held.id);
            }
        }
    }
    for held in &VOTES {
        let page = String::from_utf8_lossy(tree.get_str(&format!("en/votes/{}.html", held.id)).expect("a page"));
        // Scrolled regions are landmarks.
        let mut labels: Vec<&str> = page
            .split("<section class=\"scroll\" tabindex=\"0\" aria-label=\"")
            .skip(1)
            .filter_map(|rest| rest.split('"').next())
            .collect();
        labels.sort_unstable();
        let twice = labels.windows(2).find(|pair| pair[0] == pair[1]);
        assert_eq!(twice, None, "{}: two regions of one name", held.id);
    }
    for (vote, facts) in FACTS {
        let page = tree.get_str(&format!("en/votes/{vote}.html")).expect("a page");
        let text = words(&String::from_utf8_lossy(page));
        for fact in *facts {
            assert!(text.contains(fact), "{vote}: {fact} in: {text}");
        }
    }
    for (vote, ..) in FACTS
        .iter()
        .filter(|(vote, _)| ["irv", "stv", "schulze", "ranked-pairs"].contains(vote) || vote.starts_with("budget"))
    {
        let page = String::from_utf8_lossy(tree.get_str(&format!("en/votes/{vote}.html")).expect("a page"));
        assert!(!page.contains("tie for the last place"), "{vote}");
    }
    for vote in ["single-choice", EMPTY_PLACE] {
        let page = tree.get_str(&format!("en/votes/{vote}.html")).expect("a page");
        let text = words(&String::from_utf8_lossy(page));
        assert!(!text.contains("The last place goes to") && !text.contains("Margin"), "{vote}: {text}");
    }
    assert_eq!(FACTS.len(), VOTES.len(), "a vote of which nothing is asked");
    for (vote, lines) in TABLES {
        let table = String::from_utf8_lossy(tree.get_str(&format!("data/result-{vote}.csv")).expect("a table"));
        for line in *lines {
            assert!(table.split("\r\n").any(|other| other == *line), "{vote}: {line} in: {table}");
        }
    }
}

/// The rows of a table, each with its cells by the names of their columns.
fn rows(table: &str) -> Vec<BTreeMap<String, String>> {
    let mut reader = csv::Reader::from_reader(table.as_bytes());
    let names = reader.headers().expect("columns").clone();
    let row =
        |record: csv::StringRecord| names.iter().map(str::to_owned).zip(record.iter().map(str::to_owned)).collect();
    reader.records().map(|record| row(record.expect("a row"))).collect()
}

/// The words of a line.
fn tokens(line: &str) -> Vec<&str> {
    line.split_whitespace().collect()
}

/// Where in `text` a line begins with `start` and has `end` among its words after that.
fn line_of(text: &str, start: &[&str], end: &str) -> Option<usize> {
    text.lines().position(|line| {
        let words = tokens(line);
        words.starts_with(start) && words[start.len()..].join(" ").contains(end)
    })
}

fn outcome_words(word: &str) -> &str {
    match word {
        "selected" => "SELECTED",
        "not-selected" => "not selected",
        "tied" => "TIED",
        other => other,
    }
}

/// What the text of a count puts before and after the name of an option, by the columns of its table.
fn told_in_text(row: &BTreeMap<String, String>) -> (Vec<&str>, String) {
    let cell = |name: &str| row.get(name).map(String::as_str);
    let option = cell("option").expect("an option");
    let outcome = outcome_words(cell("outcome").expect("an outcome"));
    let number = cell("place").or_else(|| cell("support")).or_else(|| cell("points"));
    let start = number.into_iter().chain([option]).collect();
    let middle = [cell("median"), cell("above"), cell("below"), cell("cost")].into_iter().flatten();
    let end = if cell("cost").is_some() {
        format!("{} EUR {outcome}", middle.last().expect("a cost"))
    } else {
        middle.chain([outcome]).collect::<Vec<_>>().join(" ")
    };
    (start, end)
}

/// The figure of an option in the table of steps on the page: before its title for a place, else after it.
/// The grades of the vote by majority judgment, as English has them.
const GRADES: [(&str, &str); 5] = [
    ("excellent", "Excellent"),
    ("bon", "Good"),
    ("passable", "Fair"),
    ("insuffisant", "Poor"),
    ("rejet", "To be rejected"),
];

fn told_on_page(row: &BTreeMap<String, String>) -> String {
    let option = row["option"].as_str();
    let title = TITLES.iter().find(|(id, ..)| *id == option).expect("a title").2;
    if let Some(place) = row.get("place") {
        return format!("{place} {title} ");
    }
    let last_round = || {
        let elected = row.get("elected_in_round").filter(|round| !round.is_empty());
        let rounds = (1..).map_while(|n| row.get(&format!("round_{n}"))).filter(|votes| !votes.is_empty());
        elected.and_then(|round| row.get(&format!("round_{round}"))).or_else(|| rounds.last())
    };
    let figure = ["support", "points", "median"].into_iter().find_map(|name| row.get(name)).or_else(last_round);
    let figure = figure.expect("a figure").as_str();
    // A page calls a grade by its title, a table by its id.
    let graded = GRADES.iter().find(|(id, _)| *id == figure).map_or(figure, |(_, title)| title);
    format!("{title} {graded} ")
}

#[test]
fn text_table_and_page_of_a_result_agree() {
    let folder = tempfile::tempdir().expect("a folder");
    let files = certified();
    for (file, bytes) in files.iter() {
        let file = folder.path().join(file.as_str());
        std::fs::create_dir_all(file.parent().expect("a folder")).expect("made");
        std::fs::write(file, bytes).expect("written");
    }
    let (output, _) = site::build(&files, site::Settings::default());
    let tree = output.expect("a site").to_tree().expect("rendered");
    for held in VOTES.iter().filter(|held| ![APART, GRADED_APART].contains(&held.id)) {
        let id = held.id;
        let output = std::process::Command::new(env!("CARGO_BIN_EXE_scrutineer"))
            .args(["--lang", "en", "tally", id, "--folder"])
            .arg(folder.path())
            .output();
        let text = String::from_utf8(output.expect("it runs").stdout).expect("text");
        let table =
            String::from_utf8_lossy(tree.get_str(&format!("data/result-{id}.csv")).expect("a table")).into_owned();
        let page = words(&String::from_utf8_lossy(tree.get_str(&format!("en/votes/{id}.html")).expect("a page")));
        if id.starts_with("motion") {
            for row in rows(&table) {
                let answer = row["answer"].replace("abstention", "abstaining").replace('-', " ");
                let told = format!(" {} {answer},", row["weight"]);
                assert!(text.contains(&told), "{id}: {told} in: {text}");
            }
            continue;
        }
        let steps = page.split_once("The count, step by step").expect("the steps").1;
        let (mut line, mut at) = (0, 0);
        for row in rows(&table).iter().filter(|row| !row["option"].is_empty()) {
            let (start, end) = told_in_text(row);
            let start: Vec<String> = start
                .iter()
                .enumerate()
                .map(|(at, word)| match row.get("place") {
                    Some(_) if at == 0 => format!("{word}."),
                    _ => (*word).to_owned(),
                })
                .collect();
            let found = line_of(&text, &start.iter().map(String::as_str).collect::<Vec<_>>(), &end);
            let found = found.unwrap_or_else(|| panic!("{id}: {start:?} … {end} in: {text}"));
            assert!(found >= line, "{id}: the text has another order than the table: {text}");
            line = found;
            if let Some(margin) = row.get("margin").filter(|margin| !margin.is_empty()) {
                let told = format!("({margin} behind)");
                assert!(text.lines().nth(found).is_some_and(|line| line.ends_with(&told)), "{id}: {told} in: {text}");
            }
            let told = told_on_page(row);
            let found = steps.find(&told).unwrap_or_else(|| panic!("{id}: {told} in: {steps}"));
            assert!(found >= at, "{id}: the page has another order than the table: {steps}");
            at = found;
            for (round, votes) in (1..).map_while(|n| Some((n, row.get(&format!("round_{n}"))?))) {
                let line = [votes.as_str(), row["option"].as_str()];
                let part = text.split(&format!("round {round}\n")).nth(1).expect("a round");
                let part = part.split("round ").next().expect("its lines");
                let there = part.lines().any(|other| tokens(other) == line);
                assert_eq!(there, !votes.is_empty(), "{id}, round {round}: {line:?} in: {text}");
            }
            if let Some(number) = row.get("bought").filter(|number| !number.is_empty()) {
                let each = row.get("each").or_else(|| row.get("moment")).expect("what it cost each, or when");
                let told = format!("purchase {number}: {}, {} supporters", row["option"], row["payers"]);
                let there = text.lines().any(|line| line.starts_with(&told) && line.contains(each.as_str()));
                assert!(there, "{id}: {told} … {each} in: {text}");
            }
        }
    }
}
