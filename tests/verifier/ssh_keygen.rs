//! Interoperation with stock OpenSSH, in both directions.

use crate::support;

use std::path::Path;
use std::process::{Command, Stdio};

use parvis::grammar::Token as _;
use parvis::key::PrivateKey;
use parvis::statement::{Ballot, Kind, Statement as _};
use parvis::submission::{Armour, attach};
use parvis::tree::Digest;
use support::{TestCouncil, choices, token, voter_key};

/// Stock ssh-keygen; its absence is a failure, since nothing else proves this.
fn ssh_keygen() -> Command {
    let found = Command::new("ssh-keygen").arg("-?").stdout(Stdio::null()).stderr(Stdio::null()).status();
    assert!(found.is_ok(), "ssh-keygen is missing: install OpenSSH (Debian: apt-get install openssh-client)");
    Command::new("ssh-keygen")
}

fn write_key(folder: &Path, key: &PrivateKey) -> std::path::PathBuf {
    let path = folder.join("key");
    parvis::publish::record::write_new(&path, key.write("test").as_bytes(), parvis::publish::record::Access::Owner)
        .expect("the key is written");
    path
}

#[test]
fn a_ballot_signed_by_ssh_keygen_is_taken() {
    let mut city = TestCouncil::new(3);
    city.open_place();
    let folder = tempfile::tempdir().expect("a folder");
    let key = write_key(folder.path(), &voter_key(2));
    let ballot = city.ballot("place", 2, 50, choices(&["b", "d"]));
    let text = folder.path().join("b.txt");
    std::fs::write(&text, ballot.write()).expect("the text is written");
    let namespace = Kind::Ballot.namespace(&support::council());
    let signed = ssh_keygen()
        .args(["-Y", "sign", "-f"])
        .arg(&key)
        .args(["-n", &namespace])
        .arg(&text)
        .output()
        .expect("it runs");
    assert!(signed.status.success(), "{}", String::from_utf8_lossy(&signed.stderr));
    let armour = std::fs::read_to_string(folder.path().join("b.txt.sig")).expect("the signature");
    let joined = ballot.write() + &armour;
    let path = ballot.path(ballot.text_hash());
    let admitted = city.desk.record().admit_ballot(&path, joined.as_bytes());
    assert!(admitted.is_ok(), "{admitted:?}");
    // What `attach` joins is what `cat` joins.
    let (read, rest) = Armour::read(&armour).expect("one armour");
    assert_eq!((attach(&ballot.write(), [read]), rest), (joined.into_bytes(), ""));
}

#[test]
fn a_key_made_by_ssh_keygen_is_read_and_ours_by_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("id");
    let made =
        ssh_keygen().args(["-q", "-t", "ed25519", "-N", "", "-C", "x", "-f"]).arg(&path).status().expect("it runs");
    assert!(made.success());
    let key = PrivateKey::read(&std::fs::read_to_string(&path).expect("a key")).expect("an OpenSSH key");
    let public = std::fs::read_to_string(folder.path().join("id.pub")).expect("its public half");
    assert_eq!(format!("{} x\n", key.public().write()), public);
    let ours = write_key(folder.path(), &voter_key(1));
    let shown = ssh_keygen().arg("-y").arg("-f").arg(&ours).output().expect("it runs");
    assert!(String::from_utf8_lossy(&shown.stdout).starts_with(&voter_key(1).public().write()));
    let print = ssh_keygen().arg("-l").arg("-f").arg(&ours).output().expect("it runs");
    assert!(String::from_utf8_lossy(&print.stdout).contains(&voter_key(1).public().fingerprint()));
}

/// Runs `ssh-keygen -Y verify` on a text and an armour, with the exported roll.
fn verify(city: &TestCouncil, voter: &str, text: &[u8], armour: &str) -> bool {
    use std::io::Write as _;
    let folder = tempfile::tempdir().expect("a folder");
    let roll =
        city.desk.record().roll(&token("habitants")).last().expect("the roll").roll().allowed_signers(Kind::Ballot);
    let (signers, signature) = (folder.path().join("allowed_signers"), folder.path().join("b.sig"));
    std::fs::write(&signers, roll).expect("written");
    std::fs::write(&signature, armour).expect("written");
    let mut child = ssh_keygen()
        .args(["-Y", "verify", "-I", voter, "-n", &Kind::Ballot.namespace(&support::council()), "-f"])
        .arg(&signers)
        .arg("-s")
        .arg(&signature)
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("it runs");
    child.stdin.take().expect("a pipe").write_all(text).expect("the text is read");
    child.wait().expect("it ends").success()
}

#[test]
fn a_ballot_signed_here_is_verified_by_ssh_keygen_with_the_exported_roll() {
    let mut city = TestCouncil::new(3);
    city.open_place();
    let signed = city.signed(3, 60, &["a"]);
    let file = String::from_utf8(signed.bytes).expect("a ballot is ASCII");
    let (text, armour) = file.split_at(file.find("-----BEGIN").expect("an armour"));
    let ballot = Ballot::read(text.as_bytes()).expect("a ballot");
    assert_eq!(Digest::of(text.as_bytes()), signed.text_hash);
    assert!(verify(&city, ballot.voter.as_str(), text.as_bytes(), armour));
    assert!(!verify(&city, ballot.voter.as_str(), text.replace("  - a", "  - b").as_bytes(), armour));
    assert!(!verify(&city, support::voter(1).as_str(), text.as_bytes(), armour));
}
