//! One reading: files and perhaps a mapping in, a history and the account of it out.

use super::audit::{Audit, Effect, Notes};
use super::build::Builder;
use super::form::Form;
use super::forms::{self, Content, File};
use super::log::{Entry, Log};
use super::mapping::{Mapping, propose};
use super::meaning::{Meanings, never_seen};
use super::{History, Item, Selection, Stage, Timestamp};
use crate::diagnostic::Diagnostic;
use crate::source::{SourceId, Sources};
use std::collections::BTreeMap;

/// What came of reading.
#[derive(Debug, Clone)]
pub struct Reading {
    /// The history.
    pub history: History,
    /// What was read, used, left out and noticed.
    pub audit: Audit,
    /// What the words were taken to mean: the mapping given, completed, or a proposed one.
    pub mapping: Mapping,
    /// What is legal but worth a word.
    pub warnings: Vec<Diagnostic>,
}

/// Reads the files of one export (several pages of a search, say) by a mapping, or by one it proposes.
///
/// # Errors
/// Everything that keeps the files from being understood, each at its place.
pub fn read(
    sources: &Sources,
    files: &[SourceId],
    mapping: Option<&Mapping>,
    name: &str,
) -> Result<Reading, Vec<Diagnostic>> {
    let told = mapping.cloned().unwrap_or_default();
    let content = together(sources, files, &told)?;
    let Content { form, log, mapping } = content;
    let proposed = told.stages.is_empty() && told.done.is_empty();
    let mapping = if proposed {
        propose(&log, mapping)
    } else {
        mapping
    };
    let meanings = Meanings::of(&log, &mapping);
    let unknown = meanings.unknown(&log, &mapping);
    if !unknown.is_empty() {
        return Err(unknown);
    }
    let warnings = never_seen(&log, &mapping);
    let (history, audit) = made(form, log, &mapping, &meanings, name)?;
    Ok(Reading {
        history,
        audit,
        mapping,
        warnings,
    })
}

/// The content of all files as one.
fn together(
    sources: &Sources,
    files: &[SourceId],
    told: &Mapping,
) -> Result<Content, Vec<Diagnostic>> {
    let mut whole: Option<Content> = None;
    for &id in files {
        let text = sources.get(id).map_or("", |source| source.text.as_str());
        let content = forms::read(&File { id, text }, told)?;
        match &mut whole {
            None => whole = Some(content),
            Some(whole) if whole.form == content.form => whole.log.join(content.log),
            Some(whole) => return Err(vec![other_form(id, content.form, whole.form)]),
        }
    }
    whole.ok_or_else(Vec::new)
}

fn other_form(source: SourceId, form: Form, first: Form) -> Diagnostic {
    let message = format!(
        "this is {}, but the first file is {}",
        form.describe(),
        first.describe()
    );
    let place = crate::source::Span {
        source,
        start: 0,
        end: 0,
    };
    Diagnostic::error("mixed-forms", message, place)
        .help("several files must be parts of one export")
}

/// The history and its account.
fn made(
    form: Form,
    mut log: Log,
    mapping: &Mapping,
    meanings: &Meanings,
    name: &str,
) -> Result<(History, Audit), Vec<Diagnostic>> {
    let mut notes = std::mem::take(&mut log.notes);
    let entries = once_each(std::mem::take(&mut log.items), &mut notes)?;
    let mut builder = Builder {
        form,
        meanings,
        names: log
            .statuses
            .all
            .iter()
            .map(|status| status.name.clone())
            .collect(),
        jumps: mapping.jumps,
        drop_backfilled: mapping.drop_backfilled,
        last_type: mapping.last_type,
        types: Vec::new(),
        classes: Vec::new(),
        notes,
    };
    let mut entries: Vec<&Entry> = entries.iter().collect();
    entries.sort_by_key(|entry| entry.created.or(entry.steps.first().map(|step| step.at)));
    let (mut items, mut used) = (Vec::new(), 0);
    for entry in entries {
        if let Some(item) = builder.item(entry) {
            items.push(item);
            used += entry.rows;
        }
    }
    let Builder {
        types,
        classes,
        mut notes,
        ..
    } = builder;
    let history = history(&log, mapping, items, types, classes, name);
    let history = ended(history, mapping, &mut notes);
    history.tell_selection(&mut notes);
    let audit = Audit {
        form: form.word(),
        unit: log.unit,
        read: log.read,
        used,
        items: history.items.len(),
        zone: mapping.dates.zone.word(),
        days_only: history.days_only,
        notes: notes.sorted(),
    };
    Ok((history, audit))
}

/// Items that stand in the data once; the same item told twice in the same words is merged.
fn once_each(entries: Vec<Entry>, notes: &mut Notes) -> Result<Vec<Entry>, Vec<Diagnostic>> {
    let mut known: BTreeMap<String, usize> = BTreeMap::new();
    let (mut once, mut problems) = (Vec::<Entry>::new(), Vec::new());
    for entry in entries {
        match known.get(&entry.id).and_then(|place| once.get(*place)) {
            Some(_) if entry.id.is_empty() => once.push(entry),
            None => {
                known.insert(entry.id.clone(), once.len());
                once.push(entry);
            }
            Some(first) if first.same_as(&entry) => {
                let text = "items that are told twice in the same words; each counts once";
                notes.add("duplicates", Effect::LeftOut, text, &entry.id);
            }
            Some(_) => problems.push(told_otherwise(&entry)),
        }
    }
    problems.truncate(5);
    if problems.is_empty() {
        Ok(once)
    } else {
        Err(problems)
    }
}

fn told_otherwise(entry: &Entry) -> Diagnostic {
    let message = format!(
        "the item `{}` is told again, and otherwise than before",
        entry.id
    );
    let problem = Diagnostic::error("duplicate-id", message, entry.place.unwrap_or_default());
    let help = "an item stands in the data once; take out the older of the two";
    Diagnostic {
        span: entry.place,
        ..problem.help(help)
    }
}

fn history(
    log: &Log,
    mapping: &Mapping,
    mut items: Vec<Item>,
    types: Vec<String>,
    classes: Vec<String>,
    name: &str,
) -> History {
    items.sort_by(|a, b| (a.appeared(), &a.id).cmp(&(b.appeared(), &b.id)));
    let stage = |stage: &super::mapping::StageMapping| Stage {
        name: stage.name.value.clone(),
        ready: stage.ready,
        statuses: stage.statuses.iter().map(|at| at.value.clone()).collect(),
    };
    let from = items
        .iter()
        .filter_map(Item::appeared)
        .min()
        .unwrap_or(Timestamp::UNIX_EPOCH);
    let mut history = History {
        name: name.to_owned(),
        stages: mapping.stages.iter().map(stage).collect(),
        types,
        classes,
        items,
        from,
        until: end(log, mapping).unwrap_or(from),
        days_only: !log.has_times,
        closing: mapping.closing,
        selection: Selection::default(),
    };
    history.selection = history.seen_selection();
    history
}

/// Where the data end: as told, or just after the last thing they know.
fn end(log: &Log, mapping: &Mapping) -> Option<Timestamp> {
    let told = mapping.dates.end.as_ref().map(|at| at.value);
    let unit = if log.has_times { 1 } else { 86_400 };
    let after = |at: Timestamp| at.checked_add(jiff::SignedDuration::from_secs(unit)).ok();
    told.or(log.end).or_else(|| after(log.latest?))
}

/// The history up to the end the mapping tells.
fn ended(history: History, mapping: &Mapping, notes: &mut Notes) -> History {
    let Some(end) = mapping.dates.end.as_ref().map(|at| at.value) else {
        return history;
    };
    let later = |item: &&Item| item.appeared().is_some_and(|at| at >= end);
    for item in history.items.iter().filter(later) {
        let text = "items that appear only after the end which the mapping gives to the data";
        notes.add("after-end", Effect::LeftOut, text, &item.id);
    }
    let moves = history
        .items
        .iter()
        .filter(|item| !later(item))
        .flat_map(|item| &item.moves);
    let moves = moves.filter(|(at, _)| *at >= end).count();
    let text = "moves that happen only after the end which the mapping gives to the data";
    notes.count("moves-after-end", Effect::LeftOut, text, moves);
    history.known_before(end)
}
