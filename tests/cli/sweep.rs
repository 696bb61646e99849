//! `headwater sweep` from the command line.

use super::compare::with_variants;
use super::{Result, Value};
use std::fs;

#[test]
fn knobs_are_swept() -> Result {
    let desk = with_variants()?;
    let one = "sweep board.toml --trials 60 --vary stages.refinement.people=1..4";
    let ran = desk.run(one)?;
    assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""), "{ran:?}");
    assert!(ran.out.contains("2  (as written"), "{}", ran.out);
    let two = format!("{one} --vary stages.refinement.wip.max=4,8");
    assert!(desk.run(&two)?.out.contains("people \\ max"));
    let ran = desk.run(&format!(
        "{two} --format json --result flow.total.wip --out tables"
    ))?;
    let json: Value = serde_json::from_str(&ran.out)?;
    assert_eq!(json["points"].as_array().map(Vec::len), Some(8));
    assert_eq!(json["points"][7]["set"]["stages.refinement.wip.max"], "8");
    assert_eq!(json["points"][7]["results"][0]["path"], "wip");
    let csv = desk.run(&format!("{two} --format csv --result wip"))?.out;
    assert_eq!(csv.lines().count(), 1 + 1 + 8);
    assert_eq!(
        csv,
        fs::read_to_string(desk.path().join("tables/sweep.csv"))?
    );
    Ok(())
}

#[test]
fn what_cannot_be_swept_is_told() -> Result {
    let desk = with_variants()?;
    let people = "stages.refinement.people";
    for (arguments, words) in [
        (String::new(), "--vary"),
        (format!("--vary {people}"), "stages.triage.wip.max=2..8"),
        (format!("--vary {people}=5..2"), "ends before it begins"),
        (format!("--vary {people}=0..2"), "must be a whole number"),
        (
            "--vary stages.refinement.peopl=1..2".to_owned(),
            "did you mean",
        ),
        (
            format!("--vary {people}=1..200 --vary stages.triage.people=1..200"),
            "more than 1000 settings",
        ),
        (
            format!("--vary {people}=1..2 --result lead"),
            "no number `lead`",
        ),
    ] {
        let ran = desk.run(&format!("sweep board.toml {arguments}"))?;
        assert_eq!(ran.code, Some(2), "{ran:?}");
        assert!(ran.err.contains(words) && ran.out.is_empty(), "{ran:?}");
    }
    Ok(())
}

#[test]
fn what_is_wrong_with_a_range_is_told_once() -> Result {
    let desk = with_variants()?;
    let ran = desk.run("sweep board.toml --vary stages.triage.wip.mx=1..100")?;
    assert_eq!(
        ran.err.matches("there is no path").count(),
        1,
        "{}",
        ran.err
    );
    Ok(())
}
