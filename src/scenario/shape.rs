//! The forms a value can have, and the one place where each form's limits stand.

/// A key of the scenario file.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Key {
    /// As it is typed.
    pub name: &'static str,
    /// What stands behind it.
    pub shape: Shape,
    /// What it means: a phrase that continues "`name` is …".
    pub doc: &'static str,
    /// What counts when it is left out, as it would be typed; `None` when nothing does.
    pub default: Option<&'static str>,
    /// Must it be given?
    pub required: bool,
    /// What its numbers are to whoever asks which of them matter; `None` for what is simply so.
    pub role: Option<Role>,
}

/// What a number of the file is to whoever asks which of them matter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// Estimated, so that it may be otherwise.
    Estimate,
    /// How many people there are: a decision.
    People,
    /// How many items may be somewhere: a decision.
    Room,
    /// How many items there should be somewhere at least, 0 where it is not written: a decision.
    Minimum,
}

/// A key with its meaning.
pub const fn key(name: &'static str, shape: Shape, doc: &'static str) -> Key {
    Key {
        name,
        shape,
        doc,
        default: None,
        required: false,
        role: None,
    }
}

impl Key {
    /// The same with the value that counts when it is left out.
    #[must_use]
    pub const fn or(self, default: &'static str) -> Self {
        Self {
            default: Some(default),
            ..self
        }
    }

    /// The same, for numbers of this role.
    #[must_use]
    pub const fn plays(self, role: Role) -> Self {
        Self {
            role: Some(role),
            ..self
        }
    }

    /// The same, to be given always.
    #[must_use]
    pub const fn required(self) -> Self {
        Self {
            required: true,
            ..self
        }
    }
}

/// The form of a value.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Shape {
    /// Any text.
    Text,
    /// A name that is given here; reserved words are refused.
    Name,
    /// The name of something given elsewhere: a stage, a type, …
    Named(&'static str),
    /// `true` or `false`.
    Flag,
    /// A whole number, least and most.
    Whole(u64, u64),
    /// A number, least and most.
    Number(f64, f64),
    /// A number above 0, at most so much.
    Above0(f64),
    /// A probability.
    Probability,
    /// A length of time, 0 or more.
    Duration,
    /// A length of time above 0.
    Span,
    /// A date.
    Date,
    /// A date, or a duration since day 0.
    Moment,
    /// A distribution; a bare value is constant.
    Law(Quantity),
    /// One of these words.
    Words(&'static [&'static str]),
    /// A list of values of one form.
    List(&'static Shape),
    /// Keys in braces or under a `[header]`.
    Table(&'static [Key]),
    /// One table for each `[[header]]`; in paths each goes by the value of its key `by`.
    Entries {
        /// The keys of each.
        keys: &'static [Key],
        /// The key whose value names it.
        by: &'static str,
    },
    /// Some keys of its own, and beside them names, each with a value of one form.
    Map {
        /// The keys of its own.
        keys: &'static [Key],
        /// What the names are of.
        of: &'static str,
        /// What stands behind each.
        each: &'static Shape,
    },
    /// Paths in quotes, each with the value to set there: what `--set` says, as a table.
    Settings,
    /// One of several forms, told apart by how they are written.
    Either(&'static [Shape]),
}

/// One of these words.
pub const fn words(now: &'static [&'static str]) -> Shape {
    Shape::Words(now)
}

/// Tables that go by their `name`.
pub const fn entries(keys: &'static [Key]) -> Shape {
    Shape::Entries { keys, by: "name" }
}

/// Names of such things, each with a value of one form.
pub const fn map(of: &'static str, each: &'static Shape) -> Shape {
    Shape::Map {
        keys: &[],
        of,
        each,
    }
}

/// What a distribution is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Quantity {
    /// Lengths of time.
    Time,
    /// Numbers of items, at least so many.
    Count(u64),
    /// Plain numbers, 0 or more.
    Value,
}

/// The most people.
pub const PEOPLE: u64 = 10_000;
/// The highest limit on work in progress.
pub const WIP: u64 = 1_000_000;
/// The most items counted in one place.
pub const ITEMS: u64 = 10_000_000;
/// The most trials.
pub const TRIALS: u64 = 100_000_000;
/// The longest duration in days.
pub const DAYS: f64 = 100_000.0;
/// The largest number of any other kind.
pub const MOST: f64 = 1e9;
/// The largest seed: TOML knows no larger whole number.
pub const SEED: u64 = i64::MAX.unsigned_abs();
/// The most characters in a name.
pub const NAME: usize = 200;

/// Words that mean something else in results, so that nothing can be called so.
pub const RESERVED: &[&str] = &["total", "types", "lanes", "backlog", "done"];

impl Shape {
    /// The keys known here by name.
    pub fn keys(self) -> &'static [Key] {
        match self {
            Self::Table(keys) | Self::Entries { keys, .. } | Self::Map { keys, .. } => keys,
            _ => &[],
        }
    }

    /// What is expected, as it reads after "must be".
    pub fn describe(self) -> String {
        match self {
            Self::Text => "text in quotes".into(),
            Self::Name => "a name in quotes".into(),
            Self::Named(of) => format!("the name of a {of} in quotes"),
            Self::Flag => "true or false".into(),
            Self::Whole(least, most) => whole(least, most),
            Self::Number(0.0, MOST) => "a number, 0 or more".into(),
            Self::Number(0.0, most) if most.fract() == 0.0 && most >= 1000.0 => {
                format!("a number from 0 to {}", thousands(most as u64))
            }
            Self::Number(least, most) => format!("a number from {least} to {most}"),
            Self::Above0(MOST) => "a number above 0".into(),
            Self::Above0(most) => format!("a number above 0, at most {most}"),
            Self::Probability => "a probability from 0 to 1".into(),
            Self::Duration => "a number of days or a duration like \"4h\", \"3d\" or \"2w\"".into(),
            Self::Span => "a number of days above 0 or a duration like \"3d\" or \"2w\"".into(),
            Self::Date => "a date like 2026-01-05".into(),
            Self::Moment => "a date like 2026-01-05 or a time since day 0 like 10 or \"2w\"".into(),
            Self::Law(quantity) => quantity.describe().into(),
            Self::Words(words) => choice(words),
            Self::List(each) => format!("a list [ … ], each of it {}", each.describe()),
            Self::Table(keys) => table(keys),
            Self::Entries { .. } => {
                "given under headers in double brackets, like [[stages]]".into()
            }
            Self::Map { of, .. } => format!("a table like {{ NAME = … }}, by name of {of}"),
            Self::Settings => {
                "a table like { \"stages.exploration.wip.max\" = 3 }, by path in quotes".into()
            }
            Self::Either(shapes) => either(shapes),
        }
    }
}

impl Quantity {
    /// What is expected, as it reads after "must be".
    pub fn describe(self) -> &'static str {
        match self {
            Self::Time => {
                "a duration like 0.5 or \"2d\", or a distribution like { dist = \"lognormal\", mean = 2, cv = 1 }"
            }
            Self::Count(0) => {
                "a whole number, or a distribution like { dist = \"poisson\", mean = 3 }"
            }
            Self::Count(_) => {
                "a whole number above 0, or a distribution like { dist = \"geometric\", mean = 3 }"
            }
            Self::Value => {
                "a number, or a distribution like { dist = \"lognormal\", mean = 5, cv = 1 }"
            }
        }
    }
}

/// A whole number with commas between the thousands.
pub fn thousands(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// Words in quotes with "or" before the last.
pub fn choice(words: &[&str]) -> String {
    let quoted: Vec<_> = words.iter().map(|word| format!("\"{word}\"")).collect();
    join(&quoted, "or")
}

/// Names of keys with "and" before the last.
pub fn listing<'a>(names: impl IntoIterator<Item = &'a str>) -> String {
    let quoted: Vec<_> = names.into_iter().map(|name| format!("`{name}`")).collect();
    join(&quoted, "and")
}

fn join(parts: &[String], word: &str) -> String {
    match parts {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} {word} {last}", first.join(", ")),
    }
}

fn whole(least: u64, most: u64) -> String {
    if most == SEED {
        return "a whole number, 0 or more".into();
    }
    format!(
        "a whole number from {} to {}",
        thousands(least),
        thousands(most)
    )
}

fn table(keys: &[Key]) -> String {
    let names = keys.iter().take(3);
    let names: Vec<_> = names.map(|key| format!("{} = …", key.name)).collect();
    format!("a table like {{ {} }}", names.join(", "))
}

fn either(shapes: &[Shape]) -> String {
    let parts: Vec<_> = shapes.iter().map(|shape| shape.describe()).collect();
    parts.join(", or ")
}
