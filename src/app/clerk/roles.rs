//! `council roles`: handing keys on, and taking them back.

use std::path::{Path, PathBuf};

use super::{Keys, act, named};
use crate::app::key::read_public_key;
use crate::app::{AppError, Status, Terminal};
use crate::key::{PrivateKey, PublicKey};
use crate::language::Bilingual;
use crate::publish::record::{Access, write_new};
use crate::source::folder;
use crate::statement::{Role, Roles, Statement as _};
use crate::submission::{Armour, attach};

/// The next roles, as they are asked for.
#[derive(Clone, Debug)]
pub struct RolesRequest {
    /// For each role that changes: `role=FILE,FILE…`, or `role=2:FILE,FILE…` where two must sign.
    pub changes: Vec<String>,
    /// Where to write the text, to be signed elsewhere, in place of sealing it.
    pub draft: Option<PathBuf>,
    /// Detached signatures of that text, made elsewhere by root keys.
    pub signatures: Vec<PathBuf>,
}

/// `council roles`: seals the next roles, signed by the root. A key that is left out has no power
/// from there on; what it signed before stands.
///
/// # Errors
/// A change that cannot be read, or too few root keys.
pub fn change_roles(
    folder: &Path,
    request: &RolesRequest,
    keys: &Keys,
    terminal: Terminal,
) -> Result<Status, AppError> {
    let changes: Vec<(Role, u8, Vec<PublicKey>)> =
        request.changes.iter().map(|change| read_change(change)).collect::<Result<_, _>>()?;
    act(folder, keys, terminal, |desk, root, log| {
        let roles = desk.next_roles(&changes);
        Roles::read(roles.write().as_bytes()).map_err(crate::submission::Rejection::from)?;
        if let Some(draft) = &request.draft {
            write_new(draft, roles.write().as_bytes(), Access::Everyone)?;
            let (shown, namespace) = (draft.display(), Roles::KIND.namespace(&roles.council));
            return Ok(vec![Bilingual::new(
                format!(
                    "{shown} : chaque racine le signe (ssh-keygen -Y sign -f CLÉ -n {namespace} {shown}), puis : scrutineer council roles … --signature FICHIER.sig"
                ),
                format!(
                    "{shown}: each root signs it (ssh-keygen -Y sign -f KEY -n {namespace} {shown}), then: scrutineer council roles … --signature FILE.sig"
                ),
            )]);
        }
        if changes_log(&changes, log) {
            return Err(log_key_changes());
        }
        let signed = if request.signatures.is_empty() {
            desk.append(&roles, "council", root)?
        } else {
            let armours = request.signatures.iter().map(|path| read_armour(path)).collect::<Result<Vec<_>, _>>()?;
            desk.append_signed(&roles, "council", attach(&roles.write(), armours))?
        };
        let (path, version) = (signed.path, roles.version);
        Ok(vec![Bilingual::new(
            format!("{path} : rôles, version {version}"),
            format!("{path}: roles, version {version}"),
        )])
    })
}

/// Whether the change leaves `log` without the power to sign the checkpoint that follows it.
fn changes_log(changes: &[(Role, u8, Vec<PublicKey>)], log: &PrivateKey) -> bool {
    changes.iter().any(|(role, _, keys)| *role == Role::Log && !keys.contains(&log.public()))
}

fn log_key_changes() -> AppError {
    AppError::new(
        Bilingual::new(
            "le journal change de clé : la neuve signe le point de contrôle qui suit",
            "the log changes its key: the new one signs the checkpoint that follows",
        ),
        Bilingual::new("donner la clé neuve : --log-key FICHIER", "give the new key: --log-key FILE"),
    )
}

fn read_change(text: &str) -> Result<(Role, u8, Vec<PublicKey>), AppError> {
    let malformed = || {
        AppError::new(
            Bilingual::new(format!("--set : `{text}`"), format!("--set: `{text}`")),
            Bilingual::new(
                "attendu : role=CLÉ.pub ou role=2:A.pub,B.pub",
                "expected role=KEY.pub or role=2:A.pub,B.pub",
            ),
        )
    };
    let (role, files) = text.split_once('=').ok_or_else(malformed)?;
    let role: Role = named(role)?;
    let (threshold, files) = match files.split_once(':').and_then(|(n, files)| Some((n.parse().ok()?, files))) {
        Some((threshold, files)) => (threshold, files),
        None => (1, files),
    };
    let keys = files.split(',').map(|file| read_public_key(Path::new(file))).collect::<Result<_, _>>()?;
    Ok((role, threshold, keys))
}

fn read_armour(path: &Path) -> Result<Armour, AppError> {
    let bytes = folder::read_file(path)?;
    match Armour::read(&String::from_utf8_lossy(&bytes)) {
        Ok((armour, "")) => Ok(armour),
        _ => Err(crate::app::attach::not_an_armour(path)),
    }
}
