//! The outcome of `motion/2`.

use serde::{Deserialize, Serialize};

use super::MotionOutcome;
use crate::council::Answer;

/// The result of a motion whose equality the chair may decide.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Motion2Outcome {
    /// Figures and decision.
    pub motion: MotionOutcome,
    /// Whether as many were for as against.
    pub equality: bool,
    /// The chair's own answer, where the rules leave an equality to it and there is one; nothing
    /// too where the chair did not vote.
    pub casting_vote: Option<Answer>,
}
