//! Proxies (pouvoirs) in the words beside a name.

/// Words after which the holder of a proxy is named.
pub(super) const MARKS: &[&str] = &[
    "pouvoir donné à",
    "pouvoir à",
    "pouvoir a ",
    "procuration à",
    "procuration a ",
    "représentée par",
    "représenté par",
    "represented by",
    "proxy to",
    "proxy held by",
    "proxy:",
    "proxy :",
    "pouvoir :",
    "→",
    "->",
];

/// Words after which the giver of a proxy is named.
pub(super) const HELD: &[&str] = &[
    "pouvoir de ",
    "procuration de ",
    "représentant ",
    "proxy for ",
    "proxy of ",
    "holding the proxy of ",
    "mandataire de ",
];

/// A proxy in the words of a piece.
pub(super) enum Proxy {
    /// The one named first gave it.
    Given { giver: String, holder: Option<String> },
    /// The one named first holds it: `M. Benali (pouvoir de M. Nguyen)`.
    Held { giver: String, holder: String },
    /// There is none.
    None,
}

/// The proxy that a piece tells of.
pub(super) fn proxy(piece: &str, represented: bool) -> Proxy {
    let lower = piece.to_lowercase();
    let parted = |marks: &[&str]| {
        let (at, length) = marks.iter().find_map(|mark| Some((lower.find(mark)?, mark.len())))?;
        // Lower-casing may change lengths; then the piece is taken as it is.
        (lower.len() == piece.len()).then_some(())?;
        Some((
            before_mark(piece.get(..at)?),
            piece.get(at + length..)?.trim().trim_end_matches([')', '.']).trim().to_owned(),
        ))
    };
    let held = parted(HELD).filter(|(holder, giver)| !holder.is_empty() && !giver.is_empty());
    if let Some((holder, giver)) = held {
        return Proxy::Held { giver, holder };
    }
    let own: &[&str] = if represented { &[" à ", " to "] } else { &[] };
    match parted(MARKS).or_else(|| parted(own)) {
        Some((giver, holder)) => Proxy::Given { giver, holder: Some(holder).filter(|holder| !holder.is_empty()) },
        None => Proxy::None,
    }
}

/// The name before a mark, without the verb and the bracket that stand between.
fn before_mark(words: &str) -> String {
    let bare = |words: &str| words.trim().trim_end_matches(['(', ',', ':', '-', '–']).trim().to_owned();
    let mut name = bare(words);
    for verb in ["ayant donné", "a donné", "qui donne", "donne", "ayant", "gives", "gave"] {
        name = bare(name.strip_suffix(verb).unwrap_or(&name));
    }
    name
}
