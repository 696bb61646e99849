//! Sentences of the page that would be false if they were always the same.

use crate::support::page;

/// One person before the shelf, and delivery in which two in three things are aborted.
fn delivery(service: u32, discard: f64) -> String {
    let text = format!(
        r#"
        calendar = {{ horizon = 40 }}
        types = [{{ name = "f", arrivals = {{ every = 1 }} }}]
        stages = [
          {{ name = "A", people = 1, service = 0.5 }},
          {{ name = "shelf", kind = "ready" }},
          {{ name = "dev", people = "unlimited", service = {service}, discard = {discard} }},
        ]
        teams = [{{ name = "t", planning = {{ every = 5 }}, pull = {{ total = 5 }} }}]
        "#
    );
    page(&text, 50)
}

#[test]
fn what_is_aborted_is_not_done() {
    let whole = delivery(2, 0.0);
    assert!(
        whole.contains("t: of what is planned half is done"),
        "{whole}"
    );
    let aborted = delivery(2, 0.6);
    assert!(
        aborted.contains("t: of what gets done half is done"),
        "{aborted}"
    );
    let late = delivery(7, 0.0);
    assert!(late.contains("the rest is carried over."), "{late}");
    assert!(late.contains("On average 46 % of what"), "{late}");
    // Of 63 things in hand 34 are carried over and 29 come to an end, two in five of them done; 4.9 standard errors of
    // 50 times 29 fates are 3 points.
    let late = delivery(7, 0.6);
    assert!(
        late.contains("the rest is carried over or aborted."),
        "{late}"
    );
    let said = late
        .split_once("On average ")
        .and_then(|(_, rest)| rest.split_once(' '));
    let said: Option<f64> = said.and_then(|(percent, _)| percent.parse().ok());
    assert!(
        said.is_some_and(|percent| (percent - 18.4).abs() < 3.5),
        "{said:?}"
    );
}

#[test]
fn ready_at_once_is_not_never_ready() {
    let buffers = |backlog: u32| {
        page(
            &format!(
                r#"
                calendar = {{ horizon = 4 }}
                types = [{{ name = "x", backlog = {backlog}, route = ["buffer"] }}, {{ name = "y", arrivals = {{ at = [4] }}, expire = 1, route = ["slow"] }}]
                stages = [{{ name = "buffer" }}, {{ name = "slow", people = 1, service = 1 }}]
                "#
            ),
            20,
        )
    };
    let some = buffers(2);
    assert!(
        some.contains("Nothing: the items that became ready were ready the moment"),
        "{some}"
    );
    assert!(
        some.contains("Nothing holds readiness back: the items that became ready were ready the")
    );
    let none = buffers(0);
    assert!(
        none.contains("Unknown: no item became ready after the warm-up."),
        "{none}"
    );
    assert!(none.contains("cannot be told: no item became ready."));
}

#[test]
fn what_was_blocked_before_day_0_is_not_denied() {
    let text = r#"
#: id,type,stage,entered,state
#: A,f,A,3,blocked
calendar = { horizon = 9 }
types = [{ name = "f" }]
stages = [{ name = "A", people = 1, service = 2, expire = 1 }]
blockers = [{ source = "legal", probability = 0, duration = 3 }]
board = { file = "board.csv" }
"#;
    let told = page(text, 20);
    assert!(
        told.contains("Nothing was blocked from day 0 on."),
        "{told}"
    );
}

#[test]
fn who_is_not_yet_ready_and_who_is_not_yet_done_are_two_numbers() {
    let text = r#"
calendar = { horizon = 10 }
types = [{ name = "f", backlog = 9 }]
stages = [
  { name = "A", people = 1, wip = { max = 1 }, service = 2 },
  { name = "shelf", kind = "ready" },
  { name = "dev", people = 1, service = 4 },
]
teams = [{ name = "t", planning = { every = 3 }, pull = { total = 2 } }]
"#;
    let told = page(text, 50);
    let open = "200 items (4.0 in a future) were not yet ready at the end, 400 items (8.0 in a future) were not \
                yet done;";
    assert!(told.contains(open), "{told}");
    assert!(told.contains("the age in progress is in working days"));
    let only = page(
        &text.replace("{ name = \"dev\", people = 1, service = 4 },", ""),
        50,
    );
    assert!(
        only.contains("200 items (4.0 in a future) were still open at the end;"),
        "{only}"
    );
}

#[test]
fn a_lane_is_no_column_and_no_column_is_explained_that_is_not_there() {
    let text = r#"
calendar = { horizon = 20 }
types = [{ name = "f", backlog = 9 }, { name = "g", backlog = 1 }]
stages = [{ name = "A", people = 9, service = 2 }]
lanes = [{ name = "big", types = ["f"], conwip = { max = 1 } }]
teams = [{ name = "t", planning = { at = [20] }, pull = { total = 2 } }]
"#;
    let told = page(text, 50);
    assert!(told.contains("waiting for room in the lane big"), "{told}");
    assert!(!told.contains("the age in progress"), "{told}");
    let group = text.replace(
        "lanes = [{ name = \"big\", types = [\"f\"], conwip",
        "conwip = [{ name = \"all\", stages = [\"A\"], wip",
    );
    assert!(page(&group, 50).contains("waiting for room in the group all"));
}
