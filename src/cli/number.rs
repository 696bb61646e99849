//! Numbers on the command line.

use crate::report::text::words::thousands;
use std::ops::RangeInclusive;

/// A whole number within a range, as people write it: `10000` or `10_000`.
pub fn whole(text: &str, range: RangeInclusive<u64>) -> Result<u64, String> {
    let number = text.replace('_', "").parse().ok();
    number.filter(|n| range.contains(n)).ok_or_else(|| {
        let (low, high) = (thousands(*range.start()), thousands(*range.end()));
        format!("it must be a whole number from {low} to {high}")
    })
}
