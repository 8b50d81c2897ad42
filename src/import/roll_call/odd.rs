//! The cells of a table that are neither for nor against.

use std::collections::BTreeMap;

use super::cells::Cell;
use super::meeting::Sheet;
use super::{Counts, Place};
use crate::language::Bilingual;
use crate::report::{Code, Diagnostic};

impl Sheet<'_> {
    /// Names every cell that is neither for nor against: by line where a whole line is the same, else by
    /// column with its lines.
    pub(super) fn odd_cells(&self, findings: &mut Vec<Diagnostic>, counts: &mut Counts) {
        let mut by_column: BTreeMap<(usize, Cell, &str), Vec<u32>> = BTreeMap::new();
        for line in &self.table.lines {
            let votes = self.votes(line);
            for (_, cell) in &votes {
                counts.add("cells");
                counts.add(cell.counted());
            }
            let first = votes[0].1;
            if !first.answers() && votes.iter().all(|(_, cell)| *cell == first) {
                let (fr, en) = (told(first, "").fr, told(first, "").en);
                let message = Bilingual::new(format!("toutes les colonnes : {fr}"), format!("every column: {en}"));
                findings.push(Diagnostic::warning(Code::CellOdd, message).at(self.table.place(line)));
                continue;
            }
            for (at, (member, cell)) in votes.iter().enumerate() {
                if !matches!(cell, Cell::For | Cell::Against) {
                    by_column.entry((at, *cell, line.at(Some(member.column)))).or_default().push(line.number);
                }
            }
        }
        for ((at, cell, written), lines) in by_column {
            let (heading, lines_told) = (&self.members[at].heading, ranges(&lines));
            let (words, one) = (told(cell, written), lines.len() == 1);
            let message = Bilingual::new(
                format!("colonne `{heading}` : {} ({} {lines_told})", words.fr, if one { "ligne" } else { "lignes" }),
                format!("column `{heading}`: {} ({} {lines_told})", words.en, if one { "line" } else { "lines" }),
            );
            let place = Place::named(&self.table.name).at_line(lines[0]);
            findings.push(Diagnostic::warning(Code::CellOdd, message).at(place));
        }
    }
}

fn told(cell: Cell, written: &str) -> Bilingual {
    match cell {
        Cell::Unknown => Bilingual::new(
            "`?`, voix inconnue, laissée hors de l’appel nominal",
            "`?`, vote not known, left out of the roll call",
        ),
        Cell::Blank => Bilingual::new("case vide", "blank"),
        Cell::Absent => Bilingual::new(format!("`{written}`"), format!("`{written}`")),
        Cell::Recused => Bilingual::new(format!("`{written}`, déport"), format!("`{written}`, a recusal")),
        Cell::NotVoting => Bilingual::new(
            format!("`{written}`, ne prend pas part au vote"),
            format!("`{written}`, takes no part in the vote"),
        ),
        Cell::Abstention => Bilingual::new(format!("`{written}`, abstention"), format!("`{written}`, abstention")),
        _ => Bilingual::new(
            format!("`{written}`, mot inconnu, laissé hors de l’appel nominal"),
            format!("`{written}`, a word that is not known, left out of the roll call"),
        ),
    }
}

/// `2, 5–9` for 2, 5, 6, 7, 8, 9.
fn ranges(lines: &[u32]) -> String {
    let mut runs: Vec<(u32, u32)> = Vec::new();
    for line in lines {
        match runs.last_mut() {
            Some((_, last)) if *last + 1 == *line => *last = *line,
            _ => runs.push((*line, *line)),
        }
    }
    let run = |(first, last): &(u32, u32)| if first == last { first.to_string() } else { format!("{first}–{last}") };
    runs.iter().map(run).collect::<Vec<_>>().join(", ")
}
