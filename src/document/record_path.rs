//! A record named from outside its folder: `minutes/2026-03-12-council`.

use std::fmt;

use super::catalogue::RecordKind;
use super::record::RecordId;
use crate::grammar::Token;
use crate::language::Language;
use crate::report::Bilingual;
use crate::tree::FilePath;

/// A record's folder and id, and the language where one of its translations is meant.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct RecordPath {
    /// The folder below `content/`.
    pub folder: &'static str,
    /// The record.
    pub id: RecordId,
    /// The language that its file's name says.
    pub language: Option<Language>,
}

impl RecordPath {
    /// The record whose file lies at `path`; nothing where it is none.
    #[must_use]
    pub fn of_file(path: &FilePath) -> Option<Self> {
        Self::read(path.below("content")?.strip_suffix(".md")?)
    }

    /// Its file.
    #[must_use]
    pub fn file(&self) -> FilePath {
        FilePath::parse(&format!("content/{self}.md")).expect("a folder and an id make a path")
    }

    /// Whether it is the record `id` of `folder`, or a translation of it.
    #[must_use]
    pub fn is_of(&self, folder: &str, id: &RecordId) -> bool {
        self.folder == folder && self.id == *id
    }
}

impl Token for RecordPath {
    fn expected() -> Bilingual {
        Bilingual::new(
            "une fiche, par son dossier et son nom : `minutes/2026-03-12-conseil`",
            "a record, by its folder and its name: `minutes/2026-03-12-council`",
        )
    }

    fn read(text: &str) -> Option<Self> {
        let (folder, name) = text.split_once('/')?;
        let folder = RecordKind::ALL.iter().find(|kind| kind.folder == folder)?.folder;
        let (id, language) = match name.rsplit_once('.') {
            Some((id, code)) => (id, Some(code.parse().ok()?)),
            None => (name, None),
        };
        Some(Self { folder, id: RecordId::read(id)?, language })
    }

    fn write(&self) -> String {
        self.to_string()
    }
}

impl fmt::Display for RecordPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.folder, self.id)?;
        self.language.map_or(Ok(()), |language| write!(f, ".{language}"))
    }
}

#[cfg(test)]
mod tests {
    use super::RecordPath;
    use crate::grammar::Token as _;
    use crate::tree::FilePath;

    #[test]
    fn a_record_is_named_by_folder_and_id() {
        for (text, file) in [
            ("minutes/2026-03-12", Some("content/minutes/2026-03-12.md")),
            ("news/a.en", Some("content/news/a.en.md")),
            ("news/a.de", None),
            ("nouvelles/a", None),
            ("news/a/b", None),
            ("news/../a", None),
            ("a", None),
        ] {
            let path = RecordPath::read(text);
            assert_eq!(path.as_ref().map(|path| path.file().to_string()).as_deref(), file, "{text}");
            let again = file.and_then(|file| RecordPath::of_file(&FilePath::parse(file).expect("a path")));
            assert_eq!(again, path, "{text}");
        }
    }
}
