//! Dividing whole slots by relative weights.

use std::cmp::Ordering;

/// Who gets a share: a name and its relative weight, not negative.
#[derive(Debug, Clone, Copy)]
pub(super) struct Claim<'a> {
    /// Decides between equal shares.
    pub name: &'a str,
    /// The relative weight.
    pub share: f64,
}

/// The order of equals: the larger share, then the name.
fn before(a: &Claim, b: &Claim) -> Ordering {
    b.share.total_cmp(&a.share).then_with(|| a.name.cmp(b.name))
}

/// Divides `total` by largest remainder (Hamilton's method): everybody gets the whole part of its
/// quota, and what is left goes one each to the largest fractions.
fn by_largest_remainder(total: u32, claims: &[Claim]) -> Vec<u32> {
    let sum: f64 = claims.iter().map(|claim| claim.share).sum();
    let quota = |claim: &Claim| match sum > 0.0 {
        true => f64::from(total) * (claim.share / sum),
        false => f64::from(total) / claims.len() as f64,
    };
    let quotas: Vec<f64> = claims.iter().map(quota).collect();
    let mut slots: Vec<u32> = quotas.iter().map(|quota| whole(*quota)).collect();
    let given: u32 = slots.iter().sum();
    let mut ranked: Vec<(f64, &Claim, &mut u32)> = quotas
        .iter()
        .zip(claims)
        .zip(&mut slots)
        .map(|((quota, claim), slots)| (quota - f64::from(*slots), claim, slots))
        .collect();
    ranked.sort_by(|a, b| nearly(b.0, a.0).then_with(|| before(a.1, b.1)));
    for (_, _, slots) in ranked
        .into_iter()
        .take(total.saturating_sub(given) as usize)
    {
        *slots += 1;
    }
    slots
}

/// Rounding of the division apart, the whole part of a quota.
fn whole(quota: f64) -> u32 {
    (quota + TINY).floor() as u32
}

/// Rounding of the division apart, which fraction is larger.
fn nearly(a: f64, b: f64) -> Ordering {
    if (a - b).abs() < TINY {
        Ordering::Equal
    } else {
        a.total_cmp(&b)
    }
}

const TINY: f64 = 1e-9;

/// The same with at least one slot for everybody, given up by whoever has most. Where there are not
/// enough slots for that, the indexes of those who would get none.
pub(super) fn at_least_one(total: u32, claims: &[Claim]) -> Result<Vec<u32>, Vec<usize>> {
    if (total as usize) < claims.len() {
        let mut ranked: Vec<(usize, &Claim)> = claims.iter().enumerate().collect();
        ranked.sort_by(|a, b| before(a.1, b.1));
        return Err(ranked
            .into_iter()
            .skip(total as usize)
            .map(|(index, _)| index)
            .collect());
    }
    let mut slots = by_largest_remainder(total, claims);
    while let Some(poor) = slots.iter().position(|&n| n == 0) {
        let rich = slots
            .iter()
            .zip(claims)
            .enumerate()
            .max_by(|(_, a), (_, b)| a.0.cmp(b.0).then_with(|| before(b.1, a.1)))
            .map(|(index, _)| index);
        if let Some(n) = rich.and_then(|rich| slots.get_mut(rich)) {
            *n -= 1;
        }
        if let Some(n) = slots.get_mut(poor) {
            *n += 1;
        }
    }
    Ok(slots)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn claims<'a>(shares: &[(&'a str, f64)]) -> Vec<Claim<'a>> {
        shares
            .iter()
            .map(|&(name, share)| Claim { name, share })
            .collect()
    }

    #[test]
    fn quotas_are_rounded_by_largest_remainder() {
        let four = claims(&[
            ("feature", 20.0),
            ("bug", 40.0),
            ("regulatory", 10.0),
            ("debt", 30.0),
        ]);
        assert_eq!(at_least_one(10, &four), Ok(vec![2, 4, 1, 3]));
        // Quotas 1.0, 2.0, 0.5, 1.5: of the equal fractions the larger share is served.
        assert_eq!(at_least_one(5, &four), Ok(vec![1, 1, 1, 2]));
        assert_eq!(by_largest_remainder(5, &four), vec![1, 2, 0, 2]);
    }

    #[test]
    fn equal_shares_are_served_by_name() {
        let three = claims(&[("c", 1.0), ("a", 1.0), ("b", 1.0)]);
        assert_eq!(at_least_one(4, &three), Ok(vec![1, 2, 1]));
        assert_eq!(at_least_one(5, &three), Ok(vec![1, 2, 2]));
    }

    #[test]
    fn everybody_gets_a_slot_or_is_named() {
        let two = claims(&[("big", 99.0), ("small", 1.0)]);
        assert_eq!(at_least_one(3, &two), Ok(vec![2, 1]));
        assert_eq!(at_least_one(1, &two), Err(vec![1]));
        let none = claims(&[("a", 0.0), ("b", 0.0)]);
        assert_eq!(at_least_one(3, &none), Ok(vec![2, 1]));
    }
}
