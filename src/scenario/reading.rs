//! One reading of a file: what could be understood of it, and what could not.

use super::Asked;
use super::check::{Checked, check, check_keys};
use super::inputs::{Input, inputs};
use super::mirror::Scenario;
use super::shape::Key;
use super::tree::{Node, Value};
use super::{changes::changes, decode::decode, path, tree, variants::variants};
use crate::diagnostic::{Diagnostic, Severity};
use crate::source::{Source, SourceId, Sources, Span};

/// What came of reading a file.
pub struct Reading {
    /// What the file says; `None` when its meaning cannot be judged.
    pub scenario: Option<Scenario>,
    /// What is wrong with its form, in the order it stands.
    pub problems: Vec<Diagnostic>,
    meant: Vec<(Span, &'static str)>,
    tree: Node,
}

impl Reading {
    /// Reads `id` and makes the settings, and the variants asked for beside those of the file.
    pub fn of(sources: &Sources, id: SourceId, sets: &[SourceId], asked: &[Asked]) -> Self {
        let source = sources.get(id).cloned().unwrap_or_default();
        let (mut tree, faults) = tree::parse_file(&source.text, id);
        let unset = path::set_all(&mut tree, sources, sets);
        let Checked {
            problems: mut forms,
            meant,
        } = check(&tree);
        mend(&mut tree, &meant);
        forms.retain(|problem| !follows_from(problem, &faults, &source));
        let (changes, misset) = changes(&tree);
        forms.extend(misset);
        let (variants, misset) = variants(&tree, asked, sources);
        forms.extend(misset);
        let scenario = decode(&tree).map(|decoded| Scenario {
            changes,
            variants,
            ..decoded
        });
        let scenario = scenario.filter(|s| faults.is_empty() && all_have_names(s));
        let mut problems = [faults, unset, forms].concat();
        in_order(&mut problems);
        Self {
            scenario,
            problems,
            meant,
            tree,
        }
    }

    /// What the file says at each of these paths, as it is written; `None` where it says nothing.
    pub fn written(&self, sources: &Sources, paths: &[String]) -> Vec<Option<String>> {
        let nowhere = SourceId::default();
        let text = |path: &String| {
            let names = path::names(path, nowhere).ok()?;
            let span = path::get(&self.tree, names)?.span;
            let text = &sources.get(span.source)?.text;
            let text = text.get(span.start as usize..span.end as usize)?;
            Some(text.trim_matches('"').to_owned())
        };
        paths.iter().map(text).collect()
    }

    /// The numbers of the file that are estimates or decisions.
    pub fn numbers(&self, spread: f64) -> Vec<Input> {
        inputs(&self.tree, spread)
    }

    /// What the file says, if nothing is wrong with its form.
    pub fn sound(self) -> Result<Scenario, Vec<Diagnostic>> {
        let problems = self.problems;
        self.scenario
            .filter(|_| problems.is_empty())
            .ok_or(problems)
    }

    /// All problems of form, and of those of meaning the ones that do not follow from them.
    pub fn with(self, meaning: Vec<Diagnostic>) -> Vec<Diagnostic> {
        let doubtful = self.doubtful();
        let root = self.tree.span;
        let mut problems = self.problems;
        let sound = |problem: &Diagnostic| {
            let place = problem.span.unwrap_or(root);
            !doubtful.iter().any(|doubt| doubt.covers(problem, place))
        };
        let heard = |problem: &Diagnostic| {
            problem.span != Some(root) && problems.iter().any(|fault| repeats(problem, fault))
        };
        let news: Vec<_> = meaning
            .into_iter()
            .filter(|p| sound(p) && !heard(p))
            .collect();
        problems.extend(news);
        in_order(&mut problems);
        problems
    }

    /// The places of all tables in which something is wrong, and what stands beside it: of the file as a whole
    /// only when that is one of its own keys.
    fn doubtful(&self) -> Vec<Doubt> {
        let mended = |span| self.meant.iter().any(|(place, _)| *place == span);
        let faulty = |span| self.problems.iter().any(|p| p.span == Some(span));
        let wrong = |span| faulty(span) && !mended(span);
        let mut doubtful = Vec::new();
        for (name, node) in self.tree.table().iter().flat_map(|table| &table.0) {
            find_doubtful(node, &wrong, &mut doubtful);
            if wrong(name.span) || wrong(node.span) {
                doubtful.push(Doubt::within(self.tree.span));
            }
        }
        doubtful
    }
}

/// A place where a fault of meaning may follow from one of form.
struct Doubt {
    place: Span,
    /// Is nothing wrong here, but in the value of another key of the same table?
    beside: bool,
}

impl Doubt {
    fn within(place: Span) -> Self {
        let beside = false;
        Self { place, beside }
    }

    fn beside(place: Span) -> Self {
        let beside = true;
        Self { place, beside }
    }

    /// May this problem at `place` follow from what is wrong?
    fn covers(&self, problem: &Diagnostic, place: Span) -> bool {
        let own = self.beside && ABOUT_ONE_VALUE.contains(&problem.code);
        self.place == place && !own
    }
}

/// What is told of a value alone, whatever stands beside it.
const ABOUT_ONE_VALUE: &[&str] = &[
    "duplicate-name",
    "reserved-name",
    "unknown-name",
    "missing-parameter",
    "impossible-distribution",
    "unreadable-file",
];

/// A file compared with a table of keys of its own.
pub fn keys(
    sources: &Sources,
    id: SourceId,
    keys: &'static [Key],
) -> Result<Node, Vec<Diagnostic>> {
    let source = sources.get(id).cloned().unwrap_or_default();
    let (tree, faults) = tree::parse_file(&source.text, id);
    let mut forms = check_keys(&tree, keys).problems;
    forms.retain(|problem| !follows_from(problem, &faults, &source));
    let mut problems = [faults, forms].concat();
    in_order(&mut problems);
    if problems.is_empty() {
        Ok(tree)
    } else {
        Err(problems)
    }
}

/// Is it about the very value that has the wrong form, about the list it stands in, or about the list
/// that is missing?
fn repeats(problem: &Diagnostic, fault: &Diagnostic) -> bool {
    match (problem.span, fault.span) {
        (Some(a), Some(b)) => {
            let contains = a.source == b.source && a.start <= b.start && b.end <= a.end;
            contains && fault.code != "unknown-key"
        }
        (None, None) => {
            fault.message == format!("`{}` is missing", problem.code.replace("no-", ""))
        }
        _ => false,
    }
}

/// Sorts by place, what has none first.
fn in_order(problems: &mut [Diagnostic]) {
    problems.sort_by_key(|problem| (problem.span, problem.severity == Severity::Warning));
}

/// Is it only an echo of a fault of syntax? What stands on the same line was read by guesswork,
/// after a broken header keys belong nowhere, and what is missing may stand on a broken line.
fn follows_from(problem: &Diagnostic, faults: &[Diagnostic], source: &Source) -> bool {
    let line = |span: Span| source.line_column(span.start).0;
    let echoes = |fault: &Diagnostic| match (fault.span, problem.span) {
        (Some(fault), Some(span)) if fault.source == span.source => {
            let header = source.text.lines().nth(line(fault) - 1);
            let header = header.is_some_and(|text| text.trim_start().starts_with('['));
            line(fault) == line(span) || header && span.start > fault.start
        }
        _ => false,
    };
    !faults.is_empty() && problem.code == "missing-key" || faults.iter().any(echoes)
}

/// Can what refers to names be judged?
fn all_have_names(scenario: &Scenario) -> bool {
    scenario.types.iter().all(|t| t.name.is_some())
        && scenario.stages.iter().all(|s| s.name.is_some())
        && scenario.pools.iter().all(|p| p.name.is_some())
        && scenario.lanes.iter().all(|l| l.name.is_some())
}

/// Gives mistyped keys the names that were meant.
fn mend(node: &mut Node, meant: &[(Span, &'static str)]) {
    match &mut node.value {
        Value::List(list) => list.iter_mut().for_each(|entry| mend(entry, meant)),
        Value::Table(table) => {
            for (name, value) in &mut table.0 {
                if let Some((_, key)) = meant.iter().find(|(place, _)| *place == name.span) {
                    name.value = (*key).into();
                }
                mend(value, meant);
            }
        }
        _ => {}
    }
}

/// Notes the places where a fault of meaning may follow from one of form: every table in which
/// something is wrong, and what stands beside a value that could not be understood. Says whether
/// there is any.
fn find_doubtful(node: &Node, wrong: &dyn Fn(Span) -> bool, doubtful: &mut Vec<Doubt>) -> bool {
    let mut found = wrong(node.span);
    match &node.value {
        Value::List(list) => {
            for entry in list {
                found |= find_doubtful(entry, wrong, doubtful);
            }
        }
        Value::Table(table) => {
            for (name, value) in &table.0 {
                found |= wrong(name.span) | find_doubtful(value, wrong, doubtful);
            }
            if table.0.iter().any(|(_, value)| wrong(value.span)) {
                let places = table
                    .0
                    .iter()
                    .flat_map(|(name, value)| [name.span, value.span]);
                doubtful.extend(places.map(Doubt::beside));
            }
            if found {
                doubtful.push(Doubt::within(node.span));
            }
        }
        _ => {}
    }
    found
}
