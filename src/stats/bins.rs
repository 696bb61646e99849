//! The common ground of the histograms: numbered bins in blocks that exist only where needed.

use super::rank;
use std::hint::select_unpredictable;

/// Bins to a power of two of the values.
pub(super) const FINENESS: usize = 256;

/// Bins in a block. The values of a short run lie far apart, so that small blocks save memory.
const BLOCK: usize = 32;

/// Numbers that bins can hold.
pub(super) trait Value: Copy + Default + PartialOrd {
    /// No value is below it.
    const LEAST: Self;

    /// The number of the bin that holds this value.
    fn bin(self) -> usize;
}

/// One bin: how many values, and the largest of them.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Bin<V> {
    /// How many values fell into it.
    pub count: u64,
    /// The largest of them; without meaning when there are none.
    pub max: V,
}

type Block<V> = Box<[Bin<V>; BLOCK]>;

/// Bins by number, in the order of the values they hold.
#[derive(Debug, Clone)]
pub(super) struct Bins<V> {
    n: u64,
    min: V,
    /// The number of the first block in `blocks`.
    first: usize,
    blocks: Vec<Option<Block<V>>>,
}

impl<V: Value> Default for Bins<V> {
    fn default() -> Self {
        Self {
            n: 0,
            min: V::default(),
            first: 0,
            blocks: Vec::new(),
        }
    }
}

impl<V: Value> Bin<V> {
    const EMPTY: Self = Self {
        count: 0,
        max: V::LEAST,
    };

    /// Without a branch: nobody can foresee which values are larger, and while one bin is fetched into the
    /// cache the next push shall go on.
    #[inline]
    fn add(&mut self, value: V, times: u64) {
        self.max = select_unpredictable(value > self.max, value, self.max);
        self.count += times;
    }
}

impl<V: Value> Bins<V> {
    /// Puts a value into its bin, `times` > 0 times.
    #[inline]
    pub fn add(&mut self, value: V, times: u64) {
        let bin = value.bin();
        if self.n == 0 || value < self.min {
            self.min = value;
        }
        self.n += times;
        let block = (bin / BLOCK).wrapping_sub(self.first);
        match self.blocks.get_mut(block) {
            Some(Some(block)) => block[bin % BLOCK].add(value, times),
            _ => self.block(bin / BLOCK)[bin % BLOCK].add(value, times),
        }
    }

    /// Puts each of these values into its bin.
    pub fn add_all(&mut self, values: &[V]) {
        let Some(&first) = values.first() else {
            return;
        };
        let mut min = if self.n == 0 { first } else { self.min };
        for &value in values {
            min = if value < min { value } else { min };
            let bin = value.bin();
            let block = (bin / BLOCK).wrapping_sub(self.first);
            match self.blocks.get_mut(block) {
                Some(Some(block)) => block[bin % BLOCK].add(value, 1),
                _ => self.block(bin / BLOCK)[bin % BLOCK].add(value, 1),
            }
        }
        self.min = min;
        self.n += values.len() as u64;
    }

    /// The block with this number, made if need be.
    #[cold]
    fn block(&mut self, number: usize) -> &mut Block<V> {
        if self.blocks.is_empty() {
            self.first = number;
        }
        if number < self.first {
            let missing = self.first - number;
            self.blocks.splice(0..0, (0..missing).map(|_| None));
            self.first = number;
        }
        let index = number - self.first;
        if index >= self.blocks.len() {
            self.blocks.resize_with(index + 1, || None);
        }
        self.blocks[index].get_or_insert_with(|| Box::new([Bin::EMPTY; BLOCK]))
    }

    /// Takes in everything another one has seen; in any order the result is the same.
    pub fn merge(&mut self, other: &Self) {
        if other.n == 0 {
            return;
        }
        if self.n == 0 || other.min < self.min {
            self.min = other.min;
        }
        self.n += other.n;
        for (number, theirs) in other.blocks() {
            let mine = self.block(number);
            for (mine, theirs) in mine.iter_mut().zip(theirs.iter()) {
                if theirs.count > 0 {
                    mine.add(theirs.max, theirs.count);
                }
            }
        }
    }

    /// Forgets everything, keeps the room.
    pub fn clear(&mut self) {
        self.n = 0;
        for block in self.blocks.iter_mut().flatten() {
            block.fill(Bin::EMPTY);
        }
    }

    /// The blocks that exist, with their numbers.
    fn blocks(&self) -> impl DoubleEndedIterator<Item = (usize, &Block<V>)> {
        let blocks = self.blocks.iter().enumerate();
        blocks.filter_map(|(index, block)| block.as_ref().map(|b| (self.first + index, b)))
    }

    /// How many values.
    pub fn n(&self) -> u64 {
        self.n
    }

    /// The bins that hold something, in ascending order, with their numbers.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = (usize, Bin<V>)> {
        self.blocks().flat_map(|(number, block)| {
            let bins = block.iter().enumerate();
            bins.filter(|(_, bin)| bin.count > 0)
                .map(move |(index, bin)| (number * BLOCK + index, *bin))
        })
    }

    /// The bin with this number; empty if nothing fell into it.
    pub fn get(&self, bin: usize) -> Bin<V> {
        match self.blocks.get((bin / BLOCK).wrapping_sub(self.first)) {
            Some(Some(block)) => block[bin % BLOCK],
            _ => Bin::EMPTY,
        }
    }

    /// The smallest value.
    pub fn min(&self) -> Option<V> {
        (self.n > 0).then_some(self.min)
    }

    /// The largest value.
    pub fn max(&self) -> Option<V> {
        self.iter().next_back().map(|(_, bin)| bin.max)
    }

    /// The largest value of the first bin up to which at least the share `p` of all values lies.
    pub fn quantile(&self, p: f64) -> Option<V> {
        let mut missing = rank(p, self.n);
        for (_, bin) in self.iter() {
            if bin.count >= missing {
                return Some(bin.max);
            }
            missing -= bin.count;
        }
        None
    }
}
