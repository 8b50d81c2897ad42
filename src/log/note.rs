//! What checkpoints and cosignatures share: the C2SP signed note, its lines and its keys.

use std::collections::BTreeSet;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::key::PublicKey;
use crate::tree::{Digest, hex};

/// The largest note that is read, in bytes.
pub const LARGEST_NOTE: usize = 256 * 1024;

/// The algorithm byte of a key: it makes two ids of one name and key that sign two things.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Algorithm {
    /// Ed25519 over the note's text.
    Ed25519 = 0x01,
    /// Ed25519 over `cosignature/v1`, a time and the note's text.
    Cosignature = 0x04,
}

/// Whether `text` may be the name of a key: no space, no `+`, nothing that moves a terminal.
pub(super) fn is_name(text: &str) -> bool {
    let allowed = |c: char| !c.is_whitespace() && !c.is_control() && c != '+';
    (1..=255).contains(&text.len()) && text.chars().all(allowed)
}

/// The four bytes before a signature that tell whose it is.
pub(super) fn key_id(name: &str, algorithm: Algorithm, key: PublicKey) -> [u8; 4] {
    let digest = Digest::of_parts(&[name.as_bytes(), b"\n", &[algorithm as u8], key.as_bytes()]);
    let [a, b, c, d, ..] = *digest.as_bytes();
    [a, b, c, d]
}

/// The verifier key as C2SP tools take it: name, key id and key, joined by `+`.
pub(super) fn verifier_key(name: &str, algorithm: Algorithm, key: PublicKey) -> String {
    let typed = [&[algorithm as u8], key.as_bytes().as_slice()].concat();
    format!("{name}+{}+{}", hex(&key_id(name, algorithm, key)), STANDARD.encode(typed))
}

/// A signature line with its LF.
pub(super) fn signature_line(name: &str, id: [u8; 4], signature: &[u8]) -> String {
    format!("— {name} {}\n", STANDARD.encode([id.as_slice(), signature].concat()))
}

/// The key id and the key that a verifier key holds, with its name; nothing where it is not one for
/// `algorithm`, in its one spelling.
pub(super) fn read_verifier_key(text: &str, algorithm: Algorithm) -> Option<(&str, PublicKey)> {
    let (name, rest) = text.split_once('+')?;
    let (_, typed) = rest.split_once('+')?;
    let typed = STANDARD.decode(typed).ok()?;
    let (kind, key) = typed.split_first()?;
    let key = PublicKey::from_bytes(key.try_into().ok()?);
    (*kind == algorithm as u8 && is_name(name) && verifier_key(name, algorithm, key) == text).then_some((name, key))
}

/// The note `bytes` with one line of each key: the last one. A witness may have cosigned the same
/// checkpoint at several times; some readers take no note with two lines of one key.
#[must_use]
pub fn with_one_line_each(bytes: &[u8]) -> Vec<u8> {
    let Some(note) = Note::read(bytes) else { return bytes.to_vec() };
    let named = |line: &str| {
        let (name, base64) = line.strip_prefix("— ")?.split_once(' ')?;
        Some((name.to_owned(), STANDARD.decode(base64).ok()?.get(..4)?.to_vec()))
    };
    let lines = note.lines.split_terminator('\n').map(|line| (named(line), line));
    let mut kept: Vec<&str> = Vec::new();
    let mut seen = BTreeSet::new();
    for (key, line) in lines.collect::<Vec<_>>().into_iter().rev() {
        if key.is_none_or(|key| seen.insert(key)) {
            kept.push(line);
        }
    }
    let kept: String = kept.into_iter().rev().flat_map(|line| [line, "\n"]).collect();
    format!("{}\n{kept}", note.text).into_bytes()
}

/// A note taken apart. Nothing in it is believed.
pub(super) struct Note<'a> {
    /// What is signed: every line up to the empty one, with its LF.
    pub(super) text: &'a str,
    lines: &'a str,
}

impl<'a> Note<'a> {
    /// The parts of `bytes`, where they are a note of a bearable size.
    pub(super) fn read(bytes: &'a [u8]) -> Option<Self> {
        if bytes.len() > LARGEST_NOTE {
            return None;
        }
        let note = std::str::from_utf8(bytes).ok()?;
        if note.chars().any(|c| c.is_control() && c != '\n') {
            return None;
        }
        let border = note.rfind("\n\n")?;
        let (text, lines) = (&note[..=border], &note[border + 2..]);
        let begins = |line: &str| line.starts_with("— ");
        (lines.ends_with('\n') && lines.split_terminator('\n').all(begins)).then_some(Self { text, lines })
    }

    /// What each line of `name` under the key `id` signs with, in the order of the lines; nothing
    /// in place of a line that is no base64. Lines of other keys are passed over.
    pub(super) fn signatures<'b>(&'b self, name: &'b str, id: [u8; 4]) -> impl Iterator<Item = Vec<u8>> + 'b {
        self.lines.split_terminator('\n').filter_map(move |line| {
            let (named, base64) = line.strip_prefix("— ")?.split_once(' ')?;
            let bytes = (named == name).then(|| STANDARD.decode(base64).ok())??;
            Some(bytes.strip_prefix(&id)?.to_vec())
        })
    }
}
