//! A first mapping from the names of the statuses and the order in which items pass them.

use super::{Mapping, StageMapping};
use crate::history::form::Form;
use crate::history::log::Log;
use crate::source::{At, Span};

const DONE: &[&str] = &[
    "done",
    "closed",
    "resolved",
    "complete",
    "completed",
    "finished",
    "deployed",
    "released",
    "live",
    "delivered",
    "shipped",
    "fim",
    "concluído",
    "concluido",
    "erledigt",
    "fertig",
    "abgeschlossen",
    "terminé",
    "hecho",
    "cerrado",
    "closed date",
    "finished_date",
    "finished date",
    "end",
    "end date",
    "in production",
];
const DISCARDED: &[&str] = &[
    "can't fix",
    "cannot fix",
    "won't fix",
    "won't do",
    "removed",
    "cancelled",
    "canceled",
    "rejected",
    "discarded",
    "invalid",
    "duplicate",
    "abandoned",
    "declined",
    "obsolete",
    "archived",
    "deleted",
    "withdrawn",
    "dropped",
    "expired",
    "refused",
    "aborted",
    "trash",
];
const BACKLOG: &[&str] = &[
    "backlog",
    "product backlog",
    "to do",
    "todo",
    "new",
    "ideas",
    "idea",
    "inbox",
    "icebox",
    "funnel",
];
const READY: &[&str] = &[
    "ready",
    "ready for dev",
    "ready for development",
    "ready for sprint",
    "ready for sprint planning",
    "ready for planning",
    "ready to plan",
    "selected for development",
    "sprint ready",
    "refined",
];
const BLOCKED: &[&str] = &[
    "blocked",
    "wait",
    "waiting",
    "on hold",
    "hold",
    "paused",
    "impeded",
    "impediment",
];
/// Resolutions that mean an item was dropped.
const RESOLUTIONS: &[&str] = &[
    "Won't Do",
    "Won't Fix",
    "Wont Fix",
    "Duplicate",
    "Cannot Reproduce",
    "Can't Reproduce",
    "Invalid",
    "Obsolete",
    "Incomplete",
    "Answered",
    "Tracked Elsewhere",
    "Not a Problem",
    "Not a Bug",
    "Declined",
    "Rejected",
    "Abandoned",
    "Cancelled",
    "Canceled",
    "Not Applicable",
];

/// A mapping of everything the log knows, where it says anything of it; the form and the columns are told
/// by `like`.
pub(in crate::history) fn propose(log: &Log, like: Mapping) -> Mapping {
    let order = in_board_order(log);
    let name = |status: &usize| {
        log.statuses
            .all
            .get(*status)
            .map_or("", |s| s.name.as_str())
    };
    let of = |words: &[&str]| -> Vec<usize> {
        order
            .iter()
            .copied()
            .filter(|s| is_one_of(name(s), words))
            .collect()
    };
    let (mut discarded, blocked) = (of(DISCARDED), of(BLOCKED));
    if like.form.is_some_and(|at| at.value == Form::Trace) {
        discarded.extend(of(&["split"]));
    }
    let is_backlog =
        |s: &usize| is_one_of(name(s), BACKLOG) || name(s).to_lowercase().starts_with("backlog");
    let backlog: Vec<usize> = order.iter().copied().filter(is_backlog).collect();
    let mut done = of(DONE);
    let taken = |status: &usize| {
        [&discarded, &blocked, &backlog]
            .iter()
            .any(|list| list.contains(status))
    };
    let on_board = |status: &usize| {
        log.statuses
            .all
            .get(*status)
            .is_some_and(|s| s.listed || s.count > 0)
    };
    if done.is_empty() {
        done.extend(order.iter().copied().rfind(|s| !taken(s) && on_board(s)));
    }
    let left = order
        .iter()
        .copied()
        .filter(|status| !taken(status) && !done.contains(status) && on_board(status));
    let mut stages = stages(&left.collect::<Vec<_>>(), name);
    if let (Some(Form::StartEnd), [only]) = (like.form.map(|at| at.value), stages.as_mut_slice()) {
        only.name = here("in progress");
    }
    let names = |list: &[usize]| list.iter().map(|status| here(name(status))).collect();
    Mapping {
        backlog: names(&backlog),
        stages,
        done: names(&done),
        discarded: names(&discarded),
        blocked: names(&blocked),
        resolutions: resolutions(log),
        ..like
    }
}

/// A stage a status; a reopened item is where an open one is, if there is such a stage.
fn stages<'a>(left: &[usize], name: impl Fn(&usize) -> &'a str) -> Vec<StageMapping> {
    let mut stages: Vec<StageMapping> = Vec::new();
    let mut ready = false;
    for status in left {
        let word = name(status);
        let shelf = !ready && is_one_of(word, READY);
        ready |= shelf;
        let statuses = vec![here(word)];
        stages.push(StageMapping {
            name: here(&stage_name(word)),
            ready: shelf,
            statuses,
        });
    }
    let is = |stage: &StageMapping, word: &str| stage.name.value.to_lowercase() == word;
    let again = stages.iter().position(|stage| is(stage, "reopened"));
    if let Some(again) = again.filter(|_| stages.iter().any(|stage| is(stage, "open"))) {
        let reopened = stages.remove(again);
        let open = stages.iter_mut().find(|stage| is(stage, "open"));
        open.into_iter()
            .for_each(|stage| stage.statuses.extend(reopened.statuses.clone()));
    }
    stages
}

/// The status itself, unless that cannot be the name of a stage.
fn stage_name(status: &str) -> String {
    let reserved = crate::scenario::shape::RESERVED.contains(&status.to_lowercase().as_str());
    if reserved {
        format!("{status} (stage)")
    } else {
        status.to_owned()
    }
}

/// The resolutions of the data that mean dropped.
fn resolutions(log: &Log) -> Vec<At<String>> {
    let of_steps = log.items.iter().flat_map(|item| &item.steps);
    let of_steps = of_steps.filter_map(|step| step.resolution.as_deref());
    let of_items = log.items.iter().map(|item| item.resolution.as_str());
    let mut found: Vec<&str> = of_steps
        .chain(of_items)
        .filter(|r| is_one_of(r, RESOLUTIONS))
        .collect();
    found.sort_unstable();
    found.dedup();
    found.into_iter().map(here).collect()
}

fn is_one_of(name: &str, words: &[&str]) -> bool {
    let name = name.trim().replace('’', "'").to_lowercase();
    words.iter().any(|word| word.to_lowercase() == name)
}

fn here(name: &str) -> At<String> {
    At::new(name.to_owned(), Span::default())
}

/// The statuses from left to right: as the data have them or, where they tell no order, so that each comes
/// before those that items enter later. For every two statuses it counts which of them more items enter
/// first; the more of these comparisons a status wins, the further left it stands.
fn in_board_order(log: &Log) -> Vec<usize> {
    let number = log.statuses.all.len();
    let mut order: Vec<usize> = (0..number).collect();
    if log.in_order {
        return order;
    }
    let mut before = vec![vec![0_usize; number]; number];
    for item in &log.items {
        let mut seen: Vec<usize> = Vec::new();
        for status in item.steps.iter().filter_map(|step| step.status) {
            if !seen.contains(&status) {
                for earlier in &seen {
                    before[*earlier][status] += 1;
                }
                seen.push(status);
            }
        }
    }
    let wins = |a: usize| -> i64 {
        let against = |b: usize| match before[a][b].cmp(&before[b][a]) {
            std::cmp::Ordering::Greater => 1,
            std::cmp::Ordering::Equal => 0,
            std::cmp::Ordering::Less => -1,
        };
        (0..number).map(against).sum()
    };
    order.sort_by_key(|status| -wins(*status));
    order
}
