//! Every statistic of the flow, one a row, under the name it has in the JSON result.

use super::{Table, finish, with_header};
use crate::forecast::{Flow, Forecast};
use csv::{Error, Writer};
use serde::Serialize;
use serde_json::Value;

const STATISTIC: [&str; 12] = [
    "mean", "low", "high", "sd", "p5", "p15", "p50", "p85", "p95", "min", "max", "open",
];

/// Flow in total, by type, lane and source, then pools, allocation and blockers:
/// `group,name,measure` and the statistic.
pub fn flow(forecast: &Forecast) -> Table {
    let mut table = with_header(&header(&["group", "name", "measure"]))?;
    for (group, name, flow) in flows(forecast) {
        write(&mut table, &[group, name], "", &value(flow)?)?;
    }
    let all = &forecast.flow;
    for (name, pool) in all.pools.iter() {
        write(&mut table, &["pool", name], "", &value(pool)?)?;
    }
    for (name, owner) in all.allocation.iter() {
        write(&mut table, &["allocation", name], "", &value(owner)?)?;
    }
    for (name, team) in all.teams.iter() {
        write(&mut table, &["team", name], "", &value(team)?)?;
    }
    for (name, blocker) in all.blockers.iter() {
        write(&mut table, &["blocker", name], "", &value(blocker)?)?;
    }
    finish(table)
}

/// Every stage: `stage,measure` and the statistic.
pub fn stages(forecast: &Forecast) -> Table {
    let mut table = with_header(&header(&["stage", "measure"]))?;
    for (name, stage) in forecast.flow.stages.iter() {
        write(&mut table, &[name], "", &value(stage)?)?;
    }
    finish(table)
}

/// The flow of all items, then of each type, lane and source, with the cells `group` and `name`.
pub fn flows(forecast: &Forecast) -> Vec<(&'static str, &str, &Flow)> {
    let all = &forecast.flow;
    let mut flows = vec![("total", "", &all.total)];
    flows.extend(all.types.iter().map(|(name, flow)| ("type", name, flow)));
    flows.extend(all.lanes.iter().map(|(name, flow)| ("lane", name, flow)));
    flows.extend(
        all.sources
            .iter()
            .map(|(name, flow)| ("source", name, flow)),
    );
    flows
}

fn header(labels: &[&'static str]) -> Vec<&'static str> {
    [labels, &STATISTIC].concat()
}

fn value<T: Serialize>(of: &T) -> Result<Value, Error> {
    serde_json::to_value(of).map_err(|e| Error::from(std::io::Error::from(e)))
}

/// Walks down to everything that has a `mean`; `wip_by_state.waiting` names what lies deeper.
fn write(
    to: &mut Writer<Vec<u8>>,
    labels: &[&str],
    path: &str,
    value: &Value,
) -> Result<(), Error> {
    let Some(fields) = value.as_object() else {
        return Ok(());
    };
    if fields.contains_key("mean") {
        let cells = STATISTIC.map(|key| cell(value, key));
        let labels = labels.iter().copied().chain([path]);
        return to.write_record(labels.chain(cells.iter().map(String::as_str)));
    }
    for (key, inner) in fields {
        let dot = if path.is_empty() { "" } else { "." };
        write(to, labels, &format!("{path}{dot}{key}"), inner)?;
    }
    Ok(())
}

fn cell(statistic: &Value, key: &str) -> String {
    let found = match key {
        "low" => statistic.pointer("/ci95/0"),
        "high" => statistic.pointer("/ci95/1"),
        _ => statistic.get(key),
    };
    let number = found.filter(|v| v.is_number());
    number.map_or_else(String::new, |v| v.to_string())
}
