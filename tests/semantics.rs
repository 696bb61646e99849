//! What a scenario means, sentence by sentence: small boards with constant times whose days are worked
//! out by hand in the comments.

mod allocation;
mod attribution;
mod bounds;
mod changes;
mod delivery;
mod demand;
mod exceeding;
mod expiry;
mod goals;
mod instants;
mod interrupting;
mod log;
mod meetings;
mod mixed;
mod orders;
mod outcomes;
mod pace;
mod people;
mod plannings;
mod pulls;
mod pushing;
mod reorder;
mod sharing;
mod slots;
mod statistics;
mod today;
