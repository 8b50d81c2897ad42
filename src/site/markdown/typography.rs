//! Quotes, apostrophes, dashes and spaces as printers of each language set them.
//!
//! For the council's own words: never in what somebody signed, in code, in addresses written out, nor
//! between the tags of raw HTML that keep what is typed.

use pulldown_cmark::{Event, LinkType, Tag, TagEnd};

use super::pass::Placed;
use crate::language::Language;

/// U+202F, the narrow space that breaks no line.
const NARROW: char = '\u{202f}';

/// Raw tags whose words are kept as typed.
const KEPT: [&str; 8] = ["code", "pre", "kbd", "samp", "var", "script", "style", "textarea"];

/// Sets the words of `events`, which were read from `text`.
pub(super) fn set(text: &str, events: &mut Vec<Placed<'_>>, language: Language) {
    join(text, events);
    let mut setter = Setter { language, before: None, doubles: 0, single: false, kept: 0 };
    for at in 0..events.len() {
        let after = following(&events[at + 1..]);
        let (event, range) = &mut events[at];
        match event {
            Event::Text(words) if setter.kept == 0 => {
                let typed = words.len() != range.len();
                let escaped = typed || escaped(text, range.start);
                if let Some(set) = setter.words(words, escaped, typed, after) {
                    *words = set.into();
                }
            }
            other => setter.pass(other),
        }
    }
}

/// Joins texts that the reader cut at a sign which came to mean nothing. What is escaped begins anew.
fn join(text: &str, events: &mut Vec<Placed<'_>>) {
    events.dedup_by(|(event, range), (last, last_range)| {
        let (Event::Text(words), Event::Text(before)) = (event, last) else { return false };
        let plain = words.len() == range.len() && before.len() == last_range.len();
        let joined = plain && last_range.end == range.start && !escaped(text, range.start);
        if joined {
            *before = format!("{before}{words}").into();
            last_range.end = range.end;
        }
        joined
    });
}

fn escaped(text: &str, at: usize) -> bool {
    at > 0 && text.as_bytes().get(at - 1) == Some(&b'\\')
}

/// The first character that follows on the same line; `x` stands for a piece of code.
fn following(rest: &[Placed<'_>]) -> Option<char> {
    for (event, _) in rest {
        match event {
            Event::Text(words) => return words.chars().next(),
            Event::Code(_) | Event::FootnoteReference(_) => return Some('x'),
            Event::InlineHtml(_) => {}
            Event::Start(tag) if inline(tag.to_end()) => {}
            Event::End(tag) if inline(*tag) => {}
            _ => return None,
        }
    }
    None
}

const fn inline(tag: TagEnd) -> bool {
    matches!(tag, TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Link | TagEnd::Image)
}

struct Setter {
    language: Language,
    /// The character before, on the same line.
    before: Option<char>,
    /// How many double quotes are open.
    doubles: u8,
    /// Whether a single one is.
    single: bool,
    /// How many tags are open whose words are kept as typed.
    kept: usize,
}

impl Setter {
    /// Takes note of an event that is no words, or words that are kept.
    fn pass(&mut self, event: &Event<'_>) {
        match event {
            Event::Start(Tag::CodeBlock(_) | Tag::Link { link_type: LinkType::Autolink | LinkType::Email, .. }) => {
                self.kept += 1;
            }
            Event::End(TagEnd::CodeBlock) => self.kept = self.kept.saturating_sub(1),
            Event::End(TagEnd::Link) if self.kept > 0 => self.kept -= 1,
            Event::Text(words) => self.before = words.chars().last().or(self.before),
            Event::Code(_) => self.before = Some('x'),
            Event::SoftBreak | Event::HardBreak => self.before = Some(' '),
            Event::InlineHtml(tag) => self.tag(tag),
            Event::Start(tag) if inline(tag.to_end()) => {}
            Event::End(tag) if inline(*tag) => {}
            Event::FootnoteReference(_) => {}
            _ => (self.before, self.doubles, self.single, self.kept) = (None, 0, false, 0),
        }
    }

    fn tag(&mut self, tag: &str) {
        let closes = tag.starts_with("</");
        let name = tag.trim_start_matches(['<', '/']);
        let end = name.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(name.len());
        if KEPT.iter().any(|kept| kept.eq_ignore_ascii_case(&name[..end])) {
            self.kept = if closes { self.kept.saturating_sub(1) } else { self.kept + 1 };
        }
    }

    /// `words` as they are set; nothing where they stay. With `first` their first character is kept as typed,
    /// with `all` every one.
    fn words(&mut self, words: &str, first: bool, all: bool, after: Option<char>) -> Option<String> {
        if all || !words.bytes().any(concerns) {
            self.before = words.chars().last().or(self.before);
            return None;
        }
        let mut set = String::with_capacity(words.len() + 8);
        let mut rest = words.char_indices().peekable();
        if first && let Some((_, c)) = rest.next() {
            set.push(c);
            self.before = Some(c);
        }
        while let Some((at, c)) = rest.next() {
            let tail = &words[at + c.len_utf8()..];
            let next = tail.chars().next().or(after);
            let run = words[at..].chars().take_while(|other| *other == c).count();
            match c {
                '.' if run == 3 && self.before != Some('.') => {
                    set.push('…');
                    rest.next();
                    rest.next();
                }
                '-' if (run == 2 || run == 3) && self.before != Some('-') && self.dashed(&tail[run - 1..], after) => {
                    set.push(if run == 2 { '–' } else { '—' });
                    for _ in 1..run {
                        rest.next();
                    }
                }
                _ => self.sign(c, next, tail, &mut set),
            }
            self.before = set.chars().last().filter(|_| c != NARROW).or(Some(c));
        }
        Some(set)
    }

    /// Whether hyphens before `tail` are a dash: between blanks or between figures, so that `--option` stays.
    fn dashed(&self, tail: &str, after: Option<char>) -> bool {
        let next = tail.chars().next().or(after);
        let both = |is: fn(char) -> bool| self.before.is_some_and(is) && next.is_some_and(is);
        both(char::is_whitespace) || both(|c| c.is_ascii_digit())
    }

    fn sign(&mut self, c: char, next: Option<char>, tail: &str, set: &mut String) {
        let french = self.language == Language::Fr;
        match c {
            '\'' => set.push(self.apostrophe(next)),
            '"' => self.quote(next, set),
            ' ' | '\u{a0}' if french => set.push(if self.binds(next, tail) { NARROW } else { c }),
            ';' | ':' | '!' | '?' if french && self.follows_a_word() && stands_alone(c, next) => {
                set.extend([NARROW, c]);
            }
            '»' if french && self.before.is_some_and(|before| !before.is_whitespace()) => set.extend([NARROW, c]),
            '«' if french && next.is_some_and(|next| !next.is_whitespace()) => set.extend([c, NARROW]),
            _ => set.push(c),
        }
    }

    /// Whether a blank before `next` stands beside a sign: it must not break.
    fn binds(&self, next: Option<char>, tail: &str) -> bool {
        let Some(next) = next else { return self.before == Some('«') };
        let second = tail.chars().nth(1);
        let sign = match next {
            '»' => true,
            ';' | ':' | '!' | '?' => stands_alone(next, second),
            '%' => self.before.is_some_and(|before| before.is_ascii_digit()),
            _ => false,
        };
        self.before == Some('«') || (sign && self.before.is_some_and(|before| !before.is_whitespace()))
    }

    fn follows_a_word(&self) -> bool {
        self.before.is_some_and(|before| before.is_alphanumeric() || ")]»”’…%€".contains(before))
    }

    fn apostrophe(&mut self, next: Option<char>) -> char {
        let word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        if self.before.is_some_and(|before| before.is_ascii_digit()) && !word(next) && !self.single {
            return '\'';
        }
        if opens(self.before) {
            let begins = next.is_some_and(char::is_alphabetic);
            self.single = self.single || begins;
            return match next {
                Some(next) if next.is_ascii_digit() => '’',
                _ if begins => '‘',
                _ => '\'',
            };
        }
        self.single = self.single && word(next);
        '’'
    }

    fn quote(&mut self, next: Option<char>, set: &mut String) {
        let opening =
            (opens(self.before) || self.before == Some('’')) && next.is_some_and(|next| !next.is_whitespace());
        let outer = self.language == Language::Fr && self.doubles == u8::from(!opening);
        if opening && self.doubles < 9 {
            self.doubles += 1;
            if outer { set.extend(['«', NARROW]) } else { set.push('“') }
        } else if self.doubles > 0 && !opens(self.before) {
            self.doubles -= 1;
            if outer { set.extend([NARROW, '»']) } else { set.push('”') }
        } else {
            set.push('"');
        }
    }
}

/// Whether a quote after `before` opens.
fn opens(before: Option<char>) -> bool {
    before.is_none_or(|before| before.is_whitespace() || "([{«“‘–—/".contains(before))
}

/// Whether a sign before `next` ends a piece of a sentence, not of an address, an hour or a face.
fn stands_alone(sign: char, next: Option<char>) -> bool {
    match next {
        None => true,
        Some(next) if next.is_whitespace() => true,
        Some(next) => sign != ':' && ")]»”’\"!?.,…".contains(next),
    }
}

/// Whether a byte belongs to a sign that may be set otherwise.
const fn concerns(byte: u8) -> bool {
    matches!(byte, b'\'' | b'"' | b';' | b':' | b'!' | b'?' | b'.' | b'-' | b'%' | 0xc2)
}

#[cfg(test)]
mod tests {
    use super::super::{Author, Below, Ids, Manner, Target, render};
    use crate::language::Language;

    fn set(text: &str, language: Language) -> String {
        let manner = Manner::of(Author::Council, Below::Page, language);
        let html = render(text, &manner, &mut Ids::new(), &|_| Target::Nowhere).html;
        html.trim_end()
            .trim_start_matches("<p>")
            .trim_end_matches("</p>")
            .replace('\u{202f}', "_")
            .replace('\u{a0}', "~")
    }

    #[test]
    fn french_words_get_their_spaces_and_quotes() {
        for (typed, shown) in [
            ("L'école \"ouverte\" : quand ?", "L’école «_ouverte_»_: quand_?"),
            ("Quoi! Déjà? Oui; non: peut-être...", "Quoi_! Déjà_? Oui_; non_: peut-être…"),
            ("« Oui » et «non»", "«_Oui_» et «_non_»"),
            ("*Oui* ! et **« non »**", "<em>Oui</em>_! et <strong>«_non_»</strong>"),
            ("\"Elle dit \"non\"\"", "«_Elle dit “non”_»"),
            ("à 10:30, 25 %, 2024--2027 -- fin", "à 10:30, 25_%, 2024–2027 – fin"),
            ("https://a.fr/?b=c;d ou <ab:'c'>", "https://a.fr/?b=c;d ou ab:'c'"),
            ("Quoi ?! (ici !)", "Quoi_?! (ici_!)"),
            ("l'*été* d'`a 'b' ;`", "l’<em>été</em> d’<code>a 'b' ;</code>"),
            ("un :) et --option", "un :) et --option"),
            ("\\\"a\\\" l\\'a &quot;b&quot;", "\"a\" l'a \"b\""),
            ("<kbd>a 'b' !</kbd> l'a", "<kbd>a 'b' !</kbd> l’a"),
            ("[l'a](https://a.fr/'b' \"d'un\")", "<a href=\"https://a.fr/&#x27;b&#x27;\" title=\"d&#39;un\">l’a</a>"),
        ] {
            assert_eq!(set(typed, Language::Fr).replace("&quot;", "\""), shown, "{typed}");
        }
    }

    #[test]
    fn english_words_get_their_quotes_and_no_space() {
        for (typed, shown) in [
            ("It's \"open\": when?", "It’s “open”: when?"),
            ("the '90s, 'so' it is; 5' and 6\"", "the ’90s, ‘so’ it is; 5' and 6\""),
            ("rock 'n' roll ! « a »", "rock ‘n’ roll ! « a »"),
        ] {
            assert_eq!(set(typed, Language::En).replace("&quot;", "\""), shown, "{typed}");
        }
    }

    #[test]
    fn blocks_of_code_and_of_html_are_kept() {
        for kept in ["<pre><code>a 'b' !\n</code></pre>", "<p title=\"l'a\">l'a !</p>"] {
            let typed = kept.replace("<pre><code>", "```\n").replace("</code></pre>", "```");
            assert!(set(&typed, Language::Fr).contains('\''), "{typed}: {}", set(&typed, Language::Fr));
        }
    }
}
