//! The state of one trial: items, queues, places taken, people at work.

use super::agenda::{Agenda, Entry, Rank};
use super::allocation::Credits;
use super::arrivals::Inflow;
use super::blockers::Stops;
use super::each::Each;
use super::event::{Event, Observer};
use super::focus::{Hands, empty_hands};
use super::interrupt::Underway;
use super::item::{Item, ItemId, Moment, Place, State};
use super::limits::Places;
use super::queue::Queue;
use super::shelf::Shelf;
use super::wiring::{Onward, Passage, QueueId, Wiring};
use crate::model::{Model, Set, StageId, Ticks, TypeId};
use crate::random::Key;

/// What is in a stage.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Column {
    /// Items by state.
    pub counts: [u32; 4],
    /// Candidates for the stage, and how many of them are expedite.
    pub candidates: u32,
    pub expedite: u32,
    /// Items in all.
    pub inside: u32,
    /// The stage's own maximum, and with the expedite items that may come on top; [`u32::MAX`] without one.
    pub max: u32,
    pub brim: u32,
}

/// The people of a pool.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Staff {
    /// How many are free; of unlimited ones always [`u32::MAX`]. Where each may hold several items: how many
    /// more they may take.
    pub free: u32,
    /// How many items wait for them, and how many of these are expedite.
    pub queued: u32,
    pub urgent: u32,
    /// How many hands are full beyond those there are; they take up nothing new.
    pub beyond: u32,
    /// For how long they have been, less when each of them began.
    pub overtime: i64,
}

/// The board during a trial. Observers read it; only the engine changes it.
#[derive(Debug)]
pub struct Board<'m> {
    /// The model that is simulated: what it says from the last change on.
    pub model: &'m Model,
    pub(super) wiring: &'m Wiring<'m>,
    /// The model and its wiring at the start of a trial, and how many changes there have been since.
    pub(super) first: (&'m Model, &'m Wiring<'m>),
    pub(super) epoch: u16,
    pub(super) now: Ticks,
    pub(super) trial_key: Key,
    pub(super) items: Vec<Item>,
    /// How often items that had to be done again have been sent back to each stage.
    pub(super) sent_back: Vec<Each<u16>>,
    pub(super) agenda: Agenda,
    /// Ends of work put off to the next round of an instant.
    pub(super) next_round: Vec<Entry>,
    /// The pools whose people give another part of their day from some change on, and what of their work is
    /// planned to come about after the horizon.
    pub(super) paced: Set,
    pub(super) beyond: Vec<Entry>,
    /// Candidates, by the wiring's lines.
    pub(super) lines: Vec<Queue>,
    /// Done items that wait for a meeting, by stage.
    pub(super) gathered: Vec<Queue>,
    /// A bit for each of these queues in which somebody waits.
    pub(super) waiting: Vec<u64>,
    /// Items before people, by the wiring's benches.
    pub(super) benches: Vec<Queue>,
    /// The people of each pool.
    pub(super) staff: Each<Staff>,
    /// What people who share their effort have in hand, by pool, and the pools whose next end of work is to
    /// be planned anew.
    pub(super) hands: Vec<Hands>,
    pub(super) unplanned: Set,
    /// Where expedite work may interrupt: what else is worked on, by pool.
    pub(super) underway: Vec<Vec<Underway>>,
    /// Who is in the stages from which unfinished work may be taken, by stage; and what each item brought along
    /// unfinished that nobody has begun, in person-days, by item.
    pub(super) given: Vec<Vec<ItemId>>,
    pub(super) carried_work: Vec<f64>,
    /// What is ready.
    pub(super) shelf: Shelf,
    /// What is in each stage.
    pub(super) columns: Each<Column>,
    /// Places taken of each maximum.
    pub(super) places: Places,
    /// Stages at their own maximum, and those of them that let expedite items in all the same.
    pub(super) at_max: Set,
    pub(super) ajar: Set,
    /// Items that count for each minimum.
    pub(super) stocked: Vec<u32>,
    /// Items of each owner in each stage, where slots may be borrowed.
    pub(super) owned: Vec<Vec<u32>>,
    /// Items in each type's backlog.
    pub(super) backlog: Vec<u32>,
    /// Items in each team's Sprint Backlog, and all that it has committed to and that are not done.
    pub(super) sprint_backlog: Vec<u32>,
    pub(super) in_hand: Vec<u32>,
    /// Stages with candidates.
    pub(super) wanted: Set,
    /// Stages that may be able to pull.
    pub(super) pulling: Set,
    /// Pools with somebody free, pools somebody waits for, and pools that may be able to start something.
    pub(super) idle: Set,
    pub(super) awaited: Set,
    pub(super) choosing: Set,
    /// Running numbers: arrivals, joins of a queue, and entries taken from the agenda.
    pub(super) seniority: u32,
    pub(super) joins: u32,
    pub(super) taken: u64,
    pub(super) inflows: Vec<Inflow>,
    /// Work that blockers stop.
    pub(super) stops: Stops,
    /// Items that arrived at this instant where the backlog is limited.
    pub(super) newcomers: Vec<ItemId>,
    pub(super) stage_credits: Vec<Credits>,
    pub(super) pool_credits: Vec<Credits>,
}

impl<'m> Board<'m> {
    /// An empty board for a model and its wiring.
    pub fn new(model: &'m Model, wiring: &'m Wiring<'m>) -> Self {
        let owners = wiring.shares.len();
        let credits = |n: usize| vec![Credits::new(owners); n];
        Self {
            model,
            now: 0,
            trial_key: Key::seed(0),
            items: Vec::new(),
            sent_back: Vec::new(),
            agenda: Agenda::default(),
            next_round: Vec::new(),
            paced: Set::of((0..model.pools.len()).filter(|&pool| model.changes_pace(pool))),
            beyond: Vec::new(),
            lines: wiring.lines.iter().map(|_| Queue::default()).collect(),
            gathered: model.stages.iter().map(|_| Queue::default()).collect(),
            waiting: vec![0; wiring.lines.len().div_ceil(64)],
            benches: wiring.benches.iter().map(|_| Queue::default()).collect(),
            staff: Each::new(|_| Staff::default()),
            hands: empty_hands(wiring),
            unplanned: Set::default(),
            underway: vec![Vec::new(); model.pools.len()],
            given: vec![Vec::new(); model.stages.len()],
            carried_work: Vec::new(),
            shelf: Shelf::new(model, wiring),
            columns: Each::new(|_| Column::default()),
            places: Places::new(wiring),
            at_max: Set::default(),
            ajar: Set::default(),
            stocked: vec![0; model.minimums.len()],
            owned: vec![vec![0; owners]; model.stages.len()],
            backlog: vec![0; model.types.len()],
            sprint_backlog: vec![0; model.teams.len()],
            in_hand: vec![0; model.teams.len()],
            wanted: Set::default(),
            pulling: Set::default(),
            idle: Set::default(),
            awaited: Set::default(),
            choosing: Set::default(),
            seniority: 0,
            joins: 0,
            taken: 0,
            inflows: model.types.iter().map(Inflow::new).collect(),
            stops: Stops::new(wiring.most_threats()),
            newcomers: Vec::new(),
            stage_credits: credits(model.stages.len()),
            pool_credits: credits(model.pools.len()),
            wiring,
            first: (model, wiring),
            epoch: 0,
        }
    }

    /// Clears the board for a new trial; the memory stays.
    pub(super) fn reset(&mut self, trial_key: Key) {
        self.undo_changes();
        self.now = 0;
        self.trial_key = trial_key;
        self.items.clear();
        self.sent_back.clear();
        self.agenda.clear();
        self.beyond.clear();
        self.lines.iter_mut().for_each(Queue::clear);
        self.gathered.iter_mut().for_each(Queue::clear);
        self.waiting.fill(0);
        self.benches.iter_mut().for_each(Queue::clear);
        self.shelf.clear(self.model);
        self.columns = Each::new(|stage| Column {
            max: self.wiring.max[stage],
            brim: self.wiring.brim[stage],
            ..Column::default()
        });
        self.places.reset(self.wiring);
        (self.at_max, self.ajar) = Default::default();
        self.stocked.fill(0);
        self.owned.iter_mut().for_each(|o| o.fill(0));
        for (staff, crew) in self.staff.iter_mut().zip(&self.wiring.crews) {
            (staff.free, staff.queued, staff.urgent) = (crew.hands, 0, 0);
            (staff.beyond, staff.overtime) = (0, 0);
        }
        self.hands.iter_mut().for_each(Hands::clear);
        self.unplanned = Set::default();
        self.underway.iter_mut().for_each(Vec::clear);
        self.given.iter_mut().for_each(Vec::clear);
        self.carried_work.clear();
        self.idle = Set::first(self.model.pools.len());
        self.backlog.fill(0);
        self.sprint_backlog.fill(0);
        self.in_hand.fill(0);
        (self.wanted, self.pulling) = Default::default();
        (self.awaited, self.choosing) = Default::default();
        (self.seniority, self.joins, self.taken) = (0, 0, 0);
        self.newcomers.clear();
        self.stops.clear();
        for inflow in &mut self.inflows {
            inflow.reset(trial_key);
        }
        let pots = [&mut self.stage_credits, &mut self.pool_credits];
        pots.into_iter().flatten().for_each(Credits::reset);
    }

    /// The item with this id.
    #[inline]
    pub fn item(&self, id: ItemId) -> &Item {
        &self.items[id as usize]
    }

    /// All items of the trial so far, gone ones and unborn ones included.
    pub fn items(&self) -> &[Item] {
        &self.items
    }

    /// Items in a stage by [`State`].
    #[inline]
    pub fn by_state(&self, stage: StageId) -> [u32; 4] {
        self.columns[stage].counts
    }

    /// Items in a stage.
    #[inline]
    pub fn in_stage(&self, stage: StageId) -> u32 {
        self.columns[stage].inside
    }

    /// Items in the backlog of a type; those of an unlimited one do not exist yet.
    #[inline]
    pub fn in_backlog(&self, kind: TypeId) -> u32 {
        self.backlog[kind]
    }

    /// Items of a type on the shelf.
    #[inline]
    pub fn on_shelf(&self, kind: TypeId) -> u32 {
        self.shelf.counts()[kind]
    }

    /// What a type meets in a stage.
    #[inline]
    pub(super) fn passage(&self, stage: StageId, kind: TypeId) -> &'m Passage<'m> {
        self.wiring.passage(stage, kind)
    }

    /// Puts a new item into the store.
    #[inline]
    pub(super) fn create(&mut self, kind: TypeId, address: Key, arrived: Moment) -> ItemId {
        let id = self.items.len() as ItemId;
        let birth = &self.wiring.births[kind];
        self.items.push(birth.pattern.clone());
        if let Some(item) = self.items.last_mut() {
            (item.key, item.arrived) = (address, arrived);
            if !birth.alike {
                item.differ(self.model, birth, kind);
            }
        }
        id
    }

    /// Gives an item its rank among all that have arrived and puts it into its backlog.
    pub(super) fn join_backlog(&mut self, id: ItemId) {
        self.give_rank(id);
        self.stand_in_backlog(id);
    }

    /// Gives an item its rank among all that have arrived.
    #[inline]
    pub(super) fn give_rank(&mut self, id: ItemId) {
        self.items[id as usize].seniority = self.seniority;
        self.seniority += 1;
    }

    /// Puts an item that has its rank into its backlog.
    pub(super) fn stand_in_backlog(&mut self, id: ItemId) {
        self.enter_backlog(id);
        self.line_up(id, None);
        self.begin_patience_in_backlog(id);
    }

    /// Counts an item in its backlog.
    #[inline]
    pub(super) fn enter_backlog(&mut self, id: ItemId) {
        let item = &mut self.items[id as usize];
        item.place = Place::Backlog;
        (item.entered, item.since) = (self.now, self.now);
        self.backlog[usize::from(item.kind)] += 1;
    }

    /// The item becomes a candidate for the next stage of its route.
    #[inline]
    pub(super) fn line_up(&mut self, id: ItemId, from: Option<StageId>) {
        let item = &self.items[id as usize];
        let behind = from.map_or(0, |s| s + 1);
        let Some(stage) = item.route.from(behind).min() else {
            return;
        };
        let passage = self.wiring.passage(stage, item.type_id());
        let door = &passage.lines[behind];
        let line = door.queue(item.held, item.route, item.expedite());
        self.join_line(id, stage, line, passage);
    }

    /// The item, done in a stage, becomes a candidate for the next one; if there is none, it is done
    /// altogether.
    #[inline]
    pub(super) fn go_on<O: Observer>(&mut self, id: ItemId, stage: StageId, watch: &mut O) {
        let item = &self.items[id as usize];
        let kind = item.type_id();
        match self.wiring.passage(stage, kind).onward {
            Some(Onward { stage, line }) => {
                let line = line + usize::from(item.expedite());
                self.join_line(id, stage, line, self.wiring.passage(stage, kind));
            }
            None if item.route.from(stage + 1).is_empty() => self.deliver(id, stage, watch),
            None => self.line_up(id, Some(stage)),
        }
    }

    /// The item joins a queue of candidates.
    #[inline]
    fn join_line(&mut self, id: ItemId, stage: StageId, line: QueueId, passage: &Passage<'_>) {
        let item = &mut self.items[id as usize];
        (item.line, item.joined) = (line as u32, self.joins);
        let mut standing = item.standing(id, passage.order, self.joins, passage.left);
        if item.place == Place::Unborn {
            let kind = item.type_id();
            standing = standing.unborn(self.inflows[kind].born, self.wiring.names[kind]);
        }
        self.joins += 1;
        self.lines[line].join(standing);
        self.waiting[line >> 6] |= 1 << (line & 63);
        let column = &mut self.columns[stage];
        column.candidates += 1;
        column.expedite += u32::from(item.expedite());
        self.wanted = self.wanted.with(stage);
        self.pulling = self.pulling.with(stage);
    }

    /// A candidate for a stage has left its queue.
    #[inline]
    pub(super) fn leave_line(&mut self, expedite: bool, stage: StageId) {
        let column = &mut self.columns[stage];
        column.expedite -= u32::from(expedite);
        column.candidates -= 1;
        let none = u64::from(column.candidates == 0) << stage;
        self.wanted.0 &= !none;
    }

    /// Plans the end of the work on an item.
    #[inline]
    pub(super) fn plan_work_end(&mut self, id: ItemId, length: Ticks) {
        self.plan(id, Rank::WorkEnd, self.now.saturating_add(length));
    }

    /// Plans something that happens to an item at `time`, if that is within the horizon and the plan for the
    /// item is still the same.
    #[inline]
    pub(super) fn plan(&mut self, id: ItemId, rank: Rank, time: Ticks) {
        if time > self.model.horizon {
            return self.keep_beyond(id, rank, time);
        }
        let entry = self.entry(id, rank, time);
        self.agenda.insert(entry);
    }

    /// What is planned for an item at `time`.
    #[inline]
    pub(super) fn entry(&self, id: ItemId, rank: Rank, time: Ticks) -> Entry {
        let item = &self.items[id as usize];
        Entry::new(time, rank, u64::from(item.seniority), id).stamped(item.stamp)
    }

    /// Does an entry belong to the plan that holds for its item?
    #[inline]
    pub(super) fn holds(&self, entry: &Entry) -> bool {
        self.items[entry.subject as usize].stamp == entry.stamp
    }

    /// Changes the state of an item in its stage.
    #[inline]
    pub(super) fn change(&mut self, id: ItemId, stage: StageId, state: State) {
        let item = &mut self.items[id as usize];
        let before = item.state;
        let counts = &mut self.columns[stage].counts;
        counts[before as usize] -= 1;
        counts[state as usize] += 1;
        item.change(state, self.now);
        if self.wiring.impatient.has(stage) {
            self.mind_patience(id, stage, before);
        }
    }

    /// The item is done in its stage: it waits to be pulled on, perhaps for a meeting first, lies on the shelf,
    /// or is done altogether.
    #[inline]
    pub(super) fn finish<O: Observer>(&mut self, id: ItemId, stage: StageId, watch: &mut O) {
        watch.event(self.now, Event::Finished { item: id, stage }, self);
        self.put_down(id, stage, watch);
    }

    /// What is done in its stage goes where it waits for what comes next.
    #[inline]
    pub(super) fn put_down<O: Observer>(&mut self, id: ItemId, stage: StageId, watch: &mut O) {
        if self.model.shelves.has(stage) {
            self.shelve(id, stage);
        } else if self.wiring.meets.has(stage) {
            self.gather(id, stage);
        } else {
            self.go_on(id, stage, watch);
        }
    }

    /// Lays an item on the shelf, where plannings find it.
    pub(super) fn shelve(&mut self, id: ItemId, stage: StageId) {
        let item = &mut self.items[id as usize];
        item.joined = self.joins;
        let kind = item.type_id();
        let order = self.wiring.passage(stage, kind).order;
        let standing = item.standing(id, order, self.joins, 0.0);
        self.joins += 1;
        let class = usize::from(item.expedite());
        self.shelf.lay((kind, class), standing);
    }
}
