//! Receipts: what they prove of a file, without clone or network, and what they never prove.

use crate::support;

use std::path::Path;
use std::process::Command;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use parvis::audit::{Knowledge, audit_knowing};
use parvis::clerk::Desk;
use parvis::log::{Checkpoint, TlogProof, consistency_proof, inclusion_proof, leaf_hash, root};
use parvis::receipt::{Checked, Fate, LARGEST_RECEIPT, Unproved, check, make};
use parvis::record::{Files, Record, replay};
use parvis::report::Code;
use parvis::statement::entry::Entry;
use parvis::statement::{Certify, Kind, LogState, Role, Statement as _};
use parvis::submission::{Rejection, Signed, sign};
use parvis::tree::{Digest, FileTree};
use support::{TestCouncil, council, go_on, key, path, token, voter_key};

fn record_of(tree: &FileTree) -> Record {
    let (record, findings) = replay(&Files::new(tree.clone()));
    assert_eq!(findings, []);
    record.expect("a record")
}

fn receipt(tree: &FileTree, file: &[u8]) -> Vec<u8> {
    make(&record_of(tree), tree, file).expect("the log has it")
}

fn fate(tree: &FileTree, file: &Signed) -> Fate {
    check(&receipt(tree, &file.bytes), &file.bytes, None, None).expect("it holds").fate
}

fn refused(result: Result<Checked, Rejection>) -> Code {
    result.expect_err("it proves nothing").code
}

fn officer(desk: &mut Desk, work: impl FnOnce(&mut Desk, &[&parvis::key::PrivateKey])) {
    work(desk, &[&key("officer")]);
}

fn ingest(tree: &FileTree) -> FileTree {
    go_on(tree, |desk| drop(desk.ingest(&key("log")).expect("recorded")))
}

fn close(tree: &FileTree) -> FileTree {
    go_on(tree, |desk| officer(desk, |desk, keys| drop(desk.close_vote(&token("place"), keys).expect("closed"))))
}

fn certify(tree: &FileTree) -> FileTree {
    go_on(tree, |desk| officer(desk, |desk, keys| drop(desk.certify_vote(&token("place"), keys).expect("certified"))))
}

/// The ballots of a vote with every fate, and the record at its stages.
struct Place {
    counted: Signed,
    earlier: Signed,
    wrong: Signed,
    late: Signed,
    open: FileTree,
    certified: FileTree,
}

fn place() -> Place {
    let mut city = TestCouncil::new(4);
    city.open_place();
    let (counted, earlier, later) = (city.signed(1, 5, &["a"]), city.signed(2, 5, &["b"]), city.signed(2, 6, &["a"]));
    let (wrong, late) = (city.signed(3, 5, &["a", "b", "c"]), city.signed(4, 5, &["a"]));
    let open = ingest(&city.files(&[counted.clone(), earlier.clone(), later, wrong.clone()]));
    let mut closed = close(&open);
    closed.insert(late.path.clone(), late.bytes.clone());
    Place { counted, earlier, wrong, late, open, certified: certify(&ingest(&closed)) }
}

#[test]
fn each_fate_is_told() {
    let place = place();
    assert_eq!(fate(&place.open, &place.counted), Fate::Recorded);
    assert_eq!(fate(&place.open, &place.wrong), Fate::Refused(Code::ChoicesPerCategory));
    assert_eq!(fate(&place.certified, &place.counted), Fate::Counted(1));
    let Fate::Superseded(by) = fate(&place.certified, &place.earlier) else { panic!("superseded") };
    let by = usize::try_from(by).expect("an index");
    assert_eq!(record_of(&place.certified).entries()[by].subject, "place");
    assert_eq!(fate(&place.certified, &place.wrong), Fate::NotCounted(Code::ChoicesPerCategory));
    assert_eq!(fate(&place.certified, &place.late), Fate::NotCounted(Code::VoteClosed));
    let annulled = go_on(&place.certified, |desk| {
        officer(desk, |desk, keys| drop(desk.annul_vote(&token("place"), "une urne perdue", keys).expect("annulled")));
    });
    assert_eq!(fate(&annulled, &place.counted), Fate::Annulled);
    // A receipt from before goes on to prove what it proved.
    let before = receipt(&place.open, &place.counted.bytes);
    let record = record_of(&place.certified);
    let checked = check(&before, &place.counted.bytes, Some(record.fingerprint()), None).expect("it holds");
    assert_eq!((checked.fate, checked.council, checked.fingerprint), (Fate::Recorded, council(), record.fingerprint()));
}

#[test]
fn what_the_log_does_not_mention_has_no_receipt() {
    let mut city = TestCouncil::new(2);
    city.open_place();
    let (waiting, unknown) = (city.signed(1, 5, &["a"]), city.signed(2, 5, &["a"]));
    let tree = city.files(std::slice::from_ref(&waiting));
    let why = |file: &[u8]| make(&record_of(&tree), &tree, file).expect_err("no receipt");
    assert_eq!(why(&waiting.bytes), Unproved::Pending);
    assert_eq!(why(&unknown.bytes), Unproved::NotRecorded);
    // Not even where the log names the file: a receipt is for what was handed in.
    let genesis = tree.get_str("submissions/council/genesis.statement").expect("the genesis");
    assert_eq!(why(genesis), Unproved::Pending);
    let mut without = ingest(&tree);
    without.remove(&path("submissions/log/checkpoints/6"));
    let made = make(&record_of(&without), &without, &waiting.bytes);
    assert_eq!(made, Err(Unproved::Incomplete));
}

#[test]
fn a_receipt_speaks_of_one_file_and_one_council() {
    let place = place();
    let made = receipt(&place.certified, &place.counted.bytes);
    assert_eq!(refused(check(&made, &place.earlier.bytes, None, None)), Code::ReceiptInvalid);
    assert_eq!(refused(check(&made, b"", None, None)), Code::ReceiptInvalid);
    let other = Some(Digest::of(b"another genesis"));
    assert_eq!(refused(check(&made, &place.counted.bytes, other, None)), Code::GenesisMismatch);
    let refusal = receipt(&place.certified, &place.wrong.bytes);
    assert_eq!(refused(check(&refusal, &place.late.bytes, None, None)), Code::ReceiptInvalid);
    let huge = vec![b'a'; LARGEST_RECEIPT + 1];
    assert_eq!(refused(check(&huge, &place.counted.bytes, None, None)), Code::ReceiptInvalid);
}

/// The proof in `made` with another archive beside it: `change` sees its files by name.
fn repacked(made: &[u8], change: impl Fn(&str, Vec<u8>) -> Option<Vec<u8>>) -> Vec<u8> {
    let proof = TlogProof::read(made).expect("a proof");
    let (mut unpacked, mut files) = (tar::Archive::new(proof.extra.as_slice()), Vec::new());
    for entry in unpacked.entries().expect("an archive") {
        let mut entry = entry.expect("an entry");
        let name = entry.path().expect("a name").to_string_lossy().into_owned();
        let mut bytes = Vec::new();
        std::io::Read::read_to_end(&mut entry, &mut bytes).expect("in memory");
        files.extend(change(&name, bytes).map(|bytes| (name, bytes)));
    }
    TlogProof { extra: archive(files), ..proof }.write()
}

fn archive(files: Vec<(String, Vec<u8>)>) -> Vec<u8> {
    let mut packed = tar::Builder::new(Vec::new());
    for (name, bytes) in files {
        let mut header = tar::Header::new_ustar();
        header.set_size(bytes.len() as u64);
        header.set_mode(0o644);
        header.set_entry_type(tar::EntryType::Regular);
        packed.append_data(&mut header, &name, bytes.as_slice()).expect("in memory");
    }
    packed.into_inner().expect("in memory")
}

#[test]
fn a_changed_byte_or_a_missing_part_proves_nothing() {
    let place = place();
    let (made, file) = (receipt(&place.certified, &place.counted.bytes), &place.counted.bytes);
    assert_eq!(repacked(&made, |_, bytes| Some(bytes)), made);
    let text = String::from_utf8(made.clone()).expect("a text");
    for at in (0..made.len()).step_by(101) {
        let mut changed = made.clone();
        changed[at] = if changed[at] == b'A' { b'B' } else { b'A' };
        assert!(check(&changed, file, None, None).is_err(), "byte {at} of {text}");
    }
    for missing in ["entry", "0.statement", "0.proof", "1.statement"] {
        let changed = repacked(&made, |name, bytes| (name != missing).then_some(bytes));
        assert!(check(&changed, file, None, None).is_err(), "without {missing}");
    }
    let checked = |name: &'static str, change: fn(String) -> String| {
        check(
            &repacked(&made, |found, bytes| {
                Some(if found == name { change(String::from_utf8(bytes).expect("a text")).into_bytes() } else { bytes })
            }),
            file,
            None,
            None,
        )
    };
    assert_eq!(
        refused(checked("tally.json", |tally| tally.replace("\"weight\": 1", "\"weight\": 9"))),
        Code::TallyMismatch
    );
    assert_eq!(refused(checked("entry", |line| line.replace("place", "autre"))), Code::ReceiptInvalid);
    assert_eq!(refused(checked("0.proof", |line| line.replace("genesis", "roles"))), Code::ReceiptInvalid);
    assert_eq!(refused(checked("1.proof", |line| line.replacen('\n', "\nAAAA", 1))), Code::ReceiptInvalid);
}

/// The log's line names one file: another one that the officers signed as well is not it.
#[test]
fn a_statement_is_the_one_that_its_line_names() {
    let place = place();
    let made = receipt(&place.certified, &place.counted.bytes);
    let signed = place.certified.get_str("submissions/definitions/place.certify").expect("the certificate");
    let text = String::from_utf8(signed.to_vec()).expect("a text");
    let (text, _) = text.split_once("-----BEGIN").expect("an armour");
    let certify = Certify::read_fields(text.as_bytes()).expect("it reads");
    assert_eq!(sign(&certify, &[&key("officer")]).bytes, signed);
    let other = sign(&Certify { program: "another 1.0".to_owned(), ..certify }, &[&key("officer")]);
    let swapped = repacked(&made, |_, bytes| Some(if bytes == signed { other.bytes.clone() } else { bytes }));
    assert_ne!(swapped, made);
    assert_eq!(refused(check(&swapped, &place.counted.bytes, None, None)), Code::ReceiptInvalid);
}

#[test]
fn nobody_but_the_logs_key_and_the_officers_make_a_receipt() {
    let place = place();
    let (made, file) = (receipt(&place.certified, &place.counted.bytes), &place.counted.bytes);
    let proof = TlogProof::read(&made).expect("a proof");
    // The same log, signed by another key.
    let state = record_of(&place.certified).state();
    let forged = TlogProof { checkpoint: Checkpoint::sign(state, &council(), &key("officer")), ..proof.clone() };
    assert_eq!(refused(check(&forged.write(), file, None, None)), Code::ReceiptInvalid);
    // The log's key alone, in a log of its own that holds the ballot and nothing else: it cannot
    // put the genesis and the roles there without their being proved.
    let leaf = leaf_hash(record_of(&place.certified).entries()[5].line().as_bytes());
    let alone = LogState { size: 1, root: root(&[leaf]) };
    let checkpoint = Checkpoint::sign(alone, &council(), &key("log"));
    let forged = TlogProof { index: 0, proof: Vec::new(), checkpoint, ..proof };
    assert_eq!(refused(check(&forged.write(), file, None, None)), Code::ReceiptInvalid);
}

/// A receipt of `entries[index]` in a log of these entries, signed by the log's key alone. What a
/// true receipt of `tree` carries is carried again, as far as the log is still the same.
fn forged(tree: &FileTree, entries: &[Entry], index: usize) -> Vec<u8> {
    let leaves: Vec<Digest> = entries.iter().map(|entry| leaf_hash(entry.line().as_bytes())).collect();
    let lines =
        |hashes: &[Digest]| -> String { hashes.iter().map(|hash| STANDARD.encode(hash.as_bytes()) + "\n").collect() };
    let mut files = vec![("entry".to_owned(), format!("{}\n", entries[index].line()).into_bytes())];
    for (at, entry) in entries.iter().enumerate() {
        let refusal = at == index && entry.kind == Kind::Refusal;
        if !refusal && !matches!(entry.kind, Kind::Genesis | Kind::Roles | Kind::Certify) {
            continue;
        }
        let (_, statement) = tree.iter().find(|(_, bytes)| Digest::of(bytes) == entry.file).expect("its file");
        let proof = lines(&inclusion_proof(&leaves, at).expect("a proof"));
        files.push((format!("{at}.statement"), statement.to_vec()));
        files.push((format!("{at}.proof"), format!("{}\n{proof}", entry.line()).into_bytes()));
        if entry.kind == Kind::Certify {
            let consistency = lines(&consistency_proof(&leaves, at).expect("a proof"));
            files.push((format!("{at}.consistency"), consistency.into_bytes()));
        }
    }
    let tally = tree.get_str("submissions/tallies/place.json").expect("the tally");
    files.push(("tally.json".to_owned(), tally.to_vec()));
    let state = LogState { size: leaves.len() as u64, root: root(&leaves) };
    let proof = inclusion_proof(&leaves, index).expect("a proof");
    let checkpoint = Checkpoint::sign(state, &council(), &key("log"));
    TlogProof { extra: archive(files), index: index as u64, proof, checkpoint }.write()
}

#[test]
fn the_logs_key_alone_never_makes_a_ballot_count() {
    let place = place();
    let record = record_of(&place.certified);
    let at = record.entries().iter().position(|entry| entry.file == place.counted.file_hash).expect("recorded");
    let checked = |entries: &[Entry], at, file: &Signed| {
        check(&forged(&place.certified, entries, at), &file.bytes, Some(record.fingerprint()), None)
    };
    let mut entries = record.entries().to_vec();
    assert_eq!(checked(&entries, at, &place.counted).map(|checked| checked.fate), Ok(Fate::Counted(1)));
    // A dropped ballot in the place of the one that counts, under the true certificate.
    entries[at].file = place.late.file_hash;
    assert_eq!(refused(checked(&entries, at, &place.late)), Code::ReceiptInvalid);
    // The same certificate once more, at another place of the log.
    let mut entries = record.entries().to_vec();
    let certify = entries.iter().position(|entry| entry.kind == Kind::Certify).expect("it is certified");
    entries.insert(certify, entries[at].clone());
    assert_eq!(refused(checked(&entries, at, &place.counted)), Code::ReceiptInvalid);
    // A ballot recorded after the certificate.
    let mut entries = record.entries().to_vec();
    entries.push(Entry { file: place.late.file_hash, ..entries[at].clone() });
    assert_eq!(refused(checked(&entries, entries.len() - 1, &place.late)), Code::ReceiptInvalid);
}

#[test]
fn a_receipt_goes_on_after_the_keys_change() {
    let place = place();
    let roles = |desk: &mut Desk| {
        let changes =
            [(Role::Log, 1, vec![key("log 2").public()]), (Role::Definition, 1, vec![key("officer 2").public()])];
        let roles = desk.next_roles(&changes);
        desk.append(&roles, "council", &[&key("root")]).expect("the root may");
        desk.checkpoint(&key("log 2"));
    };
    let mut desk = Desk::open(place.certified.clone()).expect("a record");
    roles(&mut desk);
    let mut rotated = place.certified.clone();
    rotated.overlay(&desk.finish(&key("log 2")));
    assert_eq!(fate(&rotated, &place.counted), Fate::Counted(1));
    assert_eq!(fate(&rotated, &place.wrong), Fate::NotCounted(Code::ChoicesPerCategory));
}

#[test]
fn a_tally_too_large_for_a_receipt_is_brought_beside_it() {
    let place = place();
    let made = receipt(&place.certified, &place.counted.bytes);
    let small = repacked(&made, |name, bytes| (name != "tally.json").then_some(bytes));
    let tally = place.certified.get_str("submissions/tallies/place.json").expect("the tally");
    let fate = |tally| check(&small, &place.counted.bytes, None, tally).map(|checked| checked.fate);
    assert_eq!(fate(None), Ok(Fate::Certified(Digest::of(tally))));
    assert_eq!(fate(Some(tally)), Ok(Fate::Counted(1)));
    assert_eq!(fate(Some(b"{}")).map_err(|rejection| rejection.code), Err(Code::TallyMismatch));
}

/// Two people who were shown two logs find out as soon as one has the other's receipt.
#[test]
fn a_receipt_from_another_log_of_the_same_key_is_a_proof() {
    let ballots = |city: &TestCouncil, seq| [city.signed(1, seq, &["a"]), city.signed(2, seq, &["b"])];
    let shown = |seq| {
        let mut city = TestCouncil::new(2);
        city.open_place();
        let ballots = ballots(&city, seq);
        let file = ballots[0].clone();
        (ingest(&city.files(&ballots)), file)
    };
    let ((one, ballot), (two, _)) = (shown(5), shown(7));
    let mut seen = FileTree::new();
    seen.insert(path("mine/a.tlog-proof"), receipt(&one, &ballot.bytes));
    let codes = |tree: &FileTree| {
        let knowledge = Knowledge { seen: seen.clone(), ..Knowledge::default() };
        let findings = audit_knowing(tree.clone(), &knowledge).findings;
        findings.into_iter().map(|finding| finding.code).collect::<Vec<_>>()
    };
    assert_eq!(codes(&one), []);
    assert_eq!(codes(&close(&one)), []);
    assert_eq!(codes(&two), [Code::LogRewritten]);
    let mut city = TestCouncil::new(2);
    city.open_place();
    assert_eq!(codes(&city.files(&[])), [Code::LogRolledBack]);
}

#[test]
fn the_sample_gives_receipts_that_need_no_clone() {
    let (empty, sample) = (tempfile::tempdir().expect("a folder"), Path::new(env!("CARGO_MANIFEST_DIR")));
    let run = |folder: &Path, args: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_scrutineer"));
        let output = command.args(["--lang", "en"]).args(args).current_dir(folder).output().expect("it runs");
        let said = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
        (output.status.code(), said)
    };
    let git = |args: &[&str]| {
        let folder = empty.path().join("clone");
        std::fs::create_dir_all(&folder).expect("a folder");
        let identity = ["-c", "user.name=T", "-c", "user.email=t@ville.example"];
        let output = Command::new("git").args(identity).args(args).current_dir(folder).output().expect("git runs");
        assert!(output.status.success(), "{args:?}");
    };
    git(&["init", "-q"]);
    let clone = empty.path().join("clone");
    let copied = Command::new("cp").arg("-r").arg(sample.join("submissions")).arg(&clone).status().expect("cp runs");
    assert!(copied.success());
    git(&["add", "-A"]);
    git(&["commit", "-q", "-m", "the sample"]);
    let tree = parvis::source::folder::read(sample, "submissions").expect("the sample");
    let ballots: Vec<String> = tree
        .below("submissions/ballots/budget-2026")
        .map(|(path, _)| clone.join(path.as_str()).to_string_lossy().into_owned())
        .collect();
    let names: Vec<&str> = ballots.iter().map(String::as_str).collect();
    let to = empty.path().join("receipts").to_string_lossy().into_owned();
    let (status, said) = run(&clone, &[&["receipt", "make", "--to", &to], names.as_slice()].concat());
    assert_eq!(status, Some(0), "{said}");
    let genesis = Digest::of(&{
        let (bytes, end) = (tree.get_str("submissions/council/genesis.statement").expect("it"), b"-----BEGIN");
        bytes[..bytes.windows(end.len()).position(|part| part == end).expect("an armour")].to_vec()
    });
    let mut told = std::collections::BTreeMap::new();
    for ballot in &ballots {
        let name = Path::new(ballot).file_name().expect("a name").to_string_lossy().into_owned();
        let receipt = format!("{to}/{name}.tlog-proof");
        let args = ["receipt", "check", ballot.as_str(), receipt.as_str(), "--genesis", &genesis.to_string()];
        let (status, said) = run(empty.path(), &args);
        assert_eq!(status, Some(0), "{said}");
        let word = ["NOT COUNTED", "COUNTED", "SUPERSEDED"].into_iter().find(|word| said.contains(word));
        *told.entry(word.expect("a fate")).or_insert(0) += 1;
    }
    assert_eq!(told, [("COUNTED", 64), ("NOT COUNTED", 3), ("SUPERSEDED", 6)].into());
}

/// Found by fuzzing: a part that decides nothing could be changed unseen.
#[test]
fn a_receipt_carries_no_part_too_many() {
    let place = place();
    let refusal = receipt(&place.certified, &place.wrong.bytes);
    let changed = repacked(&refusal, |name, bytes| Some(if name == "tally.json" { b"{}".to_vec() } else { bytes }));
    assert_eq!(refused(check(&changed, &place.wrong.bytes, None, None)), Code::TallyMismatch);
    // A tally that no certificate names.
    let certificate = record_of(&place.certified).entries().iter().position(|entry| entry.kind == Kind::Certify);
    let certificate = certificate.expect("the vote is certified");
    let without = |name: &str| name != format!("{certificate}.statement") && name != format!("{certificate}.proof");
    let changed = repacked(&refusal, |name, bytes| without(name).then_some(bytes));
    assert_eq!(refused(check(&changed, &place.wrong.bytes, None, None)), Code::ReceiptInvalid);
}

/// A refusal after the certificate stands on the log's key alone; the tally cannot speak of it.
#[test]
fn a_file_refused_after_the_certificate_is_only_refused() {
    let mut place = place();
    let mut city = TestCouncil::new(4);
    city.open_place();
    let later = city.signed(4, 6, &["b"]);
    place.certified.insert(later.path.clone(), later.bytes.clone());
    let tree = ingest(&place.certified);
    assert_eq!(fate(&tree, &later), Fate::Refused(Code::VoteClosed));
    assert_eq!(fate(&tree, &place.late), Fate::NotCounted(Code::VoteClosed));
}

/// A vote and a proposal may have one name; the certificate of the vote says nothing of the proposal.
#[test]
fn a_proposal_named_like_a_vote_has_its_own_fate() {
    use parvis::statement::{Proposal, RollMode};
    let mut city = TestCouncil::new(2);
    city.open_place();
    let roll = support::roll_of(&city.desk, "auteurs", RollMode::Proposers, vec![support::line(77)]);
    city.desk.seal_roll(&roll, &[&key("officer")]).expect("sealed");
    let first = support::proposal(&city.desk, "place", 77);
    let proposal = |seq, previous| sign(&Proposal { seq, previous, ..first.clone() }, &[&voter_key(77)]);
    let (good, wrong) = (proposal(1, None), proposal(2, Some(Digest::of(b"nothing"))));
    let ballot = city.signed(1, 5, &["a"]);
    let tree = certify(&close(&ingest(&city.files(&[good.clone(), wrong.clone(), ballot.clone()]))));
    assert_eq!(fate(&tree, &ballot), Fate::Counted(1));
    assert_eq!(fate(&tree, &good), Fate::Recorded);
    let code = record_of(&tree).refusals().first().expect("it is refused").code;
    assert_eq!(fate(&tree, &wrong), Fate::Refused(code));
    // A receipt with the certificate all the same.
    let entries = record_of(&tree).entries().to_vec();
    for (kind, file) in [(Kind::Proposal, &good), (Kind::Refusal, &wrong)] {
        let at = entries.iter().position(|entry| entry.kind == kind).expect("in the log");
        assert_eq!(refused(check(&forged(&tree, &entries, at), &file.bytes, None, None)), Code::ReceiptInvalid);
    }
}
