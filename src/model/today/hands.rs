//! Who works on what at day 0.

use super::rows::{Row, Word};
use super::{Now, Spot, TodayItem, TodayState};
use crate::diagnostic::Diagnostic;
use crate::model::blockers::BlockerId;
use crate::model::context::Context;
use crate::model::{Hold, PoolId, Stage, Work, days};
use crate::random::{Distribution, Key};
use std::cmp::Reverse;

/// What is done with every item: the states that are written, then people take up the others, the
/// oldest first.
pub fn standings(cx: &mut Context, rows: Vec<Row>, now: &Now) -> Vec<TodayItem> {
    let mut free: Vec<Option<u32>> = now
        .board
        .pools
        .iter()
        .map(|pool| pool.people.and_then(|people| pool.focus.hands(people)))
        .collect();
    let mut found: Vec<Option<(TodayState, f64)>> =
        rows.iter().map(|row| certain(cx, row, now)).collect();
    for (row, standing) in rows.iter().zip(&found) {
        if let Some(pool) = standing.and_then(|(standing, _)| holder(row, standing, now)) {
            take(&mut free, pool);
        }
    }
    for index in by_age(&rows) {
        let (Some(row), Some(slot)) = (rows.get(index), found.get_mut(index)) else {
            continue;
        };
        if slot.is_none() {
            *slot = Some(taken_up(cx, row, now, &mut free));
        }
    }
    let standings = found
        .into_iter()
        .map(|s| s.unwrap_or((TodayState::Waiting, 0.0)));
    rows.into_iter().zip(standings).map(item).collect()
}

fn item((row, (standing, worked)): (Row, (TodayState, f64))) -> TodayItem {
    TodayItem {
        key: Key::name(&row.id.value),
        id: row.id.value,
        kind: row.kind,
        spot: row.spot,
        arrived: row.arrived,
        started: row.started,
        entered: row.entered,
        standing,
        worked,
    }
}

/// Rows that say they are worked on before those that say nothing; then the older, then by id.
fn by_age(rows: &[Row]) -> Vec<usize> {
    let mut order: Vec<(usize, &Row)> = rows.iter().enumerate().collect();
    order.sort_by_key(|(_, row)| {
        let silent = row.state != Some(Word::Working);
        (silent, Reverse(row.entered), &row.id.value)
    });
    order.into_iter().map(|(index, _)| index).collect()
}

/// What does not depend on who is free; `None` where it does.
fn certain(cx: &mut Context, row: &Row, now: &Now) -> Option<(TodayState, f64)> {
    let Spot::Stage(id) = row.spot else {
        if let Some(word) = row.state.filter(|word| *word != Word::Waiting) {
            refuse(cx, row, word, "backlog", "what is there waits to be pulled");
        }
        return Some((TodayState::Waiting, 0.0));
    };
    let stage = now.board.stages.get(id)?;
    let worked = row.worked.unwrap_or(0.0);
    let blocked = row.state == Some(Word::Blocked);
    if row.blocker.is_some() && !blocked {
        let message = "a blocker is named, but the state is another one than `blocked`";
        let help = "leave the blocker out, or write `blocked`";
        cx.error("row-state", message, row.state_at, help);
    }
    match stage.visits.get(row.kind).map(|visit| &visit.work)? {
        Work::None => {
            let busy = row
                .state
                .filter(|w| matches!(w, Word::Working | Word::Blocked));
            if let Some(word) = busy {
                refuse(
                    cx,
                    row,
                    word,
                    &stage.name,
                    "no work is done there: it is `done` on entry",
                );
            }
            Some((TodayState::Done, 0.0))
        }
        Work::Elapsed(law) => Some(match row.state {
            Some(Word::Done) => (TodayState::Done, 0.0),
            Some(Word::Blocked) => {
                let why = "what is blocked there is part of its `elapsed` time";
                refuse(cx, row, Word::Blocked, &stage.name, why);
                (TodayState::Done, 0.0)
            }
            _ => {
                let lasted = row.worked.unwrap_or(days(row.entered));
                lasting(cx, row, stage, law, lasted).unwrap_or((TodayState::Working, lasted))
            }
        }),
        Work::Service(law) => match row.state {
            Some(Word::Done) => Some((TodayState::Done, 0.0)),
            Some(Word::Waiting) => {
                let kept = lasting(cx, row, stage, law, worked);
                Some(kept.unwrap_or((TodayState::Waiting, worked)))
            }
            Some(Word::Blocked) => {
                blocker(cx, row, now, id).map(|b| (TodayState::Blocked(b), worked))
            }
            Some(Word::Working) => lasting(cx, row, stage, law, effort(row, stage, now)),
            None => None,
        },
    }
}

/// A person takes the item up where one is free; work that is said to be begun is kept.
fn taken_up(cx: &mut Context, row: &Row, now: &Now, free: &mut [Option<u32>]) -> (TodayState, f64) {
    let kept = row.worked.unwrap_or(0.0);
    let Spot::Stage(id) = row.spot else {
        return (TodayState::Waiting, kept);
    };
    let Some(stage) = now.board.stages.get(id) else {
        return (TodayState::Waiting, kept);
    };
    let effort = effort(row, stage, now);
    let Some(pool) = stage.pool.filter(|&pool| is_free(free, pool)) else {
        let begun = row.state == Some(Word::Working);
        return (TodayState::Waiting, if begun { effort } else { kept });
    };
    let work = stage.visits.get(row.kind).map(|visit| &visit.work);
    if let Some(Work::Service(law)) = work
        && let Some(done) = lasting(cx, row, stage, law, effort)
    {
        return done;
    }
    take(free, pool);
    (TodayState::Working, effort)
}

/// The work that is done on an item which is worked on: its age times availability, unless it is
/// written.
fn effort(row: &Row, stage: &Stage, now: &Now) -> f64 {
    let pool = stage.pool.and_then(|pool| now.board.pools.get(pool));
    let availability = pool.map_or(1.0, |pool| pool.availability);
    row.worked.unwrap_or(days(row.entered) * availability)
}

/// Done, with a warning, where work cannot have lasted so long.
fn lasting(
    cx: &mut Context,
    row: &Row,
    stage: &Stage,
    law: &Distribution,
    worked: f64,
) -> Option<(TodayState, f64)> {
    if worked < law.most() || worked <= 0.0 {
        return None;
    }
    let message = format!(
        "`{}` has taken {worked:.2} days in `{}`, and nothing takes more than {:.2} there",
        row.id.value,
        stage.name,
        law.most()
    );
    let help =
        "it counts as done on day 0; say so with the state `done`, or correct the distribution";
    cx.report(Diagnostic::warning("already-done", message, row.id.span).help(help));
    Some((TodayState::Done, 0.0))
}

/// The blocker a row names, or one that may strike there: the first by name.
fn blocker(cx: &mut Context, row: &Row, now: &Now, stage: usize) -> Option<BlockerId> {
    if row.blocker.is_some() {
        return row.blocker;
    }
    let fitting = now.blockers.iter().enumerate();
    let fitting = fitting.filter(|(_, blocker)| blocker.concerns(stage, row.kind));
    let first = fitting.min_by_key(|(_, blocker)| blocker.source.as_str());
    if first.is_none() {
        let message = format!(
            "`{}` is blocked, but no blocker strikes there",
            row.id.value
        );
        let help = "describe it under [[blockers]], so that it is known how long it lasts";
        cx.error("row-state", message, row.state_at, help);
        return Some(0);
    }
    first.map(|(id, _)| id)
}

/// The pool one of whose hands an item fills although nobody works on it: held by a blocker, or done
/// where people hold what is done.
fn holder(row: &Row, standing: TodayState, now: &Now) -> Option<PoolId> {
    let Spot::Stage(id) = row.spot else {
        return None;
    };
    let stage = now.board.stages.get(id)?;
    let holds = match standing {
        TodayState::Blocked(blocker) => now.blockers.get(blocker)?.holds_person,
        TodayState::Done => stage.hold == Hold::Person,
        TodayState::Waiting | TodayState::Working => false,
    };
    stage.pool.filter(|_| holds)
}

fn is_free(free: &[Option<u32>], pool: PoolId) -> bool {
    free.get(pool)
        .is_some_and(|free| free.is_none_or(|free| free > 0))
}

fn take(free: &mut [Option<u32>], pool: PoolId) {
    if let Some(Some(free)) = free.get_mut(pool) {
        *free = free.saturating_sub(1);
    }
}

fn refuse(cx: &mut Context, row: &Row, word: Word, place: &str, why: &str) {
    let word = format!("{word:?}").to_lowercase();
    let message = format!("`{}` cannot be `{word}` in `{place}`", row.id.value);
    cx.error("row-state", message, row.state_at, why);
}
