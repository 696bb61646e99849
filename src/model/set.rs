//! Small sets of stages or types as bits.

/// A set of stages or of types, one bit each; a model has at most 64 of either.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub struct Set(pub u64);

impl Set {
    /// The set of `0..n`.
    #[inline]
    pub fn first(n: usize) -> Self {
        if n >= 64 {
            Self(u64::MAX)
        } else {
            Self((1 << n) - 1)
        }
    }
    /// The set of the given members.
    #[inline]
    pub fn of(members: impl IntoIterator<Item = usize>) -> Self {
        members.into_iter().fold(Self(0), |set, m| set.with(m))
    }
    /// The set with one more member.
    #[inline]
    #[must_use]
    pub fn with(self, member: usize) -> Self {
        Self(self.0 | 1 << member)
    }
    /// The set with one member less.
    #[inline]
    #[must_use]
    pub fn less(self, member: usize) -> Self {
        Self(self.0 & !(1 << member))
    }
    /// The set with one member less if that is `gone`: without a branch, for what nobody can foresee.
    #[inline]
    #[must_use]
    pub fn less_if(self, gone: bool, member: usize) -> Self {
        Self(self.0 & !(u64::from(gone) << member))
    }
    /// Is it a member?
    #[inline]
    pub fn has(self, member: usize) -> bool {
        self.0 >> member & 1 == 1
    }
    /// Members of both.
    #[inline]
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }
    /// Members that are none of the other's.
    #[inline]
    #[must_use]
    pub fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }
    /// Members of either.
    #[inline]
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
    /// Members from `from` on.
    #[inline]
    #[must_use]
    pub fn from(self, from: usize) -> Self {
        if from >= 64 {
            Self(0)
        } else {
            Self(self.0 & (u64::MAX << from))
        }
    }
    /// Members before `end`.
    #[inline]
    #[must_use]
    pub fn before(self, end: usize) -> Self {
        self.and(Self::first(end))
    }
    /// Has it no members?
    #[inline]
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }
    /// The smallest member.
    #[inline]
    pub fn min(self) -> Option<usize> {
        if self.is_empty() {
            None
        } else {
            Some(self.0.trailing_zeros() as usize)
        }
    }
    /// The largest member.
    #[inline]
    pub fn max(self) -> Option<usize> {
        if self.is_empty() {
            None
        } else {
            Some(63 - self.0.leading_zeros() as usize)
        }
    }
    /// How many members.
    #[inline]
    pub fn len(self) -> usize {
        self.0.count_ones() as usize
    }
    /// The members, smallest first.
    #[inline]
    pub fn iter(self) -> impl Iterator<Item = usize> {
        let mut rest = self;
        std::iter::from_fn(move || {
            let member = rest.min()?;
            rest.0 &= rest.0 - 1;
            Some(member)
        })
    }
}
