//! `stamp`: the proof that a file was handed in.

use std::path::{Path, PathBuf};

use super::key::read_key;
use super::record::open_record;
use super::{AppError, Status, Terminal};
use crate::language::Bilingual;
use crate::publish::record::{Access, write_new};
use crate::report::Code;
use crate::source::folder;
use crate::statement::{Role, Stamp};
use crate::submission::{Rejection, sign};
use crate::tree::Digest;

/// `stamp`: says, with a key of the role `intake`, that a file was handed in while the log stood as
/// it does now. The stamp goes to whoever handed the file in.
///
/// # Errors
/// A key without the role, or a stamp of that name that exists already.
pub fn stamp(root: &Path, file: &Path, key: &Path, out: Option<&Path>, terminal: Terminal) -> Result<Status, AppError> {
    let record = open_record(root)?;
    let key = read_key(key)?;
    if record.authority(Role::Intake)?.get(&key.public()).is_none() {
        return Err(Rejection::plain(Code::KeyUnknown).into());
    }
    let bytes = folder::read_file(file)?;
    let stamp = Stamp {
        council: record.council().clone(),
        record: record.fingerprint(),
        file: Digest::of(&bytes),
        log: record.state(),
    };
    let out = out.map_or_else(|| PathBuf::from(format!("{}.stamp", file.display())), Path::to_owned);
    write_new(&out, &sign(&stamp, &[&key]).bytes, Access::Everyone)?;
    let shown = out.display();
    terminal.say(
        &format!("{shown} : à garder avec le fichier par qui l’a remis"),
        &format!("{shown}: to be kept with the file by whoever handed it in"),
    );
    let others = [Role::Log, Role::Definition, Role::Roll];
    let clerk = others.iter().any(|role| record.authority(*role).is_ok_and(|held| held.get(&key.public()).is_some()));
    if clerk {
        let Bilingual { fr, en } = Bilingual::new(
            "attention : cette clé a aussi un autre rôle ; un tampon vaut mieux d’une personne qui n’est pas le greffe",
            "look out: this key has another role too; a stamp is worth more from someone who is not the clerk",
        );
        terminal.hint(&fr, &en);
    }
    Ok(Status::Fine)
}
