//! Watches a trial and puts it into words and numbers.

use super::names::Names;
use super::words::{class, clock, day, own_max, word};
use super::{Happening, Step};
use crate::engine::{
    Board, Event, Item, ItemId, Moment, Observer, Overrun, Place, Refusal, State, Wiring,
};
use crate::model::{BlockerId, Model, Set, Side, StageId, Ticks, Work, days};

const BACKLOG: &str = "backlog";
const COMMITTED: &str = "committed";

/// Tells a trial.
pub(super) struct Teller<'m, 's> {
    model: &'m Model,
    /// The stages left of ready.
    upstream: Set,
    sink: &'s mut dyn FnMut(&Step<'m>),
    steps: u64,
    names: Names<'m>,
    /// Items that have become done at this instant.
    done: Vec<(ItemId, StageId)>,
}

impl<'m, 's> Teller<'m, 's> {
    /// Somebody who has told nothing yet.
    pub fn new(model: &'m Model, sink: &'s mut dyn FnMut(&Step<'m>)) -> Self {
        let left = |stage: &StageId| model.stages[*stage].side == Side::Upstream;
        Self {
            model,
            upstream: Set::of((0..model.stages.len()).filter(left)),
            sink,
            steps: 0,
            names: Names::new(model),
            done: Vec::new(),
        }
    }

    /// Plays and tells a whole trial.
    pub fn tell(mut self, seed: u64, trial: u64) -> Result<(), Overrun> {
        let wiring = Wiring::new(self.model);
        let mut board = Board::new(self.model, &wiring);
        board.run(seed, trial, &mut self)?;
        let end = self.blank(self.model.horizon, Happening::End, &board);
        self.hand_on(end);
        Ok(())
    }

    /// Numbers a step and hands it on.
    fn hand_on(&mut self, mut step: Step<'m>) {
        self.steps += 1;
        step.step = self.steps;
        (self.sink)(&step);
    }

    /// A step of which only the time is known, and how much is in progress.
    fn blank(&self, now: Ticks, event: Happening, board: &Board<'_>) -> Step<'m> {
        let date = self.model.calendar.date_of_planning(now);
        Step {
            step: 0,
            day: days(now),
            date: date.map(|date| date.to_string()),
            time: date.map(|date| format!("{date}T{}", clock(now))),
            event,
            id: None,
            kind: None,
            class: None,
            stage: None,
            from: None,
            to: None,
            state: None,
            pool: None,
            next: None,
            limit: None,
            team: None,
            planning: None,
            ready: None,
            needed: None,
            of: None,
            parts: None,
            in_stage: None,
            max: None,
            wip: self.upstream.iter().map(|s| board.in_stage(s)).sum(),
            arrived: None,
            due: None,
            blocker: None,
            change: None,
            what: None,
        }
    }

    /// A step of an item, not yet told where.
    fn of(&self, now: Ticks, event: Happening, id: ItemId, board: &Board<'_>) -> Step<'m> {
        let item = board.item(id);
        let kind = &self.model.types[item.type_id()].name;
        Step {
            id: Some(self.names.of(id, kind)),
            kind: Some(kind),
            class: Some(class(item.class)),
            arrived: Some(day(item.arrived)),
            due: (item.due != Moment::MAX).then(|| day(item.due)),
            ..self.blank(now, event, board)
        }
    }

    /// What an item is called.
    fn called(&self, id: ItemId, board: &Board<'_>) -> String {
        let kind = board.item(id).type_id();
        self.names.of(id, &self.model.types[kind].name)
    }

    /// An item is there on day 0.
    fn present(&mut self, now: Ticks, id: ItemId, board: &Board<'_>) -> Step<'m> {
        let item = board.item(id);
        if item.row(self.model).is_some() {
            self.names.give_row(id, item.row_number());
        }
        let Some(stage) = item.stage() else {
            return self.come(now, Happening::Present, id, board);
        };
        let blocker = board.blocker_of(item, stage);
        let blocker = blocker.filter(|_| item.state == State::Blocked);
        Step {
            to: Some(self.name(stage)),
            state: Some(word(item.state)),
            pool: self
                .people(item, stage)
                .filter(|_| item.state == State::Working),
            team: self.team(id, board),
            blocker: blocker.map(|blocker| self.model.blockers[blocker].source.as_str()),
            ..self.in_stage(now, Happening::Present, (id, stage), board)
        }
    }

    /// An item has come into its backlog.
    fn come(&mut self, now: Ticks, event: Happening, id: ItemId, board: &Board<'_>) -> Step<'m> {
        self.names.give_number(id, board.item(id).type_id());
        Step {
            to: Some(BACKLOG),
            state: Some(word(State::Waiting)),
            ..self.in_backlog(now, event, id, board)
        }
    }

    /// A step in the backlog.
    fn in_backlog(&self, now: Ticks, event: Happening, id: ItemId, board: &Board<'_>) -> Step<'m> {
        Step {
            stage: Some(BACKLOG),
            in_stage: Some(board.in_backlog(board.item(id).type_id())),
            ..self.of(now, event, id, board)
        }
    }

    /// A step in a stage.
    fn in_stage(
        &self,
        now: Ticks,
        event: Happening,
        (id, stage): (ItemId, StageId),
        board: &Board<'_>,
    ) -> Step<'m> {
        Step {
            stage: Some(self.name(stage)),
            in_stage: Some(board.in_stage(stage)),
            max: own_max(board, stage),
            ..self.of(now, event, id, board)
        }
    }

    /// An item is done; on the shelf that means it is ready.
    fn finished(&mut self, now: Ticks, at: (ItemId, StageId), board: &Board<'_>) -> Step<'m> {
        let shelf = self.model.stages[at.1].ready;
        if !shelf {
            self.done.push(at);
        }
        let event = if shelf {
            Happening::Ready
        } else {
            Happening::Finished
        };
        Step {
            state: Some(word(State::Done)),
            ..self.in_stage(now, event, at, board)
        }
    }

    /// An item has left for good.
    fn gone(
        &self,
        now: Ticks,
        event: Happening,
        at: (ItemId, StageId),
        to: &'m str,
        board: &Board<'_>,
    ) -> Step<'m> {
        let step = self.in_stage(now, event, at, board);
        Step {
            from: step.stage,
            to: Some(to),
            ..step
        }
    }

    /// An item is dropped: before commitment or after it.
    fn dropped(&self, now: Ticks, at: (ItemId, StageId), board: &Board<'_>) -> Step<'m> {
        match self.model.stages[at.1].side {
            Side::Downstream => Step {
                team: self.team(at.0, board),
                ..self.gone(now, Happening::Aborted, at, "aborted", board)
            },
            _ => self.gone(now, Happening::Discarded, at, "discarded", board),
        }
    }

    /// A planning has pulled an item: into its Sprint Backlog, if anything is left to do.
    fn committed(
        &self,
        now: Ticks,
        at: (ItemId, StageId),
        team: usize,
        board: &Board<'_>,
    ) -> Step<'m> {
        let waits = board.item(at.0).place == Place::Committed;
        let to = if waits { COMMITTED } else { "done" };
        Step {
            team: Some(&self.model.teams[team].name),
            state: waits.then(|| word(State::Waiting)),
            ..self.gone(now, Happening::Committed, at, to, board)
        }
    }

    /// A stage pulls an item out of the Sprint Backlog of its team.
    fn taken_up(&self, now: Ticks, at: (ItemId, StageId), board: &Board<'_>) -> Step<'m> {
        Step {
            from: Some(COMMITTED),
            to: Some(self.name(at.1)),
            state: Some(word(self.first_state(board.item(at.0), at.1))),
            team: self.team(at.0, board),
            ..self.in_stage(now, Happening::Entered, at, board)
        }
    }

    /// The team that has planned an item.
    fn team(&self, id: ItemId, board: &Board<'_>) -> Option<&'m str> {
        let team = board.item(id).team?;
        Some(&self.model.teams[usize::from(team)].name)
    }

    /// Work has to be done again.
    fn reworked(
        &self,
        now: Ticks,
        (id, from, to): (ItemId, StageId, StageId),
        board: &Board<'_>,
    ) -> Step<'m> {
        let moves = from != to;
        Step {
            from: moves.then(|| self.name(from)),
            to: moves.then(|| self.name(to)),
            state: Some(word(self.first_state(board.item(id), to))),
            ..self.in_stage(now, Happening::Reworked, (id, to), board)
        }
    }

    /// A part of an item has come into being.
    fn part(
        &mut self,
        now: Ticks,
        (id, of): (ItemId, ItemId),
        stage: Option<StageId>,
        board: &Board<'_>,
    ) -> Step<'m> {
        let whole = Some(self.called(of, board));
        let Some(stage) = stage else {
            let part = self.come(now, Happening::Part, id, board);
            return Step { of: whole, ..part };
        };
        self.names.give_number(id, board.item(id).type_id());
        Step {
            to: Some(self.name(stage)),
            state: Some(word(State::Done)),
            of: whole,
            ..self.in_stage(now, Happening::Part, (id, stage), board)
        }
    }

    /// An item has waited too long.
    fn expired(
        &self,
        now: Ticks,
        id: ItemId,
        stage: Option<StageId>,
        board: &Board<'_>,
    ) -> Step<'m> {
        let event = Happening::Expired;
        match stage {
            Some(stage) => Step {
                team: self.team(id, board),
                ..self.gone(now, event, (id, stage), "expired", board)
            },
            None => Step {
                from: Some(BACKLOG),
                to: Some("expired"),
                ..self.in_backlog(now, event, id, board)
            },
        }
    }

    /// A team looks at the shelf.
    fn planning(&self, now: Ticks, team: usize, index: usize, board: &Board<'_>) -> Step<'m> {
        let law = &self.model.before(now).teams[team];
        let shelf = law.from;
        Step {
            stage: Some(self.name(shelf)),
            team: Some(&law.name),
            planning: Some(index + 1),
            ready: Some(board.shelf_of(law.types)),
            needed: law.enough(),
            in_stage: Some(board.in_stage(shelf)),
            max: own_max(board, shelf),
            ..self.blank(now, Happening::Planning, board)
        }
    }

    /// An item has become done and waits for a meeting.
    fn gathered(&self, now: Ticks, at: (ItemId, StageId), board: &Board<'_>) -> Step<'m> {
        Step {
            state: Some(word(State::Done)),
            ..self.in_stage(now, Happening::Gathered, at, board)
        }
    }

    /// An item has become done, but its next stage, or a limit over several, lets nobody in.
    fn held(&self, now: Ticks, at: (ItemId, StageId), board: &Board<'_>) -> Step<'m> {
        let line = board.item(at.0).line();
        let next = board.line_stage(line);
        let limit = board.refusal(line).map(|refusal| match refusal {
            Refusal::Own => self.name(next),
            Refusal::Lane(limit) | Refusal::Conwip(limit) => &self.model.limits[limit].name,
        });
        Step {
            state: Some(word(State::Done)),
            next: Some(self.name(next)),
            limit,
            ..self.in_stage(now, Happening::Held, at, board)
        }
    }

    /// A blocker strikes or ends.
    fn blocked(
        &self,
        now: Ticks,
        event: Happening,
        at: (ItemId, StageId),
        blocker: BlockerId,
        board: &Board<'_>,
    ) -> Step<'m> {
        Step {
            blocker: Some(&self.model.blockers[blocker].source),
            ..self.in_stage(now, event, at, board)
        }
    }

    fn name(&self, stage: StageId) -> &'m str {
        &self.model.stages[stage].name
    }

    /// In what state an item begins its stay.
    fn first_state(&self, item: &Item, stage: StageId) -> State {
        match self.model.stages[stage].visits[item.type_id()].work {
            Work::None => State::Done,
            Work::Service(_) => State::Waiting,
            Work::Elapsed(_) => State::Working,
        }
    }

    /// The people who work on an item; none in a column where it only passes its time.
    fn people(&self, item: &Item, stage: StageId) -> Option<&'m str> {
        let law = &self.model.stages[stage];
        let work = &law.visits[item.type_id()].work;
        let pool = law.pool.filter(|_| matches!(work, Work::Service(_)))?;
        Some(&self.model.pools[pool].name)
    }
}

impl Observer for Teller<'_, '_> {
    fn event(&mut self, now: Ticks, event: Event, board: &Board<'_>) {
        let step = match event {
            Event::Present { item } => self.present(now, item, board),
            Event::Arrived { item } => self.come(now, Happening::Arrived, item, board),
            Event::Refused { item } => Step {
                from: Some(BACKLOG),
                to: Some("refused"),
                limit: Some("backlog_max"),
                ..self.in_backlog(now, Happening::Refused, item, board)
            },
            Event::Entered { item, stage, from } => Step {
                from: Some(from.map_or(BACKLOG, |from| self.name(from))),
                to: Some(self.name(stage)),
                state: Some(word(self.first_state(board.item(item), stage))),
                ..self.in_stage(now, Happening::Entered, (item, stage), board)
            },
            Event::Pushed { item, stage, from } => Step {
                from: Some(self.name(from)),
                to: Some(self.name(stage)),
                state: Some(word(State::Waiting)),
                ..self.in_stage(now, Happening::Pushed, (item, stage), board)
            },
            Event::Started { item, stage } => Step {
                state: Some(word(State::Working)),
                pool: self.people(board.item(item), stage),
                ..self.in_stage(now, Happening::Started, (item, stage), board)
            },
            Event::Freed { item, stage } => {
                self.done.push((item, stage));
                Step {
                    state: Some(word(State::Done)),
                    ..self.in_stage(now, Happening::Freed, (item, stage), board)
                }
            }
            Event::Changed { number } => Step {
                change: Some(number + 1),
                what: Some(self.model.changes[number].words(self.model).join("; ")),
                ..self.blank(now, Happening::Changed, board)
            },
            Event::Expired { item, stage } => self.expired(now, item, stage, board),
            Event::Blocked {
                item,
                stage,
                blocker,
            } => Step {
                state: Some(word(State::Blocked)),
                ..self.blocked(now, Happening::Blocked, (item, stage), blocker, board)
            },
            Event::Unblocked {
                item,
                stage,
                blocker,
                ..
            } => Step {
                state: Some(word(board.item(item).state)),
                ..self.blocked(now, Happening::Unblocked, (item, stage), blocker, board)
            },
            Event::Interrupted { item, stage } => Step {
                state: Some(word(State::Waiting)),
                pool: self.people(board.item(item), stage),
                ..self.in_stage(now, Happening::Interrupted, (item, stage), board)
            },
            Event::Resumed { item, stage } => Step {
                state: Some(word(State::Working)),
                pool: self.people(board.item(item), stage),
                ..self.in_stage(now, Happening::Resumed, (item, stage), board)
            },
            Event::Finished { item, stage } => self.finished(now, (item, stage), board),
            Event::TakenUp { item, stage, .. } => self.taken_up(now, (item, stage), board),
            Event::Done { item, stage } => Step {
                team: self.team(item, board),
                ..self.gone(now, Happening::Done, (item, stage), "done", board)
            },
            Event::Reworked {
                item, stage, to, ..
            } => self.reworked(now, (item, stage, to), board),
            Event::Split { item, stage, parts } => Step {
                parts: Some(parts),
                ..self.gone(now, Happening::Split, (item, stage), "split", board)
            },
            Event::Part {
                item, of, stage, ..
            } => self.part(now, (item, of), stage, board),
            Event::Returned { item, of } => {
                let step = self.come(now, Happening::Returned, item, board);
                let of = Some(self.called(of, board));
                Step { of, ..step }
            }
            Event::Discarded { item, stage } => self.dropped(now, (item, stage), board),
            Event::Planning { team, index } => self.planning(now, team, index, board),
            Event::Committed { item, stage, team } => {
                self.committed(now, (item, stage), team, board)
            }
        };
        self.hand_on(step);
    }

    fn settled(&mut self, now: Ticks, _next: Ticks, board: &Board<'_>) {
        let mut done = std::mem::take(&mut self.done);
        for (id, stage) in done.drain(..) {
            if board.item(id).stage() == Some(stage) {
                let step = match board.item(id).awaits_meeting() {
                    true => self.gathered(now, (id, stage), board),
                    false => self.held(now, (id, stage), board),
                };
                self.hand_on(step);
            }
        }
        self.done = done;
    }
}
