//! Work items: what each one is, where it is and how its days were spent.

use super::blockers::NONE;
use super::queue::{Rank, Standing};
use super::today::NO_ROW;
use crate::model::{Class, Model, Order, Set, StageId, Ticks, TypeId, ticks};
use crate::random::{Key, Purpose};

/// Index of an item within its trial.
pub type ItemId = u32;

/// A point in time that may lie before day 0: signed ticks.
pub type Moment = i64;

/// In place of a queue of candidates: the item waits for its stage's meeting.
pub(super) const GATHERED: u32 = u32::MAX;

/// What is happening to an item in its stage.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum State {
    /// Waits for a person.
    Waiting,
    /// Is worked on, or passes its time in the column.
    Working,
    /// Is stopped by a blocker.
    Blocked,
    /// Is done here and waits to leave.
    Done,
}

/// Where an item is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// It does not exist yet: the next of an unlimited backlog.
    Unborn,
    /// In its type's backlog.
    Backlog,
    /// In a stage.
    Stage(u8),
    /// In the Sprint Backlog of its team.
    Committed,
    /// Gone.
    Gone,
}

/// A work item.
#[derive(Debug, Clone)]
pub struct Item {
    /// Its address for randomness.
    pub key: Key,
    /// Its type.
    pub kind: u8,
    /// Its class of service.
    pub class: Class,
    /// Where it is.
    pub place: Place,
    /// What is happening to it there.
    pub state: State,
    /// Its rank by class, due date and priority: the smaller goes first.
    pub(super) rank: Rank,
    /// Its rank by arrival: smaller is older.
    pub seniority: u32,
    /// When it arrived in the system.
    pub arrived: Moment,
    /// When a stage first pulled it; meaningless before.
    pub pulled: Moment,
    /// Its due date; [`Moment::MAX`] without one.
    pub due: Moment,
    /// Its value, 0 without one.
    pub value: f64,
    /// The stages it visits, skips taken out.
    pub route: Set,
    /// The limits over several stages it holds a place of, by bit of the wiring.
    pub held: u64,
    /// The queue of candidates it stands in, by index of the wiring; [`GATHERED`] while it waits for a meeting.
    pub(super) line: u32,
    /// Which plan for its work (an end, a strike, the end of a blocker) holds: entries of the agenda with
    /// another stamp are void.
    pub(super) stamp: u32,
    /// The team that has planned it, where anything is left to do after that.
    pub team: Option<u8>,
    /// The record of its work, where a blocker will stop it again or does, or where it is interrupted.
    pub(super) stop: u32,
    /// When it joined the queue it stands in, among all joins: a running number.
    pub(super) joined: u32,
    /// Its row of today's board, as long as it is where it stood on day 0.
    pub(super) row: u32,
    /// How many changes there had been when this visit began.
    pub(super) epoch: u16,
    /// How many visits to this stage came before this one.
    pub visit: u16,
    /// Where the board notes how often it has been sent back to each stage, counted from 1; 0 when never.
    pub(super) returns: u32,
    /// Is it a part of an item that fell apart? Then its first pull is that of the whole.
    pub part: bool,
    /// Is nobody kept by it, even where finished items keep their person?
    pub alone: bool,
    /// Does it wait for a person as one whose blocker has ended, or has it done so before its work went on?
    pub(super) again: bool,
    /// When it has waited long enough to be dropped; [`Ticks::MAX`] while nothing of the kind is due.
    pub(super) expires: Ticks,
    /// When it entered its stage (or the backlog, never before day 0).
    pub entered: Ticks,
    /// When its state last changed.
    pub since: Ticks,
    /// Time spent in each [`State`] during this stay, up to `since`.
    pub stay: [Ticks; 4],
    /// Where people share their effort: how much of their time has gone into the item during this stay, up
    /// to `since`.
    pub(super) attention: Ticks,
}

/// What the model says of the birth of a type's items, so that only what is uncertain is drawn.
#[derive(Debug, Clone)]
pub(super) struct Birth {
    /// What they all have in common.
    pub pattern: Item,
    /// Is that everything, but for the address and the time of arrival?
    pub alike: bool,
    /// The class, where it is certain.
    class: Option<Class>,
    /// The stages that an item may pass by.
    skippable: Set,
}

impl Birth {
    /// Of items of one type.
    pub fn new(model: &Model, kind: TypeId) -> Self {
        let law = &model.types[kind];
        let certain = law.classes.iter().position(|&w| w >= 1.0);
        let class = certain.map(|class| CLASSES[class]);
        let skippable = |s: &StageId| model.stages[*s].visits[kind].skip > 0.0;
        let skippable = Set::of(law.route.iter().filter(skippable));
        let vague = law.due.is_some() || law.value.is_some() || class.is_none();
        Self {
            pattern: Item::pattern(model, kind, class.unwrap_or(Class::Standard)),
            alike: !vague && skippable.is_empty(),
            class,
            skippable,
        }
    }
}

impl Item {
    /// Draws what tells the item from others of its type, whose index is `kind`.
    #[inline(never)]
    pub(super) fn differ(&mut self, model: &Model, birth: &Birth, kind: TypeId) {
        let law = &model.types[kind];
        let (address, arrived) = (self.key, self.arrived);
        let draw = |purpose: Purpose| address.purpose(purpose);
        if let Some(due) = &law.due {
            let days = due.sample(&mut draw(Purpose::Due).stream());
            self.due = arrived.saturating_add_unsigned(ticks(days));
        }
        if let Some(value) = &law.value {
            self.value = value.sample(&mut draw(Purpose::Value).stream());
        }
        self.class = birth
            .class
            .unwrap_or_else(|| drawn(&law.classes, draw(Purpose::Class)));
        self.rank = Rank::new(self.class, self.due, law.priority);
        self.route = visited(model, kind, birth.skippable, address);
    }

    /// What items of a type and class have in common when they are born.
    fn pattern(model: &Model, kind: TypeId, class: Class) -> Self {
        let law = &model.types[kind];
        Self {
            key: Key(0),
            kind: kind as u8,
            class,
            rank: Rank::new(class, Moment::MAX, law.priority),
            place: Place::Unborn,
            state: State::Done,
            seniority: 0,
            arrived: 0,
            pulled: 0,
            due: Moment::MAX,
            value: 0.0,
            route: law.route,
            held: 0,
            line: 0,
            stamp: 0,
            team: None,
            stop: NONE,
            joined: 0,
            row: NO_ROW,
            epoch: 0,
            visit: 0,
            returns: 0,
            part: false,
            alone: false,
            again: false,
            expires: Ticks::MAX,
            entered: 0,
            since: 0,
            stay: [0; 4],
            attention: 0,
        }
    }

    /// Its type as an index.
    #[inline]
    pub fn type_id(&self) -> TypeId {
        usize::from(self.kind)
    }

    /// The stage it is in.
    #[inline]
    pub fn stage(&self) -> Option<StageId> {
        match self.place {
            Place::Stage(stage) => Some(usize::from(stage)),
            _ => None,
        }
    }

    /// Is it done in its stage and not free to leave before the next meeting?
    #[inline]
    pub fn awaits_meeting(&self) -> bool {
        self.line == GATHERED && self.state == State::Done
    }

    /// Is it of the expedite class?
    #[inline]
    pub fn expedite(&self) -> bool {
        self.class == Class::Expedite
    }

    /// Books the time since the last change: the stay is over.
    #[inline]
    pub(super) fn book(&mut self, now: Ticks) {
        self.stay[self.state as usize] += now - self.since;
    }

    /// Books the time since the last change and enters a new state.
    #[inline]
    pub(super) fn change(&mut self, state: State, now: Ticks) {
        self.stay[self.state as usize] += now - self.since;
        self.state = state;
        self.since = now;
    }

    /// The standing of this item, whose index is `id`, in a queue that goes by `order`, given when it
    /// joined the queue (a running number) and what the work that is left to ready is expected to be,
    /// in days.
    #[inline]
    pub(super) fn standing(&self, id: ItemId, order: Order, joined: u32, left: f64) -> Standing {
        let order = match order {
            Order::Fifo => u64::from(self.seniority),
            Order::StageFifo => u64::from(joined),
            _ => turn(order, self.seniority, self.key, (self.value, left)),
        };
        Standing {
            rank: self.rank,
            order,
            seniority: self.seniority,
            item: id,
        }
    }

    /// Has it been pulled, itself or as the whole that it is a part of?
    #[inline]
    pub fn has_been_pulled(&self) -> bool {
        self.part || matches!(self.place, Place::Stage(_))
    }

    /// It is a part of `whole`: it takes over arrival, age, first pull, due date and value, and the class where
    /// it is of the same type.
    pub(super) fn inherit(&mut self, whole: &Self, priority: u16) {
        if self.kind == whole.kind {
            self.class = whole.class;
        }
        (self.arrived, self.seniority) = (whole.arrived, whole.seniority);
        (self.pulled, self.part) = (whole.pulled, true);
        (self.due, self.value) = (whole.due, whole.value);
        self.rank = Rank::new(self.class, self.due, priority);
    }

    /// It is born now instead of when it was conceived: its due date moves along.
    pub(super) fn date(&mut self, now: Moment, priority: u16) {
        self.due = self.due.saturating_add(now - self.arrived);
        (self.arrived, self.pulled) = (now, now);
        self.rank = Rank::new(self.class, self.due, priority);
    }
}

/// The key of the orders that are not by age, of an item with a value before so many days of work.
pub(super) fn turn(order: Order, seniority: u32, key: Key, (value, left): (f64, f64)) -> u64 {
    match order {
        Order::Lifo => u64::from(u32::MAX - seniority),
        Order::Random => key.purpose(Purpose::Lot).0,
        Order::Wsjf if left > 0.0 => descending(value / left),
        Order::Value | Order::Wsjf => descending(value),
        Order::Fifo | Order::StageFifo => u64::from(seniority),
    }
}

/// A number as a key that puts the largest first.
fn descending(value: f64) -> u64 {
    let bits = value.to_bits();
    let ascending = if bits >> 63 == 1 {
        !bits
    } else {
        bits | 1 << 63
    };
    !ascending
}

/// The classes in the order of their weights.
const CLASSES: [Class; 4] = [
    Class::Expedite,
    Class::FixedDate,
    Class::Standard,
    Class::Intangible,
];

/// The class of service drawn from a mix.
fn drawn(weights: &[f64; 4], address: Key) -> Class {
    let mut rest = address.uniform();
    let pick = weights.iter().position(|&w| {
        rest -= w;
        rest < 0.0
    });
    let last = || weights.iter().rposition(|&w| w > 0.0).unwrap_or(2);
    CLASSES[pick.unwrap_or_else(last)]
}

/// The route less those of the `skippable` stages that this item passes by.
#[inline]
fn visited(model: &Model, kind: TypeId, skippable: Set, address: Key) -> Set {
    let route = model.types[kind].route;
    skippable.iter().fold(route, |set, stage| {
        let law = &model.stages[stage];
        let lot = address.purpose(Purpose::Skip).with(law.key.0);
        let passes = lot.uniform() < law.visits[kind].skip;
        if passes { set.less(stage) } else { set }
    })
}
