//! Every method of counting: cases, laws, real outcomes, and what the tally file says.

#[path = "../support/mod.rs"]
mod support;

mod exports;
mod least_change;
mod methods_budget;
mod methods_doc;
mod methods_grades;
mod methods_motion;
mod methods_ranked;
mod pabulib;
mod pabulib_export;
mod properties;
mod tally;
mod trial;
