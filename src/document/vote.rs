//! `content/votes/<id>.md`: a consultation, and the rules that its definition seals.
//!
//! A rule left out has no silent default: one diagnostic lists everything still to decide. The
//! verifier's `open` seals exactly what [`read_file`] hands it.

use super::electorates;
pub use super::electorates::DraftElectorate;
use super::fields::Fields;
use super::moment::Moment;
use super::record::Ref;
use super::sealable;
use super::undecided::{self, Missing, prefix};
use crate::council::{
    Amount, BallotBody, BudgetEnvelope, CategoryId, Channel, CouncilId, Date, ElectorateId, ElectoratesCounted,
    EnvelopeId, Grade, Limits, Mode, OptionId, ProposalId, RuleFields, Rules, ShareOf, StationId, VoteId,
};
use crate::grammar::Token;
use crate::language::{Bilingual, Language};
use crate::report::{Code, Diagnostic, Place};
use crate::statement::{
    Channels, Definition, DefinitionOption, Electorate, KeyReplacement, PaperChannel, PublicKey, StationKey, Witness,
};
use crate::tree::{Digest, FilePath};

/// A vote (a consultation) as the council wrote it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Vote {
    /// The body that holds it.
    pub body: Ref,
    /// The day it was announced.
    pub announced: Option<Date>,
    /// The meeting at which it is held.
    pub meeting: Option<Ref>,
    /// When it opens, as local time.
    pub opens: Moment,
    /// When it closes, as local time.
    pub closes: Moment,
    /// What gets sealed.
    pub draft: Draft,
    /// What the electorates are called, where there are several.
    pub electorate_titles: Vec<(ElectorateId, Bilingual)>,
    /// What the envelopes are called.
    pub envelope_titles: Vec<(EnvelopeId, Bilingual)>,
    /// The proposals the options stand for, with their places.
    pub proposals: Vec<Ref>,
    /// Where the support that is asked for stands, where it is written.
    pub minimum_at: Option<Place>,
}

/// Everything of a vote that the council decides before the opening and that could move its
/// result.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// The vote.
    pub id: VoteId,
    /// The question in each language it is asked in; the first prevails.
    pub question: Vec<(Language, String)>,
    /// Public or pseudonymous.
    pub mode: Mode,
    /// Method and its choices.
    pub rules: Rules,
    /// Who votes: one electorate at least.
    pub electorates: Vec<DraftElectorate>,
    /// What several electorates add up to.
    pub electorates_counted: Option<ElectoratesCounted>,
    /// How ballots come in.
    pub channels: Channels,
    /// From when.
    pub opens: crate::council::Instant,
    /// Until when.
    pub closes: crate::council::Instant,
    /// How many minutes after `closes` the closing may be recorded.
    pub tolerance_minutes: u32,
    /// By how many minutes incidents may put the closing off.
    pub extension_minutes: u32,
    /// How many witnesses must vouch for the hours.
    pub witnesses: u32,
    /// The witnesses whose word counts.
    pub witness_keys: Vec<Witness>,
    /// Whether a lost key may be replaced during the vote.
    pub key_replacement: KeyReplacement,
    /// How many ballots one key may hand in.
    pub ballots_per_key: u32,
    /// Last day of appeal.
    pub appeal_until: Date,
    /// Day from which the ballots may be erased.
    pub retention_until: Date,
    /// The options; none for a motion.
    pub options: Vec<DraftOption>,
}

impl Draft {
    /// The definition that seals this draft: `source` is the hash of its file, `record` the council with
    /// the fingerprint of its record; electorates and options are bound to what is recorded.
    #[must_use]
    pub fn definition(
        &self,
        record: (CouncilId, Digest),
        source: Digest,
        electorates: Vec<Electorate>,
        options: Vec<DefinitionOption>,
    ) -> Definition {
        Definition {
            council: record.0,
            record: record.1,
            vote: self.id.clone(),
            source,
            question: self.question.clone(),
            mode: self.mode,
            rules: self.rules.clone(),
            electorates,
            electorates_counted: self.electorates_counted,
            channels: self.channels.clone(),
            opens: self.opens,
            closes: self.closes,
            tolerance_minutes: self.tolerance_minutes,
            extension_minutes: self.extension_minutes,
            witnesses: self.witnesses,
            witness_keys: self.witness_keys.clone(),
            key_replacement: self.key_replacement,
            ballots_per_key: self.ballots_per_key,
            appeal_until: self.appeal_until,
            retention_until: self.retention_until,
            options,
        }
    }
}

/// An option of a vote.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DraftOption {
    /// Its id, as ballots name it.
    pub id: OptionId,
    /// Its title in each language.
    pub title: Vec<(Language, String)>,
    /// The proposal it stands for.
    pub proposal: Option<ProposalId>,
    /// Its category.
    pub category: Option<CategoryId>,
    /// Its cost.
    pub cost: Option<Amount>,
    /// The envelopes that may pay it, in order.
    pub pays_from: Vec<EnvelopeId>,
}

/// Reads one vote's file, `content/votes/<vote>.md`, for sealing.
#[must_use]
pub fn read_file(file: &FilePath, bytes: &[u8]) -> (Option<Vote>, Vec<Diagnostic>) {
    let mut findings = Vec::new();
    let record = super::record::read(file, bytes, (Language::Fr, None), read, &mut findings);
    (record.map(|record| record.facts), findings)
}

pub(super) fn read(mut fields: Fields<'_>) -> Option<Vote> {
    let id = fields.file_id::<VoteId>();
    let body = fields.reference("body");
    let announced = fields.token_if("announced");
    let meeting = fields.reference_if("meeting");
    let question = fields.localised("question");
    let mode = fields.token("mode");
    let mut envelope_titles = Vec::new();
    let mut undecided = Vec::new();
    let rules = read_rules(&mut fields, &mut envelope_titles, &mut undecided);
    let channels = read_channels(&mut fields, &mut undecided);
    let paper = channels.as_ref().is_some_and(|channels| channels.paper.is_some());
    let electors = electorates::read(&mut fields, rules.as_ref(), paper, &mut undecided);
    let (opens, closes) = (read_instant(&mut fields, "opens"), read_instant(&mut fields, "closes"));
    if let (Some(opens), Some(closes)) = (&opens, &closes)
        && closes.1 <= opens.1
    {
        fields.report("closes", super::person::reversed());
    }
    let tolerance_minutes = fields.token("tolerance_minutes");
    let extension_minutes = fields.token("extension_minutes");
    let witnesses = fields.token("witnesses");
    let witness_keys = fields.tokens("witness_keys");
    let key_replacement = fields.token("key_replacement");
    let ballots_per_key = fields.token("ballots_per_key");
    let appeal_until = fields.token("appeal_until");
    let retention_until = fields.token("retention_until");
    let (options, proposals) = if is_motion(&fields, rules.as_ref()) {
        (Vec::new(), Vec::new())
    } else {
        read_options(&mut fields, rules.as_ref(), &mut undecided)
    };
    let titles = electors.as_ref().map(|electors| electors.titles.clone());
    let ids: Vec<OptionId> = options.iter().map(|option| option.id.clone()).collect();
    let flaw = rules.as_ref().and_then(|rules| {
        let ids: Vec<&OptionId> = ids.iter().collect();
        rules.contradiction(&ids).or_else(|| rules.budget_contradiction(&ids))
    });
    let local = opens.as_ref().zip(closes.as_ref()).map(|(opens, closes)| (opens.0, closes.0));
    let draft = (|| {
        let electors = electors?;
        Some(Draft {
            id: id?,
            question,
            mode: mode?,
            rules: rules?,
            electorates: electors.electorates,
            electorates_counted: electors.counted,
            channels: channels?,
            opens: opens?.1,
            closes: closes?.1,
            tolerance_minutes: tolerance_minutes?,
            extension_minutes: extension_minutes?,
            witnesses: witnesses?,
            witness_keys,
            key_replacement: key_replacement?,
            ballots_per_key: ballots_per_key?,
            appeal_until: appeal_until?,
            retention_until: retention_until?,
            options,
        })
    })();
    match (&draft, flaw) {
        (_, Some(flaw)) => sealable::report(&fields, &flaw),
        (Some(draft), None) if !fields.faulty() && undecided.is_empty() => sealable::check(&fields, draft),
        _ => {}
    }
    let minimum_at = fields.has("minimum_support").then(|| fields.place("minimum_support"));
    finish(fields, undecided);
    let (draft, electorate_titles, (opens, closes)) = (draft?, titles?, local?);
    Some(Vote {
        body: body?,
        announced,
        meeting,
        opens,
        closes,
        draft,
        electorate_titles,
        envelope_titles,
        proposals,
        minimum_at,
    })
}

/// How ballots come in, with the polling stations where papers do.
fn read_channels(fields: &mut Fields<'_>, undecided: &mut Vec<Missing>) -> Option<Channels> {
    let listed: Vec<Channel> = fields.needed_tokens("channels");
    if listed.is_empty() && fields.has("channels") {
        let message = Bilingual::new(
            "aucune voie : `electronic`, `paper`, ou les deux",
            "no channel: `electronic`, `paper`, or both",
        );
        fields.report("channels", Diagnostic::error(Code::ValueUnexpected, message));
    }
    let paper =
        if listed.contains(&Channel::Paper) || fields.draws() { Some(read_paper(fields, undecided)?) } else { None };
    let channels = Channels { electronic: listed.contains(&Channel::Electronic), paper };
    if let Some(flaw) = channels.flaw() {
        fields.report("stations", Diagnostic::error(Code::ValueUnexpected, flaw));
        return None;
    }
    (!listed.is_empty()).then_some(channels)
}

fn read_paper(fields: &mut Fields<'_>, undecided: &mut Vec<Missing>) -> Option<PaperChannel> {
    // Needed where papers come in, which is not known while the keys are drawn.
    if !fields.draws() {
        fields.need_list("stations");
    }
    let mut stations = Vec::new();
    for mut station in fields.records("stations") {
        let id: Option<StationId> = station.token("id");
        let keys: Vec<PublicKey> = station.needed_tokens("keys");
        undecided.extend(station.done_with_missing(&prefix("stations", id.as_ref())));
        let of = |key| Some(StationKey { station: id.clone()?, key });
        stations.extend(keys.into_iter().filter_map(of));
    }
    stations.sort();
    let both = if fields.draws() { fields.token_if("both_channels") } else { fields.token("both_channels") };
    if stations.is_empty() && fields.has("stations") {
        let message = Bilingual::new("aucun bureau de vote avec ses clés", "no polling station with its keys");
        fields.report("stations", Diagnostic::error(Code::ValueUnexpected, message));
    }
    // What is left out is told already, with everything still to decide.
    (!stations.is_empty()).then_some(PaperChannel { stations, both: both? })
}

/// One diagnostic that lists everything still to decide.
fn finish(fields: Fields<'_>, undecided: Vec<Missing>) {
    let reporter = fields.reporter();
    let place = fields.has("method").then(|| fields.place("method"));
    let missing = [fields.done_with_missing(""), undecided].concat();
    if missing.is_empty() {
        return;
    }
    let list = undecided::names(&missing);
    let message = Bilingual::new(format!("il reste à décider : {list}"), format!("still to decide: {list}"));
    let lines = undecided::lines(&missing);
    let help = Bilingual::new(
        format!("aucune règle n’a de valeur par défaut ; les écrire toutes avant de sceller le vote :{}", lines.fr),
        format!("no rule has a silent default; write them all before the vote is sealed:{}", lines.en),
    );
    reporter(Diagnostic { place, ..Diagnostic::error(Code::RulesIncomplete, message).help(help) });
}

/// A moment whose offset is written: a vote opens and closes at an instant, not at a reading of
/// some clock.
fn read_instant(fields: &mut Fields<'_>, key: &'static str) -> Option<(Moment, crate::council::Instant)> {
    let moment: Moment = fields.token(key)?;
    let instant = moment.instant();
    if instant.is_none() {
        let message = Bilingual::new(format!("`{key}` n’a pas de décalage horaire"), format!("`{key}` has no offset"));
        let help = Bilingual::new(
            "ajouter le décalage : `+02:00` en été, `+01:00` en hiver",
            "add the offset, such as `+02:00` in summer and `+01:00` in winter",
        );
        fields.report(key, Diagnostic::error(Code::DateMalformed, message).help(help));
    }
    Some((moment, instant?))
}

/// How the names of the methods begin that count answers.
const MOTION: &str = "motion/";

type Titles = Vec<(EnvelopeId, Bilingual)>;

fn read_rules(fields: &mut Fields<'_>, titles: &mut Titles, undecided: &mut Vec<Missing>) -> Option<Rules> {
    if !fields.has("method") {
        fields.open();
    }
    let method = fields.words("method")?;
    if let Some(rules) = Rules::read(&method, &mut Written { fields, titles, undecided }) {
        let rules = rules.ok();
        let by_presence = matches!(&rules, Some(Rules::Motion2(rules)) if rules.base == ShareOf::Present);
        if by_presence && !fields.draws() && !fields.has("present") {
            // Left out, it would say without a word that nobody else is present.
            undecided.push(Missing::of("present".to_owned()));
        }
        return rules;
    }
    let names = Rules::NAMES.map(|name| format!("`{name}`")).join(", ");
    let message = Bilingual::new(
        format!("méthode `{method}` inconnue ; méthodes comptées ici : {names}"),
        format!("unknown method `{method}`; methods counted here: {names}"),
    );
    let finding = Diagnostic::error(Code::ValueUnexpected, message);
    let near = super::nearest(&method, Rules::NAMES);
    let near = Rules::NAMES.into_iter().rfind(|name| name.split('/').next() == Some(method.as_str())).or(near);
    fields.report(
        "method",
        match near {
            Some(near) => {
                finding.help(Bilingual::new(format!("vouliez-vous dire `{near}` ?"), format!("did you mean `{near}`?")))
            }
            None => finding,
        },
    );
    None
}

/// The rules as they are written in front matter: keys with `_`, and a fault is told where it is
/// found.
struct Written<'f, 'a> {
    fields: &'f mut Fields<'a>,
    titles: &'f mut Titles,
    undecided: &'f mut Vec<Missing>,
}

/// What is wrong was told already.
struct Told;

impl RuleFields for Written<'_, '_> {
    type Fault = Told;

    fn token<T: Token>(&mut self, key: &str) -> Result<T, Told> {
        self.fields.token(&key.replace('-', "_")).ok_or(Told)
    }

    fn token_if<T: Token>(&mut self, key: &str) -> Result<Option<T>, Told> {
        Ok(self.fields.token_if(&key.replace('-', "_")))
    }

    fn list<T: Token>(&mut self, key: &str) -> Result<Vec<T>, Told> {
        Ok(self.fields.tokens(&key.replace('-', "_")))
    }

    fn grades(&mut self, key: &str) -> Result<Vec<Grade>, Told> {
        let key = key.replace('-', "_");
        self.fields.need_list(&key);
        let mut grades = Vec::new();
        for mut grade in self.fields.records_such_as(&key, Some("- {id: good, title: {fr: Bien, en: Good}}")) {
            let (id, title) = (grade.token("id"), grade.localised("title"));
            self.undecided.extend(grade.done_with_missing(&prefix(&key, id.as_ref())));
            grades.extend(id.map(|id| Grade { id, title }));
        }
        // The one list of rules that cannot be empty: a scale.
        if grades.is_empty() { Err(Told) } else { Ok(grades) }
    }

    fn limits(&mut self) -> Result<Limits, Told> {
        let mut limits = self.fields.record("limits").ok_or(Told)?;
        let min: Option<u32> = limits.token("min");
        let max: Option<u32> = limits.token("max");
        let max_per_category = limits.token_if("max_per_category");
        if let (Some(min), Some(max)) = (min, max)
            && !(1..=max).contains(&min)
        {
            let message = Bilingual::new("`min` va de 1 à `max`", "`min` goes from 1 to `max`");
            limits.report("min", Diagnostic::error(Code::ValueUnexpected, message));
        }
        self.undecided.extend(limits.done_with_missing("limits."));
        Ok(Limits { min: min.ok_or(Told)?, max: max.ok_or(Told)?, max_per_category })
    }

    fn envelopes(&mut self) -> Result<Vec<BudgetEnvelope>, Told> {
        self.fields.need_list("envelopes");
        let mut envelopes = Vec::new();
        for mut envelope in self.fields.records("envelopes") {
            let id: Option<EnvelopeId> = envelope.token("id");
            let title = envelope.bilingual("title");
            let amount = envelope.token("amount");
            self.undecided.extend(envelope.done_with_missing(&prefix("envelopes", id.as_ref())));
            if let (Some(id), Some(title), Some(amount)) = (id, title, amount) {
                self.titles.push((id.clone(), title));
                envelopes.push(BudgetEnvelope { id, amount });
            }
        }
        Ok(envelopes)
    }
}

/// Whether there are no options, also where the rules themselves are not read.
fn is_motion(fields: &Fields<'_>, rules: Option<&Rules>) -> bool {
    rules.map_or_else(|| fields.begins("method", MOTION), |rules| rules.body() == BallotBody::Answer)
}

fn read_options(
    fields: &mut Fields<'_>,
    rules: Option<&Rules>,
    undecided: &mut Vec<Missing>,
) -> (Vec<DraftOption>, Vec<Ref>) {
    fields.need_list("options");
    let mut options: Vec<DraftOption> = Vec::new();
    let mut proposals = Vec::new();
    for option in fields.records_such_as("options", Some("- {id: elm, title: {fr: Orme, en: Elm}}")) {
        let Some((option, proposal)) = read_option(option, rules, &options, undecided) else { continue };
        options.push(option);
        proposals.extend(proposal);
    }
    (options, proposals)
}

fn read_option(
    mut fields: Fields<'_>,
    rules: Option<&Rules>,
    before: &[DraftOption],
    undecided: &mut Vec<Missing>,
) -> Option<(DraftOption, Option<Ref>)> {
    let id: Option<OptionId> = fields.token("id");
    if let Some(id) = id.as_ref().filter(|id| before.iter().any(|other| other.id == **id)) {
        let message =
            Bilingual::new(format!("le choix `{id}` figure deux fois"), format!("the option `{id}` stands twice"));
        fields.report("id", Diagnostic::error(Code::NameTwice, message));
    }
    let title = fields.localised("title");
    let reference = fields.reference_if("proposal");
    let proposal = fields.token_if("proposal");
    let category = fields.token_if("category");
    let (cost, pays_from) = match rules.and_then(Rules::money).map(|(_, envelopes)| envelopes) {
        Some(envelopes) => read_money(&mut fields, envelopes),
        None => (fields.token_if("cost"), fields.tokens("pays_from")),
    };
    undecided.extend(fields.done_with_missing(&prefix("options", id.as_ref())));
    Some((DraftOption { id: id?, title, proposal, category, cost, pays_from }, reference))
}

fn read_money(fields: &mut Fields<'_>, envelopes: &[BudgetEnvelope]) -> (Option<Amount>, Vec<EnvelopeId>) {
    let cost = fields.token("cost");
    let pays_from: Vec<EnvelopeId> = fields.needed_tokens("pays_from");
    for (at, id) in pays_from.iter().enumerate() {
        if pays_from[..at].contains(id) {
            let message = Bilingual::new(
                format!("l’enveloppe `{id}` figure deux fois"),
                format!("the envelope `{id}` stands twice"),
            );
            fields.report("pays_from", Diagnostic::error(Code::NameTwice, message));
        }
        if !envelopes.iter().any(|envelope| envelope.id == *id) {
            let names = envelopes.iter().map(|envelope| envelope.id.as_str());
            let finding = super::fields::dangling("l’enveloppe", "the envelope", id.as_str(), names);
            fields.report("pays_from", finding);
        }
    }
    (cost, pays_from)
}
