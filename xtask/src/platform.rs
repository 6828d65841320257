//! This machine's name in registries and mirrors.

/// `linux_amd64` and the like: Go's names for system and architecture, which
/// are the ones registries use.
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
}
