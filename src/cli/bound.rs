//! `--subject-to PATH<=NUMBER` and `--budget SUM<=NUMBER`: what has to hold.

use super::Stop;
use super::vary::Point;
use crate::experiment::Setting;
use crate::experiment::optimise::Relation;
use crate::forecast::paths::ResultPath;

/// What stands left and right of `<=`, `>=` or `=`.
#[derive(Debug, Clone, PartialEq)]
pub struct Written {
    /// The whole.
    pub text: String,
    /// What is on the left.
    pub left: String,
    /// The relation; `None` for `=`.
    pub relation: Option<Relation>,
    /// The number on the right.
    pub value: f64,
}

/// Reads `lead_time.p85<=20` or `ready_enough>=85%`.
///
/// # Errors
/// What is wrong with it, in words.
pub fn bound(text: &str) -> Result<Written, String> {
    let written = relation(text)?;
    match written.relation {
        Some(_) => Ok(written),
        None => Err("a result is never known that exactly: write <= or >=".to_owned()),
    }
}

/// Reads `people<=6` or `stages.a.wip.max + stages.b.wip.max = 8`.
///
/// # Errors
/// What is wrong with it, in words.
pub fn budget(text: &str) -> Result<Written, String> {
    relation(text)
}

fn relation(text: &str) -> Result<Written, String> {
    let form = "it must be a path, <= or >=, and a number, like lead_time.p85<=20";
    let signs = [
        ("<=", Some(Relation::AtMost)),
        (">=", Some(Relation::AtLeast)),
        ("=", None),
    ];
    let found = signs
        .iter()
        .find_map(|(sign, relation)| Some((text.split_once(sign)?, *relation)));
    let ((left, right), relation) = found.ok_or(form)?;
    let left = left.trim();
    if left.is_empty() || left.ends_with(['<', '>', '=']) {
        return Err(form.to_owned());
    }
    Ok(Written {
        text: text.trim().to_owned(),
        left: left.to_owned(),
        relation,
        value: number(right).ok_or_else(|| format!("`{}` is no number", right.trim()))?,
    })
}

/// A number, perhaps in percent.
fn number(text: &str) -> Option<f64> {
    let text = text.trim().replace('_', "");
    let (digits, scale) = match text.strip_suffix('%') {
        Some(digits) => (digits.trim(), 100.0),
        None => (text.as_str(), 1.0),
    };
    let number = digits.parse().ok().filter(|n: &f64| n.is_finite())?;
    Some(number / scale)
}

impl Written {
    /// Does a sum keep it?
    fn holds(&self, sum: f64) -> bool {
        let slack = 1e-9 * self.value.abs().max(1.0);
        match self.relation {
            Some(Relation::AtMost) => sum <= self.value + slack,
            Some(Relation::AtLeast) => sum >= self.value - slack,
            None => (sum - self.value).abs() <= slack,
        }
    }

    /// The terms of the sum.
    fn terms(&self) -> impl Iterator<Item = &str> {
        self.left.split('+').map(str::trim)
    }

    /// Does a point of the grid keep it? `None` where that takes more than the point itself.
    pub fn allows_point(&self, point: &Point) -> Option<bool> {
        let sum = self
            .terms()
            .map(|term| knob(term, point))
            .sum::<Option<f64>>();
        sum.map(|sum| self.holds(sum))
    }

    /// Does a setting keep it?
    ///
    /// # Errors
    /// Where a term is neither a knob nor known without a trial.
    pub fn allows(&self, setting: &Setting) -> Result<bool, Stop> {
        let known = |term: &str| {
            let place = ResultPath::parse(term).locate(&setting.model).ok();
            let known = || place?.known(&setting.model);
            knob(term, &setting.edits)
                .or_else(known)
                .ok_or_else(|| self.unknown(term))
        };
        let sum = self.terms().map(known).sum::<Result<f64, Stop>>()?;
        Ok(self.holds(sum))
    }

    fn unknown(&self, term: &str) -> Stop {
        Stop::Wrong(format!(
            "error: the budget `{}` cannot be reckoned: `{term}` is neither a knob of --vary with numbers for values nor known \
            beforehand\nhelp: a budget adds up knobs, `people` (all of them) or numbers like pools.analysts.people; for what \
            trials must show there is --subject-to",
            self.text
        ))
    }
}

/// The value of a knob that is a number.
fn knob(term: &str, point: &[(String, String)]) -> Option<f64> {
    let (_, value) = point.iter().find(|(path, _)| path == term)?;
    number(value)
}

#[cfg(test)]
mod tests {
    use super::{Relation, bound, budget};

    #[test]
    fn bounds_are_read() {
        let read = bound("ready_enough >= 85%");
        let read = read.map(|b| (b.left, b.relation, b.value));
        assert_eq!(
            read,
            Ok(("ready_enough".to_owned(), Some(Relation::AtLeast), 0.85))
        );
        assert!(bound("wip=3").is_err_and(|e| e.contains("never known")));
        assert!(bound("wip<3").is_err() && bound("<=3").is_err());
        assert!(bound("wip<=many").is_err_and(|e| e.contains("no number")));
    }

    #[test]
    fn budgets_add_up_knobs() {
        let point = [("a.max", "3"), ("b.max", "4"), ("c", "weighted")];
        let point = point.map(|(p, v)| (p.to_owned(), v.to_owned())).to_vec();
        let allows = |text: &str| budget(text).ok()?.allows_point(&point);
        assert_eq!(allows("a.max + b.max <= 7"), Some(true));
        assert_eq!(allows("a.max+b.max=8"), Some(false));
        assert_eq!(allows("a.max+people<=8"), None);
        assert_eq!(allows("c<=8"), None);
    }
}
