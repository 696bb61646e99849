//! A problem as data: what is wrong, where, and what to do about it.

use crate::source::{Source, Sources, Span};
use annotate_snippets::{Annotation, AnnotationKind, Group, Level, Origin, Renderer, Snippet};

/// How bad it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The scenario cannot be run.
    Error,
    /// It can be run, but probably does not mean what was meant.
    Warning,
}

/// One problem found in the input.
#[derive(Debug, Clone, PartialEq)]
pub struct Diagnostic {
    /// Error or warning.
    pub severity: Severity,
    /// A short stable identifier such as `unknown-key`.
    pub code: &'static str,
    /// One sentence in the user's words, without a full stop.
    pub message: String,
    /// The place at fault; `None` when the fault is an absence in the whole file.
    pub span: Option<Span>,
    /// What stands at the marked place (shown under the marks), may be empty.
    pub label: String,
    /// What to do about it.
    pub help: Option<String>,
}

impl Diagnostic {
    /// An error at `span`.
    pub fn error(code: &'static str, message: impl Into<String>, span: Span) -> Self {
        Self {
            severity: Severity::Error,
            code,
            message: message.into(),
            span: Some(span),
            label: String::new(),
            help: None,
        }
    }

    /// A warning at `span`.
    pub fn warning(code: &'static str, message: impl Into<String>, span: Span) -> Self {
        Self {
            severity: Severity::Warning,
            ..Self::error(code, message, span)
        }
    }

    /// The same with words under the marks.
    #[must_use]
    pub fn label(mut self, label: impl Into<String>) -> Self {
        self.label = label.into();
        self
    }

    /// The same with advice.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}

/// Problems as plain text: file, line, column, the line itself, the marks and the help, and a last
/// line that counts them.
pub fn render(problems: &[Diagnostic], sources: &Sources) -> String {
    render_with(problems, sources, false)
}

/// The same, with colours for a terminal when asked for.
pub fn render_with(problems: &[Diagnostic], sources: &Sources, colour: bool) -> String {
    let renderer = if colour {
        Renderer::styled()
    } else {
        Renderer::plain()
    };
    let mut text = String::new();
    for problem in problems {
        text += &renderer.render(&[group(problem, sources)]);
        text += "\n\n";
    }
    text + &summary(problems)
}

/// How many errors and warnings, as `2 errors, 1 warning` and a line break; nothing for none.
pub fn summary(problems: &[Diagnostic]) -> String {
    let of = |severity| problems.iter().filter(|p| p.severity == severity).count();
    let counts = [
        counted(of(Severity::Error), "error"),
        counted(of(Severity::Warning), "warning"),
    ];
    let line = counts.into_iter().flatten().collect::<Vec<_>>().join(", ");
    if line.is_empty() { line } else { line + "\n" }
}

fn counted(number: usize, noun: &str) -> Option<String> {
    let plural = if number == 1 { "" } else { "s" };
    (number > 0).then(|| format!("{number} {noun}{plural}"))
}

/// One problem as the renderer wants it.
fn group<'a>(problem: &'a Diagnostic, sources: &'a Sources) -> Group<'a> {
    let level = match problem.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let title = level.primary_title(&*problem.message).id(problem.code);
    let place = problem.span.unwrap_or_default();
    let group = match (problem.span, sources.get(place.source)) {
        (Some(span), Some(source)) => title.element(marked(problem, source, span)),
        (None, Some(source)) => title.element(Origin::path(&*source.name)),
        (_, None) => Group::with_title(title),
    };
    group.elements(
        problem
            .help
            .as_deref()
            .map(|help| Level::HELP.message(help)),
    )
}

/// The line at fault with its marks.
fn marked<'a>(
    problem: &'a Diagnostic,
    source: &'a Source,
    span: Span,
) -> Snippet<'a, Annotation<'a>> {
    let end = boundary(&source.text, span.end);
    let start = boundary(&source.text, span.start).min(end);
    let mark = AnnotationKind::Primary.span(start..end);
    let mark = if problem.label.is_empty() {
        mark
    } else {
        mark.label(&*problem.label)
    };
    Snippet::source(&*source.text)
        .path(&*source.name)
        .annotation(mark)
}

/// The last character boundary at or before a byte.
fn boundary(text: &str, byte: u32) -> usize {
    let byte = text.len().min(byte as usize);
    let mut back = (0..=byte).rev();
    back.find(|place| text.is_char_boundary(*place))
        .unwrap_or(0)
}
