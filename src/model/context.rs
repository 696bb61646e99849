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

    /// Notes an error with advice.
    pub fn error(
        &mut self,
        code: &'static str,
        message: impl Into<String>,
        span: Span,
        help: impl Into<String>,
    ) {
        self.report(Diagnostic::error(code, message, span).help(help));
    }

    /// Notes that something is missing in the file as a whole.
    pub fn absent(&mut self, code: &'static str, message: &str, help: &str) {
        let problem = Diagnostic::error(code, message, Span::default()).help(help);
        self.report(Diagnostic {
            span: None,
            ..problem
        });
    }

    /// Warns that something written has no effect, with advice.
    pub fn idle(&mut self, message: impl Into<String>, span: Span, help: impl Into<String>) {
        self.report(Diagnostic::warning("no-effect", message, span).help(help));
    }
}

/// A whole number as the engine counts; the key table keeps what is written far below its end.
pub(super) fn count(at: At<u64>) -> u32 {
    u32::try_from(at.value).unwrap_or(u32::MAX)
}
