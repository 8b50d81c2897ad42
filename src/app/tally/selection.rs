//! What a tally selects, in words, and what follows where it selects nothing or leaves something open.

use crate::council::tally::{MotionDecision, OptionOutcome, Outcome, StepReason, TallyFile};
use crate::council::{OptionId, Ties};
use crate::language::{Bilingual, Language};

/// Who wins, and what is still open: a line or two for each count.
pub(in crate::app) fn selection(tally: &TallyFile) -> Vec<Bilingual> {
    lines(tally, |outcome| winners(outcome).into_iter().chain(open_ends(tally, true, outcome)).collect())
}

/// What is open alone: a count without winners, ties, what waits for them, a missing quorum.
pub(super) fn still_open(tally: &TallyFile, certified: bool) -> Vec<Bilingual> {
    lines(tally, |outcome| open_ends(tally, certified, outcome))
}

/// The lines of each count, under the name of its electorate where it is of one.
fn lines(tally: &TallyFile, of: impl Fn(&Outcome) -> Vec<Bilingual>) -> Vec<Bilingual> {
    let counts = tally.outcomes().flat_map(|(electorate, outcome)| {
        let named = |line: Bilingual| match electorate {
            Some(id) => {
                Bilingual::new(format!("corps `{id}` : {}", line.fr), format!("electorate `{id}`: {}", line.en))
            }
            None => line,
        };
        of(outcome).into_iter().map(named).collect::<Vec<_>>()
    });
    counts.collect()
}

fn decision(outcome: &Outcome) -> Option<MotionDecision> {
    match outcome {
        Outcome::Motion(motion) => Some(motion.decision),
        Outcome::Motion2(outcome) => Some(outcome.motion.decision),
        _ => None,
    }
}

fn with(outcome: &Outcome, wanted: OptionOutcome) -> Vec<&OptionId> {
    outcome.fates().into_iter().filter(|(_, fate)| *fate == wanted).map(|(option, _)| option).collect()
}

fn listed(options: &[&OptionId]) -> String {
    options.iter().map(|option| option.as_str()).collect::<Vec<_>>().join(", ")
}

fn winners(outcome: &Outcome) -> Option<Bilingual> {
    match decision(outcome) {
        Some(MotionDecision::Adopted) => return Some(Bilingual::new("la motion est adoptée", "the motion is adopted")),
        Some(MotionDecision::Rejected) => {
            return Some(Bilingual::new("la motion est rejetée", "the motion is rejected"));
        }
        Some(MotionDecision::Inquorate) => return None,
        None => {}
    }
    let won = with(outcome, OptionOutcome::Selected);
    let list = listed(&won);
    let fr = Language::Fr.agree(won.len() as u64, "retenu", "retenus");
    (!won.is_empty()).then(|| Bilingual::new(format!("{fr} : {list}"), format!("selected: {list}")))
}

fn open_ends(tally: &TallyFile, certified: bool, outcome: &Outcome) -> Vec<Bilingual> {
    if let Some(decision) = decision(outcome) {
        return (decision == MotionDecision::Inquorate).then(inquorate).into_iter().collect();
    }
    let tied = with(outcome, OptionOutcome::Tied);
    let undecided = with(outcome, OptionOutcome::Undecided);
    let is_open = !tied.is_empty() || !undecided.is_empty();
    let mut lines = Vec::new();
    if with(outcome, OptionOutcome::Selected).is_empty() {
        lines.push(if is_open { nothing_yet() } else { nothing(outcome) });
    }
    if !tied.is_empty() {
        let list = listed(&tied);
        lines.push(Bilingual::new(format!("égalité laissée ouverte : {list}"), format!("tie left open: {list}")));
    }
    if !undecided.is_empty() {
        let list = listed(&undecided);
        lines.push(if tied.is_empty() {
            Bilingual::new(
                format!("en suspens, le décompte dépassant le travail permis : {list}"),
                format!("undecided, since the count is more work than is allowed: {list}"),
            )
        } else {
            Bilingual::new(format!("en suspens jusque-là : {list}"), format!("undecided until then: {list}"))
        });
    }
    lines.extend(is_open.then(|| who_decides(tally, certified)));
    lines
}

fn nothing_yet() -> Bilingual {
    Bilingual::new("RIEN N’EST ENCORE RETENU", "NOTHING IS SELECTED YET")
}

/// No option wins and none is open.
fn nothing(outcome: &Outcome) -> Bilingual {
    let lacks_majority = match outcome {
        Outcome::SingleChoice(choice) => choice.options.iter().any(|step| step.reason == StepReason::BelowMajority),
        _ => false,
    };
    let (fr, en) = if lacks_majority {
        ("aucun choix n’a la majorité requise", "no option has the majority asked")
    } else {
        ("aucun choix ne remplit ce que demandent les règles", "no option meets what the rules ask")
    };
    Bilingual::new(
        format!(
            "RIEN N’EST RETENU : {fr}\nles règles ne prévoient pas de suite : le conseil décide ; un second vote est un autre vote, dans content/votes/"
        ),
        format!(
            "NOTHING IS SELECTED: {en}\nthe rules foresee nothing more: the council decides; a second vote is another vote, in content/votes/"
        ),
    )
}

fn inquorate() -> Bilingual {
    Bilingual::new(
        "SANS QUORUM : rien n’est décidé\nla question peut être posée de nouveau : un autre vote, dans content/votes/",
        "WITHOUT QUORUM: nothing is decided\nthe question may be put again: another vote, in content/votes/",
    )
}

/// To whom the rules leave what is open.
fn who_decides(tally: &TallyFile, certified: bool) -> Bilingual {
    let vote = &tally.vote;
    if tally.ties == Some(Ties::Draw) && tally.draw.is_none() {
        return Bilingual::new(
            format!(
                "un tirage public est dû entre la clôture et le certificat : scrutineer draw {vote} --drawn NOMBRE …"
            ),
            format!("a public draw is due between closing and certificate: scrutineer draw {vote} --drawn NUMBER …"),
        );
    }
    let (fr, en) = if certified {
        (", et le certificat ne change plus", ", and the certificate does not change any more")
    } else {
        ("", "")
    };
    Bilingual::new(
        format!("le conseil en décide, et le procès-verbal le dit : les règles le lui laissent{fr}"),
        format!("the council decides it, and the minutes say so: the rules leave it to the council{en}"),
    )
}

#[cfg(test)]
mod tests {
    use super::{selection, still_open};
    use crate::council::tally::TallyFile;

    /// A tally of which these options are told, each with its outcome.
    fn tally(ties: &str, options: &[(&str, &str, &str)]) -> TallyFile {
        let step = |(option, outcome, reason): &(&str, &str, &str)| {
            serde_json::json!({"option": option, "support": 1, "outcome": outcome, "reason": reason,
                "behind_last_winner": null})
        };
        let root = format!("sha256:{}", "0".repeat(64));
        let file = serde_json::json!({
            "format": "tally/1", "council": "ville.example", "vote": "place", "definition": root,
            "rules": "single-choice/1", "body": "choices", "mode": "public", "ties": ties,
            "log": {"opened": 1, "closed": 2, "size": 3, "root": root},
            "turnout": {"enrolled": 1, "voted": 1, "groups": []},
            "ballots": {"recorded": 1, "counted": 1, "superseded": 0, "blank": 0, "refused": 0},
            "draw": null, "doubts": [],
            "outcome": {"method": "single-choice", "places": 1, "blank": 0, "base": 1,
                "options": options.iter().map(step).collect::<Vec<_>>()},
            "counted": [], "superseded": [], "refused": []
        });
        serde_json::from_value(file).expect("a tally")
    }

    /// What the rules say of ties, options with outcome and reason, how the lines begin.
    type Case = (&'static str, &'static [(&'static str, &'static str, &'static str)], &'static str);

    #[test]
    fn a_count_says_who_wins_and_what_follows_where_nobody_does() {
        let cases: [Case; 5] = [
            ("report", &[("elm", "selected", "selected"), ("oak", "not-selected", "no-place-left")], "selected: elm"),
            (
                "report",
                &[("elm", "tied", "tied"), ("oak", "tied", "tied")],
                "NOTHING IS SELECTED YET|tie left open: elm, oak|the council decides it",
            ),
            (
                "draw",
                &[("elm", "tied", "tied"), ("oak", "tied", "tied"), ("ash", "undecided", "after-tie")],
                "NOTHING IS SELECTED YET|tie left open: elm, oak|undecided until then: ash|a public draw is due",
            ),
            (
                "report",
                &[("elm", "not-selected", "below-majority")],
                "NOTHING IS SELECTED: no option has the majority asked\nthe rules foresee nothing more",
            ),
            (
                "report",
                &[("elm", "not-selected", "below-minimum")],
                "NOTHING IS SELECTED: no option meets what the rules ask\n",
            ),
        ];
        for (ties, options, expected) in cases {
            let said = selection(&tally(ties, options));
            let expected: Vec<&str> = expected.split('|').collect();
            assert_eq!(said.len(), expected.len(), "{said:?}");
            for (line, words) in said.iter().zip(expected) {
                assert!(line.en.starts_with(words), "{words} in {said:?}");
            }
        }
        let fr: Vec<String> = selection(&tally("report", cases[1].1)).into_iter().map(|line| line.fr).collect();
        assert!(fr.join("\n").starts_with("RIEN N’EST ENCORE RETENU\négalité laissée ouverte : elm, oak\nle conseil"));
        assert_eq!(still_open(&tally("report", cases[0].1), true), []);
        let open = |certified| still_open(&tally("report", cases[1].1), certified).pop().expect("a line").en;
        assert!(open(true).contains("the certificate does not change") && !open(false).contains("certificate"));
    }
}
