//! The first draws of every law, bit by bit. They change only on purpose: when they do, results of
//! all scenarios change, and the changelog says so.

use headwater::random::{Distribution, Key, Sampler};

#[track_caller]
fn pinned(sampler: Sampler, bits: [u64; 3]) {
    let distribution = Distribution::plain(sampler);
    let found = [1, 2, 3].map(|i| {
        let draw = distribution.sample(&mut Key::seed(42).with(i).stream());
        draw.to_bits()
    });
    assert_eq!(found, bits, "{:?}: {:#x?}", distribution.sampler, found);
}

#[test]
fn addresses() {
    let mut stream = Key::seed(42).with(Key::name("feature").0).with(7).stream();
    assert_eq!([stream.bits(), stream.bits()], [0, 0]);
}
