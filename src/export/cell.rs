//! How a cell is written: comma-separated values (RFC 4180), and no cell a formula to a spreadsheet.
//!
//! A spreadsheet computes a cell that begins with `=`, `+`, `-`, `@`, a tab or a line end. One that reads
//! a file with other separators than commas, as those of many countries do, also begins a cell after
//! each `;`, tab or line end, whatever quotes stand around it. At each such place a `'` is put before
//! what would be computed, unless the cell as a whole is a number.
//!
//! Where a `'` stands already, one more is put, so that whoever takes one away from each such place has
//! the cell as it was.

/// A cell as it stands in the file.
pub(super) fn written(cell: &str) -> String {
    let cell = guarded(cell);
    if cell.contains([',', '"', '\r', '\n']) { format!("\"{}\"", cell.replace('"', "\"\"")) } else { cell }
}

/// The cell with a `'` before whatever in it a spreadsheet would compute.
fn guarded(cell: &str) -> String {
    if is_number(cell) {
        return cell.to_owned();
    }
    let mut text = String::with_capacity(cell.len());
    let mut begins = true;
    for (at, character) in cell.char_indices() {
        if begins && is_computed(&cell[at..], at == 0) {
            text.push('\'');
        }
        text.push(character);
        begins = matches!(character, ';' | '\t' | '\r' | '\n');
    }
    text
}

fn is_computed(rest: &str, first: bool) -> bool {
    let rest = rest.trim_start_matches('\'');
    rest.starts_with(['=', '+', '-', '@']) || first && rest.starts_with(['\t', '\r', '\n'])
}

/// `-12.50`: digits, a sign before them or not, a point between them or not.
fn is_number(cell: &str) -> bool {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let cell = cell.strip_prefix(['+', '-']).unwrap_or(cell);
    let (whole, parts) = cell.split_once('.').unwrap_or((cell, "0"));
    digits(whole) && digits(parts)
}

#[cfg(test)]
mod tests {
    use super::{guarded, written};

    #[test]
    fn a_cell_is_quoted_where_it_must_be_and_never_a_formula() {
        for (cell, expected) in [
            ("oak", "oak"),
            ("12000.50", "12000.50"),
            ("", ""),
            ("a,b", "\"a,b\""),
            ("say \"a\"", "\"say \"\"a\"\"\""),
            ("a\nb", "\"a\nb\""),
            ("a\r\n\r\nb", "\"a\r\n\r\nb\""),
            ("=1+1", "'=1+1"),
            ("+1+1", "'+1+1"),
            ("-1", "-1"),
            ("-1.50", "-1.50"),
            ("+1", "+1"),
            ("-1.", "'-1."),
            ("-", "'-"),
            ("- a", "'- a"),
            ("@a", "'@a"),
            ("\t=1", "'\t'=1"),
            ("\n=1", "\"'\n'=1\""),
            ("'=1", "''=1"),
            ("a'=1", "a'=1"),
            ("=a,\"b\"", "\"'=a,\"\"b\"\"\""),
            ("a;=1", "a;'=1"),
            ("a,b;=HYPERLINK(c)", "\"a,b;'=HYPERLINK(c)\""),
            ("a\n+1", "\"a\n'+1\""),
            ("a; -1", "a; -1"),
            ("dépôt", "dépôt"),
        ] {
            assert_eq!(written(cell), expected);
        }
    }

    /// What a reader does who wants the cells as they were (docs/open-data.md).
    fn taken_back(cell: &str) -> String {
        let mut text = String::new();
        let mut begins = true;
        for (at, character) in cell.char_indices() {
            let rest = cell[at..].trim_start_matches('\'');
            let computed = rest.starts_with(['=', '+', '-', '@']) || at == 0 && rest.starts_with(['\t', '\r', '\n']);
            if !(begins && character == '\'' && computed) {
                text.push(character);
            }
            begins = matches!(character, ';' | '\t' | '\r' | '\n');
        }
        text
    }

    #[test]
    fn a_guard_can_be_taken_back_from_any_cell() {
        const PARTS: [&str; 8] = ["'", "=", "-", ";", "\t", "\n", "a", "1"];
        let texts = (0..PARTS.len().pow(5)).map(|number| {
            let part = |place: u32| PARTS[number / PARTS.len().pow(place) % PARTS.len()];
            (0..5).map(part).collect::<String>()
        });
        for text in texts {
            let cell = guarded(&text);
            assert_eq!(taken_back(&cell), text, "{cell:?}");
            assert!(cell == text || !cell.starts_with(['=', '+', '-', '@', '\t', '\n']), "{cell:?}");
            assert!(!cell.contains(";=") && !cell.contains("\n=") && !cell.contains("\t="), "{cell:?}");
        }
    }
}
