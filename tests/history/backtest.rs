//! `headwater backtest`: a true model is right as often as it says, nothing of the future leaks, and what is
//! overconfident is called so.

use super::{outcome, reading};
use crate::cli::Desk;
use headwater::backtest::{
    Backtest, Control, Question, Score, Verdict, backtest, days, forecasted,
};
use headwater::history::throughput::start_of;
use headwater::history::{Blocked, History, Item, Place};
use headwater::random::{Key, Stream};
use serde_json::Value;
use std::error::Error;
use std::fmt::Write;
use std::fs;
use std::sync::atomic::{AtomicBool, Ordering};

type Result = std::result::Result<(), Box<dyn Error>>;

fn tested(history: &History, question: &Question) -> std::result::Result<Backtest, String> {
    let stop = AtomicBool::new(false);
    let control = Control {
        stop: &stop,
        progress: &mut |_| {},
        threads: 0,
    };
    backtest(history, question, control).map(|(test, _)| test)
}

/// The history that a trial of a scenario tells.
fn simulated(text: &str) -> std::result::Result<History, Box<dyn Error>> {
    let desk = Desk::new()?;
    fs::write(desk.path().join("model.toml"), text)?;
    let trace = desk.run("trace model.toml --format csv --quiet")?;
    assert_eq!(trace.code, Some(0), "{}", trace.err);
    Ok(reading(&trace.out, "").history)
}

/// A board whose items do not wait for each other, as the model that is learnt takes it to be.
const TRUE: &str = r#"
name = "true"
[calendar]
start = 2001-01-01
horizon = "640w"
[[types]]
name = "feature"
arrivals = { per_week = 4 }
[[stages]]
name = "triage"
elapsed = { dist = "exponential", mean = 4 }
discard = 0.2
[[stages]]
name = "refinement"
elapsed = { dist = "gamma", mean = 12, cv = 0.7 }
[[stages]]
name = "ready"
kind = "ready"
[[teams]]
name = "team"
planning = { first = 2001-01-08, every = "2w" }
pull = { total = 8 }
"#;

/// What is learnt from a year of a true model has little error of its own, and the windows do not overlap: so the
/// coverage is binomial. Of 150 windows 4.9 standard errors are 20, 16 and 12 points.
#[test]
fn a_true_model_is_right_as_often_as_it_says() -> Result {
    let history = simulated(TRUE)?;
    let question = Question {
        every: 4,
        ahead: vec![4],
        trials: 100,
        ..Question::default()
    };
    let test = tested(&history, &question)?;
    let horizon = &test.horizons[0];
    assert!(horizon.forecasts > 140 && horizon.apart == horizon.forecasts);
    let n = horizon.forecasts as f64;
    for score in [&horizon.model, &horizon.resampled] {
        for band in &score.coverage {
            let bound = 4.9 * (band.level * (1.0 - band.level) / n).sqrt();
            assert!((band.share - band.level).abs() < bound, "{band:?}");
            assert!(band.as_printed >= band.share - bound, "{band:?}");
            assert_eq!(band.of, horizon.forecasts as u64);
        }
        // Places are uniform: their mean has the variance 1/12 over their number, a tenth the binomial one.
        let mean = score.place_mean.unwrap_or(f64::NAN);
        assert!(
            (mean - 0.5).abs() < 4.9 * (1.0 / (12.0 * n)).sqrt(),
            "{mean}"
        );
        for count in &score.places {
            let off = (*count as f64 - n / 10.0).abs();
            assert!(off < 4.9 * (n * 0.09).sqrt(), "{:?}", score.places);
        }
    }
    assert!(
        matches!(horizon.verdict, Verdict::Sound | Verdict::TooWide),
        "{:?}",
        horizon.verdict
    );
    // Whoever knows the board of the day and the law is better than who repeats the last number.
    let repeated = &horizon.against[1].crps;
    assert!(
        repeated.ci95_apart.is_some_and(|[low, _]| low > 0.0),
        "{repeated:?}"
    );
    assert!(horizon.model.brier < horizon.repeated.brier);
    Ok(())
}

/// The log of a team whose demand changes every few months without anything telling so. What is learnt knows one
/// rate, so that it is overconfident.
fn restless(weeks: i64, seed: u64) -> String {
    let mut text = "id,time,from,to\n".to_owned();
    let mut dice = Key::seed(seed).stream();
    let (mut id, mut rate) = (0, 5.0);
    let monday = jiff::civil::date(2001, 1, 1);
    for week in 0..weeks {
        if week % 13 == 0 {
            rate = if dice.uniform() < 0.5 { 1.0 } else { 12.0 };
        }
        for _ in 0..poisson(rate, &mut dice) {
            id += 1;
            let minute = (dice.uniform() * 5.0 * 1440.0) as i64;
            let came = monday.at(0, 0, 0, 0) + jiff::Span::new().weeks(week).minutes(minute);
            let done = came + jiff::Span::new().minutes((dice.uniform() * 4000.0) as i64 + 5);
            let _ = writeln!(text, "A-{id},{came},,Doing\nA-{id},{done},Doing,Done");
        }
    }
    text
}

fn poisson(mean: f64, dice: &mut Stream) -> usize {
    let (mut n, mut product, least) = (0, dice.uniform(), (-mean).exp());
    while product > least {
        n += 1;
        product *= dice.uniform();
    }
    n
}

const RESTLESS: &str = r#"
[[stages]]
name = "doing"
statuses = ["Doing"]
[done]
statuses = ["Done"]
"#;

#[test]
fn what_is_overconfident_is_called_so_and_widened_until_it_holds() -> Result {
    let history = reading(&restless(440, 5), RESTLESS).history;
    let question = Question {
        every: 4,
        ahead: vec![4],
        trials: 100,
        calibrated: true,
        ..Question::default()
    };
    let test = tested(&history, &question)?;
    let horizon = &test.horizons[0];
    assert_eq!(horizon.verdict, Verdict::Overconfident);
    let wide = horizon.calibrated.as_ref().ok_or("nothing was widened")?;
    for band in wide {
        let error = (band.level * (1.0 - band.level) / band.of as f64).sqrt();
        assert!(
            band.of > 80 && band.before < band.level - 4.9 * error,
            "{band:?}"
        );
        assert!(band.after > band.level - 4.9 * error, "{band:?}");
        assert!(band.factor.is_some_and(|factor| factor > 1.2), "{band:?}");
    }
    // The first twenty have no earlier ones to learn from; nor does anything change but the bands.
    let ahead = || test.cuts.iter().flat_map(|cut| &cut.ahead);
    assert_eq!(
        ahead()
            .take_while(|asked| asked.calibrated.is_none())
            .count(),
        20
    );
    let plain = tested(
        &history,
        &Question {
            calibrated: false,
            ..question
        },
    )?;
    assert_eq!(plain.horizons[0].model, horizon.model);
    let text = headwater::report::text::backtest::render(&test, 100);
    assert!(
        text.contains("OVERCONFIDENT") && text.contains("Widened honestly"),
        "{text}"
    );
    Ok(())
}

/// The same data up to a day, and another future: every move, type, blocker, creation and description after it is
/// different, and items are there that were not.
fn other_future(history: &History, day: jiff::civil::Date) -> History {
    let cut = start_of(day);
    let later = |days: i64| cut + jiff::SignedDuration::from_hours(24 * days + 7);
    let mut other = history.clone();
    other.types.insert(0, "never heard of".to_owned());
    other
        .items
        .retain(|item| item.appeared().is_some_and(|at| at < cut));
    for (n, item) in other.items.iter_mut().enumerate() {
        item.kinds.iter_mut().for_each(|(_, kind)| *kind += 1);
        item.kinds.retain(|(at, _)| *at < cut);
        item.kinds.push((later(1), 0));
        item.moves.retain(|(at, _)| *at < cut);
        item.blocked.retain(|span| span.from < cut);
        item.blocked.push(Blocked {
            source: "war".to_owned(),
            from: later(2),
            until: None,
        });
        item.blocked_days = Some(3.0);
        item.title = "another".to_owned();
        let place = [Place::Done, Place::Discarded, Place::Stage(0)][n % 3];
        item.moves.push((later(1 + n as i64 % 9), place));
    }
    let newcomer = |n: i64| Item {
        id: format!("new-{n}"),
        kinds: vec![(later(n), 0)],
        created: Some(later(n)),
        moves: vec![(later(n), Place::Stage(0)), (later(n + 1), Place::Done)],
        ..history.items[0].clone()
    };
    other.items.extend((3..60).map(newcomer));
    other.until = later(200);
    other
}

#[test]
fn nothing_after_a_day_changes_its_forecast() -> Result {
    let text = TRUE.replace("640w", "60w");
    let history = simulated(&text)?;
    let question = Question {
        every: 9,
        trials: 40,
        calibrated: true,
        ..Question::default()
    };
    let all = tested(&history, &question)?;
    let days = days(&history, &question)?;
    assert!(days.len() >= 5);
    for (n, day) in days.into_iter().enumerate() {
        let other = other_future(&history, day);
        let said = |history| forecasted(history, &question, day, &|| false);
        let (one, another) = (said(&history)?, said(&other)?);
        assert_eq!(format!("{one:?}"), format!("{another:?}"), "{day}");
        let test = tested(&other, &question)?;
        let bytes = |test: &Backtest| {
            let asked = test
                .cuts
                .get(n)
                .map(|cut| cut.ahead.iter())
                .into_iter()
                .flatten();
            // What was foreseen; what happened and how good that was differ, of course.
            let foreseen = asked.map(|asked| {
                let said = [&asked.model, &asked.resampled, &asked.repeated];
                let said = said.map(|said| (said.median, said.mean, &said.bands, said.enough));
                format!(
                    "{} {} {said:?} {:?}",
                    asked.weeks, asked.enough, asked.calibrated
                )
            });
            foreseen.collect::<Vec<_>>()
        };
        let (one, another) = (bytes(&all), bytes(&test));
        let both = one.len().min(another.len());
        assert!(both > 0 && one[..both] == another[..both], "{day}");
    }
    Ok(())
}

/// The same through the importer: all rows of an export after a day are others.
#[test]
fn rows_after_a_day_do_not_matter() -> Result {
    let text = restless(60, 7);
    let day = jiff::civil::date(2001, 10, 1);
    let (mut past, mut future) = (String::new(), String::new());
    for line in text.lines() {
        let time = line.split(',').nth(1).unwrap_or_default();
        let _ = match time < "2001-10-01" || time == "time" {
            true => writeln!(past, "{line}"),
            false => writeln!(
                future,
                "{}",
                line.replace("A-", "B-").replace("Done", "Doing")
            ),
        };
    }
    let question = Question {
        trials: 50,
        ..Question::default()
    };
    let said = |text: &str| -> std::result::Result<String, String> {
        let read = outcome(&[text], RESTLESS)?;
        Ok(format!(
            "{:?}",
            forecasted(&read.history, &question, day, &|| false)?
        ))
    };
    assert!(future.lines().count() > 50);
    assert_eq!(said(&text)?, said(&format!("{past}{future}"))?);
    let shifted = text.replace("2001-09", "2001-08");
    assert_ne!(said(&text)?, said(&shifted)?, "the past does matter");
    Ok(())
}

#[test]
fn threads_and_interruption_change_nothing_but_the_number_of_days() -> Result {
    let history = reading(&restless(40, 3), RESTLESS).history;
    let question = Question {
        trials: 40,
        ..Question::default()
    };
    let run = |threads, after: u64| {
        let stop = AtomicBool::new(false);
        let mut progress = |done| stop.store(done >= after, Ordering::Relaxed);
        let control = Control {
            stop: &stop,
            progress: &mut progress,
            threads,
        };
        backtest(&history, &question, control)
    };
    let (whole, interrupted) = run(1, u64::MAX)?;
    assert!(!interrupted && whole.cuts.len() > 20);
    for threads in [2, 7] {
        assert_eq!(run(threads, u64::MAX)?, (whole.clone(), false));
    }
    let (part, interrupted) = run(2, 5)?;
    assert!(interrupted && part.cuts.len() < whole.cuts.len());
    assert_eq!(part.cuts, whole.cuts[..part.cuts.len()]);
    Ok(())
}

#[test]
fn days_with_too_little_before_them_are_left_out_with_the_reason() -> Result {
    let history = reading(&restless(40, 3), RESTLESS).history;
    let mut sparse = history.clone();
    let first = start_of(jiff::civil::date(2001, 4, 2));
    let few = sparse
        .items
        .iter()
        .filter(|item| item.created < Some(first));
    assert!(few.count() > 20);
    let mut n = 0;
    sparse.items.retain(|item| {
        n += 1;
        item.appeared().is_some_and(|at| at >= first) || n < 10
    });
    let test = tested(
        &sparse,
        &Question {
            trials: 20,
            ..Question::default()
        },
    )?;
    let left = test.left_out.first().ok_or("nothing was left out")?;
    assert!(
        left.reason.contains("10 are needed at least (1 more)"),
        "{left:?}"
    );
    assert!(test.cuts.first().is_some_and(|cut| cut.date > left.date));
    let short = history.as_of(start_of(jiff::civil::date(2001, 3, 1)));
    let refused = tested(&short, &Question::default())
        .err()
        .unwrap_or_default();
    assert!(
        refused.contains("this is too little to test forecasts with: 8 whole weeks are known")
            && refused.contains("11 in all (3 more)"),
        "{refused}"
    );
    Ok(())
}

/// What the data tell only at the end is named as a limit.
#[test]
fn what_the_data_tell_only_at_the_end_is_said() -> Result {
    let mut text = "id,type,created,doing,done,resolution\n".to_owned();
    let monday = jiff::civil::date(2001, 1, 1);
    for n in 0..200_i64 {
        let day = |days: i64| monday + jiff::Span::new().days(days);
        let kind = if n % 3 == 0 { "Bug" } else { "Story" };
        let fate = if n % 5 == 0 { "Won't Fix" } else { "Fixed" };
        let _ = writeln!(
            text,
            "{n},{kind},{},{},{},{fate}",
            day(n),
            day(n + 2),
            day(n + 6)
        );
    }
    let map = "backlog = [\"created\"]\n[[stages]]\nname = \"doing\"\nstatuses = [\"doing\"]\n[done]\nstatuses = [\"done\"]\n\
        [discarded]\nresolutions = [\"Won't Fix\"]\n";
    let read = outcome(&[&text], map)?;
    let test = tested(
        &read.history,
        &Question {
            trials: 20,
            every: 8,
            ..Question::default()
        },
    )?;
    let limits = test.limits.join("\n");
    for expected in [
        "The data tell only the last type of 200 items",
        "The data tell only the last resolution of 200 items",
        "open ones seem to be left out",
        "those of today",
    ] {
        assert!(limits.contains(expected), "{expected}: {limits}");
    }
    Ok(())
}

/// Every name of the JSON result that a reader may rely on, as a JSON pointer.
const PROMISED: &str = "
    /headwater /history /counted /stage /seed /trials /weeks /every_weeks /left_out /limits /audit/read
    /horizons/0/weeks /horizons/0/forecasts /horizons/0/apart /horizons/0/verdict /horizons/0/lean
    /horizons/0/happened /horizons/0/enough/hits /horizons/0/enough/of
    /horizons/0/model/coverage/1/level /horizons/0/model/coverage/1/hits /horizons/0/model/coverage/1/of
    /horizons/0/model/coverage/1/share /horizons/0/model/coverage/1/ci95/0
    /horizons/0/model/coverage/1/ci95_apart/1 /horizons/0/model/coverage/1/as_printed
    /horizons/0/model/places/9 /horizons/0/model/place_mean /horizons/0/model/off /horizons/0/model/crps
    /horizons/0/model/brier /horizons/0/resampled/coverage/2/share /horizons/0/repeated/brier
    /horizons/0/against/0/baseline /horizons/0/against/0/crps/mean /horizons/0/against/1/brier/ci95_apart
    /cuts/0/date /cuts/0/learnt_from /cuts/0/open /cuts/0/ahead/0/weeks /cuts/0/ahead/0/to
    /cuts/0/ahead/0/happened /cuts/0/ahead/0/enough /cuts/0/ahead/0/model/median /cuts/0/ahead/0/model/mean
    /cuts/0/ahead/0/model/bands/0/level /cuts/0/ahead/0/model/bands/0/low /cuts/0/ahead/0/model/bands/2/high
    /cuts/0/ahead/0/model/place /cuts/0/ahead/0/model/enough /cuts/0/ahead/0/model/crps
    /cuts/0/ahead/0/resampled/place /cuts/0/ahead/0/repeated/median
";

#[test]
fn the_command_says_it_in_words_tables_and_json() -> Result {
    let desk = Desk::new()?;
    fs::write(desk.path().join("log.csv"), restless(60, 5))?;
    fs::write(desk.path().join("map.toml"), RESTLESS)?;
    let command = "backtest log.csv --mapping map.toml --trials 50 --calibrated --every 2";
    let text = desk.run(&format!("{command} --out answer"))?;
    assert_eq!((text.code, text.err.as_str()), (Some(0), ""), "{text:?}");
    assert!(
        !text.out.contains("NaN") && text.out.lines().all(|line| line.chars().count() <= 100),
        "{}",
        text.out
    );
    for part in [
        "Would the forecasts have been right?",
        "Against two plain forecasts",
        "What this test cannot see",
    ] {
        assert!(text.out.contains(part), "{part}: {}", text.out);
    }
    let json = desk.run(&format!("{command} --format json --threads 1"))?;
    let json: Value = serde_json::from_str(&json.out)?;
    for pointer in PROMISED.split_whitespace() {
        assert!(json.pointer(pointer).is_some(), "{pointer} is missing");
    }
    let table = |name: &str| fs::read_to_string(desk.path().join("answer").join(name));
    assert_eq!(
        desk.run(&format!("{command} --format csv"))?.out,
        table("coverage.csv")?
    );
    let cuts = json["cuts"].as_array().map_or(0, Vec::len);
    let asked: usize = (0..cuts)
        .map(|n| json["cuts"][n]["ahead"].as_array().map_or(0, Vec::len))
        .sum();
    assert_eq!(table("forecasts.csv")?.lines().count(), asked + 1);
    assert!(
        table("scores.csv")?.lines().count() == 13 && table("places.csv")?.lines().count() == 41
    );
    assert!(
        table("left-out.csv")?.starts_with("date,reason") && !table("mapping.toml")?.is_empty()
    );
    let few = desk.run("backtest log.csv --mapping map.toml --ahead 60 --out x")?;
    assert_eq!(few.code, Some(2));
    assert!(
        few.err.contains("too little to test forecasts with"),
        "{few:?}"
    );
    assert!(!desk.path().join("x").exists());
    Ok(())
}

/// The coverage of a real history, recounted from the forecasts themselves.
#[test]
fn a_real_history_is_tested_the_whole_way() -> Result {
    let Some(text) = super::real::file("duracloud-jira/duracloud-search.json") else {
        return Ok(());
    };
    let history = reading(&text, super::real::DURACLOUD).history;
    let question = Question {
        every: 13,
        trials: 60,
        ..Question::default()
    };
    let test = tested(&history, &question)?;
    let horizon = test.horizons.last().ok_or("no window")?;
    assert!(
        horizon.weeks == 13 && horizon.forecasts >= 12,
        "{horizon:?}"
    );
    assert_eq!(horizon.forecasts, horizon.apart);
    let truth = history.finishes(history.counted(), &[]);
    let mut hits = 0;
    for cut in &test.cuts {
        for asked in &cut.ahead {
            let (from, to): (jiff::civil::Date, jiff::civil::Date) =
                (cut.date.parse()?, asked.to.parse()?);
            let until = start_of(to.tomorrow()?);
            let within = truth
                .iter()
                .filter(|at| (start_of(from)..until).contains(*at));
            assert_eq!(
                within.count() as u64,
                asked.happened,
                "{} {}",
                cut.date,
                asked.weeks
            );
            let place = asked.model.place.unwrap_or(f64::NAN);
            hits += u64::from(asked.weeks == 13 && (0.1..=0.9).contains(&place));
        }
    }
    let score: &Score = &horizon.model;
    assert_eq!(score.coverage[1].hits, hits);
    Ok(())
}
