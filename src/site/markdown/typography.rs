//! Quotes, apostrophes, dashes and spaces as printers of each language set them.
//!
//! For the council's own words: never in what somebody signed, in code, in addresses written out, nor
//! between the tags of raw HTML that keep what is typed.

use pulldown_cmark::{Event, LinkType, Tag, TagEnd};

use super::pass::Placed;
use crate::language::Language;

/// U+202F, the narrow space that breaks no line.
const NARROW: char = '\u{202f}';

/// Spaces that a French sign may have been typed with.
const BLANKS: [char; 2] = [' ', '\u{a0}'];

/// Raw tags whose words are kept as typed.
const KEPT: [&str; 8] = ["code", "pre", "kbd", "samp", "var", "script", "style", "textarea"];

/// Sets the words of `events`, which were read from `text`.
pub(super) fn set(text: &str, events: &mut Vec<Placed<'_>>, language: Language) {
    join(text, events);
    let mut setter = Setter { language, before: None, doubles: 0, single: false, kept: 0 };
    for at in 0..events.len() {
        let is_text = matches!(events[at].0, Event::Text(_));
        let after = if is_text { following(&events[at + 1..]) } else { None };
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
        let mut set = Set { words, before: self.before, done: String::new(), from: 0 };
        let mut at = if first { words.chars().next().map_or(0, char::len_utf8) } else { 0 };
        // Where the character before is known already.
        let mut known = 0;
        while let Some(next) = (at..words.len()).find(|at| !all && concerns(words.as_bytes(), *at)) {
            if next != known {
                self.before = words[..next].chars().next_back();
            }
            at = self.sign(next, after, &mut set);
            known = at;
        }
        if known != words.len() {
            self.before = words.chars().next_back().or(self.before);
        }
        set.finish()
    }

    /// Sets the sign at `at`, and says where it ends.
    fn sign(&mut self, at: usize, after: Option<char>, set: &mut Set<'_>) -> usize {
        let Some(c) = set.words[at..].chars().next() else { return set.words.len() };
        let end = at + c.len_utf8();
        let next = set.words[end..].chars().next().or(after);
        let french = self.language == Language::Fr;
        match c {
            '.' | '-' => return self.run(c, at, after, set),
            '\'' => {
                let shown = self.apostrophe(next);
                set.put(at, end, &[shown]);
                self.before = Some(shown);
                return end;
            }
            '"' => {
                let shown = self.quote(next);
                set.put(at, end, shown);
                self.before = shown.iter().copied().rfind(|c| *c != NARROW);
                return end;
            }
            '«' if french => {
                let blank = set.words[end..].chars().next().filter(|next| BLANKS.contains(next));
                let end = end + blank.map_or(0, char::len_utf8);
                if blank.is_some() || next.is_some_and(|next| !next.is_whitespace()) {
                    set.put(at, end, &['«', NARROW]);
                }
                self.before = Some('«');
                return end;
            }
            _ if french => self.beside(c, at, next, set),
            _ => {}
        }
        self.before = Some(c);
        end
    }

    /// Sets dots and hyphens that follow each other.
    fn run(&mut self, c: char, at: usize, after: Option<char>, set: &mut Set<'_>) -> usize {
        let count = set.words[at..].chars().take_while(|other| *other == c).count();
        let end = at + count;
        let shown = match (c, count) {
            ('.', 3) => Some('…'),
            ('-', 2) if self.dashed(&set.words[end..], after) => Some('–'),
            ('-', 3) if self.dashed(&set.words[end..], after) => Some('—'),
            _ => None,
        };
        if let Some(shown) = shown {
            set.put(at, end, &[shown]);
        }
        self.before = shown.or(Some(c));
        end
    }

    /// Whether hyphens before `tail` are a dash: between blanks or between figures, so that `--option` stays.
    fn dashed(&self, tail: &str, after: Option<char>) -> bool {
        let next = tail.chars().next().or(after);
        let both = |is: fn(char) -> bool| self.before.is_some_and(is) && next.is_some_and(is);
        both(char::is_whitespace) || both(|c| c.is_ascii_digit())
    }

    /// Sets the French space before the sign `c` at `at`, where one is typed or left out.
    fn beside(&self, c: char, at: usize, next: Option<char>, set: &mut Set<'_>) {
        let end = at + c.len_utf8();
        let alone = c == '»' || c == '%' || stands_alone(c, next);
        if let Some(blank) = self.before.filter(|before| BLANKS.contains(before)) {
            let Some(begin) = at.checked_sub(blank.len_utf8()).filter(|begin| *begin >= set.from) else { return };
            let word = set.words[..begin].chars().next_back().or(set.before);
            let figure = c != '%' || word.is_some_and(|word| word.is_ascii_digit());
            if alone && figure && word.is_some_and(|word| !word.is_whitespace()) {
                set.put(begin, end, &[NARROW, c]);
            }
        } else if alone && c != '%' && self.follows_a_word(c) {
            set.put(at, end, &[NARROW, c]);
        }
    }

    /// Whether the sign `c` stands right after a word.
    fn follows_a_word(&self, c: char) -> bool {
        let Some(before) = self.before else { return false };
        if c == '»' {
            !before.is_whitespace()
        } else {
            before.is_alphanumeric() || ")]»”’…%€".contains(before)
        }
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

    fn quote(&mut self, next: Option<char>) -> &'static [char] {
        let opening =
            (opens(self.before) || self.before == Some('’')) && next.is_some_and(|next| !next.is_whitespace());
        let outer = self.language == Language::Fr && self.doubles == u8::from(!opening);
        if opening && self.doubles < 9 {
            self.doubles += 1;
            if outer { &['«', NARROW] } else { &['“'] }
        } else if self.doubles > 0 && !opens(self.before) {
            self.doubles -= 1;
            if outer { &[NARROW, '»'] } else { &['”'] }
        } else {
            &['"']
        }
    }
}

/// Words as they are set so far.
struct Set<'a> {
    words: &'a str,
    /// The character before all of them.
    before: Option<char>,
    done: String,
    /// Up to where they are in `done`.
    from: usize,
}

impl Set<'_> {
    /// Puts `signs` in the place of what was typed from `begin` to `end`.
    fn put(&mut self, begin: usize, end: usize, signs: &[char]) {
        self.done.push_str(&self.words[self.from..begin]);
        self.done.extend(signs);
        self.from = end;
    }

    fn finish(mut self) -> Option<String> {
        if self.from == 0 {
            return None;
        }
        self.done.push_str(&self.words[self.from..]);
        Some(self.done)
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

/// Whether a sign that may be set otherwise begins at `at`.
fn concerns(bytes: &[u8], at: usize) -> bool {
    let next = || bytes.get(at + 1);
    match bytes[at] {
        b'\'' | b'"' | b';' | b':' | b'!' | b'?' | b'%' => true,
        sign @ (b'.' | b'-') => next() == Some(&sign),
        0xc2 => matches!(next(), Some(0xab | 0xbb)),
        _ => false,
    }
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
