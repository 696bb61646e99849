//! From a log and the meaning of its statuses to the items of a history.

use super::audit::{Effect, Notes};
use super::form::Form;
use super::log::{Entry, Step};
use super::meaning::{Meaning, Meanings};
use super::{Blocked, Item, Place, Timestamp};

/// What items are built by.
pub(super) struct Builder<'a> {
    pub form: Form,
    pub meanings: &'a Meanings,
    /// The names of the statuses, for what blocks.
    pub names: Vec<String>,
    /// Is an item that goes from where it began to done at once dropped?
    pub jumps: bool,
    /// Are stages that an item left at the stamp it entered skipped ones?
    pub drop_backfilled: bool,
    /// Does an item have its last type from the beginning?
    pub last_type: bool,
    pub types: Vec<String>,
    pub classes: Vec<String>,
    pub notes: Notes,
}

/// Where an item went while its steps are read.
#[derive(Default)]
struct Path {
    moves: Vec<(Timestamp, Place)>,
    blocked: Vec<Blocked>,
    /// It was blocked before it was anywhere.
    pending: Option<Timestamp>,
}

impl Builder<'_> {
    /// The item of an entry; `None` (and a note) where nothing can be made of it.
    pub fn item(&mut self, entry: &Entry) -> Option<Item> {
        if entry.id.is_empty() {
            self.notes
                .add("no-id", Effect::LeftOut, "rows without an id", "");
            return None;
        }
        let mut path = self.path(entry);
        let discarded_undated = self.dropped_undated(entry, &path);
        if self.done_undated(entry, &path) {
            let text =
                "items in a status that means done, without the date at which they came to it";
            self.notes
                .add("done-undated", Effect::LeftOut, text, &entry.id);
            return None;
        }
        if path.moves.is_empty() && entry.created.is_none() && !discarded_undated {
            self.notes.add(
                "no-dates",
                Effect::LeftOut,
                "items without any date",
                &entry.id,
            );
            return None;
        }
        self.jump(entry, &mut path);
        self.backfilled(entry, &mut path);
        let created = self.created(entry, &path);
        self.look(entry, &path);
        Some(Item {
            id: entry.id.clone(),
            title: entry.title.clone(),
            kinds: self.kinds(entry, created.or(path.moves.first().map(|m| m.0))),
            type_is_final: self.type_is_final(entry),
            outcome_is_final: outcome_is_final(entry, &path),
            class: self.class(entry),
            created,
            blocked: merged(path.blocked, &entry.blocked),
            moves: path.moves,
            blocked_days: entry.blocked_days.filter(|days| *days > 0.0),
            discarded_undated,
        })
    }

    /// The moves that the steps mean.
    fn path(&self, entry: &Entry) -> Path {
        let mut path = Path::default();
        let mut steps: Vec<&Step> = entry.steps.iter().collect();
        steps.sort_by_key(|step| step.at);
        let means_done =
            |step: &&&Step| self.meanings.get(step.status) == Meaning::Place(Place::Done);
        let last_done = steps.iter().rev().find(means_done).copied();
        for step in steps {
            let last = last_done.is_some_and(|done| std::ptr::eq(done, step));
            match self.meanings.get(step.status) {
                Meaning::Ignored => {}
                Meaning::Blocked => path.block(step.at, self.name(step.status)),
                Meaning::Place(place) => {
                    let own = step.resolution.as_deref();
                    let resolution = own.unwrap_or(if last { &entry.resolution } else { "" });
                    let dropped = place == Place::Done && self.meanings.drops(resolution);
                    let to = if dropped { Place::Discarded } else { place };
                    let archived = self.form == Form::Trello && to == Place::Discarded;
                    path.go(step.at, to, archived);
                }
            }
        }
        if let Some(at) = path.pending {
            path.moves.push((at, self.meanings.first));
        }
        path
    }

    fn name(&self, status: Option<usize>) -> String {
        status
            .and_then(|status| self.names.get(status))
            .cloned()
            .unwrap_or_default()
    }

    /// Was it dropped, nobody knows when?
    fn dropped_undated(&self, entry: &Entry, path: &Path) -> bool {
        let last = path.moves.last().map(|(_, place)| *place);
        let ended = last.is_some_and(Place::is_end);
        let status = entry.status.map(|status| self.meanings.get(Some(status)));
        let says = status == Some(Meaning::Place(Place::Discarded)) || entry.archived_undated;
        let own_resolution = entry.steps.iter().all(|step| step.resolution.is_none());
        !ended && (says || own_resolution && self.meanings.drops(&entry.resolution))
    }

    /// Was it done, nobody knows when? Only where a column of its own tells the last status.
    fn done_undated(&self, entry: &Entry, path: &Path) -> bool {
        let status = entry.status.map(|status| self.meanings.get(Some(status)));
        let ended = path.moves.iter().any(|(_, place)| place.is_end());
        status == Some(Meaning::Place(Place::Done)) && !ended
    }

    /// From where it began to done at once: dropped, if the mapping says so.
    fn jump(&mut self, entry: &Entry, path: &mut Path) {
        let [(first, from), (_, to @ Place::Done)] = path.moves.as_mut_slice() else {
            return;
        };
        if from.is_end()
            || *from != self.meanings.first
            || entry.created.is_some_and(|at| at > *first)
        {
            return;
        }
        if self.jumps {
            *to = Place::Discarded;
            let text = "items that went from where they began to done at once; they count as discarded, as the mapping says";
            self.notes.add("jumps", Effect::Changed, text, &entry.id);
        } else if self.form != Form::StartEnd {
            let text = "items that went from where they began to done at once; if that means dropped, say `jumps = true` \
                under [discarded] of the mapping";
            self.notes.add("jumps", Effect::Noticed, text, &entry.id);
        }
    }

    /// Takes out stages that were left at the stamp at which they were entered, if the mapping says so.
    fn backfilled(&mut self, entry: &Entry, path: &mut Path) {
        if !self.drop_backfilled {
            return;
        }
        let before = path.moves.len();
        let mut kept: Vec<(Timestamp, Place)> = Vec::new();
        for (n, (at, place)) in path.moves.iter().enumerate() {
            let next = path.moves.get(n + 1).map(|(at, _)| *at);
            let skipped = n > 0 && place.stage().is_some() && next == Some(*at);
            if !skipped && kept.last().map(|(_, place)| place) != Some(place) {
                kept.push((*at, *place));
            }
        }
        path.moves = kept;
        if path.moves.len() < before {
            let text = "items with stages that they left at the stamp at which they entered; these count as skipped";
            self.notes
                .add("backfilled", Effect::Changed, text, &entry.id);
        }
    }

    /// The creation, never after the first move.
    fn created(&mut self, entry: &Entry, path: &Path) -> Option<Timestamp> {
        let first = path.moves.first().map(|(at, _)| *at);
        if entry
            .created
            .zip(first)
            .is_some_and(|(created, first)| created > first)
        {
            let text = "items that moved before they were created; the first move counts as their creation";
            self.notes
                .add("created-late", Effect::Changed, text, &entry.id);
            return first;
        }
        entry.created
    }

    /// What is worth knowing about an item.
    fn look(&mut self, entry: &Entry, path: &Path) {
        let last = path.moves.last().map(|(_, place)| *place);
        let unusual = self.meanings.unusual(entry, last).map(|resolution| {
            format!("items closed with the resolution `{resolution}`, which counts as done")
        });
        let mut note = |code, text: &str| self.notes.add(code, Effect::Noticed, text, &entry.id);
        unusual.iter().for_each(|text| note("resolutions", text));
        if entry.created.is_none() {
            note(
                "no-creation",
                "items without a date of creation; their arrival is not known",
            );
        }
        let places = path.moves.iter().map(|(_, place)| *place);
        let (mut seen, mut again, mut ends) = (Vec::new(), false, 0);
        for place in places {
            again |= !place.is_end() && seen.contains(&place);
            ends += usize::from(place.is_end());
            seen.push(place);
        }
        if again {
            note(
                "re-entries",
                "items that came back to a place they had left; every visit counts",
            );
        }
        if ends > 1 {
            note(
                "closed-again",
                "items that were closed more than once; `closing` in the mapping says which closing counts",
            );
        }
    }

    /// Is the type that counts known only at the end?
    fn type_is_final(&self, entry: &Entry) -> bool {
        match entry.kinds.len() {
            0 | 1 => !entry.kinds_known,
            _ => self.last_type,
        }
    }

    fn kinds(&mut self, entry: &Entry, from: Option<Timestamp>) -> Vec<(Timestamp, usize)> {
        let from = from.unwrap_or(Timestamp::UNIX_EPOCH);
        if entry.kinds.is_empty() {
            return vec![(from, intern(&mut self.types, "item"))];
        }
        let types = &mut self.types;
        let kind =
            |(at, name): &(Option<Timestamp>, String)| (at.unwrap_or(from), intern(types, name));
        let skipped = match self.last_type {
            true => entry.kinds.len() - 1,
            false => 0,
        };
        let mut kinds: Vec<_> = entry.kinds.iter().skip(skipped).map(kind).collect();
        if let Some(first) = kinds.first_mut() {
            first.0 = first.0.min(from);
        }
        if entry.kinds.len() > 1 {
            let text = match self.last_type {
                true => {
                    "items that changed their type; the last one counts at all times, as the mapping says"
                }
                false => "items that changed their type; at any time the type of that time counts",
            };
            self.notes
                .add("type-changes", Effect::Noticed, text, &entry.id);
        }
        kinds
    }

    fn class(&mut self, entry: &Entry) -> Option<usize> {
        let given = !entry.class.is_empty();
        given.then(|| intern(&mut self.classes, &entry.class))
    }
}

/// Does the resolution it has at the end say what its closing meant?
fn outcome_is_final(entry: &Entry, path: &Path) -> bool {
    let closed = path.moves.iter().any(|(_, place)| place.is_end());
    let own = entry.steps.iter().any(|step| step.resolution.is_some());
    closed && !own && !entry.resolution.is_empty()
}

impl Path {
    /// Comes to a place; what does not change the place is no move.
    fn go(&mut self, at: Timestamp, to: Place, archived: bool) {
        if let Some(span) = self.blocked.last_mut().filter(|span| span.until.is_none()) {
            span.until = Some(at);
        }
        if let Some(pending) = self.pending.take() {
            self.moves.push((pending, to));
        }
        let last = self.moves.last().map(|(_, place)| *place);
        let settled = archived && last == Some(Place::Done);
        if last != Some(to) && !settled {
            self.moves.push((at, to));
        }
    }

    fn block(&mut self, at: Timestamp, source: String) {
        if self.moves.is_empty() {
            self.pending = self.pending.or(Some(at));
        }
        if self.blocked.last().is_none_or(|span| span.until.is_some()) {
            self.blocked.push(Blocked {
                source,
                from: at,
                until: None,
            });
        }
    }
}

/// Blocked times of statuses and of flags, by time, the later of two that overlap shortened.
fn merged(own: Vec<Blocked>, flags: &[Blocked]) -> Vec<Blocked> {
    let mut all = own;
    all.extend(flags.iter().cloned());
    all.sort_by_key(|span| span.from);
    let mut apart: Vec<Blocked> = Vec::new();
    for mut span in all {
        match apart.last() {
            Some(Blocked { until: None, .. }) => continue,
            Some(Blocked {
                until: Some(end), ..
            }) if *end > span.from => span.from = *end,
            _ => {}
        }
        if span.until.is_none_or(|until| until > span.from) {
            apart.push(span);
        }
    }
    apart
}

/// The number of a name, which gets the next one where it is new.
fn intern(names: &mut Vec<String>, name: &str) -> usize {
    let known = names.iter().position(|known| known == name);
    known.unwrap_or_else(|| {
        names.push(name.to_owned());
        names.len() - 1
    })
}
