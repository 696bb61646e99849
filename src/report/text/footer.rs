//! How the numbers are to be read.

use super::section;
use super::words::{plain, thousands, working_days, wrap_under};
use crate::forecast::Forecast;

pub fn render(forecast: &Forecast, width: usize) -> String {
    let lines: Vec<String> = lines(forecast)
        .iter()
        .map(|line| wrap_under(line, width, "  "))
        .collect();
    section("How to read this", &lines.join("\n"))
}

/// The same, a line each.
pub(crate) fn lines(forecast: &Forecast) -> Vec<String> {
    let trials = thousands(forecast.trials);
    let lines = [
        format!(
            "• Behind every number stand {trials} trials: futures of {} with the same board and \
            another luck (seed {}).",
            working_days(forecast.horizon_days),
            forecast.seed
        ),
        precision(forecast),
        "• “62 % (61–63)”: it happened in 62 of 100 trials; more trials would very likely (95 %) end \
            between 61 and 63. What the scenario leaves out is not in this range."
            .to_owned(),
        "• Supply, “85 %: 6 or more”: in 85 of 100 trials at least 6 items were ready. Time, “85 % by …”: \
            in 85 of 100 trials it had happened by then; a date means the end of that day, and the days behind it, \
            “(19–23 Mar)”, are where more trials would very likely end."
            .to_owned(),
        warm_up(forecast),
        "• “–”: it never happened or does not exist here.".to_owned(),
    ];
    let lines = lines.into_iter().filter(|line| !line.is_empty());
    lines.collect()
}

fn warm_up(forecast: &Forecast) -> String {
    match forecast.warm_up_days {
        0.0 => "• All statistics start at day 0, with the board as the scenario describes it."
            .to_owned(),
        days => format!(
            "• Demand, stages, people and causes are measured from day {} on (warm-up); plannings and goals \
            count from day 0.",
            plain(days)
        ),
    }
}

/// What became of the precision asked for; nothing where none was.
fn precision(forecast: &Forecast) -> String {
    let Some(precision) = forecast.precision else {
        return String::new();
    };
    let asked = points(precision.asked);
    let widest = precision.widest.map_or_else(String::new, points_at_most);
    if precision.reached {
        return format!(
            "• So many trials were needed to know every chance of a planning or a goal to within ±{asked}, as \
            the scenario asks; the least exact is known to within ±{widest}."
        );
    }
    format!(
        "• The scenario asks to know every chance of a planning or a goal to within ±{asked}. The run ended \
        before that: the least exact is known to within ±{widest}. More trials bring more."
    )
}

/// `0.5 points`: a difference between chances, rounded to millionths.
fn points(share: f64) -> String {
    let points = (share * 1e8).round() / 1e6;
    let plural = if points == 1.0 { "point" } else { "points" };
    format!("{points} {plural}")
}

/// The same in hundredths, rounded up.
fn points_at_most(share: f64) -> String {
    points((share * 1e4 - 1e-9).ceil() / 1e4)
}
