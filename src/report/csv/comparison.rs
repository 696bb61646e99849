//! Policies side by side: one row a number and variant.

use super::{Table, finish, number, with_header};
use crate::experiment::compare::{Compared, Comparison};
use crate::experiment::{Difference, Known};
use csv::{Error, Writer};

/// Every number that is compared, of every variant: plannings, goals, then flow and cost.
pub fn comparison(comparison: &Comparison) -> Table {
    let mut table = with_header(&[
        "variant",
        "about",
        "name",
        "index",
        "day",
        "date",
        "result",
        "baseline",
        "value",
        "difference",
        "difference_low",
        "difference_high",
        "known",
        "futures_more",
        "futures_same",
        "futures_less",
        "pairing_gain",
        "trials_to_settle",
    ])?;
    for variant in &comparison.variants {
        rows(&mut table, variant)?;
    }
    finish(table)
}

fn rows(table: &mut Writer<Vec<u8>>, variant: &Compared) -> Result<(), Error> {
    let name = variant.setting.name.as_str();
    for p in &variant.plannings {
        let (index, day) = (p.index.to_string(), p.day.to_string());
        let date = p.date.as_deref().unwrap_or_default();
        for difference in [&p.ready_enough, &p.ready] {
            let head = [name, "planning", &p.team, &index, &day, date];
            table.write_record(row(head, difference))?;
        }
    }
    for goal in &variant.goals {
        let by = goal.by.iter();
        for difference in by.chain([&goal.never, &goal.wait, &goal.p50, &goal.p85]) {
            table.write_record(row([name, "goal", &goal.name, "", "", ""], difference))?;
        }
    }
    for difference in &variant.flow {
        let whose = difference.whose.as_deref().unwrap_or_default();
        table.write_record(row([name, "flow", whose, "", "", ""], difference))?;
    }
    Ok(())
}

fn row(head: [&str; 6], d: &Difference) -> Vec<String> {
    let mut row: Vec<String> = head.iter().map(|cell| (*cell).to_owned()).collect();
    row.push(d.path.clone());
    row.extend([d.baseline, d.variant, d.difference].map(number));
    row.extend([d.ci95.map(|ci| ci[0]), d.ci95.map(|ci| ci[1])].map(number));
    row.push(known(d.known).to_owned());
    let futures = d.futures.as_ref();
    row.extend(
        [
            futures.map(|f| f.more),
            futures.map(|f| f.same),
            futures.map(|f| f.less),
        ]
        .map(number),
    );
    row.push(number(d.pairing_gain));
    row.push(
        d.trials_to_settle
            .map_or_else(String::new, |n| n.to_string()),
    );
    row
}

fn known(known: Known) -> &'static str {
    match known {
        Known::More => "more",
        Known::Less => "less",
        Known::Same => "same",
        Known::Unknown => "unknown",
    }
}

/// The verdict on every variant.
pub fn verdicts(comparison: &Comparison) -> Table {
    let mut table = with_header(&[
        "variant",
        "set",
        "outcome",
        "judged_by",
        "better",
        "equal",
        "worse",
        "difference",
        "difference_low",
        "difference_high",
        "pairing_gain",
        "trials_to_settle",
        "price",
        "gains",
    ])?;
    for variant in &comparison.variants {
        let verdict = &variant.verdict;
        let set = variant
            .setting
            .set
            .iter()
            .map(|(path, value)| format!("{path}={value}"));
        let mut row = vec![
            variant.setting.name.clone(),
            set.collect::<Vec<_>>().join("; "),
            super::super::text::outcome(verdict.outcome).to_owned(),
            verdict.judged_by.clone(),
        ];
        row.extend(
            [
                verdict.better,
                verdict.equal,
                verdict.worse,
                verdict.difference,
            ]
            .map(number),
        );
        let ends = [verdict.ci95.map(|ci| ci[0]), verdict.ci95.map(|ci| ci[1])];
        row.extend(ends.map(number));
        row.push(number(verdict.pairing_gain));
        row.push(
            verdict
                .trials_to_settle
                .map_or_else(String::new, |n| n.to_string()),
        );
        row.extend([verdict.price.join("; "), verdict.gains.join("; ")]);
        table.write_record(row)?;
    }
    finish(table)
}
