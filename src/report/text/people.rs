//! How busy people are, and whose work gets the capacity.

use super::table::Sheet;
use super::words::{decimal, list, percent, share, short, thousands};
use super::{body, paragraph, section};
use crate::forecast::{Forecast, PoolFlow};

pub fn render(forecast: &Forecast, width: usize) -> String {
    let capacity = section("People", &body([pools(forecast, width)]));
    if forecast.flow.allocation.is_empty() {
        return capacity;
    }
    let shares = body([allocation(forecast, width)]);
    format!("{capacity}\n{}", section("Capacity allocation", &shares))
}

fn pools(forecast: &Forecast, width: usize) -> String {
    let pools = &forecast.flow.pools;
    if pools.is_empty() {
        return "Nobody: no stage of this board needs people.".to_owned();
    }
    let mut sheet = Sheet::new(1, ["pool", "people", "busy"]);
    for (name, pool) in pools.iter() {
        sheet.row([short(name), people(pool), busy(pool)]);
    }
    let note =
        "Busy is the share of people at work on an item; whoever holds a finished item is not.";
    let notes = [note.to_owned(), in_hand(forecast)];
    let notes = body(notes.map(|note| paragraph(&note, width)));
    format!("{}\n\n{notes}", sheet.render(width))
}

/// Who works on several items at once, and what that costs.
fn in_hand(forecast: &Forecast) -> String {
    let shared = |(name, pool): (&str, &PoolFlow)| {
        let items = match pool.items_per_person {
            Some(1) => return None,
            _ if pool.people.is_none() => return None,
            Some(items) => format!("up to {items} items each"),
            None => "any number of items".to_owned(),
        };
        let cost = match pool.switch_cost {
            cost if cost > 0.0 => format!(" (each further one costs {})", percent(cost)),
            _ => String::new(),
        };
        Some(format!("{} {items}{cost}", short(name)))
    };
    let shared: Vec<String> = forecast.flow.pools.iter().filter_map(shared).collect();
    if shared.is_empty() {
        return String::new();
    }
    format!(
        "In hand at once: {}. People share their time equally among what they have in hand, so each item \
        takes longer; the days it is worked on include those in which the others had their turn.",
        list(&shared)
    )
}

fn people(pool: &PoolFlow) -> String {
    let number = |n: u32| thousands(u64::from(n));
    pool.people.map_or_else(|| "unlimited".to_owned(), number)
}

/// People are never busy for 0 or 100 % of the time unless they always are; that is said.
fn busy(pool: &PoolFlow) -> String {
    share(&pool.utilisation)
}

fn allocation(forecast: &Forecast, width: usize) -> String {
    let mut sheet = Sheet::new(1, ["for", "planned", "achieved", "difference"]);
    for (name, owner) in forecast.flow.allocation.iter() {
        let difference = owner.achieved.mean.map(|got| (got - owner.planned) * 100.0);
        sheet.row([
            short(name),
            percent(owner.planned),
            share(&owner.achieved),
            difference.map_or_else(String::new, |points| format!("{} points", signed(points))),
        ]);
    }
    let note = "Achieved is the share of the items pulled into work. It stays below the plan where too \
        little demand, a limit or the order of work keeps a share from being used, and above it where \
        somebody takes over what others leave.";
    let rule = paragraph(rule(forecast.flow.allocation_strategy), width);
    format!(
        "{rule}\n\n{}\n\n{}",
        sheet.render(width),
        paragraph(note, width)
    )
}

/// What the strategy does, in a sentence.
fn rule(strategy: Option<&str>) -> &'static str {
    match strategy {
        Some("reserved") => {
            "Reserved: each has its own part of the places in every limited stage, and nobody else may use it."
        }
        Some("flexible") => {
            "Flexible: each has its own part of the places in every limited stage; while it has nothing to \
             put there, others may borrow them, and it then waits until they are given back."
        }
        Some("weighted") => {
            "Weighted: wherever somebody chooses what comes next, turns are given out by share among those \
             that have something waiting."
        }
        Some("priority") => {
            "Priority: wherever somebody chooses what comes next, the first in the order goes first, always."
        }
        _ => {
            "None: everybody stands in one queue; the shares are only compared with what came of it."
        }
    }
}

fn signed(points: f64) -> String {
    let points = if points.abs() < 0.05 { 0.0 } else { points };
    let plus = if points > 0.0 { "+" } else { "" };
    format!("{plus}{}", decimal(Some(points)))
}
