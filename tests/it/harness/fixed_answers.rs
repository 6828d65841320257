//! A service of a few fixed answers, for what no other endpoint here speaks: the services
//! that give credentials to instances, containers and people.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;

/// A path, which may end in more, and the body of its answer.
pub(crate) type Route = (&'static str, String);

/// Answers on a loopback port for as long as the process lives.
pub(crate) struct FixedAnswers {
    address: SocketAddr,
    asked: Arc<Mutex<Vec<String>>>,
}

impl FixedAnswers {
    /// Answers each request with the body of the longest route that its path begins with, or
    /// with 404. Each body is marked as a token's that lasts, which metadata asks for.
    pub(crate) fn start(routes: Vec<Route>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let address = listener.local_addr().expect("the port");
        let asked = Arc::new(Mutex::new(Vec::new()));
        let noted = Arc::clone(&asked);
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (routes, noted) = (routes.clone(), Arc::clone(&noted));
                // A client that goes away ends its connection alone.
                thread::spawn(move || while answer(&stream, &routes, &noted).is_some() {});
            }
        });
        Self { address, asked }
    }

    /// `http://127.0.0.1:port`.
    pub(crate) fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The first line and the headers of each request.
    pub(crate) fn asked(&self) -> String {
        self.asked.lock().expect("no panic while noting").join("\n")
    }
}

fn answer(stream: &TcpStream, routes: &[Route], noted: &Mutex<Vec<String>>) -> Option<()> {
    let mut reader = BufReader::new(stream);
    let mut head = String::new();
    while reader.read_line(&mut head).ok()? > 2 {}
    let path = head.split_whitespace().nth(1)?.to_owned();
    let length =
        head.lines().find_map(|line| line.to_lowercase().strip_prefix("content-length: ")?.parse().ok());
    reader.take(length.unwrap_or(0)).read_to_end(&mut Vec::new()).ok()?;
    noted.lock().ok()?.push(head);
    let found =
        routes.iter().filter(|(route, _)| path.starts_with(route)).max_by_key(|(route, _)| route.len());
    let (status, body) = found.map_or(("404 Not Found", ""), |(_, body)| ("200 OK", body));
    let headers = "content-type: application/json\r\nx-aws-ec2-metadata-token-ttl-seconds: 21600";
    let answer = format!("HTTP/1.1 {status}\r\n{headers}\r\ncontent-length: {}\r\n\r\n{body}", body.len());
    let mut stream = stream;
    stream.write_all(answer.as_bytes()).ok()
}
