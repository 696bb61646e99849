//! One page for people who look before they read: self-contained, for screens wide and narrow, light and dark,
//! and for paper.

use super::charts::STYLE as CHARTS;
use super::pictures::{Figure, Numbers, Picture, Section};
use maud::{DOCTYPE, Markup, PreEscaped, html};

mod experiments;
mod past;
mod run;
mod words;

pub use experiments::{Commands, of_comparison, of_optimum, of_sensitivity, of_sweep};
pub use past::{of_backtest, of_fit};
pub use run::of_run;
pub use words::typed;
use words::{breakable, command, unbroken};

const STYLE: &str = include_str!("html/style.css");

/// Tables of more rows than this are folded up.
const OPEN_ROWS: usize = 8;

/// Tables of more columns than this have the whole width of the paper.
const COLUMNS: usize = 7;

/// Longer cells may be broken into lines.
const LONG: usize = 28;

/// What a page says besides its charts.
#[derive(Debug, Clone, PartialEq)]
pub struct Page<'a> {
    /// The name of the scenario.
    pub scenario: &'a str,
    /// What kind of answer it is: `forecast`.
    pub kind: &'a str,
    /// What stands behind it, in a line.
    pub behind: String,
    /// The question that comes first.
    pub question: &'a str,
    /// The answer, in paragraphs.
    pub answer: Vec<String>,
    /// What to try next.
    pub next: Next,
    /// The charts.
    pub sections: &'a [Section],
    /// How to read it, line by line.
    pub reading: Vec<String>,
    /// Version of the program.
    pub headwater: &'a str,
    /// How the answer is found once more.
    pub command: &'a str,
}

/// What to try next.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Next {
    /// What all of it is about.
    pub lead: String,
    /// What each does, and its command.
    pub tries: Vec<(String, String)>,
}

/// A page.
pub fn render(page: &Page<'_>) -> String {
    let markup = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                meta name="generator" content={ "headwater " (page.headwater) };
                title { (page.scenario) " – " (page.kind) }
                style { (PreEscaped(STYLE)) (PreEscaped(CHARTS)) }
            }
            body {
                header {
                    h1 { (page.scenario) }
                    p { (page.behind) }
                }
                main {
                    (answer(page))
                    (next(&page.next))
                    (contents(page.sections))
                    @for (n, section) in page.sections.iter().enumerate() { (self::section(section, n)) }
                    (reading(&page.reading))
                }
                footer {
                    p { "Made by headwater " (page.headwater) " with: " code { (command(page.command)) } }
                }
            }
        }
    };
    markup.into_string()
}

fn answer(page: &Page<'_>) -> Markup {
    html! {
        section.answer aria-labelledby="answer" {
            h2 id="answer" { (page.question) }
            @for paragraph in &page.answer { p { (unbroken(paragraph)) } }
        }
    }
}

/// What to try next, with the command.
fn next(next: &Next) -> Markup {
    html! {
        section.next aria-labelledby="next" {
            h2 id="next" { "What to try next" }
            p { (next.lead) }
            @for (words, typed) in &next.tries {
                @if !words.is_empty() { p.what { (words) } }
                pre tabindex="0" { code { (command(typed)) } }
            }
        }
    }
}

fn contents(sections: &[Section]) -> Markup {
    html! {
        nav aria-label="Contents" {
            ul {
                @for (n, section) in sections.iter().enumerate() {
                    li { a href={ "#section-" (n) } { (section.title) } }
                }
                li { a href="#reading" { "How to read this" } }
            }
        }
    }
}

fn section(section: &Section, n: usize) -> Markup {
    let id = format!("section-{n}");
    html! {
        section aria-labelledby=(id) {
            h2 id=(id) { (section.title) }
            div.figures { @for figure in &section.figures { (self::figure(figure)) } }
        }
    }
}

fn figure(figure: &Figure) -> Markup {
    let wide = matches!(figure.picture, Picture::Two(..));
    let Numbers { header, rows } = &figure.numbers;
    let broad = header.len() > COLUMNS && rows.len() <= OPEN_ROWS;
    html! {
        figure id=(figure.name) class=[wide.then_some("wide").or(broad.then_some("broad"))] {
            figcaption {
                h3 { (unbroken(&figure.title)) }
                @if !figure.reading.is_empty() { p { (unbroken(&figure.reading)) } }
            }
            @match &figure.picture {
                Picture::Drawn(svg) => (inline(svg)),
                Picture::Two(wide, narrow) => {
                    div.on-wide { (inline(wide)) }
                    div.on-narrow { (inline(narrow)) }
                }
                Picture::Nothing(why) => p.nothing { (why) },
            }
            (numbers(figure))
        }
    }
}

/// An SVG within the page, whose style already has what the drawing brings with it.
fn inline(svg: &str) -> PreEscaped<String> {
    let own = format!("<style>{CHARTS}</style>\n");
    PreEscaped(svg.replacen(&own, "", 1))
}

fn numbers(figure: &Figure) -> Markup {
    let Numbers { header, rows } = &figure.numbers;
    html! {
        @if !rows.is_empty() {
            details open[rows.len() <= OPEN_ROWS] {
                summary { "Numbers" span.unseen { ": " (figure.title) } }
                div.table tabindex="0" role="region" aria-label={ "Numbers: " (figure.title) } {
                    table {
                        thead { tr { @for cell in header { th scope="col" { (unbroken(cell)) } } } }
                        tbody {
                            @for row in rows {
                                tr {
                                    @for (n, cell) in row.iter().enumerate() {
                                        @let long = cell.chars().count() > LONG;
                                        @if n == 0 { th scope="row" class=[long.then_some("long")] { (breakable(cell)) } }
                                        @else { td class=[long.then_some("long")] { (breakable(cell)) } }
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn reading(lines: &[String]) -> Markup {
    html! {
        section aria-labelledby="reading" {
            h2 id="reading" { "How to read this" }
            ul { @for line in lines { li { (unbroken(line.trim_start_matches("• "))) } } }
        }
    }
}
