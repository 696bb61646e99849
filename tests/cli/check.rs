//! `headwater check` from the command line.

use super::{Desk, Result};
use std::fs;

/// From where one is, files named in a scenario can be opened by the path in the message.
#[test]
fn a_file_beside_the_scenario_is_named_as_it_can_be_opened() -> Result {
    let desk = Desk::new()?;
    fs::create_dir(desk.path().join("boards"))?;
    let board = "types = [{ name = \"a\", arrivals = { history = \"weeks.csv\" } }]
stages = [{ name = \"W\", people = 1, service = 1 }]";
    fs::write(desk.path().join("boards/board.toml"), board)?;
    fs::write(desk.path().join("boards/weeks.csv"), "week,count\n1,two\n")?;
    let ran = desk.run("check boards/board.toml")?;
    assert!(ran.err.contains("--> boards/weeks.csv:2:3"), "{}", ran.err);
    Ok(())
}

#[test]
fn warnings_can_be_silenced() -> Result {
    let desk = Desk::new()?;
    let board = "types = [{ name = \"a\", arrivals = { per_week = 50 } }]
stages = [{ name = \"W\", people = 1, service = 1 }]";
    fs::write(desk.path().join("board.toml"), board)?;
    assert!(desk.run("check board.toml")?.err.contains("overload"));
    let quiet = desk.run("check board.toml --quiet")?;
    assert_eq!((quiet.code, quiet.err.as_str()), (Some(0), ""));
    assert!(quiet.out.contains("board.toml is ready to run"));
    Ok(())
}
