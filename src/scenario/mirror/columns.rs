//! What the file says about stages and people.

use super::{Distribution, Planning};
use crate::source::{At, Span};

/// `[[pools]]`
#[derive(Debug, Clone, PartialEq)]
pub struct Pool {
    /// The place of the whole entry.
    pub span: Span,
    /// `name`.
    pub name: Option<At<String>>,
    /// `people`.
    pub people: Option<At<People>>,
    /// `availability`, above 0, at most 1.
    pub availability: Option<At<f64>>,
    /// `prefer`: `downstream`, `upstream` or `oldest`.
    pub prefer: Option<At<String>>,
    /// `focus`.
    pub focus: Option<At<Focus>>,
}

/// `focus` of a pool or of a stage's own people.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Focus {
    /// `items_per_person`: how many items each keeps in hand.
    pub items_per_person: Option<At<People>>,
    /// `switch_cost`: what each further item costs.
    pub switch_cost: Option<At<f64>>,
}

/// How many people.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum People {
    /// So many.
    Number(u64),
    /// `"unlimited"`.
    Unlimited,
}

/// `wip = { max, min, on_low }`, of a stage, of a lane in a stage, of a CONWIP group.
#[derive(Debug, Clone, PartialEq)]
pub struct Wip {
    /// The place of the whole table.
    pub span: Span,
    /// `max`.
    pub max: Option<At<u64>>,
    /// `min`.
    pub min: Option<At<u64>>,
    /// `on_low`: `signal` or `push`.
    pub on_low: Option<At<String>>,
    /// `expedite_over`: how many expedite items may exceed `max`.
    pub expedite_over: Option<At<u64>>,
}

/// What a stage, or a type in a stage (`by_type`), does to an item.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Visit {
    /// `service`: hands-on work.
    pub service: Option<At<Distribution>>,
    /// `elapsed`: time in the column, without people.
    pub elapsed: Option<At<Distribution>>,
    /// `discard`: probability.
    pub discard: Option<At<f64>>,
    /// `skip`: probability.
    pub skip: Option<At<f64>>,
    /// `rework`.
    pub rework: Option<At<Rework>>,
    /// `split`.
    pub split: Option<At<Split>>,
    /// `expire`: how long an item waits here before it is dropped.
    pub expire: Option<At<Distribution>>,
}

/// `rework` of a stage.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Rework {
    /// `probability`.
    pub probability: Option<At<f64>>,
    /// `to`: a stage; this one when left out.
    pub to: Option<At<String>>,
}

/// `split` of a stage.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Split {
    /// `probability`.
    pub probability: Option<At<f64>>,
    /// `into`: how many.
    pub into: Option<At<Distribution>>,
    /// `as`: the type of the parts.
    pub kind: Option<At<String>>,
}

/// `leaves` of a stage: `{ first, every }` or `{ at }`, and `at_most`.
#[derive(Debug, Clone, PartialEq)]
pub struct Leaves {
    /// When the meetings are.
    pub meetings: Planning,
    /// `at_most`: how many items may leave at one.
    pub at_most: Option<At<u64>>,
}

/// `[[stages]]`
#[derive(Debug, Clone, PartialEq)]
pub struct Stage {
    /// The place of the whole entry.
    pub span: Span,
    /// `name`.
    pub name: Option<At<String>>,
    /// `kind`: `ready`, or left out.
    pub kind: Option<At<String>>,
    /// `people`: the stage's own.
    pub people: Option<At<People>>,
    /// `pool`: shared people.
    pub pool: Option<At<String>>,
    /// `availability` of its own people.
    pub availability: Option<At<f64>>,
    /// `prefer` of its own people.
    pub prefer: Option<At<String>>,
    /// `wip`.
    pub wip: Option<Wip>,
    /// `order`: `fifo`, `stage-fifo`, `lifo`, `random`, `value`, `wsjf`.
    pub order: Option<At<String>>,
    /// `hold`: `kanban` or `person`.
    pub hold: Option<At<String>>,
    /// What it does to every item.
    pub visit: Visit,
    /// `focus` of its own people.
    pub focus: Option<At<Focus>>,
    /// `leaves`: the meetings at which done items may leave.
    pub leaves: Option<At<Leaves>>,
    /// `push_cost`: what work costs that was pushed here unfinished.
    pub push_cost: Option<At<f64>>,
    /// `team` whose Sprint Backlog it pulls from.
    pub team: Option<At<String>>,
    /// `by_type`: what it does to items of some types instead.
    pub by_type: Vec<(At<String>, Visit)>,
}
