//! `headwater optimize`: which setting of the knobs is best?

use super::again::commands_of;
use super::bound::{Written, bound, budget};
use super::load::{Loaded, load, load_with, written};
use super::options::{Answer, Format, Options, answer, cannot_render, nothing_done, result_path};
use super::vary::{Point, count, knob, variant};
use super::{Stop, load, terminal};
use crate::experiment::Setting;
use crate::experiment::optimise::{
    Asked, Bound, FEWEST_TRIALS, Optimum, Relation, Sense, Watch, natural_sense, optimise,
    usual_aim,
};
use crate::experiment::sweep::{Knob, grid};
use crate::forecast::paths::ResultPath;
use crate::model::Model;
use crate::report::text::words::thousands;
use crate::report::{csv, html, json, pictures, text};
use clap::Args;

/// More points of a grid than this are not even looked at.
const MOST_POINTS: usize = 1_000_000;

/// More settings than this are not built.
const MOST_SETTINGS: usize = 10_000;

/// Optimize: which setting of the knobs is best, under what has to hold?
///
/// Tries the settings in the same simulated futures and drops each as soon as it is known to be worse than another
/// or to break a bound, so that most of the futures go to those that are hard to tell apart. Says which setting to
/// take, how sure that is, which others cannot be told apart from it, and how readiness and work in progress trade
/// against each other. Of settings that are as good the one closest to today's is taken. --trials is the most that
/// one setting plays. Ctrl-C ends the search with what is known so far.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  headwater optimize payments.toml --vary stages.exploration.wip.max=2..8 --vary stages.ready.wip.min=0..6
  headwater optimize payments.toml --vary pools.analysts.people=1..5 --minimize people --subject-to 'ready_enough>=85%'
  headwater optimize payments.toml --vary stages.triage.people=1..4 --vary stages.refinement.people=1..4 \\
                     --budget 'people<=6' --maximize throughput_per_week --subject-to 'lead_time.p85<=20'
  headwater optimize payments.toml --vary stages.a.wip.max=1..7 --vary stages.b.wip.max=1..7 \\
                     --budget 'stages.a.wip.max + stages.b.wip.max = 8'")]
pub struct Arguments {
    #[command(flatten)]
    scenario: load::Scenario,

    /// A knob and its values: a list 2,4,8, a range 2..8, or one in steps 0.5..2:0.25; may be given more than once
    #[arg(long, value_name = "PATH=VALUES", required = true, value_parser = knob)]
    vary: Vec<Knob>,

    /// The number of the result that is to be large, by its path [default: ready_enough, the share of plannings
    /// that find enough ready]
    #[arg(
        long,
        alias = "maximise",
        value_name = "RESULT",
        conflicts_with = "minimize"
    )]
    maximize: Option<String>,

    /// The number of the result that is to be small, by its path
    #[arg(long, alias = "minimise", value_name = "RESULT")]
    minimize: Option<String>,

    /// What has to hold for a number of the result, like 'lead_time.p85<=20'; may be given more than once
    #[arg(long, value_name = "RESULT<=N", value_parser = bound)]
    subject_to: Vec<Written>,

    /// What has to hold for the knobs beforehand, like 'people<=6' or a sum of knobs; may be given more than once
    #[arg(long, value_name = "SUM<=N", value_parser = budget)]
    budget: Vec<Written>,

    /// The smallest difference that matters; settings closer than that count as good as each other [default: one
    /// point of a chance, a hundredth of any other number]
    #[arg(long, value_name = "N", value_parser = above_nothing)]
    matters: Option<f64>,

    /// How sure the choice is to be
    #[arg(long, value_name = "SHARE", default_value = "0.95", value_parser = confidence)]
    confidence: f64,

    #[command(flatten)]
    options: Options,
}

fn above_nothing(text: &str) -> Result<f64, String> {
    let number = text
        .parse()
        .ok()
        .filter(|n: &f64| n.is_finite() && *n > 0.0);
    number.ok_or_else(|| "it must be a number above 0".to_owned())
}

fn confidence(text: &str) -> Result<f64, String> {
    let number = text.parse().ok().filter(|n: &f64| (0.5..1.0).contains(n));
    number.ok_or_else(|| "it must be a number from 0.5 to below 1".to_owned())
}

pub fn run(arguments: &Arguments) -> Result<(), Stop> {
    let loaded = load(&arguments.scenario)?;
    let options = &arguments.options;
    if !options.quiet {
        terminal::say(&loaded.show(&loaded.warnings));
    }
    let trials = options.trials(&loaded.model);
    if trials.trials < FEWEST_TRIALS {
        return Err(Stop::Wrong(format!(
            "error: settings cannot be told apart in so few futures\nhelp: give --trials {FEWEST_TRIALS} or more"
        )));
    }
    let mut asked = asked(arguments, &loaded.model)?;
    let settings = settings(arguments, loaded, &mut asked.left_out)?;
    let places = options.places()?;
    let all = trials.trials.saturating_mul(settings.len() as u64);
    let (optimum, interrupted) = options.follow(all, |stop, progress| {
        optimise(settings, &asked, &trials, Watch { stop, progress })
    })?;
    if optimum.trials.spent == 0 {
        return Err(nothing_done());
    }
    let tables = vec![("settings.csv", csv::optimum(&optimum))];
    let found = Answer {
        printed: page(options.format, &optimum),
        tables,
        charts: &|| pictures::of_optimum(&optimum),
        page: &|| html::of_optimum(&optimum, &commands_of(&arguments.scenario)),
    };
    answer(places, found)?;
    match interrupted {
        true => Err(Stop::Interrupted(
            "Interrupted: the search has not come to its end; the result is what is known so far."
                .to_owned(),
        )),
        false => Ok(()),
    }
}

fn page(format: Format, optimum: &Optimum) -> Result<String, Stop> {
    match format {
        Format::Text => Ok(text::optimum(optimum, terminal::width(text::WIDTH))),
        Format::Json => json::render(optimum).map_err(cannot_render),
        Format::Csv => csv::optimum(optimum).map_err(cannot_render),
    }
}

/// What is looked for.
fn asked(arguments: &Arguments, model: &Model) -> Result<Asked, Stop> {
    let bounds = arguments.subject_to.iter().map(|written| {
        Ok(Bound {
            path: result_path(&written.left, model)?,
            relation: written.relation.unwrap_or(Relation::AtMost),
            value: written.value,
        })
    });
    let paths: Vec<String> = arguments
        .vary
        .iter()
        .map(|knob| knob.path.clone())
        .collect();
    Ok(Asked {
        knobs: arguments.vary.clone(),
        today: written(&arguments.scenario, &paths)?,
        aim: aim(arguments, model)?,
        matters: arguments.matters,
        bounds: bounds.collect::<Result<_, Stop>>()?,
        confidence: arguments.confidence,
        budgets: arguments.budget.iter().map(|b| b.text.clone()).collect(),
        left_out: [0, 0],
    })
}

fn aim(arguments: &Arguments, model: &Model) -> Result<(ResultPath, Sense), Stop> {
    let (text, sense) = match (&arguments.maximize, &arguments.minimize) {
        (Some(text), _) => (text, Sense::Maximize),
        (None, Some(text)) => (text, Sense::Minimize),
        (None, None) => return Ok(usual_aim(model)),
    };
    let path = result_path(text, model)?;
    if natural_sense(&path, model).is_some_and(|natural| natural != sense)
        && !arguments.options.quiet
    {
        let (words, other) = match sense {
            Sense::Maximize => ("more", "--minimize"),
            Sense::Minimize => ("less", "--maximize"),
        };
        terminal::say(&format!(
            "note: {words} of `{path}` is hardly better; did you mean {other}?"
        ));
    }
    Ok((path, sense))
}

/// The scenario as it is written, then every setting within the budget; counts those left out.
fn settings(
    arguments: &Arguments,
    written: Loaded,
    left_out: &mut [usize; 2],
) -> Result<Vec<Setting>, Stop> {
    let knobs = &arguments.vary;
    if count(knobs).is_none_or(|points| points > MOST_POINTS) {
        return Err(too_many(MOST_POINTS));
    }
    let mut points = grid(knobs);
    let all = points.len();
    points.retain(|point| {
        let refuses = |budget: &Written| budget.allows_point(point) == Some(false);
        !arguments.budget.iter().any(refuses)
    });
    left_out[0] = all - points.len();
    if points.len() > MOST_SETTINGS {
        return Err(too_many(MOST_SETTINGS));
    }
    let built = build(arguments, &points)?;
    left_out[1] = points.len() - built.len();
    let mut settings = vec![Setting {
        name: "as written".to_owned(),
        edits: Vec::new(),
        model: written.model,
    }];
    for setting in built {
        let allowed = arguments
            .budget
            .iter()
            .map(|budget| budget.allows(&setting));
        match allowed
            .collect::<Result<Vec<bool>, Stop>>()?
            .contains(&false)
        {
            true => left_out[0] += 1,
            false => settings.push(setting),
        }
    }
    match settings.len() {
        1 => Err(Stop::Wrong(
            "error: no setting is within the budget\nhelp: allow more, or vary the knobs further"
                .to_owned(),
        )),
        _ => Ok(settings),
    }
}

/// The boards of these points. Those that make no board are left out, unless none makes one.
fn build(arguments: &Arguments, points: &[Point]) -> Result<Vec<Setting>, Stop> {
    if let Ok(all) = built(arguments, points) {
        return Ok(all);
    }
    let (mut settings, mut fault) = (Vec::new(), None);
    for point in points {
        match built(arguments, std::slice::from_ref(point)) {
            Ok(one) => settings.extend(one),
            Err(problem) => fault = fault.or(Some(problem)),
        }
    }
    match fault {
        Some(problem) if settings.is_empty() => Err(problem),
        Some(Stop::Wrong(problem)) if !arguments.options.quiet => {
            let left_out = thousands((points.len() - settings.len()) as u64);
            terminal::say(&format!(
                "note: {left_out} of the settings make no board and are left out; the first of them:\n{problem}"
            ));
            Ok(settings)
        }
        _ => Ok(settings),
    }
}

fn built(arguments: &Arguments, points: &[Point]) -> Result<Vec<Setting>, Stop> {
    let wanted: Vec<_> = points.iter().map(variant).collect();
    let loaded = load_with(&arguments.scenario.path, &arguments.scenario.set, &wanted)?;
    // The variants of the file come first, and are none of the grid's.
    let own = loaded.variants.len().saturating_sub(wanted.len());
    let variants = loaded.variants.into_iter().skip(own);
    Ok(variants
        .map(|variant| Setting {
            name: variant.name,
            edits: variant.edits,
            model: variant.model,
        })
        .collect())
}

fn too_many(most: usize) -> Stop {
    Stop::Wrong(format!(
        "error: these are more than {} settings\nhelp: take larger steps, vary fewer knobs, or set a tighter --budget",
        thousands(most as u64)
    ))
}
