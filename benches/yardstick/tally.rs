//! Sums over trials, and the means and standard errors they give.

use super::board::{Board, HORIZON, Outcome, PEOPLE, PLANNINGS, PULL, STAGES, TYPES};

/// Ticks in a day.
const DAY: f64 = 1e9;

/// Count, sum and sum of squares of one number per trial; whole numbers, so that they are exact.
#[derive(Default, Clone, Copy)]
struct Sums {
    sum: u64,
    squares: u64,
}

impl Sums {
    #[inline]
    fn add(&mut self, value: u32) {
        self.sum += u64::from(value);
        self.squares += u64::from(value) * u64::from(value);
    }

    fn estimate(self, trials: u64) -> Estimate {
        Estimate::of(trials as f64, self.sum as f64, self.squares as f64)
    }
}

/// The same for a number with fractions.
#[derive(Default, Clone, Copy)]
struct Moments {
    sum: f64,
    squares: f64,
}

impl Moments {
    #[inline]
    fn add(&mut self, value: f64) {
        self.sum += value;
        self.squares += value * value;
    }

    fn estimate(self, trials: u64) -> Estimate {
        Estimate::of(trials as f64, self.sum, self.squares)
    }
}

/// A sum per item of each trial, pooled over all trials' items.
#[derive(Default, Clone, Copy)]
struct PerItem {
    items: f64,
    sum: f64,
    items_squared: f64,
    squares: f64,
    products: f64,
}

impl PerItem {
    #[inline]
    fn add(&mut self, items: f64, sum: f64) {
        self.items += items;
        self.sum += sum;
        self.items_squared += items * items;
        self.squares += sum * sum;
        self.products += items * sum;
    }

    /// The ratio of the sums; its standard error by the delta method, the trial being the unit.
    fn estimate(self) -> Estimate {
        let ratio = self.sum / self.items;
        let residual =
            self.squares - 2.0 * ratio * self.products + ratio * ratio * self.items_squared;
        Estimate {
            mean: ratio,
            se: residual.max(0.0).sqrt() / self.items,
        }
    }
}

/// A mean and its standard error.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Estimate {
    /// The mean.
    pub mean: f64,
    /// Its standard error.
    pub se: f64,
}

impl Estimate {
    fn of(n: f64, sum: f64, squares: f64) -> Self {
        let mean = sum / n;
        let variance = (squares - sum * mean).max(0.0) / (n - 1.0).max(1.0);
        Self {
            mean,
            se: (variance / n).sqrt(),
        }
    }
}

/// One planning over all trials.
#[derive(Default, Clone, Copy)]
struct PlanningTally {
    enough: Sums,
    ready: Sums,
    ready_by_type: [Sums; TYPES],
    pulled: Sums,
    pulled_by_type: [Sums; TYPES],
}

/// All trials.
#[derive(Default, Clone)]
pub struct Tally {
    trials: u64,
    plannings: [PlanningTally; PLANNINGS],
    arrived: Sums,
    ready: Sums,
    ready_by_type: [Sums; TYPES],
    discarded: [Sums; STAGES],
    wip: [Moments; STAGES],
    utilisation: [Moments; STAGES],
    lead: PerItem,
    cycle: PerItem,
}

/// What can be said of one planning.
pub struct PlanningEstimates {
    /// P(at least as many ready as the planning pulls).
    pub enough: Estimate,
    /// On the shelf before the pull.
    pub ready: Estimate,
    /// The same by type.
    pub ready_by_type: [Estimate; TYPES],
    /// Pulled.
    pub pulled: Estimate,
    /// The same by type.
    pub pulled_by_type: [Estimate; TYPES],
}

/// What can be said of the whole board.
pub struct Estimates {
    /// Each planning.
    pub plannings: Vec<PlanningEstimates>,
    /// Items that arrived after day 0, a trial.
    pub arrived: Estimate,
    /// Items that reached ready, a trial.
    pub ready: Estimate,
    /// The same by type.
    pub ready_by_type: [Estimate; TYPES],
    /// Items discarded in each stage, a trial.
    pub discarded: [Estimate; STAGES],
    /// Items in each stage, time average.
    pub wip: [Estimate; STAGES],
    /// Share of its people's time worked, by stage.
    pub utilisation: [Estimate; STAGES],
    /// Arrival to ready, days.
    pub lead: Estimate,
    /// First pull to ready, days.
    pub cycle: Estimate,
}

/// Simulates the trials `0..trials`.
pub fn simulate(seed: u64, trials: u64) -> Tally {
    let mut board = Board::new();
    let mut tally = Tally::default();
    for trial in 0..trials {
        tally.add(board.trial(seed, trial));
    }
    tally
}

impl Tally {
    fn add(&mut self, outcome: &Outcome) {
        self.trials += 1;
        for (tally, planning) in self.plannings.iter_mut().zip(&outcome.plannings) {
            let ready = planning.ready.iter().sum();
            tally.enough.add(u32::from(ready >= PULL));
            tally.ready.add(ready);
            tally.pulled.add(planning.pulled.iter().sum());
            add_each(&mut tally.ready_by_type, planning.ready);
            add_each(&mut tally.pulled_by_type, planning.pulled);
        }
        let ready = outcome.ready.iter().sum();
        self.arrived.add(outcome.arrived);
        self.ready.add(ready);
        add_each(&mut self.ready_by_type, outcome.ready);
        add_each(&mut self.discarded, outcome.discarded);
        for (wip, inside) in self.wip.iter_mut().zip(outcome.inside) {
            wip.add(inside as f64 / HORIZON as f64);
        }
        let worked = outcome.worked.iter().zip(PEOPLE);
        for (utilisation, (&worked, people)) in self.utilisation.iter_mut().zip(worked) {
            utilisation.add(worked as f64 / (people as f64 * HORIZON as f64));
        }
        self.lead.add(f64::from(ready), outcome.lead as f64 / DAY);
        self.cycle.add(f64::from(ready), outcome.cycle as f64 / DAY);
    }

    /// Means and standard errors.
    pub fn estimates(&self) -> Estimates {
        let n = self.trials;
        Estimates {
            plannings: self.plannings.iter().map(|p| p.estimates(n)).collect(),
            arrived: self.arrived.estimate(n),
            ready: self.ready.estimate(n),
            ready_by_type: self.ready_by_type.map(|s| s.estimate(n)),
            discarded: self.discarded.map(|s| s.estimate(n)),
            wip: self.wip.map(|s| s.estimate(n)),
            utilisation: self.utilisation.map(|s| s.estimate(n)),
            lead: self.lead.estimate(),
            cycle: self.cycle.estimate(),
        }
    }
}

impl PlanningTally {
    fn estimates(&self, n: u64) -> PlanningEstimates {
        PlanningEstimates {
            enough: self.enough.estimate(n),
            ready: self.ready.estimate(n),
            ready_by_type: self.ready_by_type.map(|s| s.estimate(n)),
            pulled: self.pulled.estimate(n),
            pulled_by_type: self.pulled_by_type.map(|s| s.estimate(n)),
        }
    }
}

fn add_each<const N: usize>(sums: &mut [Sums; N], values: [u32; N]) {
    for (sum, value) in sums.iter_mut().zip(values) {
        sum.add(value);
    }
}
