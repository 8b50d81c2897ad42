//! Recounts: every published number is the one counted here.

use crate::clerk::{missing_draw, proposal_path, tally_path, written_text};
use crate::council::VoteId;
use crate::council::tally::{Doubt, TallyFile};
use crate::language::Bilingual;
use crate::record::{Record, VoteRecord, check_hours};
use crate::report::{Code, Diagnostic, Place};
use crate::tally::{tally_file, turnout_file};
use crate::tree::{Digest, FilePath, FileTree};

/// Recounts every vote and compares tallies, turnout and sources.
pub(super) fn check(record: &Record, tree: &FileTree) -> Vec<Diagnostic> {
    let checks = record.votes().flat_map(|(id, vote)| {
        let counted = if is_recount_closed(vote) {
            [check_certified_bytes(id, vote, tree), None]
        } else {
            [check_tally(record, id, vote, tree), check_turnout(record, id, tree)]
        };
        let hours = check_hours(record, id, tree, vote.certificate().is_some());
        counted
            .into_iter()
            .flatten()
            .chain(hours)
            .chain(check_source(id, vote, tree))
            .chain(check_texts(id, vote, tree))
    });
    checks.collect()
}

/// What gives cause for doubt in each certified result, as its tally says; [`check`] says whether the
/// tally is the one counted here.
pub(super) fn doubts(record: &Record, tree: &FileTree) -> Vec<(VoteId, Doubt)> {
    let certified = record.votes().filter(|(_, vote)| vote.certificate().is_some());
    let doubts = certified.flat_map(|(id, _)| {
        let bytes = tree.get(&tally_path(id)).unwrap_or_default();
        let tally = serde_json::from_slice::<TallyFile>(bytes);
        tally.map(|tally| tally.doubts).unwrap_or_default().into_iter().map(|doubt| (id.clone(), doubt))
    });
    doubts.collect()
}

/// Whether ballots of the vote were erased by right, so that nobody can count it again.
pub(super) fn is_recount_closed(vote: &VoteRecord) -> bool {
    !vote.missing().is_empty() && vote.missing().iter().all(|index| vote.is_erased(*index))
}

/// Once ballots are erased, the certified tally is the one whose hash the certificate names.
fn check_certified_bytes(id: &VoteId, vote: &VoteRecord, tree: &FileTree) -> Option<Diagnostic> {
    let (_, certify) = vote.certificate()?;
    let path = tally_path(id);
    match tree.get(&path) {
        None => Some(missing_tally(id, &path)),
        Some(published) if Digest::of(published) == certify.tally => None,
        Some(_) => Some(other_tally(id, &path)),
    }
}

/// The text of each option's proposal must stay as it was sealed.
fn check_texts(id: &VoteId, vote: &VoteRecord, tree: &FileTree) -> Vec<Diagnostic> {
    if tree.below("content/proposals").next().is_none() {
        return Vec::new();
    }
    let sealed = vote.definition().options.iter();
    let changed = sealed.filter_map(|option| {
        let sealed = option.text.as_ref()?;
        let now = written_text(&sealed.proposal, tree);
        (now.as_ref() != Some(sealed)).then(|| (option, proposal_path(&sealed.proposal)))
    });
    changed
        .map(|(option, path)| {
            let option = &option.id;
            let message = Bilingual::new(
                format!("le texte de la proposition `{option}`, sur laquelle `{id}` fait voter, a changé ou disparu depuis l’ouverture"),
                format!("the text of the proposal `{option}`, which `{id}` votes on, was changed or taken away after the opening"),
            );
            let help = Bilingual::new(
                format!("rétablir ce texte : git log -p -- {path}"),
                format!("restore that text: git log -p -- {path}"),
            );
            Diagnostic::error(Code::SourceChanged, message).at(Place::named(&path)).help(help)
        })
        .collect()
}

fn missing_tally(id: &VoteId, path: &FilePath) -> Diagnostic {
    let message = Bilingual::new(
        format!("le résultat certifié de `{id}` manque"),
        format!("the certified tally of `{id}` is missing"),
    );
    Diagnostic::error(Code::TallyMissing, message).at(Place::file(path))
}

fn other_tally(id: &VoteId, path: &FilePath) -> Diagnostic {
    let message = Bilingual::new(
        format!(
            "le certificat de `{id}` nomme un autre résultat, ou un autre nombre de bulletins, que ceux comptés ici"
        ),
        format!("the certificate of `{id}` names another tally, or another number of ballots, than those counted here"),
    );
    Diagnostic::error(Code::TallyMismatch, message).at(Place::file(path))
}

fn check_tally(record: &Record, id: &VoteId, vote: &VoteRecord, tree: &FileTree) -> Option<Diagnostic> {
    let (_, certify) = vote.certificate()?;
    let path = tally_path(id);
    let place = Place::file(&path);
    let Some(published) = tree.get(&path) else { return Some(missing_tally(id, &path)) };
    let (counted, count) = match tally_file(record, id, certify.log) {
        Ok(tally) => {
            let tally = tally?;
            if let Some(rejection) = missing_draw(&tally) {
                return Some(Diagnostic::error(rejection.code, rejection.message).at(place));
            }
            (tally.to_bytes(), tally.ballots.counted)
        }
        Err(overflow) => {
            let message = Bilingual::new("une somme dépasse ce que le comptage peut tenir", overflow.to_string());
            return Some(Diagnostic::error(Code::CountOverflow, message).at(place));
        }
    };
    if counted != published {
        return Some(differs(Code::TallyMismatch, &path, &counted, published));
    }
    if Digest::of(published) == certify.tally && certify.counted == count {
        return None;
    }
    Some(other_tally(id, &path))
}

fn check_turnout(record: &Record, id: &VoteId, tree: &FileTree) -> Option<Diagnostic> {
    let counted = turnout_file(record, id)?.to_bytes();
    let path = FilePath::parse(&format!("submissions/turnout/{id}.json")).ok()?;
    let published = tree.get(&path).unwrap_or_default();
    (counted != published).then(|| differs(Code::TurnoutMismatch, &path, &counted, published))
}

/// The source of a sealed vote must stay as it was sealed, where it is kept beside the record.
fn check_source(id: &VoteId, vote: &VoteRecord, tree: &FileTree) -> Option<Diagnostic> {
    let path = FilePath::parse(&format!("content/votes/{id}.md")).ok()?;
    tree.below("content/votes").next()?;
    let source = tree.get(&path);
    if source.is_some_and(|source| Digest::of(source) == vote.definition().source) {
        return None;
    }
    let message = Bilingual::new(
        format!("les règles de `{id}` ont changé ou disparu depuis qu’elles sont scellées"),
        format!("the rules of `{id}` were changed or taken away after they were sealed"),
    );
    let help = Bilingual::new(
        format!("rétablir le fichier scellé : git log -p -- {path}"),
        format!("restore the sealed file: git log -p -- {path}"),
    );
    Some(Diagnostic::error(Code::SourceChanged, message).at(Place::file(&path)).help(help))
}

/// Two texts that should be the same: the first line at which they differ.
fn differs(code: Code, path: &FilePath, counted: &[u8], published: &[u8]) -> Diagnostic {
    let same = counted.iter().zip(published).take_while(|(a, b)| a == b).count();
    let line = published[..same].iter().filter(|byte| **byte == b'\n').count();
    let at = |bytes: &[u8]| {
        let text = String::from_utf8_lossy(bytes).into_owned();
        text.lines().nth(line).unwrap_or_default().trim().to_owned()
    };
    let (found, expected) = (at(published), at(counted));
    let message = Bilingual::new(
        format!("publié : `{found}` ; compté ici : `{expected}`"),
        format!("published `{found}`, counted here `{expected}`"),
    );
    let place = Place::file(path).at_line(u32::try_from(line + 1).unwrap_or(u32::MAX));
    Diagnostic::error(code, message).at(place)
}
