//! What the workbooks say: written, read back, and printed.
//!
//! A small city stands in memory (`city`), with one unit for everything that can become of a unit. The
//! workbooks are read back with another program's reader (`book`), recalculated and printed by an office
//! suite (`office`), opened by other libraries and held against the schemas of the format (`peers`).

#[path = "workbooks/blanks.rs"]
mod blanks;
#[path = "workbooks/book.rs"]
mod book;
#[path = "workbooks/city.rs"]
mod city;
#[path = "workbooks/contents.rs"]
mod contents;
#[path = "workbooks/every.rs"]
mod every;
#[path = "blanks/filled.rs"]
mod filled;
#[path = "workbooks/forms.rs"]
mod forms;
#[path = "workbooks/harmless.rs"]
mod harmless;
#[path = "workbooks/office.rs"]
mod office;
#[path = "workbooks/peers.rs"]
mod peers;
#[path = "workbooks/printed.rs"]
mod printed;
#[path = "bench/python.rs"]
mod python;
#[path = "sheets/random.rs"]
#[allow(dead_code)]
mod random;
