//! The mapping: proposed, written, read back, and refused with the place of every fault.

use super::{board, outcome, problems, reading};
use headwater::history::mapping;

const LOG: &str = "key,time,from,to\nA,2024-01-01,,New\nA,2024-01-02,New,Doing\nA,2024-01-05,Doing,Live\nB,2024-01-03,,New\nB,2024-01-04,New,Stuck\n";

#[test]
fn a_proposal_that_is_written_reads_the_same() {
    for text in [
        LOG,
        "id,open,done\nA,5/16/2023,5/17/2023\n",
        "id,Start,End\nA,2024-01-01,\n",
    ] {
        let first = reading(text, "");
        let written = mapping::write(&first.mapping, "export.csv");
        let again = reading(text, &written);
        assert_eq!(again.history, first.history, "{written}");
        assert_eq!(mapping::write(&again.mapping, "export.csv"), written);
        assert!(again.warnings.is_empty(), "{written}");
    }
}

#[test]
fn names_with_quotes_survive_the_writing() {
    let text = "key,time,from,to\nA,2024-01-01,,\"say \"\"go\"\"\"\nA,2024-01-02,\"say \"\"go\"\"\",back\\slash\nA,2024-01-03,back\\slash,Done\n";
    let first = reading(text, "");
    let again = reading(text, &mapping::write(&first.mapping, "x"));
    assert_eq!(again.history, first.history);
}

#[test]
fn statuses_without_a_meaning_are_named_with_their_number() {
    let map = "backlog = [\"New\"]\n[[stages]]\nname = \"doing\"\nstatuses = [\"Doing\", \"Stuk\"]\n[done]\nstatuses = [\"Live\"]\n";
    let told = problems(LOG, map);
    assert!(
        told.contains("the mapping does not say what the status `Stuck` means, which occurs once"),
        "{told}"
    );
    assert!(
        told.contains("export:6:18") && told.contains("it knows `Stuk`"),
        "{told}"
    );
    let right = reading(LOG, &map.replace("Stuk", "stuck"));
    assert_eq!(
        board(&right.history).get("doing"),
        Some(&1),
        "capitals do not matter"
    );
    let more = map.replace("\"Stuk\"", "\"Stuck\", \"Dooing\"");
    let warnings = outcome(&[LOG], &more).map(|read| read.warnings);
    let warnings = warnings.unwrap_or_default();
    assert_eq!(warnings.len(), 1);
    assert_eq!(warnings[0].help.as_deref(), Some("did you mean `Doing`?"));
}

#[test]
fn every_fault_of_a_mapping_has_its_place() {
    let map = "\
form = \"spreadsheet\"
backlogg = [\"New\"]
[columns]
id = 3
[dates]
zone = \"Berlin\"
[[stages]]
name = \"doing\"
statuses = [\"Doing\", \"New\"]
[[stages]]
statuses = [\"Live\"]
";
    let told = problems(LOG, map);
    for expected in [
        "`form` must be \"wide\"",
        "mapping.toml:1:8",
        "there is no key `backlogg` here",
        "did you mean `backlog`?",
        "`id` must be text in quotes",
        "`name` is missing",
        "mapping.toml:10:1",
    ] {
        assert!(told.contains(expected), "{expected} is missing in\n{told}");
    }
    let told = problems(
        LOG,
        "backlog = [\"New\"]\n[dates]\nzone = \"Berlin\"\n[[stages]]\nname = \"a\"\nstatuses = [\"new\"]\n[[stages]]\nname = \"a\"\nstatuses = []\n",
    );
    for expected in [
        "`Berlin` is no zone",
        "mapping.toml:3:8",
        "the status `new` is named twice",
        "the stage `a` is named twice",
    ] {
        assert!(told.contains(expected), "{expected} is missing in\n{told}");
    }
    let told = problems(LOG, "[columns]\nid = \"kee\"");
    assert!(
        told.contains("the file has no column `kee`") && told.contains("did you mean `key`?"),
        "{told}"
    );
    let syntax = problems(LOG, "backlog = [\"New\"");
    assert!(syntax.contains("mapping.toml:1:"), "{syntax}");
}

#[test]
fn the_end_of_the_data_may_be_told() {
    let read = reading(LOG, "[dates]\nend = 2024-01-03\n");
    assert_eq!(
        board(&read.history),
        [("Doing".to_owned(), 1), ("backlog".to_owned(), 1)].into()
    );
    assert_eq!(super::noted(&read, "moves-after-end"), 2);
    let open = reading(LOG, "[dates]\nend = 2024-02-01\n").history;
    assert_eq!(open.until, super::at("2024-02-02"));
}
