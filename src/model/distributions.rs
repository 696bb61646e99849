//! Distributions: which parameters each form takes, and which of them make a distribution.

use super::context::Context;
use super::tables::{self, Wanted};
use crate::diagnostic::Diagnostic;
use crate::random::{Distribution, Sampler};
use crate::scenario::mirror::{self, Duration, Param};
use crate::scenario::shape::listing;
use crate::source::{At, Span};
use std::f64::consts::LN_2;

/// What a distribution is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Quantity {
    /// Working days.
    Duration,
    /// Plain numbers such as a value.
    Number,
    /// Whole numbers of items.
    Count,
}

/// The sets of parameters that make each form; those not listed have one set, all of it needed.
const FORMS: [(&str, &[&[&str]]); 12] = [
    ("constant", &[&["value"]]),
    ("uniform", &[&["min", "max"]]),
    ("uniform-int", &[&["min", "max"]]),
    ("triangular", &[&["min", "mode", "max"]]),
    ("pert", &[&["min", "mode", "max"]]),
    ("exponential", &[&["mean"]]),
    ("geometric", &[&["mean"]]),
    ("poisson", &[&["mean"]]),
    ("gamma", &[&["mean", "cv"]]),
    ("erlang", &[&["k", "mean"]]),
    ("lognormal", &[&["mean", "cv"], &["p50", "p85"]]),
    ("weibull", &[&["shape", "scale"], &["p50", "p85"]]),
];
/// Its values stand in the scenario, or in a file.
const EMPIRICAL: &[&[&str]] = &[&["values"], &["file", "column"]];

/// Parameters without a unit, whatever the distribution is of.
const PURE: [&str; 3] = ["cv", "shape", "k"];
/// The smallest Weibull shape: below, draws are beyond all numbers.
const WILDEST: f64 = 0.01;
/// The 85 % quantile of the standard normal distribution.
pub(super) const Z85: f64 = 1.036_433_389_493_789_6;

/// Reads a distribution of a quantity; `None` (and a message) where the words make none. Names and
/// forms of parameters have been checked with the [key table](crate::scenario::laws).
pub(super) fn distribution(
    cx: &mut Context,
    written: &At<mirror::Distribution>,
    quantity: Quantity,
) -> Option<Distribution> {
    let name = written.value.dist.value.as_str();
    let listed = FORMS.iter().find(|(form, _)| *form == name);
    let params = choose_params(cx, written, listed.map_or(EMPIRICAL, |(_, sets)| sets))?;
    let mut reader = Reader {
        cx,
        written: &written.value,
        quantity,
    };
    let sampler = match listed {
        Some(_) => reader.law(name, params)?,
        None => reader.empirical(params.contains(&"file"))?,
    };
    let whole_days = reader.whole_days();
    Some(Distribution {
        sampler,
        shift: reader.amount("shift").map_or(0.0, |at| at.value),
        cap: reader.amount("cap").map_or(f64::INFINITY, |at| at.value),
        whole_days,
    })
}

/// The largest value a distribution can give, where that is 0 for a reason the file can tell.
pub(super) fn is_always_zero(law: &Distribution) -> bool {
    let nothing = match &law.sampler {
        Sampler::Constant(value) => *value == 0.0,
        Sampler::Empirical(values) => values.iter().all(|v| *v == 0.0),
        _ => false,
    };
    law.cap == 0.0 || nothing && law.shift == 0.0
}

/// The one set of parameters that is written in full.
fn choose_params(
    cx: &mut Context,
    written: &At<mirror::Distribution>,
    sets: &'static [&'static [&'static str]],
) -> Option<&'static [&'static str]> {
    let has = |key: &&str| {
        written
            .value
            .params
            .iter()
            .any(|(written, _)| written == key)
    };
    let started: Vec<_> = sets.iter().filter(|set| set.iter().any(has)).collect();
    let problem = match started.as_slice() {
        [set] if set.iter().all(has) => return Some(set),
        [set] => {
            let missing: Vec<&str> = set.iter().copied().filter(|key| !has(key)).collect();
            format!("lacks {}", listing(missing))
        }
        [] => "has no parameters".to_owned(),
        _ => "is given in two ways at once".to_owned(),
    };
    let message = format!("\"{}\" {problem}", written.value.dist.value);
    let ways: Vec<String> = sets
        .iter()
        .map(|set| listing(set.iter().copied()))
        .collect();
    let help = format!("it takes {}", ways.join(", or "));
    cx.report(Diagnostic::error("missing-parameter", message, written.span).help(help));
    None
}

/// Reads parameters of one distribution.
struct Reader<'c, 'a, 'w> {
    cx: &'c mut Context<'a>,
    written: &'w mirror::Distribution,
    quantity: Quantity,
}

impl Reader<'_, '_, '_> {
    fn find(&self, key: &str) -> Option<&At<Param>> {
        self.written
            .params
            .iter()
            .find(|(written, _)| written == key)
            .map(|(_, at)| at)
    }

    /// A number: days for durations, plain otherwise.
    fn amount(&mut self, key: &str) -> Option<At<f64>> {
        let at = self.find(key)?;
        match at.value {
            Param::Amount(amount) => Some(self.number(key, At::new(amount, at.span))),
            _ => None,
        }
    }

    fn number(&self, key: &str, at: At<Duration>) -> At<f64> {
        let days = self.quantity == Quantity::Duration && !PURE.contains(&key);
        let value = if days {
            self.cx.time.days(at.value)
        } else {
            at.value.amount
        };
        At::new(value, at.span)
    }

    /// Is it rounded up to whole days? A thing that is no time cannot be.
    fn whole_days(&mut self) -> bool {
        let Some(At {
            value: Param::Flag(true),
            span,
        }) = self.find("whole_days").cloned()
        else {
            return false;
        };
        if self.quantity != Quantity::Duration {
            self.cx.error(
                "not-here",
                "only a length of time can be rounded up to days",
                span,
                "leave `whole_days` out",
            );
        }
        true
    }

    fn law(&mut self, name: &str, params: &[&str]) -> Option<Sampler> {
        let read: Vec<Option<At<f64>>> = params.iter().map(|key| self.amount(key)).collect();
        let values: Vec<At<f64>> = read.into_iter().flatten().collect();
        let result = match (name, params, values.as_slice()) {
            ("constant", _, [value]) => Ok(Sampler::Constant(value.value)),
            ("uniform", _, [min, max]) => uniform(*min, *max),
            ("triangular" | "pert", _, [min, mode, max]) => three_point(name, *min, *mode, *max),
            ("exponential", _, [mean]) => {
                positive("mean", *mean).map(|mean| Sampler::Exponential { mean })
            }
            ("gamma", _, [mean, cv]) => gamma(*mean, *cv),
            ("erlang", _, [k, mean]) => erlang(*k, *mean),
            ("lognormal", ["mean", "cv"], [mean, cv]) => lognormal(*mean, *cv),
            ("lognormal", _, [p50, p85]) => lognormal_percentiles(*p50, *p85),
            ("weibull", ["shape", "scale"], [shape, scale]) => weibull(*shape, *scale),
            ("weibull", _, [p50, p85]) => weibull_percentiles(*p50, *p85),
            ("geometric", _, [mean]) => geometric(*mean),
            ("poisson", _, [mean]) => positive("mean", *mean).map(|mean| Sampler::Poisson { mean }),
            ("uniform-int", _, [min, max]) => uniform_int(*min, *max),
            _ => return None,
        };
        result.map_err(|problem| self.cx.report(problem)).ok()
    }

    fn empirical(&mut self, from_file: bool) -> Option<Sampler> {
        let values = if from_file {
            self.file()?
        } else {
            self.values()?
        };
        Some(Sampler::Empirical(
            values.iter().map(|at| at.value).collect(),
        ))
    }

    fn values(&mut self) -> Option<Vec<At<f64>>> {
        let at = self.find("values")?.clone();
        let Param::Amounts(list) = at.value else {
            return None;
        };
        if list.is_empty() {
            let message = "`values` is empty, so there is nothing to draw from";
            self.cx.error(
                "impossible-distribution",
                message,
                at.span,
                "list the observed values: `values = [1, 2.5, 4]`",
            );
            return None;
        }
        Some(
            list.into_iter()
                .map(|item| self.number("values", item))
                .collect(),
        )
    }

    /// The numbers of a column, days where a length of time is wanted.
    fn file(&mut self) -> Option<Vec<At<f64>>> {
        let file = self.text("file")?;
        let column = self.text("column")?;
        tables::column(self.cx, &file, &Wanted::Named(&column))
    }

    fn text(&self, key: &str) -> Option<At<String>> {
        let at = self.find(key)?;
        match &at.value {
            Param::Text(text) => Some(At::new(text.clone(), at.span)),
            _ => None,
        }
    }
}

fn impossible(message: impl Into<String>, span: Span, help: &str) -> Diagnostic {
    Diagnostic::error("impossible-distribution", message, span).help(help)
}

fn positive(key: &str, at: At<f64>) -> Result<f64, Diagnostic> {
    if at.value > 0.0 {
        return Ok(at.value);
    }
    let help = "for something that never varies write just the number";
    Err(impossible(
        format!("`{key}` must be above 0"),
        at.span,
        help,
    ))
}

/// Advice where bounds stand the wrong way round.
const SWAP: &str = "swap them?";

fn uniform(min: At<f64>, max: At<f64>) -> Result<Sampler, Diagnostic> {
    match (min.value, max.value) {
        (min, max) if min < max => Ok(Sampler::Uniform { min, max }),
        (min, max) if min == max => Ok(Sampler::Constant(min)),
        _ => Err(impossible("`max` is below `min`", max.span, SWAP)),
    }
}

fn three_point(
    name: &str,
    min: At<f64>,
    mode: At<f64>,
    max: At<f64>,
) -> Result<Sampler, Diagnostic> {
    if max.value < min.value {
        return Err(impossible("`max` is below `min`", max.span, SWAP));
    }
    if mode.value < min.value || mode.value > max.value {
        return Err(impossible(
            "`mode` must lie between `min` and `max`",
            mode.span,
            "it is the most likely value",
        ));
    }
    let (min, mode, max) = (min.value, mode.value, max.value);
    Ok(match name {
        _ if min == max => Sampler::Constant(min),
        "pert" => Sampler::Pert { min, mode, max },
        _ => Sampler::Triangular { min, mode, max },
    })
}

/// Shape 1/cv² and scale mean·cv², so that mean and coefficient of variation are those given.
fn gamma(mean: At<f64>, cv: At<f64>) -> Result<Sampler, Diagnostic> {
    let (mean, cv) = (positive("mean", mean)?, positive("cv", cv)?);
    Ok(Sampler::Gamma {
        shape: 1.0 / (cv * cv),
        scale: mean * cv * cv,
    })
}

fn erlang(k: At<f64>, mean: At<f64>) -> Result<Sampler, Diagnostic> {
    let mean = positive("mean", mean)?;
    Ok(Sampler::Gamma {
        shape: k.value,
        scale: mean / k.value,
    })
}

/// σ² = ln(1 + cv²) and μ = ln(mean) − σ²/2, the moments of the lognormal law solved for μ and σ.
fn lognormal(mean: At<f64>, cv: At<f64>) -> Result<Sampler, Diagnostic> {
    let (mean, cv) = (positive("mean", mean)?, positive("cv", cv)?);
    let variance = (cv * cv).ln_1p();
    Ok(Sampler::Lognormal {
        mu: mean.ln() - variance / 2.0,
        sigma: variance.sqrt(),
    })
}

/// μ = ln(p50) and σ = ln(p85/p50)/z, z being the 85 % quantile of the standard normal law.
fn lognormal_percentiles(p50: At<f64>, p85: At<f64>) -> Result<Sampler, Diagnostic> {
    let ratio = spread(p50, p85)?;
    Ok(Sampler::Lognormal {
        mu: p50.value.ln(),
        sigma: ratio.ln() / Z85,
    })
}

fn weibull(shape: At<f64>, scale: At<f64>) -> Result<Sampler, Diagnostic> {
    if shape.value < WILDEST {
        return Err(impossible(
            format!("`shape` must be at least {WILDEST}"),
            shape.span,
            "1 is exponential, more is narrower",
        ));
    }
    Ok(Sampler::Weibull {
        shape: shape.value,
        scale: positive("scale", scale)?,
    })
}

/// The quantile function is scale·(−ln(1−p))^(1/shape); two quantiles solve it for both.
fn weibull_percentiles(p50: At<f64>, p85: At<f64>) -> Result<Sampler, Diagnostic> {
    let ratio = spread(p50, p85)?;
    let shape = (-(0.15_f64.ln()) / LN_2).ln() / ratio.ln();
    let scale = p50.value / LN_2.powf(1.0 / shape);
    Ok(Sampler::Weibull { shape, scale })
}

/// How many times p50 goes into p85: above 1, and not beyond what work can be.
fn spread(p50: At<f64>, p85: At<f64>) -> Result<f64, Diagnostic> {
    let median = positive("p50", p50)?;
    if p85.value <= median {
        let message = "`p85` must be above `p50`";
        let help = "`p50` is the time that half of the items stay below, `p85` that 85 % do";
        return Err(impossible(message, p85.span, help));
    }
    match p85.value / median {
        ratio if ratio > 1e6 => Err(impossible(
            "`p85` is more than a million times `p50`",
            p85.span,
            "check the units",
        )),
        ratio if ratio.ln() == 0.0 => Err(impossible(
            "`p85` is too near to `p50`",
            p85.span,
            "for something that never varies write just the number",
        )),
        ratio => Ok(ratio),
    }
}

fn geometric(mean: At<f64>) -> Result<Sampler, Diagnostic> {
    if mean.value < 1.0 {
        let message = "`mean` must be at least 1";
        let help = "a geometric count is never less than one item";
        return Err(impossible(message, mean.span, help));
    }
    Ok(Sampler::Geometric { mean: mean.value })
}

fn uniform_int(min: At<f64>, max: At<f64>) -> Result<Sampler, Diagnostic> {
    if max.value < min.value {
        return Err(impossible("`max` is below `min`", max.span, SWAP));
    }
    Ok(Sampler::UniformInt {
        min: min.value as i64,
        max: max.value as i64,
    })
}
