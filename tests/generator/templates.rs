//! What is said of a template that is at fault: the name, the page, what is missing and what is near.

use parvis::report::text::{Style, draw};
use parvis::report::{Diagnostic, Language};
use parvis::site::{self, Settings, gathered};
use parvis::tree::{FilePath, FileTree};

use crate::support::website::sample;

fn put(files: &mut FileTree, path: &str, text: &str) {
    files.insert(FilePath::parse(path).expect("a path"), text.as_bytes());
}

/// What is found when every page is rendered, drawn in both languages.
fn faults(files: &FileTree) -> (Vec<Diagnostic>, String) {
    let output = site::build(files, Settings::default()).0.expect("a site");
    let found = gathered(output.routes().iter().filter_map(|path| output.render(path).err()).collect());
    let files = site::theme::with_built_in(files, &found);
    let draw = |(finding, language): (&Diagnostic, Language)| {
        let file = &finding.place.as_ref().expect("a place").file;
        let source = files.get_str(file).and_then(|bytes| std::str::from_utf8(bytes).ok());
        draw(finding, source, language, Style::Plain)
    };
    let both = found.iter().flat_map(|finding| Language::ALL.map(|language| (finding, language)));
    let drawn = both.map(draw).collect::<Vec<_>>().join("\n");
    (found, drawn)
}

fn assert_holds(drawn: &str, parts: &[&str]) {
    for part in parts {
        assert!(drawn.contains(part), "{part} in\n{drawn}");
    }
}

#[test]
fn a_field_that_is_missing_is_named_with_its_page_and_what_is_near() {
    let mut files = sample();
    put(&mut files, "themes/parvis/templates/not-found.html", "<p>\n{{ w.not_fund_text }}</p>\n");
    let (found, drawn) = faults(&files);
    assert_eq!(found.len(), 1, "{drawn}");
    let said =
        ["TEMPLATE_FAULT", "there is no field `not_fund_text` here (page 404.html", "did you mean `not_found_text`?"];
    assert_holds(&drawn, &said);
    assert_holds(&drawn, &["themes/parvis/templates/not-found.html:2:6", "{{ w.not_fund_text }}</p>", "^^^^^^^^^^^^^"]);
    assert_holds(&drawn, &["il n’y a pas de champ `not_fund_text` ici", "vouliez-vous dire `not_found_text` ?"]);
}

#[test]
fn a_fault_of_many_pages_is_one_finding_that_counts_them() {
    let mut files = sample();
    put(&mut files, "themes/parvis/templates/proposal.html", "{{ pge.title }}\n");
    let (found, drawn) = faults(&files);
    assert_eq!(found.len(), 1, "{drawn}");
    assert_holds(&drawn, &["there is no variable `pge` here (page ", " more)", " autres)", "did you mean `page`?"]);
}

#[test]
fn a_template_of_the_program_is_shown_with_how_to_replace_it() {
    let mut files = sample();
    let config = config(&files).replace("theme: parvis", "theme: village");
    put(&mut files, "parvis.yaml", &config);
    put(&mut files, "themes/village/words/fr.yaml", "home: Accueil\n");
    let (found, drawn) = faults(&files);
    assert!(!found.is_empty());
    assert_holds(
        &drawn,
        &["themes/parvis/templates/layout.html:", "est du programme ; themes/village/templates/layout.html"],
    );
}

fn config(files: &FileTree) -> String {
    String::from_utf8(files.get_str("parvis.yaml").expect("a configuration").to_vec()).expect("a text")
}
