//! What a scenario says comes back out of its trace.

use super::{FATES, Result, learnt, stage};
use crate::history::simulated;
use headwater::history::fit::{StageFit, scenario};
use headwater::stats::lifetimes::{Family, Law};

/// The law that was found puts its half and its 85 % where the true law has them, within 4.9 standard errors of the
/// shares of so many stays seen.
fn agrees(stage: &StageFit, kind: Option<&str>, truth: &Law) {
    let own = stage
        .by_type
        .iter()
        .find(|own| Some(own.name.as_str()) == kind);
    let time = match kind {
        Some(_) => own.and_then(|own| own.time.as_ref()),
        None => stage.time.as_ref(),
    };
    let Some(time) = time else {
        panic!("no time of its own: {} {kind:?}", stage.name)
    };
    for (p, days) in [(0.5, time.p50), (0.85, time.p85)] {
        let share = 1.0 - truth.log_survival(days).exp();
        let bound = 4.9 * (p * (1.0 - p) / time.finished as f64).sqrt();
        assert!(
            (share - p).abs() < bound,
            "{} {kind:?}: {share} instead of {p}",
            stage.name
        );
    }
}

fn share_agrees(name: &str, share: &headwater::history::fit::Share, truth: f64) {
    let bound = 4.9 * (truth * (1.0 - truth) / share.of as f64).sqrt();
    assert!(
        share.of > 100 && (share.value() - truth).abs() < bound,
        "{name}: {share:?}"
    );
}

fn law(family: Family, a: f64, b: f64) -> Law {
    Law {
        family,
        parameters: [a, b],
    }
}

#[test]
fn fates_and_times_come_back() -> Result {
    let fit = learnt(&simulated(FATES)?)?;
    for kind in &fit.types {
        let per_week = if kind.name == "bug" { 3.0 } else { 6.0 };
        // Poisson numbers over 156 weeks.
        let bound = 4.9 * (per_week / 156.0_f64).sqrt();
        assert!((kind.per_week - per_week).abs() < bound, "{kind:?}");
        assert_eq!((kind.batch, kind.halves), (None, None), "{kind:?}");
    }
    let (triage, analysis, review) = (
        stage(&fit, "triage")?,
        stage(&fit, "analysis")?,
        stage(&fit, "review")?,
    );
    agrees(triage, None, &law(Family::Exponential, 2.0, 1.0));
    share_agrees("triage", &triage.discard, 0.3);
    // Mean 4, cv 1: variance of the logarithm ln 2.
    let spread = std::f64::consts::LN_2;
    agrees(
        analysis,
        Some("feature"),
        &law(Family::Lognormal, 4_f64.ln() - spread / 2.0, spread.sqrt()),
    );
    agrees(analysis, Some("bug"), &law(Family::Exponential, 0.5, 1.0));
    for (kind, skip) in [("feature", 0.4), ("bug", 0.7)] {
        let own = analysis
            .by_type
            .iter()
            .find(|own| own.name == kind)
            .and_then(|own| own.skip);
        share_agrees(kind, &own.ok_or("a share of its own")?, skip);
    }
    assert_eq!(analysis.discard.hits, 0);
    agrees(review, None, &law(Family::Gamma, 4.0, 0.75));
    share_agrees("review", &review.discard, 0.1);
    let back = review.back.as_ref().ok_or("work is done again")?;
    assert_eq!(back.to, "analysis");
    share_agrees("back", &back.share, 0.2);
    assert_eq!(fit.planning, None);
    assert!(
        !fit.stages
            .iter()
            .any(|stage| stage.waiting && stage.time.is_some()),
        "nothing waits before triage"
    );
    Ok(())
}

/// Demand in batches on some days of the week, and a shelf planned from every second Friday.
const RHYTHM: &str = r#"
[calendar]
start = 2026-01-05
horizon = "156w"
[[types]]
name = "idea"
arrivals = { per_week = 3, batch = { dist = "geometric", mean = 2 }, weekday = { mon = 3, fri = 0.5 } }
[[stages]]
name = "shaping"
people = "unlimited"
service = { dist = "weibull", shape = 1.8, scale = 6 }
[[stages]]
name = "ready"
kind = "ready"
[[stages]]
name = "building"
elapsed = { dist = "lognormal", p50 = "3d", p85 = "7d" }
discard = 0.05
[[teams]]
name = "team"
planning = { first = 2026-01-16, every = "2w" }
pull = { total = 11 }
"#;

#[test]
fn demand_and_the_rhythm_of_planning_come_back() -> Result {
    let fit = learnt(&simulated(RHYTHM)?)?;
    let idea = &fit.types[0];
    // Batches of geometric size 2: variance ÷ mean of weekly numbers is 3, their mean 6. The variance of a sample
    // variance of compound Poisson numbers: κ₄ ÷ n + 2 κ₂² ÷ (n − 1), with κ₄ = 3 E(B⁴) = 3 · 150.
    let (n, mean, ratio) = (156.0_f64, 6.0_f64, 3.0_f64);
    assert!(
        (idea.per_week - mean).abs() < 4.9 * (ratio * mean / n).sqrt(),
        "{idea:?}"
    );
    let variance = ratio * mean;
    let spread = (450.0 / n + 2.0 * variance * variance / (n - 1.0)).sqrt() / mean;
    let bound = 4.9 * (spread + ratio * (ratio / (mean * n)).sqrt()) / 2.0;
    assert!(
        (idea.batch.ok_or("batches show")? - 2.0).abs() < bound,
        "{idea:?}"
    );
    let days = fit.weekday.ok_or("days of the week show")?;
    // Weights 3, 1, 1, 1, 0.5 have the mean 1.3. Numbers on a day have three times the variance of Poisson.
    for (found, weight) in days.iter().zip([3.0, 1.0, 1.0, 1.0, 0.5]) {
        let truth = weight / 1.3;
        let bound = 4.9 * (ratio * truth / (n * mean / 5.0)).sqrt();
        assert!((found - truth).abs() < bound, "{days:?}");
    }
    agrees(
        stage(&fit, "shaping")?,
        None,
        &law(Family::Weibull, 1.8, 6.0),
    );
    let z85 = 1.036_433_389_493_789_6;
    agrees(
        stage(&fit, "building")?,
        None,
        &law(Family::Lognormal, 3_f64.ln(), (7.0_f64 / 3.0).ln() / z85),
    );
    share_agrees("building", &stage(&fit, "building")?.discard, 0.05);
    let planning = fit.planning.as_ref().ok_or("there is a shelf")?;
    assert_eq!(
        (
            planning.shown,
            planning.every_weeks,
            planning.pull,
            planning.first.as_str()
        ),
        (true, 2, 11, "2029-01-12"),
        "{planning:?}"
    );
    Ok(())
}

/// A scenario that was learnt runs, and a trial of it teaches the same again.
#[test]
fn what_was_learnt_teaches_the_same() -> Result {
    let first = learnt(&simulated(FATES)?)?;
    let text = scenario(&first, None).replace("\"26w\"", "\"156w\"");
    let again = learnt(&simulated(&text)?)?;
    for (a, b) in first.types.iter().zip(&again.types) {
        let bound = 4.9 * (2.0 * a.per_week / 156.0).sqrt();
        assert!((a.per_week - b.per_week).abs() < bound, "{a:?} {b:?}");
    }
    for name in ["triage", "review"] {
        let (a, b) = (stage(&first, name)?, stage(&again, name)?);
        let (x, y) = (a.time.as_ref().ok_or(name)?, b.time.as_ref().ok_or(name)?);
        assert_eq!(x.family, y.family, "{name}");
        // The median of a unimodal time is known to about its spread ÷ √n.
        assert!(
            (x.p50 - y.p50).abs() < 4.9 * x.mean / (x.finished as f64).sqrt(),
            "{name}: {} {}",
            x.p50,
            y.p50
        );
        share_agrees(name, &b.discard, a.discard.value());
    }
    Ok(())
}
