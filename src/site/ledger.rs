//! The delivery ledger of an edition: its winning projects in the order of their ids, how late each is.

use crate::council::{Amount, Date};
use crate::document::{Delivery, DeliveryStatus, Documents, Record, RecordId};
use crate::export::Table;

/// The deliveries of an edition.
pub(super) fn deliveries<'a>(
    documents: &'a Documents,
    edition: &'a RecordId,
) -> impl Iterator<Item = (&'a RecordId, &'a Record<Delivery>)> {
    documents.deliveries.iter().filter(|(_, record)| record.facts.edition.id == *edition)
}

/// By how many days a project opened after the day foreseen, or is still waited for `as_of`.
pub(super) fn days_late(delivery: &Delivery, as_of: Option<Date>) -> Option<u64> {
    let opened = match (delivery.actual.end, delivery.status) {
        (Some(opened), _) => opened,
        (None, DeliveryStatus::Abandoned) => return None,
        (None, status) if status.is_done() => return None,
        (None, _) => as_of?,
    };
    opened.days_after(delivery.planned.end?)
}

/// Why a project stands where it does: the reason of its present state, and of no earlier one.
pub(super) fn reason(delivery: &Delivery) -> Option<&str> {
    let mut present = delivery.history.iter().rev().filter(|step| step.status == delivery.status);
    present.find_map(|step| step.reason.as_deref())
}

const COLUMNS: [&str; 14] = [
    "edition",
    "project",
    "title",
    "status",
    "status_since",
    "planned_start",
    "planned_end",
    "planned_spending",
    "actual_start",
    "actual_end",
    "actual_spending",
    "currency",
    "days_late",
    "reason",
];

/// The ledger as a table.
pub(super) fn table(documents: &Documents, edition: &RecordId, as_of: Option<Date>) -> Table {
    let currency =
        documents.editions.get(edition).map(|record| record.facts.currency.as_str().to_owned()).unwrap_or_default();
    let rows = deliveries(documents, edition).map(|(_, record)| row(record, edition, &currency, as_of));
    Table::of_rows(&COLUMNS, rows)
}

fn row(record: &Record<Delivery>, edition: &RecordId, currency: &str, as_of: Option<Date>) -> Vec<String> {
    let facts = &record.facts;
    let day = |day: Option<Date>| day.map(|day| day.to_string()).unwrap_or_default();
    let money = |amount: Option<Amount>| amount.map(|amount| amount.to_string()).unwrap_or_default();
    let since = facts.history.iter().find(|step| step.status == facts.status).map(|step| step.date);
    vec![
        edition.to_string(),
        facts.proposal.id.to_string(),
        record.common.title.clone(),
        facts.status.word().to_owned(),
        day(since),
        day(facts.planned.start),
        day(facts.planned.end),
        money(facts.planned.spending),
        day(facts.actual.start),
        day(facts.actual.end),
        money(facts.actual.spending),
        currency.to_owned(),
        days_late(facts, as_of).map(|days| days.to_string()).unwrap_or_default(),
        reason(facts).unwrap_or_default().to_owned(),
    ]
}
