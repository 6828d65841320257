//! GnuPG with a keyring: the user's, or a private one that is removed with what
//! holds it.
//!
//! A private keyring is among the temporary files and not under `target/`,
//! because the path of its agent's socket may have no more than about a hundred
//! bytes. Secrets go in on the program's input and are in no argument, and
//! nothing that GnuPG prints is passed on unless it fails.

use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail, ensure};
use tempfile::TempDir;

use crate::process;

/// Where GnuPG looks for keys.
pub(super) struct Keyring {
    /// Of a private one.
    home: Option<TempDir>,
}

/// The number of the algorithm in OpenPGP.
const RSA: &str = "1";

/// What GnuPG tells of a key.
pub(super) struct Listed {
    pub(super) fingerprint: String,
    pub(super) is_rsa: bool,
}

impl Keyring {
    pub(super) fn of_the_user() -> Keyring {
        Keyring { home: None }
    }

    /// An empty one, which only this user can read.
    pub(super) fn private() -> Result<Keyring> {
        let mut folder = tempfile::Builder::new();
        folder.prefix("gpg");
        #[cfg(unix)]
        folder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o700));
        Ok(Keyring { home: Some(folder.tempdir().context("there is no place for a keyring")?) })
    }

    pub(super) fn import(&self, key: &str) -> Result<()> {
        run(self.gpg().args(["--import"]), key).map(drop)
    }

    /// Makes a key for signing alone, such as one of the kind `rsa3072`.
    pub(super) fn make_key(&self, name: &str, kind: &str, passphrase: &str) -> Result<()> {
        let mut gpg = self.gpg();
        gpg.args(["--passphrase-fd", "0", "--quick-generate-key", name, kind, "sign", "never"]);
        run(&mut gpg, &format!("{passphrase}\n")).map(drop)
    }

    /// A secret key in text form.
    #[cfg(all(test, unix))]
    pub(super) fn secret_key(&self, fingerprint: &str, passphrase: &str) -> Result<String> {
        let mut gpg = self.gpg();
        gpg.args(["--passphrase-fd", "0", "--armor", "--export-secret-keys", fingerprint]);
        String::from_utf8(run(&mut gpg, &format!("{passphrase}\n"))?).context("the secret key is not text")
    }

    /// Gives a key without a passphrase a newer key to sign with.
    #[cfg(all(test, unix))]
    pub(super) fn add_subkey(&self, fingerprint: &str, kind: &str) -> Result<()> {
        let mut gpg = self.gpg();
        gpg.args(["--passphrase-fd", "0", "--quick-add-key", fingerprint, kind, "sign", "never"]);
        run(&mut gpg, "\n").map(drop)
    }

    /// The secret keys, or the one that is asked for if it is there.
    pub(super) fn secret_keys(&self, fingerprint: Option<&str>) -> Result<Vec<Listed>> {
        let mut gpg = self.gpg();
        gpg.args(["--with-colons", "--list-secret-keys"]).args(fingerprint);
        let output = captured(&mut gpg, "")?;
        // With a key asked for that is not there, it fails and lists nothing.
        Ok(listed(&String::from_utf8_lossy(&output.stdout)))
    }

    pub(super) fn public_key(&self, fingerprint: &str) -> Result<String> {
        let mut gpg = self.gpg();
        gpg.args(["--armor", "--export-options", "export-minimal", "--export", fingerprint]);
        String::from_utf8(run(&mut gpg, "")?).context("the public key is not text")
    }

    pub(super) fn sign(
        &self,
        file: &Path,
        signature: &Path,
        fingerprint: &str,
        passphrase: Option<&str>,
    ) -> Result<()> {
        let mut gpg = self.gpg();
        gpg.args(["--local-user", fingerprint, "--digest-algo", "SHA256"]);
        if passphrase.is_some() {
            gpg.args(["--passphrase-fd", "0"]);
        }
        gpg.arg("--output").arg(signature).arg("--detach-sign").arg(file);
        let input = passphrase.map(|passphrase| format!("{passphrase}\n")).unwrap_or_default();
        run(&mut gpg, &input).map(drop)
    }

    /// Checks a signature, and tells whether an RSA key made it.
    pub(super) fn verify(&self, file: &Path, signature: &Path) -> Result<bool> {
        let mut gpg = self.gpg();
        gpg.args(["--status-fd", "1", "--verify"]).arg(signature).arg(file);
        let status = String::from_utf8_lossy(&run(&mut gpg, "")?).into_owned();
        let valid = status.lines().find_map(|line| line.strip_prefix("[GNUPG:] VALIDSIG "));
        let valid = valid.context("gpg does not say which key made the signature")?;
        // Behind the fingerprint, the date, two times, the version and a reserved field.
        Ok(valid.split(' ').nth(6) == Some(RSA))
    }

    /// GnuPG. It never asks about a private keyring; the user's own may ask for its
    /// passphrase.
    fn gpg(&self) -> Command {
        let mut gpg = Command::new("gpg");
        gpg.args(["--yes", "--quiet"]);
        if let Some(home) = &self.home {
            gpg.args(["--batch", "--no-tty", "--pinentry-mode", "loopback", "--homedir"]).arg(home.path());
        }
        // They go in on the input; GnuPG's agent lives longer and needs neither.
        gpg.env_remove("GPG_PRIVATE_KEY").env_remove("GPG_PASSPHRASE").env("LC_ALL", "C");
        gpg
    }
}

impl Drop for Keyring {
    /// Ends the agent that GnuPG has started for a private keyring.
    fn drop(&mut self) {
        if let Some(home) = &self.home {
            let mut gpgconf = Command::new("gpgconf");
            gpgconf.arg("--homedir").arg(home.path()).args(["--kill", "all"]);
            let _ = process::captured(&mut gpgconf);
        }
    }
}

/// Secret keys in GnuPG's form for programs: the first fingerprint after `sec` is
/// the key's own, the others are those of its subkeys. The fourth field is the
/// algorithm.
fn listed(text: &str) -> Vec<Listed> {
    let mut keys = Vec::new();
    let mut algorithm = None;
    for line in text.lines() {
        let fields: Vec<_> = line.split(':').collect();
        match fields.first() {
            Some(&"sec") => algorithm = fields.get(3).copied(),
            Some(&"fpr") => {
                let Some(algorithm) = algorithm.take() else { continue };
                let fingerprint = fields.get(9).copied().unwrap_or_default().to_owned();
                keys.push(Listed { fingerprint, is_rsa: algorithm == RSA });
            }
            _ => {}
        }
    }
    keys
}

fn run(gpg: &mut Command, input: &str) -> Result<Vec<u8>> {
    let output = captured(gpg, input)?;
    if !output.status.success() {
        bail!("`{}` failed: {}", process::line(gpg), String::from_utf8_lossy(&output.stderr).trim());
    }
    Ok(output.stdout)
}

fn captured(gpg: &mut Command, input: &str) -> Result<std::process::Output> {
    which::which("gpg").context("GnuPG is not installed, and releases are signed with it")?;
    gpg.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = gpg.spawn().context("cannot start gpg")?;
    let written = child.stdin.take().map(|mut stdin| stdin.write_all(input.as_bytes()));
    let output = child.wait_with_output().context("gpg was lost")?;
    // One that fails may do so before it has read everything; then it says why.
    ensure!(
        written.is_some_and(|written| written.is_ok()) || !output.status.success(),
        "gpg did not read its input"
    );
    Ok(output)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(unix)]
    #[test]
    fn a_private_keyring_is_its_users_alone() -> Result<()> {
        use std::os::unix::fs::PermissionsExt;
        let keyring = Keyring::private()?;
        let home = keyring.home.as_ref().context("a private keyring has a folder")?;
        assert_eq!(home.path().metadata()?.permissions().mode() & 0o777, 0o700);
        Ok(())
    }

    #[test]
    fn a_key_is_listed_once_whatever_subkeys_it_has() {
        let text = "sec:u:3072:1:AAAA:1:::u:::scESC:::+:::23::0:\nfpr:::::::::KEY:\ngrp:::::::::X:\n\
                    ssb:u:3072:1:BBBB:1::::::e:::+:::23:\nfpr:::::::::SUBKEY:\n\
                    sec:u:255:22:CCCC:1:::u:::scESC:::+:::23::0:\nfpr:::::::::OTHER:\n";
        let keys = listed(text);
        let told: Vec<_> = keys.iter().map(|key| (key.fingerprint.as_str(), key.is_rsa)).collect();
        assert_eq!(told, [("KEY", true), ("OTHER", false)]);
    }
}
