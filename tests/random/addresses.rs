//! The numbers at neighbouring addresses have nothing to do with each other.

use headwater::random::{Key, Purpose};
use std::collections::BTreeSet;

/// Addresses as a run makes them: trial, type, item, purpose.
fn address(trial: u64, item: u64) -> Key {
    let kind = Key::name("feature").0;
    Key::seed(1)
        .with(trial)
        .with(kind)
        .with(item)
        .purpose(Purpose::Work)
}

/// Flipping one bit of a link flips each bit of the first number with probability one half. 4096
/// counts are looked at, so 6.5 standard errors.
#[test]
fn every_bit_of_a_link_decides_every_bit_of_the_number() {
    const N: u64 = 2000;
    for input in 0..64 {
        let mut flips = [0_i64; 64];
        for trial in 0..N {
            let key = Key::seed(3).with(trial);
            let one = key.with(trial).stream().bits();
            let other = key.with(trial ^ (1 << input)).stream().bits();
            for (bit, count) in flips.iter_mut().enumerate() {
                *count += ((one ^ other) >> bit & 1) as i64;
            }
        }
        let far = flips.iter().map(|f| (f - N as i64 / 2).abs()).max();
        assert!(
            far < Some((6.5 * (N as f64).sqrt() / 2.0) as i64),
            "bit {input}: {far:?}"
        );
    }
}

/// The correlation of uniform variates, in standard errors of none.
fn correlation(n: u64, pair: impl Fn(u64) -> (f64, f64)) -> f64 {
    let products = (0..n).map(pair).map(|(a, b)| 12.0 * (a - 0.5) * (b - 0.5));
    products.sum::<f64>() / (n as f64).sqrt()
}

#[test]
fn neighbours_are_uncorrelated() {
    const N: u64 = 100_000;
    let first = |trial, item| address(trial, item).uniform();
    let second = |trial, item| {
        let mut stream = address(trial, item).stream();
        (stream.uniform(), stream.uniform())
    };
    let purposes = |item| {
        let key = Key::seed(1).with(item);
        (
            key.purpose(Purpose::Work).uniform(),
            key.purpose(Purpose::Skip).uniform(),
        )
    };
    let crossed = |i| (first(i, 5), first(5, i));
    let seeds = |i| {
        (
            Key::seed(i).with(4).uniform(),
            Key::seed(i + 1).with(4).uniform(),
        )
    };
    let found = [
        correlation(N, |i| (first(0, i), first(0, i + 1))),
        correlation(N, |i| (first(i, 0), first(i + 1, 0))),
        correlation(N, |i| second(0, i)),
        correlation(N, |i| (second(0, i).1, first(0, i + 1))),
        correlation(N, purposes),
        correlation(N, |i| if i == 5 { (0.5, 0.5) } else { crossed(i) }),
        correlation(N, seeds),
    ];
    assert!(found.iter().all(|c| c.abs() < 4.9), "{found:?}");
}

/// Chi-square over 256 cells, within the 10⁻⁶ bounds of 255 degrees of freedom (Wilson and
/// Hilferty's approximation gives 157 and 376).
#[track_caller]
fn uniform_cells(numbers: impl Iterator<Item = u64>) {
    let mut cells = [0_u32; 256];
    let mut n = 0.0;
    for number in numbers {
        cells[(number & 255) as usize] += 1;
        n += 1.0;
    }
    let square = |&cell: &u32| (f64::from(cell) - n / 256.0).powi(2) / (n / 256.0);
    let chi: f64 = cells.iter().map(square).sum();
    assert!((157.0..376.0).contains(&chi), "{chi}");
}

#[test]
fn first_numbers_are_uniform_in_all_their_bits() {
    for shift in [0, 13, 28, 41, 56] {
        uniform_cells((0..100_000).map(|item| address(0, item).stream().bits() >> shift));
        uniform_cells((0..100_000).map(|trial| address(trial, 0).stream().bits() >> shift));
    }
    let mut stream = address(0, 0).stream();
    uniform_cells((0..100_000).map(|_| stream.bits() >> 56));
}

#[test]
fn addresses_do_not_meet() {
    let parent = Key::seed(9);
    let mut seen = BTreeSet::new();
    let mut stream = parent.stream();
    let mut new = |number: u64| assert!(seen.insert(number), "{number} twice");
    (0..20_000).for_each(|_| new(stream.bits()));
    for link in 0..20_000 {
        new(parent.with(link).0);
        new(parent.with(link).stream().bits());
        new(parent.with(Key::name("a").0).with(link).0);
    }
    assert_ne!(parent.with(1).with(2), parent.with(2).with(1));
    assert_ne!(Key::name("ab"), Key::name("ba"));
}

#[test]
fn the_address_alone_decides() {
    let mut other = address(1, 2).stream();
    other.bits();
    assert_eq!(address(7, 7).stream().bits(), address(7, 7).stream().bits());
    let u = (0..10_000).map(|i| address(i, 1).uniform());
    assert!(u.into_iter().all(|u| (0.0..1.0).contains(&u)));
}
