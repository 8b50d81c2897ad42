//! Pages and their addresses: flat files, relative links.

use std::borrow::Cow;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

use super::calendar::CalendarScope;
use super::data::DataFile;
use super::feed::FeedScope;
use super::pictures;
use crate::document::RecordId;
use crate::language::Language;
use crate::tree::FilePath;

/// What a page is about.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Page {
    /// The first page.
    Home,
    /// All proposals.
    ProposalList,
    /// One proposal.
    Proposal(RecordId),
    /// All meetings.
    MeetingList,
    /// One meeting.
    Meeting(RecordId),
    /// The list of the decisions of a meeting.
    MeetingDecisions(RecordId),
    /// The minutes of a meeting.
    Minutes(RecordId),
    /// All documents.
    DocumentList,
    /// One document.
    Document(RecordId),
    /// All votes.
    VoteList,
    /// One vote.
    Vote(RecordId),
    /// All editions of the participatory budget.
    EditionList,
    /// One edition.
    Edition(RecordId),
    /// What became of the winning projects of an edition.
    Ledger(RecordId),
    /// All members.
    MemberList,
    /// One member.
    Member(RecordId),
    /// All bodies.
    BodyList,
    /// One body.
    Body(RecordId),
    /// The register of decisions, by date.
    Decisions,
    /// The register of decisions, by subject.
    DecisionsBySubject,
    /// The register of a body in a year, to print.
    Register(RecordId, i16),
    /// Every year.
    ArchiveList,
    /// One year.
    Archive(i16),
    /// All news.
    NewsList,
    /// One piece of news.
    News(RecordId),
    /// The page of open data.
    DataIndex,
    /// A page of its own.
    Text(RecordId),
    /// All errata.
    ErratumList,
    /// One erratum.
    Erratum(RecordId),
    /// What stands where the page of a record was that this tombstone names.
    Tombstone(RecordId, Box<Page>),
    /// An old address, within its language, that leads to a page.
    Redirect(FilePath, Box<Page>),
    /// A page of the history of a record, by its folder, its id and the number of the page.
    History(&'static str, RecordId, usize),
    /// What a server shows for an address that is none.
    NotFound,
    /// An Atom feed.
    Feed(FeedScope),
    /// A calendar.
    Calendar(CalendarScope),
    /// All feeds and calendars.
    Follow,
    /// `sitemap.xml`.
    Sitemap,
    /// `robots.txt`.
    Robots,
    /// A file for machines.
    Data(DataFile),
    /// What plain pages have beside the records: a page, a list, a feed, a file; by the path of its file.
    Plain(FilePath),
    /// A file handed on as it is.
    File(FilePath),
    /// The picture at an address, made so many pixels wide.
    Picture(FilePath, u32),
}

impl Page {
    /// Whether it is an HTML page that search engines should know.
    #[must_use]
    pub const fn is_listed(&self) -> bool {
        !self.is_neutral()
            && !matches!(
                self,
                Self::NotFound
                    | Self::Tombstone(..)
                    | Self::Redirect(..)
                    | Self::Feed(_)
                    | Self::Calendar(_)
                    | Self::History(..)
            )
    }

    /// Whether it is one file for all languages.
    #[must_use]
    pub const fn is_neutral(&self) -> bool {
        matches!(
            self,
            Self::Sitemap | Self::Robots | Self::Data(_) | Self::Plain(_) | Self::File(_) | Self::Picture(..)
        )
    }

    /// The pages that a record has for itself alone, by the folder it lies in.
    #[must_use]
    pub fn of_record(folder: &str, id: &RecordId) -> Vec<Self> {
        let id = id.clone();
        match folder {
            "bodies" => vec![Self::Body(id)],
            "people" => vec![Self::Member(id)],
            "meetings" => vec![Self::Meeting(id.clone()), Self::MeetingDecisions(id)],
            "minutes" => vec![Self::Minutes(id)],
            "documents" => vec![Self::Document(id)],
            "proposals" => vec![Self::Proposal(id)],
            "votes" => vec![Self::Vote(id)],
            "editions" => vec![Self::Edition(id.clone()), Self::Ledger(id)],
            "pages" => vec![Self::Text(id)],
            "news" => vec![Self::News(id)],
            "errata" => vec![Self::Erratum(id)],
            _ => Vec::new(),
        }
    }

    /// The record that it shows, by folder and id, where it shows that alone.
    #[must_use]
    pub const fn record(&self) -> Option<(&'static str, &RecordId)> {
        match self {
            Self::Body(id) => Some(("bodies", id)),
            Self::Member(id) => Some(("people", id)),
            Self::Meeting(id) | Self::MeetingDecisions(id) => Some(("meetings", id)),
            Self::Minutes(id) => Some(("minutes", id)),
            Self::Document(id) => Some(("documents", id)),
            Self::Proposal(id) => Some(("proposals", id)),
            Self::Vote(id) => Some(("votes", id)),
            Self::Edition(id) => Some(("editions", id)),
            Self::Text(id) => Some(("pages", id)),
            Self::News(id) => Some(("news", id)),
            Self::Erratum(id) => Some(("errata", id)),
            _ => None,
        }
    }

    /// The address within its language.
    #[must_use]
    pub fn address(&self) -> FilePath {
        FilePath::parse(&self.written()).expect("ids and checked paths make checked paths")
    }

    fn written(&self) -> String {
        match self {
            Self::Home => "index.html".to_owned(),
            Self::ProposalList => "proposals/index.html".to_owned(),
            Self::Proposal(id) => format!("proposals/{id}.html"),
            Self::MeetingList => "meetings/index.html".to_owned(),
            Self::Meeting(id) => format!("meetings/{id}.html"),
            Self::MeetingDecisions(id) => format!("meetings/{id}-decisions.html"),
            Self::DocumentList => "documents/index.html".to_owned(),
            Self::Document(id) => format!("documents/{id}.html"),
            Self::Minutes(id) => format!("minutes/{id}.html"),
            Self::VoteList => "votes/index.html".to_owned(),
            Self::Vote(id) => format!("votes/{id}.html"),
            Self::EditionList => "editions/index.html".to_owned(),
            Self::Edition(id) => format!("editions/{id}.html"),
            Self::Ledger(id) => format!("deliveries/{id}.html"),
            Self::MemberList => "members/index.html".to_owned(),
            Self::Member(id) => format!("members/{id}.html"),
            Self::BodyList => "bodies/index.html".to_owned(),
            Self::Body(id) => format!("bodies/{id}.html"),
            Self::Decisions => "decisions/index.html".to_owned(),
            Self::DecisionsBySubject => "decisions/by-subject.html".to_owned(),
            Self::Register(body, year) => format!("decisions/{body}-{year}.html"),
            Self::ArchiveList => "archive/index.html".to_owned(),
            Self::Archive(year) => format!("archive/{year}.html"),
            Self::NewsList => "news/index.html".to_owned(),
            Self::News(id) => format!("news/{id}.html"),
            Self::DataIndex => "data/index.html".to_owned(),
            Self::Text(id) => format!("{id}.html"),
            Self::ErratumList => "errata/index.html".to_owned(),
            Self::Erratum(id) => format!("errata/{id}.html"),
            Self::Tombstone(_, page) => page.written(),
            Self::Redirect(path, _) | Self::Plain(path) | Self::File(path) => path.to_string(),
            Self::Picture(path, width) => pictures::lighter(path, *width),
            Self::History(folder, id, number) => history_address(folder, id, *number),
            Self::NotFound => "404.html".to_owned(),
            Self::Feed(scope) => scope.address(),
            Self::Calendar(scope) => scope.address(),
            Self::Follow => "follow/index.html".to_owned(),
            Self::Sitemap => "sitemap.xml".to_owned(),
            Self::Robots => "robots.txt".to_owned(),
            Self::Data(file) => file.address(),
        }
    }
}

/// Beside the page of the record: no id has a dot, so no other page has the address.
fn history_address(folder: &str, id: &RecordId, number: usize) -> String {
    let number = if number > 1 { format!("-{number}") } else { String::new() };
    match folder {
        "pages" => format!("{id}.history{number}.html"),
        "people" => format!("members/{id}.history{number}.html"),
        folder => format!("{folder}/{id}.history{number}.html"),
    }
}

/// A page in a language; files, data, sitemap and robots have none.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Route {
    /// The page.
    pub page: Page,
    /// Its language.
    pub language: Option<Language>,
}

impl Route {
    /// Where its file lies in the finished site; pages in another language than `main` lie in a
    /// folder of their own.
    #[must_use]
    pub fn path(&self, main: Language) -> FilePath {
        let address = self.page.written();
        let path = match self.language {
            Some(language) if language != main => format!("{language}/{address}"),
            _ => address,
        };
        FilePath::parse(&path).expect("ids and checked paths make checked paths")
    }
}

/// All that stands for itself in the path of an address (RFC 3986, section 2.3), and what parts it.
const UNRESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~').remove(b'/');

/// The path of a file of the site as an address spells it.
#[must_use]
pub fn address(path: &str) -> Cow<'_, str> {
    utf8_percent_encode(path, UNRESERVED).into()
}

/// A path that an address spells, as the file is called.
#[must_use]
pub fn named(address: &str) -> Cow<'_, str> {
    percent_decode_str(address).decode_utf8().unwrap_or(Cow::Borrowed(address))
}

/// The relative link from one file of the site to another.
#[must_use]
pub fn relative(from: &FilePath, to: &FilePath) -> String {
    let from: Vec<&str> = from.segments().collect();
    let to_segments: Vec<&str> = to.segments().collect();
    let folders = from.len() - 1;
    let shared = from[..folders].iter().zip(&to_segments[..to_segments.len() - 1]).take_while(|(a, b)| a == b).count();
    let up = std::iter::repeat_n("..", folders - shared);
    let link: Vec<&str> = up.chain(to_segments[shared..].iter().copied()).collect();
    address(&link.join("/")).into_owned()
}

/// The way from a file to the root of the site: empty, or `../` once for each folder.
#[must_use]
pub fn to_root(from: &FilePath) -> String {
    "../".repeat(from.segments().count() - 1)
}

#[cfg(test)]
mod tests {
    use super::{named, relative, to_root};
    use crate::tree::FilePath;

    #[test]
    fn links_are_relative_and_to_a_file() {
        let path = |text: &str| FilePath::parse(text).expect("a path");
        for (from, to, link) in [
            ("index.html", "votes/a.html", "votes/a.html"),
            ("votes/a.html", "index.html", "../index.html"),
            ("votes/a.html", "votes/b.html", "b.html"),
            ("en/votes/a.html", "en/members/b.html", "../members/b.html"),
            ("en/votes/a.html", "votes/a.html", "../../votes/a.html"),
            ("a.html", "été 1?2/100%.pdf", "%C3%A9t%C3%A9%201%3F2/100%25.pdf"),
        ] {
            assert_eq!(relative(&path(from), &path(to)), link);
        }
        assert_eq!(to_root(&path("en/votes/a.html")), "../../");
        assert_eq!(named("%C3%A9t%C3%A9%201%3F2/100%.pdf"), "été 1?2/100%.pdf");
    }
}
