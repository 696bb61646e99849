//! Every feature at once, under limits, allocation and discard.

use crate::consistency::assert_consistent;
use crate::support::{number, run};

/// A board that uses each feature of the model at least once; `ALLOCATION` is filled in.
const ALL: &str = r#"
name = "Everything at once"
about = "No healthy board: it only has one of each."
order = "fifo"

[calendar]
start = 2026-03-02
horizon = "26w"
holidays = [2026-04-03, 2026-04-06]
week = ["mon", "tue", "wed", "thu", "fri"]
hours_per_day = 8

[[types]]
name = "feature"
class = { expedite = 0.05, standard = 0.95 }
preempt = true
source = "sales"
arrivals = { per_week = 3, profile = [{ from = "6w", factor = 1.5 }], weekday = { mon = 2, fri = 0.5 } }
backlog = 12
value = { dist = "lognormal", mean = 8, cv = 1 }
returns = { probability = 0.2, as = "bug", after = { dist = "exponential", mean = "2w" } }

[[types]]
name = "bug"
source = "support"
arrivals = { between = { dist = "gamma", mean = 3, cv = 0.5 }, batch = { dist = "geometric", mean = 1.5 } }
backlog = { items = 40, age = { dist = "exponential", mean = "10w" } }
backlog_max = 50
value = 3
expire = { dist = "gamma", mean = "30w", cv = 0.5 }

[[types]]
name = "regulatory"
class = "fixed-date"
arrivals = { every = "2w", count = 1 }
route = ["triage", "refinement", "ready"]
due = { dist = "uniform", min = "3w", max = "8w" }
priority = 0

[[types]]
name = "debt"
class = "intangible"
arrivals = { order = { stage = "refinement", below = 3, count = 2, lead = { dist = "uniform", min = 1, max = 4 } } }
backlog_max = 1
priority = 1

[[types]]
name = "idea"
backlog = "unlimited"
route = ["triage", "exploration"]

[[pools]]
name = "analysts"
people = 3
availability = 0.7
prefer = "downstream"
focus = { items_per_person = 2, switch_cost = 0.1 }

[[stages]]
name = "triage"
people = 1
wip = { max = 6 }
service = "2h"
discard = 0.25
hold = "person"

[[stages]]
name = "exploration"
pool = "analysts"
wip = { min = 2, max = 7, expedite_over = 1, on_low = "push" }
push_cost = 1.2
service = { dist = "lognormal", p50 = "1d", p85 = "3d" }
discard = 0.15
skip = 0.2
order = "wsjf"
by_type.bug = { service = { dist = "gamma", mean = 0.5, cv = 0.8 }, discard = 0.05 }
by_type.feature = { split = { probability = 0.2, into = { dist = "uniform-int", min = 2, max = 3 } } }
by_type.idea = { split = { probability = 0.1, into = 2, as = "debt" } }

[[stages]]
name = "sign-off"
wip = { max = 6 }
elapsed = { dist = "weibull", p50 = "1d", p85 = "4d" }
discard = 0.05

[[stages]]
name = "options"
wip = { min = 3, max = 8 }
expire = "2w"

[[stages]]
name = "refinement"
pool = "analysts"
wip = { max = 6 }
service = { dist = "pert", min = 0.1, mode = 0.5, max = 2 }
discard = 0.05
leaves = { every = "1w", at_most = 12 }
rework = { probability = 0.15, to = "triage" }
order = "random"

[[stages]]
name = "ready"
kind = "ready"
wip = { min = 8, max = 20 }
expire = "4w"
by_type.debt = { expire = "2w" }

[[stages]]
name = "build"
team = "payments"
people = 4
wip = { max = 5 }
service = { dist = "lognormal", mean = 2, cv = 1 }
discard = 0.05
rework = { probability = 0.1 }
by_type.feature = { split = { probability = 0.2, into = 2 } }
by_type.regulatory = { split = { probability = 0.3, into = 2, as = "bug" } }

[[stages]]
name = "operate"
team = "platform"
elapsed = 3

[[stages]]
name = "release"
people = 1
wip = { max = 3 }
service = "2h"

[[conwip]]
name = "upstream"
stages = ["triage", "exploration", "sign-off", "options", "refinement"]
wip = { max = 22, expedite_over = 1 }

[[lanes]]
name = "business"
types = ["feature", "regulatory", "idea"]
wip = { exploration = { min = 1, max = 5 } }
conwip = { max = 15 }

[[lanes]]
name = "technical"
types = ["bug", "debt"]
wip = { exploration = { max = 3 } }

[allocation]
ALLOCATION

[[blockers]]
source = "legal sign-off"
stages = ["exploration"]
types = ["feature", "regulatory", "bug"]
probability = 0.15
duration = { dist = "lognormal", mean = 4, cv = 1.2 }

[[blockers]]
source = "test environment"
per_day = 0.05
duration = "6h"
holds_person = true

[[teams]]
name = "payments"
planning = { first = 2026-03-13, every = "2w" }
pull = { total = 6, shares = { feature = 30, bug = 40, regulatory = 10, debt = 10, idea = 10 } }
ready_when = { total = 6, bug = 2, business = 2 }

[[teams]]
name = "platform"
types = ["bug", "debt"]
planning = { at = [2026-04-01, 50] }
pull = { total = 4, borrow = false, shares = { technical = 1 } }

[[goals]]
name = "half-year"
ready = 60
by = 2026-06-30

[[goals]]
name = "four on the shelf"
ready = 4
on_shelf = true
lanes = ["business"]

[[changes]]
at = "10w"
set = { "stages.exploration.wip.max" = 6, "pools.analysts.people" = 4, "pools.analysts.availability" = 0.8, "stages.build.availability" = 0.9, "types.feature.arrivals.per_week" = 2, "lanes.technical.wip.exploration.max" = 4, "teams.platform.pull.total" = 5, "stages.refinement.discard" = 0.1, "stages.refinement.service" = 0.6, "stages.build.service" = 1.5, "stages.build.people" = 3 }

[board]
file = "board.csv"
#: id,type,stage,entered,created,state,blocker
#: F-1,feature,refinement,3,2026-02-02,working,
#: F-5,feature,exploration,9,30,,legal sign-off
#: R-2,regulatory,refinement,2,30,blocked,test environment
#: B-6,bug,operate,1,40,,
#: F-6,feature,build,1,40,working,
#: F-2,feature,exploration,8,2026-01-12,,
#: F-3,feature,options,2,20,,
#: F-4,feature,sign-off,1,9,,
#: B-1,bug,triage,0.1,4,,
#: B-2,bug,exploration,2,30,done,
#: B-3,bug,exploration,1,12,,
#: B-4,bug,exploration,1,12,waiting,
#: B-5,bug,exploration,0.5,12,waiting,
#: R-1,regulatory,ready,4,15,,
#: D-1,debt,backlog,60,,,
"#;

/// Runs the board with one way to share capacity and sees that all of it acts and the books close.
fn check(allocation: &str) {
    let text = ALL.replace("ALLOCATION", allocation);
    let result = run(&text, 120);
    assert_consistent(&result, allocation);
    let acts = |path: &str| {
        let value = number(&result, path);
        assert!(value > 0.0, "{path} is {value} under {allocation}");
    };
    [
        "refused",
        "stages.exploration.breaches",
        "rejected",
        "types.bug.expired",
        "stages.options.expired",
        "stages.refinement.held_time",
        "types.debt.arrived",
        "stages.ready.expired",
        "discarded",
        "committed",
        "types.idea.ready",
        "types.regulatory.on_time",
        "sources.support.arrived",
        "lanes.technical.ready",
        "stages.triage.held_time",
        "stages.exploration.interrupted",
        "stages.exploration.pushes",
        "stages.exploration.limit_refused.lane",
        "stages.sign-off.work_time",
        "stages.options.share_below_min",
        "stages.refinement.discarded",
        "stages.refinement.rework",
        "stages.triage.breaches",
        "stages.exploration.breaches",
        "stages.build.rework",
        "types.feature.split",
        "types.debt.split",
        "types.bug.failure_demand",
        "pools.analysts.utilisation",
        "stages.exploration.blocked_time",
        "flow.blockers.legal sign-off.days",
        "flow.blockers.test environment.count",
        "plannings[0].pulled.types.bug",
        "plannings[3].carried_over",
        "plannings[3].delivered",
        "flow.teams.payments.aborted",
        "flow.teams.platform.done",
        "flow.teams.payments.sprint_backlog",
        "goals[1].reached.p50.day",
    ]
    .iter()
    .for_each(|path| acts(path));
}

#[test]
fn weighted() {
    check(
        "strategy = \"weighted\"\nshares = { feature = 20, bug = 40, regulatory = 10, debt = 20, idea = 10 }",
    );
}

#[test]
fn reserved() {
    check(
        "strategy = \"reserved\"\nshares = { feature = 20, bug = 40, regulatory = 10, debt = 20, idea = 10 }",
    );
}

#[test]
fn flexible_by_lane() {
    check("by = \"lane\"\nstrategy = \"flexible\"\nshares = { business = 60, technical = 40 }");
}

#[test]
fn priority() {
    check("strategy = \"priority\"\norder = [\"regulatory\", \"bug\"]");
}
