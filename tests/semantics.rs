//! What a scenario means, sentence by sentence: small boards with constant times whose days are worked
//! out by hand in the comments.

mod allocation;
mod attribution;
mod bounds;
mod changes;
mod demand;
mod goals;
mod instants;
mod log;
mod orders;
mod people;
mod plannings;
mod pulls;
mod slots;
mod statistics;
mod today;
