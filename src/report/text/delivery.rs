//! What each team delivers of what it has committed to, and when; nothing where that is the end.

use super::table::Sheet;
use super::words::{NOTHING, date, decimal, percent, percent_in_words, short, whole};
use super::{body, paragraph, section};
use crate::forecast::{Forecast, Planning, Statistic, TeamFlow};

pub fn render(forecast: &Forecast, width: usize) -> Option<String> {
    if forecast.flow.teams.is_empty() {
        return None;
    }
    let mut parts = vec![
        overview(forecast).render(width),
        paragraph(NOTE, width),
        paragraph(&wasted(forecast), width),
    ];
    for (name, team) in forecast.flow.teams.iter() {
        parts.push(paragraph(&times(name, team), width));
    }
    for team in forecast.teams() {
        let flow = team
            .first()
            .and_then(|first| forecast.flow.teams.get(&first.team));
        parts.extend(sprints(&team, flow.is_some_and(aborts), width));
    }
    Some(section("Delivery", &body(parts)))
}

const NOTE: &str = "Planned items wait in the Sprint Backlog until a stage after ready takes them up; then they \
    are in delivery until they are done, or are aborted: dropped although the team had committed to them.";

/// The teams beside each other.
fn overview(forecast: &Forecast) -> Sheet {
    let header = [
        "in a future",
        "planned",
        "done",
        "done\na week",
        "aborted",
        "in Sprint\nBacklog",
        "in delivery",
    ];
    let mut sheet = Sheet::new(1, header);
    for (name, team) in forecast.flow.teams.iter() {
        sheet.row([
            short(name),
            decimal(team.committed.mean),
            decimal(team.done.mean),
            decimal(team.throughput_per_week.mean),
            decimal(team.aborted.mean.filter(|mean| *mean > 0.0)),
            decimal(team.sprint_backlog.mean),
            decimal(team.wip.mean),
        ]);
    }
    sheet.without_empty_columns()
}

/// How long a team takes from a planning to done.
fn times(name: &str, team: &TeamFlow) -> String {
    let time = &team.delivery_time;
    let Some(half) = time.p50 else {
        return format!("{name}: too little is done within the horizon to tell how long it takes.");
    };
    let half = decimal(Some(half));
    let most = match time.p85 {
        Some(days) => format!(
            "85 % within {} working days of the planning",
            decimal(Some(days))
        ),
        None => "for 85 % the horizon is too short".to_owned(),
    };
    let open = match time.open.unwrap_or(0) {
        0 => "",
        _ => "; items still open at the end are allowed for",
    };
    let those = match aborts(team) {
        true => "of what gets done",
        false => "of what is planned",
    };
    format!("{name}: {those} half is done within {half} working days, {most}{open}.")
}

/// Is anything aborted that this team has committed to?
fn aborts(team: &TeamFlow) -> bool {
    team.aborted.mean.is_some_and(|aborted| aborted > 0.0)
}

/// What abort has cost.
fn wasted(forecast: &Forecast) -> String {
    let total = &forecast.flow.total;
    let done = total.done.mean.unwrap_or(0.0);
    match (total.aborted.mean, &total.effort_aborted) {
        (Some(aborted), Some(effort)) if aborted > 0.0 => format!(
            "Aborted after commitment, which is waste: {} items, {} person-days in a future ({} of all that \
            is done or aborted).",
            decimal(Some(aborted)),
            decimal(effort.mean),
            percent_in_words(aborted / (aborted + done)),
        ),
        _ => String::new(),
    }
}

/// Sprint by Sprint: what a team still has in hand when it plans, and what it has done since.
fn sprints(team: &[&Planning], aborts: bool, width: usize) -> Option<String> {
    let first = team.first()?;
    let header = [
        "planning",
        "still in hand",
        "pulled",
        "done since the\nlast planning",
        "85 %:\ndone since",
    ];
    let mut sheet = Sheet::new(1, header);
    for p in team {
        let done = p.delivered.clone().unwrap_or_default();
        sheet.row([
            format!("{:>2}  {}", p.index, date(p.day, p.date.as_deref())),
            decimal(mean(p.carried_over.as_ref())),
            decimal(mean(p.pulled.total.as_ref())),
            decimal(done.mean),
            or_more(&done),
        ]);
    }
    let lead = format!("Sprint by Sprint, {}:", first.team);
    let none = team
        .iter()
        .filter_map(|p| p.carried_over.as_ref())
        .all(|s| s.max == Some(0.0));
    let note = match none {
        true => "Nothing is carried over from one Sprint into the next.".to_owned(),
        false => carried_over(team, aborts),
    };
    let parts = [paragraph(&lead, width), sheet.render(width)];
    Some(body(parts.into_iter().chain([paragraph(&note, width)])))
}

/// How much of what the Sprints have in hand they leave to the next one, or abort.
fn carried_over(team: &[&Planning], aborts: bool) -> String {
    let after = || team.iter().skip(1);
    let sum =
        |of: &dyn Fn(&Planning) -> Option<f64>| -> f64 { after().filter_map(|p| of(p)).sum() };
    let left = sum(&|p| mean(p.carried_over.as_ref()));
    let done = sum(&|p| mean(p.delivered.as_ref()));
    let before = team.iter().take(team.len().saturating_sub(1));
    let start = before.map(|p| {
        let pulled = mean(p.pulled.total.as_ref()).unwrap_or(0.0);
        mean(p.carried_over.as_ref()).unwrap_or(0.0) + pulled
    });
    // Splits after ready may leave more than there was.
    let in_hand = match aborts {
        true => start.sum::<f64>().max(left + done),
        false => left + done,
    };
    if in_hand <= 0.0 {
        return String::new();
    }
    format!(
        "On average {} of what a Sprint has in hand is done by the next planning; the rest is carried over{}.",
        percent(done / in_hand),
        if aborts { " or aborted" } else { "" }
    )
}

fn mean(statistic: Option<&Statistic>) -> Option<f64> {
    statistic?.mean
}

/// `5 or more`.
fn or_more(done: &Statistic) -> String {
    match done.p15 {
        Some(_) => format!("{} or more", whole(done.p15)),
        None => NOTHING.to_owned(),
    }
}
