//! What a file says of its ballots and of its winners, beside what they come to here.

use std::collections::{BTreeMap, BTreeSet};

use crate::council::OptionId;
use crate::council::tally::{OptionOutcome, TallyFile};
use crate::language::Bilingual;
use crate::pabulib::{Instance, Project};

/// Each figure of a project that its ballots do not give.
pub(super) fn figures(instance: &Instance) -> Vec<Bilingual> {
    let votes = instance.recounted_votes();
    // Of ranks it is the city that says what they are worth; limits.rs holds that against the file.
    let points = instance.vote_type.has_points().then(|| instance.recounted_points());
    let mut lines = Vec::new();
    for (at, project) in instance.projects.iter().enumerate() {
        let id = &project.id;
        lines.extend(differs("votes", id, project.votes, votes.get(at).copied()));
        lines.extend(differs("score", id, project.score, points.as_ref().and_then(|points| points.get(at).copied())));
    }
    lines
}

fn differs(column: &str, project: &str, stated: Option<u64>, counted: Option<u64>) -> Option<Bilingual> {
    let (stated, counted) = (stated?, counted?);
    (stated != counted).then(|| {
        Bilingual::new(
            format!("`{column}` du projet `{project}` vaut {stated}, et ses bulletins donnent {counted}"),
            format!("`{column}` of the project `{project}` is {stated}, and its ballots give {counted}"),
        )
    })
}

/// How the winners of `tally` compare with those of the file; nothing where it names none.
pub(super) fn winners(
    instance: &Instance,
    ids: &BTreeMap<&str, OptionId>,
    tally: &TallyFile,
) -> Option<Vec<Bilingual>> {
    if !instance.projects.iter().any(|project| project.selected == Some(true)) {
        return None;
    }
    let fates = tally.outcomes().flat_map(|(_, outcome)| outcome.fates());
    let here: BTreeSet<&OptionId> =
        fates.filter(|(_, fate)| *fate == OptionOutcome::Selected).map(|(option, _)| option).collect();
    let wins = |project: &&Project| ids.get(project.id.as_str()).is_some_and(|id| here.contains(id));
    let won_there = |project: &&Project| project.selected == Some(true);
    let named = |wanted: &dyn Fn(&&Project) -> bool| {
        let names: Vec<&str> = instance.projects.iter().filter(wanted).map(|project| project.id.as_str()).collect();
        names.join(", ")
    };
    let missing = named(&|project| won_there(project) && !wins(project));
    let more = named(&|project| wins(project) && !won_there(project));
    if missing.is_empty() && more.is_empty() {
        let same = Bilingual::new("les retenus sont ceux du fichier", "the winners are those of the file");
        return Some(vec![same]);
    }
    let mut lines = Vec::new();
    if !missing.is_empty() {
        lines.push(Bilingual::new(
            format!("retenu dans le fichier et pas ici : {missing}"),
            format!("selected in the file and not here: {missing}"),
        ));
    }
    if !more.is_empty() {
        lines.push(Bilingual::new(
            format!("retenu ici et pas dans le fichier : {more}"),
            format!("selected here and not in the file: {more}"),
        ));
    }
    Some(lines)
}
