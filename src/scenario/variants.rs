//! `[[variants]]`: what the whole file would say with some settings changed, and variants that somebody asks
//! for on the command line.
//!
//! A variant is a list of settings, as `--set` makes them, in a copy of the tree, which is then checked and
//! decoded like the file itself, its changes included.

use super::Asked;
use super::changes::{changes, names_at, without};
use super::check::check;
use super::decode::decode;
use super::fields::Fields;
use super::mirror::{Edit, Scenario, Variant};
use super::path;
use super::tree::Node;
use crate::diagnostic::Diagnostic;
use crate::source::{At, Sources, Span};

/// The names of a path, and the value to put there.
type Setting = (Vec<At<String>>, Node);

/// A variant before it is made.
struct Plan {
    span: Span,
    name: String,
    edits: Vec<Edit>,
    settings: Vec<Result<Setting, Diagnostic>>,
}

/// Every variant of the file and every one asked for, with what the file says then, and what is wrong with
/// the form of any of them beyond what is wrong with the `tree` itself.
pub fn variants(
    tree: &Node,
    asked: &[Asked],
    sources: &Sources,
) -> (Vec<Variant>, Vec<Diagnostic>) {
    let plain = without(tree, "variants");
    let known = check(&plain).problems;
    let (mut made, mut problems) = (Vec::new(), Vec::new());
    let written = Fields::of(tree).map(|file| file.entries("variants", |e| written(e, sources)));
    let asked = asked.iter().map(|asked| ordered(asked, sources));
    for plan in written.unwrap_or_default().into_iter().chain(asked) {
        if made.iter().any(|v: &Variant| v.name == plan.name) {
            let message = format!("there are two variants named `{}`", plan.name);
            let problem = Diagnostic::error("duplicate-name", message, plan.span);
            problems.push(problem.help("give each a name of its own"));
        }
        match make(&plain, plan.settings, &known) {
            Ok(then) => made.push(Variant {
                span: plan.span,
                name: plan.name,
                edits: plan.edits,
                then,
            }),
            Err(faults) => problems.extend(faults),
        }
    }
    (made, problems)
}

/// A variant of the file.
fn written(entry: Fields<'_>, sources: &Sources) -> Plan {
    let name = entry.text("name");
    let settings = || entry.named_in("set");
    let edit = |(path, value): &(At<String>, Node)| Edit {
        path: path.value.clone(),
        value: text(sources, value.span),
    };
    Plan {
        span: name.as_ref().map_or(entry.span, |name| name.span),
        name: name.map(|name| name.value).unwrap_or_default(),
        edits: settings().map(edit).collect(),
        settings: settings()
            .map(|(path, value)| Ok((names_at(path)?, value.clone())))
            .collect(),
    }
}

/// A variant somebody asks for.
fn ordered(asked: &Asked, sources: &Sources) -> Plan {
    let texts = asked.sets.iter();
    let texts: Vec<_> = texts
        .filter_map(|id| Some((*id, sources.get(*id)?)))
        .collect();
    let edit = |text: &str| {
        let (path, value) = path::halves(text);
        Edit {
            path: path.trim().to_owned(),
            value: value.trim().to_owned(),
        }
    };
    let whole = |id| Span {
        source: id,
        start: 0,
        end: 0,
    };
    Plan {
        span: asked.sets.first().map(|id| whole(*id)).unwrap_or_default(),
        name: asked.name.clone(),
        edits: texts.iter().map(|(_, source)| edit(&source.text)).collect(),
        settings: texts
            .iter()
            .map(|(id, source)| path::setting(source, *id))
            .collect(),
    }
}

/// What the file says with the settings made, or what is wrong with them.
fn make(
    plain: &Node,
    settings: Vec<Result<Setting, Diagnostic>>,
    known: &[Diagnostic],
) -> Result<Scenario, Vec<Diagnostic>> {
    let mut tree = plain.clone();
    let mut faults = Vec::new();
    for setting in settings {
        let made = setting.and_then(|(path, value)| {
            shared(&path)?;
            single(&path, &value)?;
            path::set(&mut tree, path, value)
        });
        faults.extend(made.err());
    }
    let fresh = check(&tree).problems.into_iter();
    faults.extend(fresh.filter(|problem| !known.contains(problem)));
    let (changes, misset) = changes(&tree);
    if faults.is_empty() {
        let (_, before) = self::changes(plain);
        faults.extend(
            misset
                .into_iter()
                .filter(|problem| !before.contains(problem)),
        );
    }
    match decode(&tree) {
        Some(decoded) if faults.is_empty() => Ok(Scenario { changes, ..decoded }),
        _ => Err(faults),
    }
}

/// What must be the same in all variants cannot be set in one.
fn shared(path: &[At<String>]) -> Result<(), Diagnostic> {
    let Some(first) = path.first() else {
        return Ok(());
    };
    if !["simulation", "variants"].contains(&first.value.as_str()) {
        return Ok(());
    }
    let message = format!("a variant cannot set `{}`", first.value);
    let help =
        "variants are compared in the same simulated futures: trials and seed go for all of them";
    Err(Diagnostic::error("not-in-variants", message, first.span)
        .label("the same for all")
        .help(help))
}

/// A table behind one name is most likely a path without quotes.
fn single(path: &[At<String>], value: &Node) -> Result<(), Diagnostic> {
    let [name] = path else { return Ok(()) };
    if value.table().is_none() {
        return Ok(());
    }
    let message = format!("`{}` is no path to a single knob", name.value);
    let help = "write the whole path in quotes: \"stages.exploration.wip.max\" = 3";
    Err(Diagnostic::error("not-in-variants", message, name.span).help(help))
}

/// What stands at a place, as it is written.
fn text(sources: &Sources, span: Span) -> String {
    let source = sources.get(span.source);
    let text = source.and_then(|s| s.text.get(span.start as usize..span.end as usize));
    text.unwrap_or_default().to_owned()
}
