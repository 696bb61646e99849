//! The numbers on a benchmark's command line.

use std::str::FromStr;

/// The number after an option on the command line, or else the default.
pub fn number<N: FromStr>(name: &str, default: N) -> N {
    let mut words = std::env::args().skip_while(|word| word != name).skip(1);
    words
        .next()
        .and_then(|word| word.parse().ok())
        .unwrap_or(default)
}
