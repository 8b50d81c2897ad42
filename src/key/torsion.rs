//! Whether points have a torsion component: one by one, or a whole roll at once.
//!
//! The torsion component of a point is one of eight, and those of a sum add up. A sum of points
//! chosen by lot has none although some of the points do with probability 1/2 at most; of
//! [`SUMS`] such sums that all have none, with 2^-128. The lots come from a hash of all the keys,
//! so whoever chooses the keys does not choose the lots, and the answer is the same everywhere.
//!
//! This is a test of points and not of signatures, which are never checked in batches: a
//! signature belongs to one equation, while sound keys are sound in any sum.

use curve25519_dalek::edwards::EdwardsPoint;
use ed25519_dalek::VerifyingKey;

use crate::tree::Digest;

/// How many sums are made: a bit of a key's lots for each of them.
const SUMS: u32 = u128::BITS;
/// How many of them are made at a time. A key is put once to those that have the same bits in
/// these, and only then are the sums made.
const AT_A_TIME: u32 = 10;
/// Below this many keys they are asked one by one, which is quicker then.
const FEW: usize = 256;

/// Whether none of `keys` has a torsion component.
pub(super) fn all_are_torsion_free(keys: &[VerifyingKey]) -> bool {
    if keys.len() < FEW {
        return keys.iter().all(|key| key.to_edwards().is_torsion_free());
    }
    let seed = seed(keys);
    let lots: Vec<u128> = (0..keys.len() as u64).map(|at| lots(&seed, at)).collect();
    (0..SUMS).step_by(AT_A_TIME as usize).all(|first| {
        let mut alike = vec![EdwardsPoint::default(); 1 << AT_A_TIME];
        for (key, lots) in keys.iter().zip(&lots) {
            alike[(lots >> first) as usize % (1 << AT_A_TIME)] += &key.to_edwards();
        }
        sums(alike).iter().all(EdwardsPoint::is_torsion_free)
    })
}

/// For each bit of an index, the sum of the points whose index has it. There are 2^n of them.
fn sums(mut points: Vec<EdwardsPoint>) -> Vec<EdwardsPoint> {
    let mut sums = Vec::new();
    while points.len() > 1 {
        let upper = points.split_off(points.len() / 2);
        sums.push(upper.iter().sum());
        for (point, other) in points.iter_mut().zip(&upper) {
            *point += other;
        }
    }
    sums
}

fn seed(keys: &[VerifyingKey]) -> Digest {
    let keys: Vec<&[u8]> = keys.iter().map(|key| key.as_bytes().as_slice()).collect();
    Digest::of_parts(&[b"parvis torsion/1", &keys.concat()])
}

/// In which of the sums the key at `at` stands, a bit for each.
fn lots(seed: &Digest, at: u64) -> u128 {
    let digest = Digest::of_parts(&[seed.as_bytes(), &at.to_le_bytes()]);
    let (lots, _) = digest.as_bytes().split_first_chunk().expect("a digest has 32 bytes");
    u128::from_le_bytes(*lots)
}

#[cfg(test)]
mod tests {
    use super::{EdwardsPoint, FEW, VerifyingKey, all_are_torsion_free};
    use curve25519_dalek::constants::EIGHT_TORSION;

    fn keys(count: usize) -> Vec<VerifyingKey> {
        let key = |n: usize| {
            let seed = *crate::tree::Digest::of(&n.to_le_bytes()).as_bytes();
            ed25519_dalek::SigningKey::from_bytes(&seed).verifying_key()
        };
        (0..count).map(key).collect()
    }

    fn with_torsion(key: &VerifyingKey, torsion: &EdwardsPoint) -> VerifyingKey {
        VerifyingKey::from(key.to_edwards() + torsion)
    }

    #[test]
    fn one_key_with_torsion_among_many_is_seen_wherever_it_stands() {
        for count in [1, FEW - 1, FEW, FEW + 100] {
            let sound = keys(count);
            assert!(all_are_torsion_free(&sound), "{count} sound keys");
            for torsion in &EIGHT_TORSION[1..] {
                for at in [0, count / 2, count - 1] {
                    let mut keys = sound.clone();
                    keys[at] = with_torsion(&keys[at], torsion);
                    assert!(!all_are_torsion_free(&keys), "the key {at} of {count}");
                }
            }
        }
    }

    #[test]
    fn each_sum_is_of_the_points_whose_index_has_its_bit() {
        let points: Vec<EdwardsPoint> = keys(16).iter().map(VerifyingKey::to_edwards).collect();
        let mut wanted: Vec<EdwardsPoint> = (0..4)
            .map(|bit| points.iter().enumerate().filter(|(at, _)| at >> bit & 1 == 1).map(|(_, point)| point).sum())
            .collect();
        wanted.reverse();
        assert_eq!(super::sums(points), wanted);
    }

    #[test]
    fn torsions_that_cancel_each_other_are_seen() {
        let mut keys = keys(FEW);
        for at in 0..FEW {
            let torsion = EIGHT_TORSION[if at % 2 == 0 { 1 } else { 7 }];
            keys[at] = with_torsion(&keys[at], &torsion);
        }
        let sum: EdwardsPoint = keys.iter().map(VerifyingKey::to_edwards).sum();
        assert!(sum.is_torsion_free() && !all_are_torsion_free(&keys));
        keys[2..].clone_from_slice(&self::keys(FEW)[2..]);
        assert!(!all_are_torsion_free(&keys), "two of them");
    }
}
