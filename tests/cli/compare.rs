//! `headwater compare` from the command line.

use super::{Desk, Result, Value, names};
use std::error::Error;
use std::fs;

/// A scenario with two variants, one of which does nothing.
const VARIANTS: &str = r#"
[[variants]]
name = "three people"
set  = { "stages.refinement.people" = 3 }
[[variants]]
name = "nothing"
set  = { "types.feature.priority" = 2 }
"#;

pub(super) fn with_variants() -> std::result::Result<Desk, Box<dyn Error>> {
    let desk = Desk::new()?;
    let board = fs::read_to_string("scenarios/quickstart.toml")?;
    fs::write(desk.path().join("board.toml"), board + VARIANTS)?;
    Ok(desk)
}

#[test]
fn policies_are_compared() -> Result {
    let desk = with_variants()?;
    let ran = desk.run("compare board.toml --trials 100")?;
    assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""), "{ran:?}");
    for words in [
        "three people (stages.refinement.people = 3): better.",
        "nothing that is compared differs",
    ] {
        assert!(ran.out.replace('\n', " ").contains(words), "{}", ran.out);
    }
    let ran =
        desk.run("compare board.toml --trials 100 --format json --out tables --baseline nothing")?;
    let json: Value = serde_json::from_str(&ran.out)?;
    assert_eq!(json["baseline"]["name"], "nothing");
    assert_eq!(json["variants"][0]["name"], "as written");
    // “as written” does not differ from “nothing”, so its flow has no chart.
    let files = [
        "better-in.svg",
        "chance.svg",
        "comparison.csv",
        "difference.svg",
        "flow-2.svg",
        "readiness.svg",
        "verdicts.csv",
    ];
    assert_eq!(names(&desk.path().join("tables"))?, files);
    let csv = desk
        .run("compare board.toml --trials 100 --format csv --baseline nothing")?
        .out;
    assert_eq!(
        csv,
        fs::read_to_string(desk.path().join("tables/comparison.csv"))?
    );
    let ran = desk.run("compare board.toml board.toml --trials 60 --format csv")?;
    assert!(
        ran.out.contains("\nboard.toml: three people,"),
        "{}",
        ran.out
    );
    let ran =
        desk.run("compare board.toml --allocations weighted,none --trials 60 --format csv")?;
    assert!(ran.out.contains("\nallocation: weighted,"), "{}", ran.out);
    assert!(!ran.out.contains("allocation: none"), "that is as written");
    Ok(())
}

#[test]
fn what_cannot_be_compared_is_told() -> Result {
    let desk = with_variants()?;
    desk.run("new plain")?;
    for (arguments, words) in [
        (
            "compare plain.toml",
            "there is nothing to compare plain.toml with",
        ),
        (
            "compare board.toml --baseline nothin",
            "did you mean \"nothing\"?",
        ),
        (
            "compare board.toml --judge-by lead_tim.p85",
            "did you mean `lead_time`?",
        ),
        (
            "compare board.toml --also stages.refinement",
            "names no number",
        ),
        (
            "compare board.toml --allocations fair",
            "invalid value 'fair'",
        ),
        (
            "compare board.toml --allocations priority",
            "needs an `order`",
        ),
        (
            "compare board.toml --set stages.refinement.people=0",
            "must be a whole number",
        ),
    ] {
        let ran = desk.run(arguments)?;
        assert_eq!(ran.code, Some(2), "{ran:?}");
        assert!(ran.err.contains(words) && ran.out.is_empty(), "{ran:?}");
    }
    Ok(())
}

#[cfg(unix)]
#[test]
fn an_interrupted_comparison_says_how_far_it_came() -> Result {
    let desk = with_variants()?;
    let ran = desk.interrupt("compare board.toml --trials 100000000 --format json", 1000)?;
    let json: Value = serde_json::from_str(&ran.out)?;
    let trials = json["trials"].as_u64().unwrap_or(0);
    assert!(trials > 0 && trials.is_multiple_of(50), "{trials}");
    assert!(ran.err.contains("trials of every setting"), "{}", ran.err);
    Ok(())
}
