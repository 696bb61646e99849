//! What governs the flow and what is asked of it: limits, lanes, allocation, blockers, plannings and goals.

use super::{Board, Shape, TIMES, lane_names, over, shares, type_names};
use crate::random_models::dice::Dice;

impl Board {
    pub(super) fn policies(&mut self, shape: &Shape, dice: &mut Dice) {
        if dice.one_in(3) {
            let stages: Vec<String> = (0..shape.stages).map(|n| format!("\"s{n}\"")).collect();
            let (max, of) = (2 + dice.below(6), stages.join(", "));
            let (_, over) = over(dice);
            self.push(format!(
                "\n[[conwip]]\nstages = [{of}]\nwip = {{ max = {max}{over} }}\n"
            ));
        }
        if shape.lanes {
            self.lanes(shape, dice);
        }
        let strategy = dice.word(&["none", "weighted", "reserved", "flexible", "priority"]);
        if strategy != "none" {
            self.allocation(strategy, shape, dice);
        }
    }

    fn lanes(&mut self, shape: &Shape, dice: &mut Dice) {
        let max = 1 + dice.below(4);
        let (_, over) = over(dice);
        let low = match self.does("s1", "service = ") && dice.one_in(2) {
            true => ", s1 = { min = 1, on_low = \"push\" }",
            false => "",
        };
        self.push(format!(
            "\n[[lanes]]\nname = \"fast\"\ntypes = [\"t0\"]\nwip = {{ s0 = {{ min = 1, max = {max}{over} }}{low} }}\n"
        ));
        if shape.types > 1 {
            let types: Vec<String> = (1..shape.types).map(|n| format!("\"t{n}\"")).collect();
            let max = 2 + dice.below(6);
            let types = types.join(", ");
            self.push(format!(
                "\n[[lanes]]\nname = \"slow\"\ntypes = [{types}]\nconwip = {{ max = {max} }}\n"
            ));
        }
    }

    fn allocation(&mut self, strategy: &str, shape: &Shape, dice: &mut Dice) {
        let by_lane = shape.lanes && dice.one_in(2);
        let (by, owners) = if by_lane {
            ("lane", lane_names(shape))
        } else {
            ("type", type_names(shape))
        };
        let how = if strategy == "priority" {
            format!("order = [\"{}\"]", owners[dice.below(owners.len())])
        } else {
            format!("shares = {}", shares(&owners, dice))
        };
        self.push(format!(
            "\n[allocation]\nby = \"{by}\"\nstrategy = \"{strategy}\"\n{how}\n"
        ));
    }

    /// What stops work; stages in which somebody works come first, and in others nothing is to stop.
    pub(super) fn blockers(&mut self, dice: &mut Dice) {
        if !self.text.contains("service = ") {
            return;
        }
        for n in 0..dice.below(3) {
            let strikes = dice.word(&["probability = 0.3", "per_day = 0.5", "probability = 1"]);
            let lasts = dice.word(&TIMES);
            let kept = dice.word(&["false", "true"]);
            let whom = dice.word(&["", "types = [\"t0\"]\n"]);
            self.push(format!(
                "\n[[blockers]]\nsource = \"source{n}\"\n{strikes}\nduration = {lasts}\nholds_person = {kept}\n{whom}"
            ));
        }
    }

    pub(super) fn questions(&mut self, teams: usize, shape: &Shape, dice: &mut Dice) {
        for n in 0..teams {
            let planning = dice.word(&[
                "{ every = \"2w\" }",
                "{ first = 4, every = 5 }",
                "{ at = [3, 7.5, 20] }",
                "{ every = 3 }",
            ]);
            let mut own = type_names(shape);
            if shape.second {
                let last = own.pop();
                if shape.elsewhere(n) {
                    own = last.into_iter().collect();
                }
            }
            let from = match (shape.second, shape.elsewhere(n)) {
                (false, _) => "",
                (true, false) => "from = \"shelf\"\n",
                (true, true) => "from = \"shelf2\"\n",
            };
            let shares = shares(&own, dice);
            let pull = match dice.below(4) {
                3 => format!("{{ fill_to = {} }}", 2 + dice.below(6)),
                0 => "{ total = 4 }".to_owned(),
                1 => format!("{{ total = 5, shares = {shares} }}"),
                _ => format!("{{ total = 3, shares = {shares}, borrow = false }}"),
            };
            let need = dice.word(&[
                "",
                "ready_when = { total = 3 }\n",
                "ready_when = { total = 4, t0 = 1 }\n",
                "ready_when = { t0 = 2 }\n",
            ]);
            let need = if shape.elsewhere(n) { "" } else { need };
            self.push(format!(
                "\n[[teams]]\nname = \"team{n}\"\nplanning = {planning}\npull = {pull}\n{need}{from}"
            ));
        }
        for n in 0..dice.below(3) {
            let more = dice.word(&["", "by = 15\n", "types = [\"t0\"]\n", "on_shelf = true\n"]);
            self.push(format!(
                "\n[[goals]]\nname = \"goal{n}\"\nready = {}\n{more}",
                1 + dice.below(12)
            ));
        }
    }
}
