//! Roll calls from a table: one file a meeting, a line for each item, a column for each member.
//!
//! The columns are known by their heading: a link, a class that says what became of the item, its
//! number, its title; every other column is a member. The threshold is the one the item declares,
//! `(8 Votes Required)`; without one, an item passes with more votes for than against. Each label is
//! held against the votes, and each cell that is neither for nor against is named.

mod cells;
mod meeting;
mod members;
mod odd;
mod table;

use crate::import::{Council, Import, Settings};
use crate::language::Bilingual;
use crate::report::{Code, Diagnostic, Place};

use self::meeting::Sheet;
use super::account::Count;

/// The meetings of the tables `sources`, each a name and its bytes, with the people in them.
///
/// # Errors
/// The body that met is not known; nothing is read then.
pub fn import(
    council: &Council,
    sources: &[(String, Vec<u8>)],
    settings: &Settings,
) -> Result<Import, Box<Diagnostic>> {
    let body = council.body(settings.body.as_ref())?;
    let mut people = council.people.clone();
    let mut import = Import::default();
    let mut counts = Counts::default();
    for (name, bytes) in sources {
        let Some(day) = day_in(name) else {
            import.account.say(no_day(name));
            continue;
        };
        let table = match table::read(name, bytes) {
            Ok(table) => table,
            Err(finding) => {
                import.account.say(*finding);
                continue;
            }
        };
        let Some(members) = members::place(&table, &mut people, council.language, &mut import) else { continue };
        let (hour, language) = (settings.hour, council.language);
        let sheet = Sheet { table: &table, members: &members, body: &body, day, hour, language };
        sheet.place(&mut import, &mut counts);
    }
    import.account.counts = counts.told();
    Ok(import)
}

/// The day in a file's name: `council-meeting-2022-07-18.csv`.
fn day_in(name: &str) -> Option<crate::council::Date> {
    let name = name.rsplit(['/', '\\']).next()?;
    let digits = |at: &usize| name.is_char_boundary(*at);
    (0..name.len()).filter(digits).find_map(|at| name.get(at..at + 10)?.parse().ok())
}

fn no_day(name: &str) -> Diagnostic {
    let message = Bilingual::new(
        "le nom du fichier ne dit pas le jour de la séance",
        "the file's name does not say the day of the meeting",
    );
    let help = Bilingual::new(
        "le renommer avec le jour, par exemple conseil-2022-07-18.csv",
        "rename it with the day, such as council-2022-07-18.csv",
    );
    Diagnostic::error(Code::SourceUnreadable, message).at(Place::named(name)).help(help)
}

/// What is counted, in the order in which it is told.
const COUNTED: &[(&str, &str, &str)] = &[
    ("meetings", "séances", "meetings"),
    ("items", "points", "items"),
    ("passed", "points dits adoptés", "items labelled as passed"),
    ("failed", "points dits rejetés", "items labelled as failed"),
    ("equal", "de ces étiquettes, recomptées égales", "of these labels, recomputed as equal"),
    ("different", "de ces étiquettes, recomptées autrement", "of these labels, recomputed otherwise"),
    ("not_recomputed", "de ces étiquettes, sans voix à recompter", "of these labels, without votes to recompute"),
    ("pulled", "points retirés", "items pulled"),
    ("tabled", "points mis en attente", "items tabled"),
    ("postponed", "points reportés", "items postponed"),
    ("unlabelled", "points sans étiquette", "items without a label"),
    ("thresholds", "points dont le seuil est déclaré", "items that declare their threshold"),
    ("cells", "cases de vote", "cells of votes"),
    ("cells_for", "cases, pour", "cells, for"),
    ("cells_against", "cases, contre", "cells, against"),
    ("cells_abstention", "cases, abstention", "cells, abstaining"),
    ("cells_absent", "cases, absent", "cells, absent"),
    ("cells_not_voting", "cases, ne prend pas part au vote", "cells, taking no part"),
    ("cells_recused", "cases, déport", "cells, recused"),
    ("cells_unknown", "cases, `?`", "cells, `?`"),
    ("cells_blank", "cases vides", "cells left blank"),
    ("cells_other", "cases d’un autre mot", "cells with another word"),
];

/// Counts by name.
#[derive(Debug, Default)]
struct Counts(std::collections::BTreeMap<&'static str, u64>);

impl Counts {
    fn add(&mut self, name: &'static str) {
        *self.0.entry(name).or_default() += 1;
    }

    fn told(&self) -> Vec<Count> {
        let told = COUNTED.iter().filter_map(|(name, fr, en)| {
            let count = *self.0.get(name)?;
            Some(Count { name, what: Bilingual::new(*fr, *en), count })
        });
        told.collect()
    }
}

#[cfg(test)]
mod tests {
    use super::day_in;

    #[test]
    fn the_day_is_found_anywhere_in_the_name() {
        for (name, day) in [
            ("council-meeting-2022-07-18.csv", Some("2022-07-18")),
            ("a/2020-01-01/é2022-07-18.csv", Some("2022-07-18")),
            ("2022-13-18.csv", None),
            ("a.csv", None),
        ] {
            assert_eq!(day_in(name).map(|day| day.to_string()).as_deref(), day, "{name}");
        }
    }
}
