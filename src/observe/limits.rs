//! Which limits bind, and for how long.

use super::Share;
use super::area::Spell;
use crate::engine::{Board, Course, Refusal};
use crate::model::{Model, Set, StageId, Ticks};
use crate::stats::accumulators;

/// The conditions that are timed for each stage, in the order of [`LimitSeen`].
const CONDITIONS: usize = 6;

/// What was seen of the limits of one stage, each as a share of the time.
#[derive(Debug, Clone, Default)]
pub struct LimitSeen {
    /// At its own maximum.
    pub at_max: Share,
    /// Below its own minimum.
    pub below_min: Share,
    /// A lane in it below the lane's minimum.
    pub lane_below_min: Share,
    /// A candidate was kept out by the stage's own maximum.
    pub own: Share,
    /// … by a lane's limit.
    pub lane: Share,
    /// … by a CONWIP group.
    pub conwip: Share,
}

impl LimitSeen {
    /// The shares in the order of the conditions.
    fn shares(&mut self) -> [&mut Share; CONDITIONS] {
        [
            &mut self.at_max,
            &mut self.below_min,
            &mut self.lane_below_min,
            &mut self.own,
            &mut self.lane,
            &mut self.conwip,
        ]
    }
}

accumulators!(LimitSeen {
    at_max,
    below_min,
    lane_below_min,
    own,
    lane,
    conwip
});

const AT_MAX: usize = 0;
const BELOW_MIN: usize = 1;
const LANE_BELOW_MIN: usize = 2;
const OWN: usize = 3;

/// The limits during a trial.
#[derive(Debug)]
pub(super) struct Watch {
    warm_up: Ticks,
    spells: Vec<[Spell; CONDITIONS]>,
    /// The stages at their own maximum, those below their own minimum, and those with a lane below its minimum.
    at_max: Set,
    low: Set,
    low_lanes: Set,
    /// The stage each queue of candidates leads into, and the condition that it makes.
    lines: Vec<(StageId, Option<usize>)>,
}

impl Watch {
    /// For the stages and queues of a board.
    pub fn new(board: &Board<'_>) -> Self {
        let model = board.model;
        let lines = (0..board.line_count()).map(|line| (board.line_stage(line), None));
        Self {
            warm_up: model.warm_up,
            spells: vec![<[Spell; CONDITIONS]>::default(); model.stages.len()],
            at_max: Set::default(),
            low: Set::default(),
            low_lanes: Set::default(),
            lines: lines.collect(),
        }
    }

    /// A new trial.
    pub fn begin(&mut self) {
        self.spells.fill(<[Spell; CONDITIONS]>::default());
        (self.at_max, self.low, self.low_lanes) = Default::default();
        self.lines.iter_mut().for_each(|line| line.1 = None);
    }

    /// Which stages are at their own maximum?
    pub fn watch_maxima(&mut self, now: Ticks, board: &Board<'_>) {
        let before = std::mem::replace(&mut self.at_max, board.stages_at_max());
        self.turn(now, AT_MAX, before, self.at_max);
    }

    /// Which stages, or lanes in them, are below a minimum?
    #[inline(never)]
    pub fn watch_minimums(&mut self, now: Ticks, board: &Board<'_>) {
        let before = std::mem::replace(&mut self.low, low(board, false));
        self.turn(now, BELOW_MIN, before, self.low);
        let before = std::mem::replace(&mut self.low_lanes, low(board, true));
        self.turn(now, LANE_BELOW_MIN, before, self.low_lanes);
    }

    /// From now on a condition holds in other stages than before.
    #[inline]
    fn turn(&mut self, now: Ticks, condition: usize, before: Set, holds: Set) {
        for stage in Set(before.0 ^ holds.0).iter() {
            let spell = &mut self.spells[stage][condition];
            match holds.has(stage) {
                true => spell.begin(now),
                false => spell.end(now, self.warm_up),
            }
        }
    }

    /// From now on this refuses the candidates of a queue.
    #[inline]
    pub fn refuse(&mut self, now: Ticks, line: usize, refusal: Option<Refusal>) {
        let condition = refusal.map(condition);
        let (stage, before) = self.lines[line];
        if condition == before {
            return;
        }
        self.lines[line].1 = condition;
        let spells = &mut self.spells[stage];
        if let Some(before) = before {
            spells[before].end(now, self.warm_up);
        }
        if let Some(condition) = condition {
            spells[condition].begin(now);
        }
    }

    /// The trial is over.
    pub fn end(&mut self, model: &Model, seen: &mut [LimitSeen]) {
        let (horizon, warm_up) = (model.horizon, model.warm_up);
        for (spells, seen) in self.spells.iter().zip(seen) {
            let held = spells.each_ref().map(|spell| spell.until(horizon, warm_up));
            push(held, horizon - warm_up, seen);
        }
    }
}

/// Adds for how long the conditions have held in a trial, of so much time.
fn push(held: [Ticks; CONDITIONS], span: Ticks, seen: &mut LimitSeen) {
    for (held, share) in held.into_iter().zip(seen.shares()) {
        share.push(held as f64, span as f64);
    }
}

/// A trial of a tandem is over, which has no limits but the stages' own maxima.
pub(super) fn read(course: &Course, span: Ticks, seen: &mut [LimitSeen]) {
    for (level, seen) in course.levels().iter().zip(seen) {
        let mut held = [0; CONDITIONS];
        let times = level.time_with.get(level.max as usize..);
        held[AT_MAX] = times.unwrap_or_default().iter().sum();
        held[OWN] = level.kept_out;
        push(held, span, seen);
    }
}

/// The condition that a refused candidate makes.
#[inline]
fn condition(refusal: Refusal) -> usize {
    match refusal {
        Refusal::Own => OWN,
        Refusal::Lane(_) => 4,
        Refusal::Conwip(_) => 5,
    }
}

/// The stages below a minimum: their own, or that of a lane in them.
fn low(board: &Board<'_>, of_lanes: bool) -> Set {
    let minimums = board.model.minimums.iter().enumerate();
    let low = minimums.filter(|(n, m)| m.lane.is_some() == of_lanes && board.is_low(*n));
    Set::of(low.map(|(_, minimum)| minimum.stage))
}
