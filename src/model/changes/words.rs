//! A change in words.

use super::{Change, Setting};
use crate::model::Model;

impl Change {
    /// What changes, one thing each, in the words of a forecast; `model` is that of the whole run.
    pub fn words(&self, model: &Model) -> Vec<String> {
        let settings = self.settings.iter();
        let mut what: Vec<String> = settings.map(|s| words(model, self, s)).collect();
        what.dedup();
        what
    }
}

/// A setting in words.
fn words(model: &Model, change: &Change, setting: &Setting) -> String {
    let stage = |stage: usize| model.stages[stage].name.as_str();
    let kind = |kind: usize| model.types[kind].name.as_str();
    match *setting {
        Setting::Max { limit, max } => {
            format!("at most {max} in {}", model.limits[limit].name)
        }
        Setting::ExpediteOver { limit, over } => {
            let name = &model.limits[limit].name;
            format!("{over} expedite items may exceed the maximum of {name}")
        }
        Setting::Min { minimum, min } => {
            format!("at least {min} in {}", stage(model.minimums[minimum].stage))
        }
        Setting::People { pool, people } => {
            let people = match people {
                None => "unlimited people".to_owned(),
                Some(1) => "1 person".to_owned(),
                Some(n) => format!("{n} people"),
            };
            format!("{people} in {}", model.pools[pool].name)
        }
        Setting::Availability { pool, availability } => {
            let name = &model.pools[pool].name;
            let share = percent(availability);
            match model.stages.iter().any(|stage| stage.name == *name) {
                true => format!("the people of {name} give {share} % of each day"),
                false => format!("{name} give {share} % of each day"),
            }
        }
        Setting::Discard {
            stage: s,
            kind: k,
            probability,
        } => format!(
            "a chance of {probability} that {} drops {}",
            stage(s),
            kind(k)
        ),
        Setting::Work {
            stage: s, kind: k, ..
        } => {
            format!("another service for {} in {}", kind(k), stage(s))
        }
        Setting::Share { owner, share } => {
            let owners = model.allocation.iter().flat_map(|a| &a.owners);
            let name = owners.map(|owner| owner.name.as_str()).nth(owner);
            format!("a share of {share} for {}", name.unwrap_or_default())
        }
        Setting::Slots { stage: s, .. } => format!("reserved slots of {} divided anew", stage(s)),
        Setting::Team { team, .. } => {
            let team = &change.then.teams[team];
            format!("a pull of {} for {}", team.total, team.name)
        }
    }
}

/// A share as a number of percent, to a hundredth of a hundredth.
fn percent(share: f64) -> f64 {
    (share * 1e6).round() / 1e4
}
