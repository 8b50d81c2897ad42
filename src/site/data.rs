//! Files for machines, the same in every language: which there are, where each lies, what it holds.

use super::ledger;
use super::library::Library;
use crate::council::Date;
use crate::document::RecordId;
use crate::export::Table;

/// A file for machines.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum DataFile {
    /// The result of a vote as a table.
    Result(RecordId),
    /// A certified budget with its ballots, as Pabulib has it.
    Pabulib(RecordId),
    /// What became of the winning projects of an edition, as a table.
    Deliveries(RecordId),
}

impl DataFile {
    /// Every one that the site has.
    pub(super) fn all(library: &Library) -> Vec<Self> {
        let documents = library.documents();
        let votes = || documents.votes.keys().cloned();
        let results = votes().filter(|id| library.tally(id).is_some()).map(Self::Result);
        let budgets = votes().filter(|id| library.pabulib(id).is_some()).map(Self::Pabulib);
        let delivered = |id: &&RecordId| ledger::deliveries(documents, id).next().is_some();
        let deliveries = documents.editions.keys().filter(delivered).cloned().map(Self::Deliveries);
        results.chain(budgets).chain(deliveries).collect()
    }

    /// Where it lies in the finished site.
    pub(super) fn address(&self) -> String {
        match self {
            Self::Result(id) => format!("votes/{id}.csv"),
            Self::Pabulib(id) => format!("votes/{id}.pb"),
            Self::Deliveries(id) => format!("data/delivery-{id}.csv"),
        }
    }

    /// What it holds; nothing where there is no such file.
    pub(super) fn text(&self, library: &Library, as_of: Option<Date>) -> Option<String> {
        match self {
            Self::Result(id) => library.tally(id).map(|tally| Table::of_all(tally.outcomes()).write()),
            Self::Pabulib(id) => library.pabulib(id).map(|instance| instance.write()),
            Self::Deliveries(id) => Some(ledger::table(library.documents(), id, as_of).write()),
        }
    }
}
