//! Reading scenarios: what is well formed is understood, settings change it, and nothing that is
//! typed makes the reader fall over.

use headwater::diagnostic::{Diagnostic, render, render_with};
use headwater::scenario::keys::SCENARIO;
use headwater::scenario::mirror::{Backlog, Moment, Param, People, Scenario, Stage, Unit};
use headwater::scenario::shape::{Key, Shape};
use headwater::scenario::{read, read_then, schema};
use headwater::source::{Sources, Span};
use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use serde_json::Value as Json;

type Outcome = Result<(), Box<dyn std::error::Error>>;

/// Every supported key at least once, or nearly.
const WHOLE: &str = r#"
name  = "Payments: upstream board"
about = "One team, four kinds of demand, two-week Sprints."
order = "fifo"
[calendar]
start = 2026-01-05
horizon = "26w"
warm_up = "0d"
holidays = [2026-04-03, "2026-04-06"]
week = ["mon", "tue", "wed", "thu", "fri"]
hours_per_day = 7.5
[simulation]
trials = 10_000
seed = 1
[[types]]
name = "feature"
class = "standard"
source = "sales"
arrivals = { per_week = 4.0 }
backlog = 18
[[types]]
name = "bug"
class = { expedite = 0.05, standard = 0.95 }
arrivals = { per_week = 3.0, batch = { dist = "geometric", mean = 1.4 } }
backlog = { items = 120, age = { dist = "exponential", mean = "20w" } }
[[types]]
name = "regulatory"
class = "fixed-date"
arrivals = { every = "2w", count = 1, first = 2026-01-12 }
route = ["triage", "refinement", "ready"]
due = { dist = "uniform", min = "4w", max = "8w" }
[[types]]
name = "debt"
priority = 1
backlog = "unlimited"
value = { dist = "lognormal", mean = 5, cv = 1 }
[[pools]]
name = "analysts"
people = 2
availability = 0.5
prefer = "downstream"
[[stages]]
name = "triage"
people = 1
wip = { max = 6 }
service = { dist = "lognormal", mean = 0.2, cv = 1.0, whole_days = true }
discard = 0.30
[[stages]]
name = "exploration"
pool = "analysts"
wip = { min = 2, max = 5, on_low = "signal" }
service = { dist = "lognormal", p50 = "1d", p85 = "3d" }
skip = 0.2
by_type.bug = { service = { dist = "gamma", mean = 0.5, cv = 0.8 }, discard = 0.05 }
[[stages]]
name = "refinement"
pool = "analysts"
service = 0.9
[[stages]]
name = "ready"
kind = "ready"
wip = { min = 8, max = 20 }
[[conwip]]
stages = ["triage", "exploration", "refinement"]
wip = { max = 12 }
[[lanes]]
name = "business"
types = ["feature", "regulatory"]
wip = { exploration = { min = 1, max = 3 } }
conwip = { max = 8 }
[[lanes]]
name = "technical"
types = ["bug", "debt"]
[allocation]
by = "type"
strategy = "weighted"
shares = { feature = 20, bug = 40, regulatory = 10, debt = 30 }
[[teams]]
name = "payments"
planning = { first = 2026-01-16, every = "2w" }
pull = { total = 8, shares = { feature = 20, bug = 40, regulatory = 10, debt = 30 } }
ready_when = { total = 8, bug = 3 }
[[goals]]
name = "Q2 kickoff"
ready = 40
types = ["feature"]
by = 2026-03-30
"#;

/// A scenario with settings, or what is wrong with it as text.
fn with(text: &str, settings: &[&str]) -> Result<Scenario, String> {
    let mut sources = Sources::default();
    let id = sources.add("scenario.toml", text);
    let sets: Vec<_> = settings
        .iter()
        .map(|set| sources.add("--set", *set))
        .collect();
    read(&sources, id, &sets).map_err(|problems| render(&problems, &sources))
}

#[test]
fn a_whole_scenario_is_understood() -> Outcome {
    let scenario = with(WHOLE, &[])?;
    assert_eq!(scenario.types.len(), 4);
    assert_eq!(scenario.calendar.holidays.len(), 2);
    let horizon = scenario.calendar.horizon.ok_or("no horizon")?.value;
    assert_eq!((horizon.amount, horizon.unit), (26.0, Unit::Weeks));
    let bug = scenario.types.get(1).ok_or("no bug")?;
    let backlog = bug.backlog.as_ref().map(|b| &b.value);
    assert!(matches!(backlog, Some(Backlog::Items { items, age: Some(_) }) if items.value == 120));
    let exploration = scenario.stages.get(1).ok_or("no exploration")?;
    assert_eq!(exploration.by_type.len(), 1);
    let refinement = scenario.stages.get(2).ok_or("no refinement")?;
    let service = refinement.visit.service.as_ref().ok_or("no service")?;
    assert_eq!(service.value.dist.value, "constant");
    assert!(matches!(service.value.params.as_slice(),
        [(name, value)] if name == "value" && matches!(value.value, Param::Amount(d) if d.amount == 0.9)));
    let team = scenario.teams.first().ok_or("no team")?;
    let planning = team.planning.as_ref().ok_or("no planning")?;
    assert!(matches!(planning.value.first, Some(at) if matches!(at.value, Moment::Date(_))));
    let ready_when = team.ready_when.as_ref().ok_or("no ready_when")?;
    assert_eq!(ready_when.value.needs.len(), 1);
    Ok(())
}

#[test]
fn places_are_those_of_the_text() -> Outcome {
    let scenario = with(WHOLE, &[])?;
    let stage = scenario.stages.get(1).ok_or("no stage")?;
    let max = stage.wip.as_ref().and_then(|wip| wip.max).ok_or("no max")?;
    let (start, end) = (max.span.start as usize, max.span.end as usize);
    assert_eq!(WHOLE.get(start..end), Some("5"));
    assert_eq!(
        WHOLE.get(stage.span.start as usize..stage.span.end as usize),
        Some("[[stages]]")
    );
    Ok(())
}

#[test]
fn settings_change_what_the_file_says() -> Outcome {
    let scenario = with(
        WHOLE,
        &[
            "stages.exploration.wip.max=3",
            "stages.refinement.wip.min = 2",
            "pools.triage.people=unlimited",
            "pools.analysts.people=3",
            "types.bug.arrivals.per_week=4.5",
            "calendar.horizon=20w",
            "allocation.shares.bug=50",
            "teams.payments.pull.total=9",
            "teams.payments.ready_when.debt=2",
            "lanes.business.wip.exploration.max=4",
            "lanes.technical.wip.\"refinement\".max=2",
            "conwip.triage+exploration+refinement.wip.max=11",
            "stages.exploration.by_type.bug.discard=0.1",
            "stages.exploration.service.p85=\"4d\"",
            "goals.Q2 kickoff.by=2026-04-30",
        ],
    )?;
    let stage = |index: usize| scenario.stages.get(index).ok_or("no stage");
    let limits = |index: usize| {
        stage(index).map(|s| {
            s.wip
                .as_ref()
                .map(|w| (w.min.map(|a| a.value), w.max.map(|a| a.value)))
        })
    };
    assert_eq!(limits(1)?, Some((Some(2), Some(3))));
    assert_eq!(limits(2)?, Some((Some(2), None)));
    assert_eq!(stage(0)?.people.map(|p| p.value), Some(People::Unlimited));
    assert_eq!(scenario.pools.len(), 1);
    assert_eq!(
        scenario
            .pools
            .first()
            .and_then(|p| p.people)
            .map(|p| p.value),
        Some(People::Number(3))
    );
    assert_eq!(
        scenario.calendar.horizon.map(|h| h.value.amount),
        Some(20.0)
    );
    let conwip = scenario.conwip.first().and_then(|c| c.wip.as_ref());
    assert_eq!(conwip.and_then(|w| w.max).map(|m| m.value), Some(11));
    let lane = scenario.lanes.get(1).ok_or("no lane")?;
    assert_eq!(lane.wip.len(), 1);
    let discard = stage(1)?
        .by_type
        .first()
        .and_then(|(_, visit)| visit.discard);
    assert_eq!(discard.map(|d| (d.value, d.span.source.0)), Some((0.1, 13)));
    Ok(())
}

#[test]
fn a_problem_shows_its_line() -> Outcome {
    let text = with(
        "[[types]]\nname = \"a\"\n[[stages]]\nname = \"b\"\nwip = { maxx = 3 }\n",
        &[],
    );
    let expected = "\
error[unknown-key]: there is no key `maxx` here
 --> scenario.toml:5:9
  |
5 | wip = { maxx = 3 }
  |         ^^^^ unknown key
  |
  = help: did you mean `max`?

1 error
";
    assert_eq!(text.err().as_deref(), Some(expected));
    Ok(())
}

#[test]
fn colours_are_only_on_request() {
    let mut sources = Sources::default();
    let id = sources.add("scenario.toml", "nmae = 1");
    let problems = read(&sources, id, &[]).err().unwrap_or_default();
    assert!(!render_with(&problems, &sources, false).contains('\u{1b}'));
    assert!(render_with(&problems, &sources, true).contains('\u{1b}'));
}

/// The codes told, with the words they stand at, when nobody works in any stage.
fn told(text: &str) -> Vec<(&'static str, &str)> {
    let mut sources = Sources::default();
    let id = sources.add("scenario.toml", text);
    let problems = read_then(&sources, id, &[], |scenario| -> Result<(), _> {
        let idle = scenario
            .stages
            .iter()
            .filter(|stage| stage.people.is_none());
        let nobody = |stage: &Stage| Diagnostic::error("nobody", "who works here?", stage.span);
        Err(idle.map(nobody).collect())
    });
    let words = |span: Span| {
        text.get(span.start as usize..span.end as usize)
            .unwrap_or_default()
    };
    let problems = problems.err().unwrap_or_default().into_iter();
    problems
        .map(|p| (p.code, p.span.map_or("", words)))
        .collect()
}

#[test]
fn faults_of_form_and_meaning_are_told_together() {
    let start = "types = [{ name = \"a\" }]\n[[stages]]\nname = \"b\"\n";
    let idle = "[[stages]]\nname = \"c\"\n";
    let mistyped = format!("{start}peple = 1\n{idle}");
    assert_eq!(
        told(&mistyped),
        [("unknown-key", "peple"), ("nobody", "[[stages]]")]
    );
    let wrong = format!("{start}people = true\n");
    assert_eq!(told(&wrong), [("wrong-type", "true")]);
    let strange = format!("{start}people = 1\ncolour = 1\n{idle}");
    assert_eq!(
        told(&strange),
        [("unknown-key", "colour"), ("nobody", "[[stages]]")]
    );
    let broken = format!("{start}people = \n{idle}");
    assert_eq!(
        told(&broken).iter().map(|t| t.0).collect::<Vec<_>>(),
        ["syntax"]
    );
}

#[test]
fn depth_is_no_danger() {
    let deep = "a.".repeat(50_000) + "a";
    for text in [
        format!("{deep} = 1"),
        format!("name = \"x\"\n[{deep}]\nb = 1"),
        "x = ".to_string() + &"[".repeat(50_000),
    ] {
        let told = with(&text, &[]).err().unwrap_or_default();
        assert!(
            told.contains("this is nested too deeply to be read"),
            "{told}"
        );
        assert!(
            !text.starts_with("name") || told.contains("scenario.toml:2:1"),
            "{told}"
        );
    }
    assert!(with(&"x = {a=".repeat(50_000), &[]).is_err());
    assert!(with(WHOLE, &[&format!("{deep}=1")]).is_err());
    assert!(with(WHOLE, &[&format!("name={}", "[".repeat(50_000))]).is_err());
}

/// Walks schema and key table side by side.
fn compare(keys: &[Key], schema: &Json) {
    let properties = schema.get("properties").and_then(Json::as_object);
    let names: Vec<_> = properties
        .map(|p| p.keys().map(String::as_str).collect())
        .unwrap_or_default();
    let known = keys.iter().map(|key| key.name);
    assert_eq!(names, known.collect::<Vec<_>>());
    for key in keys {
        let property = schema
            .pointer(&format!("/properties/{}", key.name))
            .unwrap_or(&Json::Null);
        assert!(
            property.get("description").is_some(),
            "{} has no description",
            key.name
        );
        assert_eq!(
            property.get("default").is_some(),
            key.default.is_some(),
            "{}",
            key.name
        );
        match key.shape {
            Shape::Table(keys) | Shape::Map { keys, .. } => compare(keys, property),
            Shape::Entries { keys, .. } => {
                compare(keys, property.get("items").unwrap_or(&Json::Null))
            }
            _ => {}
        }
    }
}

#[test]
fn the_schema_knows_what_is_supported() {
    let made = schema();
    assert_eq!(made.to_string(), schema().to_string());
    compare(SCENARIO, &made);
    let text = made.to_string();
    for reference in text.split("\"$ref\":\"#/$defs/").skip(1) {
        let name = reference
            .split('"')
            .next()
            .unwrap_or_default()
            .replace("%20", " ");
        assert!(made.pointer(&format!("/$defs/{name}")).is_some(), "{name}");
    }
}

/// A piece of text put somewhere into a valid scenario, or a piece taken away.
fn mangled() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        "[\\[\\]{}=.,\"'#\n\\-0-9a-z_ é\u{0}]{0,6}",
        Just("[[stages]]".to_string()),
        Just("nan".to_string()),
        Just("\"\"\"".to_string()),
        Just("2026-13-41T25:00:00".to_string()),
        Just("99999999999999999999999999999999999999999999".to_string()),
        Just("[".repeat(2000)),
    ];
    let edits = prop::collection::vec((any::<prop::sample::Index>(), 0_usize..40, piece), 1..5);
    edits.prop_map(|edits| {
        let mut letters: Vec<char> = WHOLE.chars().collect();
        for (at, gone, piece) in edits {
            let start = at.index(letters.len());
            let end = (start + gone).min(letters.len());
            letters.splice(start..end, piece.chars());
        }
        letters.into_iter().collect()
    })
}

/// The same cases at every run.
fn fixed() -> ProptestConfig {
    ProptestConfig {
        cases: 300,
        rng_seed: RngSeed::Fixed(1),
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

proptest! {
    #![proptest_config(fixed())]

    #[test]
    fn nothing_that_is_typed_makes_the_reader_fall(text in mangled()) {
        let mut sources = Sources::default();
        let id = sources.add("scenario.toml", &text);
        if let Err(problems) = read(&sources, id, &[]) {
            prop_assert!(!problems.is_empty());
            prop_assert!(render(&problems, &sources).contains("error"));
        }
    }

    #[test]
    fn nothing_that_is_set_makes_the_reader_fall(path in "[a-z.\"'=+é ]{0,20}", value in "[\\[\\]{}=.,\"'#0-9a-zé ]{0,12}") {
        let known = ["stages.triage.", "types.bug.arrivals.", "allocation.shares.", "calendar.", ""];
        for start in known {
            let set = format!("{start}{path}={value}");
            if let Err(problems) = with(WHOLE, &[&set]) {
                prop_assert!(problems.contains("error"));
            }
        }
    }
}
