//! What an auditor keeps from one audit to the next, so that a log that was rewritten, cut short
//! or shown to others in another form is seen.
//!
//! ```text
//! audit/1
//! montrivel.example
//! sha256:dd1e05ad…   the genesis
//! 118                entries
//! sha256:aaadab9f…   their root
//! ```

use crate::council::CouncilId;
use crate::language::Bilingual;
use crate::record::Record;
use crate::report::{Code, Diagnostic};
use crate::statement::{LogState, entries};
use crate::tree::Digest;

/// The state of a log that an audit found sound.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Memory {
    /// The council.
    pub council: CouncilId,
    /// The fingerprint of its genesis.
    pub fingerprint: Digest,
    /// Size and root of its log.
    pub state: LogState,
}

/// The first line of the file.
const FORMAT: &str = "audit/1";

impl Memory {
    /// What to keep of `record`.
    #[must_use]
    pub fn of(record: &Record) -> Self {
        Self { council: record.council().clone(), fingerprint: record.fingerprint(), state: record.state() }
    }

    /// Writes the file.
    #[must_use]
    pub fn write(&self) -> String {
        let LogState { size, root } = self.state;
        format!("{FORMAT}\n{}\n{}\n{size}\n{root}\n", self.council, self.fingerprint)
    }

    /// Reads the file; nothing where it is not one, in its one spelling.
    #[must_use]
    pub fn read(bytes: &[u8]) -> Option<Self> {
        let text = std::str::from_utf8(bytes).ok()?;
        let lines: [&str; 5] = text.strip_suffix('\n')?.split('\n').collect::<Vec<_>>().try_into().ok()?;
        let state = LogState { size: lines[3].parse().ok()?, root: lines[4].parse().ok()? };
        let memory = Self { council: CouncilId::parse(lines[1]).ok()?, fingerprint: lines[2].parse().ok()?, state };
        (memory.write() == text).then_some(memory)
    }

    /// What `record` says against this memory.
    #[must_use]
    pub fn compare(&self, record: &Record) -> Option<Diagnostic> {
        if self.fingerprint != record.fingerprint() {
            let (found, kept) = (record.fingerprint(), self.fingerprint);
            let message = Bilingual::new(
                format!("genèse {found} ; à l’audit précédent : {kept}"),
                format!("found genesis {found}, and {kept} at the audit before"),
            );
            return Some(Diagnostic::error(Code::GenesisMismatch, message));
        }
        let (now, LogState { size, root }) = (record.state(), self.state);
        if record.state_at(size) == Some(self.state) {
            return None;
        }
        if record.abandoned().contains(&self.state) {
            let message = Bilingual::new(
                format!(
                    "l’état gardé ({}, racine {root}) est abandonné par une déclaration de la racine",
                    entries(size).fr
                ),
                format!("the state kept ({}, root {root}) is abandoned by a statement of the root", entries(size).en),
            );
            return Some(Diagnostic::warning(Code::LogForkEnded, message));
        }
        let (code, message) = if now.size < size {
            let found = now.size;
            let message = Bilingual::new(
                format!("le journal a {} ; il en avait {size} à l’audit précédent", entries(found).fr),
                format!("the log has {}; it had {size} at the audit before", entries(found).en),
            );
            (Code::LogRolledBack, message)
        } else {
            let found = record.state_at(size).map(|state| state.root.to_string()).unwrap_or_default();
            let message = Bilingual::new(
                format!(
                    "le début du journal ({}) a la racine {found} ; à l’audit précédent : {root}",
                    entries(size).fr
                ),
                format!(
                    "the beginning of the log ({}) has the root {found}, and had {root} at the audit before",
                    entries(size).en
                ),
            );
            (Code::LogRewritten, message)
        };
        let help = if code == Code::LogRolledBack {
            Bilingual::new(
                "ce clone est peut-être ancien : git pull, puis recommencer ; si l’état publié n’a pas plus d’entrées, le garder, avec ce qui fut vu (points de contrôle, reçus), et demander des comptes au conseil",
                "this clone may be an old one: git pull, then try again; where the published state has no more entries, keep it, with what you saw (checkpoints, receipts), and ask the council to account for it",
            )
        } else {
            Bilingual::new(
                "garder ce clone et celui d’avant, ou tout point de contrôle signé d’alors : ensemble ils prouvent la réécriture ; demander des comptes au conseil",
                "keep this clone and the one before, or any signed checkpoint of then: together they prove it; ask the council to account for it",
            )
        };
        Some(Diagnostic::error(code, message).help(help))
    }
}
