//! What is found as personal data and what is not, case by case: the files of `tests/personal/`.
//!
//! A line that begins with a kind and `:` must be found where it stands between `⟦` and `⟧`, and
//! nothing else in it; a line that begins with `not:` holds nothing. `\n` is a line end. Other lines
//! are remarks.

use std::path::Path;

use parvis::personal::{Allowed, Commitment, Kind, Salt, scan, value_fault};

fn cases() -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/personal");
    let mut cases = Vec::new();
    for entry in std::fs::read_dir(folder).expect("tests/personal") {
        let path = entry.expect("an entry").path();
        let text = std::fs::read_to_string(&path).expect("a text");
        for (number, line) in (1..).zip(text.lines()) {
            let Some((kind, text)) = line.split_once(": ") else { continue };
            if kind == "not" || Kind::ALL.iter().any(|known| known.word() == kind) {
                let name = format!("{}:{number}", path.file_name().expect("a name").to_string_lossy());
                cases.push((format!("{name} {kind}"), text.replace("\\n", "\n")));
            }
        }
    }
    cases
}

/// Where the mark `⟦` stands, as line and column, the text without marks, and how long what they
/// enclose is on its first line.
fn marked(text: &str) -> (String, Option<(u32, u32, u32)>) {
    let plain = text.replace(['⟦', '⟧'], "");
    let Some((before, rest)) = text.split_once('⟦') else { return (plain, None) };
    let inside = rest.split_once('⟧').expect("the mark is closed").0;
    let number = |value: usize| u32::try_from(value).expect("a small number");
    let line = number(before.matches('\n').count() + 1);
    let column = number(before.chars().rev().take_while(|c| *c != '\n').count() + 1);
    (plain, Some((line, column, number(inside.lines().next().unwrap_or_default().chars().count()))))
}

#[test]
fn every_case_is_found_or_left_alone_as_written() {
    let cases = cases();
    assert!(cases.len() > 150, "{}", cases.len());
    let mut wrong = Vec::new();
    for (name, text) in &cases {
        let kind = name.split(' ').next_back().expect("a kind");
        let (plain, place) = marked(text);
        assert_eq!(place.is_none(), kind == "not", "{name}: a mark is missing, or one too many");
        let found: Vec<_> = scan(&plain, &Allowed::default())
            .iter()
            .map(|sighting| (sighting.kind.word(), (sighting.line, sighting.column, sighting.length)))
            .collect();
        let expected: Vec<_> = place.map(|place| (kind, place)).into_iter().collect();
        if found != expected {
            wrong.push(format!("{name}: found {found:?}, expected {expected:?}: {plain}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn each_kind_has_cases_of_both_sorts() {
    let cases = cases();
    for kind in Kind::ALL {
        let own = cases.iter().filter(|(name, _)| name.ends_with(kind.word())).count();
        assert!(own >= 5, "{}: {own}", kind.word());
    }
    assert!(cases.iter().filter(|(name, _)| name.ends_with("not")).count() > 80);
}

#[test]
fn what_is_allowed_is_left_alone_in_every_spelling() {
    let text =
        "Écrire à Mairie@Ville.fr ou à l’élu paul@ville.fr, appeler le +33 (0)4 76 00 00 01 ou le 04 76 00 00 02.";
    let found = |allowed: &[&str]| -> Vec<String> {
        scan(text, &Allowed::of(allowed.iter().copied())).into_iter().map(|sighting| sighting.key).collect()
    };
    assert_eq!(found(&[]), ["mairie@ville.fr", "paul@ville.fr", "0476000001", "0476000002"]);
    assert_eq!(found(&["mairie@ville.fr", "04.76.00.00.01"]), ["paul@ville.fr", "0476000002"]);
    assert_eq!(found(&["@ville.fr", "+33 476000002"]), ["0476000001"]);
}

#[test]
fn a_commitment_is_what_the_page_says_sha256sum_gives() {
    // printf 'parvis personal/1\n%s\n%s' "$SALT" "$VALUE" | sha256sum
    let salt = Salt::read("000102030405060708090a0b0c0d0e0f").expect("a salt");
    let commitment = Commitment::to(&salt, "06 12 34 56 78");
    let expected = "sha256:257da23460953db5427f018ebfcaddd829c4392179f480ffd755d1e8c4c610f7";
    assert_eq!(commitment.0.to_string(), expected);
    for page in ["docs/personal-data.md", "docs/personal-data.fr.md"] {
        let text = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(page)).expect(page);
        assert!(text.contains(&expected["sha256:".len()..]), "{page}");
    }
    let other = Salt::of([9; 16]);
    assert!(commitment.is_to(&salt, "06 12 34 56 78"));
    assert!(!commitment.is_to(&other, "06 12 34 56 78") && !commitment.is_to(&salt, "06 12 34 56 79"));
    assert_eq!(format!("{salt:?}"), "Salt(…)");
}

#[test]
fn only_one_plain_line_can_be_promised() {
    for value in ["06 12 34 56 78", "Zoé Durand", "12 rue des Lilas, 38000 Grenoble"] {
        assert!(value_fault(value).is_none(), "{value}");
    }
    let long = "x".repeat(1025);
    for value in ["", " ", " x", "x ", "a\nb", "a\u{7}", "Zoe\u{301}", &long] {
        assert!(value_fault(value).is_some(), "{value:?}");
    }
}
