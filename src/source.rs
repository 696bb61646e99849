//! Named text with spans: where every word of the input stands.
//!
//! Nothing here opens a file. Whoever reads one hands its text over, so that a scenario, a
//! `--set` on the command line and a CSV column are all *sources* a message can point into.

/// Which of the [`Sources`] a [`Span`] points into.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct SourceId(pub u32);

/// A byte range in one source: `start..end`, both on character boundaries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Span {
    /// The text that is pointed into.
    pub source: SourceId,
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

/// A value and the place it was written at.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct At<T> {
    /// What was written.
    pub value: T,
    /// Where it was written.
    pub span: Span,
}

impl<T> At<T> {
    /// `value`, found at `span`.
    pub fn new(value: T, span: Span) -> Self {
        Self { value, span }
    }
}

/// One text with a name a user recognises: a path, or `--set stages.x.wip.max=3`.
#[derive(Debug, Clone, Default)]
pub struct Source {
    /// The name shown in messages.
    pub name: String,
    /// The whole text.
    pub text: String,
}

impl Source {
    /// Line and column (both from 1, the column in characters) of a byte offset.
    pub fn line_column(&self, offset: u32) -> (usize, usize) {
        let before = self.text.get(..offset as usize).unwrap_or(&self.text);
        let line = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().map_or(0, |l| l.chars().count()) + 1;
        (line, column)
    }
}

/// Where a quote is opened in a table, by a quotation mark at the start of a cell, that is never closed.
pub fn open_quote(text: &str, delimiter: u8) -> Option<usize> {
    let mut open = None;
    let mut fresh = true;
    let mut bytes = text.bytes().enumerate().peekable();
    while let Some((at, byte)) = bytes.next() {
        match (open, byte) {
            // Two of them are one that is meant.
            (Some(_), b'"') if bytes.next_if(|next| next.1 == b'"').is_some() => {}
            (Some(_), b'"') => open = None,
            (Some(_), _) => {}
            (None, b'"') if fresh => open = Some(at),
            (None, byte) => fresh = byte == delimiter || matches!(byte, b'\r' | b'\n'),
        }
    }
    open
}

/// All texts of one run, in the order they were read.
#[derive(Debug, Clone, Default)]
pub struct Sources {
    texts: Vec<Source>,
}

impl Sources {
    /// Adds a text and returns the id spans into it carry.
    pub fn add(&mut self, name: impl Into<String>, text: impl Into<String>) -> SourceId {
        let id = SourceId(u32::try_from(self.texts.len()).unwrap_or(u32::MAX));
        self.texts.push(Source {
            name: name.into(),
            text: text.into(),
        });
        id
    }

    /// The text behind an id, if there is one.
    pub fn get(&self, id: SourceId) -> Option<&Source> {
        self.texts.get(id.0 as usize)
    }
}
