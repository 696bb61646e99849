//! The page: valid HTML that needs nothing from elsewhere, with the forecast's numbers in it.

use super::{Shot, Tested, drawing, shipped};
use headwater::report::html;
use headwater::report::pictures::{Figure, Picture};
use headwater::report::text::words::{chance, whole};
use html5ever::tendril::TendrilSink;
use html5ever::{ParseOpts, parse_document};
use markup5ever_rcdom::{Handle, NodeData, RcDom};

pub fn page(shot: &Shot) -> String {
    html::of_run(
        &shot.forecast,
        &shot.detail,
        &shot.sections,
        "headwater run x.toml",
    )
}

/// What is wrong with a page: it is not valid, or asks for something from elsewhere.
pub fn faults(page: &str) -> Vec<String> {
    let dom = parse_document(RcDom::default(), ParseOpts::default()).one(page);
    let mut faults: Vec<String> = dom
        .errors
        .borrow()
        .iter()
        .map(ToString::to_string)
        .collect();
    let mut ids = Vec::new();
    visit(&dom.document, &mut faults, &mut ids);
    let all = ids.len();
    ids.sort();
    ids.dedup();
    faults.extend((ids.len() < all).then(|| "an id stands twice".to_owned()));
    let outside = ["@import", "url(", "javascript:"];
    faults.extend(
        outside
            .iter()
            .filter(|word| page.contains(*word))
            .map(|word| format!("it has {word}")),
    );
    faults
}

/// A page without what only tells where words may be broken into lines.
pub fn text(page: &str) -> String {
    let page = page.replace("<span class=\"option\">", "");
    let page = page.replace("</span>", "").replace("<wbr>", "");
    page.replace('\u{a0}', " ")
}

fn visit(node: &Handle, faults: &mut Vec<String>, ids: &mut Vec<String>) {
    if let NodeData::Element { name, attrs, .. } = &node.data {
        let tag = name.local.to_string();
        if ["script", "link", "img", "iframe", "object", "embed", "base"].contains(&tag.as_str()) {
            faults.push(format!("it has a {tag}"));
        }
        let mut spoken = false;
        for attribute in attrs.borrow().iter() {
            let value = attribute.value.to_string();
            match &*attribute.name.local {
                "id" => ids.push(value),
                "href" if !value.starts_with('#') => faults.push(format!("it leads to {value}")),
                "src" | "srcset" | "action" => faults.push(format!("it loads {value}")),
                "aria-label" => spoken = !value.is_empty(),
                word if word.starts_with("on") => faults.push(format!("it has {word}")),
                _ => {}
            }
        }
        faults.extend((tag == "svg" && !spoken).then(|| "a picture has no words".to_owned()));
    }
    node.children
        .borrow()
        .iter()
        .for_each(|child| visit(child, faults, ids));
}

#[test]
fn pages_are_valid_and_need_nothing_from_elsewhere() -> Tested {
    for name in ["two-boards.toml", "two-lanes.toml", "three-teams.toml"] {
        let page = page(&Shot::of(&shipped(name)?, 40, 1)?);
        assert_eq!(faults(&page), Vec::<String>::new(), "{name}");
    }
    Ok(())
}

/// The first screen: the answer in words and what to try next.
#[test]
fn the_answer_comes_first() -> Tested {
    let shot = Shot::of(&shipped("quickstart.toml")?, 100, 1)?;
    let page = text(&page(&shot));
    let order = [
        "<h1>",
        "Will enough be ready?",
        "likely that enough is ready for team",
        "What to try next",
        "headwater run x.toml --set ",
        "<figure",
    ];
    let places: Vec<Option<usize>> = order.iter().map(|words| page.find(words)).collect();
    assert!(places.iter().all(Option::is_some), "{places:?}");
    assert!(places.is_sorted(), "{places:?}");
    Ok(())
}

/// Tables beside charts carry the forecast's numbers.
#[test]
fn tables_carry_the_numbers_of_the_forecast() -> Tested {
    let shot = Shot::of(&shipped("quickstart.toml")?, 200, 1)?;
    let (chances, ready) = (
        shot.figure("chance").ok_or("no chart")?,
        shot.figure("readiness").ok_or("no chart")?,
    );
    for (n, planning) in shot.forecast.plannings.iter().enumerate() {
        let cell = |figure: &Figure, column: usize| {
            figure
                .numbers
                .rows
                .get(n)
                .and_then(|row| row.get(column))
                .cloned()
        };
        let total = planning.ready.total.clone().unwrap_or_default();
        assert_eq!(cell(chances, 1), Some(chance(&planning.ready_enough)));
        assert_eq!(cell(ready, 2), Some(whole(total.p50)));
        assert_eq!(cell(ready, 4), Some(whole(total.p15)));
    }
    Ok(())
}

/// Dots stand where the numbers say: between the lines of 0 % and 100 %, in the order of time.
#[test]
fn charts_carry_the_numbers_of_the_forecast() -> Tested {
    let shot = Shot::of(&shipped("quickstart.toml")?, 200, 1)?;
    let Some(Picture::Drawn(svg)) = shot.figure("chance").map(|f| &f.picture) else {
        return Err("no chart".into());
    };
    let (none, all) = (
        drawing::height_of(svg, "0 %"),
        drawing::height_of(svg, "100 %"),
    );
    let (none, all) = (none.ok_or("no 0 %")?, all.ok_or("no 100 %")?);
    let dots = drawing::circles(svg);
    assert_eq!(dots.len(), shot.forecast.plannings.len());
    assert!(dots.is_sorted_by(|a, b| a.0 < b.0), "{dots:?}");
    for ((_, height), planning) in dots.iter().zip(&shot.forecast.plannings) {
        let drawn = (none - height) / (none - all);
        let error = (drawn - planning.ready_enough.probability).abs();
        assert!(
            error < 1.0 / (none - all),
            "{drawn} for {:?}",
            planning.ready_enough
        );
    }
    Ok(())
}
