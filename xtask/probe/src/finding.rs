//! Finds what the run has made when the answer that would have named it was lost: by the
//! name that the run gave it.

use serde_json::{Value, json};

use crate::call::{Call, Method};
use crate::ledger::{Entry, Kind};
use crate::pacing::Pace;
use crate::reply::{Outcome, Reply};
use crate::request::Request;
use crate::session::{Session, Stop};

/// The ids of all things of the entry's kind and name; a domain name's id is the name.
///
/// # Errors
/// Why they cannot be found, inside; outside, the run ends.
pub(crate) async fn ids(session: &mut Session, entry: &Entry) -> Result<Result<Vec<String>, String>, Stop> {
    let name = &entry.name;
    match entry.kind {
        Kind::Api => {
            listed(session, "GetApis", "/v2/apis", ("nextToken", "nextToken"), ("name", name), "apiId").await
        }
        Kind::RestApi => {
            listed(session, "GetRestApis", "/restapis", ("position", "position"), ("name", name), "id").await
        }
        Kind::PrivateDomain => {
            let (path, token) = ("/domainnames", ("position", "position"));
            listed(session, "GetDomainNames", path, token, ("domainName", name), "domainNameId").await
        }
        Kind::Domain => one(session, &format!("/v2/domainnames/{name}"), name).await,
        Kind::DomainOfVersion1 => one(session, &format!("/domainnames/{name}"), name).await,
        Kind::Certificate => {
            let input = json!({ "Includes": { "keyTypes": ["RSA_2048"] } });
            let listed = certificates(session, input, None).await?;
            let arn = |of: &Value| text_where(of, "DomainName", name, "CertificateArn");
            Ok(listed.map(|listed| listed.iter().filter_map(arn).collect()))
        }
        Kind::Mappings | Kind::RoutingRules => Ok(Ok(Vec::new())),
    }
}

async fn one(session: &mut Session, path: &str, name: &str) -> Result<Result<Vec<String>, String>, Stop> {
    let outcome = session.call(&Call::new("GetDomainName", Method::Get, path)).await?;
    Ok(match outcome {
        Outcome::Answered(reply) if reply.is_success() => Ok(vec![name.to_owned()]),
        Outcome::Answered(reply) if reply.says_not_found() => Ok(Vec::new()),
        other => Err(why(&other)),
    })
}

/// Reads a listing to its end.
async fn listed(
    session: &mut Session,
    operation: &'static str,
    path: &str,
    (parameter, member): (&'static str, &str),
    (attribute, name): (&str, &str),
    id: &str,
) -> Result<Result<Vec<String>, String>, Stop> {
    let mut found = Vec::new();
    let mut token: Option<String> = None;
    loop {
        let mut call = Call::new(operation, Method::Get, path);
        if let Some(token) = token.take() {
            call = call.query(parameter, token);
        }
        let reply = match session.call(&call).await? {
            Outcome::Answered(reply) if reply.is_success() => reply,
            other => return Ok(Err(why(&other))),
        };
        found.extend(ids_of(&reply, attribute, name, id));
        token = reply.body.get(member).and_then(Value::as_str).map(str::to_owned);
        if token.is_none() {
            return Ok(Ok(found));
        }
    }
}

/// The certificates of ACM that the input asks for, of all pages, in the run's region or another.
///
/// # Errors
/// Why they cannot be listed, inside; outside, the run ends.
pub(crate) async fn certificates(
    session: &mut Session,
    mut input: Value,
    region: Option<&str>,
) -> Result<Result<Vec<Value>, String>, Stop> {
    let mut found = Vec::new();
    loop {
        let mut request = Request::of_acm("ListCertificates", &input);
        if let Some(region) = region {
            request = request.in_region(region);
        }
        let reply = match session.send(Pace::Ordinary, &request, None).await? {
            Outcome::Answered(reply) if reply.is_success() => reply,
            other => return Ok(Err(why(&other))),
        };
        found.extend(reply.body["CertificateSummaryList"].as_array().cloned().unwrap_or_default());
        input["NextToken"] = reply.body["NextToken"].clone();
        if input["NextToken"].is_null() {
            return Ok(Ok(found));
        }
    }
}

fn ids_of(reply: &Reply, attribute: &str, name: &str, id: &str) -> Vec<String> {
    let items = ["items", "item"].into_iter().find_map(|member| reply.body.get(member)?.as_array());
    items.into_iter().flatten().filter_map(|item| text_where(item, attribute, name, id)).collect()
}

fn text_where(item: &Value, attribute: &str, name: &str, wanted: &str) -> Option<String> {
    (item.get(attribute)?.as_str()? == name).then(|| item.get(wanted)?.as_str().map(str::to_owned))?
}

/// Why an outcome is not the answer that was needed. Of a denial only status and code: its
/// words name the caller and the policies of the account.
#[must_use]
pub(crate) fn why(outcome: &Outcome) -> String {
    match outcome {
        Outcome::Answered(reply) | Outcome::Throttled(reply) => reply.summary(),
        Outcome::Denied(reply) => reply.head(),
        Outcome::Lost(why) => why.clone(),
    }
}
