//! What a reader gets that a file has taken over: nothing.
//!
//! This program starts itself twice and makes the calls that such a reader would make. Once nothing is given up, and
//! every call is granted: the calls are real. Once it gives up first what a worker gives up, with the worker's own code,
//! and every call is refused. A worker of the real program is then looked at from outside. It has no harness of tests,
//! whose threads and files would stand in the way.

#[cfg(target_os = "linux")]
#[path = "taken_over/attacks.rs"]
mod attacks;
#[cfg(target_os = "linux")]
#[path = "taken_over/live.rs"]
mod live;
#[cfg(target_os = "linux")]
#[path = "taken_over/scene.rs"]
mod scene;

#[cfg(target_os = "linux")]
fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    match arguments.get(1).map(String::as_str) {
        Some(attacks::FREE) => attacks::make(&arguments[2..], attacks::Reader::Free),
        Some(attacks::CONFINED) => attacks::make(&arguments[2..], attacks::Reader::Confined),
        _ => {
            for (sentence, test) in [
                ("a program that gave up nothing gets everything", scene::nothing_given_up as fn()),
                ("a reader that is taken over gets nothing", scene::everything_given_up),
                ("a live worker wears what it says", live::a_worker_wears_what_it_says),
                ("a worker that lost its parent ends", live::a_worker_ends_with_its_parent),
            ] {
                test();
                println!("test {sentence} ... ok");
            }
        }
    }
}

#[cfg(not(target_os = "linux"))]
fn main() {
    println!("a worker gives up files, network and children on Linux only");
}
