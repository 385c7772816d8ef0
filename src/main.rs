//! 汇表: reads the command line, nothing else.

/// A roll-up makes and drops thousands of small texts in several threads at once. With the system's allocator it takes a
/// sixth longer.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() {
    let code = huibiao::app::run(std::env::args_os().collect());
    // On exit the allocator tidies up the memory of the thread that exits. This new thread has none, so the process ends
    // at once and the system takes everything back.
    let ending = std::thread::Builder::new().spawn(move || std::process::exit(code));
    drop(ending.map(std::thread::JoinHandle::join));
    // A worker may not start a thread.
    std::process::exit(code);
}
