//! Where a container's credentials are served, as its environment says.

use std::net::IpAddr;

use http::Uri;
use tf_provider::Diagnostic;

use crate::provider::endpoint_urls::origin_and_path;
use crate::provider::setting::{Origin, Setting};
use crate::provider::variables::Variables;

pub(super) const RELATIVE_URI: &str = "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI";
pub(super) const FULL_URI: &str = "AWS_CONTAINER_CREDENTIALS_FULL_URI";
const TOKEN_FILE: &str = "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE";
const TOKEN: &str = "AWS_CONTAINER_AUTHORIZATION_TOKEN";

/// Where ECS serves what a relative URI names.
const ECS: &str = "http://169.254.170.2";

/// The addresses of ECS and of the agent of EKS, besides this machine's own the only ones that
/// a token is sent to in the clear (SDKs and Tools Reference Guide, container credentials).
const AGENTS: [&str; 3] = ["169.254.170.2", "169.254.170.23", "fd00:ec2::23"];

/// Where a container's credentials are served.
// No `Debug`: the path and the token are secret.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct ContainerEndpoint {
    /// `scheme://host:port`
    pub(super) origin: String,
    /// With the query.
    pub(super) path: String,
    pub(super) token: Option<Token>,
}

/// What is shown to the endpoint.
#[derive(Clone, PartialEq, Eq)]
pub(super) enum Token {
    Text(String),
    /// Read anew each time, because it is rotated.
    File(String),
}

impl ContainerEndpoint {
    /// The endpoint that the environment names, if it names one.
    ///
    /// # Errors
    /// It names one that cannot be called.
    pub(super) fn decide(variables: &Variables) -> Result<Option<Self>, Diagnostic> {
        let uri = |name| {
            let value = variables.get(name)?.to_owned();
            Some(Setting { value, origin: Origin::Variable(name.into()) })
        };
        let found = match (uri(RELATIVE_URI), uri(FULL_URI)) {
            (Some(relative), _) => relative.url(
                |path| origin_and_path(&format!("{ECS}{path}")).filter(|_| path.starts_with('/')),
                "Write the path alone, from its slash on, as ECS sets it.",
            )?,
            (None, Some(full)) => full.url(
                origin_and_path,
                "Write one such as \"http://169.254.170.23/v1/credentials\", as EKS sets it.",
            )?,
            (None, None) => return Ok(None),
        };
        let token = match (variables.get(TOKEN_FILE), variables.get(TOKEN)) {
            (Some(file), _) => Some(Token::File(file.to_owned())),
            (None, Some(text)) => Some(Token::Text(text.to_owned())),
            (None, None) => None,
        };
        let (origin, path) = found;
        Ok(Some(Self { origin, path, token }))
    }

    /// Whether the token may be sent there: over HTTPS, or to this machine and its agents. A
    /// name other than `localhost` may lead anywhere, and by way of a proxy.
    pub(super) fn may_be_called(&self) -> bool {
        let uri: Uri = self.origin.parse().unwrap_or_default();
        if uri.scheme_str() == Some("https") {
            return true;
        }
        let host = uri.host().unwrap_or_default().trim_matches(['[', ']']);
        if let Ok(address) = host.parse::<IpAddr>() {
            return address.is_loopback() || AGENTS.iter().any(|agent| agent.parse() == Ok(address));
        }
        host == "localhost"
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decided(variables: &[(&str, &str)]) -> Result<Option<ContainerEndpoint>, String> {
        let decided = ContainerEndpoint::decide(&Variables::from(variables));
        decided.map_err(|refused| refused.detail.into_owned())
    }

    fn at(origin: &str, path: &str, token: Option<Token>) -> Result<Option<ContainerEndpoint>, String> {
        Ok(Some(ContainerEndpoint { origin: origin.to_owned(), path: path.to_owned(), token }))
    }

    #[test]
    fn the_relative_uri_goes_first_and_an_empty_variable_is_not_set() {
        let full = (FULL_URI, "http://localhost:8080/keys?id=1\n");
        let token = (TOKEN, " token\n");
        let text = Some(Token::Text("token".to_owned()));
        let file = Some(Token::File("/run/token".to_owned()));
        for (variables, expected) in [
            (&[][..], Ok(None)),
            (&[(RELATIVE_URI, ""), (FULL_URI, "")], Ok(None)),
            (&[(RELATIVE_URI, "/v2/id")], at(ECS, "/v2/id", None)),
            (&[(RELATIVE_URI, "/v2/id"), full, token], at(ECS, "/v2/id", text.clone())),
            (&[(RELATIVE_URI, ""), full, token], at("http://localhost:8080", "/keys?id=1", text)),
            (&[full, token, (TOKEN_FILE, "/run/token")], at("http://localhost:8080", "/keys?id=1", file)),
            (&[full, (TOKEN, ""), (TOKEN_FILE, "")], at("http://localhost:8080", "/keys?id=1", None)),
            (
                &[(FULL_URI, "https://user:password@keys.example.com")],
                at("https://keys.example.com", "/", None),
            ),
        ] {
            assert!(decided(variables) == expected, "{variables:?}");
        }
    }

    #[test]
    fn what_cannot_be_called_is_named_and_not_repeated() {
        for (name, value) in [
            (RELATIVE_URI, "s3cr3t"),
            (RELATIVE_URI, "@s3cr3t.example.com/"),
            (RELATIVE_URI, "/s3cr3t path"),
            (FULL_URI, "s3cr3t"),
            (FULL_URI, "/s3cr3t"),
            (FULL_URI, "ftp://s3cr3t/"),
        ] {
            let refused = decided(&[(name, value)]).err().expect("refused");
            assert!(refused.contains(name) && !refused.contains("s3cr3t"), "{value}: {refused}");
        }
    }

    #[test]
    fn a_token_goes_in_the_clear_to_this_machine_and_its_agents_alone() {
        for (origin, may) in [
            ("https://keys.example.com", true),
            ("http://127.0.0.1:8080", true),
            ("http://[::1]", true),
            ("http://localhost:1", true),
            ("http://169.254.170.2", true),
            ("http://169.254.170.23", true),
            ("http://[fd00:ec2::23]", true),
            ("http://169.254.169.254", false),
            ("http://192.0.2.1", false),
            ("http://keys.invalid", false),
        ] {
            let endpoint = at(origin, "/", None).ok().flatten().expect("an endpoint");
            assert_eq!(endpoint.may_be_called(), may, "{origin}");
        }
    }
}
