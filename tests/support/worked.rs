//! The worked examples of docs/methods: each stands there as a case that is counted, below `<!-- counted: METHOD -->`.

use std::path::Path;

/// The pages of the methods, by file name.
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
    let blocks = page.split("<!-- counted: ").skip(1);
    let example = |block: &'_ str| -> Option<(usize, usize, usize)> {
        let (name, rest) = block.split_once(" -->\n```text\n")?;
        Some((name.len(), block.len() - rest.len(), rest.find("\n```")?))
    };
    blocks
        .map(|block| {
            let (name, start, length) = example(block).expect("a fenced case below the comment");
            (&block[..name], &block[start..start + length])
        })
        .collect()
}
