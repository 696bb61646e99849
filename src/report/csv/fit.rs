//! What was learnt from a history as CSV tables.

use super::{Table, finish, number, with_header};
use crate::history::fit::{Fit, Share, TimeFit};

/// Name and content of every table of `--out DIR`.
pub fn tables(fit: &Fit) -> Result<Vec<(&'static str, String)>, csv::Error> {
    Ok(vec![
        ("stages.csv", stages(fit)?),
        ("types.csv", types(fit)?),
        ("curves.csv", curves(fit)?),
    ])
}

/// One row a stage, and one for each type that differs in it.
pub fn stages(fit: &Fit) -> Table {
    let mut table = with_header(&[
        "stage",
        "type",
        "law",
        "finished",
        "open",
        "mean",
        "p50",
        "p85",
        "seen_p50",
        "seen_p85",
        "distance",
        "chi_squared",
        "freedom",
        "p",
        "discarded",
        "discard_of",
        "skipped",
        "skip_of",
        "back",
        "back_of",
        "back_to",
        "wip_mean",
        "wip_max",
    ])?;
    for stage in &fit.stages {
        let mut row = vec![stage.name.clone(), String::new()];
        row.extend(time(stage.time.as_ref()));
        row.extend(share(Some(&stage.discard)));
        row.extend(share(Some(&stage.skip)));
        row.extend(share(stage.back.as_ref().map(|back| &back.share)));
        row.push(
            stage
                .back
                .as_ref()
                .map_or_else(String::new, |back| back.to.clone()),
        );
        row.extend([number(Some(stage.wip_mean)), stage.wip_max.to_string()]);
        table.write_record(row)?;
        for kind in &stage.by_type {
            let mut row = vec![stage.name.clone(), kind.name.clone()];
            row.extend(time(kind.time.as_ref()));
            row.extend(share(kind.discard.as_ref()));
            row.extend(share(kind.skip.as_ref()));
            row.extend([(); 5].map(|()| String::new()));
            table.write_record(row)?;
        }
    }
    finish(table)
}

fn time(time: Option<&TimeFit>) -> [String; 12] {
    let Some(time) = time else {
        return [(); 12].map(|()| String::new());
    };
    [
        time.family.to_owned(),
        time.finished.to_string(),
        time.open.to_string(),
        number(Some(time.mean)),
        number(Some(time.p50)),
        number(Some(time.p85)),
        number(time.seen_p50),
        number(time.seen_p85),
        number(time.distance),
        number(time.chi_squared),
        time.freedom.to_string(),
        number(time.p),
    ]
}

fn share(share: Option<&Share>) -> [String; 2] {
    share.map_or_else(<[String; 2]>::default, |share| {
        [share.hits.to_string(), share.of.to_string()]
    })
}

/// One row a type.
pub fn types(fit: &Fit) -> Table {
    let mut table = with_header(&[
        "type",
        "arrived",
        "per_week",
        "low",
        "high",
        "dispersion",
        "p",
        "batch",
        "open",
    ])?;
    for kind in &fit.types {
        table.write_record([
            kind.name.clone(),
            kind.arrived.to_string(),
            number(Some(kind.per_week)),
            number(Some(kind.ci95[0])),
            number(Some(kind.ci95[1])),
            number(kind.dispersion),
            number(kind.p),
            number(kind.batch),
            kind.open.to_string(),
        ])?;
    }
    finish(table)
}

/// The curves of the pictures: an age, the share seen to be at most so long, and that by the best law.
pub fn curves(fit: &Fit) -> Table {
    let mut table = with_header(&["stage", "type", "days", "seen", "law"])?;
    for stage in &fit.stages {
        let common = stage.time.iter().map(|time| (String::new(), time));
        let kinds = stage
            .by_type
            .iter()
            .filter_map(|kind| Some((kind.name.clone(), kind.time.as_ref()?)));
        for (kind, time) in common.chain(kinds) {
            for point in &time.curve {
                let [days, seen, law] = point.map(|n| number(Some(n)));
                table.write_record([stage.name.clone(), kind.clone(), days, seen, law])?;
            }
        }
    }
    finish(table)
}
