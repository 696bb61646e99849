//! The one addressing language of every what-if: `stages.exploration.wip.max=3`.
//!
//! A path is valid when the key table knows it, whether or not the file writes it. Entries go by
//! name, so that a path survives a board being rearranged. A setting changes the tree before
//! anything is checked: what `--set` says is judged like what the file says.

use super::keys::SCENARIO;
use super::laws::laws;
use super::shape::{Key, Shape, listing};
use super::suggest::nearest;
use super::tree::{self, Node, Table, Value};
use crate::diagnostic::Diagnostic;
use crate::source::{At, Source, SourceId, Sources, Span};

/// A path and the value to put there.
#[derive(Debug, Clone, PartialEq)]
struct Setting {
    path: Vec<At<String>>,
    value: Node,
}

/// Makes the settings `PATH=VALUE` in a tree, in order; what is wrong with any of them.
pub(super) fn set_all(root: &mut Node, sources: &Sources, sets: &[SourceId]) -> Vec<Diagnostic> {
    let texts = sets.iter().filter_map(|id| Some((*id, sources.get(*id)?)));
    let made = texts.map(|(id, source)| {
        parse(source, id).and_then(|setting| set(root, setting.path, setting.value))
    });
    made.filter_map(Result::err).collect()
}

/// Reads a setting `PATH=VALUE`: the names of its path, and the value.
pub(super) fn setting(
    source: &Source,
    id: SourceId,
) -> Result<(Vec<At<String>>, Node), Diagnostic> {
    parse(source, id).map(|setting| (setting.path, setting.value))
}

/// Path and value of a setting as they are written; no value where there is no equals sign.
pub fn halves(text: &str) -> (&str, &str) {
    let equals = outside_quotes(text, '=').first().copied();
    let halves = equals.and_then(|at| Some((text.get(..at)?, text.get(at + 1..)?)));
    halves.unwrap_or((text, ""))
}

/// Puts a value where a path leads.
///
/// # Errors
/// Where the path leads nowhere: there is no such key, or no entry of that name.
pub(super) fn set(
    root: &mut Node,
    mut path: Vec<At<String>>,
    value: Node,
) -> Result<(), Diagnostic> {
    own_people(root, &mut path);
    let walk = Walk { path: &path };
    walk.step(root, Shape::Table(SCENARIO), 0, value)
}

/// What stands where a path leads, if the tree says anything there.
pub(super) fn get(root: &Node, mut path: Vec<At<String>>) -> Option<&Node> {
    own_people(root, &mut path);
    let (mut node, mut shape) = (root, Shape::Table(SCENARIO));
    for name in &path {
        if let Shape::Either(shapes) = shape {
            let table = |s: &&Shape| matches!(s, Shape::Table(_) | Shape::Law(_));
            shape = *shapes.iter().find(table)?;
        }
        node = match shape {
            Shape::Entries { by, .. } => {
                let named =
                    |e: &&Node| e.table().and_then(|t| name_of(t, by)) == Some(name.value.clone());
                node.list()?.iter().find(named)?
            }
            _ => node.table()?.get(&name.value)?,
        };
        shape = match (shape, find_key(shape, &name.value)) {
            (Shape::Entries { keys, .. }, _) => Shape::Table(keys),
            (_, Some(key)) => key.shape,
            (Shape::Map { each, .. }, None) => *each,
            _ => Shape::Flag,
        };
    }
    Some(node)
}

/// Does the key table know a path of these names, whatever entries there are?
pub(super) fn exists(path: &[At<String>]) -> bool {
    let mut shape = Shape::Table(SCENARIO);
    let mut names = path.iter();
    while let Some(name) = names.next() {
        if let Shape::Entries { keys, .. } = shape {
            shape = Shape::Table(keys);
            continue;
        }
        let inside = match shape {
            Shape::Either(shapes) => shapes
                .iter()
                .copied()
                .find(|s| matches!(s, Shape::Table(_) | Shape::Law(_))),
            other => Some(other),
        };
        shape = match inside.map(|inside| (find_key(inside, &name.value), inside)) {
            Some((Some(key), _)) => key.shape,
            Some((None, Shape::Map { each, .. })) => *each,
            Some((None, law @ Shape::Law(_))) if parameters(law).contains(&name.value.as_str()) => {
                return names.next().is_none();
            }
            _ => return false,
        };
    }
    true
}

/// `pools.triage.people` of people who belong to the stage `triage` alone is
/// `stages.triage.people`.
fn own_people(root: &Node, path: &mut [At<String>]) {
    let [list, name, knob, ..] = path else { return };
    let knobs = ["people", "availability", "prefer", "focus"];
    let find = |list| {
        root.table()
            .and_then(|t| entry(t.get(list)?, "name", &name.value))
    };
    let own = || find("stages").is_some_and(|stage| stage.get("pool").is_none());
    if list.value == "pools"
        && knobs.contains(&knob.value.as_str())
        && find("pools").is_none()
        && own()
    {
        list.value = "stages".into();
    }
}

/// The entry of a list of tables that goes by this name.
fn entry<'a>(list: &'a Node, by: &str, name: &str) -> Option<&'a Table> {
    let mut entries = list.list()?.iter().filter_map(Node::table);
    entries.find(|table| name_of(table, by).is_some_and(|n| n == name))
}

/// What an entry goes by: its name, or its stages joined with `+`.
pub(super) fn name_of(table: &Table, by: &str) -> Option<String> {
    if let Some(name) = table.text(by) {
        return Some(name.into());
    }
    let stages = table.get("stages")?.list()?.iter().filter_map(Node::text);
    Some(stages.collect::<Vec<_>>().join("+"))
}

/// Going down a path.
struct Walk<'a> {
    path: &'a [At<String>],
}

impl Walk<'_> {
    /// Puts the value where the path from `depth` on leads, starting at `node` of this form.
    fn step(
        &self,
        node: &mut Node,
        shape: Shape,
        depth: usize,
        value: Node,
    ) -> Result<(), Diagnostic> {
        let Some(name) = self.path.get(depth) else {
            *node = value;
            return Ok(());
        };
        match shape {
            Shape::Entries { keys, by } => {
                let found = self.find(node, by, name, depth)?;
                self.step(found, Shape::Table(keys), depth + 1, value)
            }
            Shape::Either(shapes) => {
                let inside = shapes
                    .iter()
                    .find(|s| matches!(s, Shape::Table(_) | Shape::Law(_)));
                self.step(node, inside.copied().unwrap_or(Shape::Flag), depth, value)
            }
            _ => {
                let next = self.known(shape, name, depth)?;
                let child = self.child((node, shape), name, depth, next)?;
                self.step(child, next, depth + 1, value)
            }
        }
    }

    /// The form of what stands behind a name in a value of this form.
    fn known(&self, shape: Shape, name: &At<String>, depth: usize) -> Result<Shape, Diagnostic> {
        match (find_key(shape, &name.value), shape) {
            (Some(key), _) => Ok(key.shape),
            (None, Shape::Map { each, .. }) => Ok(*each),
            // Whether it fits the distribution is for the check to say; there is nothing inside.
            (None, Shape::Law(_)) if parameters(shape).contains(&name.value.as_str()) => {
                Ok(Shape::Flag)
            }
            (None, _) => Err(self.unknown(shape, name, depth)),
        }
    }

    /// What stands behind a name in a table; when nothing does, an empty value of the form `next`.
    fn child<'n>(
        &self,
        (node, shape): (&'n mut Node, Shape),
        name: &At<String>,
        depth: usize,
        next: Shape,
    ) -> Result<&'n mut Node, Diagnostic> {
        let Value::Table(table) = &mut node.value else {
            return Err(self.not_a_table(shape, name, depth));
        };
        let known = table.0.iter().position(|(key, _)| key.value == name.value);
        let place = known.unwrap_or_else(|| {
            let empty = match next {
                Shape::Entries { .. } => Value::List(Vec::new()),
                _ => Value::Table(Table::default()),
            };
            table.0.push((name.clone(), At::new(empty, name.span)));
            table.0.len() - 1
        });
        let child = table.0.get_mut(place).map(|(_, child)| child);
        child.ok_or_else(|| self.not_a_table(shape, name, depth))
    }

    /// The entry that goes by this name.
    fn find<'n>(
        &self,
        node: &'n mut Node,
        by: &str,
        name: &At<String>,
        depth: usize,
    ) -> Result<&'n mut Node, Diagnostic> {
        let Value::List(list) = &mut node.value else {
            return Err(self.no_entry(&[], name, depth));
        };
        let names: Vec<_> = list.iter().map(|e| name_of(e.table()?, by)).collect();
        let place = names.iter().position(|n| n.as_ref() == Some(&name.value));
        let found = place.and_then(|place| list.get_mut(place));
        found.ok_or_else(|| {
            self.no_entry(
                &names.into_iter().flatten().collect::<Vec<_>>(),
                name,
                depth,
            )
        })
    }

    fn not_a_table(&self, shape: Shape, name: &At<String>, depth: usize) -> Diagnostic {
        let (above, whole) = (self.written(depth), self.written(self.path.len()));
        let message =
            format!("`{whole}` cannot be set: the scenario gives `{above}` as a single value");
        let help = match shape {
            Shape::Law(_) => format!("set `{above}` as a whole: it is {}", shape.describe()),
            _ => format!(
                "set `{above}` as a whole, like: {above}={{ {} = … }}",
                name.value
            ),
        };
        Diagnostic::error("set-inside-value", message, name.span)
            .label("there is nothing inside")
            .help(help)
    }

    fn no_entry(&self, names: &[String], name: &At<String>, depth: usize) -> Diagnostic {
        let above = self.written(depth);
        let message = format!("the scenario has no `{}` in `{above}`", name.value);
        let names = || names.iter().map(String::as_str);
        let whole = names().find(|name| self.spans(depth, name) > 1);
        let help = match whole.or_else(|| nearest(&name.value, names())) {
            Some(meant) => format!("did you mean `{}`?", self.instead(depth, meant)),
            None if names().next().is_none() => format!("there is nothing in `{above}`"),
            None => format!("`{above}` has {}", listing(names())),
        };
        Diagnostic::error("unknown-path", message, name.span)
            .label("no such name")
            .help(help)
    }

    fn unknown(&self, shape: Shape, name: &At<String>, depth: usize) -> Diagnostic {
        let names = names_in(shape);
        let message = format!("there is no path `{}`", self.written(self.path.len()));
        let help = match nearest(&name.value, names.iter().copied()) {
            Some(meant) => format!("did you mean `{}`?", self.instead(depth, meant)),
            None if names.is_empty() => format!("`{}` has no parts", self.written(depth)),
            None if depth == 0 => format!("a path starts with {}", listing(names)),
            None => format!("`{}` has {}", self.written(depth), listing(names)),
        };
        Diagnostic::error("unknown-path", message, name.span)
            .label("unknown")
            .help(help)
    }

    /// The first `depth` names of the path as one would type them.
    fn written(&self, depth: usize) -> String {
        let names = self.path.iter().take(depth).map(|name| quoted(&name.value));
        names.collect::<Vec<_>>().join(".")
    }

    /// Over how many names of the path this one goes from `depth` on: several where it was typed without the quotes
    /// that its dots need.
    fn spans(&self, depth: usize, name: &str) -> usize {
        let squeezed = |text: &str| text.replace(char::is_whitespace, "");
        let wanted = squeezed(name);
        let typed = self.path.iter().skip(depth);
        let mut sum = String::new();
        let grown = typed.map(|part| {
            sum = format!(
                "{sum}{}{}",
                if sum.is_empty() { "" } else { "." },
                squeezed(&part.value)
            );
            sum == wanted
        });
        grown
            .collect::<Vec<_>>()
            .iter()
            .position(|fits| *fits)
            .map_or(1, |last| last + 1)
    }

    /// The path with another name at `depth`.
    fn instead(&self, depth: usize, name: &str) -> String {
        let after = depth + self.spans(depth, name);
        let before = self.path.iter().take(depth);
        let (before, after) = (before, self.path.iter().skip(after));
        let kept = |old: &At<String>| quoted(&old.value);
        let names = before
            .map(kept)
            .chain([quoted(name)])
            .chain(after.map(kept));
        names.collect::<Vec<_>>().join(".")
    }
}

pub(super) fn find_key(shape: Shape, name: &str) -> Option<&'static Key> {
    shape.keys().iter().find(|key| key.name == name)
}

/// The names a path can go on with.
fn names_in(shape: Shape) -> Vec<&'static str> {
    let keys = shape.keys().iter();
    keys.map(|key| key.name).chain(parameters(shape)).collect()
}

fn parameters(shape: Shape) -> Vec<&'static str> {
    let Shape::Law(quantity) = shape else {
        return Vec::new();
    };
    let mut names = vec!["dist"];
    for parameter in laws(quantity).flat_map(|law| law.keys()) {
        if !names.contains(&parameter.name) {
            names.push(parameter.name);
        }
    }
    names
}

/// A name as it is typed in a path.
pub(super) fn quoted(name: &str) -> String {
    let plain = |c: char| !c.is_whitespace() && !".=\"'".contains(c);
    if !name.is_empty() && name.chars().all(plain) {
        name.into()
    } else {
        format!("\"{name}\"")
    }
}

/// Reads `PATH=VALUE`.
fn parse(source: &Source, id: SourceId) -> Result<Setting, Diagnostic> {
    let text = source.text.as_str();
    let whole = span(id, 0, text.len());
    let equals = outside_quotes(text, '=').first().copied();
    let equals = equals.ok_or_else(|| malformed("it has no `=`", whole))?;
    let (path, value) = (text.get(..equals), text.get(equals + 1..));
    Ok(Setting {
        path: names(path.unwrap_or_default(), id)?,
        value: read_value(value.unwrap_or_default(), id, equals + 1)?,
    })
}

fn malformed(how: &str, span: Span) -> Diagnostic {
    Diagnostic::error("bad-setting", format!("this is no setting: {how}"), span)
        .label("cannot be read")
        .help("a setting is a path, an equals sign and a value, like stages.triage.wip.max=3")
}

/// The names of a path, each with its place; those in quotes without them.
pub(super) fn names(path: &str, id: SourceId) -> Result<Vec<At<String>>, Diagnostic> {
    let mut starts = vec![0];
    let dots = outside_quotes(path, '.');
    starts.extend(dots.iter().map(|dot| dot + 1));
    let ends = dots.iter().copied().chain([path.len()]);
    let parts = starts.into_iter().zip(ends);
    parts
        .map(|(start, end)| name(path.get(start..end).unwrap_or_default(), id, start))
        .collect()
}

fn name(text: &str, id: SourceId, start: usize) -> Result<At<String>, Diagnostic> {
    let start = start + (text.len() - text.trim_start().len());
    let text = text.trim();
    let place = span(id, start, start + text.len());
    let inner = ['"', '\'']
        .iter()
        .find_map(|quote| text.strip_prefix(*quote)?.strip_suffix(*quote));
    let name = inner.unwrap_or(text);
    if name.is_empty() {
        return Err(malformed("a name in its path is empty", place));
    }
    Ok(At::new(name.into(), place))
}

/// The value as TOML; a bare word that is none is text.
fn read_value(text: &str, id: SourceId, start: usize) -> Result<Node, Diagnostic> {
    let start = start + (text.len() - text.trim_start().len());
    let text = text.trim();
    let place = span(id, start, start + text.len());
    if text.is_empty() {
        return Err(malformed("it has no value", place));
    }
    tree::parse_value(text, id, place.start).or_else(|fault| {
        if text.starts_with(['"', '\'', '[', '{']) {
            Err(fault)
        } else if let (Ok(number), false) = (text.parse(), text.starts_with(char::is_alphabetic)) {
            Ok(At::new(Value::Number(number), place))
        } else {
            Ok(At::new(Value::Text(text.into()), place))
        }
    })
}

fn span(source: SourceId, start: usize, end: usize) -> Span {
    let at = |byte| u32::try_from(byte).unwrap_or(u32::MAX);
    Span {
        source,
        start: at(start),
        end: at(end),
    }
}

/// Where a character stands outside quotes.
fn outside_quotes(text: &str, wanted: char) -> Vec<usize> {
    let mut quote = None;
    let mut places = Vec::new();
    for (place, c) in text.char_indices() {
        match quote {
            Some(open) if c == open => quote = None,
            Some(_) => {}
            None if c == '"' || c == '\'' => quote = Some(c),
            None if c == wanted => places.push(place),
            None => {}
        }
    }
    places
}
