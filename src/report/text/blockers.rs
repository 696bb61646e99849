//! What stops work: blocked days by source, clustered by how often and how long.

use super::table::Sheet;
use super::words::{decimal, percent, short};
use super::{body, paragraph, section};
use crate::forecast::{Blocker, Forecast};

/// Sources with their strikes and days in a future, most days first.
struct Cluster<'f> {
    source: &'f str,
    count: f64,
    days: f64,
}

/// The section; nothing where the scenario knows no blockers.
pub fn render(forecast: &Forecast, width: usize) -> Option<String> {
    if forecast.flow.blockers.is_empty() {
        return None;
    }
    let clusters = clusters(forecast);
    let all: f64 = clusters.iter().map(|c| c.days).sum();
    if all <= 0.0 {
        let since = match forecast.warm_up_days > 0.0 {
            true => "after the warm-up",
            false => "from day 0 on",
        };
        return Some(section(
            "Blockers",
            &format!("Nothing was blocked {since}."),
        ));
    }
    let parts = [
        paragraph(&lead(&clusters, all), width),
        table(&clusters, all).render(width),
        paragraph(note(&clusters), width),
    ];
    Some(section("Blockers", &body(parts)))
}

fn clusters(forecast: &Forecast) -> Vec<Cluster<'_>> {
    let cluster = |(source, seen): (_, &Blocker)| Cluster {
        source,
        count: seen.count.mean.unwrap_or_default(),
        days: seen.days.mean.unwrap_or_default(),
    };
    let mut found: Vec<Cluster<'_>> = forecast.flow.blockers.iter().map(cluster).collect();
    found.sort_by(|a, b| {
        b.days
            .total_cmp(&a.days)
            .then_with(|| a.source.cmp(b.source))
    });
    found
}

/// Which source costs most.
fn lead(clusters: &[Cluster<'_>], all: f64) -> String {
    let worst = clusters.first().filter(|_| clusters.len() > 1);
    let worst = worst.map_or_else(String::new, |worst| {
        let part = percent(worst.days / all);
        format!(" {} alone takes {part} of them.", short(worst.source))
    });
    let days = decimal(Some(all));
    format!(
        "In a future, work stands still for {days} item-days because something blocks it.{worst}"
    )
}

fn table(clusters: &[Cluster<'_>], all: f64) -> Sheet {
    let header = [
        "source",
        "times",
        "days\neach time",
        "days\nin all",
        "share",
    ];
    let several = clusters.len() > 1;
    let mut sheet = Sheet::new(1, header.into_iter().chain(several.then_some("that is")));
    for cluster in clusters {
        let row = [
            short(cluster.source),
            decimal(Some(cluster.count)),
            decimal(cluster.each()),
            decimal(Some(cluster.days)),
            percent(cluster.days / all),
        ];
        let kind = several.then(|| cluster.kind(clusters).to_owned());
        sheet.row(row.into_iter().chain(kind));
    }
    sheet
}

impl Cluster<'_> {
    /// Days each time.
    fn each(&self) -> Option<f64> {
        (self.count > 0.0).then(|| self.days / self.count)
    }

    /// Often or rarely, long or short: against the average source and the average time.
    fn kind(&self, all: &[Self]) -> &'static str {
        let count: f64 = all.iter().map(|c| c.count).sum();
        let days: f64 = all.iter().map(|c| c.days).sum();
        let often = self.count * all.len() as f64 >= count;
        let long = self.days * count >= days * self.count;
        match (self.count > 0.0, often, long) {
            (false, ..) => "never",
            (_, true, true) => "often and long",
            (_, true, false) => "often, but short",
            (_, false, true) => "rarely, but long",
            (_, false, false) => "rarely and short",
        }
    }
}

fn note(clusters: &[Cluster<'_>]) -> &'static str {
    match clusters.len() {
        0 | 1 => "Times and item-days are those of a simulated future, after the warm-up.",
        _ => {
            "Times and item-days are those of a simulated future, after the warm-up. Often is more than the \
             average source, long is longer than the average time. What comes often wants another way of \
             working; what takes long wants somebody who follows it up."
        }
    }
}
