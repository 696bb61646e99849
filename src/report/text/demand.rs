//! Demand and what becomes of it, by type, lane and source; does the board keep up?

use super::table::Sheet;
use super::words::{NOTHING, decimal, percent, share, short, thousands};
use super::{body, paragraph, section};
use crate::forecast::{Flow, Forecast, Named, Rate, Statistic};

pub fn render(forecast: &Forecast, width: usize) -> String {
    let parts = [
        items(forecast).render(width),
        times(forecast).render(width),
        paragraph(&open(forecast), width),
        paragraph(&refused(forecast), width),
        paragraph(&failure(forecast), width),
        paragraph(&split(forecast), width),
        paragraph(&rates(forecast), width),
        paragraph(&wasted(forecast), width),
        paragraph(&stability(&forecast.flow.total), width),
    ];
    section("Demand", &body(parts))
}

/// How many items, in a future, on average.
fn items(forecast: &Forecast) -> Sheet {
    let header = [
        "items in a future",
        "arrived",
        "came back",
        "from splits",
        "became ready",
        "ready a week",
        "planned",
        "done",
        "aborted",
        "discarded",
        "of these\nexpired",
        "discard rate",
        "refused",
    ];
    let mut sheet = Sheet::new(1, header);
    // Where nothing comes after ready, what is planned is done.
    let delivered = |statistic: &Statistic| match forecast.flow.teams.is_empty() {
        true => NOTHING.to_owned(),
        false => some(statistic),
    };
    for (name, flow) in groups(forecast) {
        sheet.row([
            name,
            decimal(flow.arrived.mean),
            share(&flow.failure_demand),
            some_of_either_sign(&flow.split),
            decimal(flow.ready.mean),
            decimal(flow.throughput_per_week.mean),
            decimal(flow.committed.mean),
            delivered(&flow.done),
            delivered(&flow.aborted),
            some(&flow.discarded),
            some(&flow.expired),
            unless(falls_apart(flow), share(&flow.discard_rate)),
            some(&flow.refused),
        ]);
    }
    sheet.without_empty_columns()
}

/// How long they take.
fn times(forecast: &Forecast) -> Sheet {
    let header = [
        "working days",
        "lead time\n50 %",
        "lead time\n85 %",
        "cycle time\n50 %",
        "cycle time\n85 %",
        "to done\n50 %",
        "to done\n85 %",
        "time worked",
        "ready by\ndue date",
    ];
    let mut sheet = Sheet::new(1, header);
    for (name, flow) in groups(forecast) {
        let (lead, cycle) = (&flow.lead_time, &flow.cycle_time);
        let to_done = |flow: &Flow, quantile| match forecast.flow.teams.is_empty() {
            true => NOTHING.to_owned(),
            false => time(&flow.lead_time_done, quantile),
        };
        sheet.row([
            name,
            unless(falls_apart(flow), time(lead, lead.p50)),
            unless(falls_apart(flow), time(lead, lead.p85)),
            unless(falls_apart(flow), time(cycle, cycle.p50)),
            unless(falls_apart(flow), time(cycle, cycle.p85)),
            to_done(flow, flow.lead_time_done.p50),
            to_done(flow, flow.lead_time_done.p85),
            share(&flow.flow_efficiency),
            share(&flow.on_time),
        ]);
    }
    sheet.without_empty_columns()
}

/// Does all of it that is not dropped fall apart before it is ready? Then it never becomes ready itself.
fn falls_apart(flow: &Flow) -> bool {
    flow.ready.max == Some(0.0) && flow.split.mean.is_some_and(|split| split < 0.0)
}

/// A cell, empty where it would mislead.
fn unless(misleads: bool, cell: String) -> String {
    match misleads {
        true => NOTHING.to_owned(),
        false => cell,
    }
}

/// Types, lanes and sources where there are several, then all.
fn groups(forecast: &Forecast) -> Vec<(String, &Flow)> {
    let flow = &forecast.flow;
    let several = |group: &Named<Flow>| group.iter().count() > 1;
    let mut groups = Vec::new();
    if several(&flow.types) {
        groups.extend(flow.types.iter().map(|(name, flow)| (short(name), flow)));
    }
    if several(&flow.lanes) {
        groups.extend(
            flow.lanes
                .iter()
                .map(|(name, flow)| (format!("lane {}", short(name)), flow)),
        );
    }
    if several(&flow.sources) {
        groups.extend(
            flow.sources
                .iter()
                .map(|(name, flow)| (format!("from {}", short(name)), flow)),
        );
    }
    groups.push(("all".to_owned(), &flow.total));
    groups
}

/// A mean that is left out where it is 0 (nothing of the kind ever happened).
fn some(statistic: &Statistic) -> String {
    decimal(statistic.mean.filter(|mean| *mean > 0.0))
}

/// The same for a number that may be below 0.
fn some_of_either_sign(statistic: &Statistic) -> String {
    decimal(statistic.mean.filter(|mean| *mean != 0.0))
}

/// Days; `beyond` where so many items were unfinished that the quantile lies beyond the horizon.
fn time(times: &Statistic, quantile: Option<f64>) -> String {
    match (quantile, times.open.unwrap_or(0)) {
        (None, 1..) => "beyond".to_owned(),
        (value, _) => decimal(value),
    }
}

fn open(forecast: &Forecast) -> String {
    let delivers = !forecast.flow.teams.is_empty();
    let done = match delivers {
        false => "",
        true => " To done: from arrival to delivery.",
    };
    let times = "Lead time runs from arrival to ready, cycle time from the first pull to ready; time worked is the \
        part of the cycle time in which somebody worked on the item.";
    let times = format!("{times}{done}");
    let total = &forecast.flow.total;
    let before_ready = unfinished(forecast, &total.lead_time);
    let before_done = unfinished(forecast, &total.lead_time_done).filter(|_| delivers);
    let open = match (before_ready, before_done) {
        (None, None) => return format!("{times} No item was left unfinished."),
        (Some(ready), None) => format!("{ready} still open at the end"),
        (None, Some(done)) => format!("{done} ready but not done at the end"),
        (Some(ready), Some(done)) => {
            format!("{ready} not yet ready at the end, {done} not yet done")
        }
    };
    format!(
        "{times} {open}; the times allow for them, and “beyond” is a time longer than the horizon can show."
    )
}

/// `30 items (0.15 in a future) were`: those that a time could not be measured of.
fn unfinished(forecast: &Forecast, times: &Statistic) -> Option<String> {
    let open = times.open.filter(|open| *open > 0)?;
    let each = decimal(Some(open as f64 / forecast.trials.max(1) as f64));
    let items = match open {
        1 => "1 item was".to_owned(),
        open => format!("{} items were", thousands(open)),
    };
    let (count, verb) = items.rsplit_once(' ')?;
    Some(format!("{count} ({each} in a future) {verb}"))
}

fn refused(forecast: &Forecast) -> String {
    let total = &forecast.flow.total;
    match (total.refused.mean, total.arrived.mean) {
        (Some(refused), Some(arrived)) if refused > 0.0 => format!(
            "{} of the {} items that arrive in a future are refused because their backlog is full ({}).",
            decimal(Some(refused)),
            decimal(Some(arrived)),
            percent(refused / arrived.max(refused)),
        ),
        _ => String::new(),
    }
}

fn failure(forecast: &Forecast) -> String {
    let share = forecast.flow.total.failure_demand.mean;
    match share.filter(|share| *share > 0.0) {
        Some(share) => format!(
            "Failure demand: {} of what arrives has been delivered before and comes back.",
            percent(share)
        ),
        None => String::new(),
    }
}

fn split(forecast: &Forecast) -> String {
    let groups = forecast.flow.types.iter();
    let any = groups
        .filter_map(|(_, flow)| flow.split.mean)
        .any(|mean| mean != 0.0);
    if !any {
        return String::new();
    }
    "From splits: the parts that items fell into, less the items that fell apart. A part is as old as the \
    item it comes from, so its lead time and cycle time begin with those of the whole."
        .to_owned()
}

/// Demand whose rate changes, one sentence a type.
fn rates(forecast: &Forecast) -> String {
    let sentence = |rate: &Rate| {
        let [low, high, mean] = [
            rate.lowest_per_day,
            rate.highest_per_day,
            rate.mean_per_week,
        ]
        .map(|rate| decimal(Some(rate)));
        let kind = short(&rate.kind);
        format!(
            "New {kind} does not come evenly: {low} to {high} arrivals a working day, {mean} a week over the \
            whole run."
        )
    };
    let all: Vec<String> = forecast.course.rates.iter().map(sentence).collect();
    all.join(" ")
}

fn wasted(forecast: &Forecast) -> String {
    let total = &forecast.flow.total;
    match (total.effort_discarded.mean, total.discarded.mean) {
        (Some(effort), Some(discarded)) if discarded > 0.0 => format!(
            "Options discarded before commitment are healthy when they are cheap: {} items, {} \
            person-days in a future.{}",
            decimal(Some(discarded)),
            decimal(Some(effort)),
            expired(total),
        ),
        _ => "No option was discarded.".to_owned(),
    }
}

/// How many of the discarded options nobody decided against.
fn expired(total: &Flow) -> String {
    match total.expired.mean {
        Some(expired) if expired > 0.0 => format!(
            " {} of these items were not rejected but waited too long for somebody to take them up.",
            decimal(Some(expired)),
        ),
        _ => String::new(),
    }
}

fn stability(flow: &Flow) -> String {
    let growth = &flow.growth_per_week;
    let (Some(mean), Some([low, high])) = (growth.mean, growth.ci95) else {
        return "Whether demand and flow are in balance cannot be told here: only backlogs that never run \
            dry, or too few trials."
            .to_owned();
    };
    let range = format!("{} to {}", decimal(Some(low)), decimal(Some(high)));
    let mean = decimal(Some(mean));
    if flow.stable {
        format!(
            "Stable: before ready the number of items does not grow in the long run ({mean} a week, {range})."
        )
    } else {
        format!(
            "Not stable: before ready the number of items grows by {mean} a week ({range}); more comes in \
            than becomes ready or is discarded."
        )
    }
}
