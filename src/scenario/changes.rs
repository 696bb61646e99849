//! `[[changes]]`: what the whole file says after each of them.
//!
//! A change is a list of settings, as `--set` makes them. They are made in a copy of the tree, which
//! is then checked and decoded like the file itself: so a change is judged by the same rules.

use super::Scope;
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
pub fn changes(tree: &Node, scope: Scope) -> (Vec<Change>, Vec<Diagnostic>) {
    let mut state = without_changes(tree);
    let known = check(&state, scope).problems;
    let (mut changes, mut problems) = (Vec::new(), Vec::new());
    let entries = Fields::of(tree).map(|file| file.entries("changes", |entry| entry));
    for entry in entries.unwrap_or_default() {
        let mut paths = Vec::new();
        for (path, value) in entry.named_in("set") {
            problems.extend(set(&mut state, path, value, scope).err());
            paths.extend(names(path).map(|names| {
                let names = names.into_iter().map(|name| name.value);
                At::new(names.collect(), path.span)
            }));
        }
        let fresh = check(&state, scope).problems.into_iter();
        problems.extend(fresh.filter(|problem| !known.contains(problem)));
        changes.extend(decode(&state).map(|then| Change {
            span: entry.span,
            at: entry.moment("at"),
            paths,
            then,
        }));
    }
    problems.dedup();
    (changes, problems)
}

fn without_changes(tree: &Node) -> Node {
    let Some(table) = tree.table() else {
        return tree.clone();
    };
    let kept = table.0.iter().filter(|(key, _)| key.value != "changes");
    Node {
        value: Value::Table(Table(kept.cloned().collect())),
        span: tree.span,
    }
}

fn set(state: &mut Node, path: &At<String>, value: &Node, scope: Scope) -> Result<(), Diagnostic> {
    path::set(state, names(path)?, value.clone(), scope)
}

/// The names of a path; all of them stand where the path stands.
fn names(path: &At<String>) -> Result<Vec<At<String>>, Diagnostic> {
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
