//! 汇表: reads the command line, nothing else.

/// Thousands of small texts, taken and given back by many hands at once: the system's allocator took a seventh
/// of a roll-up's time.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() {
    let code = huibiao::app::run(std::env::args_os().collect());
    // Whoever ends the program has the allocator tidy up his memory before the system takes all of it: one who
    // never had any is done sooner.
    let ended = std::thread::spawn(move || std::process::exit(code)).join();
    drop(ended);
}
