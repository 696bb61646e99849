//! Demand: what arrives, and in what order. It depends on nothing that happens on the board, so it is known before it
//! comes, many items at a time: to draw one after the other takes less time than to draw each when it is needed.

use super::calendar::Calendar;
use super::course::{Course, Life};
use crate::engine::arrivals::Inflow;
use crate::engine::trial::MOST_AT_ONCE;
use crate::model::{Arrivals, Model, Ticks, TypeId, WorkItemType, days};
use crate::random::Key;

/// About so many items are known ahead.
const AHEAD: usize = 1024;

/// At most so many gaps between the arrivals of a type are.
const GAPS: usize = 32;

/// Where the items of a type come from.
#[derive(Debug)]
pub(super) struct Source<'m> {
    law: &'m Arrivals,
    pub inflow: Inflow,
    /// Items per day where they arrive one by one at a steady rate; else 0.
    rate: f64,
    /// At such a rate: gaps that are known, and how many of these have passed.
    gaps: [Ticks; GAPS],
    known: usize,
    passed: usize,
}

/// The demand of a trial.
#[derive(Debug)]
pub(super) struct Demand<'m> {
    /// By type.
    pub sources: Vec<Source<'m>>,
    /// The next arrival of each type.
    calendar: Calendar,
    horizon: Ticks,
    /// Does each arrival bring one item?
    pub single: bool,
    /// Memory for types whose next arrivals come at once.
    equals: Vec<TypeId>,
}

impl<'m> Demand<'m> {
    /// That of a model.
    pub fn new(model: &'m Model) -> Self {
        let source = |law: &'m WorkItemType| Source {
            law: &law.arrivals,
            inflow: Inflow::new(law),
            rate: law.arrivals.steady_rate(),
            gaps: [0; GAPS],
            known: 0,
            passed: 0,
        };
        Self {
            sources: model.types.iter().map(source).collect(),
            calendar: Calendar::new(model.horizon, model.types.len()),
            horizon: model.horizon,
            single: model.types.iter().all(|law| law.arrivals.is_single()),
            equals: Vec::new(),
        }
    }

    /// Plans the first arrival of each type in a new trial.
    pub fn begin(&mut self, trial: Key) {
        self.calendar.clear();
        for (kind, source) in self.sources.iter_mut().enumerate() {
            source.inflow.reset(trial);
            (source.known, source.passed) = (0, 0);
            let first = match source.rate > 0.0 {
                true => Some(source.gap(self.horizon)),
                false => source.inflow.next(source.law, 0),
            };
            if let Some(at) = first {
                self.calendar.plan(at, kind);
            }
        }
    }

    /// Makes the next arrivals known, if there are to be any: appends what they bring.
    #[inline(never)]
    pub fn foresee(&mut self, course: &mut Course) {
        let enough = course.lives.len() + AHEAD;
        while course.lives.len() < enough
            && let Some((time, kind)) = self.next()
        {
            let source = &mut self.sources[kind];
            if source.rate > 0.0 {
                let gap = source.gap(self.horizon - time);
                self.calendar.plan(time.saturating_add(gap), kind);
                let key = source.inflow.next_item(0);
                course.add(Life::new(kind, key, time as i64));
            } else if let Some(next) = source.bring(kind, time, course) {
                self.calendar.plan(next, kind);
            }
        }
    }

    /// The next arrival: when, and of which type?
    #[inline(always)]
    fn next(&mut self) -> Option<(Ticks, TypeId)> {
        let (time, kind) = self.calendar.first()?;
        self.calendar.pass(kind);
        match self.calendar.is_due(time) {
            true => Some((time, self.first_of_equals(time, kind))),
            false => Some((time, kind)),
        }
    }

    /// The first of those types whose next arrivals come at once, one of which is `kind`: the lot decides.
    #[cold]
    fn first_of_equals(&mut self, time: Ticks, kind: TypeId) -> TypeId {
        let lot = |kind: TypeId| {
            let source = &self.sources[kind];
            source.inflow.lot((source.known - source.passed) as u64)
        };
        self.equals.clear();
        self.equals.push(kind);
        while self.calendar.is_due(time)
            && let Some((_, kind)) = self.calendar.first()
        {
            self.calendar.pass(kind);
            self.equals.push(kind);
        }
        self.equals.sort_unstable_by_key(|&kind| (lot(kind), kind));
        let later = self.equals.iter().skip(1);
        later.for_each(|&kind| self.calendar.plan(time, kind));
        self.equals.first().copied().unwrap_or(kind)
    }
}

impl Source<'_> {
    /// The next gap of arrivals at a steady rate, so long before the end.
    #[inline(always)]
    fn gap(&mut self, left: Ticks) -> Ticks {
        if self.passed == self.known {
            self.draw_gaps(left);
        }
        self.passed += 1;
        self.gaps[(self.passed - 1) % GAPS]
    }

    /// Draws the next gaps, about as many as are to be expected.
    #[inline(never)]
    fn draw_gaps(&mut self, left: Ticks) {
        let expected = (self.rate * days(left)) as usize;
        (self.known, self.passed) = (expected.saturating_add(1).min(GAPS), 0);
        let gaps = self.gaps.iter_mut().take(self.known);
        gaps.for_each(|gap| *gap = self.inflow.gap(self.rate));
    }

    /// Appends what an arrival of another kind brings; returns when the next one is.
    #[inline(never)]
    fn bring(&mut self, kind: TypeId, time: Ticks, course: &mut Course) -> Option<Ticks> {
        let size = self.inflow.size(self.law);
        for number in 0..size.min(MOST_AT_ONCE + 1) {
            let key = self.inflow.next_item(0);
            course.add(Life {
                follows: number > 0,
                ..Life::new(kind, key, time as i64)
            });
        }
        self.inflow.next(self.law, time)
    }
}
