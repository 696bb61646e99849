//! What readiness costs: settings as dots, one number against another.

use crate::experiment::sweep::Looked;
use crate::forecast::paths::Unit;
use crate::report::charts::axis::{Along, number, steps_around};
use crate::report::charts::canvas::{MAIN, Stroke};
use crate::report::charts::curves::{Curves, Line, Point};
use crate::report::text::sweep::name;
use crate::report::text::words::capital;

/// A point: what it costs, and what it brings.
pub(super) type At = (f64, f64);

/// Settings as dots.
pub(super) struct Trade<'a> {
    /// What they bring, upwards.
    pub up: &'a Looked,
    /// What they cost, to the right.
    pub across: &'a Looked,
    /// Every setting.
    pub points: Vec<At>,
    /// What is written beside some of them.
    pub names: Vec<(At, String)>,
    /// Some of them in an order, and what that is.
    pub line: (String, Vec<At>),
    /// Those to be found at once.
    pub found: Vec<(At, String)>,
}

/// A number with its unit, as an axis or a heading has it.
pub(super) fn counted(looked: &Looked) -> String {
    let unit = match looked.unit() {
        Unit::Days => ", days",
        Unit::PersonDays => ", person-days",
        Unit::Chance | Unit::PerWeek | Unit::Items | Unit::Plain => "",
    };
    format!("{}{unit}", capital(&name(looked)))
}

impl Trade<'_> {
    /// `Plannings that find enough ready against items in progress`.
    pub fn title(&self) -> String {
        format!("{} against {}", capital(&name(self.up)), name(self.across))
    }

    /// As a chart.
    pub fn curves(self, title: &str) -> Curves {
        let dots = self.points.iter().chain(self.found.iter().map(|f| &f.0));
        let across = || dots.clone().map(|at| at.0);
        let least = across().fold(f64::MAX, f64::min);
        let most = across().fold(f64::MIN, f64::max);
        let air = 0.04 * (most - least);
        let ticks = steps_around((least - air).max(0.0), most + air);
        let ends = (ticks.first().copied(), ticks.last().copied());
        let dot = |at: &At| Point {
            at: *at,
            interval: None,
        };
        Curves {
            title: format!("{title}: {} settings", self.points.len()),
            along: Along {
                numbers: (ends.0.unwrap_or(0.0), ends.1.unwrap_or(1.0)),
                ticks: ticks.into_iter().map(|n| (n, number(n))).collect(),
                label: counted(self.across),
            },
            upward: counted(self.up),
            percents: self.up.unit() == Unit::Chance,
            dots: "a setting".to_owned(),
            points: self.points.iter().map(dot).collect(),
            names: self.names,
            lines: vec![Line {
                label: self.line.0,
                points: self.line.1,
                colour: MAIN,
                stroke: Stroke::Solid,
                level: false,
            }],
            found: self.found,
            ..Curves::default()
        }
    }
}
