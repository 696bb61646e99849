//! The board of today: the rows of a CSV file become items that stand on it at day 0.

mod hands;
mod rows;

use super::blockers::Blocker;
use super::context::Context;
use super::stages::Board;
use super::{BlockerId, Model, StageId, Team, TeamId, Ticks, TypeId, Work, WorkItemType, ticks};
use crate::random::Key;
use crate::scenario::mirror::Scenario;

/// An item that is on the board at day 0 (model.md, section 12). Rows may break limits, as boards do.
#[derive(Debug, Clone, PartialEq)]
pub struct TodayItem {
    /// Its id in the file, unlike every other one.
    pub id: String,
    /// The id's address for randomness.
    pub key: Key,
    /// Its type.
    pub kind: TypeId,
    /// Where it stands.
    pub spot: Spot,
    /// How long ago it arrived in the system, at least [`started`](Self::started).
    pub arrived: Ticks,
    /// How long ago it was first pulled, at least [`entered`](Self::entered); 0 in the backlog.
    pub started: Ticks,
    /// How long ago it entered the stage (the backlog).
    pub entered: Ticks,
    /// What is done with it.
    pub standing: TodayState,
    /// Work on it done in this stage so far: person-days, or days where the stage has `elapsed`. What
    /// remains is drawn given that the work of the visit is more than this. It is kept by items that
    /// wait or are blocked.
    pub worked: f64,
}

impl TodayItem {
    /// For how long people have worked on it in this stage (where the stage has `elapsed`: how long its time
    /// has run), as far as the file tells.
    pub fn attended(&self, model: &Model) -> Ticks {
        let Spot::Stage(stage) = self.spot else {
            return 0;
        };
        let law = &model.stages[stage];
        let hands_on = matches!(law.visits[self.kind].work, Work::Service(_));
        let pool = law.pool.filter(|_| hands_on);
        let speed = pool.map_or(1.0, |pool| model.pools[pool].availability);
        ticks(self.worked / speed).min(self.entered)
    }

    /// For how long nobody has, up to day 0: none where somebody does then.
    pub fn unattended(&self, model: &Model) -> Ticks {
        match self.standing {
            TodayState::Working => 0,
            _ => self.entered - self.attended(model),
        }
    }
}

impl Model {
    /// The team that has planned an item of a type that stands in a stage after ready: the stage's, else
    /// the first by name of those that plan such items.
    pub fn planner(&self, kind: TypeId, stage: StageId) -> Option<TeamId> {
        let shelf = self.types[kind].ready;
        let plans = |(_, team): &(TeamId, &Team)| team.from == shelf && team.types.has(kind);
        let teams = self.teams.iter().enumerate().filter(plans);
        let first = teams.min_by_key(|(_, team)| team.name.as_str());
        self.stages[stage].team.or(first.map(|(team, _)| team))
    }
}

/// Where an item of today's board stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Spot {
    /// Before the first stage of its route.
    Backlog,
    /// In a stage of its route.
    Stage(StageId),
}

/// What is done with an item of today's board.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TodayState {
    /// It waits for a person (in the backlog: to be pulled).
    Waiting,
    /// A person works on it (in a stage with `elapsed` its time runs). Never more than the pool's people
    /// can hold.
    Working,
    /// A blocker stops it for the whole of a newly drawn duration.
    Blocked(BlockerId),
    /// Its work here is done; discard, rework and split here are behind it.
    Done,
}

/// What the rows are judged by.
pub(super) struct Now<'a> {
    /// The columns and the people.
    pub board: &'a Board,
    /// The types.
    pub types: &'a [WorkItemType],
    /// What may block.
    pub blockers: &'a [Blocker],
}

/// Reads the board of today; empty without one.
pub(super) fn today(cx: &mut Context, scenario: &Scenario, now: &Now) -> Vec<TodayItem> {
    let Some(file) = &scenario.board else {
        return Vec::new();
    };
    let rows = rows::rows(cx, file, now);
    hands::standings(cx, rows, now)
}
