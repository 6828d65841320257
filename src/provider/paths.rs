//! Paths of files, as settings name them.

use std::path::{Path, PathBuf};

/// A path with `~/` at its beginning replaced by the home directory, and `$NAME` and
/// `${NAME}` by the variables that are set, as in hashicorp/aws and the AWS CLI.
pub(super) fn expanded(path: &str) -> PathBuf {
    let path = with_variables(path, |name| std::env::var(name).ok());
    match (path.strip_prefix("~/"), std::env::home_dir()) {
        (Some(rest), Some(home)) => home.join(rest),
        _ => Path::new(&path).to_owned(),
    }
}

fn with_variables(path: &str, value: impl Fn(&str) -> Option<String>) -> String {
    let mut parts = path.split('$');
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |path, part| {
        let is_in_name = |c: char| c == '_' || c.is_ascii_alphanumeric();
        let braced = part.strip_prefix('{').and_then(|part| part.split_once('}'));
        let bare = || part.split_at(part.find(|c| !is_in_name(c)).unwrap_or(part.len()));
        let (name, rest) = braced.unwrap_or_else(bare);
        match value(name).filter(|_| !name.is_empty() && name.chars().all(is_in_name)) {
            Some(value) => path + &value + rest,
            None => path + "$" + part,
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn variables_that_are_set_are_replaced() {
        for (path, found) in [
            ("/plain", "/plain"),
            ("$HOME/.aws/config", "/me/.aws/config"),
            ("${HOME}/$HOME.pem", "/me//me.pem"),
            ("/a/$MISSING/$", "/a/$MISSING/$"),
            ("${HOME", "${HOME"),
            ("$$HOME", "$/me"),
        ] {
            let value = |name: &str| (name == "HOME").then(|| "/me".to_owned());
            assert_eq!(with_variables(path, value), found, "{path}");
        }
    }
}
