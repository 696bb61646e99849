//! One column of the board: how long items stay, what becomes of them, how many there were.

use super::clock;
use super::journey::{Column, Journeys, Next, Stay};
use super::shares::{Back, Ends, Share};
use super::times::{OWN, TimeFit, differs, time, watched};
use crate::history::History;
use crate::stats::lifetimes::Watched;
use serde::Serialize;
use std::ops::Range;

/// What was learnt of a column.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct StageFit {
    /// Its name.
    pub name: String,
    /// Is it the ready shelf? Then plannings say how long items stay.
    pub ready: bool,
    /// Does it stand for the time before the first stage?
    pub waiting: bool,
    /// The time in it, of all types together; `None` where nobody was there.
    pub time: Option<TimeFit>,
    /// Stays that ended with the item being dropped.
    pub discard: Share,
    /// Items that passed it by.
    pub skip: Share,
    /// Stays after which the item went back to the left.
    pub back: Option<Back>,
    /// Items in it on average.
    pub wip_mean: f64,
    /// The most items that were in it at once.
    pub wip_max: usize,
    /// Items in it on the first day of the scenario.
    pub open: usize,
    /// How items were blocked in it, where the data tell.
    pub blocked: Option<BlockedFit>,
    /// What differs for a type, by AIC.
    pub by_type: Vec<KindFit>,
}

/// What differs for the items of one type.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct KindFit {
    /// The type.
    pub name: String,
    /// Their time in the column.
    pub time: Option<TimeFit>,
    /// How often they are dropped.
    pub discard: Option<Share>,
    /// How often they pass it by.
    pub skip: Option<Share>,
}

/// How items were blocked in a column.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct BlockedFit {
    /// How often a stay was blocked.
    pub times: u64,
    /// Of so many stays.
    pub of: u64,
    /// For so many working days on average, ended or not.
    pub days: f64,
}

/// All columns.
pub fn stages(known: &History, journeys: &Journeys<'_>) -> Vec<StageFit> {
    let columns = journeys.columns.iter().enumerate();
    columns
        .map(|(n, column)| stage(known, journeys, n, column))
        .collect()
}

fn stage(known: &History, journeys: &Journeys<'_>, n: usize, column: &Column) -> StageFit {
    let here = |(kind, stay): (usize, Stay)| (stay.column == n).then_some((kind, stay));
    let stays: Vec<(usize, Stay)> = journeys.stays().filter_map(here).collect();
    let all = watched(stays.iter().map(|(_, stay)| *stay), journeys.from);
    let ends = Ends::of(journeys, n, None);
    let back = ends.backs(left(journeys, n));
    let mut fit = StageFit {
        name: column.name.clone(),
        ready: column.ready,
        waiting: column.stage.is_none(),
        time: time(&all, journeys.resolution).filter(|_| !column.ready),
        discard: ends.discards(),
        skip: ends.skips(),
        back: back.map(|(share, to)| Back {
            share,
            to: journeys
                .columns
                .get(to)
                .map_or_else(String::new, |c| c.name.clone()),
        }),
        wip_mean: wip_mean(journeys, &stays),
        wip_max: wip_max(&stays),
        open: stays
            .iter()
            .filter(|(_, stay)| stay.next == Next::Open)
            .count(),
        blocked: blocked(journeys, n),
        by_type: Vec::new(),
    };
    let kinds = known.types.iter().enumerate();
    fit.by_type = kinds
        .filter_map(|(kind, name)| own(journeys, &fit, n, (kind, name), &stays, &all))
        .collect();
    fit
}

/// The columns to the left of one, on the same side of the shelf.
fn left(journeys: &Journeys<'_>, n: usize) -> Range<usize> {
    match journeys.shelf() {
        Some(shelf) if n > shelf => shelf + 1..n,
        _ => 0..n,
    }
}

/// What differs for a type; `None` where nothing does.
fn own(
    journeys: &Journeys<'_>,
    common: &StageFit,
    n: usize,
    (kind, name): (usize, &String),
    stays: &[(usize, Stay)],
    all: &[Watched],
) -> Option<KindFit> {
    let of_kind = stays
        .iter()
        .filter(|(k, _)| *k == kind)
        .map(|(_, stay)| *stay);
    let times = watched(of_kind, journeys.from);
    let finished = times.iter().filter(|time| time.ended).count();
    let apart = finished >= OWN && finished < all.iter().filter(|time| time.ended).count();
    let apart = apart && !common.ready && differs(&times, all, journeys.resolution);
    let ends = Ends::of(journeys, n, Some(kind));
    let (discard, skip) = (ends.discards(), ends.skips());
    let enough = |share: &Share| share.of >= OWN as u64;
    let fit = KindFit {
        name: name.clone(),
        time: time(&times, journeys.resolution).filter(|_| apart),
        discard: Some(discard).filter(|own| enough(own) && own.differs(&common.discard)),
        skip: Some(skip).filter(|own| enough(own) && own.differs(&common.skip)),
    };
    (fit.time.is_some() || fit.discard.is_some() || fit.skip.is_some()).then_some(fit)
}

fn wip_mean(journeys: &Journeys<'_>, stays: &[(usize, Stay)]) -> f64 {
    let within =
        |stay: &Stay| (stay.until.unwrap_or(stay.from) - stay.from.max(journeys.from)).max(0.0);
    let days: f64 = stays.iter().map(|(_, stay)| within(stay)).sum();
    days / (journeys.until - journeys.from).max(1e-9)
}

/// The most at once, where whoever leaves at an instant makes room for who comes at it.
fn wip_max(stays: &[(usize, Stay)]) -> usize {
    let mut steps: Vec<(f64, i64)> = Vec::new();
    for (_, stay) in stays {
        let Some(until) = stay.until.filter(|until| *until > stay.from) else {
            continue;
        };
        steps.push((stay.from, 1));
        if stay.next != Next::Open {
            steps.push((until, -1));
        }
    }
    steps.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    let mut now = 0;
    let counts = steps.iter().map(|(_, step)| {
        now += step;
        now
    });
    usize::try_from(counts.max().unwrap_or(0)).unwrap_or(0)
}

/// Spans of being blocked that began in a column.
fn blocked(journeys: &Journeys<'_>, n: usize) -> Option<BlockedFit> {
    let (mut times, mut of, mut days) = (0, 0, 0.0);
    for journey in &journeys.all {
        let spans = journey.item.blocked.iter().map(|span| {
            let until = span.until.map_or(journeys.until, clock::of);
            (clock::of(span.from), until.min(journeys.until))
        });
        let spans: Vec<(f64, f64)> = spans.collect();
        let now =
            |stay: &&Stay| stay.column == n && stay.until.is_some_and(|at| at >= journeys.from);
        for stay in journey.stays.iter().filter(now) {
            of += 1;
            let end = stay.until.unwrap_or(stay.from);
            for (from, until) in spans.iter().filter(|(at, _)| stay.from <= *at && *at < end) {
                times += 1;
                days += until - from;
            }
        }
    }
    (times > 0).then(|| BlockedFit {
        times,
        of,
        days: days / times as f64,
    })
}
