//! `key`: making keys, reading private ones.

use std::path::Path;

use super::{AppError, Status, Terminal};
use crate::grammar::Token as _;
use crate::key::{PrivateKey, PrivateKeyFault, sample};
use crate::language::Bilingual;
use crate::publish::record::{Access, write_new};
use crate::source::folder;
use crate::tree::hex;

/// Makes a key: the private half at `out` with mode 0600, the public half at `out.pub`.
///
/// # Errors
/// A file of that name exists, or cannot be written.
pub fn key_new(out: &Path, terminal: Terminal) -> Result<Status, AppError> {
    let mut seed = [0; 32];
    let mut voter = [0; 8];
    getrandom::fill(&mut seed).map_err(|error| AppError::of(&error))?;
    getrandom::fill(&mut voter).map_err(|error| AppError::of(&error))?;
    write_key(out, &PrivateKey::from_seed(seed), "parvis", terminal)?;
    let voter = format!("v{}", hex(&voter));
    terminal.say(
        &format!("identifiant tiré au hasard pour la liste : {voter}"),
        &format!("a random voter id for the roll: {voter}"),
    );
    Ok(Status::Fine)
}

/// Writes the key of the sample council named `name`.
///
/// # Errors
/// No sample key has that name, or a file cannot be written.
pub fn key_sample(name: &str, out: &Path, terminal: Terminal) -> Result<Status, AppError> {
    if !sample::names().any(|known| known == name) {
        let names = sample::NAMED.join(", ");
        let last = sample::RESIDENTS;
        return Err(AppError::new(
            Bilingual::new(
                format!("aucune clé d’exemple ne s’appelle `{name}`"),
                format!("no sample key is named `{name}`"),
            ),
            Bilingual::new(
                format!("les noms : {names}, resident-1 à resident-{last}, square-1 à square-{last}"),
                format!("the names: {names}, resident-1 to resident-{last}, square-1 to square-{last}"),
            ),
        ));
    }
    write_key(out, &sample::key(name), &format!("sample {name}"), terminal)?;
    Ok(Status::Fine)
}

fn write_key(out: &Path, key: &PrivateKey, comment: &str, terminal: Terminal) -> Result<(), AppError> {
    let public = format!("{} {comment}\n", key.public().write());
    let mut public_path = out.as_os_str().to_owned();
    public_path.push(".pub");
    // The private half first: a public half without it would be enrolled in vain.
    write_new(out, key.write(comment).as_bytes(), Access::Owner)?;
    write_new(Path::new(&public_path), public.as_bytes(), Access::Everyone)?;
    let (shown, print) = (out.display(), key.public().fingerprint());
    terminal.say(
        &format!("clé secrète : {shown} (à garder, mode 0600)\nclé publique : {shown}.pub ({print})"),
        &format!("private key: {shown} (keep it, mode 0600)\npublic key: {shown}.pub ({print})"),
    );
    Ok(())
}

/// Reads a private key.
///
/// # Errors
/// The file cannot be read, or is no Ed25519 key without passphrase.
pub fn read_key(path: &Path) -> Result<PrivateKey, AppError> {
    let bytes = folder::read_file(path)?;
    let shown = path.display();
    PrivateKey::read(&String::from_utf8_lossy(&bytes)).map_err(|fault| {
        let fr = match fault {
            PrivateKeyFault::Malformed => "ce n’est pas une clé secrète au format OpenSSH",
            PrivateKeyFault::Encrypted => {
                "la clé est protégée par une phrase : signer avec `ssh-keygen -Y sign`, puis `scrutineer attach`"
            }
            PrivateKeyFault::NotEd25519 => "la clé n’est pas de type ed25519",
        };
        AppError::new(
            Bilingual::new(format!("{shown} : {fr}"), format!("{shown}: {fault}")),
            Bilingual::new("en faire une : `scrutineer key new FICHIER`", "make one: `scrutineer key new FILE`"),
        )
    })
}
