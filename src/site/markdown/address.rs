//! Where an address leads, by its scheme.

use super::Author;

/// What the scheme of an address says of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Outside {
    /// To another site, in a way that may be followed.
    Allowed,
    /// In a way that may not.
    Forbidden,
    /// To this site.
    Relative,
}

/// Sorts an address by its scheme. Browsers skip white space and control characters when they
/// look for one, and take a backslash for a slash, so any of these forbids it. A plain space may stand in the name
/// of a file of this site: what it leads to is spelt anew.
///
/// A number to call is the council's own to give: one in a stranger's text may cost whoever calls it.
pub(super) fn outside(address: &str, author: Author) -> Outside {
    let reads_otherwise = |c: char| c.is_control() || (c.is_whitespace() && c != ' ') || c == '\\';
    if address.chars().any(reads_otherwise) || address.trim_start().starts_with("//") {
        return Outside::Forbidden;
    }
    let spaced = address.contains(' ');
    let before = address.split(['/', '?', '#']).next().unwrap_or_default();
    match before.split_once(':') {
        None => Outside::Relative,
        Some((scheme, _)) if !spaced && is_kept(scheme, author) => Outside::Allowed,
        Some(_) => Outside::Forbidden,
    }
}

fn is_kept(scheme: &str, author: Author) -> bool {
    let is = |known: &str| scheme.eq_ignore_ascii_case(known);
    ["http", "https", "mailto"].into_iter().any(is) || (author == Author::Council && is("tel"))
}

#[cfg(test)]
mod tests {
    use super::{Outside, outside};
    use crate::site::markdown::Author;

    #[test]
    fn a_space_is_of_a_name_and_hides_no_scheme() {
        for (address, expected) in [
            ("../le plan.pdf", Outside::Relative),
            ("https://a.example/b", Outside::Allowed),
            ("https://a.example/b c", Outside::Forbidden),
            (" https://a.example/", Outside::Forbidden),
            (" javascript:alert(1)", Outside::Forbidden),
            ("java script:alert(1)", Outside::Forbidden),
            (" //a.example/", Outside::Forbidden),
            ("a\tb.pdf", Outside::Forbidden),
            ("a\u{a0}b.pdf", Outside::Forbidden),
        ] {
            assert_eq!(outside(address, Author::Council), expected, "{address:?}");
        }
    }

    #[test]
    fn only_the_council_gives_a_number_to_call() {
        assert_eq!(outside("tel:+33123", Author::Council), Outside::Allowed);
        assert_eq!(outside("tel:+33123", Author::Stranger), Outside::Forbidden);
    }
}
