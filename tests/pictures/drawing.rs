//! Drawings as what they hold: where everything lies, and what overlaps.

use headwater::report::charts::canvas::width;
use roxmltree::{Document, Node};

/// The points of a drawing's own measure to one of its SVG.
const FINENESS: f64 = 4.0;

/// What is wrong with an SVG: it does not parse, says nothing, is cut or its texts overlap.
pub fn faults(svg: &str) -> Vec<String> {
    match Document::parse(svg) {
        Ok(document) => all_faults(&document),
        Err(error) => vec![format!("it is no XML: {error}")],
    }
}

fn all_faults(document: &Document<'_>) -> Vec<String> {
    let root = document.root_element();
    let size: Vec<f64> = numbers(root.attribute("viewBox").unwrap_or_default());
    let [_, _, right, bottom] = size.as_slice() else {
        return vec!["it has no size".to_owned()];
    };
    let title = root.children().find(|node| node.has_tag_name("title"));
    let mut faults = Vec::new();
    if title.and_then(|t| t.text()).is_none_or(|t| t.len() < 10) {
        faults.push("its title says nothing".to_owned());
    }
    for node in root.descendants().filter(Node::is_element) {
        for (x, y) in points(node) {
            if !(-4.0..=right + 4.0).contains(&x) || !(-4.0..=bottom + 4.0).contains(&y) {
                faults.push(format!("({x}, {y}) of a {} is cut", node.tag_name().name()));
            }
        }
    }
    faults.extend(overlaps(&root));
    faults
}

fn numbers(text: &str) -> Vec<f64> {
    let parts = text.split([' ', ',']).filter(|part| !part.is_empty());
    parts.filter_map(|part| part.parse().ok()).collect()
}

fn number(node: Node<'_, '_>, name: &str) -> f64 {
    node.attribute(name)
        .and_then(|v| v.parse().ok())
        .unwrap_or_default()
}

/// The outermost points of a shape.
fn points(node: Node<'_, '_>) -> Vec<(f64, f64)> {
    let at = |name| number(node, name);
    match node.tag_name().name() {
        "rect" => vec![
            (at("x"), at("y")),
            (at("x") + at("width"), at("y") + at("height")),
        ],
        "circle" => vec![
            (at("cx") - at("r"), at("cy")),
            (at("cx") + at("r"), at("cy")),
        ],
        "polyline" | "polygon" => {
            let all = numbers(node.attribute("points").unwrap_or_default());
            all.chunks_exact(2)
                .filter_map(|p| Some((*p.first()?, *p.get(1)?)))
                .collect()
        }
        "text" => {
            let (from, to, y, _) = extent(node);
            vec![(from, y), (to, y)]
        }
        _ => Vec::new(),
    }
}

/// From where to where a text goes, its height on the sheet and its size.
fn extent(node: Node<'_, '_>) -> (f64, f64, f64, f64) {
    let size = number(node, "font-size");
    let words = node.text().unwrap_or_default().trim();
    let width = width(words, size / FINENESS) * FINENESS;
    let x = number(node, "x");
    let from = match node.attribute("text-anchor") {
        Some("end") => x - width,
        Some("middle") => x - width / 2.0,
        _ => x,
    };
    (from, from + width, number(node, "y"), size)
}

/// Texts that touch.
fn overlaps(root: &Node<'_, '_>) -> Vec<String> {
    let texts: Vec<_> = root
        .descendants()
        .filter(|n| n.has_tag_name("text"))
        .collect();
    let mut faults = Vec::new();
    for (n, one) in texts.iter().enumerate() {
        for other in texts.iter().skip(n + 1) {
            let (a, b) = (extent(*one), extent(*other));
            let level = (a.2 - b.2).abs() < 0.75 * a.3.min(b.3);
            if level && a.0 < b.1 && b.0 < a.1 {
                let words = |n: &Node<'_, '_>| n.text().unwrap_or_default().trim().to_owned();
                faults.push(format!("“{}” touches “{}”", words(one), words(other)));
            }
        }
    }
    faults
}

/// The heights of all circles, in the order in which they are drawn.
pub fn circles(svg: &str) -> Vec<(f64, f64)> {
    let Ok(document) = Document::parse(svg) else {
        return Vec::new();
    };
    let circles = document.descendants().filter(|n| n.has_tag_name("circle"));
    circles
        .map(|node| (number(node, "cx"), number(node, "cy")))
        .collect()
}

/// From where to where each level line of a certain thickness goes, in the order in which they are drawn.
pub fn strokes(svg: &str, thickness: f64) -> Vec<(f64, f64)> {
    let Ok(document) = Document::parse(svg) else {
        return Vec::new();
    };
    let lines = document
        .descendants()
        .filter(|n| n.has_tag_name("polyline") && number(*n, "stroke-width") == thickness);
    let ends = lines.filter_map(|line| {
        let points = points(line);
        let ((from, up), (to, down)) = (*points.first()?, *points.get(1)?);
        (up == down).then_some((from, to))
    });
    ends.collect()
}

/// The height of the text that says this.
pub fn height_of(svg: &str, words: &str) -> Option<f64> {
    let document = Document::parse(svg).ok()?;
    let mut texts = document.descendants().filter(|n| n.has_tag_name("text"));
    let found = texts.find(|n| n.text().is_some_and(|t| t.trim() == words))?;
    Some(number(found, "y"))
}
