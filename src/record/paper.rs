//! The returns of polling stations: which are admitted, which count, and who signed the registers.
//!
//! A return is asked in the order of a ballot: shape and signature, path, who signed, the stage of
//! the vote, what it says. One signature of a station's key makes it a submission, so that whoever
//! forgot the second is told by a recorded refusal.

use std::collections::BTreeMap;

use super::admission::{Admission, admitted, check_choice, check_path, expect_definition, expect_open, unknown_vote};
use super::roll::enrol;
use super::{Electors, Record, VoteRecord};
use crate::council::{Amount, BallotBody, BothChannels, CategoryId, OptionId, PointsCaps, StationId, VoteId};
use crate::key::EnrolledKey;
use crate::language::Bilingual;
use crate::language::Language::{En, Fr};
use crate::report::Code;
use crate::statement::{Definition, Kind, PaperChannel, PaperCounts, PaperReturn};
use crate::submission::{Authority, Envelope, Rejection, Verified, verify};
use crate::tree::{Digest, FilePath};

/// How many returns of one station are recorded: enough to correct a mistake, too few to fill a log.
const RETURNS_PER_STATION: usize = 20;

/// How many officers of a station sign its return.
const LEAST_SIGNERS: usize = 2;

/// A return in the log. Only the record's fold makes one.
#[derive(Clone, Debug)]
pub struct RecordedReturn {
    index: u64,
    paper: Verified<PaperReturn>,
    /// Where those who signed the register stand among the lines of the roll.
    lines: Vec<usize>,
}

impl RecordedReturn {
    /// Its index in the log.
    #[must_use]
    pub const fn index(&self) -> u64 {
        self.index
    }

    /// What it says.
    #[must_use]
    pub const fn paper(&self) -> &PaperReturn {
        self.paper.statement()
    }

    /// The hash of its text.
    #[must_use]
    pub const fn text_hash(&self) -> Digest {
        self.paper.text_hash()
    }

    /// What decides between two returns of one station: the greater counts.
    #[must_use]
    pub const fn rank(&self) -> (u64, Digest) {
        (self.paper().seq, self.text_hash())
    }

    /// Where those who signed the register stand among the lines of the vote's roll.
    #[must_use]
    pub fn lines(&self) -> &[usize] {
        &self.lines
    }
}

impl VoteRecord {
    /// Every recorded return, in the order of the log.
    #[must_use]
    pub fn returns(&self) -> &[RecordedReturn] {
        &self.returns
    }

    /// Of each station the return that counts: that with the greatest `seq`; of two with equal `seq`,
    /// the one with the greater text hash.
    #[must_use]
    pub fn counted_returns(&self) -> BTreeMap<&StationId, &RecordedReturn> {
        let mut counted: BTreeMap<&StationId, &RecordedReturn> = BTreeMap::new();
        for recorded in &self.returns {
            let last = counted.entry(&recorded.paper().station).or_insert(recorded);
            if recorded.rank() > last.rank() {
                *last = recorded;
            }
        }
        counted
    }

    /// The recorded return with the text hash `text`, and of the others of its station the one with the greatest rank.
    #[must_use]
    pub fn beside_return(&self, text: &Digest) -> Option<(&RecordedReturn, &RecordedReturn)> {
        let this = self.returns.iter().find(|recorded| recorded.text_hash() == *text)?;
        let others = self.returns.iter().filter(|other| other.paper().station == this.paper().station);
        let other = others.filter(|other| other.text_hash() != *text).max_by_key(|other| other.rank())?;
        Some((this, other))
    }

    /// Whether who has no key votes on paper and in no other way, as long as the vote lasts.
    pub(super) fn votes_on_paper_alone(&self) -> bool {
        self.definition().channels.paper.as_ref().is_some_and(|paper| paper.both == BothChannels::Disjoint)
    }

    /// The keys of every polling station; none where no paper is taken.
    #[must_use]
    pub const fn stations(&self) -> &Authority {
        &self.stations
    }
}

impl Record {
    /// Whether the return in `bytes`, found at `path`, may be recorded now.
    ///
    /// # Errors
    /// The reason why not. It carries a signer when the signatures hold under keys of the vote's
    /// stations: then the file is a submission and a refusal is recorded.
    pub fn admit_paper(&self, path: &FilePath, bytes: &[u8]) -> Admission<PaperReturn> {
        let vote = paper_folder(path).and_then(|id| self.vote(&id)).ok_or_else(|| unknown_vote(path))?;
        let Some(channel) = &vote.definition().channels.paper else { return Err(no_paper()) };
        let envelope = Envelope::open(Kind::Paper, bytes)?;
        let paper = verify::<PaperReturn>(&envelope, self.council(), vote.stations())?;
        if vote.state().is_none() {
            return Err(Rejection::plain(Code::VoteNotOpen));
        }
        // A file at another path is no submission: moved to its own, it is judged there.
        check_path(&paper, path)?;
        let checked = self
            .expect_record(paper.statement().record)
            .and_then(|()| expect_definition(vote, paper.statement().definition))
            .and_then(|()| check_officers(channel, &paper))
            .and_then(|()| expect_open(vote, &paper.file_hash()))
            // An outline keeps but some lines of a roll; the whole record asks.
            .and_then(|()| if self.interest.is_none() { check_found(vote, paper.statement()) } else { Ok(()) })
            .and_then(|()| check_numbers(vote.definition(), paper.statement()))
            .and_then(|()| check_voters(vote, channel.both, paper.statement()))
            .and_then(|()| check_cap(vote, &paper));
        let signer = paper.signers().first().copied();
        admitted(paper, checked, signer)
    }

    pub(super) fn apply_paper(&mut self, path: &FilePath, bytes: &[u8]) -> Result<String, Rejection> {
        let paper = self.admit_paper(path, bytes)?.into_verified();
        let index = self.size();
        let id = paper.statement().vote.clone();
        let vote = self.vote_mut(&id)?;
        let lines = paper.statement().voters.iter().filter_map(|voter| Some(vote.place(voter, None)?.0)).collect();
        vote.returns.push(RecordedReturn { index, paper, lines });
        vote.last_index = index;
        Ok(id.to_string())
    }

    /// What a return handed in under any name says, where its signatures hold under keys of stations
    /// of one vote.
    pub(super) fn own_paper(&self, envelope: &Envelope<'_>) -> Result<Verified<PaperReturn>, Rejection> {
        let nobody = Authority::one_of([]);
        let knows = |vote: &&VoteRecord| envelope.keys().all(|key| vote.stations().get(&key).is_some());
        let stations = self.votes.values().find(knows).map_or(&nobody, VoteRecord::stations);
        verify::<PaperReturn>(envelope, self.council(), stations)
    }

    /// The keys of the stations of `definition`, each sound; what a paper cannot do is refused.
    pub(super) fn enrol_stations(&self, definition: &Definition, electors: &Electors) -> Result<Authority, Rejection> {
        let Some(paper) = &definition.channels.paper else { return Ok(Authority::default()) };
        if let Some(line) = electors.lines().find(|line| line.weight != 1) {
            let (voter, weight) = (&line.voter, line.weight);
            let message = Bilingual::new(
                format!("`{voter}` a le poids {weight} sur la liste ; un papier n’en a pas"),
                format!("`{voter}` has the weight {weight} on the roll; a paper has none"),
            );
            return Err(Rejection::new(Code::PaperWeighted, message));
        }
        self.check_station_links(definition)?;
        let enrolled = paper.stations.iter().map(|line| enrol(line.key, self.council(), line.station.as_str()));
        let enrolled: Vec<EnrolledKey> = enrolled.collect::<Result<_, _>>()?;
        Ok(Authority::new(1, enrolled))
    }
}

/// The vote of `submissions/paper/<vote>/…`.
pub(super) fn paper_folder(path: &FilePath) -> Option<VoteId> {
    VoteId::parse(path.below("submissions/paper")?.split('/').next()?).ok()
}

fn no_paper() -> Rejection {
    let message = Bilingual::new("ce vote ne se tient pas sur papier", "this vote is not held on paper");
    Rejection::new(Code::ChannelClosed, message)
}

fn check_officers(channel: &PaperChannel, paper: &Verified<PaperReturn>) -> Result<(), Rejection> {
    let station = &paper.statement().station;
    if !channel.ids().contains(&station) {
        let names = channel.ids().iter().map(|id| format!("`{id}`")).collect::<Vec<_>>().join(", ");
        let message = Bilingual::new(
            format!("bureau de vote `{station}` ; ceux de ce vote : {names}"),
            format!("polling station `{station}`; those of this vote: {names}"),
        );
        return Err(Rejection::new(Code::StationUnknown, message));
    }
    if let Some(other) = paper.signers().iter().find(|key| channel.station_of(key) != Some(station)) {
        let (print, of) = (other.fingerprint(), channel.station_of(other).map_or("", StationId::as_str));
        let message = Bilingual::new(
            format!("la clé {print} est du bureau `{of}`, pas de `{station}`"),
            format!("the key {print} is of the station `{of}`, not of `{station}`"),
        );
        return Err(Rejection::new(Code::KeyNotStations, message));
    }
    let found = paper.signers().len();
    if found >= LEAST_SIGNERS {
        return Ok(());
    }
    let message = Bilingual::new(
        format!("{found} signature ; un relevé en porte {LEAST_SIGNERS} au moins, de membres de son bureau"),
        format!("{found} signature; a return has {LEAST_SIGNERS} at least, of officers of its station"),
    );
    Err(Rejection::new(Code::SignersMissing, message))
}

/// No station finds more papers than the vote has voters.
fn check_found(vote: &VoteRecord, paper: &PaperReturn) -> Result<(), Rejection> {
    let (found, voters) = (paper.found, vote.electors().len());
    if found <= voters as u64 {
        return Ok(());
    }
    Err(counts(
        format!(
            "{}, et {} au vote",
            Fr.count(found, "papier trouvé", "papiers trouvés"),
            Fr.count(voters, "inscrit", "inscrits")
        ),
        format!(
            "{} found, and {} on the roll of the vote",
            En.count(found, "paper", "papers"),
            En.count(voters, "voter", "voters")
        ),
    ))
}

/// Whether the numbers can be of one box, in the form that the vote's rules ask for.
fn check_numbers(definition: &Definition, paper: &PaperReturn) -> Result<(), Rejection> {
    let PaperReturn { found, blank, spoilt, .. } = paper;
    let Some(valid) = paper.valid() else {
        return Err(counts(
            format!(
                "{} et {} font plus que {}",
                Fr.count(*blank, "blanc", "blancs"),
                Fr.count(*spoilt, "nul", "nuls"),
                Fr.count(*found, "papier trouvé", "papiers trouvés")
            ),
            format!("{blank} blank and {spoilt} spoilt are more than {} found", En.count(*found, "paper", "papers")),
        ));
    };
    let body = definition.rules.body();
    check_names(definition, body, paper)?;
    match (body, &paper.counts) {
        (BallotBody::Answer, PaperCounts::Sums(sums)) => {
            expect_sum(valid, sums.iter().map(|(_, papers)| *papers).fold(0, u64::saturating_add))
        }
        (BallotBody::Choices, PaperCounts::Sums(sums)) if definition.rules.counts_by_option() => {
            check_choices(definition, valid, sums)?;
            check_categories(definition, valid, 1, sums)?;
            check_costs(definition, valid, sums)
        }
        (BallotBody::Points, PaperCounts::Sums(sums)) if definition.rules.counts_by_option() => {
            let caps = definition.rules.points_caps();
            check_points(caps, valid, sums)?;
            check_categories(definition, valid, caps.option.unwrap_or(u32::MAX), sums)
        }
        (_, PaperCounts::Papers(papers)) => {
            papers.iter().try_for_each(|(vote, _)| check_choice(definition, vote))?;
            expect_sum(valid, papers.iter().map(|(_, papers)| *papers).fold(0, u64::saturating_add))
        }
        (_, PaperCounts::Sums(_)) => expect_sum(valid, 0),
    }
}

/// Whether every line names an answer or an option of the vote, in the form that its rules ask for.
fn check_names(definition: &Definition, body: BallotBody, paper: &PaperReturn) -> Result<(), Rejection> {
    let by_option = definition.rules.counts_by_option();
    if let (BallotBody::Points, PaperCounts::Sums(sums)) = (body, &paper.counts)
        && let Some((option, points)) = sums.iter().find(|(_, points)| *points > u64::from(u32::MAX))
    {
        return Err(counts(
            format!("{points} points pour `{option}` ; un bureau en compte au plus {}", u32::MAX),
            format!("{points} points for `{option}`; a station counts at most {}", u32::MAX),
        ));
    }
    let is_asked = match &paper.counts {
        PaperCounts::Sums(sums) => sums.is_empty() || by_option,
        PaperCounts::Papers(_) => !by_option,
    };
    let Some(ballots) = paper.ballots(body).filter(|_| is_asked) else {
        let word = body.word();
        let shape = match (body, by_option) {
            (BallotBody::Answer, _) => "`for 12`",
            (BallotBody::Choices | BallotBody::Points, true) => "`option 12`",
            (BallotBody::Choices, false) => "`12 +a +b`",
            (BallotBody::Points, false) => "`12 a=3 b=1`",
            (BallotBody::Ranking, _) => "`12 a > b = c`",
            (BallotBody::Grades, _) => "`12 a=good b=poor`",
        };
        let message = Bilingual::new(
            format!("ce vote demande `{word}:` ; attendu sous `counts:` des lignes {shape}"),
            format!("this vote asks for `{word}:`; expected lines {shape} under `counts:`"),
        );
        return Err(Rejection::new(Code::BodyMismatch, message));
    };
    if body == BallotBody::Answer {
        return Ok(());
    }
    let sums = match &paper.counts {
        PaperCounts::Sums(sums) => sums.as_slice(),
        PaperCounts::Papers(_) => &[],
    };
    let named = sums.iter().map(|(option, _)| option).chain(ballots.iter().flat_map(|(vote, _)| vote.options()));
    let mut named = named;
    match named.find(|id| definition.option(id).is_none()) {
        None => Ok(()),
        Some(unknown) => {
            let message = Bilingual::new(
                format!("`{unknown}` n’est pas un choix de ce vote"),
                format!("`{unknown}` is not an option of this vote"),
            );
            Err(Rejection::new(Code::OptionUnknown, message))
        }
    }
}

/// No option has more papers than there are, and all together neither more nor fewer than these may choose.
fn check_choices(definition: &Definition, valid: u64, sums: &[(OptionId, u64)]) -> Result<(), Rejection> {
    if let Some((option, papers)) = sums.iter().find(|(_, papers)| *papers > valid) {
        return Err(counts(
            format!("{} pour `{option}`, et {}", Fr.count(*papers, "papier", "papiers"), valid_papers(valid).fr),
            format!("{} for `{option}`, and {}", En.count(*papers, "paper", "papers"), valid_papers(valid).en),
        ));
    }
    let (least, most) =
        definition.rules.limits().map_or((0, u64::MAX), |limits| (u64::from(limits.min), u64::from(limits.max)));
    let all = sums.iter().map(|(_, papers)| *papers).fold(0, u64::saturating_add);
    if all > valid.saturating_mul(most) {
        return Err(counts(
            format!("{all} choix sur {}, à {most} au plus chacun", valid_papers(valid).fr),
            format!("{} on {}, of {most} each at most", En.count(all, "choice", "choices"), valid_papers(valid).en),
        ));
    }
    if all < valid.saturating_mul(least) {
        return Err(counts(
            format!("{all} choix sur {}, à {least} au moins chacun", valid_papers(valid).fr),
            format!("{} on {}, of {least} each at least", En.count(all, "choice", "choices"), valid_papers(valid).en),
        ));
    }
    Ok(())
}

/// No more points than the valid papers may give, and no fewer where they must give all.
fn check_points(caps: PointsCaps, valid: u64, sums: &[(OptionId, u64)]) -> Result<(), Rejection> {
    let most = |cap: Option<u32>| {
        if valid == 0 { 0 } else { cap.map_or(u64::MAX, |cap| valid.saturating_mul(u64::from(cap))) }
    };
    if let Some((option, points)) = sums.iter().find(|(_, points)| *points > most(caps.option)) {
        let most = most(caps.option);
        return Err(counts(
            format!(
                "{} pour `{option}` ; de {} : {most} au plus",
                Fr.count(*points, "point", "points"),
                valid_papers(valid).fr
            ),
            format!(
                "{} for `{option}`; of {}: {most} at most",
                En.count(*points, "point", "points"),
                valid_papers(valid).en
            ),
        ));
    }
    let each = u64::from(caps.option.unwrap_or(u32::MAX));
    let named = caps.options.map_or(u64::MAX, |options| valid.saturating_mul(u64::from(options)).saturating_mul(each));
    let most = most(caps.sum).min(named);
    let all = sums.iter().map(|(_, points)| *points).fold(0, u64::saturating_add);
    if all > most || (caps.all && all < most) {
        return Err(counts(
            format!("{} ; de {} : {most} ensemble", Fr.count(all, "point", "points"), valid_papers(valid).fr),
            format!("{}; of {}: {most} together", En.count(all, "point", "points"), valid_papers(valid).en),
        ));
    }
    Ok(())
}

/// In each category no more than the valid papers may give there, of `each` to an option at most.
fn check_categories(definition: &Definition, valid: u64, each: u32, sums: &[(OptionId, u64)]) -> Result<(), Rejection> {
    let Some(cap) = definition.rules.limits().and_then(|limits| limits.max_per_category) else { return Ok(()) };
    let most = valid.saturating_mul(u64::from(cap)).saturating_mul(u64::from(each));
    let mut by_category: BTreeMap<&CategoryId, u64> = BTreeMap::new();
    for (option, papers) in sums {
        if let Some(category) = definition.option(option).and_then(|option| option.category.as_ref()) {
            let sum = by_category.entry(category).or_default();
            *sum = sum.saturating_add(*papers);
        }
    }
    match by_category.into_iter().find(|(_, sum)| *sum > most) {
        None => Ok(()),
        Some((category, sum)) => Err(counts(
            format!("{sum} dans la catégorie `{category}` ; de {} : {most} au plus", valid_papers(valid).fr),
            format!("{sum} in the category `{category}`; of {}: {most} at most", valid_papers(valid).en),
        )),
    }
}

/// All that was chosen costs no more than the valid papers may choose.
fn check_costs(definition: &Definition, valid: u64, sums: &[(OptionId, u64)]) -> Result<(), Rejection> {
    let Some(cap) = definition.rules.projects().and_then(|rules| rules.cost_max) else { return Ok(()) };
    let cost =
        |option: &OptionId| definition.option(option).and_then(|option| option.cost).map_or(0, Amount::hundredths);
    let spent: u128 = sums.iter().map(|(option, papers)| u128::from(cost(option)) * u128::from(*papers)).sum();
    if spent <= u128::from(cap.hundredths()) * u128::from(valid) {
        return Ok(());
    }
    Err(counts(
        format!("les projets choisis coûtent plus que {} à {cap} chacun", valid_papers(valid).fr),
        format!("the projects chosen cost more than {} of {cap} each", valid_papers(valid).en),
    ))
}

/// Papers that are neither blank nor spoilt.
fn valid_papers(count: u64) -> Bilingual {
    Bilingual::new(
        Fr.count(count, "papier valable", "papiers valables"),
        En.count(count, "valid paper", "valid papers"),
    )
}

fn expect_sum(valid: u64, sum: u64) -> Result<(), Rejection> {
    if sum == valid {
        return Ok(());
    }
    Err(counts(
        format!(
            "`counts:` donne {} ; trouvés sans les blancs et les nuls : {valid}",
            Fr.count(sum, "papier", "papiers")
        ),
        format!("`counts:` gives {}; found without blank and spoilt: {valid}", En.count(sum, "paper", "papers")),
    ))
}

fn counts(fr: String, en: String) -> Rejection {
    Rejection::new(Code::PaperCounts, Bilingual::new(fr, en))
}

fn check_voters(vote: &VoteRecord, both: BothChannels, paper: &PaperReturn) -> Result<(), Rejection> {
    for voter in &paper.voters {
        let Some((line, _)) = vote.place(voter, None) else {
            let message = Bilingual::new(
                format!("`{voter}`, qui a émargé, n’est pas sur la liste de ce vote"),
                format!("`{voter}`, who signed the register, is not on the roll of this vote"),
            );
            return Err(Rejection::new(Code::VoterUnknown, message));
        };
        let has_key = vote.electors().get(line).is_some_and(|line| line.key.is_some()) || vote.generation(voter) > 0;
        if both == BothChannels::Disjoint && has_key {
            let message = Bilingual::new(
                format!("`{voter}` a une clé, et les règles ne lui ouvrent pas le papier"),
                format!("`{voter}` has a key, and the rules do not open paper to this voter"),
            );
            return Err(Rejection::new(Code::VoterElectronic, message));
        }
    }
    Ok(())
}

fn check_cap(vote: &VoteRecord, paper: &Verified<PaperReturn>) -> Result<(), Rejection> {
    if vote.returns().iter().any(|recorded| recorded.text_hash() == paper.text_hash()) {
        return Err(Rejection::plain(Code::AlreadyRecorded));
    }
    let station = &paper.statement().station;
    let recorded = vote.returns().iter().filter(|recorded| recorded.paper().station == *station).count();
    if recorded < RETURNS_PER_STATION {
        return Ok(());
    }
    let message = Bilingual::new(
        format!("`{station}` a déjà {recorded} relevés consignés, le plus permis"),
        format!("`{station}` has {recorded} returns recorded already, the most allowed"),
    );
    Err(Rejection::new(Code::PaperCap, message))
}
