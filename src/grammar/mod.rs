//! The strict line grammar of everything that is signed, and where a signed file's text ends.
//!
//! ```text
//! text   = 1*field
//! field  = key ": " value LF
//!        / key ":" LF 1*item
//! item   = "  - " value LF
//!        / "  - " key ": " value LF *( "    " key ": " value LF )
//! key    = [a-z] *[a-z0-9-]
//! value  = plain / DQUOTE words DQUOTE
//! plain  = [A-Za-z0-9] *[A-Za-z0-9 .,:/+=@_-]      no ": ", no two spaces, no final space or ":"
//! words  = 1*character                               NFC, no `"`, no `\`, no control, format, bidi,
//!                                                    private-use or unassigned character, no outer space
//! ```
//!
//! Keys come in one fixed order for each kind. One value has one spelling, so a text that is
//! read and written again is the same bytes. Every such text is also valid YAML, as a courtesy
//! to other readers; no YAML parser is used here. Unicode properties are those of the version
//! [`UNICODE_VERSION`] names.
//!
//! A signed file is a text followed by armours: [`split`] finds the border and looks at nothing
//! else. [`Reader`] takes a text apart; [`Writer`] builds one. A [`Fault`] is where and why not.

mod fields;
mod reader;
mod split;
mod text;
mod writer;

pub use fields::Value;
pub use reader::Reader;
pub use split::{ARMOUR_BEGIN, ARMOUR_END, SignedFile, split};
pub use text::{UNICODE_VERSION, check_prose, check_words};
pub use writer::Writer;

use crate::language::Bilingual;

/// A value with one spelling in the grammar: an id, a number, a digest, an instant.
pub trait Token: Sized {
    /// What a reader expects to find, as the end of "expected …".
    fn expected() -> Bilingual;
    /// The value `text` spells, when it is the one spelling of it.
    fn read(text: &str) -> Option<Self>;
    /// The one spelling.
    fn write(&self) -> String;
    /// Every spelling there is; none where they cannot be listed.
    #[must_use]
    fn words() -> &'static [&'static str] {
        &[]
    }
}

impl<T: Token> Token for Option<T> {
    fn expected() -> Bilingual {
        let Bilingual { fr, en } = T::expected();
        Bilingual::new(format!("{fr}, ou `none`"), format!("{en}, or `none`"))
    }
    fn read(text: &str) -> Option<Self> {
        if text == "none" { Some(None) } else { T::read(text).map(Some) }
    }
    fn write(&self) -> String {
        self.as_ref().map_or_else(|| "none".to_owned(), T::write)
    }
}

/// What kind of thing is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FaultKind {
    /// The bytes were altered on the way: line ends, byte order marks, another encoding.
    Damaged,
    /// The text is whole but not of the grammar.
    Grammar,
}

/// The first place where a text leaves the grammar. Line and column count from 1.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Damage on the way, or another grammar.
    pub kind: FaultKind,
    /// The line; 1 where the text as a whole is meant.
    pub line: u32,
    /// The column, in characters.
    pub column: u32,
    /// How many characters are meant.
    pub length: u32,
    /// What was found and what was expected.
    pub message: Bilingual,
}

impl Fault {
    /// A departure from the grammar at a line and column.
    #[must_use]
    pub fn at(line: u32, column: u32, fr: impl Into<String>, en: impl Into<String>) -> Self {
        Self { kind: FaultKind::Grammar, line, column, length: 1, message: Bilingual::new(fr, en) }
    }

    /// Damage on the way.
    #[must_use]
    pub fn damaged(line: u32, fr: impl Into<String>, en: impl Into<String>) -> Self {
        Self { kind: FaultKind::Damaged, ..Self::at(line, 1, fr, en) }
    }

    /// The same fault in a text that begins `lines` lines further down its file.
    #[must_use]
    pub fn shifted(mut self, lines: u32) -> Self {
        self.line += lines;
        self
    }
}

impl std::fmt::Display for Fault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}:{}: {}", self.line, self.column, self.message.en)
    }
}

#[cfg(test)]
mod tests {
    use super::{FaultKind, Reader, UNICODE_VERSION, Writer, split};

    fn fault_of(text: &[u8]) -> super::Fault {
        Reader::parse(text).expect_err("the text must be refused")
    }

    #[test]
    fn a_text_read_and_written_is_the_same_bytes() {
        let text = "format: ballot/1\ntitle: \"Été\"\nchoices:\n  - a\n  - b\noptions:\n  - id: x\n    cost: 12\n  - id: y\n    cost: 3\n";
        let mut reader = Reader::parse(text.as_bytes()).expect("of the grammar");
        let mut writer = Writer::new().plain("format", reader.value("format").expect("first").text);
        writer = writer.words("title", &reader.words("title").expect("second"));
        let choices: Vec<_> = reader.list("choices").expect("third").into_iter().map(|value| value.text).collect();
        writer = writer.list("choices", choices);
        let options: Vec<(String, String)> = reader
            .records("options")
            .expect("fourth")
            .into_iter()
            .map(|mut r| (r.value("id").expect("id").text.to_owned(), r.value("cost").expect("cost").text.to_owned()))
            .collect();
        writer = writer.records("options", &options, |w, (id, cost)| w.plain("id", id).plain("cost", cost));
        reader.finish().expect("nothing left");
        assert_eq!(writer.finish(), text);
    }

    #[test]
    fn damage_is_named_as_such() {
        for text in [&b"\xef\xbb\xbfa: b\n"[..], b"a: b\r\n", b"a: b", b"\xff\xfea\0", b"a: \xff\n"] {
            assert_eq!(fault_of(text).kind, FaultKind::Damaged, "{text:?}");
        }
    }

    #[test]
    fn what_is_not_of_the_grammar_is_refused() {
        let cases = [
            "",
            "a\n",
            "a:b\n",
            "a: \n",
            "A: b\n",
            "a: [b]\n",
            "a: &x b\n",
            "a: *x\n",
            "a: !t b\n",
            "a: b # c\n",
            "a: b  c\n",
            "a: b \n",
            "a: - b\n",
            "a:\n",
            "a:\nb: c\n",
            "  - a\n",
            "    a: b\n",
            "a: b\n  - c\n",
            "a:\n  - b\n    c: d\n",
            "a: \"\"\n",
            "a: \"b\n",
            "a: \"b\\c\"\n",
            "a: \" b\"\n",
            "a: \"b\u{202e}\"\n",
            "a: \"e\u{301}\"\n",
            "a: \"b\u{2028}c\"\n",
            "a: \"b\u{ffff}\"\n",
            "a: \"b\u{378}\"\n",
            "a: \"b\tc\"\n",
            "a: é\n",
            "a: b: c\n",
            "a: b:\n",
            "\n",
            "a: b\n\n",
        ];
        for text in cases {
            assert!(Reader::parse(text.as_bytes()).is_err(), "{text:?}");
        }
    }

    #[test]
    fn keys_have_one_order() {
        let mut reader = Reader::parse(b"b: 1\na: 2\n").expect("of the grammar");
        assert!(reader.value("a").expect_err("b comes first").message.en.contains("found key `b`"));
    }

    #[test]
    fn a_signed_file_has_text_and_armour() {
        assert!(split(b"a: b\n").is_err());
        assert!(split(b"-----BEGIN SSH SIGNATURE-----\n").is_err());
        assert!(split(b"-----BEGIN X-----\n-----BEGIN SSH SIGNATURE-----\n").is_err());
        let file = split(b"a: b\n-----BEGIN SSH SIGNATURE-----\nx\n").expect("both halves");
        assert_eq!(file.text, b"a: b\n");
    }

    #[test]
    fn the_unicode_version_is_the_documented_one() {
        // A change of tables could change what is taken: it is a change of format.
        let (major, ..) = UNICODE_VERSION;
        let normalization = unicode_normalization::UNICODE_VERSION;
        assert_eq!((major, u64::from(normalization.0)), (18, 18));
    }
}
