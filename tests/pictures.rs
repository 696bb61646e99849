//! The pictures of a run: valid, self-contained, nothing cut or overlapping, with the numbers of the forecast.

mod command;
mod drawing;
mod experiments;
mod extremes;
mod pages;
mod past;
mod sensitivity;

use crate::support::model;
use headwater::forecast::{Detail, Forecast, detail, forecast};
use headwater::model::Model;
use headwater::observe::{FilmSeen, OneFuture};
use headwater::report::pictures::{Figure, Picture, Section, of_run};
use headwater::trials::{self, Control, Failure, Outcome, Settings};
use std::path::Path;
use std::sync::atomic::AtomicBool;

/// A run with everything its pictures are made of.
struct Shot {
    model: Model,
    outcome: Outcome,
    film: (FilmSeen, OneFuture),
    forecast: Forecast,
    detail: Detail,
    sections: Vec<Section>,
}

impl Shot {
    /// A few trials of a scenario.
    fn of(text: &str, trials: u64, threads: usize) -> Result<Self, Failure> {
        let model = model(text);
        let settings = Settings {
            trials,
            precision: None,
            seed: 1,
            threads,
        };
        let control = Control {
            stop: &AtomicBool::new(false),
            progress: &mut |_| {},
            rows: None,
        };
        let outcome = trials::run(&model, &settings, control)?;
        let film = trials::film(&model, &outcome.settings)?;
        let forecast = forecast(&model, &outcome);
        let detail = detail(&model, &outcome, &forecast.flow, &film);
        let sections = of_run(&forecast, &detail);
        Ok(Self {
            model,
            outcome,
            film,
            forecast,
            detail,
            sections,
        })
    }

    fn figures(&self) -> impl Iterator<Item = &Figure> {
        self.sections.iter().flat_map(|section| &section.figures)
    }

    fn figure(&self, name: &str) -> Option<&Figure> {
        self.figures().find(|figure| figure.name == name)
    }

    /// All drawings, each with the name of its figure.
    fn drawings(&self) -> Vec<(&str, &str)> {
        self.figures().flat_map(drawings_of).collect()
    }
}

/// The drawings of a figure, each with its name.
fn drawings_of(figure: &Figure) -> Vec<(&str, &str)> {
    let Figure { name, picture, .. } = figure;
    match picture {
        Picture::Drawn(svg) => vec![(name, svg)],
        Picture::Two(wide, narrow) => vec![(name, wide), (name, narrow)],
        Picture::Nothing(_) => Vec::new(),
    }
}

/// The text of a shipped scenario.
fn shipped(name: &str) -> std::io::Result<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    std::fs::read_to_string(root.join("scenarios").join(name))
}

type Tested = std::result::Result<(), Box<dyn std::error::Error>>;

/// What a film sees of all trials is what the forecast says of them.
#[test]
fn a_film_sees_what_the_forecast_says() -> Tested {
    let shot = Shot::of(&shipped("two-boards.toml")?, 60, 1)?;
    let (film, _) = &shot.film;
    assert_eq!(film.trials, 60);
    for (days, stage) in film.stages.iter().zip(&shot.model.stages) {
        let means: Vec<Option<f64>> = days.iter().map(|counts| counts.mean()).collect();
        let series = shot
            .forecast
            .series
            .stages
            .get(&stage.name)
            .ok_or("no series")?;
        let looked_at = shot
            .detail
            .day
            .iter()
            .map(|day| series.get(*day as usize).copied());
        assert_eq!(means, looked_at.collect::<Vec<_>>(), "{}", stage.name);
    }
    Ok(())
}

/// What has come as far as a column is what stands there and after it and what has left, future by future.
#[test]
fn the_bands_of_cumulative_flow_lie_around_its_layers() -> Tested {
    for name in [
        "portfolio.toml",
        "epics.toml",
        "from-today.toml",
        "urgent.toml",
    ] {
        let shot = Shot::of(&shipped(name)?, 50, 1)?;
        let (film, series) = (&shot.film.0, &shot.forecast.series);
        for (index, day) in shot.detail.edge.iter().enumerate() {
            let at = |row: &[f64]| row.get(*day as usize).copied().unwrap_or_default();
            let lost = series.aborted.as_deref().map_or(0.0, at);
            let mut below = at(&series.done) + at(&series.discarded) + lost;
            for delivery in [true, false] {
                let all = shot.detail.stages.iter().enumerate().rev();
                for (id, stage) in all.filter(|(_, stage)| stage.delivery == delivery) {
                    below += series.stages.get(&stage.name).map_or(0.0, |row| at(row));
                    let seen = film.reached.get(id).and_then(|edges| edges.get(index));
                    let mean = seen.and_then(|counts| counts.mean()).ok_or("no edge")?;
                    let near = (mean - below).abs() < 1e-9 * (1.0 + below);
                    assert!(near, "{name}: {} on day {day}: {mean}, {below}", stage.name);
                }
                let committed = series.committed.as_deref().filter(|_| delivery);
                below += committed.map_or(0.0, at);
            }
        }
    }
    Ok(())
}

/// The bottleneck is where waiting for people or room takes longest, as the first lines say.
#[test]
fn the_bottleneck_is_where_is_waited_longest() -> Tested {
    let told = [
        ("quickstart.toml", "refinement"),
        ("portfolio.toml", "shaping"),
        ("two-boards.toml", "discovery"),
    ];
    for (name, stage) in told {
        let shot = Shot::of(&shipped(name)?, 200, 1)?;
        let found = shot.detail.stages.iter().find(|s| s.bottleneck);
        assert_eq!(found.map(|s| s.name.as_str()), Some(stage), "{name}");
    }
    Ok(())
}

/// Weeks, cells and ages book every item that becomes ready.
#[test]
fn a_film_books_every_item_that_becomes_ready() -> Tested {
    let shot = Shot::of(&shipped("quickstart.toml")?, 40, 1)?;
    let (film, one) = &shot.film;
    let weekly: u128 = film.weeks.iter().map(|counts| counts.sum()).sum();
    let ready = shot
        .forecast
        .flow
        .total
        .ready
        .mean
        .ok_or("nothing is ready")?;
    assert!(
        (weekly as f64 - ready * 40.0).abs() < 1e-6,
        "{weekly} of {ready} each"
    );
    assert_eq!(one.weeks.iter().sum::<u64>(), one.finished.len() as u64);
    Ok(())
}

/// The same pictures for any number of threads.
#[test]
fn pictures_do_not_depend_on_threads() -> Tested {
    let text = shipped("two-lanes.toml")?;
    let (one, three) = (Shot::of(&text, 300, 1)?, Shot::of(&text, 300, 3)?);
    assert_eq!(one.detail, three.detail);
    assert_eq!(one.sections, three.sections);
    Ok(())
}

/// Only the first trials are filmed, and the charts say so.
#[test]
fn charts_say_how_many_trials_stand_behind_them() -> Tested {
    let shot = Shot::of(&shipped("quickstart.toml")?, 1_250, 2)?;
    assert_eq!(
        (shot.outcome.settings.trials, shot.detail.filmed),
        (1_250, 1_000)
    );
    for figure in shot
        .figures()
        .filter(|f| !matches!(f.picture, Picture::Nothing(_)))
    {
        let says = figure.reading.contains("1,250 simulated futures");
        assert!(says, "{}: {}", figure.name, figure.reading);
    }
    let wip = shot.figure("wip").ok_or("no chart")?;
    assert!(
        wip.reading.contains("the first 1,000 of 1,250"),
        "{}",
        wip.reading
    );
    Ok(())
}

/// Every advice can be followed.
#[test]
fn advice_is_a_setting_that_builds() -> Tested {
    for name in [
        "quickstart.toml",
        "blocked.toml",
        "two-lanes.toml",
        "three-teams.toml",
    ] {
        let text = shipped(name)?;
        let shot = Shot::of(&text, 50, 1)?;
        assert!(!shot.detail.advice.is_empty(), "{name}: nothing to try");
        for advice in &shot.detail.advice {
            let set = [advice.set.as_str()];
            let run = crate::support::Run {
                text: &text,
                set: &set,
                trials: 1,
                seed: 1,
                threads: 1,
            };
            assert!(run.outcome().is_ok(), "{name}: {advice:?}");
        }
    }
    Ok(())
}
