//! Histories of working teams, where they lie beside the project: exact counts of what is in them.

mod boards;
mod forms;
mod same;

use std::fs;
use std::path::Path;

/// A file of the real histories; `None`, said aloud, where they are not there.
#[expect(
    clippy::print_stderr,
    reason = "a test that has nothing to test says so"
)]
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

pub const DURACLOUD: &str = r#"
[[stages]]
name = "Received"
statuses = ["Received"]
[[stages]]
name = "Open"
statuses = ["Open"]
[[stages]]
name = "Reopened"
statuses = ["Reopened"]
[[stages]]
name = "In Progress"
statuses = ["In Progress"]
[[stages]]
name = "In Review"
statuses = ["In Review"]
[done]
statuses = ["Closed", "Resolved"]
[discarded]
resolutions = ["Won't Fix", "Duplicate", "Cannot Reproduce", "Incomplete", "Answered"]
"#;
