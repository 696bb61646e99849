//! Answers as pages: a forecast goes in, text or bytes come out; so with the steps of a trial. Nothing is
//! computed here.

pub mod csv;
pub mod json;
pub mod text;
pub mod trace;
