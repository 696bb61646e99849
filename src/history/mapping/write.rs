//! A mapping as a commented text, to be adjusted and read again.

use super::{Columns, Mapping};
use crate::history::Closing;
use crate::history::stamp::Order;
use crate::source::At;
use std::fmt::Write;

/// The text of a mapping for the export of this name.
pub fn write(mapping: &Mapping, export: &str) -> String {
    let mut text = format!(
        "# What the words of {export} mean. Adjust it and hand it back with --mapping.\n\n"
    );
    if let Some(form) = &mapping.form {
        let _ = writeln!(text, "form = {}\n", quoted(form.value.word()));
    }
    list(
        &mut text,
        "backlog",
        &mapping.backlog,
        "Before the first stage, under no limit.",
    );
    list(
        &mut text,
        "blocked",
        &mapping.blocked,
        "Standing still, in the stage where the item is.",
    );
    list(
        &mut text,
        "ignored",
        &mapping.ignored,
        "Statuses that change nothing.",
    );
    text += "# Is a stage that an item left at the very stamp it entered \"visited\", or \"skipped\" and filled in?\n";
    let _ = writeln!(
        text,
        "backfilled = {}\n",
        quoted(if mapping.drop_backfilled {
            "skipped"
        } else {
            "visited"
        })
    );
    text += "# Of an item that changed its type counts at any time the one it had \"then\", or always the \"last\".\n";
    let _ = writeln!(
        text,
        "types = {}\n",
        quoted(if mapping.last_type { "last" } else { "then" })
    );
    columns(&mut text, &mapping.columns);
    dates(&mut text, mapping);
    stages(&mut text, mapping);
    ends(&mut text, mapping);
    text
}

fn columns(text: &mut String, columns: &Columns) {
    let one = [
        ("id", &columns.id),
        ("title", &columns.title),
        ("type", &columns.kind),
        ("class", &columns.class),
        ("created", &columns.created),
        ("time", &columns.time),
        ("from", &columns.from),
        ("start", &columns.start),
        ("end", &columns.end),
        ("resolution", &columns.resolution),
        ("status", &columns.status),
        ("blocked_days", &columns.blocked_days),
    ];
    let mut lines: Vec<String> = Vec::new();
    for (key, name) in one {
        lines.extend(
            name.as_ref()
                .map(|name| format!("{key} = {}", quoted(&name.value))),
        );
    }
    match columns.to.as_slice() {
        [] => {}
        [one] => lines.push(format!("to = {}", quoted(&one.value))),
        several => lines.push(format!("to = {}", names(several))),
    }
    if !lines.is_empty() {
        let _ = writeln!(
            text,
            "[columns]             # headings of the file\n{}\n",
            lines.join("\n")
        );
    }
}

fn dates(text: &mut String, mapping: &Mapping) {
    *text += "[dates]\n";
    if let Some(order) = mapping.dates.order {
        let word = match order {
            Order::DayFirst => "day-first",
            Order::MonthFirst => "month-first",
        };
        let _ = writeln!(text, "order = {}", quoted(word));
    }
    let zone = mapping.dates.zone.word();
    let _ = writeln!(
        text,
        "zone = {}          # where days are cut: \"UTC\", \"+02:00\" or \"as written\"",
        quoted(&zone)
    );
    match &mapping.dates.end {
        Some(end) => {
            let last = end.value.as_second().saturating_sub(1);
            let last = jiff::Timestamp::from_second(last).unwrap_or(end.value);
            let _ = writeln!(text, "end = {}\n", last.strftime("%Y-%m-%d"));
        }
        None => {
            *text += "# end = 2020-12-31     # the last day the data know, if it is not that of the latest stamp\n\n"
        }
    }
}

fn stages(text: &mut String, mapping: &Mapping) {
    *text += "# The board from left to right. Mark the shelf of options ready for Sprint Planning with kind = \"ready\".\n";
    for stage in &mapping.stages {
        let _ = writeln!(text, "[[stages]]\nname = {}", quoted(&stage.name.value));
        if stage.ready {
            *text += "kind = \"ready\"\n";
        }
        let _ = writeln!(text, "statuses = {}\n", names(&stage.statuses));
    }
}

fn ends(text: &mut String, mapping: &Mapping) {
    let closing = match mapping.closing {
        Closing::First => "first",
        Closing::Last => "last",
    };
    let _ = writeln!(text, "[done]\nstatuses = {}", names(&mapping.done));
    let _ = writeln!(
        text,
        "closing = {}      # which closing counts of an item that was reopened\n",
        quoted(closing)
    );
    let _ = writeln!(
        text,
        "[discarded]\nstatuses = {}",
        names(&mapping.discarded)
    );
    let _ = writeln!(text, "resolutions = {}", names(&mapping.resolutions));
    let _ = writeln!(
        text,
        "jumps = {}           # from where it began to done at once: dropped?",
        mapping.jumps
    );
}

fn list(text: &mut String, key: &str, statuses: &[At<String>], comment: &str) {
    let _ = writeln!(text, "# {comment}\n{key} = {}\n", names(statuses));
}

fn names(statuses: &[At<String>]) -> String {
    let all: Vec<String> = statuses
        .iter()
        .map(|status| quoted(&status.value))
        .collect();
    format!("[{}]", all.join(", "))
}

/// A text as TOML writes it, in quotes.
pub fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for letter in text.chars() {
        match letter {
            '"' => quoted += "\\\"",
            '\\' => quoted += "\\\\",
            c if c.is_control() => {
                let _ = write!(quoted, "\\u{:04X}", u32::from(c));
            }
            c => quoted.push(c),
        }
    }
    quoted + "\""
}
