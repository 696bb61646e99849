//! The page of a run.

use super::{Next, Page, render};
use crate::forecast::{Advice, Detail, Forecast};
use crate::report::pictures::Section;
use crate::report::text::words::{capital, thousands, working_days};
use crate::report::text::{footer, headline};

/// The page of a run. `command` is how this run is started once more.
pub fn of_run(forecast: &Forecast, detail: &Detail, sections: &[Section], command: &str) -> String {
    render(&Page {
        scenario: &forecast.scenario,
        kind: "forecast",
        behind: format!(
            "{} simulated futures of {} each",
            thousands(forecast.trials),
            working_days(forecast.horizon_days)
        ),
        question: headline::QUESTION,
        answer: headline::paragraphs(forecast),
        next: next(&detail.advice, command),
        sections,
        reading: footer::lines(forecast),
        headwater: forecast.headwater,
        command,
    })
}

fn next(advice: &[Advice], command: &str) -> Next {
    if advice.is_empty() {
        return Next {
            lead: "Change a limit, people or demand of the scenario and run it again; what differs then is what you \
                changed:"
                .to_owned(),
            tries: vec![(String::new(), format!("{command} --set PATH=VALUE"))],
        };
    }
    let one = |advice: &Advice| {
        let set = super::typed(&advice.set);
        (capital(&advice.words), format!("{command} --set {set}"))
    };
    Next {
        lead: "Each of these meets the same arrivals, work and luck as this run, so that what differs is what was changed:"
            .to_owned(),
        tries: advice.iter().map(one).collect(),
    }
}
