//! What all accumulators have in common, and how many of them make one.

use super::{CompetingRisks, Counts, Logarithmic, Moments, Proportion, Ratio, Values};

/// Something that sums up what it was told.
pub trait Accumulator {
    /// Takes in everything another one has seen after this one.
    fn merge(&mut self, other: &Self);

    /// The same, and leaves the other one empty; its memory stays.
    fn absorb(&mut self, other: &mut Self);
}

/// Makes the accumulators of the statistics known as such.
macro_rules! known {
    ($($kind:ty),+) => {$(
        impl Accumulator for $kind {
            fn merge(&mut self, other: &Self) {
                <$kind>::merge(self, other);
            }

            fn absorb(&mut self, other: &mut Self) {
                <$kind>::absorb(self, other);
            }
        }
    )+};
}

known!(
    CompetingRisks,
    Counts,
    Logarithmic,
    Moments,
    Proportion,
    Ratio,
    Values
);

/// Makes a struct an accumulator whose fields all are.
macro_rules! accumulators {
    ($kind:ty { $($field:ident),+ $(,)? }) => {
        impl $crate::stats::Accumulator for $kind {
            fn merge(&mut self, other: &Self) {
                let Self { $($field),+ } = self;
                $($crate::stats::Accumulator::merge($field, &other.$field);)+
            }

            fn absorb(&mut self, other: &mut Self) {
                let Self { $($field),+ } = self;
                $($crate::stats::Accumulator::absorb($field, &mut other.$field);)+
            }
        }
    };
}

pub(crate) use accumulators;

/// A sum.
macro_rules! sums {
    ($($kind:ty),+) => {$(
        impl Accumulator for $kind {
            fn merge(&mut self, other: &Self) {
                *self += other;
            }

            fn absorb(&mut self, other: &mut Self) {
                *self += std::mem::take(other);
            }
        }
    )+};
}

sums!(u64, u128);

/// One accumulator a place; what is missing is empty.
impl<T: Accumulator + Default> Accumulator for Vec<T> {
    fn merge(&mut self, other: &Self) {
        if self.len() < other.len() {
            self.resize_with(other.len(), T::default);
        }
        self.iter_mut().zip(other).for_each(|(m, o)| m.merge(o));
    }

    fn absorb(&mut self, other: &mut Self) {
        if self.len() < other.len() {
            self.resize_with(other.len(), T::default);
        }
        self.iter_mut().zip(other).for_each(|(m, o)| m.absorb(o));
    }
}

impl<T: Accumulator, const N: usize> Accumulator for [T; N] {
    fn merge(&mut self, other: &Self) {
        self.iter_mut().zip(other).for_each(|(m, o)| m.merge(o));
    }

    fn absorb(&mut self, other: &mut Self) {
        self.iter_mut().zip(other).for_each(|(m, o)| m.absorb(o));
    }
}
