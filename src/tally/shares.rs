//! Exact parts of money: whole numbers of one small unit, which shrinks when a part asks for it.
//!
//! All sums of a count are kept over one common denominator. Dividing by a number multiplies the
//! denominator, and all that is kept, by what is missing: so nothing is ever rounded, and sums and
//! comparisons stay those of whole numbers.

use num_bigint::BigUint;

use crate::council::Amount;

/// The greatest common divisor.
const fn common(mut a: u128, mut b: u128) -> u128 {
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a
}

/// By what all that is kept must be multiplied so that `number` can be divided by `by`, not 0.
pub(super) fn refinement(number: &BigUint, by: u128) -> u128 {
    let rest = u128::try_from(number % by).unwrap_or(0);
    by / common(by, rest)
}

/// `number` hundredths over `unit`, cut to whole hundredths.
pub(super) fn hundredths(number: &BigUint, unit: &BigUint) -> Amount {
    let whole = u64::try_from(number / unit).ok();
    whole.and_then(Amount::from_hundredths).unwrap_or(Amount::ZERO)
}

/// `hundredths / voters` as a fraction of the currency's unit in lowest terms.
pub(super) fn fraction(hundredths: u128, voters: u64) -> String {
    let (top, bottom) = (hundredths, u128::from(voters.max(1)) * 100);
    let divisor = common(top, bottom).max(1);
    format!("{}/{}", top / divisor, bottom / divisor)
}
