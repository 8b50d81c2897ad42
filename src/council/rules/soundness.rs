//! Rules under which nobody could vote or nothing could win, or of which two contradict.

use super::{Answer, Equality, Grade, Motion2Rules, Rules, ShareOf, Spending};
use crate::council::OptionId;
use crate::language::{Bilingual, Language};

impl Rules {
    /// Why these rules cannot be sealed for a vote on `options`; nothing where they can.
    #[must_use]
    pub fn contradiction(&self, options: &[&OptionId]) -> Option<Bilingual> {
        if let Some(unreachable) = self.unreachable() {
            return Some(unreachable);
        }
        if let Some(crowd) = self.too_few(options.len()) {
            return Some(crowd);
        }
        match self {
            Self::Motion2(rules) => unclear_presence(rules).or_else(|| unclear_chair(rules)),
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
                .or_else(|| beyond_purse(rules.max_points, rules.points_per_ballot))
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
            Self::Approval(rules) => no_winner(rules.winners),
            Self::Borda(rules) => no_winner(rules.winners),
            Self::StvScottish(rules) => no_winner(rules.winners),
            Self::MajorityJudgment(rules) => no_winner(rules.winners).or_else(|| no_scale(&rules.grades)),
            _ => None,
        }
    }
}

impl Rules {
    /// How many options win, where the rules say so.
    const fn winners(&self) -> Option<u32> {
        match self {
            Self::Approval(rules) => Some(rules.winners),
            Self::SingleChoice(rules) => Some(rules.winners),
            Self::Score(rules) => Some(rules.winners),
            Self::Cumulative(rules) => Some(rules.winners),
            Self::MajorityJudgment(rules) => Some(rules.winners),
            Self::Borda(rules) => Some(rules.winners),
            Self::StvScottish(rules) => Some(rules.winners),
            _ => None,
        }
    }

    /// Why so few options leave nothing to decide. Where there are none yet, that is another fault.
    fn too_few(&self, options: usize) -> Option<Bilingual> {
        let ranked = matches!(
            self,
            Self::Irv(_) | Self::Schulze(_) | Self::RankedPairs(_) | Self::Borda(_) | Self::StvScottish(_)
        );
        if ranked && options == 1 {
            return Some(Bilingual::new(
                "un seul choix ne se classe pas : `options` en nomme au moins deux",
                "one option cannot be ranked: `options` names at least two",
            ));
        }
        let winners = self.winners().filter(|winners| options > 0 && *winners as usize > options)?;
        Some(Bilingual::new(
            format!("`winners` vaut {winners}, pour {options} choix"),
            format!("`winners` is {winners}, for {}", Language::En.count(options, "option", "options")),
        ))
    }
}

fn beyond_purse(most: u32, purse: u32) -> Option<Bilingual> {
    (most > purse).then(|| {
        Bilingual::new(
            format!(
                "`max-points` vaut {most}, plus que les {purse} de `points-per-ballot` : personne ne peut les donner"
            ),
            format!("`max-points` is {most}, more than the {purse} of `points-per-ballot`: nobody can give them"),
        )
    })
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

fn no_scale(grades: &[Grade]) -> Option<Bilingual> {
    let twice = (1..grades.len()).any(|at| grades[..at].iter().any(|other| other.id == grades[at].id));
    (twice || grades.len() < 2).then(|| {
        Bilingual::new(
            "`grades-best-first` nomme au moins deux mentions, chacune une fois",
            "`grades-best-first` names at least two grades, each once",
        )
    })
}

fn unclear_presence(rules: &Motion2Rules) -> Option<Bilingual> {
    let listed = |answer: &Answer| rules.present.iter().filter(|other| *other == answer).count();
    let strange = rules.present.iter().any(|answer| matches!(answer, Answer::For | Answer::Against));
    let twice = rules.present.iter().any(|answer| listed(answer) > 1);
    let idle = rules.base != ShareOf::Present && !rules.present.is_empty();
    (strange || twice || idle).then(|| {
        Bilingual::new(
            "`present` nomme, une fois chacune, les réponses comptées comme présentes en plus de `for` et `against`, et vaut `none` si `base` n’est pas `present`",
            "`present` names, once each, the answers that count as present beside `for` and `against`, and is `none` where `base` is not `present`",
        )
    })
}

fn unclear_chair(rules: &Motion2Rules) -> Option<Bilingual> {
    ((rules.tie == Equality::CastingVote) != rules.chair.is_some()).then(|| {
        Bilingual::new(
            "`chair` nomme qui a voix prépondérante quand `tie` vaut `casting-vote`, et vaut `none` sinon",
            "`chair` names whose vote is the casting vote where `tie` is `casting-vote`, and is `none` otherwise",
        )
    })
}
