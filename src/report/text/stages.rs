//! Flow through the stages, and what their limits did.

use super::table::Sheet;
use super::words::{NOTHING, decimal, list, percent, share, short};
use super::{body, paragraph, section};
use crate::forecast::{Forecast, StageFlow, Statistic};

pub fn render(forecast: &Forecast, width: usize) -> String {
    let note = "Done and held: the work is done, but the item stands in the stage until the next one has \
        room (where items leave at meetings: until a meeting lets it go; on the ready shelf: until a planning pulls \
        it).";
    let parts = [
        items(forecast).render(width),
        times(forecast).render(width),
        paragraph(note, width),
        paragraph(&again(forecast), width),
        paragraph(&breaches(forecast), width),
        paragraph(&full(forecast), width),
        paragraph(&over(forecast), width),
        paragraph(&interrupted(forecast), width),
        paragraph(&low(forecast), width),
        paragraph(&pushes(forecast), width),
        refusals(forecast, width),
    ];
    section("Stages", &body(parts))
}

/// How full the stages are and what leaves them.
fn items(forecast: &Forecast) -> Sheet {
    let header = [
        "stage",
        "limits",
        "items inside",
        "leaving a week",
        "discarded",
        "of these\nexpired",
        "done\nagain",
        "over a\nlimit",
        "time at\nmaximum",
        "time below\nminimum",
    ];
    let mut sheet = Sheet::new(1, header);
    for (name, stage) in forecast.flow.stages.iter() {
        sheet.row([
            short(name),
            limits(stage),
            decimal(stage.wip.mean),
            decimal(stage.throughput_per_week.mean),
            some(&stage.discarded),
            some(&stage.expired),
            some(&stage.rework),
            some(&stage.breaches),
            share(&stage.share_at_max),
            share(&stage.share_below_min),
        ]);
    }
    sheet.without_empty_columns()
}

/// Where the days of a stay go.
fn times(forecast: &Forecast) -> Sheet {
    let header = [
        "mean working days",
        "in the stage",
        "waiting for\na person",
        "worked on",
        "blocked",
        "done and\nheld",
    ];
    let mut sheet = Sheet::new(1, header);
    for (name, stage) in forecast.flow.stages.iter() {
        sheet.row([
            short(name),
            decimal(stage.cycle_time.mean),
            some(&stage.waiting_time),
            some(&stage.work_time),
            some(&stage.blocked_time),
            some(&stage.held_time),
        ]);
    }
    sheet.without_empty_columns()
}

/// `2–5`, `max 5`, `min 8`.
fn limits(stage: &StageFlow) -> String {
    match (stage.wip_min, stage.wip_max) {
        (Some(min), Some(max)) => format!("{min}–{max}"),
        (Some(min), None) => format!("min {min}"),
        (None, Some(max)) => format!("max {max}"),
        (None, None) => NOTHING.to_owned(),
    }
}

fn some(statistic: &Statistic) -> String {
    decimal(statistic.mean.filter(|mean| *mean > 0.0))
}

/// How often work had to be done again.
fn again(forecast: &Forecast) -> String {
    let stages = forecast.flow.stages.iter();
    let stages = stages.filter(|(_, stage)| stage.rework.mean.is_some_and(|mean| mean > 0.0));
    let often = |(name, stage): (&str, &StageFlow)| {
        format!("{} ({} times)", short(name), decimal(stage.rework.mean))
    };
    let often: Vec<String> = stages.map(often).collect();
    if often.is_empty() {
        return String::new();
    }
    format!(
        "Done again: in a future this much work turns out not to be good enough when it is done: {}. It goes \
        back and takes its full time once more.",
        list(&often)
    )
}

/// How often a limit was exceeded.
fn breaches(forecast: &Forecast) -> String {
    let stages = forecast.flow.stages.iter();
    let often: f64 = stages.filter_map(|(_, stage)| stage.breaches.mean).sum();
    if often <= 0.0 {
        return String::new();
    }
    let today = match forecast.course.board_items {
        None => "",
        Some(_) => "what stands there today, ",
    };
    format!(
        "Over a limit: {} times in a future an item came into a stage although a limit was full. Only {today}work \
        that goes back and the parts of an item may do that; until there is room again, nothing is pulled.",
        decimal(Some(often))
    )
}

/// The stages that stand at their maximum for most of the time.
fn full(forecast: &Forecast) -> String {
    let full = |(name, stage): (&str, &StageFlow)| {
        let share = stage.share_at_max.mean.filter(|share| *share > 0.5)?;
        Some(format!("{} ({})", short(name), percent(share)))
    };
    let full: Vec<String> = forecast.flow.stages.iter().filter_map(full).collect();
    if full.is_empty() {
        return String::new();
    }
    format!("Full for more than half of the time: {}.", list(&full))
}

/// The maxima that make way for expedite items.
fn over(forecast: &Forecast) -> String {
    let over = |(name, stage): (&str, &StageFlow)| match stage.expedite_over {
        0 => None,
        over => Some(format!("{} by {over}", short(name))),
    };
    let over: Vec<String> = forecast.flow.stages.iter().filter_map(over).collect();
    if over.is_empty() {
        return String::new();
    }
    format!("Expedite items may exceed the maximum: {}.", list(&over))
}

/// Where expedite work interrupted other work.
fn interrupted(forecast: &Forecast) -> String {
    let often = |(name, stage): (&str, &StageFlow)| {
        let times = stage.interrupted.mean.filter(|times| *times > 0.0)?;
        Some(format!("{} times in {}", decimal(Some(times)), short(name)))
    };
    let often: Vec<String> = forecast.flow.stages.iter().filter_map(often).collect();
    if often.is_empty() {
        return String::new();
    }
    format!(
        "In a future expedite items interrupt other work, which goes on later where it stopped: {}.",
        list(&often)
    )
}

/// What the minimum limits saw.
fn low(forecast: &Forecast) -> String {
    let low = |(name, stage): (&str, &StageFlow)| {
        let (min, share) = (stage.wip_min?, stage.share_below_min.mean?);
        let share = if share > 0.0 {
            percent(share)
        } else {
            "none".to_owned()
        };
        Some(format!(
            "{} held fewer than {min} for {share} of the time",
            short(name)
        ))
    };
    let lanes = |(name, stage): (&str, &StageFlow)| {
        let share = stage
            .lane_share_below_min
            .mean
            .filter(|share| *share > 0.0)?;
        let (name, share) = (short(name), percent(share));
        Some(format!(
            "a lane held fewer than its minimum in {name} for {share} of the time"
        ))
    };
    let stages = || forecast.flow.stages.iter();
    let low: Vec<String> = stages()
        .filter_map(low)
        .chain(stages().filter_map(lanes))
        .collect();
    if low.is_empty() {
        return String::new();
    }
    let calls = |(_, stage): (&str, &StageFlow)| stage.wip_min.is_some() && !stage.takes_unfinished;
    let signal = match forecast.flow.stages.iter().any(calls) {
        true => {
            " While a stage is below its minimum, people who also work elsewhere prefer the work that feeds it."
        }
        false => "",
    };
    format!("Minimum limits: {}.{signal}", list(&low))
}

/// What stages below their minimum took that was not done.
fn pushes(forecast: &Forecast) -> String {
    let often = |(name, stage): (&str, &StageFlow)| {
        let times = stage.pushes.mean.filter(|_| stage.takes_unfinished)?;
        let times = match times > 0.0 {
            true => format!("{} times", decimal(Some(times))),
            false => "never".to_owned(),
        };
        Some(format!("{} {times}", short(name)))
    };
    let often: Vec<String> = forecast.flow.stages.iter().filter_map(often).collect();
    if often.is_empty() {
        return String::new();
    }
    format!(
        "Stages that run low take items that are not done in the stage before, and do the rest themselves: in a \
        future {}.",
        list(&often)
    )
}

/// Which limit kept items out, and for what share of the time.
fn refusals(forecast: &Forecast, width: usize) -> String {
    let mut sheet = Sheet::new(
        1,
        [
            "into",
            "its own maximum",
            "a CONWIP limit",
            "a lane's limit",
        ],
    );
    for (name, stage) in forecast.flow.stages.iter() {
        let refused = &stage.limit_refused;
        let cells = [&refused.own, &refused.conwip, &refused.lane].map(share);
        if cells.iter().any(|cell| cell != NOTHING) {
            let [own, conwip, lane] = cells;
            sheet.row([short(name), own, conwip, lane]);
        }
    }
    if sheet.is_empty() {
        return "No limit ever kept an item out of a stage.".to_owned();
    }
    let lead = "Share of the time in which a limit kept at least one item out of a stage:";
    let sheet = sheet.without_empty_columns();
    format!("{}\n\n{}", paragraph(lead, width), sheet.render(width))
}
