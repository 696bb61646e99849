//! The middle of several numbers.

/// The median; NaN of none.
pub fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    let of = |place: usize| values.get(place).copied().unwrap_or(f64::NAN);
    (of(values.len().saturating_sub(1) / 2) + of(values.len() / 2)) / 2.0
}
