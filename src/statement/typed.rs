//! A choice as it is typed after `scrutineer vote`: shown on pages and in messages, read in `app`.

use super::Vote;
use crate::council::{BallotBody, OptionId};

/// The option of the command line for a body.
#[must_use]
pub const fn typed_option(body: BallotBody) -> &'static str {
    match body {
        BallotBody::Choices => "--choose",
        BallotBody::Answer => "--answer",
        BallotBody::Ranking => "--ranking",
        BallotBody::Grades => "--grades",
        BallotBody::Points => "--points",
    }
}

impl Vote {
    /// The words after the option: ids, `option=worth`, or one word a rank with `=` between equals.
    #[must_use]
    pub fn typed(&self) -> Vec<String> {
        match self {
            Self::Answer(answer) => vec![answer.word().to_owned()],
            Self::Choices(list) => list.iter().map(ToString::to_string).collect(),
            Self::Ranking(ranks) => {
                let rank = |rank: &Vec<OptionId>| rank.iter().map(OptionId::as_str).collect::<Vec<_>>().join("=");
                ranks.iter().map(rank).collect()
            }
            Self::Grades(list) => list.iter().map(|(option, grade)| format!("{option}={grade}")).collect(),
            Self::Points(list) => list.iter().map(|(option, points)| format!("{option}={points}")).collect(),
        }
    }

    /// All that is typed for it, such as `--points elm=3 oak=1`, or `--blank`.
    #[must_use]
    pub fn as_typed(&self) -> String {
        if self.is_blank() {
            return "--blank".to_owned();
        }
        format!("{} {}", typed_option(self.body()), self.typed().join(" "))
    }
}
