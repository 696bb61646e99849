//! Every Sprint Planning, team by team.

use super::table::Sheet;
use super::words::{NOTHING, bar, chance, date, decimal, items, need, percent, short, whole};
use super::{body, paragraph, section};
use crate::forecast::{
    Forecast, Named, Planning, Probability, Split, Statistic, first_likely, stays_likely,
};

pub fn render(forecast: &Forecast, width: usize, bars: bool) -> String {
    let teams = forecast.teams();
    if teams.is_empty() {
        let why = "None: no team plans within the horizon.";
        return section("Sprint Plannings", why);
    }
    let sections = teams.iter().map(|team| one_team(team, width, bars));
    sections.collect::<Vec<_>>().join("\n")
}

fn one_team(team: &[&Planning], width: usize, bars: bool) -> String {
    let Some(first) = team.first() else {
        return String::new();
    };
    let note = "Missing is what the shelf lacks to be enough; Sprints of work is what is ready divided by \
        what a planning pulls";
    let aged = team.iter().any(|p| p.age.mean.is_some());
    let aged = match aged {
        true => "; the age in progress is in working days since an item was first pulled.",
        false => ".",
    };
    let parts = [
        paragraph(&introduction(first, team), width),
        overview(team, bars).render(width),
        paragraph(&format!("{note}{aged}"), width),
        by_name(team, "type", width, |p| (&p.ready.types, &p.short_of.types)),
        by_name(team, "lane", width, |p| (&p.ready.lanes, &p.short_of.lanes)),
    ];
    section(&format!("Sprint Plannings of {}", first.team), &body(parts))
}

fn introduction(first: &Planning, team: &[&Planning]) -> String {
    let likely = match first_likely(team) {
        Some(p) => format!(
            "The first planning with a chance of 85 % or more is number {} ({}){}.",
            p.index,
            date(p.day, p.date.as_deref()),
            if stays_likely(team) {
                ""
            } else {
                "; not all after it have as much"
            },
        ),
        None => "No planning within the horizon has a chance of 85 % or more.".to_owned(),
    };
    let (need, pulls) = (need(&first.needed), items(first.pulls));
    let does = if first.fills_up {
        format!("fills what the team has in hand up to {pulls}")
    } else {
        format!("pulls up to {pulls}")
    };
    format!("Enough is {need}; a planning {does}. {likely}")
}

fn overview(team: &[&Planning], bars: bool) -> Sheet {
    let names = ["planning", "enough ready"];
    let header = [
        "85 %:\nready",
        "mean\nready",
        "mean\nmissing",
        "mean\npulled",
        "Sprints\nof work",
        "age in\nprogress",
    ];
    let picture = bars.then_some("");
    let mut sheet = Sheet::new(1, names.into_iter().chain(picture).chain(header));
    for p in team {
        let first = [label(p), chance(&p.ready_enough)];
        let cells = [
            or_more(total(&p.ready).p15),
            decimal(total(&p.ready).mean),
            decimal(p.shortfall.total.as_ref().and_then(|s| s.mean)),
            decimal(total(&p.pulled).mean),
            decimal(p.sprints_ready.mean),
            decimal(p.age.mean),
        ];
        let picture = bars.then(|| bar(p.ready_enough.probability));
        sheet.row(first.into_iter().chain(picture).chain(cells));
    }
    sheet.without_empty_columns()
}

/// `5 or more`.
fn or_more(p15: Option<f64>) -> String {
    match p15 {
        Some(_) => format!("{} or more", whole(p15)),
        None => NOTHING.to_owned(),
    }
}

fn total(split: &Split<Statistic>) -> Statistic {
    split.total.clone().unwrap_or_default()
}

fn label(planning: &Planning) -> String {
    let date = date(planning.day, planning.date.as_deref());
    format!("{:>2}  {date}", planning.index)
}

type Parts<'a> = (&'a Named<Statistic>, &'a Named<Probability>);

/// What is ready of each type (or lane), and how often a type that is asked for falls short.
fn by_name(
    team: &[&Planning],
    word: &str,
    width: usize,
    parts: impl for<'a> Fn(&'a Planning) -> Parts<'a>,
) -> String {
    let names = team
        .first()
        .map(|p| parts(p).0.iter().map(|(n, _)| n).collect::<Vec<_>>());
    let names = names.filter(|names| names.len() > 1).unwrap_or_default();
    if names.is_empty() {
        return String::new();
    }
    let asked = team.iter().any(|p| !parts(p).1.is_empty());
    let mut sheet = Sheet::new(
        1,
        ["planning".to_owned()]
            .into_iter()
            .chain(names.iter().map(|n| short(n))),
    );
    for p in team {
        let (ready, lacking) = parts(p);
        let cell = |name: &&str| by_name_cell(ready.get(name), lacking.get(name));
        sheet.row([label(p)].into_iter().chain(names.iter().map(cell)));
    }
    let brackets = if asked {
        " (in brackets: how often it falls short of what is needed)"
    } else {
        ""
    };
    let lead = format!("Ready by {word}: with 85 % so many or more{brackets}.");
    format!("{}\n\n{}", paragraph(&lead, width), sheet.render(width))
}

fn by_name_cell(ready: Option<&Statistic>, lacking: Option<&Probability>) -> String {
    let ready = ready.map_or_else(|| NOTHING.to_owned(), |s| whole(s.p15));
    match lacking {
        Some(p) => format!("{ready} ({})", percent(p.probability)),
        None => ready,
    }
}
