//! A change in words.

use super::{Change, Setting};
use crate::model::{Limit, LimitKind, Minimum, Model, Team};

impl Change {
    /// What changes, one thing each, in the words of a forecast; `model` is that of the whole run.
    pub fn words(&self, model: &Model) -> Vec<String> {
        let mut what: Vec<String> = Vec::new();
        for setting in &self.settings {
            match setting {
                Setting::Team { team, to } => {
                    what.extend(plans(&self.before(model).teams[*team], to));
                }
                other => what.push(words(model, other)),
            }
        }
        what.dedup();
        what
    }

    /// The model as it was until this change.
    fn before<'m>(&self, model: &'m Model) -> &'m Model {
        let earlier = model
            .changes
            .iter()
            .take_while(|change| !std::ptr::eq(*change, self));
        earlier.last().map_or(model, |change| &change.then)
    }
}

/// What a limit counts, and where.
fn covered(model: &Model, limit: &Limit) -> String {
    let name = &limit.name;
    let stages = limit
        .stages
        .iter()
        .map(|stage| model.stages[stage].name.as_str());
    let stages: Vec<&str> = stages.collect();
    match (limit.kind, stages.as_slice()) {
        (LimitKind::Own, _) => format!("in {name}"),
        (LimitKind::Conwip, _) => format!("in the group {name}"),
        (LimitKind::Lane(_), [stage]) => format!("of the lane {name} in {stage}"),
        (LimitKind::Lane(_), several) => {
            format!("of the lane {name} in {} together", several.join("+"))
        }
    }
}

/// What a minimum counts, and where.
fn held(model: &Model, minimum: &Minimum) -> String {
    let stage = &model.stages[minimum.stage].name;
    match minimum.lane {
        None => format!("in {stage}"),
        Some(lane) => format!("of the lane {} in {stage}", model.lanes[lane].name),
    }
}

/// What a team does differently when it plans.
fn plans(before: &Team, after: &Team) -> Vec<String> {
    let name = &after.name;
    let mut what = Vec::new();
    if before.total != after.total || before.fill_to != after.fill_to {
        what.push(match after.fill_to {
            true => format!("{name} fills up to {}", after.total),
            false => format!("a pull of {} for {name}", after.total),
        });
    }
    if before.shares != after.shares {
        let shares = after.shares.iter();
        let shares: Vec<String> = shares.map(|s| format!("{} {}", s.name, s.share)).collect();
        what.push(format!("{name} pulls by the shares {}", shares.join(", ")));
    }
    if before.borrow != after.borrow {
        what.push(match after.borrow {
            true => format!("{name} fills what a share lacks with others"),
            false => format!("{name} leaves empty what a share lacks"),
        });
    }
    if before.need_total != after.need_total || before.needs != after.needs {
        what.push(format!("enough for {name} is {}", enough(after)));
    }
    what
}

/// What a team needs, in total and by name.
fn enough(team: &Team) -> String {
    let total = team.enough().map(|total| format!("{total} ready in total"));
    let needs = team.needs.iter();
    let needs = needs.map(|need| match need.lane {
        true => format!("{} of the lane {}", need.count, need.name),
        false => format!("{} {}", need.count, need.name),
    });
    total
        .into_iter()
        .chain(needs)
        .collect::<Vec<_>>()
        .join(", ")
}

/// A setting in words; of a team's see [`plans`].
fn words(model: &Model, setting: &Setting) -> String {
    let stage = |stage: usize| model.stages[stage].name.as_str();
    let kind = |kind: usize| model.types[kind].name.as_str();
    match *setting {
        Setting::Max { limit, max } => {
            format!("at most {max} {}", covered(model, &model.limits[limit]))
        }
        Setting::ExpediteOver { limit, over } => {
            let items = if over == 1 { "item" } else { "items" };
            let place = covered(model, &model.limits[limit]);
            format!("{over} expedite {items} may exceed the maximum {place}")
        }
        Setting::Min { minimum, min } => {
            format!("at least {min} {}", held(model, &model.minimums[minimum]))
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
        Setting::Team { .. } => String::new(),
    }
}

/// A share as a number of percent, to a hundredth of a hundredth.
fn percent(share: f64) -> f64 {
    (share * 1e6).round() / 1e4
}
