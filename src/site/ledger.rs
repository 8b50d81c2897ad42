//! The delivery ledger of an edition: its winning projects in the order of their ids, how late each is.

use crate::council::Date;
use crate::document::{Delivery, DeliveryStatus, Documents, Record, RecordId};
use crate::export::{Field, Rows, Table, cell};

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

/// The ledger as a table.
pub(super) fn table(documents: &Documents, edition: &RecordId, as_of: Option<Date>) -> Table {
    let currency =
        documents.editions.get(edition).map(|record| record.facts.currency.as_str().to_owned()).unwrap_or_default();
    let records: Vec<&Record<Delivery>> = deliveries(documents, edition).map(|(_, record)| record).collect();
    let word = Field::word::<DeliveryStatus>;
    let since = |facts: &Delivery| facts.history.iter().find(|step| step.status == facts.status).map(|step| step.date);
    Rows::about(&records)
        .column(Field::text("edition", "l’édition", "the edition").required(), |record| {
            record.facts.edition.id.to_string()
        })
        .column(Field::text("project", "le projet", "the project").required(), |record| {
            record.facts.proposal.id.to_string()
        })
        .column(Field::text("title", "son nom comme ouvrage", "what it is called as a work"), |record| {
            record.common.title.clone()
        })
        .column(word("status", "où il en est", "where it stands").required(), |record| {
            record.facts.status.word().to_owned()
        })
        .column(Field::day("status_since", "depuis quand", "since when"), move |record| {
            cell(since(&record.facts).as_ref())
        })
        .column(Field::day("planned_start", "premier jour prévu", "the first day foreseen"), |record| {
            cell(record.facts.planned.start.as_ref())
        })
        .column(Field::day("planned_end", "ouverture prévue", "the day foreseen for its opening"), |record| {
            cell(record.facts.planned.end.as_ref())
        })
        .column(Field::number("planned_spending", "dépense prévue", "the spending foreseen"), |record| {
            cell(record.facts.planned.spending.as_ref())
        })
        .column(Field::day("actual_start", "premier jour", "the first day"), |record| {
            cell(record.facts.actual.start.as_ref())
        })
        .column(Field::day("actual_end", "jour d’ouverture", "the day on which it opened"), |record| {
            cell(record.facts.actual.end.as_ref())
        })
        .column(Field::number("actual_spending", "dépense", "the spending"), |record| {
            cell(record.facts.actual.spending.as_ref())
        })
        .column(Field::text("currency", "la monnaie, code ISO 4217", "the currency, an ISO 4217 code"), |_| {
            currency.clone()
        })
        .column(DAYS_LATE, |record| cell(days_late(&record.facts, as_of).as_ref()))
        .column(Field::text("reason", "pourquoi il en est là", "why it stands there"), |record| {
            reason(&record.facts).unwrap_or_default().to_owned()
        })
        .table()
        .named_by(&["project"])
}

const DAYS_LATE: Field = Field::integer(
    "days_late",
    "jours de retard, à l’ouverture ou au jour dont parle le site",
    "days late, when it opened or on the day of which the site speaks",
);
