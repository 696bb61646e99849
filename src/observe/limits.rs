//! Which limits bind, and for how long.

use super::Share;
use super::area::Spell;
use crate::engine::{Board, Event, Refusal};
use crate::model::{Model, Set, Ticks};

/// The conditions that are timed for each stage.
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

/// The stages that an instant concerns.
#[derive(Debug, Clone, Copy)]
pub(super) struct Concerned {
    /// Those where items or candidates have changed, or that are in `turned`.
    pub looked_at: Set,
    /// Those under a maximum that has become full or free.
    pub turned: Set,
}

/// The limits during a trial.
#[derive(Debug)]
pub(super) struct Watch {
    warm_up: Ticks,
    spells: Vec<[Spell; CONDITIONS]>,
    /// Stages whose items have changed at this instant.
    changed: Set,
    /// Which maxima were full when last looked at, one bit each.
    full: Vec<u64>,
}

impl Watch {
    /// For a model.
    pub fn new(model: &Model) -> Self {
        Self {
            warm_up: model.warm_up,
            spells: vec![<[Spell; CONDITIONS]>::default(); model.stages.len()],
            changed: Set::default(),
            full: Vec::new(),
        }
    }

    /// A new trial.
    pub fn begin(&mut self) {
        self.spells.fill(<[Spell; CONDITIONS]>::default());
        self.full.fill(0);
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

    /// The instant is over: looks at the stages concerned, and says which those are.
    pub fn settled(&mut self, now: Ticks, board: &Board<'_>) -> Concerned {
        let turned = self.turned(board);
        let changed = std::mem::take(&mut self.changed);
        let looked_at = turned.or(changed).or(board.touched());
        for stage in looked_at.iter() {
            let holds = conditions(board, stage);
            for (spell, holds) in self.spells[stage].iter_mut().zip(holds) {
                spell.set(holds, now, self.warm_up);
            }
        }
        Concerned { looked_at, turned }
    }

    /// The stages under a maximum that has become full or free since the last look.
    fn turned(&mut self, board: &Board<'_>) -> Set {
        let words = board.full_words();
        self.full.resize(words.len(), 0);
        let mut stages = Set::default();
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

/// The conditions of one stage as they are now.
fn conditions(board: &Board<'_>, stage: usize) -> [bool; CONDITIONS] {
    let mut holds = [
        board.at_max(stage),
        board.is_stage_low(stage),
        false,
        false,
        false,
    ];
    for refusal in board.refusals(stage) {
        match refusal {
            Refusal::Own => holds[2] = true,
            Refusal::Lane(_) => holds[3] = true,
            Refusal::Conwip(_) => holds[4] = true,
        }
    }
    holds
}
