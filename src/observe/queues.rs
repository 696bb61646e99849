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
    /// Those to be looked at, if these are those where somebody waits now.
    #[inline]
    fn due(&self, waiting: u64) -> u64 {
        (self.stirred | self.borrowing) & waiting | self.waiting ^ waiting
    }

    /// Looks at those that are due; `base` is the number of the first one, and in these somebody waits now.
    #[inline]
    fn look(
        &mut self,
        base: usize,
        waiting: u64,
        board: &Board<'_>,
        look: &mut impl FnMut(usize, Waiting),
    ) {
        let due = self.due(waiting);
        (self.waiting, self.stirred) = (waiting, 0);
        for bit in Set(due & !waiting).iter() {
            look(base | bit, Waiting::Nobody);
        }
        for bit in Set(due & waiting).iter() {
            let line = base | bit;
            look(line, Waiting::Somebody(board.refusal(line)));
        }
    }
}

/// What is seen of a queue.
#[derive(Debug, Clone, Copy)]
pub(super) enum Waiting {
    /// It is empty.
    Nobody,
    /// What refuses those in it.
    Somebody(Option<Refusal>),
}

/// The queues as they were last seen.
#[derive(Debug)]
pub(super) struct Watch {
    /// The first sixty-four, which are all on nearly all boards, and the others.
    first: Word,
    others: Vec<Word>,
    /// Which maxima of several stages or of some types were full, if there are any, and the queues each may
    /// keep out.
    full: Vec<u64>,
    under: Vec<Part>,
    /// Which stages were at their own maximum, which of these let expedite items in, and the queues each may
    /// keep out, itself or behind others.
    at_max: Set,
    ajar: Set,
    behind: Vec<Part>,
    any_unseen: bool,
    /// Is there more to compare than the first queues and the stages' own maxima?
    has_more: bool,
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
        let under: Vec<Part> = (0..64 * board.full_words().len())
            .map(|cap| needs(cap % all_caps))
            .collect();
        let full = match under.iter().all(Vec::is_empty) {
            true => Vec::new(),
            false => vec![0; board.full_words().len()],
        };
        Self {
            first: word(0),
            has_more: words.len() > 1 || !full.is_empty(),
            others: words.clone().skip(1).map(word).collect(),
            full,
            under,
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
        for word in self.words() {
            (word.waiting, word.stirred) = (0, 0);
        }
    }

    /// All queues.
    #[inline]
    fn words(&mut self) -> impl Iterator<Item = &mut Word> {
        std::iter::once(&mut self.first).chain(&mut self.others)
    }

    /// Sixty-four queues by the number of their word.
    #[inline]
    fn word(&mut self, number: usize) -> &mut Word {
        match number.checked_sub(1) {
            None => &mut self.first,
            Some(other) => &mut self.others[other],
        }
    }

    /// An item has joined a backlog's queue in front, or has left it unseen.
    #[inline]
    pub fn stir(&mut self, line: usize) {
        self.word(line >> 6).stirred |= 1 << (line & 63);
    }

    /// An item has been pulled out of a backlog.
    #[inline]
    pub fn leave_backlog(&mut self, line: usize) {
        self.stir(line);
        if self.any_unseen {
            self.words().for_each(|w| w.stirred |= w.unseen);
        }
    }

    /// The instant is over: may what keeps candidates out have changed anywhere?
    #[inline]
    pub fn have_changed(&self, board: &Board<'_>) -> bool {
        let at_max = self.at_max.0 ^ board.stages_at_max().0;
        let turned = at_max | self.ajar.0 ^ board.stages_ajar().0;
        let waiting = board.waiting_words().first().copied().unwrap_or_default();
        turned | self.first.due(waiting) != 0 || self.has_more && self.more_changed(board)
    }

    /// May it have at other queues, or by other maxima?
    fn more_changed(&self, board: &Board<'_>) -> bool {
        let waiting = board.waiting_words().iter().skip(1);
        let mut others = self.others.iter().zip(waiting);
        others.any(|(word, waiting)| word.due(*waiting) != 0)
            || !self.full.is_empty() && self.full != board.full_words()
    }

    /// Have stages become full up to their own maximum, or are no longer so?
    #[inline]
    pub fn maxima_turned(&self, board: &Board<'_>) -> bool {
        self.at_max != board.stages_at_max()
    }

    /// Looks at the queues where it may: tells of each in which somebody waits what refuses those in it, and
    /// of each in which nobody waits any more that it is empty.
    #[inline]
    pub fn look(&mut self, board: &Board<'_>, mut look: impl FnMut(usize, Waiting)) {
        self.note_turned(board);
        let mut waiting = board.waiting_words().iter();
        let first = waiting.next().copied().unwrap_or_default();
        self.first.look(0, first, board, &mut look);
        for (number, (word, &waiting)) in self.others.iter_mut().zip(waiting).enumerate() {
            word.look((number + 1) << 6, waiting, board, &mut look);
        }
    }

    /// Notes the queues under maxima that have become full or free.
    #[inline]
    fn note_turned(&mut self, board: &Board<'_>) {
        let before = std::mem::replace(&mut self.at_max, board.stages_at_max());
        let ajar = std::mem::replace(&mut self.ajar, board.stages_ajar());
        for stage in Set(before.0 ^ self.at_max.0 | ajar.0 ^ self.ajar.0).iter() {
            stir(&mut self.first, &mut self.others, &self.behind[stage]);
        }
        for (number, before) in self.full.iter_mut().enumerate() {
            let full = board.full_words()[number];
            let turned = std::mem::replace(before, full) ^ full;
            for bit in Set(turned).iter() {
                let part = &self.under[number << 6 | bit];
                stir(&mut self.first, &mut self.others, part);
            }
        }
    }
}

/// Some queues are to be looked at.
#[inline]
fn stir(first: &mut Word, others: &mut [Word], part: &Part) {
    for &(word, bits) in part {
        match word.checked_sub(1) {
            None => first.stirred |= bits,
            Some(other) => others[other].stirred |= bits,
        }
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
