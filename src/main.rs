//! 汇表: reads the command line, nothing else.

fn main() {
    std::process::exit(huibiao::app::run(std::env::args_os().collect()));
}
