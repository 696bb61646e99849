//! Does every value have the form the key table wants? All that do not, each at its place.

mod distribution;
mod single;

use super::amount;
use super::keys;
use super::shape::{Key, RESERVED, Shape, listing};
use super::suggest::nearest;
use super::tree::{Node, Table, Value};
use crate::diagnostic::Diagnostic;
use crate::source::{At, Span};

/// Compares a scenario with the key table.
pub fn check(root: &Node) -> Checked {
    check_keys(root, keys::SCENARIO)
}

/// Compares a file with a key table.
pub fn check_keys(root: &Node, keys: &'static [Key]) -> Checked {
    let mut checked = Checked {
        problems: Vec::new(),
        meant: Vec::new(),
    };
    if let Some(table) = root.table() {
        checked.keys(table, keys, None);
    }
    checked
}

/// What came of checking.
pub struct Checked {
    /// Every fault of form.
    pub problems: Vec<Diagnostic>,
    /// Mistyped keys, by place, and the keys they are taken for from here on, so that a slip of the
    /// finger is one error and not a chain of them.
    pub meant: Vec<(Span, &'static str)>,
}

/// What is being spoken of, for messages.
#[derive(Clone)]
struct Subject {
    /// As it stands before "must be".
    words: String,
    /// What it means.
    help: String,
}

impl Subject {
    fn new(name: &str, doc: &str) -> Self {
        Self {
            words: format!("`{name}`"),
            help: format!("`{name}` is {doc}"),
        }
    }

    fn each(&self) -> Self {
        Self {
            words: format!("each entry of {}", self.words),
            help: self.help.clone(),
        }
    }
}

impl Checked {
    /// A table whose keys are these and no others.
    fn keys(&mut self, table: &Table, keys: &'static [Key], place: Option<Span>) {
        for (name, node) in &table.0 {
            match keys.iter().find(|key| key.name == name.value) {
                Some(key) => self.known(key, node),
                None => self.mistyped(table, keys, name, node),
            }
        }
        self.missing(table, keys, place);
    }

    /// A key that does not exist: its value is checked as that of the key that was meant, unless
    /// that one is there too.
    fn mistyped(&mut self, table: &Table, keys: &'static [Key], name: &At<String>, node: &Node) {
        let names = keys.iter().map(|key| key.name);
        self.unknown(name, names.clone());
        let meant = nearest(&name.value, names);
        let meant = keys.iter().find(|key| Some(key.name) == meant);
        if let Some(key) = meant.filter(|key| table.get(key.name).is_none()) {
            self.meant.push((name.span, key.name));
            self.known(key, node);
        }
    }

    fn known(&mut self, key: &Key, node: &Node) {
        self.value(&Subject::new(key.name, key.doc), key.shape, node);
    }

    fn missing(&mut self, table: &Table, keys: &[Key], place: Option<Span>) {
        let mistyped = |name| {
            let mut meant = self.meant.iter().filter(|(_, meant)| *meant == name);
            meant.any(|(place, _)| table.0.iter().any(|(key, _)| key.span == *place))
        };
        let absent = |key: &&Key| table.get(key.name).is_none() && !mistyped(key.name);
        let missing: Vec<_> = keys
            .iter()
            .filter(|key| key.required)
            .filter(absent)
            .collect();
        for key in missing {
            {
                let message = format!("`{}` is missing", key.name);
                let problem = Diagnostic::error("missing-key", message, place.unwrap_or_default());
                self.problems.push(Diagnostic {
                    span: place,
                    label: format!("has no `{}`", key.name),
                    help: Some(format!("`{}` is {}", key.name, key.doc)),
                    ..problem
                });
            }
        }
    }

    fn unknown<'a>(&mut self, name: &At<String>, known: impl Iterator<Item = &'a str> + Clone) {
        let message = format!("there is no key `{}` here", name.value);
        let help = match nearest(&name.value, known.clone()) {
            Some(meant) => format!("did you mean `{meant}`?"),
            None => match homes(&name.value).as_slice() {
                [] => format!("the keys here are {}", listing(known)),
                homes => format!(
                    "`{}` is a key of {}; the keys here are {}",
                    name.value,
                    listing(homes.iter().copied()),
                    listing(known)
                ),
            },
        };
        let problem = Diagnostic::error("unknown-key", message, name.span);
        self.problems.push(problem.label("unknown key").help(help));
    }

    fn must_be(
        &mut self,
        code: &'static str,
        subject: &Subject,
        what: &str,
        node: &Node,
        label: &str,
    ) {
        let message = format!("{} must be {what}", subject.words);
        let problem = Diagnostic::error(code, message, node.span);
        self.problems.push(problem.label(label).help(&subject.help));
    }

    fn wrong(&mut self, subject: &Subject, shape: Shape, node: &Node) {
        let label = format!("this is {}", kind(&node.value));
        self.must_be("wrong-type", subject, &shape.describe(), node, &label);
    }

    fn outside(&mut self, subject: &Subject, shape: Shape, node: &Node, label: &str) {
        self.must_be("out-of-range", subject, &shape.describe(), node, label);
    }

    /// A value that should have this form.
    fn value(&mut self, subject: &Subject, shape: Shape, node: &Node) {
        match shape {
            Shape::Text => self.text(subject, shape, node),
            Shape::Name => self.name(subject, shape, node, RESERVED),
            Shape::Named(_) => self.name(subject, shape, node, &[]),
            Shape::Flag => self.flag(subject, shape, node),
            Shape::Whole(least, most) => self.whole(subject, shape, node, (least, most)),
            Shape::Number(least, most) => self.number(subject, shape, node, least..=most),
            Shape::Above0(most) => self.number(subject, shape, node, f64::MIN_POSITIVE..=most),
            Shape::Probability => self.number(subject, shape, node, 0.0..=1.0),
            Shape::Duration | Shape::Span => self.duration(subject, shape, node),
            Shape::Date => self.date(subject, shape, node),
            Shape::Moment => self.moment(subject, shape, node),
            Shape::Law(quantity) => self.law(subject, quantity, node),
            Shape::Words(words) => self.word(subject, shape, node, words),
            Shape::List(each) => self.list(subject, *each, shape, node),
            Shape::Table(keys) => self.table(subject, keys, shape, node),
            Shape::Entries { keys, .. } => self.entries(subject, keys, shape, node),
            Shape::Map { keys, each, .. } => self.map(subject, keys, *each, shape, node),
            Shape::Settings if node.table().is_some() => {}
            Shape::Settings => self.wrong(subject, shape, node),
            Shape::Either(shapes) => self.either(subject, shapes, shape, node),
        }
    }

    fn list(&mut self, subject: &Subject, each: Shape, shape: Shape, node: &Node) {
        match node.list() {
            Some(list) => {
                let subject = subject.each();
                list.iter()
                    .for_each(|entry| self.value(&subject, each, entry));
            }
            None => self.wrong(subject, shape, node),
        }
    }

    fn table(&mut self, subject: &Subject, keys: &'static [Key], shape: Shape, node: &Node) {
        match node.table() {
            Some(table) => self.keys(table, keys, Some(node.span)),
            None => self.wrong(subject, shape, node),
        }
    }

    fn entries(&mut self, subject: &Subject, keys: &'static [Key], shape: Shape, node: &Node) {
        let Some(list) = node.list() else {
            return self.wrong(subject, shape, node);
        };
        for entry in list {
            self.table(&subject.each(), keys, Shape::Table(keys), entry);
        }
    }

    fn map(
        &mut self,
        subject: &Subject,
        keys: &'static [Key],
        each: Shape,
        shape: Shape,
        node: &Node,
    ) {
        let Some(table) = node.table() else {
            return self.wrong(subject, shape, node);
        };
        for (name, node) in &table.0 {
            match keys.iter().find(|key| key.name == name.value) {
                Some(key) => self.known(key, node),
                None => {
                    let subject = Subject {
                        words: format!("`{}`", name.value),
                        help: subject.help.clone(),
                    };
                    self.value(&subject, each, node);
                }
            }
        }
    }

    fn either(&mut self, subject: &Subject, shapes: &[Shape], shape: Shape, node: &Node) {
        match shapes.iter().find(|shape| could_be(**shape, &node.value)) {
            Some(Shape::Words(words)) => self.word(subject, shape, node, words),
            Some(one) => self.value(subject, *one, node),
            None => self.wrong(subject, shape, node),
        }
    }
}

/// The tables of a scenario that have a key of this name.
fn homes(name: &str) -> Vec<&'static str> {
    let has = |table: &&Key| table.shape.keys().iter().any(|key| key.name == name);
    let tables = keys::SCENARIO.iter().filter(has);
    tables.map(|table| table.name).collect()
}

/// Is this how a value of that form is written, right or wrong?
pub fn could_be(shape: Shape, value: &Value) -> bool {
    match shape {
        Shape::Text | Shape::Name | Shape::Named(_) | Shape::Words(_) => {
            matches!(value, Value::Text(_))
        }
        Shape::Flag => matches!(value, Value::Flag(_)),
        Shape::Whole(..) | Shape::Number(..) | Shape::Above0(_) | Shape::Probability => {
            amount::number(value).is_some()
        }
        Shape::Duration | Shape::Span => {
            amount::number(value).is_some() || matches!(value, Value::Text(_))
        }
        Shape::Date => matches!(value, Value::Date(_) | Value::Clock | Value::Text(_)),
        Shape::Moment => could_be(Shape::Date, value) || could_be(Shape::Duration, value),
        Shape::Law(_) => could_be(Shape::Duration, value) || matches!(value, Value::Table(_)),
        Shape::List(_) | Shape::Entries { .. } => matches!(value, Value::List(_)),
        Shape::Table(_) | Shape::Map { .. } | Shape::Settings => matches!(value, Value::Table(_)),
        Shape::Either(shapes) => shapes.iter().any(|shape| could_be(*shape, value)),
    }
}

/// What kind of value this is, with its article.
pub fn kind(value: &Value) -> &'static str {
    match value {
        Value::Text(_) => "text",
        Value::Whole(_) | Value::Number(_) => "a number",
        Value::Flag(_) => "true or false",
        Value::Date(_) => "a date",
        Value::Clock => "a time of day",
        Value::List(_) => "a list",
        Value::Table(_) => "a table",
    }
}
