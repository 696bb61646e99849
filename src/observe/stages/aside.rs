//! Stays that have ended and are not yet in the statistics of their stage.

use crate::model::Ticks;

/// So many are put aside before they are sorted into the statistics.
const ROOM: usize = 2048;

/// Room for a time of each of them.
pub(super) type Room = [Ticks; ROOM];

/// Such room.
pub(super) fn room() -> Box<Room> {
    Box::new([0; ROOM])
}

/// How stays were spent: a row for each [`crate::engine::State`], in which each stay has a place, since what is done
/// with many of them is done state by state.
#[derive(Debug, Clone)]
pub(super) struct Aside {
    times: Box<[Room; 4]>,
    used: usize,
}

impl Default for Aside {
    fn default() -> Self {
        Self {
            times: Box::new([[0; ROOM]; 4]),
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
        let place = self.used % ROOM;
        for (times, time) in self.times.iter_mut().zip(stay) {
            times[place] = time;
        }
        self.used += 1;
    }

    /// The stay put aside last was longer by so much; false if there is none.
    pub fn prolong(&mut self, more: &[Ticks; 4]) -> bool {
        let Some(place) = self.used.checked_sub(1) else {
            return false;
        };
        for (times, more) in self.times.iter_mut().zip(more) {
            times[place % ROOM] += more;
        }
        true
    }

    /// Forgets all but so many.
    pub fn truncate(&mut self, stays: usize) {
        self.used = self.used.min(stays);
    }

    /// How long each stay was in all.
    pub fn lengths(&self) -> Vec<Ticks> {
        let [a, b, c, d] = self.after(0);
        let stays = a.iter().zip(b).zip(c).zip(d);
        stays.map(|(((a, b), c), d)| a + b + c + d).collect()
    }

    /// Those times in a state that are not zero, in the room given for them.
    pub fn timed<'r>(&self, state: usize, room: &'r mut Room) -> &'r [Ticks] {
        let mut timed = 0;
        let times = self.after(0)[state];
        let ever = times.iter().fold(0, |ever, time| ever | time);
        if ever > 0 {
            let mut keep = |time: Ticks| {
                // Without a branch: nobody can foresee which stays had to wait.
                room[timed % ROOM] = time;
                timed += usize::from(time > 0);
            };
            let (fours, rest) = times.as_chunks::<4>();
            for &[a, b, c, d] in fours {
                [a, b, c, d].into_iter().for_each(&mut keep);
            }
            rest.iter().copied().for_each(keep);
        }
        room.get(..timed).unwrap_or_default()
    }

    /// The times in each state of the stays after the first so many.
    pub fn after(&self, stays: usize) -> [&[Ticks]; 4] {
        let all = self.times.each_ref();
        all.map(|times| times.get(stays..self.used).unwrap_or_default())
    }
}
