//! `content/bodies/<id>.md`: an instance of the council.

use super::fields::Fields;
use super::record::Ref;
use crate::council::{Fraction, Siret, words};
use crate::grammar::Token;
use crate::language::Bilingual;

words! {
    /// What kind of body it is.
    BodyKind {
        /// The town council.
        TownCouncil = "town-council",
        /// A neighbourhood council.
        NeighbourhoodCouncil = "neighbourhood-council",
        /// A committee.
        Committee = "committee",
    }
}

/// A body (instance).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Body {
    /// Its kind.
    pub kind: BodyKind,
    /// The part of the commune it is for.
    pub area: Option<Bilingual>,
    /// The body it belongs to.
    pub parent: Option<Ref>,
    /// How many people live there.
    pub population: Option<u32>,
    /// The number by which France knows it.
    pub siret: Option<Siret>,
    /// How many seats it has.
    pub seats: u32,
    /// The share of seats that makes a quorum.
    pub quorum: Fraction,
}

pub(super) fn read(mut fields: Fields<'_>) -> Option<Body> {
    let kind = fields.token("kind");
    let area = fields.bilingual_if("area");
    let parent = fields.reference_if("parent");
    let population = fields.token_if("population");
    let siret = fields.token_if("siret");
    let seats = fields.token("seats");
    let quorum = fields.token("quorum");
    fields.done();
    Some(Body { kind: kind?, area, parent, population, siret, seats: seats?, quorum: quorum? })
}
