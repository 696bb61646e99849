//! Charts as SVG: a small set of kinds that know nothing of boards, and what all of them share.
//!
//! Every kind takes plain numbers and gives back one SVG. Sizes are in points of a drawing that is
//! [`WIDTH`] wide, which fits a phone; wider pages set several side by side. Nothing is told by colour
//! alone: lines differ in their strokes, and what is shaded is named or numbered too. The colours are few and
//! fixed, so that [`STYLE`] can give each of them another shade in the dark.

pub mod axis;
pub mod bars;
pub mod board;
pub mod calendar;
pub mod canvas;
pub mod curves;
pub mod forest;
pub mod heat;
pub mod histogram;
pub mod names;
pub mod split;
pub mod stack;

pub use canvas::{Canvas, Colour, SERIES, STYLE, fit};

/// Width of an ordinary chart.
pub const WIDTH: f64 = 360.0;
