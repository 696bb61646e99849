//! What demand asks of stages and people, as a table, and the bottleneck in words.

use crate::cli::terminal;
use crate::model::plausibility::{Plausibility, PoolLoad, StageLoad};
use crate::model::{Model, Setting, WorkItemType};
use crate::report::text::WIDTH;
use crate::report::text::table::Sheet;
use crate::report::text::words::{NOTHING, decimal, plain, short, wrap};

/// The plausibility report without its warnings.
pub fn render(model: &Model, plausible: &Plausibility) -> String {
    let width = terminal::width(WIDTH);
    let lead = "What new demand asks of the board on average (what waits on day 0 comes on top):";
    let parts = [
        wrap(lead, width),
        stages(model, &plausible.stages).render(width),
        pools(model, &plausible.pools),
        wrap(&changes(model), width),
        wrap(&bottleneck(model, plausible), width),
    ];
    let parts = parts.into_iter().filter(|part| !part.is_empty());
    parts.collect::<Vec<_>>().join("\n\n") + "\n"
}

fn stages(model: &Model, loads: &[StageLoad]) -> Sheet {
    let header = [
        "stage",
        "items a week",
        "person-days a week",
        "of its maximum\nin use, at least",
    ];
    let week = f64::from(model.calendar.days_per_week);
    let mut sheet = Sheet::new(1, header);
    for load in loads {
        let items = if load.unlimited {
            "all it can".to_owned()
        } else {
            decimal(Some(load.items_per_day * week))
        };
        let work = if load.unlimited || load.work == 0.0 {
            NOTHING.to_owned()
        } else {
            decimal(Some(load.work * week))
        };
        sheet.row([
            name(&model.stages, load.stage, |s| &s.name),
            items,
            work,
            load.slots
                .filter(|used| *used > 0.0)
                .map_or_else(dash, percent),
        ]);
    }
    sheet.without_empty_columns()
}

fn pools(model: &Model, loads: &[PoolLoad]) -> String {
    if loads.is_empty() {
        return "No stage of this board needs people.".to_owned();
    }
    let week = f64::from(model.calendar.days_per_week);
    let mut sheet = Sheet::new(
        1,
        [
            "people",
            "person-days a week\nasked for",
            "person-days a week\nthere are",
            "load",
        ],
    );
    for pool in loads {
        let (work, load) = match pool.unlimited {
            true => (dash(), "all they can".to_owned()),
            false => (
                decimal(Some(pool.work * week)),
                pool.load.map_or_else(dash, percent),
            ),
        };
        let capacity = pool
            .capacity
            .map_or_else(|| "unlimited".to_owned(), |days| decimal(Some(days * week)));
        sheet.row([
            name(&model.pools, pool.pool, |p| &p.name),
            work,
            capacity,
            load,
        ]);
    }
    sheet.render(terminal::width(WIDTH))
}

/// Where the load is highest, and what that means.
fn bottleneck(model: &Model, plausible: &Plausibility) -> String {
    let Some(found) = &plausible.bottleneck else {
        let endless = plausible.stages.iter().any(|stage| stage.unlimited);
        let why = match endless {
            true => {
                "new work comes whenever there is room for it. The pools in the results of `headwater run` show \
                 who is busiest."
            }
            false => "nothing arrives, or nothing has a capacity.",
        };
        return format!("There is no bottleneck to name: {why}");
    };
    let stage = name(&model.stages, found.stage, |s| &s.name);
    let place = match found.pool {
        Some(pool) => match name(&model.pools, pool, |p| &p.name) {
            pool if pool == stage => format!("the people of {stage}"),
            pool => format!("the pool {pool}, mostly for {stage}"),
        },
        None => format!("the maximum of {stage}"),
    };
    let share = percent(found.load);
    let meaning = match found.load {
        load if load > 1.0 && found.grows => {
            "More is asked for than there is, so its queue grows for ever."
        }
        load if load > 1.0 => {
            "More is asked for than there is, so some of it expires or is refused."
        }
        load if load > 0.85 => {
            "That is so close to all there is that waiting times will be long and vary much."
        }
        _ => "That leaves some room for bad weeks.",
    };
    format!("The bottleneck is {place}: new demand asks for {share} of what there is. {meaning}")
}

fn name<T>(all: &[T], index: usize, name: impl Fn(&T) -> &String) -> String {
    all.get(index)
        .map(|one| short(name(one)))
        .unwrap_or_default()
}

/// A computed share; unlike one from trials it may well be 0 or 100 %.
fn percent(share: f64) -> String {
    format!("{} %", plain((share * 100.0).round()))
}

fn dash() -> String {
    NOTHING.to_owned()
}

/// A word on demand whose rate changes, and on people and work that do, since the tables show averages.
fn changes(model: &Model) -> String {
    let rates: Vec<String> = model
        .types
        .iter()
        .filter_map(|kind| rate(model, kind))
        .collect();
    let given = |state: &Model, pool: usize| {
        let pool = state.pools.get(pool);
        pool.map(|pool| (pool.people, pool.availability.to_bits()))
    };
    let changes = |pool: &usize| {
        let mut later = model.changes.iter();
        later.any(|change| given(&change.then, *pool) != given(model, *pool))
    };
    let pools = (0..model.pools.len()).filter(changes);
    let pools: Vec<String> = pools
        .map(|pool| name(&model.pools, pool, |p| &p.name))
        .collect();
    let rates = match rates.as_slice() {
        [] => None,
        all => Some(format!(
            "arrivals come at a rate that changes for {}",
            all.join(", ")
        )),
    };
    let people = match pools.as_slice() {
        [] => None,
        all => Some(format!("what people give changes for {}", all.join(", "))),
    };
    let altered = |setting: &Setting| match *setting {
        Setting::Work { stage, .. } | Setting::Discard { stage, .. } => Some(stage),
        _ => None,
    };
    let settings = model.changes.iter().flat_map(|change| &change.settings);
    let mut stages: Vec<usize> = settings.filter_map(altered).collect();
    stages.sort_unstable();
    stages.dedup();
    let stages = stages
        .iter()
        .map(|&id| name(&model.stages, id, |s| &s.name));
    let work = match stages.collect::<Vec<_>>().as_slice() {
        [] => None,
        all => Some(format!(
            "what becomes of items changes in {}",
            all.join(", ")
        )),
    };
    let parts: Vec<String> = rates.into_iter().chain(people).chain(work).collect();
    match parts.as_slice() {
        [] => String::new(),
        all => format!("These are averages over the run; {}.", all.join(", and ")),
    }
}

/// Between which rates a type arrives, if they change.
fn rate(model: &Model, kind: &WorkItemType) -> Option<String> {
    let curve = kind.arrivals.curve()?;
    let (low, high) = curve.range(model.horizon);
    let rate = |rate| decimal(Some(rate));
    let (low, high) = (rate(low.min(high)), rate(high));
    Some(format!("{} ({low} to {high} a day)", short(&kind.name)))
}
