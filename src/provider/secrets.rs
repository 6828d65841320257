//! Secrets of requests, which no refusal repeats.
//!
//! Services quote what they were sent: STS a token that is not valid, every service the
//! session token where a signature does not match. What they say is shown and logged, so
//! what was secret in the request is taken out of it first.

use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse};
use aws_smithy_types::body::SdkBody;
use percent_encoding::percent_decode_str;

/// The headers that are secret: of IAM Identity Center, of signed calls, of containers.
const HEADERS: &[&str] = &["x-amz-sso_bearer_token", "x-amz-security-token", "authorization"];

/// The fields of bodies that are secret: forms of STS, and JSON of the services that renew
/// sessions.
const FIELDS: &[&str] = &["WebIdentityToken", "ExternalId", "Policy", "refreshToken", "clientSecret"];

/// Shorter ones are placeholders, as for endpoints that check none, and parts of words.
const SHORTEST: usize = 5;

const INSTEAD: &str = "[secret]";

/// What is secret in a request, the longest first.
// No `Debug`, for that reason.
pub(super) struct Secrets(Vec<String>);

impl Secrets {
    pub(super) fn of(request: &HttpRequest) -> Self {
        let headers = HEADERS.iter().filter_map(|name| request.headers().get(name));
        // A signature proves the secret key, and does not hold it.
        let headers = headers.filter(|value| !value.starts_with("AWS4-"));
        let headers = headers.filter_map(|value| value.rsplit(' ').next()).map(str::to_owned);
        let fields = fields(request.body().bytes().unwrap_or_default());
        let mut secrets: Vec<_> = headers.chain(fields).filter(|secret| secret.len() >= SHORTEST).collect();
        secrets.sort_by_key(|secret| std::cmp::Reverse(secret.len()));
        Self(secrets)
    }

    /// Takes the secrets out of an answer that is no success.
    pub(super) fn take_out_of(&self, mut answer: HttpResponse) -> HttpResponse {
        let Some(body) = answer.body().bytes().filter(|_| !answer.status().is_success()) else {
            return answer;
        };
        let said = String::from_utf8_lossy(body);
        if self.0.iter().any(|secret| said.contains(secret)) {
            let without = self.0.iter().fold(said.into_owned(), |said, secret| said.replace(secret, INSTEAD));
            // The SDK holds the body against it.
            answer.headers_mut().remove("content-length");
            *answer.body_mut() = SdkBody::from(without);
        }
        answer
    }
}

/// The secret fields of a body in JSON; those of a form, as they are and as they were sent.
fn fields(body: &[u8]) -> Vec<String> {
    if let Ok(json) = serde_json::from_slice::<serde_json::Value>(body) {
        let values = FIELDS.iter().filter_map(|name| json.get(name)?.as_str());
        return values.map(str::to_owned).collect();
    }
    let form = String::from_utf8_lossy(body);
    let pairs = form.split('&').filter_map(|pair| pair.split_once('='));
    let secret = pairs.filter(|(name, _)| FIELDS.contains(name));
    secret
        .flat_map(|(_, sent)| [percent_decode_str(sent).decode_utf8_lossy().into_owned(), sent.to_owned()])
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answered(
        request: http::request::Builder,
        body: &'static str,
        status: u16,
        said: &'static str,
    ) -> String {
        let request = request.uri("https://sts.amazonaws.com/").body(SdkBody::from(body)).unwrap();
        let secrets = Secrets::of(&request.try_into().unwrap());
        let answer = http::Response::builder().status(status).body(SdkBody::from(said)).unwrap();
        let answer = secrets.take_out_of(answer.try_into().unwrap());
        String::from_utf8(answer.body().bytes().unwrap().to_vec()).unwrap()
    }

    fn header(name: &str, value: &str) -> http::request::Builder {
        http::Request::builder().header(name, value)
    }

    #[test]
    fn a_refusal_does_not_repeat_the_secrets_of_its_request() {
        let none = http::Request::builder;
        for (request, body, said) in [
            (header("X-Amz-Security-Token", "a/session+token="), "", "bad: a/session+token="),
            (header("x-amz-sso_bearer_token", "a-sso-token"), "", "bad: a-sso-token"),
            (header("authorization", "a-container-token"), "", "bad: a-container-token"),
            (header("authorization", "Bearer a-container-token"), "", "bad: a-container-token"),
            (none(), "Action=A&WebIdentityToken=a.web.token", "bad: a.web.token"),
            (none(), "ExternalId=agreed%3Don&Version=1", "bad: agreed=on"),
            (none(), "ExternalId=agreed%3Don&Version=1", "bad: agreed%3Don"),
            (none(), "ExternalId=agreed&WebIdentityToken=agreed-token", "bad: agreed-token"),
            (none(), r#"{"refreshToken": "a-refresh-token"}"#, "bad: a-refresh-token"),
        ] {
            assert_eq!(answered(request, body, 403, said), "bad: [secret]", "{said}");
        }
    }

    #[test]
    fn everything_else_stays_as_it_is() {
        let signature = header("authorization", "AWS4-HMAC-SHA256 Credential=AKIA, Signature=abcdef");
        assert_eq!(answered(signature, "", 403, "bad Signature=abcdef"), "bad Signature=abcdef");
        let token = || header("x-amz-security-token", "localstack");
        assert_eq!(answered(token(), "", 200, "api.localstack.cloud"), "api.localstack.cloud");
        assert_eq!(answered(header("x-amz-security-token", "test"), "", 400, "a test"), "a test");
        assert_eq!(answered(token(), "RoleArn=deployer", 403, "not deployer"), "not deployer");
    }
}
