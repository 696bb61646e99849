//! From the checked tree to the mirror of the file.

use super::fields::{Fields, number, text, whole};
use super::mirror::*;
use super::tree::Node;
use crate::source::At;

/// What a file says, as far as it has the right form; its changes apart.
pub fn decode(root: &Node) -> Option<Scenario> {
    Fields::of(root).map(|file| scenario(&file))
}

fn scenario(file: &Fields<'_>) -> Scenario {
    Scenario {
        span: file.span,
        name: file.text("name"),
        about: file.text("about"),
        order: file.text("order"),
        calendar: inner(file.table("calendar", calendar)).unwrap_or_default(),
        simulation: inner(file.table("simulation", simulation)).unwrap_or_default(),
        types: file.entries("types", work_item_type),
        pools: file.entries("pools", pool),
        stages: file.entries("stages", stage),
        conwip: file.entries("conwip", conwip),
        lanes: file.entries("lanes", lane),
        allocation: inner(file.table("allocation", allocation)),
        teams: file.entries("teams", team),
        goals: file.entries("goals", goal),
        blockers: file.entries("blockers", blocker),
        board: inner(file.table("board", |board| board.text("file"))).flatten(),
        changes: Vec::new(),
        variants: Vec::new(),
    }
}

fn inner<T>(found: Option<At<T>>) -> Option<T> {
    found.map(|at| at.value)
}

fn calendar(table: Fields<'_>) -> Calendar {
    Calendar {
        start: table.date("start"),
        horizon: table.duration("horizon"),
        warm_up: table.duration("warm_up"),
        holidays: table.dates("holidays"),
        week: table.texts("week"),
        hours_per_day: table.number("hours_per_day"),
    }
}

fn simulation(table: Fields<'_>) -> Simulation {
    Simulation {
        trials: table.whole("trials"),
        seed: table.whole("seed"),
        precision: table.number("precision"),
    }
}

fn work_item_type(table: Fields<'_>) -> WorkItemType {
    WorkItemType {
        span: table.span,
        name: table.text("name"),
        class: table.at("class", class),
        priority: table.whole("priority"),
        source: table.text("source"),
        arrivals: table.table("arrivals", arrivals),
        backlog: table.at("backlog", backlog),
        backlog_max: table.whole("backlog_max"),
        route: table.texts("route"),
        due: table.law("due"),
        value: table.law("value"),
        expire: table.law("expire"),
        preempt: table.flag("preempt"),
        returns: table.table("returns", returns),
    }
}

fn class(node: &Node) -> Option<Class> {
    let mix = || Some(Class::Mix(Fields::of(node)?.named(&[], number)));
    text(node).map(Class::One).or_else(mix)
}

fn arrivals(table: Fields<'_>) -> Arrivals {
    Arrivals {
        per_week: table.number("per_week"),
        per_day: table.number("per_day"),
        batch: table.law("batch"),
        every: table.duration("every"),
        count: table.law("count"),
        first: table.moment("first"),
        at: table.moments("at"),
        between: table.law("between"),
        history: table.text("history"),
        order: table.table("order", reorder),
        profile: table.tables("profile", step),
        weekday: table.shares("weekday"),
    }
}

fn reorder(table: Fields<'_>) -> Reorder {
    Reorder {
        stage: table.text("stage"),
        below: table.whole("below"),
        count: table.law("count"),
        lead: table.law("lead"),
    }
}

fn step(table: Fields<'_>) -> Step {
    Step {
        from: table.moment("from"),
        factor: table.number("factor"),
    }
}

fn returns(table: Fields<'_>) -> Returns {
    Returns {
        probability: table.number("probability"),
        kind: table.text("as"),
        after: table.law("after"),
    }
}

fn backlog(node: &Node) -> Option<Backlog> {
    if let Some(table) = Fields::of(node) {
        let age = table.law("age");
        return table
            .whole("items")
            .map(|items| Backlog::Items { items, age });
    }
    match (whole(node), node.text()) {
        (Some(items), _) => Some(Backlog::Items {
            items: At::new(items, node.span),
            age: None,
        }),
        (None, Some("unlimited")) => Some(Backlog::Unlimited),
        _ => None,
    }
}

fn pool(table: Fields<'_>) -> Pool {
    Pool {
        span: table.span,
        name: table.text("name"),
        people: table.people("people"),
        availability: table.number("availability"),
        prefer: table.text("prefer"),
        focus: table.table("focus", focus),
    }
}

fn focus(table: Fields<'_>) -> Focus {
    Focus {
        items_per_person: table.people("items_per_person"),
        switch_cost: table.number("switch_cost"),
    }
}

fn wip(table: Fields<'_>) -> Wip {
    Wip {
        span: table.span,
        max: table.whole("max"),
        min: table.whole("min"),
        on_low: table.text("on_low"),
        expedite_over: table.whole("expedite_over"),
    }
}

fn stage(table: Fields<'_>) -> Stage {
    Stage {
        span: table.span,
        name: table.text("name"),
        kind: table.text("kind"),
        people: table.people("people"),
        pool: table.text("pool"),
        availability: table.number("availability"),
        prefer: table.text("prefer"),
        wip: inner(table.table("wip", wip)),
        order: table.text("order"),
        hold: table.text("hold"),
        visit: visit(table),
        focus: table.table("focus", focus),
        leaves: table.table("leaves", leaves),
        push_cost: table.number("push_cost"),
        team: table.text("team"),
        by_type: named_tables(&table, "by_type", visit),
    }
}

fn visit(table: Fields<'_>) -> Visit {
    Visit {
        service: table.law("service"),
        elapsed: table.law("elapsed"),
        discard: table.number("discard"),
        skip: table.number("skip"),
        rework: table.table("rework", rework),
        split: table.table("split", split),
        expire: table.law("expire"),
    }
}

fn rework(table: Fields<'_>) -> Rework {
    Rework {
        probability: table.number("probability"),
        to: table.text("to"),
    }
}

fn split(table: Fields<'_>) -> Split {
    Split {
        probability: table.number("probability"),
        into: table.law("into"),
        kind: table.text("as"),
    }
}

fn leaves(table: Fields<'_>) -> Leaves {
    Leaves {
        meetings: planning(table),
        at_most: table.whole("at_most"),
    }
}

fn blocker(table: Fields<'_>) -> Blocker {
    Blocker {
        span: table.span,
        source: table.text("source"),
        stages: table.texts("stages"),
        types: table.texts("types"),
        probability: table.number("probability"),
        per_day: table.number("per_day"),
        duration: table.law("duration"),
        holds_person: table.flag("holds_person"),
    }
}

/// Names with a table each.
fn named_tables<T>(
    table: &Fields<'_>,
    key: &str,
    read: impl Fn(Fields<'_>) -> T,
) -> Vec<(At<String>, T)> {
    let all = table.table(key, |map| {
        map.named(&[], |node| Fields::of(node).map(&read))
    });
    let all = inner(all).unwrap_or_default().into_iter();
    all.map(|(name, at)| (name, at.value)).collect()
}

fn conwip(table: Fields<'_>) -> Conwip {
    Conwip {
        span: table.span,
        name: table.text("name"),
        stages: table.texts("stages"),
        wip: inner(table.table("wip", wip)),
    }
}

fn lane(table: Fields<'_>) -> Lane {
    Lane {
        span: table.span,
        name: table.text("name"),
        types: table.texts("types"),
        wip: named_tables(&table, "wip", wip),
        conwip: inner(table.table("conwip", lane_conwip)),
    }
}

fn lane_conwip(table: Fields<'_>) -> LaneConwip {
    LaneConwip {
        span: table.span,
        max: table.whole("max"),
        stages: table.texts("stages"),
        expedite_over: table.whole("expedite_over"),
    }
}

fn allocation(table: Fields<'_>) -> Allocation {
    Allocation {
        span: table.span,
        by: table.text("by"),
        strategy: table.text("strategy"),
        shares: table.shares("shares"),
        order: table.texts("order"),
    }
}

fn team(table: Fields<'_>) -> Team {
    Team {
        span: table.span,
        name: table.text("name"),
        planning: table.table("planning", planning),
        pull: table.table("pull", pull),
        ready_when: table.table("ready_when", ready_when),
        types: table.texts("types"),
        from: table.text("from"),
    }
}

fn planning(table: Fields<'_>) -> Planning {
    Planning {
        first: table.moment("first"),
        every: table.duration("every"),
        at: table.moments("at"),
    }
}

fn pull(table: Fields<'_>) -> Pull {
    Pull {
        total: table.whole("total"),
        shares: table.shares("shares"),
        borrow: table.flag("borrow"),
        fill_to: table.whole("fill_to"),
    }
}

fn ready_when(table: Fields<'_>) -> ReadyWhen {
    ReadyWhen {
        total: table.whole("total"),
        needs: table.named(&["total"], whole),
    }
}

fn goal(table: Fields<'_>) -> Goal {
    Goal {
        span: table.span,
        name: table.text("name"),
        ready: table.whole("ready"),
        types: table.texts("types"),
        lanes: table.texts("lanes"),
        by: table.moment("by"),
        on_shelf: table.flag("on_shelf"),
    }
}
