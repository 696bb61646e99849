//! One page for people who look before they read: self-contained, for screens wide and narrow, light and dark,
//! and for paper.

use super::charts::STYLE as CHARTS;
use super::pictures::{Figure, Numbers, Picture, Section};
use super::text::words::{thousands, working_days};
use super::text::{footer, headline};
use crate::forecast::{Advice, Detail, Forecast};
use maud::{DOCTYPE, Markup, PreEscaped, html};

const STYLE: &str = include_str!("html/style.css");

/// Tables of more rows than this are folded up.
const OPEN_ROWS: usize = 8;

/// Longer cells may be broken into lines.
const LONG: usize = 28;

/// The page of a run. `command` is how this run is started once more.
pub fn render(forecast: &Forecast, detail: &Detail, sections: &[Section], command: &str) -> String {
    let trials = thousands(forecast.trials);
    let days = working_days(forecast.horizon_days);
    let page = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                meta name="generator" content={ "headwater " (forecast.headwater) };
                title { (forecast.scenario) " – forecast" }
                style { (PreEscaped(STYLE)) (PreEscaped(CHARTS)) }
            }
            body {
                header {
                    h1 { (forecast.scenario) }
                    p { (trials) " simulated futures of " (days) " each" }
                }
                main {
                    (answer(forecast))
                    (next(&detail.advice, command))
                    (contents(sections))
                    @for (n, section) in sections.iter().enumerate() { (self::section(section, n)) }
                    (reading(forecast))
                }
                footer {
                    p { "Made by headwater " (forecast.headwater) " with: " code { (command) } }
                }
            }
        }
    };
    page.into_string()
}

fn answer(forecast: &Forecast) -> Markup {
    let paragraphs = headline::paragraphs(forecast);
    html! {
        section.answer aria-labelledby="answer" {
            h2 id="answer" { (headline::QUESTION) }
            @for paragraph in &paragraphs { p { (unbroken(paragraph)) } }
        }
    }
}

/// What to try next, with the command.
fn next(advice: &[Advice], command: &str) -> Markup {
    html! {
        section.next aria-labelledby="next" {
            h2 id="next" { "What to try next" }
            @if advice.is_empty() {
                p { "Change a limit, people or demand of the scenario and run it again; what differs then is what you changed:" }
                pre { code { (command) " --set PATH=VALUE" } }
            } @else {
                p { "Each of these meets the same arrivals, work and luck as this run, so that what differs is what was changed:" }
                @for advice in advice {
                    p.what { (capital(&advice.words)) }
                    pre tabindex="0" { code { (command) " --set " (typed(&advice.set)) } }
                }
            }
        }
    }
}

/// Numbers stay beside their percent sign.
fn unbroken(words: &str) -> String {
    words.replace(" %", "\u{a0}%")
}

fn capital(words: &str) -> String {
    let mut letters = words.chars();
    let first = letters.next().map(char::to_uppercase);
    first.into_iter().flatten().chain(letters).collect()
}

/// A word of a command as it must be typed.
pub fn typed(word: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || "-_./=:,+".contains(c);
    if word.chars().all(plain) {
        return word.to_owned();
    }
    format!("'{}'", word.replace('\'', "'\\''"))
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
    html! {
        figure id=(figure.name) class=[wide.then_some("wide")] {
            figcaption {
                h3 { (figure.title) }
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
                        thead { tr { @for cell in header { th scope="col" { (cell) } } } }
                        tbody {
                            @for row in rows {
                                tr {
                                    @for (n, cell) in row.iter().enumerate() {
                                        @let long = cell.chars().count() > LONG;
                                        @if n == 0 { th scope="row" class=[long.then_some("long")] { (cell) } }
                                        @else { td class=[long.then_some("long")] { (cell) } }
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

fn reading(forecast: &Forecast) -> Markup {
    html! {
        section aria-labelledby="reading" {
            h2 id="reading" { "How to read this" }
            ul { @for line in footer::lines(forecast) { li { (unbroken(line.trim_start_matches("• "))) } } }
        }
    }
}
