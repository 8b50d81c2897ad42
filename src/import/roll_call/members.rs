//! The members of a table: people the council has, or records to begin.

use crate::document::RecordId;
use crate::import::Import;
use crate::import::head::Head;
use crate::import::names::{Match, People, plain_name};
use crate::import::slug::record_id;
use crate::language::{Bilingual, Language};
use crate::report::{Code, Diagnostic, Place};
use crate::tree::FilePath;

use super::table::Table;

/// A column of votes.
#[derive(Clone, Debug)]
pub(super) struct Member {
    pub(super) column: usize,
    pub(super) heading: String,
    pub(super) id: RecordId,
}

/// The member of each column. Who is not known gets a record; where a heading may mean several people,
/// or two columns mean one, the account says so and nothing comes out.
pub(super) fn place(
    table: &Table,
    people: &mut People,
    language: Language,
    import: &mut Import,
) -> Option<Vec<Member>> {
    let place = Place::named(&table.name).at_line(1);
    let (mut members, mut unknown, mut faults): (Vec<Member>, Vec<Member>, Vec<Diagnostic>) = Default::default();
    for (column, heading) in &table.members {
        let (column, heading) = (*column, heading.clone());
        let member = match people.find(&heading) {
            Match::One(id) => Member { column, heading, id },
            Match::Many(ids) => {
                faults.push(unclear(&heading, &ids).at(place.clone()));
                continue;
            }
            Match::None => {
                let Some(id) = record_id(&plain_name(&heading)) else {
                    faults.push(no_name(&heading).at(place.clone()));
                    continue;
                };
                if people.has(&id) {
                    faults.push(unclear(&heading, &[id]).at(place.clone()));
                    continue;
                }
                unknown.push(Member { column, heading: heading.clone(), id: id.clone() });
                Member { column, heading, id }
            }
        };
        match members.iter().find(|other| other.id == member.id) {
            Some(first) => faults.push(twice(&first.heading, &member).at(place.clone())),
            None => members.push(member),
        }
    }
    if !faults.is_empty() {
        import.account.findings.extend(faults);
        return None;
    }
    for member in &unknown {
        begin(member, &place, people, language, import);
    }
    Some(members)
}

/// Writes a record with what the heading says, and nothing else.
fn begin(member: &Member, place: &Place, people: &mut People, language: Language, import: &mut Import) {
    let name = plain_name(&member.heading);
    let path = format!("content/people/{}.md", member.id);
    let path = FilePath::parse(&path).expect("an id has only letters, digits and hyphens");
    let mut head = Head::new(path, language);
    head.words("title", &name);
    head.words("sort_name", &name);
    let beside = member.heading.replacen(&name, "", 1);
    let beside = beside.replace(['(', ')'], " ");
    let beside: Vec<&str> = beside.split_whitespace().collect();
    if !beside.is_empty() {
        head.words("summary", &beside.join(" "));
    }
    head.left_open("terms: [{body: …, role: member, start: …}]", &Bilingual::new("le mandat", "the term"));
    let (path, bytes, to_fill) = head.finish("");
    people.add(member.id.clone(), &name, &name);
    import.put(place.clone(), path, bytes);
    import.account.findings.extend(to_fill);
}

fn unclear(heading: &str, ids: &[RecordId]) -> Diagnostic {
    let ids = ids.iter().map(|id| format!("`{id}`")).collect::<Vec<_>>().join(", ");
    let message = Bilingual::new(
        format!("`{heading}` peut être {ids} ; le fichier n’est pas repris"),
        format!("`{heading}` may be {ids}; the file is not imported"),
    );
    let help = Bilingual::new(
        "écrire le nom entier en tête de la colonne, puis recommencer",
        "write the whole name at the head of the column, then begin again",
    );
    Diagnostic::error(Code::NameUnclear, message).help(help)
}

fn twice(first: &str, member: &Member) -> Diagnostic {
    let Member { heading, id, .. } = member;
    let message = Bilingual::new(
        format!("`{first}` et `{heading}` seraient tous deux `{id}` ; le fichier n’est pas repris"),
        format!("`{first}` and `{heading}` would both be `{id}`; the file is not imported"),
    );
    let help = Bilingual::new(
        "écrire les noms entiers en tête des colonnes, puis recommencer",
        "write the whole names at the head of the columns, then begin again",
    );
    Diagnostic::error(Code::NameUnclear, message).help(help)
}

fn no_name(heading: &str) -> Diagnostic {
    let message = Bilingual::new(
        format!("`{heading}` ne contient ni lettre ni chiffre ; le fichier n’est pas repris"),
        format!("`{heading}` has neither letter nor digit; the file is not imported"),
    );
    let help = Bilingual::new("nommer le membre en tête de la colonne", "name the member at the head of the column");
    Diagnostic::error(Code::NameUnclear, message).help(help)
}
