//! `ballot/1`: a voter's ballot, with one body for each way of voting.

use super::{Kind, Statement, checked_path, read_kind, write_kind};
use crate::council::{Answer, BallotBody, CouncilId, OptionId, VoteId, VoterId};
use crate::grammar::{Fault, Reader, Token as _, Value, Writer};
use crate::language::Bilingual;
use crate::tree::{Digest, FilePath};

/// What a ballot says. Blank is a word of its own in every body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Vote {
    /// `answer:` to a motion.
    Answer(Answer),
    /// `choices:` sorted by id; nothing chosen is blank.
    Choices(Vec<OptionId>),
    /// `ranking:` best first; options with equal rank share a line, sorted, joined by ` = `.
    Ranking(Vec<Vec<OptionId>>),
    /// `grades:` sorted by option, each with the name of its grade.
    Grades(Vec<(OptionId, OptionId)>),
    /// `points:` sorted by option.
    Points(Vec<(OptionId, u32)>),
}

/// A voter's ballot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ballot {
    /// The council.
    pub council: CouncilId,
    /// The vote.
    pub vote: VoteId,
    /// Text hash of the sealed definition: question, options and rules.
    pub definition: Digest,
    /// The voter's id on the roll.
    pub voter: VoterId,
    /// The voter's own order of ballots, below 2^40; tools write the Unix second of signing.
    pub seq: u64,
    /// The choice.
    pub choice: Vote,
}

impl Vote {
    /// Which body it is.
    #[must_use]
    pub const fn body(&self) -> BallotBody {
        match self {
            Self::Answer(_) => BallotBody::Answer,
            Self::Choices(_) => BallotBody::Choices,
            Self::Ranking(_) => BallotBody::Ranking,
            Self::Grades(_) => BallotBody::Grades,
            Self::Points(_) => BallotBody::Points,
        }
    }

    /// Whether it is blank.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        match self {
            Self::Answer(answer) => *answer == Answer::Blank,
            Self::Choices(list) => list.is_empty(),
            Self::Ranking(list) => list.is_empty(),
            Self::Grades(list) => list.is_empty(),
            Self::Points(list) => list.is_empty(),
        }
    }

    fn read(reader: &mut Reader<'_>) -> Result<Self, Fault> {
        let key = reader.next_key().unwrap_or("choices");
        match BallotBody::read(key) {
            Some(BallotBody::Answer) => reader.token(key).map(Self::Answer),
            Some(BallotBody::Ranking) => read_items(reader, key, read_rank).map(Self::Ranking),
            Some(BallotBody::Grades) => read_items(reader, key, read_pair).map(Self::Grades),
            Some(BallotBody::Points) => read_items(reader, key, read_pair).map(Self::Points),
            Some(BallotBody::Choices) | None => read_items(reader, "choices", Value::token).map(Self::Choices),
        }
    }

    fn write(&self, writer: Writer) -> Writer {
        let key = self.body().word();
        let lines: Vec<String> = match self {
            Self::Answer(answer) => return writer.token(key, answer),
            Self::Choices(list) => list.iter().map(ToString::to_string).collect(),
            Self::Ranking(ranks) => {
                ranks.iter().map(|rank| rank.iter().map(OptionId::as_str).collect::<Vec<_>>().join(" = ")).collect()
            }
            Self::Grades(list) => list.iter().map(|(option, grade)| format!("{option} {grade}")).collect(),
            Self::Points(list) => list.iter().map(|(option, points)| format!("{option} {points}")).collect(),
        };
        if lines.is_empty() { writer.plain(key, "blank") } else { writer.list(key, lines) }
    }

    /// The same choice in its one order.
    #[must_use]
    pub fn sorted(self) -> Self {
        match self {
            Self::Answer(_) => self,
            Self::Ranking(mut ranks) => {
                for rank in &mut ranks {
                    rank.sort();
                }
                Self::Ranking(ranks)
            }
            Self::Choices(mut list) => {
                list.sort();
                Self::Choices(list)
            }
            Self::Grades(mut list) => {
                list.sort();
                Self::Grades(list)
            }
            Self::Points(mut list) => {
                list.sort();
                Self::Points(list)
            }
        }
    }

    /// The options named, in the order of the ballot.
    #[must_use]
    pub fn options(&self) -> Vec<&OptionId> {
        match self {
            Self::Answer(_) => Vec::new(),
            Self::Choices(list) => list.iter().collect(),
            Self::Ranking(ranks) => ranks.iter().flatten().collect(),
            Self::Grades(list) => list.iter().map(|(option, _)| option).collect(),
            Self::Points(list) => list.iter().map(|(option, _)| option).collect(),
        }
    }
}

/// The items under `key`, or none for the word `blank`.
fn read_items<'a, T>(
    reader: &mut Reader<'a>,
    key: &str,
    read: impl Fn(Value<'a>) -> Result<T, Fault>,
) -> Result<Vec<T>, Fault> {
    reader.list_or(key, "blank")?.into_iter().map(read).collect()
}

fn read_rank(value: Value<'_>) -> Result<Vec<OptionId>, Fault> {
    let mut column = value.column;
    let mut rank = Vec::new();
    for text in value.text.split(" = ") {
        rank.push(Value { text, column, ..value }.token()?);
        column += u32::try_from(text.len()).unwrap_or(0) + 3;
    }
    // Equal options have no order of their own: one spelling, or two texts would say the same.
    if rank.is_sorted() {
        return Ok(rank);
    }
    rank.sort();
    let sorted = rank.iter().map(OptionId::as_str).collect::<Vec<_>>().join(" = ");
    Err(value.fault(&Bilingual::new(
        format!("`{sorted}` : les choix d’un même rang se suivent dans l’ordre des lettres"),
        format!("`{sorted}`: options that share a rank stand in the order of the alphabet"),
    )))
}

fn read_pair<T: crate::grammar::Token>(value: Value<'_>) -> Result<(OptionId, T), Fault> {
    let [option, worth] = value.parts(["option", "value"])?;
    Ok((option.token()?, worth.token()?))
}

/// A number of the voter's own order: below 2^40, so that every tool can hold it exactly.
pub(super) fn read_seq(reader: &mut Reader<'_>) -> Result<u64, Fault> {
    let value = reader.value("seq")?;
    let seq: u64 = value.token()?;
    if seq < 1 << 40 {
        Ok(seq)
    } else {
        Err(value.fault(&Bilingual::new("un nombre inférieur à 2^40", "a number below 2^40")))
    }
}

/// The folder of a voter's ballots within that of the vote: so that no folder holds them all.
#[must_use]
pub fn shard_of(voter: &VoterId) -> String {
    Digest::of(voter.as_str().as_bytes()).short(2)
}

impl Statement for Ballot {
    const KIND: Kind = Kind::Ballot;

    fn read_fields(text: &[u8]) -> Result<Self, Fault> {
        let mut reader = Reader::parse(text)?;
        let ballot = Self {
            council: read_kind(&mut reader, Kind::Ballot)?,
            vote: reader.token("vote")?,
            definition: reader.token("definition")?,
            voter: reader.token("voter")?,
            seq: read_seq(&mut reader)?,
            choice: Vote::read(&mut reader)?,
        };
        reader.finish()?;
        let mut options = ballot.choice.options();
        options.sort();
        if options.windows(2).any(|pair| pair[0] == pair[1]) {
            return Err(Fault::at(7, 1, "un choix est répété", "an option stands twice"));
        }
        Ok(Self { choice: ballot.choice.sorted(), ..ballot })
    }

    fn write(&self) -> String {
        let writer = write_kind(Kind::Ballot, &self.council)
            .token("vote", &self.vote)
            .token("definition", &self.definition)
            .token("voter", &self.voter)
            .token("seq", &self.seq);
        self.choice.write(writer).finish()
    }

    fn council(&self) -> &CouncilId {
        &self.council
    }

    fn path(&self, text_hash: Digest) -> FilePath {
        let shard = shard_of(&self.voter);
        let (vote, voter, seq) = (&self.vote, &self.voter, self.seq);
        checked_path(&format!("submissions/ballots/{vote}/{shard}/{voter}.{seq}.{}.ballot", text_hash.short(8)))
    }
}
