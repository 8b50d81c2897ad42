//! Where an address leads, by its scheme.

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
/// look for one, and take a backslash for a slash, so any of these forbids it.
pub(super) fn outside(address: &str) -> Outside {
    let reads_otherwise = |c: char| c.is_control() || c.is_whitespace() || c == '\\';
    if address.chars().any(reads_otherwise) || address.starts_with("//") {
        return Outside::Forbidden;
    }
    let before = address.split(['/', '?', '#']).next().unwrap_or_default();
    match before.split_once(':') {
        None => Outside::Relative,
        Some((scheme, _)) if ["http", "https", "mailto"].iter().any(|known| scheme.eq_ignore_ascii_case(known)) => {
            Outside::Allowed
        }
        Some(_) => Outside::Forbidden,
    }
}
