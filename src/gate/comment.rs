//! A comment on a pull request, in Markdown: a line of verdict, a table, how to mend each path.
//!
//! Words that a stranger could have chosen (a path, a message that quotes it) stand in `<code>`,
//! every character but letters, digits and spaces written as a numeric reference. Such a
//! reference is never markup (`CommonMark` 0.31, section 2.5), and what forges make of plain
//! text once it is rendered (mentions, numbers of issues, addresses) they do not do inside
//! `<code>`.

use std::fmt::Write as _;

use super::{Answer, Report, Verdict, kind_in_words};
use crate::language::{Bilingual, Language};
use crate::report::Code;
use crate::report::text::printable;

/// The longest stranger's text shown, in characters.
const LONGEST: usize = 240;
/// The most bytes of each of the four lists: the smallest limit of a forge is 65,536 characters a
/// comment.
const MOST_OF_PART: usize = 15_000;

/// The comment, in `language` first, the other one folded.
#[must_use]
pub fn comment(report: &Report, language: Language) -> String {
    let other = match language {
        Language::Fr => Language::En,
        Language::En => Language::Fr,
    };
    let name = match other {
        Language::Fr => "Français",
        Language::En => "English",
    };
    format!("{}\n<details>\n<summary>{name}</summary>\n\n{}\n</details>\n", part(report, language), part(report, other))
}

fn part(report: &Report, language: Language) -> String {
    let mut out = verdict_line(report, language);
    if report.verdicts.is_empty() {
        return out;
    }
    let words = Bilingual::new("| verdict | chemin | motif |", "| verdict | path | reason |");
    let _ = write!(out, "\n{}\n| --- | --- | --- |\n", words.get(language));
    // Refusals first: a long table is cut at its end.
    let refused = report.verdicts.iter().filter(|verdict| !verdict.answer.is_taken());
    let taken = report.verdicts.iter().filter(|verdict| verdict.answer.is_taken());
    fill(&mut out, refused.clone().chain(taken).map(|verdict| row(verdict, language)), language);
    let mends: Vec<String> = refused.map(|verdict| mend(verdict, language)).collect();
    if !mends.is_empty() {
        let words = Bilingual::new("\n**Comment corriger**\n\n", "\n**How to fix**\n\n");
        out.push_str(words.get(language));
        fill(&mut out, mends.into_iter(), language);
        let words = Bilingual::new("**En savoir plus** : ", "**More about a reason**: ");
        let explain = report.verdicts.iter().find_map(|verdict| verdict.answer.code()).map(Code::name);
        let explain = code(&format!("scrutineer explain {}", explain.unwrap_or_default()));
        let _ = write!(out, "\n{}{explain}\n", words.get(language));
    }
    out
}

/// Adds lines as long as there is room, then says how many are left out.
fn fill(out: &mut String, lines: impl Iterator<Item = String>, language: Language) {
    let start = out.len();
    let mut left_out = 0_u32;
    for line in lines {
        if left_out > 0 || out.len() - start + line.len() > MOST_OF_PART {
            left_out += 1;
        } else {
            out.push_str(&line);
        }
    }
    if left_out > 0 {
        let words = Bilingual::new(
            format!("\n… et {left_out} de plus : voir le rapport JSON.\n"),
            format!("\n… and {left_out} more: see the JSON report.\n"),
        );
        out.push_str(words.get(language));
    }
}

fn verdict_line(report: &Report, language: Language) -> String {
    let (taken, refused) = (report.counts.taken as u64, report.counts.refused as u64);
    let words = match (taken, refused) {
        (0, 0) => Bilingual::new("**Rien à juger.**", "**Nothing to judge.**"),
        (taken, 0) => Bilingual::new(
            format!(
                "**Peut être fusionné** : {taken} {} une fois consigné{}.",
                Language::Fr.agree(taken, "fichier pris ; il compte", "fichiers pris ; ils comptent"),
                Language::Fr.agree(taken, "", "s"),
            ),
            format!(
                "**Can be merged**: {taken} {} recorded.",
                Language::En.agree(taken, "file taken; it counts once it is", "files taken; they count once they are"),
            ),
        ),
        _ => Bilingual::new(
            format!(
                "**Ne peut pas être fusionné** : {refused} {}, {taken} pris.",
                Language::Fr.agree(refused, "chemin refusé", "chemins refusés"),
            ),
            format!(
                "**Cannot be merged**: {refused} {} refused, {taken} taken.",
                Language::En.agree(refused, "path", "paths"),
            ),
        ),
    };
    format!("{}\n", words.get(language))
}

fn row(verdict: &Verdict, language: Language) -> String {
    let path = code(&verdict.path);
    match &verdict.answer {
        Answer::Taken { kind, subject, note, .. } => {
            let word = Bilingual::new("pris", "taken");
            let note = note
                .as_ref()
                .map(|note| format!("{}{}", colon(language), code(note.get(language))))
                .unwrap_or_default();
            format!(
                "| {} | {path} | {} {}{note} |\n",
                word.get(language),
                code(kind_in_words(kind).get(language)),
                code(subject)
            )
        }
        Answer::Refused { code: reason, .. } => {
            let word = Bilingual::new("**refusé**", "**refused**");
            format!("| {} | {path} | {} |\n", word.get(language), code(reason.name()))
        }
    }
}

fn mend(verdict: &Verdict, language: Language) -> String {
    let Answer::Refused { code: reason, place, message, help, submission } = &verdict.answer else {
        return String::new();
    };
    let at = place.map(|spot| format!(" ({}:{})", spot.line, spot.column)).unwrap_or_default();
    let words = Bilingual::new(
        " Une clé de la liste l’a signé : si le greffe le fusionne quand même, un refus motivé est consigné.",
        " A key of the roll signed it: if the clerk merges it nonetheless, a refusal with its reason is recorded.",
    );
    let recorded = if *submission { words.get(language) } else { "" };
    format!(
        "- {}{at} — {}{}{}<br>{}{recorded}\n",
        code(&verdict.path),
        reason.meaning(language),
        colon(language),
        code(message.get(language)),
        // The remedy is ours, word for word; its only markup is the one it is written with.
        help.get(language)
    )
}

const fn colon(language: Language) -> &'static str {
    match language {
        Language::Fr => " : ",
        Language::En => ": ",
    }
}

/// A stranger's text as code that holds no markup.
fn code(text: &str) -> String {
    let mut out = "<code>".to_owned();
    for (at, c) in printable(text).chars().enumerate() {
        if at == LONGEST {
            out.push('…');
            break;
        }
        match c {
            'a'..='z' | 'A'..='Z' | '0'..='9' | ' ' => out.push(c),
            '\n' | '\r' => out.push(' '),
            // Writing to a String cannot fail.
            _ => drop(write!(out, "&#{};", u32::from(c))),
        }
    }
    out + "</code>"
}
