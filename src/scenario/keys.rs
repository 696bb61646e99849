//! Every key of the scenario file, in one table.
//!
//! The decoder, the JSON Schema, the paths of `--set` and the suggestions all read this table and
//! nothing else; a key that is not here does not exist. Each `doc` continues "`key` is …".

use super::shape::Shape::*;
use super::shape::{
    ITEMS, Key, MOST, PEOPLE, Quantity, Role, SEED, Shape, TRIALS, WIP as MOST_WIP, entries, key,
    map, words,
};

const COUNT: Shape = Whole(0, ITEMS);
const WEIGHT: Shape = Number(0.0, MOST);
const TIMES: Shape = Law(Quantity::Time);
const COUNTS: Shape = Law(Quantity::Count(0));
const STAGES: Shape = List(&Named("stage"));
const TYPES: Shape = List(&Named("type"));
const LANES: Shape = List(&Named("lane"));
const MOMENTS: Shape = List(&Moment);
const SHARES: Shape = map("types or lanes", &WEIGHT);
const PEOPLE_OR_ALL: Shape = Either(&[Whole(1, PEOPLE), words(&["unlimited"])]);
const GUESS: Role = Role::Estimate;
const PREFER: Shape = words(&["downstream", "upstream", "oldest"]);
const ORDER: Shape = words(&["fifo", "stage-fifo", "lifo", "random", "value", "wsjf"]);
const CLASSES: &[&str] = &["expedite", "fixed-date", "standard", "intangible"];

/// The whole file.
pub const SCENARIO: &[Key] = &[
    key("name", Text, "the title of the forecast"),
    key("about", Text, "what this board is about, in a sentence"),
    key("order", ORDER, "who goes first when nothing else decides").or("\"fifo\""),
    key("calendar", Table(CALENDAR), "which days are worked and how far a trial runs"),
    key("simulation", Table(SIMULATION), "how many trials are run, and from which seed"),
    key("types", entries(TYPE), "one kind of work item: features, bugs, …").required(),
    key("pools", entries(POOL), "a group of people shared by several stages"),
    key("stages", entries(STAGE), "a column of the board, from left to right").required(),
    key("conwip", entries(CONWIP), "one limit over several stages together"),
    key("lanes", entries(LANE), "a swimlane of the board"),
    key("allocation", Table(ALLOCATION), "how capacity is shared between types or lanes"),
    key("teams", entries(TEAM), "a team that plans Sprints from the ready shelf"),
    key("goals", entries(GOAL), "a question: when will so many items be ready?"),
    key("blockers", Entries { keys: BLOCKER, by: "source" }, "what stops work for a while"),
    key("changes", Entries { keys: CHANGE, by: "at" }, "a change of policy during the run"),
    key("variants", entries(VARIANT), "a policy to compare with the one written here"),
    key("board", Table(BOARD), "the board of today, to start from"),
];

const CALENDAR: &[Key] = &[
    key("start", Date, "the date of day 0; with it results speak of dates"),
    key("horizon", Span, "how far each trial runs").or("\"26w\""),
    key("warm_up", Duration, "how long to wait before flow statistics start").or("0"),
    key("holidays", List(&Date), "the days on which nobody works").or("[]"),
    key("week", List(&words(&["mon", "tue", "wed", "thu", "fri", "sat", "sun"])), "the working days of a week")
        .or("[\"mon\", \"tue\", \"wed\", \"thu\", \"fri\"]"),
    key("hours_per_day", Above0(24.0), "how many hours make a working day").or("8"),
];

const SIMULATION: &[Key] = &[
    key("trials", Whole(1, TRIALS), "how many times the future is played through").or("10000"),
    key("seed", Whole(0, SEED), "the number that all chance comes from; the same seed gives the same result").or("1"),
    key("precision", Above0(1.0), "how exactly every chance must be known, so that 0.01 is ± 1 point; then `trials` is the most that are run"),
];

const TYPE: &[Key] = &[
    key("name", Name, "what this kind of work is called").required(),
    key("class", Either(&[words(CLASSES), Table(CLASS_MIX)]), "its class of service, or a mix of them").or("\"standard\""),
    key("priority", Whole(0, 1000), "its rank within its class: 0 goes first").or("0"),
    key("source", Text, "where the demand comes from; results are grouped by it"),
    key("arrivals", Table(ARRIVALS), "how new items of this type appear"),
    key("backlog", Either(&[COUNT, words(&["unlimited"]), Table(BACKLOG)]), "how many items wait on day 0; \"unlimited\" never runs dry").or("0"),
    key("backlog_max", COUNT, "the most that may wait; what arrives beyond it is refused"),
    key("route", STAGES, "the stages it passes, in board order; all when left out"),
    key("due", TIMES, "the time from an item's arrival to its due date").plays(GUESS),
    key("value", Law(Quantity::Value), "what an item is worth, for the orders \"value\" and \"wsjf\"").or("0"),
    key("expire", TIMES, "how long an item waits in the backlog before it is dropped").plays(GUESS),
    key("preempt", Flag, "whether an expedite item interrupts other work").or("false"),
    key("returns", Table(RETURNS), "how delivered items come back as new demand"),
];

const CLASS_MIX: &[Key] = &[
    key("expedite", WEIGHT, "the weight of items that go before everything else"),
    key("fixed-date", WEIGHT, "the weight of items with a due date"),
    key("standard", WEIGHT, "the weight of ordinary items"),
    key("intangible", WEIGHT, "the weight of improvements without a date"),
];

const ARRIVALS: &[Key] = &[
    key("per_week", WEIGHT, "how many arrive in an average week, at random times").plays(GUESS),
    key("per_day", WEIGHT, "how many arrive on an average working day, at random times").plays(GUESS),
    key("batch", COUNTS, "how many arrive at once").or("1").plays(GUESS),
    key("every", Span, "the time between arrivals on a schedule"),
    key("count", COUNTS, "how many arrive at each scheduled time").or("1").plays(GUESS),
    key("first", Moment, "the first scheduled arrival; after one interval when left out"),
    key("at", MOMENTS, "the times of arrival themselves"),
    key("between", TIMES, "the time from one arrival to the next").plays(GUESS),
    key("history", Text, "a CSV file of weekly counts to draw from"),
    key("order", Table(REORDER), "demand that is asked for when a stage runs low"),
    key("profile", List(&Table(PROFILE)), "how the rate changes over time"),
    key("weekday", Table(WEEKDAY), "how the rate differs between the days of the week"),
];

const REORDER: &[Key] = &[
    key("stage", Named("stage"), "the stage that is watched").required(),
    key("below", Whole(1, ITEMS), "the number of items below which more are asked for").required(),
    key("count", COUNTS, "how many are asked for").or("1").plays(GUESS),
    key("lead", TIMES, "how long they take to come").required().plays(GUESS),
];

const PROFILE: &[Key] = &[
    key("from", Moment, "when this factor starts to count").required(),
    key("factor", WEIGHT, "what the rate is multiplied with").required(),
];

const WEEKDAY: &[Key] = &[
    key("mon", WEIGHT, "the weight of Mondays").or("1"),
    key("tue", WEIGHT, "the weight of Tuesdays").or("1"),
    key("wed", WEIGHT, "the weight of Wednesdays").or("1"),
    key("thu", WEIGHT, "the weight of Thursdays").or("1"),
    key("fri", WEIGHT, "the weight of Fridays").or("1"),
    key("sat", WEIGHT, "the weight of Saturdays").or("1"),
    key("sun", WEIGHT, "the weight of Sundays").or("1"),
];

const BACKLOG: &[Key] = &[
    key("items", COUNT, "how many items wait on day 0").required(),
    key("age", TIMES, "how long each has been waiting on day 0").or("0"),
];

const RETURNS: &[Key] = &[
    key("probability", Probability, "the chance that a delivered item comes back").required().plays(GUESS),
    key("as", Named("type"), "the type it comes back as; its own when left out"),
    key("after", TIMES, "how long after delivery").required().plays(GUESS),
];

const POOL: &[Key] = &[
    key("name", Name, "what these people are called").required(),
    key("people", PEOPLE_OR_ALL, "how many people there are").required().plays(Role::People),
    key("availability", Above0(1.0), "the part of each day they work here").or("1").plays(GUESS),
    key("prefer", PREFER, "where they look for work first").or("\"downstream\""),
    key("focus", Table(FOCUS), "how many items each keeps in hand at once"),
];

const FOCUS: &[Key] = &[
    key("items_per_person", Either(&[Whole(1, PEOPLE), words(&["unlimited"])]), "how many items each keeps in hand").or("1"),
    key("switch_cost", WEIGHT, "what each further item costs").or("0").plays(GUESS),
];

const STAGE: &[Key] = &[
    key("name", Name, "what the column is called on the board").required(),
    key("kind", words(&["ready"]), "\"ready\" for the shelf that Sprint Planning pulls from"),
    key("people", PEOPLE_OR_ALL, "how many people work here and nowhere else").plays(Role::People),
    key("pool", Named("pool"), "the shared people who work here"),
    key("availability", Above0(1.0), "the part of each day its own people work here").or("1").plays(GUESS),
    key("prefer", PREFER, "where its own people look for work first").or("\"downstream\""),
    key("wip", Table(WIP), "the limits on the items in this stage"),
    key("order", ORDER, "who goes first here; the order of the whole scenario when left out"),
    key("hold", words(&["kanban", "person"]), "whether a done item that waits keeps only its slot, or its person too").or("\"kanban\""),
    key("service", TIMES, "the hands-on work on an item").plays(GUESS),
    key("elapsed", TIMES, "the time an item spends in the column, where nobody knows the hands-on work").plays(GUESS),
    key("discard", Probability, "the chance that an item is dropped when its work here is done").or("0").plays(GUESS),
    key("skip", Probability, "the chance that an item passes this stage by").or("0").plays(GUESS),
    key("by_type", map("types", &Table(VISIT)), "what is different here for items of one type"),
    key("focus", Table(FOCUS), "how many items each of its own people keeps in hand"),
    key("rework", Table(REWORK), "how work comes back to be done again"),
    key("split", Table(SPLIT), "how an item falls into several"),
    key("leaves", Table(LEAVES), "the meeting at which done items may leave"),
    key("expire", TIMES, "how long an item waits here before it is dropped").plays(GUESS),
    key("push_cost", WEIGHT, "what work costs that was pushed here unfinished").or("1").plays(GUESS),
    key("team", Named("team"), "the team whose Sprint Backlog this stage pulls from"),
];

const VISIT: &[Key] = &[
    key("service", TIMES, "the hands-on work on an item of this type").plays(GUESS),
    key("elapsed", TIMES, "the time an item of this type spends in the column").plays(GUESS),
    key("discard", Probability, "the chance that an item of this type is dropped here").plays(GUESS),
    key("skip", Probability, "the chance that an item of this type passes this stage by").plays(GUESS),
    key("rework", Table(REWORK), "how work of this type comes back to be done again"),
    key("split", Table(SPLIT), "how an item of this type falls into several"),
    key("expire", TIMES, "how long an item of this type waits here before it is dropped").plays(GUESS),
];

const REWORK: &[Key] = &[
    key("probability", Probability, "the chance that work has to be done again").required().plays(GUESS),
    key("to", Named("stage"), "the stage it goes back to; this one when left out"),
];

const SPLIT: &[Key] = &[
    key("probability", Probability, "the chance that an item falls into several").required().plays(GUESS),
    key("into", Law(Quantity::Count(1)), "how many it falls into").required().plays(GUESS),
    key("as", Named("type"), "the type of the parts, which start its route; without it they are done here like the whole"),
];

const LEAVES: &[Key] = &[
    key("every", Span, "the time between two meetings"),
    key("first", Moment, "the first meeting"),
    key("at", MOMENTS, "the times of the meetings themselves"),
    key("at_most", Whole(1, ITEMS), "the most items that may leave at one meeting").plays(Role::Room),
];

const WIP: &[Key] = &[
    key("max", Whole(1, MOST_WIP), "the most items it may hold").plays(Role::Room),
    key("min", Whole(0, MOST_WIP), "how many items it should never fall below; a signal, not a barrier").plays(Role::Minimum),
    key("on_low", words(&["signal", "push"]), "what happens below `min`").or("\"signal\""),
    key("expedite_over", Whole(0, MOST_WIP), "how many expedite items may exceed `max`"),
];

const CONWIP: &[Key] = &[
    key("name", Name, "what this limit is called; its stages joined with + when left out"),
    key("stages", STAGES, "the stages it covers together").required(),
    key("wip", Table(WIP), "the limits on the items in these stages").required(),
];

const LANE: &[Key] = &[
    key("name", Name, "what the swimlane is called").required(),
    key("types", TYPES, "the types of work that flow in this lane").required(),
    key("wip", map("stages", &Table(WIP)), "the lane's own limits in some stages"),
    key("conwip", Table(LANE_CONWIP), "one limit on the lane over several stages"),
];

const LANE_CONWIP: &[Key] = &[
    key("max", Whole(1, MOST_WIP), "the most items of the lane in these stages").required().plays(Role::Room),
    key("stages", STAGES, "the stages it covers; those left of ready when left out"),
    key("expedite_over", Whole(0, MOST_WIP), "how many expedite items may exceed `max`"),
];

const ALLOCATION: &[Key] = &[
    key("by", words(&["type", "lane"]), "what capacity is shared between").or("\"type\""),
    key("strategy", words(&["none", "reserved", "flexible", "weighted", "priority"]), "how it is shared").or("\"none\""),
    key("shares", SHARES, "the relative weight of each"),
    key("order", List(&Named("type or lane")), "who goes first with the strategy \"priority\""),
];

const TEAM: &[Key] = &[
    key("name", Name, "what the team is called").required(),
    key("planning", Table(PLANNING), "when it plans its Sprints").required(),
    key("pull", Table(PULL), "what it takes from the ready shelf at a planning").required(),
    key("ready_when", Map { keys: READY_WHEN, of: "types or lanes", each: &COUNT }, "what enough ready items are; `pull.total` when left out"),
    key("types", TYPES, "the types it pulls and counts; all when left out"),
    key("from", Named("stage"), "the shelf it pulls from"),
];

const PLANNING: &[Key] = &[
    key("first", Moment, "the first Sprint Planning; after one interval when left out"),
    key("every", Span, "the time from one Sprint Planning to the next"),
    key("at", MOMENTS, "the times of the plannings themselves"),
];

const PULL: &[Key] = &[
    key("total", Whole(1, ITEMS), "how many items a planning takes"),
    key("shares", SHARES, "how they are divided; as allocation says when left out"),
    key("borrow", Flag, "whether others fill up what one type lacks").or("true"),
    key("fill_to", Whole(1, ITEMS), "how many items the team wants to have in hand after a planning"),
];

const READY_WHEN: &[Key] = &[key("total", COUNT, "how many items must be ready in all")];

const GOAL: &[Key] = &[
    key("name", Name, "what the goal is called").required(),
    key("ready", Whole(1, ITEMS), "how many items must have become ready").required(),
    key("types", TYPES, "the types that count; all when left out"),
    key("lanes", LANES, "the lanes that count; all when left out"),
    key("by", Moment, "the date in question: results give the chance of making it"),
    key("on_shelf", Flag, "whether so many must be ready at once").or("false"),
];

const BLOCKER: &[Key] = &[
    key("source", Name, "what holds the work up").required(),
    key("stages", STAGES, "the stages it strikes in; all with hands-on work when left out"),
    key("types", TYPES, "the types it strikes; all when left out"),
    key("probability", Probability, "the chance that it strikes during a visit").plays(GUESS),
    key("per_day", WEIGHT, "how often it strikes in a day of work").plays(GUESS),
    key("duration", TIMES, "how long it lasts").required().plays(GUESS),
    key("holds_person", Flag, "whether the person waits too").or("false"),
];

const CHANGE: &[Key] = &[
    key("at", Moment, "when it takes effect").required(),
    key("set", Settings, "what is set, by path").required(),
];

const VARIANT: &[Key] = &[
    key("name", Name, "what this policy is called").required(),
    key("set", Settings, "what is set, by path").required(),
];

const BOARD: &[Key] = &[key("file", Text, "a CSV file with the items on the board").required()];
