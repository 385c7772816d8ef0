//! The server: listens, answers, and stops without dropping anybody.
//!
//! It runs on threads of its own beside whoever started it, so that tests and the demonstration use the same
//! one as `huibiao serve`. Stopping first refuses new connections, then waits for requests in flight.

use std::io::ErrorKind;
use std::net::{SocketAddr, TcpListener};
use std::sync::mpsc::sync_channel;
use std::thread::JoinHandle;
use std::time::Duration;

use actix_web::dev::ServerHandle;
use actix_web::middleware::{Compress, from_fn};
use actix_web::{App, HttpServer, web};

use super::ending::{Leaving, end_when_told, hang_up};
use super::giving_way::{self, Lane};
use super::{answer, headers, refusal, routes, trace};
use crate::problem::Failure;
use crate::workflow::Service;

/// Who ends a running server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ends {
    /// Whoever started it, through [`Server::stop`].
    Caller,
    /// The operating system as well: Ctrl-C and SIGTERM let requests finish.
    Signals,
}

/// A running server.
pub struct Server {
    pub address: SocketAddr,
    handle: ServerHandle,
    thread: Option<JoinHandle<std::io::Result<()>>>,
}

/// Starts answering.
pub fn start(service: Service, ends: Ends) -> Result<Server, Failure> {
    let settings = &service.settings;
    let wanted = SocketAddr::new(settings.listen, settings.port);
    let failed = |error: std::io::Error| {
        let words = match error.kind() {
            ErrorKind::AddrInUse => {
                "这个端口已有程序在用。请换一个端口（--port），或停止占用它的程序。".to_owned()
            }
            ErrorKind::PermissionDenied => "没有权限。请用 1024 以上的端口（--port）。".to_owned(),
            ErrorKind::AddrNotAvailable => "本机没有这个地址。请改监听地址（--listen）。".to_owned(),
            _ => format!("{error}。"),
        };
        Failure::new(format!("不能在 {wanted} 上监听：{words}"))
    };
    let listener = TcpListener::bind(wanted).map_err(failed)?;
    let address = listener.local_addr().map_err(failed)?;
    let (tell, told) = sync_channel(1);
    let thread = std::thread::Builder::new()
        .name("server".to_owned())
        .spawn(move || {
            actix_web::rt::System::new().block_on(async move {
                let (leaving, before) = (web::Data::new(Leaving::default()), service.settings.leave);
                let server = build(service, leaving.clone(), listener)?;
                let _ = tell.send(server.handle());
                if ends == Ends::Signals {
                    let before = before.to_std().unwrap_or_default();
                    actix_web::rt::spawn(end_when_told(server.handle(), leaving, before));
                }
                server.await
            })
        })
        .map_err(failed)?;
    match told.recv() {
        Ok(handle) => Ok(Server { address, handle, thread: Some(thread) }),
        Err(_) => Err(Failure::new("服务没有启动起来，原因见日志")),
    }
}

fn build(
    service: Service,
    leaving: web::Data<Leaving>,
    listener: TcpListener,
) -> std::io::Result<actix_web::dev::Server> {
    let stop_within = service.settings.stop_within.num_seconds().unsigned_abs();
    let (service, routes) = (web::Data::new(service), web::Data::new(routes::table()));
    let lane = web::Data::new(Lane::default());
    let server = HttpServer::new(move || {
        App::new()
            .app_data(service.clone())
            .app_data(routes.clone())
            .app_data(leaving.clone())
            .app_data(lane.clone())
            .configure(routes::register)
            .default_service(web::to(answer::nothing))
            .wrap(from_fn(refusal::render))
            .wrap(from_fn(hang_up))
            .wrap(from_fn(headers::add))
            .wrap(from_fn(giving_way::count))
            .wrap(from_fn(trace::follow))
            .wrap(Compress::default())
    });
    let server = server
        .client_request_timeout(Duration::from_secs(5))
        .client_disconnect_timeout(Duration::from_secs(5))
        .keep_alive(Duration::from_secs(30))
        .shutdown_timeout(stop_within)
        .disable_signals();
    Ok(server.listen(listener)?.run())
}

impl Server {
    /// Refuses new connections and waits until requests in flight are answered.
    pub fn stop(mut self) {
        self.end();
    }

    /// Waits until the server has ended by itself.
    pub fn wait(mut self) -> Result<(), Failure> {
        match self.thread.take().map(JoinHandle::join) {
            Some(Ok(Ok(()))) | None => Ok(()),
            Some(Ok(Err(error))) => Err(Failure::new(format!("服务因错误停止：{error}"))),
            Some(Err(_)) => Err(Failure::new("服务因内部错误停止，原因见日志")),
        }
    }

    fn end(&mut self) {
        if let Some(thread) = self.thread.take() {
            // Sending the command needs no runtime; its answer is the end of the thread.
            drop(self.handle.stop(true));
            let _ = thread.join();
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.end();
    }
}
