//! Is enough ready at each Sprint Planning?

use super::flow;
use crate::engine::{Board, Course, Fate, Life, Planned};
use crate::model::{Model, Set, Team, Ticks, TypeId, days};
use crate::stats::{Counts, Logarithmic, Proportion, Ratio, accumulators};

/// What was seen of one planning.
#[derive(Debug, Clone, Default)]
pub struct PlanningSeen {
    /// Was all there that `ready_when` asks for?
    pub enough: Proportion,
    /// Was the total short?
    pub short_total: Proportion,
    /// Was a need short, in the order of the team's needs?
    pub short: Vec<Proportion>,
    /// On the shelf before the pull: in total, by type, by lane (of the types the team pulls).
    pub ready: Vec<Counts>,
    /// How many are missing in total.
    pub shortfall_total: Counts,
    /// How many are missing of each need.
    pub shortfall: Vec<Counts>,
    /// Pulled: in total, by type, by lane.
    pub pulled: Vec<Counts>,
    /// Age of the items in progress, in ticks since their first pull.
    pub age: Logarithmic,
    /// Sum (days) and number of these ages by trial.
    pub age_mean: Ratio,
}

accumulators!(PlanningSeen {
    enough,
    short_total,
    short,
    ready,
    shortfall_total,
    shortfall,
    pulled,
    age,
    age_mean
});

/// All plannings of a model as (time, team, index), in the order in which results list them.
pub fn output_order(model: &Model) -> Vec<(Ticks, usize, usize)> {
    let of_team = |(team, law): (usize, &Team)| {
        let at = law.plannings.iter().enumerate();
        at.map(|(index, &at)| (at, team, index)).collect::<Vec<_>>()
    };
    let mut all: Vec<_> = model.teams.iter().enumerate().flat_map(of_team).collect();
    all.sort_unstable();
    all
}

/// The place of each planning in the output order, by `[team][index]`.
pub(super) fn places(model: &Model) -> Vec<Vec<usize>> {
    let plannings = |team: &Team| vec![0; team.plannings.len()];
    let mut places: Vec<Vec<usize>> = model.teams.iter().map(plannings).collect();
    for (place, (_, team, index)) in output_order(model).into_iter().enumerate() {
        places[team][index] = place;
    }
    places
}

/// Nothing seen yet.
pub(super) fn nothing(model: &Model) -> Vec<PlanningSeen> {
    let splits = 1 + model.types.len() + model.lanes.len();
    let planning = |(at, team, _): (Ticks, usize, usize)| {
        let needs = model.before(at).teams[team].needs.len();
        PlanningSeen {
            short: vec![Proportion::default(); needs],
            shortfall: vec![Counts::default(); needs],
            ready: vec![Counts::default(); splits],
            pulled: vec![Counts::default(); splits],
            ..PlanningSeen::default()
        }
    };
    output_order(model).into_iter().map(planning).collect()
}

/// The plannings during a trial.
#[derive(Debug)]
pub(super) struct Watch {
    /// `[team][index]` to the place in output order.
    places: Vec<Vec<usize>>,
    /// The sets of types counted: all, each type, each lane.
    splits: Vec<Set>,
    /// The planning that is pulling, and what it has pulled by type.
    open: Option<usize>,
    pulled: Vec<u32>,
    /// Ready items at each planning.
    pub row: Vec<u32>,
    /// Of a tandem: the plannings so far.
    held: Vec<Held>,
}

/// A planning that has been held: its place in output order, when it was, and the items then in progress.
#[derive(Debug)]
struct Held {
    place: usize,
    at: Ticks,
    items: u32,
    ages: Ticks,
}

impl Watch {
    /// For a model.
    pub fn new(model: &Model) -> Self {
        let places = places(model);
        let types = model.types.len();
        let each_type = (0..types).map(|t| Set::of([t]));
        let lanes = model.lanes.iter().map(|lane| lane.types);
        Self {
            splits: std::iter::once(Set::first(types))
                .chain(each_type)
                .chain(lanes)
                .collect(),
            open: None,
            pulled: vec![0; types],
            row: vec![0; places.iter().map(Vec::len).sum()],
            places,
            held: Vec::new(),
        }
    }

    /// A new trial.
    pub fn begin(&mut self) {
        self.open = None;
        self.row.fill(0);
        self.held.clear();
    }

    /// A team looks at the shelf before it pulls.
    pub fn plan(
        &mut self,
        now: Ticks,
        (team, index): (usize, usize),
        board: &Board<'_>,
        flow: &flow::Watch,
        seen: &mut [PlanningSeen],
    ) {
        self.settled(seen);
        let place = self.places[team][index];
        self.open = Some(place);
        let team = &board.model.teams[team];
        self.observe(team, place, |types| board.shelf_of(types), &mut seen[place]);
        push_ages(now, board, flow, &mut seen[place]);
    }

    /// An item of a type is committed.
    #[inline]
    pub fn commit(&mut self, kind: TypeId) {
        self.pulled[kind] += 1;
    }

    /// Books what a team finds on the shelf.
    fn observe(
        &mut self,
        team: &Team,
        place: usize,
        shelf_of: impl Fn(Set) -> u32,
        seen: &mut PlanningSeen,
    ) {
        for (split, counts) in self.splits.iter().zip(&mut seen.ready) {
            counts.push(u64::from(shelf_of(split.and(team.types))));
        }
        let ready = shelf_of(team.types);
        self.row[place] = ready;
        let mut enough = true;
        if let Some(needed) = team.enough() {
            let missing = needed.saturating_sub(ready);
            seen.short_total.push(missing > 0);
            seen.shortfall_total.push(u64::from(missing));
            enough &= missing == 0;
        }
        for (n, need) in team.needs.iter().enumerate() {
            let missing = need
                .count
                .saturating_sub(shelf_of(need.types.and(team.types)));
            seen.short[n].push(missing > 0);
            seen.shortfall[n].push(u64::from(missing));
            enough &= missing == 0;
        }
        seen.enough.push(enough);
    }

    /// The instant is over; if a planning has pulled, it has pulled all it can.
    #[inline]
    pub fn settled(&mut self, seen: &mut [PlanningSeen]) {
        if let Some(place) = self.open {
            self.close(&mut seen[place]);
        }
    }

    /// Books how many a planning has pulled.
    #[cold]
    fn close(&mut self, seen: &mut PlanningSeen) {
        self.open = None;
        for (split, counts) in self.splits.iter().zip(&mut seen.pulled) {
            counts.push(split.iter().map(|t| u64::from(self.pulled[t])).sum());
        }
        self.pulled.fill(0);
    }
}

/// The plannings of a trial of a tandem.
impl Watch {
    /// A team has planned.
    pub fn read(&mut self, planned: Planned<'_>, model: &Model, seen: &mut [PlanningSeen]) {
        let place = self.places[planned.team][planned.index];
        let seen = &mut seen[place];
        let of = |counts: &[u64], types: Set| types.iter().map(|t| counts[t]).sum::<u64>();
        let team = &model.teams[planned.team];
        let all = Set::first(planned.ready.len());
        let shelf_of = |types: Set| of(planned.ready, types.and(all)) as u32;
        self.observe(team, place, shelf_of, seen);
        for (split, counts) in self.splits.iter().zip(&mut seen.pulled) {
            counts.push(of(planned.pulled, *split));
        }
        self.held.push(Held {
            place,
            at: team.plannings[planned.index],
            items: 0,
            ages: 0,
        });
    }

    /// An item was in progress from its first pull on until now: books its age at each planning since.
    #[inline]
    pub fn age(&mut self, life: &Life, pulled: Ticks, seen: &mut [PlanningSeen]) {
        let held = self.held.iter_mut().skip(usize::from(life.plannings));
        for held in held {
            let age = held.at - pulled;
            held.items += 1;
            held.ages += age;
            seen[held.place].age.push(age);
        }
    }

    /// The trial is over: books what is still in progress.
    pub fn read_ages(&mut self, course: &Course, seen: &mut [PlanningSeen]) {
        for life in course.staying() {
            if life.fate == Fate::Present
                && let Some((_, first)) = course.stays(life).next()
            {
                self.age(life, first.entered, seen);
            }
        }
        for held in &self.held {
            let mean = &mut seen[held.place].age_mean;
            mean.push(days(held.ages), f64::from(held.items));
        }
    }
}

/// Books the age of every item in progress.
fn push_ages(now: Ticks, board: &Board<'_>, flow: &flow::Watch, seen: &mut PlanningSeen) {
    let mut sum = 0_u64;
    for &id in flow.in_progress() {
        let age = (now as i64).saturating_sub(board.item(id).pulled).max(0) as u64;
        seen.age.push(age);
        sum += age;
    }
    seen.age_mean
        .push(days(sum), flow.in_progress().len() as f64);
}
