//! What could not be sealed is told where the vote is written: file, line and key, as front matter spells it.

use crate::support;

use std::path::Path;

use parvis::document::vote::read_file;
use parvis::report::{Code, Diagnostic};

/// A vote file of the sample, with `from` replaced by `to`.
fn vote(replaced: &[(&str, &str)]) -> String {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("content/votes/nom-du-square.md");
    replaced.iter().fold(std::fs::read_to_string(file).expect("the sample"), |text, (from, to)| {
        assert!(text.contains(from), "no {from}");
        text.replace(from, to)
    })
}

fn findings(text: &str) -> Vec<Diagnostic> {
    read_file(&support::path("content/votes/nom-du-square.md"), text.as_bytes()).1
}

/// The sample's vote with other rules.
fn ruled(rules: &str) -> String {
    let text = vote(&[]);
    let start = text.find("method: approval/1").expect("its method");
    let end = text.find("electorate:").expect("its electorate");
    format!("{}method: {rules}\n{}", &text[..start], &text[end..])
}

/// One finding, at the line of `key`, that says `words` and how to mend it.
fn refused(text: &str, key: &str, words: &str) {
    let findings = findings(text);
    let [finding] = findings.as_slice() else { panic!("{key}: {findings:?}") };
    assert_eq!(finding.code, Code::ValueUnexpected, "{findings:?}");
    let line = text.lines().position(|line| line.trim_start().starts_with(key)).map(|at| at + 1);
    let found = finding.place.as_ref().and_then(|place| place.line).map(|line| line as usize);
    assert_eq!(found, line, "{finding:?}");
    assert!(finding.message.en.contains(words), "{finding:?}");
}

const LAST: &str = "winners: 1\nminimum_support: 1\nties: report";

#[test]
fn what_could_not_be_sealed_is_told_at_its_line() {
    assert_eq!(findings(&vote(&[])), []);
    refused(&vote(&[("winners: 1", "winners: 0")]), "winners:", "`winners` is 0");
    let limits = ruled(&format!("approval/1\nlimits: {{min: 9, max: 9}}\n{LAST}"));
    refused(&limits, "limits:", "`limits.min`");
    let stuck = ruled(&format!("cumulative/1\npoints_per_ballot: 99\nmax_points: 1\nspending: all\n{LAST}"));
    refused(&stuck, "points_per_ballot:", "`points_per_ballot` exceeds `max_points`");
    let language = vote(&[("question:", "question: {fr: \"Quel nom ?\"}\nasked:")]);
    assert!(findings(&language).iter().any(|finding| finding.message.en.contains("as the question: fr")));
    refused(&vote(&[("ballots_per_key: 5", "ballots_per_key: 0")]), "ballots_per_key:", "`ballots_per_key`");
}

#[test]
fn a_budget_that_could_not_be_sealed_is_told_at_its_line() {
    let budget = |rules: &str, envelopes: &str| {
        let text = ruled(&format!(
            "{rules}\nballot: choices\nlimits: {{min: 1, max: 2}}\nsupport: votes\ncurrency: EUR\nminimum_support: 1\n\
             ties: report\nenvelopes:\n{envelopes}"
        ));
        let start = text.find("\noptions:").expect("its options");
        let option = |id| format!("  - id: {id}\n    title: {{fr: A, en: A}}\n    cost: 60\n    pays_from: [city]\n");
        format!("{}\noptions:\n{}{}---\n\nTexte.\n", &text[..start], option("a"), option("b"))
    };
    let city = "  - {id: city, title: Ville, amount: 100}";
    let sets = "budget-knapsack/1\nsets_max: 100";
    assert_eq!(findings(&budget(sets, city)), []);
    let two = format!("{city}\n  - {{id: state, title: Canton, amount: 100}}");
    refused(&budget(sets, &two), "method:", "one envelope");
    let shares = "budget-equal-shares/1\nutility: cost\nsharers: cast\ncompletion: add1";
    refused(&budget(shares, city), "completion:", "`add_step` (more than 0)");
    refused(&budget(&shares.replace("cost", "points").replace("add1", "none"), city), "utility:", "needs ballots");
}

#[test]
fn what_is_still_to_decide_is_told_at_the_method() {
    let text = ruled("majority-judgment/1\nmissing: lowest\nwinners: 1\nties: report");
    let findings = findings(&text);
    let [finding] = findings.as_slice() else { panic!("{findings:?}") };
    assert_eq!(finding.code, Code::RulesIncomplete);
    assert_eq!(finding.place.as_ref().and_then(|place| place.line), Some(10));
    assert!(finding.message.en.contains("grades_best_first") && finding.message.en.contains("blank"), "{finding:?}");
}

#[test]
fn the_lines_to_add_say_what_each_key_may_hold_and_decide_nothing_by_themselves() {
    let short = ruled("approval/1\nlimits: {min: 1}");
    let finding = findings(&short).pop().expect("a finding");
    let help = finding.help.as_ref().expect("how to mend it");
    let lines = |help: &str| help.split_once('\n').map(|(_, lines)| lines.to_owned()).expect("lines");
    assert_eq!(
        lines(&help.en),
        "winners: …  # a whole number without leading zero\n\
         minimum_support: …  # a whole number without leading zero\n\
         ties: …  # `report` or `listed-order` or `draw`\n\
         limits:\n  max: …  # a whole number without leading zero"
    );
    assert!(lines(&help.fr).contains("ties: …  # `report` ou `listed-order` ou `draw`\n"), "{}", help.fr);
    let rules = lines(&help.en).replace("limits:\n  max: …", "limits: {min: 1, max: 2}");
    let undecided = findings(&ruled(&format!("approval/1\n{rules}")));
    let codes: Vec<Code> = undecided.iter().map(|finding| finding.code).collect();
    assert_eq!(codes, [Code::ValueUnexpected; 3], "none is filled in by itself: {undecided:?}");
    let decided = rules.replace("winners: …", "winners: 1").replace("support: …", "support: 1");
    assert_eq!(findings(&ruled(&format!("approval/1\n{}", decided.replace("ties: …", "ties: report")))), []);
    // A record of a list stands by its id, or by that of which none is known.
    let text = vote(&[]);
    let start = text.find("options:").expect("its options");
    let options = "options:\n  - id: elm\n  - title: {fr: A, en: A}\n---\n\nTexte.\n";
    let nameless = findings(&format!("{}{options}", &text[..start]));
    let help = nameless[0].help.as_ref().expect("how to mend it");
    assert_eq!(
        lines(&help.en),
        "options:\n  - id: elm\n    title: …  # `{fr: …, en: …}`\n  - id: …  # an option such as `shared-garden`"
    );
}

#[test]
fn a_method_without_its_version_is_guessed() {
    let findings = findings(&ruled("irv\nequal_ranks: refused\nties: report"));
    let near = findings.iter().filter_map(|finding| finding.help.as_ref()).any(|help| help.en.contains("`irv/1`"));
    assert!(near, "{findings:?}");
}

#[test]
fn a_motion_is_never_asked_for_options() {
    let rules = "quorum: 1/2\nthreshold: 1/2\ncomparison: more-than\nbase: expressed\ntie: not-adopted";
    let motion = |from: &str, to: &str| {
        let text = ruled(&format!("motion/1\n{}", rules.replace(from, to)));
        format!("{}---\n\nTexte.\n", &text[..text.find("options:").expect("its options")])
    };
    assert_eq!(findings(&motion("", "")), []);
    refused(&motion("threshold: 1/2", "threshold: 7/3"), "threshold:", "a fraction in lowest terms");
    let findings = findings(&motion("quorum: 1/2\n", ""));
    let [finding] = findings.as_slice() else { panic!("{findings:?}") };
    assert_eq!((finding.code, finding.message.en.as_str()), (Code::RulesIncomplete, "still to decide: quorum"));
}

#[test]
fn who_counts_as_present_is_decided_and_not_left_out() {
    let motion = |present: &str| {
        let rules = "quorum: 0/1\nthreshold: 1/2\ncomparison: more-than\nbase: present\ntie: not-adopted";
        let text = ruled(&format!("motion/2\n{rules}\n{present}"));
        format!("{}---\n\nTexte.\n", &text[..text.find("options:").expect("its options")])
    };
    assert_eq!(findings(&motion("present: [abstention]\n")), []);
    assert_eq!(findings(&motion("present: []\n")), []);
    let findings = findings(&motion(""));
    let [finding] = findings.as_slice() else { panic!("{findings:?}") };
    assert_eq!((finding.code, finding.message.en.as_str()), (Code::RulesIncomplete, "still to decide: present"));
    assert!(finding.help.as_ref().expect("how to mend it").en.contains("present: …  # `[abstention]`"), "{finding:?}");
}

#[test]
fn a_number_too_large_is_called_too_large() {
    let winners = |number: &str| vote(&[("winners: 1", &format!("winners: {number}"))]);
    refused(&winners("4294967296"), "winners:", "a smaller number");
    refused(&winners("1.5"), "winners:", "a whole number without leading zero");
    let findings = findings(&winners("99999999999999999999"));
    let [finding] = findings.as_slice() else { panic!("{findings:?}") };
    assert_eq!((finding.code, finding.message.en.as_str()), (Code::YamlMalformed, "a number is too large to be read"));
}

#[test]
fn an_envelope_is_named_once_by_a_project() {
    let text = ruled(
        "budget-greedy/1\nlimits: {min: 1, max: 2}\ncurrency: EUR\ntoo_dear: skip\nminimum_support: 1\nties: report\n\
         envelopes:\n  - {id: city, title: {fr: V, en: C}, amount: 100}",
    );
    let budget = |pays: &str| {
        let options = format!(
            "options:\n  - {{id: a, title: {{fr: A, en: A}}, cost: 60, pays_from: {pays}}}\n  - {{id: b, title: {{fr: B, en: B}}, cost: 60, pays_from: [city]}}\n"
        );
        format!("{}{options}---\n\nTexte.\n", &text[..text.find("options:").expect("its options")])
    };
    assert_eq!(findings(&budget("[city]")), []);
    let codes: Vec<Code> = findings(&budget("[city, city]")).iter().map(|finding| finding.code).collect();
    assert_eq!(codes, [Code::NameTwice]);
}
