//! What every key of the table means: the model of a scenario with all of them.

#![expect(
    clippy::panic,
    reason = "a model without what is asked for has failed the test"
)]

mod people;
mod time;

use headwater::diagnostic::render;
use headwater::model::plausibility::{Plausibility, plausibility};
use headwater::model::{Model, build};
use headwater::scenario::read_then;
use headwater::source::Sources;
use proptest::prelude::*;
use proptest::test_runner::RngSeed;

/// The scenario of the manual, with every key.
const WHOLE: &str = r#"
name  = "Payments: upstream board"
order = "fifo"
[calendar]
start    = 2026-01-05
horizon  = "26w"
holidays = [2026-04-03, 2026-04-06]
[simulation]
precision = 0.005
seed      = 1
[[types]]
name     = "feature"
class    = { expedite = 0.05, standard = 0.95 }
preempt  = true
source   = "sales"
arrivals = { per_week = 4.0, profile = [{ from = "8w", factor = 2.5 }], weekday = { mon = 2.0, fri = 0.5 } }
backlog  = 18
expire   = "20w"
returns  = { probability = 0.1, as = "bug", after = { dist = "exponential", mean = "2w" } }
[[types]]
name     = "bug"
arrivals = { per_week = 3.0, batch = { dist = "geometric", mean = 1.4 } }
[[types]]
name     = "regulatory"
class    = "fixed-date"
arrivals = { order = { stage = "refinement", below = 4, count = 3, lead = "2d" } }
route    = ["triage", "refinement", "ready", "build"]
due      = { dist = "uniform", min = "4w", max = "8w" }
[[types]]
name     = "debt"
arrivals = { per_week = 2.0 }
[[pools]]
name         = "analysts"
people       = 2
availability = 0.5
focus        = { items_per_person = 3, switch_cost = 0.2 }
[[stages]]
name    = "triage"
people  = 1
focus   = { items_per_person = "unlimited" }
wip     = { max = 6, expedite_over = 1 }
service = { dist = "lognormal", mean = 0.2, cv = 1.0 }
discard = 0.30
[[stages]]
name    = "exploration"
pool    = "analysts"
wip     = { min = 2, max = 5, on_low = "push" }
push_cost = 1.5
service = { dist = "lognormal", p50 = "1d", p85 = "3d" }
rework  = { probability = 0.10, to = "triage" }
split   = { probability = 0.20, into = { dist = "uniform-int", min = 2, max = 4 } }
by_type.bug = { rework = { probability = 0 }, expire = "3w" }
[[stages]]
name    = "refinement"
pool    = "analysts"
wip     = { max = 4 }
service = 0.9
leaves  = { every = "1w", at_most = 6 }
[[stages]]
name    = "ready"
kind    = "ready"
wip     = { min = 8, max = 20 }
expire  = "12w"
by_type.bug = { expire = "4w" }
[[stages]]
name    = "build"
people  = 4
team    = "payments"
service = 2
rework  = { probability = 0.1 }
[[conwip]]
name   = "upstream"
stages = ["triage", "exploration", "refinement"]
wip    = { max = 12 }
[[lanes]]
name   = "business"
types  = ["feature", "regulatory"]
wip    = { exploration = { min = 1, max = 3, expedite_over = 1 } }
conwip = { max = 8, expedite_over = 2 }
[[blockers]]
source      = "legal sign-off"
stages      = ["exploration"]
types       = ["feature", "regulatory"]
probability = 0.15
duration    = { dist = "lognormal", mean = 4, cv = 1.2 }
[[blockers]]
source       = "vendor"
per_day      = 0.05
duration     = 2
holds_person = true
[[teams]]
name     = "payments"
planning = { first = 2026-01-16, every = "2w" }
pull     = { fill_to = 10 }
from     = "ready"
[[changes]]
at  = "8w"
set = { "stages.exploration.wip.max" = 3, "stages.refinement.wip.min" = 2, "pools.triage.people" = 2 }
[[changes]]
at  = 2026-04-06
set = { "types.debt.arrivals.per_week" = 5, "stages.build.service" = 1, "stages.build.wip.max" = 9, "teams.payments.pull.fill_to" = 12, "lanes.business.conwip.max" = 9 }
[board]
file = "board.csv"
"#;

const BOARD: &str = "\
id,type,stage,entered,created,state,worked,blocker
F-1,feature,exploration,2025-12-29,2025-12-01,working,1.5,
F-2,feature,exploration,4,,,,
F-3,feature,exploration,9,,,,
F-4,bug,exploration,1w,,,,
F-5,feature,exploration,2,,blocked,,legal sign-off
F-6,feature,backlog,3w,,,,
F-7,regulatory,ready,2,6,,,
F-8,feature,exploration,8,,,,
F-9,feature,exploration,7,,,,
F-10,feature,refinement,6,,,,
F-11,feature,refinement,1,,,,
F-12,feature,build,1,,waiting,0.25,
";

/// The model of a scenario beside one file, and what can be told of it.
fn whole(text: &str, file: &str) -> (Model, Plausibility) {
    let mut sources = Sources::default();
    let id = sources.add("scenario.toml", text);
    let told = sources.clone();
    let read = |_: &str| Ok(file.to_owned());
    let built = read_then(&told, id, &[], |scenario| {
        let built = build(scenario, &read, &mut sources)?;
        let plausible = plausibility(&built.model, scenario);
        Ok((built.model, plausible))
    });
    built.unwrap_or_else(|problems| panic!("{}", render(&problems, &sources)))
}

/// A piece of text put somewhere into the scenario or its board, or a piece taken away.
fn mangled(text: &'static str) -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        "[\\[\\]{}=.,\"0-9a-z_ -]{0,5}",
        Just("0".to_owned()),
        Just("999999999".to_owned()),
        Just("\"unlimited\"".to_owned()),
        Just("kind = \"ready\"\n".to_owned()),
        Just("\"triage\"".to_owned()),
    ];
    let edits = prop::collection::vec((any::<prop::sample::Index>(), 0_usize..12, piece), 1..3);
    edits.prop_map(move |edits| {
        let mut letters: Vec<char> = text.chars().collect();
        for (at, gone, piece) in edits {
            let start = at.index(letters.len());
            let end = (start + gone).min(letters.len());
            letters.splice(start..end, piece.chars());
        }
        letters.into_iter().collect()
    })
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 300,
        rng_seed: RngSeed::Fixed(3),
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn nothing_makes_the_builder_fall(text in mangled(WHOLE), file in mangled(BOARD)) {
        let mut sources = Sources::default();
        let id = sources.add("scenario.toml", &text);
        let told = sources.clone();
        let read = |_: &str| Ok(file.clone());
        let built = read_then(&told, id, &[], |scenario| {
            let built = build(scenario, &read, &mut sources)?;
            Ok(plausibility(&built.model, scenario).warnings)
        });
        if let Err(problems) = built {
            prop_assert!(render(&problems, &sources).contains("error"));
        }
    }
}

fn close(found: f64, expected: f64) {
    assert!((found - expected).abs() < 1e-9, "{found} is not {expected}");
}
