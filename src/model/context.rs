//! What every rule has at hand while a model is built.

use super::names::Names;
use super::tables::Files;
use super::timeline::Timeline;
use crate::diagnostic::Diagnostic;
use crate::source::{At, Span};

/// The tools of a rule: names, time, files, and the list of problems it adds to.
pub(super) struct Context<'a> {
    /// Everything wrong or suspicious so far.
    pub problems: Vec<Diagnostic>,
    /// Who is who.
    pub names: Names,
    /// Durations and dates.
    pub time: Timeline,
    /// CSV files named in the scenario.
    pub files: Files<'a>,
}

impl Context<'_> {
    /// Notes a problem.
    pub fn report(&mut self, problem: Diagnostic) {
        self.problems.push(problem);
    }

    /// Notes an error in one sentence.
    pub fn error(&mut self, code: &'static str, message: impl Into<String>, span: Span) {
        self.report(Diagnostic::error(code, message, span));
    }

    /// The value, or an error about its absence at `span`.
    pub fn need<'v, T>(
        &mut self,
        value: Option<&'v At<T>>,
        what: &str,
        help: &str,
        span: Span,
    ) -> Option<&'v At<T>> {
        if value.is_none() {
            let message = format!("{what} is missing");
            self.report(Diagnostic::error("missing", message, span).help(help));
        }
        value
    }

    /// A whole number that must fit the engine's counters.
    pub fn count(&mut self, at: &At<u64>, what: &str) -> Option<u32> {
        match u32::try_from(at.value) {
            Ok(count) if count <= LARGEST => Some(count),
            _ => {
                let message = format!("{} {what} are more than can be simulated", at.value);
                let help = format!("at most {LARGEST}");
                self.report(Diagnostic::error("too-large", message, at.span).help(help));
                None
            }
        }
    }

    /// A whole number of at least 1.
    pub fn positive(&mut self, at: &At<u64>, what: &str) -> Option<u32> {
        if at.value == 0 {
            self.error("zero", format!("{what} must be at least 1"), at.span);
            return None;
        }
        self.count(at, what)
    }
}

/// The largest number of people, items or slots.
pub(super) const LARGEST: u32 = 1_000_000;
