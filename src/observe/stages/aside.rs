//! Stays put aside: many are sorted into the statistics at a time.

use super::seen::StageSeen;
use crate::model::Ticks;

/// So many stays are put aside before they are sorted in.
const BATCH: usize = 2048;

/// Times of one kind.
#[derive(Debug, Clone, Default)]
struct Times {
    /// A place for each, once there are any.
    places: Vec<Ticks>,
    used: usize,
    /// How many are of earlier trials.
    mark: usize,
}

impl Times {
    /// One time more; it is kept if `keep` is 1 and not if it is 0. (Without a branch: nobody can foresee which stays
    /// had to wait.)
    #[inline]
    fn put(&mut self, time: Ticks, keep: usize) {
        if let Some(place) = self.places.get_mut(self.used) {
            *place = time;
            self.used += keep;
        }
    }

    /// Those that are kept, which are not kept any more.
    fn take(&mut self) -> &[Ticks] {
        let used = std::mem::take(&mut self.used);
        self.mark = 0;
        self.places.get(..used).unwrap_or_default()
    }
}

/// Stays that are not yet in the statistics: how long each was, and of each state the times that are not zero.
#[derive(Debug, Clone, Default)]
pub(super) struct Aside {
    whole: Times,
    states: [Times; 4],
}

impl Aside {
    /// Is there no room for another stay?
    #[inline]
    pub fn is_full(&self) -> bool {
        self.whole.used >= self.whole.places.len()
    }

    /// Puts a stay aside, for which there is room.
    #[inline]
    pub fn put(&mut self, stay: &[Ticks; 4]) {
        self.whole.put(stay.iter().sum(), 1);
        for (times, &time) in self.states.iter_mut().zip(stay) {
            times.put(time, usize::from(time > 0));
        }
    }

    /// Forgets the stays of this trial.
    pub fn forget(&mut self) {
        self.each(|times| times.used = times.mark);
    }

    /// A new trial.
    pub fn mark(&mut self) {
        self.each(|times| times.mark = times.used);
    }

    /// Sorts all into the statistics.
    pub fn sort_in(&mut self, seen: &mut StageSeen) {
        let stays = self.whole.used as u64;
        seen.cycle_time.push_events(self.whole.take());
        for (times, part) in self.states.iter_mut().zip(&mut seen.parts) {
            let timed = times.take();
            part.times.push_all(timed);
            part.times.push_n(0, stays - timed.len() as u64);
        }
    }

    /// Makes room for the first stays.
    pub fn make_room(&mut self) {
        self.each(|times| times.places.resize(BATCH, 0));
    }

    fn each(&mut self, act: impl FnMut(&mut Times)) {
        let all = std::iter::once(&mut self.whole).chain(&mut self.states);
        all.for_each(act);
    }
}
