//! When the ready shelf is planned from, and how much is taken.

use super::clock;
use super::journey::{Journeys, Next, Stay};
use crate::history::throughput::start_of;
use jiff::civil::Date;
use serde::Serialize;
use std::collections::BTreeMap;

/// This share of what leaves the shelf must leave on the days of a cadence for it to be one.
const SHOWS: f64 = 0.8;
/// The longest time between two plannings that is looked for, in weeks.
const LONGEST: usize = 6;

/// The rhythm of Sprint Planning.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Cadence {
    /// Does the history show it? Else it is assumed.
    pub shown: bool,
    /// Weeks from one planning to the next.
    pub every_weeks: usize,
    /// The first planning of the scenario.
    pub first: String,
    /// Items a planning takes.
    pub pull: u64,
    /// Days on which items left the shelf by this rhythm.
    pub plannings: usize,
    /// The share of all that left the shelf which left on those days.
    pub share: f64,
    /// How many items left the shelf to the right.
    pub left: usize,
}

/// The rhythm in which items leave the shelf to the right; `None` where none has.
pub fn planning(journeys: &Journeys<'_>, shelf: usize, day: Date) -> Option<Cadence> {
    let on = |stay: &Stay| match stay.next {
        Next::Done => true,
        Next::Column(to) => to > stay.column,
        _ => false,
    };
    let all: Vec<Stay> = journeys
        .stays()
        .map(|(_, stay)| stay)
        .filter(|s| s.column == shelf)
        .collect();
    let mut days: BTreeMap<i64, u64> = BTreeMap::new();
    for stay in all.iter().filter(|stay| on(stay)) {
        let at = stay.until.unwrap_or(stay.from).floor() as i64;
        *days.entry(at).or_default() += 1;
    }
    let left: u64 = days.values().sum();
    if left == 0 {
        return None;
    }
    let found = (1..=LONGEST).rev().find_map(|weeks| rhythm(&days, weeks));
    let start = clock::of(start_of(day)).ceil() as i64;
    let Some((weeks, phase)) = found else {
        let pull = (left as f64 / journeys.weeks().max(1.0)).ceil().max(1.0) as u64;
        let monday = start + (5 - start.rem_euclid(5)).rem_euclid(5);
        return Some(Cadence {
            shown: false,
            every_weeks: 1,
            first: iso(monday),
            pull,
            plannings: 0,
            share: 0.0,
            left: left as usize,
        });
    };
    let period = 5 * weeks as i64;
    let planned: Vec<(i64, u64)> = days
        .iter()
        .filter(|(day, _)| day.rem_euclid(period) == phase)
        .map(|(day, n)| (*day, *n))
        .collect();
    Some(Cadence {
        shown: true,
        every_weeks: weeks,
        first: iso(start + (phase - start.rem_euclid(period)).rem_euclid(period)),
        pull: pull(&all, &planned),
        plannings: planned.len(),
        share: planned.iter().map(|(_, n)| n).sum::<u64>() as f64 / left.max(1) as f64,
        left: left as usize,
    })
}

/// The day within so many weeks on which nearly all leaves, if there is one and it was seen three times.
fn rhythm(days: &BTreeMap<i64, u64>, weeks: usize) -> Option<(usize, i64)> {
    let period = 5 * weeks as i64;
    let mut phases: BTreeMap<i64, (u64, usize)> = BTreeMap::new();
    for (day, n) in days {
        let phase = phases.entry(day.rem_euclid(period)).or_default();
        *phase = (phase.0 + n, phase.1 + 1);
    }
    let all: u64 = days.values().sum();
    let (phase, (most, seen)) = phases.into_iter().max_by_key(|(_, (n, _))| *n)?;
    (seen >= 3 && most as f64 >= SHOWS * all as f64).then_some((weeks, phase))
}

/// How much a planning wants: what it took where it left something on the shelf (the median); where it never did,
/// the most it ever took.
fn pull(stays: &[Stay], planned: &[(i64, u64)]) -> u64 {
    let stays_after = |day: i64| {
        let end = (day + 1) as f64;
        let there = |stay: &&Stay| {
            stay.from < day as f64
                && (stay.until.is_none_or(|until| until >= end) || stay.next == Next::Open)
        };
        stays.iter().any(|stay| there(&stay))
    };
    let satisfied = planned.iter().filter(|(day, _)| stays_after(*day));
    let mut taken: Vec<u64> = satisfied.map(|(_, n)| *n).collect();
    taken.sort_unstable();
    let median = taken.get(taken.len() / 2).copied();
    let most = planned.iter().map(|(_, n)| *n).max();
    median.or(most).unwrap_or(1).max(1)
}

fn iso(clock: i64) -> String {
    clock::date(clock as f64).map_or_else(String::new, |date| date.to_string())
}
