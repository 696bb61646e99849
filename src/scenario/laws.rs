//! Every distribution with its parameters, in one table; read by the same as the [keys](super::keys).

use super::shape::Shape::{Above0, Flag, Number, Text, Whole};
use super::shape::{ITEMS, MOST, Quantity, Shape};

/// A distribution: its name and the keys it takes beside `dist`.
#[derive(Debug, Clone, Copy)]
pub struct LawKeys {
    /// The word behind `dist`.
    pub name: &'static str,
    /// What it is good for.
    pub doc: &'static str,
    /// Whether its draws are whole numbers.
    pub counts: bool,
    /// Its parameters.
    pub params: &'static [Parameter],
}

/// A parameter of a distribution.
#[derive(Debug, Clone, Copy)]
pub struct Parameter {
    /// As it is typed.
    pub name: &'static str,
    /// What stands behind it.
    pub form: Form,
    /// What it means: a phrase that continues "`name` is …".
    pub doc: &'static str,
}

/// What stands behind a parameter of a distribution.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Form {
    /// An amount of whatever the distribution is of.
    Amount,
    /// A list of them.
    Amounts,
    /// Anything else.
    Plain(Shape),
}

const fn parameter(name: &'static str, form: Form, doc: &'static str) -> Parameter {
    Parameter { name, form, doc }
}

const VALUE: Parameter = parameter("value", Form::Amount, "the value it always has");
const MIN: Parameter = parameter("min", Form::Amount, "the smallest value");
const MODE: Parameter = parameter("mode", Form::Amount, "the most likely value");
const MAX: Parameter = parameter("max", Form::Amount, "the largest value");
const MEAN: Parameter = parameter("mean", Form::Amount, "the average");
const CV: Parameter = parameter("cv", Form::Plain(Above0(1000.0)), "the standard deviation divided by the mean");
const P50: Parameter = parameter("p50", Form::Amount, "the value that half of all stay below");
const P85: Parameter = parameter("p85", Form::Amount, "the value that 85 % of all stay below");
const STEPS: Parameter = parameter("k", Form::Plain(Whole(1, 1000)), "the number of steps it consists of");
const CURVE: Parameter = parameter("shape", Form::Plain(Above0(1000.0)), "the form of the curve: 1 is exponential, more is narrower");
const SCALE: Parameter = parameter("scale", Form::Amount, "the value that 63 % of all stay below");
const VALUES: Parameter = parameter("values", Form::Amounts, "the observed values, each as likely");
const FILE: Parameter = parameter("file", Form::Plain(Text), "a CSV file of observed values");
const COLUMN: Parameter = parameter("column", Form::Plain(Text), "the column of the file");

const fn law(name: &'static str, params: &'static [Parameter], doc: &'static str) -> LawKeys {
    LawKeys { name, doc, counts: false, params }
}

const fn count_law(name: &'static str, params: &'static [Parameter], doc: &'static str) -> LawKeys {
    LawKeys { name, doc, counts: true, params }
}

/// Every distribution.
pub const LAWS: &[LawKeys] = &[
    law("constant", &[VALUE], "always the same"),
    law("uniform", &[MIN, MAX], "anything between two values, equally likely"),
    law("triangular", &[MIN, MODE, MAX], "a guess of least, likely and most"),
    law("pert", &[MIN, MODE, MAX], "a smoother guess of least, likely and most"),
    law("exponential", &[MEAN], "pure chance: often short, sometimes very long"),
    law("gamma", &[MEAN, CV], "from almost constant to very uneven, by its `cv`"),
    law("erlang", &[STEPS, MEAN], "several steps of pure chance, one after another"),
    law("lognormal", &[MEAN, CV, P50, P85], "knowledge work: mostly short, with a long tail"),
    law("weibull", &[CURVE, SCALE, P50, P85], "times to completion, as in many delivery histories"),
    law("empirical", &[VALUES, FILE, COLUMN], "what has been observed, drawn again"),
    count_law("constant", &[VALUE], "always the same"),
    count_law("geometric", &[MEAN], "1 or more, each further one as likely"),
    count_law("poisson", &[MEAN], "how many happen by pure chance"),
    count_law("uniform-int", &[MIN, MAX], "any whole number between two, equally likely"),
];

/// What can be done to a draw of any continuous distribution, in this order.
pub const MODIFIERS: &[Parameter] = &[
    parameter("shift", Form::Amount, "what is added to every draw"),
    parameter("cap", Form::Amount, "what larger draws are cut to"),
    parameter("whole_days", Form::Plain(Flag), "whether draws are rounded up to whole days"),
];

impl LawKeys {
    /// Can it say something about this quantity?
    pub fn suits(&self, quantity: Quantity) -> bool {
        self.counts == matches!(quantity, Quantity::Count(_))
    }

    /// All keys it takes beside `dist`.
    pub fn keys(&self) -> impl Iterator<Item = &'static Parameter> + Clone {
        let modifiers = if self.counts { &[] } else { MODIFIERS };
        self.params.iter().chain(modifiers)
    }
}

/// The distributions that can say something about this quantity.
pub fn laws(quantity: Quantity) -> impl Iterator<Item = &'static LawKeys> {
    LAWS.iter().filter(move |law| law.suits(quantity))
}

impl Parameter {
    /// The form of one amount of this parameter in a distribution of `quantity`: counts are whole,
    /// their mean need not be.
    pub fn amount(&self, quantity: Quantity) -> Shape {
        match (self.form, quantity) {
            (Form::Plain(shape), _) => shape,
            (_, Quantity::Count(_)) if self.name == "mean" => Number(0.0, ITEMS as f64),
            (_, quantity) => quantity.amount(),
        }
    }
}

impl Quantity {
    /// The form of one amount.
    pub fn amount(self) -> Shape {
        match self {
            Self::Time => Shape::Duration,
            Self::Count(least) => Whole(least, ITEMS),
            Self::Value => Number(0.0, MOST),
        }
    }
}
