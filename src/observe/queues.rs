//! Which queues of candidates to look at when an instant is over.
//!
//! After the pulls of an instant whoever is still a candidate is refused. By what can change only when a
//! queue becomes empty or is no longer so, when a maximum becomes full or free, or when who is first in a
//! backlog changes; so all that is done at most instants is to compare a few words with what they were.

use crate::engine::{Board, Refusal};
use crate::model::{Backlog, LimitKind, Set};

/// A set of queues, one bit each.
type Words = Vec<u64>;

/// The queues as they were last seen.
#[derive(Debug)]
pub(super) struct Watch {
    /// Which maxima were full, and in which queues somebody waited.
    full: Words,
    waiting: Words,
    /// By maximum: the queues that it may keep out, itself or behind others.
    under: Vec<Words>,
    /// The queues where more than maxima decides.
    borrowing: Words,
    /// The queues of backlogs, where an unlimited one may put an item first unseen.
    unseen: Words,
    /// The queues to look at.
    stirred: Words,
}

impl Watch {
    /// For the queues of a board.
    pub fn new(board: &Board<'_>) -> Self {
        let lines = board.line_count();
        let those = |which: &dyn Fn(usize) -> bool| words(lines, (0..lines).filter(|&l| which(l)));
        let unlimited = |kind: &crate::model::WorkItemType| kind.backlog == Backlog::Unlimited;
        let unlimited = board.model.types.iter().any(unlimited);
        Self {
            full: vec![0; board.full_words().len()],
            waiting: those(&|_| false),
            under: (0..board.cap_count())
                .map(|cap| those(&|line| may_keep_out(board, cap, line)))
                .collect(),
            borrowing: those(&|line| board.line_borrows(line)),
            unseen: those(&|line| unlimited && board.line_origin(line).is_none()),
            stirred: those(&|_| false),
        }
    }

    /// A new trial.
    pub fn begin(&mut self) {
        self.full.fill(0);
        self.waiting.fill(0);
        self.stirred.fill(0);
    }

    /// Somebody has left a backlog's queue, or has joined it in front.
    #[inline]
    pub fn stir(&mut self, line: usize) {
        self.stirred[line >> 6] |= 1 << (line & 63);
    }

    /// The instant is over: looks at the queues in which what keeps candidates out may have changed.
    #[inline]
    pub fn settled(&mut self, board: &Board<'_>, mut look: impl FnMut(usize, Option<Refusal>)) {
        self.note_turned(board);
        let waiting = board.waiting_words().iter().zip(&mut self.waiting);
        let stirred = self.stirred.iter_mut().zip(&self.borrowing);
        for (word, ((&waiting, before), (stirred, borrowing))) in waiting.zip(stirred).enumerate() {
            let turned = std::mem::replace(before, waiting) ^ waiting;
            for bit in Set(std::mem::take(stirred) | borrowing | turned).iter() {
                let line = word << 6 | bit;
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
        let words = board.full_words().iter().zip(&mut self.full);
        for ((&full, before), under) in words.zip(self.under.chunks(64)) {
            let turned = std::mem::replace(before, full) ^ full;
            for bit in Set(turned).iter() {
                add(&mut self.stirred, &under[bit]);
            }
        }
    }

    /// An item has been pulled out of a backlog.
    #[inline]
    pub fn leave_backlog(&mut self, line: usize) {
        self.stir(line);
        add(&mut self.stirred, &self.unseen);
    }
}

/// Adds the members of another set.
#[inline]
fn add(set: &mut Words, more: &Words) {
    for (word, more) in set.iter_mut().zip(more) {
        *word |= more;
    }
}

/// The set of some of so many queues.
fn words(lines: usize, members: impl Iterator<Item = usize>) -> Words {
    let mut words = vec![0; lines.div_ceil(64)];
    members.for_each(|line| words[line >> 6] |= 1 << (line & 63));
    words
}

/// Does it change what keeps a queue out when a maximum becomes full or free? It does if the queue needs room
/// under it, and for the maximum of a stage further on the way, if all stages before it have one too.
fn may_keep_out(board: &Board<'_>, cap: usize, line: usize) -> bool {
    let limits = &board.model.limits;
    let bounded = |stage| {
        let mut own = limits.iter().filter(|l| l.kind == LimitKind::Own);
        own.any(|l| l.stages.has(stage))
    };
    let ahead = board.line_route(line).from(board.line_stage(line));
    let mut row = ahead.iter().take_while(|&stage| bounded(stage));
    board.line_needs(line).any(|need| need == cap)
        || board.own_of(cap).is_some_and(|own| row.any(|s| s == own))
}
