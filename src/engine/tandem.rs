//! Tandems: boards on which all items take the same way, through stages in a row that each have their own people
//! (queues in tandem; with maxima, with blocking: H. G. Perros, "Queueing Networks with Blocking", 1994).
//!
//! It is the board that most people have. Nothing needs to be looked up there that every other board must ask for
//! at each step, so its trials are played by a machine of their own: the same events, pulls and choices in the same
//! order (model.md, section 5). A [`Follower`] is told of whole stays and items, which are known when they end, and
//! not of every step. It is only about speed; what it may take for granted is said in [`fits`].

mod calendar;
mod course;
mod demand;
mod fates;
mod fits;
mod instant;
mod moves;
mod numbers;
mod parts;
mod queue;
mod ready;
mod table;

pub use course::{Course, Fate, Follower, Level, Life, OPEN, Planned, Stay, Way};
pub(super) use fits::fits;

use super::each::Each;
use super::trial::{MOST_AT_ONCE, MOST_EVENTS, Overrun};
use super::wiring::Wiring;
use crate::model::{DAY, Model, Set, StageId, Ticks};
use crate::random::Key;
use calendar::Calendar;
use demand::Demand;
use fates::Fates;
use instant::Pending;
use parts::{NONE, Newcomer, Post, Stage, Visit, Walker};
use queue::Waiting;
use ready::Ready;
use table::Table;

/// By whose number an event is known: whatever arrives has this one, then come the teams (a planning is held), then the
/// posts (work ends).
const ARRIVALS: usize = 0;
const FIRST_TEAM: usize = 1;

/// A tandem during a trial.
#[derive(Debug)]
pub struct Tandem<'m> {
    /// The model that is simulated.
    pub model: &'m Model,
    wiring: &'m Wiring<'m>,
    /// `[stage * types + type]`
    visits: Table<Visit<'m>>,
    types: usize,
    /// The number of the first post.
    sources: usize,
    /// The stages in which a person works on whatever comes, and those in which people stay with what they have finished.
    staffed: Set,
    keeps: Set,
    /// The last stage, on which ready items lie.
    shelf_stage: StageId,
    now: Ticks,
    /// The next day.
    dawn: Ticks,
    demand: Demand<'m>,
    fates: Fates,
    /// Memory for those who are there on day 0.
    newcomers: Vec<Newcomer>,
    calendar: Calendar,
    posts: Table<Post>,
    /// Events of one instant that are still to come, where there are several.
    pending: Pending,
    stages: Each<Stage>,
    shelf: Ready,
    /// Stages at their own maximum, and which were when the last instant was over.
    full: Set,
    was_full: Set,
    /// Stages with candidates, and stages in front of whose people somebody waits.
    wanted: Set,
    awaited: Set,
    /// Since when the first in the backlog has been the first.
    first_since: Ticks,
    /// By team: the next planning.
    next_planning: Vec<usize>,
    /// How many plannings have been held.
    held: u16,
    /// What lay on the shelf before a planning, and what it has pulled.
    ready: Vec<u64>,
    pulled: Vec<u64>,
    /// How much has happened: events, and joins of queues.
    happened: u64,
    course: Course,
}

impl<'m> Tandem<'m> {
    /// An empty board for a model and its wiring; `None` if it is not a tandem, or is not to be played as one.
    pub fn new(model: &'m Model, wiring: &'m Wiring<'m>) -> Option<Self> {
        wiring.is_tandem().then(|| Self::build(model, wiring))
    }

    fn build(model: &'m Model, wiring: &'m Wiring<'m>) -> Self {
        let (stages, types) = (model.stages.len(), model.types.len());
        let nobody = Walker::new(0, 0);
        let post = |stage| Post {
            walker: nobody,
            stage: stage as u8,
            next: NONE,
        };
        let people = |stage| std::iter::repeat_n(post(stage), fits::people(model, stage));
        let posts: Vec<Post> = (0..stages).flat_map(people).collect();
        let sources = FIRST_TEAM + model.teams.len();
        let visit = |n| Visit::new(wiring, n / types, n % types);
        let visits: Vec<Visit<'_>> = (0..stages * types).map(visit).collect();
        let stage = |stage: StageId| Stage {
            line: Waiting::new(fits::is_row_of(model, wiring, stage, stage == 0)),
            bench: Waiting::new(fits::is_row_of(model, wiring, stage, false)),
            free: NONE,
        };
        Self {
            model,
            wiring,
            visits: Table::new(&visits, Visit::new(wiring, 0, 0)),
            types,
            sources,
            staffed: Set::of((0..stages).filter(|&stage| fits::is_staffed(wiring, stage, types))),
            keeps: wiring.keeps,
            shelf_stage: stages - 1,
            now: 0,
            dawn: 0,
            demand: Demand::new(model),
            fates: Fates::new(),
            newcomers: Vec::new(),
            calendar: Calendar::new(model.horizon, sources + posts.len()),
            posts: Table::new(&posts, post(0)),
            pending: Pending::default(),
            stages: Each::new(stage),
            shelf: Ready::new(
                model,
                wiring,
                fits::is_row_of(model, wiring, stages - 1, false),
            ),
            full: Set::default(),
            was_full: Set::default(),
            wanted: Set::default(),
            awaited: Set::default(),
            first_since: 0,
            next_planning: vec![0; model.teams.len()],
            held: 0,
            ready: vec![0; types],
            pulled: vec![0; types],
            happened: 0,
            course: Course::new(stages, types, &wiring.max),
        }
    }

    /// The record of the trial that was played last.
    pub fn course(&self) -> &Course {
        &self.course
    }

    /// Runs one trial to the horizon.
    ///
    /// # Errors
    /// When it exceeds [`MOST_EVENTS`], or [`MOST_AT_ONCE`] at one instant.
    pub fn run<F: Follower>(
        &mut self,
        seed: u64,
        trial: u64,
        follower: &mut F,
    ) -> Result<(), Overrun> {
        self.reset(Key::seed(seed).with(trial));
        let born = self.fill_backlog(follower);
        if born > MOST_AT_ONCE {
            return Err(self.overrun(trial, true));
        }
        self.plan_arrival();
        (0..self.model.teams.len()).for_each(|team| self.plan_planning(team));
        let mut at_once = self.happened + MOST_AT_ONCE;
        self.crowd(follower);
        loop {
            if self.happened > at_once.min(MOST_EVENTS) {
                return Err(self.overrun(trial, self.happened > at_once));
            }
            if self.full != self.was_full {
                self.was_full = self.full;
                follower.turned(self.now, self.full);
            }
            let Some((time, whose)) = self.calendar.first() else {
                break;
            };
            if time != self.now {
                at_once = self.happened + MOST_AT_ONCE;
                self.now = time;
                if self.dawn < time {
                    self.let_days_begin(time, follower);
                }
            }
            self.instant(whose, follower);
        }
        self.let_days_begin(self.model.horizon + 1, follower);
        let wanted = self.wanted;
        self.course
            .end(self.model.horizon, |stage| wanted.has(stage));
        Ok(())
    }

    /// The days before an instant begin, if they have not yet.
    #[inline(never)]
    fn let_days_begin<F: Follower>(&mut self, next: Ticks, follower: &mut F) {
        while self.dawn < next {
            follower.day(&self.course);
            self.dawn += DAY;
        }
    }

    /// Says where an explosion happened.
    #[cold]
    fn overrun(&self, trial: u64, at_once: bool) -> Overrun {
        let numbers = &self.course.numbers;
        let inside: Vec<u32> = numbers.in_stages().iter().map(|&n| n as u32).collect();
        let waiting = numbers.in_backlogs().iter().sum::<u64>() as u32;
        Overrun::new(self.model, (trial, self.now), at_once, &inside, waiting)
    }

    /// Clears the board for a new trial; the memory stays.
    fn reset(&mut self, trial: Key) {
        (self.now, self.dawn) = (0, 0);
        self.calendar.clear();
        // An explosion may have left something to do.
        self.pending.clear();
        self.course.clear();
        self.shelf.clear(self.model);
        for stage in self.stages.iter_mut().take(self.course.stages) {
            stage.line.clear();
            stage.bench.clear();
            stage.free = NONE;
        }
        for (number, post) in self.posts.iter_mut().enumerate().rev() {
            let stage = &mut self.stages[usize::from(post.stage)];
            post.next = std::mem::replace(&mut stage.free, number as u32);
        }
        (self.full, self.was_full) = Default::default();
        (self.wanted, self.awaited) = Default::default();
        self.first_since = 0;
        self.next_planning.fill(0);
        (self.held, self.happened) = (0, 0);
        self.demand.begin(trial);
    }
}
