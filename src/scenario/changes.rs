//! `[[changes]]`: what the whole file says after each of them.
//!
//! A change is a list of settings, as `--set` makes them. They are made in a copy of the tree, which
//! is then checked and decoded like the file itself: so a change is judged by the same rules.

use super::check::check;
use super::decode::decode;
use super::fields::Fields;
use super::mirror::Change;
use super::path;
use super::tree::{Node, Table, Value};
use crate::diagnostic::Diagnostic;
use crate::source::{At, Span};

/// Every change with what the file says from then on, and what is wrong with the form of any of
/// them beyond what is wrong with the `tree` itself. Those of one entry build on those before it.
pub fn changes(tree: &Node) -> (Vec<Change>, Vec<Diagnostic>) {
    let mut state = without(tree, "changes");
    let known = check(&state).problems;
    let (mut changes, mut problems) = (Vec::new(), Vec::new());
    let entries = Fields::of(tree).map(|file| file.entries("changes", |entry| entry));
    for entry in entries.unwrap_or_default() {
        let mut next = state.clone();
        let mut faults: Vec<Diagnostic> = entry
            .named_in("set")
            .filter_map(|(path, value)| set(&mut next, path, value).err())
            .collect();
        let found = check(&next).problems.into_iter();
        faults.extend(found.filter(|problem| !known.contains(problem)));
        // What is wrong is not made, so that it is told once.
        if faults.is_empty() {
            state = next;
        }
        problems.extend(faults);
        changes.extend(decode(&state).map(|then| Change {
            span: entry.span,
            at: entry.moment("at"),
            then,
        }));
    }
    (changes, problems)
}

/// The tree without one of its lists.
pub(super) fn without(tree: &Node, list: &str) -> Node {
    let Some(table) = tree.table() else {
        return tree.clone();
    };
    let kept = table.0.iter().filter(|(key, _)| key.value != list);
    Node {
        value: Value::Table(Table(kept.cloned().collect())),
        span: tree.span,
    }
}

fn set(state: &mut Node, path: &At<String>, value: &Node) -> Result<(), Diagnostic> {
    let names = names_at(path)?;
    if names.len() > 1 && may_not_change(&names) {
        let message = format!("`{}` cannot change during a run", path.value);
        let help = "changes may set limits, people, availability, discard, service, arrival rates, \
                    shares, pull and ready_when";
        return Err(Diagnostic::error("not-changeable", message, path.span).help(help));
    }
    if names.len() == 1 {
        let message = format!("`{}` is no path to a single knob", path.value);
        let help = "write the whole path in quotes: \"stages.exploration.wip.max\" = 3";
        return Err(Diagnostic::error("not-changeable", message, path.span).help(help));
    }
    path::set(state, names, value.clone())
}

/// What may change during a run, by path; `*` is a name, and `**` all that is left.
const KNOBS: &[&str] = &[
    "stages.*.wip.max",
    "stages.*.wip.min",
    "stages.*.wip.expedite_over",
    "conwip.*.wip.max",
    "conwip.*.wip.expedite_over",
    "lanes.*.wip.*.max",
    "lanes.*.wip.*.min",
    "lanes.*.wip.*.expedite_over",
    "lanes.*.conwip.max",
    "lanes.*.conwip.expedite_over",
    "pools.*.people",
    "pools.*.availability",
    "stages.*.people",
    "stages.*.availability",
    "stages.*.discard",
    "stages.*.by_type.*.discard",
    "stages.*.service.**",
    "stages.*.by_type.*.service.**",
    "types.*.arrivals.per_week",
    "types.*.arrivals.per_day",
    "allocation.shares.**",
    "teams.*.pull.**",
    "teams.*.ready_when.**",
];

/// Is this path none of the [knobs](KNOBS)? One that does not exist at all is for the walk to tell.
fn may_not_change(path: &[At<String>]) -> bool {
    let fits = |knob: &&str| {
        let (knob, open) = match knob.strip_suffix(".**") {
            Some(start) => (start, true),
            None => (*knob, false),
        };
        let parts: Vec<&str> = knob.split('.').collect();
        let same = parts
            .iter()
            .zip(path)
            .all(|(part, name)| *part == "*" || *part == name.value);
        same && (parts.len() == path.len() || open && path.len() > parts.len())
    };
    !KNOBS.iter().any(fits) && path::exists(path)
}

/// The names of a path; all of them stand where the path stands.
pub(super) fn names_at(path: &At<String>) -> Result<Vec<At<String>>, Diagnostic> {
    let here = |mut problem: Diagnostic| {
        problem.span = Some(path.span);
        problem
    };
    let names = path::names(&path.value, path.span.source).map_err(here)?;
    let place: Span = path.span;
    Ok(names
        .into_iter()
        .map(|name| At::new(name.value, place))
        .collect())
}
