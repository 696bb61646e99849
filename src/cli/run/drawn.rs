//! The charts of a run: as files in a folder, and in one page.

use super::Arguments;
use crate::cli::output::{File, Folder};
use crate::cli::{Stop, terminal};
use crate::forecast::{Detail, Forecast, detail};
use crate::model::Model;
use crate::report::html;
use crate::report::pictures::{Section, of_run};
use crate::trials::{self, Outcome};

/// The charts of a run and what they were drawn from.
pub struct Drawn {
    detail: Detail,
    sections: Vec<Section>,
}

impl Drawn {
    /// Looks at the first trials once more and draws.
    pub fn new(model: &Model, outcome: &Outcome, forecast: &Forecast) -> Result<Self, Stop> {
        let film = trials::film(model, &outcome.settings);
        let film = film.map_err(|failure| Stop::Failed(format!("error: {failure}")))?;
        let detail = detail(model, outcome, &forecast.flow, &film);
        let sections = of_run(forecast, &detail);
        Ok(Self { detail, sections })
    }

    /// Every chart as an SVG file.
    pub fn write(&self, folder: &Folder<'_>) -> Result<(), Stop> {
        folder.draw(&self.sections)
    }

    /// All in one page.
    pub fn report(
        &self,
        forecast: &Forecast,
        arguments: &Arguments,
        file: File<'_>,
    ) -> Result<(), Stop> {
        let command = command(arguments);
        file.end(&html::of_run(
            forecast,
            &self.detail,
            &self.sections,
            &command,
        ))
    }
}

/// How this run is started once more.
fn command(arguments: &Arguments) -> String {
    let scenario = &arguments.scenario;
    let mut words = vec!["headwater run".to_owned(), terminal::typed(&scenario.path)];
    words.extend(
        scenario
            .set
            .iter()
            .map(|set| format!("--set {}", html::typed(set))),
    );
    words.extend(arguments.trials.map(|n| format!("--trials {n}")));
    words.extend(arguments.futures.seed.map(|n| format!("--seed {n}")));
    words.join(" ")
}
