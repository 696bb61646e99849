//! The yardstick's numbers as text.

use super::board::{STAGE_NAMES, TYPE_NAMES};
use super::tally::{Estimate, Estimates};
use std::fmt::Write;

/// All estimates, one a line, as `name  mean ± standard error`.
pub fn render(estimates: &Estimates) -> String {
    let mut text = String::new();
    for (name, estimate) in named(estimates) {
        // Writing to a string cannot fail.
        let _ = writeln!(
            text,
            "{name:<34}{:>12.6} ± {:.6}",
            estimate.mean, estimate.se
        );
    }
    text
}

/// Every estimate with the place of the same number in `run --format json`, links joined by dots.
pub fn named(estimates: &Estimates) -> Vec<(String, Estimate)> {
    let mut all = Vec::new();
    for (index, planning) in estimates.plannings.iter().enumerate() {
        let at = format!("plannings.{index}");
        all.push((format!("{at}.ready_enough.probability"), planning.enough));
        all.push((format!("{at}.ready.total.mean"), planning.ready));
        by_name(
            &mut all,
            &format!("{at}.ready.types"),
            "mean",
            TYPE_NAMES,
            planning.ready_by_type,
        );
        all.push((format!("{at}.pulled.total.mean"), planning.pulled));
        by_name(
            &mut all,
            &format!("{at}.pulled.types"),
            "mean",
            TYPE_NAMES,
            planning.pulled_by_type,
        );
    }
    all.push(("flow.total.arrived.mean".into(), estimates.arrived));
    all.push(("flow.total.ready.mean".into(), estimates.ready));
    by_name(
        &mut all,
        "flow.types",
        "ready.mean",
        TYPE_NAMES,
        estimates.ready_by_type,
    );
    all.push(("flow.total.lead_time.mean".into(), estimates.lead));
    all.push(("flow.total.cycle_time.mean".into(), estimates.cycle));
    by_name(
        &mut all,
        "flow.stages",
        "wip.mean",
        STAGE_NAMES,
        estimates.wip,
    );
    by_name(
        &mut all,
        "flow.stages",
        "discarded.mean",
        STAGE_NAMES,
        estimates.discarded,
    );
    by_name(
        &mut all,
        "flow.pools",
        "utilisation.mean",
        STAGE_NAMES,
        estimates.utilisation,
    );
    all
}

fn by_name<const N: usize>(
    all: &mut Vec<(String, Estimate)>,
    before: &str,
    after: &str,
    names: [&str; N],
    estimates: [Estimate; N],
) {
    for (name, estimate) in names.into_iter().zip(estimates) {
        all.push((format!("{before}.{name}.{after}"), estimate));
    }
}
