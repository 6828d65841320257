//! Systems and architectures by the names that registries and mirrors use,
//! which are Go's.

use std::fmt;

/// `linux_amd64` and the like.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) struct Platform {
    pub(crate) os: &'static str,
    arch: &'static str,
}

/// What a release is made for, by Go's name and by Rust's.
const RELEASED: [(Platform, [&str; 2]); 6] = [
    (Platform { os: "darwin", arch: "amd64" }, ["macos", "x86_64"]),
    (Platform { os: "darwin", arch: "arm64" }, ["macos", "aarch64"]),
    (Platform { os: "linux", arch: "amd64" }, ["linux", "x86_64"]),
    (Platform { os: "linux", arch: "arm64" }, ["linux", "aarch64"]),
    (Platform { os: "windows", arch: "amd64" }, ["windows", "x86_64"]),
    (Platform { os: "windows", arch: "arm64" }, ["windows", "aarch64"]),
];

impl Platform {
    /// All that a release is made for.
    pub(crate) fn all() -> impl Iterator<Item = Platform> {
        RELEASED.into_iter().map(|(platform, _)| platform)
    }

    /// The one of a Rust target such as `x86_64-unknown-linux-musl`.
    pub(crate) fn of_target(triple: &str) -> Option<Platform> {
        let system = triple.replace("apple-darwin", "apple-macos");
        let arch = system.split('-').next()?;
        let named = |[os, its_arch]: [&str; 2]| its_arch == arch && system.split('-').any(|part| part == os);
        RELEASED.into_iter().find(|(_, rust)| named(*rust)).map(|(platform, _)| platform)
    }

    /// What an executable's name ends in.
    pub(crate) fn executable_suffix(self) -> &'static str {
        if self.os == "windows" { ".exe" } else { "" }
    }
}

impl fmt::Display for Platform {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}_{}", self.os, self.arch)
    }
}

/// This machine's: `linux_amd64` and the like, also where no release is made for it.
pub(crate) fn name() -> String {
    format!("{}_{}", os(std::env::consts::OS), arch(std::env::consts::ARCH))
}

fn os(rust: &str) -> &str {
    match rust {
        "macos" => "darwin",
        same => same,
    }
}

fn arch(rust: &str) -> &str {
    match rust {
        "x86_64" => "amd64",
        "aarch64" => "arm64",
        "x86" => "386",
        same => same,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_those_of_the_registry() {
        assert_eq!((os("linux"), arch("x86_64")), ("linux", "amd64"));
        assert_eq!((os("macos"), arch("aarch64")), ("darwin", "arm64"));
        assert_eq!((os("windows"), arch("x86_64")), ("windows", "amd64"));
    }

    #[test]
    fn a_target_has_the_platform_that_its_programs_run_on() {
        let of = |triple| Platform::of_target(triple).map(|platform| platform.to_string());
        assert_eq!(of("x86_64-unknown-linux-musl").as_deref(), Some("linux_amd64"));
        assert_eq!(of("aarch64-unknown-linux-gnu").as_deref(), Some("linux_arm64"));
        assert_eq!(of("aarch64-apple-darwin").as_deref(), Some("darwin_arm64"));
        assert_eq!(of("aarch64-pc-windows-msvc").as_deref(), Some("windows_arm64"));
        assert_eq!(of("riscv64gc-unknown-linux-gnu"), None);
    }
}
