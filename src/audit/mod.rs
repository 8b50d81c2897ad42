//! The audit: everything recomputed from files, by the rules the clerk's commands use.
//!
//! ```text
//! FileTree ─▶ replay, checkpoints, tallies, every file accounted for ─▶ Audit
//! ```
//!
//! No clock, no network, no trust in the clerk. Each check adds findings; none stops the next.

mod files;
mod memory;
mod points;
mod results;

use std::collections::BTreeSet;

pub use memory::Memory;
pub use points::{Point, PointReport};

use serde::Serialize;

use crate::council::tally::{Doubt, DoubtKind, VoteState};
use crate::council::{CouncilId, VoteId};
use crate::language::{Bilingual, Language};
use crate::record::{Files, HandedIn, Record, Sums, check_checkpoints, check_seen, handed_in, replay_after};
use crate::report::{Code, Diagnostic, has_errors};
use crate::statement::{LogState, entries};
use crate::tree::{Digest, FilePath, FileTree};

/// What an audit found.
#[derive(Clone, Debug, Serialize)]
pub struct Audit {
    /// Every finding; none when all holds.
    pub findings: Vec<Diagnostic>,
    /// Each point, and whether it holds.
    pub points: Vec<PointReport>,
    /// What was recomputed; nothing where there is no record to recompute.
    pub summary: Option<Summary>,
    /// What the auditor keeps for the next time, where the log holds.
    #[serde(skip)]
    pub memory: Option<Memory>,
}

/// What an auditor knows besides the clone.
#[derive(Clone, Debug, Default)]
pub struct Knowledge {
    /// The fingerprint of the genesis, from signed minutes.
    pub pinned: Option<Digest>,
    /// What was kept from the audit before.
    pub memory: Option<Memory>,
    /// Whether signatures that the audit before found to hold are left at that.
    pub since: bool,
    /// Files seen elsewhere: ballots, stamps, receipts.
    pub seen: FileTree,
}

/// What was recomputed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Summary {
    /// The council.
    pub council: CouncilId,
    /// The fingerprint of its genesis.
    pub fingerprint: Digest,
    /// Whether that fingerprint is the one the auditor asked for.
    pub pinned: bool,
    /// Entries in the log.
    pub entries: u64,
    /// The root of the log.
    pub root: Digest,
    /// Votes certified, and recounted to the same bytes.
    pub certified: u64,
    /// Votes certified whose ballots were erased by right: nobody can count them again.
    pub recount_closed: u64,
    /// Votes that ended without result, or whose result was taken back.
    pub annulled: u64,
    /// Votes whose rules ask for no witness: their hours rest on the clerk's word.
    pub unwitnessed: u64,
    /// Votes that are open or closed without certificate.
    pub running: u64,
    /// Ballots of certified votes about which a reader may doubt, and whether they could have changed
    /// what wins.
    pub doubts: Vec<VoteDoubt>,
    /// How many entries were left at what the audit before found of their signatures.
    pub since: Option<u64>,
    /// States of the log that the root declared abandoned.
    #[serde(skip)]
    pub abandoned: Vec<LogState>,
    /// Ballots that the closing of their vote left out. Whether they came late is for the history
    /// of commits to say.
    #[serde(skip)]
    pub left_out: Vec<(FilePath, VoteId)>,
    /// Ballots and proposals handed in.
    pub handed_in: u64,
    /// Those recorded.
    pub recorded: u64,
    /// Those refused with a recorded reason.
    pub refused: u64,
    /// Those the log does not mention yet.
    pub pending: u64,
}

/// Ballots of one vote about which a reader may doubt.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct VoteDoubt {
    /// The vote.
    pub vote: VoteId,
    /// Which ballots, and whether they matter.
    #[serde(flatten)]
    pub doubt: Doubt,
}

/// Audits `folder`, the files of a council's repository; `pinned` is the fingerprint of the
/// genesis as the auditor knows it from elsewhere.
#[must_use]
pub fn audit(folder: FileTree, pinned: Option<Digest>) -> Audit {
    audit_knowing(folder, &Knowledge { pinned, ..Knowledge::default() })
}

/// As [`audit`], by an auditor who knows more than the clone.
#[must_use]
pub fn audit_knowing(folder: FileTree, knowledge: &Knowledge) -> Audit {
    examine(folder, knowledge).audit
}

/// An audit with what it looked at.
#[derive(Debug)]
pub struct Examined {
    /// What was found.
    pub audit: Audit,
    /// The files.
    pub files: Files,
    /// What their log says, where it has a genesis.
    pub record: Option<Record>,
}

/// As [`audit_knowing`], keeping what was looked at.
#[must_use]
pub fn examine(folder: FileTree, knowledge: &Knowledge) -> Examined {
    let files = Files::new(folder);
    let earlier = knowledge.memory.as_ref().filter(|_| knowledge.since).map(|memory| memory.state);
    let (record, findings) = replay_after(&files, earlier);
    let audit = if let Some(record) = &record {
        judge(record, &files, findings, knowledge, earlier)
    } else {
        let points = points::report(None, files.tree(), &[], &findings);
        Audit { findings, points, summary: None, memory: None }
    };
    Examined { audit, files, record }
}

/// What `record` and its files give, besides the `findings` of its replay.
///
/// `earlier` is the state whose entries were found to hold before.
fn judge(
    record: &Record,
    files: &Files,
    mut findings: Vec<Diagnostic>,
    knowledge: &Knowledge,
    earlier: Option<LogState>,
) -> Audit {
    findings.extend(check_pin(record, knowledge.pinned));
    findings.extend(knowledge.memory.as_ref().and_then(|memory| memory.compare(record)));
    let waiting = handed_in(record, files.tree());
    findings.extend(check_seen(record, files.tree(), &knowledge.seen));
    findings.extend(check_checkpoints(record, files.tree()));
    findings.extend(results::check(record, files.tree()));
    let told: BTreeSet<String> =
        findings.iter().filter_map(|finding| Some(finding.place.as_ref()?.file.clone())).collect();
    findings.extend(
        files::check_strays(record, files.tree(), &waiting).into_iter().filter(|finding| !is_told(finding, &told)),
    );
    let mut summary = summarise(record, files.tree(), &waiting, knowledge.pinned.is_some());
    summary.since = earlier.filter(|earlier| record.state_at(earlier.size) == Some(*earlier)).map(|state| state.size);
    let points = points::report(Some(record), files.tree(), &waiting, &findings);
    // A log that does not hold is not what the next audit should start from.
    let memory = (!has_errors(&findings)).then(|| Memory::of(record));
    Audit { findings, points, summary: Some(summary), memory }
}

impl Audit {
    /// Whether nothing was found that matters.
    #[must_use]
    pub fn holds(&self) -> bool {
        !has_errors(&self.findings)
    }

    /// The verdict, in one line.
    #[must_use]
    pub fn verdict(&self, language: Language) -> String {
        let errors = self.findings.len();
        let Some(summary) = &self.summary else {
            let words = Bilingual::new("ÉCHEC : aucun registre à vérifier", "FAILED: there is no record to audit");
            return words.get(language).to_owned();
        };
        let Summary { council, entries: entries_read, certified, running, recorded, refused, pending, .. } = summary;
        let sums = Sums { recorded: *recorded, refused: *refused, pending: *pending }.words();
        let sums = sums.get(language);
        let (apart, hours) = (
            summary.apart(language),
            summary.hours(language) + &summary.doubted(language) + &summary.recalled(language),
        );
        let lead = match (summary.pinned, language) {
            (true, _) => String::new(),
            (false, Language::Fr) => {
                format!("NON ÉPINGLÉ (comparer la genèse {} à celle du procès-verbal) · ", summary.fingerprint)
            }
            (false, Language::En) => {
                format!("UNPINNED (compare the genesis {} with the one in the minutes) · ", summary.fingerprint)
            }
        };
        let verdict = match (self.holds(), language) {
            (true, Language::Fr) => "CONFORME".to_owned(),
            (true, Language::En) => "OK".to_owned(),
            (false, Language::Fr) => {
                format!("ÉCHEC, {}", language.count(errors, "constat", "constats"))
            }
            (false, Language::En) => {
                format!("FAILED, {}", language.count(errors, "finding", "findings"))
            }
        };
        let size = entries(*entries_read);
        let size = size.get(language);
        let certified = language.count(
            *certified,
            match language {
                Language::Fr => "vote certifié recompté",
                Language::En => "certified vote recounted",
            },
            match language {
                Language::Fr => "votes certifiés recomptés",
                Language::En => "certified votes recounted",
            },
        );
        let facts = match language {
            Language::Fr => format!("{council} : {size}, {certified}{apart}, {running} en cours ; {sums}{hours}"),
            Language::En => format!("{council}: {size}, {certified}{apart}, {running} running; {sums}{hours}"),
        };
        format!("{lead}{verdict} · {facts}")
    }
}

impl Summary {
    /// What was left at the audit before, for the verdict.
    fn recalled(&self, language: Language) -> String {
        match (self.since, language) {
            (None, _) => String::new(),
            (Some(size), Language::Fr) => {
                format!(
                    " · DEPUIS {} : leurs signatures de bulletins ont été vérifiées à l’audit précédent",
                    entries(size).fr
                )
            }
            (Some(size), Language::En) => {
                format!(
                    " · SINCE {}: the signatures of their ballots were checked at the audit before",
                    entries(size).en
                )
            }
        }
    }

    /// Whether anyone vouches for the hours of the votes, for the verdict.
    fn hours(&self, language: Language) -> String {
        match (self.unwitnessed, language) {
            (0, _) => String::new(),
            (votes, Language::Fr) => {
                format!(" · SANS TÉMOIN : rien n’atteste les heures de {}", language.count(votes, "vote", "votes"))
            }
            (votes, Language::En) => {
                format!(" · UNWITNESSED: nobody vouches for the hours of {}", language.count(votes, "vote", "votes"))
            }
        }
    }

    /// Whether ballots that came late, or under a replaced key, could have changed what wins, for the
    /// verdict.
    fn doubted(&self, language: Language) -> String {
        let words = self.doubts.iter().map(|VoteDoubt { vote, doubt }| {
            let Doubt { kind, ballots, could_change, .. } = doubt;
            let which = match (kind, language) {
                (DoubtKind::Late, Language::Fr) => {
                    language.agree(*ballots, "bulletin en retard", "bulletins en retard")
                }
                (DoubtKind::Late, Language::En) => language.agree(*ballots, "late ballot", "late ballots"),
                (DoubtKind::KeyReplaced, Language::Fr) => {
                    language.agree(*ballots, "bulletin sous une clé remplacée", "bulletins sous une clé remplacée")
                }
                (DoubtKind::KeyReplaced, Language::En) => {
                    language.agree(*ballots, "ballot under a replaced key", "ballots under a replaced key")
                }
                (DoubtKind::OverCap, Language::Fr) => {
                    language.agree(*ballots, "bulletin au-delà du nombre permis", "bulletins au-delà du nombre permis")
                }
                (DoubtKind::OverCap, Language::En) => {
                    language.agree(*ballots, "ballot beyond the number allowed", "ballots beyond the number allowed")
                }
                (DoubtKind::Unreconciled, Language::Fr) => language.agree(
                    *ballots,
                    "écart entre papiers et émargements",
                    "écarts entre papiers et émargements",
                ),
                (DoubtKind::Unreconciled, Language::En) => language.agree(
                    *ballots,
                    "difference between papers and signatures",
                    "differences between papers and signatures",
                ),
                (DoubtKind::NoReturn, Language::Fr) => {
                    language.agree(*ballots, "bureau de vote sans relevé", "bureaux de vote sans relevé")
                }
                (DoubtKind::NoReturn, Language::En) => {
                    language.agree(*ballots, "polling station without a return", "polling stations without a return")
                }
            };
            match (could_change, language) {
                (true, Language::Fr) => {
                    let could = language.agree(*ballots, "aurait", "auraient");
                    format!(" · À EXAMINER : {ballots} {which} {could} pu changer le résultat de `{vote}`")
                }
                (true, Language::En) => {
                    format!(" · TO CONSIDER: {ballots} {which} could have changed what wins in `{vote}`")
                }
                (false, Language::Fr) => {
                    let could = language.agree(*ballots, "aurait", "auraient");
                    format!(" · {ballots} {which} n’{could} pas changé le résultat de `{vote}`")
                }
                (false, Language::En) => format!(" · {ballots} {which} could not have changed what wins in `{vote}`"),
            }
        });
        words.collect()
    }

    /// The votes that are neither recounted nor running, for the verdict.
    fn apart(&self, language: Language) -> String {
        let (closed, annulled) = (self.recount_closed, self.annulled);
        let closed = match (closed, language) {
            (0, _) => String::new(),
            (_, Language::Fr) => {
                format!(", RECOMPTAGE CLOS pour {closed} (bulletins effacés, résultat certifié gardé)")
            }
            (_, Language::En) => format!(", RECOUNT CLOSED for {closed} (ballots erased, certified tally kept)"),
        };
        let annulled = match (annulled, language) {
            (0, _) => String::new(),
            (_, Language::Fr) => format!(", {}", language.count(annulled, "annulé", "annulés")),
            (_, Language::En) => format!(", {annulled} annulled"),
        };
        closed + &annulled
    }
}

/// Whether something was said of the same file already.
fn is_told(finding: &Diagnostic, told: &BTreeSet<String>) -> bool {
    finding.place.as_ref().is_some_and(|place| told.contains(&place.file))
}

fn check_pin(record: &Record, pinned: Option<Digest>) -> Option<Diagnostic> {
    let (expected, found) = (pinned?, record.fingerprint());
    let message = Bilingual::new(
        format!("genèse {found} ; attendu : {expected}"),
        format!("found genesis {found}, expected {expected}"),
    );
    (expected != found).then(|| Diagnostic::error(Code::GenesisMismatch, message))
}

fn summarise(record: &Record, tree: &FileTree, waiting: &[HandedIn], pinned: bool) -> Summary {
    let state = record.state();
    let stages: Vec<Option<VoteState>> = record.votes().map(|(_, vote)| vote.state()).collect();
    let count = |wanted| stages.iter().filter(|stage| **stage == Some(wanted)).count() as u64;
    let (certified, annulled) = (count(VoteState::Certified), count(VoteState::Annulled));
    let closed = record.votes().filter(|(_, vote)| vote.certificate().is_some() && results::is_recount_closed(vote));
    let closed = closed.filter(|(_, vote)| vote.state() == Some(VoteState::Certified)).count() as u64;
    let unwitnessed = record.votes().filter(|(_, vote)| vote.definition().witnesses == 0).count() as u64;
    let sums = Sums::with_pending(record, waiting.len() as u64);
    Summary {
        council: record.council().clone(),
        fingerprint: record.fingerprint(),
        pinned,
        entries: state.size,
        root: state.root,
        certified: certified - closed,
        recount_closed: closed,
        annulled,
        unwitnessed,
        running: count(VoteState::Open) + count(VoteState::Closed),
        doubts: results::doubts(record, tree).into_iter().map(|(vote, doubt)| VoteDoubt { vote, doubt }).collect(),
        since: None,
        abandoned: record.abandoned().to_vec(),
        left_out: record.left_out(tree),
        handed_in: sums.handed_in(),
        recorded: sums.recorded,
        refused: sums.refused,
        pending: sums.pending,
    }
}
