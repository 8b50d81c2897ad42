//! Addresses of electronic mail.

use super::text::{Span, Text};

/// How some write the sign, so that no machine finds it.
const SPELT: [&str; 6] = ["(at)", "[at]", "{at}", "(arobase)", "[arobase]", "(@)"];

pub(super) fn find(text: &Text) -> Vec<Span> {
    (0..text.len()).filter_map(|at| sign(text, at).and_then(|(before, after)| address(text, before, after))).collect()
}

/// Where the name ends and the domain begins, when the sign or what stands for it is at `at`.
fn sign(text: &Text, at: usize) -> Option<(usize, usize)> {
    if text.get(at) == Some('@') && !matches!(text.before(at), Some('(')) {
        return Some((at, at + 1));
    }
    let end = SPELT.iter().find_map(|words| text.matches(at, words))?;
    Some((text.skip_space_back(at), text.skip_space(end)))
}

fn address(text: &Text, name_end: usize, domain: usize) -> Option<Span> {
    let start = name_start(text, name_end)?;
    let end = domain_end(text, domain)?;
    let (name, domain) = (text.slice(start, name_end).to_lowercase(), text.slice(domain, end).to_lowercase());
    // A handle of a social network, and who logs in at a machine.
    let other = matches!(text.before(start), Some('@' | '/')) || is_remote(text, end);
    (!other && !is_nobodys(&name, &domain)).then_some(start..end)
}

fn name_start(text: &Text, end: usize) -> Option<usize> {
    let of_name = |c: char| c.is_alphanumeric() || matches!(c, '.' | '_' | '%' | '+' | '-');
    let mut start = end;
    while text.before(start).is_some_and(of_name) {
        start -= 1;
    }
    while start < end && !text.is_word(start) {
        start += 1;
    }
    (start < end).then_some(start)
}

/// Where a domain that begins at `start` ends: labels, the last of letters.
fn domain_end(text: &Text, start: usize) -> Option<usize> {
    let of_domain = |c: char| c.is_alphanumeric() || matches!(c, '-' | '.');
    let mut end = (start..=text.len()).find(|at| !text.get(*at).is_some_and(of_domain))?;
    while end > start && !text.is_word(end - 1) {
        end -= 1;
    }
    let domain = text.slice(start, end);
    let labels: Vec<&str> = domain.split('.').collect();
    let last = labels.last().filter(|last| last.chars().count() >= 2 && last.chars().all(char::is_alphabetic));
    (labels.len() >= 2 && labels.iter().all(|label| !label.is_empty()) && last.is_some()).then_some(end)
}

/// `git@host:path`.
fn is_remote(text: &Text, end: usize) -> bool {
    text.get(end) == Some(':') && text.get(end + 1).is_some_and(|c| c.is_alphanumeric() || c == '/' || c == '~')
}

/// Names that are kept free for examples, and boxes that nobody reads.
fn is_nobodys(name: &str, domain: &str) -> bool {
    let example =
        ["example", "test", "invalid", "localhost"].iter().any(|last| domain.rsplit('.').next() == Some(*last))
            || ["example.com", "example.org", "example.net"]
                .iter()
                .any(|kept| domain == *kept || domain.ends_with(&format!(".{kept}")));
    let unread =
        |words: &str| ["noreply", "no-reply", "ne-pas-repondre", "nepasrepondre"].iter().any(|no| words.contains(no));
    example || unread(name) || unread(domain)
}
