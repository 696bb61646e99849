//! Multitasking: how many items a person keeps in hand, and what that costs.

use super::context::{Context, count};
use crate::scenario::mirror;
use crate::source::At;

/// How the people of a pool spread their effort (model.md, section 5, number 3).
///
/// Each person may hold up to [`items_per_person`](Self::items_per_person) items; n items held and
/// worked on by c people progress each at the rate [`Self::rate`], times the pool's availability.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Focus {
    /// The most items a person holds at once, at least 1; `None` is unlimited (processor sharing).
    pub items_per_person: Option<u32>,
    /// What each further item costs, not negative: with n items for c people effort is divided by
    /// 1 + switch_cost · max(0, n/c − 1).
    pub switch_cost: f64,
}

impl Focus {
    /// One item at a time, which is what happens where nothing is written.
    pub const SINGLE: Self = Self {
        items_per_person: Some(1),
        switch_cost: 0.0,
    };

    /// The most items that so many people may hold together; `None` for any number.
    pub fn hands(&self, people: u32) -> Option<u32> {
        Some(people.saturating_mul(self.items_per_person?))
    }

    /// The rate at which each of n items progresses when c people share them, at full availability:
    /// min(1, c/n) / (1 + switch_cost · max(0, n/c − 1)). For n and c above 0.
    pub fn rate(&self, items: u32, people: u32) -> f64 {
        let (n, c) = (f64::from(items), f64::from(people));
        (c / n).min(1.0) / (1.0 + self.switch_cost * (n / c - 1.0).max(0.0))
    }
}

/// Reads `focus`; one item at a time where it is left out.
pub(super) fn focus(
    cx: &mut Context,
    written: Option<&At<mirror::Focus>>,
    people: Option<u32>,
) -> Focus {
    let Some(written) = written else {
        return Focus::SINGLE;
    };
    let items = written.value.items_per_person;
    let items_per_person = items.map_or(Some(1), |at| match at.value {
        mirror::People::Unlimited => None,
        mirror::People::Number(number) => Some(count(At::new(number, at.span))),
    });
    if people.is_none() {
        let message = "`focus` has no effect where people are unlimited: each item has its own";
        cx.idle(
            message,
            written.span,
            "leave it out, or say how many people there are",
        );
    } else if let Some(cost) = written.value.switch_cost.filter(|_| items.is_none()) {
        let message = "`switch_cost` has no effect as long as people do one item at a time";
        cx.idle(
            message,
            cost.span,
            "let them hold more: `items_per_person = 3`",
        );
    }
    Focus {
        items_per_person,
        switch_cost: written.value.switch_cost.map_or(0.0, |at| at.value),
    }
}
