//! The only door to a verified statement.

use std::collections::BTreeMap;

use super::armour::{Armour, signed_bytes};
use super::{Authority, Envelope, Rejection};
use crate::council::CouncilId;
use crate::grammar::Fault;
use crate::key::PrivateKey;
use crate::key::PublicKey;
use crate::language::{Bilingual, Language};
use crate::report::Code;
use crate::statement::Statement;
use crate::tree::{Digest, FilePath};

/// A statement whose signatures hold. Only [`verify`] makes one; its fields stay private to this
/// file, and it has no `Default`, no `Deserialize` and no `DerefMut`, which would be other doors.
#[derive(Clone, Debug)]
pub struct Verified<S> {
    statement: S,
    signers: Vec<PublicKey>,
    text: Digest,
    file: Digest,
}

impl<S> Verified<S> {
    /// The statement.
    #[must_use]
    pub const fn statement(&self) -> &S {
        &self.statement
    }

    /// The keys that signed, sorted.
    #[must_use]
    pub fn signers(&self) -> &[PublicKey] {
        &self.signers
    }

    /// The hash of its text.
    #[must_use]
    pub const fn text_hash(&self) -> Digest {
        self.text
    }

    /// SHA-256 of the whole file it came in.
    #[must_use]
    pub const fn file_hash(&self) -> Digest {
        self.file
    }
}

/// Checks that enough keys of `authority` signed the envelope's text for `council`, then reads
/// the statement from those same bytes.
///
/// # Errors
/// A key that is not of the authority, a signature for another purpose or text, too few
/// signatures, a text that is not the one spelling of a `S`, or another council.
pub fn verify<S: Statement>(
    envelope: &Envelope<'_>,
    council: &CouncilId,
    authority: &Authority,
) -> Result<Verified<S>, Rejection> {
    verify_by(Equation::Computed, envelope, council, authority, S::read)
}

/// As [`verify`], for the very bytes that this reader verified before and found to hold under the
/// same authority: everything is asked again but the equation of the signature. Only a replay that
/// goes on from a root it kept may say so (`record::replay_after`).
pub(crate) fn verify_again<S: Statement>(
    envelope: &Envelope<'_>,
    council: &CouncilId,
    authority: &Authority,
) -> Result<Verified<S>, Rejection> {
    verify_by(Equation::Recalled, envelope, council, authority, S::read)
}

/// As [`verify`], and reads only the `part` of the signed text that concerns somebody. Only an outline
/// may do so (`record::outline`), from which nothing is counted.
pub(crate) fn verify_part<S: Statement>(
    envelope: &Envelope<'_>,
    council: &CouncilId,
    authority: &Authority,
    part: impl FnOnce(&[u8]) -> Vec<u8>,
) -> Result<Verified<S>, Rejection> {
    verify_by(Equation::Computed, envelope, council, authority, |text| S::read(&part(text)))
}

/// How it is known that the equation of a signature holds.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Equation {
    Computed,
    Recalled,
}

fn verify_by<S: Statement>(
    equation: Equation,
    envelope: &Envelope<'_>,
    council: &CouncilId,
    authority: &Authority,
    read: impl FnOnce(&[u8]) -> Result<S, Fault>,
) -> Result<Verified<S>, Rejection> {
    let namespace = S::KIND.namespace(council);
    let message = signed_bytes(&namespace, envelope.text);
    for armour in &envelope.armours {
        check_armour(armour, &namespace, &message, authority, equation)?;
    }
    if !authority.counts().contains(&envelope.armours.len()) {
        return Err(wrong_count(envelope.armours.len(), &authority.counts()));
    }
    let statement = read_signed(envelope, council, read).map_err(|rejection| match envelope.keys().next() {
        Some(key) => rejection.signed_by(key),
        None => rejection,
    })?;
    Ok(Verified {
        statement,
        signers: envelope.keys().collect(),
        text: envelope.text_hash(),
        file: envelope.file_hash(),
    })
}

/// Reads the statement from the text whose signatures hold.
fn read_signed<S: Statement>(
    envelope: &Envelope<'_>,
    council: &CouncilId,
    read: impl FnOnce(&[u8]) -> Result<S, Fault>,
) -> Result<S, Rejection> {
    let statement = read(envelope.text)?;
    if statement.council() == council { Ok(statement) } else { Err(Rejection::plain(Code::CouncilMismatch)) }
}

fn check_armour(
    armour: &Armour,
    namespace: &str,
    message: &[u8],
    authority: &Authority,
    equation: Equation,
) -> Result<(), Rejection> {
    let Some(key) = authority.get(&armour.key) else {
        let print = armour.key.fingerprint();
        let message = Bilingual::new(
            format!("la clé {print} n’est pas de celles qui peuvent signer ceci"),
            format!("the key {print} is not one that may sign this"),
        );
        return Err(Rejection::new(Code::KeyUnknown, message));
    };
    if armour.namespace != namespace {
        let found = &armour.namespace;
        let message = Bilingual::new(
            format!("signé pour `{found}` ; attendu : `ssh-keygen -Y sign -n {namespace}`"),
            format!("signed for `{found}`; expected `ssh-keygen -Y sign -n {namespace}`"),
        );
        return Err(Rejection::new(Code::SignatureInvalid, message));
    }
    if equation == Equation::Recalled || key.holds(message, &armour.signature) {
        return Ok(());
    }
    let message = Bilingual::new(
        "la signature ne correspond pas à ce texte : il a changé après la signature, ou un autre a été signé",
        "the signature does not hold for this text: it was changed after signing, or another text was signed",
    );
    Err(Rejection::new(Code::SignatureInvalid, message))
}

fn wrong_count(found: usize, expected: &std::ops::RangeInclusive<usize>) -> Rejection {
    let (least, most) = (expected.start(), expected.end());
    let message = Bilingual::new(
        format!("{} ; attendu : de {least} à {most}", Language::Fr.count(found, "signature", "signatures")),
        format!("{}, expected from {least} to {most}", Language::En.count(found, "signature", "signatures")),
    );
    Rejection::new(Code::SignersMissing, message)
}

/// A signed file ready to be put where it belongs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signed {
    /// Its path, a function of its text.
    pub path: FilePath,
    /// Text and armours.
    pub bytes: Vec<u8>,
    /// The hash of its text.
    pub text_hash: Digest,
    /// SHA-256 of the whole file.
    pub file_hash: Digest,
}

/// Signs `statement` with each of `keys`.
#[must_use]
pub fn sign<S: Statement>(statement: &S, keys: &[&PrivateKey]) -> Signed {
    let text = statement.write();
    let namespace = S::KIND.namespace(statement.council());
    let message = signed_bytes(&namespace, text.as_bytes());
    let armours = keys.iter().map(|key| Armour {
        key: key.public(),
        namespace: namespace.clone(),
        signature: key.sign(&message),
    });
    let text_hash = Digest::of(text.as_bytes());
    let bytes = attach(&text, armours);
    Signed { path: statement.path(text_hash), file_hash: Digest::of(&bytes), bytes, text_hash }
}

/// Puts armours after their text, sorted by key, one for each key.
pub fn attach(text: &str, armours: impl IntoIterator<Item = Armour>) -> Vec<u8> {
    let sorted: BTreeMap<Vec<u8>, Armour> = armours.into_iter().map(|armour| (armour.key.blob(), armour)).collect();
    let armours: String = sorted.values().map(Armour::write).collect();
    (text.to_owned() + &armours).into_bytes()
}
