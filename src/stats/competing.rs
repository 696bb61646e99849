//! Times that were perhaps seen only in part.

use super::Logarithmic;
use super::bins::{Bin, Slot};
use std::borrow::Cow;

/// So many times as many must come to be watched later for those who are watched to be too few.
const FEW: u64 = 100;

/// How long it takes until an event, when some are still waiting for it (open), some can no longer
/// reach it (a competing event came first), and some are seen only from a certain age on
/// (entries).
///
/// The estimator is that of Aalen and Johansen (O. O. Aalen, S. Johansen, "An empirical transition
/// matrix for non-homogeneous Markov chains based on censored observations", Scand. J. Statist. 5,
/// 1978), with left truncation; without competing events it is Kaplan and Meier's. Its steps are
/// the bins of [`Logarithmic`]: times are exact where the values in a bin are all the same, and
/// otherwise at most 0.4 % too large. Of equal ages the order is: entries, then events, then open ones, so
/// that whoever is first or last seen at an age counts among those at risk at that age.
///
/// Where hardly anybody is left before others come to be watched at later ages, the estimator would have to
/// conclude from those few that nobody ever gets older. All that can be known there is how it goes on from such
/// an age (W. Y. Tsai, N. P. Jewell, M.-C. Wang, "A note on the product-limit estimator under right censoring
/// and left truncation", Biometrika 74, 1987). So those who are watched before and after it count by their
/// numbers, which is the empirical distribution where nobody is open. "Hardly anybody", in the sense of T. L.
/// Lai, Z. Ying, "Estimating a distribution function with truncated and censored data", Ann. Statist. 19, 1991,
/// is fewer than one in [`FEW`] of those watched later.
#[derive(Debug, Clone, Default)]
pub struct CompetingRisks {
    events: Logarithmic,
    competing: Logarithmic,
    open: Logarithmic,
    withdrawn: Logarithmic,
    entries: Logarithmic,
}

impl CompetingRisks {
    /// The event came at this age.
    #[inline]
    pub fn push_event(&mut self, age: u64) {
        self.events.push(age);
    }

    /// Events came at these ages.
    pub fn push_events(&mut self, ages: &[u64]) {
        self.events.push_all(ages);
    }

    /// A competing event came at this age.
    #[inline]
    pub fn push_competing(&mut self, age: u64) {
        self.competing.push(age);
    }

    /// Nothing had come by this age, and no more is known.
    #[inline]
    pub fn push_open(&mut self, age: u64) {
        self.open.push(age);
    }

    /// Takes back an entry at this age: the one that was watched from then on is not watched any more, and nothing
    /// else will be pushed for it. (At this age one leaves, too, without being an open one.)
    pub fn withdraw_entry(&mut self, age: u64) {
        if age > 0 {
            self.withdrawn.push(age);
        }
    }

    /// One of those pushed otherwise was watched only from this age on. Age 0 says nothing new.
    #[inline]
    pub fn push_entry(&mut self, age: u64) {
        if age > 0 {
            self.entries.push(age);
        }
    }

    /// Takes in everything another one has seen; in any order the result is the same.
    pub fn merge(&mut self, other: &Self) {
        self.events.merge(&other.events);
        self.competing.merge(&other.competing);
        self.open.merge(&other.open);
        self.withdrawn.merge(&other.withdrawn);
        self.entries.merge(&other.entries);
    }

    /// The same, and leaves the other one empty; its room stays.
    pub fn absorb(&mut self, other: &mut Self) {
        self.events.absorb(&mut other.events);
        self.competing.absorb(&mut other.competing);
        self.open.absorb(&mut other.open);
        self.withdrawn.absorb(&mut other.withdrawn);
        self.entries.absorb(&mut other.entries);
    }

    /// Takes in those of another one that never reached the event there, and so do not reach this later one
    /// either.
    pub fn merge_unreached(&mut self, earlier: &Self) {
        self.competing.merge(&earlier.competing);
        self.open.merge(&earlier.open);
        self.withdrawn.merge(&earlier.withdrawn);
        self.entries.merge(&earlier.entries);
    }

    /// How many events.
    pub fn events(&self) -> u64 {
        self.events.n()
    }

    /// How many competing events.
    pub fn competing(&self) -> u64 {
        self.competing.n()
    }

    /// How many are open.
    pub fn open(&self) -> u64 {
        self.open.n()
    }

    /// The ages at the event, as they were seen.
    pub fn observed(&self) -> &Logarithmic {
        &self.events
    }

    /// The smallest age at an event.
    pub fn min(&self) -> Option<u64> {
        self.events.min()
    }

    /// The largest age at an event.
    pub fn max(&self) -> Option<u64> {
        self.events.max()
    }

    /// The mean age at the event, of those that reached it.
    pub fn mean(&self) -> Option<f64> {
        self.events.mean()
    }

    /// The quantile `p` of the age at the event, among those that reach it; see
    /// [`Curve::quantile`]. For several quantiles make the [`CompetingRisks::curve`] once.
    pub fn quantile(&self, p: f64) -> Option<u64> {
        self.curve().quantile(p)
    }

    /// The estimated distribution of the age at the event.
    pub fn curve(&self) -> Curve {
        if self.open.n() + self.withdrawn.n() + self.entries.n() == 0 {
            return Curve::plain(&self.events);
        }
        self.estimate()
    }

    /// Those that were watched to an age at which nothing had come.
    fn unseen(&self) -> Cow<'_, Logarithmic> {
        if self.withdrawn.n() == 0 {
            return Cow::Borrowed(&self.open);
        }
        let mut unseen = self.open.clone();
        unseen.merge(&self.withdrawn);
        Cow::Owned(unseen)
    }

    /// The estimator proper: the cumulative incidence step by step, then divided by the share that
    /// reaches the event or is still open at the end.
    fn estimate(&self) -> Curve {
        let steps = self.steps();
        let ends = self.ends();
        let share = |count: u64| count as f64 / ends.max(1) as f64;
        let mut surviving = share(ends.saturating_sub(self.entries.n()));
        let (mut incidence, mut reached) = (0.0, Vec::new());
        for part in parts(&steps) {
            surviving += share(part.iter().map(|step| step.entering).sum());
            for step in part {
                if step.events > 0 {
                    incidence += surviving * step.events as f64 / step.exposed as f64;
                    reached.push((step.age, incidence));
                }
                if step.ends() > 0 {
                    surviving *= 1.0 - step.ends() as f64 / step.exposed as f64;
                }
            }
        }
        Curve::of(reached, incidence + surviving)
    }

    /// All who were watched.
    fn ends(&self) -> u64 {
        self.events.n() + self.competing.n() + self.open.n() + self.withdrawn.n()
    }

    /// What happens, bin by bin.
    fn steps(&self) -> Vec<Step> {
        let mut at_risk = self.ends().saturating_sub(self.entries.n());
        let unseen = self.unseen();
        let kinds = [&self.events, &self.competing, &unseen, &self.entries];
        let kinds = kinds.map(Logarithmic::bins);
        let mut rows = kinds.map(|kind| kind.all().into_iter().peekable());
        let next = || {
            let firsts = rows.iter_mut().filter_map(|row| Some(row.peek()?.0));
            let number = firsts.min()?;
            let bins = rows.each_mut().map(|row| {
                let bin = row.next_if(|bin| bin.0 == number);
                bin.map_or(Bin::EMPTY, |(_, bin)| bin)
            });
            let step = Step::new(bins, at_risk);
            at_risk = step.left;
            Some(step)
        };
        std::iter::from_fn(next).collect()
    }
}

/// The steps in parts that end where so few are left that [`FEW`] times as many come to be watched later.
fn parts(steps: &[Step]) -> Vec<&[Step]> {
    let (mut parts, mut rest) = (Vec::new(), steps);
    let mut most = 0;
    for (n, step) in steps.iter().enumerate().rev() {
        if step.left * FEW < most
            && let Some((before, part)) = rest.split_at_checked(n + 1)
        {
            parts.push(part);
            rest = before;
        }
        most = most.max(step.exposed);
    }
    parts.push(rest);
    parts.reverse();
    parts
}

/// What happens in one bin.
struct Step {
    /// The largest age at an event.
    age: u64,
    events: u64,
    competing: u64,
    /// How many come to be watched in it.
    entering: u64,
    /// How many were watched when that happened, and how many are after all.
    exposed: u64,
    left: u64,
}

impl Step {
    /// A bin of events, competing events, open ones and entries, of `at_risk` that were watched so far. Within a bin the
    /// order of the kinds is that of the largest ages in it, which is the true order where each kind has one age only.
    fn new([event, competing, open, entry]: [Bin<u64>; 4], at_risk: u64) -> Self {
        let last = event.max.max(competing.max);
        let ends = event.count + competing.count;
        let entering = if entry.max <= last { entry.count } else { 0 };
        let leaving = if open.max < last { open.count } else { 0 };
        let exposed = (at_risk + entering).saturating_sub(leaving);
        Self {
            age: event.max,
            events: event.count,
            competing: competing.count,
            entering: entry.count,
            // Those that enter and leave within one bin are at risk in it, whatever the order says.
            exposed: exposed.max(ends),
            left: (at_risk + entry.count).saturating_sub(ends + open.count),
        }
    }

    /// Events of both kinds.
    fn ends(&self) -> u64 {
        self.events + self.competing
    }
}

/// The share of those that reach an event (or may still reach it) that has reached it, by age.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Curve {
    steps: Vec<(u64, f64)>,
}

impl Curve {
    /// The empirical distribution of fully seen values.
    fn plain(values: &Logarithmic) -> Self {
        let n = values.n() as f64;
        let mut below = 0;
        let steps = values.iter().map(|(value, count)| {
            below += count;
            (value, below as f64 / n)
        });
        Self {
            steps: steps.collect(),
        }
    }

    /// Steps of the cumulative incidence as shares of `whole`; none if that is nothing.
    fn of(mut steps: Vec<(u64, f64)>, whole: f64) -> Self {
        if whole <= 0.0 {
            return Self::default();
        }
        for (_, share) in &mut steps {
            *share = (*share / whole).min(1.0);
        }
        Self { steps }
    }

    /// Ages at which the share rises, in ascending order, with the share reached at each.
    pub fn steps(&self) -> &[(u64, f64)] {
        &self.steps
    }

    /// The share at the end: below 1 when some may still reach the event. 0 without events.
    pub fn reached(&self) -> f64 {
        self.steps.last().map_or(0.0, |&(_, share)| share)
    }

    /// The smallest age by which at least the share `p` has reached the event; `None` above
    /// [`Curve::reached`]: then it lies beyond what was seen.
    pub fn quantile(&self, p: f64) -> Option<u64> {
        // Rounding in the products of the estimator must not push a quantile one step on.
        let enough = p * (1.0 - 1e-12);
        let index = self.steps.partition_point(|&(_, share)| share < enough);
        self.steps.get(index).map(|&(age, _)| age)
    }
}
