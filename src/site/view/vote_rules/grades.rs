//! The rules of the methods that compare grades, in words.

use super::{Scene, ties};
use crate::council::{BlankGrades, MajorityJudgmentRules, MissingGrade};

pub(super) fn majority_judgment(scene: &Scene<'_>, rules: &MajorityJudgmentRules) -> Vec<String> {
    let grades: Vec<String> = rules.grades.iter().map(|grade| scene.localised(&grade.title)).collect();
    let missing = match rules.missing {
        MissingGrade::Lowest => "rule_grade_missing_lowest",
        MissingGrade::Refused => "rule_missing_refused",
    };
    let blank = match rules.blank {
        BlankGrades::Lowest => "rule_grade_blank_lowest",
        BlankGrades::NotCounted => "rule_grade_blank_not_counted",
    };
    vec![
        scene.say_of_winners("rule_grades", rules.winners, &[("grades", &grades.join(", "))]),
        scene.say("rule_grades_ties"),
        scene.say(missing),
        scene.say(blank),
        ties(scene, rules.ties),
    ]
}
