//! The board as the engine sees it: which queues, limits and minimums meet where. Computed once
//! from the model, read by every trial.

mod caps;
mod crew;
mod door;
mod owners;
mod passage;
mod pushes;
mod types;

use caps::{caps, own_maxima};
pub(super) use crew::Crew;
pub(super) use door::Door;
use door::{ahead, spread};
use owners::{lends, owners, shares_people, slots, sorted};
pub(super) use passage::{OnEntry, Onward, Passage};
pub(super) use pushes::Push;
use types::{has_brims, has_expedite, has_preempting, impatient, name_ranks};

use super::each::Each;
use super::item::Birth;
use super::{plain, tandem};
use crate::model::{Hold, LimitKind, Model, Set, StageId, Strategy, TypeId};

/// Index of a queue of candidates or of waiting items.
pub(super) type QueueId = usize;

/// A maximum in force, with what the pulls need to know of it.
#[derive(Debug, Clone)]
pub(super) struct Cap {
    /// How many.
    pub max: u32,
    /// How many when expedite items come on top.
    pub brim: u32,
    /// Where it counts.
    pub stages: Set,
    /// Whom it counts.
    pub types: Set,
    /// Its bit in [`super::Item::held`] when it spans several stages.
    pub group: Option<u8>,
    /// What kind of limit it is.
    pub kind: LimitKind,
    /// Is it a stage's own maximum? Those are counted with the stage.
    pub own: bool,
}

/// Candidates for one stage that come from one place and meet the same rules.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Line {
    /// The stage they wait for.
    pub stage: StageId,
    /// The stage they are done in; `None` for the backlog.
    pub from: Option<StageId>,
    /// Limits that must have room to let one in: a bit for each of the first 64, and the others.
    pub needs: u64,
    pub more_needs: Vec<usize>,
    /// Owner under the allocation.
    pub owner: usize,
    /// Are they expedite items?
    pub expedite: bool,
    /// The route of their types.
    pub route: Set,
}

/// Items of one stage that wait for a person and meet the same rules.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Bench {
    /// The stage.
    pub stage: StageId,
    /// Owner under the allocation.
    pub owner: usize,
    /// Are they expedite items?
    pub expedite: bool,
    /// Do they interrupt other work?
    pub preempts: bool,
    /// The minimums (by index into the model's) these items can help.
    pub helps: u64,
    /// Have they been worked on until a blocker stopped them, which has ended?
    pub again: bool,
}

/// The board as the engine sees it. Made once for a model, it serves every [`super::Board`] of it.
#[derive(Debug, Clone)]
pub struct Wiring<'m> {
    /// `[stage * types + type]`
    passages: Vec<Passage<'m>>,
    /// All maxima: the model's, then reserved slots.
    pub(super) caps: Vec<Cap>,
    /// The maxima over several stages, by their bit.
    pub(super) groups: Vec<usize>,
    /// Queues of candidates.
    pub(super) lines: Vec<Line>,
    /// The doors to the queues, each with the rules of its first queue.
    doors: Vec<(Line, Door)>,
    /// The queues that lead into each stage.
    pub(super) into: Vec<Vec<QueueId>>,
    /// Queues in front of people.
    pub(super) benches: Vec<Bench>,
    /// By pool.
    pub(super) crews: Vec<Crew>,
    /// Each type's owner.
    pub(super) owners: Vec<usize>,
    /// Each owner's share and rank, in the order that settles ties: larger share, then name.
    pub(super) shares: Vec<(f64, u32)>,
    /// The own maximum of each stage, and with the expedite items that may come on top; [`u32::MAX`] without
    /// one.
    pub(super) max: Each<u32>,
    pub(super) brim: Each<u32>,
    /// May expedite items exceed any maximum, now or after a change?
    pub(super) brims: bool,
    /// The queue of candidates of stages that have only one.
    pub(super) only: Each<Option<QueueId>>,
    /// The queue in front of the people of pools that have only one.
    pub(super) sole: Each<Option<QueueId>>,
    /// How capacity is shared.
    pub(super) strategy: Strategy,
    /// May expedite work interrupt other work?
    pub(super) preempts: bool,
    /// The minimums below which stages take unfinished work, in the order in which they do.
    pub(super) pushes: Vec<Push>,
    /// Does the strategy give owners turns?
    pub(super) in_turn: bool,
    /// The stages that items leave only after a meeting.
    pub(super) meets: Set,
    /// The types that are asked for when a stage runs low.
    pub(super) solicited: Set,
    /// The stages in which items that wait too long are dropped.
    pub(super) impatient: Set,
    /// Does it let owners borrow slots?
    pub(super) lends: bool,
    /// Each owner's slots in each stage (`[stage][owner]`) where idle ones may be borrowed; empty
    /// elsewhere.
    pub(super) slots: Vec<Vec<u32>>,
    /// By team: the stages after ready that belong to other teams.
    pub(super) elsewhere: Vec<Set>,
    /// What is decided at the birth of an item, by type.
    pub(super) births: Vec<Birth>,
    /// May items be expedite?
    pub(super) expedites: bool,
    /// Is it a plain board?
    pub(super) plain: bool,
    /// Is it a tandem?
    tandem: bool,
    /// The stages in which a person stays with a finished item.
    pub(super) keeps: Set,
    /// By type: the stage items enter from the backlog, where that is the same for all.
    pub(super) entrances: Vec<Option<Onward>>,
    /// Each type's rank by name, to settle turns without looking at the order of declaration.
    pub(super) names: Vec<u32>,
    /// The owners of the allocation, by index into the model's, in the order of `shares`.
    pub(super) sorted: Vec<usize>,
    /// The board as it is after each change during the run.
    pub(super) later: Vec<Wiring<'m>>,
    types: usize,
}

impl<'m> Wiring<'m> {
    /// Wires the model, and what it is after each of its changes.
    pub fn new(model: &'m Model) -> Self {
        let changes = !model.changes.is_empty();
        let later = model.changes.iter();
        Self {
            later: later.map(|c| Self::wire(&c.then, changes)).collect(),
            ..Self::wire(model, changes)
        }
    }

    /// Wires one state of a model; if it is one of several, every owner has a limit in every stage, so that
    /// all have the same limits.
    fn wire(model: &'m Model, one_of_several: bool) -> Self {
        let types = model.types.len();
        let (owners, shares) = owners(model);
        let caps = caps(model, one_of_several);
        let max = own_maxima(&caps, |cap| cap.max);
        let brim = own_maxima(&caps, |cap| cap.brim);
        let mut wiring = Self {
            passages: (0..model.stages.len() * types)
                .map(|n| Passage::new(model, n / types, n % types))
                .collect(),
            groups: (0..caps.len())
                .filter(|&c| caps[c].group.is_some())
                .collect(),
            caps,
            lines: Vec::new(),
            doors: Vec::new(),
            into: vec![Vec::new(); model.stages.len()],
            benches: Vec::new(),
            crews: Vec::new(),
            owners,
            shares,
            max,
            brim,
            brims: has_brims(model),
            only: Each::new(|_| None),
            sole: Each::new(|_| None),
            strategy: model
                .allocation
                .as_ref()
                .map_or(Strategy::None, |a| a.strategy),
            preempts: has_preempting(model),
            pushes: pushes::pushes(model),
            in_turn: shares_people(model),
            meets: Set::of((0..model.stages.len()).filter(|&s| model.stages[s].leaves.is_some())),
            solicited: Set::of((0..types).filter(|&t| model.types[t].order.is_some())),
            impatient: impatient(model),
            lends: lends(model, one_of_several),
            slots: slots(model),
            elsewhere: (0..model.teams.len())
                .map(|team| door::elsewhere(model, team))
                .collect(),
            births: (0..types).map(|kind| Birth::new(model, kind)).collect(),
            expedites: has_expedite(model),
            plain: false,
            tandem: false,
            keeps: Set::of(
                (0..model.stages.len()).filter(|&s| model.stages[s].hold == Hold::Person),
            ),
            entrances: vec![None; types],
            names: name_ranks(model),
            sorted: model.allocation.as_ref().map(sorted).unwrap_or_default(),
            later: Vec::new(),
            types,
        };
        for kind in 0..types {
            for stage in model.types[kind].route.iter() {
                wiring.pass(model, stage, kind);
            }
        }
        wiring.lead_on(model);
        let single = |queues: Option<&Vec<QueueId>>| match queues.map(Vec::as_slice) {
            Some(&[only]) => Some(only),
            _ => None,
        };
        wiring.only = Each::new(|stage| single(wiring.into.get(stage)));
        wiring.crews = (0..model.pools.len())
            .map(|pool| crew::crew(model, &wiring, pool))
            .collect();
        wiring.sole = Each::new(|pool| single(wiring.crews.get(pool).map(|c| &c.benches)));
        wiring.plain = !one_of_several && plain::is_plain(model, &wiring);
        wiring.tandem = !one_of_several && tandem::fits(model, &wiring);
        wiring
    }

    /// Are its trials played as those of a tandem?
    pub fn is_tandem(&self) -> bool {
        self.tandem
    }

    /// Do its trials take the short way of plain boards?
    pub fn is_plain(&self) -> bool {
        self.plain
    }

    /// The same board, but that nothing is made of its being plain: trials take longer and are the same.
    #[must_use]
    pub fn without_shortcuts(self) -> Self {
        Self {
            plain: false,
            tandem: false,
            ..self
        }
    }

    /// What `kind` meets in `stage`.
    #[inline]
    pub(super) fn passage(&self, stage: StageId, kind: TypeId) -> &Passage<'m> {
        &self.passages[stage * self.types + kind]
    }

    /// Fills in one passage.
    fn pass(&mut self, model: &Model, stage: StageId, kind: TypeId) {
        let covers = |c: &usize| {
            let cap = &self.caps[*c];
            !cap.own && cap.stages.has(stage) && cap.types.has(kind)
        };
        let caps: Vec<usize> = (0..self.caps.len()).filter(covers).collect();
        let minimums: Vec<usize> = (0..model.minimums.len())
            .filter(|&m| model.minimums[m].stage == stage && model.minimums[m].types.has(kind))
            .collect();
        let classes = [false, has_expedite(model)];
        let bench = classes.map(|expedite| self.bench(model, stage, kind, expedite, false));
        let threats = &self.passages[stage * self.types + kind].threats;
        let again = match threats
            .iter()
            .any(|t| !model.blockers[t.blocker].holds_person)
        {
            true => classes.map(|expedite| self.bench(model, stage, kind, expedite, true)),
            false => bench,
        };
        let mut lines = Vec::new();
        for from in std::iter::once(None).chain((0..stage).map(Some)) {
            let comes = door::leads(model, stage, kind, from)
                .then(|| self.door(model, stage, kind, from, &caps));
            lines.push(comes.unwrap_or_default());
        }
        let caps_are_none = caps.is_empty() && self.groups.is_empty();
        let gives = pushes::gives(model, &self.pushes, stage, kind);
        let passage = &mut self.passages[stage * self.types + kind];
        passage.gives = gives;
        passage.owner = self.owners[kind];
        passage.may_stop = self.preempts || gives || !passage.threats.is_empty();
        passage.counted = self.lends || !minimums.is_empty();
        (passage.minimums, passage.lines) = (minimums, lines);
        (passage.bench, passage.again) = (bench, again);
        passage.caps = caps;
        let is_brim = self.max[stage] == self.brim[stage];
        let plain = caps_are_none && !passage.counted && !gives;
        passage.plain = plain && passage.patience.is_none() && is_brim;
    }

    /// Notes where items go on to, where that is the same for all of a type.
    fn lead_on(&mut self, model: &Model) {
        for (kind, law) in model.types.iter().enumerate() {
            let first = law.route.min();
            self.entrances[kind] = first.and_then(|first| self.onward(model, 0, first, kind));
            for stage in law.route.iter() {
                let next = law.route.from(stage + 1).min();
                let onward = next.and_then(|next| self.onward(model, stage + 1, next, kind));
                self.passages[stage * self.types + kind].onward = onward;
            }
        }
    }

    /// Where items of `kind` go on to from the place by which doors are listed, if they all do.
    fn onward(&self, model: &Model, from: usize, next: StageId, kind: TypeId) -> Option<Onward> {
        let door = self.passage(next, kind).lines.get(from)?;
        let certain = !door::may_pass_by(model, next, kind);
        (certain && door.open | door.forks == 0).then_some(Onward {
            stage: next,
            line: door.first,
        })
    }

    /// The queues of candidates of `kind` that come from `from`: those that exist where the same rules
    /// hold, else new ones, one for each combination of what an item may hold and where it may go.
    fn door(
        &mut self,
        model: &Model,
        stage: StageId,
        kind: TypeId,
        from: Option<StageId>,
        caps: &[usize],
    ) -> Door {
        let (held, open) = self.holds(model, kind, from, caps);
        let (certain, forks) = ahead(model, stage, kind, from);
        let line = |expedite: bool, holds: u64, visits: u64| {
            let open = |cap: &usize| {
                let bit = self.caps[*cap].group;
                bit.is_none_or(|bit| (held | holds) >> bit & 1 == 0)
            };
            let needs = caps.iter().copied().filter(open);
            let (first, more): (Vec<usize>, _) = needs.partition(|&cap| cap < 64);
            Line {
                stage,
                from,
                needs: Set::of(first).0,
                more_needs: more,
                owner: self.owners[kind],
                expedite,
                route: certain.or(Set(visits)),
            }
        };
        let plain = line(false, 0, 0);
        let alike = |(rules, door): &&(Line, Door)| {
            *rules == plain && door.open == open && door.forks == forks
        };
        if let Some((_, door)) = self.doors.iter().find(alike) {
            return *door;
        }
        let classes = [false]
            .into_iter()
            .chain(has_expedite(model).then_some(true));
        let holds = (0..1_u64 << open.count_ones()).map(|c| spread(c, open));
        let visits = (0..1_u64 << forks.count_ones()).map(|c| spread(c, forks));
        let combinations = classes.flat_map(|class| {
            let visits = visits.clone();
            holds
                .clone()
                .flat_map(move |h| visits.clone().map(move |v| (class, h, v)))
        });
        let fresh: Vec<Line> = combinations
            .map(|(class, h, v)| line(class, h, v))
            .collect();
        let door = Door {
            first: self.lines.len(),
            open,
            forks,
        };
        self.into[stage].extend(door.first..door.first + fresh.len());
        self.lines.extend(fresh);
        self.doors.push((plain, door));
        door
    }

    /// Which limits over several stages an item of `kind` done in `from` holds a place of for certain,
    /// and of which it depends on the stages it has passed by.
    fn holds(
        &self,
        model: &Model,
        kind: TypeId,
        from: Option<StageId>,
        caps: &[usize],
    ) -> (u64, u64) {
        let Some(from) = from else { return (0, 0) };
        let groups = caps
            .iter()
            .filter_map(|&cap| Some((self.caps[cap].group?, self.caps[cap].stages)));
        groups.fold((0, 0), |(held, open), (bit, stages)| {
            let inside = stages.and(model.types[kind].route);
            match inside.has(from) {
                true => (held | 1 << bit, open),
                false if inside.before(from).is_empty() => (held, open),
                false => (held, open | 1 << bit),
            }
        })
    }

    /// How many blockers may strike in one visit, at most.
    pub(super) fn most_threats(&self) -> usize {
        let threats = self.passages.iter().map(|passage| passage.threats.len());
        threats.max().unwrap_or_default()
    }

    /// The queue in front of a person.
    fn bench(
        &mut self,
        model: &Model,
        stage: StageId,
        kind: TypeId,
        expedite: bool,
        again: bool,
    ) -> QueueId {
        let route = model.types[kind].route;
        let helps = model
            .minimums
            .iter()
            .enumerate()
            .fold(0_u64, |set, (m, minimum)| {
                let can =
                    minimum.stage > stage && route.has(minimum.stage) && minimum.types.has(kind);
                if can { set | 1 << m } else { set }
            });
        let owner = if shares_people(model) {
            self.owners[kind]
        } else {
            0
        };
        let bench = Bench {
            stage,
            owner,
            expedite,
            preempts: expedite && model.types[kind].preempt,
            helps,
            again,
        };
        let known = self.benches.iter().position(|other| *other == bench);
        known.unwrap_or_else(|| {
            self.benches.push(bench);
            self.benches.len() - 1
        })
    }
}
