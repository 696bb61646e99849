//! `headwater new` from the command line.

use super::{Desk, Ran, Result};
use std::fs;

#[test]
fn the_starter_is_checked_and_runs_as_it_is() -> Result {
    let desk = Desk::new()?;
    assert_eq!(desk.run("new payments")?.code, Some(0));
    assert_eq!(desk.files()?, ["headwater.schema.json", "payments.toml"]);
    let check = desk.run("check payments.toml")?;
    assert_eq!(check.code, Some(0), "{check:?}");
    assert_eq!(check.err, "", "the starter has nothing to warn about");
    let last = check.out.lines().last();
    assert_eq!(
        last,
        Some("payments.toml is ready to run: headwater run payments.toml")
    );
    let run = desk.run("run payments.toml --trials 200")?;
    assert_eq!((run.code, run.err.as_str()), (Some(0), ""));
    assert!(
        run.out.contains("likely that enough is ready for payments"),
        "{}",
        run.out
    );
    Ok(())
}

#[test]
fn new_never_overwrites() -> Result {
    let desk = Desk::new()?;
    fs::write(desk.path().join("mine.toml"), "precious")?;
    let again = desk.run("new mine.toml")?;
    assert_eq!(again.code, Some(2));
    assert!(
        again.err.contains("mine.toml is there already"),
        "{again:?}"
    );
    assert_eq!(
        fs::read_to_string(desk.path().join("mine.toml"))?,
        "precious"
    );
    assert_eq!(desk.files()?, ["mine.toml"]);
    Ok(())
}

#[test]
fn a_new_scenario_needs_a_name_and_is_told_how_to_type_it() -> Result {
    let desk = Desk::new()?;
    for folder in [".", "..", "boards/"] {
        let ran = desk.run(&format!("new {folder}"))?;
        assert_eq!(ran.code, Some(2), "{ran:?}");
        assert!(ran.err.contains("is a folder"), "{ran:?}");
    }
    assert!(desk.files()?.is_empty());
    let spaced = Ran::from(desk.command("new").arg("my board").output()?);
    assert!(
        spaced.out.contains("headwater run \"my board.toml\""),
        "{spaced:?}"
    );
    let dashed = desk.run("new -- -x")?;
    assert!(dashed.out.contains("headwater run ./-x.toml"), "{dashed:?}");
    Ok(())
}
