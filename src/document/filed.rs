//! `content/documents/<id>.md`: a file that goes with the council's work, such as a report or a quote,
//! with what it takes to know that it is still the same, and its text for those who cannot read it.

use std::fmt;

use super::fields::Fields;
use crate::council::Date;
use crate::grammar::Token;
use crate::language::Bilingual;
use crate::report::{Code, Diagnostic};
use crate::tree::{Digest, FilePath};

/// A document: the text of its record is the text of the file, for those who cannot read that.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FiledDocument {
    /// The file, below `content/documents/`.
    pub file: FilePath,
    /// What the file is.
    pub mime: MediaType,
    /// The hash of its bytes.
    pub sha256: Digest,
    /// How many pages it has.
    pub pages: Option<u32>,
    /// The day it bears.
    pub date: Option<Date>,
    /// Who wrote it.
    pub author: Option<String>,
}

/// A media type such as `application/pdf`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MediaType(String);

/// The extensions that a council's files mostly have, with their media type.
const KNOWN: [(&str, &str); 11] = [
    ("pdf", "application/pdf"),
    ("csv", "text/csv"),
    ("txt", "text/plain"),
    ("html", "text/html"),
    ("odt", "application/vnd.oasis.opendocument.text"),
    ("ods", "application/vnd.oasis.opendocument.spreadsheet"),
    ("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ("jpg", "image/jpeg"),
    ("png", "image/png"),
    ("mp3", "audio/mpeg"),
];

impl MediaType {
    /// Whether the bytes are text, which any program reads aloud.
    #[must_use]
    pub fn is_text(&self) -> bool {
        self.0.starts_with("text/")
    }

    /// The media type that a file with this extension should have, where it is known.
    #[must_use]
    pub fn of_extension(extension: &str) -> Option<&'static str> {
        KNOWN.iter().find(|(known, _)| *known == extension).map(|(_, mime)| *mime)
    }
}

impl Token for MediaType {
    fn expected() -> Bilingual {
        Bilingual::new("un type de fichier, par exemple `application/pdf`", "a media type such as `application/pdf`")
    }
    fn read(text: &str) -> Option<Self> {
        let (kind, name) = text.split_once('/')?;
        let sound = |part: &str| {
            !part.is_empty()
                && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'+'))
        };
        (sound(kind) && sound(name)).then(|| Self(text.to_ascii_lowercase()))
    }
    fn write(&self) -> String {
        self.0.clone()
    }
}

impl fmt::Display for MediaType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

pub(super) fn read(mut fields: Fields<'_>) -> Option<FiledDocument> {
    let file = read_file(&mut fields);
    let (mime, sha256) = (fields.token("mime"), fields.token("sha256"));
    let (pages, date, author) = (fields.token_if("pages"), fields.token_if("date"), fields.words_if("author"));
    fields.done();
    Some(FiledDocument { file: file?, mime: mime?, sha256: sha256?, pages, date, author })
}

fn read_file(fields: &mut Fields<'_>) -> Option<FilePath> {
    let name = fields.words("file")?;
    let path = FilePath::parse(&format!("content/documents/{name}")).ok();
    if path.as_ref().is_none_or(|path| path.extension() == "md") {
        let message = Bilingual::new(
            format!("trouvé `{name}`, attendu : le nom d’un fichier de content/documents/, par exemple `devis.pdf`"),
            format!("found `{name}`, expected the name of a file in content/documents/, such as `devis.pdf`"),
        );
        fields.report("file", Diagnostic::error(Code::ValueUnexpected, message));
        return None;
    }
    path
}
