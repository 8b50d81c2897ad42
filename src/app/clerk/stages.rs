//! `open`, `close` and `certify`: the stages of a vote.

use std::path::Path;

use super::{Keys, act, named, now};
use crate::app::record::{root_of, withheld};
use crate::app::tally::selection;
use crate::app::{AppError, Status, Terminal};
use crate::clerk::{Desk, seal, tally_path};
use crate::council::tally::VoteState;
use crate::council::{Instant, VoteId};
use crate::document::vote::read_file;
use crate::language::{Bilingual, Language};
use crate::record::check_seen;
use crate::report::{Diagnostic, has_errors};
use crate::source::git::GitSource;
use crate::statement::Definition;
use crate::tree::FilePath;

/// Whether a vote may be opened or closed away from its hour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Timing {
    /// Not where this machine's clock says that it is too late, or too early.
    AtItsHour,
    /// It may be closed before: the council decided so.
    Early,
    /// It may be opened after: a trial, or what was done before is done again.
    Late,
}

/// `open`: seals the rules of `content/votes/<vote>.md` and opens the vote.
///
/// # Errors
/// A rule that is still to decide, a roll or proposal that is not recorded, its hour is past, or a key
/// without the role.
pub fn open(folder: &Path, vote: &str, timing: Timing, keys: &Keys, terminal: Terminal) -> Result<Status, AppError> {
    let id: VoteId = named(vote)?;
    let path = FilePath::parse(&format!("content/votes/{id}.md")).map_err(|fault| AppError::of(&fault))?;
    act(folder, keys, terminal, |desk, role, _| {
        expect_stage(desk, &id, None)?;
        let source = desk.files().get(&path).ok_or_else(|| no_source(&path))?.to_vec();
        let (draft, findings) = read_file(&path, &source);
        let draft = draft.filter(|_| !has_errors(&findings)).ok_or(AppError::Findings(findings))?.draft;
        let definition = seal(&draft, &path, &source, desk.files(), desk.record()).map_err(AppError::Findings)?;
        let odd = odd_period(&definition);
        if let Some(Period::TooLate(why)) = odd.as_ref().filter(|_| timing != Timing::Late) {
            return Err(too_late(why));
        }
        let sealed = desk.open_vote(&definition, role)?;
        let hash = sealed.text_hash;
        let opened = Bilingual::new(
            format!("`{id}` est ouvert ; règles scellées : {hash}\n{path} ne doit plus changer"),
            format!("`{id}` is open; sealed rules: {hash}\n{path} must not change any more"),
        );
        Ok([opened].into_iter().chain(odd.map(Period::warning)).collect())
    })
}

/// A period that does not fit this machine's clock.
enum Period {
    /// A vote that cannot end well, and why.
    TooLate(Bilingual),
    NotBegun(Bilingual),
}

impl Period {
    fn warning(self) -> Bilingual {
        let (Self::TooLate(Bilingual { fr, en }) | Self::NotBegun(Bilingual { fr, en })) = self;
        Bilingual::new(format!("attention : {fr}"), format!("look again: {en}"))
    }
}

/// What a clerk should look at again: a period that is over, that no witness can vouch for any more,
/// or that has not begun.
fn odd_period(rules: &Definition) -> Option<Period> {
    let (now, opens, closes) = (now()?, rules.opens, rules.closes);
    if closes <= now {
        return Some(Period::TooLate(Bilingual::new(
            format!("d’après l’horloge de cette machine ({now}), le vote devait finir le {closes}"),
            format!("by this machine's clock ({now}) the vote should have ended on {closes}"),
        )));
    }
    let minutes = rules.tolerance_minutes;
    let latest = opens.to_unix().saturating_add(i64::from(minutes) * 60);
    if rules.witnesses > 0 && latest < now.to_unix() {
        return Some(Period::TooLate(Bilingual::new(
            format!(
                "le vote devait ouvrir le {opens}, avec {minutes} min de tolérance ; cette machine est au {now}, et aucun témoin ne peut plus attester qu’il a ouvert à l’heure : il ne pourrait pas être certifié (OPENED_LATE)"
            ),
            format!(
                "the vote should have opened on {opens}, with {minutes} min of tolerance; this machine says {now}, and no witness can vouch any more that it opened on time: it could not be certified (OPENED_LATE)"
            ),
        )));
    }
    (opens > now).then(|| {
        Period::NotBegun(Bilingual::new(
            format!("d’après l’horloge de cette machine, le vote ne commence que le {opens}"),
            format!("by this machine's clock the vote begins only on {opens}"),
        ))
    })
}

fn too_late(why: &Bilingual) -> AppError {
    AppError::new(
        why.clone(),
        Bilingual::new(
            "corriger `opens` et `closes` dans content/votes/, les publier (git commit), puis recommencer ; pour un essai seulement : --late",
            "mend `opens` and `closes` in content/votes/, publish them (git commit), then try again; for a trial only: --late",
        ),
    )
}

/// `close`: closes a vote with the list of its pending files.
///
/// # Errors
/// The vote is not open, its hour has not come, or a key does not have the role.
pub fn close(folder: &Path, vote: &str, timing: Timing, keys: &Keys, terminal: Terminal) -> Result<Status, AppError> {
    let id: VoteId = named(vote)?;
    act(folder, keys, terminal, |desk, role, _| {
        expect_stage(desk, &id, Some(VoteState::Open))?;
        let hours = desk.record().vote(&id).map(|vote| (vote.closes(), vote.definition().witnesses > 0));
        let early = hours.zip(now()).filter(|((closes, _), now)| now < closes);
        if let Some(((closes, witnessed), now)) = early.filter(|_| timing != Timing::Early) {
            return Err(too_early(&id, closes, now, witnessed));
        }
        desk.close_vote(&id, role)?;
        let closing = desk.record().vote(&id).and_then(|vote| vote.closing());
        let (fr, en) = match closing.map_or(0, |closing| closing.pending.len()) {
            0 => ("aucun fichier n’attendait".to_owned(), "no file was waiting".to_owned()),
            count => (
                Language::Fr.count(
                    count,
                    "fichier attendait et compte une fois consigné : scrutineer ingest",
                    "fichiers attendaient et comptent une fois consignés : scrutineer ingest",
                ),
                Language::En.count(
                    count,
                    "file was waiting and counts once recorded: scrutineer ingest",
                    "files were waiting and count once recorded: scrutineer ingest",
                ),
            ),
        };
        let closed = Bilingual::new(
            format!("`{id}` est clos ; {fr}\naucun témoin n’atteste l’heure de la clôture"),
            format!("`{id}` is closed; {en}\nno witness vouches for the hour of the closing"),
        );
        let warning = early.map(|((closes, witnessed), _)| closed_early(closes, witnessed));
        Ok([closed].into_iter().chain(warning).collect())
    })
}

/// What follows when a vote is closed before its hour.
fn closed_early(closes: Instant, witnessed: bool) -> Bilingual {
    let follows = what_follows(witnessed);
    Bilingual::new(
        format!("attention : clos avant son heure, {closes} ; {}", follows.fr),
        format!("look again: closed before its hour, {closes}; {}", follows.en),
    )
}

fn what_follows(witnessed: bool) -> Bilingual {
    if witnessed {
        return Bilingual::new(
            "les règles demandent des témoins, qui n’attesteront pas que le vote courait encore à son heure : l’audit trouvera CLOSED_EARLY et le vote ne pourra pas être certifié, seulement annulé (scrutineer annul)",
            "its rules ask for witnesses, who will not vouch that it still ran at its hour: the audit will find CLOSED_EARLY and the vote cannot be certified, only annulled (scrutineer annul)",
        );
    }
    Bilingual::new(
        "un bulletin remis dès maintenant est refusé, bien que les règles lui laissent jusque-là : le dire au procès-verbal",
        "a ballot handed in from now on is refused, though the rules give it until then: say so in the minutes",
    )
}

fn too_early(id: &VoteId, closes: Instant, now: Instant, witnessed: bool) -> AppError {
    let follows = what_follows(witnessed);
    AppError::new(
        Bilingual::new(
            format!(
                "le vote `{id}` court jusqu’au {closes}, et cette machine est au {now} ; une clôture ne se défait pas"
            ),
            format!("the vote `{id}` runs until {closes}, and this machine says {now}; a closing cannot be undone"),
        ),
        Bilingual::new(
            format!("si le conseil l’a décidé ainsi : --early ; mais alors, {}", follows.fr),
            format!("if the council decided so: --early; but then {}", follows.en),
        ),
    )
}

/// `certify`: counts a vote, publishes its tally and certifies it.
///
/// # Errors
/// The vote is not closed, a pending file was left out, or a key does not have the role.
pub fn certify(
    folder: &Path,
    vote: &str,
    seen: Option<&Path>,
    keys: &Keys,
    terminal: Terminal,
) -> Result<Status, AppError> {
    let id: VoteId = named(vote)?;
    let seen = seen.map(crate::app::audit::read_seen).transpose()?.unwrap_or_default();
    act(folder, keys, terminal, |desk, role, _| {
        expect_stage(desk, &id, Some(VoteState::Closed))?;
        let mut withheld = check_seen(desk.record(), desk.files(), &seen);
        let git = GitSource::open(&root_of(folder))?;
        withheld.extend(withheld_in(&git, desk)?);
        if has_errors(&withheld) {
            return Err(AppError::Findings(withheld));
        }
        desk.certify_vote(&id, role)?;
        let certified = Bilingual::new(
            format!("`{id}` est certifié : submissions/tallies/{id}.json"),
            format!("`{id}` is certified: submissions/tallies/{id}.json"),
        );
        let recount =
            Bilingual::new("à recompter par qui veut : scrutineer audit", "anyone may recount it: scrutineer audit");
        Ok([certified].into_iter().chain(certified_selection(desk, &id)).chain([recount]).collect())
    })
}

/// What the tally that was just certified selects, and what follows where it leaves something open.
fn certified_selection(desk: &Desk, id: &VoteId) -> Vec<Bilingual> {
    let bytes = desk.files().get(&tally_path(id)).unwrap_or_default();
    serde_json::from_slice(bytes).map_or_else(|_| Vec::new(), |tally| selection(&tally))
}

/// What the history of commits holds against the closings: an audit would find it.
fn withheld_in(git: &GitSource, desk: &Desk) -> Result<Vec<Diagnostic>, AppError> {
    withheld(git, "HEAD", desk.files(), &desk.record().left_out(desk.files()))
}

/// Says where a vote stands when that is not where the command needs it.
fn expect_stage(desk: &Desk, id: &VoteId, expected: Option<VoteState>) -> Result<(), AppError> {
    let found = desk.record().vote(id).and_then(crate::record::VoteRecord::state);
    if found == expected {
        return Ok(());
    }
    let (fr, en) = match found {
        None => ("n’est pas ouvert", "is not open"),
        Some(VoteState::Open) => ("est ouvert", "is open"),
        Some(VoteState::Closed) => ("est clos", "is closed"),
        Some(VoteState::Certified) => ("est certifié", "is certified"),
        Some(VoteState::Annulled) => ("est annulé", "is annulled"),
    };
    let help = match found {
        None => Bilingual::new(format!("d’abord : scrutineer open {id}"), format!("first: scrutineer open {id}")),
        Some(VoteState::Open) => {
            Bilingual::new(format!("ensuite : scrutineer close {id}"), format!("next: scrutineer close {id}"))
        }
        Some(VoteState::Closed) => {
            Bilingual::new(format!("ensuite : scrutineer certify {id}"), format!("next: scrutineer certify {id}"))
        }
        Some(VoteState::Certified | VoteState::Annulled) => {
            Bilingual::new("rien à faire : c’est la fin", "nothing to do: this is the end")
        }
    };
    Err(AppError::new(Bilingual::new(format!("le vote `{id}` {fr}"), format!("the vote `{id}` {en}")), help))
}

fn no_source(path: &FilePath) -> AppError {
    AppError::new(
        Bilingual::new(
            format!("{path} n’existe pas dans le dernier commit"),
            format!("{path} does not exist in the last commit"),
        ),
        Bilingual::new("écrire le vote, puis git add et git commit", "write the vote, then git add and git commit"),
    )
}
