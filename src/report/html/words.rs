//! Words on a page: what may be broken into lines, and what may not.

use super::LONG;
use maud::{Markup, html};

/// A word of a command as it must be typed.
pub fn typed(word: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || "-_./=:,+".contains(c);
    if word.chars().all(plain) {
        return word.to_owned();
    }
    format!("'{}'", word.replace('\'', "'\\''"))
}

/// Numbers stay beside their percent sign, and what is uncertain beside how much.
pub(super) fn unbroken(words: &str) -> String {
    words
        .replace(" %", "\u{a0}%")
        .replace(" ± ", "\u{a0}±\u{a0}")
}

/// A command whose options are never broken after their hyphens.
pub(super) fn command(words: &str) -> Markup {
    html! {
        @for (n, word) in words.split(' ').enumerate() {
            @if n > 0 { " " }
            @if word.starts_with('-') { span.option { (word) } } @else { (word) }
        }
    }
}

/// A long cell, which may be broken after the points of a path.
pub(super) fn breakable(cell: &str) -> Markup {
    if cell.chars().count() <= LONG {
        return html! { (cell) };
    }
    html! {
        @for (n, step) in cell.split_inclusive('.').enumerate() {
            @if n > 0 { wbr; }
            (step)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_are_typed_as_they_are_meant() {
        assert_eq!(typed("stages.a.wip.max=4"), "stages.a.wip.max=4");
        assert_eq!(typed("it's"), "'it'\\''s'");
    }

    #[test]
    fn options_are_not_broken() {
        let markup = command("headwater run a<b.toml --seed 2").into_string();
        let expected = "headwater run a&lt;b.toml <span class=\"option\">--seed</span> 2";
        assert_eq!(markup, expected);
    }

    #[test]
    fn only_long_cells_are_broken() {
        assert_eq!(breakable("a.b").into_string(), "a.b");
        let long = breakable("pools.analysts.people = 3 and more").into_string();
        assert_eq!(long, "pools.<wbr>analysts.<wbr>people = 3 and more");
    }
}
