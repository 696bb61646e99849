//! The key table of a mapping.

use crate::scenario::shape::{Key, Shape, key, words};

const TEXTS: Shape = Shape::List(&Shape::Text);
const TEXT_OR_TEXTS: Shape = Shape::Either(&[Shape::Text, TEXTS]);

/// All keys of a mapping.
#[rustfmt::skip]
pub const MAPPING: &[Key] = &[
    key("form", words(&["wide", "transitions", "events", "start-end", "jira", "trello", "trace"]),
        "the form of the export; recognised when left out"),
    key("types", words(&["then", "last"]),
        "which type counts of an item that changed it: at any time the one it had then, or always the last"),
    key("columns", Shape::Table(COLUMNS), "the headings of the columns of a CSV file; known ones may be left out"),
    key("dates", Shape::Table(DATES), "how dates are read"),
    key("backlog", TEXTS, "the statuses before the first stage, under no limit"),
    key("stages", Shape::Entries { keys: STAGE, by: "name" }, "the columns of the board, from left to right"),
    key("done", Shape::Table(DONE), "what means that an item is delivered"),
    key("discarded", Shape::Table(DISCARDED), "what means that an item is dropped"),
    key("blocked", TEXTS, "the statuses in which an item stands still in the stage where it is"),
    key("ignored", TEXTS, "the statuses that change nothing"),
    key("backfilled", words(&["visited", "skipped"]),
        "what a stage is that an item left at the very stamp at which it entered: visited, or skipped and filled in by the export"),
];

#[rustfmt::skip]
const COLUMNS: &[Key] = &[
    key("id", Shape::Text, "the column that names the item"),
    key("title", Shape::Text, "the column with its title"),
    key("type", Shape::Text, "the column with its work item type"),
    key("class", Shape::Text, "the column with its class of service"),
    key("created", Shape::Text, "the column with the date of its creation"),
    key("time", Shape::Text, "the column with the time of a change or an activity"),
    key("from", Shape::Text, "the column with the status before a change"),
    key("to", TEXT_OR_TEXTS, "the column with the status after a change or with the activity; of several the words are joined by a space"),
    key("start", Shape::Text, "the column with the date at which work began"),
    key("end", Shape::Text, "the column with the date at which the item was done"),
    key("resolution", Shape::Text, "the column with the resolution"),
    key("status", Shape::Text, "the column with the status at the end of the data"),
    key("blocked_days", Shape::Text, "the column with the days an item was blocked in all"),
];

#[rustfmt::skip]
const DATES: &[Key] = &[
    key("order", words(&["day-first", "month-first"]), "which number of a date like 5/6/2023 is the day"),
    key("zone", Shape::Text, "where days are cut: \"UTC\", an offset like \"+02:00\", or \"as written\" for the local date of each stamp"),
    key("end", Shape::Date, "the last day the data know; the day of the latest stamp when left out"),
];

#[rustfmt::skip]
const STAGE: &[Key] = &[
    key("name", Shape::Name, "its name in scenarios and results").required(),
    key("kind", words(&["ready"]), "\"ready\" for the shelf of options that are ready for Sprint Planning"),
    key("statuses", TEXTS, "the statuses (lists, activities, date columns) that mean it").required(),
];

#[rustfmt::skip]
const DONE: &[Key] = &[
    key("statuses", TEXTS, "the statuses that mean delivered"),
    key("closing", words(&["first", "last"]), "which closing counts of an item that was reopened"),
];

#[rustfmt::skip]
const DISCARDED: &[Key] = &[
    key("statuses", TEXTS, "the statuses that mean dropped"),
    key("resolutions", TEXTS, "the resolutions with which a closed item counts as dropped, not as delivered"),
    key("jumps", Shape::Flag, "does an item count as dropped that goes from where it began to done at once?"),
];
