//! `open`, `close` and `certify`: the stages of a vote.

use std::path::Path;

use super::{Keys, act, named, now};
use crate::app::{AppError, Status, Terminal};
use crate::clerk::{Desk, seal};
use crate::council::tally::VoteState;
use crate::council::{Instant, VoteId};
use crate::document::vote::read_file;
use crate::language::Bilingual;
use crate::record::check_seen;
use crate::report::has_errors;
use crate::tree::FilePath;

/// Whether a vote may be closed before its hour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Timing {
    /// Not while this machine's clock says that the vote still runs.
    AtItsHour,
    /// The council decided so.
    Early,
}

/// `open`: seals the rules of `content/votes/<vote>.md` and opens the vote.
///
/// # Errors
/// A rule that is still to decide, a roll or proposal that is not recorded, or a key without
/// the role.
pub fn open(folder: &Path, vote: &str, keys: &Keys, terminal: Terminal) -> Result<Status, AppError> {
    let id: VoteId = named(vote)?;
    let path = FilePath::parse(&format!("content/votes/{id}.md")).map_err(|fault| AppError::of(&fault))?;
    act(folder, keys, terminal, |desk, role, _| {
        expect_stage(desk, &id, None)?;
        let source = desk.files().get(&path).ok_or_else(|| no_source(&path))?.to_vec();
        let (draft, findings) = read_file(&path, &source);
        let draft = draft.filter(|_| !has_errors(&findings)).ok_or(AppError::Findings(findings))?.draft;
        let definition = seal(&draft, &path, &source, desk.files(), desk.record()).map_err(AppError::Findings)?;
        let sealed = desk.open_vote(&definition, role)?;
        let hash = sealed.text_hash;
        let opened = Bilingual::new(
            format!("`{id}` est ouvert ; règles scellées : {hash}\n{path} ne doit plus changer"),
            format!("`{id}` is open; sealed rules: {hash}\n{path} must not change any more"),
        );
        Ok([opened].into_iter().chain(odd_period(definition.opens, definition.closes)).collect())
    })
}

/// What a clerk should look at again: a period that is over, or that has not begun.
fn odd_period(opens: Instant, closes: Instant) -> Option<Bilingual> {
    let now = now()?;
    if closes <= now {
        return Some(Bilingual::new(
            format!("attention : d’après l’horloge de cette machine, le vote devait finir le {closes}"),
            format!("look again: by this machine's clock the vote should have ended on {closes}"),
        ));
    }
    (opens > now).then(|| {
        Bilingual::new(
            format!("attention : d’après l’horloge de cette machine, le vote ne commence que le {opens}"),
            format!("look again: by this machine's clock the vote begins only on {opens}"),
        )
    })
}

/// `close`: closes a vote with the list of its pending files.
///
/// # Errors
/// The vote is not open, its hour has not come, or a key does not have the role.
pub fn close(folder: &Path, vote: &str, timing: Timing, keys: &Keys, terminal: Terminal) -> Result<Status, AppError> {
    let id: VoteId = named(vote)?;
    act(folder, keys, terminal, |desk, role, _| {
        expect_stage(desk, &id, Some(VoteState::Open))?;
        let closes = desk.record().vote(&id).map(|vote| vote.definition().closes);
        if let (Some(closes), Some(now), Timing::AtItsHour) = (closes, now(), timing)
            && now < closes
        {
            return Err(too_early(&id, closes, now));
        }
        desk.close_vote(&id, role)?;
        let closing = desk.record().vote(&id).and_then(|vote| vote.closing());
        let (fr, en) = match closing.map_or(0, |closing| closing.pending.len()) {
            0 => ("aucun fichier n’attendait".to_owned(), "no file was waiting".to_owned()),
            count => (
                format!("{count} fichier(s) attendaient et comptent une fois consignés : scrutineer ingest"),
                format!("{count} file(s) were waiting and count once recorded: scrutineer ingest"),
            ),
        };
        Ok(vec![Bilingual::new(
            format!("`{id}` est clos ; {fr}\naucun témoin n’atteste l’heure de la clôture"),
            format!("`{id}` is closed; {en}\nno witness vouches for the hour of the closing"),
        )])
    })
}

fn too_early(id: &VoteId, closes: Instant, now: Instant) -> AppError {
    AppError::new(
        Bilingual::new(
            format!(
                "le vote `{id}` court jusqu’au {closes}, et cette machine est au {now} ; une clôture ne se défait pas"
            ),
            format!("the vote `{id}` runs until {closes}, and this machine says {now}; a closing cannot be undone"),
        ),
        Bilingual::new("si le conseil l’a décidé ainsi : --early", "if the council decided so: --early"),
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
        let withheld = check_seen(desk.record(), desk.files(), &seen);
        if has_errors(&withheld) {
            return Err(AppError::Findings(withheld));
        }
        desk.certify_vote(&id, role)?;
        Ok(vec![Bilingual::new(
            format!("`{id}` est certifié : submissions/tallies/{id}.json\nà recompter par qui veut : scrutineer audit"),
            format!("`{id}` is certified: submissions/tallies/{id}.json\nanyone may recount it: scrutineer audit"),
        )])
    })
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
