//! The key that a release is signed with.
//!
//! RSA, because the registries take no other kind. GnuPG does the work: it is
//! what people keep such keys in and what they check signatures with.

use std::fmt;
use std::path::Path;

use anyhow::{Context, Result, bail, ensure};

use super::gpg::{Keyring, Listed};

/// Where a key comes from.
pub(crate) enum Origin {
    /// The user's keyring has it.
    Keyring { fingerprint: String },
    /// The environment has it, as that of a release workflow does.
    Environment { key: String, passphrase: String },
    /// It is made for one set, and is gone afterwards.
    ThrownAway,
}

impl Origin {
    /// The key asked for, else the one in the environment, else a new one.
    pub(crate) fn choose(asked: Option<&str>) -> Origin {
        let set = |name| std::env::var(name).ok().filter(|value| !value.trim().is_empty());
        match (asked, set("GPG_PRIVATE_KEY")) {
            (Some(fingerprint), _) => Origin::Keyring { fingerprint: fingerprint.replace(' ', "") },
            (None, Some(key)) => {
                Origin::Environment { key, passphrase: set("GPG_PASSPHRASE").unwrap_or_default() }
            }
            (None, None) => Origin::ThrownAway,
        }
    }

    pub(crate) fn is_thrown_away(&self) -> bool {
        matches!(self, Origin::ThrownAway)
    }
}

/// A key that can sign.
pub(crate) struct Key {
    keyring: Keyring,
    fingerprint: String,
    /// Given to GnuPG on its input; the user's own keyring asks for it itself.
    passphrase: Option<String>,
    thrown_away: bool,
}

impl Key {
    /// Finds, imports or makes the key.
    ///
    /// # Errors
    /// When there is no such key, it is not one alone or not RSA.
    pub(crate) fn bring(origin: &Origin) -> Result<Key> {
        let (keyring, fingerprint, passphrase) = match origin {
            Origin::Keyring { fingerprint } => (Keyring::of_the_user(), fingerprint.clone(), None),
            Origin::Environment { key, passphrase } => {
                let keyring = Keyring::private()?;
                keyring.import(key).context(
                    "GPG_PRIVATE_KEY holds no key that GnuPG can import; it is what `gpg --armor --export-secret-keys \
                     FINGERPRINT` prints",
                )?;
                let fingerprint = only_one(&keyring.secret_keys(None)?)?;
                (keyring, fingerprint, Some(passphrase.clone()))
            }
            Origin::ThrownAway => {
                let keyring = Keyring::private()?;
                keyring.make_key("Throw-away key of a release that is not published", "rsa3072", "")?;
                let fingerprint = only_one(&keyring.secret_keys(None)?)?;
                (keyring, fingerprint, Some(String::new()))
            }
        };
        let found = keyring.secret_keys(Some(&fingerprint))?;
        let [found] = found.as_slice() else {
            bail!(
                "the keyring has no secret key {fingerprint}; `gpg --list-secret-keys` shows those that it has"
            );
        };
        ensure!(
            found.is_rsa,
            "the key {} is not RSA, and registries take no other kind; `gpg --full-generate-key` makes one",
            found.fingerprint
        );
        let fingerprint = found.fingerprint.clone();
        Ok(Key { keyring, fingerprint, passphrase, thrown_away: origin.is_thrown_away() })
    }

    /// Writes the binary signature of a file, and checks it with nothing but the
    /// public key that is published.
    ///
    /// # Errors
    /// When GnuPG cannot sign, or its signature is not good or not RSA.
    pub(crate) fn sign(&self, file: &Path, signature: &Path, public: &Path) -> Result<()> {
        self.keyring.sign(file, signature, &self.fingerprint, self.passphrase.as_deref())?;
        ensure!(
            verify(file, signature, public)?,
            "{self} signs with a subkey that is not RSA, and registries take no other kind; name the fingerprint of an \
             RSA key without such a subkey"
        );
        Ok(())
    }

    /// The public key in text form.
    ///
    /// # Errors
    /// When GnuPG does not export it.
    pub(crate) fn public(&self) -> Result<String> {
        self.keyring.public_key(&self.fingerprint)
    }
}

impl fmt::Display for Key {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kind = if self.thrown_away { "the throw-away key" } else { "the key" };
        write!(formatter, "{kind} {}", self.fingerprint)
    }
}

/// Checks a signature with nothing but a public key, and tells whether it is RSA.
///
/// # Errors
/// When it is not a good signature of the file by that key.
pub(crate) fn verify(file: &Path, signature: &Path, public: &Path) -> Result<bool> {
    let reader = Keyring::private()?;
    reader.import(&crate::files::read(public)?)?;
    reader.verify(file, signature)
}

fn only_one(keys: &[Listed]) -> Result<String> {
    match keys {
        [key] => Ok(key.fingerprint.clone()),
        keys => {
            bail!("there are {} secret keys in GPG_PRIVATE_KEY, and a release is signed with one", keys.len())
        }
    }
}
