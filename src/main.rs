//! 汇表: reads the command line, nothing else.

/// Thousands of small texts, taken and given back by many hands at once: the system's allocator took a seventh
/// of a roll-up's time.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() {
    std::process::exit(huibiao::app::run(std::env::args_os().collect()));
}
