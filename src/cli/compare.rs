//! `headwater compare`: is this policy better than that one, and how sure are we?

use super::again::commands;
use super::load::{Loaded, Wanted, load_with};
use super::options::{
    Answer, Format, Options, answer, cannot_render, ending, nothing_done, result_path,
};
use super::{Stop, terminal};
use crate::experiment::Setting;
use crate::experiment::compare::{Asked, Comparison, compare};
use crate::model::{Model, days};
use crate::report::text::words::plain;
use crate::report::{csv, html, json, pictures, text};
use crate::scenario::suggest::nearest;
use clap::{Args, ValueEnum};
use std::path::PathBuf;

/// Compare policies: is this one better than that one, and how sure are we?
///
/// Plays the same simulated futures under every policy: the variants of a scenario ([[variants]] in the
/// file), several scenario files, or strategies of allocation. Since all of them meet the same demand, the
/// same work and the same luck, small differences show with few trials. Says in how many futures each does
/// better or worse than the scenario as written, what that costs, and how many trials would settle what is
/// not known yet. Ctrl-C ends the run with the trials done so far.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  headwater compare payments.toml
  headwater compare today.toml tomorrow.toml
  headwater compare payments.toml --allocations none,reserved,flexible,weighted
  headwater compare payments.toml --baseline \"three analysts\" --format json
  headwater compare payments.toml --report comparison.html
  headwater compare payments.toml --judge-by types.bug.lead_time.p85 --also stages.refinement.wip")]
pub struct Arguments {
    /// The scenario file, or several; everything is compared with the first as it is written
    #[arg(value_name = "SCENARIO", required = true)]
    paths: Vec<PathBuf>,

    /// Change a setting in all of them, as in --set stages.triage.wip.max=3; may be given more than once
    #[arg(long, value_name = "PATH=VALUE")]
    set: Vec<String>,

    /// Compare strategies of sharing capacity between types or lanes, with commas between
    #[arg(long, value_enum, value_delimiter = ',', value_name = "STRATEGIES")]
    allocations: Vec<Strategy>,

    /// The variant to compare with, instead of the scenario as it is written
    #[arg(long, value_name = "VARIANT")]
    baseline: Option<String>,

    /// The number of the result by which policies are judged, by its path [default: ready_enough, the share
    /// of plannings that find enough ready]
    #[arg(long, value_name = "RESULT")]
    judge_by: Option<String>,

    /// A further number of the result to compare, by its path; may be given more than once
    #[arg(long, value_name = "RESULT")]
    also: Vec<String>,

    #[command(flatten)]
    options: Options,
}

/// A strategy of sharing capacity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Strategy {
    /// One queue
    None,
    /// Each has its share of the slots, and nobody borrows
    Reserved,
    /// Each has its share of the slots; free ones may be borrowed
    Flexible,
    /// Each is served in proportion to its share
    Weighted,
    /// Strictly in the order of `allocation.order`
    Priority,
}

impl Strategy {
    fn word(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Reserved => "reserved",
            Self::Flexible => "flexible",
            Self::Weighted => "weighted",
            Self::Priority => "priority",
        }
    }

    /// The variant in which it is the strategy.
    fn wanted(self) -> Wanted {
        let word = self.word();
        Wanted {
            name: format!("allocation: {word}"),
            option: format!("--allocations {word}"),
            sets: vec![format!("allocation.strategy={word}")],
        }
    }
}

pub fn run(arguments: &Arguments) -> Result<(), Stop> {
    let settings = settings(arguments)?;
    let Some(model) = settings.first().map(|setting| &setting.model) else {
        return Err(alone(arguments));
    };
    let path = |text: &String| result_path(text, model);
    let asked = Asked {
        judge: arguments.judge_by.as_ref().map(path).transpose()?,
        also: arguments.also.iter().map(path).collect::<Result<_, _>>()?,
        fans: arguments.options.draws(),
    };
    let options = &arguments.options;
    if !options.quiet {
        terminal::say(&unlike(&settings));
    }
    let places = options.places()?;
    let trials = options.trials(model);
    let (comparison, interrupted) = options.play(&settings, &trials, |control| {
        compare(&settings, &asked, &trials, control)
    })?;
    if comparison.trials == 0 {
        return Err(nothing_done());
    }
    let tables = vec![
        ("comparison.csv", csv::comparison(&comparison)),
        ("verdicts.csv", csv::verdicts(&comparison)),
    ];
    let commands = || match arguments.paths.as_slice() {
        [only] => commands(Some((only, &arguments.set))),
        _ => commands(None),
    };
    let found = Answer {
        printed: page(options.format, &comparison),
        tables,
        charts: &|| pictures::of_comparison(&comparison),
        page: &|| html::of_comparison(&comparison, &commands()),
    };
    answer(places, found)?;
    ending(interrupted, comparison.trials, trials.trials)
}

fn page(format: Format, comparison: &Comparison) -> Result<String, Stop> {
    match format {
        Format::Text => Ok(text::comparison(comparison, terminal::width(text::WIDTH))),
        Format::Json => json::render(comparison).map_err(cannot_render),
        Format::Csv => csv::comparison(comparison).map_err(cannot_render),
    }
}

/// Everything that is compared, the baseline first.
fn settings(arguments: &Arguments) -> Result<Vec<Setting>, Stop> {
    let wanted: Vec<Wanted> = arguments.allocations.iter().map(|s| s.wanted()).collect();
    let mut settings = Vec::new();
    for path in &arguments.paths {
        let loaded = load_with(path, &arguments.set, &wanted)?;
        if !arguments.options.quiet {
            terminal::say(&warnings(&loaded));
        }
        let file = match arguments.paths.as_slice() {
            [_] => String::new(),
            _ => path.display().to_string(),
        };
        add(&mut settings, loaded, &file);
    }
    if settings.len() < 2 {
        return Err(alone(arguments));
    }
    if let Some(name) = &arguments.baseline {
        let place = settings.iter().position(|setting| setting.name == *name);
        let place = place.ok_or_else(|| no_baseline(name, &settings))?;
        settings
            .get_mut(..=place)
            .into_iter()
            .for_each(|s| s.rotate_right(1));
    }
    Ok(settings)
}

/// Adds a scenario and its variants; of several files each is called by its path.
fn add(settings: &mut Vec<Setting>, loaded: Loaded, file: &str) {
    let own = loaded.model.allocation.as_ref().map(|a| a.strategy.word());
    let written = format!("allocation: {}", own.unwrap_or("none"));
    settings.push(Setting {
        name: if file.is_empty() { "as written" } else { file }.to_owned(),
        edits: Vec::new(),
        model: loaded.model,
    });
    // The strategy that is written is there already.
    let others = loaded.variants.into_iter().filter(|v| v.name != written);
    settings.extend(others.map(|variant| Setting {
        name: match file {
            "" => variant.name,
            file => format!("{file}: {}", variant.name),
        },
        edits: variant.edits,
        model: variant.model,
    }));
}

fn warnings(loaded: &Loaded) -> String {
    let of_variants = loaded.variants.iter().flat_map(|v| &v.warnings);
    let all: Vec<_> = loaded.warnings.iter().chain(of_variants).cloned().collect();
    loaded.show(&all)
}

fn alone(arguments: &Arguments) -> Stop {
    let path = arguments
        .paths
        .first()
        .map_or_else(String::new, |p| terminal::typed(p));
    Stop::Wrong(format!(
        "error: there is nothing to compare {path} with\n\
        help: add a variant to it, like:\n\n  \
        [[variants]]\n  name = \"tighter refinement\"\n  set  = {{ \"stages.refinement.wip.max\" = 3 }}\n\n\
        or name a second scenario file, or strategies: --allocations none,weighted"
    ))
}

fn no_baseline(name: &str, settings: &[Setting]) -> Stop {
    let names = || settings.iter().map(|setting| setting.name.as_str());
    let help = match nearest(name, names()) {
        Some(meant) => format!("did you mean \"{meant}\"?"),
        None => {
            let names: Vec<String> = names().map(|name| format!("\"{name}\"")).collect();
            format!("there are {}", names.join(", "))
        }
    };
    Stop::Wrong(format!(
        "error: there is no variant named \"{name}\"\nhelp: {help}"
    ))
}

/// A word where settings do not cover the same time.
fn unlike(settings: &[Setting]) -> String {
    let Some(first) = settings.first() else {
        return String::new();
    };
    let frame = |model: &Model| {
        (
            model.horizon,
            model.warm_up,
            model.calendar.date_of_planning(0),
        )
    };
    let other = settings
        .iter()
        .find(|s| frame(&s.model) != frame(&first.model));
    other.map_or_else(String::new, |other| {
        let length = |setting: &Setting| plain(days(setting.model.horizon));
        format!(
            "note: “{}” and “{}” do not cover the same time ({} and {} working days; start, warm-up and \
            horizon should be the same): totals are compared as they are",
            first.name,
            other.name,
            length(first),
            length(other),
        )
    })
}
