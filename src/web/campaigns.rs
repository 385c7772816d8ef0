//! 填报任务: listed, made, published, closed; their deadlines moved with a reason; last year's figures.

mod typed;
mod proposed;
mod materials;
mod like;
mod making;
mod expected;
mod shown;
mod states;
mod due;
mod last_year;

pub use self::due::move_due;
pub use self::expected::{choose, decide, expected};
pub use self::last_year::last_year;
pub use self::making::{create, new};
pub use self::shown::{list, show};
pub use self::states::{archive, close, publish};
