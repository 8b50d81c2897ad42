//! A relative path that cannot leave its folder.

use std::borrow::Borrow;
use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

/// A relative, normalised path: segments joined by `/`, none empty, none `.` or `..`,
/// no backslash, no control character, no drive letter.
///
/// Everything inside the program names files by this type; only `source` turns a path of the
/// disk into one, and only `publish` turns one back.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FilePath(Arc<str>);

/// Why a text is not a [`FilePath`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PathFault {
    /// The text is empty.
    #[error("the path is empty")]
    Empty,
    /// The path starts with `/`, ends with `/` or holds `//`.
    #[error("the path has an empty segment")]
    EmptySegment,
    /// A segment is `.` or `..`.
    #[error("the path has a `.` or `..` segment")]
    DotSegment,
    /// A backslash, a colon or a control character.
    #[error("the path holds {0:?}, which some systems read as a separator or a device")]
    Character(char),
}

impl FilePath {
    /// Checks `text` and keeps it.
    ///
    /// # Errors
    /// The first rule the text breaks.
    pub fn parse(text: &str) -> Result<Self, PathFault> {
        if text.is_empty() {
            return Err(PathFault::Empty);
        }
        // Nearly every path is plain ASCII, which the bytes tell.
        let is_plain = |byte: u8| matches!(byte, b' '..=b'~') && !matches!(byte, b'\\' | b':');
        if !text.bytes().all(is_plain)
            && let Some(bad) = text.chars().find(|c| matches!(c, '\\' | ':') || c.is_control())
        {
            return Err(PathFault::Character(bad));
        }
        for segment in text.split('/') {
            match segment {
                "" => return Err(PathFault::EmptySegment),
                "." | ".." => return Err(PathFault::DotSegment),
                _ => {}
            }
        }
        Ok(Self(text.into()))
    }

    /// The path as text, with `/` between segments.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The path as one word of a command that somebody copies into a shell: quoted where a shell would read it
    /// otherwise, and never an option.
    #[must_use]
    pub fn as_argument(&self) -> String {
        let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '/' | '-');
        if self.0.chars().all(plain) && !self.0.starts_with('-') {
            return self.0.to_string();
        }
        let way = if self.0.starts_with('-') { "./" } else { "" };
        format!("'{way}{}'", self.0.replace('\'', "'\\''"))
    }

    /// The last segment.
    #[must_use]
    pub fn file_name(&self) -> &str {
        self.0.rsplit('/').next().unwrap_or(&self.0)
    }

    /// The last segment without its last extension: `2026-03-12-council` for `….md`.
    #[must_use]
    pub fn stem(&self) -> &str {
        let name = self.file_name();
        name.rsplit_once('.').map_or(name, |(stem, _)| stem)
    }

    /// The last extension, without its dot; empty when there is none.
    #[must_use]
    pub fn extension(&self) -> &str {
        self.file_name().rsplit_once('.').map_or("", |(_, extension)| extension)
    }

    /// The segments, first to last.
    pub fn segments(&self) -> impl Iterator<Item = &str> {
        self.0.split('/')
    }

    /// What follows `folder/` in this path, when it lies below that folder.
    #[must_use]
    pub fn below(&self, folder: &str) -> Option<&str> {
        self.0.strip_prefix(folder)?.strip_prefix('/')
    }
}

impl FromStr for FilePath {
    type Err = PathFault;
    fn from_str(text: &str) -> Result<Self, PathFault> {
        Self::parse(text)
    }
}

/// A path compares as its text does, so a tree is asked by text.
impl Borrow<str> for FilePath {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for FilePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl serde::Serialize for FilePath {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl fmt::Debug for FilePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}

#[cfg(test)]
mod tests {
    use super::{FilePath, PathFault};

    #[test]
    fn a_path_is_one_word_of_a_command() {
        for (path, word) in [
            ("content/pages/a.md", "content/pages/a.md"),
            ("content/le plan.jpg", "'content/le plan.jpg'"),
            ("a/$(rm x);'y'.jpg", "'a/$(rm x);'\\''y'\\''.jpg'"),
            ("-r/a.jpg", "'./-r/a.jpg'"),
        ] {
            assert_eq!(FilePath::parse(path).expect("a path").as_argument(), word);
        }
    }

    #[test]
    fn a_path_cannot_leave_its_folder() {
        let cases = [
            ("", PathFault::Empty),
            ("/etc/passwd", PathFault::EmptySegment),
            ("a//b", PathFault::EmptySegment),
            ("a/", PathFault::EmptySegment),
            ("../a", PathFault::DotSegment),
            ("a/./b", PathFault::DotSegment),
            ("a\\b", PathFault::Character('\\')),
            ("C:/a", PathFault::Character(':')),
            ("a\nb", PathFault::Character('\n')),
        ];
        for (text, fault) in cases {
            assert_eq!(FilePath::parse(text), Err(fault), "{text:?}");
        }
    }

    #[test]
    fn names_are_taken_apart() {
        let path = FilePath::parse("content/meetings/2026-03-12-conseil.md").expect("a plain path");
        assert_eq!(path.stem(), "2026-03-12-conseil");
        assert_eq!(path.extension(), "md");
        assert_eq!(path.below("content"), Some("meetings/2026-03-12-conseil.md"));
        assert_eq!(path.below("cont"), None);
    }
}
