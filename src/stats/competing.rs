//! Times that were perhaps seen only in part.

use super::Logarithmic;
use super::bins::Bins;
use std::borrow::Cow;

/// How long it takes until an event, when some are still waiting for it (open), some can no longer
/// reach it (a competing event came first), and some are seen only from a certain age on
/// (entries).
///
/// The estimator is that of Aalen and Johansen (O. O. Aalen, S. Johansen, "An empirical transition
/// matrix for non-homogeneous Markov chains based on censored observations", Scand. J. Statist. 5,
/// 1978), with left truncation; without competing events it is Kaplan and Meier's. Its steps are
/// the bins of [`Logarithmic`]: times are exact where the values in a bin are all the same, and
/// otherwise at most 0.4 % too large. Of equal ages the order is: events, then open ones, then
/// entries, so that whoever is last seen at an age counts among those at risk at that age, and
/// whoever enters at it does not.
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

    /// Takes in those of another one that never reached the event there, and so do not reach this later one
    /// either.
    pub fn merge_unreached(&mut self, earlier: &Self) {
        self.competing.merge(&earlier.competing);
        self.open.merge(&earlier.open);
        self.withdrawn.merge(&earlier.withdrawn);
        self.entries.merge(&earlier.entries);
    }

    /// Forgets everything, keeps the room.
    pub fn clear(&mut self) {
        self.events.clear();
        self.competing.clear();
        self.open.clear();
        self.withdrawn.clear();
        self.entries.clear();
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
        let ends = self.events.n() + self.competing.n() + self.open.n() + self.withdrawn.n();
        let mut at_risk = ends.saturating_sub(self.entries.n());
        let (mut surviving, mut incidence) = (1.0, 0.0);
        let mut steps = Vec::new();
        let unseen = self.unseen();
        let kinds = [&self.events, &self.competing, &unseen, &self.entries];
        let kinds = kinds.map(Logarithmic::bins);
        for number in numbers(&kinds) {
            let step = step(&kinds, number);
            at_risk = (at_risk + step.entering_first).saturating_sub(step.leaving_first);
            // Those that enter and leave within one bin are at risk in it, whatever the order says.
            let exposed = at_risk.max(step.events + step.competing) as f64;
            if step.events > 0 {
                incidence += surviving * step.events as f64 / exposed;
                steps.push((step.age, incidence));
            }
            if step.events + step.competing > 0 {
                surviving *= 1.0 - (step.events + step.competing) as f64 / exposed;
            }
            at_risk = (at_risk + step.entering_last)
                .saturating_sub(step.events + step.competing + step.leaving_last);
        }
        Curve::of(steps, incidence + surviving)
    }
}

/// The bins of events, competing events, open ones and entries.
type Kinds<'a> = [Cow<'a, Bins<u64>>; 4];

/// The numbers of all bins that hold something, in order.
fn numbers(kinds: &Kinds<'_>) -> Vec<usize> {
    let all = kinds.iter().flat_map(|kind| kind.iter());
    let mut numbers: Vec<usize> = all.map(|(number, _)| number).collect();
    numbers.sort_unstable();
    numbers.dedup();
    numbers
}

/// What happens in one bin. Within a bin the order of the kinds is that of the largest ages in
/// it, which is the true order where each kind has one age only.
fn step(kinds: &Kinds<'_>, number: usize) -> Step {
    let [event, competing, open, entry] = kinds.each_ref().map(|kind| kind.get(number));
    let last = event.max.max(competing.max);
    let before = |age: u64, count: u64| if age < last { (count, 0) } else { (0, count) };
    let (entering_first, entering_last) = before(entry.max, entry.count);
    let (leaving_first, leaving_last) = before(open.max, open.count);
    Step {
        age: event.max,
        events: event.count,
        competing: competing.count,
        entering_first,
        leaving_first,
        entering_last,
        leaving_last,
    }
}

/// What happens in one bin, in this order: some enter and some leave unseen, then the events, then
/// more enter and leave.
struct Step {
    age: u64,
    events: u64,
    competing: u64,
    entering_first: u64,
    leaving_first: u64,
    entering_last: u64,
    leaving_last: u64,
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
