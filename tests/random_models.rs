//! Any scenario that builds runs to its end, and its books close.

pub mod board;
mod dice;

use crate::consistency::assert_consistent;
use crate::support::{list, run};
use board::Board;
use proptest::collection::vec;
use proptest::prelude::{ProptestConfig, any, proptest};
use proptest::test_runner::RngSeed;

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 96,
        failure_persistence: None,
        rng_seed: RngSeed::Fixed(20_260_105),
        ..ProptestConfig::default()
    })]

    /// Random boards over the whole grammar.
    #[test]
    fn books_close(bytes in vec(any::<u8>(), 0..240)) {
        let board = Board::random(&bytes);
        let result = run(&board.text, 12);
        assert_consistent(&result, &board.text);
        for (stage, max) in &board.limits {
            let seen = list(&result, &format!("stages.{stage}.wip_share")).len();
            let max = (*max).max(board.today);
            assert!(seen <= max + 1, "{stage} held {} of {max}\n{}", seen - 1, board.text);
        }
    }
}
