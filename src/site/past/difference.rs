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
    for step in steps(&old, &new) {
        if step.same {
            lines.extend(old[step.old].iter().map(|line| vec![Piece::Same((*line).to_owned())]));
        } else {
            lines.extend(of_lines(&old[step.old], &new[step.new]));
        }
    }
    lines.retain(|line| line.iter().any(|piece| !text(piece).trim().is_empty()));
    if lines.iter().all(|line| is_same(line)) { Comparison::Same } else { shown(lines) }
}

/// Compares lines that changed. Very many are compared one by one, where as many came as went.
fn of_lines(old: &[&str], new: &[&str]) -> Vec<Vec<Piece>> {
    let length = |lines: &[&str]| lines.iter().map(|line| line.len()).sum::<usize>();
    if old.len() == new.len() && length(old).max(length(new)) > MOST_SHOWN {
        return old.iter().zip(new).map(|(old, new)| of_words(old, new)).collect();
    }
    split(of_words(&old.join("\n"), &new.join("\n")))
}

/// Compares two short texts.
#[must_use]
pub fn of_words(old: &str, new: &str) -> Vec<Piece> {
    let (old, new) = (tokens(old), tokens(new));
    let steps = if old.len().max(new.len()) > MOST_WORDS {
        vec![Step { same: false, old: 0..old.len(), new: 0..new.len() }]
    } else {
        whole_lines(calmed(steps(&old, &new), &old, &new), &old, &new)
    };
    let mut pieces = Vec::new();
    for step in steps {
        let (out, put_in) = (old[step.old].concat(), new[step.new].concat());
        if step.same {
            pieces.push(Piece::Same(put_in));
        } else {
            pieces.extend(told(out, put_in));
        }
    }
    pieces.retain(|piece| !text(piece).is_empty());
    pieces
}

/// The lines of a text. Blank ones and spaces at the ends mean little, and would be found everywhere.
fn lines_of(text: &str) -> Vec<&str> {
    text.lines().map(str::trim_end).filter(|line| !line.is_empty()).collect()
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

/// What stayed, or was replaced: a place in both lists.
#[derive(Clone, Debug)]
struct Step {
    same: bool,
    old: Range<usize>,
    new: Range<usize>,
}

impl Step {
    fn through(&self, other: &Self) -> Self {
        Self { same: false, old: self.old.start..other.old.end, new: self.new.start..other.new.end }
    }

    /// How many characters it has, on the side that has more.
    fn size(&self, old: &[&str], new: &[&str]) -> usize {
        let length = |tokens: &[&str]| tokens.iter().map(|token| token.chars().count()).sum::<usize>();
        length(&old[self.old.clone()]).max(length(&new[self.new.clone()]))
    }

    /// Whether it goes over a line end, other than at its beginning or its end as `edge` tells.
    fn breaks_line(&self, old: &[&str], new: &[&str], edge: impl Fn(&[&str]) -> bool) -> bool {
        let sides = [&old[self.old.clone()], &new[self.new.clone()]];
        let mut told = sides.iter().filter(|tokens| !tokens.is_empty());
        told.clone().any(|tokens| tokens.iter().any(is_line_end)) && !told.all(|tokens| edge(tokens))
    }
}

/// The steps from one list to the other; one run of spaces is as good as another.
fn steps(old: &[&str], new: &[&str]) -> Vec<Step> {
    let key = |token: &&'_ str| if token.trim().is_empty() { " ".to_owned() } else { (*token).to_owned() };
    let step = |op: DiffOp| Step { same: op.tag() == DiffTag::Equal, old: op.old_range(), new: op.new_range() };
    capture_diff_slices_by_key(Algorithm::Myers, old, new, key).into_iter().map(step).collect()
}

/// Steps that are easier to read: what stayed between two changes stays only where it is longer than one
/// of them. Two words that happen to be the same do not tear a sentence apart.
fn calmed(steps: Vec<Step>, old: &[&str], new: &[&str]) -> Vec<Step> {
    let size = |step: &Step| step.size(old, new);
    let mut calm: Vec<Step> = Vec::new();
    for step in steps {
        calm.push(step);
        while let [.., before, stayed, after] = calm.as_slice()
            && stayed.same
            && size(stayed) <= size(before).min(size(after))
        {
            let joined = before.through(after);
            calm.truncate(calm.len() - 3);
            calm.push(joined);
        }
    }
    calm
}

fn is_line_end(token: &&str) -> bool {
    token.contains('\n')
}

/// A change that goes over a line end takes with it what stayed on its first and last line, where that is
/// shorter than the change.
fn whole_lines(steps: Vec<Step>, old: &[&str], new: &[&str]) -> Vec<Step> {
    let mut whole: Vec<Step> = Vec::new();
    for mut step in steps {
        let Some(last) = whole.last_mut() else {
            whole.push(step);
            continue;
        };
        if step.same && last.breaks_line(old, new, |tokens| tokens.last().is_some_and(is_line_end)) {
            let head = old[step.old.clone()].iter().position(is_line_end).unwrap_or(step.old.len());
            let taken = Step {
                same: true,
                old: step.old.start..step.old.start + head,
                new: step.new.start..step.new.start + head,
            };
            if taken.size(old, new) < last.size(old, new) {
                *last = last.through(&taken);
                (step.old.start, step.new.start) = (taken.old.end, taken.new.end);
            }
        } else if last.same && step.breaks_line(old, new, |tokens| tokens.first().is_some_and(is_line_end)) {
            let tail = old[last.old.clone()].iter().rev().position(is_line_end).unwrap_or(last.old.len());
            let taken =
                Step { same: true, old: last.old.end - tail..last.old.end, new: last.new.end - tail..last.new.end };
            if taken.size(old, new) < step.size(old, new) {
                (last.old.end, last.new.end) = (taken.old.start, taken.new.start);
                step = taken.through(&step);
            }
        }
        whole.push(step);
        whole.retain(|step| !step.old.is_empty() || !step.new.is_empty());
        if let [.., before, after] = whole.as_slice()
            && !before.same
            && !after.same
        {
            let joined = before.through(after);
            whole.truncate(whole.len() - 2);
            whole.push(joined);
        }
    }
    whole
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
        let (old, new) =
            ("- vingt parcelles ;\n- un banc.\n", "- vingt et un bacs ;\n- un chemin long ;\n- une cuve.\n");
        let expected = [
            "[-- vingt parcelles ;-]",
            "[-- un banc.-]",
            "{+- vingt et un bacs ;+}",
            "{+- un chemin long ;+}",
            "{+- une cuve.+}",
        ];
        assert_eq!(lines(old, new), expected);
        let (old, new) =
            ("- un four ouvert aux voisins et un abri.\n", "- un four ouvert à tous et un abri.\n## Ce qui a changé\n");
        let expected = ["- un four ouvert [-aux voisins-]{+à tous+} et un abri.", "{+## Ce qui a changé+}"];
        assert_eq!(lines(old, new), expected);
        let (old, new) = ("## Un\n\nTout à fait.\n", "## Zéro\n\nRien du tout ici.\n\n## Un\n\nComme avant.\n");
        let expected = ["{+## Zéro+}", "{+Rien du tout ici.+}", "## Un", "[-Tout à fait-]{+Comme avant+}."];
        assert_eq!(lines(old, new), expected);
    }

    #[test]
    fn a_line_end_that_moved_is_no_change() {
        assert_eq!(of_texts("un\n\ndeux\n", "un\ndeux\n\n\n"), Comparison::Same);
        assert_eq!(of_texts("un deux\ntrois quatre\n", "un deux trois\nquatre  \n"), Comparison::Same);
        assert_eq!(lines("un deux\ntrois\n", "un deux\ntrois quatre\n").len(), 2);
    }

    #[test]
    fn what_is_long_is_cut_and_what_is_huge_is_not_compared() {
        let old: String =
            (0..6_000).fold(String::new(), |text, n: u32| text + "ligne " + &n.to_string() + " d’avant\n\n");
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
