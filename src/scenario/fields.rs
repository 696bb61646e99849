//! Typed looks into a table that has been checked.
//!
//! What does not have the form asked for is `None`: the check has reported it already.

use super::amount;
use super::laws::{Form, LAWS};
use super::mirror::{Distribution, Duration, Moment, Param, People, Shares, Unit};
use super::tree::{Node, Table, Value};
use crate::source::{At, Span};
use jiff::civil::Date;

/// The keys of one table.
#[derive(Clone, Copy)]
pub struct Fields<'a> {
    /// What is written.
    pub table: &'a Table,
    /// The place of the whole table.
    pub span: Span,
}

impl<'a> Fields<'a> {
    /// The table in a value, if it is one.
    pub fn of(node: &'a Node) -> Option<Self> {
        let span = node.span;
        node.table().map(|table| Self { table, span })
    }

    /// Any value, read by `read`.
    pub fn at<T>(&self, key: &str, read: impl FnOnce(&'a Node) -> Option<T>) -> Option<At<T>> {
        let node = self.table.get(key)?;
        read(node).map(|value| At::new(value, node.span))
    }

    /// Text.
    pub fn text(&self, key: &str) -> Option<At<String>> {
        self.at(key, text)
    }

    /// A list of texts.
    pub fn texts(&self, key: &str) -> Option<At<Vec<At<String>>>> {
        self.list(key, text)
    }

    /// A whole number.
    pub fn whole(&self, key: &str) -> Option<At<u64>> {
        self.at(key, whole)
    }

    /// A number.
    pub fn number(&self, key: &str) -> Option<At<f64>> {
        self.at(key, number)
    }

    /// True or false.
    pub fn flag(&self, key: &str) -> Option<At<bool>> {
        self.at(key, flag)
    }

    /// A duration.
    pub fn duration(&self, key: &str) -> Option<At<Duration>> {
        self.at(key, duration)
    }

    /// A date.
    pub fn date(&self, key: &str) -> Option<At<Date>> {
        self.at(key, date)
    }

    /// A list of dates; empty when left out.
    pub fn dates(&self, key: &str) -> Vec<At<Date>> {
        self.list(key, date)
            .map_or_else(Vec::new, |list| list.value)
    }

    /// A date or a time since day 0.
    pub fn moment(&self, key: &str) -> Option<At<Moment>> {
        self.at(key, moment)
    }

    /// A list of them.
    pub fn moments(&self, key: &str) -> Option<At<Vec<At<Moment>>>> {
        self.list(key, moment)
    }

    /// A distribution.
    pub fn law(&self, key: &str) -> Option<At<Distribution>> {
        self.at(key, law)
    }

    /// A number of people.
    pub fn people(&self, key: &str) -> Option<At<People>> {
        self.at(key, |node| match whole(node) {
            Some(number) => Some(People::Number(number)),
            None => (node.text() == Some("unlimited")).then_some(People::Unlimited),
        })
    }

    /// Weights by name.
    pub fn shares(&self, key: &str) -> Option<At<Shares>> {
        self.at(key, |node| Some(Fields::of(node)?.named(&[], number)))
    }

    /// A table, read by `read`.
    pub fn table<T>(&self, key: &str, read: impl FnOnce(Fields<'a>) -> T) -> Option<At<T>> {
        self.at(key, |node| Fields::of(node).map(read))
    }

    /// A list of tables, each read by `read`.
    pub fn tables<T>(&self, key: &str, read: impl Fn(Fields<'a>) -> T) -> Option<At<Vec<At<T>>>> {
        self.list(key, |node| Fields::of(node).map(&read))
    }

    /// Tables under `[[key]]`, each read by `read`.
    pub fn entries<T>(&self, key: &str, read: impl Fn(Fields<'a>) -> T) -> Vec<T> {
        let list = self.table.get(key).and_then(Node::list).unwrap_or_default();
        list.iter().filter_map(Fields::of).map(read).collect()
    }

    /// The names and values in the table behind `key`, as they stand.
    pub fn named_in(&self, key: &str) -> impl Iterator<Item = &'a (At<String>, Node)> {
        let table = self.table.get(key).and_then(Node::table);
        table.into_iter().flat_map(|table| &table.0)
    }

    /// All names but `except`, each with its value as `read` reads it.
    pub fn named<T>(
        &self,
        except: &[&str],
        read: impl Fn(&'a Node) -> Option<T>,
    ) -> Vec<(At<String>, At<T>)> {
        let names = self.table.0.iter();
        names
            .filter(|(name, _)| !except.contains(&name.value.as_str()))
            .filter_map(|(name, node)| Some((name.clone(), At::new(read(node)?, node.span))))
            .collect()
    }

    fn list<T>(&self, key: &str, read: impl Fn(&'a Node) -> Option<T>) -> Option<At<Vec<At<T>>>> {
        self.at(key, |node| Some(list(node.list()?, read)))
    }
}

fn list<'a, T>(nodes: &'a [Node], read: impl Fn(&'a Node) -> Option<T>) -> Vec<At<T>> {
    let read = |node: &'a Node| read(node).map(|value| At::new(value, node.span));
    nodes.iter().filter_map(read).collect()
}

/// Text.
pub fn text(node: &Node) -> Option<String> {
    node.text().map(str::to_owned)
}

/// A whole number.
pub fn whole(node: &Node) -> Option<u64> {
    u64::try_from(amount::whole(&node.value)?).ok()
}

/// A finite number.
pub fn number(node: &Node) -> Option<f64> {
    amount::number(&node.value).filter(|number| number.is_finite())
}

fn flag(node: &Node) -> Option<bool> {
    match node.value {
        Value::Flag(flag) => Some(flag),
        _ => None,
    }
}

fn duration(node: &Node) -> Option<Duration> {
    amount::duration(&node.value).ok()
}

fn date(node: &Node) -> Option<Date> {
    amount::date(&node.value)
}

fn moment(node: &Node) -> Option<Moment> {
    let after = || duration(node).map(Moment::After);
    date(node).map(Moment::Date).or_else(after)
}

/// A distribution; a bare value is constant.
pub fn law(node: &Node) -> Option<Distribution> {
    let Some(table) = node.table() else {
        let value = amount_of(node)?;
        return Some(Distribution {
            dist: At::new("constant".into(), node.span),
            params: vec![("value".into(), At::new(Param::Amount(value), node.span))],
        });
    };
    let dist = table.get("dist")?;
    let params = table.0.iter().filter(|(name, _)| name.value != "dist");
    Some(Distribution {
        dist: At::new(text(dist)?, dist.span),
        params: params
            .filter_map(|(name, node)| param(&name.value, node))
            .collect(),
    })
}

fn param(name: &str, node: &Node) -> Option<(String, At<Param>)> {
    let value = match form(name) {
        Form::Amounts => Param::Amounts(list(node.list()?, amount_of)),
        _ => match &node.value {
            Value::Flag(flag) => Param::Flag(*flag),
            Value::Text(words) if is_text(name) => Param::Text(words.clone()),
            _ => Param::Amount(amount_of(node)?),
        },
    };
    Some((name.into(), At::new(value, node.span)))
}

/// An amount in the quantity's own unit, or a duration.
fn amount_of(node: &Node) -> Option<Duration> {
    match (&node.value, number(node)) {
        (Value::Text(_), _) => duration(node),
        (_, number) => number.map(|amount| Duration {
            amount,
            unit: Unit::Days,
        }),
    }
}

fn form(name: &str) -> Form {
    let mut all = LAWS.iter().flat_map(|law| law.params);
    all.find(|p| p.name == name)
        .map_or(Form::Amount, |p| p.form)
}

fn is_text(name: &str) -> bool {
    form(name) == Form::Plain(super::shape::Shape::Text)
}
