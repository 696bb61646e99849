//! What all tables have: delimiters, headings, rows and dates.

use crate::history::{at, board, item, noted, path, problems, reading};

#[test]
fn delimiters_line_ends_marks_and_column_order_do_not_matter() {
    let comma = "ID,Start,End\nA,2024-01-02,2024-01-05\nB,2024-01-03,\n";
    let other = [
        comma.replace(',', ";"),
        comma.replace(',', "\t"),
        comma.replace('\n', "\r\n"),
        "\"End\";\"Start\";\"ID\"\n\"2024-01-05\";\"2024-01-02\";\"A\"\n;2024-01-03;B\n".to_owned(),
        comma.replace("\n", ",,\n"),
    ];
    let expected = reading(comma, "");
    assert_eq!(
        path(&expected, "A"),
        ["2024-01-02 in progress", "2024-01-05 done"]
    );
    for text in &other {
        assert_eq!(
            reading(text, "").history.items,
            expected.history.items,
            "{text}"
        );
    }
}

#[test]
fn day_and_month_are_told_proven_or_asked_for() {
    let open = "id,start,end\nA,5/6/2023,6/7/2023\nB,1/2/2023,\n";
    let told = problems(open, "");
    assert!(
        told.contains("nothing tells which number of `5/6/2023` is the day"),
        "{told}"
    );
    assert!(
        told.contains("export:2:3") && told.contains("--dates day-first"),
        "{told}"
    );
    let first = |order: &str| {
        let read = reading(open, &format!("[dates]\norder = \"{order}\""));
        item(&read, "A").moves[0].0
    };
    assert_eq!(
        (first("day-first"), first("month-first")),
        (at("2023-06-05"), at("2023-05-06"))
    );
    let proven = reading(&format!("{open}C,3/4/2023,3/14/2023\n"), "");
    assert_eq!(item(&proven, "A").moves[0].0, at("2023-05-06"));
    let mixed = problems(&format!("{open}C,3/14/2023,14/3/2023\n"), "");
    assert!(
        mixed.contains("`3/14/2023` has the month first, but `14/3/2023` has the day first"),
        "{mixed}"
    );
    let against = problems(
        &format!("{open}C,3/14/2023,\n"),
        "[dates]\norder = \"day-first\"",
    );
    assert!(
        against.contains("`3/14/2023` cannot be read with the day first"),
        "{against}"
    );
}

#[test]
fn a_cell_that_is_no_date_is_shown() {
    let told = problems(
        "id,time,from,to\nA,2024-01-01,,Open\nA,soon,Open,Done\n",
        "",
    );
    assert!(
        told.contains("`soon` in column `time` is no date") && told.contains("export:3:3"),
        "{told}"
    );
    let read = reading(
        "id,start,end\nA,2024-01-01,n/a\nB,2024-01-01,2024-01-02\n",
        "",
    );
    assert_eq!(board(&read.history).get("in progress"), Some(&1));
}

#[test]
fn short_rows_empty_rows_and_double_headings_are_told() {
    let read = reading(
        "id,open,done,open\nA,2024-01-01\n,,,\nB,2024-01-01,2024-01-02,\n",
        "",
    );
    assert_eq!((read.audit.read, read.audit.used), (3, 2));
    assert_eq!(
        ["short-rows", "empty-rows", "duplicate-columns"].map(|code| noted(&read, code)),
        [1, 1, 2]
    );
    let told = problems("id,open,done\nA,2024-01-01,2024-01-02,x\n", "");
    assert!(
        told.contains("line 2 has 4 cells, but there are 3 headings"),
        "{told}"
    );
}

#[test]
fn an_unclear_table_says_what_a_history_needs() {
    let told = problems("colour,size\nred,3\n", "");
    assert!(
        told.contains("it is not clear what kind of history this is")
            && told.contains("a column with the id"),
        "{told}"
    );
    assert!(problems("", "").contains("there is nothing in this file to read"));
    assert!(problems("{\"issues\": []}", "").contains("there are no issues"));
    assert!(problems("{\"issues\": [}", "").contains("export:1:13"));
}
