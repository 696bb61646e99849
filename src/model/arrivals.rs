//! Where items come from: new demand in one of its forms, and the backlog of day 0.

use super::cadence::{cadence, moments};
use super::context::{Context, count};
use super::distributions::{Quantity, distribution, is_always_zero};
use super::rate::{Curve, curve};
use super::tables::{self, Wanted};
use super::{Arrivals, Backlog, Ticks};
use crate::diagnostic::Diagnostic;
use crate::random::{Distribution, Sampler};
use crate::scenario::mirror;
use crate::scenario::shape::{ITEMS, thousands};
use crate::source::{At, Span};

const FORMS: &str = "`per_week`, `per_day`, `every`, `at`, `between`, `history` or `order`";

/// Reads the arrivals of a type named `name`; exactly one form.
pub(super) fn arrivals(cx: &mut Context, written: &At<mirror::Arrivals>, name: &str) -> Arrivals {
    let form = forms(&written.value);
    match form.as_slice() {
        [(key, _)] => {
            stray(cx, &written.value, key);
            read(cx, &written.value, name)
        }
        [] => {
            let message = "this does not say when items arrive";
            let help = format!("give one of {FORMS}");
            cx.report(Diagnostic::error("no-arrivals", message, written.span).help(help));
            Arrivals::None
        }
        [(first, _), (second, span), ..] => {
            let message = format!("items arrive in one way: `{first}` or `{second}`, not both");
            let help = "two kinds of demand are two types";
            cx.report(Diagnostic::error("two-arrivals", message, *span).help(help));
            Arrivals::None
        }
    }
}

fn forms(written: &mirror::Arrivals) -> Vec<(&'static str, Span)> {
    let forms = [
        ("per_week", written.per_week.map(|at| at.span)),
        ("per_day", written.per_day.map(|at| at.span)),
        ("every", written.every.map(|at| at.span)),
        ("at", written.at.as_ref().map(|at| at.span)),
        ("between", written.between.as_ref().map(|at| at.span)),
        ("history", written.history.as_ref().map(|at| at.span)),
        ("order", written.order.as_ref().map(|at| at.span)),
    ];
    forms
        .into_iter()
        .filter_map(|(key, span)| Some((key, span?)))
        .collect()
}

/// Keys that belong to another form.
fn stray(cx: &mut Context, written: &mirror::Arrivals, form: &str) {
    let keys = [
        (
            "batch",
            written.batch.as_ref().map(|at| at.span),
            &["per_week", "per_day", "between"][..],
        ),
        (
            "count",
            written.count.as_ref().map(|at| at.span),
            &["every", "at"],
        ),
        ("first", written.first.map(|at| at.span), &["every"]),
        (
            "profile",
            written.profile.as_ref().map(|at| at.span),
            &["per_week", "per_day"],
        ),
        (
            "weekday",
            written.weekday.as_ref().map(|at| at.span),
            &["per_week", "per_day"],
        ),
    ];
    for (key, span, fits) in keys {
        if let Some(span) = span.filter(|_| !fits.contains(&form)) {
            let fits: Vec<String> = fits.iter().map(|f| format!("`{f}`")).collect();
            let message = format!("`{key}` does not go with `{form}`");
            let help = format!("it goes with {}", fits.join(", "));
            cx.report(Diagnostic::error("not-here", message, span).help(help));
        }
    }
}

fn read(cx: &mut Context, written: &mirror::Arrivals, name: &str) -> Arrivals {
    let week = f64::from(cx.time.calendar.days_per_week);
    if let Some(rate) = written.per_week {
        return poisson(cx, rate.value / week, written);
    }
    if let Some(rate) = written.per_day {
        return poisson(cx, rate.value, written);
    }
    if let Some(between) = &written.between {
        return renewal(cx, between, written);
    }
    if let Some(history) = &written.history {
        return resampled(cx, history, name);
    }
    if written.order.is_some() {
        return Arrivals::None;
    }
    let instants = match (&written.every, &written.at) {
        (Some(every), _) => cadence(cx, every, written.first.as_ref()),
        (None, Some(at)) => moments(cx, at),
        (None, None) => Vec::new(),
    };
    let count = written.count.as_ref();
    let count = count.and_then(|count| amount(cx, "count", count));
    Arrivals::Schedule {
        instants,
        count: count.unwrap_or_else(|| Distribution::plain(Sampler::Constant(1.0))),
    }
}

fn batch(cx: &mut Context, written: &mirror::Arrivals) -> Option<Distribution> {
    let batch = written.batch.as_ref()?;
    amount(cx, "batch", batch)
}

/// How many come at once.
fn amount(cx: &mut Context, key: &str, written: &At<mirror::Distribution>) -> Option<Distribution> {
    let law = distribution(cx, written, Quantity::Count)?;
    if law.sampler == Sampler::Constant(0.0) {
        let message = format!("`{key}` is 0, so nothing ever arrives");
        cx.idle(
            message,
            written.span,
            "let at least one item arrive at a time, or leave it out",
        );
    }
    Some(law)
}

fn poisson(cx: &mut Context, per_day: f64, written: &mirror::Arrivals) -> Arrivals {
    let batch = batch(cx, written);
    match curve(cx, written, per_day) {
        Some(curve) => on_curve(curve, batch, cx.time.horizon),
        None if per_day > 0.0 => Arrivals::Poisson {
            per_day,
            curve: None,
            batch,
        },
        None => Arrivals::None,
    }
}

/// Arrivals whose rate follows a curve; without one where it never changes.
pub(super) fn on_curve(curve: Curve, batch: Option<Distribution>, horizon: Ticks) -> Arrivals {
    let constant = curve.constant();
    let per_day = constant.unwrap_or(curve.mean(horizon));
    if per_day <= 0.0 {
        return Arrivals::None;
    }
    Arrivals::Poisson {
        per_day,
        curve: constant.is_none().then_some(curve),
        batch,
    }
}

fn renewal(
    cx: &mut Context,
    between: &At<mirror::Distribution>,
    written: &mirror::Arrivals,
) -> Arrivals {
    let batch = batch(cx, written);
    match distribution(cx, between, Quantity::Duration) {
        Some(law) if is_always_zero(&law) => {
            let message = "with no time between arrivals there would be infinitely many at once";
            cx.error(
                "zero",
                message,
                between.span,
                "give gaps above 0, or use `batch` for several at once",
            );
            Arrivals::None
        }
        Some(between) => Arrivals::Renewal { between, batch },
        None => Arrivals::None,
    }
}

/// Weekly counts: the column with the type's name, else `count`, `items` or `arrivals`, else the
/// only one.
fn resampled(cx: &mut Context, file: &At<String>, name: &str) -> Arrivals {
    let headings = [name, "count", "items", "arrivals"];
    let Some(numbers) = tables::column(cx, file, &Wanted::AnyOf(&headings)) else {
        return Arrivals::None;
    };
    let mut counts = Vec::with_capacity(numbers.len());
    for at in &numbers {
        if at.value.fract() != 0.0 || at.value > ITEMS as f64 {
            let message = format!("{:?} is no number of items in a week", at.value);
            let help = format!(
                "weekly counts are whole numbers from 0 to {}",
                thousands(ITEMS)
            );
            cx.report(Diagnostic::error("not-whole", message, at.span).help(help));
        } else {
            counts.push(at.value as u32);
        }
    }
    Arrivals::History {
        counts,
        weeks: cx.time.weeks(),
    }
}

/// What waits on day 0, and how much may wait at all.
pub(super) fn backlog(cx: &mut Context, written: &mirror::WorkItemType) -> (Backlog, Option<u32>) {
    let max = written.backlog_max.map(count);
    let backlog = match written.backlog.as_ref().map(|at| &at.value) {
        None => Backlog::Items {
            items: 0,
            age: None,
        },
        Some(mirror::Backlog::Unlimited) => {
            if let Some(at) = written.backlog_max {
                let message = "`backlog_max` has no effect on an unlimited backlog";
                cx.idle(message, at.span, "leave it out");
            }
            Backlog::Unlimited
        }
        Some(mirror::Backlog::Items { items, age }) => Backlog::Items {
            items: count(*items),
            age: age
                .as_ref()
                .and_then(|age| distribution(cx, age, Quantity::Duration)),
        },
    };
    (backlog, max)
}
