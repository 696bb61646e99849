//! Committed pages, compared byte by byte.

use std::fs;
use std::path::Path;

/// Compares `actual` with `tests/snapshots/<name>`. To accept a change on purpose, run the tests once with
/// `HEADWATER_ACCEPT=1` and read the difference before committing it.
pub fn check(name: &str, actual: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/snapshots")
        .join(name);
    if std::env::var_os("HEADWATER_ACCEPT").is_some() {
        let written = fs::write(&path, actual);
        assert!(written.is_ok(), "cannot write {}", path.display());
    }
    let expected = fs::read_to_string(&path).unwrap_or_default();
    let same = expected.replace("\r\n", "\n") == actual;
    assert!(
        same,
        "{name} differs (HEADWATER_ACCEPT=1 accepts it); now it is:\n{actual}"
    );
}
