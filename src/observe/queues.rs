//! Which queues of candidates to look at when an instant is over.
//!
//! After the pulls of an instant whoever is still a candidate is refused. By what can change only when a
//! queue becomes empty or is no longer so, when a maximum becomes full or free, or when who is first in a
//! backlog changes; so all that is done at most instants is to compare a few words with what they were.

use crate::engine::{Board, Refusal};
use crate::model::{Backlog, LimitKind, Set, StageId, WorkItemType};

/// Sixty-four queues, one bit each.
#[derive(Debug, Clone, Copy, Default)]
struct Word {
    /// Where somebody waited when last seen.
    waiting: u64,
    /// To be looked at.
    stirred: u64,
    /// Where more than maxima decides.
    borrowing: u64,
    /// Those of backlogs, if an unlimited one may put an item first unseen.
    unseen: u64,
}

impl Word {
    /// Is any of them to be looked at, if these are those where somebody waits now?
    #[inline]
    fn has_changed(&self, waiting: u64) -> bool {
        let stirred = (self.stirred | self.borrowing) & waiting;
        stirred | self.waiting ^ waiting != 0
    }
}

/// The queues as they were last seen.
#[derive(Debug)]
pub(super) struct Watch {
    words: Vec<Word>,
    /// Which maxima of several stages or of some types were full, and the queues each may keep out.
    full: Vec<u64>,
    under: Vec<Part>,
    /// Which stages were at their own maximum, which of these let expedite items in, and the queues each may
    /// keep out, itself or behind others.
    at_max: Set,
    ajar: Set,
    behind: Vec<Part>,
    any_unseen: bool,
}

/// Some queues: numbers of words, and bits in them.
type Part = Vec<(usize, u64)>;

impl Watch {
    /// For the queues of a board.
    pub fn new(board: &Board<'_>) -> Self {
        let unlimited = |kind: &WorkItemType| kind.backlog == Backlog::Unlimited;
        let unlimited = board.model.types.iter().any(unlimited);
        let word = |number: usize| Word {
            borrowing: bits(board, number, |line| board.line_borrows(line)),
            unseen: bits(board, number, |line| {
                unlimited && board.line_origin(line).is_none()
            }),
            ..Word::default()
        };
        let words = 0..board.waiting_words().len();
        let part = |has: &dyn Fn(usize) -> bool| -> Part {
            let all = words.clone().map(|word| (word, bits(board, word, has)));
            all.filter(|&(_, bits)| bits != 0).collect()
        };
        let needs = |cap| part(&|line| board.line_needs(line).any(|need| need == cap));
        let stages = 0..board.model.stages.len();
        let all_caps = 64 * board.cap_count().div_ceil(64).max(1);
        Self {
            words: words.clone().map(word).collect(),
            full: vec![0; board.full_words().len()],
            under: (0..64 * board.full_words().len())
                .map(|cap| needs(cap % all_caps))
                .collect(),
            at_max: Set::default(),
            ajar: Set::default(),
            behind: stages
                .map(|stage| part(&|line| may_keep_out(board, stage, line)))
                .collect(),
            any_unseen: unlimited,
        }
    }

    /// A new trial.
    pub fn begin(&mut self) {
        self.full.fill(0);
        (self.at_max, self.ajar) = Default::default();
        for word in &mut self.words {
            (word.waiting, word.stirred) = (0, 0);
        }
    }

    /// An item has joined a backlog's queue in front, or has left it unseen.
    #[inline]
    pub fn stir(&mut self, line: usize) {
        self.words[line >> 6].stirred |= 1 << (line & 63);
    }

    /// An item has been pulled out of a backlog.
    #[inline]
    pub fn leave_backlog(&mut self, line: usize) {
        self.stir(line);
        if self.any_unseen {
            self.words.iter_mut().for_each(|w| w.stirred |= w.unseen);
        }
    }

    /// The instant is over: may what keeps candidates out have changed anywhere?
    #[inline]
    pub fn have_changed(&self, board: &Board<'_>) -> bool {
        if (self.at_max, self.ajar) != (board.stages_at_max(), board.stages_ajar()) {
            return true;
        }
        match (&self.words[..], board.waiting_words()) {
            // So it is on nearly all boards.
            ([word], [waiting]) => word.has_changed(*waiting) || self.full_changed(board),
            (words, waiting) => {
                let mut words = words.iter().zip(waiting);
                words.any(|(word, waiting)| word.has_changed(*waiting)) || self.full_changed(board)
            }
        }
    }

    /// Are other maxima full than were?
    #[inline]
    fn full_changed(&self, board: &Board<'_>) -> bool {
        match (&self.full[..], board.full_words()) {
            ([before], [now]) => before != now,
            (before, now) => before != now,
        }
    }

    /// Looks at the queues where it may.
    #[inline]
    pub fn look(&mut self, board: &Board<'_>, mut look: impl FnMut(usize, Option<Refusal>)) {
        self.note_turned(board);
        for (number, word) in self.words.iter_mut().enumerate() {
            let waiting = board.waiting_words()[number];
            let stirred = (word.stirred | word.borrowing) & waiting;
            let turned = word.waiting ^ waiting;
            (word.waiting, word.stirred) = (waiting, 0);
            for bit in Set(stirred | turned).iter() {
                let line = number << 6 | bit;
                let refusal = match waiting >> bit & 1 {
                    1 => board.refusal(line),
                    _ => None,
                };
                look(line, refusal);
            }
        }
    }

    /// Notes the queues under maxima that have become full or free.
    #[inline]
    fn note_turned(&mut self, board: &Board<'_>) {
        let before = std::mem::replace(&mut self.at_max, board.stages_at_max());
        let ajar = std::mem::replace(&mut self.ajar, board.stages_ajar());
        for stage in Set(before.0 ^ self.at_max.0 | ajar.0 ^ self.ajar.0).iter() {
            add(&mut self.words, &self.behind[stage]);
        }
        for (number, before) in self.full.iter_mut().enumerate() {
            let full = board.full_words()[number];
            let turned = std::mem::replace(before, full) ^ full;
            for bit in Set(turned).iter() {
                add(&mut self.words, &self.under[number << 6 | bit]);
            }
        }
    }
}

/// Some queues are to be looked at.
#[inline]
fn add(words: &mut [Word], part: &Part) {
    for &(word, bits) in part {
        words[word].stirred |= bits;
    }
}

/// Which of sixty-four queues have a property.
fn bits(board: &Board<'_>, word: usize, has: impl Fn(usize) -> bool) -> u64 {
    let lines = board.line_count().saturating_sub(word << 6).min(64);
    Set::of((0..lines).filter(|bit| has(word << 6 | bit))).0
}

/// Does it change what keeps a queue out when a stage reaches its own maximum or no longer does? It does for
/// queues into it, and for those into stages before it, if all from there to it have a maximum.
fn may_keep_out(board: &Board<'_>, stage: StageId, line: usize) -> bool {
    let limits = &board.model.limits;
    let bounded = |stage: &StageId| {
        let mut own = limits.iter().filter(|l| l.kind == LimitKind::Own);
        own.any(|l| l.stages.has(*stage))
    };
    let ahead = board.line_route(line).from(board.line_stage(line));
    let mut row = ahead.iter().take_while(bounded);
    row.any(|s| s == stage)
}
