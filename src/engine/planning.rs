//! Sprint Planning: a team looks at the shelf and pulls what it commits to.

use super::agenda::{Entry, Rank};
use super::board::Board;
use super::event::{Event, Observer};
use super::item::{Place, State};
use super::shelf::Pile;

impl Board<'_> {
    /// Plans the plannings of all teams.
    pub(super) fn plan_plannings(&mut self) {
        for team in 0..self.model.teams.len() {
            self.plan_planning(team, 0);
        }
    }

    /// Plans one planning of a team.
    fn plan_planning(&mut self, team: usize, index: usize) {
        if let Some(&at) = self.model.teams[team].plannings.get(index) {
            let subject = (index as u32) << 8 | team as u32;
            self.agenda
                .insert(Entry::new(at, Rank::Planning, team as u64, subject));
        }
    }

    /// Holds a planning: observe first, then pull.
    pub(super) fn hold_planning<O: Observer>(&mut self, subject: u32, watch: &mut O) {
        let (team, index) = ((subject & 0xff) as usize, (subject >> 8) as usize);
        watch.event(self.now, Event::Planning { team, index }, self);
        let law = &self.model.teams[team];
        let wanted = self.wanted_by(team);
        self.shelf.share_out(law, team, wanted);
        for _ in 0..wanted {
            let Some(pile) = self.shelf.next(law, team, self.wiring) else {
                break;
            };
            self.commit(pile, team, watch);
        }
        self.plan_planning(team, index + 1);
    }

    /// The team commits to the first item of a pile.
    fn commit<O: Observer>(&mut self, pile: Pile, team: usize, watch: &mut O) {
        let Some(id) = self.shelf.take(pile) else {
            return;
        };
        let stage = self.model.teams[team].from;
        self.change(id, stage, State::Done);
        self.hand_over(id, stage, team);
        watch.event(
            self.now,
            Event::Committed {
                item: id,
                stage,
                team,
            },
            self,
        );
        self.await_delivery(id, stage);
        if self.items[id as usize].place == Place::Gone {
            self.consider_return(id);
        }
    }
}
