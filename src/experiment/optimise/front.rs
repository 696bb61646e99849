//! Readiness against work in progress: the settings of which none is better in both.

/// The places of the points (more of the first is better, less of the second) that no other point beats: one that
/// is at least as good in both and better in one. Points without numbers are left out; of equal ones the first
/// stays. In order of the second.
pub(super) fn front(points: &[Option<[f64; 2]>]) -> Vec<usize> {
    let there = points.iter().enumerate();
    let mut there: Vec<(usize, [f64; 2])> = there
        .filter_map(|(place, point)| Some((place, (*point)?)))
        .collect();
    there.sort_by(|(i, [x, a]), (j, [y, b])| a.total_cmp(b).then(y.total_cmp(x)).then(i.cmp(j)));
    let mut front = Vec::new();
    let mut highest = f64::NEG_INFINITY;
    for (place, [more, _]) in there {
        if more > highest {
            highest = more;
            front.push(place);
        }
    }
    front
}

#[cfg(test)]
mod tests {
    use super::front;

    #[test]
    fn nobody_on_the_front_is_beaten() {
        let points = [
            Some([0.5, 4.0]),
            Some([0.9, 8.0]),
            Some([0.5, 5.0]),
            None,
            Some([0.7, 4.0]),
            Some([0.9, 8.0]),
        ];
        assert_eq!(front(&points), [4, 1]);
    }
}
