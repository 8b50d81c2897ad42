//! A result in the forms of other programs. Nothing here is signed or certified: each form is made
//! from the tally again whenever it is asked for.

mod budget;
mod cell;
mod field;
mod table;

pub use budget::{CountedVote, pabulib};
pub use field::{Cells, Field};
pub use table::{Rows, Table, cell, decimal};
