//! `definition/1`: the sealed rules of a vote, everything that could move its result.

use super::{
    Channels, Electorate, Kind, PublicKey, Statement, castable, checked_path, electorates, read_kind, write_kind,
};
use crate::council::{
    Amount, BallotBody, BudgetEnvelope, CategoryId, CouncilId, Date, ElectoratesCounted, EnvelopeId, Grade, Instant,
    Limits, Mode, OptionId, ProposalId, RuleFields, Rules, VoteId,
};
use crate::grammar::{Fault, Reader, Token, Value, Writer};
use crate::language::{Bilingual, Language};
use crate::tree::{Digest, FilePath};

/// The longest time by which a closing may be late or put off: 30 days.
const MOST_MINUTES: u32 = 30 * 24 * 60;

/// Words in each language of the definition, in the order of its languages.
pub type Localised = Vec<(Language, String)>;

/// A vote's sealed rules. They never change: a typo after the opening is an erratum or an
/// annulment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Definition {
    /// The council.
    pub council: CouncilId,
    /// Hash of the genesis text.
    pub record: Digest,
    /// The vote.
    pub vote: VoteId,
    /// SHA-256 of `content/votes/<vote>.md` as it was sealed.
    pub source: Digest,
    /// The question in each language; the first language prevails.
    pub question: Localised,
    /// Public or pseudonymous.
    pub mode: Mode,
    /// Method and its choices.
    pub rules: Rules,
    /// Who votes.
    pub electorates: Vec<Electorate>,
    /// What several electorates add up to; nothing where there is one.
    pub electorates_counted: Option<ElectoratesCounted>,
    /// How ballots come in.
    pub channels: Channels,
    /// From when ballots are taken.
    pub opens: Instant,
    /// Until when.
    pub closes: Instant,
    /// How many minutes after `closes` the closing may be recorded.
    pub tolerance_minutes: u32,
    /// By how many minutes incidents may put the closing off, all together.
    pub extension_minutes: u32,
    /// How many witnesses must vouch for the hours of opening and closing.
    pub witnesses: u32,
    /// The witnesses whose cosignatures count, sorted by name; none where none is asked for.
    pub witness_keys: Vec<Witness>,
    /// Whether a voter who lost a key may get another one during the vote.
    pub key_replacement: KeyReplacement,
    /// How many ballots one key may hand in.
    pub ballots_per_key: u32,
    /// Last day on which the result may be appealed.
    pub appeal_until: Date,
    /// Day from which the ballots may be erased.
    pub retention_until: Date,
    /// The options, in the order in which they are shown; none for a motion.
    pub options: Vec<DefinitionOption>,
}

/// A witness of the log: the name under which it cosigns, and its key.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Witness {
    /// Its name, in the form of a host name.
    pub name: CouncilId,
    /// Its key.
    pub key: PublicKey,
}

/// The text of a proposal that nobody signed, as the council had written it at the opening.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SealedText {
    /// The proposal.
    pub proposal: ProposalId,
    /// SHA-256 of the body of `content/proposals/<proposal>.md`, from the line after its front
    /// matter to its end.
    pub body: Digest,
}

/// Whether a lost key may be replaced during the vote.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyReplacement {
    /// By a logged version of the roll.
    Allowed,
    /// Not before the vote has ended.
    Refused,
}

/// An option of a vote.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DefinitionOption {
    /// Its id, as ballots name it.
    pub id: OptionId,
    /// Its title in each language of the definition.
    pub title: Localised,
    /// Its category, where categories are capped.
    pub category: Option<CategoryId>,
    /// Its cost, where money is shared out.
    pub cost: Option<Amount>,
    /// The envelopes that may pay it, in the order in which they are asked.
    pub pays_from: Vec<EnvelopeId>,
    /// Text hash of the signed proposal it stands for.
    pub proposal: Option<Digest>,
    /// The proposal it stands for, where nobody signed one.
    pub text: Option<SealedText>,
}

impl Token for Witness {
    fn expected() -> Bilingual {
        let shape = "`voisin.example ssh-ed25519 AAAA…`";
        Bilingual::new(format!("un nom et une clé : {shape}"), format!("a name and a key: {shape}"))
    }
    fn read(text: &str) -> Option<Self> {
        let (name, key) = text.split_once(' ')?;
        Some(Self { name: CouncilId::read(name)?, key: PublicKey::read(key)? })
    }
    fn write(&self) -> String {
        format!("{} {}", self.name, self.key.write())
    }
}

impl Token for SealedText {
    fn expected() -> Bilingual {
        let shape = "`<proposal> sha256:<hash>`";
        Bilingual::new(format!("une proposition et une empreinte : {shape}"), format!("a proposal and a hash: {shape}"))
    }
    fn read(text: &str) -> Option<Self> {
        let (proposal, body) = text.split_once(' ')?;
        Some(Self { proposal: ProposalId::read(proposal)?, body: Digest::read(body)? })
    }
    fn write(&self) -> String {
        format!("{} {}", self.proposal, self.body)
    }
}

impl Token for KeyReplacement {
    fn expected() -> Bilingual {
        Bilingual::new("`allowed` ou `refused`", "`allowed` or `refused`")
    }
    fn read(text: &str) -> Option<Self> {
        match text {
            "allowed" => Some(Self::Allowed),
            "refused" => Some(Self::Refused),
            _ => None,
        }
    }
    fn write(&self) -> String {
        match self {
            Self::Allowed => "allowed".to_owned(),
            Self::Refused => "refused".to_owned(),
        }
    }
}

impl Definition {
    /// The languages of the question and the titles, the one that prevails first.
    #[must_use]
    pub fn languages(&self) -> Vec<Language> {
        self.question.iter().map(|(language, _)| *language).collect()
    }

    /// The option named `id`.
    #[must_use]
    pub fn option(&self, id: &OptionId) -> Option<&DefinitionOption> {
        self.options.iter().find(|option| option.id == *id)
    }

    /// Why it cannot be sealed, whatever the record holds; nothing where it can.
    #[must_use]
    pub fn flaw(&self) -> Option<Bilingual> {
        self.check().err().map(|fault| fault.message)
    }

    /// What the grammar of fields cannot say: that names are unique and refer to each other.
    fn check(&self) -> Result<(), Fault> {
        let fault = |fr: String, en: String| Err(Fault::at(1, 1, fr, en));
        for (at, option) in self.options.iter().enumerate() {
            if self.options[..at].iter().any(|other| other.id == option.id) {
                return fault(
                    format!("le choix `{}` figure deux fois", option.id),
                    format!("the option `{}` stands twice", option.id),
                );
            }
        }
        if let Some((_, envelopes)) = self.rules.money() {
            for (at, envelope) in envelopes.iter().enumerate() {
                if envelopes[..at].iter().any(|other| other.id == envelope.id) {
                    let id = &envelope.id;
                    return fault(
                        format!("l’enveloppe `{id}` figure deux fois"),
                        format!("the envelope `{id}` stands twice"),
                    );
                }
            }
            for option in &self.options {
                let known = |id: &EnvelopeId| envelopes.iter().any(|envelope| envelope.id == *id);
                if option.cost.is_none() || option.pays_from.is_empty() || !option.pays_from.iter().all(known) {
                    return fault(
                        format!("le projet `{}` n’a pas de coût ou d’enveloppe connue", option.id),
                        format!("the project `{}` lacks a cost or a known envelope", option.id),
                    );
                }
            }
        }
        let ids: Vec<&OptionId> = self.options.iter().map(|option| &option.id).collect();
        if let Some(contradiction) = self.rules.contradiction(&ids) {
            return fault(contradiction.fr, contradiction.en);
        }
        if let Some(Bilingual { fr, en }) = self.rules.budget_contradiction(&ids) {
            return fault(fr, en);
        }
        let fewest = self.rules.limits().map_or(0, |limits| limits.min as usize);
        if fewest > self.options.len() {
            return fault(
                "personne ne peut voter : `choices-min` dépasse le nombre de choix".to_owned(),
                "nobody can vote: `choices-min` exceeds the number of options".to_owned(),
            );
        }
        if self.ballots_per_key == 0 {
            return fault(
                "personne ne peut voter : `ballots-per-key` vaut 0".to_owned(),
                "nobody can vote: `ballots-per-key` is 0".to_owned(),
            );
        }
        let names = self.witness_keys.iter().all(|witness| {
            let same = |other: &&Witness| other.name == witness.name || other.key == witness.key;
            self.witness_keys.iter().filter(same).count() == 1
        });
        if !names || self.witnesses as usize > self.witness_keys.len() {
            return fault(
                "`witnesses` demande plus de témoins que `witness-keys` n’en nomme, ou un témoin y figure deux fois"
                    .to_owned(),
                "`witnesses` asks for more witnesses than `witness-keys` names, or one stands there twice".to_owned(),
            );
        }
        let hours = self.hours_flaw().or_else(|| castable::flaw(&self.rules, &self.options));
        let flaw = electorates::flaw(&self.electorates, self.electorates_counted, &self.rules, &self.channels);
        if let Some(Bilingual { fr, en }) = flaw.or_else(|| self.channels.flaw()).or(hours) {
            return fault(fr, en);
        }
        Ok(())
    }
}

impl Definition {
    /// Why the hours and days cannot be meant.
    fn hours_flaw(&self) -> Option<Bilingual> {
        if self.opens >= self.closes {
            return Some(Bilingual::new("le vote clôt avant d’ouvrir", "the vote closes before it opens"));
        }
        let closing_day = self.closes.day();
        if self.appeal_until < closing_day || self.retention_until < self.appeal_until {
            return Some(Bilingual::new(
                "attendu dans cet ordre : `closes`, `appeal-until`, `retention-until`",
                "expected in this order: `closes`, `appeal-until`, `retention-until`",
            ));
        }
        (self.tolerance_minutes > MOST_MINUTES || self.extension_minutes > MOST_MINUTES).then(|| {
            Bilingual::new(
                format!("`tolerance-minutes` et `extension-minutes` vont jusqu’à {MOST_MINUTES}, soit 30 jours"),
                format!("`tolerance-minutes` and `extension-minutes` go up to {MOST_MINUTES}, which is 30 days"),
            )
        })
    }
}

fn read_localised(reader: &mut Reader<'_>, key: &str, languages: &[Language]) -> Result<Localised, Fault> {
    languages.iter().map(|language| Ok((*language, reader.words(&format!("{key}-{language}"))?))).collect()
}

fn write_localised(writer: Writer, key: &str, words: &Localised) -> Writer {
    words.iter().fold(writer, |writer, (language, words)| writer.words(&format!("{key}-{language}"), words))
}

fn read_rules(reader: &mut Reader<'_>, languages: &[Language]) -> Result<Rules, Fault> {
    let name = reader.value("rules")?;
    let rules = if name.quoted { None } else { Rules::read(name.text, &mut Sealed { reader, languages }) };
    rules.unwrap_or_else(|| {
        let names = Rules::NAMES.map(|name| format!("`{name}`"));
        Err(name.fault(&Bilingual::new(names.join(" ou "), names.join(" or "))))
    })
}

/// The rules as they are sealed, in a definition of these languages.
struct Sealed<'r, 'a> {
    reader: &'r mut Reader<'a>,
    languages: &'r [Language],
}

impl RuleFields for Sealed<'_, '_> {
    type Fault = Fault;

    fn token<T: Token>(&mut self, key: &str) -> Result<T, Fault> {
        self.reader.token(key)
    }

    fn token_if<T: Token>(&mut self, key: &str) -> Result<Option<T>, Fault> {
        self.reader.token(key)
    }

    fn list<T: Token>(&mut self, key: &str) -> Result<Vec<T>, Fault> {
        self.reader.list_or(key, "none")?.into_iter().map(Value::token).collect()
    }

    fn grades(&mut self, key: &str) -> Result<Vec<Grade>, Fault> {
        self.reader.records(key)?.into_iter().map(|record| read_grade(record, self.languages)).collect()
    }

    fn limits(&mut self) -> Result<Limits, Fault> {
        let min = self.reader.value("choices-min")?;
        let limits = Limits {
            min: min.token()?,
            max: self.reader.token("choices-max")?,
            max_per_category: self.reader.token("choices-per-category")?,
        };
        if (1..=limits.max).contains(&limits.min) {
            return Ok(limits);
        }
        Err(min.fault(&Bilingual::new("un nombre de 1 à `choices-max`", "a number from 1 to `choices-max`")))
    }

    fn envelopes(&mut self) -> Result<Vec<BudgetEnvelope>, Fault> {
        self.reader.list("envelopes")?.into_iter().map(read_envelope).collect()
    }
}

fn read_envelope(value: Value<'_>) -> Result<BudgetEnvelope, Fault> {
    let [id, amount] = value.parts(["envelope", "amount"])?;
    Ok(BudgetEnvelope { id: id.token()?, amount: amount.token()? })
}

fn read_grade(mut record: Reader<'_>, languages: &[Language]) -> Result<Grade, Fault> {
    let grade = Grade { id: record.token("id")?, title: read_localised(&mut record, "title", languages)? };
    record.finish()?;
    Ok(grade)
}

fn read_witnesses(reader: &mut Reader<'_>) -> Result<Vec<Witness>, Fault> {
    let mut witnesses: Vec<Witness> =
        reader.list_or("witness-keys", "none")?.into_iter().map(Value::token).collect::<Result<_, _>>()?;
    witnesses.sort();
    Ok(witnesses)
}

fn read_option(mut record: Reader<'_>, languages: &[Language]) -> Result<DefinitionOption, Fault> {
    let option = DefinitionOption {
        id: record.token("id")?,
        title: read_localised(&mut record, "title", languages)?,
        category: record.token("category")?,
        cost: record.token("cost")?,
        pays_from: read_pays_from(record.value("pays-from")?)?,
        proposal: record.token("proposal")?,
        text: record.token("text")?,
    };
    if option.proposal.is_some() && option.text.is_some() {
        return Err(Fault::at(
            1,
            1,
            format!("le choix `{}` a un texte signé et un autre", option.id),
            format!("the option `{}` has a signed text and another", option.id),
        ));
    }
    record.finish()?;
    Ok(option)
}

fn read_pays_from(value: Value<'_>) -> Result<Vec<EnvelopeId>, Fault> {
    if value.text == "none" {
        return Ok(Vec::new());
    }
    value.text.split(' ').map(|text| Value { text, ..value }.token()).collect()
}

fn write_option(writer: Writer, option: &DefinitionOption) -> Writer {
    let pays_from: Vec<&str> = option.pays_from.iter().map(EnvelopeId::as_str).collect();
    let pays_from = if pays_from.is_empty() { "none".to_owned() } else { pays_from.join(" ") };
    write_localised(writer.token("id", &option.id), "title", &option.title)
        .token("category", &option.category)
        .token("cost", &option.cost)
        .plain("pays-from", &pays_from)
        .token("proposal", &option.proposal)
        .token("text", &option.text)
}

impl Statement for Definition {
    const KIND: Kind = Kind::Definition;

    fn read_fields(text: &[u8]) -> Result<Self, Fault> {
        let mut reader = Reader::parse(text)?;
        let council = read_kind(&mut reader, Kind::Definition)?;
        let (record, vote, source) = (reader.token("record")?, reader.token("vote")?, reader.token("source")?);
        let languages: Vec<Language> = reader.tokens("languages")?;
        let question = read_localised(&mut reader, "question", &languages)?;
        let mode = reader.token("mode")?;
        let rules = read_rules(&mut reader, &languages)?;
        let body = reader.value("body")?;
        body.token_is(rules.body().word())?;
        let (electorates, electorates_counted) = electorates::read(&mut reader)?;
        let channels = Channels::read(&mut reader)?;
        let definition = Self {
            council,
            record,
            vote,
            source,
            question,
            mode,
            electorates,
            electorates_counted,
            channels,
            opens: reader.token("opens")?,
            closes: reader.token("closes")?,
            tolerance_minutes: reader.token("tolerance-minutes")?,
            extension_minutes: reader.token("extension-minutes")?,
            witnesses: reader.token("witnesses")?,
            witness_keys: read_witnesses(&mut reader)?,
            key_replacement: reader.token("key-replacement")?,
            ballots_per_key: reader.token("ballots-per-key")?,
            appeal_until: reader.token("appeal-until")?,
            retention_until: reader.token("retention-until")?,
            options: match rules.body() {
                BallotBody::Answer => Vec::new(),
                _ => reader
                    .records("options")?
                    .into_iter()
                    .map(|record| read_option(record, &languages))
                    .collect::<Result<_, _>>()?,
            },
            rules,
        };
        reader.finish()?;
        definition.check()?;
        Ok(definition)
    }

    fn write(&self) -> String {
        let writer = write_kind(Kind::Definition, &self.council)
            .token("record", &self.record)
            .token("vote", &self.vote)
            .token("source", &self.source)
            .list("languages", self.languages().iter().map(Token::write));
        let writer = write_localised(writer, "question", &self.question).token("mode", &self.mode);
        let writer = self.rules.write(writer).token("body", &self.rules.body());
        let writer = electorates::write(writer, &self.electorates, self.electorates_counted);
        let writer = self
            .channels
            .write(writer)
            .token("opens", &self.opens)
            .token("closes", &self.closes)
            .token("tolerance-minutes", &self.tolerance_minutes)
            .token("extension-minutes", &self.extension_minutes)
            .token("witnesses", &self.witnesses)
            .list_or_none("witness-keys", &self.witness_keys.iter().map(Token::write).collect::<Vec<_>>())
            .token("key-replacement", &self.key_replacement)
            .token("ballots-per-key", &self.ballots_per_key)
            .token("appeal-until", &self.appeal_until)
            .token("retention-until", &self.retention_until);
        match self.rules.body() {
            BallotBody::Answer => writer.finish(),
            _ => writer.records("options", &self.options, write_option).finish(),
        }
    }

    fn council(&self) -> &CouncilId {
        &self.council
    }

    fn path(&self, _: Digest) -> FilePath {
        checked_path(&format!("submissions/definitions/{}.definition", self.vote))
    }
}
