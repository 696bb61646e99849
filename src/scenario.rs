//! What the file says: the key table, the decoder, the paths of `--set`, and the mirror types.

pub mod mirror;
pub mod suggest;
pub mod tree;
