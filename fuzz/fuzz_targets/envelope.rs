//! A signed file: its border, its armours, its signature.
//!
//! What is opened is written again as the same bytes. What is verified could have been signed by
//! the key's holder alone: signed anew, it is the same file, since these signatures are
//! deterministic. The same input is also taken for a text and signed here, so that the grammar is
//! reached behind a signature that holds.

#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use parvis::council::CouncilId;
use parvis::grammar::split;
use parvis::key::{EnrolledKey, PrivateKey, sample};
use parvis::statement::{Ballot, Kind, Proposal, Statement};
use parvis::submission::{Armour, Authority, Envelope, attach, sign, verify};
use parvis::tree::Digest;
use sha2::Digest as _;

struct Council {
    id: CouncilId,
    keys: Vec<PrivateKey>,
    authority: Authority,
}

static COUNCIL: LazyLock<Council> = LazyLock::new(|| {
    let keys: Vec<PrivateKey> = sample::names().map(|name| sample::key(&name)).collect();
    let enrolled = keys.iter().map(|key| EnrolledKey::enrol(key.public()).expect("a sound key"));
    let authority = Authority::one_of(enrolled);
    Council { id: CouncilId::parse(sample::COUNCIL).expect("a council"), keys, authority }
});

fuzz_target!(|bytes: &[u8]| {
    for kind in Kind::ALL {
        opened(*kind, bytes);
    }
    verified::<Ballot>(bytes);
    verified::<Proposal>(bytes);
    signed_here::<Ballot>(bytes);
    signed_here::<Proposal>(bytes);
});

/// What is opened is a text and armours in their one spelling.
fn opened(kind: Kind, bytes: &[u8]) {
    let Ok(envelope) = Envelope::open(kind, bytes) else { return };
    assert!(bytes.len() <= kind.size_limit());
    assert_eq!(envelope.file_hash(), Digest::of(bytes));
    let file = split(bytes).expect("an opened file has its border");
    assert_eq!(envelope.text_hash(), Digest::of(file.text));
    let mut armours = Vec::new();
    let mut rest = file.armours;
    while !rest.is_empty() {
        let (armour, after) = Armour::read(rest).expect("an opened file has armours alone");
        armours.push(armour);
        rest = after;
    }
    assert!(envelope.keys().eq(armours.iter().map(|armour| armour.key)));
    let text = std::str::from_utf8(file.text).expect("an opened file is UTF-8");
    assert_eq!(attach(text, armours), bytes);
}

/// What is verified is what its signer alone makes.
fn verified<S: Statement>(bytes: &[u8]) {
    let Ok(envelope) = Envelope::open(S::KIND, bytes) else { return };
    let Ok(taken) = verify::<S>(&envelope, &COUNCIL.id, &COUNCIL.authority) else { return };
    let [signer] = taken.signers() else { panic!("a file of strangers has one signer") };
    let key = COUNCIL.keys.iter().find(|key| key.public() == *signer).expect("a key of the authority");
    let again = sign(taken.statement(), &[key]);
    assert_eq!(again.bytes, bytes);
    assert_eq!(again.text_hash, taken.text_hash());
    assert_eq!(again.file_hash, taken.file_hash());
}

/// `bytes` as a text under a signature that holds: taken exactly when it is the one spelling of
/// a statement for this council.
fn signed_here<S: Statement>(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let key = &COUNCIL.keys[0];
    let namespace = S::KIND.namespace(&COUNCIL.id);
    let signature = key.sign(&signed_bytes(&namespace, bytes));
    let file = attach(text, [Armour { key: key.public(), namespace, signature }]);
    let whole = split(&file).is_ok_and(|file| file.text == bytes);
    let outcome =
        Envelope::open(S::KIND, &file).and_then(|envelope| verify::<S>(&envelope, &COUNCIL.id, &COUNCIL.authority));
    let sound = S::read(bytes).is_ok_and(|statement| statement.council() == &COUNCIL.id);
    let expected = whole && file.len() <= S::KIND.size_limit() && sound;
    assert_eq!(outcome.is_ok(), expected, "{outcome:?}", outcome = outcome.map(|_| ()));
    verified::<S>(&file);
}

/// PROTOCOL.sshsig, written a second time: what the signature is over.
fn signed_bytes(namespace: &str, text: &[u8]) -> Vec<u8> {
    let hash = sha2::Sha512::digest(text);
    let mut bytes = b"SSHSIG".to_vec();
    for string in [namespace.as_bytes(), b"", b"sha512", &hash] {
        bytes.extend_from_slice(&u32::try_from(string.len()).expect("short").to_be_bytes());
        bytes.extend_from_slice(string);
    }
    bytes
}
