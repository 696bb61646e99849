//! Result paths: `lead_time.p85`, `types.bug.discard_rate`, `plannings[0].ready_enough`.
//!
//! A path names a number of the [`Forecast`](super::Forecast) as its JSON does; `flow.` and `flow.total.`
//! may be left out, and goals go by their name. Bare `ready_enough` is the mean over teams and plannings,
//! `people` the sum over pools. Whoever compares settings, sweeps over them or looks for the best of them
//! asks by path, and learns from [`Place`] what each trial adds to the number.

mod rows;

use super::quantity::{Field, Looked, Quantity, Sample};
use crate::model::{Model, Set};
use crate::observe::{Groups, Observations, output_order};
use rows::{At, Row};
pub use rows::{Good, Unit};
use std::fmt;

/// A path as it was written, step by step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ResultPath {
    steps: Vec<String>,
}

/// A path that leads nowhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoSuchResult {
    /// The step that is not known.
    pub step: String,
    /// What could stand there.
    pub known: Vec<String>,
}

/// Where a path leads in the results of a model.
#[derive(Debug, Clone, Copy)]
pub struct Place {
    row: &'static Row,
    id: usize,
    part: Option<usize>,
    types: Set,
    field: Field,
}

/// What the reader of one number remembers from trial to trial.
#[derive(Debug, Clone, Copy, Default)]
pub struct Reader {
    looked: Looked,
}

/// What a trial adds to a number.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Part {
    /// Numerator and denominator of the mean; (0, 0) where the trial says nothing.
    pub pair: [f64; 2],
    /// The number in this trial alone, NaN where there is none.
    pub alone: f64,
}

impl ResultPath {
    /// The path of these steps.
    pub fn of<S: Into<String>>(steps: impl IntoIterator<Item = S>) -> Self {
        Self {
            steps: steps.into_iter().map(Into::into).collect(),
        }
    }

    /// Reads a path: steps with points between them, those with points or spaces in quotes, places in lists
    /// in brackets. What may be left out is left out.
    pub fn parse(text: &str) -> Self {
        let mut steps = Vec::new();
        let (mut step, mut quote) = (String::new(), None);
        for letter in text.trim().chars() {
            match (quote, letter) {
                (Some(open), _) if letter == open => quote = None,
                (None, '"' | '\'') => quote = Some(letter),
                (None, '.' | '[' | ']') => end(&mut steps, &mut step),
                _ => step.push(letter),
            }
        }
        end(&mut steps, &mut step);
        let first =
            |steps: &Vec<String>, name| steps.len() > 1 && steps.first().is_some_and(|s| s == name);
        for left_out in ["flow", "total"] {
            if first(&steps, left_out) {
                steps.remove(0);
            }
        }
        Self { steps }
    }

    /// Whose number it is, where it goes by a name: a type, a stage, a goal, …
    pub fn whose(&self) -> Option<&str> {
        match self.steps.as_slice() {
            [list, name, ..] if list != "plannings" && WHO.contains(&list.as_str()) => Some(name),
            _ => None,
        }
    }

    /// Where the path leads in the results of a model.
    ///
    /// # Errors
    /// Where it leads nowhere: the step that is not known, with those that are.
    pub fn locate(&self, model: &Model) -> Result<Place, NoSuchResult> {
        Walk {
            model,
            steps: &self.steps,
        }
        .start()
    }

    /// Where the path leads in the results of another model than that for which it was written: to the
    /// planning of the same team at the same time, and to what has the same name. `None` where that does
    /// not exist.
    pub fn locate_as(&self, written_for: &Model, model: &Model) -> Option<Place> {
        let [list, index, rest @ ..] = self.steps.as_slice() else {
            return self.locate(model).ok();
        };
        if list != "plannings" {
            return self.locate(model).ok();
        }
        let (at, team, _) = *output_order(written_for).get(index.parse::<usize>().ok()?)?;
        let name = &written_for.teams.get(team)?.name;
        let same = |(time, team, _): &(u64, usize, usize)| {
            *time == at && model.teams.get(*team).is_some_and(|t| t.name == *name)
        };
        let there = output_order(model).iter().position(same)?;
        let steps = ["plannings".to_owned(), there.to_string()];
        Self::of(steps.into_iter().chain(rest.iter().cloned()))
            .locate(model)
            .ok()
    }
}

fn end(steps: &mut Vec<String>, step: &mut String) {
    if !step.is_empty() {
        steps.push(std::mem::take(step));
    }
}

impl fmt::Display for ResultPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, step) in self.steps.iter().enumerate() {
            let point = if place == 0 { "" } else { "." };
            let listed = self.steps.first().is_some_and(|list| list == "plannings");
            match step.parse::<usize>() {
                Ok(_) if place == 1 && listed => write!(f, "[{step}]")?,
                _ if step.contains([' ', '.', '[', ']']) => write!(f, "{point}\"{step}\"")?,
                _ => write!(f, "{point}{step}")?,
            }
        }
        Ok(())
    }
}

impl Place {
    /// What a Product Owner calls the number.
    pub fn words(&self) -> &'static str {
        self.row.words
    }

    /// Which direction is better.
    pub fn good(&self) -> Good {
        self.row.good
    }

    /// What it counts.
    pub fn unit(&self) -> Unit {
        self.row.unit
    }

    /// Which number of the quantity is meant.
    pub fn field(&self) -> Field {
        self.field
    }

    /// What the latest trial adds.
    pub fn part(&self, model: &Model, seen: &Observations, reader: &mut Reader) -> Part {
        let quantity = self.quantity(model, seen);
        let pair = quantity.latest(&mut reader.looked);
        Part {
            pair,
            alone: quantity.compared(self.field, pair),
        }
    }

    /// Is the number 1 or 0 in every trial, so that its mean is a chance?
    pub fn is_chance(&self, model: &Model, seen: &Observations) -> bool {
        matches!(
            self.quantity(model, seen),
            Quantity::Chance(_) | Quantity::Not(_)
        )
    }

    /// The number, where it is known without a trial: how many people there are, how high a limit is.
    pub fn known(&self, model: &Model) -> Option<f64> {
        match self.quantity(model, &Observations::new(model)) {
            Quantity::Fixed(number) => Some(number),
            _ => None,
        }
    }

    /// What percentiles of it are made from.
    pub fn sample(&self, model: &Model, seen: &Observations) -> Sample {
        self.quantity(model, seen).sample()
    }

    /// The number itself, as the result gives it.
    pub fn value(&self, model: &Model, seen: &Observations) -> Option<f64> {
        match self.field {
            Field::Mean => self.quantity(model, seen).mean(),
            Field::Percentile(p) => self.sample(model, seen).percentile(p),
        }
    }

    /// The same place, but for the number of the quantity: do both need the same sample?
    pub fn shares_sample(&self, other: &Self) -> bool {
        let place = |p: &Self| (p.id, p.part, p.types);
        std::ptr::eq(self.row, other.row) && place(self) == place(other)
    }

    fn quantity<'a>(&self, model: &'a Model, seen: &'a Observations) -> Quantity<'a> {
        (self.row.read)(At {
            model,
            seen,
            id: self.id,
            part: self.part,
            types: self.types,
        })
    }
}

/// Lists of what has numbers of its own.
const WHO: [&str; 10] = [
    "plannings",
    "goals",
    "types",
    "lanes",
    "sources",
    "stages",
    "pools",
    "teams",
    "blockers",
    "allocation",
];

/// Names of percentiles.
const PERCENTILES: [(&str, u8); 6] = [
    ("p5", 5),
    ("p15", 15),
    ("p50", 50),
    ("p70", 70),
    ("p85", 85),
    ("p95", 95),
];

/// Which numbers the result gives of a quantity.
fn fields(row: &Row) -> Vec<Field> {
    let percentiles = |list: &[u8]| list.iter().map(|p| Field::Percentile(*p)).collect();
    match row.name {
        "reached" => percentiles(&[50, 70, 85, 95]),
        "ready_enough" | "short_of" | "by" | "never" | "wait" | "people" => vec![Field::Mean],
        _ => [vec![Field::Mean], percentiles(&[5, 15, 50, 85, 95])].concat(),
    }
}

/// Going down a path.
struct Walk<'a> {
    model: &'a Model,
    steps: &'a [String],
}

type Found = Result<Place, NoSuchResult>;

impl Walk<'_> {
    fn start(&self) -> Found {
        let model = self.model;
        match self.step(0) {
            "plannings" => self.planning(),
            "goals" => self.named(&names(&model.goals, |g| &g.name), rows::GOAL),
            "types" => self.group(&names(&model.types, |t| &t.name), Groups::of_type),
            "lanes" => self.group(&names(&model.lanes, |l| &l.name), Groups::of_lane),
            "sources" => self.group(&names(&model.sources, |s| s), Groups::of_source),
            "stages" => self.named(&names(&model.stages, |s| &s.name), rows::STAGE),
            "pools" => self.named(&names(&model.pools, |p| &p.name), rows::POOL),
            "teams" if model.delivers() => {
                self.named(&names(&model.teams, |t| &t.name), rows::TEAM)
            }
            "blockers" => self.named(&names(&model.blockers, |b| &b.source), rows::BLOCKER),
            "allocation" => self.named(&owners(model), rows::ALLOCATION),
            _ => self.whole(),
        }
    }

    fn step(&self, depth: usize) -> &str {
        self.steps.get(depth).map_or("", String::as_str)
    }

    /// A number over the whole board.
    fn whole(&self) -> Found {
        let bare = self.row(rows::WHOLE, 0, 0, None, Set::default());
        let total = || {
            self.row(
                rows::FLOW,
                0,
                0,
                None,
                Groups::new(self.model)
                    .sets()
                    .first()
                    .copied()
                    .unwrap_or_default(),
            )
        };
        bare.or_else(|_| total()).map_err(|mut unknown| {
            let all = rows::WHOLE.iter().map(|r| r.name).chain(WHO);
            if unknown.step == self.step(0) {
                unknown.known.extend(all.map(str::to_owned));
            }
            unknown
        })
    }

    /// A number of a planning.
    fn planning(&self) -> Found {
        let order = output_order(self.model);
        let index = self
            .step(1)
            .parse()
            .ok()
            .filter(|&n: &usize| n < order.len());
        let id = index.ok_or_else(|| {
            let last = order.len().saturating_sub(1);
            self.unknown(1, vec![format!("a place in the list, from 0 to {last}")])
        })?;
        let (splits, needs) = (rows::PLANNING_SPLIT, rows::PLANNING_NEEDS);
        let known = |rows: &[Row]| rows.iter().any(|row| row.name == self.step(2));
        if known(splits) {
            return self.part(splits, id, |list, name| split(self.model, list, name));
        }
        if known(needs) {
            let team = order
                .get(id)
                .and_then(|(_, team, _)| self.model.teams.get(*team));
            let needs_of = |list: &str, name: &str| {
                let mut needs = team?.needs.iter();
                needs.position(|n| n.name == name && n.lane == (list == "lanes"))
            };
            return self.part(needs, id, needs_of);
        }
        self.row(rows::PLANNING, 2, id, None, Set::default())
            .map_err(|mut unknown| {
                if unknown.step == self.step(2) {
                    unknown
                        .known
                        .extend(splits.iter().chain(needs).map(|r| r.name.to_owned()));
                }
                unknown
            })
    }

    /// A number of a planning in total, of a type or of a lane: `ready.types.bug.p15`.
    fn part(
        &self,
        rows: &'static [Row],
        id: usize,
        find: impl Fn(&str, &str) -> Option<usize>,
    ) -> Found {
        let (depth, part) = match (self.step(3), self.step(4)) {
            ("total", _) => (4, None),
            ("types" | "lanes", name) => {
                let part = find(self.step(3), name);
                let part = part.ok_or_else(|| self.unknown(4, Vec::new()))?;
                (5, Some(part))
            }
            _ => (3, None),
        };
        let row = rows.iter().find(|row| row.name == self.step(2));
        let row = row.ok_or_else(|| self.unknown(2, Vec::new()))?;
        Ok(Place {
            row,
            id,
            part,
            types: Set::default(),
            field: self.field(depth, row)?,
        })
    }

    /// A number of an entry that goes by its name, or by its place.
    fn named(&self, names: &[String], rows: &'static [Row]) -> Found {
        let id = self.entry(names)?;
        self.row(rows, 2, id, None, Set::default())
    }

    fn entry(&self, names: &[String]) -> Result<usize, NoSuchResult> {
        let by_name = names.iter().position(|name| name == self.step(1));
        let by_place = || {
            self.step(1)
                .parse()
                .ok()
                .filter(|&n: &usize| n < names.len() && self.step(0) == "goals")
        };
        by_name
            .or_else(by_place)
            .ok_or_else(|| self.unknown(1, names.to_vec()))
    }

    /// A number of the flow of some types.
    fn group(&self, names: &[String], group: fn(&Groups, usize) -> usize) -> Found {
        let groups = Groups::new(self.model);
        let id = group(&groups, self.entry(names)?);
        let types = groups.sets().get(id).copied().unwrap_or_default();
        self.row(rows::FLOW, 2, id, None, types)
    }

    /// The row whose name stands at `depth`, perhaps in two steps, with the field behind it.
    fn row(
        &self,
        rows: &'static [Row],
        depth: usize,
        id: usize,
        part: Option<usize>,
        types: Set,
    ) -> Found {
        let one = self.step(depth);
        let two = format!("{one}.{}", self.step(depth + 1));
        let found = rows.iter().find_map(|row| match row.name {
            name if name == one => Some((row, depth + 1)),
            name if name == two => Some((row, depth + 2)),
            _ => None,
        });
        let (row, depth) = found.ok_or_else(|| {
            self.unknown(depth, rows.iter().map(|row| row.name.to_owned()).collect())
        })?;
        let field = self.field(depth, row)?;
        Ok(Place {
            row,
            id,
            part,
            types,
            field,
        })
    }

    /// Which number of the quantity is meant: the mean unless a percentile is named.
    fn field(&self, depth: usize, row: &Row) -> Result<Field, NoSuchResult> {
        let fields = fields(row);
        let found = match self.step(depth) {
            "" | "mean" | "probability" => Some(Field::Mean),
            name => PERCENTILES
                .iter()
                .find(|(n, _)| *n == name)
                .map(|&(_, p)| Field::Percentile(p)),
        };
        let found = found.filter(|field| fields.contains(field));
        // An instant of a goal is its day.
        let days = found.is_some() && self.step(depth + 1) == "day";
        let end = if days { depth + 2 } else { depth + 1 };
        match found {
            None => {
                let known = PERCENTILES
                    .iter()
                    .filter(|(_, p)| fields.contains(&Field::Percentile(*p)));
                let mean = fields.contains(&Field::Mean).then_some("mean");
                let known = mean.into_iter().chain(known.map(|(name, _)| *name));
                Err(self.unknown(depth, known.map(str::to_owned).collect()))
            }
            Some(_) if !self.step(end).is_empty() => Err(self.unknown(end, Vec::new())),
            Some(field) => Ok(field),
        }
    }

    fn unknown(&self, depth: usize, known: Vec<String>) -> NoSuchResult {
        NoSuchResult {
            step: self.step(depth).to_owned(),
            known,
        }
    }
}

fn names<T>(list: &[T], name: fn(&T) -> &String) -> Vec<String> {
    list.iter().map(|entry| name(entry).clone()).collect()
}

fn owners(model: &Model) -> Vec<String> {
    let owners = model.allocation.iter().flat_map(|a| &a.owners);
    owners.map(|owner| owner.name.clone()).collect()
}

/// The place of a type or a lane among the parts of a planning's counts.
fn split(model: &Model, list: &str, name: &str) -> Option<usize> {
    let lane = || model.lanes.iter().position(|lane| lane.name == name);
    match list {
        "types" => model.types.iter().position(|kind| kind.name == name),
        _ => lane().map(|lane| model.types.len() + lane),
    }
}
