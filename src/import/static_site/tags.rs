//! What a template engine would have put into a text: resolved where it is an address or a word of the
//! head, named and left where it is more.

use super::front_matter::Page;
use super::{Generator, beginning};

/// A text without the tags that could be resolved, on the same lines.
#[derive(Debug, Default)]
pub(super) struct Resolved {
    pub(super) text: String,
    /// The tags that are left: line, and the tag.
    pub(super) left: Vec<(u32, String)>,
}

/// Resolves the tags of the text of `page`.
pub(super) fn resolve(page: &Page, generator: Generator) -> Resolved {
    let mut resolved = Resolved::default();
    let mut fence: Option<String> = None;
    for (line, text) in (page.text_line..).zip(page.text.split_inclusive('\n')) {
        let mark: String = text.trim().chars().take_while(|c| matches!(c, '`' | '~')).collect();
        let fenced = fence.is_some();
        match &fence {
            Some(open) if mark.starts_with(open.as_str()) => fence = None,
            None if mark.len() >= 3 => fence = Some(mark),
            _ => {}
        }
        if fenced || fence.is_some() {
            resolved.text.push_str(text);
        } else {
            one_line(page, generator, line, text, &mut resolved);
        }
    }
    resolved
}

fn one_line(page: &Page, generator: Generator, line: u32, text: &str, resolved: &mut Resolved) {
    if generator == Generator::Pelican && text.trim() == "[TOC]" {
        return resolved.text.push('\n');
    }
    let mut rest = text;
    while let Some(at) = rest.find('{') {
        resolved.text.push_str(&rest[..at]);
        rest = &rest[at..];
        let Some((inner, length)) = braces(rest) else {
            resolved.text.push('{');
            rest = &rest[1..];
            continue;
        };
        let tag = &rest[..length];
        if let Some(words) = meaning(page, generator, tag, inner) {
            resolved.text.push_str(&words);
        } else {
            resolved.text.push_str(tag);
            resolved.left.push((line, tag.to_owned()));
        }
        rest = &rest[length..];
    }
    resolved.text.push_str(rest);
}

/// What stands within the tag that `text` begins with, and the length of the tag.
fn braces(text: &str) -> Option<(&str, usize)> {
    for (open, close) in [("{{<", ">}}"), ("{{%", "%}}"), ("{{", "}}"), ("{%", "%}"), ("{:", "}")] {
        if text.starts_with(open)
            && let Some(end) = beginning(text, 4096).find(close)
            && end >= open.len()
        {
            return Some((text[open.len()..end].trim_matches('-').trim(), end + close.len()));
        }
    }
    None
}

/// What a tag stands for; nothing where it asks for more than an address or a word.
fn meaning(page: &Page, generator: Generator, tag: &str, inner: &str) -> Option<String> {
    match generator {
        _ if tag.starts_with("{:") => (generator == Generator::Jekyll).then(String::new),
        Generator::Jekyll if tag.starts_with("{{") => output(page, inner),
        Generator::Jekyll => liquid(inner),
        Generator::Hugo if tag.starts_with("{{<") || tag.starts_with("{{%") => shortcode(inner),
        Generator::Hugo | Generator::Pelican => None,
    }
}

/// `{{ … }}` of Liquid.
fn output(page: &Page, inner: &str) -> Option<String> {
    let value = inner.split('|').next()?.trim();
    let mut filters = inner.split('|').skip(1).map(|filter| filter.split(':').next().unwrap_or_default().trim());
    let addresses = filters.all(|filter| {
        ["relative_url", "absolute_url", "prepend", "escape", "strip", "strip_html", "uri_escape"].contains(&filter)
    });
    if !addresses {
        return None;
    }
    match value {
        "site.baseurl" | "site.url" | "site.github.url" | "site.github.repository_url" => Some(String::new()),
        _ if value.starts_with("page.") => page.words(&[&value[5..]]),
        _ => quoted(value).map(str::to_owned),
    }
}

/// `{% … %}` of Liquid.
fn liquid(inner: &str) -> Option<String> {
    let (name, rest) = inner.split_once(char::is_whitespace).unwrap_or((inner, ""));
    let rest = rest.trim();
    match name {
        "link" => Some(format!("/{}", rest.trim_start_matches('/'))),
        "post_url" => Some(match rest.trim_start_matches('/').rsplit_once('/') {
            Some((folder, post)) => format!("/{folder}/_posts/{post}.md"),
            None => format!("/_posts/{rest}.md"),
        }),
        "raw" | "endraw" => Some(String::new()),
        _ => None,
    }
}

/// A shortcode of Hugo.
fn shortcode(inner: &str) -> Option<String> {
    let (name, rest) = inner.split_once(char::is_whitespace).unwrap_or((inner, ""));
    let first = || argument(rest, "").filter(|word| !word.is_empty());
    match name {
        "ref" | "relref" => argument(rest, "path").or_else(first),
        "figure" => figure(rest),
        "youtube" | "youtube-nocookie" => {
            let id = argument(rest, "id").or_else(first)?;
            Some(format!("[youtube.com](<https://www.youtube.com/watch?v={id}>)"))
        }
        "vimeo" => argument(rest, "id").or_else(first).map(|id| format!("[vimeo.com](<https://vimeo.com/{id}>)")),
        _ => None,
    }
}

fn figure(arguments: &str) -> Option<String> {
    let source = argument(arguments, "src")?;
    let alternative = argument(arguments, "alt").unwrap_or_default();
    let caption = argument(arguments, "caption").filter(|caption| *caption != alternative);
    let caption = caption.map(|caption| format!(" {caption}")).unwrap_or_default();
    Some(format!("![{alternative}](<{source}>){caption}"))
}

/// The value of `name="…"`, or with an empty name that of the first argument without one.
fn argument(arguments: &str, name: &str) -> Option<String> {
    let mut rest = arguments.trim_start();
    while !rest.is_empty() {
        let key_end = rest.find(|c: char| !c.is_alphanumeric() && !matches!(c, '_' | '-')).unwrap_or(rest.len());
        let named = rest[key_end..].starts_with('=');
        let (key, value) = if named { (&rest[..key_end], &rest[key_end + 1..]) } else { ("", rest) };
        let (word, length) = if let quote @ ('"' | '`') = value.chars().next()? {
            let end = value[1..].find(quote)? + 1;
            (&value[1..end], end + 1)
        } else {
            let end = value.find(char::is_whitespace).unwrap_or(value.len());
            (&value[..end], end)
        };
        if key == name {
            return Some(word.to_owned());
        }
        rest = value[length..].trim_start();
    }
    None
}

fn quoted(value: &str) -> Option<&str> {
    let quote = value.chars().next().filter(|quote| matches!(quote, '"' | '\''))?;
    value[1..].strip_suffix(quote).filter(|inner| !inner.contains(quote))
}

#[cfg(test)]
mod tests {
    use super::super::Generator::{self, Hugo, Jekyll, Pelican};
    use super::super::front_matter::{Form, read};
    use super::resolve;

    fn resolved(text: &str, generator: Generator) -> (String, Vec<(u32, String)>) {
        let page = read(format!("---\ntitle: A\n---\n{text}").as_bytes(), Form::Fenced);
        let resolved = resolve(&page.expect("UTF-8").expect("a head"), generator);
        (resolved.text, resolved.left)
    }

    #[test]
    fn addresses_and_words_are_put_in() {
        for (generator, text, expected) in [
            (Jekyll, "[a]({{ site.baseurl }}/b.pdf)", "[a](/b.pdf)"),
            (Jekyll, "[a]({{ '/b.pdf' | relative_url }})", "[a](/b.pdf)"),
            (Jekyll, "[a]({% post_url 2016-10-25-b %}) {%- link c/d.md -%}", "[a](/_posts/2016-10-25-b.md) /c/d.md"),
            (Jekyll, "{{ page.title }}{:.lead}{: class=\"x\"}", "A"),
            (Hugo, "[a]({{< ref \"b.md\" >}}) {{% relref path=\"c\" %}}", "[a](b.md) c"),
            (Hugo, "{{< figure src=\"a.png\" alt=\"b c\" caption=\"d\" >}}", "![b c](<a.png>) d"),
            (Hugo, "{{< youtube w7Ft2ymGmfc >}}", "[youtube.com](<https://www.youtube.com/watch?v=w7Ft2ymGmfc>)"),
            (Pelican, "[TOC]\n{filename}a.md", "\n{filename}a.md"),
            (Jekyll, "```\n{{ x }}\n```\n{ y } {{", "```\n{{ x }}\n```\n{ y } {{"),
        ] {
            assert_eq!(resolved(text, generator), (expected.to_owned(), Vec::new()), "{text}");
        }
    }

    #[test]
    fn what_asks_for_more_is_left_and_named() {
        for (generator, text) in [
            (Jekyll, "\n{% for post in site.posts %}"),
            (Jekyll, "\n{{ site.data.members | size }}"),
            (Jekyll, "\n{{ page.nothing }}"),
            (Hugo, "\n{{< map lat=1 >}}"),
            (Pelican, "\n{% img a.png %}"),
        ] {
            assert_eq!(resolved(text, generator), (text.to_owned(), vec![(5, text.trim().to_owned())]), "{text}");
        }
    }
}
