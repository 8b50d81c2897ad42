//! Who was there, as documents say it: a table with a column or a row for each answer, a table with a row
//! for each member, or lines `Présents : …`.

use super::document::{Block, plain};
use super::officers;
use super::proxy::{HELD, MARKS, Proxy, proxy};
use crate::import::slug::folded;

/// What a document says of a member.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Status {
    Present,
    Represented,
    Excused,
    Absent,
}

/// The names in a document, as they are written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Presence {
    pub(super) present: Vec<String>,
    /// Who gave a proxy, and to whom where it is said.
    pub(super) represented: Vec<(String, Option<String>)>,
    pub(super) excused: Vec<String>,
    pub(super) absent: Vec<String>,
    pub(super) chair: Option<String>,
    pub(super) secretary: Option<String>,
}

/// More names than any council has members.
const MOST_NAMES: usize = 500;

impl Presence {
    /// What the blocks say; a table goes before lines.
    pub(super) fn of(blocks: &[Block]) -> Self {
        let mut presence = Self::default();
        for rows in blocks.iter().filter_map(rows_of) {
            presence.of_table(&rows);
            if !presence.is_empty() {
                break;
            }
        }
        let by_lines = presence.is_empty();
        for (at, block) in blocks.iter().enumerate() {
            let words = block.words();
            if matches!(block, Block::Table(_)) {
                continue;
            }
            presence.officer(&words);
            if by_lines {
                presence.of_line(&words, &blocks[at + 1..]);
            }
        }
        presence
    }

    /// Whether nobody is named.
    pub(super) fn is_empty(&self) -> bool {
        self.present.is_empty() && self.represented.is_empty() && self.excused.is_empty() && self.absent.is_empty()
    }

    fn of_table(&mut self, rows: &[Vec<String>]) {
        let Some((heading, rest)) = rows.split_first() else { return };
        let columns: Vec<Option<Status>> = heading.iter().map(|cell| status(cell)).collect();
        let labelled = columns.iter().flatten().count();
        if labelled >= 2 && columns.first().is_some_and(Option::is_none) {
            rest.iter().take(MOST_NAMES).for_each(|row| self.of_member(heading, &columns, row));
        } else if labelled >= 2 {
            for row in rest.iter().take(MOST_NAMES) {
                for (cell, status) in row.iter().zip(&columns) {
                    if let Some(status) = status {
                        self.take(*status, cell);
                    }
                }
            }
        } else {
            let labels: Vec<Option<Status>> =
                rows.iter().map(|row| row.first().and_then(|cell| status(cell))).collect();
            if labels.iter().flatten().count() >= 2 {
                for (row, status) in rows.iter().zip(labels).take(MOST_NAMES) {
                    if let Some(status) = status {
                        row.iter().skip(1).for_each(|cell| self.take(status, cell));
                    }
                }
            }
        }
    }

    /// A row for one member, with a mark in the column of the answer.
    fn of_member(&mut self, heading: &[String], columns: &[Option<Status>], row: &[String]) {
        let first = columns.iter().position(Option::is_some).unwrap_or(0);
        let beside = ["qualite", "fonction", "role", "office", "titre", "n", "no", "groupe", "liste"];
        let named =
            heading.iter().zip(row).take(first).filter(|(head, _)| !beside.contains(&folded(head).join(" ").as_str()));
        let name = named.map(|(_, cell)| cell.trim()).filter(|cell| !cell.is_empty()).collect::<Vec<_>>().join(" ");
        if name.is_empty() {
            return;
        }
        let marked: Vec<(Status, &str)> = columns
            .iter()
            .zip(row)
            .filter_map(|(status, cell)| Some(((*status)?, cell.trim())))
            .filter(|(_, cell)| !cell.is_empty() && !matches!(*cell, "-" | "–" | "—" | "/"))
            .collect();
        let proxy = marked.iter().find(|(status, _)| *status == Status::Represented);
        match (proxy, marked.first()) {
            (Some((_, cell)), _) => {
                let holder = cell.trim_start_matches("à ").trim();
                let holder = Some(holder.to_owned()).filter(|holder| folded(holder).iter().any(|word| word.len() > 1));
                self.represented.push((name, holder));
            }
            (None, Some((status, _))) => self.put(*status, name),
            (None, None) => {}
        }
    }

    /// The names of a cell or of a line.
    fn take(&mut self, status: Status, words: &str) {
        for piece in pieces(words).into_iter().take(MOST_NAMES) {
            match proxy(&piece, status == Status::Represented) {
                Proxy::Given { giver, holder } => self.represented.push((giver, holder)),
                Proxy::Held { giver, holder } => {
                    self.represented.push((giver, Some(holder.clone())));
                    self.put(if status == Status::Represented { Status::Present } else { status }, holder);
                }
                Proxy::None if status == Status::Represented => self.represented.push((piece, None)),
                Proxy::None => self.put(status, piece),
            }
        }
    }

    fn put(&mut self, status: Status, name: String) {
        match status {
            Status::Present => self.present.push(name),
            Status::Represented => self.represented.push((name, None)),
            Status::Excused => self.excused.push(name),
            Status::Absent => self.absent.push(name),
        }
    }

    /// `Présents : …`, or the same above a list.
    fn of_line(&mut self, words: &str, rest: &[Block]) {
        let (label, names) = words.split_once(':').unwrap_or((words, ""));
        let Some(status) = status(label).filter(|_| folded(label).len() <= 10) else { return };
        if !names.trim().is_empty() {
            return self.take(status, names);
        }
        let items = rest.iter().take_while(|block| matches!(block, Block::Item(..)));
        items.for_each(|item| self.take(status, &item.words().replace(',', ";").replacen(';', ",", 1)));
    }

    /// `Secrétaire de séance : …`, `Chair: …`, or a sentence that says it.
    fn officer(&mut self, words: &str) {
        self.chair = self.chair.take().or_else(|| officers::chair(words));
        self.secretary = self.secretary.take().or_else(|| officers::secretary(words));
        let Some((label, name)) = words.split_once(':') else { return };
        let label = folded(label).join(" ");
        let name = name.trim().trim_end_matches('.');
        if name.is_empty() || name.len() > 120 {
            return;
        }
        match label.as_str() {
            "president de seance"
            | "presidente de seance"
            | "presidence"
            | "presidente"
            | "president"
            | "chair"
            | "chairman"
            | "chairperson"
            | "in the chair" => self.chair = self.chair.take().or(Some(name.to_owned())),
            "secretaire de seance" | "secretaire" | "secretary" | "minutes taken by" | "minute taker" => {
                self.secretary = self.secretary.take().or(Some(name.to_owned()));
            }
            _ => {}
        }
    }
}

fn rows_of(block: &Block) -> Option<Vec<Vec<String>>> {
    let Block::Table(rows) = block else { return None };
    let cell =
        |cell: &Vec<Vec<super::document::Run>>| cell.iter().map(|runs| plain(runs)).collect::<Vec<_>>().join("\n");
    Some(rows.iter().map(|row| row.iter().map(cell).collect()).collect())
}

/// What a label says, if anything: `Absents ayant donné pouvoir`, `Apologies`.
fn status(label: &str) -> Option<Status> {
    let words = folded(label);
    let any = |known: &[&str]| words.iter().any(|word| known.contains(&word.as_str()));
    if words.is_empty() || words.len() > 12 || words.iter().any(|word| word.bytes().all(|byte| byte.is_ascii_digit())) {
        None
    } else if any(&["pouvoir", "pouvoirs", "procuration", "procurations", "proxy", "proxies"]) {
        Some(Status::Represented)
    } else if any(&["excuse", "excuses", "excusee", "excusees", "excused", "apologies"]) {
        Some(Status::Excused)
    } else if any(&["absent", "absents", "absente", "absentes"]) {
        Some(Status::Absent)
    } else if any(&["present", "presents", "presente", "presentes"]) {
        Some(Status::Present)
    } else if any(&["represente", "representes", "representee", "representees", "represented"]) {
        Some(Status::Represented)
    } else {
        None
    }
}

/// The pieces of a list of names: lines and semicolons part it, and commas where there are none of these.
fn pieces(words: &str) -> Vec<String> {
    let strong = words.contains(['\n', ';', '•']);
    let (mut pieces, mut piece, mut depth) = (Vec::new(), String::new(), 0_u32);
    let joined = words.replace(" et ", " , ").replace(" and ", " , ").replace(" & ", " , ");
    let words = if strong { words.to_owned() } else { joined };
    for c in words.chars() {
        match c {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            _ => {}
        }
        let parts = if strong { matches!(c, '\n' | ';' | '•') } else { c == ',' };
        if parts && depth == 0 {
            push_piece(&mut pieces, std::mem::take(&mut piece));
        } else {
            piece.push(c);
        }
    }
    push_piece(&mut pieces, piece);
    let tidy = pieces.iter().map(|piece| piece.trim().trim_start_matches(['-', '–', '*']).trim_end_matches('.').trim());
    tidy.filter(|piece| !piece.is_empty() && !is_office(piece)).map(str::to_owned).collect()
}

/// Adds a piece; what begins with the mark of a proxy belongs to the name before it.
fn push_piece(pieces: &mut Vec<String>, piece: String) {
    let lower = piece.trim_start().to_lowercase();
    match pieces.last_mut() {
        Some(before) if MARKS.iter().chain(HELD).any(|mark| lower.starts_with(mark)) => {
            before.push(',');
            before.push_str(&piece);
        }
        _ => pieces.push(piece),
    }
}

/// Words that stand after a name and are none: `maire`, `adjoint`, `clerk`.
fn is_office(piece: &str) -> bool {
    const OFFICES: &[&str] = &[
        "maire",
        "adjoint",
        "adjointe",
        "adjoints",
        "conseiller",
        "conseillere",
        "conseillers",
        "president",
        "presidente",
        "vice",
        "secretaire",
        "tresorier",
        "tresoriere",
        "premier",
        "premiere",
        "mayor",
        "chair",
        "chairman",
        "clerk",
        "deputy",
        "treasurer",
        "aucun",
        "aucune",
        "neant",
        "none",
        "nil",
        "neants",
    ];
    let words = folded(piece);
    let named = words.iter().any(|word| word.len() > 1 && word.bytes().any(|byte| byte.is_ascii_alphabetic()));
    !named || words.first().is_some_and(|word| OFFICES.contains(&word.as_str()))
}

#[cfg(test)]
mod tests {
    use super::Presence;
    use crate::import::minutes::document::{Block, Run, What};

    fn runs(words: &str) -> Vec<Run> {
        vec![Run { what: What::Words(words.to_owned()), ..Run::default() }]
    }

    fn table(rows: &[&[&str]]) -> Block {
        let cell = |cell: &&str| cell.split('\n').map(runs).collect();
        Block::Table(rows.iter().map(|row| row.iter().map(cell).collect()).collect())
    }

    fn expected() -> Presence {
        let names = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
        Presence {
            present: names(&["Mme Claire Morel", "M. Karim Benali"]),
            represented: vec![("M. Thomas Nguyen".to_owned(), Some("M. Karim Benali".to_owned()))],
            excused: names(&["Mme Odile Perrin"]),
            absent: names(&["M. Yann Le Goff"]),
            chair: None,
            secretary: None,
        }
    }

    #[test]
    fn tables_of_every_usual_form_say_the_same() {
        let columns = table(&[
            &["Présents", "Excusés", "Absents", "Pouvoirs"],
            &[
                "Mme Claire Morel, maire\nM. Karim Benali",
                "Mme Odile Perrin",
                "M. Yann Le Goff",
                "M. Thomas Nguyen à M. Karim Benali",
            ],
        ]);
        let rows = table(&[
            &["Étaient présents", "Mme Claire Morel, M. Karim Benali"],
            &["Absents excusés", "Mme Odile Perrin"],
            &["Absent", "M. Yann Le Goff"],
            &["Ayant donné pouvoir", "M. Thomas Nguyen (pouvoir à M. Karim Benali)"],
        ]);
        let members = table(&[
            &["Nom", "Qualité", "Présent", "Excusé", "Absent", "Pouvoir à"],
            &["Mme Claire Morel", "maire", "X", "", "", ""],
            &["M. Karim Benali", "", "X", "", "", ""],
            &["Mme Odile Perrin", "", "", "X", "", ""],
            &["M. Yann Le Goff", "", "", "", "X", ""],
            &["M. Thomas Nguyen", "", "", "", "X", "M. Karim Benali"],
        ]);
        let english = table(&[
            &["Present", "Apologies", "Absent", "Proxies"],
            &[
                "Mme Claire Morel; M. Karim Benali",
                "Mme Odile Perrin",
                "M. Yann Le Goff",
                "M. Thomas Nguyen, represented by M. Karim Benali",
            ],
        ]);
        for table in [columns, rows, members, english] {
            let mut found = Presence::of(&[Block::Paragraph(runs("x")), table.clone()]);
            found.present.iter_mut().for_each(|name| *name = name.replace(", maire", ""));
            assert_eq!(found, expected(), "{table:?}");
        }
    }

    #[test]
    fn a_proxy_is_told_from_either_side() {
        let pair = |giver: &str, holder: &str| (giver.to_owned(), Some(holder.to_owned()));
        for (line, represented, present) in [
            (
                "Présents : M. Benali (pouvoir de M. Nguyen), Mme Morel",
                vec![pair("M. Nguyen", "M. Benali")],
                vec!["M. Benali", "Mme Morel"],
            ),
            ("Excusée : Maryline (pouvoir donné à Jean-Pierre)", vec![pair("Maryline", "Jean-Pierre")], vec![]),
            ("Apologies: Ann Reed (proxy to Tom Hale)", vec![pair("Ann Reed", "Tom Hale")], vec![]),
            ("Pouvoirs : M. Benali, mandataire de M. Nguyen", vec![pair("M. Nguyen", "M. Benali")], vec!["M. Benali"]),
        ] {
            let found = Presence::of(&[Block::Paragraph(runs(line))]);
            assert_eq!(
                (found.represented, found.present),
                (represented, present.into_iter().map(str::to_owned).collect()),
                "{line}"
            );
            assert!(found.excused.is_empty(), "{line}");
        }
    }

    #[test]
    fn lines_and_lists_say_it_too() {
        let lines = [
            Block::Paragraph(runs("Étaient présents : Mme Claire Morel, maire, et M. Karim Benali.")),
            Block::Paragraph(runs("Excusée : Mme Odile Perrin")),
            Block::Paragraph(runs("Absents :")),
            Block::Item(0, false, runs("M. Yann Le Goff")),
            Block::Paragraph(runs("Représenté : M. Thomas Nguyen donne pouvoir à M. Karim Benali")),
            Block::Paragraph(runs("Secrétaire de séance : M. Karim Benali.")),
            Block::Paragraph(runs("Nombre de membres présents : 2")),
        ];
        let found = Presence::of(&lines);
        assert_eq!(found, Presence { secretary: Some("M. Karim Benali".to_owned()), ..expected() });
        assert!(
            Presence::of(&[Block::Paragraph(runs("Excusés, absents : aucun.")), table(&[&["Budget", "2026"]])])
                .is_empty()
        );
    }
}
