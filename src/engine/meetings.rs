//! Meetings: where a stage has them, done items leave it only after one.

use super::agenda::{Entry, Rank};
use super::board::Board;
use super::event::{Event, Observer};
use super::item::{GATHERED, ItemId};
use super::queue::Standing;
use crate::model::StageId;

impl Board<'_> {
    /// Plans the first meeting of every stage that has them.
    pub(super) fn plan_meetings(&mut self) {
        for stage in self.wiring.meets.iter() {
            self.plan_meeting(stage, 0);
        }
    }

    /// Plans one meeting of a stage.
    fn plan_meeting(&mut self, stage: StageId, index: usize) {
        let meetings = self.model.stages[stage].leaves.as_ref();
        if let Some(&at) = meetings.and_then(|m| m.instants.get(index)) {
            let subject = (index as u32) << 8 | stage as u32;
            self.agenda
                .insert(Entry::new(at, Rank::Meeting, stage as u64, subject));
        }
    }

    /// A done item waits for the next meeting of its stage.
    pub(super) fn gather(&mut self, id: ItemId, stage: StageId) {
        let item = &mut self.items[id as usize];
        (item.line, item.joined) = (GATHERED, self.joins);
        self.joins += 1;
        let standing = self.standing_at_meeting(id, stage);
        self.gathered[stage].join(standing);
    }

    /// The standing of a done item among those that wait for the same meeting.
    pub(super) fn standing_at_meeting(&self, id: ItemId, stage: StageId) -> Standing {
        let item = &self.items[id as usize];
        let passage = self.passage(stage, item.type_id());
        item.standing(id, passage.order, item.joined, passage.left)
    }

    /// Holds a meeting: the first done items become free to leave.
    pub(super) fn hold_meeting<O: Observer>(&mut self, subject: u32, watch: &mut O) {
        let (stage, index) = ((subject & 0xff) as usize, (subject >> 8) as usize);
        let meetings = self.model.stages[stage].leaves.as_ref();
        let most = meetings.and_then(|m| m.at_most).unwrap_or(u32::MAX);
        for _ in 0..most {
            let Some(item) = self.gathered[stage].leave() else {
                break;
            };
            watch.event(self.now, Event::Freed { item, stage }, self);
            self.go_on(item, stage, watch);
        }
        self.plan_meeting(stage, index + 1);
    }
}
