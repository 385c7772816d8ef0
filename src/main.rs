//! 汇表: reads the command line, nothing else.

fn main() {
    // Before anything else: the same program, started by its own pool to read strangers' files.
    if std::env::args_os().nth(1).is_some_and(|argument| argument == huibiao::formats::worker::ARGUMENT) {
        std::process::exit(huibiao::formats::worker::run());
    }
    std::process::exit(huibiao::app::run(std::env::args_os()));
}
