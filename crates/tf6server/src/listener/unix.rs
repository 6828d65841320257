//! A Unix socket in a private directory. Both are removed when the listener is dropped.

use std::fs::{self, Permissions};
use std::io;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use tempfile::TempDir;
use tokio::net::{UnixListener, UnixStream};

/// The longest path of a socket: 108 bytes on Linux and 104 on macOS and the
/// BSDs, with the zero that ends it.
const MAX_PATH: usize = if cfg!(target_os = "linux") { 107 } else { 103 };

const DIRECTORY_PREFIX: &str = "tfp-";
const SOCKET: &str = "provider";

/// The longest path of a directory to which `/tfp-abcdef/provider` can be appended.
const MAX_PARENT: usize = MAX_PATH - DIRECTORY_PREFIX.len() - "abcdef".len() - SOCKET.len() - 2;

/// A listening socket. Dropping it removes the socket and its directory.
pub(crate) struct Listener {
    listener: UnixListener,
    address: String,
    _directory: TempDir,
}

impl Listener {
    pub(crate) const NETWORK: &str = "unix";

    /// A socket as the environment asks for it; to be called inside a runtime.
    pub(crate) fn open(variable: impl Fn(&str) -> Option<String>) -> Result<Self> {
        let set = |name: &str| variable(name).filter(|value| !value.is_empty());
        let directory = match set("PLUGIN_UNIX_SOCKET_DIR") {
            // Terraform looks for the socket there and nowhere else.
            Some(asked) => private_directory(&[asked.into()])?,
            None => private_directory(&usual_places(set))?,
        };
        let path = directory.path().join(SOCKET);
        let listener = UnixListener::bind(&path).context("cannot open the socket")?;
        fs::set_permissions(&path, Permissions::from_mode(0o600))?;
        Ok(Self { listener, address: path.to_string_lossy().into_owned(), _directory: directory })
    }

    pub(crate) fn address(&self) -> &str {
        &self.address
    }

    pub(crate) async fn accept(&self) -> io::Result<UnixStream> {
        let (stream, _peer) = self.listener.accept().await?;
        Ok(stream)
    }
}

/// Where temporary files go, best first.
fn usual_places(set: impl Fn(&str) -> Option<String>) -> Vec<PathBuf> {
    let named = ["TMPDIR", "XDG_RUNTIME_DIR"].into_iter().filter_map(set);
    let always = ["/tmp", "/var/tmp"].into_iter().map(String::from);
    named.chain(always).map(PathBuf::from).collect()
}

/// A new directory that only this user can enter, in the first place that allows one and
/// leaves room for the name of the socket.
fn private_directory(places: &[PathBuf]) -> Result<TempDir> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(DIRECTORY_PREFIX).permissions(Permissions::from_mode(0o700));
    places
        .iter()
        .filter(|place| is_usable(place))
        .find_map(|place| builder.tempdir_in(place).ok())
        .with_context(|| {
            let tried: Vec<_> = places.iter().map(|place| place.display().to_string()).collect();
            format!(
                "cannot make a directory for the socket; tried {}. Set TMPDIR to a directory that this user can \
                 write to, with a path of at most {MAX_PARENT} bytes",
                tried.join(", ")
            )
        })
}

/// Short enough for a socket, and without the bar that ends a field of the handshake line.
/// A relative path would be another place for Terraform.
fn is_usable(place: &Path) -> bool {
    let fits_line = |text: &str| !text.contains(['|', '\n', '\r']);
    place.is_absolute() && place.as_os_str().len() <= MAX_PARENT && place.to_str().is_some_and(fits_line)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn open(variables: &[(&str, &str)]) -> Result<Listener> {
        Listener::open(|name| {
            let found = variables.iter().find(|(key, _)| *key == name);
            found.map(|(_, value)| (*value).to_owned())
        })
    }

    fn mode(path: &Path) -> u32 {
        fs::metadata(path).unwrap().permissions().mode() & 0o777
    }

    #[tokio::test]
    async fn only_this_user_can_reach_the_socket() {
        let listener = open(&[]).unwrap();
        let socket = Path::new(listener.address());
        assert_eq!(mode(socket), 0o600);
        assert_eq!(mode(socket.parent().unwrap()), 0o700);
    }

    #[tokio::test]
    async fn the_socket_and_its_directory_go_with_the_listener() {
        let listener = open(&[]).unwrap();
        let directory = Path::new(listener.address()).parent().unwrap().to_owned();
        assert!(directory.exists());
        drop(listener);
        assert!(!directory.exists());
    }

    #[tokio::test]
    async fn a_temporary_directory_with_a_long_path_is_no_obstacle() {
        let short = tempfile::tempdir().unwrap();
        let long = short.path().join("x".repeat(MAX_PARENT));
        fs::create_dir(&long).unwrap();
        let listener =
            open(&[("TMPDIR", long.to_str().unwrap()), ("XDG_RUNTIME_DIR", short.path().to_str().unwrap())])
                .unwrap();
        let socket = Path::new(listener.address());
        assert!(socket.starts_with(short.path()), "{}", socket.display());
    }

    #[tokio::test]
    async fn the_longest_usable_directory_is_used() {
        let base = tempfile::tempdir().unwrap();
        let fill = MAX_PARENT - base.path().as_os_str().len() - 1;
        let longest = base.path().join("x".repeat(fill));
        fs::create_dir(&longest).unwrap();
        let listener = open(&[("TMPDIR", longest.to_str().unwrap())]).unwrap();
        assert!(listener.address().starts_with(longest.to_str().unwrap()));
        assert_eq!(listener.address().len(), MAX_PATH);
    }

    #[tokio::test]
    async fn a_directory_that_does_not_exist_or_breaks_the_handshake_line_is_passed_over() {
        let base = tempfile::tempdir().unwrap();
        let bar = base.path().join("a|b");
        fs::create_dir(&bar).unwrap();
        for unusable in [bar.to_str().unwrap(), "/nonexistent", "relative"] {
            let listener =
                open(&[("TMPDIR", unusable), ("XDG_RUNTIME_DIR", base.path().to_str().unwrap())]).unwrap();
            assert!(listener.address().starts_with(base.path().to_str().unwrap()));
            assert!(!listener.address().contains('|'));
        }
    }

    #[tokio::test]
    async fn a_directory_that_was_asked_for_is_used_or_the_error_names_it() {
        let asked = tempfile::tempdir().unwrap();
        let listener = open(&[("PLUGIN_UNIX_SOCKET_DIR", asked.path().to_str().unwrap())]);
        let address = listener.unwrap().address().to_owned();
        assert!(address.starts_with(asked.path().to_str().unwrap()));

        let refused = open(&[("PLUGIN_UNIX_SOCKET_DIR", "/nonexistent")]);
        let text = refused.err().unwrap().to_string();
        assert!(text.contains("tried /nonexistent."), "{text}");
    }
}
