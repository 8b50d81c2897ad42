//! A line of the log: `entry/1 <kind> <subject> sha256:<hash of the whole signed file>`.
//!
//! ASCII, without voter, choice or content: erasing a file reveals nothing, and `sha256sum` of
//! a file finds its line. The subject is the vote, the roll, the proposal or `council`. The
//! leaf of the log is the line without its LF.

use super::Kind;
use crate::grammar::{Fault, Token as _};
use crate::language::Bilingual;
use crate::tree::Digest;

/// One recorded file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// What the file is.
    pub kind: Kind,
    /// The vote, the roll, the proposal; `council` for genesis and roles.
    pub subject: String,
    /// SHA-256 of the whole file, armours included.
    pub file: Digest,
}

impl Entry {
    /// The line, without its LF.
    #[must_use]
    pub fn line(&self) -> String {
        ["entry/1 ", self.kind.word(), " ", &self.subject, " sha256:", &self.file.hex()].concat()
    }

    fn read(line: &str, number: u32) -> Result<Self, Fault> {
        let fault = || {
            let expected = "`entry/1 <kind> <subject> sha256:<hash>`";
            Fault::at(
                number,
                1,
                format!("ligne du journal mal formée ; attendu : {expected}"),
                format!("malformed line of the log; expected {expected}"),
            )
        };
        let mut parts = line.split(' ');
        let mut next = || parts.next().ok_or_else(fault);
        let (format, kind, subject, file) = (next()?, next()?, next()?, next()?);
        let entry = Self {
            kind: Kind::read(kind).ok_or_else(fault)?,
            subject: subject.to_owned(),
            file: file.parse().map_err(|_| fault())?,
        };
        let plain = subject.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-'));
        // Each part has one spelling, so the line is the one that would be written.
        if format == "entry/1" && plain && parts.next().is_none() { Ok(entry) } else { Err(fault()) }
    }
}

/// Reads `submissions/log/entries`: one entry a line, each ended by LF.
///
/// # Errors
/// The first line that is no entry.
pub fn read_entries(bytes: &[u8]) -> Result<Vec<Entry>, Fault> {
    let text = std::str::from_utf8(bytes)
        .map_err(|_| Fault::damaged(1, "le journal n’est pas de l’ASCII", "the log is not ASCII"))?;
    if text.contains('\r') {
        return Err(Fault::damaged(
            1,
            "le journal a des fins de ligne Windows (CR LF) : `git config core.autocrlf false`, puis un clone neuf",
            "the log has Windows line ends (CR LF): `git config core.autocrlf false`, then a fresh clone",
        ));
    }
    if !text.is_empty() && !text.ends_with('\n') {
        let Bilingual { fr, en } =
            Bilingual::new("la dernière ligne du journal n’a pas de fin", "the last line of the log has no end");
        return Err(Fault::damaged(1, fr, en));
    }
    (1..).zip(text.split_terminator('\n')).map(|(number, line)| Entry::read(line, number)).collect()
}

/// Writes `submissions/log/entries`.
#[must_use]
pub fn write_entries(entries: &[Entry]) -> String {
    entries.iter().map(|entry| entry.line() + "\n").collect()
}

#[cfg(test)]
mod tests {
    use super::{read_entries, write_entries};

    #[test]
    fn entries_have_one_spelling() {
        let hash = "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
        let log = format!("entry/1 genesis council {hash}\nentry/1 ballot budget-2026 {hash}\n");
        assert_eq!(read_entries(log.as_bytes()).map(|entries| write_entries(&entries)), Ok(log.clone()));
        for bad in [
            format!("entry/2 genesis council {hash}\n"),
            format!("entry/1 genesis  council {hash}\n"),
            format!("entry/1 genesis council {hash} x\n"),
            format!("entry/1 king council {hash}\n"),
            format!("entry/1 genesis Council {hash}\n"),
            format!("entry/1 genesis council {hash}"),
            format!("entry/1 genesis council {hash}\r\n"),
            "\n".to_owned(),
        ] {
            assert!(read_entries(bad.as_bytes()).is_err(), "{bad:?}");
        }
    }
}
