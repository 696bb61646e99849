//! Does every value have the form the key table wants? All that do not, each at its place.

use super::amount::{self, Refusal};
use super::keys;
use super::laws::{Form, LawKeys, laws};
use super::shape::{Key, NAME, Quantity, RESERVED, Shape, choice, listing};
use super::suggest::nearest;
use super::tree::{Node, Table, Value};
use crate::diagnostic::Diagnostic;
use crate::source::{At, Span};

/// Every fault of form in a scenario.
pub fn check(root: &Node) -> Vec<Diagnostic> {
    let mut checker = Checker::default();
    if let Some(table) = root.table() {
        checker.keys(table, keys::SCENARIO, None);
    }
    checker.problems
}

#[derive(Default)]
struct Checker {
    problems: Vec<Diagnostic>,
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

impl Checker {
    /// A table whose keys are these and no others.
    fn keys(&mut self, table: &Table, keys: &'static [Key], place: Option<Span>) {
        for (name, node) in &table.0 {
            match keys.iter().find(|key| key.name == name.value) {
                Some(key) => self.known(key, name, node),
                None => self.unknown(name, keys.iter().filter(|k| !k.later).map(|k| k.name)),
            }
        }
        self.missing(table, keys, place);
    }

    fn known(&mut self, key: &Key, name: &At<String>, node: &Node) {
        if key.later {
            self.later(&format!("`{}`", key.name), name.span);
        } else {
            self.value(&Subject::new(key.name, key.doc), key.shape, node);
        }
    }

    fn missing(&mut self, table: &Table, keys: &[Key], place: Option<Span>) {
        for key in keys.iter().filter(|key| key.required) {
            if table.get(key.name).is_none() {
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
            None => format!("the keys here are {}", listing(known)),
        };
        let problem = Diagnostic::error("unknown-key", message, name.span);
        self.problems.push(problem.label("unknown key").help(help));
    }

    fn later(&mut self, what: &str, span: Span) {
        let message = format!("{what} is not supported yet");
        let problem = Diagnostic::error("not-supported", message, span);
        let help = "take it out for now; it will come with a later version";
        self.problems.push(problem.label("not yet").help(help));
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
            Shape::Words { now, later } => self.word(subject, shape, node, now, later),
            Shape::List(each) => self.list(subject, *each, shape, node),
            Shape::Table(keys) => self.table(subject, keys, shape, node),
            Shape::Entries { keys, .. } => self.entries(subject, keys, shape, node),
            Shape::Map { keys, each, .. } => self.map(subject, keys, *each, shape, node),
            Shape::Either(shapes) => self.either(subject, shapes, shape, node),
        }
    }

    fn text(&mut self, subject: &Subject, shape: Shape, node: &Node) {
        if node.text().is_none() {
            self.wrong(subject, shape, node);
        }
    }

    fn name(&mut self, subject: &Subject, shape: Shape, node: &Node, reserved: &[&str]) {
        let Some(name) = node.text() else {
            return self.wrong(subject, shape, node);
        };
        if name.trim().is_empty() || name.chars().any(char::is_control) {
            self.must_be(
                "bad-name",
                subject,
                "a name of visible letters",
                node,
                "not a name",
            );
        } else if name.chars().count() > NAME {
            let what = format!("a name of at most {NAME} letters");
            self.must_be("bad-name", subject, &what, node, "too long");
        } else if reserved.contains(&name) {
            let message = format!("`{name}` cannot be a name");
            let help = format!(
                "{} mean something else in results",
                listing(reserved.to_vec())
            );
            let problem = Diagnostic::error("reserved-name", message, node.span);
            self.problems
                .push(problem.label("choose another").help(help));
        }
    }

    fn flag(&mut self, subject: &Subject, shape: Shape, node: &Node) {
        if !matches!(node.value, Value::Flag(_)) {
            self.wrong(subject, shape, node);
        }
    }

    fn whole(&mut self, subject: &Subject, shape: Shape, node: &Node, (least, most): (u64, u64)) {
        match (amount::whole(&node.value), amount::number(&node.value)) {
            (Some(number), _) if number < i128::from(least) => {
                self.outside(subject, shape, node, &format!("this is below {least}"));
            }
            (Some(number), _) if number > i128::from(most) => {
                self.outside(subject, shape, node, "this is too much");
            }
            (Some(_), _) => {}
            (None, Some(number)) if !number.is_finite() => self.infinite(subject, shape, node),
            (None, Some(_)) => self.must_be(
                "wrong-type",
                subject,
                &shape.describe(),
                node,
                "this is not a whole number",
            ),
            (None, None) => self.wrong(subject, shape, node),
        }
    }

    fn number(
        &mut self,
        subject: &Subject,
        shape: Shape,
        node: &Node,
        range: std::ops::RangeInclusive<f64>,
    ) {
        match amount::number(&node.value) {
            None => self.wrong(subject, shape, node),
            Some(number) if !number.is_finite() => self.infinite(subject, shape, node),
            Some(number) if number < 0.0 => self.outside(subject, shape, node, "this is below 0"),
            Some(number) if number < *range.start() => {
                self.outside(subject, shape, node, "this is too little");
            }
            Some(number) if number > *range.end() => {
                let label = format!("this is above {}", range.end());
                self.outside(subject, shape, node, &label);
            }
            Some(_) => {}
        }
    }

    fn infinite(&mut self, subject: &Subject, shape: Shape, node: &Node) {
        self.must_be(
            "not-finite",
            subject,
            &shape.describe(),
            node,
            "this is no finite number",
        );
    }

    fn duration(&mut self, subject: &Subject, shape: Shape, node: &Node) {
        match amount::duration(&node.value) {
            Ok(time) if time.amount == 0.0 && shape == Shape::Span => {
                self.outside(subject, shape, node, "this is 0");
            }
            Ok(_) => {}
            Err(Refusal::NotFinite) => self.infinite(subject, shape, node),
            Err(Refusal::Outside(how)) => self.outside(subject, shape, node, &how),
            Err(Refusal::NotOne) if node.text().is_some() => {
                let what = "a duration like \"4h\", \"3d\" or \"2w\": hours, days or weeks";
                self.must_be("bad-duration", subject, what, node, "not a duration");
            }
            Err(Refusal::NotOne) => self.wrong(subject, shape, node),
        }
    }

    fn date(&mut self, subject: &Subject, shape: Shape, node: &Node) {
        match &node.value {
            value if amount::date(value).is_some() => {}
            Value::Clock => self.must_be(
                "bad-date",
                subject,
                &shape.describe(),
                node,
                "leave out the time of day",
            ),
            Value::Text(_) => self.must_be(
                "bad-date",
                subject,
                "a date like 2026-01-05: year, month and day",
                node,
                "no such date",
            ),
            _ => self.wrong(subject, shape, node),
        }
    }

    fn moment(&mut self, subject: &Subject, shape: Shape, node: &Node) {
        match &node.value {
            Value::Date(_) | Value::Clock => self.date(subject, shape, node),
            Value::Text(text) if text.trim().get(4..5) == Some("-") => {
                self.date(subject, shape, node)
            }
            Value::Text(_) | Value::Whole(_) | Value::Number(_) => {
                self.duration(subject, Shape::Duration, node);
            }
            _ => self.wrong(subject, shape, node),
        }
    }

    fn word(&mut self, subject: &Subject, shape: Shape, node: &Node, now: &[&str], later: &[&str]) {
        let Some(word) = node.text() else {
            return self.wrong(subject, shape, node);
        };
        if later.contains(&word) {
            self.later(&format!("{} = \"{word}\"", subject.words), node.span);
        } else if !now.contains(&word) {
            self.unknown_word("unknown-word", subject, &shape.describe(), node, now);
        }
    }

    fn unknown_word(
        &mut self,
        code: &'static str,
        subject: &Subject,
        what: &str,
        node: &Node,
        known: &[&str],
    ) {
        let word = node.text().unwrap_or_default();
        let message = format!("{} must be {what}", subject.words);
        let help = match nearest(word, known.iter().copied()) {
            Some(meant) => format!("did you mean \"{meant}\"?"),
            None => subject.help.clone(),
        };
        let problem = Diagnostic::error(code, message, node.span);
        let label = format!("\"{word}\" is none of these");
        self.problems.push(problem.label(label).help(help));
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
                Some(key) => self.known(key, name, node),
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
            Some(Shape::Words { now, later }) => self.word(subject, shape, node, now, later),
            Some(one) => self.value(subject, *one, node),
            None => self.wrong(subject, shape, node),
        }
    }

    fn law(&mut self, subject: &Subject, quantity: Quantity, node: &Node) {
        match &node.value {
            Value::Table(table) => self.distribution(subject, quantity, table, node.span),
            Value::Whole(_) | Value::Number(_) => self.value(subject, quantity.amount(), node),
            Value::Text(_) if quantity == Quantity::Time => {
                self.value(subject, quantity.amount(), node);
            }
            _ => self.wrong(subject, Shape::Law(quantity), node),
        }
    }

    fn distribution(&mut self, subject: &Subject, quantity: Quantity, table: &Table, place: Span) {
        let Some(dist) = table.get("dist") else {
            let message = format!("{} does not say which distribution it is", subject.words);
            let help = "say it with `dist`, like { dist = \"lognormal\", mean = 2, cv = 1 }";
            let problem = Diagnostic::error("missing-key", message, place);
            return self
                .problems
                .push(problem.label("has no `dist`").help(help));
        };
        let named = |law: &&LawKeys| Some(law.name) == dist.text();
        match laws(quantity).find(named) {
            Some(law) => self.parameters(law, quantity, table),
            None => self.no_such_law(quantity, dist),
        }
    }

    fn no_such_law(&mut self, quantity: Quantity, dist: &Node) {
        let names: Vec<_> = laws(quantity).map(|law| law.name).collect();
        let subject = Subject::new("dist", "the name of a distribution");
        if dist.text().is_none() {
            return self.must_be(
                "wrong-type",
                &subject,
                &choice(&names),
                dist,
                "this is no name",
            );
        }
        self.unknown_word(
            "unknown-distribution",
            &subject,
            &choice(&names),
            dist,
            &names,
        );
    }

    fn parameters(&mut self, law: &LawKeys, quantity: Quantity, table: &Table) {
        for (name, node) in table.0.iter().filter(|(name, _)| name.value != "dist") {
            let Some(parameter) = law.keys().find(|p| p.name == name.value) else {
                self.no_such_parameter(law, name);
                continue;
            };
            let subject = Subject::new(parameter.name, parameter.doc);
            let amount = parameter.amount(quantity);
            match (parameter.form, node.list()) {
                (Form::Amounts, Some(list)) => {
                    let subject = subject.each();
                    list.iter()
                        .for_each(|entry| self.value(&subject, amount, entry));
                }
                (Form::Amounts, None) => {
                    let label = format!("this is {}", kind(&node.value));
                    self.must_be(
                        "wrong-type",
                        &subject,
                        "a list like [1, 2.5, 4]",
                        node,
                        &label,
                    );
                }
                _ => self.value(&subject, amount, node),
            }
        }
    }

    fn no_such_parameter(&mut self, law: &LawKeys, name: &At<String>) {
        let known = law.keys().map(|p| p.name);
        let message = format!("\"{}\" has no key `{}`", law.name, name.value);
        let help = match nearest(&name.value, known.clone()) {
            Some(meant) => format!("did you mean `{meant}`?"),
            None => format!("it takes {}", listing(law.params.iter().map(|p| p.name))),
        };
        let problem = Diagnostic::error("unknown-key", message, name.span);
        self.problems.push(problem.label("unknown key").help(help));
    }
}

/// Is this how a value of that form is written, right or wrong?
pub fn could_be(shape: Shape, value: &Value) -> bool {
    match shape {
        Shape::Text | Shape::Name | Shape::Named(_) | Shape::Words { .. } => {
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
        Shape::Table(_) | Shape::Map { .. } => matches!(value, Value::Table(_)),
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
