//! What a scenario means, sentence by sentence: small boards with constant times whose days are worked
//! out by hand in the comments.

mod allocation;
mod attribution;
mod bounds;
mod demand;
mod exceeding;
mod goals;
mod instants;
mod interrupting;
mod log;
mod orders;
mod people;
mod plannings;
mod pulls;
mod sharing;
mod slots;
mod statistics;
