//! Methods that count rankings.

pub(super) mod irv;
mod papers;
mod rounds;
mod ways;

use papers::Papers;
