//! Writes the records of a site: news, pages, minutes, and the meetings they are of.

use std::collections::{BTreeMap, BTreeSet};

use super::Generator;
use super::alias::OldAddresses;
use super::convert::Converter;
use super::item::{Gathered, Item, USED};
use super::plan::{NewMeeting, Plan, Spot};
use crate::document::RecordId;
use crate::import::account::Account;
use crate::import::head::Head;
use crate::import::{Council, Import};
use crate::language::{Bilingual, Language};
use crate::report::{Code, Diagnostic, Place};
use crate::tree::{FilePath, FileTree};

/// Writes every record into `import`.
pub(super) fn place(
    council: &Council,
    site: &FileTree,
    generator: Generator,
    gathered: &Gathered,
    plan: &Plan,
    import: &mut Import,
) {
    let mut converter =
        Converter { site, generator, gathered, plan, used: BTreeMap::new(), linked_keys: BTreeSet::new() };
    let mut old = OldAddresses::of(plan);
    for (item, spot) in gathered.items.iter().zip(&plan.spots) {
        let text = converter.text(item, spot, &mut import.account);
        let meeting = plan.meetings.get(&spot.id).filter(|_| spot.folder == "meetings");
        let aliases = old.aliases(item, spot, &mut import.account);
        let writing = Writing { council, gathered, item, spot, aliases: &aliases };
        let (path, bytes, to_fill) = writing.record(meeting, &text);
        import.put(Place::file(&item.source), path, bytes);
        import.account.findings.extend(to_fill);
    }
    for (id, meeting) in &plan.meetings {
        if meeting.agenda.is_none()
            && let Some(item) = meeting.minutes.first().and_then(|number| gathered.items.get(*number))
        {
            meeting_of_minutes(council, gathered, id, meeting, item, import);
        }
    }
    unplaced_keys(gathered, &converter.linked_keys, &mut import.account);
    unused_files(site, &converter.used, &mut import.account);
    for (from, to) in converter.used {
        if let Some(bytes) = site.get(&from) {
            import.put(Place::file(&from), to, bytes.to_vec());
        }
    }
}

/// What is needed to write the record of a page.
#[derive(Clone, Copy)]
struct Writing<'a> {
    council: &'a Council,
    gathered: &'a Gathered,
    item: &'a Item,
    spot: &'a Spot,
    aliases: &'a [String],
}

impl Writing<'_> {
    fn record(self, meeting: Option<&NewMeeting>, text: &str) -> (FilePath, Vec<u8>, Vec<Diagnostic>) {
        let Self { item, spot, council, .. } = self;
        let mut head = Head::new(spot.path.clone(), council.language);
        head.words("title", &item.title);
        if !spot.translation {
            self.language(&mut head);
        }
        if let Some(summary) =
            item.page.words(&["summary", "description", "excerpt"]).filter(|words| *words != item.title)
        {
            head.words("summary", &summary);
        }
        if spot.translation {
            return head.finish(text);
        }
        head.list("aliases", self.aliases.iter().map(String::as_str));
        if let Some(day) = spot.day {
            head.token("date", day);
        }
        if let Some(meeting) = &spot.meeting {
            head.token("meeting", meeting);
            head.line("status: draft");
            head.left_open("settled_at: …", &Bilingual::new("le jour où il a été arrêté", "the day they were settled"));
        }
        if let Some(meeting) = meeting {
            begin(&mut head, meeting);
        }
        head.finish(text)
    }

    fn language(self, head: &mut Head) {
        let language = self.item.language.or(self.gathered.language);
        if let Some(language) = language.filter(|language| *language != self.council.language) {
            head.token("lang", language);
        }
    }
}

/// The keys of a meeting.
fn begin(head: &mut Head, meeting: &NewMeeting) {
    head.token("body", &meeting.body);
    head.token("status", if meeting.minutes.is_empty() { "planned" } else { "held" });
    match meeting.hour {
        Some(hour) => head.token("start", format!("{}T{hour}", meeting.day)),
        None => head.fill_in(&format!("start: {}T…:…", meeting.day), &Bilingual::new("l’heure", "the hour")),
    }
}

/// The record of a meeting of which there are only minutes.
fn meeting_of_minutes(
    council: &Council,
    gathered: &Gathered,
    id: &RecordId,
    meeting: &NewMeeting,
    item: &Item,
    import: &mut Import,
) {
    let path =
        FilePath::parse(&format!("content/meetings/{id}.md")).expect("an id has only letters, digits and hyphens");
    let mut head = Head::new(path, council.language);
    head.words("title", &item.title);
    let language: Option<Language> = item.language.or(gathered.language);
    if let Some(language) = language.filter(|language| *language != council.language) {
        head.token("lang", language);
    }
    begin(&mut head, meeting);
    let (path, bytes, to_fill) = head.finish("");
    import.put(Place::file(&item.source), path, bytes);
    import.account.findings.extend(to_fill);
}

/// Keys that no record has, each once, with how many pages have it.
fn unplaced_keys(gathered: &Gathered, linked: &BTreeSet<(FilePath, String)>, account: &mut Account) {
    let mut keys: BTreeMap<&str, (u64, Place)> = BTreeMap::new();
    for item in &gathered.items {
        for key in item.page.others(USED) {
            if linked.contains(&(item.source.clone(), key.written.clone())) {
                continue;
            }
            let place = Place::file(&item.source).at_line(key.line);
            keys.entry(&key.written).or_insert((0, place)).0 += 1;
        }
    }
    for (key, (count, place)) in keys {
        let (fr, en) = (Language::Fr.agree(count, "page", "pages"), Language::En.agree(count, "page", "pages"));
        let message = Bilingual::new(
            format!("la clé `{key}`, dans {count} {fr}, n’a pas de place dans une fiche"),
            format!("the key `{key}`, in {count} {en}, has no place in a record"),
        );
        account.say(Diagnostic::note(Code::NotPlaced, message).at(place));
    }
}

/// Files that are no text and that no page uses, told by their folder.
fn unused_files(site: &FileTree, used: &BTreeMap<FilePath, FilePath>, account: &mut Account) {
    let texts = ["md", "markdown", "mkd", "mkdown", "html", "rst", "adoc", "org", "pandoc"];
    let mut folders: BTreeMap<&str, u64> = BTreeMap::new();
    for (path, _) in site.iter().filter(|(path, _)| !texts.contains(&path.extension()) && !used.contains_key(*path)) {
        let first = path.segments().next().filter(|first| *first != path.as_str());
        *folders.entry(first.unwrap_or(".")).or_default() += 1;
    }
    for (folder, count) in folders {
        let (fr, en) = (Language::Fr.agree(count, "fichier", "fichiers"), Language::En.agree(count, "file", "files"));
        let message =
            Bilingual::new(format!("{count} {fr} qu’aucune page n’utilise"), format!("{count} {en} that no page uses"));
        account.say(Diagnostic::note(Code::NotPlaced, message).at(Place::named(&format!("{folder}/"))));
    }
}
