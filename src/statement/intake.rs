//! `intake/1`: the stamp that a file was handed in, kept by who handed it in.

use super::{Kind, LogState, Statement, checked_path, read_kind, write_kind};
use crate::council::CouncilId;
use crate::grammar::{Fault, Reader};
use crate::tree::{Digest, FilePath};

/// Says that a file was handed in while the log stood so. Signed by a key of the role `intake`,
/// which the clerk should not hold; it is no entry of the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stamp {
    /// The council.
    pub council: CouncilId,
    /// Hash of the genesis text.
    pub record: Digest,
    /// SHA-256 of the whole file.
    pub file: Digest,
    /// The newest state of the log that the stamper knew.
    pub log: LogState,
}

impl Statement for Stamp {
    const KIND: Kind = Kind::Intake;

    fn read_fields(text: &[u8]) -> Result<Self, Fault> {
        let mut reader = Reader::parse(text)?;
        let stamp = Self {
            council: read_kind(&mut reader, Kind::Intake)?,
            record: reader.token("record")?,
            file: reader.token("file")?,
            log: LogState { size: reader.token("log-size")?, root: reader.token("log-root")? },
        };
        reader.finish()?;
        Ok(stamp)
    }

    fn write(&self) -> String {
        write_kind(Kind::Intake, &self.council)
            .token("record", &self.record)
            .token("file", &self.file)
            .token("log-size", &self.log.size)
            .token("log-root", &self.log.root)
            .finish()
    }

    fn council(&self) -> &CouncilId {
        &self.council
    }

    fn path(&self, _: Digest) -> FilePath {
        checked_path(&format!("stamps/{}.stamp", self.file.hex()))
    }
}
