//! Nothing is cut, overlaps or is empty without saying why, whatever the scenario.

use super::{Shot, Tested, drawing, shipped};
use headwater::report::pictures::Picture;

/// Twelve types and seven columns with long names in many scripts, thirty plannings, goals near and beyond.
fn wild() -> String {
    let names = [
        "feature",
        "bug",
        "漢字の種類と長い名前がここにあります",
        "العملاء يطلبون ميزة جديدة",
        "тип работы с очень длинным названием которое не кончается",
        "a work item type whose name is just about sixty letters long",
        "기능 요청",
        "ελληνικά",
        "עברית",
        "MMMMMMMMMM WWWWWWWWWWW MMMMMMMMMMMMM WWWWWWWWWWWWWWW MMMMMMM",
        "<angle> & \"quotes\"",
        "z",
    ];
    let mut text = "name = 'So <b>long</b> a name & more'\n[calendar]\nstart = 2026-01-05\nhorizon = \"62w\"\n".to_owned();
    for name in names {
        text +=
            &format!("[[types]]\nname = '{name}'\narrivals = {{ per_week = 1.0 }}\nbacklog = 3\n");
    }
    let stages = [
        "triage",
        "exploration of options with a name of sixty letters or so it is",
        "探索",
        "تحسين",
        "a",
        "b",
        "c",
    ];
    for (n, name) in stages.iter().enumerate() {
        let max = 4 + 9 * n;
        text += &format!(
            "[[stages]]\nname = '{name}'\npeople = 2\nwip = {{ max = {max} }}\ndiscard = 0.05\n\
             service = {{ dist = 'lognormal', mean = 0.7, cv = 1.0 }}\n"
        );
    }
    text + "[[conwip]]\nname = 'the upstream group with a name of about sixty letters, at least'\n\
        stages = ['triage', '探索', 'b']\nwip = { max = 30 }\n\
        [[teams]]\nname = 'a team with a name of about sixty letters, which is quite long'\n\
        planning = { first = 2026-01-16, every = '2w' }\npull = { total = 18 }\n\
        [[goals]]\nname = 'far away'\nready = 100000\n[[goals]]\nname = 'near'\nready = 30\n\
        [[goals]]\nname = 'just about, with a name that is rather long'\nready = 520\n\
        [[blockers]]\nsource = 'sign-off by the legal department and the works council, both'\n\
        probability = 0.3\nstages = ['探索']\nduration = 3\n"
}

/// Nothing ever comes.
const ZERO: &str = "calendar = { horizon = '6w' }\n[[types]]\nname = 'none'\narrivals = { per_week = 0.0001 }\n\
    [[stages]]\nname = 'work'\npeople = 1\nwip = { max = 2 }\nservice = 1\n\
    [[teams]]\nname = 't'\nplanning = { every = '2w' }\npull = { total = 3 }\n[[goals]]\nname = 'g'\nready = 5\n";

/// One type, one column, one planning, an unlimited backlog, nobody who works, less than a week.
const TINY: &str = "calendar = { horizon = 4 }\n[[types]]\nname = 'x'\nbacklog = 'unlimited'\n\
    [[stages]]\nname = 'work'\nwip = { max = 2 }\nelapsed = 1\n\
    [[teams]]\nname = 't'\nplanning = { at = [3] }\npull = { total = 6 }\n";

/// Nobody plans, nothing is asked.
const UNASKED: &str = "calendar = { horizon = '800w' }\n[[types]]\nname = 'x'\narrivals = { per_week = 2 }\n\
    [[stages]]\nname = 'work'\npeople = 1\nservice = 1\n\
    [[goals]]\nname = 'some day'\nready = 900\n";

/// Everything lies beyond the horizon: nothing gets through, nothing is reached, nobody plans in time.
const BEYOND: &str = "calendar = { horizon = '8w' }\n[[types]]\nname = 'slow'\narrivals = { per_week = 2 }\n\
    [[stages]]\nname = 'work'\npeople = 1\nwip = { max = 2 }\nservice = 200\n\
    [[stages]]\nname = 'check'\npeople = 1\nwip = { max = 2 }\nservice = 1\n\
    [[teams]]\nname = 't'\nplanning = { every = '2w' }\npull = { total = 3 }\n\
    [[goals]]\nname = 'never'\nready = 5\nby = 30\n\
    [[blockers]]\nsource = 'law'\nprobability = 0.5\nstages = ['check']\nduration = 300\n";

fn check(name: &str, text: &str, trials: u64) -> Tested {
    let shot = Shot::of(text, trials, 1)?;
    let mut faults = Vec::new();
    for (figure, svg) in shot.drawings() {
        faults.extend(
            drawing::faults(svg)
                .into_iter()
                .map(|fault| format!("{figure}: {fault}")),
        );
    }
    for figure in shot.figures() {
        if let Picture::Nothing(why) = &figure.picture
            && why.len() < 15
        {
            faults.push(format!("{}: empty without saying why", figure.name));
        }
        let ragged = figure
            .numbers
            .rows
            .iter()
            .any(|row| row.len() != figure.numbers.header.len());
        faults.extend(ragged.then(|| format!("{}: a ragged table", figure.name)));
    }
    assert!(faults.is_empty(), "{name}: {faults:#?}");
    Ok(())
}

#[test]
fn many_long_names_in_many_scripts() -> Tested {
    check("wild", &wild(), 60)
}

#[test]
fn nothing_at_all() -> Tested {
    check("zero", ZERO, 30)
}

#[test]
fn everything_beyond_the_horizon() -> Tested {
    check("beyond", BEYOND, 30)
}

#[test]
fn hardly_anything() -> Tested {
    check("tiny", TINY, 30)
}

#[test]
fn sixteen_years_and_no_question() -> Tested {
    check("unasked", UNASKED, 20)
}

#[test]
fn the_shipped_scenarios() -> Tested {
    for name in [
        "quickstart.toml",
        "product-backlog.toml",
        "two-lanes.toml",
        "three-teams.toml",
        "two-boards.toml",
        "starved.toml",
        "blocked.toml",
        "everything-at-once.toml",
        "weekly-session.toml",
        "epics.toml",
        "half-done.toml",
        "portfolio.toml",
        "urgent.toml",
        "from-today.toml",
    ] {
        check(name, &shipped(name)?, 60)?;
    }
    Ok(())
}

/// The page of the wildest scenario is valid, too.
#[test]
fn any_name_stays_text() -> Tested {
    let shot = Shot::of(&wild(), 20, 1)?;
    let page = super::pages::page(&shot);
    assert_eq!(super::pages::faults(&page), Vec::<String>::new());
    assert!(page.contains("&lt;angle&gt; &amp; "), "names are escaped");
    Ok(())
}
