//! `key`: making keys, reading private ones.

use std::path::Path;

use super::{AppError, Status, Terminal};
use crate::grammar::Token as _;
use crate::key::{PrivateKey, PrivateKeyFault, PublicKey, sample};
use crate::language::Bilingual;
use crate::publish::record::{Access, write_new};
use crate::source::folder;
use crate::source::git::GitSource;
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
    let key = PrivateKey::from_seed(seed);
    write_key(out, &key, "parvis", terminal)?;
    let line = format!("v{} 1 none none {}", hex(&voter), key.public().write());
    terminal.say(
        &format!("pour un votant, la ligne de sa liste : {line}"),
        &format!("for a voter, the line of the roll: {line}"),
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
    let folder = out.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    if GitSource::open(folder).is_ok() {
        terminal.say(
            "attention : cette clé secrète est dans un dossier git ; la mettre ailleurs avant tout `git add`",
            "look out: this private key lies in a git folder; move it out before any `git add`",
        );
    }
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
    let text = String::from_utf8_lossy(&bytes);
    if text.starts_with("ssh-ed25519 ") {
        let private = shown.to_string();
        let private = private.trim_end_matches(".pub");
        return Err(AppError::new(
            Bilingual::new(format!("{shown} est la moitié publique"), format!("{shown} is the public half")),
            Bilingual::new(
                format!("donner la moitié secrète : {private}"),
                format!("give the private half: {private}"),
            ),
        ));
    }
    PrivateKey::read(&text).map_err(|fault| {
        let (fr, help) = match fault {
            PrivateKeyFault::Malformed => ("ce n’est pas une clé secrète au format OpenSSH", make_one()),
            PrivateKeyFault::Encrypted => (
                "la clé est protégée par une phrase, que seul OpenSSH demande",
                Bilingual::new(
                    "signer avec `ssh-keygen -Y sign`, puis joindre : scrutineer attach TEXTE SIGNATURE",
                    "sign with `ssh-keygen -Y sign`, then join: scrutineer attach TEXT SIGNATURE",
                ),
            ),
            PrivateKeyFault::NotEd25519 => ("la clé n’est pas de type ed25519", make_one()),
        };
        AppError::new(Bilingual::new(format!("{shown} : {fr}"), format!("{shown}: {fault}")), help)
    })
}

fn make_one() -> Bilingual {
    Bilingual::new("en faire une : scrutineer key new FICHIER", "make one: scrutineer key new FILE")
}

/// Reads a public key as `ssh-keygen` writes it in a `.pub` file, with its comment or without.
///
/// # Errors
/// The file cannot be read, or holds no Ed25519 key.
pub(super) fn read_public_key(path: &Path) -> Result<PublicKey, AppError> {
    let bytes = folder::read_file(path)?;
    let text = String::from_utf8_lossy(&bytes);
    let words: Vec<&str> = text.split_whitespace().take(2).collect();
    PublicKey::read(&words.join(" ")).ok_or_else(|| {
        let shown = path.display();
        AppError::new(
            Bilingual::new(
                format!("{shown} n’est pas une clé publique ssh-ed25519"),
                format!("{shown} is no ssh-ed25519 public key"),
            ),
            Bilingual::new("donner le fichier .pub, pas la clé privée", "give the .pub file, not the private key"),
        )
    })
}
