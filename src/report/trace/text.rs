//! A trial for reading: a heading a day, a sentence a step, and what is on the board afterwards.

use super::Pages;
use crate::report::text::WIDTH;
use crate::report::text::words::{date, decimal, items, plain, wrap};
use crate::trace::{Happening, Step};
use std::io::{Result, Write};

/// Columns that the sentence takes before what is on the board.
const SENTENCE: usize = 62;

/// Writes the text.
pub struct Text<W: Write> {
    to: W,
    /// The day whose heading has been written.
    day: Option<u64>,
    tally: Tally,
}

/// What has happened how often.
#[derive(Default)]
struct Tally {
    present: u32,
    arrived: u32,
    ready: u32,
    committed: u32,
    discarded: u32,
    expired: u32,
    refused: u32,
    /// Of what went into a Sprint: done, aborted, and whether any of it had to be delivered.
    done: u32,
    aborted: u32,
    delivers: bool,
    split: u32,
    parts: u32,
    returned: u32,
}

impl<W: Write> Text<W> {
    /// Starts with a title.
    pub fn new(mut to: W, scenario: &str, trial: u64, seed: u64) -> Result<Self> {
        writeln!(to, "{scenario}: trial {trial} of the run with seed {seed}")?;
        let legend = "Each line: the day, what happens, then how many items are in that column and how many are in \
            progress in all.";
        writeln!(to, "{}", wrap(legend, WIDTH))?;
        Ok(Self {
            to,
            day: None,
            tally: Tally::default(),
        })
    }

    /// A heading where a day begins.
    fn heading(&mut self, step: &Step<'_>) -> Result<()> {
        let day = step.day as u64;
        if self.day == Some(day) {
            return Ok(());
        }
        self.day = Some(day);
        let dated = date(step.day.floor(), step.date.as_deref());
        match step.date {
            Some(_) => writeln!(self.to, "\n{dated} (day {day})"),
            None => writeln!(self.to, "\nDay {day}"),
        }
    }
}

impl<W: Write> Pages for Text<W> {
    fn step(&mut self, step: &Step<'_>) -> Result<()> {
        self.tally.count(step);
        if step.event == Happening::End {
            return write!(self.to, "\n{}", wrap(&self.tally.sentence(step.day), WIDTH));
        }
        self.heading(step)?;
        let line = format!(
            "{:>9.3}  {:<SENTENCE$}  {}",
            step.day,
            sentence(step),
            board(step)
        );
        writeln!(self.to, "{}", line.trim_end())
    }

    fn finish(&mut self) -> Result<()> {
        self.to.flush()
    }
}

impl Tally {
    fn count(&mut self, step: &Step<'_>) {
        self.delivers |= step.to == Some("committed");
        let count = match step.event {
            Happening::Done => &mut self.done,
            Happening::Aborted => &mut self.aborted,
            // Only what a team has planned has one.
            Happening::Expired if step.team.is_some() => &mut self.aborted,
            Happening::Present => &mut self.present,
            Happening::Arrived => &mut self.arrived,
            Happening::Ready => &mut self.ready,
            Happening::Committed => &mut self.committed,
            Happening::Discarded => &mut self.discarded,
            Happening::Expired => &mut self.expired,
            Happening::Refused => &mut self.refused,
            Happening::Split => &mut self.split,
            Happening::Part => &mut self.parts,
            Happening::Returned => &mut self.returned,
            _ => return,
        };
        *count += 1;
    }

    /// What became of all items; those of unlimited backlogs arrive when they are pulled.
    fn sentence(&self, day: f64) -> String {
        let came = self.present + self.arrived + self.returned + self.parts;
        let left = self.discarded + self.expired + self.refused + self.split;
        let left = left
            + match self.delivers {
                true => self.done + self.aborted,
                false => self.committed,
            };
        let some = |count: u32, words: &str| match count {
            0 => String::new(),
            count => format!(", {count} {words}"),
        };
        let expired = some(self.expired, "dropped because they waited too long");
        format!(
            "The trial ends on day {}. Of {} ({} there at the start, {} arrived{}{}) {} became ready, {} went into \
            a Sprint, {}{} discarded{expired} and {} refused{}; {} still on the way.\n",
            plain(day),
            items(came),
            self.present,
            self.arrived,
            some(self.returned, "came back"),
            some(self.parts, "were parts of others"),
            self.ready,
            self.committed,
            self.delivered(),
            were(self.discarded),
            self.refused,
            some(self.split, "fell apart"),
            are(came.saturating_sub(left))
        )
    }
}

impl Tally {
    /// What became of what went into a Sprint, where that is not the end.
    fn delivered(&self) -> String {
        match self.delivers {
            true => format!("{} done, {} aborted, ", are(self.done), were(self.aborted)),
            false => String::new(),
        }
    }
}

/// "1 is", "3 are".
fn are(count: u32) -> String {
    format!("{count} {}", if count == 1 { "is" } else { "are" })
}

/// "1 was", "3 were".
fn were(count: u32) -> String {
    format!("{count} {}", if count == 1 { "was" } else { "were" })
}

/// What happened, in words.
fn sentence(step: &Step<'_>) -> String {
    let id = step.id.as_deref().unwrap_or_default();
    let name = |name: Option<&str>| name.unwrap_or_default().to_owned();
    let stage = name(step.stage);
    match step.event {
        Happening::Present => format!("{id} {}{}{}", there(step), since(step), rank(step)),
        Happening::Arrived => format!("{id} arrives{}", rank(step)),
        Happening::Refused => format!("{id} is refused: the backlog is full"),
        Happening::Entered => format!(
            "{id} moves from {} to {stage}",
            the(&name(step.from), step.team)
        ),
        Happening::Pushed => format!(
            "{id} moves from {} to {stage} unfinished: {stage} runs low",
            name(step.from)
        ),
        Happening::Started => match step.pool {
            Some(pool) if pool != stage => format!("{id}: work in {stage} begins ({pool})"),
            Some(_) => format!("{id}: work in {stage} begins"),
            None => format!("{id}: its time in {stage} begins"),
        },
        Happening::Blocked => format!("{id} is blocked in {stage}: {}", name(step.blocker)),
        Happening::Unblocked => match step.state {
            Some("working") => format!("{id}: {} is over, work goes on", name(step.blocker)),
            _ => format!("{id}: {} is over, it waits to go on", name(step.blocker)),
        },
        Happening::Resumed => match step.pool {
            Some(pool) if pool != stage => format!("{id}: work in {stage} goes on ({pool})"),
            _ => format!("{id}: work in {stage} goes on"),
        },
        Happening::Interrupted => {
            format!("{id}: work in {stage} is interrupted by expedite work")
        }
        Happening::Ready => format!("{id} is ready"),
        Happening::Finished => format!("{id} is done in {stage}"),
        Happening::Held => {
            let next = name(step.next);
            let limit = step.limit.filter(|limit| *limit != next);
            let limit = limit.map_or_else(String::new, |limit| format!(" (limit of {limit})"));
            format!("{id} stays in {stage}: no room in {next}{limit}")
        }
        Happening::Gathered => format!("{id} stays in {stage} until its next meeting"),
        Happening::Freed => format!("{id} may leave {stage}: the meeting lets it go"),
        Happening::Reworked => match step.from {
            Some(from) => format!("{id} goes back from {from} to {stage}, to be done again"),
            None => format!("{id}: the work in {stage} has to be done again"),
        },
        Happening::Split => format!(
            "{id} falls into {} in {stage}",
            parts(step.parts.unwrap_or_default())
        ),
        Happening::Part => {
            let place = the(&stage, None);
            format!(
                "{id} comes out of {} into {place}",
                name(step.of.as_deref())
            )
        }
        Happening::Returned => {
            format!(
                "{id} arrives: {} comes back{}",
                name(step.of.as_deref()),
                rank(step)
            )
        }
        Happening::Discarded => format!("{id} is discarded in {stage}"),
        Happening::Changed => format!("from now on: {}", step.what.as_deref().unwrap_or_default()),
        Happening::Aborted => format!("{id} is aborted in {stage}, after commitment"),
        Happening::Done => format!("{id} leaves {stage}: it is done"),
        Happening::Expired => {
            let after = step.team.map_or("dropped", |_| "aborted, after commitment");
            let place = the(&stage, step.team);
            format!("{id} has waited too long in {place} and is {after}")
        }
        Happening::Planning => planning(step),
        Happening::Committed => format!("{id} goes into the Sprint of {}", name(step.team)),
        Happening::End => String::new(),
    }
}

/// "1 part", "3 parts".
fn parts(count: u32) -> String {
    match count {
        1 => "1 part".to_owned(),
        count => format!("{count} parts"),
    }
}

/// What a team finds.
fn planning(step: &Step<'_>) -> String {
    let (team, n) = (
        step.team.unwrap_or_default(),
        step.planning.unwrap_or_default(),
    );
    let ready = step.ready.unwrap_or_default();
    let enough = match step.needed {
        Some(needed) if needed > ready => format!(", {} of {needed} missing", needed - ready),
        Some(needed) => format!(", {needed} needed"),
        None => String::new(),
    };
    format!(
        "Sprint Planning {n} of {team}: {} ready{enough}",
        items(ready)
    )
}

/// How an item stands on the board on day 0.
fn there(step: &Step<'_>) -> String {
    let stage = step.stage.unwrap_or_default();
    match step.state {
        _ if stage == "backlog" => "waits in the backlog".to_owned(),
        Some("working") => format!("is worked on in {stage}"),
        Some("done") => format!("is done in {stage}"),
        Some("blocked") => format!("is blocked in {stage}"),
        _ => format!("waits in {stage}"),
    }
}

/// For how long an item has been in the system on day 0.
fn since(step: &Step<'_>) -> String {
    match step.arrived {
        Some(arrived) if arrived < 0.0 => format!(", for {} days so far", decimal(Some(-arrived))),
        _ => String::new(),
    }
}

/// The class of an item that is not standard, and its due date.
fn rank(step: &Step<'_>) -> String {
    let class = step.class.filter(|class| *class != "standard");
    let due = step.due.map(|due| format!("due on day {}", plain(due)));
    let parts: Vec<String> = class.map(str::to_owned).into_iter().chain(due).collect();
    match parts.is_empty() {
        true => String::new(),
        false => format!(" ({})", parts.join(", ")),
    }
}

/// A column's name, "the backlog", or the Sprint Backlog of the team that has planned the item.
fn the(name: &str, team: Option<&str>) -> String {
    match (name, team) {
        ("backlog", _) => "the backlog".to_owned(),
        ("committed", Some(team)) => format!("the Sprint Backlog of {team}"),
        _ => name.to_owned(),
    }
}

/// How many items are in the column afterwards, and in progress.
fn board(step: &Step<'_>) -> String {
    let place = step
        .stage
        .zip(step.in_stage)
        .map(|(stage, n)| match step.max {
            Some(max) => format!("{stage} {n} of {max}, "),
            None => format!("{stage} {n}, "),
        });
    format!("{}in progress {}", place.unwrap_or_default(), step.wip)
}
