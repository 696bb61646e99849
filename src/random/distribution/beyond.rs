//! Drawing what exceeds a bound: the work of something that has already lasted so long.

use super::draw::{exponential, normal, triangular};
use super::{Distribution, Sampler};
use crate::random::Stream;

/// So many draws in vain mean that the bound is all but never exceeded.
const PATIENCE: u32 = 100_000;

impl Distribution {
    /// One draw given that it is more than `bound` (below [`most`](Self::most)), finite. The law is that
    /// of a draw among those of [`sample`](Self::sample) that are more.
    pub fn sample_beyond(&self, bound: f64, stream: &mut Stream) -> f64 {
        // Rounded up it is more than the bound exactly when it was more than the whole days in it.
        let bound = if self.whole_days {
            bound.floor()
        } else {
            bound
        };
        self.finish(self.sampler.draw_beyond(bound - self.shift, stream))
    }
}

impl Sampler {
    /// One draw of the law given that it is more than a bound below [`most`](Self::most).
    fn draw_beyond(&self, bound: f64, stream: &mut Stream) -> f64 {
        if bound < 0.0 {
            return self.draw(stream);
        }
        match *self {
            Self::Uniform { min, max } => {
                let min = min.max(bound);
                max - (max - min) * stream.uniform()
            }
            Self::Exponential { mean } => bound + mean * exponential(stream),
            // −ln of the survival function is (x ÷ scale)^shape, which grows by a unit exponential.
            Self::Weibull { shape, scale } => {
                let spent = libm::pow(bound / scale, shape);
                scale * libm::pow(spent + exponential(stream), 1.0 / shape)
            }
            Self::Lognormal { mu, sigma } if sigma > 0.0 && bound > 0.0 => {
                let z = normal_beyond((libm::log(bound) - mu) / sigma, stream);
                libm::exp(mu + sigma * z)
            }
            Self::Gamma { shape, scale } if bound > scale * (shape + shape.sqrt()) => {
                scale * gamma_beyond(shape, bound / scale, stream)
            }
            // Right of the mode the survival function is a square.
            Self::Triangular { mode, max, .. } if bound >= mode => {
                max - (max - bound) * (1.0 - stream.uniform()).sqrt()
            }
            Self::Triangular { min, mode, max } if bound > min => {
                let below = (bound - min) * (bound - min) / ((max - min) * (mode - min));
                triangular(
                    min,
                    mode,
                    max,
                    1.0 - (1.0 - below) * (1.0 - stream.uniform()),
                )
            }
            Self::Pert { min, mode, max } if max > min => {
                let width = max - min;
                let (mode, bound) = ((mode - min) / width, ((bound - min) / width).max(0.0));
                min + width * pert_beyond(mode, bound, stream)
            }
            Self::Empirical(ref values) => {
                let more: Vec<f64> = values.iter().copied().filter(|v| *v > bound).collect();
                let index = (stream.uniform() * more.len() as f64) as usize;
                more.get(index).copied().unwrap_or(bound)
            }
            _ => self.draw_until(bound, stream),
        }
    }

    /// By drawing until it is more: for bounds that are often exceeded.
    fn draw_until(&self, bound: f64, stream: &mut Stream) -> f64 {
        let mut draws = (0..PATIENCE).map(|_| self.draw(stream));
        draws.find(|draw| *draw > bound).unwrap_or(bound)
    }
}

/// A standard normal variate above `a`: by drawing below 0, else by rejection from a shifted
/// exponential (C. P. Robert, "Simulation of truncated normal variables", 1995).
fn normal_beyond(a: f64, stream: &mut Stream) -> f64 {
    let mut accept = |draw: &mut dyn FnMut(&mut Stream) -> (f64, bool)| {
        let mut tries = (0..PATIENCE).map(|_| draw(stream));
        tries.find(|(_, taken)| *taken).map_or(a, |(z, _)| z)
    };
    if a <= 0.0 {
        return accept(&mut |stream| {
            let z = normal(stream);
            (z, z > a)
        });
    }
    let rate = (a + (a * a + 4.0).sqrt()) / 2.0;
    accept(&mut |stream| {
        let z = a + exponential(stream) / rate;
        let distance = z - rate;
        (z, exponential(stream) > distance * distance / 2.0)
    })
}

/// A gamma variate of scale 1 above `a`, which is more than the shape: by rejection from an exponential
/// that touches the density at `a`.
fn gamma_beyond(shape: f64, a: f64, stream: &mut Stream) -> f64 {
    let bend = (shape - 1.0) / a;
    // Below shape 1 the density falls faster than the plain exponential.
    let rate = if shape > 1.0 { 1.0 - bend } else { 1.0 };
    for _ in 0..PATIENCE {
        let more = exponential(stream) / rate;
        let log = (shape - 1.0) * libm::log1p(more / a);
        let excess = if shape > 1.0 { bend * more - log } else { -log };
        if exponential(stream) > excess {
            return a + more;
        }
    }
    a
}

/// A PERT variate on [0, 1] above `a`: its density is x^(4m) (1 − x)^(4(1 − m)). By rejection from the
/// second factor, which serves far to the right or with a mode on the left, else by drawing.
fn pert_beyond(mode: f64, a: f64, stream: &mut Stream) -> f64 {
    let (up, down) = (4.0 * mode, 4.0 * (1.0 - mode));
    if a < 0.5 && mode >= 0.5 {
        let law = Sampler::Pert {
            min: 0.0,
            mode,
            max: 1.0,
        };
        return law.draw_until(a, stream);
    }
    for _ in 0..PATIENCE {
        let x = 1.0 - (1.0 - a) * libm::pow(1.0 - stream.uniform(), 1.0 / (down + 1.0));
        if stream.uniform() < libm::pow(x, up) {
            return x;
        }
    }
    a
}
