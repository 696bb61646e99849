//! Where names beside points are written: clear of the points and of each other, or not at all.

/// A place on the sheet, or a width and a height.
type Pair = (f64, f64);

/// A rectangle: left, top, right and bottom.
type Box = (f64, f64, f64, f64);

/// How far a name stays from its point, and what points and lines take up.
const GAP: f64 = 8.0;
const DOT: f64 = 4.0;
const LINE: f64 = 1.5;

/// The middle of each name, from first to last: right of its point, left, above or below it; `None` where none of these
/// is free of dots, lines and other names. A name has the place of its point, its width and its height; all stay between
/// two corners.
pub fn places(
    names: &[(Pair, Pair)],
    dots: &[Pair],
    lines: &[Vec<Pair>],
    (least, most): (Pair, Pair),
) -> Vec<Option<Pair>> {
    let square = |(x, y): Pair, half: f64| (x - half, y - half, x + half, y + half);
    let dots = dots.iter().map(|dot| square(*dot, DOT));
    let along = lines.iter().flat_map(|line| line.windows(2)).flat_map(walk);
    let mut taken: Vec<Box> = dots.chain(along.map(|at| square(at, LINE))).collect();
    let place = |(point, size): &(Pair, Pair)| {
        let free = |middle: &Pair| {
            let own = around(*middle, *size);
            let inside = own.0 >= least.0 && own.1 >= least.1 && own.2 <= most.0 && own.3 <= most.1;
            inside && !taken.iter().any(|other| meet(own, *other))
        };
        let found = beside(*point, *size).into_iter().find(free)?;
        taken.push(around(found, *size));
        Some(found)
    };
    names.iter().map(place).collect()
}

/// Points along a stretch of a line, close to each other.
fn walk(stretch: &[Pair]) -> Vec<Pair> {
    let [from, to] = stretch else {
        return Vec::new();
    };
    let count = ((to.0 - from.0).hypot(to.1 - from.1) / LINE)
        .ceil()
        .max(1.0) as u32;
    let at = |n: u32| {
        let share = f64::from(n) / f64::from(count);
        (
            from.0 + share * (to.0 - from.0),
            from.1 + share * (to.1 - from.1),
        )
    };
    (0..=count).map(at).collect()
}

/// The four middles around a point.
fn beside((x, y): Pair, (width, height): Pair) -> [Pair; 4] {
    let (across, up) = (width / 2.0 + GAP, height / 2.0 + GAP);
    [(x + across, y), (x - across, y), (x, y - up), (x, y + up)]
}

fn around((x, y): Pair, (width, height): Pair) -> Box {
    let (half, up) = (width / 2.0, height / 2.0);
    (x - half, y - up, x + half, y + up)
}

fn meet(a: Box, b: Box) -> bool {
    a.0 < b.2 && b.0 < a.2 && a.1 < b.3 && b.1 < a.3
}

#[cfg(test)]
mod tests {
    use super::places;

    const SHEET: ((f64, f64), (f64, f64)) = ((0.0, 0.0), (100.0, 50.0));

    #[test]
    fn names_give_way_to_points_and_to_each_other() {
        let size = (20.0, 10.0);
        let dots = [(20.0, 20.0), (40.0, 20.0)];
        let names = [(dots[0], size), (dots[1], size)];
        let found = places(&names, &dots, &[], SHEET);
        assert_eq!(found, [Some((20.0, 7.0)), Some((58.0, 20.0))]);
        let line = vec![dots[1], (100.0, 20.0)];
        let found = places(&names, &dots, &[line], SHEET);
        assert_eq!(found, [Some((20.0, 7.0)), Some((40.0, 7.0))]);
    }

    #[test]
    fn where_nothing_is_free_nothing_is_written() {
        let found = places(&[((50.0, 25.0), (95.0, 10.0))], &[(50.0, 12.0)], &[], SHEET);
        assert_eq!(found, [Some((50.0, 38.0))]);
        let found = places(&[((50.0, 25.0), (120.0, 10.0))], &[], &[], SHEET);
        assert_eq!(found, [None]);
    }
}
