//! Texts that YAML or an editor would let pass, each soundly signed by the voter: only the grammar
//! can refuse them.

use parvis::statement::Kind;

use super::sshsig::Sshsig;
use super::{Made, ballot_text, made, signed};
use crate::support::{TestCouncil, voter_key};

pub(super) fn all(city: &TestCouncil) -> Vec<Made> {
    let text = ballot_text(city, 10);
    [yaml(&text), characters(&text), numbers(&text), shape(&text), bytes(&text)].concat()
}

/// The text with `from` replaced once.
fn with(text: &str, from: &str, to: &str) -> String {
    assert!(text.contains(from), "{from:?} stands in the text");
    text.replacen(from, to, 1)
}

fn file(name: &str, text: impl AsRef<[u8]>) -> Made {
    made(&format!("text/{name}.ballot"), signed(text.as_ref(), Kind::Ballot, &voter_key(1)))
}

/// What YAML has and the grammar has not.
fn yaml(text: &str) -> Vec<Made> {
    let bomb = (1..9).fold("a0: &a0 x\n".to_owned(), |bomb, n| {
        let before = format!("*a{}", n - 1);
        bomb + &format!("a{n}: &a{n} [{}]\n", [before.as_str(); 9].join(", "))
    });
    vec![
        file("plain", text),
        file("key-twice", with(text, "seq: 10\n", "seq: 10\nseq: 11\n")),
        file("key-twice-quoted", with(text, "seq: 10\n", "seq: 10\n\"seq\": 11\n")),
        file("list-key-twice", format!("{text}choices:\n  - b\n")),
        file("key-quoted", with(text, "seq:", "\"seq\":")),
        file("key-of-yaml-with-question-mark", with(text, "seq: 10", "? seq\n: 10")),
        file("value-quoted", with(text, "vote: place", "vote: \"place\"")),
        file("value-quoted-once", with(text, "vote: place", "vote: 'place'")),
        file("value-escaped", with(text, "vote: place", "vote: \"\\x70lace\"")),
        file("value-escaped-escape-sequence", with(text, "vote: place", "vote: \"\\e[31mplace\"")),
        file("value-escaped-nul", with(text, "vote: place", "vote: \"place\\0\"")),
        file("choice-quoted", with(text, "  - a\n", "  - \"a\"\n")),
        file("tag", with(text, "vote: place", "vote: !vote place")),
        file("tag-string", with(text, "vote: place", "vote: !!str place")),
        file("tag-binary", with(text, "vote: place", "vote: !!binary cGxhY2U=")),
        file("anchor", with(text, "vote: place", "vote: &v place")),
        file("alias", with(text, "vote: place", "vote: *v")),
        file("anchor-and-alias", with(text, "seq: 10", "seq: &n 10\nn: *n")),
        file("merge-key", with(text, "seq: 10\n", "<<: *x\nseq: 10\n")),
        file("alias-bomb", format!("{bomb}{text}")),
        file("flow-list", with(text, "choices:\n  - a\n", "choices: [a]\n")),
        file("flow-mapping", "{format: ballot/1, council: ville.example, vote: place}\n"),
        file("block-text", with(text, "vote: place", "vote: |\n  place")),
        file("folded-text", with(text, "vote: place", "vote: >\n  place")),
        file("value-over-two-lines", with(text, "vote: place", "vote:\n  place")),
        file("comment-line", format!("# my ballot\n{text}")),
        file("comment-after-value", with(text, "vote: place", "vote: place # mine")),
        file("document-start", format!("---\n{text}")),
        file("document-end", format!("{text}...\n")),
        file("two-documents", format!("{text}---\n{text}")),
        file("directive", format!("%YAML 1.2\n---\n{text}")),
        file("nested-3200-brackets", with(text, "choices:\n  - a\n", &format!("choices: {}\n", "[".repeat(3_200)))),
        file("choice-yes", with(text, "  - a\n", "  - yes\n")),
        file("choice-null", with(text, "  - a\n", "  - null\n")),
        file("json", "{\"format\": \"ballot/1\", \"vote\": \"place\"}\n"),
    ]
}

/// Characters that cannot be seen, or look like others.
fn characters(text: &str) -> Vec<Made> {
    vec![
        file("next-line-u0085", with(text, "place\n", "place\u{85}seq: 11\n")),
        file("line-separator-u2028", with(text, "place\n", "place\u{2028}seq: 11\n")),
        file("paragraph-separator-u2029", with(text, "place\n", "place\u{2029}seq: 11\n")),
        file("byte-order-mark-inside", with(text, "place\n", "\u{feff}place\n")),
        file("byte-order-mark", format!("\u{feff}{text}")),
        file("tab-after-key", with(text, "vote: ", "vote:\t")),
        file("tab-indent", with(text, "  - a", "\t- a")),
        file("tab-at-end", with(text, "place\n", "place\t\n")),
        file("escape-sequence", with(text, "place\n", "\u{1b}[31mplace\n")),
        file("nul", with(text, "place\n", "place\0\n")),
        file("nul-at-end", format!("{text}\0\n")),
        file("backspace", with(text, "place\n", "parc\u{8}\u{8}\u{8}\u{8}place\n")),
        file("form-feed", with(text, "seq: 10\n", "\u{c}seq: 10\n")),
        file("vertical-tab", with(text, "place\n", "place\u{b}\n")),
        file("delete-u007f", with(text, "place\n", "place\u{7f}\n")),
        file("bidi-override-u202e", with(text, "place\n", "\u{202e}place\n")),
        file("bidi-isolate-u2066", with(text, "place\n", "\u{2066}place\u{2069}\n")),
        file("zero-width-space-u200b", with(text, "place\n", "pla\u{200b}ce\n")),
        file("zero-width-joiner-u200d", with(text, "place\n", "pla\u{200d}ce\n")),
        file("soft-hyphen-u00ad", with(text, "place\n", "pla\u{ad}ce\n")),
        file("no-break-space-u00a0", with(text, "vote: ", "vote:\u{a0}")),
        file("ideographic-space-u3000", with(text, "place\n", "place\u{3000}\n")),
        file("cyrillic-a", with(text, "  - a\n", "  - \u{430}\n")),
        file("full-width-digits", with(text, "seq: 10", "seq: \u{ff11}\u{ff10}")),
        file("arabic-digits", with(text, "seq: 10", "seq: \u{661}\u{660}")),
        file("accent", with(text, "place\n", "pl\u{e2}ce\n")),
        file("tag-characters-ue0061", with(text, "place\n", "place\u{e0061}\n")),
    ]
}

/// Other spellings of a number.
fn numbers(text: &str) -> Vec<Made> {
    let seq = |name: &str, number: &str| file(name, with(text, "seq: 10\n", &format!("seq: {number}\n")));
    vec![
        seq("number-1e3", "1e3"),
        seq("number-0x10", "0x10"),
        seq("number-0o10", "0o10"),
        seq("number-leading-zero", "010"),
        seq("number-plus", "+10"),
        seq("number-minus", "-10"),
        seq("number-minus-zero", "-0"),
        seq("number-decimals", "10.0"),
        seq("number-underscore", "1_0"),
        seq("number-thousands", "1,000"),
        seq("number-sexagesimal", "1:10"),
        seq("number-20-digits", "18446744073709551616"),
        seq("number-100-digits", &"9".repeat(100)),
        seq("number-nan", ".nan"),
        seq("number-empty", ""),
        seq("number-blank-before", " 10"),
        seq("number-blank-after", "10 "),
    ]
}

/// Lines that are not where they belong.
fn shape(text: &str) -> Vec<Made> {
    let definition = text.lines().find(|line| line.starts_with("definition: ")).expect("a definition");
    vec![
        file("key-missing", with(text, "seq: 10\n", "")),
        file("key-unknown", with(text, "seq: 10\n", "seq: 10\ncomment: hello\n")),
        file("key-after-the-last", format!("{text}comment: hello\n")),
        file(
            "keys-exchanged",
            with(text, "vote: place\n", "").replace(definition, &format!("{definition}\nvote: place")),
        ),
        file("key-in-capitals", with(text, "vote:", "Vote:")),
        file("key-without-space", with(text, "vote: ", "vote:")),
        file("key-space-before-colon", with(text, "vote:", "vote :")),
        file("key-two-spaces", with(text, "vote: ", "vote:  ")),
        file("line-indented", with(text, "vote:", " vote:")),
        file("empty-line", with(text, "seq: 10\n", "\nseq: 10\n")),
        file("empty-line-first", format!("\n{text}")),
        file("empty-line-last", format!("{text}\n")),
        file("blanks-at-end", with(text, "place\n", "place  \n")),
        file("list-empty", with(text, "choices:\n  - a\n", "choices:\n")),
        file("list-not-indented", with(text, "  - a", "- a")),
        file("list-indented-four", with(text, "  - a", "    - a")),
        file("list-without-key", with(text, "choices:\n", "")),
        file("list-of-records", with(text, "  - a", "  - id: a")),
        file("choices-not-sorted", with(text, "  - a\n", "  - d\n  - a\n")),
        file("choice-twice", with(text, "  - a\n", "  - a\n  - a\n")),
        file("rank-not-sorted", with(text, "choices:\n  - a\n", "ranking:\n  - b = a\n")),
        file("option-in-two-ranks", with(text, "choices:\n  - a\n", "ranking:\n  - a\n  - a = b\n")),
        file("choice-in-capitals", with(text, "  - a\n", "  - A\n")),
        file("choice-41-letters", with(text, "  - a\n", &format!("  - {}\n", "a".repeat(41)))),
        file("choice-of-dots", with(text, "  - a\n", "  - ..\n")),
        file("voter-of-another-form", with(text, "voter: v0", "voter: w0")),
        file("voter-pattern", with(text, "voter: v0000000000000001", "voter: v*")),
        file("voter-pattern-of-one-letter", with(text, "voter: v0000000000000001", "voter: v000000000000000?")),
        file("voter-list", with(text, "voter: v0000000000000001", "voter: v0000000000000001,v0000000000000002")),
        file("voter-not", with(text, "voter: v0", "voter: !v0")),
        file("voter-in-capitals", with(text, "voter: v000000000000000", "voter: v00000000000000A")),
        file(
            "hash-in-capitals",
            with(text, definition, &format!("definition: sha256:{}", definition[19..].to_uppercase())),
        ),
        file("hash-short", with(text, definition, &definition[..definition.len() - 1])),
        file("format-2", with(text, "ballot/1", "ballot/2")),
        file("format-of-proposals", with(text, "ballot/1", "proposal/1")),
        file("line-like-an-armour", format!("-----BEGIN PGP MESSAGE-----\n{text}")),
        file("blank-words", with(text, "choices:\n  - a\n", "choices: none\n")),
        file("4-kib", sized(text, Kind::Ballot.size_limit())),
        file("4-kib-and-one-byte", sized(text, Kind::Ballot.size_limit() + 1)),
        file("more-than-4-kib", with(text, "  - a\n", &"  - a\n".repeat(700))),
    ]
}

/// `text` with so many choices more, none of them an option, that its file has `size` bytes.
fn sized(text: &str, size: usize) -> String {
    let rest = size - signed(text.as_bytes(), Kind::Ballot, &voter_key(1)).len();
    let (plain, last) = (rest / 10 - 1, rest % 10 + 10);
    let choices: String = (0..plain).flat_map(|n| ["  - x".to_owned(), format!("{n:04}\n")]).collect();
    format!("{text}{choices}  - y{}\n", "y".repeat(last - 6))
}

/// Bytes that an editor or a transfer left behind, signed as they stand.
fn bytes(text: &str) -> Vec<Made> {
    let utf16 =
        |order: fn(u16) -> [u8; 2]| -> Vec<u8> { format!("\u{feff}{text}").encode_utf16().flat_map(order).collect() };
    let cut = text.trim_end();
    let armour_of = |text: &str| Sshsig::of(Kind::Ballot).sign(text.as_bytes(), &voter_key(1)).armour();
    let replaced = |from: &str, to: &[u8]| {
        let at = text.find(from).expect("it stands there");
        [&text.as_bytes()[..at], to, &text.as_bytes()[at + from.len()..]].concat()
    };
    vec![
        file("cr-lf", text.replace('\n', "\r\n")),
        file("cr-lf-in-one-line", with(text, "place\n", "place\r\n")),
        file("cr-alone", with(text, "place\n", "place\rseq: 11\n")),
        file("utf-16-little-endian", utf16(u16::to_le_bytes)),
        file("utf-16-big-endian", utf16(u16::to_be_bytes)),
        file("latin-1", replaced("place", b"pl\xe2ce")),
        file("utf-8-overlong", replaced("place", b"plac\xc1\xa5")),
        file("utf-8-surrogate", replaced("place", b"place\xed\xa0\x80")),
        file("utf-8-cut", replaced("place\n", b"place\xe2\x82\n")),
        made("text/one-byte-more.ballot", format!("{text}\n{}", armour_of(text))),
        made("text/choice-changed.ballot", format!("{}{}", with(text, "  - a\n", "  - b\n"), armour_of(text))),
        made("text/seq-changed.ballot", format!("{}{}", with(text, "seq: 10\n", "seq: 11\n"), armour_of(text))),
        made("text/final-lf-not-signed.ballot", format!("{text}{}", armour_of(cut))),
        made("text/final-lf-missing.ballot", format!("{cut}{}", armour_of(cut))),
        made("text/final-lf-signed-and-missing.ballot", format!("{cut}{}", armour_of(text))),
    ]
}
