//! Two versions of a text, word by word.
//!
//! Lines are compared first, then the words of the lines that changed; so a moved line end is no
//! change. The same two texts always give the same lines, whatever the machine.

use std::ops::Range;

use similar::{Algorithm, DiffOp, DiffTag, capture_diff_slices_by_key};

/// The longest text that is compared, in bytes.
const LONGEST: usize = 256 * 1024;
/// The most words of one changed place that are compared one by one.
const MOST_WORDS: usize = 8_000;
/// The most characters that are shown of one comparison.
const MOST_SHOWN: usize = 40_000;

/// A piece of a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    /// In both texts.
    Same(String),
    /// Taken out.
    Out(String),
    /// Put in.
    In(String),
}

/// A line of a comparison.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Line {
    /// So many lines are the same.
    Gap(usize),
    /// A line that changed, or one beside it.
    Words(Vec<Piece>),
}

/// What a comparison came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Comparison {
    /// Nothing differs but spaces and line ends.
    Same,
    /// The texts are too long to be compared.
    TooLong,
    /// These lines; and how many that changed are left out at the end.
    Lines(Vec<Line>, usize),
}

/// Compares two texts.
#[must_use]
pub fn of_texts(old: &str, new: &str) -> Comparison {
    if old.len().max(new.len()) > LONGEST {
        return Comparison::TooLong;
    }
    let (old, new) = (lines_of(old), lines_of(new));
    let mut lines = Vec::new();
    for op in compared(&old, &new) {
        let (tag, old_range, new_range) = op.as_tag_tuple();
        if tag == DiffTag::Equal {
            lines.extend(old[old_range].iter().map(|line| vec![Piece::Same((*line).to_owned())]));
        } else {
            lines.extend(split(of_words(&old[old_range].join("\n"), &new[new_range].join("\n"))));
        }
    }
    lines.retain(|line| line.iter().any(|piece| !text(piece).trim().is_empty()));
    if lines.iter().all(|line| is_same(line)) { Comparison::Same } else { shown(lines) }
}

/// Compares two short texts.
#[must_use]
pub fn of_words(old: &str, new: &str) -> Vec<Piece> {
    let (old, new) = (tokens(old), tokens(new));
    let ops = if old.len().max(new.len()) > MOST_WORDS {
        vec![replaced(0..old.len(), 0..new.len())]
    } else {
        calmed(compared(&old, &new), &old, &new)
    };
    let mut pieces = Vec::new();
    for op in ops {
        let (tag, old_range, new_range) = op.as_tag_tuple();
        if tag == DiffTag::Equal {
            pieces.push(Piece::Same(new[new_range].concat()));
        } else {
            pieces.extend(told(old[old_range].concat(), new[new_range].concat()));
        }
    }
    pieces.retain(|piece| !text(piece).is_empty());
    pieces
}

/// The lines of a text; spaces at their ends mean nothing here.
fn lines_of(text: &str) -> Vec<&str> {
    text.lines().map(str::trim_end).collect()
}

/// Words, runs of spaces, and every other character alone.
fn tokens(text: &str) -> Vec<&str> {
    let kind = |c: char| (c.is_whitespace(), c.is_alphanumeric());
    let mut tokens = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let alone = kind(first) == (false, false);
        let end = rest.char_indices().skip(1).find(|(_, c)| alone || kind(*c) != kind(first));
        let (token, after) = rest.split_at(end.map_or(rest.len(), |(at, _)| at));
        tokens.push(token);
        rest = after;
    }
    tokens
}

/// The steps from one list to the other; one run of spaces is as good as another.
fn compared(old: &[&str], new: &[&str]) -> Vec<DiffOp> {
    let key = |token: &&'_ str| {
        if !token.is_empty() && token.trim().is_empty() { " ".to_owned() } else { (*token).to_owned() }
    };
    capture_diff_slices_by_key(Algorithm::Myers, old, new, key)
}

fn replaced(old: Range<usize>, new: Range<usize>) -> DiffOp {
    DiffOp::Replace { old_index: old.start, old_len: old.len(), new_index: new.start, new_len: new.len() }
}

/// Steps that are easier to read: what stayed between two changes stays only where it is longer than one
/// of them. Two words that happen to be the same do not tear a sentence apart.
fn calmed(ops: Vec<DiffOp>, old: &[&str], new: &[&str]) -> Vec<DiffOp> {
    let length = |tokens: &[&str]| tokens.iter().map(|token| token.chars().count()).sum::<usize>();
    let size = |op: &DiffOp| length(&old[op.old_range()]).max(length(&new[op.new_range()]));
    let mut calm: Vec<DiffOp> = Vec::new();
    for op in ops {
        calm.push(op);
        while let [.., before, stayed, after] = calm.as_slice()
            && stayed.tag() == DiffTag::Equal
            && size(stayed) <= size(before).min(size(after))
        {
            let joined = joined(before, after);
            calm.truncate(calm.len() - 3);
            calm.push(joined);
        }
    }
    // The mark of a list stays with the words behind it, where these fill lines of their own.
    if let [mark, after, ..] = calm.as_slice()
        && mark.tag() == DiffTag::Equal
        && !old[mark.old_range()].iter().any(|token| token.starts_with(char::is_alphanumeric))
        && old[after.old_range()].iter().chain(&new[after.new_range()]).any(|token| token.contains('\n'))
    {
        let joined = joined(mark, after);
        calm.splice(..2, [joined]);
    }
    calm
}

/// One step in place of two and what is between them.
fn joined(before: &DiffOp, after: &DiffOp) -> DiffOp {
    replaced(before.old_range().start..after.old_range().end, before.new_range().start..after.new_range().end)
}

/// What a step takes out and puts in; spaces alone are not told beside words.
fn told(out: String, put_in: String) -> Vec<Piece> {
    let is_blank = |text: &str| text.trim().is_empty();
    match (is_blank(&out), is_blank(&put_in)) {
        (true, true) => vec![Piece::Same(put_in)],
        (true, false) => vec![Piece::In(put_in)],
        (false, true) => vec![Piece::Out(out)],
        (false, false) => {
            // A space at the end of both is the same one.
            match (out.strip_suffix(' '), put_in.strip_suffix(' ')) {
                (Some(out), Some(put_in)) => {
                    vec![Piece::Out(out.to_owned()), Piece::In(put_in.to_owned()), Piece::Same(" ".to_owned())]
                }
                _ => vec![Piece::Out(out), Piece::In(put_in)],
            }
        }
    }
}

/// The words of a piece.
#[must_use]
pub fn text(piece: &Piece) -> &str {
    match piece {
        Piece::Same(text) | Piece::Out(text) | Piece::In(text) => text,
    }
}

fn with_text(piece: &Piece, text: &str) -> Piece {
    match piece {
        Piece::Same(_) => Piece::Same(text.to_owned()),
        Piece::Out(_) => Piece::Out(text.to_owned()),
        Piece::In(_) => Piece::In(text.to_owned()),
    }
}

/// Pieces as lines. What fills more than one line stands on lines of its own.
fn split(pieces: Vec<Piece>) -> Vec<Vec<Piece>> {
    let mut lines = vec![Vec::new()];
    let is_long = |piece: &Piece| !matches!(piece, Piece::Same(_)) && text(piece).trim().contains('\n');
    let mut after_long = false;
    for piece in pieces {
        let apart = is_long(&piece) || (after_long && !matches!(piece, Piece::Same(_)));
        after_long = is_long(&piece);
        for (number, part) in text(&piece).split('\n').enumerate() {
            if number > 0 || (apart && lines.last().is_some_and(|line| !line.is_empty())) {
                lines.push(Vec::new());
            }
            if let Some(line) = lines.last_mut().filter(|_| !part.is_empty()) {
                line.push(with_text(&piece, part));
            }
        }
    }
    lines
}

/// Whether nothing differs in a line but spaces.
fn is_same(line: &[Piece]) -> bool {
    line.iter().all(|piece| matches!(piece, Piece::Same(_)) || text(piece).trim().is_empty())
}

/// What changed, with one line before and after, up to the most that is shown.
fn shown(lines: Vec<Vec<Piece>>) -> Comparison {
    let changed: Vec<bool> = lines.iter().map(|line| !is_same(line)).collect();
    let is_near = |at: usize| changed[at.saturating_sub(1)..(at + 2).min(changed.len())].contains(&true);
    let (mut found, mut gap, mut length, mut left_out) = (Vec::new(), 0, 0, 0);
    for (at, line) in lines.into_iter().enumerate() {
        if length >= MOST_SHOWN {
            left_out += usize::from(changed[at]);
        } else if is_near(at) {
            if gap > 0 {
                found.push(Line::Gap(std::mem::take(&mut gap)));
            }
            found.push(Line::Words(clipped(line, &mut length)));
        } else {
            gap += 1;
        }
    }
    if gap > 0 {
        found.push(Line::Gap(gap));
    }
    Comparison::Lines(found, left_out)
}

/// The pieces up to the most characters that are shown.
fn clipped(line: Vec<Piece>, length: &mut usize) -> Vec<Piece> {
    let mut kept = Vec::new();
    for piece in line {
        let room = MOST_SHOWN.saturating_sub(*length);
        let words = text(&piece);
        *length += words.chars().count();
        match words.char_indices().nth(room) {
            Some((end, _)) => {
                kept.push(with_text(&piece, &format!("{}…", &words[..end])));
                return kept;
            }
            None => kept.push(piece),
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::{Comparison, Line, MOST_SHOWN, Piece, of_texts, of_words};

    /// `[-out-]` and `{+in+}`, as git writes it.
    fn drawn(pieces: &[Piece]) -> String {
        let one = |piece: &Piece| match piece {
            Piece::Same(text) => text.clone(),
            Piece::Out(text) => format!("[-{text}-]"),
            Piece::In(text) => format!("{{+{text}+}}"),
        };
        pieces.iter().map(one).collect()
    }

    fn lines(old: &str, new: &str) -> Vec<String> {
        let Comparison::Lines(lines, 0) = of_texts(old, new) else { return Vec::new() };
        let line = |line: &Line| match line {
            Line::Gap(number) => format!("({number})"),
            Line::Words(pieces) => drawn(pieces),
        };
        lines.iter().map(line).collect()
    }

    #[test]
    fn words_that_changed_are_told() {
        for (old, new, drawn_as) in [
            ("huit heures", "neuf heures", "[-huit-]{+neuf+} heures"),
            ("le bel été", "le très bel été", "le {+très +}bel été"),
            ("a b c", "a c", "a [-b -]c"),
            ("un deux trois quatre cinq", "un sept huit quatre cinq", "un [-deux trois-]{+sept huit+} quatre cinq"),
            ("tout autre chose ici", "rien de cela", "[-tout autre chose ici-]{+rien de cela+}"),
            ("12 000 €", "13 000 €", "[-12-]{+13+} 000 €"),
            ("planned", "held", "[-planned-]{+held+}"),
            ("Le, chat noir", "Un gros chat noir", "[-Le,-]{+Un gros+} chat noir"),
            (
                "à la mairie de la ville",
                "au parc ou sur la place",
                "[-à la mairie de la ville-]{+au parc ou sur la place+}",
            ),
            ("", "new", "{+new+}"),
            ("same", "same", "same"),
        ] {
            assert_eq!(drawn(&of_words(old, new)), drawn_as);
        }
    }

    #[test]
    fn lines_far_from_a_change_are_counted() {
        let text = |word: &str| format!("a\n\nb\n\nc\n\nle {word} square\n\nd\n\ne\n");
        let expected = ["(2)", "c", "le [-petit-]{+grand+} square", "d", "(1)"];
        assert_eq!(lines(&text("petit"), &text("grand")), expected);
        assert_eq!(lines("a\n", "a\n\nb\n"), ["a", "{+b+}"]);
        assert_eq!(lines("- a\n- b\n- c\n", "- a\n- c\n"), ["- a", "[-- b-]", "- c"]);
        let (old, new) = ("- un banc\n- une table\n", "- deux arbres\n- trois jeux\n- rien\n");
        let expected = ["[-- un banc-]", "[-- une table-]", "{+- deux arbres+}", "{+- trois jeux+}", "{+- rien+}"];
        assert_eq!(lines(old, new), expected);
    }

    #[test]
    fn a_line_end_that_moved_is_no_change() {
        assert_eq!(of_texts("un deux\ntrois quatre\n", "un deux trois\nquatre  \n"), Comparison::Same);
        assert_eq!(lines("un deux\ntrois\n", "un deux\ntrois quatre\n").len(), 2);
    }

    #[test]
    fn what_is_long_is_cut_and_what_is_huge_is_not_compared() {
        let old: String = (0..6_000).map(|n| format!("ligne {n} d’avant\n\n")).collect();
        let new = old.replace("avant", "après");
        let Comparison::Lines(lines, left_out) = of_texts(&old, &new) else { panic!("it is compared") };
        assert!(left_out > 3_000 && lines.len() + left_out == 6_000, "{} {left_out}", lines.len());
        let one_line = |word: &str| format!("{} {word}\n", "mot ".repeat(50_000));
        let Comparison::Lines(lines, 0) = of_texts(&one_line("a"), &one_line("b")) else { panic!("it is compared") };
        let [Line::Words(pieces)] = lines.as_slice() else { panic!("one line") };
        assert!(drawn(pieces).chars().count() < MOST_SHOWN + 10);
        assert_eq!(of_texts("", &"x".repeat(300_000)), Comparison::TooLong);
    }
}
