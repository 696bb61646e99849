//! A scenario's text as a tree in which every key and value knows its place.
//!
//! The tree owns its words, so that values of `--set`, which stand in texts of their own, can be
//! grafted onto it before anything is decoded.

use crate::diagnostic::Diagnostic;
use crate::source::{At, SourceId, Span};
use jiff::civil::Date;
use std::ops::Range;
use toml::Spanned;
use toml::de::{DeArray, DeTable, DeValue};

/// A value with its place.
pub type Node = At<Value>;

/// What can stand behind a key.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// Text in quotes.
    Text(String),
    /// A whole number; one too large for any use is cut to the largest there is.
    Whole(i128),
    /// A number with a decimal point.
    Number(f64),
    /// `true` or `false`.
    Flag(bool),
    /// A date.
    Date(Date),
    /// A time of day, with or without a date.
    Clock,
    /// `[…]`, or all tables of one `[[name]]`.
    List(Vec<Node>),
    /// `{…}` or `[name]`.
    Table(Table),
}

/// Keys and values in the order written.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Table(pub Vec<(At<String>, Node)>);

impl Table {
    /// The value behind `key`.
    pub fn get(&self, key: &str) -> Option<&Node> {
        let entry = self.0.iter().find(|(k, _)| k.value == key);
        entry.map(|(_, value)| value)
    }

    /// The same, to change it.
    pub fn get_mut(&mut self, key: &str) -> Option<&mut Node> {
        let entry = self.0.iter_mut().find(|(k, _)| k.value == key);
        entry.map(|(_, value)| value)
    }

    /// The text behind `key`, if it is one.
    pub fn text(&self, key: &str) -> Option<&str> {
        self.get(key).and_then(Node::text)
    }
}

impl Node {
    /// The text, if it is one.
    pub fn text(&self) -> Option<&str> {
        match &self.value {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The table, if it is one.
    pub fn table(&self) -> Option<&Table> {
        match &self.value {
            Value::Table(table) => Some(table),
            _ => None,
        }
    }

    /// The entries, if it is a list.
    pub fn list(&self) -> Option<&[Node]> {
        match &self.value {
            Value::List(list) => Some(list),
            _ => None,
        }
    }
}

/// Reads a whole file: what could be understood of it, and every fault of syntax.
pub fn parse_file(text: &str, source: SourceId) -> (Node, Vec<Diagnostic>) {
    let place = Place { source, offset: 0 };
    let (table, faults) = DeTable::parse_recoverable(text);
    let root = At::new(
        Value::Table(place.table(table.into_inner())),
        place.span(0..0),
    );
    let mut faults: Vec<_> = faults
        .iter()
        .map(|fault| place.fault(fault, text))
        .collect();
    faults.dedup_by_key(|fault| line(text, fault.span));
    (root, faults)
}

/// The line of a fault: of several in one line only the first is told, the others follow from it.
fn line(text: &str, span: Option<Span>) -> usize {
    let start = span.map_or(0, |span| span.start as usize);
    let before = text.bytes().take(start);
    before.filter(|byte| *byte == b'\n').count()
}

/// Reads one value that stands `offset` bytes into its source.
pub fn parse_value(text: &str, source: SourceId, offset: u32) -> Result<Node, Diagnostic> {
    let place = Place { source, offset };
    DeValue::parse(text)
        .map(|value| place.node(value))
        .map_err(|fault| place.fault(&fault, text))
}

/// Where the text that is being read stands.
#[derive(Clone, Copy)]
struct Place {
    source: SourceId,
    offset: u32,
}

impl Place {
    fn span(self, range: Range<usize>) -> Span {
        let at = |byte: usize| {
            u32::try_from(byte)
                .unwrap_or(u32::MAX)
                .saturating_add(self.offset)
        };
        Span {
            source: self.source,
            start: at(range.start),
            end: at(range.end),
        }
    }

    fn node(self, value: Spanned<DeValue<'_>>) -> Node {
        let span = self.span(value.span());
        At::new(self.value(value.into_inner()), span)
    }

    fn value(self, value: DeValue<'_>) -> Value {
        match value {
            DeValue::String(text) => Value::Text(text.into_owned()),
            DeValue::Integer(number) => Value::Whole(whole(number.as_str(), number.radix())),
            DeValue::Float(number) => Value::Number(number.as_str().parse().unwrap_or(f64::NAN)),
            DeValue::Boolean(flag) => Value::Flag(flag),
            DeValue::Datetime(instant) => match (instant.date, instant.time) {
                (Some(day), None) => date(day.year, day.month, day.day),
                _ => Value::Clock,
            },
            DeValue::Array(list) => Value::List(self.list(list)),
            DeValue::Table(table) => Value::Table(self.table(table)),
        }
    }

    fn list(self, list: DeArray<'_>) -> Vec<Node> {
        list.into_iter().map(|value| self.node(value)).collect()
    }

    fn table(self, table: DeTable<'_>) -> Table {
        let entries = table.into_iter().map(|(key, value)| {
            let span = self.span(key.span());
            (
                At::new(key.into_inner().into_owned(), span),
                self.node(value),
            )
        });
        Table(entries.collect())
    }

    /// A fault of syntax in our words.
    fn fault(self, fault: &toml::de::Error, text: &str) -> Diagnostic {
        let span = self.span(fault.span().unwrap_or(0..0));
        let words = fault.message();
        if words.contains("recurs") {
            let span = fault
                .span()
                .map_or_else(|| self.span(deepest(text)), |_| span);
            return Diagnostic::error("syntax", "this is nested too deeply to be read", span).help(
                "no scenario needs more than a few levels of brackets or of dots in a header",
            );
        }
        if words == "duplicate key" {
            let range = fault.span().unwrap_or(0..0);
            let key = text.get(range).unwrap_or_default();
            return Diagnostic::error("duplicate-key", format!("`{key}` is given twice"), span)
                .label("given here again")
                .help("keep one of the two");
        }
        let message = if is_bare(words) {
            "this cannot be read: it is neither a number nor text in quotes".into()
        } else {
            format!("this cannot be read: {words}")
        };
        Diagnostic::error("syntax", message, span).help(advice(words))
    }
}

/// The line with most dots and brackets: where a text is nested too deeply by a header, no place is told.
fn deepest(text: &str) -> std::ops::Range<usize> {
    let lines = text.split_inclusive('\n').scan(0, |at, line| {
        let from = *at;
        *at += line.len();
        Some((from, line.trim_end()))
    });
    let depth = |line: &str| line.matches(['.', '[', '{']).count();
    let deepest = lines.max_by_key(|(_, line)| depth(line));
    deepest.map_or(0..0, |(from, line)| from..from + line.len())
}

fn date(year: u16, month: u8, day: u8) -> Value {
    let year = i16::try_from(year).ok();
    let parts = (year, i8::try_from(month), i8::try_from(day));
    match parts {
        (Some(year), Ok(month), Ok(day)) => {
            Date::new(year, month, day).map_or(Value::Clock, Value::Date)
        }
        _ => Value::Clock,
    }
}

fn whole(digits: &str, radix: u32) -> i128 {
    let limit = if digits.starts_with('-') {
        i128::MIN
    } else {
        i128::MAX
    };
    i128::from_str_radix(digits, radix).unwrap_or(limit)
}

/// Is it a word without quotes? The parser takes it for a mistyped `true` or `false`.
fn is_bare(words: &str) -> bool {
    words.contains("boolean")
}

/// What to do about a fault of syntax.
fn advice(words: &str) -> &'static str {
    if words.contains("missing comma") || words.contains("unclosed") {
        "a comma, or the bracket that closes, is missing before this"
    } else if words.contains("date") {
        "a date is four digits for the year and two each for month and day, like 2026-01-05"
    } else if is_bare(words) || words.contains("quote") || words.contains("string") {
        "text stands between two double quotes, like \"triage\""
    } else if words.contains("array") || words.contains("`]`") {
        "a list stands in square brackets with commas between, like [\"triage\", \"ready\"]"
    } else if words.contains("table") || words.contains("`}`") {
        "several keys stand in braces with commas between, like { min = 2, max = 5 }"
    } else {
        "each line is a key, an equals sign and a value, like: people = 2"
    }
}
