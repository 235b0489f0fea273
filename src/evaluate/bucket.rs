//! The hash that decides who is in: one digest of salt and id, read as two independent numbers.

use crate::model::Percent;
use md5::{Digest, Md5};

/// Where an id falls: two numbers from 0 to 99,999, in thousandths of a percent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Draw {
    /// Held against a rollout: the id is admitted where this is smaller.
    pub bucket: u32,
    /// Held against the cumulative weights of a split.
    pub split: u32,
}

/// Draws for an id.
///
/// ```text
/// x      = MD5(salt + ":" + id) as a 128-bit big-endian integer
/// bucket = (x mod 100) × 1000 + (x div 100) mod 1000
/// split  = (x div 100,000) mod 100,000
/// ```
///
/// A bucket's whole percent is `int(md5(f"{salt}:{id}").hexdigest(), 16) % 100`, so a service that already buckets
/// that way, with the flag's key as salt, gets the same users.
///
/// ```
/// let draw = ffctl::evaluate::draw("new-checkout", "user-123");
/// assert_eq!((draw.bucket, draw.split), (92_019, 37_127));
/// ```
pub fn draw(salt: &str, id: &str) -> Draw {
    let digest = Md5::new().chain_update(salt).chain_update(":").chain_update(id).finalize();
    // All that is read are the ten lowest decimal digits: one wide division, and the rest in machine words.
    let digits = (u128::from_be_bytes(digest.into()) % 10_000_000_000) as u64;
    let bucket = digits % 100 * 1000 + digits / 100 % 1000;
    let split = digits / 100_000;
    Draw { bucket: bucket as u32, split: split as u32 }
}

impl Draw {
    /// Whether a rollout of this percentage takes in the id.
    pub fn admitted_to(self, rollout: Percent) -> bool {
        self.bucket < rollout.thousandths()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn admission_ends_just_below_the_percentage() {
        let at = |bucket| Draw { bucket, split: 0 };
        let ten = Percent::from_thousandths(10_000).unwrap();
        assert!(at(9_999).admitted_to(ten));
        assert!(!at(10_000).admitted_to(ten));
        assert!(!at(0).admitted_to(Percent::ZERO));
        assert!(at(99_999).admitted_to(Percent::FULL));
    }

    #[test]
    fn salt_and_id_are_joined_by_one_colon() {
        assert_eq!(draw("a:b", "c"), draw("a", "b:c"));
        assert_ne!(draw("ab", "c"), draw("a", "bc"));
    }
}
