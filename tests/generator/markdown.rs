//! A stranger's text of the largest size, of the kinds that make readers of Markdown slow.
#![cfg(feature = "site")]

use std::time::{Duration, Instant};

use parvis::language::Language;
use parvis::site::markdown::{Author, Below, Ids, Manner, Rendered, Target, render};
use parvis::statement::Kind;

fn rendered(text: &str) -> Rendered {
    let manner = Manner::of(Author::Stranger, Below::Section, Language::Fr);
    render(text, &manner, &mut Ids::new(), &|_| Target::Nowhere)
}

/// `before`, then `part` as often as a proposal holds it, then `after` as often.
fn filled(before: &str, part: &str, after: &str) -> String {
    let times = (Kind::Proposal.size_limit() - before.len() - 1) / (part.len() + after.len());
    format!("{before}{}{}\n", part.repeat(times), after.repeat(times))
}

/// Numbered lines, each other than those before it.
fn numbered(line: impl Fn(usize) -> String) -> String {
    let mut text = String::new();
    for n in 0.. {
        let line = line(n);
        if text.len() + line.len() > Kind::Proposal.size_limit() {
            break;
        }
        text += &line;
    }
    text
}

fn slow_kinds() -> Vec<(&'static str, String)> {
    let limit = Kind::Proposal.size_limit();
    let half = limit / 2;
    vec![
        ("links that lead nowhere", filled("", "[a](b)\n", "")),
        ("links that lead nowhere on one line", filled("", "[a](b)", "")),
        ("links that are kept", filled("", "[a](http://b)\n", "")),
        ("images within images", filled("", "![", "](http://a.fr)")),
        ("images that lead nowhere within images", filled("", "![", "](a)")),
        ("headings of one name", filled("", "# a\n", "")),
        ("headings of many names", numbered(|n| format!("# {n}\n"))),
        ("underlined headings", filled("", "a\n-\n", "")),
        ("one heading of many words", filled("# ", "a *b* `c` ", "")),
        ("emphases that never close", filled("", "*a_ ", "")),
        ("emphases within emphases", filled("", "*a ", " a*")),
        ("emphases of many lengths", filled("", "*a **a ***a ", "")),
        ("strikes that never close", filled("", "~a ~~b ", "")),
        ("brackets that open", filled("", "[", "")),
        ("brackets that close", filled("", "]", "")),
        ("brackets within brackets", filled("", "[", "]")),
        ("brackets and links", filled("", "[a](", "")),
        ("links with an open title", filled("", "[a](b \"", "")),
        ("links with open pointed brackets", filled("", "[a](<b", "")),
        ("parentheses within an address", filled("[a](", "(", ")")),
        ("images that open", filled("", "![a](", "")),
        ("quotes within quotes", filled("", ">", "")),
        ("quotes of many lines", filled("", "> a\n\n", "")),
        ("lists within lists", numbered(|n| format!("{}- a\n", "  ".repeat(n % 400)))),
        ("list markers of three kinds", filled("", "- * + ", "")),
        ("list markers of two kinds", filled("", "* + ", "")),
        ("numbered items", numbered(|n| format!("{n}. a\n"))),
        ("code marks of many lengths", numbered(|n| format!("e{}", "`".repeat(n)))),
        ("code marks that never close", filled("", "`a``b", "")),
        ("fences that never close", filled("", "```\n~~~\n", "")),
        ("escapes", filled("", "\\", "")),
        ("entities", filled("", "&amp;&#35;&copy", "")),
        ("numbers of entities that never end", filled("", "&#9999999", "")),
        ("raw HTML that opens", filled("", "<a ", "")),
        ("raw HTML comments that open", filled("", "a <!-- ", "")),
        ("raw HTML comments within dashes", filled("a <!-", "->", "")),
        ("instructions that open", filled("", "a <? ", "")),
        ("declarations that open", filled("", "a <!A ", "")),
        ("sections that open", filled("", "a <![CDATA[ ", "")),
        ("raw HTML blocks", filled("", "<div>\n\n", "")),
        ("attributes", filled("<a", " a=\"", "")),
        ("pointed addresses", filled("", "<http://a>", "")),
        ("pointed addresses that open", filled("", "<a@b.", "")),
        ("footnotes of one name", filled("", "[^a]: b\n\n", "")),
        ("footnotes within footnotes", filled("", "[^a]: ", "")),
        ("footnotes of many names", numbered(|n| format!("[^{n}]: a\n\n[^{n}]\n\n"))),
        ("uses of one footnote", filled("[^a]: b\n\n", "[^a] ", "")),
        ("notes that call themselves", numbered(|n| format!("[^{n}]: [^{n}] [^{}]\n\n", n + 1))),
        ("terms and definitions", filled("", "a\n: b\n\n", "")),
        ("definitions within definitions", filled("a\n", ": ", "")),
        ("tasks", filled("", "- [x] a\n", "")),
        ("definitions of links", numbered(|n| format!("[{n}]: http://a\n"))),
        ("definitions that never end", filled("", "[a]: ", "")),
        ("definitions with an open title", filled("", "[a]: b \"\n", "")),
        ("uses of one long definition", {
            format!("[a]: http://a/{}\n\n{}\n", "a".repeat(half - 20), "[a] ".repeat(half / 4 - 5))
        }),
        ("a table of many columns", {
            let columns = 20_000;
            let rows = (limit - 4 * columns - 10) / 2;
            format!("{}\n{}\n{}", "|a".repeat(columns), "|-".repeat(columns), "a\n".repeat(rows))
        }),
        ("a table of many rows", filled("|a|b|\n|:-|-:|\n", "|a|b|\n", "")),
        ("tables that never begin", filled("", "|a|b\n", "")),
        ("bars on one line", filled("", "|", "")),
        ("rules", filled("", "---\n", "")),
        ("stars on one line", filled("", "*", "")),
        ("underscores on one line", filled("", "_", "")),
        ("blanks", filled("a", " ", "")),
        ("blanks and a letter", filled("", "          a", "")),
        ("line ends", filled("a", "\n", "b")),
        ("indented lines", filled("", "    a\n\n", "")),
        ("one long word", filled("", "a", "")),
        ("letters that are escaped", filled("", "\"<>&", "")),
        ("words with aligned cells", filled("", "&quot; style=\"text-align: right\"", "")),
    ]
}

/// Slower than any of them is here by four times; a pass that counts anew for each link takes two to sixty seconds.
const LIMIT: Duration = Duration::from_secs(1);

#[test]
#[expect(clippy::print_stdout, reason = "the figures are told with --nocapture")]
fn a_body_of_any_kind_is_rendered_at_once() {
    let mut slow = Vec::new();
    for (kind, text) in slow_kinds() {
        let full = Kind::Proposal.size_limit();
        assert!((full * 9 / 10..=full).contains(&text.len()), "{kind}: {} bytes", text.len());
        let once = || {
            let begun = Instant::now();
            (rendered(&text).html.len(), begun.elapsed())
        };
        let (size, mut taken) = once();
        if taken > LIMIT {
            // Another program may have had the machine.
            taken = taken.min(once().1);
        }
        println!("{:>6} ms {size:>9} bytes  {kind}", taken.as_millis());
        if taken > LIMIT {
            slow.push(format!("{kind}: {} ms", taken.as_millis()));
        }
    }
    assert!(slow.is_empty(), "{slow:#?}");
}
