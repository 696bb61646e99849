//! What the engine does not play yet: keys and words that wait for it are marked in the
//! [key table](super::keys).

use super::tree::{Node, Table, Value};
use crate::source::Span;

/// The tree without the keys and words at these places.
pub fn without(node: &Node, places: &[Span]) -> Node {
    let here = |span: Span| places.contains(&span);
    let value = match &node.value {
        Value::List(list) => Value::List(list.iter().map(|n| without(n, places)).collect()),
        Value::Table(table) => {
            let kept = table.0.iter();
            let kept = kept.filter(|(name, node)| !here(name.span) && !here(node.span));
            Value::Table(Table(
                kept.map(|(name, node)| (name.clone(), without(node, places)))
                    .collect(),
            ))
        }
        other => other.clone(),
    };
    Node {
        value,
        span: node.span,
    }
}
