//! `headwater fit` from the command line.

use super::Result;
use crate::cli::Desk;
use serde_json::Value;
use std::fs;

/// The names of the JSON that a reader may rely on.
const PROMISED: &str = "
    /headwater /history /as_of /start /from /weeks /items /finished /open /weekday /assumed /doubts /audit
    /types/0/name /types/0/arrived /types/0/per_week /types/0/ci95/0 /types/0/dispersion /types/0/batch /types/0/open
    /stages/0/name /stages/0/ready /stages/0/time/family /stages/0/time/law /stages/0/time/finished
    /stages/0/time/open /stages/0/time/p50 /stages/0/time/seen_p85 /stages/0/time/p /stages/0/time/candidates/0/aic
    /stages/0/discard/share /stages/0/discard/ci95 /stages/0/skip/hits /stages/0/wip_mean /stages/0/wip_max
    /stages/0/by_type /planning/every_weeks /planning/pull /planning/first /goal/ready /goal/by
";

#[test]
fn the_command_writes_what_runs() -> Result {
    let desk = Desk::new()?;
    let history = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/scenarios/quickstart-history.csv"
    );
    let text = desk.run(&format!("fit {history} --out learnt --quiet"))?;
    assert_eq!((text.code, text.err.as_str()), (Some(0), ""), "{text:?}");
    assert!(
        text.out.lines().all(|line| line.chars().count() <= 100) && !text.out.contains("NaN"),
        "{}",
        text.out
    );
    for name in [
        "scenario.toml",
        "board.csv",
        "mapping.toml",
        "stages.csv",
        "types.csv",
        "curves.csv",
        "audit.csv",
    ] {
        assert!(desk.path().join("learnt").join(name).exists(), "{name}");
    }
    let run = desk.run("run learnt/scenario.toml --trials 50 --quiet")?;
    assert_eq!((run.code, run.err.as_str()), (Some(0), ""), "{run:?}");
    let one = desk.run(&format!("fit {history} -o one.toml --quiet"))?;
    assert_eq!(one.code, Some(0), "{one:?}");
    assert_eq!(desk.run("run one.toml --trials 50 --quiet")?.code, Some(0));
    let again = desk.run(&format!("fit {history} -o one.toml --quiet"))?;
    assert!(
        again.code == Some(2) && again.err.contains("already there"),
        "{again:?}"
    );
    let bare = desk.run(&format!("fit {history} --quiet"))?.out;
    fs::write(desk.path().join("bare.toml"), bare)?;
    assert_eq!(desk.run("run bare.toml --trials 50 --quiet")?.code, Some(0));
    let json: Value = serde_json::from_str(
        &desk
            .run(&format!("fit {history} --format json --quiet"))?
            .out,
    )?;
    for pointer in PROMISED.split_whitespace() {
        assert!(json.pointer(pointer).is_some(), "{pointer} is missing");
    }
    Ok(())
}
