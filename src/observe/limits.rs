//! Which limits bind, and for how long.

use super::Share;
use super::area::Spell;
use crate::engine::{Board, Event, Refusal};
use crate::model::{Model, Set, StageId, Ticks};

/// The conditions that are timed for each stage, in the order of [`LimitSeen`].
const CONDITIONS: usize = 5;

/// What was seen of the limits of one stage, each as a share of the time.
#[derive(Debug, Clone, Default)]
pub struct LimitSeen {
    /// At its own maximum.
    pub at_max: Share,
    /// Below a minimum.
    pub below_min: Share,
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
            &mut self.own,
            &mut self.lane,
            &mut self.conwip,
        ]
    }

    /// Adds what another has seen.
    pub(super) fn merge(&mut self, other: &Self) {
        let mut other = other.clone();
        for (mine, theirs) in self.shares().into_iter().zip(other.shares()) {
            mine.merge(theirs);
        }
    }
}

/// The limits during a trial.
#[derive(Debug)]
pub(super) struct Watch {
    warm_up: Ticks,
    spells: Vec<[Spell; CONDITIONS]>,
    /// Which conditions hold in each stage.
    holds: Vec<Set>,
    /// Stages whose items have changed at this instant.
    changed: Set,
    /// Which maxima were full when last looked at, one bit each.
    full: Vec<u64>,
    /// Which stages were at their own maximum then.
    at_max: Set,
}

impl Watch {
    /// For a model.
    pub fn new(model: &Model) -> Self {
        Self {
            warm_up: model.warm_up,
            spells: vec![<[Spell; CONDITIONS]>::default(); model.stages.len()],
            holds: vec![Set::default(); model.stages.len()],
            changed: Set::default(),
            full: Vec::new(),
            at_max: Set::default(),
        }
    }

    /// A new trial.
    pub fn begin(&mut self) {
        self.spells.fill(<[Spell; CONDITIONS]>::default());
        self.holds.fill(Set::default());
        self.full.fill(0);
        self.at_max = Set::default();
        self.changed = Set::first(self.spells.len());
    }

    /// Notes which stages an event concerns.
    #[inline]
    pub fn event(&mut self, event: Event) {
        match event {
            Event::Entered { stage, from, .. } => {
                self.changed = from
                    .map_or(self.changed, |f| self.changed.with(f))
                    .with(stage);
            }
            Event::Discarded { stage, .. } | Event::Committed { stage, .. } => {
                self.changed = self.changed.with(stage);
            }
            _ => {}
        }
    }

    /// The instant is over: the stages where something may keep candidates out that did not before, or the
    /// other way round. Those are the stages where items or candidates have changed; those under a maximum
    /// that has become full or free; and, since whoever waits before several full stages in a row waits for
    /// the last of them, full stages upstream of these.
    #[inline]
    pub fn concerned(&mut self, board: &Board<'_>) -> Set {
        let turned = self.turned(board);
        let upstream = board.stages_at_max().before(turned.max().unwrap_or(0));
        let changed = std::mem::take(&mut self.changed);
        changed.or(board.touched()).or(turned).or(upstream)
    }

    /// From now on these conditions hold in a stage.
    #[inline]
    pub fn set(&mut self, now: Ticks, stage: StageId, holds: Set) {
        let before = std::mem::replace(&mut self.holds[stage], holds);
        for n in Set(before.0 ^ holds.0).iter() {
            self.spells[stage][n].set(holds.has(n), now, self.warm_up);
        }
    }

    /// The stages under a maximum that has become full or free since the last look.
    fn turned(&mut self, board: &Board<'_>) -> Set {
        let words = board.full_words();
        self.full.resize(words.len(), 0);
        let at_max = board.stages_at_max();
        let before = std::mem::replace(&mut self.at_max, at_max);
        let mut stages = Set(before.0 ^ at_max.0);
        for (n, (before, &full)) in self.full.iter_mut().zip(words).enumerate() {
            let turned = Set(std::mem::replace(before, full) ^ full);
            stages = turned
                .iter()
                .fold(stages, |set, bit| set.or(board.stages_under(64 * n + bit)));
        }
        stages
    }

    /// The trial is over.
    pub fn end(&mut self, model: &Model, seen: &mut [LimitSeen]) {
        let span = (model.horizon - model.warm_up) as f64;
        for (spells, seen) in self.spells.iter_mut().zip(seen) {
            for (spell, share) in spells.iter_mut().zip(seen.shares()) {
                spell.set(false, model.horizon, model.warm_up);
                share.push(spell.held as f64, span);
            }
        }
    }
}

/// The conditions that a stage is in, whoever waits.
#[inline]
pub(super) fn conditions(board: &Board<'_>, stage: StageId) -> Set {
    let at_max = u64::from(board.at_max(stage));
    let below_min = u64::from(board.is_stage_low(stage));
    Set(at_max | below_min << 1)
}

/// The condition that a refused candidate makes.
#[inline]
pub(super) fn condition(refusal: Option<Refusal>) -> Set {
    match refusal {
        None => Set::default(),
        Some(Refusal::Own) => Set::of([2]),
        Some(Refusal::Lane(_)) => Set::of([3]),
        Some(Refusal::Conwip(_)) => Set::of([4]),
    }
}
