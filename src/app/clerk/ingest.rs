//! `ingest`: recording or refusing what was handed in.

use std::path::Path;

use super::{GuardChoice, Keys, act};
use crate::app::{AppError, Status, Terminal};
use crate::clerk::Ingested;
use crate::language::Bilingual;
use crate::language::Language::{En, Fr};
use crate::record::Sums;
use crate::submission::Rejection;
use crate::tree::FilePath;

/// `ingest`: records or refuses every file handed in.
///
/// # Errors
/// The record does not hold, or the work tree differs from the last commit.
pub fn ingest(folder: &Path, log: &Path, guard: GuardChoice, terminal: Terminal) -> Result<Status, AppError> {
    let keys = Keys { role: Vec::new(), log: log.to_owned(), guard };
    let mut status = Status::Fine;
    act(folder, &keys, terminal, |desk, _, log| {
        let ingested = desk.ingest(log)?;
        if !ingested.strays.is_empty() {
            status = Status::Findings;
        }
        Ok(told(&ingested, Sums::of(desk.record(), desk.files())))
    })?;
    Ok(status)
}

/// What became of each file that was not simply recorded, and the sums: of this time, and of the
/// record as `audit` prints them.
fn told(ingested: &Ingested, sums: Sums) -> Vec<Bilingual> {
    let Ingested { recorded, refused, strays } = ingested;
    let refusals = refused.iter().map(|(path, rejection)| line(path, rejection, "REFUSÉ ", "REFUSED"));
    let others = strays.iter().map(|(path, rejection)| {
        line(path, rejection, "ÉCARTÉ  (à retirer du dossier)", "STRAY   (take it out of the folder)")
    });
    let (recorded, refused, strays) = (recorded.len(), refused.len(), strays.len());
    let this_time = Bilingual::new(
        format!(
            "cette fois : {}, {}, {}",
            Fr.count(recorded, "consigné", "consignés"),
            Fr.count(refused, "refusé", "refusés"),
            Fr.count(strays, "écarté", "écartés")
        ),
        format!("this time: {recorded} recorded, {refused} refused, {}", En.count(strays, "stray", "strays")),
    );
    let Bilingual { fr, en } = sums.words();
    let sum = match strays {
        0 => Bilingual::new(fr, en),
        _ => Bilingual::new(
            format!("{fr} (dont {})", Fr.count(strays, "écarté", "écartés")),
            format!("{en} (of which {})", En.count(strays, "stray", "strays")),
        ),
    };
    refusals.chain(others).chain([this_time, sum]).collect()
}

fn line(path: &FilePath, rejection: &Rejection, fr: &str, en: &str) -> Bilingual {
    let code = rejection.code;
    Bilingual::new(
        format!("{fr} {path}\n        {code} : {}", rejection.message.fr),
        format!("{en} {path}\n        {code}: {}", rejection.message.en),
    )
}
