//! The way of docs/paper.md, with stock ssh-keygen and git and the programs as they are installed.

use std::process::Command;

use repository::{Council, VOTE, succeed};

use crate::support::repository;
use crate::support::schema;

/// The report that `args` print fits its published schema.
fn expect_fits(council: &Council, args: &[&str], schema: &str) {
    let output = council.scrutineer(args);
    let report: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let schema: serde_json::Value = serde_json::from_str(schema).expect("JSON");
    assert_eq!(schema::faults(&schema, &report), Vec::<String>::new(), "{report:#}");
    assert!(report.to_string().contains("\"paper\""), "{report:#}");
}

/// A key made by stock ssh-keygen; returns its public half as the file of the vote names it.
fn made(council: &Council, name: &str) -> String {
    let path = council.key(name);
    let made = Command::new("ssh-keygen").args(["-q", "-t", "ed25519", "-N", "", "-C", name, "-f", &path]).output();
    succeed(&made.expect("ssh-keygen runs: Debian has it in openssh-client"));
    let public = std::fs::read_to_string(format!("{path}.pub")).expect("a public key");
    public.split(' ').take(2).collect::<Vec<_>>().join(" ").trim().to_owned()
}

/// The hash of the text of a signed file, as docs/paper.md takes it.
fn text_hash(council: &Council, path: &str) -> String {
    let script = format!("sed '/^-----BEGIN/,$d' {path} | sha256sum");
    let out = Command::new("sh").args(["-c", &script]).current_dir(&council.root).output().expect("sh runs");
    format!("sha256:{}", &succeed(&out)[..64])
}

/// Signs `text` with each of `keys` by ssh-keygen; returns the signatures.
fn sign(council: &Council, text: &str, keys: &[&str]) -> Vec<String> {
    let signature = |key: &&str| {
        let signed = Command::new("ssh-keygen")
            .args(["-Y", "sign", "-f", &council.key(key), "-n", "paper@ville.example", text])
            .output();
        succeed(&signed.expect("it runs"));
        let to = council.key(&format!("{key}.armour"));
        std::fs::rename(format!("{text}.sig"), &to).expect("a signature");
        to
    };
    keys.iter().map(signature).collect()
}

fn attach(council: &Council, text: &str, keys: &[&str]) -> Vec<String> {
    let mut args = vec!["attach".to_owned(), text.to_owned()];
    args.extend(sign(council, text, keys));
    args
}

fn page(council: &Council, language: &str) -> String {
    let out = council.keys.join("site");
    let built = Command::new(env!("CARGO_BIN_EXE_parvis"))
        .args(["build", "--lang", "en", "--out"])
        .arg(&out)
        .current_dir(&council.root)
        .output();
    succeed(&built.expect("it runs"));
    std::fs::read_to_string(out.join(format!("{language}votes/place.html"))).expect("the page exists")
}

/// The receipt of the ballot that is set aside says so, and the script that counts by hand does not
/// count such a vote.
fn the_ballot_set_aside_is_told(council: &Council, record: &str) {
    let ballots = council.root.join("submissions/ballots/place");
    let shard = std::fs::read_dir(&ballots).expect("ballots").next().expect("one").expect("an entry").path();
    let ballot = std::fs::read_dir(shard).expect("ballots").next().expect("one").expect("an entry").path();
    let ballot = ballot.strip_prefix(&council.root).expect("in the folder").to_string_lossy().into_owned();
    let receipt = council.keys.join("receipts").to_string_lossy().into_owned();
    council.run(&["receipt", "make", &ballot, "--to", &receipt]);
    let receipt = std::fs::read_dir(receipt).expect("receipts").next().expect("one").expect("an entry").path();
    let said = council.run(&["receipt", "check", &ballot, &receipt.to_string_lossy()]);
    assert!(said.contains("RECORDED") && said.contains("NOT COUNTED in `place` · PAPER_VOTED"), "{said}");
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/by-hand.sh");
    let by_hand = Command::new("bash")
        .args([script, record, "place", &ballot, &receipt.to_string_lossy()])
        .current_dir(&council.root)
        .output()
        .expect("bash runs");
    let said = String::from_utf8_lossy(&by_hand.stderr);
    assert!(by_hand.status.code() == Some(2) && said.contains("place takes paper"), "{said}");
}

#[test]
fn a_station_signs_its_return_by_hand_and_it_is_counted() {
    let council = Council::found();
    let [first, second, third, fourth] = ["north-1", "north-2", "south-1", "south-2"].map(|name| made(&council, name));
    for name in ["fay", "gus", "hal"] {
        council.run(&["key", "new", &council.key(name)]);
    }
    council.roll(
        "villagers",
        "pseudonymous",
        &[("v0000000000000011", "fay"), ("v0000000000000012", "gus"), ("v0000000000000013", "hal")],
    );
    let channels = format!(
        "channels: [electronic, paper]\nstations:\n  - id: north\n    keys: [{first}, {second}]\n  - id: south\n    keys: [{third}, {fourth}]\nboth_channels: paper-prevails\n"
    );
    let vote = VOTE.replace("roll: residents", "roll: villagers").replace("channels: [electronic]\n", &channels);
    let officer = council.key("officer");
    let open = ["open", "place", "--late", "--key", &officer, "--log-key", &council.key("log")];

    // What is still to decide is told before anything is sealed.
    council.write("content/votes/place.md", vote.replace("both_channels: paper-prevails\n", ""));
    council.commit("content: a vote");
    council.refused(&open, 1, &["RULES_INCOMPLETE", "both_channels"]);
    council.write("content/votes/place.md", vote.replace(&format!(", {second}]"), "]"));
    council.commit("content: a vote");
    council.refused(&open, 1, &["VALUE_UNEXPECTED", "has one key; two at least"]);
    council.write("content/votes/place.md", &vote);
    council.commit("content: a vote");
    council.run(&open);
    council.commit("record: open place");

    council.branch("fay", || {
        drop(council.run(&["vote", "place", "--choose", "elm", "--key", &council.key("fay"), "--seq", "5"]));
    });
    let record = text_hash(&council, "submissions/council/genesis.statement");
    let definition = text_hash(&council, "submissions/definitions/place.definition");
    let text = council.key("return.txt");
    let write = |found: u32| {
        let words = format!(
            "format: paper/1\ncouncil: ville.example\nrecord: {record}\nvote: place\ndefinition: {definition}\nstation: north\nseq: 7\nfound: {found}\nblank: 1\nspoilt: 0\ncounts:\n  - oak 2\nvoters:\n  - v0000000000000011\n  - v0000000000000012\n"
        );
        std::fs::write(&text, words).expect("written");
    };
    council.git(&["checkout", "-q", "-b", "north", "main"]);
    write(2);
    let args = attach(&council, &text, &["north-1", "north-2"]);
    council.refused(&args.iter().map(String::as_str).collect::<Vec<_>>(), 1, &["PAPER_COUNTS", "2 papers for `oak`"]);
    write(3);
    let args = attach(&council, &text, &["north-1"]);
    council.refused(&args.iter().map(String::as_str).collect::<Vec<_>>(), 1, &["SIGNERS_MISSING"]);
    let args = attach(&council, &text, &["north-2", "north-1"]);
    let said = council.run(&args.iter().map(String::as_str).collect::<Vec<_>>());
    assert!(said.contains("submissions/paper/place/north.7."), "{said}");
    council.commit("north");
    council.git(&["checkout", "-q", "main"]);

    let check = ["check", "--base", "main", "--head", "north", "--format", "json"];
    expect_fits(&council, &check, include_str!("../../docs/schemas/verdicts.json"));
    for branch in ["fay", "north"] {
        let verdict = council.run(&["check", "--base", "main", "--head", branch]);
        assert!(verdict.starts_with("TAKEN   submissions/"), "{verdict}");
        council.merge(branch);
    }
    assert!(council.ingest().contains("2 handed in = 2 recorded + 0 refused + 0 pending"));
    council.clerk("close", "place");
    council.clerk("certify", "place");

    let tally = council.run(&["tally", "place"]);
    for words in [
        "2 voters of 3 on the roll; 0 ballots counted",
        "station north: 2 signed, 3 papers (1 blank, 0 spoilt), difference +1; return ",
        "station south: NO RETURN is recorded",
        "1 electronic ballot set aside, since paper prevails (PAPER_VOTED)",
        "2  oak                      SELECTED",
    ] {
        assert!(tally.contains(words), "{words} in {tally}");
    }
    let audit = council.run(&["audit"]);
    for words in ["OK", "TO CONSIDER: 1 difference between papers and signatures", "1 polling station without a return"]
    {
        assert!(audit.contains(words), "{words} in {audit}");
    }
    the_ballot_set_aside_is_told(&council, &record);

    let english = page(&council, "en/");
    for words in
        ["Papers found", "<strong>+1</strong>", "No return is recorded.", "voted on paper: 1.", "Paper prevails"]
    {
        assert!(english.contains(words), "{words} in {english}");
    }
    let french = page(&council, "");
    for words in ["Papiers trouvés", "<strong>+1</strong>", "Aucun relevé n’est consigné."] {
        assert!(french.contains(words), "{words} in {french}");
    }
}

#[test]
fn a_return_brought_on_a_stick_is_put_in_its_place() {
    let council = Council::found();
    let keys = ["north-1", "north-2"].map(|name| made(&council, name));
    council.run(&["key", "new", &council.key("fay")]);
    council.roll("villagers", "pseudonymous", &[("v0000000000000011", "fay")]);
    let channels = format!(
        "channels: [paper]\nstations:\n  - id: north\n    keys: [{}, {}]\nboth_channels: disjoint\n",
        keys[0], keys[1]
    );
    let vote = VOTE.replace("roll: residents", "roll: villagers").replace("channels: [electronic]\n", &channels);
    council.write("content/votes/place.md", &vote);
    council.commit("content: a vote");
    council.run(&["open", "place", "--late", "--key", &council.key("officer"), "--log-key", &council.key("log")]);
    council.commit("record: open place");
    let record = text_hash(&council, "submissions/council/genesis.statement");
    let definition = text_hash(&council, "submissions/definitions/place.definition");
    let text = council.key("return.txt");
    let words = format!(
        "format: paper/1\ncouncil: ville.example\nrecord: {record}\nvote: place\ndefinition: {definition}\nstation: north\nseq: 7\nfound: 0\nblank: 0\nspoilt: 0\ncounts: none\nvoters: none\n"
    );
    std::fs::write(&text, words).expect("written");
    let stick = council.keys.join("stick");
    std::fs::create_dir(&stick).expect("a folder");
    let out = stick.join("whatever.txt").to_string_lossy().into_owned();
    let mut args = attach(&council, &text, &["north-1", "north-2"]);
    args.extend(["--out".to_owned(), out]);
    council.run(&args.iter().map(String::as_str).collect::<Vec<_>>());
    council.git(&["checkout", "-q", "-b", "to-and-fro", "main"]);
    council.run(&["collect", &stick.to_string_lossy()]);
    council.commit("a return");
    council.git(&["rm", "-q", "-r", "submissions/paper"]);
    council.write("submissions/ballots/place/00/x.ballot", "x");
    council.commit("taken back");
    council.git(&["checkout", "-q", "main"]);
    let back = ["check", "--base", "main", "--head", "to-and-fro"];
    council.refused(&back, 1, &["NOT_AN_ADDITION", "submissions/paper/place/north.7."]);

    let said = council.run(&["collect", &stick.to_string_lossy()]);
    assert!(said.contains("put at: submissions/paper/place/north.7."), "{said}");
    council.commit("from a stick");
    assert!(council.ingest().contains("1 handed in = 1 recorded"));
    expect_fits(
        &council,
        &["collect", "--json", &stick.to_string_lossy()],
        include_str!("../../docs/schemas/collected.json"),
    );
    let again = council.run(&["collect", &stick.to_string_lossy()]);
    assert!(again.contains("there already"), "{again}");
}
