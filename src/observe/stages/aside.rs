//! Stays that have ended and are not yet in the statistics of their stage.

use crate::model::Ticks;

/// So many are put aside before they are sorted into the statistics.
const ROOM: usize = 1024;

/// How stays were spent: the times of each by [`crate::engine::State`].
#[derive(Debug, Clone)]
pub(super) struct Aside {
    stays: Box<[[Ticks; 4]; ROOM]>,
    used: usize,
}

impl Default for Aside {
    fn default() -> Self {
        Self {
            stays: Box::new([[0; 4]; ROOM]),
            used: 0,
        }
    }
}

impl Aside {
    /// How many stays there are.
    #[inline]
    pub fn len(&self) -> usize {
        self.used
    }

    /// Is there no room for another one?
    #[inline]
    pub fn is_full(&self) -> bool {
        self.used >= ROOM
    }

    /// Puts a stay aside, for which there is room.
    #[inline]
    pub fn push(&mut self, stay: [Ticks; 4]) {
        debug_assert!(!self.is_full());
        self.stays[self.used % ROOM] = stay;
        self.used += 1;
    }

    /// The stay put aside last was longer by so much; false if there is none.
    pub fn prolong(&mut self, more: &[Ticks; 4]) -> bool {
        let Some(place) = self.used.checked_sub(1) else {
            return false;
        };
        let times = self.stays[place % ROOM].iter_mut();
        times.zip(more).for_each(|(time, more)| *time += more);
        true
    }

    /// Forgets all but so many.
    pub fn truncate(&mut self, stays: usize) {
        self.used = self.used.min(stays);
    }

    /// The stays after the first so many.
    pub fn after(&self, stays: usize) -> &[[Ticks; 4]] {
        self.stays.get(stays..self.used).unwrap_or_default()
    }
}

/// Stays taken apart: what is done with many of them is done part by part. (Memory that serves all stages.)
#[derive(Debug)]
pub(super) struct Apart {
    /// How many stays there were, and how long each was in all.
    stays: usize,
    lengths: [Ticks; ROOM],
    /// Those times in each state that are not zero, and how many they are.
    times: [[Ticks; ROOM]; 4],
    timed: [usize; 4],
}

impl Apart {
    /// Of no stays.
    pub fn new() -> Box<Self> {
        Box::new(Self {
            stays: 0,
            lengths: [0; ROOM],
            times: [[0; ROOM]; 4],
            timed: [0; 4],
        })
    }

    /// Takes the stays apart, of which nobody will ask any more.
    pub fn take(&mut self, aside: &mut Aside) {
        let mut timed = [0; 4];
        for (length, stay) in self.lengths.iter_mut().zip(aside.after(0)) {
            *length = stay.iter().sum();
            for state in 0..4 {
                // Without a branch: nobody can foresee which stays had to wait.
                self.times[state][timed[state] % ROOM] = stay[state];
                timed[state] += usize::from(stay[state] > 0);
            }
        }
        (self.stays, self.timed) = (aside.len(), timed);
        aside.truncate(0);
    }

    /// How long each stay was in all.
    pub fn lengths(&self) -> &[Ticks] {
        self.lengths.get(..self.stays).unwrap_or_default()
    }

    /// By state: those times that are not zero, and how many are zero.
    pub fn by_state(&self) -> impl Iterator<Item = (&[Ticks], u64)> {
        let used = self.times.iter().zip(self.timed);
        let times = used.map(|(times, timed)| times.get(..timed).unwrap_or_default());
        times.map(|times| (times, (self.stays - times.len()) as u64))
    }
}
