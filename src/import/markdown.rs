//! Words and addresses as Markdown that says just them.

/// `words` with every mark escaped that Markdown would read, on one line.
pub(super) fn escaped(words: &str) -> String {
    let mut text = String::with_capacity(words.len());
    for c in words.chars() {
        match c {
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '|' | '~' => text.extend(['\\', c]),
            '&' => text.push_str("&amp;"),
            '\n' | '\r' | '\t' => text.push(' '),
            c => text.push(c),
        }
    }
    text
}

/// A link; `words` is Markdown already.
pub(super) fn linked(words: &str, address: &str) -> String {
    format!("[{words}](<{}>)", inner(address))
}

/// An address between `<` and `>`: neither of these, no line end, no bar that a table would end at.
fn inner(address: &str) -> String {
    let address = address.replace('<', "%3C").replace('>', "%3E").replace('|', "%7C").replace('\\', "%5C");
    address.split(['\n', '\r']).map(str::trim).collect()
}

#[cfg(test)]
mod tests {
    use super::{escaped, linked};

    #[test]
    fn what_is_said_is_what_is_read() {
        let said = "a_b *c* [d](e) <f> `g` h|i & \\j ~k~";
        let html = {
            let mut html = String::new();
            pulldown_cmark::html::push_html(&mut html, pulldown_cmark::Parser::new(&escaped(said)));
            html
        };
        assert_eq!(html, "<p>a_b *c* [d](e) &lt;f&gt; `g` h|i &amp; \\j ~k~</p>\n");
        assert_eq!(linked("a", "https://b.example/(c) <d>"), "[a](<https://b.example/(c) %3Cd%3E>)");
    }
}
