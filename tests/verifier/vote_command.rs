//! Composing a ballot of every body with the real program: what is signed is taken, and what would be
//! refused is refused before anything is signed, with the same code.

use crate::support;
use crate::support::machine;

use std::io::Cursor;
use std::process::Command;

use machine::{Machine, succeed};
use parvis::app::Terminal;
use parvis::app::vote::ask;
use parvis::council::{EqualRanks, IrvRules, Rules, Ties};
use parvis::language::Language;
use parvis::report::Code;
use parvis::statement::{Statement as _, Vote};
use parvis::submission::sign;
use support::{TestCouncil, option, token, voter_key};

const OPTIONS: &str = "options:
  - id: elm
    title: {fr: Square de l’Orme, en: Elm Square}
  - id: oak
    title: {fr: Square du Chêne, en: Oak Square}
  - id: ash
    title: {fr: Square du Frêne, en: Ash Square}
";

const PROJECTS: &str = "options:
  - id: elm
    title: {fr: Orme, en: Elm}
    cost: 60
    pays_from: [city]
  - id: oak
    title: {fr: Chêne, en: Oak}
    cost: 50
    pays_from: [city]
  - id: ash
    title: {fr: Frêne, en: Ash}
    cost: 40
    pays_from: [city]
";

/// A method, its rules as in front matter, what is typed, the body that is signed, and what is refused.
struct Body {
    method: &'static str,
    rules: &'static str,
    typed: &'static [&'static str],
    signed: &'static str,
    refused: &'static [(&'static [&'static str], Code, &'static str)],
}

const BODIES: &[Body] = &[
    Body {
        method: "motion/1",
        rules: "quorum: 1/2\nthreshold: 1/2\ncomparison: more-than\nbase: expressed\ntie: not-adopted\n",
        typed: &["--answer", "against"],
        signed: "answer: against\n",
        refused: &[
            (&["--answer", "agianst"], Code::GrammarFault, "did you mean `against`?"),
            (&["--choose", "elm"], Code::BodyMismatch, "this vote takes `--answer`"),
        ],
    },
    Body {
        method: "approval/1",
        rules: "limits: {min: 1, max: 2}\nwinners: 1\nminimum_support: 1\nties: report\n",
        typed: &["--choose", "oak", "elm"],
        signed: "choices:\n  - elm\n  - oak\n",
        refused: &[
            (&["--choose", "elm", "oak", "ash"], Code::ChoicesTooMany, "3 choices; at most 2 allowed"),
            (&["--choose", "Elm"], Code::OptionUnknown, "did you mean `elm`?"),
            (&["--choose", "Oak Square"], Code::OptionUnknown, "`Oak` is not an option"),
            (&["--choose", "elm", "elm"], Code::GrammarFault, "`elm` is named twice"),
            (&["--points", "elm=1"], Code::BodyMismatch, "for example: --choose elm oak"),
        ],
    },
    Body {
        method: "cumulative/1",
        rules: "points_per_ballot: 5\nmax_points: 4\nspending: all\nwinners: 1\nminimum_support: 1\nties: report\n",
        typed: &["--points", "oak=2", "elm = 3"],
        signed: "points:\n  - elm 3\n  - oak 2\n",
        refused: &[
            (&["--points", "elm=3"], Code::PointsUnspent, "3 points given; all must be, here 5"),
            (&["--points", "elm=5"], Code::PointsTooMany, "5 points for `elm`"),
            (&["--points", "elm=three"], Code::GrammarFault, "`three` is not a number of points"),
            (&["--points", "elm"], Code::GrammarFault, "for example: --points elm=3 oak=2"),
            (&["--points", "eml=5"], Code::OptionUnknown, "did you mean `elm`?"),
        ],
    },
    Body {
        method: "score/1",
        rules: "max_points: 10\nmissing: refused\nwinners: 1\nminimum_support: 1\nties: report\n",
        typed: &["--points", "oak=2", "elm=0", "ash=10"],
        signed: "points:\n  - ash 10\n  - elm 0\n  - oak 2\n",
        refused: &[(&["--points", "oak=2", "elm=1"], Code::OptionMissing, "nothing is said of `ash`")],
    },
    Body {
        method: "majority-judgment/1",
        rules: "grades_best_first:
  - {id: excellent, title: {fr: Excellent, en: Excellent}}
  - {id: good, title: {fr: Bien, en: Good}}
  - {id: poor, title: {fr: Insuffisant, en: Poor}}
missing: refused\nblank: lowest\nwinners: 1\nties: report\n",
        typed: &["--grades", "oak=poor", "elm=excellent", "ash=good"],
        signed: "grades:\n  - ash good\n  - elm excellent\n  - oak poor\n",
        refused: &[
            (&["--grades", "elm=god"], Code::GradeUnknown, "did you mean `good`?"),
            (&["--grades", "elm=Bien"], Code::GradeUnknown, "did you mean `good`?"),
            (&["--grades", "elm=good"], Code::OptionMissing, "every option must be judged"),
            (&["--grades", "elm"], Code::GrammarFault, "elm=excellent"),
        ],
    },
    Body {
        method: "schulze/1",
        rules: "unranked: last\nstrength: margins\nties: report\n",
        typed: &["--ranking", "oak > elm = ash"],
        signed: "ranking:\n  - oak\n  - ash = elm\n",
        refused: &[
            (&["--ranking", "oak > elm ash"], Code::GrammarFault, "which comes first, `elm` or `ash`"),
            (&["--ranking", "oak", "elm=oak"], Code::GrammarFault, "`oak` is named twice"),
            (&["--ranking", "oack"], Code::OptionUnknown, "did you mean `oak`?"),
            (&["--choose", "oak"], Code::BodyMismatch, "this vote takes `--ranking`"),
        ],
    },
    Body {
        method: "irv/1",
        rules: "equal_ranks: refused\nties: report\n",
        typed: &["--ranking", "oak", "ash", "elm"],
        signed: "ranking:\n  - oak\n  - ash\n  - elm\n",
        refused: &[(&["--ranking", "oak", "elm=ash"], Code::RanksEqual, "one option a rank is expected")],
    },
    Body {
        method: "budget-greedy/2",
        rules: "ballot: points\nlimits: {min: 1, max: 2}\nchoices_cost_max: 100\npoints_max: 3\npoints_sum_max: 4\nsupport: points\n\
                currency: EUR\nenvelopes:\n  - id: city\n    title: {fr: Ville, en: City}\n    amount: 100\n\
                too_dear: skip\nminimum_support: 1\nties: report\n",
        typed: &["--points", "oak=3", "ash=1"],
        signed: "points:\n  - ash 1\n  - oak 3\n",
        refused: &[
            (&["--points", "elm=1", "oak=1"], Code::ChoicesTooDear, "110"),
            (&["--points", "oak=3", "ash=2"], Code::PointsTooMany, "5 points where the rules allow 4"),
        ],
    },
];

/// A council whose open vote `square` has the rules of `body`.
fn council(body: &Body) -> Machine {
    council_with(body.method, body.rules)
}

fn council_with(method: &str, rules: &str) -> Machine {
    Machine::found_with(|_, text| {
        let (head, _) = text.split_once("limits:").expect("the rules of the example");
        let options = match method {
            "motion/1" | "motion/2" => "",
            method if method.starts_with("budget") => PROJECTS,
            _ => OPTIONS,
        };
        let head = head.replace("approval/1", method);
        format!("{head}{rules}{options}---\n\nChoisir.\n")
    })
}

/// The files of ballots in the folder.
fn ballots(machine: &Machine) -> Vec<String> {
    let files = machine.submissions();
    files.below("submissions/ballots").map(|(_, bytes)| String::from_utf8(bytes.to_vec()).expect("text")).collect()
}

#[test]
fn a_ballot_of_each_body_is_composed_taken_and_recorded() {
    for body in BODIES {
        let machine = council(body);
        let key = machine.key("anna");
        let vote = ["vote", "square"];
        for (typed, code, words) in body.refused {
            let signed = [&vote[..], typed, &["--key", &key]].concat();
            machine.refused(&signed, 1, &[code.name(), words]);
            // The text for another program's signature is refused for the same reason.
            let text = [&vote[..], typed, &["--voter", "v0000000000000000"]].concat();
            machine.refused(&text, 1, &[code.name(), words]);
        }
        assert!(ballots(&machine).is_empty(), "{}: nothing refused was written", body.method);
        let nothing = machine.refused(&vote, 2, &["nothing is chosen. Which name?", "for example: --", "`--blank`"]);
        assert!(body.method == "motion/1" || nothing.contains("\n  ash "), "{nothing}");
        let graded = format!("\n  {:<24} {}\n", "good", "Good");
        assert!(body.method != "majority-judgment/1" || nothing.contains(&graded), "{nothing}");

        machine.run(&[&vote[..], body.typed, &["--key", &key, "--seq", "5"]].concat());
        machine.run(&["vote", "square", "--blank", "--key", &machine.key("bela"), "--seq", "5"]);
        let written = ballots(&machine);
        let holds = |text: &str| written.iter().any(|ballot| ballot.contains(&format!("seq: 5\n{text}")));
        assert!(holds(body.signed), "{}: {written:?}", body.method);
        let key = body.signed.split(':').next().expect("a key");
        assert!(holds(&format!("{key}: blank\n")), "{}: {written:?}", body.method);
        machine.git(&["checkout", "-q", "-b", "mine"]);
        machine.commit("ballots");
        machine.run(&["check", "--base", "main", "--head", "mine"]);
        let ingested = machine.ingest();
        assert!(ingested.contains('2') && !ingested.contains("GRAMMAR_FAULT"), "{}: {ingested}", body.method);
        assert_eq!(machine.submissions().below("submissions/refusals").count(), 0, "{}", body.method);
    }
}

#[test]
fn options_of_one_rank_have_one_order_and_the_refusal_says_which() {
    let machine = council(BODIES.iter().find(|body| body.method == "schulze/1").expect("a ranking"));
    let typed = ["vote", "square", "--ranking", "oak", "elm=ash", "--voter", "v0000000000000000", "--seq", "5"];
    let text = succeed(&machine.scrutineer(&typed));
    let text = text.split_inclusive('\n').take_while(|line| !line.starts_with("save")).collect::<String>();
    let by_hand = |name: &str, text: &str| {
        machine.write(name, text);
        let mut sign = Command::new("ssh-keygen");
        sign.args(["-Y", "sign", "-n", "ballot@ville.example", "-f", &machine.key("anna"), name]);
        succeed(&sign.current_dir(machine.repo()).output().expect("ssh-keygen runs"));
    };
    by_hand("other.txt", &text.replace("ash = elm", "elm = ash"));
    let words = ["GRAMMAR_FAULT", "found `elm = ash`, expected `ash = elm`", "the order of the alphabet"];
    machine.refused(&["attach", "other.txt", "other.txt.sig"], 1, &words);
    by_hand("mine.txt", &text);
    machine.run(&["attach", "mine.txt", "mine.txt.sig"]);
    assert!(ballots(&machine).iter().any(|ballot| ballot.contains("  - oak\n  - ash = elm\n")));
}

#[test]
fn a_closed_vote_takes_no_text_either() {
    let machine = council(&BODIES[1]);
    machine.officer(&["close", "square"]);
    machine.commit("record: closed");
    for who in [["--key", &machine.key("anna")], ["--voter", "v0000000000000000"]] {
        machine.refused(&[&["vote", "square", "--choose", "elm"], &who[..]].concat(), 1, &["VOTE_CLOSED"]);
    }
}

#[test]
fn whoever_is_asked_may_mistype_and_stop() {
    let mut city = TestCouncil::new(1);
    let rules = Rules::Irv(IrvRules { equal_ranks: EqualRanks::Refused, ties: Ties::Report });
    city.open("place", rules, ["a", "b", "c"].map(|id| option(id, None)).to_vec());
    let vote = city.desk.record().vote(&token("place")).expect("the vote");
    let answer = |typed: &str| {
        ask(vote, &mut Cursor::new(typed.as_bytes()), Terminal::new("scrutineer", Language::En)).expect("readable")
    };
    let ranking = |ranks: &[&str]| Vote::Ranking(ranks.iter().map(|rank| vec![token(rank)]).collect());
    assert_eq!(answer("x > a\na = b\nb > a\n"), Some(ranking(&["b", "a"])), "asked again after what is wrong");
    assert_eq!(answer("c, b\n"), Some(ranking(&["c", "b"])));
    assert_eq!(answer("blank\n"), Some(ranking(&[])));
    assert_eq!(answer("\nb\n"), None, "an empty line is no vote");
    assert_eq!(answer(""), None, "nor is the end of what is typed");
    // What is taken here is what the gate takes.
    let ballot = city.ballot("place", 1, 5, answer("b a").expect("a ranking"));
    let signed = sign(&ballot, &[&voter_key(1)]);
    city.desk.record().admit_ballot(&signed.path, &signed.bytes).expect("taken");
    assert!(ballot.write().ends_with("ranking:\n  - b\n  - a\n"));
}

const MONEY: &str = "currency: EUR\nenvelopes:\n  - id: city\n    title: {fr: Ville, en: City}\n    amount: 100\n\
    minimum_support: 1\nties: report\n";

/// The methods that [`BODIES`] does not have, with other rules of their ballots.
const MORE: &[(&str, &str)] = &[
    ("motion/2", "quorum: 1/3\nthreshold: 1/2\ncomparison: more-than\nbase: cast\npresent: []\ntie: not-adopted\n"),
    ("single-choice/1", "winners: 1\nminimum_support: 1\nties: report\n"),
    ("approval/1", "limits: {min: 3, max: 3}\nwinners: 1\nminimum_support: 1\nties: report\n"),
    (
        "cumulative/1",
        "points_per_ballot: 7\nmax_points: 3\nspending: all\nwinners: 1\nminimum_support: 1\nties: report\n",
    ),
    ("borda/1", "equal_points: average\nunranked_points: ballot\nwinners: 1\nties: report\n"),
    ("ranked-pairs/1", "unranked: ignored\nstrength: winning-votes\nties: report\n"),
    ("stv-scottish/1", "winners: 2\nequal_ranks: exhausted\nties: report\n"),
    ("budget-greedy/1", "limits: {min: 2, max: 2}\ntoo_dear: skip\n"),
    (
        "budget-equal-shares/1",
        "ballot: points\nlimits: {min: 2, max: 3}\nsupport: points\npoints_sum_max: 3\nutility: points\nsharers: cast\ncompletion: none\n",
    ),
    (
        "budget-phragmen/1",
        "ballot: choices\nlimits: {min: 2, max: 2}\nchoices_cost_max: 90\nsupport: votes\ntoo_dear: skip\n",
    ),
    (
        "budget-knapsack/1",
        "ballot: ranking\nlimits: {min: 1, max: 3}\nranking_points: [3, 2, 1]\nsupport: points\nsets_max: 1000\n",
    ),
];

/// The commands that the page of the vote shows below its heading, block by block.
#[cfg(feature = "site")]
fn shown_commands(machine: &Machine, language: &str) -> Vec<String> {
    let mut build = Command::new(env!("CARGO_BIN_EXE_parvis"));
    succeed(&build.args(["build", "--out", "../site"]).current_dir(machine.repo()).output().expect("it runs"));
    let page = machine.folder.path().join("site").join(language).join("votes/square.html");
    let html = std::fs::read_to_string(&page).unwrap_or_else(|error| panic!("{}: {error}", page.display()));
    let (_, section) = html.split_once("id=\"how-to-vote\"").expect("the page says how to vote");
    let (section, _) = section.split_once("</section>").expect("its end");
    let blocks = section.split("<code>").skip(1).map(|block| block.split("</code>").next().expect("a block"));
    let plain = |block: &str| {
        let marks = [("&lt;", "<"), ("&gt;", ">"), ("&#x2f;", "/"), ("&#x27;", "'"), ("&quot;", "\""), ("&amp;", "&")];
        marks.iter().fold(block.to_owned(), |text, (mark, sign)| text.replace(mark, sign))
    };
    blocks.map(plain).collect()
}

#[cfg(feature = "site")]
#[test]
fn what_the_page_of_a_vote_shows_is_taken_as_it_stands() {
    use std::collections::BTreeSet;

    let bodies = BODIES.iter().map(|body| (body.method, body.rules.to_owned()));
    let more = MORE.iter().map(|(method, rules)| {
        let money = if method.starts_with("budget") { MONEY } else { "" };
        (*method, format!("{rules}{money}"))
    });
    let mut methods = BTreeSet::new();
    for (method, rules) in bodies.chain(more) {
        methods.insert(method);
        let machine = council_with(method, &rules);
        for (language, my_key, my_id, round) in [("", "MA_CLE", "MON_ID", "1"), ("en", "MY_KEY", "MY_ID", "2")] {
            let blocks = shown_commands(&machine, language);
            assert_eq!(blocks.len(), 2, "{method}: {blocks:?}");
            let commands: Vec<Vec<&str>> = blocks[0].lines().map(|line| line.split(' ').skip(1).collect()).collect();
            assert_eq!(commands.len(), 2, "{method}: a choice and a blank ballot: {commands:?}");
            for (command, voter) in commands.iter().zip(["anna", "bela"]) {
                let key = machine.key(voter);
                let words: Vec<&str> = command.iter().map(|word| if *word == my_key { &key } else { *word }).collect();
                machine.run(&[&words[..], &["--seq", round]].concat());
            }
            let program = format!("{:?} ", env!("CARGO_BIN_EXE_scrutineer"));
            let script = blocks[1].replace("scrutineer ", &program).replace(my_key, &machine.key("carl"));
            let script = script.replace(my_id, "v0000000000000002").replace("seq: 1\n", &format!("seq: {round}\n"));
            assert!(script.contains("v0000000000000002"), "{script}");
            let mut shell = Command::new("sh");
            succeed(&shell.args(["-ec", &script]).current_dir(machine.repo()).output().expect("sh runs"));
            for file in ["ballot.txt", "ballot.txt.sig"] {
                std::fs::remove_file(machine.repo().join(file)).expect("signed by hand");
            }
        }
        machine.git(&["checkout", "-q", "-b", "mine"]);
        machine.commit("ballots");
        machine.run(&["check", "--base", "main", "--head", "mine"]);
        assert_eq!(ballots(&machine).len(), 6, "{method}");
    }
    assert_eq!(methods, Rules::NAMES.into(), "a method without a page");
}
