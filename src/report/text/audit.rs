//! What was read of an export, and what was done with it.

use super::table::Sheet;
use super::words::thousands;
use super::{body, paragraph, section};
use crate::history::{Audit, Effect, Note};

/// The section of a page.
pub fn render(audit: &Audit, width: usize) -> String {
    section(
        "What was read",
        &body([paragraph(&first(audit), width), notes(audit, width)]),
    )
}

/// `739 issues, all of them used: 739 items.`
fn first(audit: &Audit) -> String {
    let count = |n: usize| thousands(n as u64);
    let left_out = audit.read.saturating_sub(audit.used);
    let used = match left_out {
        0 => "all of them used".to_owned(),
        n => format!("{} of them not used", count(n)),
    };
    let days = match (audit.days_only, audit.zone.as_str()) {
        (true, _) => "Its stamps have dates only.".to_owned(),
        (false, "as written") => "A stamp is of the date it is written with.".to_owned(),
        (false, zone) => format!("Days are cut at 00:00 {zone}."),
    };
    format!(
        "{} {}, {used}: {} items. {days}",
        count(audit.read),
        audit.unit,
        count(audit.items)
    )
}

/// All notes, the first few items of each.
fn notes(audit: &Audit, width: usize) -> String {
    let mut sheet = Sheet::new(2, ["", "what", "number"]);
    for note in &audit.notes {
        sheet.row([
            effect(note.effect).to_owned(),
            line(note),
            thousands(note.count as u64),
        ]);
    }
    if sheet.is_empty() {
        String::new()
    } else {
        sheet.render(width)
    }
}

fn line(note: &Note) -> String {
    let shown: Vec<&str> = note.items.iter().take(3).map(String::as_str).collect();
    let more = if note.items.len() > shown.len() {
        ", …"
    } else {
        ""
    };
    match shown.is_empty() {
        true => note.text.clone(),
        false => format!("{} ({}{more})", note.text, shown.join(", ")),
    }
}

/// What became of it, in words.
pub fn effect(effect: Effect) -> &'static str {
    match effect {
        Effect::LeftOut => "left out",
        Effect::Changed => "changed",
        Effect::Noticed => "noticed",
    }
}
