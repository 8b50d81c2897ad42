//! `refusal/1`: a file that was handed in and not recorded, with its reason.

use super::{Kind, Statement, checked_path, read_kind, write_kind};
use crate::council::{CouncilId, SubjectId};
use crate::grammar::{Fault, Reader};
use crate::language::Bilingual;
use crate::report::Code;
use crate::tree::{Digest, FilePath};

/// A recorded refusal. Only files signed by a key on the roll get one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// The council.
    pub council: CouncilId,
    /// Hash of the genesis text.
    pub record: Digest,
    /// The vote or the proposal it was handed in for.
    pub subject: SubjectId,
    /// SHA-256 of the whole file.
    pub file: Digest,
    /// The stable code of the reason.
    pub code: Code,
    /// How many entries the log had when it was refused.
    pub log_size: u64,
}

impl Statement for Refusal {
    const KIND: Kind = Kind::Refusal;

    fn read_fields(text: &[u8]) -> Result<Self, Fault> {
        let mut reader = Reader::parse(text)?;
        let (council, record) = (read_kind(&mut reader, Kind::Refusal)?, reader.token("record")?);
        let (subject, file) = (reader.token("subject")?, reader.token("file")?);
        let code = reader.value("code")?;
        let expected = Bilingual::new("un code de docs/codes.md", "a code of docs/codes.md");
        let refusal = Self {
            council,
            record,
            subject,
            file,
            code: code.text.parse().map_err(|_| code.fault(&expected))?,
            log_size: reader.token("log-size")?,
        };
        reader.finish()?;
        Ok(refusal)
    }

    fn write(&self) -> String {
        write_kind(Kind::Refusal, &self.council)
            .token("record", &self.record)
            .token("subject", &self.subject)
            .token("file", &self.file)
            .plain("code", self.code.name())
            .token("log-size", &self.log_size)
            .finish()
    }

    fn council(&self) -> &CouncilId {
        &self.council
    }

    fn path(&self, _: Digest) -> FilePath {
        checked_path(&format!("submissions/refusals/{}/{}.refusal", self.subject, self.file.hex()))
    }
}
