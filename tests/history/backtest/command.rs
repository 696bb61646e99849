//! `headwater backtest` from the command line.

use super::{RESTLESS, Result, restless};
use crate::cli::Desk;
use serde_json::Value;
use std::fs;

/// Every name of the JSON result that a reader may rely on, as a JSON pointer.
const PROMISED: &str = "
    /headwater /history /counted /stage /seed /trials /weeks /every_weeks /left_out /limits /audit/read
    /horizons/0/weeks /horizons/0/forecasts /horizons/0/apart /horizons/0/verdict /horizons/0/lean
    /horizons/0/happened /horizons/0/enough/hits /horizons/0/enough/of
    /horizons/0/model/coverage/1/level /horizons/0/model/coverage/1/hits /horizons/0/model/coverage/1/of
    /horizons/0/model/coverage/1/share /horizons/0/model/coverage/1/ci95/0
    /horizons/0/model/coverage/1/ci95_apart/1 /horizons/0/model/coverage/1/as_printed
    /horizons/0/model/places/9 /horizons/0/model/place_mean /horizons/0/model/off /horizons/0/model/crps
    /horizons/0/model/brier /horizons/0/resampled/coverage/2/share /horizons/0/repeated/brier
    /horizons/0/against/0/baseline /horizons/0/against/0/crps/mean /horizons/0/against/1/brier/ci95_apart
    /cuts/0/date /cuts/0/learnt_from /cuts/0/open /cuts/0/ahead/0/weeks /cuts/0/ahead/0/to
    /cuts/0/ahead/0/happened /cuts/0/ahead/0/enough /cuts/0/ahead/0/model/median /cuts/0/ahead/0/model/mean
    /cuts/0/ahead/0/model/bands/0/level /cuts/0/ahead/0/model/bands/0/low /cuts/0/ahead/0/model/bands/2/high
    /cuts/0/ahead/0/model/place /cuts/0/ahead/0/model/enough /cuts/0/ahead/0/model/crps
    /cuts/0/ahead/0/resampled/place /cuts/0/ahead/0/repeated/median
";

#[test]
fn the_command_says_it_in_words_tables_and_json() -> Result {
    let desk = Desk::new()?;
    fs::write(desk.path().join("log.csv"), restless(60, 5))?;
    fs::write(desk.path().join("map.toml"), RESTLESS)?;
    let command = "backtest log.csv --mapping map.toml --trials 50 --calibrated --every 2";
    let text = desk.run(&format!("{command} --out answer"))?;
    assert_eq!((text.code, text.err.as_str()), (Some(0), ""), "{text:?}");
    assert!(
        !text.out.contains("NaN") && text.out.lines().all(|line| line.chars().count() <= 100),
        "{}",
        text.out
    );
    for part in [
        "Would the forecasts have been right?",
        "Against two plain forecasts",
        "What this test cannot see",
    ] {
        assert!(text.out.contains(part), "{part}: {}", text.out);
    }
    let json = desk.run(&format!("{command} --format json --threads 1"))?;
    let json: Value = serde_json::from_str(&json.out)?;
    for pointer in PROMISED.split_whitespace() {
        assert!(json.pointer(pointer).is_some(), "{pointer} is missing");
    }
    let table = |name: &str| fs::read_to_string(desk.path().join("answer").join(name));
    assert_eq!(
        desk.run(&format!("{command} --format csv"))?.out,
        table("coverage.csv")?
    );
    let cuts = json["cuts"].as_array().map_or(0, Vec::len);
    let asked: usize = (0..cuts)
        .map(|n| json["cuts"][n]["ahead"].as_array().map_or(0, Vec::len))
        .sum();
    assert_eq!(table("forecasts.csv")?.lines().count(), asked + 1);
    assert!(
        table("scores.csv")?.lines().count() == 13 && table("places.csv")?.lines().count() == 41
    );
    assert!(
        table("left-out.csv")?.starts_with("date,reason") && !table("mapping.toml")?.is_empty()
    );
    let few = desk.run("backtest log.csv --mapping map.toml --ahead 60 --out x")?;
    assert_eq!(few.code, Some(2));
    assert!(
        few.err.contains("too little to test forecasts with"),
        "{few:?}"
    );
    assert!(!desk.path().join("x").exists());
    Ok(())
}
