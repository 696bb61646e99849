//! The price list: what each feature adds to the cost of a trial of `upstream-3.toml` where it is used.
//!
//! `cargo bench --bench prices -- --trials 2000 --runs 3`

#![expect(clippy::print_stdout, reason = "a program whose output is its result")]

mod measure;
mod options;
mod program;
mod stopwatch;

use std::error::Error;

/// A feature: its name, what is put in place of what, and what is added at the end.
struct Feature {
    name: &'static str,
    edits: &'static [(&'static str, &'static str)],
    more: &'static str,
}

/// A feature that only changes lines.
const fn edit(name: &'static str, edits: &'static [(&'static str, &'static str)]) -> Feature {
    Feature {
        name,
        edits,
        more: "",
    }
}

/// A feature that only adds lines.
const fn more(name: &'static str, more: &'static str) -> Feature {
    Feature {
        name,
        edits: &[],
        more,
    }
}

const EXPLORATION: &str = "name    = \"exploration\"\n";
const REFINEMENT: &str = "name    = \"refinement\"\n";
const FEATURE: &str = "name     = \"feature\"\n";
const PEOPLE: &str = "people  = 2\n";
const TRIAGE_PERSON: &str = "people  = 1\n";
const ROOM: &str = "max = 5 }";
const PULL: &str = "pull     = { total = 8 }\n";
const SERVICE: &str = "mean = 1.2, cv = 1.0 }\n";
const POOL: &str = "\n[[pools]]\nname = \"analysts\"\npeople = 4\n";

/// Everything a scenario can ask for, roughly in the order of the reference.
const FEATURES: &[Feature] = &[
    edit(
        "first come, first served by age",
        &[("\"stage-fifo\"", "\"fifo\"")],
    ),
    edit(
        "weighted shortest job first",
        &[
            ("\"stage-fifo\"", "\"wsjf\""),
            (
                FEATURE,
                "name     = \"feature\"\nvalue = { dist = \"uniform\", min = 1, max = 9 }\n",
            ),
        ],
    ),
    edit(
        "classes of service",
        &[(
            FEATURE,
            "name     = \"feature\"\nclass = { expedite = 0.05, standard = 0.95 }\n",
        )],
    ),
    edit(
        "batches of arrivals",
        &[("{ per_week = 4.0 }", "{ per_week = 2.0, batch = 2 }")],
    ),
    edit(
        "arrivals by weekday",
        &[
            (
                "{ per_week = 4.0 }",
                "{ per_week = 4.0, weekday = { mon = 2 } }",
            ),
            ("horizon = \"26w\"", "horizon = \"26w\"\nstart = 2026-01-05"),
        ],
    ),
    edit(
        "patience in the backlog",
        &[(FEATURE, "name     = \"feature\"\nexpire = \"8w\"\n")],
    ),
    edit(
        "patience in a stage",
        &[(EXPLORATION, "name    = \"exploration\"\nexpire = \"4w\"\n")],
    ),
    edit(
        "rework",
        &[(
            REFINEMENT,
            "name    = \"refinement\"\nrework = { probability = 0.1 }\n",
        )],
    ),
    edit(
        "split into parts",
        &[(
            EXPLORATION,
            "name    = \"exploration\"\nsplit = { probability = 0.1, into = 2 }\n",
        )],
    ),
    edit(
        "failure demand",
        &[(
            FEATURE,
            "name     = \"feature\"\nreturns = { probability = 0.1, as = \"bug\", after = \"3w\" }\n",
        )],
    ),
    edit(
        "skipped stages",
        &[(EXPLORATION, "name    = \"exploration\"\nskip = 0.1\n")],
    ),
    edit("a minimum that signals", &[(ROOM, "min = 2, max = 5 }")]),
    edit(
        "a minimum that pushes",
        &[(ROOM, "min = 2, max = 5, on_low = \"push\" }")],
    ),
    edit(
        "a column where nobody works",
        &[
            (TRIAGE_PERSON, ""),
            (
                "service = { dist = \"lognormal\", mean = 0.2, cv = 1.0 }",
                "elapsed = { dist = \"lognormal\", mean = 0.2, cv = 1.0 }",
            ),
        ],
    ),
    edit(
        "people who stay with finished work",
        &[(
            EXPLORATION,
            "name    = \"exploration\"\nhold = \"person\"\n",
        )],
    ),
    edit(
        "a stage that lets go at meetings",
        &[(
            REFINEMENT,
            "name    = \"refinement\"\nleaves = { every = \"1w\" }\n",
        )],
    ),
    Feature {
        name: "a shared pool",
        edits: &[(PEOPLE, "pool = \"analysts\"\n")],
        more: POOL,
    },
    Feature {
        name: "a shared pool with several items in hand",
        edits: &[(PEOPLE, "pool = \"analysts\"\n")],
        more: "\n[[pools]]\nname = \"analysts\"\npeople = 4\nfocus = { items_per_person = 3, switch_cost = 0.1 }\n",
    },
    Feature {
        name: "people for a part of the day",
        edits: &[(PEOPLE, "pool = \"analysts\"\n")],
        more: "\n[[pools]]\nname = \"analysts\"\npeople = 5\navailability = 0.8\n",
    },
    edit(
        "expedite work that interrupts",
        &[(
            FEATURE,
            "name     = \"feature\"\nclass = { expedite = 0.05, standard = 0.95 }\npreempt = true\n",
        )],
    ),
    edit(
        "expedite work over a maximum",
        &[
            (ROOM, "max = 5, expedite_over = 1 }"),
            (
                FEATURE,
                "name     = \"feature\"\nclass = { expedite = 0.05, standard = 0.95 }\n",
            ),
        ],
    ),
    more(
        "CONWIP over three stages",
        "\n[[conwip]]\nname = \"upstream\"\nstages = [\"triage\", \"exploration\", \"refinement\"]\nwip = { max = 12 }\n",
    ),
    more(
        "two lanes with their own limits",
        "\n[[lanes]]\nname = \"business\"\ntypes = [\"feature\", \"regulatory\"]\nwip = { refinement = { max = 3 } }\nconwip = { max = 9 }\n\n[[lanes]]\nname = \"technical\"\ntypes = [\"bug\", \"debt\"]\nconwip = { max = 7 }\n",
    ),
    more(
        "allocation: reserved",
        "\n[allocation]\nby = \"type\"\nstrategy = \"reserved\"\nshares = { feature = 40, bug = 30, regulatory = 10, debt = 20 }\n",
    ),
    more(
        "allocation: flexible",
        "\n[allocation]\nby = \"type\"\nstrategy = \"flexible\"\nshares = { feature = 40, bug = 30, regulatory = 10, debt = 20 }\n",
    ),
    more(
        "allocation: weighted",
        "\n[allocation]\nby = \"type\"\nstrategy = \"weighted\"\nshares = { feature = 40, bug = 30, regulatory = 10, debt = 20 }\n",
    ),
    more(
        "allocation: priority",
        "\n[allocation]\nby = \"type\"\nstrategy = \"priority\"\norder = [\"regulatory\", \"bug\", \"feature\", \"debt\"]\n",
    ),
    more(
        "blockers at the start of a stay",
        "\n[[blockers]]\nsource = \"legal\"\nstages = [\"exploration\"]\nprobability = 0.1\nduration = \"3d\"\n",
    ),
    more(
        "blockers during work",
        "\n[[blockers]]\nsource = \"vendor\"\nstages = [\"exploration\"]\nper_day = 0.1\nduration = \"1d\"\n",
    ),
    edit(
        "shares and conditions of a planning",
        &[(
            PULL,
            "pull     = { total = 8 }\nready_when = { total = 8, bug = 2 }\n",
        )],
    ),
    more(
        "a stage after ready",
        "\n[[stages]]\nname = \"development\"\npeople = 6\nservice = { dist = \"lognormal\", mean = 3, cv = 1 }\n",
    ),
    more(
        "a change on the way",
        "\n[[changes]]\nat = \"13w\"\nset = { \"stages.exploration.wip.max\" = 6 }\n",
    ),
    more("a goal", "\n[[goals]]\nname = \"release\"\nready = 60\n"),
    edit(
        "work with another distribution",
        &[(
            SERVICE,
            "mean = 1.2, cv = 1.0 }\nby_type.bug = { service = { dist = \"gamma\", mean = 1.2, cv = 1.0 } }\n",
        )],
    ),
];

fn main() -> Result<(), Box<dyn Error>> {
    let trials = options::number("--trials", 2_000);
    let runs = options::number("--runs", 3);
    let plain = std::fs::read_to_string(program::in_project("benches/upstream-3.toml"))?;
    println!(
        "CPU time of {trials} trials of upstream-3 with one feature more, of the least of {runs} runs, against"
    );
    println!(
        "that without it. Demand, people and work are the same unless the feature changes them.\n"
    );
    println!("| feature | times |");
    println!("| --- | ---: |");
    for feature in FEATURES {
        let without = measure::cpu(&plain, trials, runs)?;
        let with = measure::cpu(&feature.on(&plain)?, trials, runs)?;
        println!("| {} | {:.2} |", feature.name, with / without);
    }
    Ok(())
}

impl Feature {
    /// The scenario with it; an error where what it replaces is not there.
    fn on(&self, plain: &str) -> Result<String, Box<dyn Error>> {
        let mut text = plain.to_string();
        for (there, instead) in self.edits {
            if !text.contains(there) {
                return Err(format!("{}: no {there:?} in the scenario", self.name).into());
            }
            text = text.replace(there, instead);
        }
        Ok(text + self.more)
    }
}
