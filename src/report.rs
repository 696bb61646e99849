//! Answers as pages and pictures: a forecast goes in, text or bytes come out; so with the steps of a trial. Nothing is
//! computed here.

pub mod charts;
pub mod csv;
pub mod html;
pub mod json;
pub mod pictures;
pub mod text;
pub mod trace;
