//! The points of an audit, each with its name, what was looked at, and whether it holds.

use std::collections::BTreeMap;

use serde::Serialize;

use super::results;
use crate::council::tally::VoteState;
use crate::language::Bilingual;
use crate::language::Language::{En, Fr};
use crate::record::{CHECKPOINTS, ENTRIES, HandedIn, Record, VoteRecord};
use crate::report::{Code, Diagnostic, Severity};
use crate::statement::{Kind, RollMode, entries};
use crate::tally::BallotBox;
use crate::tree::FileTree;

/// Declares [`Point`]: the variant, its stable name, what it asks in French and in English.
macro_rules! points {
    ($( $(#[$doc:meta])* $variant:ident = $name:literal, $fr:literal, $en:literal; )*) => {
        /// What an audit asks.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Point { $( $(#[$doc])* $variant, )* }

        impl Point {
            /// Every point, in the order in which they are told.
            pub const ALL: &'static [Self] = &[ $( Self::$variant, )* ];

            /// Its stable name.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $( Self::$variant => $name, )* }
            }

            /// What it asks.
            #[must_use]
            pub fn question(self) -> Bilingual {
                match self { $( Self::$variant => Bilingual::new($fr, $en), )* }
            }
        }
    };
}

points! {
    /// Genesis, roles and their rotations.
    Council = "COUNCIL", "genèse, rôles et leurs changements signés par la racine", "genesis, roles and their changes signed by the root";
    /// The chain of each roll.
    Rolls = "ROLLS", "chaque liste suit la précédente, signée par assez d’officiers", "each roll follows the one before, signed by enough officers";
    /// Rule E1 and the links between votes.
    Keys = "KEYS", "chaque clé est sûre, à une seule personne, et ne relie aucun pseudonyme", "each key is sound, one voter’s alone, and links no pseudonym";
    /// Definitions and what they seal.
    Definitions = "DEFINITIONS", "les règles scellées sont signées, et leurs sources n’ont pas changé", "the sealed rules are signed, and their sources did not change";
    /// Every file that an entry names.
    Entries = "ENTRIES", "chaque entrée nomme un fichier signé que les règles admettent", "each entry names a signed file that the rules admit";
    /// The order and the hours of the stages.
    Stages = "STAGES", "chaque étape une fois, dans l’ordre, à son heure", "each stage once, in order, at its hour";
    /// Roots, checkpoints, what the auditor kept.
    Log = "LOG", "les racines, les points de contrôle, la suite de l’audit précédent", "roots, checkpoints, the continuation of the audit before";
    /// One ballot a voter, with its weight.
    Ballots = "BALLOTS", "un bulletin par personne, au poids de la liste", "one ballot for each voter, with the weight of the roll";
    /// The results.
    Recount = "RECOUNT", "chaque résultat certifié, recompté à l’octet près", "each certified result, recounted to the byte";
    /// The other numbers that are published.
    Published = "PUBLISHED", "la participation publiée est celle du journal", "the published turnout is the one of the log";
    /// What is not counted, and why.
    Uncounted = "UNCOUNTED", "tout ce qui n’est pas compté, avec son motif", "all that is not counted, with its reason";
    /// Every file has its place.
    Files = "FILES", "chaque fichier reçu est consigné, refusé ou en attente", "each file handed in is recorded, refused or pending";
}

/// What was found at one point.
#[derive(Clone, Debug, Serialize)]
pub struct PointReport {
    /// The point's stable name.
    pub point: &'static str,
    /// Whether it holds; nothing where it could not be looked at.
    pub holds: Option<bool>,
    /// What it asks.
    pub question: Bilingual,
    /// What was looked at.
    pub facts: Bilingual,
    /// How many errors were found.
    pub errors: usize,
}

impl Point {
    /// The point that a finding is about.
    fn of(finding: &Diagnostic, record: Option<&Record>) -> Self {
        match finding.code {
            Code::GenesisMismatch | Code::GenesisMissing => Self::Council,
            Code::SourceChanged => Self::Definitions,
            Code::LogMalformed
            | Code::CheckpointInvalid
            | Code::CheckpointMissing
            | Code::LogRolledBack
            | Code::LogRewritten
            | Code::LogForkEnded
            | Code::LogKeyRetired => Self::Log,
            Code::OpenedLate
            | Code::ClosedEarly
            | Code::ClosedLate
            | Code::ErasedEarly
            | Code::WitnessMissing
            | Code::PendingMismatch
            | Code::PendingLeftOut
            | Code::DrawMissing => Self::Stages,
            Code::CountOverflow => Self::Ballots,
            Code::TallyMismatch | Code::TallyMissing => Self::Recount,
            Code::TurnoutMismatch => Self::Published,
            Code::RefusalUnfounded | Code::BallotWithheld | Code::SeenElsewhere | Code::StampInvalid => Self::Uncounted,
            Code::FileStray | Code::TreeDirty => Self::Files,
            _ => Self::of_entry(finding, record),
        }
    }

    /// The point of a finding about an entry: that of the entry's kind.
    fn of_entry(finding: &Diagnostic, record: Option<&Record>) -> Self {
        let linked =
            matches!(finding.cause, Some(Code::KeyWeak | Code::KeySample | Code::KeyLinksVoter | Code::RollUsed));
        let place = finding.place.as_ref().filter(|place| place.file == ENTRIES);
        let index = place.and_then(|place| place.line).and_then(|line| (line as usize).checked_sub(1));
        let entry = record.and_then(|record| record.entries().get(index?));
        match entry.map(|entry| entry.kind) {
            _ if linked => Self::Keys,
            Some(Kind::Genesis | Kind::Roles | Kind::Fork) => Self::Council,
            Some(Kind::Roll) => Self::Rolls,
            Some(Kind::Definition) => Self::Definitions,
            Some(
                Kind::Open | Kind::Close | Kind::Draw | Kind::Certify | Kind::Annul | Kind::Erase | Kind::Incident,
            ) => Self::Stages,
            Some(Kind::Refusal) => Self::Uncounted,
            _ => Self::Entries,
        }
    }
}

/// The report of every point.
#[must_use]
pub(super) fn report(
    record: Option<&Record>,
    tree: &FileTree,
    waiting: &[HandedIn],
    findings: &[Diagnostic],
) -> Vec<PointReport> {
    let fates: Vec<Fate> = record.iter().flat_map(|record| record.votes()).map(|(_, vote)| Fate::of(vote)).collect();
    let mut errors: BTreeMap<Point, usize> = BTreeMap::new();
    for finding in findings.iter().filter(|finding| finding.severity == Severity::Error) {
        *errors.entry(Point::of(finding, record)).or_default() += 1;
    }
    let all = Point::ALL.iter().map(|point| {
        let errors = errors.get(point).copied().unwrap_or(0);
        let looked_at = record.is_some() || errors > 0;
        let nothing = Bilingual::new("rien à vérifier sans registre", "nothing to check without a record");
        PointReport {
            point: point.name(),
            holds: looked_at.then_some(errors == 0),
            question: point.question(),
            facts: record.map_or(nothing, |record| facts(*point, record, tree, waiting, &fates)),
            errors,
        }
    });
    all.collect()
}

/// How many ballots of a vote count, and what became of the others.
struct Fate {
    recorded: usize,
    counted: usize,
    superseded: usize,
    set_aside: usize,
    /// Returns of polling stations.
    returns: usize,
}

impl Fate {
    fn of(vote: &VoteRecord) -> Self {
        let ballots = BallotBox::of(vote);
        Self {
            recorded: vote.ballots().len(),
            counted: ballots.counted().len(),
            superseded: ballots.superseded().len(),
            set_aside: ballots.set_aside().len(),
            returns: vote.returns().len(),
        }
    }
}

/// What was looked at.
fn facts(point: Point, record: &Record, tree: &FileTree, waiting: &[HandedIn], fates: &[Fate]) -> Bilingual {
    match point {
        Point::Council => {
            let genesis = record.genesis();
            let (threshold, keys) = (genesis.threshold, genesis.root.len());
            let version = record.roles().map_or(0, |roles| roles.version);
            Bilingual::new(
                format!(
                    "{threshold} sur {}, rôles en version {version}",
                    Fr.count(keys, "clé de racine", "clés de racine")
                ),
                format!("{threshold} of {}, roles in version {version}", En.count(keys, "root key", "root keys")),
            )
        }
        Point::Rolls => {
            let rolls = record.newest_rolls();
            let (count, lines) =
                rolls.fold((0_u64, 0), |(count, lines), roll| (count + 1, lines + roll.roll().voters.len()));
            Bilingual::new(
                format!("{}, {}", Fr.count(count, "liste", "listes"), Fr.count(lines, "ligne", "lignes")),
                format!("{}, {}", En.count(count, "roll", "rolls"), En.count(lines, "line", "lines")),
            )
        }
        Point::Keys => {
            let keys: usize = record.newest_rolls().map(|roll| roll.keys().count()).sum();
            let pseudonymous = record
                .newest_rolls()
                .filter(|roll| roll.roll().mode == RollMode::Voters(crate::council::Mode::Pseudonymous));
            let pseudonymous = pseudonymous.count();
            Bilingual::new(
                format!(
                    "{}, {}",
                    Fr.count(keys, "clé", "clés"),
                    Fr.count(pseudonymous, "liste pseudonyme", "listes pseudonymes")
                ),
                format!(
                    "{}, {}",
                    En.count(keys, "key", "keys"),
                    En.count(pseudonymous, "pseudonymous roll", "pseudonymous rolls")
                ),
            )
        }
        Point::Definitions => {
            let count = record.votes().count();
            Bilingual::new(
                Fr.count(count, "vote défini", "votes définis"),
                En.count(count, "vote defined", "votes defined"),
            )
        }
        Point::Entries => entries(record.entries().len()),
        Point::Stages => stage_facts(record),
        Point::Log => {
            let checkpoints = tree.below(CHECKPOINTS).count();
            let state = record.state();
            let (size, root) = (entries(state.size), state.root);
            Bilingual::new(
                format!(
                    "{}, racine {root}, {}",
                    size.fr,
                    Fr.count(checkpoints, "point de contrôle", "points de contrôle")
                ),
                format!("{}, root {root}, {}", size.en, En.count(checkpoints, "checkpoint", "checkpoints")),
            )
        }
        Point::Ballots => ballot_facts(fates),
        Point::Recount => {
            let certified = record.votes().filter(|(_, vote)| vote.certificate().is_some());
            let (closed, open): (Vec<_>, Vec<_>) = certified.partition(|(_, vote)| results::is_recount_closed(vote));
            let (closed, open) = (closed.len(), open.len());
            Bilingual::new(
                format!(
                    "{}, {closed} dont les bulletins sont effacés",
                    Fr.count(open, "résultat recompté", "résultats recomptés")
                ),
                format!(
                    "{}, {closed} whose ballots are erased",
                    En.count(open, "result recounted", "results recounted")
                ),
            )
        }
        Point::Published => {
            let count = record.votes().filter(|(_, vote)| vote.state().is_some()).count();
            Bilingual::new(
                Fr.count(count, "fichier de participation", "fichiers de participation"),
                En.count(count, "turnout file", "turnout files"),
            )
        }
        Point::Uncounted => uncounted_facts(record, fates),
        Point::Files => {
            let pending = waiting.len();
            Bilingual::new(format!("{pending} en attente"), format!("{pending} pending"))
        }
    }
}

fn stage_facts(record: &Record) -> Bilingual {
    let count = |state| record.votes().filter(|(_, vote)| vote.state() == Some(state)).count();
    let (open, closed) = (count(VoteState::Open), count(VoteState::Closed));
    let (certified, annulled) = (count(VoteState::Certified), count(VoteState::Annulled));
    let unwitnessed = record.votes().filter(|(_, vote)| vote.definition().witnesses == 0).count();
    Bilingual::new(
        format!(
            "{}, {closed} clos, {}, {} ; {unwitnessed} sans témoin",
            Fr.count(open, "ouvert", "ouverts"),
            Fr.count(certified, "certifié", "certifiés"),
            Fr.count(annulled, "annulé", "annulés")
        ),
        format!("{open} open, {closed} closed, {certified} certified, {annulled} annulled; {unwitnessed} unwitnessed"),
    )
}

fn ballot_facts(fates: &[Fate]) -> Bilingual {
    let recorded: usize = fates.iter().map(|fate| fate.recorded).sum();
    let counted: usize = fates.iter().map(|fate| fate.counted).sum();
    let superseded: usize = fates.iter().map(|fate| fate.superseded).sum();
    let set_aside: usize = fates.iter().map(|fate| fate.set_aside).sum();
    let returns: usize = fates.iter().map(|fate| fate.returns).sum();
    let (aside_fr, aside_en) = match (returns, set_aside) {
        (0, _) => (String::new(), String::new()),
        _ => (
            format!(
                " + {} pour un papier ; {}",
                Fr.count(set_aside, "écarté", "écartés"),
                Fr.count(returns, "relevé de bureau de vote", "relevés de bureau de vote")
            ),
            format!(" + {set_aside} set aside for a paper; {}", En.count(returns, "paper return", "paper returns")),
        ),
    };
    Bilingual::new(
        format!(
            "{} = {} + {}{aside_fr}",
            Fr.count(recorded, "consigné", "consignés"),
            Fr.count(counted, "compté", "comptés"),
            Fr.count(superseded, "remplacé", "remplacés")
        ),
        format!("{recorded} recorded = {counted} counted + {superseded} superseded{aside_en}"),
    )
}

fn uncounted_facts(record: &Record, fates: &[Fate]) -> Bilingual {
    let mut codes: BTreeMap<&str, usize> = BTreeMap::new();
    for refusal in record.refusals() {
        *codes.entry(refusal.code.name()).or_default() += 1;
    }
    let codes: Vec<String> = codes.into_iter().map(|(code, count)| format!("{code} × {count}")).collect();
    let codes = if codes.is_empty() { String::new() } else { format!(" ({})", codes.join(", ")) };
    let refused = record.refusals().len();
    let replaced: usize = fates.iter().map(|fate| fate.superseded).sum();
    Bilingual::new(
        format!(
            "{}{codes}, {} par leur auteur",
            Fr.count(refused, "refusé", "refusés"),
            Fr.count(replaced, "remplacé", "remplacés")
        ),
        format!("{refused} refused{codes}, {replaced} superseded by their voter"),
    )
}
