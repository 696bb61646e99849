//! Any scenario that builds runs to its end, and its books close.

pub mod board;
mod dice;

use crate::consistency::{assert_consistent, before_warm_up};
use crate::support::{list, number, run};
use board::Board;
use proptest::collection::vec;
use proptest::prelude::{ProptestConfig, any, proptest};
use proptest::test_runner::RngSeed;
use std::env;

/// So many random cases from this seed: the same at every run. More of them, and others, where somebody asks:
/// `HEADWATER_CASES=20000 HEADWATER_CASES_SEED=2 cargo test --release random_models every_event`.
pub fn cases(usual: u32, seed: u64) -> ProptestConfig {
    let asked = |name| {
        env::var(name)
            .ok()
            .and_then(|text| text.parse::<u64>().ok())
    };
    let many = asked("HEADWATER_CASES").and_then(|n| u32::try_from(n).ok());
    ProptestConfig {
        cases: many.unwrap_or(usual),
        failure_persistence: None,
        rng_seed: RngSeed::Fixed(asked("HEADWATER_CASES_SEED").unwrap_or(seed)),
        ..ProptestConfig::default()
    }
}

proptest! {
    #![proptest_config(cases(96, 20_260_105))]

    /// Random boards over the whole grammar.
    #[test]
    fn books_close(bytes in vec(any::<u8>(), 0..240)) {
        let board = Board::random(&bytes);
        let result = run(&board.text, 12);
        assert_consistent(&result, &board.text);
        let unseen = before_warm_up(&result, &board.text, &["rework", "split"]);
        for (stage, max) in &board.limits {
            let seen = list(&result, &format!("stages.{stage}.wip_share")).len();
            let breached = number(&result, &format!("stages.{stage}.breaches")) > 0.0;
            let max = (*max).max(board.today);
            assert!(breached || unseen || seen <= max + 1, "{stage} held {} of {max}\n{}", seen - 1, board.text);
        }
    }
}
