//! After commitment: the Sprint Backlog of each team, and the end of an item's way.

use super::board::Board;
use super::event::{Event, Observer};
use super::item::{ItemId, Place, State};
use crate::model::StageId;

impl Board<'_> {
    /// Items in a team's Sprint Backlog: committed, and not yet taken up by a stage.
    pub fn sprint_backlog(&self, team: usize) -> u32 {
        self.sprint_backlog[team]
    }

    /// Items a team has committed to that are not done: in its Sprint Backlog and in the stages after it.
    pub fn in_hand(&self, team: usize) -> u32 {
        self.in_hand[team]
    }

    /// How many items a team would like to pull now: its total, or what is missing to it.
    pub(super) fn wanted_by(&self, team: usize) -> u32 {
        let law = &self.model.teams[team];
        match law.fill_to {
            true => law.total.saturating_sub(self.in_hand[team]),
            false => law.total,
        }
    }

    /// An item leaves the shelf for the Sprint Backlog of the team that has pulled it, and will pass by the
    /// stages of other teams; where its route ends here it leaves the board.
    pub(super) fn hand_over(&mut self, id: ItemId, shelf: StageId, team: usize) {
        let item = &mut self.items[id as usize];
        let ahead = item.route.from(shelf + 1);
        let ahead = ahead.without(self.wiring.elsewhere[team]);
        item.route = item.route.before(shelf + 1).or(ahead);
        if ahead.is_empty() {
            return self.depart(id, shelf);
        }
        (item.place, item.team) = (Place::Committed, Some(team as u8));
        let (kind, state) = (item.type_id(), item.state);
        self.sprint_backlog[team] += 1;
        self.in_hand[team] += 1;
        self.vacate(id, shelf, self.passage(shelf, kind), ahead, state);
    }

    /// An item that has just come into a Sprint Backlog becomes a candidate for the first stage after it.
    pub(super) fn await_delivery(&mut self, id: ItemId, shelf: StageId) {
        let item = &mut self.items[id as usize];
        if item.place == Place::Committed {
            (item.entered, item.since) = (self.now, self.now);
            self.line_up(id, Some(shelf));
        }
    }

    /// An item is pulled out of its team's Sprint Backlog.
    pub(super) fn leave_sprint_backlog(&mut self, id: ItemId) {
        if let Some(team) = self.items[id as usize].team {
            self.sprint_backlog[usize::from(team)] -= 1;
        }
    }

    /// An item leaves the board for good: the team that has planned it has one less in hand.
    #[inline]
    pub(super) fn let_go(&mut self, id: ItemId) {
        if let Some(team) = self.items[id as usize].team {
            self.in_hand[usize::from(team)] -= 1;
        }
    }

    /// Where an item in a later stage goes back to: to `stage`, or, if that is another team's, to the first stage
    /// of its own way after it.
    pub(super) fn first_of_its_team(&self, id: ItemId, stage: StageId, later: StageId) -> StageId {
        let item = &self.items[id as usize];
        let team = item.team.map(usize::from);
        match team.is_some_and(|team| self.wiring.elsewhere[team].has(stage)) {
            true => item.route.from(stage).min().unwrap_or(later),
            false => stage,
        }
    }

    /// A part of an item stays with the team that has planned the whole.
    pub(super) fn stay_with_team(&mut self, part: ItemId, of: ItemId) {
        if let Some(team) = self.items[of as usize].team {
            let elsewhere = self.wiring.elsewhere[usize::from(team)];
            let item = &mut self.items[part as usize];
            item.team = Some(team);
            item.route = item.route.without(elsewhere);
            self.in_hand[usize::from(team)] += 1;
        }
    }

    /// An item is done in the last stage of its route, and so altogether.
    pub(super) fn deliver<O: Observer>(&mut self, id: ItemId, stage: StageId, watch: &mut O) {
        let passage = self.passage(stage, self.items[id as usize].type_id());
        self.change(id, stage, State::Done);
        self.release_from_done(id, passage);
        self.depart(id, stage);
        watch.event(self.now, Event::Done { item: id, stage }, self);
        self.consider_return(id);
    }
}
