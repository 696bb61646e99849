//! What one more person or place would bring, and what one fewer would cost.

use super::super::amounts::{change, change_in_words, level};
use super::super::table::Sheet;
use super::super::words::{NOTHING, list};
use super::super::{body, paragraph, section};
use super::{LISTED, and_more, named, unit};
use crate::experiment::sensitivity::{Hanging, More, OneMore};
use crate::experiment::{Difference, Known};

/// Where one more person or place brings most.
pub fn bottleneck(hanging: &Hanging) -> String {
    let mut best = most_wanted(hanging);
    let short = |more: &OneMore| more.of != More::Minimum;
    let Some(first) = best.next() else {
        return match hanging.one_more.iter().any(short) {
            true => "No single further person or place is known to bring anything.".to_owned(),
            false => String::new(),
        };
    };
    let others: Vec<String> = best.map(|more| more.path.clone()).collect();
    let others = match others.is_empty() {
        true => String::new(),
        false => format!(" Not told apart from it: {}.", list(&others)),
    };
    let what = match first.of {
        More::Person => "one more person there",
        More::Place | More::Minimum => "one more place there",
    };
    format!(
        "The bottleneck is {}: {what} {}.{others}{}",
        first.path,
        brings(hanging, first),
        person(hanging, first)
    )
}

/// The bottleneck, and what is not told apart from it.
pub fn most_wanted(hanging: &Hanging) -> impl Iterator<Item = &OneMore> {
    let among = |more: &&OneMore| hanging.bottleneck.contains(&more.path);
    hanging.one_more.iter().filter(among)
}

/// `brings +4.2 points ± 0.3 (34 %)`.
fn brings(hanging: &Hanging, more: &OneMore) -> String {
    let value = level(unit(hanging), more.effect.variant);
    format!("brings {} ({value})", change_in_words(&more.effect))
}

/// The best person, where a place is better than all: people cost more.
fn person(hanging: &Hanging, first: &OneMore) -> String {
    let person = |more: &&OneMore| more.of == More::Person;
    let best = hanging.one_more.iter().find(person);
    let known = |more: &&OneMore| more.effect.is_better() == Some(true);
    match best.filter(known) {
        Some(best) if first.of == More::Place => {
            let brings = brings(hanging, best);
            format!(" Of people one more in {} {brings}.", best.path)
        }
        _ => String::new(),
    }
}

/// What a minimum would bring that is higher by one.
pub fn minimum(hanging: &Hanging) -> String {
    let useful =
        |more: &&OneMore| more.of == More::Minimum && more.effect.is_better() == Some(true);
    hanging
        .one_more
        .iter()
        .find(useful)
        .map_or_else(String::new, |best| {
            format!(
                "Without anybody more: {} higher by one (now {}) {}.",
                best.path,
                best.now,
                brings(hanging, best)
            )
        })
}

/// Where there is something to spare, or too much.
pub fn fewer(hanging: &Hanging) -> String {
    let lower = |more: &OneMore| more.one_fewer.as_ref().map(|d| (d.is_better(), d.known));
    let better = hanging.one_more.iter().filter_map(|more| {
        let fewer = more.one_fewer.as_ref()?;
        let better = fewer.is_better() == Some(true);
        better.then(|| format!("{} ({})", more.path, change_in_words(fewer)))
    });
    let better: Vec<String> = better.collect();
    let idle = hanging.one_more.iter();
    let idle = idle.filter(|more| lower(more).is_some_and(|(_, known)| known == Known::Same));
    let mut said = Vec::new();
    if !better.is_empty() {
        said.push(format!(
            "One fewer does better at {}.",
            named(better.iter())
        ));
    }
    match named(idle.map(|more| &more.path)) {
        paths if paths.is_empty() => {}
        paths => said.push(format!("One fewer changes nothing at {paths}.")),
    }
    said.join(" ")
}

/// What one more and one fewer would bring, the best first.
pub fn table(hanging: &Hanging, of: &str, width: usize) -> String {
    let header = ["one", "at", "now", "one fewer", "one more", "result then"];
    let mut sheet = Sheet::new(2, header);
    let idle = |more: &&OneMore| {
        let same = |d: &Difference| d.known == Known::Same;
        same(&more.effect) && more.one_fewer.as_ref().is_none_or(same)
    };
    let moving = || hanging.one_more.iter().filter(|more| !idle(more));
    for more in moving().take(LISTED) {
        let one = match more.of {
            More::Person => "person",
            More::Place => "place",
            More::Minimum => "in the minimum",
        };
        let fewer = more.one_fewer.as_ref();
        sheet.row([
            one.to_owned(),
            more.path.clone(),
            more.now.to_string(),
            fewer.map_or_else(|| NOTHING.to_owned(), shown),
            shown(&more.effect),
            level(unit(hanging), more.effect.variant),
        ]);
    }
    let rows = match sheet.is_empty() {
        true => String::new(),
        false => sheet.render(width),
    };
    let inert = hanging.one_more.iter().filter(idle);
    let inert = match named(inert.map(|more| &more.path)) {
        text if text.is_empty() => text,
        paths => format!("One more or one fewer changes nothing at {paths}."),
    };
    let others = and_more(moving().count().saturating_sub(LISTED));
    let title = format!("What one more person or place would bring{of}");
    section(&title, &body([rows, others, paragraph(&inert, width)]))
}

fn shown(d: &Difference) -> String {
    match d.known {
        Known::Same => "nothing".to_owned(),
        _ => change(d),
    }
}
