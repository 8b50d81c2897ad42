//! What templates see: one typed struct for each, built from the library and nothing else.
//!
//! A view is the whole input of its page. Everything a person reads is formatted here, in the
//! page's language; a template decides only the order and the markup.

mod agenda;
mod archive;
mod attendance;
mod body;
mod contest;
mod correction;
mod data;
mod decision;
mod decision_list;
mod edition;
mod filed;
mod follow;
mod home;
mod how_to_vote;
mod ledger;
mod meeting;
mod member;
mod minutes;
mod past;
mod permalink;
mod plain;
mod proposal;
mod register;
mod shell;
mod stage;
mod tally;
mod text;
mod vote;
mod vote_rules;

pub use agenda::{AmendmentView, DecisionView, ItemView, RollCallRow, Voter};
pub use archive::{ArchiveListView, ArchiveView, registers, years};
pub use attendance::AttendanceView;
pub use body::{BodyListView, BodyView};
pub use contest::ContestView;
pub use correction::{CorrectionView, ErasureView, ErratumListView, ErratumView};
pub use data::DataView;
pub(super) use decision::anchor;
pub use decision::{DecisionRow, DecisionsView};
pub use decision_list::{DecisionListView, is_due};
pub use edition::{EditionListView, EditionView};
pub use filed::{DocumentLink, DocumentListView, DocumentView};
pub use follow::FollowView;
pub use home::HomeView;
pub use how_to_vote::{ByHand, HowToVote};
pub use ledger::LedgerView;
pub use meeting::{MeetingListView, MeetingRow, MeetingView, NoticeView};
pub use member::{MemberListView, MemberView};
pub use minutes::MinutesView;
pub use past::{Changed, HistoryView};
pub use permalink::{RedirectView, TombstoneView};
pub use plain::plain_shell;
pub use proposal::{ProposalCard, ProposalListView, ProposalView};
pub use register::RegisterView;
pub use shell::{Link, Shell};
pub use text::{NewsListView, NotFoundView, TextView};
pub use vote::{VoteListView, VoteRow, VoteView};

// What feeds, calendars and linked data say as pages do.
pub(super) use decision::item_anchor;
pub(super) use proposal::{category_name, proposal_category, proposal_lang, proposal_title};
pub(super) use stage::stage;
pub(super) use vote::turnout_sentence;

use std::cell::RefCell;

use serde::Serialize;
use tera::Tera;

use super::library::Library;
use super::markdown::{self, Author, Below, Call, Ids, Manner};
use super::past::Chronicle;
use super::pictures::Pictures;
use super::plain::Pages;
use super::plan::SitePlan;
use super::route::{Page, address};
use super::theme::Words;
use super::{components, format, links};
use crate::council::{Amount, Date, Fraction, Instant, words};
use crate::document::{Documents, Life, Prose, Record, RecordId, RecordPath, Records, Ref, Step};
use crate::grammar::Token;
use crate::language::{Bilingual, Language};
use crate::tree::FilePath;

words! {
    /// Where a vote stands, as the site says it.
    Stage {
        /// Nothing is recorded yet.
        Announced = "announced",
        /// The rules are sealed; the opening hour is ahead.
        Sealed = "sealed",
        /// Ballots are taken.
        Open = "open",
        /// The result is being certified.
        Closed = "closed",
        /// The result is certified.
        Certified = "certified",
        /// The result is contested, and nobody has ruled on it.
        Contested = "contested",
        /// The result stands, and it is too late to contest it.
        Final = "final",
        /// Without result, or its result was taken back.
        Annulled = "annulled",
    }
}

impl Stage {
    /// Whether there is a result that stands.
    #[must_use]
    pub const fn has_result(self) -> bool {
        matches!(self, Self::Certified | Self::Contested | Self::Final)
    }
}

/// What building a view needs: everything known, and which page it is for.
#[derive(Clone, Copy, Debug)]
pub struct Scene<'a> {
    /// All documents.
    pub library: &'a Library,
    /// The plain pages beside the records.
    pub pages: &'a Pages,
    /// All addresses.
    pub plan: &'a SitePlan,
    /// The past of all records.
    pub chronicle: &'a Chronicle,
    /// The pictures.
    pub pictures: &'a Pictures,
    /// The theme's words in the page's language.
    pub words: &'a Words,
    /// The theme's templates in the page's language.
    pub templates: &'a Tera,
    /// The page's language.
    pub language: Language,
    /// The page's file.
    pub from: &'a FilePath,
    /// The day spoken of as today.
    pub as_of: Option<Date>,
    /// The ids that the page's texts have taken.
    pub ids: &'a RefCell<Ids>,
}

/// Where `parvis.yaml` does not say since when the council holds its name.
const COUNCIL_SINCE: &str = "2026-01-01";

pub(super) fn council_since() -> Date {
    COUNCIL_SINCE.parse().expect("the constant is a day")
}

/// A text as HTML, with the language it is in where that is not the page's.
#[derive(Clone, Debug, Serialize)]
pub struct Passage {
    /// The HTML, sanitised by the policy for its author.
    pub html: String,
    /// The language of the words, where it is not the page's.
    pub lang: Option<&'static str>,
    /// Whether there is anything.
    pub empty: bool,
}

/// A day as people and as machines read it.
#[derive(Clone, Debug, Serialize)]
pub struct Day {
    /// For people.
    pub text: String,
    /// For machines.
    pub iso: String,
}

/// A state: its word for style sheets, and its name.
#[derive(Clone, Debug, Serialize)]
pub struct Label {
    /// The word.
    pub key: String,
    /// The name.
    pub text: String,
}

/// A step of a life.
#[derive(Clone, Debug, Serialize)]
pub struct StepView {
    /// The day.
    pub day: Day,
    /// What it became.
    pub status: Label,
    /// Who decided.
    pub by: String,
    /// Why.
    pub reason: Option<String>,
}

/// The steps of a life, the names of whose states stand under the key `group`.
fn steps<S: Life>(scene: &Scene<'_>, group: &str, steps: &[Step<S>]) -> Vec<StepView> {
    let view = |step: &Step<S>| StepView {
        day: scene.day(step.date),
        status: scene.label(group, step.status.word()),
        by: step.by.clone(),
        reason: step.reason.clone(),
    };
    steps.iter().map(view).collect()
}

impl<'a> Scene<'a> {
    /// The documents.
    #[must_use]
    pub const fn documents(&self) -> &'a Documents {
        self.library.documents()
    }

    /// The whole address of a page, where the site is published.
    #[must_use]
    pub fn address(&self, page: &Page) -> String {
        format!("{}{}", self.documents().config.url, address(self.plan.path(page, self.language).as_str()))
    }

    /// A day on which the council held the name that its ids begin with.
    #[must_use]
    pub fn council_since(&self) -> Date {
        self.documents().config.council_since.unwrap_or_else(council_since)
    }

    /// The day from which anything of the council is told, where a record says none of its own.
    #[must_use]
    pub fn beginning(&self) -> Instant {
        let midnight = self.library.zone().midnight(self.council_since());
        midnight.or(Instant::from_unix(0)).expect("1970 is an instant")
    }

    /// A phrase of the theme; its key where the theme lacks it.
    #[must_use]
    pub fn say(&self, key: &str) -> String {
        self.words.get(key).cloned().unwrap_or_else(|| key.to_owned())
    }

    /// A phrase with `{name}` replaced by its value.
    #[must_use]
    pub fn say_with(&self, key: &str, values: &[(&str, &str)]) -> String {
        values.iter().fold(self.say(key), |text, (name, value)| text.replace(&format!("{{{name}}}"), value))
    }

    /// A phrase about `winners` options: `<key>_one` where one wins.
    #[must_use]
    pub fn say_of_winners(&self, key: &str, winners: u32, values: &[(&str, &str)]) -> String {
        let count = self.number(u64::from(winners));
        let key = if winners == 1 { format!("{key}_one") } else { key.to_owned() };
        self.say_with(&key, &[values, &[("winners", &count)]].concat())
    }

    /// A share in words, such as two thirds; as a fraction where the theme has no words for it.
    #[must_use]
    pub fn share(&self, share: Fraction) -> String {
        let key = format!("share_{}_{}", share.numerator(), share.denominator());
        self.words.get(&key).cloned().unwrap_or_else(|| share.to_string())
    }

    /// The name of a state, under the key `<group>_<word>`.
    #[must_use]
    pub fn label(&self, group: &str, word: &str) -> Label {
        Label { key: word.to_owned(), text: self.say(&format!("{group}_{}", word.replace('-', "_"))) }
    }

    /// A link to a page.
    #[must_use]
    pub fn link(&self, page: &Page, text: impl Into<String>) -> Link {
        Link { href: self.plan.link(self.from, page, self.language), text: text.into() }
    }

    /// A link to a place on a page.
    #[must_use]
    pub fn link_to(&self, page: &Page, anchor: &str, text: impl Into<String>) -> Link {
        let mut link = self.link(page, text);
        link.href = format!("{}#{anchor}", link.href);
        link
    }

    /// A link to a member, or their id where there is no such person.
    #[must_use]
    pub fn person(&self, person: &Ref) -> Link {
        self.record_link(&self.documents().people, person, Page::Member)
    }

    /// A link to a body.
    #[must_use]
    pub fn body(&self, body: &Ref) -> Link {
        self.record_link(&self.documents().bodies, body, Page::Body)
    }

    /// A link to an edition.
    #[must_use]
    pub fn edition(&self, edition: &Ref) -> Link {
        self.record_link(&self.documents().editions, edition, Page::Edition)
    }

    /// A link to a record; only its id where there is none.
    #[must_use]
    pub fn record_link<T>(&self, records: &Records<T>, wanted: &Ref, page: fn(RecordId) -> Page) -> Link {
        match records.get(&wanted.id) {
            Some(record) => self.link(&page(wanted.id.clone()), record.title(self.language)),
            None => self
                .tombstone_link(&page(wanted.id.clone()))
                .unwrap_or_else(|| Link { href: String::new(), text: wanted.id.to_string() }),
        }
    }

    /// A link to the page of a record of any kind; only its id where there is none.
    #[must_use]
    pub fn target(&self, path: &RecordPath) -> Link {
        let documents = self.documents();
        let page = Page::of_record(path.folder, &path.id).into_iter().next();
        let page = page.or_else(|| self.plan.page_of(&path.file()).cloned()).filter(|page| self.plan.has(page));
        let title = documents.find(path.folder, &path.id).map(|record| record.title(self.language));
        let title = title.or_else(|| documents.removed(path.folder, &path.id).map(|stone| stone.title(self.language)));
        let title = title.filter(|title| !title.is_empty()).unwrap_or(path.id.as_str());
        page.map_or_else(|| Link { href: String::new(), text: title.to_owned() }, |page| self.link(&page, title))
    }

    /// A link to what a removed record left at the address of `page`.
    fn tombstone_link(&self, page: &Page) -> Option<Link> {
        let Page::Tombstone(id, _) = &self.plan.route(&self.plan.path(page, self.language))?.page else { return None };
        Some(self.link(page, self.documents().tombstones.get(id)?.title(self.language)))
    }

    /// A day.
    #[must_use]
    pub fn day(&self, date: Date) -> Day {
        Day { text: format::date(date, self.language), iso: date.to_string() }
    }

    /// Money in the council's currency.
    #[must_use]
    pub fn money(&self, amount: Amount) -> String {
        format::money(amount, "EUR", self.language)
    }

    /// A whole number.
    #[must_use]
    pub fn number(&self, value: u64) -> String {
        format::number(value, self.language)
    }

    /// The text of a record, as HTML.
    #[must_use]
    pub fn passage<T>(&self, record: &Record<T>, below: Below) -> Passage {
        let (prose, language) = record.text(self.language);
        self.prose(prose, language, Author::Council, below)
    }

    /// A text as HTML.
    #[must_use]
    pub fn prose(&self, prose: &Prose, language: Language, author: Author, below: Below) -> Passage {
        let follow = |link: &str| links::resolve(self.plan, &prose.file, self.from, self.language, link);
        let raw_html = self.documents().config.raw_html;
        let manner = Manner::of(author, below, language).on(self.language).raw_html(raw_html);
        let rendered = {
            let component = |call: &Call| components::rendered(self.templates, call);
            let picture = |link: &str| self.pictures.shown(links::picture(self.plan, &prose.file, link)?, self.from);
            markdown::render_with(&prose.text, &manner, &mut self.ids.borrow_mut(), &follow, &component, &picture)
        };
        Passage { empty: rendered.html.trim().is_empty(), html: rendered.html, lang: self.foreign(language) }
    }

    /// The code of `language` where it is not the page's.
    #[must_use]
    pub fn foreign(&self, language: Language) -> Option<&'static str> {
        (language != self.language).then(|| language.code())
    }

    /// The words of `text` in the page's language.
    #[must_use]
    pub fn of<'t>(&self, text: &'t Bilingual) -> &'t str {
        text.get(self.language)
    }

    /// The words of the page's language, or the first ones.
    #[must_use]
    pub fn localised(&self, words: &[(Language, String)]) -> String {
        let own = words.iter().find(|(language, _)| *language == self.language).or_else(|| words.first());
        own.map(|(_, words)| words.clone()).unwrap_or_default()
    }
}
