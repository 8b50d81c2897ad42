//! A text that a stranger hands in: whatever its Markdown, the page gets what is listed and nothing else, and
//! what is learnt of it without showing it is what it is shown with.

#![no_main]

#[path = "../../tests/support/stranger_html.rs"]
mod stranger_html;

use libfuzzer_sys::fuzz_target;
use parvis::document::RawHtml;
use parvis::language::Language;
use parvis::site::markdown::{Author, Below, Ids, Manner, Rendered, Target, outline, render};
use stranger_html::{Walk, stranger};

fuzz_target!(|text: &str| {
    let html = stranger(text);
    let faults = Walk::over(&html);
    assert!(faults.is_empty(), "{faults:?}\n{html}");
    for language in Language::ALL {
        let manner = Manner::of(Author::Council, Below::Page, language).raw_html(RawHtml::Drop);
        let shown = render(text, &manner, &mut Ids::new(), &|_| Target::Nowhere);
        assert_eq!(outline(text, &manner), Rendered { html: String::new(), ..shown });
    }
});
