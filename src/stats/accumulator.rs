//! What all accumulators have in common, and how many of them make one.

use super::{CompetingRisks, Counts, Logarithmic, Moments, Proportion, Ratio, Values};

/// Something that sums up what it was told.
pub trait Accumulator {
    /// Takes in everything another one has seen after this one.
    fn merge(&mut self, other: &Self);

    /// Forgets everything; the memory stays.
    fn clear(&mut self);
}

/// Makes the accumulators of the statistics known as such.
macro_rules! known {
    ($($kind:ty),+) => {$(
        impl Accumulator for $kind {
            fn merge(&mut self, other: &Self) {
                <$kind>::merge(self, other);
            }

            fn clear(&mut self) {
                <$kind>::clear(self);
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

            fn clear(&mut self) {
                let Self { $($field),+ } = self;
                $($crate::stats::Accumulator::clear($field);)+
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

            fn clear(&mut self) {
                *self = 0;
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

    fn clear(&mut self) {
        self.iter_mut().for_each(T::clear);
    }
}

impl<T: Accumulator, const N: usize> Accumulator for [T; N] {
    fn merge(&mut self, other: &Self) {
        self.iter_mut().zip(other).for_each(|(m, o)| m.merge(o));
    }

    fn clear(&mut self) {
        self.iter_mut().for_each(T::clear);
    }
}
