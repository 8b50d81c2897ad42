//! Minutes: that they exist, when they were settled and published, what they tell.

use super::{Case, by_law};
use crate::document::{
    AgendaItem, Ballot, ItemKind, MeetingStatus, Minutes, MinutesContent, MinutesRule, MinutesStatus, Record, Ref,
};
use crate::report::{Bilingual, Code, Diagnostic, Place};

pub(super) fn check(case: &Case<'_>, findings: &mut Vec<Diagnostic>) {
    let Some(minutes) = case.minutes() else {
        findings.extend(missing(case).map(|finding| finding.at(case.place())));
        return;
    };
    let place = Place::file(&minutes.file);
    findings.extend(dates(case, &minutes.facts).map(|finding| finding.at(place.clone())));
    let Some(rule) = &case.profile.minutes else { return };
    findings.extend(published(case, rule, &minutes.facts).map(|finding| finding.at(place.clone())));
    let lacking: Vec<_> = rule.contents.iter().filter(|content| !tells(case, minutes, **content)).collect();
    findings.extend(lacking.into_iter().map(|content| incomplete(rule, *content).at(place.clone())));
}

/// What the minutes of the meeting must tell, and whether they do.
pub(super) fn checklist(case: &Case<'_>) -> Option<(Vec<(MinutesContent, bool)>, Bilingual)> {
    let (minutes, rule) = (case.minutes()?, case.profile.minutes.as_ref()?);
    let contents = rule.contents.iter().map(|content| (*content, tells(case, minutes, *content)));
    Some((contents.collect(), rule.article.clone()))
}

/// Minutes are settled at the next meeting: by then there must be some.
fn missing(case: &Case<'_>) -> Option<Diagnostic> {
    let rule = case.profile.minutes.as_ref().filter(|_| case.held())?;
    let start = case.meeting.facts.start;
    let next = case.others().filter(|other| other.start > start && other.status == MeetingStatus::Held);
    let next = next.map(|other| other.start).min()?;
    let (day, next) = (case.day(), next.date());
    let message = by_law(
        &rule.article,
        &format!("la séance du {day} n’a pas de procès-verbal ; attendu : à la séance suivante, le {next}"),
        &format!("the meeting of {day} has no minutes; expected at the next meeting, on {next}"),
    );
    let help = Bilingual::new(
        format!("écrire content/minutes/{}.md (`parvis new minutes`)", case.id),
        format!("write content/minutes/{}.md (`parvis new minutes`)", case.id),
    );
    Some(Diagnostic::warning(Code::MinutesMissing, message).help(help))
}

/// What the state of minutes and their days say of each other.
fn dates(case: &Case<'_>, minutes: &Minutes) -> Option<Diagnostic> {
    let day = case.day();
    let (fr, en) = match (minutes.status, minutes.settled_at, minutes.published_at) {
        (MinutesStatus::Settled | MinutesStatus::Published, None, _) => {
            ("arrêté sans `settled_at:`".to_owned(), "settled without `settled_at:`".to_owned())
        }
        (MinutesStatus::Published, _, None) => {
            ("publié sans `published_at:`".to_owned(), "published without `published_at:`".to_owned())
        }
        (MinutesStatus::Draft, Some(settled), _) => {
            (format!("`status: draft`, mais arrêté le {settled}"), format!("`status: draft`, but settled on {settled}"))
        }
        (_, Some(settled), _) if settled < day => (
            format!("arrêté le {settled}, avant la séance du {day}"),
            format!("settled on {settled}, before the meeting of {day}"),
        ),
        (_, Some(settled), Some(published)) if published < settled => (
            format!("publié le {published}, avant d’être arrêté le {settled}"),
            format!("published on {published}, before it was settled on {settled}"),
        ),
        _ => return None,
    };
    let message = Bilingual::new(format!("procès-verbal {fr}"), format!("minutes {en}"));
    let help = Bilingual::new(
        "vérifier `status:`, `settled_at:` et `published_at:`",
        "check `status:`, `settled_at:` and `published_at:`",
    );
    Some(Diagnostic::error(Code::MinutesDates, message).help(help))
}

/// Settled minutes are published within so many days.
fn published(case: &Case<'_>, rule: &MinutesRule, minutes: &Minutes) -> Option<Diagnostic> {
    let settled = minutes.settled_at?;
    let due = settled.plus_days(i32::try_from(rule.days).ok()?)?;
    let help = Bilingual::new(
        "une fois en ligne, écrire `status: published` et `published_at: …`",
        "once they are online, write `status: published` and `published_at: …`",
    );
    let (fr, en) = match (minutes.published_at, case.as_of) {
        (Some(published), _) if published > due => (
            format!("procès-verbal arrêté le {settled} et publié le {published}, attendu le {due}"),
            format!("minutes settled on {settled} and published on {published}, expected by {due}"),
        ),
        (None, Some(today)) if today > due => (
            format!("procès-verbal arrêté le {settled} et non publié, attendu le {due}"),
            format!("minutes settled on {settled} and not published, expected by {due}"),
        ),
        (None, Some(_)) => {
            let message = by_law(
                &rule.article,
                &format!("le procès-verbal arrêté le {settled} est à publier au plus tard le {due}"),
                &format!("the minutes settled on {settled} are due on {due}"),
            );
            return Some(Diagnostic::note(Code::DeadlineAhead, message).help(help));
        }
        (Some(_) | None, _) => return None,
    };
    Some(Diagnostic::warning(Code::MinutesLate, by_law(&rule.article, &fr, &en)).help(help))
}

/// Whether the meeting's record and the minutes tell it together; their page shows both. The day and
/// the hour are never missing, since no meeting reads without them.
fn tells(case: &Case<'_>, minutes: &Record<Minutes>, content: MinutesContent) -> bool {
    let meeting = &case.meeting.facts;
    let mut decisions = meeting.agenda.iter().filter_map(|item| item.decision.as_ref());
    match content {
        MinutesContent::Chair => meeting.chair.is_some(),
        MinutesContent::Attendance => meeting.attendance.as_ref().is_some_and(|there| !there.present.is_empty()),
        MinutesContent::Secretary => meeting.secretary.is_some(),
        MinutesContent::Quorum => meeting.quorum.is_some(),
        MinutesContent::Agenda => !meeting.agenda.is_empty(),
        MinutesContent::Decisions => {
            let settled = |item: &AgendaItem| item.decision.is_some() || item.outcome.is_some();
            meeting.agenda.iter().all(|item| item.kind != ItemKind::Decision || settled(item))
        }
        MinutesContent::RollCalls => {
            decisions.all(|decision| decision.ballot != Some(Ballot::Public) || decision.roll_call.is_some())
        }
        MinutesContent::Text => !minutes.common.text.text.trim().is_empty(),
        MinutesContent::Signatures => {
            let signed = |person: &Ref| minutes.facts.signed_by.iter().any(|signer| signer.id == person.id);
            minutes.facts.status == MinutesStatus::Draft || meeting.chair.iter().chain(&meeting.secretary).all(signed)
        }
    }
}

fn incomplete(rule: &MinutesRule, content: MinutesContent) -> Diagnostic {
    let (fr, en, key) = match content {
        MinutesContent::Chair => ("qui a présidé", "who chaired", "`chair:`"),
        MinutesContent::Attendance => {
            ("les présents et les représentés", "who was present or represented", "`attendance:`")
        }
        MinutesContent::Secretary => ("le secrétaire de séance", "the secretary of the meeting", "`secretary:`"),
        MinutesContent::Quorum => ("le quorum", "the quorum", "`quorum:`"),
        MinutesContent::Agenda => ("l’ordre du jour", "the agenda", "`agenda:`"),
        MinutesContent::Decisions => {
            ("ce qui a été décidé à chaque point", "what was decided on each item", "`decision:`")
        }
        MinutesContent::RollCalls => {
            ("le nom des votants d’un scrutin public", "the names in a public ballot", "`votes:`")
        }
        MinutesContent::Text => ("la teneur des débats", "the gist of the debate", "---"),
        MinutesContent::Signatures => {
            ("la signature du président et du secrétaire", "that chair and secretary signed", "`signed_by:`")
        }
    };
    let message =
        by_law(&rule.article, &format!("il manque au procès-verbal {fr}"), &format!("the minutes do not tell {en}"));
    let help = match content {
        MinutesContent::Text => {
            Bilingual::new("l’écrire sous l’en-tête de ce fichier", "write it below the head of this file")
        }
        MinutesContent::Signatures => Bilingual::new(
            "ajouter à `signed_by:` qui a présidé et qui était secrétaire",
            "add to `signed_by:` who chaired and who was secretary",
        ),
        _ => Bilingual::new(
            format!("l’écrire dans la fiche de la séance : {key}"),
            format!("write it in the record of the meeting: {key}"),
        ),
    };
    Diagnostic::warning(Code::MinutesIncomplete, message).help(help)
}
