//! The forecast as CSV tables, for spreadsheets and notebooks. What does not exist is an empty cell.
//!
//! Column names never change with the scenario (except in [`Trials`], whose columns are its plannings
//! and goals): what a type, lane or stage is called stands in a cell.

pub mod backtest;
pub mod board;
mod comparison;
pub mod fit;
mod measures;
mod optimum;
mod sensitivity;
pub mod simple;
mod sweep;
mod trials;

use crate::forecast::{Forecast, Goal, Instant, Planning, Probability, Split, Statistic};
pub use comparison::{comparison, verdicts};
use csv::{Error, Writer};
pub use measures::{flow, stages};
pub use optimum::optimum;
pub use sensitivity::sensitivity;
pub use sweep::sweep;
pub use trials::Trials;

/// A finished table; it fails only where memory does.
pub type Table = Result<String, Error>;

/// Name and content of every file of `--out DIR` that comes from the forecast.
pub fn tables(forecast: &Forecast) -> Result<Vec<(&'static str, String)>, Error> {
    let mut tables = vec![
        ("plannings.csv", plannings(forecast)?),
        ("goals.csv", goals(forecast)?),
        ("flow.csv", flow(forecast)?),
        ("stages.csv", stages(forecast)?),
        ("causes.csv", causes(forecast)?),
        ("series.csv", series(forecast)?),
    ];
    if !forecast.flow.teams.is_empty() {
        tables.push(("delivery.csv", delivery(forecast)?));
    }
    Ok(tables)
}

/// Where stages come after ready, every planning again: what the team still has in hand, and what it has
/// done since the planning before.
pub fn delivery(forecast: &Forecast) -> Table {
    let mut table = with_header(&[
        "team",
        "index",
        "day",
        "date",
        "carried_over_mean",
        "carried_over_p85",
        "delivered_mean",
        "delivered_p15",
        "delivered_p50",
    ])?;
    for planning in &forecast.plannings {
        let mut row = vec![
            planning.team.clone(),
            planning.index.to_string(),
            planning.day.to_string(),
            planning.date.clone().unwrap_or_default(),
        ];
        row.extend(numbers(planning.carried_over.as_ref(), &[mean, p85]));
        row.extend(numbers(planning.delivered.as_ref(), &[mean, p15, p50]));
        table.write_record(row)?;
    }
    finish(table)
}

/// Every planning: a row for the total and one for each type and lane.
pub fn plannings(forecast: &Forecast) -> Table {
    let mut table = with_header(&[
        "team",
        "index",
        "day",
        "date",
        "group",
        "name",
        "needed",
        "ready_enough",
        "ready_enough_low",
        "ready_enough_high",
        "short_of",
        "short_of_low",
        "short_of_high",
        "ready_mean",
        "ready_p5",
        "ready_p15",
        "ready_p50",
        "ready_p85",
        "ready_p95",
        "shortfall_mean",
        "shortfall_p85",
        "pulled_mean",
        "sprints_ready_mean",
        "sprints_ready_p15",
    ])?;
    for planning in &forecast.plannings {
        for (group, name) in groups(&planning.ready) {
            table.write_record(planning_row(planning, group, name))?;
        }
    }
    finish(table)
}

fn planning_row(planning: &Planning, group: &str, name: &str) -> Vec<String> {
    let total = group == "total";
    let mut row = vec![
        planning.team.clone(),
        planning.index.to_string(),
        planning.day.to_string(),
        planning.date.clone().unwrap_or_default(),
        group.to_owned(),
        name.to_owned(),
        part(&planning.needed, group, name).map_or_else(String::new, u32::to_string),
    ];
    row.extend(probability(total.then_some(&planning.ready_enough)));
    row.extend(probability(part(&planning.short_of, group, name)));
    let ready = part(&planning.ready, group, name);
    row.extend(numbers(ready, &[mean, p5, p15, p50, p85, p95]));
    row.extend(numbers(
        part(&planning.shortfall, group, name),
        &[mean, p85],
    ));
    row.extend(numbers(part(&planning.pulled, group, name), &[mean]));
    row.extend(numbers(
        total.then_some(&planning.sprints_ready),
        &[mean, p15],
    ));
    row
}

/// Every goal: the date asked for and the dates by which 50, 70, 85 and 95 % of the trials made it.
pub fn goals(forecast: &Forecast) -> Table {
    let mut table = goal_header()?;
    for goal in &forecast.goals {
        table.write_record(goal_row(goal))?;
    }
    finish(table)
}

/// A table of goals with its header.
fn goal_header() -> Result<Writer<Vec<u8>>, Error> {
    with_header(&[
        "goal",
        "target",
        "by_day",
        "by_date",
        "by_probability",
        "by_low",
        "by_high",
        "p50_day",
        "p50_date",
        "p50_low",
        "p50_high",
        "p70_day",
        "p70_date",
        "p70_low",
        "p70_high",
        "p85_day",
        "p85_date",
        "p85_low",
        "p85_high",
        "p95_day",
        "p95_date",
        "p95_low",
        "p95_high",
        "never",
        "never_low",
        "never_high",
    ])
}

fn goal_row(goal: &Goal) -> Vec<String> {
    let mut row = vec![goal.name.clone(), goal.target.to_string()];
    let by = goal.by.as_ref();
    row.push(number(by.map(|by| by.day)));
    row.push(by.and_then(|by| by.date.clone()).unwrap_or_default());
    row.extend(probability(by.map(|by| &by.probability)));
    let reached = &goal.reached;
    for (_, likely) in reached.steps() {
        row.extend(instant_cells(&likely.at));
        row.extend(likely.ci95.each_ref().map(|end| number(end.day)));
    }
    row.extend(probability(Some(&goal.never)));
    row
}

fn instant_cells(instant: &Instant) -> [String; 2] {
    [
        number(instant.day),
        instant.date.clone().unwrap_or_default(),
    ]
}

/// Where the days between arrival and ready go.
pub fn causes(forecast: &Forecast) -> Table {
    let mut table = with_header(&["group", "name", "cause", "where", "share", "days"])?;
    for (group, name, flow) in measures::flows(forecast) {
        for cause in &flow.held_back_by {
            let place = cause.place.as_deref().unwrap_or_default();
            let (share, days) = (cause.share.to_string(), cause.days.to_string());
            table.write_record([group, name, cause.cause, place, &share, &days])?;
        }
    }
    finish(table)
}

/// Daily means in long format: `day,measure,name,value`.
pub fn series(forecast: &Forecast) -> Table {
    let series = &forecast.series;
    let mut lines: Vec<(&str, &str, &[f64])> = vec![("arrived", "", &series.arrived)];
    lines.extend(series.backlog.iter().map(|b| ("backlog", "", b.as_slice())));
    lines.push(("ready", "", &series.ready));
    lines.push(("done", "", &series.done));
    lines.push(("discarded", "", &series.discarded));
    lines.extend(series.aborted.iter().map(|a| ("aborted", "", a.as_slice())));
    let committed = series.committed.iter();
    lines.extend(committed.map(|c| ("committed", "", c.as_slice())));
    lines.extend(
        series
            .stages
            .iter()
            .map(|(n, v)| ("stage", n, v.as_slice())),
    );
    for (name, of_type) in series.types.iter() {
        lines.extend(
            of_type
                .backlog
                .iter()
                .map(|b| ("type_backlog", name, b.as_slice())),
        );
        lines.push(("type_ready", name, &of_type.ready));
    }
    let mut table = with_header(&["day", "measure", "name", "value"])?;
    for (measure, name, values) in lines {
        for (day, value) in series.day.iter().zip(values) {
            table.write_record([&day.to_string(), measure, name, &number(Some(*value))])?;
        }
    }
    finish(table)
}

/// `total`, then every type and lane, as the two cells `group` and `name`.
fn groups<T>(split: &Split<T>) -> Vec<(&'static str, &str)> {
    let mut groups = vec![("total", "")];
    groups.extend(split.types.iter().map(|(name, _)| ("type", name)));
    groups.extend(split.lanes.iter().map(|(name, _)| ("lane", name)));
    groups
}

fn part<'a, T>(split: &'a Split<T>, group: &str, name: &str) -> Option<&'a T> {
    match group {
        "type" => split.types.get(name),
        "lane" => split.lanes.get(name),
        _ => split.total.as_ref(),
    }
}

fn probability(value: Option<&Probability>) -> [String; 3] {
    [
        number(value.map(|p| p.probability)),
        number(value.map(|p| p.ci95[0])),
        number(value.map(|p| p.ci95[1])),
    ]
}

type Field = fn(&Statistic) -> Option<f64>;

fn numbers(statistic: Option<&Statistic>, fields: &[Field]) -> Vec<String> {
    let cell = |field: &Field| number(statistic.and_then(field));
    fields.iter().map(cell).collect()
}

fn mean(s: &Statistic) -> Option<f64> {
    s.mean
}
fn p5(s: &Statistic) -> Option<f64> {
    s.p5
}
fn p15(s: &Statistic) -> Option<f64> {
    s.p15
}
fn p50(s: &Statistic) -> Option<f64> {
    s.p50
}
fn p85(s: &Statistic) -> Option<f64> {
    s.p85
}
fn p95(s: &Statistic) -> Option<f64> {
    s.p95
}

/// A number in its shortest exact form; empty where it does not exist.
pub(super) fn number(value: Option<f64>) -> String {
    value
        .filter(|v| v.is_finite())
        .map_or_else(String::new, |v| v.to_string())
}

fn with_header(columns: &[&str]) -> Result<Writer<Vec<u8>>, Error> {
    let mut table = Writer::from_writer(Vec::new());
    table.write_record(columns)?;
    Ok(table)
}

fn finish(table: Writer<Vec<u8>>) -> Table {
    let bytes = table.into_inner().map_err(|e| e.into_error())?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}
