//! What was seen of the flow in many trials.

use crate::model::Model;
use crate::observe::{Groups, Share};
use crate::stats::{CompetingRisks, Counts, Logarithmic, Ratio, Values, accumulators};

/// Item times of one type, in ticks; discard is the competing event.
///
/// Whoever has not reached ready has not reached done either: of the times to done only what happens from
/// ready on is kept apart.
#[derive(Debug, Clone, Default)]
pub struct TypeSeen {
    /// Arrival to ready.
    pub lead: CompetingRisks,
    /// First pull to ready.
    pub cycle: CompetingRisks,
    /// Arrival to done, of what reached ready.
    pub(in crate::observe) lead_done: CompetingRisks,
    /// First pull to done, of what reached ready.
    pub(in crate::observe) cycle_done: CompetingRisks,
    /// Age of what is in progress at the horizon, since its first pull.
    pub age: Logarithmic,
}

impl TypeSeen {
    /// Arrival to done.
    pub fn lead_done(&self) -> CompetingRisks {
        let mut done = self.lead_done.clone();
        done.merge_unreached(&self.lead);
        done
    }

    /// First pull to done.
    pub fn cycle_done(&self) -> CompetingRisks {
        let mut done = self.cycle_done.clone();
        done.merge_unreached(&self.cycle);
        done
    }
}

accumulators!(TypeSeen {
    lead,
    cycle,
    lead_done,
    cycle_done,
    age
});

/// Per-trial values of one group of types.
#[derive(Debug, Clone, Default)]
pub struct GroupSeen {
    /// Items that arrived.
    pub arrived: Counts,
    /// Parts that came, less items that fell apart.
    pub split: Values,
    /// Delivered items that came back, as a share of what arrived.
    pub failure_demand: Share,
    /// Items that reached ready.
    pub ready: Counts,
    /// Items that were committed.
    pub committed: Counts,
    /// Items that were done.
    pub done: Counts,
    /// Items that were discarded before commitment.
    pub discarded: Counts,
    /// Items that left after it without being done.
    pub aborted: Counts,
    /// Of these: rejected when the work was done.
    pub rejected: Counts,
    /// Of these: dropped because they waited too long.
    pub expired: Counts,
    /// Items that were refused on arrival.
    pub refused: Counts,
    /// Items pulled out of the backlog, as a share of all.
    pub pulled: Share,
    /// Items left of ready, time average.
    pub wip: Values,
    /// Discarded ÷ (discarded + reached ready).
    pub discard_rate: Share,
    /// Worked ÷ cycle time of what reached ready.
    pub efficiency: Share,
    /// Ready by the due date ÷ ready with a due date.
    pub on_time: Share,
    /// Person-days spent on what was discarded.
    pub effort_discarded: Values,
    /// Person-days spent on what was aborted.
    pub effort_aborted: Values,
    /// Growth of the items before ready, per day, over the second half of the horizon.
    pub growth: Values,
    /// Sum (days) and number by trial of the lead, cycle, lead-to-done and cycle-to-done times.
    pub means: [Ratio; 4],
    /// Sum (days) and number by trial of the ages at the horizon.
    pub age_mean: Ratio,
}

accumulators!(GroupSeen {
    arrived,
    split,
    failure_demand,
    ready,
    committed,
    done,
    discarded,
    aborted,
    rejected,
    expired,
    refused,
    pulled,
    wip,
    discard_rate,
    efficiency,
    on_time,
    effort_discarded,
    effort_aborted,
    growth,
    means,
    age_mean
});

/// What was seen of the flow.
#[derive(Debug, Clone)]
pub struct FlowSeen {
    /// By type.
    pub types: Vec<TypeSeen>,
    /// By group, in the order of [`Groups`].
    pub groups: Vec<GroupSeen>,
    /// Share of the items pulled out of the backlog, by owner of the allocation.
    pub owners: Vec<Share>,
}

impl FlowSeen {
    /// Nothing seen yet.
    pub(in crate::observe) fn new(model: &Model, groups: &Groups) -> Self {
        let owners = model.allocation.as_ref().map_or(0, |a| a.owners.len());
        Self {
            types: vec![TypeSeen::default(); model.types.len()],
            groups: vec![GroupSeen::default(); groups.sets().len()],
            owners: vec![Share::default(); owners],
        }
    }
}

accumulators!(FlowSeen {
    types,
    groups,
    owners
});
