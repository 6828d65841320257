//! The blocks of the guide "Installing", which are files in `examples/`, with
//! what a reader puts into them.

use apigatewayv2::address::{self, SOURCE_ADDRESS};

use crate::harness::install::platform;

/// What stands for a reader's own folder and server.
const FOLDER: &str = "/srv/terraform/mirror";
const URL: &str = "https://mirror.example.com/";

/// The platforms that the guide's commands name beside the first, which stands for
/// the reader's own.
pub(super) const OTHER_PLATFORMS: [&str; 2] = ["darwin_arm64", "windows_amd64"];

/// A block of the guide.
pub(super) struct Block(&'static str);

pub(super) const FILESYSTEM_MIRROR: Block =
    Block(include_str!("../../../examples/installing/filesystem-mirror.tfrc"));
pub(super) const NETWORK_MIRROR: Block =
    Block(include_str!("../../../examples/installing/network-mirror.tfrc"));
pub(super) const LOCK: Block = Block(include_str!("../../../examples/installing/lock.sh"));
pub(super) const LOCK_FROM_FOLDER: Block =
    Block(include_str!("../../../examples/installing/lock-from-filesystem-mirror.sh"));
pub(super) const LOCK_FROM_SERVER: Block =
    Block(include_str!("../../../examples/installing/lock-from-network-mirror.sh"));
pub(super) const MAKE_MIRROR: Block = Block(include_str!("../../../examples/installing/make-mirror.sh"));
pub(super) const REPLACE_PROVIDER: Block =
    Block(include_str!("../../../examples/installing/replace-provider.sh"));
pub(super) const UPGRADE: Block = Block(include_str!("../../../examples/installing/upgrade.sh"));

impl Block {
    /// With the reader's folder.
    pub(super) fn with_folder(&self, folder: &str) -> String {
        assert!(self.0.contains(FOLDER), "{}", self.0);
        self.text().replace(FOLDER, folder)
    }

    /// With the reader's server.
    pub(super) fn with_url(&self, url: &str) -> String {
        assert!(self.0.contains(URL), "{}", self.0);
        self.text().replace(URL, url)
    }

    /// With this build's source address, on this machine.
    pub(super) fn text(&self) -> String {
        address::in_text(self.0).replace("linux_amd64", &platform())
    }

    /// For a provider that a configuration names by another source.
    pub(super) fn with_source(&self, source: &str) -> String {
        self.text().replace(SOURCE_ADDRESS, source)
    }
}
