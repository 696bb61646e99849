//! From which Sprint Planning on enough is likely to be ready.

use super::{Forecast, Named, Planning};
use serde::Serialize;

/// The probability of enough being ready that is called likely.
pub const LIKELY: f64 = 0.85;

/// The first planning of a team at which it is likely that enough is ready.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct LikelyFrom {
    /// 1 for the team's first planning; `None` when none of its plannings gets there.
    pub index: Option<usize>,
    /// When.
    pub day: Option<f64>,
    /// Its date, where there is a calendar.
    pub date: Option<String>,
    /// Is it as likely at every planning after it, too?
    pub stays: bool,
}

impl LikelyFrom {
    /// Among the plannings of one team, in their order.
    fn new(team: &[&Planning]) -> Self {
        let first = first_likely(team);
        Self {
            index: first.map(|p| p.index),
            day: first.map(|p| p.day),
            date: first.and_then(|p| p.date.clone()),
            stays: first.is_some() && stays_likely(team),
        }
    }
}

impl Forecast {
    /// The plannings of each team, teams in the order of their first planning.
    pub fn teams(&self) -> Vec<Vec<&Planning>> {
        teams(&self.plannings)
    }
}

/// For each team, by name.
pub(super) fn likely_from(plannings: &[Planning]) -> Named<LikelyFrom> {
    let named = |team: Vec<&Planning>| {
        let name = team.first()?.team.clone();
        Some((name, LikelyFrom::new(&team)))
    };
    Named(teams(plannings).into_iter().filter_map(named).collect())
}

/// The plannings of each team.
fn teams(plannings: &[Planning]) -> Vec<Vec<&Planning>> {
    let mut teams: Vec<Vec<&Planning>> = Vec::new();
    for planning in plannings {
        let known = teams
            .iter_mut()
            .find(|t| t.first().is_some_and(|p| p.team == planning.team));
        match known {
            Some(team) => team.push(planning),
            None => teams.push(vec![planning]),
        }
    }
    teams
}

/// The first of a team's plannings at which P(ready enough) reaches [`LIKELY`].
pub fn first_likely<'a>(team: &[&'a Planning]) -> Option<&'a Planning> {
    let mut likely = team.iter().filter(|p| p.ready_enough.probability >= LIKELY);
    likely.next().copied()
}

/// Once it is [`LIKELY`], is it so at all later plannings?
pub fn stays_likely(team: &[&Planning]) -> bool {
    let likely = |p: &&&Planning| p.ready_enough.probability >= LIKELY;
    let mut later = team.iter().skip_while(|p| !likely(p));
    later.all(|p| likely(&p))
}
