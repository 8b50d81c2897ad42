//! A table as a meeting: its items, its roll calls, its attendance, and every cell that is odd.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use super::cells::{Cell, Label, votes_required};
use super::members::Member;
use super::table::{Line, Table};
use super::{Counts, Place};
use crate::council::Date;
use crate::document::{DecisionOutcome, RecordId};
use crate::grammar::Token as _;
use crate::import::head::{Head, quoted};
use crate::import::markdown::{escaped, linked};
use crate::import::{Hour, Import};
use crate::language::{Bilingual, Language};
use crate::report::{Code, Diagnostic};
use crate::tree::FilePath;

/// A table with all that is known about it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sheet<'a> {
    pub(super) table: &'a Table,
    pub(super) members: &'a [Member],
    pub(super) body: &'a RecordId,
    pub(super) day: Date,
    pub(super) hour: Option<Hour>,
    /// The language of what is written here.
    pub(super) language: Language,
}

/// How each member voted on an item.
pub(super) type Votes<'a> = Vec<(&'a Member, Cell)>;

impl Sheet<'_> {
    /// Writes the meeting's record.
    pub(super) fn place(&self, import: &mut Import, counts: &mut Counts) {
        counts.add("meetings");
        let path = FilePath::parse(&format!("content/meetings/{}-{}.md", self.day, self.body));
        let path = path.expect("a day and an id have only letters, digits and hyphens");
        if import.files.contains(&path) {
            return import.account.say(same_day(&self.table.name, &path));
        }
        let mut head = Head::new(path, self.language);
        head.words("title", &title(&self.table.name, self.day));
        head.token("body", self.body);
        head.line("status: held");
        match self.hour {
            Some(hour) => head.token("start", format!("{}T{hour}", self.day)),
            None => head.fill_in(&format!("start: {}T…:…", self.day), &Bilingual::new("l’heure", "the hour")),
        }
        head.list("sources", [base_name(&self.table.name)]);
        self.attendance(&mut head);
        head.line("agenda:");
        let mut taken = BTreeMap::new();
        for line in &self.table.lines {
            self.item(line, &mut taken, &mut head, &mut import.account.findings, counts);
        }
        self.odd_cells(&mut import.account.findings, counts);
        let (path, bytes, to_fill) = head.finish(&self.sources(&mut import.account.findings));
        import.put(Place::named(&self.table.name), path, bytes);
        import.account.findings.extend(to_fill);
    }

    pub(super) fn votes(&self, line: &Line) -> Votes<'_> {
        self.members.iter().map(|member| (member, Cell::of(line.at(Some(member.column))))).collect()
    }

    /// Whether anybody answered.
    fn was_voted(&self, line: &Line) -> bool {
        self.votes(line).iter().any(|(_, cell)| cell.answers())
    }

    /// Who was there the whole time, and who was not at all. Of anybody else the table does not say it,
    /// and who is present has to answer in each roll call: the lines are then left to fill in.
    fn attendance(&self, head: &mut Head) {
        let voted: Vec<&Line> = self.table.lines.iter().filter(|line| self.was_voted(line)).collect();
        if voted.is_empty() {
            return;
        }
        let all = |member: &&Member, fits: fn(Cell) -> bool| {
            voted.iter().all(|line| fits(Cell::of(line.at(Some(member.column)))))
        };
        let ids = |fits: fn(Cell) -> bool| -> Vec<&Member> { self.members.iter().filter(|m| all(m, fits)).collect() };
        let (present, absent) = (ids(Cell::answers), ids(|cell| cell == Cell::Absent));
        let sure: BTreeSet<&RecordId> = present.iter().chain(&absent).map(|member| &member.id).collect();
        let unsure: Vec<&str> =
            self.members.iter().filter(|m| !sure.contains(&m.id)).map(|m| m.heading.as_str()).collect();
        let list = |members: &[&Member]| members.iter().map(|m| m.id.as_str()).collect::<Vec<_>>().join(", ");
        let (present, absent) = (list(&present), list(&absent));
        if unsure.is_empty() {
            head.line("attendance:");
            head.line(&format!("  present: [{present}]"));
            head.line("  represented: {}");
            head.line("  excused: []");
            head.line(&format!("  absent: [{absent}]"));
        } else {
            let names = unsure.join(", ");
            head.fill_in(
                &format!("attendance: {{present: [{present}], absent: [{absent}]}}"),
                &Bilingual::new(
                    format!("présence incertaine de {names} ; tout présent doit figurer dans chaque appel nominal"),
                    format!("whether {names} was there is unsure; who is present has to stand in each roll call"),
                ),
            );
        }
    }

    fn item(
        &self,
        line: &Line,
        taken: &mut BTreeMap<String, u32>,
        head: &mut Head,
        findings: &mut Vec<Diagnostic>,
        counts: &mut Counts,
    ) {
        counts.add("items");
        let number = self.number(line, taken, findings);
        let title = if self.table.title(line).is_empty() { &number } else { self.table.title(line) };
        let required = votes_required(title);
        if required.is_some() {
            counts.add("thresholds");
        }
        let votes = self.votes(line);
        let outcome = self.outcome(line, required, &votes, findings, counts);
        head.line(&format!("  - number: {}", quoted(&number)));
        head.line(&format!("    title: {}", quoted(title)));
        head.line("    kind: decision");
        let Some(outcome) = outcome else {
            return head.fill_in("    decision: {}", &Bilingual::new("ce qu’il en advint", "what became of it"));
        };
        let reason = (outcome == DecisionOutcome::Withdrawn).then(|| self.reason(line, findings));
        if !self.was_voted(line) && matches!(outcome, DecisionOutcome::Withdrawn | DecisionOutcome::Deferred) {
            // What came to no vote is no decision.
            head.line(&format!("    outcome: {}", outcome.write()));
            if let Some(reason) = &reason {
                head.line(&format!("    reason: {}", quoted(reason)));
            }
            return;
        }
        head.line("    decision:");
        head.line(&format!("      number: {}", quoted(&format!("{} {number}", self.day))));
        head.line(&format!("      subject: {}", quoted(title)));
        head.line(&format!("      outcome: {}", outcome.write()));
        if let Some(reason) = &reason {
            head.line(&format!("      reason: {}", quoted(reason)));
        }
        if let Some(required) = required {
            head.line(&format!("      votes_required: {required}"));
        }
        let recused: Vec<&str> =
            votes.iter().filter(|(_, cell)| *cell == Cell::Recused).map(|(member, _)| member.id.as_str()).collect();
        if !recused.is_empty() {
            head.line("      recusals:");
            for person in recused {
                head.line(&format!("        - person: {person}"));
            }
        }
        if self.was_voted(line) {
            head.line("      votes:");
            for (key, wanted) in ANSWERS {
                let ids: Vec<&str> = votes
                    .iter()
                    .filter(|(_, cell)| wanted.contains(cell))
                    .map(|(member, _)| member.id.as_str())
                    .collect();
                head.line(&format!("        {key}: [{}]", ids.join(", ")));
            }
        }
    }

    /// Why an item was taken off: that the table does not say it, in its own word.
    fn reason(&self, line: &Line, findings: &mut Vec<Diagnostic>) -> String {
        let (item, class) = (self.table.called(line), self.table.class(line));
        let message = Bilingual::new(
            format!("`{item}` est retiré, sans que le tableau dise pourquoi"),
            format!("`{item}` is withdrawn, and the table does not say why"),
        );
        let help = Bilingual::new("écrire la raison dans `reason:`", "write the reason in `reason:`");
        findings.push(Diagnostic::warning(Code::NotSaid, message).at(self.table.place(line)).help(help));
        match self.language {
            Language::Fr => format!("« {class} » dans le tableau, qui n’en dit pas la raison."),
            Language::En => format!("“{class}” in the table, which does not say why."),
        }
    }

    /// The number as printed. One that comes again in the same meeting is told apart by a count, since
    /// the page has an address for each.
    fn number(&self, line: &Line, taken: &mut BTreeMap<String, u32>, findings: &mut Vec<Diagnostic>) -> String {
        let printed = self.table.called(line);
        let count = taken.entry(crate::import::slug::slug(&printed)).or_default();
        *count += 1;
        if *count == 1 {
            return printed;
        }
        let number = format!("{printed} ({count})");
        let message = Bilingual::new(
            format!("le numéro `{printed}` revient dans la séance ; écrit `{number}`"),
            format!("the number `{printed}` comes again in the meeting; written `{number}`"),
        );
        findings.push(Diagnostic::note(Code::CellOdd, message).at(self.table.place(line)));
        number
    }

    /// What became of an item: what its label says, held against the votes; without a label, what the
    /// votes make.
    fn outcome(
        &self,
        line: &Line,
        required: Option<u32>,
        votes: &Votes<'_>,
        findings: &mut Vec<Diagnostic>,
        counts: &mut Counts,
    ) -> Option<DecisionOutcome> {
        let class = self.table.class(line);
        let label = Label::of(class).0;
        let passes = self.was_voted(line).then(|| passes(votes, required));
        counts.add(label.map_or("unlabelled", Label::counted));
        match (label, passes) {
            (Some(Label::Passed | Label::Failed), None) => {
                counts.add("not_recomputed");
                findings.push(self.odd_label(
                    line,
                    &format!("`{class}`, sans aucune voix"),
                    &format!("`{class}`, without a vote"),
                ));
            }
            (Some(label @ (Label::Passed | Label::Failed)), Some(passes)) if passes == (label == Label::Passed) => {
                counts.add("equal");
            }
            (Some(Label::Passed | Label::Failed), Some(_)) => {
                counts.add("different");
                findings.push(self.disagreement(line, required, votes));
            }
            (Some(_), _) => findings.push(self.odd_label(
                line,
                &format!("`{class}` : ni adopté ni rejeté"),
                &format!("`{class}`: neither passed nor failed"),
            )),
            (None, _) => findings.push(self.odd_label(
                line,
                &format!("`{class}` ne dit pas ce qu’il en advint ; l’issue est celle des voix, s’il y en a"),
                &format!("`{class}` does not say what became of it; the outcome is that of the votes, if any"),
            )),
        }
        let computed = passes.map(|passes| if passes { DecisionOutcome::Adopted } else { DecisionOutcome::Rejected });
        label.map(Label::outcome).or(computed)
    }

    fn odd_label(&self, line: &Line, fr: &str, en: &str) -> Diagnostic {
        let item = self.table.called(line);
        let message = Bilingual::new(format!("`{item}`, étiquette {fr}"), format!("`{item}`, label {en}"));
        Diagnostic::warning(Code::CellOdd, message).at(self.table.place(line))
    }

    fn disagreement(&self, line: &Line, required: Option<u32>, votes: &Votes<'_>) -> Diagnostic {
        let (item, class) = (self.table.called(line), self.table.class(line));
        let (votes_for, against) = (count(votes, Cell::For), count(votes, Cell::Against));
        let (fr, en) = match required {
            Some(required) => (format!(", quand il en faut {required}"), format!(", where {required} are required")),
            None => (String::new(), String::new()),
        };
        let message = Bilingual::new(
            format!("`{item}` : étiquette `{class}`, mais {votes_for} pour et {against} contre{fr}"),
            format!("`{item}`: label `{class}`, but {votes_for} for and {against} against{en}"),
        );
        let help = Bilingual::new(
            "l’étiquette est reprise telle quelle ; vérifier au procès-verbal, puis corriger les voix ou `outcome:`",
            "the label is kept as it is; check the minutes, then correct the votes or `outcome:`",
        );
        Diagnostic::error(Code::OutcomeMismatch, message).at(self.table.place(line)).help(help)
    }

    /// The items with their class and the documents that lie elsewhere, for the text of the record: folded,
    /// since the agenda follows.
    fn sources(&self, findings: &mut Vec<Diagnostic>) -> String {
        let heading = match self.language {
            Language::Fr => "Le document de chaque point, ailleurs, et sa classe dans le tableau",
            Language::En => "The document of each item, elsewhere, and its class in the table",
        };
        let tells = |line: &&Line| !self.table.link(line).is_empty() || !self.table.class(line).is_empty();
        if !self.table.lines.iter().any(|line| tells(&line)) {
            return String::new();
        }
        let mut text = format!("<details>\n<summary>{heading}</summary>\n\n");
        for line in self.table.lines.iter().filter(tells) {
            let (item, link) = (escaped(&self.table.called(line)), self.table.link(line));
            let item = if link.is_empty() { item } else { linked(&item, link) };
            let class = escaped(self.table.class(line));
            let class = if class.is_empty() { class } else { format!(" ({class})") };
            let _ = writeln!(text, "- {item}{class}");
            if !link.is_empty() {
                let message = Bilingual::new(link, link);
                findings.push(Diagnostic::note(Code::NotArchived, message).at(self.table.place(line)));
            }
        }
        text + "\n</details>\n"
    }
}

const ANSWERS: &[(&str, &[Cell])] = &[
    ("for", &[Cell::For]),
    ("against", &[Cell::Against]),
    ("abstention", &[Cell::Abstention]),
    ("not_voting", &[Cell::NotVoting, Cell::Recused]),
];

fn count(votes: &Votes<'_>, wanted: Cell) -> u64 {
    votes.iter().filter(|(_, cell)| *cell == wanted).count() as u64
}

/// Whether the item passes: with as many votes for as it declares, else with more for than against.
fn passes(votes: &Votes<'_>, required: Option<u32>) -> bool {
    let (votes_for, against) = (count(votes, Cell::For), count(votes, Cell::Against));
    required.map_or(votes_for > against, |required| votes_for >= u64::from(required))
}

/// `Council meeting 2022-07-18` for `council-meeting-2022-07-18.csv`: the words of the file's own name.
fn title(name: &str, day: Date) -> String {
    let stem = base_name(name).rsplit_once('.').map_or(base_name(name), |(stem, _)| stem);
    let words = stem.replace(&day.to_string(), " ").replace(['-', '_'], " ");
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut letters = words.chars();
    match letters.next() {
        Some(first) => format!("{}{} {day}", first.to_uppercase(), letters.as_str()),
        None => day.to_string(),
    }
}

fn base_name(name: &str) -> &str {
    name.rsplit(['/', '\\']).next().unwrap_or(name)
}

fn same_day(name: &str, path: &FilePath) -> Diagnostic {
    let message = Bilingual::new(
        format!("une autre table de ce jour fait déjà {path} ; celle-ci n’est pas reprise"),
        format!("another table of that day makes {path} already; this one is not imported"),
    );
    let help = Bilingual::new("l’importer pour une autre instance (--body)", "import it for another body (--body)");
    Diagnostic::error(Code::NotPlaced, message).at(Place::named(name)).help(help)
}
