//! Counts the calls to an endpoint that keeps no count itself.

use std::io::{self, Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use anyhow::{Context, Result};

/// How the first line of every HTTP/1.1 request ends. No body of a call to AWS
/// holds it: JSON and forms write line ends in another way.
const END_OF_FIRST_LINE: &[u8] = b" HTTP/1.1\r\n";

/// Passes on connections to an endpoint until this process ends, and counts the
/// requests in them.
pub(super) struct Relay {
    address: SocketAddr,
    calls: Arc<AtomicUsize>,
}

impl Relay {
    pub(super) fn start(endpoint: SocketAddr) -> Result<Relay> {
        let listener = TcpListener::bind(("127.0.0.1", 0)).context("no free port for the relay")?;
        let relay = Relay { address: listener.local_addr()?, calls: Arc::default() };
        let calls = Arc::clone(&relay.calls);
        thread::spawn(move || {
            for client in listener.incoming().flatten() {
                let calls = Arc::clone(&calls);
                // A client that goes away mid-way is not the relay's concern.
                thread::spawn(move || pass(client, endpoint, &calls));
            }
        });
        Ok(relay)
    }

    /// `http://127.0.0.1:PORT`.
    pub(super) fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The calls since this was last asked.
    pub(super) fn take_calls(&self) -> usize {
        self.calls.swap(0, Ordering::Relaxed)
    }
}

fn pass(mut client: TcpStream, endpoint: SocketAddr, calls: &AtomicUsize) -> io::Result<()> {
    let mut server = TcpStream::connect(endpoint)?;
    client.set_nodelay(true)?;
    server.set_nodelay(true)?;
    let (mut answers, mut back) = (server.try_clone()?, client.try_clone()?);
    thread::spawn(move || {
        let _ = io::copy(&mut answers, &mut back);
        let _ = back.shutdown(Shutdown::Write);
    });
    let mut requests = Requests::default();
    let mut buffer = [0; 16 * 1024];
    loop {
        let length = client.read(&mut buffer)?;
        if length == 0 {
            return server.shutdown(Shutdown::Write);
        }
        calls.fetch_add(requests.ended_in(&buffer[..length]), Ordering::Relaxed);
        server.write_all(&buffer[..length])?;
    }
}

/// Finds first lines in a stream that comes in parts.
#[derive(Default)]
struct Requests {
    /// How much of the end of a first line has been seen.
    seen: usize,
}

impl Requests {
    /// How many first lines end in this part.
    fn ended_in(&mut self, part: &[u8]) -> usize {
        part.iter().filter(|&&byte| self.ends_with(byte)).count()
    }

    fn ends_with(&mut self, byte: u8) -> bool {
        // Its first byte is nowhere else in it, so there is one place to go back to.
        let start = usize::from(byte == END_OF_FIRST_LINE[0]);
        self.seen = if byte == END_OF_FIRST_LINE[self.seen] { self.seen + 1 } else { start };
        let whole = self.seen == END_OF_FIRST_LINE.len();
        if whole {
            self.seen = 0;
        }
        whole
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const THREE: &str = "GET /v2/domainnames HTTP/1.1\r\nhost: a\r\n\r\n\
        POST /  HTTP/1.1\r\ncontent-length: 20\r\n\r\n{\"key\":\" HTTP/1.1\\r\"}PATCH /b HTTP/1.1\r\n\r\n";

    #[test]
    fn requests_are_counted_however_they_are_cut() {
        for size in 1..THREE.len() {
            let mut requests = Requests::default();
            let parts = THREE.as_bytes().chunks(size);
            assert_eq!(parts.map(|part| requests.ended_in(part)).sum::<usize>(), 3, "parts of {size}");
        }
    }

    #[test]
    fn what_is_sent_arrives_and_is_counted() -> Result<()> {
        let server = TcpListener::bind(("127.0.0.1", 0))?;
        let relay = Relay::start(server.local_addr()?)?;
        let mut client = TcpStream::connect(relay.address)?;
        client.write_all(THREE.as_bytes())?;
        client.shutdown(Shutdown::Write)?;

        let (mut accepted, _) = server.accept()?;
        let mut received = String::new();
        accepted.read_to_string(&mut received)?;
        assert_eq!(received, THREE);
        assert_eq!((relay.take_calls(), relay.take_calls()), (3, 0));

        accepted.write_all(b"HTTP/1.1 200 OK\r\n\r\n")?;
        drop(accepted);
        let mut answer = String::new();
        client.read_to_string(&mut answer)?;
        assert_eq!(answer, "HTTP/1.1 200 OK\r\n\r\n");
        Ok(())
    }
}
