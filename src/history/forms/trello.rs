//! The export of a Trello board: cards, lists, and the last actions (at most 1,000), newest first. Lists are
//! told apart by their ids, since they are renamed.

use super::{File, no_json};
use crate::diagnostic::Diagnostic;
use crate::history::Timestamp;
use crate::history::audit::Effect;
use crate::history::log::{Entry, Log};
use crate::history::mapping::Mapping;
use crate::history::stamp::{Order, Stamp, Zone};
use jiff::tz::Offset;
use serde::Deserialize;
use std::collections::BTreeMap;

const HELP: &str = "save the board by its menu: Share, export as JSON";
/// Trello exports no more actions than so many.
const CAP: usize = 1000;
/// The status of an archived card.
const ARCHIVED: &str = "Archived";
/// The status of a deleted card.
const DELETED: &str = "Deleted";

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Board {
    lists: Vec<Reference>,
    cards: Vec<Card>,
    actions: Vec<Action>,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
struct Reference {
    id: String,
    name: String,
    closed: bool,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct Card {
    id: String,
    name: String,
    closed: bool,
    id_list: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Action {
    #[serde(rename = "type")]
    kind: String,
    date: String,
    data: Data,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct Data {
    card: Option<Reference>,
    list: Option<Reference>,
    list_before: Option<Reference>,
    list_after: Option<Reference>,
    old: Old,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Old {
    closed: Option<bool>,
}

/// Is this JSON text a Trello board?
pub fn is_board(text: &str) -> bool {
    #[derive(Deserialize)]
    struct Signs {
        #[serde(rename = "cards")]
        _cards: serde::de::IgnoredAny,
        #[serde(rename = "lists")]
        _lists: serde::de::IgnoredAny,
    }
    serde_json::from_str::<Signs>(text).is_ok()
}

/// Reads the board.
pub fn read(file: &File<'_>, mapping: &Mapping) -> Result<Log, Vec<Diagnostic>> {
    let board: Board = serde_json::from_str(file.text)
        .map_err(|error| no_json(file, &error, "an export of a Trello board", HELP))?;
    let mut log = Log {
        unit: "cards",
        read: board.cards.len(),
        has_times: true,
        ..Log::default()
    };
    let mut reader = Reader::of(&board, mapping.dates.zone);
    reader.tell(&board, &mut log);
    for card in &board.cards {
        let entry = reader.card(card, &mut log);
        log.items.push(entry);
    }
    for (id, actions) in std::mem::take(&mut reader.others) {
        let gone = reader.gone(&id, &actions, &mut log);
        log.items.extend(gone);
    }
    Ok(log)
}

/// An action with its instant.
type Dated<'b> = (Timestamp, &'b Action);

struct Reader<'b> {
    zone: Zone,
    names: BTreeMap<&'b str, &'b str>,
    of_cards: BTreeMap<&'b str, Vec<Dated<'b>>>,
    others: Vec<(String, Vec<Dated<'b>>)>,
    /// The first action; what was before it is not in the export where that is full.
    window: Option<Timestamp>,
}

impl<'b> Reader<'b> {
    fn of(board: &'b Board, zone: Zone) -> Self {
        let names = board
            .lists
            .iter()
            .map(|list| (list.id.as_str(), list.name.as_str()));
        let instant = |action: &Action| Stamp::parse(&action.date)?.instant(Order::DayFirst, zone);
        let mut of_cards: BTreeMap<&str, Vec<Dated<'_>>> = BTreeMap::new();
        for action in board.actions.iter().rev() {
            let card = action.data.card.as_ref();
            if let Some((card, at)) = card.zip(instant(action)) {
                of_cards.entry(&card.id).or_default().push((at, action));
            }
        }
        of_cards
            .values_mut()
            .for_each(|actions| actions.sort_by_key(|(at, _)| *at));
        let window = board.actions.iter().filter_map(instant).min();
        let known: std::collections::BTreeSet<&str> =
            board.cards.iter().map(|card| card.id.as_str()).collect();
        let (of_cards, others): (BTreeMap<_, _>, BTreeMap<_, _>) =
            of_cards.into_iter().partition(|(id, _)| known.contains(id));
        Self {
            zone,
            names: names.collect(),
            of_cards,
            others: others
                .into_iter()
                .map(|(id, actions)| (id.to_owned(), actions))
                .collect(),
            window: window.filter(|_| board.actions.len() >= CAP),
        }
    }

    /// What the board as a whole is worth telling; its lists in the order of the board.
    fn tell(&self, board: &'b Board, log: &mut Log) {
        let newest = board
            .actions
            .iter()
            .filter_map(|a| Stamp::parse(&a.date)?.instant(Order::DayFirst, self.zone));
        newest.for_each(|at| log.saw(at));
        if self.window.is_some() {
            let text = "actions, the most that Trello exports; what happened before the first of them is not known";
            log.notes.count("capped", Effect::Noticed, text, CAP);
        }
        for list in &board.lists {
            log.statuses.declare(&list.name, !list.closed);
        }
        log.in_order = true;
    }

    /// The name of a list, that of today where it is still there.
    fn name(&self, list: &'b Reference) -> &'b str {
        self.names
            .get(list.id.as_str())
            .copied()
            .unwrap_or(&list.name)
    }

    fn card(&self, card: &'b Card, log: &mut Log) -> Entry {
        let none = Vec::new();
        let actions = self.of_cards.get(card.id.as_str()).unwrap_or(&none);
        let mut entry = self.entry(&card.id, &card.name, actions, log);
        let before = actions.iter().find_map(|(_, action)| self.began(action));
        let now = || self.names.get(card.id_list.as_str()).copied();
        self.steps(&mut entry, before.or_else(now), actions, log);
        let archived = log.statuses.find(ARCHIVED);
        let dated = archived.is_some()
            && entry
                .steps
                .last()
                .is_some_and(|step| step.status == archived);
        entry.archived_undated = card.closed && !dated;
        entry
    }

    /// A card that is not on the board any more but was while actions tell of it.
    fn gone(&self, id: &str, actions: &[Dated<'b>], log: &mut Log) -> Option<Entry> {
        let deleted = actions
            .iter()
            .find(|(_, action)| action.kind == "deleteCard");
        let Some((at, _)) = deleted else {
            let text = "cards that have left the board and are told of only by actions";
            log.notes.add("gone", Effect::LeftOut, text, id);
            return None;
        };
        let names = actions
            .iter()
            .filter_map(|(_, action)| action.data.card.as_ref());
        let name = names
            .map(|card| card.name.as_str())
            .rfind(|name| !name.is_empty());
        let mut entry = self.entry(id, name.unwrap_or_default(), actions, log);
        let before = actions.iter().find_map(|(_, action)| self.began(action));
        self.steps(&mut entry, before, actions, log);
        let status = log.statuses.number(DELETED, || None);
        entry.step(*at, Some(status));
        log.notes.add(
            "deleted",
            Effect::Noticed,
            "cards that were deleted; they count as discarded then",
            id,
        );
        log.read += 1;
        Some(entry)
    }

    /// A card with the instant of its creation: that of the action, or the seconds in its id.
    fn entry(&self, id: &str, name: &str, actions: &[Dated<'b>], log: &mut Log) -> Entry {
        let created = actions
            .iter()
            .find(|(_, action)| is_creation(action))
            .map(|(at, _)| *at);
        let entry = Entry {
            id: id.to_owned(),
            title: name.to_owned(),
            created: created.or_else(|| self.of_id(id)),
            rows: 1,
            ..Entry::default()
        };
        if created.is_none() {
            let text = "cards that tell of their creation only by their ids, which hold its second";
            log.notes.add("created-by-id", Effect::Noticed, text, id);
        }
        entry
    }

    /// The first eight digits of an id are the seconds since 1970, in base 16.
    fn of_id(&self, id: &str) -> Option<Timestamp> {
        let seconds = i64::from_str_radix(id.get(..8)?, 16).ok()?;
        let ahead = match self.zone {
            Zone::Fixed(offset) => offset,
            Zone::AsWritten => Offset::UTC,
        };
        Timestamp::from_second(seconds + i64::from(ahead.seconds())).ok()
    }

    /// The list an action says the card was in before it.
    fn began(&self, action: &'b Action) -> Option<&'b str> {
        let data = &action.data;
        let list = match (&data.list_before, &data.list) {
            (Some(before), _) => before,
            (None, Some(list)) if is_creation(action) || data.old.closed.is_some() => list,
            _ => return None,
        };
        Some(self.name(list))
    }

    /// The lists of a card over time. Where it was before the export begins is not known.
    fn steps(&self, entry: &mut Entry, first: Option<&str>, actions: &[Dated<'b>], log: &mut Log) {
        if let Some(created) = entry.created {
            let begun = self.window.map_or(created, |window| window.max(created));
            if begun > created {
                let text = "cards older than the first action; they count from then on in the list they were in";
                log.notes
                    .add("before-window", Effect::Changed, text, &entry.id);
            }
            let status = first.map(|list| log.statuses.number(list, || None));
            let begun = actions.first().map_or(begun, |(at, _)| begun.min(*at));
            entry.step(begun, status);
        }
        for (at, action) in actions {
            let data = &action.data;
            let to = match (&data.list_after, data.old.closed, &data.list) {
                (Some(list), ..) => Some(self.name(list)),
                (None, Some(false), _) => Some(ARCHIVED),
                (None, Some(true), Some(list)) => Some(self.name(list)),
                _ => None,
            };
            if let Some(to) = to {
                let status = log.statuses.number(to, || None);
                entry.step(*at, Some(status));
            }
        }
    }
}

/// Does the action bring a card into being?
fn is_creation(action: &Action) -> bool {
    [
        "createCard",
        "copyCard",
        "convertToCardFromCheckItem",
        "emailCard",
        "moveCardToBoard",
    ]
    .contains(&action.kind.as_str())
}
