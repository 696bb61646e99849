//! Addressed randomness: every random number has an address, and the address alone decides it.
//!
//! An address is a chain of [`Key`]s: seed, trial, type (by name), item, purpose, stage (by name),
//! visit. [`Key::with`] appends a link; [`Key::stream`] opens the stream of random numbers that
//! belongs to the address. Two variants of a scenario therefore meet the same items with the same
//! work, and nothing depends on the order in which numbers are drawn.

mod distribution;

pub use distribution::{Distribution, Sampler};
use rand::TryRng;
use std::convert::Infallible;

/// An address, or a part of one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Key(pub u64);

/// What a random number is for: the link that keeps the draws of one item apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[repr(u64)]
pub enum Purpose {
    /// The arrival process of a type.
    Arrival = 1,
    /// How many items one arrival brings.
    Batch,
    /// The class of service of an item.
    Class,
    /// The due date of an item.
    Due,
    /// The value of an item.
    Value,
    /// The age of an item on day 0.
    Age,
    /// Who goes first among equals.
    Tie,
    /// The order `random`.
    Lot,
    /// The work of a visit.
    Work,
    /// Whether a finished item is discarded.
    Discard,
    /// Whether an item passes a stage by.
    Skip,
    /// Where in the work of a visit a blocker strikes.
    Strike,
    /// How long a blocker lasts.
    Blocked,
    /// How long an item waits before it is dropped.
    Patience,
    /// How long items take to come that were asked for.
    Lead,
    /// Whether work has to be done again.
    Rework,
    /// Whether an item falls apart, and into how many.
    Split,
    /// The parts of an item.
    Part,
    /// Whether a delivered item comes back, and when.
    Return,
}

/// The finishing function of SplitMix64 in the variant "Mix13" (D. Stafford, "Better bit mixing",
/// 2011): every input bit flips every output bit with probability near one half.
#[inline]
fn mix(mut z: u64) -> u64 {
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

/// The increment of SplitMix64: the odd integer nearest to 2⁶⁴ divided by the golden ratio.
const GOLDEN: u64 = 0x9e37_79b9_7f4a_7c15;

impl Key {
    /// The first link of every address of a run.
    pub fn seed(seed: u64) -> Self {
        Self(mix(seed.wrapping_add(GOLDEN)))
    }

    /// A name as a link (FNV-1a, 64 bit, finished by the mixing function).
    pub fn name(name: &str) -> Self {
        let hash = name.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |h, b| {
            (h ^ u64::from(b)).wrapping_mul(0x100_0000_01b3)
        });
        Self(mix(hash))
    }

    /// This address with one more link. Not commutative: `a.with(b)` is not `b.with(a)`.
    #[inline]
    #[must_use]
    pub fn with(self, link: u64) -> Self {
        Self(
            mix(self.0
                ^ link
                    .wrapping_mul(GOLDEN)
                    .wrapping_add(0x632b_e59b_d9b4_e019))
            .wrapping_add(link),
        )
    }

    /// This address with a purpose as its next link.
    #[inline]
    #[must_use]
    pub fn purpose(self, purpose: Purpose) -> Self {
        self.with(purpose as u64)
    }

    /// The stream of random numbers at this address.
    #[inline]
    pub fn stream(self) -> Stream {
        Stream(self.0)
    }

    /// The first number of the stream as a uniform variate in [0, 1).
    #[inline]
    pub fn uniform(self) -> f64 {
        self.stream().uniform()
    }
}

/// The random numbers at one address: SplitMix64 (G. Steele, D. Lea, C. Flood, "Fast splittable
/// pseudorandom number generators", OOPSLA 2014).
#[derive(Debug, Clone)]
pub struct Stream(u64);

impl Stream {
    /// The next 64 bits.
    #[inline]
    pub fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(GOLDEN);
        mix(self.0)
    }

    /// The next uniform variate in [0, 1), with 53 bits.
    #[inline]
    pub fn uniform(&mut self) -> f64 {
        (self.bits() >> 11) as f64 * (1.0 / (1_u64 << 53) as f64)
    }
}

/// A unit exponential variate (ziggurat).
#[inline]
pub fn exponential(stream: &mut Stream) -> f64 {
    rand_distr::Distribution::sample(&rand_distr::Exp1, stream)
}

impl TryRng for Stream {
    type Error = Infallible;

    #[inline]
    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        Ok((self.bits() >> 32) as u32)
    }

    #[inline]
    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        Ok(self.bits())
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Infallible> {
        for chunk in bytes.chunks_mut(8) {
            let word = self.bits().to_le_bytes();
            chunk.copy_from_slice(&word[..chunk.len()]);
        }
        Ok(())
    }
}
