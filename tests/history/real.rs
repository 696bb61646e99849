//! Histories of working teams, where they lie beside the project: exact counts of what is in them.

use std::fs;
use std::path::Path;

/// A file of the real histories; `None`, said aloud, where they are not there.
pub fn file(name: &str) -> Option<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../shared/data")
        .join(name);
    let text = fs::read_to_string(&path).ok();
    if text.is_none() {
        eprintln!("skipped: {name} of the real histories is not there");
    }
    text
}

#[test]
fn look() {
    for name in [
        "duracloud-jira/duracloud-search.json",
        "duracloud-jira/duracloud-transitions.csv",
        "duracloud-jira/duracloud-wide.csv",
        "duracloud-jira/raw-sample-redacted.json",
        "jsherer-transitions/transitions.csv",
        "helpdesk-eventlog/events.csv",
        "ee-wide-oct2018/wide.csv",
        "ee-wide-oct2018/board-2019-02-11.csv",
        "cra-clov-wide/wide.csv",
        "veloe-wide/wide.csv",
        "lpw-startend/startend.csv",
        "gocd-trello/board.json",
        "throughput-p0/jira.csv",
        "golden-ut/search.json",
        "golden-ut/expected-wide.csv",
        "../../wt/trace.csv",
    ] {
        let Some(text) = file(name) else { continue };
        let t = std::time::Instant::now();
        match super::outcome(&[&text], "") {
            Err(p) => println!("=== {name}\n{p}"),
            Ok(r) => {
                println!("=== {name} {:?}", t.elapsed());
                println!(
                    "{} read {} used {} items {} types {:?} classes {:?} until {}",
                    r.audit.form,
                    r.audit.read,
                    r.audit.used,
                    r.audit.items,
                    r.history.types,
                    r.history.classes,
                    r.history.until
                );
                println!("{:?}", super::board(&r.history));
                for n in &r.audit.notes {
                    println!(
                        "  {:?} {} {} [{}]",
                        n.effect,
                        n.count,
                        n.text,
                        n.items
                            .iter()
                            .take(4)
                            .cloned()
                            .collect::<Vec<_>>()
                            .join(" ")
                    );
                }
                println!(
                    "{}",
                    headwater::history::mapping::write(&r.mapping, name)
                        .lines()
                        .filter(|l| !l.is_empty())
                        .collect::<Vec<_>>()
                        .join("\n")
                );
            }
        }
    }
}
