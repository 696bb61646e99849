//! The nearest name to a mistyped one.

use strsim::damerau_levenshtein;

/// The candidate most like `name`, if any is like enough to be what was meant: at most a third of
/// its letters (and at least one) mistyped, left out, added or swapped, or one starting with the
/// other. Capital letters, `-` and spaces instead of `_` do not count. Of equally near ones the
/// first.
pub fn nearest<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let wanted = plain(name);
    candidates
        .into_iter()
        .filter_map(|candidate| Some((distance(&wanted, &plain(candidate))?, candidate)))
        .min_by_key(|&(distance, _)| distance)
        .map(|(_, candidate)| candidate)
}

fn plain(name: &str) -> String {
    name.trim().to_lowercase().replace(['-', ' '], "_")
}

/// How far apart two names are; `None` when one cannot have been meant by the other.
fn distance(wanted: &str, candidate: &str) -> Option<usize> {
    let letters = wanted.chars().count().max(candidate.chars().count());
    let typos = damerau_levenshtein(wanted, candidate);
    let begins = wanted.len().min(candidate.len()) >= 3
        && (candidate.starts_with(wanted) || wanted.starts_with(candidate));
    (typos <= (letters / 3).max(1) && typos < letters || begins).then_some(typos)
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn finds_what_was_meant() {
        let keys = ["max", "min", "on_low", "availability"];
        assert_eq!(nearest("maxx", keys), Some("max"));
        assert_eq!(nearest("mni", keys), Some("min"));
        assert_eq!(nearest("on-low", keys), Some("on_low"));
        assert_eq!(nearest("availibility", keys), Some("availability"));
        assert_eq!(nearest("avail", keys), Some("availability"));
        assert_eq!(nearest("colour", keys), None);
        assert_eq!(nearest("", keys), None);
        assert_eq!(nearest("x", ["y"]), None);
    }
}
