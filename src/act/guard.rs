//! The signer's guard: the last state of the log that this machine signed.

use crate::language::Bilingual;
use crate::log::root;
use crate::report::{Code, Diagnostic};
use crate::statement::{LogState, entries};
use crate::tree::Digest;

/// The last checkpoint that a machine signed, kept outside the repository: what a repository
/// that was rolled back or rewritten cannot take with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Guard {
    /// The origin of the log, `<council>/log`.
    pub origin: String,
    /// Size and root that were signed.
    pub state: LogState,
    /// SHA-256 of the signed checkpoint.
    pub checkpoint: Digest,
}

/// A file that is no guard.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a guard in its one spelling")]
pub struct GuardFault;

impl Guard {
    /// The file's text.
    #[must_use]
    pub fn write(&self) -> String {
        let Self { origin, state, checkpoint } = self;
        format!(
            "format: guard/1\norigin: {origin}\nsize: {}\nroot: {}\ncheckpoint: {checkpoint}\n",
            state.size, state.root
        )
    }

    /// Reads a guard in its one spelling.
    ///
    /// # Errors
    /// Any other text.
    pub fn read(bytes: &[u8]) -> Result<Self, GuardFault> {
        let text = std::str::from_utf8(bytes).map_err(|_| GuardFault)?;
        let value = |key: &str| {
            let mut lines = text.lines().filter_map(|line| line.strip_prefix(key)?.strip_prefix(": "));
            lines.next().ok_or(GuardFault)
        };
        let state = LogState {
            size: value("size")?.parse().map_err(|_| GuardFault)?,
            root: value("root")?.parse().map_err(|_| GuardFault)?,
        };
        let checkpoint = value("checkpoint")?.parse().map_err(|_| GuardFault)?;
        let guard = Self { origin: value("origin")?.to_owned(), state, checkpoint };
        if guard.write() == text { Ok(guard) } else { Err(GuardFault) }
    }

    /// Whether a log with these leaf hashes goes on from what was signed.
    ///
    /// # Errors
    /// It is shorter, or says something else.
    pub fn check(&self, leaves: &[Digest]) -> Result<(), Box<Diagnostic>> {
        let LogState { size, root: signed } = self.state;
        let Bilingual { fr, en } = entries(size);
        let Some(prefix) = usize::try_from(size).ok().and_then(|size| leaves.get(..size)) else {
            let (now, found) = (leaves.len(), root(leaves));
            let message = Bilingual::new(
                format!(
                    "cette machine a signé le journal à {fr}, racine {signed} ; ici il en aurait {now}, racine {found}"
                ),
                format!("this machine signed the log at {en}, root {signed}; here it would have {now}, root {found}"),
            );
            return Err(Box::new(Diagnostic::error(Code::LogRolledBack, message).help(way_out())));
        };
        let found = root(prefix);
        if found == signed {
            return Ok(());
        }
        let message = Bilingual::new(
            format!(
                "cette machine a signé le journal à {fr}, racine {signed} ; ici ce début du journal a la racine {found}"
            ),
            format!(
                "this machine signed the log at {en}, root {signed}; here this beginning of the log has the root {found}"
            ),
        );
        Err(Box::new(Diagnostic::error(Code::LogRewritten, message).help(way_out())))
    }
}

/// What a clerk does whose record is not the one this machine signed.
fn way_out() -> Bilingual {
    Bilingual::new(
        "d’abord prendre le registre publié (git pull), ou publier celui que cette machine a écrit, puis recommencer ; si cet état signé n’a été montré à personne (envoi refusé, acte abandonné), voir « Deux greffes, une coupure de courant » dans docs/first-vote.fr.md",
        "first take the published record (git pull), or publish the one that this machine wrote, then try again; if that signed state was shown to nobody (a refused push, an act given up), see “Two clerks, a power cut” in docs/first-vote.md",
    )
}

#[cfg(test)]
mod tests {
    use super::{Guard, GuardFault};
    use crate::log::{leaf_hash, root};
    use crate::report::Code;
    use crate::statement::LogState;
    use crate::tree::Digest;

    #[test]
    fn a_log_goes_on_from_what_was_signed_or_is_refused() {
        let leaves: Vec<Digest> = (0..5_u8).map(|n| leaf_hash(&[n])).collect();
        let state = LogState { size: 3, root: root(&leaves[..3]) };
        let guard = Guard { origin: "ville.example/log".to_owned(), state, checkpoint: Digest::of(b"c") };
        assert_eq!(Guard::read(guard.write().as_bytes()), Ok(guard.clone()));
        assert_eq!(Guard::read(guard.write().replace("size: 3", "size: +3").as_bytes()), Err(GuardFault));
        assert_eq!(guard.check(&leaves), Ok(()));
        assert_eq!(guard.check(&leaves[..3]), Ok(()));
        assert_eq!(guard.check(&leaves[..2]).map_err(|finding| finding.code), Err(Code::LogRolledBack));
        assert_eq!(guard.check(&leaves[1..]).map_err(|finding| finding.code), Err(Code::LogRewritten));
    }
}
