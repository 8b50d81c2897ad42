//! `proposal/1`: a head in the line grammar between `---` lines, and a Markdown body, signed
//! whole by its author.

use super::{Kind, Statement, checked_path, read_kind, write_kind};
use crate::council::{Amount, CategoryId, CouncilId, GroupId, ProposalId, VoterId};
use crate::grammar::{Fault, Reader, check_prose};
use crate::language::Language;
use crate::tree::{Digest, FilePath};

/// A resident's proposal. A later version names its predecessor and has the same author.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proposal {
    /// The council.
    pub council: CouncilId,
    /// Hash of the genesis text.
    pub record: Digest,
    /// The proposal's name, which belongs to the signer of its first version.
    pub slug: ProposalId,
    /// The author's own order of versions, below 2^40.
    pub seq: u64,
    /// The author, on the roll of those who may propose.
    pub author: VoterId,
    /// Text hash of the version this one replaces; nothing for the first.
    pub previous: Option<Digest>,
    /// The language of title and body.
    pub language: Language,
    /// The name the author signs with.
    pub name: String,
    /// The title.
    pub title: String,
    /// The category.
    pub category: CategoryId,
    /// The district.
    pub district: GroupId,
    /// The author's estimate of the cost; nothing where the author leaves it to the council.
    pub cost: Option<Amount>,
    /// The Markdown body: at least one line, the last ended by LF.
    pub body: String,
}

/// The line before and after the head, as Markdown tools know it.
const FENCE: &str = "---\n";

impl Proposal {
    fn read_head(head: &str, body: String) -> Result<Self, Fault> {
        let mut reader = Reader::parse(head.as_bytes())?;
        let proposal = Self {
            council: read_kind(&mut reader, Kind::Proposal)?,
            record: reader.token("record")?,
            slug: reader.token("slug")?,
            seq: super::ballot::read_seq(&mut reader)?,
            author: reader.token("author")?,
            previous: reader.token("previous")?,
            language: reader.token("language")?,
            name: reader.words("name")?,
            title: reader.words("title")?,
            category: reader.token("category")?,
            district: reader.token("district")?,
            cost: reader.token("cost")?,
            body,
        };
        reader.finish()?;
        Ok(proposal)
    }

    fn write_head(&self) -> String {
        write_kind(Kind::Proposal, &self.council)
            .token("record", &self.record)
            .token("slug", &self.slug)
            .token("seq", &self.seq)
            .token("author", &self.author)
            .token("previous", &self.previous)
            .token("language", &self.language)
            .words("name", &self.name)
            .words("title", &self.title)
            .token("category", &self.category)
            .token("district", &self.district)
            .token("cost", &self.cost)
            .finish()
    }
}

impl Statement for Proposal {
    const KIND: Kind = Kind::Proposal;

    fn read_fields(text: &[u8]) -> Result<Self, Fault> {
        let text = std::str::from_utf8(text)
            .map_err(|_| Fault::damaged(1, "le texte n’est pas de l’UTF-8", "the text is not UTF-8"))?;
        let fence = || {
            Fault::at(
                1,
                1,
                "attendu : une tête entre deux lignes `---`, une ligne vide, puis le corps",
                "expected a head between two lines `---`, an empty line, then the body",
            )
        };
        let after = text.strip_prefix(FENCE).ok_or_else(fence)?;
        let (head, body) = after.split_once("\n---\n\n").ok_or_else(fence)?;
        let head = format!("{head}\n");
        let lines_of_head = u32::try_from(head.lines().count()).unwrap_or(u32::MAX - 8);
        if body.trim().is_empty() || !body.ends_with('\n') || body.starts_with('\n') {
            return Err(Fault::at(
                lines_of_head + 4,
                1,
                "le corps de la proposition est vide ou mal terminé",
                "the body of the proposal is empty or ends badly",
            ));
        }
        check_prose(body, lines_of_head + 4)?;
        Self::read_head(&head, body.to_owned()).map_err(|fault| fault.shifted(1))
    }

    fn write(&self) -> String {
        format!("{FENCE}{}---\n\n{}", self.write_head(), self.body)
    }

    fn council(&self) -> &CouncilId {
        &self.council
    }

    fn path(&self, text_hash: Digest) -> FilePath {
        checked_path(&format!("submissions/proposals/{}.{}.{}.md", self.slug, self.seq, text_hash.short(8)))
    }
}
