//! Distributions: which parameters each form takes, and which of them make a distribution.

use super::context::{Context, LARGEST};
use super::names::unknown;
use super::tables::{self, Wanted};
use crate::diagnostic::Diagnostic;
use crate::random::{Distribution, Sampler};
use crate::scenario::mirror::{self, Duration, Param, Unit};
use crate::scenario::suggest::nearest;
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

/// A form of distribution, as section 3 of the manual lists them.
struct Form {
    name: &'static str,
    /// The sets of parameters that make one.
    params: &'static [&'static [&'static str]],
    /// Whole numbers only; a constant or a list of values may be either.
    count: Option<bool>,
}

const fn form(
    name: &'static str,
    params: &'static [&'static [&'static str]],
    count: Option<bool>,
) -> Form {
    Form {
        name,
        params,
        count,
    }
}

const FORMS: [Form; 13] = [
    form("constant", &[&["value"]], None),
    form("uniform", &[&["min", "max"]], Some(false)),
    form("triangular", &[&["min", "mode", "max"]], Some(false)),
    form("pert", &[&["min", "mode", "max"]], Some(false)),
    form("exponential", &[&["mean"]], Some(false)),
    form("gamma", &[&["mean", "cv"]], Some(false)),
    form("erlang", &[&["k", "mean"]], Some(false)),
    form(
        "lognormal",
        &[&["mean", "cv"], &["p50", "p85"]],
        Some(false),
    ),
    form(
        "weibull",
        &[&["shape", "scale"], &["p50", "p85"]],
        Some(false),
    ),
    form("empirical", &[&["values"], &["file", "column"]], None),
    form("geometric", &[&["mean"]], Some(true)),
    form("poisson", &[&["mean"]], Some(true)),
    form("uniform-int", &[&["min", "max"]], Some(true)),
];

/// What may be done to a draw, in this order.
const AFTERWARDS: [&str; 3] = ["shift", "cap", "whole_days"];
/// Parameters without a unit, whatever the distribution is of.
const PURE: [&str; 3] = ["cv", "shape", "k"];
/// The largest coefficient of variation or Weibull shape; beyond, a draw means nothing.
const WILDEST: f64 = 100.0;
/// The longest duration in days.
const LONGEST: f64 = 1e6;
/// The 85 % quantile of the standard normal distribution.
pub(super) const Z85: f64 = 1.036_433_389_493_789_6;

/// Reads a distribution of a quantity; `None` (and a message) where the words make none.
pub(super) fn distribution(
    cx: &mut Context,
    written: &At<mirror::Distribution>,
    quantity: Quantity,
) -> Option<Distribution> {
    let before = cx.problems.len();
    let form = find_form(cx, &written.value.dist, quantity)?;
    check_keys(cx, &written.value, form, quantity);
    let chosen = choose_params(cx, written, form)?;
    let mut reader = Reader {
        cx,
        written: &written.value,
        quantity,
    };
    let sampler = if form.name == "empirical" {
        reader.empirical(chosen.contains(&"file"))
    } else {
        reader.law(form.name, chosen)
    };
    let shift = reader.amount("shift").map_or(0.0, |at| at.value);
    let cap = reader.amount("cap").map_or(f64::INFINITY, |at| at.value);
    let whole_days = reader.flag("whole_days");
    let sampler = sampler?;
    (cx.problems.len() == before).then_some(Distribution {
        sampler,
        shift,
        cap,
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

fn find_form(cx: &mut Context, name: &At<String>, quantity: Quantity) -> Option<&'static Form> {
    let Some(form) = FORMS.iter().find(|form| form.name == name.value) else {
        let known: Vec<String> = FORMS
            .iter()
            .filter(|form| fits(form, quantity))
            .map(|form| form.name.to_owned())
            .collect();
        cx.report(unknown("distribution", name, &known));
        return None;
    };
    if !fits(form, quantity) {
        let (what, rest) = match quantity {
            Quantity::Count => (
                "a count needs whole numbers, and this distribution has fractions",
                true,
            ),
            _ => (
                "this distribution is one of counts, not of durations",
                false,
            ),
        };
        let others: Vec<String> = FORMS
            .iter()
            .filter(|form| form.count == Some(rest) || form.count.is_none())
            .map(|form| format!("`{}`", form.name))
            .collect();
        let help = format!("use one of {}", others.join(", "));
        cx.report(Diagnostic::error("wrong-distribution", what, name.span).help(help));
        return None;
    }
    Some(form)
}

fn fits(form: &Form, quantity: Quantity) -> bool {
    match quantity {
        Quantity::Number => true,
        Quantity::Duration => form.count != Some(true),
        Quantity::Count => form.count != Some(false),
    }
}

/// Every key written must be one the form knows.
fn check_keys(cx: &mut Context, written: &mirror::Distribution, form: &Form, quantity: Quantity) {
    let mut known: Vec<&str> = form.params.concat();
    match quantity {
        Quantity::Duration => known.extend(AFTERWARDS),
        Quantity::Number if form.count != Some(true) => known.extend(["shift", "cap"]),
        _ => {}
    }
    for (key, at) in &written.params {
        if !known.contains(&key.as_str()) {
            let message = format!("`{}` takes no `{key}` here", form.name);
            let help = match nearest(key, known.iter().copied()) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("it takes {}", either(form)),
            };
            cx.report(Diagnostic::error("unknown-parameter", message, at.span).help(help));
        }
    }
}

/// The one set of parameters that is written in full.
fn choose_params(
    cx: &mut Context,
    written: &At<mirror::Distribution>,
    form: &Form,
) -> Option<&'static [&'static str]> {
    let has = |key: &&str| {
        written
            .value
            .params
            .iter()
            .any(|(written, _)| written == key)
    };
    let started: Vec<_> = form
        .params
        .iter()
        .filter(|set| set.iter().any(has))
        .collect();
    match started.as_slice() {
        [set] if set.iter().all(has) => return Some(set),
        [set] => {
            let missing: Vec<_> = set
                .iter()
                .filter(|key| !has(key))
                .map(|key| format!("`{key}`"))
                .collect();
            let message = format!("`{}` lacks {}", form.name, missing.join(" and "));
            let help = format!("it takes {}", either(form));
            cx.report(Diagnostic::error("missing-parameter", message, written.span).help(help));
        }
        sets => {
            let problem = if sets.is_empty() {
                "has no parameters"
            } else {
                "is given in two ways at once"
            };
            let message = format!("`{}` {problem}", form.name);
            let help = format!("it takes {}", either(form));
            cx.report(Diagnostic::error("missing-parameter", message, written.span).help(help));
        }
    }
    None
}

fn either(form: &Form) -> String {
    let sets: Vec<String> = form
        .params
        .iter()
        .map(|set| {
            set.iter()
                .map(|key| format!("`{key}`"))
                .collect::<Vec<_>>()
                .join(" and ")
        })
        .collect();
    sets.join(", or ")
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
        let at = self.find(key)?.clone();
        match at.value {
            Param::Amount(amount) => self.number(key, At::new(amount, at.span)),
            _ => {
                let message = format!("`{key}` must be a number");
                self.cx.error("wrong-type", message, at.span);
                None
            }
        }
    }

    fn number(&mut self, key: &str, at: At<Duration>) -> Option<At<f64>> {
        let pure = self.quantity != Quantity::Duration || PURE.contains(&key);
        if pure && at.value.unit != Unit::Days {
            let message = format!("`{key}` is a plain number here, not a length of time");
            self.cx.error("wrong-type", message, at.span);
            return None;
        }
        let value = if pure {
            at.value.amount
        } else {
            self.cx.time.days(at.value)
        };
        let largest = match self.quantity {
            Quantity::Duration => LONGEST,
            Quantity::Count => f64::from(LARGEST),
            Quantity::Number => f64::MAX,
        };
        if value > largest {
            let message = format!("`{key}` is more than can be simulated");
            let help = format!("at most {largest}");
            self.cx
                .report(Diagnostic::error("too-large", message, at.span).help(help));
            return None;
        }
        let whole = self.quantity == Quantity::Count && !PURE.contains(&key) && key != "mean";
        if whole && value.fract() != 0.0 {
            let message = format!("`{key}` must be a whole number, for items come whole");
            self.cx.error("not-whole", message, at.span);
            return None;
        }
        Some(At::new(value, at.span))
    }

    fn flag(&mut self, key: &str) -> bool {
        let Some(at) = self.find(key).cloned() else {
            return false;
        };
        let Param::Flag(flag) = at.value else {
            let message = format!("`{key}` must be `true` or `false`");
            self.cx.error("wrong-type", message, at.span);
            return false;
        };
        flag
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
        let whole = self.quantity == Quantity::Count;
        if let Some(at) = values.iter().find(|at| whole && at.value.fract() != 0.0) {
            self.cx
                .error("not-whole", "a count must be a whole number", at.span);
            return None;
        }
        Some(Sampler::Empirical(
            values.iter().map(|at| at.value).collect(),
        ))
    }

    fn values(&mut self) -> Option<Vec<At<f64>>> {
        let at = self.find("values")?.clone();
        let Param::Amounts(list) = at.value else {
            self.cx
                .error("wrong-type", "`values` must be a list of numbers", at.span);
            return None;
        };
        if list.is_empty() {
            let message = "`values` is empty, so there is nothing to draw from";
            self.cx.error("impossible-distribution", message, at.span);
            return None;
        }
        let wanted = list.len();
        let values: Vec<_> = list
            .into_iter()
            .filter_map(|item| self.number("values", item))
            .collect();
        (values.len() == wanted).then_some(values)
    }

    fn file(&mut self) -> Option<Vec<At<f64>>> {
        let file = self.text("file")?;
        let column = self.text("column")?;
        let numbers = tables::column(self.cx, &file, &Wanted::Named(&column))?;
        let wanted = numbers.len();
        let in_days = |at: At<f64>| {
            At::new(
                Duration {
                    amount: at.value,
                    unit: Unit::Days,
                },
                at.span,
            )
        };
        let values: Vec<_> = numbers
            .into_iter()
            .filter_map(|at| self.number("column", in_days(at)))
            .collect();
        (values.len() == wanted).then_some(values)
    }

    fn text(&mut self, key: &str) -> Option<At<String>> {
        let at = self.find(key)?.clone();
        let Param::Text(text) = at.value else {
            self.cx
                .error("wrong-type", format!("`{key}` must be a text"), at.span);
            return None;
        };
        Some(At::new(text, at.span))
    }
}

fn impossible(message: impl Into<String>, span: Span) -> Diagnostic {
    Diagnostic::error("impossible-distribution", message, span)
}

fn positive(key: &str, at: At<f64>) -> Result<f64, Diagnostic> {
    if at.value > 0.0 {
        return Ok(at.value);
    }
    let help = "for something that never varies write just the number";
    Err(impossible(format!("`{key}` must be above 0"), at.span).help(help))
}

fn tame(key: &str, at: At<f64>) -> Result<f64, Diagnostic> {
    match positive(key, at)? {
        value if value <= WILDEST => Ok(value),
        _ => Err(impossible(
            format!("`{key}` is wilder than any work: at most {WILDEST}"),
            at.span,
        )),
    }
}

fn uniform(min: At<f64>, max: At<f64>) -> Result<Sampler, Diagnostic> {
    match (min.value, max.value) {
        (min, max) if min < max => Ok(Sampler::Uniform { min, max }),
        (min, max) if min == max => Ok(Sampler::Constant(min)),
        _ => Err(impossible("`max` is below `min`", max.span)),
    }
}

fn three_point(
    name: &str,
    min: At<f64>,
    mode: At<f64>,
    max: At<f64>,
) -> Result<Sampler, Diagnostic> {
    if max.value < min.value {
        return Err(impossible("`max` is below `min`", max.span));
    }
    if mode.value < min.value || mode.value > max.value {
        return Err(impossible(
            "`mode` must lie between `min` and `max`",
            mode.span,
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
    let (mean, cv) = (positive("mean", mean)?, tame("cv", cv)?);
    Ok(Sampler::Gamma {
        shape: 1.0 / (cv * cv),
        scale: mean * cv * cv,
    })
}

fn erlang(k: At<f64>, mean: At<f64>) -> Result<Sampler, Diagnostic> {
    let shape = positive("k", k)?;
    if shape.fract() != 0.0 || shape > f64::from(LARGEST) {
        return Err(impossible("`k` must be a whole number of phases", k.span));
    }
    let mean = positive("mean", mean)?;
    Ok(Sampler::Gamma {
        shape,
        scale: mean / shape,
    })
}

/// σ² = ln(1 + cv²) and μ = ln(mean) − σ²/2, the moments of the lognormal law solved for μ and σ.
fn lognormal(mean: At<f64>, cv: At<f64>) -> Result<Sampler, Diagnostic> {
    let (mean, cv) = (positive("mean", mean)?, tame("cv", cv)?);
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
    let k = tame("shape", shape)?;
    if k < 1.0 / WILDEST {
        let message = format!(
            "`shape` is wilder than any work: at least {}",
            1.0 / WILDEST
        );
        return Err(impossible(message, shape.span));
    }
    Ok(Sampler::Weibull {
        shape: k,
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
        let message = "`p85` must be above `p50`: 85 % of the items take at most that long, 50 % at most `p50`";
        return Err(impossible(message, p85.span));
    }
    match p85.value / median {
        ratio if ratio > 1e6 => Err(impossible(
            "`p85` is more than a million times `p50`",
            p85.span,
        )),
        ratio if ratio.ln() == 0.0 => Err(impossible("`p85` is too near to `p50`", p85.span)),
        ratio => Ok(ratio),
    }
}

fn geometric(mean: At<f64>) -> Result<Sampler, Diagnostic> {
    if mean.value < 1.0 {
        let message = "`mean` must be at least 1: a geometric count is never less than one item";
        return Err(impossible(message, mean.span));
    }
    Ok(Sampler::Geometric { mean: mean.value })
}

fn uniform_int(min: At<f64>, max: At<f64>) -> Result<Sampler, Diagnostic> {
    for (key, at) in [("min", min), ("max", max)] {
        if at.value.fract() != 0.0 || at.value > f64::from(LARGEST) {
            return Err(impossible(
                format!("`{key}` must be a whole number"),
                at.span,
            ));
        }
    }
    if max.value < min.value {
        return Err(impossible("`max` is below `min`", max.span));
    }
    Ok(Sampler::UniformInt {
        min: min.value as i64,
        max: max.value as i64,
    })
}
