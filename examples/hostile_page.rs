//! Prints one page made of every text of `tests/xss/`, for a browser to open: as strangers' texts, or with `--trusted`
//! as the council's own, whose raw HTML runs. A script that runs calls `hit`, which changes the title; so does a
//! link whose scheme, as the browser reads it, may not be followed.

#![allow(clippy::print_stdout, reason = "it prints the page")]

use parvis::language::Language;
use parvis::site::markdown::{Author, Below, Ids, Manner, Target, render};

const HEAD: &str = "<!doctype html>
<html lang=\"fr\"><head><meta charset=\"utf-8\"><title>untouched</title>
<script>
function hit() { document.title = 'executed'; }
window.alert = hit;
</script></head><body>
";

const FOOT: &str = "
<script>
// An address that the browser cannot read has the protocol ':' and leads nowhere.
const followed = ['http:', 'https:', 'mailto:', 'file:', ':'];
for (const link of document.querySelectorAll('a[href]')) {
  const outside = link.protocol === 'file:' && link.host !== '';
  const written = /^\\s*file:/i.test(link.getAttribute('href'));
  if (outside || written || !followed.includes(link.protocol)) document.title = 'address ' + link.href;
}
document.documentElement.dataset.links = document.querySelectorAll('a[href]').length;
</script></body></html>
";

fn main() -> Result<(), std::io::Error> {
    let trusted = std::env::args().any(|argument| argument == "--trusted");
    let author = if trusted { Author::Council } else { Author::Stranger };
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/xss");
    let mut paths =
        std::fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect::<Result<Vec<_>, std::io::Error>>()?;
    paths.sort();
    let mut ids = Ids::new();
    let mut page = HEAD.to_owned();
    for path in paths {
        let text = std::fs::read_to_string(path)?;
        let manner = Manner::of(author, Below::Page, Language::Fr);
        let html = render(&text, &manner, &mut ids, &|link| Target::Address(link.to_owned())).html;
        page.extend(["<div>", &html, "</div>\n"]);
    }
    println!("{page}{FOOT}");
    Ok(())
}
