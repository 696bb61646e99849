//! Distributions: is there one of that name, and does it take these parameters?

use super::{Checked, Subject, kind};
use crate::diagnostic::Diagnostic;
use crate::scenario::laws::{Form, LawKeys, laws};
use crate::scenario::shape::{Quantity, Shape, choice, listing};
use crate::scenario::suggest::nearest;
use crate::scenario::tree::{Node, Table, Value};
use crate::source::{At, Span};

impl Checked {
    pub(super) fn law(&mut self, subject: &Subject, quantity: Quantity, node: &Node) {
        match &node.value {
            Value::Table(table) => self.distribution(subject, quantity, table, node.span),
            Value::Whole(_) | Value::Number(_) => self.value(subject, quantity.amount(), node),
            Value::Text(_) if quantity == Quantity::Time => {
                self.value(subject, quantity.amount(), node);
            }
            _ => self.wrong(subject, Shape::Law(quantity), node),
        }
    }

    pub(super) fn distribution(
        &mut self,
        subject: &Subject,
        quantity: Quantity,
        table: &Table,
        place: Span,
    ) {
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

    pub(super) fn no_such_law(&mut self, quantity: Quantity, dist: &Node) {
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

    pub(super) fn parameters(&mut self, law: &LawKeys, quantity: Quantity, table: &Table) {
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

    pub(super) fn no_such_parameter(&mut self, law: &LawKeys, name: &At<String>) {
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
