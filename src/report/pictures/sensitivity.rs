//! What the forecast hangs on: a tornado of its estimates, and what one more and one fewer of anything would bring.

use super::comparison::sides;
use super::{Figure, Numbers, Picture, Section};
use crate::experiment::sensitivity::{End, Hanging, Input, More, OneMore, Sensitivity};
use crate::experiment::{Difference, Known};
use crate::forecast::paths::Good;
use crate::report::charts::forest::{self, Forest};
use crate::report::charts::tornado::{self, Tornado};
use crate::report::text::amounts::{change, level};
use crate::report::text::sensitivity::{unit, values, words};
use crate::report::text::words::{NOTHING, thousands};

/// So many inputs, people and places are drawn.
const MOST: usize = 12;

/// All pictures of what the forecast hangs on.
pub fn of_sensitivity(found: &Sensitivity) -> Vec<Section> {
    let sections = found.results.iter().enumerate().map(|(n, hanging)| {
        let (suffix, of) = match found.results.len() {
            1 => (String::new(), String::new()),
            _ => (format!("-{}", n + 1), format!(" – {}", words(hanging))),
        };
        let seen = Seen {
            found,
            hanging,
            suffix,
        };
        let figures = [seen.tornado(), seen.one_more(), seen.one_fewer()];
        Section {
            title: format!("What does it hang on?{of}"),
            figures: figures.into_iter().flatten().collect(),
        }
    });
    sections.filter(|s| !s.figures.is_empty()).collect()
}

/// One of the numbers that are looked at.
struct Seen<'a> {
    found: &'a Sensitivity,
    hanging: &'a Hanging,
    /// What tells its charts from those of other numbers.
    suffix: String,
}

impl Seen<'_> {
    fn futures(&self) -> String {
        format!(
            "{} simulated futures (the same for all)",
            thousands(self.found.trials)
        )
    }

    fn level(&self, value: Option<f64>) -> String {
        level(unit(self.hanging), value)
    }

    fn tornado(&self) -> Option<Figure> {
        let inputs = &self.hanging.inputs;
        if inputs.is_empty() {
            return None;
        }
        let inert = |input: &&Input| input.swing.as_ref().is_none_or(|s| s.known == Known::Same);
        let moving = || inputs.iter().filter(|input| !inert(input));
        let rows: Vec<tornado::Row> = moving().take(MOST).map(|input| self.row(input)).collect();
        let title = "Estimates, each alone a little lower and higher".to_owned();
        let drawn = Tornado {
            title: format!("{title}: {}", words(self.hanging)),
            middle: self.hanging.level.value,
            middle_words: format!("as written: {}", self.level(self.hanging.level.value)),
            rows,
        };
        let picture = match drawn.rows.is_empty() {
            true => Picture::Nothing(
                "Nothing to draw: it is the same in every future, whichever estimate is lower or higher.".to_owned(),
            ),
            false => Picture::Drawn(tornado::render(&drawn)),
        };
        let left_out = moving().count().saturating_sub(MOST);
        Some(Figure {
            name: format!("tornado{}", self.suffix),
            title,
            reading: format!(
                "“{}” with an estimate lower (full dot) and higher (ring), the largest swing on top; the upright line is as \
                the scenario is written. From {}; the ± in the table is half of the 95 % interval of the swing.{}",
                words(self.hanging),
                self.futures(),
                more(left_out)
            ),
            picture,
            numbers: self.numbers(),
        })
    }

    fn row(&self, input: &Input) -> tornado::Row {
        let end = |end: Option<&End>| tornado::End {
            value: end.and_then(|end| end.effect.variant),
            words: end.map_or_else(String::new, |end| {
                let number = self.level(end.effect.variant);
                format!("{}: {number}", values(&end.set))
            }),
        };
        tornado::Row {
            label: input.path.clone(),
            low: end(input.low.as_ref()),
            high: end(input.high.as_ref()),
        }
    }

    fn numbers(&self) -> Numbers {
        let header = ["input", "lower", "result", "higher", "result", "swing"];
        let mut numbers = Numbers::new(header);
        for input in &self.hanging.inputs {
            let cells = |end: Option<&End>| match end {
                Some(end) => [values(&end.set), self.level(end.effect.variant)],
                None => [NOTHING, NOTHING].map(str::to_owned),
            };
            let swing = input.swing.as_ref().map_or_else(String::new, change);
            let [low, high] = [&input.low, &input.high].map(|end| cells(end.as_ref()));
            let first = [input.path.clone()].into_iter();
            let swing = swing.trim_start_matches('+').to_owned();
            numbers.row(first.chain(low).chain(high).chain([swing]));
        }
        numbers
    }

    fn one_more(&self) -> Option<Figure> {
        let pick = |more: &OneMore| Some(more.effect.clone());
        self.prices(("one-more", "One more of each"), "more", &pick)
    }

    fn one_fewer(&self) -> Option<Figure> {
        let pick = |more: &OneMore| more.one_fewer.clone();
        self.prices(("one-fewer", "One fewer of each"), "fewer", &pick)
    }

    fn prices(
        &self,
        (name, title): (&str, &str),
        which: &str,
        pick: &dyn Fn(&OneMore) -> Option<Difference>,
    ) -> Option<Figure> {
        let all = self.hanging.one_more.iter();
        let all: Vec<(&OneMore, Difference)> =
            all.filter_map(|more| Some((more, pick(more)?))).collect();
        if all.is_empty() {
            return None;
        }
        let mut numbers =
            Numbers::new([&format!("one {which}"), "now", "result then", "difference"]);
        for (more, d) in &all {
            let label = format!("{}: {}", of(more), more.path);
            numbers.row([
                label,
                more.now.to_string(),
                self.level(d.variant),
                change(d),
            ]);
        }
        let moving = || all.iter().filter(|(_, d)| d.known != Known::Same);
        let rows = moving().take(MOST).map(|(more, d)| forest::Row {
            label: format!("{}: {}", of(more), more.path),
            value: d.difference,
            interval: d.ci95.map(Into::into),
            words: change(d),
        });
        let rows: Vec<forest::Row> = rows.collect();
        let good = self.hanging.like.as_ref().map_or(Good::Neither, |d| d.good);
        let [left, right] = sides(good);
        let picture = match rows.is_empty() {
            true => Picture::Nothing(format!(
                "Nothing to draw: one {which} changes nothing in any future, wherever it is."
            )),
            false => Picture::Drawn(forest::render(&Forest {
                title: format!("{title}: {}", words(self.hanging)),
                rows,
                left,
                right,
            })),
        };
        Some(Figure {
            name: format!("{name}{}", self.suffix),
            title: title.to_owned(),
            reading: format!(
                "What one {which} does to “{}”, each alone; the stroke is the 95 % interval of the difference, from {}. A \
                stroke that crosses the upright line may go either way; what changes nothing is in the table only.{}",
                words(self.hanging),
                self.futures(),
                more(moving().count().saturating_sub(MOST))
            ),
            picture,
            numbers,
        })
    }
}

fn of(more: &OneMore) -> &'static str {
    match more.of {
        More::Person => "person",
        More::Place => "place",
        More::Minimum => "in the minimum",
    }
}

/// What is said where there is more than is drawn.
fn more(left_out: usize) -> String {
    match left_out {
        0 => String::new(),
        n => format!(" Of {n} more there are only numbers."),
    }
}
