//! Days by which something must be done: the notice, the list of decisions, the acts put online.

use super::{Case, by_law};
use crate::council::Date;
use crate::document::{Decision, MeetingStatus, NoticeRule, WithinDays};
use crate::language::Language::{En, Fr};
use crate::report::{Bilingual, Code, Diagnostic};

pub(super) fn check(case: &Case<'_>, findings: &mut Vec<Diagnostic>) {
    if let Some(rule) = &case.profile.notice {
        findings.extend(notice(case, rule).map(|finding| finding.at(case.place())));
    }
    let posted = ("liste des délibérations", "list of decisions");
    findings.extend(too_early(case, "decisions_posted", case.meeting.facts.decisions_posted, posted));
    findings.extend(list(case).map(|finding| finding.at(case.place())));
    for decision in case.meeting.facts.agenda.iter().filter_map(|item| item.decision.as_ref()) {
        acts(case, decision, findings);
    }
}

/// How many clear days the law asks for here; where nobody says how many people live here, only what
/// is asked of every commune.
fn clear_days(case: &Case<'_>, rule: &NoticeRule) -> u32 {
    if let (Some(days), Some(_)) = (rule.urgency_days, &case.meeting.facts.urgency) {
        return days;
    }
    let small = match (case.body.and_then(|body| body.population), rule.population_limit) {
        (Some(population), Some(limit)) => population < limit,
        (None, Some(_)) => true,
        (_, None) => false,
    };
    rule.clear_days_small.filter(|_| small).unwrap_or(rule.clear_days)
}

/// The clear days of a notice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoticeDays {
    /// How many are asked for.
    pub asked: u32,
    /// How many there were; nothing where no day of sending is written.
    pub given: Option<u32>,
    /// The last day for sending.
    pub latest: Date,
    /// The article of law.
    pub article: Bilingual,
}

/// The clear days that the rules ask of the meeting.
pub(super) fn notice_days(case: &Case<'_>) -> Option<NoticeDays> {
    let rule = case.profile.notice.as_ref()?;
    let (day, asked) = (case.day(), clear_days(case, rule));
    let latest = day.plus_days(-i32::try_from(asked).ok()? - 1)?;
    let given = case.meeting.facts.notice_sent.map(|sent| u32::try_from(sent.days_to(day) - 1).unwrap_or(0));
    Some(NoticeDays { asked, given, latest, article: rule.article.clone() })
}

fn notice(case: &Case<'_>, rule: &NoticeRule) -> Option<Diagnostic> {
    let meeting = &case.meeting.facts;
    if matches!(meeting.status, MeetingStatus::Cancelled | MeetingStatus::Postponed) {
        return None;
    }
    let (day, NoticeDays { asked, given, latest, .. }) = (case.day(), notice_days(case)?);
    let (Some(sent), Some(given)) = (meeting.notice_sent, given) else { return no_notice(case, rule, latest) };
    if sent <= latest {
        return None;
    }
    let message = by_law(
        &rule.article,
        &format!(
            "convocation envoyée le {sent} pour une séance le {day} : {}, attendu : {asked} au moins",
            Fr.count(given, "jour franc", "jours francs")
        ),
        &format!(
            "notice sent on {sent} for a meeting on {day}: {}, expected {asked} at least",
            En.count(given, "clear day", "clear days")
        ),
    );
    let help = Bilingual::new(
        format!("le dernier jour d’envoi était le {latest} ; en cas d’urgence, dire pourquoi sous `urgency:`"),
        format!("the last day for sending was {latest}; in a case of urgency, say why in `urgency:`"),
    );
    Some(Diagnostic::warning(Code::NoticeShort, message).help(help))
}

/// A meeting that is only planned may still wait for its notice.
fn no_notice(case: &Case<'_>, rule: &NoticeRule, latest: Date) -> Option<Diagnostic> {
    let day = case.day();
    let help =
        Bilingual::new("écrire le jour d’envoi : `notice_sent: …`", "write the day of sending: `notice_sent: …`");
    if case.meeting.facts.status != MeetingStatus::Planned || case.as_of.is_some_and(|today| today > latest) {
        let message = by_law(
            &rule.article,
            &format!(
                "la séance du {day} n’a pas de `notice_sent:` ; attendu : une convocation au plus tard le {latest}"
            ),
            &format!("the meeting of {day} has no `notice_sent:`; expected a notice by {latest}"),
        );
        return Some(Diagnostic::warning(Code::NoticeMissing, message).help(help));
    }
    case.as_of?;
    let message = by_law(
        &rule.article,
        &format!("la convocation de la séance du {day} part au plus tard le {latest}"),
        &format!("the notice of the meeting of {day} is due on {latest}"),
    );
    Some(Diagnostic::note(Code::DeadlineAhead, message).help(help))
}

/// By when the list of decisions is posted, where the meeting was held.
pub(super) fn list_due<'a>(case: &Case<'a>) -> Option<(Date, &'a WithinDays)> {
    let rule = case.profile.list.as_ref().filter(|_| case.held())?;
    Some((case.day().plus_days(i32::try_from(rule.days).ok()?)?, rule))
}

/// The list of decisions is posted within so many days of the meeting.
fn list(case: &Case<'_>) -> Option<Diagnostic> {
    let (day, (due, rule)) = (case.day(), list_due(case)?);
    let help = Bilingual::new(
        "une fois la liste affichée et mise en ligne, écrire le jour : `decisions_posted: …`",
        "once the list is posted and online, write the day: `decisions_posted: …`",
    );
    let (fr, en) = match (case.meeting.facts.decisions_posted, case.as_of) {
        (Some(posted), _) if posted > due => (
            format!("liste des délibérations du {day} publiée le {posted}, attendue le {due}"),
            format!("the list of decisions of {day} was posted on {posted}, expected by {due}"),
        ),
        (None, Some(today)) if today > due => (
            format!("la liste des délibérations du {day} n’a pas de `decisions_posted:`, attendue le {due}"),
            format!("the list of decisions of {day} has no `decisions_posted:`, expected by {due}"),
        ),
        (None, Some(_)) => {
            let message = by_law(
                &rule.article,
                &format!("la liste des délibérations du {day} est à publier au plus tard le {due}"),
                &format!("the list of decisions of {day} is due on {due}"),
            );
            return Some(Diagnostic::note(Code::DeadlineAhead, message).help(help));
        }
        (Some(_) | None, _) => return None,
    };
    Some(Diagnostic::warning(Code::ListLate, by_law(&rule.article, &fr, &en)).help(help))
}

/// A day that stands before the meeting whose work it is about.
fn too_early(case: &Case<'_>, key: &str, date: Option<Date>, (fr, en): (&str, &str)) -> Option<Diagnostic> {
    let (day, date) = (case.day(), date.filter(|date| *date < case.day())?);
    let message = Bilingual::new(
        format!("{fr} : `{key}: {date}`, avant la séance du {day}"),
        format!("{en}: `{key}: {date}`, before the meeting of {day}"),
    );
    let help = Bilingual::new(format!("corriger `{key}:`"), format!("correct `{key}:`"));
    Some(Diagnostic::error(Code::ActBeforeMeeting, message).at(case.place()).help(help))
}

/// The days of an act: none before the meeting, and one on which it was put online.
fn acts(case: &Case<'_>, decision: &Decision, findings: &mut Vec<Diagnostic>) {
    let number = &decision.number;
    let (fr, en) = (format!("décision `{number}`"), format!("decision `{number}`"));
    findings.extend(too_early(case, "put_online", decision.put_online, (&fr, &en)));
    findings.extend(too_early(case, "sent_to_prefecture", decision.sent_to_prefecture, (&fr, &en)));
    let first = decision.history.first().map(|step| step.date);
    findings.extend(too_early(case, "history", first, (&fr, &en)));
    let Some(rule) = &case.profile.online else { return };
    if decision.status.is_some() && decision.put_online.is_none() {
        let months = rule.months;
        let message = by_law(
            &rule.article,
            &format!(
                "décision `{number}` publiée sans `put_online:` ; attendu : le jour de la mise en ligne, pour {months} mois au moins"
            ),
            &format!(
                "decision `{number}` is published without `put_online:`; expected the day it was put online, for {} at least",
                En.count(months, "month", "months")
            ),
        );
        let help = Bilingual::new("ajouter `put_online: …` à la décision", "add `put_online: …` to the decision");
        findings.push(Diagnostic::warning(Code::ActNotOnline, message).at(case.place()).help(help));
    }
}
