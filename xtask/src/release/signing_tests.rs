//! What a release is signed with, with GnuPG. On a developer's machine without
//! it these tests check nothing; in CI they fail.

use std::fs;

use anyhow::Result;

use super::gpg::Keyring;
use super::key::{Key, Origin};
use crate::missing::is_ci;

#[test]
fn a_key_of_the_environment_signs_with_its_passphrase() -> Result<()> {
    if gnupg_is_missing() {
        return Ok(());
    }
    let passphrase = "no phrase that passes anywhere";
    let (armoured, fingerprint) = exported("rsa2048", passphrase)?;
    let origin = Origin::Environment { key: armoured, passphrase: passphrase.to_owned() };
    let key = Key::bring(&origin)?;
    assert_eq!(key.to_string(), format!("the key {fingerprint}"));
    sign_something(&key)
}

#[test]
fn a_wrong_passphrase_signs_nothing_and_is_not_told() -> Result<()> {
    if gnupg_is_missing() {
        return Ok(());
    }
    let (armoured, _) = exported("rsa2048", "the right one")?;
    let origin = Origin::Environment { key: armoured, passphrase: "the wrong one".to_owned() };
    let why = sign_something(&Key::bring(&origin)?).err().map(|error| format!("{error:#}"));
    let why = why.unwrap_or_default();
    assert!(why.contains("Bad passphrase") && !why.contains("the wrong one"), "{why}");
    Ok(())
}

#[test]
fn a_key_that_is_not_rsa_is_refused() -> Result<()> {
    if gnupg_is_missing() {
        return Ok(());
    }
    let (armoured, _) = exported("ed25519", "")?;
    let origin = Origin::Environment { key: armoured, passphrase: String::new() };
    let why = Key::bring(&origin).err().map(|error| error.to_string()).unwrap_or_default();
    assert!(why.contains("is not RSA"), "{why}");
    Ok(())
}

#[test]
fn a_signature_of_a_subkey_that_is_not_rsa_is_refused() -> Result<()> {
    if gnupg_is_missing() {
        return Ok(());
    }
    let keyring = Keyring::private()?;
    let fingerprint = new_key(&keyring, "rsa2048", "")?;
    keyring.add_subkey(&fingerprint, "ed25519")?;
    let key = keyring.secret_key(&fingerprint, "")?;
    let key = Key::bring(&Origin::Environment { key, passphrase: String::new() })?;
    let why = sign_something(&key).err().map(|error| error.to_string()).unwrap_or_default();
    assert!(why.contains("signs with a subkey that is not RSA"), "{why}");
    Ok(())
}

#[test]
fn a_text_that_is_no_key_is_refused() {
    if gnupg_is_missing() {
        return;
    }
    let origin = Origin::Environment { key: "no key".to_owned(), passphrase: String::new() };
    let why = Key::bring(&origin).err().map(|error| format!("{error:#}")).unwrap_or_default();
    assert!(why.contains("GPG_PRIVATE_KEY holds no key"), "{why}");
}

#[test]
fn a_key_that_the_keyring_lacks_is_refused() {
    if gnupg_is_missing() {
        return;
    }
    let origin = Origin::Keyring { fingerprint: "0000000000000000000000000000000000000000".to_owned() };
    let why = Key::bring(&origin).err().map(|error| error.to_string()).unwrap_or_default();
    assert!(why.contains("the keyring has no secret key 0000"), "{why}");
}

fn gnupg_is_missing() -> bool {
    let missing = which::which("gpg").is_err();
    assert!(!(missing && is_ci()), "GnuPG is not installed, and in CI nothing may be left out");
    missing
}

fn sign_something(key: &Key) -> Result<()> {
    let folder = tempfile::tempdir()?;
    let path = |name: &str| folder.path().join(name);
    fs::write(path("sums"), "a sum")?;
    fs::write(path("key.asc"), key.public()?)?;
    key.sign(&path("sums"), &path("sums.sig"), &path("key.asc"))
}

/// A new secret key in text form, and its fingerprint.
fn exported(algorithm: &str, passphrase: &str) -> Result<(String, String)> {
    let keyring = Keyring::private()?;
    let fingerprint = new_key(&keyring, algorithm, passphrase)?;
    Ok((keyring.secret_key(&fingerprint, passphrase)?, fingerprint))
}

fn new_key(keyring: &Keyring, algorithm: &str, passphrase: &str) -> Result<String> {
    keyring.make_key("A key of a test", algorithm, passphrase)?;
    let keys = keyring.secret_keys(None)?;
    Ok(keys.first().map(|key| key.fingerprint.clone()).unwrap_or_default())
}
