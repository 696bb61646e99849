//! The forecast as JSON, with the names that `results.md` of the project promises.

use serde::Serialize;
use serde_json::ser::{Formatter, PrettyFormatter, Serializer};
use std::io::{self, Write};

/// Any answer as indented JSON with a newline at its end. Lists stay on one line; a number that does
/// not exist is `null`.
pub fn render<T: Serialize>(answer: &T) -> serde_json::Result<String> {
    let mut bytes = Vec::new();
    let mut serializer = Serializer::with_formatter(&mut bytes, Compact::default());
    answer.serialize(&mut serializer)?;
    bytes.push(b'\n');
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// Objects over several lines, lists on one: a series of 130 days stays readable.
#[derive(Default)]
struct Compact(PrettyFormatter<'static>);

impl Formatter for Compact {
    fn begin_array_value<W: Write + ?Sized>(&mut self, to: &mut W, first: bool) -> io::Result<()> {
        to.write_all(if first { b"" } else { b", " })
    }

    fn begin_object<W: Write + ?Sized>(&mut self, to: &mut W) -> io::Result<()> {
        self.0.begin_object(to)
    }

    fn end_object<W: Write + ?Sized>(&mut self, to: &mut W) -> io::Result<()> {
        self.0.end_object(to)
    }

    fn begin_object_key<W: Write + ?Sized>(&mut self, to: &mut W, first: bool) -> io::Result<()> {
        self.0.begin_object_key(to, first)
    }

    fn begin_object_value<W: Write + ?Sized>(&mut self, to: &mut W) -> io::Result<()> {
        self.0.begin_object_value(to)
    }

    fn end_object_value<W: Write + ?Sized>(&mut self, to: &mut W) -> io::Result<()> {
        self.0.end_object_value(to)
    }
}

#[cfg(test)]
mod tests {
    use super::render;
    use serde_json::json;

    #[test]
    fn lists_stay_on_one_line() -> serde_json::Result<()> {
        let text =
            render(&json!({"day": [0.0, 1.0], "empty": {}, "goals": [{"never": f64::NAN}]}))?;
        let expected = "{\n  \"day\": [0.0, 1.0],\n  \"empty\": {},\n  \"goals\": [{\n    \"never\": null\n  }]\n}\n";
        assert_eq!(text, expected);
        Ok(())
    }
}
