//! The JSON Schema of the scenario file, for editors that complete and check while one types.
//!
//! It is made from the key table, in the table's order, and holds what is supported now. Rules that
//! need two keys together are not in it; `check` tells those.

use super::keys::SCENARIO;
use super::laws::{Form, LawKeys, Parameter, laws};
use super::shape::{DAYS, Key, MOST, NAME, Quantity, RESERVED, Shape};
use super::tree::{self, Node, Value};
use crate::source::SourceId;
use serde_json::{Map, Value as Json, json};

/// The schema (JSON Schema, draft 2020-12); the same at every call.
pub fn schema() -> Json {
    let mut root = json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Headwater scenario",
        "description": "A board of Upstream Kanban, to forecast what will be ready at each Sprint Planning.",
    });
    merge(&mut root, object(SCENARIO, None));
    merge(&mut root, json!({ "$defs": definitions() }));
    root
}

fn definitions() -> Json {
    json!({
        "duration": duration(json!({ "type": "number", "minimum": 0, "maximum": DAYS })),
        "duration above 0": duration(json!({ "type": "number", "exclusiveMinimum": 0, "maximum": DAYS })),
        "date": {
            "description": "A date like 2026-01-05",
            "type": "string",
            "format": "date",
        },
        "moment": {
            "description": "A date, or a time since day 0",
            "anyOf": [reference("date"), reference("duration")],
        },
        "distribution of time": distributions(Quantity::Time),
        "distribution of counts": distributions(Quantity::Count(0)),
        "distribution of counts above 0": distributions(Quantity::Count(1)),
        "distribution of values": distributions(Quantity::Value),
    })
}

fn duration(number: Json) -> Json {
    json!({
        "description": "A number of working days, or text: \"4h\", \"3d\", \"2w\"",
        "anyOf": [
            number,
            { "type": "string", "pattern": "^\\s*[0-9]+(\\.[0-9]+)?\\s*[hdw]\\s*$" },
        ],
    })
}

fn distributions(quantity: Quantity) -> Json {
    let mut forms = vec![form(quantity.amount())];
    forms.extend(laws(quantity).map(|law| distribution(law, quantity)));
    json!({ "description": format!("Either {}", quantity.describe()), "anyOf": forms })
}

fn distribution(law: &LawKeys, quantity: Quantity) -> Json {
    let mut properties = Map::new();
    properties.insert(
        "dist".into(),
        json!({ "const": law.name, "description": law.doc }),
    );
    for parameter in law.keys() {
        properties.insert(
            parameter.name.into(),
            described(parameter_form(parameter, quantity), parameter.doc),
        );
    }
    json!({
        "type": "object",
        "properties": properties,
        "required": ["dist"],
        "additionalProperties": false,
    })
}

fn parameter_form(parameter: &Parameter, quantity: Quantity) -> Json {
    let amount = form(parameter.amount(quantity));
    match parameter.form {
        Form::Amounts => json!({ "type": "array", "items": amount }),
        _ => amount,
    }
}

fn reference(name: &str) -> Json {
    json!({ "$ref": format!("#/$defs/{name}").replace(' ', "%20") })
}

/// The schema of a form.
fn form(shape: Shape) -> Json {
    match shape {
        Shape::Text => json!({ "type": "string" }),
        Shape::Name => json!({
            "type": "string", "minLength": 1, "maxLength": NAME, "not": { "enum": RESERVED },
        }),
        Shape::Named(_) => json!({ "type": "string", "minLength": 1, "maxLength": NAME }),
        Shape::Flag => json!({ "type": "boolean" }),
        Shape::Whole(least, most) => {
            json!({ "type": "integer", "minimum": least, "maximum": most })
        }
        Shape::Number(least, MOST) => json!({ "type": "number", "minimum": least }),
        Shape::Number(least, most) => {
            json!({ "type": "number", "minimum": least, "maximum": most })
        }
        Shape::Above0(most) => json!({ "type": "number", "exclusiveMinimum": 0, "maximum": most }),
        Shape::Probability => json!({ "type": "number", "minimum": 0, "maximum": 1 }),
        Shape::Duration => reference("duration"),
        Shape::Span => reference("duration above 0"),
        Shape::Date => reference("date"),
        Shape::Moment => reference("moment"),
        Shape::Law(Quantity::Time) => reference("distribution of time"),
        Shape::Law(Quantity::Count(0)) => reference("distribution of counts"),
        Shape::Law(Quantity::Count(_)) => reference("distribution of counts above 0"),
        Shape::Law(Quantity::Value) => reference("distribution of values"),
        Shape::Words(words) => json!({ "enum": words }),
        Shape::List(each) => json!({ "type": "array", "items": form(*each) }),
        Shape::Table(keys) => object(keys, None),
        Shape::Entries { keys, .. } => json!({ "type": "array", "items": object(keys, None) }),
        Shape::Map { keys, each, .. } => object(keys, Some(*each)),
        Shape::Settings => json!({ "type": "object" }),
        Shape::Either(shapes) => {
            json!({ "anyOf": shapes.iter().map(|shape| form(*shape)).collect::<Vec<_>>() })
        }
    }
}

/// A table with these keys and, when `others` is given, any other names with values of that form.
fn object(keys: &[Key], others: Option<Shape>) -> Json {
    let properties: Map<_, _> = keys
        .iter()
        .map(|key| (key.name.into(), property(key)))
        .collect();
    let required = keys.iter().filter(|key| key.required);
    let required: Vec<_> = required.map(|key| key.name).collect();
    let mut object = json!({
        "type": "object",
        "properties": properties,
        "additionalProperties": others.map_or(json!(false), form),
    });
    if !required.is_empty() {
        merge(&mut object, json!({ "required": required }));
    }
    object
}

fn property(key: &Key) -> Json {
    let mut property = described(form(key.shape), key.doc);
    if let Some(default) = key.default.and_then(plain) {
        merge(&mut property, json!({ "default": default }));
    }
    property
}

/// A schema with its meaning in front, as a sentence begins.
fn described(schema: Json, doc: &str) -> Json {
    let mut letters = doc.chars();
    let first = letters.next().map(|c| c.to_uppercase().to_string());
    let doc = first.unwrap_or_default() + letters.as_str();
    let mut described = json!({ "description": doc });
    merge(&mut described, schema);
    described
}

fn merge(into: &mut Json, from: Json) {
    if let (Json::Object(into), Json::Object(from)) = (into, from) {
        into.extend(from);
    }
}

/// A default as it is typed, as JSON.
fn plain(default: &str) -> Option<Json> {
    tree::parse_value(default, SourceId::default(), 0)
        .ok()
        .and_then(|node| json_of(&node))
}

fn json_of(node: &Node) -> Option<Json> {
    match &node.value {
        Value::Text(text) => Some(json!(text)),
        Value::Whole(number) => i64::try_from(*number).ok().map(|number| json!(number)),
        Value::Number(number) => Some(json!(number)),
        Value::Flag(flag) => Some(json!(flag)),
        Value::List(list) => list
            .iter()
            .map(json_of)
            .collect::<Option<Vec<_>>>()
            .map(Json::Array),
        Value::Date(_) | Value::Clock | Value::Table(_) => None,
    }
}
