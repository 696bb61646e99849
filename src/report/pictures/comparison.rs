//! Policies side by side: differences with their intervals, and what each finds on the shelf beside the baseline.

use super::time::{LONG, along, tick};
use super::{Figure, Numbers, Picture, Section};
use crate::experiment::Difference;
use crate::experiment::compare::{Compared, Comparison, Fan, PlanningCompared};
use crate::forecast::paths::Good;
use crate::report::charts::axis::Along;
use crate::report::charts::canvas::{Colour, INK, MAIN, MARK, MUTED, Stroke};
use crate::report::charts::curves::{self, Band, Curves, Line, Panel, Point};
use crate::report::charts::forest::{self, Forest, Row};
use crate::report::charts::split::{self, Split};
use crate::report::text::amounts::{change, change_in_words, label, level};
use crate::report::text::words::{NOTHING, capital, date, percent, thousands};

/// Of so many policies at most there are charts; of all there are numbers.
const MOST: usize = 12;

/// All pictures of a comparison.
pub fn of_comparison(comparison: &Comparison) -> Vec<Section> {
    let section = |title: &str, figures: Vec<Figure>| Section {
        title: title.to_owned(),
        figures,
    };
    let sections = [
        section("Which is better, and how sure is that?", better(comparison)),
        section(
            "Will enough be ready at each Sprint Planning?",
            plannings(comparison),
        ),
        section("When is it ready?", goals(comparison)),
        section(
            "What does it cost, and what does it bring?",
            flow(comparison),
        ),
    ];
    let told = sections.into_iter().filter(|s| !s.figures.is_empty());
    told.collect()
}

fn futures(comparison: &Comparison) -> String {
    format!(
        "{} simulated futures (the same for all)",
        thousands(comparison.trials)
    )
}

/// What is said where there are more policies than charts.
fn more(comparison: &Comparison) -> String {
    match comparison.variants.len().saturating_sub(MOST) {
        0 => String::new(),
        n => format!(" Of {n} more there are only numbers."),
    }
}

fn judge(variant: &Compared) -> Option<&Difference> {
    let path = &variant.verdict.judged_by;
    variant.flow.iter().find(|d| d.path == *path)
}

fn better(comparison: &Comparison) -> Vec<Figure> {
    let all = comparison.variants.iter();
    let judged: Vec<_> = all.filter_map(|v| Some((v, judge(v)?))).collect();
    let Some((_, first)) = judged.first() else {
        return Vec::new();
    };
    let title = capital(&label(first));
    let named: Vec<_> = judged
        .iter()
        .map(|(v, d)| (v.setting.name.clone(), Some(*d)))
        .collect();
    let mut figures = vec![differences(comparison, "difference", &title, &named)];
    figures.extend(shares(comparison));
    figures
}

/// A difference for each policy.
fn differences(
    comparison: &Comparison,
    name: &str,
    title: &str,
    named: &[(String, Option<&Difference>)],
) -> Figure {
    let first = named.iter().find_map(|(_, d)| *d);
    let mut numbers = Numbers::new([
        "policy".to_owned(),
        "the number".to_owned(),
        format!("as in “{}”", comparison.baseline.name),
        "difference".to_owned(),
    ]);
    let mut rows = Vec::new();
    for (policy, difference) in named {
        let Some(d) = difference else { continue };
        let levels = [d.variant, d.baseline].map(|value| level(d.unit, value));
        let [there, here] = levels;
        numbers.row([policy.clone(), there, here, change_in_words(d)]);
        rows.push(row(policy.clone(), d));
    }
    let nothing = rows.iter().all(|row| row.value.is_none());
    rows.truncate(MOST);
    let good = first.map_or(Good::Neither, |d| d.good);
    let [left, right] = sides(good);
    let picture = if nothing {
        Picture::Nothing(
            "There is no difference to draw: the number does not exist under both, or lies beyond the horizon."
                .to_owned(),
        )
    } else {
        Picture::Drawn(forest::render(&Forest {
            title: format!("{title}: differences from “{}”", comparison.baseline.name),
            rows,
            left,
            right,
        }))
    };
    Figure {
        name: name.to_owned(),
        title: title.to_owned(),
        reading: format!(
            "How much more (right of the upright line) or less (left of it) it is than under “{}”; the stroke is the \
            95 % interval of the difference, from {}. A stroke that crosses the line may go either way.{}",
            comparison.baseline.name,
            futures(comparison),
            more(comparison)
        ),
        picture,
        numbers,
    }
}

fn row(label: String, d: &Difference) -> Row {
    Row {
        label,
        value: d.difference,
        interval: d.ci95.map(Into::into),
        words: change(d),
    }
}

/// What it means to have less and more.
fn sides(good: Good) -> [String; 2] {
    let sides = match good {
        Good::More => ["less: worse", "more: better"],
        Good::Less => ["less: better", "more: worse"],
        Good::Neither => ["less", "more"],
    };
    sides.map(str::to_owned)
}

/// In how many futures each policy does better, equally well, or worse.
fn shares(comparison: &Comparison) -> Option<Figure> {
    let mut numbers = Numbers::new(["policy", "better in", "equal in", "worse in"]);
    let mut rows = Vec::new();
    for variant in &comparison.variants {
        let verdict = &variant.verdict;
        let (better, equal, worse) = (verdict.better?, verdict.equal?, verdict.worse?);
        let shares = [better, equal, worse];
        let name = variant.setting.name.clone();
        numbers.row([name.clone()].into_iter().chain(shares.map(percent)));
        rows.push((name, shares));
    }
    rows.truncate(MOST);
    let title = "Future by future".to_owned();
    Some(Figure {
        name: "better-in".to_owned(),
        reading: format!(
            "In how many of {} each policy does better than “{}”, as well, or worse.{}",
            futures(comparison),
            comparison.baseline.name,
            more(comparison)
        ),
        picture: Picture::Drawn(split::render(&Split {
            title: format!("{title}: shares that are better, equal and worse"),
            parts: ["better", "equal", "worse"].map(str::to_owned),
            rows,
        })),
        title,
        numbers,
    })
}

/// One team's plannings under a policy.
type Course<'a> = (&'a str, Vec<&'a PlanningCompared>);

fn plannings(comparison: &Comparison) -> Vec<Figure> {
    let mut teams: Vec<&str> = Vec::new();
    let first = comparison.variants.first();
    for planning in first.iter().flat_map(|v| &v.plannings) {
        if !teams.contains(&planning.team.as_str()) {
            teams.push(&planning.team);
        }
    }
    let mut figures = Vec::new();
    for (n, team) in teams.iter().enumerate() {
        let of = |variant: &'_ Compared| -> Vec<usize> {
            let all = variant.plannings.iter().enumerate();
            all.filter(|(_, p)| p.team == *team)
                .map(|(n, _)| n)
                .collect()
        };
        let courses: Vec<Course<'_>> = comparison
            .variants
            .iter()
            .map(|v| {
                let own = of(v).into_iter().filter_map(|n| v.plannings.get(n));
                (v.setting.name.as_str(), own.collect())
            })
            .collect();
        let suffix = match teams.len() {
            1 => String::new(),
            _ => format!("-{}", n + 1),
        };
        figures.push(chances(comparison, team, &courses, &suffix));
        figures.push(fans(comparison, team, &courses, &suffix));
    }
    figures
}

/// The days of the plannings along an axis.
fn days(comparison: &Comparison, course: &[&PlanningCompared]) -> Along {
    let long = comparison.horizon_days > LONG;
    let ticks: Vec<(f64, String)> = course
        .iter()
        .map(|p| (p.day, tick(p.day, p.date.as_deref(), long)))
        .collect();
    let dated = course.iter().any(|p| p.date.is_some());
    along(ticks, dated)
}

/// The table of plannings: the number under the baseline and the differences.
fn beside(
    comparison: &Comparison,
    courses: &[Course<'_>],
    pick: fn(&PlanningCompared) -> &Difference,
) -> Numbers {
    let names = courses.iter().map(|(name, _)| (*name).to_owned());
    let header = ["planning".to_owned(), comparison.baseline.name.clone()];
    let mut numbers = Numbers::new(header.into_iter().chain(names));
    let plannings = courses.first().map_or(&[][..], |(_, first)| first);
    for (at, planning) in plannings.iter().enumerate() {
        let first = pick(planning);
        let when = date(planning.day, planning.date.as_deref());
        let cell = |(_, course): &Course<'_>| {
            let found = course.get(at).map(|p| pick(p));
            found.map_or_else(|| NOTHING.to_owned(), change)
        };
        let cells = courses.iter().map(cell);
        let levels = [when, level(first.unit, first.baseline)];
        numbers.row(levels.into_iter().chain(cells));
    }
    numbers
}

/// The chance of enough under each policy beside the baseline's.
fn chances(comparison: &Comparison, team: &str, courses: &[Course<'_>], suffix: &str) -> Figure {
    let title = format!("Chance that enough is ready for {team}");
    let baseline = &comparison.baseline.name;
    let curve = |(_, course): &Course<'_>| Curves {
        along: days(comparison, course),
        percents: true,
        lines: vec![
            line(
                "baseline",
                chance_points(course, |d| d.baseline),
                (MUTED, Stroke::Dashed),
            ),
            line(
                "policy",
                chance_points(course, |d| d.variant),
                (MAIN, Stroke::Solid),
            ),
        ],
        points: chance_points(course, |d| d.variant)
            .into_iter()
            .map(|at| Point { at, interval: None })
            .collect(),
        ..Curves::default()
    };
    Figure {
        name: format!("chance{suffix}"),
        reading: format!(
            "The share of {} in which enough is on the shelf when the planning begins: dashed under “{baseline}”, the \
            full line with dots under the policy. The table has the baseline and, in points, the differences with their 95 % \
            intervals.{}",
            futures(comparison),
            more(comparison)
        ),
        picture: drawn(&title, courses, &curve),
        title,
        numbers: beside(comparison, courses, |p| &p.ready_enough),
    }
}

fn chance_points(
    course: &[&PlanningCompared],
    pick: fn(&Difference) -> Option<f64>,
) -> Vec<(f64, f64)> {
    let there = course.iter();
    there
        .filter_map(|p| Some((p.day, pick(&p.ready_enough)?)))
        .collect()
}

fn line(label: &str, points: Vec<(f64, f64)>, (colour, stroke): (Colour, Stroke)) -> Line {
    Line {
        label: label.to_owned(),
        points,
        colour,
        stroke,
        level: false,
    }
}

/// What is on the shelf under each policy and under the baseline, in one picture.
fn fans(comparison: &Comparison, team: &str, courses: &[Course<'_>], suffix: &str) -> Figure {
    let title = format!("What {team} finds on the ready shelf");
    let curve = |(_, course): &Course<'_>| both(comparison, course);
    let needed = courses
        .first()
        .and_then(|(_, course)| course.first()?.needed);
    let enough = needed.map_or_else(String::new, |n| {
        format!(" The dashed line in another colour is what is enough: {n}.")
    });
    Figure {
        name: format!("readiness{suffix}"),
        reading: format!(
            "Of {} 70 % lie within each band: the grey one with the dashed middle is that of “{}”, the coloured one with the \
            full middle that of the policy.{enough} The table has the means and their differences.{}",
            futures(comparison),
            comparison.baseline.name,
            more(comparison)
        ),
        picture: drawn(&title, courses, &curve),
        title,
        numbers: beside(comparison, courses, |p| &p.ready),
    }
}

/// Two fans over each other.
fn both(comparison: &Comparison, course: &[&PlanningCompared]) -> Curves {
    let along = days(comparison, course);
    let fans = |which: usize| -> Vec<(f64, Fan)> {
        let fan = |p: &&PlanningCompared| Some((p.day, *p.fans.as_ref()?.get(which)?));
        course.iter().filter_map(fan).collect()
    };
    let (baseline, policy) = (fans(0), fans(1));
    let band = |label: &str, fans: &[(f64, Fan)], colour, density| Band {
        label: label.to_owned(),
        points: fans.iter().map(|(day, f)| (*day, f.p15, f.p85)).collect(),
        colour,
        density,
    };
    let middle = |fans: &[(f64, Fan)]| fans.iter().map(|(day, f)| (*day, f.p50)).collect();
    let need = course.first().and_then(|p| p.needed).map(|n| {
        let (from, to) = along.numbers;
        let level = vec![(from, f64::from(n)), (to, f64::from(n))];
        line("enough", level, (MARK, Stroke::Dashed))
    });
    let lines = [
        Some(line("", middle(&baseline), (INK, Stroke::Dashed))),
        Some(line("", middle(&policy), (INK, Stroke::Solid))),
        need,
    ];
    Curves {
        along,
        reach: 1.0,
        whole: true,
        bands: vec![
            band("70 %: baseline", &baseline, MUTED, 0.35),
            band("70 %: policy", &policy, MAIN, 0.4),
        ],
        lines: lines.into_iter().flatten().collect(),
        ..Curves::default()
    }
}

/// A chart for a policy, or small ones for several.
fn drawn(title: &str, courses: &[Course<'_>], curve: &dyn Fn(&Course<'_>) -> Curves) -> Picture {
    match courses {
        [only] => Picture::Drawn(curves::render(&Curves {
            title: format!("{title}: {}", only.0),
            upward: only.0.to_owned(),
            ..curve(only)
        })),
        several => {
            let mut panels: Vec<Panel> = several
                .iter()
                .take(MOST)
                .map(|course| Panel {
                    name: course.0.to_owned(),
                    rest: String::new(),
                    curves: curve(course),
                })
                .collect();
            curves::level(&mut panels);
            Picture::Drawn(curves::panels(title, &super::few_dates(&panels)))
        }
    }
}

/// How much longer or shorter goals take.
fn goals(comparison: &Comparison) -> Vec<Figure> {
    let first = comparison.variants.first();
    let names = first
        .iter()
        .flat_map(|v| v.goals.iter().map(|g| g.name.as_str()));
    let figure = |(n, name): (usize, &str)| {
        let of = |variant: &'_ Compared| variant.goals.iter().position(|g| g.name == name);
        let named: Vec<_> = comparison
            .variants
            .iter()
            .map(|v| {
                let goal = of(v).and_then(|n| v.goals.get(n));
                (v.setting.name.clone(), goal.map(|g| &g.wait))
            })
            .collect();
        let title = format!("Days until “{name}”");
        let file = format!("goal-{}", n + 1);
        let mut figure = differences(comparison, &file, &title, &named);
        figure.reading +=
            " A future that does not make it within the horizon counts with the horizon.";
        figure
    };
    names.enumerate().map(figure).collect()
}

/// What else changes, in shares of what it is under the baseline.
fn flow(comparison: &Comparison) -> Vec<Figure> {
    let variants = comparison.variants.iter().take(MOST).enumerate();
    variants
        .map(|(n, variant)| changes(comparison, variant, n))
        .collect()
}

fn changes(comparison: &Comparison, variant: &Compared, n: usize) -> Figure {
    let baseline = &comparison.baseline.name;
    let mut numbers = Numbers::new([
        "number",
        baseline,
        &variant.setting.name,
        "difference",
        "so it is",
    ]);
    let mut rows = Vec::new();
    for d in &variant.flow {
        let levels = [d.baseline, d.variant].map(|value| level(d.unit, value));
        let [here, there] = levels;
        let said = match d.is_better() {
            Some(true) => "better",
            Some(false) => "worse",
            None => "",
        };
        numbers.row([label(d), here, there, change_in_words(d), said.to_owned()]);
        rows.extend(share_of(d));
    }
    let title = format!("Flow and cost: {}", variant.setting.name);
    let picture = if rows.is_empty() {
        Picture::Nothing("In no future does anything of this differ.".to_owned())
    } else {
        Picture::Drawn(forest::render(&Forest {
            title: format!("{title}, in percent of “{baseline}”"),
            rows,
            left: "less".to_owned(),
            right: "more".to_owned(),
        }))
    };
    Figure {
        name: format!("flow-{}", n + 1),
        title,
        reading: format!(
            "By how much each number changes, in percent of what it is under “{baseline}”; the stroke is the 95 % interval, \
            from {}. Beside it the change itself: ▲ known to be better, ▼ worse. What stays the same is only in the table.",
            futures(comparison)
        ),
        picture,
        numbers,
    }
}

/// A change as a share of the number, in percent; beside it the change itself.
fn share_of(d: &Difference) -> Option<Row> {
    let value = d.difference.filter(|value| *value != 0.0)?;
    let whole = d.baseline.filter(|n| n.abs() > 0.0)?.abs();
    let mark = match d.is_better() {
        Some(true) => "▲ ",
        Some(false) => "▼ ",
        None => "",
    };
    let percents = |value: f64| value / whole * 100.0;
    Some(Row {
        label: label(d),
        value: Some(percents(value)),
        interval: d.ci95.map(|[low, high]| (percents(low), percents(high))),
        words: format!("{mark}{}", change_in_words(d)),
    })
}
