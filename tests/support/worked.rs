//! The pages of docs/methods: the worked examples, each a case that is counted, below `<!-- counted: METHOD -->`,
//! and the front matter of each method, below `<!-- written: METHOD -->`.

use std::path::Path;

/// The pages of the methods, by file name: those in French end with `.fr.md`.
pub(crate) fn pages() -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/methods");
    let entries = std::fs::read_dir(folder).expect("docs/methods").map(|entry| entry.expect("an entry").path());
    let page = |path: std::path::PathBuf| {
        let name = path.file_name().expect("a name").to_string_lossy().into_owned();
        (name, std::fs::read_to_string(&path).expect("a page"))
    };
    let mut pages: Vec<_> = entries.map(page).collect();
    pages.sort();
    pages
}

/// The counted examples of a page: the method that the comment names, and the text of the case.
pub(crate) fn examples(page: &str) -> Vec<(&str, &str)> {
    fenced(page, "counted", "text")
}

/// What stands fenced below each comment `<!-- WORD: NAME -->`, with its name.
pub(crate) fn fenced<'a>(page: &'a str, word: &str, language: &str) -> Vec<(&'a str, &'a str)> {
    let (mark, fence) = (format!("<!-- {word}: "), format!(" -->\n```{language}\n"));
    let block = |block: &'a str| {
        let (name, rest) = block.split_once(&fence).expect("a fence below the comment");
        (name, &rest[..rest.find("```\n").expect("the end of the fence")])
    };
    page.split(&mark).skip(1).map(block).collect()
}
