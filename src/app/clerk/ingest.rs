//! `ingest`: recording or refusing what was handed in.

use std::path::Path;

use super::{Keys, act};
use crate::app::{AppError, Status, Terminal};
use crate::clerk::Ingested;
use crate::language::Bilingual;
use crate::submission::Rejection;
use crate::tree::FilePath;

/// `ingest`: records or refuses every file handed in.
///
/// # Errors
/// The record does not hold, or the work tree differs from the last commit.
pub fn ingest(folder: &Path, log: &Path, terminal: Terminal) -> Result<Status, AppError> {
    let keys = Keys { role: Vec::new(), log: log.to_owned() };
    let mut status = Status::Fine;
    act(folder, &keys, terminal, |desk, _, log| {
        let ingested = desk.ingest(log)?;
        if !ingested.strays.is_empty() {
            status = Status::Findings;
        }
        Ok(told(&ingested))
    })?;
    Ok(status)
}

/// What became of each file that was not simply recorded, and the sum.
fn told(ingested: &Ingested) -> Vec<Bilingual> {
    let Ingested { recorded, refused, strays } = ingested;
    let refusals = refused.iter().map(|(path, rejection)| line(path, rejection, "REFUSÉ ", "REFUSED"));
    let others = strays.iter().map(|(path, rejection)| {
        line(path, rejection, "ÉCARTÉ  (à retirer du dossier)", "STRAY   (take it out of the folder)")
    });
    let (recorded, refused, strays) = (recorded.len(), refused.len(), strays.len());
    let all = recorded + refused + strays;
    let sum = Bilingual::new(
        format!("{all} reçus = {recorded} consignés + {refused} refusés + {strays} écartés"),
        format!("{all} handed in = {recorded} recorded + {refused} refused + {strays} strays"),
    );
    refusals.chain(others).chain([sum]).collect()
}

fn line(path: &FilePath, rejection: &Rejection, fr: &str, en: &str) -> Bilingual {
    let code = rejection.code;
    Bilingual::new(
        format!("{fr} {path}\n        {code} : {}", rejection.message.fr),
        format!("{en} {path}\n        {code}: {}", rejection.message.en),
    )
}
