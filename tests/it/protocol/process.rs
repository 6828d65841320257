//! The provider's process, and a client that speaks to it as Terraform does without TLS.

use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use hyper_util::rt::TokioIo;
use rustix::process::{Pid, Signal, kill_process};
use tf6server::protocol::provider_client::ProviderClient;
use tokio::net::UnixStream;
use tonic::transport::{Channel, Endpoint};

use crate::harness::project::clean_environment;

const COOKIE: (&str, &str) =
    ("TF_PLUGIN_MAGIC_COOKIE", "d602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2");
const MAX_MESSAGE: usize = 256 << 20;

/// A running provider.
pub(super) struct Provider {
    child: Child,
    socket: String,
}

impl Provider {
    /// Starts it with temporary files in `folder`.
    pub(super) fn start(folder: &Path) -> Self {
        let mut command = Command::new(crate::provider_binary());
        clean_environment(&mut command, folder);
        command.env(COOKIE.0, COOKIE.1).env("PLUGIN_PROTOCOL_VERSIONS", "6");
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().expect("the provider starts");
        let mut line = String::new();
        let stdout = child.stdout.take().expect("a piped stdout");
        BufReader::new(stdout).read_line(&mut line).expect("a handshake line");
        let socket = line.split('|').nth(3).unwrap_or_else(|| panic!("no handshake: {line:?}")).to_owned();
        Self { child, socket }
    }

    /// Connects to it.
    pub(super) async fn client(&self) -> ProviderClient<Channel> {
        let socket = self.socket.clone();
        let connector = tower::service_fn(move |_: http::Uri| {
            let socket = socket.clone();
            async move { UnixStream::connect(socket).await.map(TokioIo::new) }
        });
        let endpoint = Endpoint::from_static("http://localhost");
        let channel = endpoint.connect_with_connector(connector).await.expect("a connection");
        ProviderClient::new(channel)
            .max_decoding_message_size(MAX_MESSAGE)
            .max_encoding_message_size(MAX_MESSAGE)
    }

    /// Ends it, and gives back what it wrote to stderr.
    pub(super) fn end(mut self) -> String {
        kill_process(Pid::from_child(&self.child), Signal::TERM).expect("a process that runs");
        let mut errors = String::new();
        let mut stderr = self.child.stderr.take().expect("a piped stderr");
        stderr.read_to_string(&mut errors).expect("a readable stderr");
        self.child.wait().expect("the end of the process");
        errors
    }
}

impl Drop for Provider {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
