//! When will so many be ready: a calendar for each goal.

use super::{Figure, Numbers, Picture, Run};
use crate::forecast::{Goal, Likely};
use crate::report::charts::calendar::{self, Calendar, Cell};
use crate::report::text::goals;
use crate::report::text::words::{chance, date, likely_date, percent};
use jiff::civil::{Date, Weekday};

/// With more weeks than this a cell is a week.
const MOST_WEEKS: usize = 20;

/// Weeks in a row where a cell is a week.
const WEEKS: usize = 6;

pub(super) fn figures(run: Run<'_>) -> Vec<Figure> {
    let goals = &run.forecast.goals;
    if goals.is_empty() {
        return vec![Figure {
            name: "goals".to_owned(),
            title: "Goals".to_owned(),
            reading: String::new(),
            picture: Picture::Nothing(
                "None asked for: add a [[goals]] entry to learn when so many items are ready."
                    .to_owned(),
            ),
            numbers: Numbers::default(),
        }];
    }
    let all = goals.iter().zip(&run.detail.goals).enumerate();
    all.map(|(n, (goal, course))| figure(run, goal, course, n))
        .collect()
}

fn figure(run: Run<'_>, goal: &Goal, course: &[f64], n: usize) -> Figure {
    let mut numbers = Numbers::new(["chance", "by"]);
    for (level, likely) in goal.reached.steps() {
        let by = likely_date(likely).unwrap_or_else(|| "beyond the horizon".to_owned());
        numbers.row([level.to_owned(), by]);
    }
    if let Some(by) = &goal.by {
        numbers.row([
            chance(&by.probability),
            format!("{} (asked for)", date(by.day, by.date.as_deref())),
        ]);
    }
    numbers.row([chance(&goal.never), "never within the horizon".to_owned()]);
    let title = format!("{}: {}", goal.name, goals::asked(goal));
    let reading = format!(
        "Each cell says in how many of 100 futures it is reached by the end of that {}; the darker, the likelier. \
         The frames mark the first of them by which it is 50, 70, 85 and 95 % likely. From {}.",
        if by_week(days_of(course)) {
            "week"
        } else {
            "day"
        },
        run.futures()
    );
    let reading = if span(course).is_some() {
        reading
    } else {
        String::new()
    };
    let picture = match span(course) {
        None if goal.never.probability < 1.0 => Picture::Nothing(format!(
            "In fewer than 1 of 200 of the {} is it reached within the horizon.",
            run.futures()
        )),
        None => Picture::Nothing(format!(
            "In none of the {} is it reached within the horizon.",
            run.futures()
        )),
        Some(days) => Picture::Drawn(calendar::render(&Calendar {
            title: format!("{title}. {}", goals::reached(&goal.reached)),
            ..sheet(run, goal, course, days)
        })),
    };
    Figure {
        name: format!("goal-{}", n + 1),
        title,
        reading,
        picture,
        numbers,
    }
}

/// From the first day worth showing to the last.
fn span(course: &[f64]) -> Option<(usize, usize)> {
    let first = course.iter().position(|share| *share >= 0.005)?;
    let enough = course.iter().position(|share| *share >= 0.95);
    Some((first, enough.unwrap_or(course.len().saturating_sub(1))))
}

fn days_of(course: &[f64]) -> usize {
    span(course).map_or(0, |(first, last)| last + 1 - first)
}

fn by_week(days: usize) -> bool {
    days.div_ceil(5) > MOST_WEEKS
}

/// The words in a cell, its shade and what it is marked as.
fn cell(name: String, goal: &Goal, course: &[f64], (from, to): (usize, usize)) -> Cell {
    let share = course.get(to).copied().unwrap_or_default();
    let day = |likely: &Likely| {
        likely
            .at
            .day
            .map(|day| (day.ceil() as usize).saturating_sub(1))
    };
    let here = goal
        .reached
        .steps()
        .into_iter()
        .filter(|(_, at)| day(at).is_some_and(|d| (from..=to).contains(&d)));
    let marks: Vec<&str> = here
        .map(|(level, _)| level.trim_end_matches(" %"))
        .collect();
    Cell {
        name,
        share: Some(share),
        words: percent(share),
        mark: (!marks.is_empty()).then(|| format!("◆{}", marks.join(" "))),
    }
}

fn sheet(run: Run<'_>, goal: &Goal, course: &[f64], (first, last): (usize, usize)) -> Calendar {
    if by_week(last + 1 - first) {
        return weeks(run, goal, course, (first, last));
    }
    let dates: Vec<Date> = run
        .detail
        .dates
        .iter()
        .filter_map(|iso| iso.parse().ok())
        .collect();
    match (dates.get(first), dates.get(last)) {
        (Some(from), Some(to)) => months(goal, course, &dates, (*from, *to)),
        _ => numbered(run, goal, course, (first, last)),
    }
}

/// A row a week, from Monday to Friday, or to Sunday where somebody works then.
fn months(goal: &Goal, course: &[f64], dates: &[Date], (from, to): (Date, Date)) -> Calendar {
    let weekend = dates
        .iter()
        .any(|d| matches!(d.weekday(), Weekday::Saturday | Weekday::Sunday));
    let heads = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
    let count = if weekend { 7 } else { 5 };
    let mut rows = Vec::new();
    let mut monday =
        from.saturating_sub(jiff::Span::new().days(from.weekday().to_monday_zero_offset()));
    let mut month = 0;
    while monday <= to {
        let week = (0..count).map(|n| monday.saturating_add(jiff::Span::new().days(n)));
        let cells: Vec<Option<Cell>> = week
            .map(|date| {
                let name = date.day().to_string();
                Some(match dates.binary_search(&date) {
                    Ok(day) if course.get(day).is_some() => cell(name, goal, course, (day, day)),
                    _ => Cell {
                        name,
                        ..Cell::default()
                    },
                })
            })
            .collect();
        let end = monday.saturating_add(jiff::Span::new().days(count - 1));
        let label = if end.month() == month {
            String::new()
        } else {
            end.strftime("%b %Y").to_string()
        };
        month = end.month();
        rows.push((label, cells));
        monday = monday.saturating_add(jiff::Span::new().days(7));
    }
    Calendar {
        heads: heads
            .iter()
            .take(count as usize)
            .map(|h| (*h).to_owned())
            .collect(),
        rows,
        ..Calendar::default()
    }
}

/// Without dates: a row a week, days by number.
fn numbered(run: Run<'_>, goal: &Goal, course: &[f64], (first, last): (usize, usize)) -> Calendar {
    let each = run.detail.days_per_week.max(1) as usize;
    let row = |week: usize| {
        let days = week * each..(week + 1) * each;
        let cells = days.map(|day| {
            let inside = course.get(day).is_some();
            inside.then(|| cell(day.to_string(), goal, course, (day, day)))
        });
        (format!("wk {}", week + 1), cells.collect())
    };
    Calendar {
        heads: (1..=each)
            .map(|n| {
                if n == 1 {
                    "day".to_owned()
                } else {
                    String::new()
                }
            })
            .collect(),
        rows: (first / each..=last / each).map(row).collect(),
        ..Calendar::default()
    }
}

/// A cell a week.
fn weeks(run: Run<'_>, goal: &Goal, course: &[f64], (first, last): (usize, usize)) -> Calendar {
    let each = run.detail.days_per_week.max(1) as usize;
    let all: Vec<usize> = (first / each..=last / each).collect();
    let end = course.len().saturating_sub(1);
    let row = |weeks: &[usize]| {
        let cells = weeks.iter().map(|week| {
            let (from, to) = (week * each, ((week + 1) * each - 1).min(end));
            Some(cell(week_name(run, from), goal, course, (from, to)))
        });
        let start = weeks.first().map_or(0, |week| week * each);
        let year_of = |day: usize| run.detail.date(day as f64).and_then(|iso| iso.get(..4));
        let before = start
            .checked_sub(WEEKS * each)
            .filter(|day| *day >= first / each * each);
        let year = year_of(start).filter(|year| before.and_then(year_of) != Some(*year));
        (year.unwrap_or_default().to_owned(), cells.collect())
    };
    Calendar {
        heads: (0..WEEKS)
            .map(|n| {
                if n == 0 {
                    "week of".to_owned()
                } else {
                    String::new()
                }
            })
            .collect(),
        rows: all.chunks(WEEKS).map(row).collect(),
        ..Calendar::default()
    }
}

fn week_name(run: Run<'_>, day: usize) -> String {
    let date: Option<Date> = run.detail.date(day as f64).and_then(|iso| iso.parse().ok());
    date.map_or_else(
        || day.to_string(),
        |date| date.strftime("%-d %b").to_string(),
    )
}
