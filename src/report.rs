//! Answers as pages: a forecast goes in, text or bytes come out. Nothing is computed here.

pub mod csv;
pub mod json;
pub mod text;
