//! The vectors before stock `ssh-keygen`: what is taken here it takes too, and never the reverse
//! is asked. And ballots that it signed, with keys that it made, are taken here.

use crate::support;

use crate::support::manifest;

use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use manifest::{border, city, verdict};
use parvis::council::OptionId;
use parvis::grammar::Token as _;
use parvis::key::PublicKey;
use parvis::report::Code;
use parvis::statement::{Ballot, Definition, Electorate, Enrolment, Kind, Roll, Statement as _, Vote};
use parvis::tree::Digest;
use support::{TestCouncil, approval, council, key, option, token, voter, voter_key};

fn ssh_keygen() -> Command {
    let found = Command::new("ssh-keygen").arg("-?").stdout(Stdio::null()).stderr(Stdio::null()).status();
    assert!(found.is_ok(), "ssh-keygen is missing: install OpenSSH (Debian: apt-get install openssh-client)");
    Command::new("ssh-keygen")
}

/// The key that an armour says signed, as a list of signers writes it; voter 1's where it says
/// nothing that can be read.
fn claimed_key(armour: &[u8]) -> String {
    let text = String::from_utf8_lossy(armour);
    let base64: String = text.lines().filter(|line| !line.starts_with('-')).flat_map(str::split_whitespace).collect();
    // Whole groups of four: an armour may be cut, or end in what is no base64.
    let groups = base64.as_bytes().chunks_exact(4).map_while(|group| STANDARD.decode(group).ok());
    let blob: Vec<u8> = groups.flatten().collect();
    let key = blob.get(10..).and_then(string);
    let kind = key.and_then(string).and_then(|kind| std::str::from_utf8(kind).ok());
    match (kind, key) {
        (Some(kind), Some(key)) => format!("{kind} {}", STANDARD.encode(key)),
        _ => voter_key(1).public().write(),
    }
}

/// The string of the SSH wire format that `bytes` begins with.
fn string(bytes: &[u8]) -> Option<&[u8]> {
    let (length, rest) = bytes.split_first_chunk()?;
    rest.get(..usize::try_from(u32::from_be_bytes(*length)).ok()?)
}

/// Whether `ssh-keygen -Y verify` takes text and armour, the armour's own key being on the list.
fn stock_takes(folder: &Path, kind: Kind, text: &[u8], armour: &[u8]) -> bool {
    let namespace = kind.namespace(&council());
    let (signers, signature) = (folder.join("allowed_signers"), folder.join("armour.sig"));
    let line = format!("somebody namespaces=\"{namespace}\" {}\n", claimed_key(armour));
    std::fs::write(&signers, line).expect("written");
    std::fs::write(&signature, armour).expect("written");
    let mut child = ssh_keygen()
        .args(["-Y", "verify", "-I", "somebody", "-n", &namespace, "-f"])
        .arg(&signers)
        .arg("-s")
        .arg(&signature)
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("it runs");
    // It may refuse the armour, and end, before it has read the text.
    let _ = child.stdin.take().expect("a pipe").write_all(text);
    child.wait().expect("it ends").success()
}

#[test]
#[expect(clippy::print_stdout, reason = "what depends on the version is told with --nocapture")]
fn whatever_is_taken_here_stock_ssh_keygen_takes() {
    let city = city();
    let folder = tempfile::tempdir().expect("a folder");
    let (mut wrong, mut refused_here_alone, mut varying) = (Vec::new(), 0, Vec::new());
    for vector in manifest::manifest() {
        let bytes = vector.bytes(&city);
        let (text, armour) = border(&bytes);
        let stock = stock_takes(folder.path(), vector.kind, &text, &armour);
        let taken = verdict(&city, &vector, &bytes).is_none();
        if taken && !stock {
            wrong.push(format!("{}: taken here, refused by ssh-keygen", vector.file));
        }
        match vector.stock {
            Some(expected) if expected != stock => {
                wrong.push(format!("{}: ssh-keygen says {stock}, the manifest {expected}", vector.file));
            }
            Some(_) => refused_here_alone += usize::from(stock && !taken),
            None => varying.push((vector.file, stock)),
        }
    }
    assert!(wrong.is_empty(), "{} vectors:\n{}", wrong.len(), wrong.join("\n"));
    assert!(refused_here_alone > 100, "the vectors hold what only our rules refuse");
    for (file, stock) in varying {
        println!("{file}: {} by this version", if stock { "accepted" } else { "refused" });
    }
}

/// A council whose voters hold keys that ssh-keygen made, with the vote `place` open.
fn city_of_stock_keys(folder: &Path, voters: usize) -> TestCouncil {
    let mut city = TestCouncil::new(1);
    let made = |n: usize| {
        let path = folder.join(format!("key{n}"));
        let made = ssh_keygen().args(["-q", "-t", "ed25519", "-N", "", "-C", "", "-f"]).arg(&path).status();
        assert!(made.expect("it runs").success());
        let public = std::fs::read_to_string(path.with_extension("pub")).expect("its public half");
        token::<PublicKey>(public.trim_end())
    };
    let first = city.desk.record().roll(&token("habitants")).last().expect("a roll").clone();
    let line = |n| Enrolment { voter: voter(n), weight: 1, groups: [].into(), person: None, key: Some(made(n)) };
    let roll = Roll {
        version: 2,
        previous: Some(first.text_hash()),
        voters: (1..=voters).map(line).collect(),
        ..first.roll().clone()
    };
    let sealed = city.desk.seal_roll(&roll, &[&key("officer")]).expect("sound keys");
    let options = ["a", "b", "c", "d"].map(|id| option(id, None)).to_vec();
    let plain = city.definition("place", approval(), options);
    let electorates =
        plain.electorates.iter().map(|one| Electorate { version: 2, hash: sealed.text_hash, ..one.clone() }).collect();
    city.desk.open_vote(&Definition { electorates, ..plain }, &[&key("officer")]).expect("a sound definition");
    city
}

/// The `n`th ballot: other numbers and choices for each, the same at every run.
fn some_ballot(city: &TestCouncil, n: usize, voters: usize) -> Ballot {
    let digest = Digest::of(&n.to_be_bytes());
    let bytes = digest.as_bytes();
    let chosen = ["a", "b", "c", "d"].iter().zip(bytes).filter(|(_, byte)| **byte < 150).take(3);
    let choices: Vec<OptionId> = chosen.map(|(id, _)| token(id)).collect();
    let seq = bytes[8..13].iter().fold(0_u64, |seq, byte| seq << 8 | u64::from(*byte));
    city.ballot("place", 1 + n % voters, seq, Vote::Choices(choices))
}

#[test]
fn ballots_signed_by_stock_ssh_keygen_are_taken() {
    const VOTERS: usize = 3;
    let folder = tempfile::tempdir().expect("a folder");
    let city = city_of_stock_keys(folder.path(), VOTERS);
    let namespace = Kind::Ballot.namespace(&council());
    let ballots: Vec<Ballot> = (0..120).map(|n| some_ballot(&city, n, VOTERS)).collect();
    for n in 1..=VOTERS {
        let own: Vec<&Ballot> = ballots.iter().filter(|ballot| ballot.voter == voter(n)).collect();
        let files: Vec<_> = (0..own.len()).map(|at| folder.path().join(format!("{n}-{at}"))).collect();
        for (file, ballot) in files.iter().zip(&own) {
            std::fs::write(file, ballot.write()).expect("written");
        }
        let signed = ssh_keygen()
            .args(["-q", "-Y", "sign", "-n", &namespace, "-f"])
            .arg(folder.path().join(format!("key{n}")))
            .args(&files)
            .stderr(Stdio::null())
            .status();
        assert!(signed.expect("it runs").success());
        for (file, ballot) in files.iter().zip(own) {
            let armour = std::fs::read(file.with_extension("sig")).expect("the signature");
            let bytes = [ballot.write().as_bytes(), &armour].concat();
            let admitted = city.desk.record().admit_ballot(&ballot.path(ballot.text_hash()), &bytes);
            assert!(admitted.is_ok(), "{:?}\n{}", admitted.err(), ballot.write());
        }
    }
}

/// Signatures that stock ssh-keygen makes and takes, and that are refused here: another kind of key,
/// another hash.
#[test]
fn other_kinds_of_signatures_by_stock_ssh_keygen_are_refused() {
    let folder = tempfile::tempdir().expect("a folder");
    let city = city();
    let namespace = Kind::Ballot.namespace(&council());
    let ballot = city.ballot("place", 1, 10, support::choices(&["a"]));
    let file = folder.path().join("ballot");
    std::fs::write(&file, ballot.write()).expect("written");
    for (kind, bits, hash) in [("rsa", "2048", "sha512"), ("ecdsa", "256", "sha512"), ("ed25519", "256", "sha256")] {
        let key = folder.path().join(kind);
        let made = ssh_keygen().args(["-q", "-t", kind, "-b", bits, "-N", "", "-C", "", "-f"]).arg(&key).status();
        assert!(made.expect("it runs").success(), "{kind}");
        let _ = std::fs::remove_file(file.with_extension("sig"));
        let hash = format!("hashalg={hash}");
        let signed = ssh_keygen()
            .args(["-q", "-Y", "sign", "-n", &namespace, "-O", &hash, "-f"])
            .arg(&key)
            .arg(&file)
            .stderr(Stdio::null())
            .status();
        assert!(signed.expect("it runs").success(), "{kind} with {hash}");
        let armour = std::fs::read(file.with_extension("sig")).expect("the signature");
        assert!(stock_takes(folder.path(), Kind::Ballot, ballot.write().as_bytes(), &armour), "{kind} with {hash}");
        let bytes = [ballot.write().as_bytes(), &armour].concat();
        let refused = city.desk.record().admit_ballot(&ballot.path(ballot.text_hash()), &bytes).map(|_| ());
        assert_eq!(refused.map_err(|rejection| rejection.code), Err(Code::ArmourMalformed), "{kind} with {hash}");
    }
}
