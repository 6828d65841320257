//! GnuPG keys that live as long as a trial.

use std::fs;
use std::path::Path;
use std::process::Command;

use tempfile::TempDir;

use crate::harness::process;

/// A key without a passphrase, in a keyring of its own.
pub(super) struct Key {
    home: TempDir,
}

impl Key {
    /// Makes one.
    pub(super) fn new() -> Self {
        // Not below a long path: the path of the agent's socket is limited to about a hundred bytes.
        let home = tempfile::Builder::new().prefix("gpg").tempdir_in("/tmp").expect("a keyring");
        let key = Self { home };
        let user = "Throw-away key of a trial";
        key.gpg(&["--passphrase", "", "--quick-generate-key", user, "rsa2048", "sign", "never"]);
        key
    }

    /// Signs as a release is signed: in a file of its own, not as text.
    pub(super) fn sign(&self, file: &Path, signature: &Path) {
        let [file, signature] = [file, signature].map(|path| path.to_str().expect("a path in text"));
        self.gpg(&["--yes", "--output", signature, "--detach-sign", file]);
    }

    /// The public key, as a registry gives it out.
    pub(super) fn write_public(&self, file: &Path) {
        fs::write(file, self.gpg(&["--armor", "--export"])).expect("the public key");
    }

    fn gpg(&self, arguments: &[&str]) -> String {
        let mut gpg = gpg(self.home.path());
        let finished = process::run(gpg.args(["--pinentry-mode", "loopback"]).args(arguments));
        assert_eq!(finished.code, 0, "{}", finished.text());
        finished.stdout
    }
}

impl Drop for Key {
    /// Ends the agent that GnuPG has started.
    fn drop(&mut self) {
        let mut gpgconf = Command::new("gpgconf");
        let _ = gpgconf.arg("--homedir").arg(self.home.path()).args(["--kill", "all"]).output();
    }
}

/// The id of a public key, by which Terraform names it.
pub(super) fn id_of(public: &Path) -> String {
    let home = tempfile::Builder::new().prefix("gpg").tempdir_in("/tmp").expect("a keyring");
    let mut gpg = gpg(home.path());
    let shown = process::run(gpg.args(["--no-autostart", "--with-colons", "--show-keys"]).arg(public));
    let key = shown.stdout.lines().find(|line| line.starts_with("pub:"));
    let id = key.and_then(|line| line.split(':').nth(4));
    id.unwrap_or_else(|| panic!("no key in {}", shown.text())).to_owned()
}

fn gpg(home: &Path) -> Command {
    let mut gpg = Command::new("gpg");
    gpg.args(["--batch", "--no-tty", "--quiet", "--homedir"]).arg(home).env("LC_ALL", "C");
    gpg
}
