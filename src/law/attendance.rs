//! Who was there: the quorum, which proxies do not make, and who may hold a proxy.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

use super::{Case, by_law};
use crate::document::{Attendance, Meeting, MeetingStatus, QuorumRule, RecordId, Ref};
use crate::language::Language::{En, Fr};
use crate::report::{Bilingual, Code, Diagnostic};

pub(super) fn check(case: &Case<'_>, findings: &mut Vec<Diagnostic>) {
    let Some(attendance) = &case.meeting.facts.attendance else { return };
    sheet(case, attendance, findings);
    proxies(case, attendance, findings);
    if case.held() {
        findings.extend(quorum(case).map(|finding| finding.at(case.place())));
    }
}

/// Who stands on the attendance sheet: each member in office once, and nobody else.
fn sheet(case: &Case<'_>, attendance: &Attendance, findings: &mut Vec<Diagnostic>) {
    let members: BTreeMap<&RecordId, _> = case.members().collect();
    let givers = attendance.represented.iter().map(|(giver, _)| giver);
    let listed = attendance.present.iter().chain(&attendance.excused).chain(&attendance.absent).chain(givers);
    let mut seen = BTreeSet::new();
    for person in listed {
        let giver_present = attendance.represented.iter().any(|(giver, _)| giver.id == person.id)
            && attendance.present.iter().any(|present| present.id == person.id);
        // A giver who is present has a finding of its own.
        if !seen.insert(&person.id) && !giver_present {
            let message = Bilingual::new(
                format!("`{}` figure deux fois sur la feuille de présence", person.id),
                format!("`{}` stands twice on the attendance sheet", person.id),
            );
            findings
                .push(Diagnostic::error(Code::AttendanceMismatch, message).at(person.place.clone()).help(sheet_help()));
        }
        if !members.is_empty() && !members.contains_key(&person.id) && case.documents.people.contains_key(&person.id) {
            let day = case.day();
            let message = Bilingual::new(
                format!("`{}` n’a pas de mandat dans cette instance le {day}", person.id),
                format!("`{}` holds no term in this body on {day}", person.id),
            );
            findings
                .push(Diagnostic::error(Code::AttendanceMismatch, message).at(person.place.clone()).help(sheet_help()));
        }
    }
    for (id, _) in members.into_iter().filter(|(id, _)| case.held() && !seen.contains(id)) {
        let message = Bilingual::new(
            format!("`{id}` est membre ce jour-là et ne figure pas sur la feuille de présence"),
            format!("`{id}` is a member on that day and stands nowhere on the attendance sheet"),
        );
        findings.push(Diagnostic::warning(Code::AttendanceMismatch, message).at(case.place()).help(sheet_help()));
    }
}

fn sheet_help() -> Bilingual {
    Bilingual::new(
        "chaque membre en exercice est présent, représenté, excusé ou absent, une fois ; vérifier aussi ses mandats",
        "each member in office is present, represented, excused or absent, once; check the terms too",
    )
}

fn proxies(case: &Case<'_>, attendance: &Attendance, findings: &mut Vec<Diagnostic>) {
    let present = |person: &Ref| attendance.present.iter().any(|other| other.id == person.id);
    let mut held: BTreeMap<_, u32> = BTreeMap::new();
    for (giver, holder) in &attendance.represented {
        if present(giver) {
            let message = Bilingual::new(
                format!("`{}` a donné pouvoir et figure aussi parmi les présents", giver.id),
                format!("`{}` gave a proxy and stands among those present too", giver.id),
            );
            findings.push(proxy_fault(Code::ProxyGiverPresent, message, giver));
        }
        if !present(holder) {
            let message = Bilingual::new(
                format!("`{}` porte le pouvoir de `{}` sans figurer parmi les présents", holder.id, giver.id),
                format!("`{}` holds the proxy of `{}` without being present", holder.id, giver.id),
            );
            findings.push(proxy_fault(Code::ProxyHolderAbsent, message, holder));
        }
        let Some(rule) = &case.profile.proxies else { continue };
        let count = held.entry(&holder.id).or_default();
        *count += 1;
        if *count > rule.per_member {
            let most = rule.per_member;
            let message = by_law(
                &rule.article,
                &format!("`{}` porte plus de {most} pouvoir ; attendu : {most} au plus par membre", holder.id),
                &format!("`{}` holds more than {most} proxy; expected {most} at most for each member", holder.id),
            );
            findings.push(proxy_fault(Code::ProxiesTooMany, message, holder));
        }
    }
}

fn proxy_fault(code: Code, message: Bilingual, person: &Ref) -> Diagnostic {
    let help =
        Bilingual::new("vérifier la feuille de présence et les pouvoirs", "check the attendance and the proxies");
    Diagnostic::error(code, message).at(person.place.clone()).help(help)
}

/// Those present, and not those represented, make the quorum.
fn quorum(case: &Case<'_>) -> Option<Diagnostic> {
    let present = u32::try_from(case.meeting.facts.present(&case.documents.people)).ok()?;
    let rule = case.profile.quorum.as_ref().filter(|rule| !is_second_attempt(case, rule));
    if let (Some(rule), Some(members)) = (rule, case.in_office())
        && rule.more_than.compare(u64::from(present), u64::from(members)) != Ordering::Greater
    {
        let share = format!("{}/{}", rule.more_than.numerator(), rule.more_than.denominator());
        let message = by_law(
            &rule.article,
            &format!(
                "séance tenue avec {} sur {} en exercice ; attendu : plus de {share}, sans compter les pouvoirs",
                Fr.count(present, "présent", "présents"),
                Fr.count(members, "membre", "membres")
            ),
            &format!(
                "held with {present} present of {} in office; expected more than {share}, proxies not counted",
                En.count(members, "member", "members")
            ),
        );
        return Some(Diagnostic::error(Code::QuorumNotReached, message).help(quorum_help()));
    }
    let required = case.meeting.facts.quorum.filter(|required| present < *required)?;
    let message = Bilingual::new(
        format!(
            "séance tenue avec {} ; `quorum:` en demande {required}, sans compter les pouvoirs",
            Fr.count(present, "présent", "présents")
        ),
        format!("held with {present} present; `quorum:` asks for {required}, proxies not counted"),
    );
    Some(Diagnostic::error(Code::QuorumNotReached, message).help(quorum_help()))
}

fn quorum_help() -> Bilingual {
    Bilingual::new(
        "vérifier `present:` et les mandats ; si le quorum manquait, `status: inquorate` et une nouvelle convocation",
        "check `present:` and the terms; where there was no quorum, `status: inquorate` and another notice",
    )
}

/// Whether the body's last meeting before this one had no quorum, long enough ago.
fn is_second_attempt(case: &Case<'_>, rule: &QuorumRule) -> bool {
    let Some(days) = rule.second_attempt_days.and_then(|days| i32::try_from(days).ok()) else { return false };
    let start = case.meeting.facts.start;
    let before: Option<&Meeting> = case.others().filter(|other| other.start < start).max_by_key(|other| other.start);
    before.is_some_and(|before| {
        before.status == MeetingStatus::Inquorate && before.start.date().days_to(start.date()) >= days
    })
}
