//! Untrusted bytes to verified statements, and the signing of our own.
//!
//! ```text
//! bytes ─▶ Envelope ─▶ Verified<Statement>
//! ```
//!
//! A signed file is a text and the armoured SSH signatures of that text (PROTOCOL.sshsig of
//! OpenSSH), one after the other. [`Envelope::open`] looks at the outer shape only: sizes, the
//! border, the armour's one spelling. [`verify`] checks that known keys signed, and only then
//! reads the statement, from the very bytes that were verified. [`Verified`] has no other door.
//!
//! What is taken here, stock `ssh-keygen -Y verify` takes; never the reverse.

mod armour;
mod authority;
mod envelope;
mod signature;
mod untrusted;

pub use armour::{Armour, ArmourFault};
pub use authority::Authority;
pub use envelope::Envelope;
pub(crate) use envelope::too_large;
pub use signature::{Signed, Verified, attach, sign, verify};
pub(crate) use signature::{verify_again, verify_part};
pub use untrusted::{Brought, Change, ChangeKind, ChangeSet, Flaw, ObjectFault, ObjectHeader, ObjectId, Objects};

use crate::grammar::{Fault, FaultKind};
use crate::key::PublicKey;
use crate::language::Bilingual;
use crate::report::Code;

/// Why a file is not taken: a stable code, the place in its text where there is one, and what
/// to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rejection {
    /// The stable name of the reason.
    pub code: Code,
    /// Line, column and length in the file, where the reason has a place.
    pub place: Option<(u32, u32, u32)>,
    /// What was found, and what was expected.
    pub message: Bilingual,
    /// The key whose signature holds for the text, when the reason was found after that check:
    /// such a file is a submission and gets a recorded refusal.
    pub signed_by: Option<PublicKey>,
}

impl Rejection {
    /// A rejection without a place.
    #[must_use]
    pub fn new(code: Code, message: Bilingual) -> Self {
        Self { code, place: None, message, signed_by: None }
    }

    /// A rejection that says no more than its code.
    #[must_use]
    pub fn plain(code: Code) -> Self {
        use crate::language::Language::{En, Fr};
        Self::new(code, Bilingual::new(code.meaning(Fr), code.meaning(En)))
    }
}

impl Rejection {
    /// The same rejection of a file that `key` did sign.
    #[must_use]
    pub fn signed_by(mut self, key: PublicKey) -> Self {
        self.signed_by = Some(key);
        self
    }
}

impl From<Fault> for Rejection {
    fn from(fault: Fault) -> Self {
        let code = match fault.kind {
            FaultKind::Damaged => Code::TextDamaged,
            FaultKind::Grammar => Code::GrammarFault,
        };
        Self { place: Some((fault.line, fault.column, fault.length)), ..Self::new(code, fault.message) }
    }
}

impl std::fmt::Display for Rejection {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {}", self.code, self.message.en)
    }
}
