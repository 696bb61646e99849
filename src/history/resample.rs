//! The simple forecast: every coming week is like one of the past weeks, drawn at random.
//!
//! Each trial draws, for every week to come, one of the sampled weeks with equal chances and spreads its items
//! evenly at random over the five working days of that week (the rule of `arrivals.history` in a scenario).
//! Every draw has its address: seed, trial, week, item.

use super::throughput::{Counted, Weeks, day_of, start_of, working_days};
use super::{Audit, History, Timestamp};
use crate::forecast::statistic::{of_counts, of_proportion};
use crate::forecast::{By, Goal, Instant, Reached, Statistic};
use crate::random::Key;
use crate::stats::{Counts, Passage, Proportion};
use jiff::civil::Date;
use serde::Serialize;

/// So many past weeks are sampled from where nobody says otherwise: half a year.
pub const SAMPLED_WEEKS: usize = 26;
/// Fewer past weeks than these say too little of a bad or a good week.
pub const NEEDED_WEEKS: usize = 8;
/// Fewer finished items than these in all sampled weeks say too little of their number.
pub const NEEDED_ITEMS: u32 = 10;
/// A trial ends after so many weeks (ten years), whether or not a goal is reached.
const LONGEST: usize = 520;
/// Working days a week.
const WEEK: usize = 5;

/// What is asked.
#[derive(Debug, Clone, PartialEq)]
pub struct Question {
    /// What counts as finished.
    pub counted: Counted,
    /// Of which types, indexes into [`History::types`]; all where there are none.
    pub types: Vec<usize>,
    /// From how many past weeks is drawn, at most.
    pub weeks: usize,
    /// How many items by the end of these days?
    pub by: Vec<Date>,
    /// When so many items?
    pub items: Vec<u32>,
    /// The first day of the forecast; that after the end of the data where none is given. Only what was known
    /// before is used.
    pub as_of: Option<Date>,
    /// How many futures.
    pub trials: u64,
    /// Start of the random numbers.
    pub seed: u64,
}

/// The past weeks that are drawn from.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Sample {
    /// How many.
    pub weeks: usize,
    /// The first day of the first of them.
    pub from: String,
    /// The last day of the last of them.
    pub to: String,
    /// How many items finished in them.
    pub items: u64,
    /// Items a week.
    pub per_week: Statistic,
    /// Items in each week, oldest first.
    pub counts: Vec<u32>,
}

/// How many items by a day.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct HowMany {
    /// Working days from the first day of the forecast to the end of this one.
    pub day: f64,
    /// The day.
    pub date: String,
    /// How many items finish by its end.
    pub items: Statistic,
}

/// The answer to `headwater forecast`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Simple {
    /// Version of the program.
    pub headwater: &'static str,
    /// Name of the history.
    pub history: String,
    /// What counts as finished.
    pub counted: Counted,
    /// The stage that is the ready shelf, where that is what counts.
    pub stage: Option<String>,
    /// Of which types; empty when all count.
    pub types: Vec<String>,
    /// The seed.
    pub seed: u64,
    /// The trials behind every number.
    pub trials: u64,
    /// The first day of the forecast.
    pub as_of: String,
    /// What is drawn from.
    pub sample: Sample,
    /// How many by each day asked for, in the order of the days.
    pub by: Vec<HowMany>,
    /// When each number asked for is reached.
    pub goals: Vec<Goal>,
    /// What makes the forecast doubtful, in sentences.
    pub doubts: Vec<String>,
    /// What was read.
    pub audit: Audit,
}

/// One trial: how many items by each day asked for, and the working day (from 1) at whose end each number is
/// reached.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The number of the trial, from 0.
    pub trial: u64,
    /// By day.
    pub by: Vec<u64>,
    /// By number of items; `None` where it never is.
    pub reached: Vec<Option<u64>>,
}

/// A question that can be answered.
pub struct Prepared<'a> {
    question: &'a Question,
    /// What was known before the first day.
    known: History,
    start: Date,
    weeks: Weeks,
    by: Vec<Asked>,
}

/// Looks whether a question can be answered from a history.
///
/// # Errors
/// What is missing, in words, where there is too little to draw from; a day that is not ahead.
pub fn prepare<'a>(history: &History, question: &'a Question) -> Result<Prepared<'a>, String> {
    let start = question
        .as_of
        .unwrap_or_else(|| history.first_unknown_day());
    let known = history.as_of(start_of(start));
    let finishes = known.finishes(question.counted, &question.types);
    let weeks = known.weeks(&finishes, start, question.weeks);
    let earlier = latest(&known, &finishes, question).filter(|day| *day < start);
    enough(&weeks, question, earlier)?;
    let by = days_asked(question, start)?;
    Ok(Prepared {
        question,
        known,
        start,
        weeks,
        by,
    })
}

impl Prepared<'_> {
    /// The days asked for.
    pub fn days(&self) -> impl Iterator<Item = Date> {
        self.by.iter().map(|asked| asked.date)
    }

    /// Plays all trials, hands each to `sink`, and says what they show.
    pub fn run(&self, audit: &Audit, sink: &mut dyn FnMut(&Row)) -> Simple {
        let mut seen = Seen::of(&self.by, self.question);
        self.play(&mut |row| {
            seen.take(row);
            sink(row);
        });
        self.answer(&seen, audit)
    }

    /// Plays all trials and hands each to `sink`.
    pub fn play(&self, sink: &mut dyn FnMut(&Row)) {
        for trial in 0..self.question.trials {
            sink(&play(&self.weeks, &self.by, self.question, trial));
        }
    }

    fn answer(&self, seen: &Seen, audit: &Audit) -> Simple {
        let (known, question) = (&self.known, self.question);
        let name = |kind: &usize| known.types.get(*kind).cloned().unwrap_or_default();
        let shelf = known.ready().filter(|_| question.counted == Counted::Ready);
        Simple {
            headwater: env!("CARGO_PKG_VERSION"),
            history: known.name.clone(),
            counted: question.counted,
            stage: shelf
                .and_then(|stage| known.stages.get(stage))
                .map(|stage| stage.name.clone()),
            types: question.types.iter().map(name).collect(),
            seed: question.seed,
            trials: question.trials,
            as_of: self.start.to_string(),
            sample: sample(&self.weeks),
            by: self
                .by
                .iter()
                .zip(&seen.by)
                .map(|(day, counts)| day.answer(counts))
                .collect(),
            goals: goals(&self.by, question, self.start, seen),
            doubts: super::doubts::doubts(known, &self.weeks),
            audit: audit.clone(),
        }
    }
}

/// Is there enough to draw from? If not, the numbers that are missing.
fn enough(weeks: &Weeks, question: &Question, earlier: Option<Date>) -> Result<(), String> {
    let known = weeks.counts.len();
    let items: u32 = weeks.counts.iter().sum();
    let what = match (question.counted, items) {
        (Counted::Ready, _) => "became ready",
        (Counted::Done, 1) => "was done",
        (Counted::Done, _) => "were done",
    };
    if known < NEEDED_WEEKS {
        let missing = NEEDED_WEEKS - known;
        return Err(format!(
            "error: this is too little to forecast from: {} before {}, and {NEEDED_WEEKS} are needed at least ({missing} \
            more)\nhelp: take a longer history, or a later --as-of",
            number(known, "whole week", "whole weeks"),
            weeks.end
        ));
    }
    if items < NEEDED_ITEMS {
        let missing = NEEDED_ITEMS - items;
        let there_was = |day| format!("; up to {day} there was enough: --as-of {day}");
        return Err(format!(
            "error: this is too little to forecast from: {} {what} in the {known} weeks before {}, and \
            {NEEDED_ITEMS} are needed at least ({missing} more)\nhelp: sample more weeks with --weeks, or check in the \
            mapping which statuses mean ready and done{}",
            number(items as usize, "item", "items"),
            weeks.end,
            earlier.map(there_was).unwrap_or_default()
        ));
    }
    Ok(())
}

fn number(n: usize, one: &str, more: &str) -> String {
    match n {
        0 => format!("no {more}"),
        1 => format!("1 {one}"),
        n => format!("{n} {more}"),
    }
}

/// The last day before which enough items were finished in as many weeks as are drawn from.
fn latest(known: &History, finishes: &[Timestamp], question: &Question) -> Option<Date> {
    let mut days: Vec<Date> = finishes.iter().map(|at| day_of(*at)).collect();
    days.sort_unstable();
    let longest = 7 * i32::try_from(question.weeks).unwrap_or(i32::MAX / 7);
    let many = days.windows(NEEDED_ITEMS as usize).rev();
    let mut close = many.filter_map(|days| {
        let (first, last) = (days.first()?, days.last()?);
        ((*last - *first).get_days() < longest).then_some(*last)
    });
    let whole = jiff::Span::new().weeks(NEEDED_WEEKS as i64);
    let first = day_of(known.from).checked_add(whole).ok()?;
    let day = close.next()?.tomorrow().ok()?.max(first);
    let items: u32 = known
        .weeks(finishes, day, question.weeks)
        .counts
        .iter()
        .sum();
    (items >= NEEDED_ITEMS).then_some(day)
}

/// A day asked for.
struct Asked {
    date: Date,
    /// How many working days the forecast has until its end.
    days: usize,
}

impl Asked {
    fn answer(&self, counts: &Counts) -> HowMany {
        HowMany {
            day: self.days as f64,
            date: self.date.to_string(),
            items: of_counts(counts, 1.0),
        }
    }
}

/// The days asked for in order; where nothing is asked, some of the coming quarter.
fn days_asked(question: &Question, start: Date) -> Result<Vec<Asked>, String> {
    let mut dates = question.by.clone();
    if dates.is_empty() && question.items.is_empty() {
        let ahead = |weeks: i32| {
            start
                .checked_add(jiff::Span::new().days(7 * weeks - 1))
                .ok()
        };
        dates.extend([2, 4, 8, 13].into_iter().filter_map(ahead));
    }
    dates.sort_unstable();
    dates.dedup();
    let last = start
        .checked_add(jiff::Span::new().weeks(LONGEST as i64))
        .unwrap_or(start);
    if let Some(date) = dates.iter().find(|date| **date < start || **date >= last) {
        return Err(format!(
            "error: {date} is not between {start}, the first day of the forecast, and {last}\nhelp: --by takes a day \
            ahead; --as-of sets the first day of the forecast"
        ));
    }
    let days = |date: Date| working_days(start).take_while(|day| *day <= date).count();
    Ok(dates
        .into_iter()
        .map(|date| Asked {
            date,
            days: days(date),
        })
        .collect())
}

/// One future.
fn play(weeks: &Weeks, by: &[Asked], question: &Question, trial: u64) -> Row {
    let key = Key::seed(question.seed)
        .with(Key::name("weekly throughput").0)
        .with(trial);
    let last = by.last().map_or(0, |asked| asked.days.div_ceil(WEEK));
    let most = question.items.iter().copied().max().map_or(0, u64::from);
    let mut row = Row {
        trial,
        by: vec![0; by.len()],
        reached: vec![None; question.items.len()],
    };
    let mut done = 0_u64;
    for week in 0..LONGEST {
        if week >= last && done >= most {
            break;
        }
        for (day, items) in drawn(weeks, key.with(week as u64)).into_iter().enumerate() {
            let (before, day) = (done, WEEK * week + day);
            done += items;
            for (asked, count) in by.iter().zip(&mut row.by) {
                *count += if day < asked.days { items } else { 0 };
            }
            for (number, reached) in question.items.iter().zip(&mut row.reached) {
                let number = u64::from(*number);
                if before < number && number <= done {
                    *reached = Some(day as u64 + 1);
                }
            }
        }
    }
    row
}

/// The items of a drawn week on its working days.
fn drawn(weeks: &Weeks, key: Key) -> [u64; WEEK] {
    let mut stream = key.stream();
    let pick = (stream.uniform() * weeks.counts.len() as f64) as usize;
    let mut days = [0; WEEK];
    for _ in 0..weeks.counts.get(pick).copied().unwrap_or(0) {
        let day = (stream.uniform() * WEEK as f64) as usize;
        days.iter_mut()
            .skip(day)
            .take(1)
            .for_each(|items| *items += 1);
    }
    days
}

/// What the trials have shown.
struct Seen {
    trials: u64,
    by: Vec<Counts>,
    reached: Vec<Counts>,
    /// For each number and each day: in how many trials it was reached by then.
    in_time: Vec<Vec<Proportion>>,
    days: Vec<u64>,
}

impl Seen {
    fn of(by: &[Asked], question: &Question) -> Self {
        Self {
            trials: 0,
            by: vec![Counts::default(); by.len()],
            reached: vec![Counts::default(); question.items.len()],
            in_time: vec![vec![Proportion::default(); by.len()]; question.items.len()],
            days: by.iter().map(|asked| asked.days as u64).collect(),
        }
    }

    fn take(&mut self, row: &Row) {
        self.trials += 1;
        self.by
            .iter_mut()
            .zip(&row.by)
            .for_each(|(counts, n)| counts.push(*n));
        for ((reached, in_time), at) in self
            .reached
            .iter_mut()
            .zip(&mut self.in_time)
            .zip(&row.reached)
        {
            at.iter().for_each(|at| reached.push(*at));
            for (proportion, days) in in_time.iter_mut().zip(&self.days) {
                proportion.push(at.is_some_and(|at| at <= *days));
            }
        }
    }
}

/// Every number asked for, with each day asked for.
fn goals(by: &[Asked], question: &Question, start: Date, seen: &Seen) -> Vec<Goal> {
    let mut goals = Vec::new();
    for ((number, reached), in_time) in question.items.iter().zip(&seen.reached).zip(&seen.in_time)
    {
        let passage = Passage {
            times: reached,
            trials: seen.trials,
        };
        let goal = Goal {
            name: format!("{number} items"),
            target: *number,
            of: Vec::new(),
            on_shelf: false,
            by: None,
            reached: Reached::new(passage, |day| instant(day, start)),
            never: of_proportion(&Proportion {
                hits: seen.trials - reached.n(),
                trials: seen.trials,
            }),
        };
        let dated = by.iter().zip(in_time).map(|(asked, hits)| {
            let (day, date) = (asked.days as f64, Some(asked.date.to_string()));
            Some(By {
                day,
                date,
                probability: of_proportion(hits),
            })
        });
        let dated: Vec<Option<By>> = if by.is_empty() {
            vec![None]
        } else {
            dated.collect()
        };
        goals.extend(dated.into_iter().map(|by| Goal { by, ..goal.clone() }));
    }
    goals
}

/// The end of a day, from 1.
fn instant(day: u64, start: Date) -> Instant {
    let date = |day: u64| working_days(start).nth(usize::try_from(day.checked_sub(1)?).ok()?);
    Instant {
        day: Some(day as f64),
        date: date(day).map(|date| date.to_string()),
    }
}

fn sample(weeks: &Weeks) -> Sample {
    let mut counts = Counts::default();
    weeks.counts.iter().for_each(|n| counts.push(u64::from(*n)));
    let days = 7 * i64::try_from(weeks.counts.len()).unwrap_or(0);
    let from = weeks
        .end
        .checked_sub(jiff::Span::new().days(days))
        .unwrap_or(weeks.end);
    Sample {
        weeks: weeks.counts.len(),
        from: from.to_string(),
        to: weeks.end.yesterday().unwrap_or(weeks.end).to_string(),
        items: weeks.counts.iter().map(|n| u64::from(*n)).sum(),
        per_week: of_counts(&counts, 1.0),
        counts: weeks.counts.clone(),
    }
}
