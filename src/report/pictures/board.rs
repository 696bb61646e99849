//! The board as it stands on average, how full its columns are and how that changes.

use super::{Figure, Numbers, Picture, Run};
use crate::forecast::{Group, LaneCell, StageDetail};
use crate::report::charts::board::{self, Board, Column};
use crate::report::charts::canvas::{INK, MAIN, Stroke};
use crate::report::charts::curves::{self, Band, Curves, Line, Panel};
use crate::report::charts::heat::{self, Cell, Heat};
use crate::report::text::words::{NOTHING, decimal, list, percent};

/// Columns beside each other on a wide page and on a narrow one.
const WIDE: usize = 7;
const NARROW: usize = 3;

/// A heat map has at most so many columns.
const MOST_CELLS: usize = 14;

pub(super) fn figures(run: Run<'_>) -> Vec<Figure> {
    vec![drawn(run), shares(run), course(run)]
}

fn drawn(run: Run<'_>) -> Figure {
    let detail = run.detail;
    let lanes: Vec<String> = run
        .forecast
        .flow
        .lanes
        .iter()
        .map(|(name, _)| name.to_owned())
        .collect();
    let columns: Vec<Column> = std::iter::once(backlog(run))
        .chain(
            detail
                .stages
                .iter()
                .map(|s| column(run, s, !lanes.is_empty())),
        )
        .collect();
    let bottleneck = detail
        .stages
        .iter()
        .find(|s| s.bottleneck)
        .map(|s| s.name.as_str());
    let none = match run.forecast.flow.total.held_back_by.is_empty() {
        true => "Where the bottleneck is cannot be told: no item became ready.",
        false => "There is no bottleneck: what became ready waited for neither people nor room.",
    };
    let said = bottleneck.map_or_else(
        || none.to_owned(),
        |name| format!("The bottleneck is {name}: for its people or room in it is waited longest."),
    );
    let whole = lanes.is_empty() || run.detail.filmed == run.forecast.trials;
    let of_lanes = match whole {
        true => String::new(),
        false => format!(" (by lane: of {})", run.filmed()),
    };
    let beside = columns.len().div_ceil(columns.len().div_ceil(WIDE));
    let board = |beside| Board {
        title: format!(
            "The board of {}, left to right. {said}",
            run.forecast.scenario
        ),
        columns: columns.clone(),
        lanes: lanes.clone(),
        mark: "▲ bottleneck".to_owned(),
        groups: detail.groups.iter().filter_map(|g| group(run, g)).collect(),
        beside,
    };
    Figure {
        name: "board".to_owned(),
        title: "What stands where, on average".to_owned(),
        reading: format!(
            "Each little square is a place; as much is filled as is taken on average over time, of {}{of_lanes}. {said}",
            run.futures(),
        ),
        picture: Picture::Two(board::render(&board(beside)), board::render(&board(NARROW))),
        numbers: numbers(run),
    }
}

fn group(run: Run<'_>, group: &Group) -> Option<(String, (usize, usize))> {
    let names = group
        .stages
        .iter()
        .filter_map(|s| run.detail.stages.get(*s))
        .map(|s| s.name.clone());
    let names: Vec<String> = names.collect();
    // The backlog stands before the first stage.
    let ends = (group.stages.first()? + 1, group.stages.last()? + 1);
    Some((
        format!("{}: at most {} in {}", group.name, group.max, list(&names)),
        ends,
    ))
}

fn backlog(run: Run<'_>) -> Column {
    let series = &run.forecast.series;
    let mean = series
        .backlog
        .as_ref()
        .map(|days| days.iter().sum::<f64>() / days.len().max(1) as f64);
    Column {
        name: "Backlog".to_owned(),
        limits: "no limit".to_owned(),
        mean,
        words: mean.map_or_else(
            || "never runs dry".to_owned(),
            |m| format!("{} inside", decimal(Some(m))),
        ),
        lanes: run.detail.backlog_lanes.iter().map(cell).collect(),
        ..Column::default()
    }
}

fn column(run: Run<'_>, stage: &StageDetail, lanes: bool) -> Column {
    let flow = run.forecast.flow.stages.get(&stage.name);
    let mean = flow.and_then(|f| f.wip.mean);
    Column {
        name: stage.name.clone(),
        limits: limits(stage.min, stage.max),
        people: people(stage),
        mean,
        words: format!("{} inside", decimal(mean)),
        max: stage.max,
        lanes: if lanes {
            stage.lanes.iter().map(cell).collect()
        } else {
            Vec::new()
        },
        marked: stage.bottleneck,
    }
}

fn limits(min: Option<u32>, max: Option<u32>) -> String {
    match (min, max) {
        (Some(min), Some(max)) => format!("min {min}, max {max}"),
        (Some(min), None) => format!("min {min}"),
        (None, Some(max)) => format!("max {max}"),
        (None, None) => "no limit".to_owned(),
    }
}

fn people(stage: &StageDetail) -> String {
    match &stage.people {
        Some((pool, people)) => {
            let many = people.map_or_else(|| "any number of".to_owned(), |n| n.to_string());
            let own = *pool == stage.name;
            let noun = if *people == Some(1) {
                "person"
            } else {
                "people"
            };
            if own {
                format!("{many} {noun}")
            } else {
                format!("{many} in {pool}")
            }
        }
        None if stage.ready => "shelf: no work".to_owned(),
        None => "needs nobody".to_owned(),
    }
}

fn cell(lane: &LaneCell) -> String {
    let limit = match (lane.min, lane.max) {
        (None, None) => String::new(),
        (Some(min), Some(max)) => format!(" of {min}–{max}"),
        (None, Some(max)) => format!(" of {max}"),
        (Some(min), None) => format!(" of ≥ {min}"),
    };
    format!("{}{limit}", decimal(Some(lane.mean)))
}

fn numbers(run: Run<'_>) -> Numbers {
    let mut numbers = Numbers::new([
        "column",
        "limits",
        "items inside",
        "time at maximum",
        "of these, by lane or type",
    ]);
    for stage in &run.detail.stages {
        let flow = run.forecast.flow.stages.get(&stage.name);
        let full = flow
            .and_then(|f| f.share_at_max.mean)
            .map_or_else(|| NOTHING.to_owned(), percent);
        let lanes = stage
            .lanes
            .iter()
            .map(|lane| format!("{} {}", lane.name, cell(lane)));
        numbers.row([
            stage.name.clone(),
            limits(stage.min, stage.max),
            decimal(flow.and_then(|f| f.wip.mean)),
            full,
            lanes.collect::<Vec<_>>().join(", "),
        ]);
    }
    numbers
}

/// How often each column holds how many.
fn shares(run: Run<'_>) -> Figure {
    let stages = &run.forecast.flow.stages;
    let (columns, step) = columns(stages.iter().map(|(_, s)| s.wip_share.len()).collect());
    let grouped = |shares: &[f64]| -> Vec<Option<f64>> {
        let last = columns.len().saturating_sub(1) * step;
        let (few, many) = shares.split_at(last.min(shares.len()));
        let groups = few.chunks(step).map(|c| c.iter().sum::<f64>());
        let many = (!many.is_empty()).then(|| many.iter().sum());
        groups.chain(many).map(Some).collect()
    };
    let rows: Vec<(String, Vec<Option<f64>>)> = stages
        .iter()
        .map(|(name, s)| (name.to_owned(), grouped(&s.wip_share)))
        .collect();
    let darkest = rows
        .iter()
        .flat_map(|r| r.1.iter().flatten())
        .copied()
        .fold(0.0, f64::max);
    let mut numbers =
        Numbers::new(std::iter::once("items".to_owned()).chain(columns.iter().cloned()));
    for (name, cells) in &rows {
        let mut cells: Vec<String> = cells
            .iter()
            .map(|c| c.map_or_else(|| NOTHING.to_owned(), percent))
            .collect();
        cells.resize(columns.len(), NOTHING.to_owned());
        numbers.row([name.clone()].into_iter().chain(cells));
    }
    let shaded = |shares: &[Option<f64>]| -> Vec<Option<Cell>> {
        let cell = |share: f64| Cell::of_share(share, darkest);
        shares.iter().map(|share| share.map(cell)).collect()
    };
    let title = "How full each column is".to_owned();
    let heat = Heat {
        title: format!("{title}: the share of time with so many items inside"),
        along: "items in the column".to_owned(),
        columns,
        rows: rows
            .into_iter()
            .map(|(name, all)| (name, shaded(&all)))
            .collect(),
    };
    Figure {
        name: "fullness".to_owned(),
        title,
        reading: format!(
            "In each cell: in how many percent of the time so many items are in the column; the darker, the more. Over {}.",
            run.futures()
        ),
        picture: Picture::Drawn(heat::render(&heat)),
        numbers,
    }
}

/// Names of the columns of the heat map, and how many numbers each stands for: fine enough for the stage in the
/// middle, the last column for all that is more.
fn columns(mut lengths: Vec<usize>) -> (Vec<String>, usize) {
    lengths.sort_unstable();
    let middle = lengths.get(lengths.len() / 2).copied().unwrap_or(1);
    let most = lengths.last().copied().unwrap_or(1).max(1);
    let step = middle.div_ceil(MOST_CELLS).max(1);
    let count = most.div_ceil(step).min(MOST_CELLS);
    let name = |n: usize| {
        let from = n * step;
        match (n + 1 == count && most > count * step, step) {
            (true, _) => format!("{from}+"),
            (false, 1) => from.to_string(),
            (false, _) => format!("{from}–{}", from + step - 1),
        }
    };
    ((0..count).map(name).collect(), step)
}

/// Items in each column day by day.
fn course(run: Run<'_>) -> Figure {
    let days = &run.detail.day;
    let mut charts: Vec<Panel> = Vec::new();
    let mut numbers = Numbers::new([
        "column",
        "day",
        "5 %: at most",
        "half: at most",
        "95 %: at most",
        "in future 0",
    ]);
    let step = days.len().div_ceil(7).max(1);
    for stage in &run.detail.stages {
        let limits = match (stage.min, stage.max) {
            (None, None) => String::new(),
            (min, max) => format!(": {}", limits(min, max)),
        };
        charts.push(Panel {
            name: stage.name.clone(),
            rest: limits,
            curves: one_column(run, stage),
        });
        let rows = days.iter().zip(&stage.bands).zip(&stage.one);
        for ((day, band), one) in rows.step_by(step) {
            let cells = [band.p5, band.p50, band.p95].map(|n| n.to_string());
            let labels = [stage.name.clone(), run.date(*day)];
            numbers.row(labels.into_iter().chain(cells).chain([one.to_string()]));
        }
    }
    let title = "Items in each column, day by day".to_owned();
    Figure {
        name: "wip".to_owned(),
        title: title.clone(),
        reading: format!(
            "The band holds 90 % of {}; the line is one of them (number 0), to show how restless a single future is. \
            Dashed: the column's limits{}.",
            run.filmed(),
            if run.forecast.course.changes.is_empty() {
                ""
            } else {
                " as they are on day 0"
            }
        ),
        picture: Picture::Drawn(curves::panels(&title, &charts)),
        numbers,
    }
}

fn one_column(run: Run<'_>, stage: &StageDetail) -> Curves {
    let days = &run.detail.day;
    let mut along = run.along_days();
    let keep = along.ticks.len().div_ceil(3).max(1);
    along.ticks = along.ticks.into_iter().step_by(keep).collect();
    along.label = String::new();
    let band = days
        .iter()
        .zip(&stage.bands)
        .map(|(day, b)| (*day, b.p5, b.p95));
    let one = days
        .iter()
        .zip(&stage.one)
        .map(|(day, n)| (*day, f64::from(*n)));
    let limits = [stage.max, stage.min].into_iter().flatten();
    Curves {
        along,
        reach: 1.0,
        whole: true,
        bands: vec![Band {
            label: "90 % of futures".to_owned(),
            points: band.collect(),
            colour: MAIN,
            density: 0.3,
        }],
        lines: vec![Line {
            label: "one future".to_owned(),
            points: one.collect(),
            colour: INK,
            stroke: Stroke::Solid,
            level: true,
        }],
        levels: limits.map(|n| (f64::from(n), String::new())).collect(),
        ..Curves::default()
    }
}
