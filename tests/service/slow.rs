//! Five hundred connections that send half a request and no more: everybody else is answered as if they were not there,
//! and after its own limits the program cuts them off.

use std::io::{ErrorKind, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::{Duration, Instant};

use crate::client::Client;
use crate::house::Database;
use crate::process::{Data, Serving};

const SLOW: usize = 500;

/// A body that stands still is cut after so long; a head that is not complete after five seconds.
const STANDS: Duration = Duration::from_secs(6);

const PATIENCE: Duration = Duration::from_secs(30);

/// Half a head, or a whole one with half a body.
fn half(number: usize, address: SocketAddr) -> TcpStream {
    let mut stream = TcpStream::connect(address).expect("it listens");
    let sent = match number % 4 {
        0 => "GET /readyz HTTP/1.1\r\nHost: ".to_owned(),
        2 => "P".to_owned(),
        _ => format!(
            "POST /sign-in HTTP/1.1\r\nHost: {address}\r\nContent-Length: 1000\r\n\
             Content-Type: application/x-www-form-urlencoded\r\n\r\nlogin=city&pass"
        ),
    };
    stream.write_all(sent.as_bytes()).expect("it takes that");
    stream
}

/// Whether the other end still waits for the rest.
fn is_held(stream: &TcpStream) -> bool {
    stream.set_nonblocking(true).expect("a stream");
    let peeked = stream.peek(&mut [0]);
    stream.set_nonblocking(false).expect("a stream");
    peeked.is_err_and(|error| error.kind() == ErrorKind::WouldBlock)
}

/// What the other end says before it closes; a reset after that is an end as well.
fn last_words(mut stream: TcpStream) -> String {
    stream.set_read_timeout(Some(PATIENCE)).expect("a stream");
    let mut words = Vec::new();
    match stream.read_to_end(&mut words) {
        Err(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) => {
            panic!("still open after {PATIENCE:?}")
        }
        _ => String::from_utf8_lossy(&words).into_owned(),
    }
}

#[test]
fn five_hundred_slow_connections_keep_nobody_waiting_and_are_cut() {
    let data = Data::fresh(Database::Sqlite);
    assert_eq!(data.run(&["init", "--code", "3703", "--name", "淄博市消费者协会"]).code, 0);
    let mut command = data.command(&["serve"]);
    command.env("HUIBIAO_BODY_STANDS_SECONDS", STANDS.as_secs().to_string());
    let serving = Serving::of(command);
    let begun = Instant::now();
    let slow: Vec<TcpStream> = (0..SLOW).map(|number| half(number, serving.address)).collect();
    let bodies = || slow.iter().skip(1).step_by(2);
    let held = bodies().filter(|stream| is_held(stream)).count();

    let mut took: Vec<Duration> = Vec::new();
    for number in 0..200 {
        let path = ["/livez", "/readyz"][number % 2];
        let asked = Instant::now();
        let answer = Client::new(serving.address).get(path);
        assert_eq!(answer.status, 200, "{path}: {}", answer.text);
        took.push(asked.elapsed());
    }
    took.sort();
    let (p99, longest) = (took[197], took[199]);
    println!("beside {SLOW} slow connections: p50 {:?}, p99 {p99:?}, longest {longest:?}", took[100]);
    assert_eq!(held, SLOW / 2, "they were all held when the others began to ask");
    assert!(longest < Duration::from_secs(4), "somebody waited for the slow ones: {longest:?}");
    if std::env::var_os("HUIBIAO_DEEP").is_some() {
        assert!(p99 <= Duration::from_millis(500), "{p99:?}");
    }

    for (number, stream) in slow.into_iter().enumerate() {
        let words = last_words(stream);
        let is_body = number % 2 == 1;
        let fits = words.starts_with("HTTP/1.1 408") || (words.is_empty() && !is_body);
        assert!(fits, "{number}: {words}");
        assert!(!is_body || words.contains("没有收完整"), "{number}: {words}");
    }
    let cut = begun.elapsed();
    println!("all were cut after {cut:?}");
    assert!(cut < PATIENCE, "{cut:?}");
    assert_eq!(Client::new(serving.address).get("/readyz").status, 200);
}
