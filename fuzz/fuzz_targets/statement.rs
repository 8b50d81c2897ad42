//! The text of every kind of statement: what is read is written again as the same bytes, has a
//! path of its own, and is YAML too.

#![no_main]

use libfuzzer_sys::fuzz_target;
use parvis::grammar::{Reader, check_prose, check_words};
use parvis::statement::{
    Annul, Ballot, Certify, Close, Definition, Draw, Erase, Fork, Genesis, Incident, Open, PaperReturn, Proposal,
    Refusal, Replacement, Roles, Roll, RollAmendment, RollVersion, Stamp, Statement,
};
use parvis::tree::{Digest, FilePath};

fuzz_target!(|bytes: &[u8]| {
    one_spelling::<Genesis>(bytes);
    one_spelling::<Roles>(bytes);
    one_spelling::<Roll>(bytes);
    one_spelling::<RollAmendment>(bytes);
    one_spelling::<RollVersion>(bytes);
    one_spelling::<Fork>(bytes);
    one_spelling::<Definition>(bytes);
    one_spelling::<Open>(bytes);
    one_spelling::<Ballot>(bytes);
    one_spelling::<Proposal>(bytes);
    one_spelling::<PaperReturn>(bytes);
    one_spelling::<Refusal>(bytes);
    one_spelling::<Stamp>(bytes);
    one_spelling::<Incident>(bytes);
    one_spelling::<Replacement>(bytes);
    one_spelling::<Close>(bytes);
    one_spelling::<Certify>(bytes);
    one_spelling::<Draw>(bytes);
    one_spelling::<Annul>(bytes);
    one_spelling::<Erase>(bytes);
    if let Err(fault) = Reader::parse(bytes) {
        assert!(fault.line >= 1 && fault.column >= 1 && fault.length >= 1);
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        let _ = check_words(text, 1, 1);
        let _ = check_prose(text, 1);
    }
});

fn one_spelling<S: Statement>(bytes: &[u8]) {
    let Ok(statement) = S::read(bytes) else { return };
    assert_eq!(statement.write().as_bytes(), bytes);
    assert_eq!(statement.text_hash(), Digest::of(bytes));
    let path = statement.path(Digest::of(bytes));
    assert_eq!(FilePath::parse(path.as_str()).as_ref(), Ok(&path));
    // A stamp is kept by whoever handed a file in, and is no part of the record.
    assert!(path.as_str().starts_with("submissions/") || path.as_str().starts_with("stamps/"));
    let text = std::str::from_utf8(bytes).expect("a statement is UTF-8");
    let head = text.strip_prefix("---\n").and_then(|rest| rest.split("\n---\n").next()).unwrap_or(text);
    let value = yaml(head.as_bytes());
    assert_eq!(value["format"], serde_yaml::Value::from(S::KIND.format()));
    assert_eq!(value["council"], serde_yaml::Value::from(statement.council().to_string()));
}

/// Every text of the grammar is valid YAML, as a courtesy to the tools of others.
fn yaml(text: &[u8]) -> serde_yaml::Value {
    serde_yaml::from_slice(text).unwrap_or_else(|error| panic!("of the grammar and no YAML: {error}"))
}
