//! The form in which explanations are written.
//!
//! `=== NAME` begins an entry. In it, `key: value` is a part, and the lines below that begin with `|` are
//! its lines. What stands before the first entry is about the whole group. Lines that begin with `#` and
//! empty lines mean nothing.

/// What is said of one code.
#[derive(Clone, Debug, Default)]
pub struct Entry {
    /// The name of the code; none for what is said of the whole group.
    pub name: String,
    /// Its parts, as they stand.
    pub blocks: Vec<Block>,
}

/// One part of an entry.
#[derive(Clone, Debug)]
pub struct Block {
    /// What it is: `fr`, `en`, `mend.fr`, `mend.en`, `file`, `example`, `told.fr` and so on.
    pub key: String,
    /// What stands beside the key.
    pub value: String,
    /// The lines below it, each with its end.
    pub lines: String,
}

impl Entry {
    /// The value of the part `key`, where it has one.
    #[must_use]
    pub fn value(&self, key: &str) -> Option<&str> {
        Some(self.block(key)?.value.as_str()).filter(|value| !value.is_empty())
    }

    /// The lines of the part `key`, where it has some.
    #[must_use]
    pub fn lines(&self, key: &str) -> Option<&str> {
        Some(self.block(key)?.lines.as_str()).filter(|lines| !lines.is_empty())
    }

    fn block(&self, key: &str) -> Option<&Block> {
        self.blocks.iter().find(|block| block.key == key)
    }
}

/// The entries of a text.
pub(super) fn read(text: &str) -> Vec<Entry> {
    entries(text).into_iter().filter(|entry| !entry.name.is_empty()).collect()
}

/// What a text says of the whole group.
pub(super) fn head(text: &str) -> Entry {
    entries(text).into_iter().next().unwrap_or_default()
}

fn entries(text: &str) -> Vec<Entry> {
    let mut entries = vec![Entry::default()];
    for line in text.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        if let Some(name) = line.strip_prefix("=== ") {
            entries.push(Entry { name: name.to_owned(), blocks: Vec::new() });
        } else if let Some(entry) = entries.last_mut() {
            add(&mut entry.blocks, line);
        }
    }
    entries
}

/// One line more: of the part that was begun, or a part of its own.
fn add(blocks: &mut Vec<Block>, line: &str) {
    if let (Some(rest), Some(block)) = (line.strip_prefix('|'), blocks.last_mut()) {
        block.lines.push_str(rest.strip_prefix(' ').unwrap_or(rest));
        block.lines.push('\n');
    } else {
        let (key, value) = line.split_once(':').unwrap_or((line, ""));
        blocks.push(Block { key: key.to_owned(), value: value.trim().to_owned(), lines: String::new() });
    }
}

#[cfg(test)]
mod tests {
    use super::{head, read};

    #[test]
    fn parts_have_a_value_or_lines() {
        let text = "# a comment\nfr: Groupe\n\n=== A\nfr: deux : points\nfile: a.md\n| ---\n|\n| a: b\n=== B\n";
        assert_eq!(head(text).value("fr"), Some("Groupe"));
        let entries = read(text);
        assert_eq!(entries.iter().map(|entry| entry.name.as_str()).collect::<Vec<_>>(), ["A", "B"]);
        assert_eq!(entries[0].value("fr"), Some("deux : points"));
        assert_eq!(entries[0].lines("file"), Some("---\n\na: b\n"));
        assert_eq!((entries[0].value("en"), entries[1].value("fr")), (None, None));
    }
}
