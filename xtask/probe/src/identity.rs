//! Whose account it is that is asked.

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::client::Client;
use crate::reply::Reply;
use crate::request::Request;

/// What STS says of the credentials.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Identity {
    /// The twelve-digit account.
    pub(crate) account: String,
    /// The user or role.
    pub(crate) arn: String,
}

/// What STS answers, or what stands in for it.
///
/// # Errors
/// There are no credentials, or nothing answers.
pub(crate) async fn asked(client: &Client) -> Result<Reply> {
    client.send(&Request::caller_identity()).await.context("STS does not say whose account this is")
}

/// What the answer says.
///
/// # Errors
/// STS does not accept the credentials, or the answer is none of STS.
pub(crate) fn of(reply: &Reply) -> Result<Identity> {
    if !reply.is_success() {
        bail!("STS does not say whose account this is: {}", reply.summary());
    }
    parse(&reply.body).context("STS answers without an account")
}

/// From JSON or XML: STS speaks both.
fn parse(body: &Value) -> Option<Identity> {
    let text = body.as_str().map_or_else(|| body.to_string(), str::to_owned);
    let find = |name: &str| {
        let of_xml = text.split_once(&format!("<{name}>")).and_then(|(_, rest)| rest.split_once('<'));
        let of_json =
            || text.split_once(&format!("\"{name}\":\"")).and_then(|(_, rest)| rest.split_once('"'));
        of_xml.or_else(of_json).map(|(value, _)| value.to_owned())
    };
    Some(Identity { account: find("Account")?, arn: find("Arn")? })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn an_identity_is_read_from_both_forms() {
        let identity = Identity { account: "1".to_owned(), arn: "arn:aws:iam::1:user/a".to_owned() };
        let xml = "<R><Arn>arn:aws:iam::1:user/a</Arn><Account>1</Account></R>";
        assert_eq!(parse(&Value::from(xml)), Some(identity.clone()));
        let json = json!({ "GetCallerIdentityResult": { "Account": "1", "Arn": "arn:aws:iam::1:user/a" } });
        assert_eq!(parse(&json), Some(identity));
        assert_eq!(parse(&json!({})), None);
    }
}
