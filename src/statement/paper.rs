//! `paper/1`: a polling station's return, signed by its officers.

use super::{Kind, Statement, Vote, checked_path, read_kind, write_kind};
use crate::council::{Answer, BallotBody, CouncilId, OptionId, StationId, VoteId, VoterId};
use crate::grammar::{Fault, Reader, Token, Value};
use crate::language::Bilingual;
use crate::tree::{Digest, FilePath};

/// What a polling station found in its ballot box.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PaperReturn {
    /// The council.
    pub council: CouncilId,
    /// Hash of the genesis text.
    pub record: Digest,
    /// The vote.
    pub vote: VoteId,
    /// Text hash of the sealed definition.
    pub definition: Digest,
    /// The polling station.
    pub station: StationId,
    /// The station's own order of returns, below 2^40.
    pub seq: u64,
    /// Ballot papers found, below 2^40 as every number here.
    pub found: u64,
    /// Blank papers among them.
    pub blank: u64,
    /// Spoilt papers among them.
    pub spoilt: u64,
    /// What the others say.
    pub counts: PaperCounts,
    /// The voters who signed the register there, sorted.
    pub voters: Vec<VoterId>,
}

/// What papers say, counted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PaperCounts {
    /// `<name> <number>`, sorted by name: of an answer or an option the papers that chose it, or of
    /// an option the sum of its points.
    Sums(Vec<(OptionId, u64)>),
    /// `<papers> a > b = c`, `<papers> a=good b=poor`, `<papers> a=3 b=1` or `<papers> +a +b`: how many
    /// papers say the same, each distinct paper once, sorted by what it says.
    Papers(Vec<(Vote, u64)>),
}

impl PaperReturn {
    /// The papers that are neither blank nor spoilt; nothing where there are fewer than that.
    #[must_use]
    pub const fn valid(&self) -> Option<u64> {
        match self.found.checked_sub(self.blank) {
            Some(rest) => rest.checked_sub(self.spoilt),
            None => None,
        }
    }

    /// The papers as ballots of `body`, each with how many there are of it, the blank ones among
    /// them; nothing where the counts are not of that body. Where `choices` and `points` are told as
    /// sums, who chose several options together is not known: each option stands alone, or the sums do.
    #[must_use]
    pub fn ballots(&self, body: BallotBody) -> Option<Vec<(Vote, u64)>> {
        let mut ballots: Vec<(Vote, u64)> = match (body, &self.counts) {
            (BallotBody::Answer, PaperCounts::Sums(sums)) => sums
                .iter()
                .map(|(answer, papers)| Some((Vote::Answer(Answer::read(answer.as_str())?), *papers)))
                .collect::<Option<_>>()?,
            (BallotBody::Choices, PaperCounts::Sums(sums)) => {
                sums.iter().map(|(option, papers)| (Vote::Choices(vec![option.clone()]), *papers)).collect()
            }
            (BallotBody::Ranking | BallotBody::Grades | BallotBody::Points, PaperCounts::Sums(sums))
                if sums.is_empty() =>
            {
                Vec::new()
            }
            (BallotBody::Points, PaperCounts::Sums(sums)) => {
                let sum = |(option, points): &(OptionId, u64)| Some((option.clone(), u32::try_from(*points).ok()?));
                vec![(Vote::Points(sums.iter().map(sum).collect::<Option<_>>()?), 1)]
            }
            (
                BallotBody::Choices | BallotBody::Points | BallotBody::Ranking | BallotBody::Grades,
                PaperCounts::Papers(papers),
            ) if papers.iter().all(|(vote, _)| vote.body() == body) => papers.clone(),
            _ => return None,
        };
        let blank = match body {
            BallotBody::Answer => Vote::Answer(Answer::Blank),
            BallotBody::Choices => Vote::Choices(Vec::new()),
            BallotBody::Ranking => Vote::Ranking(Vec::new()),
            BallotBody::Grades => Vote::Grades(Vec::new()),
            BallotBody::Points => Vote::Points(Vec::new()),
        };
        ballots.push((blank, self.blank));
        ballots.retain(|(_, papers)| *papers > 0);
        Some(ballots)
    }
}

impl PaperCounts {
    fn read(reader: &mut Reader<'_>) -> Result<Self, Fault> {
        let lines = reader.list_or("counts", "none")?;
        let of_papers = |value: &Value<'_>| value.text.starts_with(|c: char| c.is_ascii_digit());
        if lines.first().is_some_and(of_papers) {
            let mut papers: Vec<(Vote, u64)> = lines.into_iter().map(read_papers).collect::<Result<_, _>>()?;
            papers.sort_by_cached_key(|(vote, _)| write_paper(vote));
            papers.dedup_by(|a, b| a.0 == b.0);
            return Ok(Self::Papers(papers));
        }
        let sum = |value: Value<'_>| {
            let [name, number] = value.parts(["option", "number"])?;
            Ok((name.token()?, read_number(number, 0)?))
        };
        let mut sums: Vec<(OptionId, u64)> = lines.into_iter().map(sum).collect::<Result<_, Fault>>()?;
        sums.sort();
        sums.dedup_by(|a, b| a.0 == b.0);
        Ok(Self::Sums(sums))
    }

    fn lines(&self) -> Vec<String> {
        match self {
            Self::Sums(sums) => sums.iter().map(|(name, number)| format!("{name} {number}")).collect(),
            Self::Papers(papers) => {
                papers.iter().map(|(vote, papers)| format!("{papers} {}", write_paper(vote))).collect()
            }
        }
    }
}

/// What a paper says, on one line.
fn write_paper(vote: &Vote) -> String {
    match vote {
        Vote::Ranking(ranks) => {
            let rank = |rank: &Vec<OptionId>| rank.iter().map(OptionId::as_str).collect::<Vec<_>>().join(" = ");
            ranks.iter().map(rank).collect::<Vec<_>>().join(" > ")
        }
        Vote::Grades(grades) => {
            grades.iter().map(|(option, grade)| format!("{option}={grade}")).collect::<Vec<_>>().join(" ")
        }
        Vote::Points(points) => {
            points.iter().map(|(option, points)| format!("{option}={points}")).collect::<Vec<_>>().join(" ")
        }
        Vote::Choices(choices) => choices.iter().map(|option| format!("+{option}")).collect::<Vec<_>>().join(" "),
        Vote::Answer(_) => String::new(),
    }
}

/// `+a +b` are choices, `a=3 b=1` points, `a=good b=poor` grades (the name of a grade begins with a
/// letter), and all else a ranking.
fn read_papers<'a>(value: Value<'a>) -> Result<(Vote, u64), Fault> {
    let [papers, said] = value.parts(["papers", "what they say"])?;
    let papers = read_number(papers, 1)?;
    let part = |text: &'a str| Value { text, ..said };
    let words = || said.text.split(' ');
    let worth = words().next().and_then(|word| word.split_once('=')).map(|(_, worth)| worth);
    let vote = if said.text.starts_with('+') {
        let choice = |word: &'a str| part(word.strip_prefix('+').unwrap_or_default()).token();
        Vote::Choices(words().map(choice).collect::<Result<_, Fault>>()?).sorted()
    } else if worth.is_some_and(|worth| worth.starts_with(|c: char| c.is_ascii_digit())) {
        Vote::Points(words().map(|word| read_worth(said, word)).collect::<Result<_, Fault>>()?).sorted()
    } else if worth.is_some_and(|worth| !worth.is_empty()) {
        Vote::Grades(words().map(|word| read_worth(said, word)).collect::<Result<_, Fault>>()?).sorted()
    } else {
        let rank = |text: &'a str| {
            let mut rank: Vec<OptionId> =
                text.split(" = ").map(|option| part(option).token()).collect::<Result<_, Fault>>()?;
            rank.sort();
            Ok(rank)
        };
        Vote::Ranking(said.text.split(" > ").map(rank).collect::<Result<_, Fault>>()?)
    };
    let mut options = vote.options();
    options.sort();
    if options.windows(2).any(|pair| pair[0] == pair[1]) {
        return Err(said.fault(&Bilingual::new("chaque choix une fois", "each option once")));
    }
    Ok((vote, papers))
}

/// `a=3` or `a=good`, a word of `said`.
fn read_worth<T: Token>(said: Value<'_>, word: &str) -> Result<(OptionId, T), Fault> {
    let expected = || {
        Bilingual::new(
            "des mentions ou des points : `a=bien b=passable`, `a=3 b=1`",
            "grades or points: `a=good b=poor`, `a=3 b=1`",
        )
    };
    let (option, worth) = word.split_once('=').ok_or_else(|| said.fault(&expected()))?;
    Ok((Value { text: option, ..said }.token()?, Value { text: worth, ..said }.token()?))
}

/// A number of papers or points: below 2^40, so that sums of them are exact everywhere.
fn read_number(value: Value<'_>, least: u64) -> Result<u64, Fault> {
    let number: u64 = value.token()?;
    if (least..1 << 40).contains(&number) {
        return Ok(number);
    }
    Err(value.fault(&Bilingual::new(
        format!("un nombre de {least} à 2^40, exclu"),
        format!("a number from {least} up to and without 2^40"),
    )))
}

impl Statement for PaperReturn {
    const KIND: Kind = Kind::Paper;

    fn read_fields(text: &[u8]) -> Result<Self, Fault> {
        let mut reader = Reader::parse(text)?;
        let mut paper = Self {
            council: read_kind(&mut reader, Kind::Paper)?,
            record: reader.token("record")?,
            vote: reader.token("vote")?,
            definition: reader.token("definition")?,
            station: reader.token("station")?,
            seq: super::ballot::read_seq(&mut reader)?,
            found: read_number(reader.value("found")?, 0)?,
            blank: read_number(reader.value("blank")?, 0)?,
            spoilt: read_number(reader.value("spoilt")?, 0)?,
            counts: PaperCounts::read(&mut reader)?,
            voters: Vec::new(),
        };
        for value in reader.list_or("voters", "none")? {
            paper.voters.push(value.token()?);
        }
        reader.finish()?;
        paper.voters.sort();
        paper.voters.dedup();
        Ok(paper)
    }

    fn write(&self) -> String {
        let voters: Vec<String> = self.voters.iter().map(VoterId::write).collect();
        write_kind(Kind::Paper, &self.council)
            .token("record", &self.record)
            .token("vote", &self.vote)
            .token("definition", &self.definition)
            .token("station", &self.station)
            .token("seq", &self.seq)
            .token("found", &self.found)
            .token("blank", &self.blank)
            .token("spoilt", &self.spoilt)
            .list_or_none("counts", &self.counts.lines())
            .list_or_none("voters", &voters)
            .finish()
    }

    fn council(&self) -> &CouncilId {
        &self.council
    }

    fn path(&self, text_hash: Digest) -> FilePath {
        let (vote, station, seq) = (&self.vote, &self.station, self.seq);
        checked_path(&format!("submissions/paper/{vote}/{station}.{seq}.{}.return", text_hash.short(8)))
    }
}

#[cfg(test)]
mod tests {
    use super::{PaperCounts, PaperReturn, Statement};
    use crate::council::{BallotBody, OptionId};
    use crate::grammar::Token;
    use crate::statement::Vote;
    use crate::tree::Digest;

    fn text(counts: &str) -> String {
        let hash = Digest::of(b"x");
        format!(
            "format: paper/1\ncouncil: ville.example\nrecord: {hash}\nvote: place\ndefinition: {hash}\nstation: ecole\nseq: 1\nfound: 10\nblank: 2\nspoilt: 1\ncounts: {counts}\nvoters: none\n"
        )
    }

    fn read(lines: &[&str]) -> Option<PaperReturn> {
        let list = format!("\n  - {}", lines.join("\n  - "));
        PaperReturn::read(text(&list).replace("counts: \n", "counts:\n").as_bytes()).ok()
    }

    fn option(id: &str) -> OptionId {
        OptionId::read(id).expect("an id")
    }

    #[test]
    fn papers_become_ballots_of_the_body_of_the_vote() {
        let choices = read(&["a 4", "b 7", "c 0"]).expect("counts");
        let alone = |id: &str| Vote::Choices(vec![option(id)]);
        let expected = vec![(alone("a"), 4), (alone("b"), 7), (Vote::Choices(Vec::new()), 2)];
        assert_eq!(choices.ballots(BallotBody::Choices), Some(expected));
        let points = Vote::Points(vec![(option("a"), 4), (option("b"), 7), (option("c"), 0)]);
        let blank = (Vote::Points(Vec::new()), 2);
        assert_eq!(choices.ballots(BallotBody::Points), Some(vec![(points, 1), blank]));
        assert_eq!(choices.ballots(BallotBody::Answer), None, "a is no answer");
        assert_eq!(choices.ballots(BallotBody::Ranking), None);
        assert!(read(&["against 2", "for 5"]).and_then(|paper| paper.ballots(BallotBody::Answer)).is_some());
        let many = read(&["a 4294967296"]).expect("counts");
        assert_eq!(many.ballots(BallotBody::Points), None, "more points than a ballot can hold");

        let ranking = read(&["3 a > b = c", "4 b"]).expect("rankings");
        let first = Vote::Ranking(vec![vec![option("a")], vec![option("b"), option("c")]]);
        let expected = vec![(first, 3), (Vote::Ranking(vec![vec![option("b")]]), 4), (Vote::Ranking(Vec::new()), 2)];
        assert_eq!(ranking.ballots(BallotBody::Ranking), Some(expected));
        assert_eq!(ranking.ballots(BallotBody::Grades), None);

        let grades = read(&["3 a=good b=poor", "4 a=poor"]).expect("grades");
        let first = Vote::Grades(vec![(option("a"), option("good")), (option("b"), option("poor"))]);
        assert_eq!(grades.ballots(BallotBody::Grades).map(|ballots| ballots[0].clone()), Some((first, 3)));
        let listed = read(&["3 +a +b", "4 +b"]).expect("choices");
        let first = Vote::Choices(vec![option("a"), option("b")]);
        let expected = vec![(first, 3), (alone("b"), 4), (Vote::Choices(Vec::new()), 2)];
        assert_eq!(listed.ballots(BallotBody::Choices), Some(expected));
        assert_eq!(listed.ballots(BallotBody::Ranking), None);
        let listed = read(&["3 a=2 b=1", "4 b=10"]).expect("points");
        let first = Vote::Points(vec![(option("a"), 2), (option("b"), 1)]);
        assert_eq!(listed.ballots(BallotBody::Points).map(|ballots| ballots[0].clone()), Some((first, 3)));
        assert_eq!(listed.ballots(BallotBody::Grades), None);

        let none = PaperReturn::read(text("none").as_bytes()).expect("no counts");
        assert_eq!(none.counts, PaperCounts::Sums(Vec::new()));
        assert_eq!(none.ballots(BallotBody::Grades), Some(vec![(Vote::Grades(Vec::new()), 2)]));
    }

    #[test]
    fn what_papers_say_has_one_spelling() {
        let wrong: [&[&str]; 21] = [
            &["b 7", "a 4"],
            &["a 4", "a 4"],
            &["a 04"],
            &["a 1099511627776"],
            &["blank 3"],
            &["4 b", "3 a > b = c"],
            &["3 a > c = b"],
            &["3 a > a"],
            &["3 a", "4 a"],
            &["0 a"],
            &["3 a>b"],
            &["3 b=poor a=good"],
            &["3 a=good a=poor"],
            &["3 a", "b 4"],
            &["3 +b +a"],
            &["3 +a +a"],
            &["3 +a b"],
            &["3 + a"],
            &["3 a=02"],
            &["3 a=1 b=good"],
            &["3 a=4294967296"],
        ];
        for lines in wrong {
            assert_eq!(read(lines), None, "{lines:?}");
        }
    }
}
