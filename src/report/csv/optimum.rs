//! The settings that were tried, the best first: one row each.

use super::{Table, finish, number};
use crate::experiment::optimise::{Optimum, Standing, Tried};
use crate::experiment::sweep::Level;
use csv::Writer;

/// A row a setting; the scenario as it is written comes first, with rank 0. After the knobs come the numbers that
/// are looked at, each with its interval, under their paths.
pub fn optimum(optimum: &Optimum) -> Table {
    let mut table = Writer::from_writer(Vec::new());
    table.write_record(header(optimum))?;
    let today = optimum
        .today
        .iter()
        .map(|value| value.clone().unwrap_or_default());
    let mut first: Vec<String> = ["0", "as_written", "true", "0", "", "false"]
        .map(str::to_owned)
        .to_vec();
    first.extend(today);
    first.extend(optimum.as_written.iter().flat_map(level));
    first.extend(vec![String::new(); 3]);
    table.write_record(first)?;
    for (place, tried) in optimum.tried.iter().enumerate() {
        table.write_record(row(optimum, place, tried))?;
    }
    finish(table)
}

fn header(optimum: &Optimum) -> Vec<String> {
    let mut header: Vec<String> = [
        "rank",
        "standing",
        "as_written",
        "turns",
        "trials",
        "on_front",
    ]
    .map(str::to_owned)
    .to_vec();
    header.extend(optimum.knobs.iter().map(|knob| knob.path.clone()));
    for looked in &optimum.results {
        let path = &looked.path;
        header.extend([path.clone(), format!("{path}_low"), format!("{path}_high")]);
    }
    header.extend(["from_chosen", "from_chosen_low", "from_chosen_high"].map(str::to_owned));
    header
}

fn row(optimum: &Optimum, place: usize, tried: &Tried) -> Vec<String> {
    let mut row = vec![
        (place + 1).to_string(),
        standing(tried.standing).to_owned(),
        tried.as_written.to_string(),
        tried.turns.to_string(),
        tried.trials.to_string(),
        optimum.front.contains(&place).to_string(),
    ];
    let value = |path: &str| {
        tried
            .set
            .iter()
            .find(|(p, _)| *p == path)
            .map(|(_, v)| v.clone())
    };
    row.extend(
        optimum
            .knobs
            .iter()
            .map(|knob| value(&knob.path).unwrap_or_default()),
    );
    row.extend(tried.results.iter().flat_map(level));
    let apart = tried.from_chosen;
    let ci95 = apart.and_then(|a| a.ci95);
    row.push(number(apart.and_then(|a| a.difference)));
    row.extend([number(ci95.map(|ci| ci[0])), number(ci95.map(|ci| ci[1]))]);
    row
}

fn level(level: &Level) -> [String; 3] {
    let [low, high] = [level.ci95.map(|ci| ci[0]), level.ci95.map(|ci| ci[1])];
    [number(level.value), number(low), number(high)]
}

/// The word of the JSON result.
fn standing(standing: Standing) -> &'static str {
    match standing {
        Standing::Chosen => "chosen",
        Standing::NotToldApart => "not_told_apart",
        Standing::Same => "same",
        Standing::NoMatter => "no_matter",
        Standing::Worse => "worse",
        Standing::BreaksBound => "breaks_bound",
        Standing::Screened => "screened",
    }
}
