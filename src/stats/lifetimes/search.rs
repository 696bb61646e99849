//! The lowest point of a function of one or two numbers.

/// More steps than this bring nothing that data could tell.
const STEPS: usize = 150;
/// The search ends where the corners differ by less.
const CLOSE: f64 = 1e-7;

/// The lowest point near a start, by the simplex method of J. A. Nelder and R. Mead ("A simplex method for
/// function minimization", Computer Journal 7, 1965). Where the function has one variable the second number
/// stays as it is.
pub(super) fn lowest(f: &dyn Fn([f64; 2]) -> f64, start: [f64; 2], variables: usize) -> [f64; 2] {
    let mut corners: Vec<([f64; 2], f64)> = vec![(start, f(start))];
    for n in 0..variables.min(2) {
        let mut at = start;
        at[n] += 0.5;
        corners.push((at, f(at)));
    }
    for _ in 0..STEPS {
        corners.sort_by(|a, b| a.1.total_cmp(&b.1));
        if spread(&corners) < CLOSE {
            break;
        }
        step(f, &mut corners);
    }
    corners.sort_by(|a, b| a.1.total_cmp(&b.1));
    corners.first().map_or(start, |corner| corner.0)
}

/// How far the values at the corners and the corners themselves lie apart.
fn spread(corners: &[([f64; 2], f64)]) -> f64 {
    let (Some(best), Some(worst)) = (corners.first(), corners.last()) else {
        return 0.0;
    };
    let apart = (best.0[0] - worst.0[0])
        .abs()
        .max((best.0[1] - worst.0[1]).abs());
    (worst.1 - best.1).abs().max(apart * 1e-3)
}

/// One step: mirrors the worst corner, and stretches or shrinks.
fn step(f: &dyn Fn([f64; 2]) -> f64, corners: &mut [([f64; 2], f64)]) {
    let Some(((worst, worst_value), others)) = corners.split_last().map(|(w, o)| (*w, o)) else {
        return;
    };
    let (Some(best), Some(second)) = (others.first().copied(), others.last().copied()) else {
        return;
    };
    let n = others.len() as f64;
    let centre = [0, 1].map(|k| others.iter().map(|corner| corner.0[k]).sum::<f64>() / n);
    let along = |by: f64| [0, 1].map(|k| centre[k] + by * (worst[k] - centre[k]));
    let at = |by: f64| (along(by), f(along(by)));
    let mirrored = at(-1.0);
    let better = if mirrored.1 < best.1 {
        let far = at(-2.0);
        if far.1 < mirrored.1 { far } else { mirrored }
    } else if mirrored.1 < second.1 {
        mirrored
    } else {
        let near = if mirrored.1 < worst_value {
            at(-0.5)
        } else {
            at(0.5)
        };
        if near.1 < worst_value.min(mirrored.1) {
            near
        } else {
            return shrink(f, corners, best.0);
        }
    };
    if let Some(last) = corners.last_mut() {
        *last = better;
    }
}

/// Draws all corners half way to the best.
fn shrink(f: &dyn Fn([f64; 2]) -> f64, corners: &mut [([f64; 2], f64)], best: [f64; 2]) {
    for corner in corners.iter_mut().skip(1) {
        let at = [0, 1].map(|k| 0.5 * (best[k] + corner.0[k]));
        *corner = (at, f(at));
    }
}
