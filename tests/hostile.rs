//! Files that are broken, lying or malicious, read through a real pool of workers.

#[path = "hostile/by_hand.rs"]
mod by_hand;
