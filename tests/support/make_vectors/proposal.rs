//! Hostile proposals, each soundly signed by its author: words between quotes in both languages,
//! and a Markdown body.

use parvis::language::Language;
use parvis::statement::{Kind, Proposal, Statement as _};

use super::{Made, made, signed};
use crate::support::{TestCouncil, council, token, voter, voter_key};

/// Who proposes.
pub(super) const AUTHOR: usize = 7;

/// A proposal of [`AUTHOR`] in `language`.
pub(super) fn proposal(city: &TestCouncil, language: Language) -> Proposal {
    let (title, body) = match language {
        Language::Fr => ("Un été à l’ombre", "Des arbres, s’il vous plaît.\n"),
        Language::En => ("A summer in the shade", "Trees, please.\n"),
    };
    Proposal {
        council: council(),
        record: city.desk.record().fingerprint(),
        slug: token("ombre"),
        seq: 10,
        author: voter(AUTHOR),
        previous: None,
        language,
        name: "Zoé".to_owned(),
        title: title.to_owned(),
        category: token("nature"),
        district: token("nord"),
        cost: Some(token("1200")),
        body: body.to_owned(),
    }
}

pub(super) fn all(city: &TestCouncil) -> Vec<Made> {
    let french = proposal(city, Language::Fr).write();
    let english = proposal(city, Language::En).write();
    [words(&french, &english), heads(&french), bodies(&french, &english)].concat()
}

fn with(text: &str, from: &str, to: &str) -> String {
    assert!(text.contains(from), "{from:?} stands in the text");
    text.replacen(from, to, 1)
}

fn file(name: &str, text: impl AsRef<[u8]>) -> Made {
    made(&format!("proposal/{name}.md"), signed(text.as_ref(), Kind::Proposal, &voter_key(AUTHOR)))
}

/// Words between quotes.
fn words(french: &str, english: &str) -> Vec<Made> {
    let fr = |name: &str, title: &str| file(name, with(french, "Un été à l’ombre", title));
    let en = |name: &str, title: &str| file(name, with(english, "A summer in the shade", title));
    vec![
        file("plain-french", french),
        file("plain-english", english),
        fr("words-accents-not-composed", "Un e\u{301}te\u{301}"),
        fr("words-quote", "Un \"été\""),
        fr("words-backslash", "Un \\u00e9t\\u00e9"),
        fr("words-backslash-last", "Un été\\"),
        fr("words-empty", ""),
        fr("words-blank-first", " Un été"),
        fr("words-no-break-space-last", "Un été\u{a0}"),
        fr("words-no-break-space-inside", "Un été\u{a0}!"),
        fr("words-next-line-u0085", "Un\u{85}été"),
        fr("words-line-separator-u2028", "Un\u{2028}été"),
        fr("words-private-use-ue000", "Un été \u{e000}"),
        fr("words-noncharacter-uffff", "Un été\u{ffff}"),
        fr("words-unassigned-u0378", "Un été\u{378}"),
        en("words-tab", "A\tsummer"),
        en("words-nul", "A summer\0"),
        en("words-escape-sequence", "\u{1b}[31mA summer"),
        en("words-bidi-override-u202e", "A \u{202e}remmus"),
        en("words-bidi-isolate-u2066", "A \u{2066}summer\u{2069}"),
        en("words-zero-width-space-u200b", "A sum\u{200b}mer"),
        en("words-byte-order-mark-ufeff", "A summer\u{feff}"),
        en("words-tag-characters-ue0061", "A summer\u{e0061}"),
        en("words-yaml-inside", "A summer: &x [*x] !!binary # shade"),
        en("words-markup-inside", "<script>alert(1)</script>"),
        file("words-without-quotes", with(french, "\"Zoé\"", "Zoe")),
        file("words-single-quotes", with(french, "\"Zoé\"", "'Zoé'")),
        file("words-over-two-lines", with(french, "\"Zoé\"", "\"Zoé\n  Dupont\"")),
        file("words-block-text", with(french, "\"Zoé\"", "|\n  Zoé")),
    ]
}

/// The head between its `---` lines.
fn heads(french: &str) -> Vec<Made> {
    let cost = |name: &str, number: &str| file(name, with(french, "cost: 1200\n", &format!("cost: {number}\n")));
    let bomb = (1..9).fold("a0: &a0 x\n".to_owned(), |bomb, n| {
        let before = format!("*a{}", n - 1);
        bomb + &format!("a{n}: &a{n} [{}]\n", [before.as_str(); 9].join(", "))
    });
    vec![
        file("head-missing", with(french, "---\n", "")),
        file("head-not-closed", with(french, "\n---\n\n", "\n\n")),
        file("head-without-empty-line", with(french, "\n---\n\n", "\n---\n")),
        file("head-fence-blank-after", with(french, "---\n", "--- \n")),
        file("head-fence-crlf", with(french, "---\n", "---\r\n")),
        file("head-document-end", with(french, "\n---\n\n", "\n...\n---\n\n")),
        file("head-byte-order-mark", format!("\u{feff}{french}")),
        file("head-key-twice", with(french, "category: nature\n", "category: nature\ncategory: sport\n")),
        file("head-key-twice-quoted", with(french, "category: nature\n", "category: nature\n\"category\": sport\n")),
        file("head-key-unknown", with(french, "category: nature\n", "category: nature\nrank: 1\n")),
        file("head-comment", with(french, "category: nature", "category: nature # or sport")),
        file("head-tag", with(french, "category: nature", "category: !!str nature")),
        file("head-tag-binary", with(french, "\"Zoé\"", "!!binary Wm/DqQ==")),
        file("head-anchor-and-alias", with(french, "category: nature", "category: &c nature\nother: *c")),
        file("head-merge-key", with(french, "category: nature\n", "<<: *x\ncategory: nature\n")),
        file("head-alias-bomb", with(french, "---\n", &format!("---\n{bomb}"))),
        file(
            "head-nested-3200-brackets",
            with(french, "category: nature", &format!("category: {}", "[".repeat(3_200))),
        ),
        file("head-flow-style", with(french, "category: nature", "category: [nature]")),
        cost("cost-1e3", "1e3"),
        cost("cost-0x10", "0x10"),
        cost("cost-20-digits", "18446744073709551616"),
        cost("cost-leading-zero", "01200"),
        cost("cost-zero-hundredths", "1200.00"),
        cost("cost-one-decimal", "1200.5"),
        cost("cost-comma", "1200,50"),
        cost("cost-minus", "-1200"),
        cost("cost-with-currency", "1200 EUR"),
        cost("cost-nan", ".nan"),
    ]
}

/// The Markdown body.
fn bodies(french: &str, english: &str) -> Vec<Made> {
    let fr = |name: &str, body: &str| file(name, with(french, "Des arbres, s’il vous plaît.\n", body));
    let en = |name: &str, body: &str| file(name, with(english, "Trees, please.\n", body));
    let latin: Vec<u8> = {
        let at = french.find("Des arbres").expect("the body");
        [&french.as_bytes()[..at], b"Des \xe9t\xe9s\n"].concat()
    };
    vec![
        fr("body-empty", ""),
        fr("body-of-blanks", "   \n"),
        fr("body-empty-line-first", "\nDes arbres\n"),
        fr("body-empty-line-last", "Des arbres\n\n"),
        fr("body-cr-lf", "Des arbres\r\ns’il vous plaît\r\n"),
        fr("body-accents-not-composed", "Un e\u{301}te\u{301}\n"),
        fr("body-next-line-u0085", "Des\u{85}arbres\n"),
        fr("body-line-separator-u2028", "Des\u{2028}arbres\n"),
        fr("body-private-use-ue000", "Des arbres \u{e000}\n"),
        fr("body-noncharacter-uffff", "Des arbres \u{ffff}\n"),
        fr("body-unassigned-u0378", "Des arbres \u{378}\n"),
        file("body-latin-1", latin),
        en("body-tab", "\tTrees\n"),
        en("body-nul", "Trees\0\n"),
        en("body-escape-sequence", "\u{1b}]0;title\u{7}Trees\n"),
        en("body-bidi-override-u202e", "\u{202e}seerT\n"),
        en("body-zero-width-space-u200b", "Tr\u{200b}ees\n"),
        en("body-byte-order-mark-ufeff", "\u{feff}Trees\n"),
        en("body-second-head", "---\nseq: 11\ncategory: sport\n---\n\nTrees\n"),
        en("body-yaml", "seq: 11\nseq: &x [*x]\n"),
        en("body-raw-html", "<script>alert(1)</script>\n<!-- Trees\n"),
        en("body-images-in-images", &format!("{}{}\n", "![".repeat(400), "](http://a.fr)".repeat(400))),
        en("body-emphases-that-never-close", &format!("{}\n", "*a_ ".repeat(2_000))),
        en("body-footnote-twice", "[^a]: b\n\n[^a]: c\n"),
        en("body-link-to-script", "[Trees](javascript:alert(1))\n"),
        en("body-line-like-an-armour", "-----BEGIN PGP MESSAGE-----\n"),
    ]
}
