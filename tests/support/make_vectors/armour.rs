//! Other spellings of one good signature.

use parvis::statement::Kind;
use sha2::{Digest as _, Sha256};

use super::sshsig::{Sshsig, armour, string};
use super::{Made, ballot_text, made};
use crate::support::{TestCouncil, voter_key};

pub(super) fn all(city: &TestCouncil) -> Vec<Made> {
    let text = ballot_text(city, 10);
    [blobs(&text), lines(&text), several(&text), security_keys(&text)].concat()
}

fn good(text: &str) -> Sshsig {
    Sshsig::of(Kind::Ballot).sign(text.as_bytes(), &voter_key(1))
}

/// What the base64 holds is not what it should be.
fn blobs(text: &str) -> Vec<Made> {
    let good = good(text);
    let plain = || Sshsig::of(Kind::Ballot);
    let sign = |parts: Sshsig| parts.sign(text.as_bytes(), &voter_key(1));
    let named = |namespace: &[u8]| sign(Sshsig { namespace: namespace.to_vec(), ..plain() });
    let short = good.signature[..63].to_vec();
    let long = [&good.signature[..], &[0]].concat();
    let parts = vec![
        ("canonical", good.clone()),
        ("sha256", sign(Sshsig { hash: "sha256", ..plain() })),
        ("hash-unknown", sign(Sshsig { hash: "sha384", ..plain() })),
        ("version-0", Sshsig { version: 0, ..good.clone() }),
        ("version-2", Sshsig { version: 2, ..good.clone() }),
        ("reserved-not-signed", Sshsig { reserved: b"junk".to_vec(), ..good.clone() }),
        ("reserved-signed", sign(Sshsig { reserved: b"junk".to_vec(), ..plain() })),
        ("blob-trailing-byte", Sshsig { tail: vec![0], ..good.clone() }),
        ("key-trailing-byte", Sshsig { key_tail: vec![0], ..good.clone() }),
        ("signature-trailing-byte", Sshsig { signature_tail: vec![0], ..good.clone() }),
        ("signature-63-bytes", Sshsig { signature: short, ..good.clone() }),
        ("signature-65-bytes", Sshsig { signature: long, ..good.clone() }),
        ("signature-empty", Sshsig { signature: Vec::new(), ..good.clone() }),
        ("key-type-rsa", Sshsig { key_type: "ssh-rsa", ..good.clone() }),
        ("algorithm-rsa", Sshsig { algorithm: "ssh-rsa", ..good.clone() }),
        ("namespace-empty", named(b"")),
        ("namespace-other", named(b"file")),
        ("namespace-of-proposals", named(b"proposal@ville.example")),
        ("namespace-of-another-council", named(b"ballot@autre.example")),
        ("namespace-with-nul", named(b"ballot@ville.example\0")),
        ("namespace-in-capitals", named(b"BALLOT@ville.example")),
        ("namespace-1500-bytes", named(&[b'a'; 1500])),
    ];
    let mut made: Vec<Made> =
        parts.into_iter().map(|(name, parts)| (file(name), joined(text, &parts.armour()))).collect();
    let blob = good.blob();
    let mut lying = blob.clone();
    lying[10..14].copy_from_slice(&u32::MAX.to_be_bytes());
    made.push((file("length-beyond-the-end"), joined(text, &armour(&lying, 70))));
    made.push((file("blob-cut"), joined(text, &armour(&blob[..blob.len() - 20], 70))));
    made.push((file("blob-without-magic"), joined(text, &armour(&blob[6..], 70))));
    made
}

/// The base64 and its lines are not as they should be.
fn lines(text: &str) -> Vec<Made> {
    let good = good(text);
    let canonical = good.armour();
    let blob = good.blob();
    let base64: String = canonical.lines().filter(|line| !line.starts_with('-')).collect();
    let with = |from: &str, to: &str| {
        assert!(canonical.contains(from), "{from:?} stands in the armour");
        canonical.replacen(from, to, 1)
    };
    let first = &base64[..70];
    let end = &base64[base64.len() - 4..];
    let whole = joined(text, &canonical);
    let cases = vec![
        ("columns-64", armour(&blob, 64)),
        ("columns-76", armour(&blob, 76)),
        ("columns-1", armour(&blob, 1)),
        ("one-line", armour(&blob, 4096)),
        ("crlf", canonical.replace('\n', "\r\n")),
        ("no-final-lf", canonical.trim_end().to_owned()),
        ("two-final-lfs", format!("{canonical}\n")),
        ("text-after-end", format!("{canonical}hello\n")),
        ("blank-after-end", with("-----END SSH SIGNATURE-----", "-----END SSH SIGNATURE----- ")),
        ("blank-in-base64", with(first, &format!("{} {}", &first[..30], &first[30..]))),
        ("blank-before-base64", with(first, &format!(" {first}"))),
        ("tab-in-base64", with(first, &format!("{}\t{}", &first[..30], &first[30..]))),
        ("empty-line-in-base64", with(first, &format!("{first}\n"))),
        ("base64-bad-character", with(first, &format!("!{}", &first[1..]))),
        ("base64-url-alphabet", with(&base64[base64.len() - 70..][..1], "_")),
        ("base64-unused-bits", with(end, &with_unused_bits(end))),
        ("base64-padding-missing", canonical.replace('=', "")),
        ("base64-padding-too-long", with("\n-----END", "====\n-----END")),
        ("base64-cut", with(&base64[base64.len() - 40..], "")),
        ("begin-twice", format!("-----BEGIN SSH SIGNATURE-----\n{canonical}")),
        ("begin-blank-before", format!(" {canonical}")),
        ("begin-blank-after", with("SIGNATURE-----\n", "SIGNATURE----- \n")),
        ("begin-of-pgp", canonical.replace("SSH SIGNATURE", "PGP SIGNATURE")),
        ("begin-four-dashes", with("-----BEGIN", "----BEGIN")),
        ("end-missing", with("-----END SSH SIGNATURE-----\n", "")),
        ("end-of-pgp", with("-----END SSH", "-----END PGP")),
        ("nothing-between", "-----BEGIN SSH SIGNATURE-----\n-----END SSH SIGNATURE-----\n".to_owned()),
        ("missing", String::new()),
        ("text-before-begin", format!("hello\n{canonical}")),
    ];
    let mut made: Vec<Made> = cases.into_iter().map(|(name, armour)| (file(name), joined(text, &armour))).collect();
    made.push((file("text-missing"), canonical.clone().into_bytes()));
    made.push((file("file-crlf"), String::from_utf8_lossy(&whole).replace('\n', "\r\n").into_bytes()));
    made.push((file("file-empty"), Vec::new()));
    made
}

/// More than one armour, and one inside the text of another.
fn several(text: &str) -> Vec<Made> {
    let one = good(text).armour();
    let other = Sshsig::of(Kind::Ballot).sign(text.as_bytes(), &voter_key(2)).armour();
    let (first, second) =
        if voter_key(1).public().blob() < voter_key(2).public().blob() { (&one, &other) } else { (&other, &one) };
    let nested = format!("{text}{one}");
    let outer = Sshsig::of(Kind::Ballot).sign(nested.as_bytes(), &voter_key(1)).armour();
    vec![
        made("armour/twice-the-same.ballot", joined(text, &format!("{one}{one}"))),
        made("armour/two-signers.ballot", joined(text, &format!("{first}{second}"))),
        made("armour/two-signers-unsorted.ballot", joined(text, &format!("{second}{first}"))),
        made("armour/text-between-two.ballot", joined(text, &format!("{first}hello\n{second}"))),
        made("armour/inside-the-text.ballot", joined(&nested, &outer)),
    ]
}

/// The last group of a base64 with a bit set that no byte has.
fn with_unused_bits(end: &str) -> String {
    let (digits, padding) = end.split_at(end.find('=').expect("this blob needs padding"));
    let (before, last) = digits.split_at(digits.len() - 1);
    let next = char::from(last.as_bytes()[0] + 1);
    assert!(next.is_ascii_alphanumeric(), "the next letter is the next digit");
    format!("{before}{next}{padding}")
}

/// Signatures as a security key makes them (PROTOCOL.u2f of OpenSSH): over the application, flags
/// and a counter beside the message. Bit 0 of the flags says that somebody touched it.
fn security_keys(text: &str) -> Vec<Made> {
    const KIND: &str = "sk-ssh-ed25519@openssh.com";
    let message = Sshsig::of(Kind::Ballot).message(text.as_bytes());
    let of = |name: &str, flags: u8| {
        let signed = [&Sha256::digest(b"ssh:")[..], &[flags, 0, 0, 0, 1], &Sha256::digest(&message)].concat();
        let parts = Sshsig {
            key: *voter_key(1).public().as_bytes(),
            key_type: KIND,
            key_tail: string(b"ssh:"),
            algorithm: KIND,
            signature: voter_key(1).sign(&signed).to_vec(),
            signature_tail: vec![flags, 0, 0, 0, 1],
            ..Sshsig::of(Kind::Ballot)
        };
        (file(name), joined(text, &parts.armour()))
    };
    vec![of("security-key-touched", 1), of("security-key-not-touched", 0)]
}

fn file(name: &str) -> String {
    format!("armour/{name}.ballot")
}

fn joined(text: &str, armour: &str) -> Vec<u8> {
    [text, armour].concat().into_bytes()
}
