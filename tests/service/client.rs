//! A browser without a screen: cookies, forms with their token, no redirects followed.

use std::collections::BTreeMap;
use std::net::{SocketAddr, TcpStream};
use std::time::{Duration, Instant};

use ureq::http::Response;

use crate::every_answer;

/// What came back.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub headers: BTreeMap<String, String>,
    pub text: String,
    pub bytes: Vec<u8>,
}

impl Answer {
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", String::as_str)
    }

    pub fn location(&self) -> &str {
        self.header("location")
    }

    /// The token of the page's forms.
    pub fn csrf(&self) -> String {
        self.value_of("csrf")
    }

    /// The value of the first hidden field with this name.
    pub fn value_of(&self, name: &str) -> String {
        let mark = format!("name=\"{name}\" value=\"");
        let Some((_, rest)) = self.text.split_once(&mark) else { return String::new() };
        rest.split('"').next().unwrap_or_default().to_owned()
    }
}

pub struct Client {
    agent: ureq::Agent,
    pub address: SocketAddr,
    pub cookies: BTreeMap<String, String>,
    /// Sent with every request.
    pub headers: BTreeMap<String, String>,
}

impl Client {
    pub fn new(address: SocketAddr) -> Client {
        let config = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .allow_non_standard_methods(true)
            .build();
        Client { agent: config.into(), address, cookies: BTreeMap::new(), headers: BTreeMap::new() }
    }

    /// The same browser in another window: its cookies and headers, a connection of its own.
    pub fn another(&self) -> Client {
        let mut other = Client::new(self.address);
        other.cookies.clone_from(&self.cookies);
        other.headers.clone_from(&self.headers);
        other
    }

    /// The same browser, going on where the service listens now.
    pub fn moved_to(&self, address: SocketAddr) -> Client {
        Client { address, ..self.another() }
    }

    pub fn get(&mut self, path: &str) -> Answer {
        self.send("GET", path, "", Vec::new())
    }

    /// A form exactly as given.
    pub fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let parts: Vec<String> =
            fields.iter().map(|(name, value)| format!("{}={}", escaped(name), escaped(value))).collect();
        self.send("POST", path, "application/x-www-form-urlencoded", parts.join("&").into_bytes())
    }

    /// A form of the page at `from`, with its token.
    pub fn post_from(&mut self, from: &str, path: &str, fields: &[(&str, &str)]) -> Answer {
        let csrf = self.get(from).csrf();
        let fields: Vec<(&str, &str)> =
            [("csrf", csrf.as_str())].into_iter().chain(fields.iter().copied()).collect();
        self.post(path, &fields)
    }

    /// A form with files: (field, file name, bytes).
    pub fn upload(&mut self, path: &str, fields: &[(&str, &str)], files: &[(&str, &str, &[u8])]) -> Answer {
        let mut body = Vec::new();
        for (name, value) in fields {
            body.extend(
                format!("--edge\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
                    .into_bytes(),
            );
        }
        for (field, name, bytes) in files {
            let head = format!(
                "--edge\r\nContent-Disposition: form-data; name=\"{field}\"; filename=\"{name}\"\r\n\
                 Content-Type: application/octet-stream\r\n\r\n"
            );
            body.extend(head.into_bytes());
            body.extend_from_slice(bytes);
            body.extend(b"\r\n");
        }
        body.extend(b"--edge--\r\n");
        self.send("POST", path, "multipart/form-data; boundary=edge", body)
    }

    /// Opens the sign-in page and sends it.
    pub fn sign_in(&mut self, login: &str, password: &str) -> Answer {
        self.post_from("/sign-in", "/sign-in", &[("login", login), ("password", password)])
    }

    pub fn send(&mut self, method: &str, path: &str, kind: &str, body: Vec<u8>) -> Answer {
        self.try_to_send(method, path, kind, body).expect("an answer")
    }

    /// Sends what may never be answered: a server that is killed answers nobody.
    pub fn try_to_send(
        &mut self,
        method: &str,
        path: &str,
        kind: &str,
        body: Vec<u8>,
    ) -> Result<Answer, ureq::Error> {
        let mut request =
            ureq::http::Request::builder().method(method).uri(format!("http://{}{path}", self.address));
        if !self.cookies.is_empty() {
            let cookies: Vec<String> =
                self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
            request = request.header("cookie", cookies.join("; "));
        }
        if !kind.is_empty() {
            request = request.header("content-type", kind);
        }
        for (name, value) in &self.headers {
            request = request.header(name, value);
        }
        let answered = if method == "GET" || method == "HEAD" {
            self.agent.run(request.body(()).expect("a request"))
        } else {
            self.agent.run(request.body(body).expect("a request"))
        };
        let answer = self.read(answered?)?;
        every_answer::look_at(&format!("{method} {path}"), &answer);
        Ok(answer)
    }

    fn read(&mut self, mut answered: Response<ureq::Body>) -> Result<Answer, ureq::Error> {
        let mut headers = BTreeMap::new();
        for (name, value) in answered.headers() {
            let value = value.to_str().unwrap_or_default().to_owned();
            if name == "set-cookie" {
                let pair = value.split(';').next().unwrap_or_default();
                let (name, kept) = pair.split_once('=').unwrap_or_default();
                if kept.is_empty() {
                    self.cookies.remove(name);
                } else {
                    self.cookies.insert(name.to_owned(), kept.to_owned());
                }
            }
            headers.insert(name.to_string(), value);
        }
        let bytes = answered.body_mut().with_config().limit(200 << 20).read_to_vec()?;
        let text = String::from_utf8_lossy(&bytes).into_owned();
        Ok(Answer { status: answered.status().as_u16(), headers, text, bytes })
    }
}

/// Waits until nobody listens there any more.
pub fn wait_until_silent(address: SocketAddr) {
    let begun = Instant::now();
    while TcpStream::connect(address).is_ok() {
        assert!(begun.elapsed() < Duration::from_secs(20), "somebody still listens");
        std::thread::yield_now();
    }
}

pub fn escaped(text: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
    text.bytes()
        .map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") })
        .collect()
}
