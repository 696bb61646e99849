//! What changes on the way, and what stands on the board of today.

use super::{Board, MOST_OVER, Shape};
use crate::random_models::dice::Dice;

impl Board {
    /// Policies that change.
    pub(super) fn change(&mut self, dice: &mut Dice) {
        if !dice.one_in(3) {
            return;
        }
        let limited = self.limits.iter_mut().find(|(name, _)| name != "shelf");
        let mut sets = vec![format!("\"pools.crew.people\" = {}", 1 + dice.below(4))];
        let available = dice.word(&["", "0.3", "0.9", "1"]);
        if !available.is_empty() {
            sets.push(format!("\"pools.crew.availability\" = {available}"));
        }
        if let Some((stage, max)) = limited {
            let new = *max + dice.below(4);
            *max = (*max).max(new + MOST_OVER);
            sets.push(format!("\"stages.{stage}.wip.max\" = {new}"));
        }
        if self.does("s0", "service = ") && dice.one_in(2) {
            sets.push("\"stages.s0.service\" = 0.4".to_owned());
        }
        if self.does("d0", "service = ") && self.does("d0", "discard = ") && dice.one_in(2) {
            sets.push("\"stages.d0.service\" = 0.4, \"stages.d0.discard\" = 0.2".to_owned());
        }
        if self.does("team0", "pull = { total") {
            sets.push(format!(
                "\"teams.team0.pull.total\" = {}",
                1 + dice.below(7)
            ));
        }
        let at = dice.word(&["4", "0", "7.5", "\"3w\""]);
        let sets = sets.join(", ");
        let change = format!("\n[[changes]]\nat = {at}\nset = {{ {sets} }}\n");
        match self.text.split_once("\n[board]") {
            Some((before, board)) => self.text = format!("{before}{change}\n[board]{board}"),
            None => self.push(change),
        }
    }

    /// Items that stand on the board of today.
    pub(super) fn stand(&mut self, shape: &Shape, dice: &mut Dice) {
        if !dice.one_in(3) {
            return;
        }
        let file =
            "\n[board]\nfile = \"board.csv\"\n#: id,type,stage,entered,created,state,worked\n";
        self.push(file.into());
        self.today = dice.below(9);
        for row in 0..self.today {
            let kind = dice.below(shape.types);
            let own = dice.below(shape.stages);
            let (only, unlimited) = self.routes.get(kind).copied().unwrap_or_default();
            let own = only.unwrap_or(own);
            let apart = shape.apart(kind);
            // nobody counts what waits in an unlimited backlog
            let stage = match dice.below(7) {
                0 if !unlimited => "backlog".to_owned(),
                1 if apart => "shelf2".to_owned(),
                1 => "shelf".to_owned(),
                2 if apart => "x1".to_owned(),
                2 if shape.delivery > 0 && only.is_none() => {
                    format!("d{}", dice.below(shape.delivery))
                }
                _ if apart => "x0".to_owned(),
                _ => format!("s{own}"),
            };
            let served = self.does(&stage, "service = ");
            let blocked = kind == 0 && self.text.contains("[[blockers]]");
            let state = match stage.as_str() {
                "backlog" => "",
                _ => match dice.below(6) {
                    0 | 1 => "",
                    2 => "waiting",
                    3 if served => "working",
                    4 if served && blocked => "blocked",
                    _ => "done",
                },
            };
            let worked = dice.word(&["", "0.3"]);
            let age = dice.below(20);
            self.push(format!(
                "#: row-{row},t{kind},{stage},{age},{},{state},{worked}\n",
                age + dice.below(9)
            ));
        }
    }
}
