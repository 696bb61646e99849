//! Names become dense ids; what is named twice, or not at all, is an error.

use super::Set;
use super::context::Context;
use crate::diagnostic::Diagnostic;
use crate::scenario::mirror::{self, Scenario};
use crate::scenario::suggest::nearest;
use crate::source::{At, Span};

/// At most so many stages and so many types: a set of them fits one machine word.
const MOST: usize = 64;
/// At most so many teams: a planning's place in the order of events has eight bits for its team.
const MOST_TEAMS: usize = 255;
/// The name of the ready shelf that is added where the board has none.
pub(super) const READY: &str = "ready";

/// The kinds of things that have a name of their own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A work item type.
    Type,
    /// A stage of the board.
    Stage,
    /// A pool of people.
    Pool,
    /// A swimlane.
    Lane,
}

impl Kind {
    fn word(self) -> &'static str {
        match self {
            Self::Type => "type",
            Self::Stage => "stage",
            Self::Pool => "pool",
            Self::Lane => "lane",
        }
    }
}

/// All names by kind, in the order of the file, which is the order of the ids.
#[derive(Debug, Default)]
pub(super) struct Names {
    /// Of types.
    pub types: Vec<String>,
    /// Of stages; an added ready shelf comes last.
    pub stages: Vec<String>,
    /// Of declared pools.
    pub pools: Vec<String>,
    /// Of lanes.
    pub lanes: Vec<String>,
    /// The types of each lane.
    pub lane_types: Vec<Set>,
}

impl Names {
    fn of(&self, kind: Kind) -> &[String] {
        match kind {
            Kind::Type => &self.types,
            Kind::Stage => &self.stages,
            Kind::Pool => &self.pools,
            Kind::Lane => &self.lanes,
        }
    }

    /// The id behind a name, silently.
    pub fn id(&self, kind: Kind, name: &str) -> Option<usize> {
        self.of(kind).iter().position(|known| known == name)
    }
}

/// Reads every name of the file.
pub(super) fn read(scenario: &Scenario, problems: &mut Vec<Diagnostic>) -> Names {
    lanes_are_no_types(scenario, problems);
    unique(
        scenario.teams.iter().map(|t| t.name.as_ref()),
        "team",
        problems,
    );
    unique(
        scenario.blockers.iter().map(|b| b.source.as_ref()),
        "blocker",
        problems,
    );
    unique(
        scenario.goals.iter().map(|g| g.name.as_ref()),
        "goal",
        problems,
    );
    Names {
        types: unique(
            scenario.types.iter().map(|t| t.name.as_ref()),
            "type",
            problems,
        ),
        stages: unique(
            scenario.stages.iter().map(|s| s.name.as_ref()),
            "stage",
            problems,
        ),
        pools: unique(
            scenario.pools.iter().map(|p| p.name.as_ref()),
            "pool",
            problems,
        ),
        lanes: unique(
            scenario.lanes.iter().map(|l| l.name.as_ref()),
            "lane",
            problems,
        ),
        lane_types: Vec::new(),
    }
}

/// The names; an error for each that is taken.
fn unique<'a>(
    named: impl Iterator<Item = Option<&'a At<String>>>,
    what: &str,
    problems: &mut Vec<Diagnostic>,
) -> Vec<String> {
    let mut known: Vec<String> = Vec::new();
    for name in named {
        if let Some(name) = name.filter(|name| known.contains(&name.value)) {
            let message = format!("there are two {what}s named `{}`", name.value);
            let problem = Diagnostic::error("duplicate-name", message, name.span);
            problems.push(problem.help("rename one of them"));
        }
        known.push(text(name));
    }
    known
}

/// What is written, or nothing: the key table has seen to it that what must be there is.
pub(super) fn text(at: Option<&At<String>>) -> String {
    at.map(|at| at.value.clone()).unwrap_or_default()
}

/// An error for each list that is longer than a model can hold; nothing else can be told then.
pub(super) fn too_many(scenario: &Scenario) -> Vec<Diagnostic> {
    let ready = |stage: &mirror::Stage| stage.kind.as_ref().is_some_and(|kind| kind.value == READY);
    let stages = MOST - usize::from(!scenario.stages.iter().any(ready));
    let own = scenario.stages.iter().filter(|s| s.people.is_some());
    let own = own.count().min(MOST);
    let excess = [
        (
            scenario.types.get(MOST).map(|t| t.span),
            scenario.types.len(),
            "types",
            MOST,
        ),
        (
            scenario.stages.get(stages).map(|s| s.span),
            scenario.stages.len(),
            "stages",
            stages,
        ),
        (
            scenario.pools.get(MOST - own).map(|p| p.span),
            scenario.pools.len() + own,
            "pools (stages with people of their own included)",
            MOST,
        ),
        (
            scenario.teams.get(MOST_TEAMS).map(|t| t.span),
            scenario.teams.len(),
            "teams",
            MOST_TEAMS,
        ),
    ];
    let error = |(span, count, what, most): (Option<Span>, usize, &str, usize)| {
        let message = format!("there are {count} {what}, and {most} are the most a board can have");
        Some(
            Diagnostic::error("too-many", message, span?)
                .label("one too many")
                .help("merge some of them"),
        )
    };
    excess.into_iter().filter_map(error).collect()
}

fn lanes_are_no_types(scenario: &Scenario, problems: &mut Vec<Diagnostic>) {
    let types: Vec<&str> = scenario
        .types
        .iter()
        .filter_map(|t| t.name.as_ref())
        .map(|name| name.value.as_str())
        .collect();
    for name in scenario.lanes.iter().filter_map(|lane| lane.name.as_ref()) {
        if types.contains(&name.value.as_str()) {
            let message = format!("`{}` is the name of a lane and of a type", name.value);
            let help = "shares, needs and goals could mean either: rename the lane";
            problems.push(Diagnostic::error("duplicate-name", message, name.span).help(help));
        }
    }
}

impl Context<'_> {
    /// The id behind a name, or an error that suggests the nearest.
    pub fn find(&mut self, kind: Kind, name: &At<String>) -> Option<usize> {
        let id = self.names.id(kind, &name.value);
        if id.is_none() {
            self.report(unknown(kind.word(), name, self.names.of(kind)));
        }
        id
    }

    /// The ids behind a list of names; an error for each that is unknown or stands there twice, and
    /// for an empty list.
    pub fn find_all(&mut self, kind: Kind, list: &At<Vec<At<String>>>) -> Vec<usize> {
        if list.value.is_empty() {
            let message = format!("this list names no {}", kind.word());
            self.error("empty-list", message, list.span, "name at least one");
        }
        let mut ids = Vec::new();
        for name in &list.value {
            match self.find(kind, name) {
                Some(id) if ids.contains(&id) => {
                    let message = format!("`{}` stands here twice", name.value);
                    self.error("duplicate", message, name.span, "name it once");
                }
                id => ids.extend(id),
            }
        }
        ids
    }

    /// The types behind the name of a type or a lane, and whether it is a lane.
    pub fn find_types(&mut self, name: &At<String>) -> Option<(Set, bool)> {
        if let Some(id) = self.names.id(Kind::Type, &name.value) {
            return Some((Set::of([id]), false));
        }
        if let Some(id) = self.names.id(Kind::Lane, &name.value) {
            return Some((
                self.names.lane_types.get(id).copied().unwrap_or_default(),
                true,
            ));
        }
        let both: Vec<String> = self
            .names
            .types
            .iter()
            .chain(&self.names.lanes)
            .cloned()
            .collect();
        let what = if self.names.lanes.is_empty() {
            "type"
        } else {
            "type or lane"
        };
        self.report(unknown(what, name, &both));
        None
    }
}

/// What a word stands for; the key table has refused any other.
pub(super) fn choose<T: Copy>(word: &At<String>, choices: &[(&str, T)]) -> Option<T> {
    let chosen = choices.iter().find(|(name, _)| *name == word.value);
    chosen.map(|(_, value)| *value)
}

/// "There is no such …", with the nearest name or the whole list as help.
pub(super) fn unknown(what: &str, name: &At<String>, known: &[String]) -> Diagnostic {
    let message = format!("there is no {what} named `{}`", name.value);
    let candidates = known.iter().map(String::as_str).filter(|k| !k.is_empty());
    let mut listed: Vec<String> = candidates.clone().map(|k| format!("`{k}`")).collect();
    listed.dedup();
    let help = match nearest(&name.value, candidates) {
        Some(near) => format!("did you mean `{near}`?"),
        None if listed.is_empty() => format!("the scenario names no {what}"),
        None => format!("known: {}", listed.join(", ")),
    };
    Diagnostic::error("unknown-name", message, name.span).help(help)
}
