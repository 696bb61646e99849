//! The numbers of a scenario that could be otherwise: estimates, and decisions on people and room.
//!
//! Which keys these are stands in the [key table](super::keys). An estimate that is a distribution is stretched as
//! a whole: everything in it that is an amount of its quantity is multiplied, so that its form stays.

use super::amount::number;
use super::keys::SCENARIO;
use super::laws::{Form, laws};
use super::path::{find_key, name_of, quoted};
use super::shape::{Key, Quantity, Role, Shape};
use super::tree::{Node, Table, Value};

/// Paths and the values to set there, as they are typed.
type Edits = Vec<(String, String)>;

/// A number of the scenario that could be otherwise.
#[derive(Debug, Clone, PartialEq)]
pub struct Input {
    /// Its path.
    pub path: String,
    /// What it is.
    pub role: Role,
    /// What it means; nothing where it is a part of a distribution.
    pub meaning: Option<&'static str>,
    /// How it is written.
    pub written: Edits,
    /// What makes it lower: of a decision, one fewer; nothing where there cannot be fewer.
    pub low: Edits,
    /// What makes it higher: of a decision, one more.
    pub high: Edits,
}

/// All of them, in the order of the file.
pub fn inputs(root: &Node, spread: f64) -> Vec<Input> {
    let mut walk = Walk {
        spread,
        found: Vec::new(),
    };
    walk.inside(root, Shape::Table(SCENARIO), "");
    walk.found
}

/// Going through a tree.
struct Walk {
    spread: f64,
    found: Vec<Input>,
}

impl Walk {
    /// Looks at everything in a value of this form.
    fn inside(&mut self, node: &Node, shape: Shape, path: &str) {
        match shape {
            Shape::Entries { keys, by } => {
                for entry in node.list().into_iter().flatten() {
                    let name = entry.table().and_then(|table| name_of(table, by));
                    if let Some(name) = name {
                        self.inside(entry, Shape::Table(keys), &under(path, &name));
                    }
                }
            }
            Shape::Either(shapes) => {
                let table = shapes.iter().find(|s| matches!(s, Shape::Table(_)));
                if let Some(table) = table {
                    self.inside(node, *table, path);
                }
            }
            Shape::Table(_) | Shape::Map { .. } => {
                for (name, value) in node.table().into_iter().flat_map(|table| &table.0) {
                    let path = under(path, &name.value);
                    match (find_key(shape, &name.value), shape) {
                        (Some(key), _) => self.key(key, value, &path),
                        (None, Shape::Map { each, .. }) => self.inside(value, *each, &path),
                        _ => {}
                    }
                }
                self.unwritten(node, shape, path);
            }
            _ => {}
        }
    }

    /// Takes up what stands behind a key, or looks into it.
    fn key(&mut self, key: &Key, value: &Node, path: &str) {
        match key.role {
            None => self.inside(value, key.shape, path),
            Some(Role::Estimate) => self.found.extend(estimate(key, value, path, self.spread)),
            Some(role) => {
                let now = match value.value {
                    Value::Whole(now) => Some(now),
                    _ => None,
                };
                let found = now.map(|now| decision(key, role, now, path));
                self.found.extend(found);
            }
        }
    }

    /// Takes up the minimum that a table leaves out; a group over several stages has none.
    fn unwritten(&mut self, node: &Node, shape: Shape, path: &str) {
        let written = |key: &Key| {
            node.table()
                .is_none_or(|table| table.get(key.name).is_some())
        };
        let group = path.starts_with("conwip.");
        let minimum = |key: &&Key| key.role == Some(Role::Minimum) && !group && !written(key);
        let left_out = shape.keys().iter().filter(minimum);
        let found = left_out.map(|key| decision(key, Role::Minimum, 0, &under(path, key.name)));
        self.found.extend(found);
    }
}

fn under(path: &str, name: &str) -> String {
    match path {
        "" => quoted(name),
        path => format!("{path}.{}", quoted(name)),
    }
}

/// A decision, with one fewer and one more.
fn decision(key: &Key, role: Role, now: i128, path: &str) -> Input {
    let edit = |value: i128| vec![(path.to_owned(), value.to_string())];
    let least = i128::from(role != Role::Minimum);
    let fewer = (now > least).then(|| edit(now - 1));
    Input {
        path: path.to_owned(),
        role,
        meaning: Some(key.doc),
        written: edit(now),
        low: fewer.unwrap_or_default(),
        high: edit(now.saturating_add(1)),
    }
}

/// An estimate, lower and higher; `None` where that makes no difference.
fn estimate(key: &Key, node: &Node, path: &str, spread: f64) -> Option<Input> {
    let stretched = |factor: f64| match key.shape {
        Shape::Law(quantity) => law(node, quantity, path, factor),
        shape => Some(vec![(path.to_owned(), plain(node, shape, factor)?)]),
    };
    let written = stretched(1.0)?;
    let (low, high) = (stretched(1.0 - spread)?, stretched(1.0 + spread)?);
    (low != high).then(|| Input {
        path: path.to_owned(),
        role: Role::Estimate,
        meaning: Some(key.doc),
        written,
        low,
        high,
    })
}

/// A number, multiplied, but not beyond what it may be.
fn plain(node: &Node, shape: Shape, factor: f64) -> Option<String> {
    let most = match shape {
        Shape::Probability => 1.0,
        Shape::Number(_, most) | Shape::Above0(most) => most,
        _ => f64::MAX,
    };
    Some(short((number(&node.value)? * factor).min(most)))
}

/// A distribution, stretched.
fn law(node: &Node, quantity: Quantity, path: &str, factor: f64) -> Option<Edits> {
    match node.table() {
        None if matches!(quantity, Quantity::Count(_)) => None,
        None => Some(vec![(path.to_owned(), amount(node, factor)?)]),
        Some(table) => parameters(table, quantity, path, factor),
    }
}

/// What stretches a distribution that is written as a table; `None` where nothing does.
fn parameters(table: &Table, quantity: Quantity, path: &str, factor: f64) -> Option<Edits> {
    let dist = table.text("dist")?;
    let law = laws(quantity).find(|law| law.name == dist)?;
    let mut edits = Vec::new();
    for (name, value) in &table.0 {
        let Some(parameter) = law.keys().find(|p| p.name == name.value) else {
            continue;
        };
        let counted = matches!(quantity, Quantity::Count(_)) && parameter.name != "mean";
        let stretched = match parameter.form {
            Form::Plain(Shape::Text) => return None,
            Form::Plain(_) => continue,
            _ if counted => return None,
            // The smallest mean of numbers that are 1 or more.
            Form::Amount if dist == "geometric" => short((number(&value.value)? * factor).max(1.0)),
            Form::Amount => amount(value, factor)?,
            Form::Amounts => list(value, factor)?,
        };
        edits.push((under(path, parameter.name), stretched));
    }
    (!edits.is_empty()).then_some(edits)
}

/// A number or a duration, multiplied, in its own unit.
fn amount(node: &Node, factor: f64) -> Option<String> {
    let Some(text) = node.text() else {
        return Some(short(number(&node.value)? * factor));
    };
    let (digits, unit) = text.split_at(text.find(|c: char| c.is_alphabetic())?);
    let digits: f64 = digits.trim().parse().ok()?;
    Some(format!("{}{}", short(digits * factor), unit.trim()))
}

fn list(node: &Node, factor: f64) -> Option<String> {
    let each = node.list()?.iter().map(|value| {
        let stretched = amount(value, factor)?;
        Some(match value.text() {
            Some(_) => format!("\"{stretched}\""),
            None => stretched,
        })
    });
    Some(format!(
        "[{}]",
        each.collect::<Option<Vec<_>>>()?.join(", ")
    ))
}

/// A number without the last digits, in which only the arithmetic shows.
fn short(value: f64) -> String {
    let rounded = format!("{value:.11e}").parse().unwrap_or(value);
    rounded.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Sources;

    /// Path, lower and higher, as one text each.
    fn found(text: &str) -> Vec<String> {
        let mut sources = Sources::default();
        let id = sources.add("a.toml", text);
        let (tree, _) = super::super::tree::parse_file(text, id);
        let told = |edits: &Edits| {
            let each = edits.iter().map(|(path, value)| format!("{path}={value}"));
            each.collect::<Vec<_>>().join(" ")
        };
        let all = inputs(&tree, 0.2).into_iter();
        all.map(|i| format!("{} | {} | {}", i.path, told(&i.low), told(&i.high)))
            .collect()
    }

    #[test]
    fn estimates_are_stretched_in_their_own_form() {
        let text = r#"
            [[types]]
            name = "a b"
            arrivals = { per_week = 4, batch = { dist = "geometric", mean = 1.1 } }
            backlog = 7
            due = { dist = "uniform", min = "2w", max = 20 }
            [[stages]]
            name = "work"
            service = "2d"
            discard = 0.9
            skip = 0
            by_type."a b" = { service = { dist = "lognormal", p50 = 1, p85 = 3, cap = 9 } }
            [[blockers]]
            source = "legal"
            duration = { dist = "empirical", values = [1, "2d"] }
            [[variants]]
            name = "v"
            set = { "stages.work.service" = 4 }
        "#;
        assert_eq!(
            found(text),
            [
                r#"types."a b".arrivals.per_week | types."a b".arrivals.per_week=3.2 | types."a b".arrivals.per_week=4.8"#,
                r#"types."a b".arrivals.batch | types."a b".arrivals.batch.mean=1 | types."a b".arrivals.batch.mean=1.32"#,
                r#"types."a b".due | types."a b".due.min=1.6w types."a b".due.max=16 | types."a b".due.min=2.4w types."a b".due.max=24"#,
                "stages.work.service | stages.work.service=1.6d | stages.work.service=2.4d",
                "stages.work.discard | stages.work.discard=0.72 | stages.work.discard=1",
                r#"stages.work.by_type."a b".service | stages.work.by_type."a b".service.p50=0.8 stages.work.by_type."a b".service.p85=2.4 stages.work.by_type."a b".service.cap=7.2 | stages.work.by_type."a b".service.p50=1.2 stages.work.by_type."a b".service.p85=3.6 stages.work.by_type."a b".service.cap=10.8"#,
                r#"blockers.legal.duration | blockers.legal.duration.values=[0.8, "1.6d"] | blockers.legal.duration.values=[1.2, "2.4d"]"#,
            ]
        );
    }

    #[test]
    fn decisions_get_one_more() {
        let text = r#"
            pools = [{ name = "p", people = 2, availability = 0.9 }, { name = "all", people = "unlimited" }]
            stages = [{ name = "work", people = 1, wip = { min = 1, max = 3 }, leaves = { every = 5, at_most = 2 } }]
            conwip = [{ stages = ["work", "more"], wip = { max = 4 } }]
            lanes = [{ name = "l", wip = { work = { max = 1 } }, conwip = { max = 9 } }]
        "#;
        assert_eq!(
            found(text),
            [
                "pools.p.people | pools.p.people=1 | pools.p.people=3",
                "pools.p.availability | pools.p.availability=0.72 | pools.p.availability=1",
                "stages.work.people |  | stages.work.people=2",
                "stages.work.wip.min | stages.work.wip.min=0 | stages.work.wip.min=2",
                "stages.work.wip.max | stages.work.wip.max=2 | stages.work.wip.max=4",
                "stages.work.leaves.at_most | stages.work.leaves.at_most=1 | stages.work.leaves.at_most=3",
                "conwip.work+more.wip.max | conwip.work+more.wip.max=3 | conwip.work+more.wip.max=5",
                "lanes.l.wip.work.max |  | lanes.l.wip.work.max=2",
                "lanes.l.wip.work.min |  | lanes.l.wip.work.min=1",
                "lanes.l.conwip.max | lanes.l.conwip.max=8 | lanes.l.conwip.max=10",
            ]
        );
    }

    #[test]
    fn what_cannot_be_stretched_is_left_out() {
        let text = r#"
            types = [{ name = "a", arrivals = { every = 1, count = 3 }, expire = { dist = "empirical", file = "f" } }]
            stages = [{ name = "w", service = 0, split = { probability = 0, into = { dist = "uniform-int", min = 2, max = 3 } } }]
        "#;
        assert!(found(text).is_empty(), "{:?}", found(text));
    }
}
