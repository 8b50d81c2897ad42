//! What a command prints, in which language, and how it ends.

use std::collections::BTreeSet;
use std::io::{IsTerminal as _, Write as _};

use super::AppError;
use crate::language::{Bilingual, Language};
use crate::report::text::{Style, draw, printable};
use crate::report::{Code, Diagnostic, has_errors};
use crate::tree::{FileTree, hex};

/// The form of a machine or of a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// Lines for people.
    Text,
    /// JSON for machines.
    Json,
}

/// How a command ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// All is well: 0.
    Fine,
    /// Something was found that must be mended: 1.
    Findings,
    /// The command could not run: 2.
    CouldNotRun,
}

impl Status {
    /// The exit status of the process.
    #[must_use]
    pub const fn code(self) -> u8 {
        match self {
            Self::Fine => 0,
            Self::Findings => 1,
            Self::CouldNotRun => 2,
        }
    }
}

/// The language asked for by a flag, else that of the locale.
#[must_use]
pub fn choose_language(flag: Option<Language>) -> Language {
    flag.unwrap_or_else(|| sys_locale::get_locale().map_or(Language::En, |locale| Language::of_locale(&locale)))
}

/// The reader's terminal.
#[derive(Clone, Copy, Debug)]
pub struct Terminal {
    /// The reader's language.
    pub language: Language,
    /// The program that speaks: it can explain a code.
    program: &'static str,
    style: Style,
}

impl Terminal {
    /// A terminal in which `program` speaks `language`, with colours where a person reads and
    /// `NO_COLOR` is not set.
    #[must_use]
    pub fn new(program: &'static str, language: Language) -> Self {
        let coloured = std::io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none();
        Self { language, program, style: if coloured { Style::Coloured } else { Style::Plain } }
    }

    /// Whether somebody can be asked: what is said is seen, and what is typed is read.
    #[must_use]
    pub fn converses(&self) -> bool {
        std::io::stdin().is_terminal() && std::io::stderr().is_terminal()
    }

    /// Whether somebody sees a line that is written over again and again.
    #[must_use]
    pub fn shows_progress(&self) -> bool {
        std::io::stderr().is_terminal()
    }

    /// Writes words over the line before, without ending it; none clear it.
    pub fn over(&self, words: &str) {
        let mut out = std::io::stderr().lock();
        // Nothing depends on a line of progress.
        let _ = write!(out, "\r\x1b[K{words}").and_then(|()| out.flush());
    }

    /// Prints a line of result. A closed pipe is not an error: the reader has seen enough.
    pub fn say(&self, fr: &str, en: &str) {
        let words = match self.language {
            Language::Fr => fr,
            Language::En => en,
        };
        self.line(words);
    }

    /// Prints a line that is the same in both languages.
    pub fn line(&self, words: &str) {
        let _ = writeln!(std::io::stdout(), "{}", printable(words));
    }

    /// Prints a line of advice beside the result, on standard error.
    pub fn hint(&self, fr: &str, en: &str) {
        let words = match self.language {
            Language::Fr => fr,
            Language::En => en,
        };
        let _ = writeln!(std::io::stderr(), "{}", printable(words));
    }

    /// Prints bytes as they are.
    pub fn bytes(&self, bytes: &[u8]) {
        let _ = std::io::stdout().write_all(bytes);
    }

    /// Prints a value as indented JSON.
    pub fn json(&self, value: &impl serde::Serialize) {
        let text = serde_json::to_string_pretty(value).expect("strings, numbers and lists always have a JSON form");
        self.bytes(escaped(&text).as_bytes());
        self.bytes(b"\n");
    }

    /// Draws findings on standard error, with excerpts from `files`; says how the command ends.
    #[must_use]
    pub fn show(&self, findings: &[Diagnostic], files: &FileTree) -> Status {
        for finding in findings {
            let bytes = finding.place.as_ref().and_then(|place| files.get_str(&place.file));
            let source = bytes.and_then(|bytes| std::str::from_utf8(bytes).ok());
            let _ = writeln!(std::io::stderr(), "{}\n", draw(finding, source, self.language, self.style));
        }
        self.learn_more(findings.iter().map(|finding| finding.code));
        if has_errors(findings) { Status::Findings } else { Status::Fine }
    }

    /// Says where to read more about the codes that were told; nothing where none was.
    pub fn learn_more(&self, codes: impl Iterator<Item = Code>) {
        let codes: BTreeSet<Code> = codes.collect();
        let Some(first) = codes.first() else { return };
        let program = self.program;
        let (fr, en) = match codes.len() {
            1 => ("", ""),
            _ => (", de même pour les autres codes", ", and so for the other codes"),
        };
        self.hint(
            &format!("pour en savoir plus : {program} explain {first}{fr}"),
            &format!("to know more: {program} explain {first}{en}"),
        );
    }

    /// Says why a command did not do its work.
    #[must_use]
    pub fn fail(&self, error: &AppError) -> Status {
        match error {
            AppError::Findings(findings) => {
                let _ = self.show(findings, &FileTree::new());
                Status::Findings
            }
            AppError::Refused(reason) => {
                let _ = self.show(std::slice::from_ref(reason), &FileTree::new());
                Status::CouldNotRun
            }
            AppError::CouldNotRun { message, help } => {
                let labels = match self.language {
                    Language::Fr => ("erreur", "aide"),
                    Language::En => ("error", "help"),
                };
                let words = |text: &Bilingual| printable(text.get(self.language));
                let _ = writeln!(std::io::stderr(), "{}: {}", labels.0, words(message));
                if let Some(help) = help {
                    let _ = writeln!(std::io::stderr(), "{}: {}", labels.1, words(help));
                }
                Status::CouldNotRun
            }
        }
    }
}

/// JSON whose every character can be shown: control and format characters beyond ASCII, which
/// JSON allows in strings, are escaped.
fn escaped(json: &str) -> String {
    let hidden = |c: char| !c.is_ascii() && printable(&c.to_string()) != c.to_string();
    let escape = |c: char, out: &mut String| {
        for unit in c.encode_utf16(&mut [0; 2]) {
            out.push_str("\\u");
            out.push_str(&hex(&unit.to_be_bytes()));
        }
    };
    // `#` stands only inside strings; the machines of some forges look for `##[` in any output.
    json.replace("##", "#\\u0023").chars().fold(String::with_capacity(json.len()), |mut out, c| {
        if hidden(c) {
            escape(c, &mut out);
        } else {
            out.push(c);
        }
        out
    })
}
