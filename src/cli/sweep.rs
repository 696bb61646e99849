//! `headwater sweep`: what every setting of one or two knobs does.

use super::again::commands_of;
use super::load::load_with;
use super::options::{
    Answer, Format, Options, answer, cannot_render, ending, nothing_done, result_path,
};
use super::vary::{knob, wanted};
use super::{Stop, load, terminal};
use crate::experiment::Setting;
use crate::experiment::sweep::{Knob, Sweep, sweep, usual_results};
use crate::report::{csv, html, json, pictures, text};
use clap::Args;

/// Sweep: what does every setting of one or two knobs do?
///
/// Plays the same simulated futures with every value of a knob, or every pair of values of two, and shows what
/// becomes of readiness, throughput, lead time, work in progress and cost, each beside the scenario as it is
/// written. Of one knob the knee is marked: beyond it more brings little. Ctrl-C ends the run with the trials
/// done so far.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  headwater sweep payments.toml --vary stages.exploration.wip.max=2..8
  headwater sweep payments.toml --vary pools.analysts.people=1..4 --vary stages.refinement.wip.max=2,4,6,8
  headwater sweep payments.toml --vary pools.analysts.availability=0.5..1:0.1 --result types.bug.lead_time.p85
  headwater sweep payments.toml --vary pools.analysts.people=1..6 --report sweep.html
  headwater sweep payments.toml --vary allocation.strategy=none,weighted --format csv > sweep.csv")]
pub struct Arguments {
    #[command(flatten)]
    scenario: load::Scenario,

    /// A knob and its values: a list 2,4,8, a range 2..8, or one in steps 0.5..2:0.25; given once or twice
    #[arg(long, value_name = "PATH=VALUES", required = true, value_parser = knob)]
    vary: Vec<Knob>,

    /// A number of the result to look at, by its path; may be given more than once, and the first decides where
    /// the knee is [default: readiness, throughput, lead time, work in progress, people]
    #[arg(long, value_name = "RESULT")]
    result: Vec<String>,

    #[command(flatten)]
    options: Options,
}

pub fn run(arguments: &Arguments) -> Result<(), Stop> {
    let (options, knobs) = (&arguments.options, &arguments.vary);
    if knobs.len() > 2 {
        return Err(Stop::Wrong(
            "error: a sweep turns one knob or two\nhelp: leave the others as they are, or set them with --set".to_owned(),
        ));
    }
    let settings = settings(arguments)?;
    let Some(model) = settings.first().map(|setting| &setting.model) else {
        return Ok(());
    };
    let results = match arguments.result.as_slice() {
        [] => usual_results(model),
        paths => paths
            .iter()
            .map(|path| result_path(path, model))
            .collect::<Result<_, _>>()?,
    };
    let places = options.places()?;
    let trials = options.trials(model);
    let (swept, interrupted) = options.play(&settings, &trials, |control| {
        sweep(&settings, knobs, &results, &trials, control)
    })?;
    if swept.trials == 0 {
        return Err(nothing_done());
    }
    let tables = vec![("sweep.csv", csv::sweep(&swept))];
    let found = Answer {
        printed: page(options.format, &swept),
        tables,
        charts: &|| pictures::of_sweep(&swept),
        page: &|| html::of_sweep(&swept, &commands_of(&arguments.scenario)),
    };
    answer(places, found)?;
    ending(interrupted, swept.trials, trials.trials)
}

fn page(format: Format, sweep: &Sweep) -> Result<String, Stop> {
    match format {
        Format::Text => Ok(text::sweep(sweep, terminal::width(text::WIDTH))),
        Format::Json => json::render(sweep).map_err(cannot_render),
        Format::Csv => csv::sweep(sweep).map_err(cannot_render),
    }
}

/// The scenario as it is written, then every point of the grid.
fn settings(arguments: &Arguments) -> Result<Vec<Setting>, Stop> {
    let wanted = wanted(&arguments.vary)?;
    let loaded = load_with(&arguments.scenario.path, &arguments.scenario.set, &wanted)?;
    if !arguments.options.quiet {
        terminal::say(&loaded.show(&loaded.warnings));
    }
    let written = Setting {
        name: "as written".to_owned(),
        edits: Vec::new(),
        model: loaded.model,
    };
    // The variants of the file come first, and are none of the grid's.
    let own = loaded.variants.len().saturating_sub(wanted.len());
    let points = loaded.variants.into_iter().skip(own);
    let points = points.map(|variant| Setting {
        name: variant.name,
        edits: variant.edits,
        model: variant.model,
    });
    Ok([written].into_iter().chain(points).collect())
}
