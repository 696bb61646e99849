//! The page of `sensitivity`: valid, self-contained, with the numbers of the JSON, and with commands that work.

use super::experiments::{Answer, NOTHING, number, scaled};
use super::{Tested, drawing, shipped};
use serde_json::Value;
use std::process::Command;

/// A list of the first number that is looked at, without what is the same in every future.
fn moving<'a>(answer: &'a Answer, list: &str, difference: &str) -> Vec<&'a Value> {
    let all = answer.json["results"][0][list].as_array();
    let all = all.into_iter().flatten();
    let known = |one: &Value| one[difference]["known"].as_str().map(str::to_owned);
    all.filter(|one| known(one).is_some_and(|known| known != "same"))
        .collect()
}

#[test]
fn what_a_forecast_hangs_on_is_a_tornado_with_the_numbers_of_the_json() -> Tested {
    let text = shipped("starved.toml")?;
    let answer = Answer::to(&text, &["sensitivity", "board.toml", "--trials", "60"])?;
    assert_eq!(answer.faults()?, Vec::<String>::new());
    answer.is_in_order(&[
        "What matters most?",
        "The forecast hangs most on stages.exploration.discard",
        "The bottleneck is pools.analysts.people",
        "What to try next",
        "headwater optimize board.toml --vary ",
        "60 simulated futures (the same for all)",
        "One more of each",
        "One fewer of each",
    ])?;
    let inputs = moving(&answer, "inputs", "swing");
    let ends = inputs.iter().flat_map(|input| {
        let end = |end: &str| number(&input[end]["effect"]["variant"]);
        [end("low"), end("high")]
    });
    // A ring is two circles; the first dot and the first ring are the legend.
    let circles = drawing::circles(&answer.chart("tornado")?);
    let rows = circles.get(3..).unwrap_or_default().chunks(3);
    let dots = rows.flat_map(|row| row.iter().take(2).map(|dot| dot.0));
    let (dots, ends): (Vec<f64>, Vec<f64>) = (dots.collect(), ends.collect());
    assert_eq!(ends.len(), 8, "{ends:?}");
    scaled(&dots, &ends)?;
    for (chart, difference) in [("one-more", "effect"), ("one-fewer", "one_fewer")] {
        let all = moving(&answer, "one_more", difference);
        let all = all
            .iter()
            .map(|more| number(&more[difference]["difference"]));
        let dots = drawing::circles(&answer.chart(chart)?);
        let dots: Vec<f64> = dots.iter().map(|dot| dot.0).collect();
        scaled(&dots, &all.collect::<Vec<f64>>())?;
    }
    Ok(())
}

/// Two numbers of a board on which hardly anything happens, and names in many scripts.
#[test]
fn extreme_pages_are_whole() -> Tested {
    let long = NOTHING.replace(
        "'none'",
        "'漢字の種類と長い名前がここにあります、とても長い'",
    );
    let results = "--result ready_enough --result lead_time.p85 --result goals.ゴール.reached.p50";
    for text in [NOTHING, &long] {
        let arguments: Vec<&str> = ["sensitivity", "board.toml", "--trials", "50"]
            .into_iter()
            .chain(results.split(' '))
            .collect();
        let answer = Answer::to(text, &arguments)?;
        assert_eq!(answer.faults()?, Vec::<String>::new());
        assert!(answer.page.contains("Nothing to draw"), "nothing says why");
        answer.is_in_order(&["What does it hang on? – ", "What does it hang on? – "])?;
    }
    Ok(())
}

const SMALL: &str = "calendar = { horizon = 30 }\ntypes = [{ name = 'odd name', arrivals = { per_day = 1 } }]\n\
    [[stages]]\nname = 'work'\npeople = 2\nwip = { max = 4 }\nservice = { dist = 'exponential', mean = 1.6 }\n\
    [[stages]]\nname = 'ready'\nkind = 'ready'\nwip = { max = 6 }\n\
    [[teams]]\nname = 'team'\nplanning = { every = 5 }\npull = { total = 4 }\n";

/// What is said to be tried next can be typed as it stands.
#[test]
fn what_to_try_next_can_be_tried() -> Tested {
    let asked =
        "sensitivity board.toml --trials 100 --set types.odd\u{a0}name.arrivals.per_day=1.1";
    let asked = asked.replace("odd\u{a0}name", "\"odd name\"");
    let asked: Vec<&str> = asked.splitn(6, ' ').collect();
    let answer = Answer::to(SMALL, &asked)?;
    assert_eq!(answer.faults()?, Vec::<String>::new());
    let tries = answer.tries();
    assert_eq!(tries.len(), 3, "{tries:?}");
    for command in tries {
        let rest = command
            .strip_prefix("headwater ")
            .ok_or("another program")?;
        let rest = rest.replace(" --trials 100", "");
        let program = env!("CARGO_BIN_EXE_headwater");
        let shell = Command::new("sh")
            .current_dir(answer.desk.path())
            .args(["-c", &format!("'{program}' {rest} --quiet --trials 100")])
            .output()?;
        let said = String::from_utf8_lossy(&shell.stderr).into_owned();
        assert_eq!(shell.status.code(), Some(0), "{command}: {said}");
    }
    Ok(())
}
