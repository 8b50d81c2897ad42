//! Writes the records of minutes: the minutes, the meeting where it has none, the pictures.

use super::Of;
use super::agenda::{self, Item};
use super::archive::Archive;
use super::document::{Block, Document, Image};
use super::presence::Presence;
use super::text::markdown;
use crate::council::Date;
use crate::document::RecordId;
use crate::grammar::Token as _;
use crate::import::account::Account;
use crate::import::head::{Head, quoted};
use crate::import::names::Match;
use crate::import::slug::slug;
use crate::import::{Council, Import};
use crate::language::Bilingual;
use crate::report::{Code, Diagnostic, Place};
use crate::tree::FilePath;

/// The id of a meeting that has no record yet.
pub(super) fn meeting_id(day: Date, body: &RecordId) -> RecordId {
    let id: String = format!("{day}-{body}").chars().take(80).collect();
    RecordId::read(&id).expect("a day and an id make an id")
}

/// Writes what the document `name` says.
pub(super) fn place(
    council: &Council,
    name: &str,
    document: &Document,
    mut archive: Archive<'_>,
    of: &Of,
    import: &mut Import,
) {
    let images = pictures(name, document, &mut archive, of, import);
    let title = title(name, document);
    let path = record("minutes", &of.id);
    let mut head = Head::new(path, council.language);
    head.words("title", &title);
    head.token("meeting", &of.id);
    head.line("status: draft");
    head.left_open("settled_at: …", &Bilingual::new("le jour où il a été arrêté", "the day they were settled"));
    let (path, bytes, _) = head.finish(&markdown(document, &images));
    if import.files.contains(&path) {
        import.account.say(twice(name, &path));
        return;
    }
    import.put(Place::named(name), path, bytes);
    let presence = Presence::of(&document.blocks);
    let attendance = Attendance::of(council, name, &presence, &mut import.account);
    match &of.body {
        Some(body) => meeting(council, name, &title, document, &attendance, (of, body), import),
        None => to_add(name, of, &attendance, &mut import.account),
    }
    for (paragraph, lost) in &document.lost {
        import.account.say(not_placed(name, *paragraph, lost));
    }
}

fn record(folder: &str, id: &RecordId) -> FilePath {
    FilePath::parse(&format!("content/{folder}/{id}.md")).expect("an id has only letters, digits and hyphens")
}

/// The title of the document, or its file's name.
fn title(name: &str, document: &Document) -> String {
    let heading = document.blocks.iter().find(|block| matches!(block, Block::Heading(..)));
    let heading = heading.filter(|_| document.blocks.iter().take(3).any(|block| matches!(block, Block::Heading(1, _))));
    let base = name.rsplit(['/', '\\']).next().unwrap_or(name);
    let stem = base.rsplit_once('.').map_or(base, |(stem, _)| stem).replace(['_', '-'], " ");
    let words = document.title.clone().or_else(|| heading.map(Block::words)).unwrap_or(stem);
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The record of a meeting that has none.
fn meeting(
    council: &Council,
    name: &str,
    title: &str,
    document: &Document,
    attendance: &Attendance,
    (of, body): (&Of, &RecordId),
    import: &mut Import,
) {
    let mut head = Head::new(record("meetings", &of.id), council.language);
    head.words("title", title);
    head.token("body", body);
    head.line("status: held");
    match of.hour {
        Some(hour) => head.token("start", format!("{}T{hour}", of.day)),
        None => head.fill_in(&format!("start: {}T…:…", of.day), &Bilingual::new("l’heure", "the hour")),
    }
    attendance.write(&mut head);
    let items = agenda::items(&document.blocks);
    if !items.is_empty() {
        head.line("agenda:");
        for (number, item) in (1..).zip(&items) {
            write_item(&mut head, number, item);
        }
        import.account.say(items_guessed(name, &items));
    }
    let (path, bytes, to_fill) = head.finish("");
    import.put(Place::named(name), path, bytes);
    import.account.findings.extend(to_fill);
}

fn write_item(head: &mut Head, ordinal: u32, item: &Item) {
    let number = item.number.clone().unwrap_or_else(|| ordinal.to_string());
    head.line(&format!("  - number: {}", quoted(&number)));
    head.line(&format!("    title: {}", quoted(&item.title)));
    head.line(&format!("    kind: {}", item.kind));
    if item.kind == "decision" {
        let missing = Bilingual::new("ce qui fut décidé, et les voix", "what was decided, and the votes");
        head.left_open("    decision: {number: …, subject: …, outcome: …}", &missing);
    }
}

/// The people of a document among those of the council.
#[derive(Debug, Default)]
struct Attendance {
    present: Vec<String>,
    represented: Vec<(String, String)>,
    excused: Vec<String>,
    absent: Vec<String>,
    chair: Option<RecordId>,
    secretary: Option<RecordId>,
    /// Names that mean nobody, or more than one, or a proxy without its holder.
    unclear: Vec<String>,
}

impl Attendance {
    fn of(council: &Council, name: &str, presence: &Presence, account: &mut Account) -> Self {
        let mut attendance = Self::default();
        let mut unclear = Vec::new();
        let mut find = |written: &str| match council.people.find(written) {
            Match::One(id) => Some(id.to_string()),
            other => {
                let words = written.split_whitespace().collect::<Vec<_>>().join(" ");
                account.say(unknown(name, &words, &other));
                unclear.push(words);
                None
            }
        };
        attendance.present = presence.present.iter().filter_map(|name| find(name)).collect();
        attendance.excused = presence.excused.iter().filter_map(|name| find(name)).collect();
        attendance.absent = presence.absent.iter().filter_map(|name| find(name)).collect();
        let mut without = Vec::new();
        for (giver, holder) in &presence.represented {
            let giver_id = find(giver);
            match holder.as_ref().map(|holder| find(holder)) {
                Some(holder) => attendance.represented.extend(giver_id.zip(holder)),
                None => without.push(giver.clone()),
            }
        }
        let mut officer = |written: &Option<String>| RecordId::read(&find(written.as_ref()?)?);
        attendance.chair = officer(&presence.chair);
        attendance.secretary = officer(&presence.secretary);
        unclear.extend(without.into_iter().map(|giver| format!("{giver} → ?")));
        attendance.unclear = unclear;
        attendance
    }

    fn is_empty(&self) -> bool {
        let lists = [&self.present, &self.excused, &self.absent];
        lists.iter().all(|list| list.is_empty()) && self.represented.is_empty()
    }

    /// Its value as a line of a head.
    fn inline(&self) -> String {
        let pairs: Vec<String> = self.represented.iter().map(|(giver, holder)| format!("{giver}: {holder}")).collect();
        format!(
            "attendance: {{present: [{}], represented: {{{}}}, excused: [{}], absent: [{}]}}",
            self.present.join(", "),
            pairs.join(", "),
            self.excused.join(", "),
            self.absent.join(", ")
        )
    }

    fn write(&self, head: &mut Head) {
        for (key, person) in [("chair", &self.chair), ("secretary", &self.secretary)] {
            if let Some(person) = person {
                head.token(key, person);
            }
        }
        if self.is_empty() {
            return;
        }
        if self.unclear.is_empty() {
            return head.line(&self.inline());
        }
        let names = self.unclear.join(", ");
        let missing = Bilingual::new(format!("il manque {names}"), format!("without {names}"));
        head.fill_in(&self.inline(), &missing);
    }
}

/// The attendance for a meeting whose record is there already.
fn to_add(name: &str, of: &Of, attendance: &Attendance, account: &mut Account) {
    if attendance.is_empty() {
        return;
    }
    let path = record("meetings", &of.id);
    let line = attendance.inline();
    let message = Bilingual::new(
        format!("les présences, car {path} existe déjà"),
        format!("the attendance, since {path} is there already"),
    );
    let help =
        Bilingual::new(format!("y écrire, si elle manque : {line}"), format!("write there, if it is missing: {line}"));
    account.say(Diagnostic::warning(Code::NotPlaced, message).at(Place::named(name)).help(help));
}

/// Puts the pictures beside the record; where each is now.
fn pictures(
    name: &str,
    document: &Document,
    archive: &mut Archive<'_>,
    of: &Of,
    import: &mut Import,
) -> Vec<Option<String>> {
    let mut addresses = Vec::new();
    for (number, image) in (1..).zip(&document.images) {
        let place = Place::named(name);
        match picture(archive, image, of, number) {
            Ok((path, bytes)) => {
                addresses.push(path.below("content").map(|path| format!("../{path}")));
                if image.alternative.is_empty() {
                    import.account.say(no_alternative(name, image, &path));
                }
                import.put(place, path, bytes);
            }
            Err(why) => {
                addresses.push(None);
                import.account.say(Diagnostic::warning(Code::NotPlaced, why).at(place));
            }
        }
    }
    addresses
}

fn picture(archive: &mut Archive<'_>, image: &Image, of: &Of, number: u32) -> Result<(FilePath, Vec<u8>), Bilingual> {
    let part = &image.part;
    let extension = part.rsplit_once('.').map_or("", |(_, extension)| extension).to_ascii_lowercase();
    if !["png", "jpg", "jpeg", "gif", "webp"].contains(&extension.as_str()) {
        return Err(Bilingual::new(
            format!("l’image `{part}`, d’un format que les pages ne montrent pas"),
            format!("the picture `{part}`, of a format that pages do not show"),
        ));
    }
    let bytes = archive.part(part)?.ok_or_else(|| {
        Bilingual::new(
            format!("l’image `{part}`, qui n’est pas dans l’archive"),
            format!("the picture `{part}`, which is not in the archive"),
        )
    })?;
    let stem = slug(part.rsplit('/').next().and_then(|name| name.rsplit_once('.')).map_or("image", |(stem, _)| stem));
    let stem: String = if stem.len() > 30 || stem.is_empty() { format!("image-{number}") } else { stem };
    let path = format!("content/media/minutes/{}/{stem}.{extension}", of.id);
    let path = FilePath::parse(&path).map_err(|error| Bilingual::new(error.to_string(), error.to_string()))?;
    Ok((path, bytes))
}

fn unknown(file: &str, written: &str, found: &Match) -> Diagnostic {
    let (fr, en, help) = match found {
        Match::Many(ids) => {
            let ids = ids.iter().map(|id| format!("`{id}`")).collect::<Vec<_>>().join(", ");
            (
                format!("peut être {ids}"),
                format!("may be {ids}"),
                Bilingual::new(
                    "écrire le nom entier dans le document, ou l’identifiant dans la fiche",
                    "write the whole name in the document, or the id in the record",
                ),
            )
        }
        _ => (
            "n’est personne de content/people/".to_owned(),
            "is nobody of content/people/".to_owned(),
            Bilingual::new(
                "écrire sa fiche (parvis new person), puis recommencer",
                "write the record (parvis new person), then begin again",
            ),
        ),
    };
    let message = Bilingual::new(format!("`{written}` {fr}"), format!("`{written}` {en}"));
    Diagnostic::warning(Code::NameUnclear, message).at(Place::named(file)).help(help)
}

fn items_guessed(file: &str, items: &[Item]) -> Diagnostic {
    let count = items.len();
    let counted = items.iter().filter(|item| item.number.is_none()).count();
    let message = Bilingual::new(
        format!(
            "{count} points d’après les titres ou leurs numéros ; `kind` d’après leurs mots ; numéros comptés : {counted}"
        ),
        format!(
            "{count} items from the headings or their numbers; `kind` from their words; numbers counted: {counted}"
        ),
    );
    let help =
        Bilingual::new("vérifier `agenda:` dans la fiche de la séance", "check `agenda:` in the record of the meeting");
    Diagnostic::note(Code::NotSaid, message).at(Place::named(file)).help(help)
}

fn not_placed(file: &str, paragraph: usize, lost: &Bilingual) -> Diagnostic {
    let message = match paragraph {
        0 => lost.clone(),
        number => {
            Bilingual::new(format!("{} (paragraphe {number})", lost.fr), format!("{} (paragraph {number})", lost.en))
        }
    };
    Diagnostic::warning(Code::NotPlaced, message).at(Place::named(file))
}

fn no_alternative(file: &str, image: &Image, path: &FilePath) -> Diagnostic {
    let number = image.paragraph;
    let message = Bilingual::new(
        format!("l’image {path} n’a pas de texte de remplacement (paragraphe {number})"),
        format!("the image {path} has no text alternative (paragraph {number})"),
    );
    let help = Bilingual::new(
        "l’écrire entre les crochets : `![ce qu’elle montre](…)`",
        "write it between the brackets: `![what it shows](…)`",
    );
    Diagnostic::warning(Code::NotSaid, message).at(Place::named(file)).help(help)
}

fn twice(file: &str, path: &FilePath) -> Diagnostic {
    let message = Bilingual::new(
        format!("un autre document fait déjà {path} ; celui-ci n’est pas repris"),
        format!("another document makes {path} already; this one is not imported"),
    );
    Diagnostic::error(Code::NotPlaced, message).at(Place::named(file))
}
