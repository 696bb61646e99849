//! How the items of a history were chosen, as far as that can be seen.

use super::audit::{Effect, Notes};
use super::{BulkDay, History, Place, Selection, Timestamp};
use std::collections::BTreeMap;

/// So many items must be there before their all being closed means anything.
const FEW: usize = 20;
/// So many moves of one kind must there be before a part of them is a large one.
const FEW_MOVES: usize = 20;
/// So many moves on one day are few in any case.
const FEW_IN_A_DAY: usize = 10;
/// A day on which more than this part of all moves of a kind happen is one of bulk.
const BULK: f64 = 0.10;
/// Arrivals have ended where the time without one is so many times the longest one before.
const SILENCE: f64 = 3.0;
/// A stage whose visits have length 0 in more than this part is one that exports fill in.
const FILLED: f64 = 0.5;

impl History {
    /// What can be seen of the choice of these items.
    pub(super) fn seen_selection(&self) -> Selection {
        let open = self
            .items
            .iter()
            .any(|item| !item.place().is_some_and(Place::is_end));
        Selection {
            closed_only: !open && self.items.len() >= FEW,
            arrivals_known: self.items.iter().all(|item| item.created.is_some()),
            arrivals_end: self.arrivals_end(),
            closings_begin: self.closings_begin(),
            backfilled: self.backfilled(),
            bulk_days: self.bulk_days(),
        }
    }

    fn arrivals_end(&self) -> Option<Timestamp> {
        let mut created: Vec<Timestamp> =
            self.items.iter().filter_map(|item| item.created).collect();
        created.sort_unstable();
        let seconds = |from: Timestamp, to: Timestamp| to.duration_since(from).as_secs_f64();
        let gaps = created.windows(2).map(|pair| seconds(pair[0], pair[1]));
        let longest = gaps.fold(0.0, f64::max);
        let last = created.last().copied().filter(|_| created.len() >= FEW)?;
        (seconds(last, self.until) > SILENCE * longest).then_some(last)
    }

    /// The first closing, where it comes long after the first arrivals: so many items stay, and for so much longer than
    /// most do, only where what was closed before is missing (or nobody worked yet).
    fn closings_begin(&self) -> Option<Timestamp> {
        let ended = |item: &super::Item| {
            let (at, _) = item.end(self.closing)?;
            Some((at, at.duration_since(item.appeared()?).as_secs_f64()))
        };
        let ends: Vec<(Timestamp, f64)> = self.items.iter().filter_map(ended).collect();
        let first = ends.iter().map(|(at, _)| *at).min()?;
        let mut stays: Vec<f64> = ends.iter().map(|(_, seconds)| *seconds).collect();
        stays.sort_by(f64::total_cmp);
        let usual = stays.get(stays.len() / 2).copied()?;
        let waiting = |item: &&super::Item| {
            let age = item
                .appeared()
                .map(|at| first.duration_since(at).as_secs_f64());
            age.is_some_and(|age| age > SILENCE * usual.max(86_400.0))
        };
        let waiting = self.items.iter().filter(waiting).count();
        (ends.len() >= FEW && waiting >= FEW).then_some(first)
    }

    fn backfilled(&self) -> Vec<usize> {
        let mut counts = vec![(0_usize, 0_usize); self.stages.len()];
        for visit in self.items.iter().flat_map(super::Item::visits) {
            let Some((left, _)) = visit.left else {
                continue;
            };
            if let Some((empty, all)) = counts.get_mut(visit.stage) {
                *all += 1;
                *empty += usize::from(left == visit.entered);
            }
        }
        let filled =
            |(empty, all): &(usize, usize)| *all >= 10 && *empty as f64 > FILLED * *all as f64;
        let stages = counts
            .iter()
            .enumerate()
            .filter(|(_, counts)| filled(counts));
        stages.map(|(stage, _)| stage).collect()
    }

    fn bulk_days(&self) -> Vec<BulkDay> {
        let mut by_day: BTreeMap<(Place, Place), BTreeMap<i64, usize>> = BTreeMap::new();
        let first = self.from.as_second().div_euclid(86_400);
        for item in &self.items {
            for pair in item.moves.windows(2) {
                let [(_, from), (at, to)] = pair else {
                    continue;
                };
                let day = at.as_second().div_euclid(86_400);
                // The first day of all is how the data begin.
                if day == first {
                    continue;
                }
                *by_day
                    .entry((*from, *to))
                    .or_default()
                    .entry(day)
                    .or_default() += 1;
            }
        }
        let mut bulk = Vec::new();
        for ((from, to), days) in by_day {
            let of: usize = days.values().sum();
            for (day, moves) in days {
                let large =
                    of >= FEW_MOVES && moves >= FEW_IN_A_DAY && moves as f64 > BULK * of as f64;
                let day = Timestamp::from_second(day * 86_400);
                bulk.extend(day.ok().filter(|_| large).map(|day| BulkDay {
                    day,
                    from,
                    to,
                    moves,
                    of,
                }));
            }
        }
        bulk
    }

    /// What of it one should know.
    pub(super) fn tell_selection(&self, notes: &mut Notes) {
        let seen = &self.selection;
        if seen.closed_only {
            let text = "items, and all of them closed: the export seems to leave open ones out, so the last weeks show too \
                few of what takes long, and the board cannot be told";
            notes.count("closed-only", Effect::Noticed, text, self.items.len());
        }
        if let Some(last) = seen.arrivals_end {
            let text = format!(
                "last arrival, on {}, is long before the end of the data: newer items seem to be left out",
                last.strftime("%Y-%m-%d")
            );
            notes.count("arrivals-end", Effect::Noticed, &text, 1);
        }
        if let Some(first) = seen.closings_begin {
            let text = format!(
                "first closing, on {}, comes long after the first arrivals: what was closed earlier seems to be left out",
                first.strftime("%Y-%m-%d")
            );
            notes.count("closings-begin", Effect::Noticed, &text, 1);
        }
        let filled = seen
            .backfilled
            .iter()
            .map(|stage| self.place_name(Place::Stage(*stage)));
        let text = format!(
            "stages whose visits mostly have length 0 ({}): skipped stages seem to be filled in; if so, say \
            `backfilled = \"skipped\"` in the mapping",
            filled.collect::<Vec<_>>().join(", ")
        );
        notes.count("filled-in", Effect::Noticed, &text, seen.backfilled.len());
        let mut days: Vec<Timestamp> = seen.bulk_days.iter().map(|bulk| bulk.day).collect();
        days.sort_unstable();
        days.dedup();
        for day in days {
            let bulk = seen.bulk_days.iter().filter(|bulk| bulk.day == day);
            let bulk: Vec<&BulkDay> = bulk.collect();
            let moves = bulk.iter().map(|bulk| bulk.moves).sum();
            notes.count("bulk-day", Effect::Noticed, &self.bulk(day, &bulk), moves);
        }
    }

    /// A day of bulk in words.
    fn bulk(&self, day: Timestamp, bulk: &[&BulkDay]) -> String {
        let one = |bulk: &&BulkDay| {
            format!(
                "{} of all {} from {} to {}",
                bulk.moves,
                bulk.of,
                self.place_name(bulk.from),
                self.place_name(bulk.to)
            )
        };
        let all: Vec<String> = bulk.iter().map(one).collect();
        format!(
            "moves on one day, {}, rather a clean-up than work: {}",
            day.strftime("%Y-%m-%d"),
            all.join(", ")
        )
    }
}
