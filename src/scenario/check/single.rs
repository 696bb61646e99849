//! Values without parts: text, names, numbers, durations, dates, words.

use super::{Checked, Subject};
use crate::diagnostic::Diagnostic;
use crate::scenario::amount::{self, Refusal};
use crate::scenario::shape::{NAME, Shape, listing};
use crate::scenario::suggest::nearest;
use crate::scenario::tree::{Node, Value};

impl Checked {
    pub(super) fn text(&mut self, subject: &Subject, shape: Shape, node: &Node) {
        if node.text().is_none() {
            self.wrong(subject, shape, node);
        }
    }

    pub(super) fn name(&mut self, subject: &Subject, shape: Shape, node: &Node, reserved: &[&str]) {
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

    pub(super) fn flag(&mut self, subject: &Subject, shape: Shape, node: &Node) {
        if !matches!(node.value, Value::Flag(_)) {
            self.wrong(subject, shape, node);
        }
    }

    pub(super) fn whole(
        &mut self,
        subject: &Subject,
        shape: Shape,
        node: &Node,
        (least, most): (u64, u64),
    ) {
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

    pub(super) fn number(
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

    pub(super) fn infinite(&mut self, subject: &Subject, shape: Shape, node: &Node) {
        self.must_be(
            "not-finite",
            subject,
            &shape.describe(),
            node,
            "this is no finite number",
        );
    }

    pub(super) fn duration(&mut self, subject: &Subject, shape: Shape, node: &Node) {
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

    pub(super) fn date(&mut self, subject: &Subject, shape: Shape, node: &Node) {
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

    pub(super) fn moment(&mut self, subject: &Subject, shape: Shape, node: &Node) {
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

    pub(super) fn word(&mut self, subject: &Subject, shape: Shape, node: &Node, words: &[&str]) {
        let Some(word) = node.text() else {
            return self.wrong(subject, shape, node);
        };
        if !words.contains(&word) {
            self.unknown_word("unknown-word", subject, &shape.describe(), node, words);
        }
    }

    pub(super) fn unknown_word(
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
}
