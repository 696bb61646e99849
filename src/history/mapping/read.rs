//! From the text of a mapping to what it says.

use super::keys::MAPPING;
use super::{Columns, Dates, Mapping, StageMapping};
use crate::diagnostic::Diagnostic;
use crate::history::form::Form;
use crate::history::stamp::{Order, Zone};
use crate::history::{Closing, Timestamp};
use crate::scenario::fields::Fields;
use crate::source::{At, SourceId, Sources};
use jiff::tz::Offset;

/// Reads a mapping.
///
/// # Errors
/// All that is wrong with it, each at its place.
pub fn read(sources: &Sources, id: SourceId) -> Result<Mapping, Vec<Diagnostic>> {
    let root = crate::scenario::read_keys(sources, id, MAPPING)?;
    let Some(file) = Fields::of(&root) else {
        return Err(Vec::new());
    };
    let mut problems = Vec::new();
    let mut mapping = mapping(&file, &mut problems);
    mapping.source = Some(id);
    problems.extend(told_twice(&mapping));
    if problems.is_empty() {
        Ok(mapping)
    } else {
        Err(problems)
    }
}

fn mapping(file: &Fields<'_>, problems: &mut Vec<Diagnostic>) -> Mapping {
    let form = file.text("form");
    let form = form.and_then(|at| Some(At::new(Form::named(&at.value)?, at.span)));
    let columns = file.table("columns", |table| columns(&table));
    let dates = file.table("dates", |table| dates(&table, problems));
    let done = file.table("done", |table| {
        let last = table.text("closing").is_some_and(|at| at.value == "last");
        (
            texts(&table, "statuses"),
            if last { Closing::Last } else { Closing::First },
        )
    });
    let (done, closing) = done.map_or_else(Default::default, |at| at.value);
    let discarded = file.table("discarded", |table| {
        let jumps = table.flag("jumps").is_some_and(|at| at.value);
        (
            texts(&table, "statuses"),
            texts(&table, "resolutions"),
            jumps,
        )
    });
    let (discarded, resolutions, jumps) = discarded.map_or_else(Default::default, |at| at.value);
    let backfilled = file.text("backfilled");
    Mapping {
        form,
        columns: columns.map_or_else(Columns::default, |at| at.value),
        dates: dates.map_or_else(Dates::default, |at| at.value),
        backlog: texts(file, "backlog"),
        stages: file
            .entries("stages", |table| stage(&table))
            .into_iter()
            .flatten()
            .collect(),
        done,
        closing,
        discarded,
        resolutions,
        jumps,
        blocked: texts(file, "blocked"),
        ignored: texts(file, "ignored"),
        drop_backfilled: backfilled.is_some_and(|at| at.value == "skipped"),
        last_type: file.text("types").is_some_and(|at| at.value == "last"),
        source: None,
    }
}

fn columns(table: &Fields<'_>) -> Columns {
    let one = table.text("to").map(|to| vec![to]);
    Columns {
        id: table.text("id"),
        title: table.text("title"),
        kind: table.text("type"),
        class: table.text("class"),
        created: table.text("created"),
        time: table.text("time"),
        from: table.text("from"),
        to: one.unwrap_or_else(|| texts(table, "to")),
        start: table.text("start"),
        end: table.text("end"),
        resolution: table.text("resolution"),
        status: table.text("status"),
        blocked_days: table.text("blocked_days"),
    }
}

fn dates(table: &Fields<'_>, problems: &mut Vec<Diagnostic>) -> Dates {
    let order = table.text("order").map(|at| match at.value.as_str() {
        "day-first" => Order::DayFirst,
        _ => Order::MonthFirst,
    });
    let zone = table.text("zone");
    let read = zone.as_ref().map(|at| Zone::parse(&at.value));
    if let (Some(zone), Some(None)) = (&zone, read) {
        let message = format!(
            "`{}` is no zone that can be told apart by itself",
            zone.value
        );
        let help = "write \"UTC\", an offset from it like \"+02:00\", or \"as written\" for the local date of each stamp";
        problems.push(Diagnostic::error("unknown-zone", message, zone.span).help(help));
    }
    let end = table.date("end").and_then(|at| {
        let day_after = at
            .value
            .tomorrow()
            .ok()?
            .to_datetime(jiff::civil::Time::midnight());
        let instant: Timestamp = Offset::UTC.to_timestamp(day_after).ok()?;
        Some(At::new(instant, at.span))
    });
    Dates {
        order,
        zone: read.flatten().unwrap_or_default(),
        end,
    }
}

fn stage(table: &Fields<'_>) -> Option<StageMapping> {
    Some(StageMapping {
        name: table.text("name")?,
        ready: table.text("kind").is_some_and(|at| at.value == "ready"),
        statuses: texts(table, "statuses"),
    })
}

fn texts(table: &Fields<'_>, key: &str) -> Vec<At<String>> {
    table.texts(key).map_or_else(Vec::new, |list| list.value)
}

/// Statuses with two meanings, stages of one name, a second ready shelf.
fn told_twice(mapping: &Mapping) -> Vec<Diagnostic> {
    let all = [
        &mapping.backlog,
        &mapping.done,
        &mapping.discarded,
        &mapping.blocked,
        &mapping.ignored,
    ];
    let stages = mapping.stages.iter().flat_map(|stage| &stage.statuses);
    let statuses: Vec<&At<String>> = all.into_iter().flatten().chain(stages).collect();
    let names: Vec<&At<String>> = mapping.stages.iter().map(|stage| &stage.name).collect();
    let shelves = mapping.stages.iter().filter(|stage| stage.ready).skip(1);
    let shelves = shelves.map(|stage| {
        let message = "only one stage can be the ready shelf of a history";
        let problem = Diagnostic::error("several-shelves", message, stage.name.span);
        problem.help("take `kind = \"ready\"` from all but one")
    });
    let twice = |list: &[&At<String>], what: &str, help: &str| -> Vec<Diagnostic> {
        let mut seen = std::collections::BTreeSet::new();
        let again = list
            .iter()
            .filter(|at| !seen.insert(at.value.trim().to_lowercase()));
        let problem = |at: &&At<String>| {
            let message = format!("the {what} `{}` is named twice", at.value);
            Diagnostic::error("duplicate", message, at.span).help(help)
        };
        again.map(problem).collect()
    };
    let mut problems = twice(
        &statuses,
        "status",
        "a status means one thing; leave out one of the two",
    );
    problems.extend(twice(
        &names,
        "stage",
        "give every stage a name of its own, and all its statuses in one list",
    ));
    problems.extend(shelves);
    problems
}
