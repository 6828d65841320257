//! Where users find this provider: its source address, which is one setting at
//! build time, so that a fork publishes under its own name.

/// The source address as written in `required_providers`: the namespace and the
/// type, after the registry's host if the setting `PROVIDER_SOURCE` names one.
pub const SOURCE_ADDRESS: &str = match option_env!("PROVIDER_SOURCE") {
    Some(given) if !given.is_empty() => checked(given),
    _ => DEFAULT_SOURCE,
};

/// The source address of a build without the setting, which is also what
/// `examples/` and `templates/` write.
pub const DEFAULT_SOURCE: &str = "local/apigatewayv2";

/// What a source address that names no host means: Terraform's registry for
/// Terraform, OpenTofu's for OpenTofu.
pub const DEFAULT_HOSTS: [&str; 2] = ["registry.terraform.io", "registry.opentofu.org"];

/// The registry's host, where the source address names one.
pub const HOST: Option<&str> = parts(SOURCE_ADDRESS).0;

/// The namespace and the type, which mean the same on any host.
pub const NAMESPACE_AND_TYPE: &str = parts(SOURCE_ADDRESS).1;

/// The hosts under which a mirror keeps the provider.
pub fn hosts() -> Vec<&'static str> {
    HOST.map_or_else(|| DEFAULT_HOSTS.to_vec(), |host| vec![host])
}

/// A text that was written for the default source address, such as an example, for
/// this build's.
pub fn in_text(text: &str) -> String {
    text_for(SOURCE_ADDRESS, text)
}

/// An address that names a host takes the place of whole addresses, too.
fn text_for(source: &str, text: &str) -> String {
    let mut short = text.to_owned();
    if parts(source).0.is_some() {
        for host in DEFAULT_HOSTS {
            short = short.replace(&format!("{host}/{DEFAULT_SOURCE}"), DEFAULT_SOURCE);
        }
    }
    short.replace(DEFAULT_SOURCE, source)
}

const TYPE: &str = "/apigatewayv2";

/// A build with a wrong setting ends here.
const fn checked(source: &str) -> &str {
    assert!(
        parts_are_right(source),
        "PROVIDER_SOURCE is not a source address of this provider. It has the form NAMESPACE/apigatewayv2 or \
         HOST/NAMESPACE/apigatewayv2: in the namespace lower-case letters, digits and single dashes, in the host \
         also dots and a port. Set it to such an address, or leave it out to build `local/apigatewayv2`."
    );
    source
}

const fn parts_are_right(source: &str) -> bool {
    let (host, rest) = parts(source);
    let Some(namespace) = without_type(rest) else { return false };
    let host_is_right = match host {
        Some(host) => is_host(host),
        None => true,
    };
    host_is_right && is_label(namespace.as_bytes())
}

/// The host, where there are two slashes, and what follows it.
const fn parts(source: &str) -> (Option<&str>, &str) {
    let bytes = source.as_bytes();
    let (mut slashes, mut first, mut at) = (0, 0, 0);
    while at < bytes.len() {
        if bytes[at] == b'/' {
            slashes += 1;
            first = if slashes == 1 { at } else { first };
        }
        at += 1;
    }
    if slashes < 2 {
        return (None, source);
    }
    let (host, rest) = source.split_at(first);
    (Some(host), rest.split_at(1).1)
}

const fn without_type(source: &str) -> Option<&str> {
    let Some(length) = source.len().checked_sub(TYPE.len()) else { return None };
    let (namespace, end) = source.as_bytes().split_at(length);
    let mut at = 0;
    while at < end.len() {
        if end[at] != TYPE.as_bytes()[at] {
            return None;
        }
        at += 1;
    }
    // The end is ASCII, so this is a boundary of characters.
    Some(source.split_at(namespace.len()).0)
}

/// A name of several labels, or of one with a port such as `localhost:8443`.
const fn is_host(host: &str) -> bool {
    let mut rest = host.as_bytes();
    let (mut labels, mut length) = (0, 0);
    while length < rest.len() && rest[length] != b':' {
        if rest[length] == b'.' {
            let (label, after) = rest.split_at(length);
            if !is_label(label) {
                return false;
            }
            labels += 1;
            rest = after.split_at(1).1;
            length = 0;
        } else {
            length += 1;
        }
    }
    let (label, port) = rest.split_at(length);
    is_label(label) && (if port.is_empty() { labels > 0 } else { is_port(port) })
}

const fn is_port(port: &[u8]) -> bool {
    let mut at = 1;
    while at < port.len() {
        if !port[at].is_ascii_digit() {
            return false;
        }
        at += 1;
    }
    matches!(port.len(), 2..=6)
}

/// Lower case, because Terraform looks for the folders of a mirror in it.
const fn is_label(label: &[u8]) -> bool {
    let mut at = 0;
    while at < label.len() {
        let dash = label[at] == b'-';
        let single = dash && at > 0 && at + 1 < label.len() && label[at - 1] != b'-';
        if !(label[at].is_ascii_lowercase() || label[at].is_ascii_digit() || single) {
            return false;
        }
        at += 1;
    }
    !label.is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_source_address_may_name_a_host() {
        assert_eq!(parts("acme/apigatewayv2"), (None, "acme/apigatewayv2"));
        assert_eq!(parts("example.com/acme/apigatewayv2"), (Some("example.com"), "acme/apigatewayv2"));
        for right in [
            DEFAULT_SOURCE,
            "a-c-m-e/apigatewayv2",
            "registry.example.com/acme/apigatewayv2",
            "localhost:8443/4cme/apigatewayv2",
        ] {
            assert!(parts_are_right(right), "{right}");
        }
    }

    #[test]
    fn a_text_has_the_source_address_of_the_build() {
        let text = "`local/apigatewayv2`, registry.terraform.io/local/apigatewayv2, \
                    registry.opentofu.org/local/apigatewayv2";
        assert_eq!(text_for(DEFAULT_SOURCE, text), text);
        assert_eq!(text_for("acme/apigatewayv2", text), text.replace("local/", "acme/"));
        let whole = "example.com/local/apigatewayv2";
        assert_eq!(text_for(whole, text), format!("`{whole}`, {whole}, {whole}"));
    }

    #[test]
    fn what_terraform_would_not_find_is_no_source_address() {
        for wrong in [
            "apigatewayv2",
            "/apigatewayv2",
            "acme/apigateway",
            "acme/apigatewayv2/",
            "Acme/apigatewayv2",
            "ac--me/apigatewayv2",
            "-acme/apigatewayv2",
            "ac.me/apigatewayv2",
            "registry/acme/apigatewayv2",
            "registry..com/acme/apigatewayv2",
            "example.com:/acme/apigatewayv2",
            "example.com:https/acme/apigatewayv2",
            "https://example.com/acme/apigatewayv2",
            "a/b/c/apigatewayv2",
            "é/apigatewayv2",
        ] {
            assert!(!parts_are_right(wrong), "{wrong}");
        }
    }
}
