//! What charts are drawn on: plotters' SVG with a title, readable fonts and colours for light and dark.

use plotters::backend::DrawingBackend;
use plotters::prelude::SVGBackend;
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{Color, FontStyle, FontTransform, RGBAColor, RGBColor, TextStyle};
use unicode_width::UnicodeWidthChar;

/// A colour of the charts.
pub type Colour = RGBColor;

/// Text and axes.
pub const INK: Colour = RGBColor(0x1B, 0x1F, 0x24);
/// Text of less weight.
pub const MUTED: Colour = RGBColor(0x57, 0x60, 0x6A);
/// Lines that only guide the eye.
pub const RULE: Colour = RGBColor(0xD0, 0xD7, 0xDE);
/// The ground.
pub const PAPER: Colour = RGBColor(0xFF, 0xFF, 0xFE);
/// What it is about.
pub const MAIN: Colour = RGBColor(0x1F, 0x77, 0xC9);
/// What it is measured by: needs and limits.
pub const MARK: Colour = RGBColor(0xC2, 0x41, 0x0C);
/// Layers beside each other; neighbours differ in lightness as well.
pub const SERIES: [Colour; 8] = [
    RGBColor(0x8C, 0xA3, 0xB8),
    RGBColor(0x2A, 0x8F, 0x7B),
    RGBColor(0x9B, 0xCF, 0xE8),
    RGBColor(0x3B, 0x76, 0xC4),
    RGBColor(0xE3, 0xB5, 0x5B),
    RGBColor(0xA8, 0x5B, 0x9E),
    RGBColor(0xC9, 0xD6, 0x8A),
    RGBColor(0x5A, 0x67, 0x8F),
];

/// How an SVG looks that stands alone: with the ground of the page it is on, light or dark.
pub const STYLE: &str = "text{font-family:system-ui,'Segoe UI',Roboto,'Noto Sans',sans-serif}\
@media (prefers-color-scheme:dark){@media screen{\
[fill='#1B1F24']{fill:#E6EDF3}[stroke='#1B1F24']{stroke:#E6EDF3}\
[fill='#57606A']{fill:#A9B4C0}[stroke='#57606A']{stroke:#A9B4C0}\
[fill='#D0D7DE']{fill:#3A434D}[stroke='#D0D7DE']{stroke:#3A434D}\
[fill='#FFFFFE']{fill:#12171D}[stroke='#FFFFFE']{stroke:#12171D}\
[fill='#1F77C9']{fill:#4C9BE8}[stroke='#1F77C9']{stroke:#4C9BE8}\
[fill='#C2410C']{fill:#FF9A62}[stroke='#C2410C']{stroke:#FF9A62}}}";

/// Points of the drawing to a point of plotters', which knows whole ones only.
const FINENESS: f64 = 4.0;

/// Size of ordinary text.
pub const TEXT: f64 = 12.0;

/// Width of a letter in sizes of its font: of small Latin ones, of capitals and those of other alphabets, and of
/// wide ones (Chinese, Japanese, Korean, and an M or W). Which font there is nobody knows, so these are those of a rather wide one.
const LETTERS: [f64; 3] = [0.58, 0.66, 1.05];

/// Where a text stands relative to its point.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Anchor {
    /// To the right of it.
    Start,
    /// Around it.
    Middle,
    /// To the left of it.
    End,
}

/// How a line is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stroke {
    /// Without gaps.
    Solid,
    /// Long dashes.
    Dashed,
    /// Short ones.
    Dotted,
}

/// A sheet to draw on. Points are (right, down) from the upper left corner.
pub struct Canvas<'a> {
    svg: SVGBackend<'a>,
    height: f64,
}

/// Draws an SVG of a size. The title says in words what the picture shows.
pub fn draw(
    (width, height): (f64, f64),
    title: &str,
    paint: impl FnOnce(&mut Canvas<'_>),
) -> String {
    let mut drawn = String::new();
    let size = (pixels(width).max(1) as u32, pixels(height).max(1) as u32);
    {
        let svg = SVGBackend::with_string(&mut drawn, size);
        let mut canvas = Canvas { svg, height };
        canvas.area((0.0, 0.0), (width, height), PAPER, 1.0);
        paint(&mut canvas);
        // A string takes everything.
        let _ = canvas.svg.present();
    }
    let body = drawn.split_once('\n').map_or("", |(_, body)| body);
    let title = escape(title);
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {} {}\" width=\"{}\" height=\"{}\" role=\"img\" \
         aria-label=\"{title}\">\n<title>{title}</title>\n<style>{STYLE}</style>\n{body}",
        size.0,
        size.1,
        (width * 1.5).round(),
        (height * 1.5).round(),
    )
}

fn pixels(points: f64) -> i32 {
    (points * FINENESS).round() as i32
}

fn at((x, y): (f64, f64)) -> (i32, i32) {
    (pixels(x), pixels(y))
}

fn escape(text: &str) -> String {
    let text = text.replace('&', "&amp;").replace('<', "&lt;");
    text.replace('>', "&gt;").replace('"', "&quot;")
}

/// A text cut to a width, with … where something is missing.
pub fn fit(text: &str, width: f64, size: f64) -> String {
    if self::width(text, size) <= width {
        return text.to_owned();
    }
    let mut used = size;
    let kept = text.chars().take_while(|c| {
        used += letter(*c) * size;
        used <= width
    });
    let kept: String = kept.collect();
    format!("{}…", kept.trim_end())
}

/// A text in lines of at most a width, broken between words and after hyphens; a part that is longer is cut.
pub fn wrap(text: &str, most: f64, size: f64) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for part in text.split_inclusive([' ', '-']) {
        match lines.last_mut() {
            Some(line) if width(&format!("{line}{}", part.trim_end()), size) <= most => {
                line.push_str(part);
            }
            _ => lines.push(fit(part, most, size)),
        }
    }
    lines.iter().map(|line| line.trim().to_owned()).collect()
}

/// A name with something after it that is never cut: the name is, where both are too long together.
pub fn fit_before(name: &str, rest: &str, width: f64, size: f64) -> String {
    let room = width - self::width(rest, size);
    format!("{}{rest}", fit(name, room, size))
}

/// About how wide a text is.
pub fn width(text: &str, size: f64) -> f64 {
    text.chars().map(letter).sum::<f64>() * size
}

fn letter(letter: char) -> f64 {
    let [latin, other, wide] = LETTERS;
    match letter.width() {
        None | Some(0) => 0.0,
        Some(1) if matches!(letter, 'M' | 'W' | '@') => wide,
        Some(1) if letter.is_ascii() && !letter.is_ascii_uppercase() => latin,
        Some(1) => other,
        Some(_) => wide,
    }
}

impl Canvas<'_> {
    /// How high the sheet is.
    pub fn height(&self) -> f64 {
        self.height
    }

    /// A filled rectangle between two corners.
    pub fn area(&mut self, from: (f64, f64), to: (f64, f64), colour: Colour, opacity: f64) {
        let _ = self
            .svg
            .draw_rect(at(from), at(to), &colour.mix(opacity), true);
    }

    /// The outline of a rectangle.
    pub fn frame(
        &mut self,
        (x0, y0): (f64, f64),
        (x1, y1): (f64, f64),
        colour: Colour,
        weight: f64,
    ) {
        let corners = [(x0, y0), (x1, y0), (x1, y1), (x0, y1), (x0, y0)];
        self.line(&corners, colour, weight, Stroke::Solid);
    }

    /// A line through points.
    pub fn line(&mut self, points: &[(f64, f64)], colour: Colour, weight: f64, stroke: Stroke) {
        match stroke {
            Stroke::Solid => self.path(points, colour, weight),
            Stroke::Dashed => self.pieces(points, colour, weight, (6.0, 4.0)),
            Stroke::Dotted => self.pieces(points, colour, weight, (1.5, 3.0)),
        }
    }

    fn path(&mut self, points: &[(f64, f64)], colour: Colour, weight: f64) {
        let style = colour.stroke_width(pixels(weight).max(1) as u32);
        let _ = self.svg.draw_path(points.iter().map(|p| at(*p)), &style);
    }

    /// A line in pieces with gaps between them, going on around corners.
    fn pieces(
        &mut self,
        points: &[(f64, f64)],
        colour: Colour,
        weight: f64,
        (dash, gap): (f64, f64),
    ) {
        let mut along = 0.0;
        let mut piece: Vec<(f64, f64)> = Vec::new();
        for pair in points.windows(2) {
            let [from, to] = pair else { continue };
            let length = (to.0 - from.0).hypot(to.1 - from.1);
            let mut walked = 0.0;
            while walked < length {
                let phase = along % (dash + gap);
                let inked = phase < dash - 1e-9;
                let left = if inked {
                    dash - phase
                } else {
                    dash + gap - phase
                };
                let step = left.min(length - walked).max(1e-6);
                let on = |d: f64| {
                    let share = d / length;
                    (
                        from.0 + share * (to.0 - from.0),
                        from.1 + share * (to.1 - from.1),
                    )
                };
                if inked {
                    if piece.is_empty() {
                        piece.push(on(walked));
                    }
                    piece.push(on(walked + step));
                } else if piece.len() > 1 {
                    self.path(&std::mem::take(&mut piece), colour, weight);
                }
                walked += step;
                along += step;
            }
        }
        if piece.len() > 1 {
            self.path(&piece, colour, weight);
        }
    }

    /// A filled shape.
    pub fn shape(&mut self, points: &[(f64, f64)], colour: Colour, opacity: f64) {
        let points = points.iter().map(|p| at(*p));
        let _ = self.svg.fill_polygon(points, &colour.mix(opacity));
    }

    /// A dot.
    pub fn dot(&mut self, centre: (f64, f64), radius: f64, colour: Colour, opacity: f64) {
        let radius = pixels(radius).max(1) as u32;
        let _ = self
            .svg
            .draw_circle(at(centre), radius, &colour.mix(opacity), true);
    }

    /// A text on one line, its middle at the height of the point.
    pub fn text(
        &mut self,
        text: &str,
        place: (f64, f64),
        anchor: Anchor,
        (size, colour): (f64, Colour),
    ) {
        self.write(text, place, anchor, (size, colour), FontStyle::Normal);
    }

    /// The same in bold.
    pub fn bold(
        &mut self,
        text: &str,
        place: (f64, f64),
        anchor: Anchor,
        (size, colour): (f64, Colour),
    ) {
        self.write(text, place, anchor, (size, colour), FontStyle::Bold);
    }

    fn write(
        &mut self,
        text: &str,
        place: (f64, f64),
        anchor: Anchor,
        (size, colour): (f64, Colour),
        font: FontStyle,
    ) {
        if text.is_empty() {
            return;
        }
        let horizontal = match anchor {
            Anchor::Start => HPos::Left,
            Anchor::Middle => HPos::Center,
            Anchor::End => HPos::Right,
        };
        // Plotters divides sizes by 1.24.
        let colour: RGBAColor = colour.to_rgba();
        let style = TextStyle::from(("system-ui, sans-serif", size * FINENESS * 1.24, font))
            .color(&colour)
            .transform(FontTransform::None)
            .pos(Pos::new(horizontal, VPos::Center));
        let _ = self.svg.draw_text(text, &style, at(place));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_and_wide_names_are_cut_to_the_place_they_have() {
        assert_eq!(fit("short", 100.0, 12.0), "short");
        let cut = fit("a name that goes on and on", 76.0, 12.0);
        assert_eq!(cut, "a name th…");
        assert!(width(&fit("漢字漢字漢字漢字", 67.3, 12.0), 12.0) <= 67.3);
        assert!(width("MWMW", 12.0) > width("nono", 12.0) * 1.5);
    }

    #[test]
    fn what_a_name_is_followed_by_stays() {
        let heading = fit_before("a name that goes on and on", ": max 5", 100.0, 12.0);
        assert_eq!(heading, "a nam…: max 5");
        assert_eq!(fit_before("a", ": max 5", 100.0, 12.0), "a: max 5");
    }

    #[test]
    fn long_words_are_broken_into_lines() {
        let lines = wrap("at most 7 in triage and exploration", 90.0, 11.0);
        assert_eq!(lines, ["at most 7 in", "triage and", "exploration"]);
        assert_eq!(wrap("platform-ready", 80.0, 11.0), ["platform-", "ready"]);
        assert!(wrap("", 90.0, 11.0).is_empty());
    }

    #[test]
    fn a_drawing_says_what_it_shows() {
        let svg = draw((10.0, 10.0), "a < b & \"c\"", |_| {});
        assert!(
            svg.contains("<title>a &lt; b &amp; &quot;c&quot;</title>"),
            "{svg}"
        );
        assert!(svg.trim_end().ends_with("</svg>"), "{svg}");
    }
}
