//! What each event means to those that watch.

mod losses;
mod outcomes;

use super::queues::Waiting;
use super::{
    Notes, Observations, TrialRow, blockers, causes, delivery, flow, goals, limits, queues,
    readiness, series, stages,
};
use crate::engine::{Board, Event, Item, ItemId, Observer, Place};
use crate::model::{BlockerId, Model, StageId, Ticks};

/// Watches trials.
#[derive(Debug)]
pub struct Recorder<'m> {
    model: &'m Model,
    seen: Observations,
    readiness: readiness::Watch,
    goals: goals::Watch,
    flow: flow::Watch,
    stages: stages::Watch,
    limits: limits::Watch,
    queues: queues::Watch,
    causes: causes::Watch,
    delivery: delivery::Watch,
    blockers: blockers::Watch,
    series: series::Watch,
    has_minimums: bool,
    /// Nothing is due before this instant but to look whether what keeps candidates out has changed.
    alarm: Ticks,
    /// The same, leaving aside new days.
    rare: Ticks,
}

impl<'m> Recorder<'m> {
    /// A recorder for the trials of a board that has seen nothing.
    pub fn new(board: &Board<'m>) -> Self {
        let model = board.model;
        Self {
            model,
            seen: Observations::new(model),
            readiness: readiness::Watch::new(model),
            goals: goals::Watch::new(model),
            flow: flow::Watch::new(model),
            stages: stages::Watch::new(model),
            limits: limits::Watch::new(board),
            queues: queues::Watch::new(board),
            causes: causes::Watch::new(board),
            delivery: delivery::Watch::new(model),
            blockers: blockers::Watch::new(model.blockers.len(), model.warm_up),
            series: series::Watch::new(model),
            has_minimums: !model.minimums.is_empty(),
            alarm: 0,
            rare: 0,
        }
    }

    /// Gets ready for the next trial.
    pub fn begin(&mut self) {
        self.readiness.begin();
        self.goals.begin();
        self.flow.begin();
        self.stages.begin();
        self.limits.begin();
        self.queues.begin();
        self.causes.begin();
        self.delivery.begin();
        self.blockers.begin();
        self.series.begin();
        (self.alarm, self.rare) = (0, 0);
    }

    /// Books a trial that has run to the horizon.
    pub fn end(&mut self, board: &Board<'_>) {
        let seen = &mut self.seen;
        self.goals.end(self.model, &mut seen.goals);
        self.stages.close(self.model.horizon);
        for (id, item) in (0..).zip(board.items()) {
            if flow::is_there(item) {
                self.flow.stay(item, self.model, &mut seen.flow);
                if let Some(stage) = item.stage() {
                    self.stages.stay((id, item), stage, board, &mut seen.stages);
                }
            }
        }
        self.flow.end(board, &mut seen.flow);
        self.stages
            .end(board, &mut seen.stages, &mut seen.utilisation);
        self.limits.end(self.model, &mut seen.limits);
        self.delivery.end(board, &mut seen.delivery);
        self.blockers.end(board, &mut seen.blockers);
        self.series.end(board, &mut seen.series);
        seen.trials += 1;
    }
}

impl Notes for Recorder<'_> {
    fn seen(&self) -> &Observations {
        &self.seen
    }

    fn row(&self, trial: u64) -> TrialRow {
        super::row(trial, &self.readiness, &self.goals)
    }

    fn take(&mut self, memory: Option<Observations>) -> Observations {
        self.stages.book(&mut self.seen.stages);
        super::start_anew(&mut self.seen, memory, self.model)
    }
}

/// What each kind of event means to the watchers.
impl Recorder<'_> {
    fn present(&mut self, id: ItemId, board: &Board<'_>) {
        let item = board.item(id);
        match item.row(self.model) {
            Some(row) => self.causes.welcome_row(id, row.arrived),
            None => self.causes.welcome(id),
        }
        self.flow.present(id, item, self.model, &mut self.seen.flow);
        match item.stage() {
            Some(stage) => self.stand(id, item, stage, board),
            None => self.stir(id, item, board),
        }
    }

    /// An item stands in a stage on day 0.
    fn stand(&mut self, id: ItemId, item: &Item, stage: StageId, board: &Board<'_>) {
        let age = item.entered_before(self.model);
        self.stages.stand(stage, age, &mut self.seen.stages);
        if board.exceeds(item, stage) {
            self.stages.exceed(0, stage);
        }
        self.delivery.present(id, item, board);
        if self.model.shelves.has(stage) {
            self.goals.present(item.type_id(), board);
        }
    }

    fn arrived(&mut self, now: Ticks, id: ItemId, board: &Board<'_>) {
        let item = board.item(id);
        self.causes.welcome(id);
        self.flow.arrive(now, id, item.type_id());
        self.series.arrive();
        self.stir(id, item, board);
    }

    /// An item has come; does it stand in front of those that wait in the backlog?
    #[inline]
    pub(super) fn stir(&mut self, id: ItemId, item: &Item, board: &Board<'_>) {
        if board.is_first(id, item.line()) {
            self.queues.stir(item.line());
        }
    }

    fn refused(&mut self, now: Ticks, id: ItemId, board: &Board<'_>) {
        let item = board.item(id);
        self.flow.refuse(now, item.type_id());
        self.causes.forget(id, item);
        self.queues.stir(item.line());
    }

    fn entered(
        &mut self,
        now: Ticks,
        id: ItemId,
        stage: StageId,
        from: Option<StageId>,
        board: &Board<'_>,
    ) {
        let item = board.item(id);
        if let Some(from) = from {
            let effort = self.stages.work(now, from, id, item);
            self.stages.pass(now, from, item, &mut self.seen.stages);
            self.causes.leave_stage(now, id, item, from, effort);
        } else {
            self.flow.start(now, id, item);
            self.causes.leave_backlog(now, id, item);
            self.queues.leave_backlog(item.line());
        }
        self.stages.enter(now, stage);
        if self.model.shelves.has(stage) {
            let sums = &mut self.seen.causes[item.type_id()];
            let conclude = |lead| self.causes.conclude(id, lead, sums);
            self.flow
                .reach(now, id, item, conclude, &mut self.seen.flow);
            self.goals.reach(now, item.type_id(), board);
        }
    }

    /// A stage has taken an item that is not done in the one before.
    fn pushed(
        &mut self,
        now: Ticks,
        id: ItemId,
        (from, stage): (StageId, StageId),
        board: &Board<'_>,
    ) {
        self.stages.spend(now, from, id, board.item(id));
        self.stages.take_unfinished(now, stage);
        self.entered(now, id, stage, Some(from), board);
    }

    /// A blocker has ended.
    fn unblocked(&mut self, now: Ticks, id: ItemId, blocker: BlockerId, since: Ticks) {
        self.blockers.end_strike(now, blocker, since);
        self.causes.unblock(id, blocker, now - since);
    }

    /// A planning has pulled an item off its shelf.
    fn committed(
        &mut self,
        now: Ticks,
        id: ItemId,
        (stage, team): (StageId, usize),
        board: &Board<'_>,
    ) {
        let item = board.item(id);
        self.stages.pass(now, stage, item, &mut self.seen.stages);
        self.flow.commit(now, item.type_id());
        self.readiness.commit(item.type_id());
        let seen = &mut self.seen.delivery;
        self.delivery.commit(now, id, team, board, seen);
        if item.place == Place::Gone {
            self.done(now, item);
        }
    }

    /// A stage after ready has pulled an item.
    fn taken_up(&mut self, now: Ticks, id: ItemId, stage: StageId, board: &Board<'_>) {
        self.stages.enter(now, stage);
        self.delivery.take_up(now, board.item(id), board);
    }

    /// An item has left the last stage of its route.
    fn delivered(&mut self, now: Ticks, id: ItemId, stage: StageId, board: &Board<'_>) {
        let item = board.item(id);
        self.stages.pass(now, stage, item, &mut self.seen.stages);
        let seen = &mut self.seen.delivery;
        self.delivery.deliver(now, id, item, board, seen);
        self.done(now, item);
    }

    /// An item is done.
    fn done(&mut self, now: Ticks, item: &Item) {
        self.flow.deliver(now, item, &mut self.seen.flow);
        self.series.deliver();
    }

    /// What keeps candidates out has perhaps changed, or something is due.
    #[inline(never)]
    fn wake(&mut self, changed: bool, now: Ticks, next: Ticks, board: &Board<'_>) {
        if changed {
            self.look(now, board);
        }
        if next >= self.alarm {
            self.ring(now, next, board);
        }
    }

    /// What keeps candidates out has perhaps changed.
    #[inline]
    fn look(&mut self, now: Ticks, board: &Board<'_>) {
        if self.queues.maxima_turned(board) {
            self.limits.watch_maxima(now, board);
        }
        let (limits, causes) = (&mut self.limits, &mut self.causes);
        self.queues.look(board, |line, waiting| match waiting {
            Waiting::Nobody => {
                limits.refuse(now, line, None);
                causes.empty(now, line);
            }
            Waiting::Somebody(refusal) => {
                limits.refuse(now, line, refusal);
                causes.look(now, line, refusal, board);
            }
        });
    }

    /// Something is due by the next instant: mostly a new day.
    #[inline(never)]
    fn ring(&mut self, now: Ticks, next: Ticks, board: &Board<'_>) {
        if next >= self.rare {
            self.ring_rarely(now, next, board);
        }
        self.series.settled(next, board, &mut self.seen.series);
        self.alarm = self.rare.min(self.series.next_day());
    }

    /// The warm-up or the middle of the horizon is due; a planning has pulled; or there are minimums, and the
    /// stages below them are to be looked at after every instant.
    #[inline(never)]
    fn ring_rarely(&mut self, now: Ticks, next: Ticks, board: &Board<'_>) {
        self.readiness.settled(&mut self.seen.plannings);
        if self.has_minimums {
            self.limits.watch_minimums(now, board);
        }
        let (warm_up, middle) = (self.model.warm_up, self.model.horizon / 2);
        if now < warm_up && warm_up <= next {
            self.flow.warm(board, &mut self.seen.flow);
            self.stages.warm(board, &mut self.seen.stages);
            self.delivery.warm(board, &mut self.seen.delivery);
        }
        if now <= middle && middle < next {
            self.flow.halve(board);
        }
        let later = |due: Ticks| if due < next { Ticks::MAX } else { due };
        self.rare = match self.has_minimums {
            true => 0,
            false => later(warm_up).min(later(middle)),
        };
    }
}

impl Observer for Recorder<'_> {
    // Where an event is told its kind is known, so the choice costs nothing.
    #[inline(always)]
    fn event(&mut self, now: Ticks, event: Event, board: &Board<'_>) {
        match event {
            Event::Present { item } => self.present(item, board),
            Event::Arrived { item } => self.arrived(now, item, board),
            Event::Refused { item } => self.refused(now, item, board),
            Event::Entered { item, stage, from } => self.entered(now, item, stage, from, board),
            Event::Pushed { item, stage, from } => self.pushed(now, item, (from, stage), board),
            Event::Started { .. } | Event::Resumed { .. } => {}
            Event::Changed { .. } => self.stages.turn(now, board),
            Event::Interrupted { stage, .. } => self.stages.interrupt(now, stage),
            Event::Blocked { blocker, .. } => self.blockers.strike(now, blocker),
            Event::Unblocked {
                item,
                blocker,
                since,
                ..
            } => self.unblocked(now, item, blocker, since),
            Event::Finished { item, stage } => {
                self.stages.spend(now, stage, item, board.item(item));
            }
            Event::Freed { item, stage } => {
                self.causes.free(now, item, board.item(item), stage);
            }
            Event::Discarded { item, stage } => self.discarded(now, item, stage, board),
            Event::Expired { item, stage } => self.expired(now, item, stage, board),
            Event::Committed { item, stage, team } => {
                self.committed(now, item, (stage, team), board);
            }
            Event::TakenUp { item, stage, .. } => self.taken_up(now, item, stage, board),
            Event::Done { item, stage } => self.delivered(now, item, stage, board),
            Event::Reworked {
                item,
                stage,
                to,
                breach,
            } => self.reworked(now, item, (stage, to), breach, board),
            Event::Split { item, stage, parts } => self.split(now, item, stage, parts, board),
            Event::Part {
                item,
                of,
                stage,
                breach,
            } => self.part(now, (item, of), stage, breach, board),
            Event::Returned { item, .. } => self.returned(now, item, board),
            Event::Planning { team, index } => {
                let seen = &mut self.seen.plannings;
                let planning = (team, index);
                (self.alarm, self.rare) = (0, 0);
                self.delivery.plan(planning, board, &mut self.seen.delivery);
                self.readiness.plan(now, planning, board, &self.flow, seen);
            }
        }
    }

    #[inline]
    fn settled(&mut self, now: Ticks, next: Ticks, board: &Board<'_>) {
        let changed = self.queues.have_changed(board);
        if changed || next >= self.alarm {
            self.wake(changed, now, next, board);
        }
    }
}
