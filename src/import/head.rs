//! The head of a record, line by line, with the lines that are left to fill in.

use crate::language::{Bilingual, Language};
use crate::report::{Code, Diagnostic, Place};
use crate::tree::FilePath;

/// A record being written.
#[derive(Debug)]
pub(super) struct Head {
    file: FilePath,
    language: Language,
    text: String,
    to_fill: Vec<Diagnostic>,
}

impl Head {
    /// The head of the record at `file`, with remarks in `language`.
    pub(super) fn new(file: FilePath, language: Language) -> Self {
        Self { file, language, text: "---\n".to_owned(), to_fill: Vec::new() }
    }

    /// A line as it is, which ends up between the two lines `---`.
    pub(super) fn line(&mut self, line: &str) {
        self.text.push_str(line);
        self.text.push('\n');
    }

    /// `key: "words"`.
    pub(super) fn words(&mut self, key: &str, words: &str) {
        self.line(&format!("{key}: {}", quoted(words)));
    }

    /// `key: ["words", …]`; nothing where the list is empty.
    pub(super) fn list<'a>(&mut self, key: &str, words: impl IntoIterator<Item = &'a str>) {
        let words: Vec<String> = words.into_iter().map(quoted).collect();
        if !words.is_empty() {
            self.line(&format!("{key}: [{}]", words.join(", ")));
        }
    }

    /// `key: id`.
    pub(super) fn token(&mut self, key: &str, token: impl std::fmt::Display) {
        self.line(&format!("{key}: {token}"));
    }

    /// A line that the record asks for and the source does not fill: a comment, with what is missing.
    pub(super) fn fill_in(&mut self, line: &str, missing: &Bilingual) {
        let place = self.left_open(line, missing);
        let message = Bilingual::new(format!("`{line}` : {}", missing.fr), format!("`{line}`: {}", missing.en));
        let help = Bilingual::new(
            "remplir la ligne et ôter le `# ` du début",
            "fill the line in and take away the `# ` it begins with",
        );
        self.to_fill.push(Diagnostic::warning(Code::NotSaid, message).at(place).help(help));
    }

    /// The same for a line that the record can do without, of which the account says nothing.
    pub(super) fn left_open(&mut self, line: &str, missing: &Bilingual) -> Place {
        let remark = match self.language {
            Language::Fr => format!("à remplir : {}", missing.fr),
            Language::En => format!("to fill in: {}", missing.en),
        };
        let at = u32::try_from(self.text.lines().count()).unwrap_or(u32::MAX - 1) + 1;
        let indent = line.len() - line.trim_start_matches(' ').len();
        // What a source says is part of the remark: a line end in it would end the comment.
        self.line(&format!("# {}{}  # {}", &line[..indent], on_one_line(line), on_one_line(&remark)));
        Place::file(&self.file).at_line(at)
    }

    /// The file with `body` below the head, and what is to be filled in.
    pub(super) fn finish(mut self, body: &str) -> (FilePath, Vec<u8>, Vec<Diagnostic>) {
        self.text.push_str("---\n");
        let body = body.trim_matches('\n');
        if !body.is_empty() {
            self.text.push('\n');
            self.text.push_str(body);
            self.text.push('\n');
        }
        (self.file, self.text.into_bytes(), self.to_fill)
    }
}

/// Words between quotes, in the form that YAML and JSON share, on one line. Spaces that typographers
/// put stay as they are; control characters, which no head may hold, go.
pub(super) fn quoted(words: &str) -> String {
    serde_json::to_string(&on_one_line(words)).unwrap_or_default()
}

/// Words with one space between them, without control characters.
pub(super) fn on_one_line(words: &str) -> String {
    let shown = |c: &char| !c.is_control() && !matches!(c, '\u{2028}' | '\u{2029}' | '\u{feff}');
    let words = words.split([' ', '\t', '\n', '\r']).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join(" ").chars().filter(shown).collect()
}
