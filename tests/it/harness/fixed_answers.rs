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
        Self::answering(move |request| {
            let path = request.split_whitespace().nth(1).unwrap_or_default();
            let fitting = routes.iter().filter(|(route, _)| path.starts_with(route));
            let found = fitting.max_by_key(|(route, _)| route.len());
            found.map_or(("404 Not Found", String::new()), |(_, body)| ("200 OK", body.clone()))
        })
    }

    /// Refuses each request, in words that repeat all of it; but gives a token for metadata.
    pub(crate) fn repeating() -> Self {
        Self::answering(|request| {
            if request.starts_with("PUT /latest/api/token") {
                return ("200 OK", "s3cr3t-metadata-token".to_owned());
            }
            if request.contains("Action=") {
                let repeated = request.replace('&', "&amp;").replace('<', "&lt;");
                let error = format!("<Error><Code>Refused</Code><Message>{repeated}</Message></Error>");
                return ("403 Forbidden", format!("<ErrorResponse>{error}</ErrorResponse>"));
            }
            let refusal = serde_json::json!({"Code": "Refused", "code": "Refused", "message": request});
            ("403 Forbidden", refusal.to_string())
        })
    }

    /// Answers each request, given with its body, with a status and a body.
    fn answering(answer_to: impl Fn(&str) -> (&'static str, String) + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let address = listener.local_addr().expect("the port");
        let asked = Arc::new(Mutex::new(Vec::new()));
        let (noted, answer_to) = (Arc::clone(&asked), Arc::new(answer_to));
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (answer_to, noted) = (Arc::clone(&answer_to), Arc::clone(&noted));
                // A client that goes away ends its connection alone.
                thread::spawn(move || while answer(&stream, &*answer_to, &noted).is_some() {});
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

fn answer(
    stream: &TcpStream,
    answer_to: &dyn Fn(&str) -> (&'static str, String),
    noted: &Mutex<Vec<String>>,
) -> Option<()> {
    let mut reader = BufReader::new(stream);
    let mut request = String::new();
    while reader.read_line(&mut request).ok()? > 2 {}
    let length =
        request.lines().find_map(|line| line.to_lowercase().strip_prefix("content-length: ")?.parse().ok());
    noted.lock().ok()?.push(request.clone());
    reader.take(length.unwrap_or(0)).read_to_string(&mut request).ok()?;
    let (status, body) = answer_to(&request);
    let headers = "content-type: application/json\r\nx-aws-ec2-metadata-token-ttl-seconds: 21600";
    let answer = format!("HTTP/1.1 {status}\r\n{headers}\r\ncontent-length: {}\r\n\r\n{body}", body.len());
    let mut stream = stream;
    stream.write_all(answer.as_bytes()).ok()
}
