//! The pages made of a forecast, against committed pages and promised names.

mod fixture;
mod sayings;

use crate::snapshot;
use fixture::{forecast, named};
use headwater::forecast::{Forecast, Named, Split, Statistic};
use headwater::report::{csv, json, text};
use serde_json::Value;

#[test]
fn text_reads_as_agreed() {
    snapshot::check("forecast.txt", &text::render(&forecast(), text::WIDTH));
}

/// For a terminal: bars beside chances and causes, nothing else differs.
#[test]
fn text_for_terminals_has_bars() {
    let page = text::render_with_bars(&forecast(), text::WIDTH);
    snapshot::check("forecast-bars.txt", &page);
}

#[test]
fn text_without_questions_says_why_sections_are_empty() {
    snapshot::check("forecast-bare.txt", &text::render(&bare(), text::WIDTH));
}

/// Who carries work over pulls only what is missing, and the page says so.
#[test]
fn text_tells_filling_up_from_pulling() {
    let mut filling = forecast();
    filling.plannings.iter_mut().for_each(|p| p.fills_up = true);
    let page = text::render(&filling, text::WIDTH).replace('\n', " ");
    assert!(page.contains("a planning fills what the team has in hand up to 8 items."));
    assert!(!page.contains("a planning pulls up to"));
}

/// A board without calendar, teams, goals, limits, people or anything finished.
fn bare() -> Forecast {
    let mut bare = forecast();
    bare.plannings.clear();
    bare.likely_from = Named::default();
    bare.goals.clear();
    let flow = &mut bare.flow;
    flow.total.held_back_by.clear();
    flow.total.ready = Statistic::default();
    flow.total.growth_per_week = Statistic::default();
    flow.total.stable = true;
    flow.total.refused = Statistic::default();
    flow.allocation = Named::default();
    flow.stages = Named::default();
    flow.pools = Named::default();
    bare
}

#[test]
fn twelve_types_stay_within_the_page() {
    let names = [
        "alpha",
        "bravo",
        "charlie",
        "delta",
        "echo",
        "foxtrot",
        "golf",
        "hotel",
        "india",
        "juliet",
        "kilo",
        "a name that is much longer than any column can be",
    ];
    let mut many = forecast();
    for planning in &mut many.plannings {
        let ready = named(names.map(|name| (name, fixture::around(12_345.0))));
        planning.ready = Split {
            types: ready,
            ..planning.ready.clone()
        };
    }
    let page = text::render(&many, text::WIDTH);
    let long: Vec<&str> = page
        .lines()
        .filter(|l| l.chars().count() > text::WIDTH)
        .collect();
    assert!(long.is_empty(), "{long:#?}");
    for name in names {
        let start: String = name.chars().take(20).collect();
        assert!(page.contains(&start), "{name} is missing");
    }
}

#[test]
fn text_never_claims_certainty() {
    let mut sure = forecast();
    for planning in &mut sure.plannings {
        planning.ready_enough.probability = 1.0;
    }
    sure.goals
        .iter_mut()
        .for_each(|goal| goal.never.probability = 0.0);
    let page = text::render(&sure, text::WIDTH);
    assert!(!page.contains("100 %") && !page.contains(" 0 %"), "{page}");
}

#[test]
fn json_has_the_promised_names() -> Result<(), serde_json::Error> {
    let page = json::render(&forecast())?;
    assert!(page.ends_with("}\n") && !page.contains("NaN"));
    let value: Value = serde_json::from_str(&page)?;
    let missing: Vec<&str> = PROMISED
        .split_whitespace()
        .filter(|p| value.pointer(p).is_none())
        .collect();
    assert!(missing.is_empty(), "missing: {missing:?}");
    Ok(())
}

/// Every name of the JSON result that a reader may rely on, as a JSON pointer.
const PROMISED: &str = "
    /headwater /scenario /seed /trials /horizon_days /warm_up_days
    /plannings/0/team /plannings/0/index /plannings/0/day /plannings/0/date
    /plannings/0/ready_enough/probability /plannings/0/ready_enough/ci95/1
    /plannings/0/short_of/total/probability /plannings/0/short_of/types/bug/ci95/0
    /plannings/0/sprints_ready/mean /plannings/0/age/p85
    /plannings/0/ready/total/mean /plannings/0/ready/types/feature/p15 /plannings/0/ready/lanes/business/p15
    /plannings/0/shortfall/total/mean /plannings/0/shortfall/types/bug/mean
    /plannings/0/pulled/total/mean /plannings/0/pulled/types/bug/sd
    /likely_from/payments/index /likely_from/payments/day /likely_from/payments/date /likely_from/payments/stays
    /goals/0/name /goals/0/target /goals/0/by/day /goals/0/by/date /goals/0/by/probability /goals/0/by/ci95
    /goals/0/reached/p50/day /goals/0/reached/p70/date /goals/0/reached/p85/day /goals/0/reached/p95/date
    /goals/0/never/probability /goals/0/never/ci95
    /flow/total/arrived/mean /flow/total/split/ci95 /flow/total/ready/sd /flow/total/committed/p5
    /flow/total/done/p15 /flow/total/discarded/p50 /flow/total/rejected/p85
    /flow/total/throughput_per_week/p95 /flow/total/lead_time/min /flow/total/lead_time/open
    /flow/total/cycle_time/max /flow/total/lead_time_done/mean /flow/total/cycle_time_done/mean
    /flow/total/wip/mean /flow/total/age/mean /flow/total/flow_efficiency/mean /flow/total/on_time/mean
    /flow/total/discard_rate/mean /flow/total/aborted/mean /flow/total/expired/mean
    /flow/total/refused/mean /flow/total/failure_demand/mean /flow/total/effort_discarded/mean
    /flow/total/growth_per_week/mean /flow/total/stable /flow/total/held_back_by/0/cause
    /flow/total/held_back_by/0/where /flow/total/held_back_by/0/share
    /flow/types/feature/arrived /flow/lanes/business/arrived /flow/sources/sales/arrived
    /flow/allocation/feature/planned /flow/allocation/feature/achieved/mean
    /flow/stages/triage/wip/mean /flow/stages/triage/wip_by_state/waiting /flow/stages/triage/wip_by_state/working
    /flow/stages/triage/wip_by_state/blocked /flow/stages/triage/wip_by_state/done
    /flow/stages/triage/wip_share/1 /flow/stages/triage/cycle_time /flow/stages/triage/throughput_per_week
    /flow/stages/triage/discarded /flow/stages/triage/waiting_time /flow/stages/triage/work_time
    /flow/stages/triage/blocked_time /flow/stages/triage/held_time /flow/stages/triage/share_at_max
    /flow/stages/triage/share_below_min /flow/stages/triage/limit_refused/own
    /flow/stages/triage/limit_refused/lane /flow/stages/triage/limit_refused/conwip
    /flow/stages/triage/effort /flow/stages/triage/effort_discarded /flow/stages/triage/pushes
    /flow/stages/triage/breaches /flow/stages/triage/rework
    /flow/pools/analysts/utilisation /flow/blockers
    /series/day/1 /series/arrived/1 /series/backlog /series/ready/1 /series/done/1 /series/discarded/1
    /series/stages/triage/1 /series/types/feature/backlog /series/types/bug/backlog/1 /series/types/bug/ready/1
";

#[test]
fn csv_tables_keep_their_columns() -> Result<(), Box<dyn std::error::Error>> {
    let mut headers = String::new();
    for (file, table) in csv::tables(&forecast())? {
        let mut reader = ::csv::Reader::from_reader(table.as_bytes());
        let header: Vec<String> = reader.headers()?.iter().map(str::to_owned).collect();
        let rows = reader.into_records().collect::<Result<Vec<_>, _>>()?.len();
        headers.push_str(&format!("{file} ({rows} rows)\n  {}\n", header.join(" ")));
    }
    snapshot::check("csv-columns.txt", &headers);
    Ok(())
}

#[test]
fn trials_table_has_a_row_a_trial() -> Result<(), Box<dyn std::error::Error>> {
    let plannings = [("payments".to_owned(), 1), ("payments".to_owned(), 2)];
    let mut table = csv::Trials::new(Vec::new(), &plannings, &["Q2, kickoff".to_owned()])?;
    table.row(0, &[7, 9], &[Some(31.25)])?;
    table.row(1, &[3, 8], &[None])?;
    let text = String::from_utf8(table.finish()?)?;
    let expected =
        "trial,ready_payments_1,ready_payments_2,\"reached_Q2, kickoff\"\n0,7,9,31.25\n1,3,8,\n";
    assert_eq!(text, expected);
    Ok(())
}
