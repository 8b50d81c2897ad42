//! Rules under which nobody could vote or nothing could win, or of which two contradict.

use super::{Rules, Spending};
use crate::council::OptionId;
use crate::language::Bilingual;

impl Rules {
    /// Why these rules cannot be sealed for a vote on `options`; nothing where they can.
    #[must_use]
    pub fn contradiction(&self, options: &[&OptionId]) -> Option<Bilingual> {
        match self {
            Self::SingleChoice(rules) => no_winner(rules.winners).or_else(|| {
                (!rules.majority.is_whole()).then(|| {
                    Bilingual::new(
                        "`majority`, `comparison` et `base` se déclarent ensemble, ou valent tous trois `none`",
                        "`majority`, `comparison` and `base` are declared together, or all three are `none`",
                    )
                })
            }),
            Self::Score(rules) => no_winner(rules.winners).or_else(|| no_points(rules.max_points)),
            Self::Cumulative(rules) => no_winner(rules.winners)
                .or_else(|| no_points(rules.max_points.min(rules.points_per_ballot)))
                .or_else(|| {
                    let room = u64::from(rules.max_points).saturating_mul(options.len() as u64);
                    let stuck = rules.spending == Spending::All && room < u64::from(rules.points_per_ballot);
                    stuck.then(|| {
                        Bilingual::new(
                            "personne ne peut donner tous les points : `points-per-ballot` dépasse `max-points` fois le nombre de choix",
                            "nobody can spend all points: `points-per-ballot` exceeds `max-points` times the number of options",
                        )
                    })
                }),
            Self::MajorityJudgment(rules) => no_winner(rules.winners).or_else(|| no_scale(&rules.grades)),
            _ => None,
        }
    }
}

fn no_winner(winners: u32) -> Option<Bilingual> {
    (winners == 0).then(|| Bilingual::new("rien ne peut gagner : `winners` vaut 0", "nothing can win: `winners` is 0"))
}

fn no_points(most: u32) -> Option<Bilingual> {
    (most == 0).then(|| {
        Bilingual::new(
            "rien ne peut gagner : aucun point ne peut être donné",
            "nothing can win: no points can be given",
        )
    })
}

fn no_scale(grades: &[OptionId]) -> Option<Bilingual> {
    let twice = (1..grades.len()).any(|at| grades[..at].contains(&grades[at]));
    (twice || grades.len() < 2).then(|| {
        Bilingual::new(
            "`grades-best-first` nomme au moins deux mentions, chacune une fois",
            "`grades-best-first` names at least two grades, each once",
        )
    })
}
