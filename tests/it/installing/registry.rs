//! A provider registry: the answers of its protocol as files.
//!
//! Source: "Provider Registry Protocol", which is the same for OpenTofu.

use std::fs;
use std::path::{Path, PathBuf};

use apigatewayv2::address::NAMESPACE_AND_TYPE;
use serde_json::{Value, json};

use super::set::{self, ReleaseSet};
use super::site::Site;

/// Where the protocol is, below the site; what discovery tells.
const PROVIDERS: &str = "v1/providers";

/// A registry of one provider.
pub(super) struct Registry {
    pub(super) site: Site,
}

impl Registry {
    /// One without any version, below `folder`.
    pub(super) fn new(folder: &Path) -> Self {
        let registry = Self { site: Site::of(&folder.join("registry")) };
        let discovery = json!({"providers.v1": format!("/{PROVIDERS}/")});
        write(&registry.site.folder.join(".well-known/terraform.json"), &discovery);
        write(&registry.provider().join("versions"), &json!({"versions": []}));
        registry
    }

    /// The same with one version.
    pub(super) fn with(folder: &Path, set: &ReleaseSet) -> Self {
        let registry = Self::new(folder);
        registry.publish(set);
        registry
    }

    /// `localhost:PORT/NAMESPACE/TYPE`.
    pub(super) fn source(&self) -> String {
        format!("{}/{NAMESPACE_AND_TYPE}", self.site.host())
    }

    /// The address of the protocol itself, which discovery leads to.
    pub(super) fn providers_url(&self) -> String {
        format!("{}{PROVIDERS}/", self.site.url())
    }

    /// Adds a version, or replaces it.
    pub(super) fn publish(&self, set: &ReleaseSet) {
        let files = self.files(set);
        fs::create_dir_all(&files).expect("the files of a version");
        for platform in set.platforms() {
            let archive = set.archive(&platform);
            fs::copy(&archive, files.join(set.name(&format!("{platform}.zip")))).expect("an archive");
            self.answer(set, &platform, &download(set, &platform, &self.files_url(set)));
        }
        for file in [set.sums(), set.signature()] {
            fs::copy(&file, files.join(file.file_name().expect("a name"))).expect("sums and signature");
        }
        let versions = self.provider().join("versions");
        let mut known = read(&versions);
        let list = known["versions"].as_array_mut().expect("a list of versions");
        list.retain(|version| version["version"] != set.version);
        list.push(json!({
            "version": set.version,
            "protocols": ["6.0"],
            "platforms": set.platforms().iter().map(|name| platform(name)).collect::<Vec<_>>(),
        }));
        write(&versions, &known);
    }

    /// Changes what is told about this machine's archive.
    pub(super) fn tell(&self, set: &ReleaseSet, change: impl FnOnce(&mut Value)) {
        let here = crate::harness::install::platform();
        let mut answer = read(&self.answer_file(set, &here));
        change(&mut answer);
        self.answer(set, &here, &answer);
    }

    /// Where the files of a version are.
    pub(super) fn files(&self, set: &ReleaseSet) -> PathBuf {
        self.site.folder.join("files").join(&set.version)
    }

    fn files_url(&self, set: &ReleaseSet) -> String {
        format!("{}files/{}", self.site.url(), set.version)
    }

    fn provider(&self) -> PathBuf {
        self.site.folder.join(PROVIDERS).join(NAMESPACE_AND_TYPE)
    }

    fn answer(&self, set: &ReleaseSet, platform: &str, answer: &Value) {
        write(&self.answer_file(set, platform), answer);
    }

    fn answer_file(&self, set: &ReleaseSet, platform: &str) -> PathBuf {
        let (os, arch) = platform.split_once('_').expect("a platform");
        self.provider().join(&set.version).join("download").join(os).join(arch)
    }
}

/// What is told about an archive.
fn download(set: &ReleaseSet, name: &str, files: &str) -> Value {
    let archive = set.archive(name);
    let mut answer = json!({
        "protocols": ["6.0"],
        "filename": set.name(&format!("{name}.zip")),
        "download_url": format!("{files}/{}", set.name(&format!("{name}.zip"))),
        "shasums_url": format!("{files}/{}", set.name("SHA256SUMS")),
        "shasums_signature_url": format!("{files}/{}", set.name("SHA256SUMS.sig")),
        "shasum": set::sum(&archive),
        "signing_keys": {"gpg_public_keys": [{
            "key_id": set.key_id(),
            "ascii_armor": fs::read_to_string(set.key()).expect("the public key"),
        }]},
    });
    for (field, value) in platform(name).as_object().expect("two fields") {
        answer[field] = value.clone();
    }
    answer
}

fn platform(name: &str) -> Value {
    let (os, arch) = name.split_once('_').expect("a platform");
    json!({"os": os, "arch": arch})
}

fn read(file: &Path) -> Value {
    serde_json::from_slice(&fs::read(file).expect("an answer")).expect("an answer in JSON")
}

fn write(file: &Path, answer: &Value) {
    fs::create_dir_all(file.parent().expect("a folder")).expect("the folder of an answer");
    fs::write(file, answer.to_string()).expect("an answer");
}
