//! Every code is explained in both languages, and docs/codes.md and docs/codes.fr.md are made of that.
//!
//! `UPDATE_DOCS=1 cargo test --test project codes::` writes both pages. What the program answers to the examples is
//! kept by `tests/generator/explain.rs` and `tests/verifier/explain.rs`, which come first.

use std::collections::BTreeSet;
use std::path::Path;

use parvis::explain;
use parvis::language::Language::{En, Fr};
use parvis::report::Code;

#[test]
fn the_pages_tell_every_code() {
    for (language, name) in [(En, "docs/codes.md"), (Fr, "docs/codes.fr.md")] {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(name);
        if std::env::var_os("UPDATE_DOCS").is_some() {
            std::fs::write(&path, explain::page(language)).expect("written");
        }
        let found = std::fs::read_to_string(path).expect("the page");
        assert!(
            found == explain::page(language),
            "{name} is out of date: UPDATE_DOCS=1 cargo test --test project codes::"
        );
    }
}

#[test]
fn every_code_is_explained_in_both_languages_with_an_example_and_what_to_do() {
    let mut wrong = Vec::new();
    for code in Code::ALL {
        let Some(told) = explain::of(*code) else {
            wrong.push(format!("{code}: no explanation"));
            continue;
        };
        let [fr, en] = [Fr, En].map(|language| told.why(language).unwrap_or_default().to_owned());
        if fr.len() < 40 || en.len() < 40 || fr == en {
            wrong.push(format!("{code}: why, in both languages"));
        }
        // The message shows where it is; without a place, only an example does.
        if told.examples().is_empty() && !told.told(En).contains("-->") {
            wrong.push(format!("{code}: no example"));
        }
        for (language, help) in [(Fr, "= aide: "), (En, "= help: ")] {
            let words = told.told(language);
            if !words.contains(&format!("[{code}]: "))
                && !words.contains(&format!("{code}: "))
                && !words.contains(&format!("{code} : "))
            {
                wrong.push(format!("{code}: another code is told: {words}"));
            }
            if told.mend(language).is_none() && !words.contains(help) {
                wrong.push(format!("{code}: what to do"));
            }
        }
        let (fr, en) = (told.entry().value("mend.fr"), told.entry().value("mend.en"));
        if fr.is_some() != en.is_some() || (fr.is_some() && code.next_step().is_some()) {
            wrong.push(format!("{code}: what to do is said twice, or in one language"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// An example is run, or says its message by hand, or has no message but its meaning.
#[test]
fn what_is_described_and_not_run_has_the_words_of_the_source() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let source = bare(&texts_below(&root).concat().replace("format!(\"", "").replace("new(\"", ""));
    let (mut described, mut wrong) = (0, Vec::new());
    for code in Code::ALL {
        let told = explain::of(*code).expect("explained");
        let has = |key: &str| told.entry().blocks.iter().any(|block| block.key == key);
        if ["file", "case", "law", "sample", "import", "vector", "scene"].iter().any(|key| has(key)) {
            continue;
        }
        described += 1;
        let by_hand = [told.entry().value("told.fr"), told.entry().value("told.en")];
        match by_hand {
            [Some(fr), Some(en)] => {
                let strange = [fr, en].into_iter().filter(|words| !stands_in(words, &source));
                wrong.extend(strange.map(|words| format!("{code}: no message of the program is `{words}`")));
            }
            [None, None] => {
                let variant = variant(*code);
                assert!(has("plain") && source.contains(&format!("plain({variant}")), "{code} is never told plainly");
            }
            _ => panic!("{code}: its message in one language"),
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert!(described < 50, "{described} codes have an example that nothing runs");
}

/// Whether half of the words stand in the source, three in a row; the rest are what is counted.
fn stands_in(words: &str, source: &str) -> bool {
    let words = bare(words);
    let all: Vec<&str> = words.split(' ').collect();
    let runs: Vec<String> = all.windows(3).map(|run| run.join(" ")).collect();
    let found = runs.iter().filter(|run| source.contains(run.as_str())).count();
    !runs.is_empty() && 2 * found >= runs.len()
}

/// Words in a row, a `_` for each that the program fills in.
fn bare(text: &str) -> String {
    let filled = |word: &str| word.contains(['{', '`', '…']) || word.contains(|c: char| c.is_ascii_digit());
    let word =
        |word: &str| if filled(word) { "_".to_owned() } else { word.trim_matches(['"', ',', ')', '(']).to_owned() };
    text.split_whitespace().map(word).collect::<Vec<_>>().join(" ")
}

#[test]
fn a_message_that_nothing_says_is_seen() {
    let source = bare("une autre commande est en train d’écrire ici : {holder}\")");
    assert!(stands_in("une autre commande est en train d’écrire ici : ingest, processus 4711", &source));
    assert!(!stands_in("une seconde commande écrit dans ce dossier : ingest", &source));
}

/// How the source names a code, such as `Code::LinkBroken`.
fn variant(code: Code) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/report/code.rs");
    let source = std::fs::read_to_string(path).expect("the list");
    let declared = source.lines().find(|line| line.contains(&format!("\"{}\"", code.name()))).expect("it is declared");
    format!("Code::{}", declared.trim().split(' ').next().expect("a variant"))
}

#[test]
fn names_are_unique_and_of_one_form() {
    let names: BTreeSet<&str> = Code::ALL.iter().map(|code| code.name()).collect();
    assert_eq!(names.len(), Code::ALL.len());
    for name in names {
        assert!(name.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_'), "{name}");
        assert_eq!(name.parse::<Code>().map(Code::name), Ok(name));
    }
}

#[test]
fn every_code_is_met_in_some_test() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
    let texts = texts_below(&folder);
    for code in Code::ALL {
        let variant = variant(*code);
        let met = |text: &String| {
            let ends = |rest: &str| !rest.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '_');
            [code.name(), &variant]
                .iter()
                .any(|word| text.match_indices(word).any(|(at, _)| ends(&text[at + word.len()..])))
        };
        assert!(texts.iter().any(met), "{} stands in no test", code.name());
    }
}

fn texts_below(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).expect("the tests").map(|entry| entry.expect("an entry").path());
    entries
        .filter(|path| !path.ends_with("codes.rs") && !path.ends_with("explain"))
        .flat_map(
            |path| if path.is_dir() { texts_below(&path) } else { std::fs::read_to_string(path).into_iter().collect() },
        )
        .collect()
}
