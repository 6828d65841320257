//! An IAM policy that every API Gateway call is judged by, so that the policy
//! a manual recommends can be tried as it stands.
//!
//! Effects, actions and resources with `*` and `?` are understood. A policy
//! with anything else is refused rather than misread.

use serde::Deserialize;

use crate::request::Request;

/// A policy document.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(crate) struct Policy {
    #[serde(rename = "Version")]
    _version: String,
    statement: OneOrMany<Statement>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct Statement {
    #[serde(rename = "Sid")]
    _sid: Option<String>,
    effect: Effect,
    action: OneOrMany<String>,
    resource: OneOrMany<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
enum Effect {
    Allow,
    Deny,
}

/// IAM writes a list of one without its brackets.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
enum OneOrMany<T> {
    One(T),
    Many(Vec<T>),
}

impl<T> OneOrMany<T> {
    fn as_slice(&self) -> &[T] {
        match self {
            Self::One(one) => std::slice::from_ref(one),
            Self::Many(many) => many,
        }
    }
}

impl Policy {
    pub(crate) fn from_json(text: &str) -> Result<Self, serde_json::Error> {
        serde_json::from_str(text)
    }

    /// Whether some statement allows the call in `account`, and none denies it.
    pub(crate) fn allows(&self, request: &Request, account: &str) -> bool {
        let (action, resource) = (request.action(), request.resource(account));
        let says = |effect| {
            self.statement.as_slice().iter().any(|statement| {
                statement.effect == effect
                    && statement
                        .action
                        .as_slice()
                        .iter()
                        .any(|pattern| is_like_ignoring_case(pattern, &action))
                    && statement.resource.as_slice().iter().any(|pattern| is_like(pattern, &resource))
            })
        };
        says(Effect::Allow) && !says(Effect::Deny)
    }
}

fn is_like_ignoring_case(pattern: &str, text: &str) -> bool {
    is_like(&pattern.to_lowercase(), &text.to_lowercase())
}

/// Whether a text fits a pattern in which `*` stands for any text and `?` for
/// any one character.
fn is_like(pattern: &str, text: &str) -> bool {
    let Some(first) = pattern.chars().next() else { return text.is_empty() };
    let rest = &pattern[first.len_utf8()..];
    match first {
        '*' => text.char_indices().map(|(at, _)| at).chain([text.len()]).any(|at| is_like(rest, &text[at..])),
        _ => text
            .chars()
            .next()
            .is_some_and(|c| (first == '?' || first == c) && is_like(rest, &text[c.len_utf8()..])),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::operation::Operation;
    use crate::request::testing::request;

    const DOMAINS: &str = r#"{
        "Version": "2012-10-17",
        "Statement": [
            { "Sid": "Read", "Effect": "Allow", "Action": "apigateway:GET",
              "Resource": ["arn:aws:apigateway:eu-west-1::/domainnames/*", "arn:aws:apigateway:*::/apis/a1b2c3d?"] },
            { "Effect": "Deny", "Action": "APIGateway:*", "Resource": "arn:aws:apigateway:*::/domainnames/secret.*" }
        ]
    }"#;

    fn allowed(method: &str, path: &str) -> bool {
        let policy = Policy::from_json(DOMAINS).expect("a policy");
        policy.allows(&request(Operation::Unknown, method, path), "123456789012")
    }

    #[test]
    fn an_allowed_action_on_an_allowed_resource_passes() {
        assert!(allowed("GET", "/v2/domainnames/api.example.com/apimappings"));
        assert!(allowed("GET", "/v2/apis/a1b2c3d4"));
    }

    #[test]
    fn what_no_statement_allows_is_denied() {
        assert!(!allowed("POST", "/v2/domainnames/api.example.com/apimappings"));
        assert!(!allowed("GET", "/v2/apis/a1b2c3d45"));
        assert!(!allowed("GET", "/v2/domainnames"));
    }

    #[test]
    fn a_denial_outweighs_a_permission() {
        assert!(!allowed("GET", "/v2/domainnames/secret.example.com"));
    }

    #[test]
    fn a_policy_with_conditions_is_refused_rather_than_misread() {
        let text = r#"{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "*", "Resource": "*",
            "Condition": {} } }"#;
        assert!(Policy::from_json(text).is_err());
    }
}
