//! `[[variants]]`: what the file says with something set.

use super::{built, settings};

const BOARD: &str = r#"
[[types]]
name = "feature"
arrivals = { per_week = 2 }
[[pools]]
name = "analysts"
people = 2
[[stages]]
name = "refinement"
pool = "analysts"
wip = { max = 4 }
service = 1
"#;

/// A variant is the scenario with its settings made, as `--set` makes them.
#[test]
fn a_variant_is_the_scenario_with_settings() -> Result<(), String> {
    let variants = r#"
[[variants]]
name = "three"
set = { "pools.analysts.people" = 3, "stages.refinement.service.mean" = 2, "stages.refinement.service.dist" = "exponential" }
"#;
    let service = "service = { dist = \"gamma\", mean = 1, cv = 1 }";
    let board = BOARD.replace("service = 1", service);
    let text = format!("{board}{variants}").replace(
        "\"stages.refinement.service.mean\" = 2, \"stages.refinement.service.dist\" = \"exponential\"",
        "\"stages.refinement.service.mean\" = \"2d\"",
    );
    let settings = settings(&text, &[])?;
    let by_hand = board
        .replace("people = 2", "people = 3")
        .replace("mean = 1", "mean = 2");
    assert_eq!(settings[1].model, built(&by_hand, &[])?.model);
    assert_eq!(settings[0].model, built(&board, &[])?.model);
    let edit = |path: &str, value: &str| (path.to_owned(), value.to_owned());
    assert_eq!(
        settings[1].edits,
        [
            edit("pools.analysts.people", "3"),
            edit("stages.refinement.service.mean", "\"2d\"")
        ]
    );
    Ok(())
}

/// Variants asked for stand behind those of the file, and `--set` goes for all.
#[test]
fn asked_for_variants_come_last() -> Result<(), String> {
    let text =
        format!("{BOARD}[[variants]]\nname = \"one\"\nset = {{ \"pools.analysts.people\" = 1 }}\n");
    let settings = settings(&text, &[("four", &["pools.analysts.people=4"])])?;
    let people: Vec<_> = settings.iter().map(|s| s.model.pools[0].people).collect();
    assert_eq!(people, [Some(2), Some(1), Some(4)]);
    Ok(())
}
