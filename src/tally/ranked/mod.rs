//! Methods that count rankings.

pub(super) mod borda;
mod duels;
pub(super) mod irv;
mod order;
mod papers;
pub(super) mod ranked_pairs;
mod rounds;
pub(super) mod schulze;
pub(super) mod stv;
mod ways;

use papers::Papers;
