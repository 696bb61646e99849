//! Which column of a CSV file says what: told by the mapping, or known by its heading.

use super::mapping::Columns;
use super::sheet::{Sheet, plain};
use crate::diagnostic::Diagnostic;
use crate::scenario::suggest::nearest;
use crate::source::At;

/// The columns of a file by what they say.
#[derive(Debug, Clone, Default)]
pub(super) struct Found {
    pub id: Option<usize>,
    pub title: Option<usize>,
    pub kind: Option<usize>,
    pub class: Option<usize>,
    pub created: Option<usize>,
    pub time: Option<usize>,
    pub from: Option<usize>,
    /// The status of a transition, the activity of an event; several are read as one.
    pub to: Vec<usize>,
    pub start: Option<usize>,
    pub end: Option<usize>,
    pub resolution: Option<usize>,
    pub status: Option<usize>,
    pub blocked_days: Option<usize>,
}

const ID: &[&str] = &[
    "issuekey",
    "key",
    "caseconceptname",
    "caseid",
    "indice",
    "id",
    "itemid",
    "workitemid",
    "ticket",
    "case",
    "issueid",
];
const TITLE: &[&str] = &["name", "title", "summary", "nome", "subject"];
const KIND: &[&str] = &[
    "type",
    "issuetype",
    "issuetypename",
    "workitemtype",
    "itemtype",
    "tipo",
];
const CLASS: &[&str] = &["class", "classofservice", "serviceclass", "classe"];
const CREATED: &[&str] = &[
    "created",
    "createddate",
    "issuecreateddate",
    "creationdate",
    "createdat",
    "createdon",
    "datecreated",
];
const TIME: &[&str] = &[
    "timestamp",
    "timetimestamp",
    "statuschangedate",
    "completetimestamp",
    "changed",
    "changedate",
    "changedat",
    "time",
    "date",
    "datetime",
];
const FROM: &[&str] = &[
    "from",
    "statusfromname",
    "fromstatus",
    "fromstate",
    "oldstatus",
    "fromstring",
];
const TO: &[&str] = &[
    "to",
    "statustoname",
    "tostatus",
    "tostate",
    "newstatus",
    "tostring",
];
const ACTIVITY: &[&str] = &["activity", "conceptname", "event", "state", "status"];
const START: &[&str] = &[
    "start",
    "started",
    "startdate",
    "starteddate",
    "startedat",
    "activated",
    "activateddate",
    "begin",
    "inicio",
    "startedon",
];
const END: &[&str] = &[
    "end",
    "ended",
    "enddate",
    "closed",
    "closeddate",
    "closedat",
    "finished",
    "finisheddate",
    "finishedat",
    "done",
    "donedate",
    "completed",
    "completeddate",
    "completedat",
    "resolved",
    "resolveddate",
    "fim",
];
const RESOLUTION: &[&str] = &["resolution"];
const STATUS: &[&str] = &["status", "state", "currentstatus"];
const BLOCKED: &[&str] = &["blockeddays", "daysblocked"];
/// Dates of an item that are no stage of it.
const NO_STAGE: &[&str] = &[
    "updated",
    "updateddate",
    "due",
    "duedate",
    "lastviewed",
    "targetdate",
];

/// Finds the columns: those the mapping names, and for the rest those whose headings are known.
///
/// # Errors
/// A column that the mapping names and the file has not.
pub(super) fn find(
    sheet: &Sheet,
    told: &Columns,
    activity: bool,
) -> Result<Found, Vec<Diagnostic>> {
    let mut problems = Vec::new();
    let mut one = |told: &Option<At<String>>, known: &[&str]| match told {
        Some(name) => sheet.column(&name.value).or_else(|| {
            problems.push(missing(sheet, name));
            None
        }),
        None => known.iter().find_map(|name| sheet.column(name)),
    };
    let mut found = Found {
        id: one(&told.id, ID),
        title: one(&told.title, TITLE),
        kind: one(&told.kind, KIND),
        class: one(&told.class, CLASS),
        created: one(&told.created, CREATED),
        time: one(&told.time, TIME),
        from: one(&told.from, FROM),
        to: Vec::new(),
        start: one(&told.start, START),
        end: one(&told.end, END),
        resolution: one(&told.resolution, RESOLUTION),
        status: one(&told.status, STATUS),
        blocked_days: one(&told.blocked_days, BLOCKED),
    };
    let known = if activity { ACTIVITY } else { TO };
    for name in &told.to {
        found.to.extend(one(&Some(name.clone()), &[]));
    }
    if told.to.is_empty() {
        found.to.extend(one(&None, known));
    }
    found.id = found.id.or_else(|| like_an_id(sheet));
    if problems.is_empty() {
        Ok(found)
    } else {
        Err(problems)
    }
}

/// The first column if its heading contains "id", as flow tools have it.
fn like_an_id(sheet: &Sheet) -> Option<usize> {
    let first = sheet.headings.first()?;
    plain(first).contains("id").then_some(0)
}

fn missing(sheet: &Sheet, name: &At<String>) -> Diagnostic {
    let message = format!("the file has no column `{}`", name.value);
    let help = match nearest(&name.value, sheet.headings.iter().map(String::as_str)) {
        Some(like) => format!("did you mean `{like}`?"),
        None => format!("its columns are {}", sheet.headings.join(", ")),
    };
    Diagnostic::error("unknown-column", message, name.span).help(help)
}

impl Found {
    /// The columns that are dates and whose headings are no dates of something else: the stages of a wide
    /// file, from the first to the last, with empty columns between them.
    pub fn stages(&self, sheet: &Sheet) -> Vec<usize> {
        let roles = [
            self.id,
            self.title,
            self.kind,
            self.class,
            self.created,
            self.resolution,
            self.status,
        ];
        let other = |column: usize| {
            roles.contains(&Some(column))
                || NO_STAGE.contains(&plain(sheet.heading(column)).as_str())
        };
        let contents: Vec<Content> = (0..sheet.headings.len())
            .map(|column| {
                if other(column) {
                    Content::Other
                } else {
                    content(sheet, column)
                }
            })
            .collect();
        let is_dates = |content: &Content| *content == Content::Dates;
        let first = contents.iter().position(is_dates).unwrap_or(0);
        let last = contents.iter().rposition(is_dates).map_or(0, |n| n + 1);
        // Behind the last date nothing but empty columns up to one that is called done: nothing is done yet.
        let empty = contents
            .iter()
            .skip(last)
            .take_while(|content| **content == Content::Nothing);
        let ends = |column: &usize| END.contains(&plain(sheet.heading(*column)).as_str());
        let last = (last..last + empty.count())
            .rfind(ends)
            .map_or(last, |n| n + 1);
        let stage = |column: &usize| contents.get(*column) != Some(&Content::Other);
        (first..last).filter(stage).collect()
    }
}

/// What the cells of a column are.
#[derive(PartialEq)]
enum Content {
    Dates,
    Nothing,
    Other,
}

fn content(sheet: &Sheet, column: usize) -> Content {
    let cells = (0..sheet.rows.len()).map(|row| sheet.cell(row, column));
    let mut content = Content::Nothing;
    for cell in cells.filter(|cell| !is_blank(cell)) {
        if super::stamp::Stamp::parse(cell).is_none() {
            return Content::Other;
        }
        content = Content::Dates;
    }
    content
}

/// Words for "nothing" in a cell.
pub(super) fn is_blank(cell: &str) -> bool {
    cell.is_empty()
        || ["n/a", "na", "-", "–", "null", "none", "nan", "nat"]
            .contains(&cell.to_lowercase().as_str())
}
