//! `headwater sensitivity`: which inputs does the forecast hang on, and what would one more bring?

use super::again::commands_of;
use super::load::{inputs, load, written};
use super::options::{
    Answer, Format, Options, answer, cannot_render, ending, nothing_done, result_path,
};
use super::vary::{Point, boards};
use super::{Stop, load, terminal};
use crate::experiment::Setting;
use crate::experiment::optimise::usual_aim;
use crate::experiment::sensitivity::{Asked, More, Raised, Sensitivity, Varied, sensitivity};
use crate::model::Model;
use crate::report::html::Commands;
use crate::report::text::words::list;
use crate::report::{csv, html, json, pictures, text};
use crate::scenario::path::halves;
use crate::scenario::{Input, Role};
use clap::Args;

/// Sensitivity: which inputs does the forecast hang on, and what would one more person or place bring?
///
/// Makes every estimate of the scenario (arrival rates, work, chances to be discarded, availability, blockers …) a
/// little lower and a little higher, each alone and in the same simulated futures, and sorts them by what becomes of
/// readiness: what is at the top is worth measuring. Then adds one person to every pool and one place to every limit,
/// and takes one away: where one more brings most is the bottleneck, and where one fewer changes nothing there is
/// something to spare. Says what to do next. Ctrl-C ends the run with the trials done so far.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  headwater sensitivity payments.toml
  headwater sensitivity payments.toml --spread 10% --result ready_enough --result lead_time.p85
  headwater sensitivity payments.toml --vary stages.triage.service.mean=0.2..0.6 --vary types.bug.arrivals.per_week=1..5
  headwater sensitivity payments.toml --report sensitivity.html
  headwater sensitivity payments.toml --spread 0 --vary pools.analysts.availability=0.5..0.9")]
pub struct Arguments {
    #[command(flatten)]
    scenario: load::Scenario,

    /// A number of the result to look at, by its path; may be given more than once, and the first decides what to do
    /// next [default: ready_enough, the share of plannings that find enough ready]
    #[arg(long, value_name = "RESULT")]
    result: Vec<String>,

    /// By how much estimates are lower and higher where --vary does not say; 0 leaves only those of --vary
    #[arg(long, value_name = "SHARE", default_value = "20%", value_parser = share)]
    spread: f64,

    /// An input with the lowest and the highest value it may have; may be given more than once
    #[arg(long, value_name = "PATH=LOW..HIGH", value_parser = ends)]
    vary: Vec<Ends>,

    #[command(flatten)]
    options: Options,
}

/// `PATH=LOW..HIGH`.
#[derive(Debug, Clone, PartialEq)]
struct Ends {
    path: String,
    low: String,
    high: String,
}

fn ends(text: &str) -> Result<Ends, String> {
    let (path, values) = halves(text);
    let (low, high) = values.split_once("..").unwrap_or_default();
    let [path, low, high] = [path, low, high].map(|part| part.trim().to_owned());
    if [&path, &low, &high].iter().any(|part| part.is_empty()) {
        return Err(
            "it must be a path, an equals sign, and the lowest and the highest value, like \
            stages.triage.service=0.2..0.6"
                .to_owned(),
        );
    }
    match (low.parse::<f64>(), high.parse::<f64>()) {
        (Ok(least), Ok(most)) if least > most => {
            Err(format!("the lowest value comes first: {high}..{low}"))
        }
        _ => Ok(Ends { path, low, high }),
    }
}

fn share(text: &str) -> Result<f64, String> {
    let (digits, scale) = match text.trim().strip_suffix('%') {
        Some(digits) => (digits.trim(), 100.0),
        None => (text.trim(), 1.0),
    };
    let share = digits.parse::<f64>().map(|number| number / scale).ok();
    let share = share.filter(|share| (0.0..1.0).contains(share));
    share.ok_or_else(|| "it must be a share from 0 to below 1, like 20% or 0.2".to_owned())
}

pub fn run(arguments: &Arguments) -> Result<(), Stop> {
    let loaded = load(&arguments.scenario)?;
    let options = &arguments.options;
    if !options.quiet {
        terminal::say(&loaded.show(&loaded.warnings));
    }
    let (settings, asked) = asked(arguments, loaded.model)?;
    let Some(model) = settings.first().map(|setting| &setting.model) else {
        return Ok(());
    };
    let places = options.places()?;
    let trials = options.trials(model);
    let (found, interrupted) = options.play(&settings, &trials, |control| {
        sensitivity(&settings, &asked, &trials, control)
    })?;
    if found.trials == 0 {
        return Err(nothing_done());
    }
    let tables = vec![("sensitivity.csv", csv::sensitivity(&found))];
    let commands = commands_of(&arguments.scenario);
    let told = Answer {
        printed: page(options.format, &found, &commands),
        tables,
        charts: &|| pictures::of_sensitivity(&found),
        page: &|| html::of_sensitivity(&found, &commands),
    };
    answer(places, told)?;
    ending(interrupted, found.trials, trials.trials)
}

fn page(format: Format, found: &Sensitivity, commands: &Commands) -> Result<String, Stop> {
    match format {
        Format::Text => {
            let width = terminal::width(text::WIDTH);
            Ok(text::sensitivity(found, commands.scenario(), width))
        }
        Format::Json => json::render(found).map_err(cannot_render),
        Format::Csv => csv::sensitivity(found).map_err(cannot_render),
    }
}

/// The settings, the scenario as it is written first, and what they are for.
fn asked(arguments: &Arguments, model: Model) -> Result<(Vec<Setting>, Asked), Stop> {
    let results = match arguments.result.as_slice() {
        [] => vec![usual_aim(&model).0],
        paths => paths
            .iter()
            .map(|path| result_path(path, &model))
            .collect::<Result<_, _>>()?,
    };
    let mut asked = Asked {
        results,
        spread: arguments.spread,
        inputs: Vec::new(),
        one_more: Vec::new(),
    };
    let mut settings = vec![Setting {
        name: "as written".to_owned(),
        edits: Vec::new(),
        model,
    }];
    let chosen = chosen(arguments)?;
    let points: Vec<Point> = chosen
        .iter()
        .flat_map(|input| [input.low.clone(), input.high.clone()])
        .filter(|point| !point.is_empty())
        .collect();
    let mut boards = boards(&arguments.scenario, &points).into_iter();
    let mut left_out = Vec::new();
    for input in chosen {
        let stated = arguments.vary.iter().any(|vary| vary.path == input.path);
        let mut place = |point: &Point| {
            let board = (!point.is_empty()).then(|| boards.next()).flatten();
            match board {
                Some(Ok(setting)) => {
                    settings.push(setting);
                    Ok(Some(settings.len() - 1))
                }
                Some(Err(problem)) if stated => Err(problem),
                Some(Err(_)) if input.role != Role::Estimate => Ok(None),
                Some(Err(_)) => {
                    left_out.extend(point.iter().map(|(path, value)| format!("{path}={value}")));
                    Ok(None)
                }
                None => Ok(None),
            }
        };
        let ends = [place(&input.low)?, place(&input.high)?];
        take_up(&mut asked, input, ends);
    }
    note(arguments, &left_out);
    match settings.len() {
        1 => Err(Stop::Wrong(
            "error: the scenario has no estimate and no limit that could be otherwise\nhelp: name what may be otherwise, \
            like --vary stages.triage.service=0.2..0.6"
                .to_owned(),
        )),
        _ => Ok((settings, asked)),
    }
}

/// Files an input under what it is.
fn take_up(asked: &mut Asked, input: Input, ends: [Option<usize>; 2]) {
    let of = match input.role {
        Role::Estimate => {
            return asked.inputs.push(Varied {
                path: input.path,
                meaning: input.meaning,
                written: input.written,
                ends,
            });
        }
        Role::People => More::Person,
        Role::Room => More::Place,
        Role::Minimum => More::Minimum,
    };
    let now = input.written.first();
    asked.one_more.extend(ends[1].map(|more| Raised {
        path: input.path,
        of,
        now: now.and_then(|(_, n)| n.parse().ok()).unwrap_or_default(),
        fewer: ends[0],
        more,
    }));
}

fn note(arguments: &Arguments, left_out: &[String]) {
    if !left_out.is_empty() && !arguments.options.quiet {
        terminal::say(&format!(
            "note: left out, because they make no board: {}",
            list(left_out)
        ));
    }
}

/// The numbers of the scenario, those of --vary in place of its own.
fn chosen(arguments: &Arguments) -> Result<Vec<Input>, Stop> {
    let vary = &arguments.vary;
    let paths: Vec<String> = vary.iter().map(|ends| ends.path.clone()).collect();
    let now = written(&arguments.scenario, &paths)?;
    let stated = vary.iter().zip(now).map(|(ends, now)| {
        let edit = |value: String| vec![(ends.path.clone(), value)];
        Input {
            path: ends.path.clone(),
            role: Role::Estimate,
            meaning: None,
            written: now.map(edit).unwrap_or_default(),
            low: edit(ends.low.clone()),
            high: edit(ends.high.clone()),
        }
    });
    let replaced = |input: &Input| {
        let same = |path: &String| {
            let rest = path.strip_prefix(input.path.as_str());
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        };
        input.role == Role::Estimate && paths.iter().any(same)
    };
    let own = inputs(&arguments.scenario, arguments.spread)?.into_iter();
    Ok(own.filter(|input| !replaced(input)).chain(stated).collect())
}

#[cfg(test)]
mod tests {
    use super::{ends, share};

    #[test]
    fn what_may_be_otherwise_is_read() {
        let read = ends("stages.\"a=b\".service = 1d .. 3d");
        let read = read.map(|e| (e.path, e.low, e.high));
        let expected = ("stages.\"a=b\".service", "1d", "3d");
        let expected = (expected.0.into(), expected.1.into(), expected.2.into());
        assert_eq!(read, Ok(expected));
        assert!(ends("a.b=3..2").is_err_and(|e| e.contains("2..3")));
        assert!(ends("a.b=3").is_err() && ends("a.b=..3").is_err() && ends("=1..2").is_err());
    }

    #[test]
    fn spreads_are_shares() {
        assert_eq!(
            (share("20%"), share("0.1"), share("0")),
            (Ok(0.2), Ok(0.1), Ok(0.0))
        );
        assert!(share("100%").is_err() && share("-1%").is_err() && share("much").is_err());
    }
}
