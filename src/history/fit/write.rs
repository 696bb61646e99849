//! What was learnt, as a scenario with a word on every number, and as the board it starts from.

use super::cadence::Cadence;
use super::demand::TypeFit;
use super::shares::Share;
use super::stages::{KindFit, StageFit};
use super::times::{FEW, TimeFit, number, short};
use super::{Fit, Row};
use crate::history::mapping::quoted;
use std::fmt::Write;

/// Comments are at most so wide.
const WIDTH: usize = 100;
/// Stands in comments for a space at which no line ends.
const KEPT: char = '\u{a0}';

/// The scenario. `board` names the file of [`board`] beside it; without one it starts from an empty board.
pub fn scenario(fit: &Fit, board: Option<&str>) -> String {
    let mut text = head(fit);
    let _ = writeln!(
        text,
        "name = {}\n\n[calendar]\nstart   = {}          # the first working day after what was learnt\nhorizon = \"26w\"\n",
        quoted(&format!("{}, as learnt on {}", fit.history, fit.as_of)),
        fit.start
    );
    for kind in fit.types.iter().filter(|kind| is_there(kind)) {
        demand(&mut text, kind, fit);
    }
    for stage in &fit.stages {
        column(&mut text, stage);
    }
    if let Some(planning) = &fit.planning {
        team(&mut text, planning);
    }
    goal(&mut text, fit);
    blockers(&mut text, fit);
    start(&mut text, fit, board);
    text
}

/// Types with neither arrivals nor open items are left out.
fn is_there(kind: &TypeFit) -> bool {
    kind.arrived > 0 || kind.open > 0
}

/// A part of a scenario within a comment, on one line.
fn code(text: &str) -> String {
    text.replace(' ', &KEPT.to_string())
}

fn comment(text: &mut String, words: &str) {
    let mut line = String::from("#");
    for word in words.split(' ') {
        if line.chars().count() + 1 + word.chars().count() > WIDTH {
            let _ = writeln!(text, "{line}");
            line = String::from("#");
        }
        line += " ";
        line += &word.replace(KEPT, " ");
    }
    let _ = writeln!(text, "{line}");
}

fn head(fit: &Fit) -> String {
    let mut text = String::new();
    comment(
        &mut text,
        &format!(
            "Learnt by headwater fit from {}: {} items in the {:.0} weeks from {} up to {}, of which {} were finished; {} \
            were open at the end.",
            fit.history, fit.items, fit.weeks, fit.from, fit.as_of, fit.finished, fit.open
        ),
    );
    comment(
        &mut text,
        "It runs as it is. All durations are in working days, Monday to Friday.",
    );
    text += "#\n# Taken for granted, since no history tells it:\n";
    fit.assumed
        .iter()
        .for_each(|words| comment(&mut text, &format!("- {words}")));
    if !fit.doubts.is_empty() {
        text += "#\n# Careful:\n";
        fit.doubts
            .iter()
            .for_each(|words| comment(&mut text, &format!("- {words}")));
    }
    text + "\n"
}

fn demand(text: &mut String, kind: &TypeFit, fit: &Fit) {
    let _ = writeln!(text, "[[types]]\nname = {}", quoted(&kind.name));
    if kind.arrived == 0 {
        comment(
            text,
            "None arrived in these weeks; the open ones are on the board.",
        );
        *text += "\n";
        return;
    }
    comment(
        text,
        &format!(
            "{} arrived, {} a week (95 %: {} to {}).{}{}",
            kind.arrived,
            short(kind.per_week),
            short(kind.ci95[0]),
            short(kind.ci95[1]),
            uneven(kind),
            kind.halves.map_or_else(String::new, |halves| format!(
                " The rate has changed: {:.1} a week in the first half of these weeks, {:.1} in the second; this is the mean \
                of both.",
                halves.first, halves.second
            ))
        ),
    );
    let batch = kind.batch.filter(|mean| *mean > 1.01);
    let mut keys = vec![format!(
        "per_week = {}",
        number(kind.per_week / batch.unwrap_or(1.0))
    )];
    keys.extend(batch.map(|mean| {
        format!(
            "batch = {{ dist = \"geometric\", mean = {} }}",
            number(mean)
        )
    }));
    if let Some(days) = fit.weekday {
        let names = ["mon", "tue", "wed", "thu", "fri"];
        let days = names
            .iter()
            .zip(days)
            .map(|(day, n)| format!("{day} = {n:.2}"));
        keys.push(format!(
            "weekday = {{ {} }}",
            days.collect::<Vec<_>>().join(", ")
        ));
    }
    let _ = writeln!(text, "arrivals = {{ {} }}\n", keys.join(", "));
}

/// How unevenly they come.
fn uneven(kind: &TypeFit) -> String {
    match (kind.dispersion, kind.batch) {
        (Some(d), Some(_)) => format!(
            " The weeks differ more than by chance (variance ÷ mean {d:.1}), so they come in batches: per_week counts these."
        ),
        (Some(d), None) => {
            format!(" The weeks differ as by chance (variance ÷ mean {d:.1}): Poisson.")
        }
        _ => String::new(),
    }
}

fn column(text: &mut String, stage: &StageFit) {
    let has_elapsed = stage.time.is_some() || stage.open > 0;
    if !stage.ready && !has_elapsed {
        comment(
            text,
            &format!(
                "Nobody was in {} in these weeks; the stage is left out.",
                quoted(&stage.name)
            ),
        );
        *text += "\n";
        return;
    }
    let _ = writeln!(text, "[[stages]]\nname = {}", quoted(&stage.name));
    if stage.ready {
        shelf(text, stage);
        return;
    }
    match &stage.time {
        Some(time) => {
            comment(text, &time_words(time));
            let _ = writeln!(text, "elapsed = {}", time.law);
        }
        None => *text += "elapsed = \"1d\"     # nobody has been seen to leave: a guess\n",
    }
    shares(text, stage);
    for kind in &stage.by_type {
        own(text, kind);
    }
    wip(text, stage);
    if let Some(time) = stage.time.as_ref().filter(|_| !stage.waiting) {
        people(text, time);
    }
    *text += "\n";
}

/// Asks for what no history tells.
fn people(text: &mut String, time: &TimeFit) {
    let (p50, p85) = (short(time.p50 / 2.0), short(time.p85 / 2.0));
    let work =
        format!("people = 2, service = {{ dist = \"lognormal\", p50 = {p50}, p85 = {p85} }}");
    let question = "How many people work here, and how long is the work itself? If you know, write that in place of \
        `elapsed`. Half of the time would be:";
    comment(text, &format!("{question} {}", code(&work)));
}

fn shelf(text: &mut String, stage: &StageFit) {
    *text += "kind = \"ready\"\n";
    if stage.discard.hits > 0 {
        comment(
            text,
            &format!(
                "{} of {} options were dropped from the shelf. If that is for their age, say after how long: {}",
                stage.discard.hits,
                stage.discard.of,
                code("expire = \"12w\"")
            ),
        );
    }
    wip(text, stage);
    *text += "\n";
}

fn wip(text: &mut String, stage: &StageFit) {
    let blocked = stage.blocked.map(|blocked| {
        format!(
            " Of {} stays {} were blocked, for {} days on average.",
            blocked.of,
            blocked.times,
            short(blocked.days)
        )
    });
    comment(
        text,
        &format!(
            "Items here: {:.1} on average, at most {} at once, {} at the end.{} A limit would be: {}",
            stage.wip_mean,
            stage.wip_max,
            stage.open,
            blocked.unwrap_or_default(),
            code(&format!("wip = {{ max = {} }}", stage.wip_max.max(1)))
        ),
    );
}

/// How long stays were and how well that is told.
fn time_words(time: &TimeFit) -> String {
    let days = |days: Option<f64>| days.map_or("longer than was seen".to_owned(), short);
    let seen = format!(
        "{} stays ended, {} go on. Seen: half took up to {}, 85 % up to {} days; by this law up to {} and {}.",
        time.finished,
        time.open,
        days(time.seen_p50),
        days(time.seen_p85),
        short(time.p50),
        short(time.p85)
    );
    let best = time.candidates.first().map_or("", |best| best.family);
    let fits = match (time.family, time.p, time.distance) {
        (_, None, _) if time.finished < FEW => " Too few for more than a guess.".to_owned(),
        ("empirical", Some(p), Some(distance)) => format!(
            " No law fits: the best, {best}, is off by up to {:.0} points (χ² test: p {}), so {} of what was seen are drawn.",
            100.0 * distance,
            chance(p),
            "evenly spread values"
        ),
        (family, Some(p), Some(distance)) => format!(
            " Of four laws the {family} fits best (AIC), off by up to {:.0} points (χ² test: p {}).",
            100.0 * distance,
            chance(p)
        ),
        (family, None, Some(distance)) => format!(
            " Of four laws the {family} fits best (AIC), off by up to {:.0} points; too few for a test.",
            100.0 * distance
        ),
        _ => String::new(),
    };
    seen + &fits
}

fn chance(p: f64) -> String {
    if p < 0.001 {
        "< 0.001".to_owned()
    } else {
        format!("= {p:.3}")
    }
}

fn of(share: &Share) -> String {
    format!(
        "{} of {}; 95 %: {:.0} to {:.0} %",
        share.hits,
        share.of,
        100.0 * share.ci95[0],
        100.0 * share.ci95[1]
    )
}

fn shares(text: &mut String, stage: &StageFit) {
    if stage.discard.hits > 0 {
        let _ = writeln!(
            text,
            "discard = {}     # {}",
            number(stage.discard.value()),
            of(&stage.discard)
        );
    }
    if stage.skip.hits > 0 {
        let _ = writeln!(
            text,
            "skip = {}     # {}",
            number(stage.skip.value()),
            of(&stage.skip)
        );
    }
    if let Some(back) = stage.back.as_ref().filter(|back| back.share.hits > 0) {
        let _ = writeln!(
            text,
            "rework = {{ probability = {}, to = {} }}     # {}",
            number(back.share.value().min(0.95)),
            quoted(&back.to),
            of(&back.share)
        );
    }
}

/// What differs for a type.
fn own(text: &mut String, kind: &KindFit) {
    let mut keys = Vec::new();
    if let Some(time) = &kind.time {
        comment(text, &format!("{}: {}", kind.name, time_words(time)));
        keys.push(format!("elapsed = {}", time.law));
    }
    for (name, share) in [("discard", &kind.discard), ("skip", &kind.skip)] {
        if let Some(share) = share {
            comment(text, &format!("{}, {name}: {}", kind.name, of(share)));
            keys.push(format!("{name} = {}", number(share.value())));
        }
    }
    let _ = writeln!(
        text,
        "by_type.{} = {{ {} }}",
        quoted(&kind.name),
        keys.join(", ")
    );
}

fn team(text: &mut String, planning: &Cadence) {
    let words = match planning.shown {
        true => format!(
            "{} plannings were seen: {:.0} % of the {} items that left the shelf left on these days.",
            planning.plannings,
            100.0 * planning.share,
            planning.left
        ),
        false => format!(
            "No rhythm shows in the {} items that left the shelf: a planning a week is assumed. When do you plan, and how \
            much?",
            planning.left
        ),
    };
    comment(text, &words);
    let _ = writeln!(
        text,
        "[[teams]]\nname = \"team\"\nplanning = {{ first = {}, every = \"{}w\" }}\npull = {{ total = {} }}\n",
        planning.first, planning.every_weeks, planning.pull
    );
}

fn goal(text: &mut String, fit: &Fit) {
    let goal = &fit.goal;
    comment(text, "Will as many become ready as in the weeks before?");
    let _ = writeln!(
        text,
        "[[goals]]\nname = \"as many as in the last {} weeks\"\nready = {}\nby = {}\n",
        goal.weeks, goal.ready, goal.by
    );
}

/// What blocked, as it would be said where the work itself is known.
fn blockers(text: &mut String, fit: &Fit) {
    let blocked = fit
        .stages
        .iter()
        .filter_map(|stage| Some((stage, stage.blocked?)));
    for (stage, blocked) in blocked.filter(|(stage, _)| !stage.ready) {
        comment(
            text,
            &format!(
                "For the day when {} says its work as `service`:",
                quoted(&stage.name)
            ),
        );
        let _ = writeln!(
            text,
            "# [[blockers]]\n# source = {}\n# stages = [{}]\n# probability = {}\n# duration = {{ dist = \"exponential\", mean = {} }}\n",
            quoted(&format!("blocked in {}", stage.name)),
            quoted(&stage.name),
            number((blocked.times as f64 / blocked.of.max(1) as f64).min(1.0)),
            short(blocked.days)
        );
    }
}

fn start(text: &mut String, fit: &Fit, board: Option<&str>) {
    match board {
        Some(file) => {
            comment(
                text,
                &format!(
                    "The {} items open at the beginning of {}.",
                    fit.open, fit.as_of
                ),
            );
            let _ = writeln!(text, "[board]\nfile = {}", quoted(file));
        }
        None => {
            comment(
                text,
                &format!(
                    "This starts from an empty board. With --out FOLDER the {} open items come with it, as board.csv.",
                    fit.open
                ),
            );
        }
    }
}

/// The board of the first day, as a scenario reads it; ages in working days.
///
/// # Errors
/// None that a text in memory can have.
pub fn board(fit: &Fit) -> Result<String, csv::Error> {
    let mut table = csv::Writer::from_writer(Vec::new());
    table.write_record(["id", "type", "stage", "entered", "created", "started"])?;
    for row in &fit.rows {
        table.write_record(cells(fit, row))?;
    }
    let bytes = table
        .into_inner()
        .map_err(|error| csv::Error::from(error.into_error()))?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

fn cells(fit: &Fit, row: &Row) -> [String; 6] {
    let kind = fit.types.get(row.kind).map_or("", |kind| &kind.name);
    let stage = fit.stages.get(row.stage).map_or("", |stage| &stage.name);
    // Rounding must not put what happened first after what followed.
    let age = |days: f64| format!("{days:.3}");
    [
        row.id.clone(),
        kind.to_owned(),
        stage.to_owned(),
        age(row.entered),
        age(row.created),
        age(row.started),
    ]
}
