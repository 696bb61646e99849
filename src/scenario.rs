//! What the file says: the key table, the decoder, the paths of `--set`, and the mirror types.
//!
//! The text becomes a [tree] in which every word knows its place, `--set` changes that tree, one
//! check compares it with the [key table](keys), and what passes is decoded into the
//! [mirror types](mirror). What it all means is the model's business.

mod amount;
mod changes;
mod check;
mod decode;
pub(crate) mod fields;
mod inputs;
#[rustfmt::skip]
pub mod keys;
#[rustfmt::skip]
pub mod laws;
pub mod mirror;
pub mod path;
mod reading;
mod schema;
pub mod shape;
pub mod suggest;
pub mod tree;
mod variants;

use crate::diagnostic::Diagnostic;
use crate::source::{SourceId, Sources};
use reading::Reading;

pub use amount::moment_in;
pub use inputs::Input;
pub use schema::schema;
pub use shape::Role;

/// Reads a scenario: the text `id`, with the settings of `sets` (each a text `PATH=VALUE`) made.
///
/// # Errors
/// Everything that is wrong with the form of the file or of a setting, in the order it stands.
pub fn read(
    sources: &Sources,
    id: SourceId,
    sets: &[SourceId],
) -> Result<mirror::Scenario, Vec<Diagnostic>> {
    Reading::of(sources, id, sets, &[]).sound()
}

/// Reads a scenario and hands it to `build`, even when some of it has the wrong form, so that the
/// faults of form and of meaning are told together. Only where a fault of form leaves too much open
/// (the syntax, a missing name) does it stay with that.
///
/// # Errors
/// Everything that is wrong, in the order it stands. What `build` says about a table in which
/// something had the wrong form is left out: it would speak of an absence that is none.
pub fn read_then<M>(
    sources: &Sources,
    id: SourceId,
    sets: &[SourceId],
    build: impl FnOnce(&mirror::Scenario) -> Result<M, Vec<Diagnostic>>,
) -> Result<M, Vec<Diagnostic>> {
    build_from(Reading::of(sources, id, sets, &[]), build)
}

/// A variant that somebody asks for beside those of the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// What it is called.
    pub name: String,
    /// Its settings, each a text `PATH=VALUE`.
    pub sets: Vec<SourceId>,
}

/// The same with further variants.
///
/// # Errors
/// As [`read_then`].
pub fn read_asked_then<M>(
    sources: &Sources,
    id: SourceId,
    sets: &[SourceId],
    asked: &[Asked],
    build: impl FnOnce(&mirror::Scenario) -> Result<M, Vec<Diagnostic>>,
) -> Result<M, Vec<Diagnostic>> {
    build_from(Reading::of(sources, id, sets, asked), build)
}

/// What the scenario says at these paths, as it is written there or in a setting; `None` where it says nothing.
pub fn written(
    sources: &Sources,
    id: SourceId,
    sets: &[SourceId],
    paths: &[String],
) -> Vec<Option<String>> {
    Reading::of(sources, id, sets, &[]).written(sources, paths)
}

/// The estimates of a scenario, each a little lower and higher by this share of it (between 0 and 1), and the
/// decisions on people and room, each with one fewer and one more. What cannot be changed like that (a file of observations, a
/// whole number of items, what is 0) is left out.
pub fn inputs(sources: &Sources, id: SourceId, sets: &[SourceId], spread: f64) -> Vec<Input> {
    Reading::of(sources, id, sets, &[]).numbers(spread)
}

/// Reads a file of another kind than a scenario against its own table of keys, with the same messages.
///
/// # Errors
/// Everything that is wrong with the form of the file, in the order it stands.
pub fn read_keys(
    sources: &Sources,
    id: SourceId,
    keys: &'static [shape::Key],
) -> Result<tree::Node, Vec<Diagnostic>> {
    reading::keys(sources, id, keys)
}

fn build_from<M>(
    reading: Reading,
    build: impl FnOnce(&mirror::Scenario) -> Result<M, Vec<Diagnostic>>,
) -> Result<M, Vec<Diagnostic>> {
    let Some(scenario) = &reading.scenario else {
        return Err(reading.problems);
    };
    match build(scenario) {
        Ok(model) if reading.problems.is_empty() => Ok(model),
        Ok(_) => Err(reading.problems),
        Err(more) => Err(reading.with(more)),
    }
}
