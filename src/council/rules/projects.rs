//! What the methods of a participatory budget have in common: what a ballot may hold, what it is
//! worth to a project, and the money.

use super::budget::write_envelopes;
use super::{BallotBody, BudgetEnvelope, Currency, Limits, RuleFields, Ties, words};
use crate::council::{Amount, OptionId};
use crate::grammar::{Token, Writer};
use crate::language::Bilingual;

words! {
    /// How a ballot names projects.
    ProjectBallot {
        /// A list of projects.
        Choices = "choices",
        /// Points for projects.
        Points = "points",
        /// Projects in order of preference, one to a rank.
        Ranking = "ranking",
    }
    /// What a project's support is.
    Support {
        /// The weight of the ballots that name it (with at least one point, where points are given).
        Votes = "votes",
        /// The points given to it, each ballot times its weight.
        Points = "points",
    }
}

/// Ballots and money of a participatory budget.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProjectRules {
    /// How a ballot names projects.
    pub ballot: ProjectBallot,
    /// How many it may name.
    pub limits: Limits,
    /// What the projects it names may cost together.
    pub cost_max: Option<Amount>,
    /// The most points for one project.
    pub points_max: Option<u32>,
    /// The most points of a ballot.
    pub points_sum_max: Option<u32>,
    /// What each rank is worth, best first; ranks beyond are worth nothing.
    pub ranking_points: Vec<u32>,
    /// What support is.
    pub support: Support,
    /// In which currency.
    pub currency: Currency,
    /// The envelopes.
    pub envelopes: Vec<BudgetEnvelope>,
    /// The support without which no project wins.
    pub minimum_support: u64,
    /// What becomes of ties.
    pub ties: Ties,
}

impl ProjectRules {
    pub(super) fn read<F: RuleFields>(fields: &mut F) -> Result<Self, F::Fault> {
        let ballot = fields.token("ballot");
        let limits = fields.limits();
        let cost_max = fields.token_if("choices-cost-max");
        let points_max = fields.token_if("points-max");
        let points_sum_max = fields.token_if("points-sum-max");
        let ranking_points = fields.list("ranking-points");
        let support = fields.token("support");
        let currency = fields.token("currency");
        let envelopes = fields.envelopes();
        let minimum_support = fields.token("minimum-support");
        let ties = fields.token("ties");
        Ok(Self {
            ballot: ballot?,
            limits: limits?,
            cost_max: cost_max?,
            points_max: points_max?,
            points_sum_max: points_sum_max?,
            ranking_points: ranking_points?,
            support: support?,
            currency: currency?,
            envelopes: envelopes?,
            minimum_support: minimum_support?,
            ties: ties?,
        })
    }

    pub(super) fn write(&self, writer: Writer) -> Writer {
        let writer = self.limits.write(writer.token("ballot", &self.ballot));
        let writer = writer
            .token("choices-cost-max", &self.cost_max)
            .token("points-max", &self.points_max)
            .token("points-sum-max", &self.points_sum_max);
        let writer = write_list(writer, "ranking-points", &self.ranking_points);
        write_envelopes(writer.token("support", &self.support).token("currency", &self.currency), &self.envelopes)
            .token("minimum-support", &self.minimum_support)
            .token("ties", &self.ties)
    }

    /// The shape of a ballot.
    #[must_use]
    pub const fn body(&self) -> BallotBody {
        match self.ballot {
            ProjectBallot::Choices => BallotBody::Choices,
            ProjectBallot::Points => BallotBody::Points,
            ProjectBallot::Ranking => BallotBody::Ranking,
        }
    }

    /// What a rank is worth, counted from 0.
    #[must_use]
    pub fn rank_points(&self, rank: usize) -> u32 {
        self.ranking_points.get(rank).copied().unwrap_or(0)
    }

    /// Rules that say two things, or nothing.
    #[must_use]
    pub fn contradiction(&self) -> Option<Bilingual> {
        let points = self.points_max.is_some() || self.points_sum_max.is_some();
        let ranks = &self.ranking_points;
        let falls = ranks.windows(2).all(|pair| pair[0] >= pair[1]) && ranks.first() != Some(&0);
        if points && self.ballot != ProjectBallot::Points {
            return Some(Bilingual::new(
                "`points-max` et `points-sum-max` ne vont qu’avec `ballot: points`",
                "`points-max` and `points-sum-max` go with `ballot: points` only",
            ));
        }
        if (self.ballot == ProjectBallot::Ranking) == ranks.is_empty() || !falls {
            return Some(Bilingual::new(
                "`ranking-points` va avec `ballot: ranking`, en nombres qui ne croissent pas, le premier au moins 1",
                "`ranking-points` goes with `ballot: ranking`, in numbers that do not grow, the first at least 1",
            ));
        }
        if self.support == Support::Points && self.ballot == ProjectBallot::Choices {
            return Some(Bilingual::new(
                "`support: points` demande des bulletins à points ou à rangs",
                "`support: points` needs ballots with points or ranks",
            ));
        }
        None
    }
}

pub(super) fn write_list<T: Token>(writer: Writer, key: &str, items: &[T]) -> Writer {
    if items.is_empty() { writer.plain(key, "none") } else { writer.list(key, items.iter().map(Token::write)) }
}

/// Projects of which at most one wins.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exclusive(pub Vec<OptionId>);

impl Token for Exclusive {
    fn expected() -> Bilingual {
        Bilingual::new("deux projets ou plus : `a b`", "two projects or more: `a b`")
    }
    fn read(text: &str) -> Option<Self> {
        let ids: Vec<OptionId> = text.split(' ').map(OptionId::read).collect::<Option<_>>()?;
        let twice = ids.iter().enumerate().any(|(at, id)| ids[..at].contains(id));
        (ids.len() > 1 && !twice).then_some(Self(ids))
    }
    fn write(&self) -> String {
        self.0.iter().map(OptionId::as_str).collect::<Vec<_>>().join(" ")
    }
}
