//! Takes out of an answer what differs from run to run.
//!
//! Names and ids of the run become their handles. What has no handle becomes a word in
//! braces that says what was there: `{id}`, `{token}`, `{time}`, `{host}`, `{arn}`.

use serde_json::{Map, Value};

use crate::call::Call;
use crate::handles::Handles;
use crate::record::{Answer, Status};
use crate::reply::Reply;
use crate::scrubbing::scrubbed;

/// What is in an error besides its fields.
const OF_ERRORS: [&str; 5] = ["message", "Message", "__type", "code", "Code"];

const IDS: [&str; 10] = [
    "apiId",
    "apiMappingId",
    "cloudFrontDomainId",
    "deploymentId",
    "domainNameId",
    "hostedZoneId",
    "id",
    "regionalHostedZoneId",
    "restApiId",
    "routingRuleId",
];

const HOSTS: [&str; 4] =
    ["apiEndpoint", "apiGatewayDomainName", "distributionDomainName", "regionalDomainName"];

/// An answer without what differs from run to run.
#[must_use]
pub(crate) fn answer(call: &Call, reply: &Reply, handles: &Handles) -> Answer {
    let mut fields = std::collections::BTreeMap::new();
    for (name, value) in reply.body.as_object().into_iter().flatten() {
        if !reply.is_success() && OF_ERRORS.contains(&name.as_str()) {
            continue;
        }
        let value = match value {
            Value::Array(items) if call.counted => Value::from(items.len()),
            value => normalised(name, value, handles),
        };
        fields.insert(name.clone(), value);
    }
    Answer {
        call: call.operation.to_owned(),
        status: Some(Status::Is(reply.status)),
        code: reply.code.clone(),
        message: reply.message().filter(|_| !reply.is_success()).map(|message| handles.free_text(message)),
        fields,
        headers: Vec::new(),
    }
}

/// The same with the names of the headers.
#[must_use]
pub(crate) fn throttled(call: &Call, reply: &Reply, handles: &Handles) -> Answer {
    Answer { headers: reply.headers.clone(), ..answer(call, reply, handles) }
}

/// Answers to calls that were made at the same time, in an order that does not depend on
/// which came first.
#[must_use]
pub(crate) fn in_any_order(mut answers: Vec<Answer>) -> Vec<Answer> {
    answers.sort_by_cached_key(|answer| serde_json::to_string(answer).unwrap_or_default());
    answers
}

fn normalised(name: &str, value: &Value, handles: &Handles) -> Value {
    match value {
        Value::String(text) => Value::String(normalised_text(name, text, handles)),
        Value::Number(_) if is_time(name) => Value::from("{time}"),
        Value::Array(items) => {
            let mut items: Vec<_> = items.iter().map(|item| normalised(name, item, handles)).collect();
            // The order of a listing is not promised.
            items.sort_by_cached_key(Value::to_string);
            Value::Array(items)
        }
        Value::Object(members) => {
            let members =
                members.iter().map(|(name, value)| (name.clone(), normalised(name, value, handles)));
            Value::Object(members.collect::<Map<_, _>>())
        }
        other => other.clone(),
    }
}

fn normalised_text(name: &str, text: &str, handles: &Handles) -> String {
    let with_handles = handles.put_back(text);
    if with_handles != text && !text.starts_with("arn:") && !HOSTS.contains(&name) {
        return scrubbed(&with_handles);
    }
    let instead = match name {
        _ if text.is_empty() || with_handles == "{certificate}" => return with_handles,
        "nextToken" | "position" => "{token}",
        _ if IDS.contains(&name) => "{id}",
        _ if HOSTS.contains(&name) => "{host}",
        _ if is_time(name) => "{time}",
        _ if text.starts_with("arn:") => "{arn}",
        _ => return scrubbed(&with_handles),
    };
    instead.to_owned()
}

fn is_time(name: &str) -> bool {
    name.ends_with("Date")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::calls;

    fn handles() -> Handles {
        let mut handles = Handles::default();
        handles.bind("regional", "regional-1.example.com");
        handles.bind("http", "a1b2c3");
        handles.bind("mapping", "m1");
        handles
    }

    fn recorded(call: &Call, status: u16, body: &Value) -> Value {
        let reply = Reply::of(status, Vec::new(), &body.to_string());
        serde_json::to_value(answer(call, &reply, &handles())).expect("JSON")
    }

    #[test]
    fn names_and_ids_of_the_run_become_handles() {
        let created =
            json!({ "apiId": "a1b2c3", "apiMappingId": "m1", "apiMappingKey": "orders", "stage": "live" });
        assert_eq!(
            recorded(&calls::list("{regional}"), 201, &created),
            json!({
                "call": "GetApiMappings", "status": 201,
                "fields": { "apiId": "{http}", "apiMappingId": "{mapping}", "apiMappingKey": "orders", "stage": "live" },
            })
        );
        let refused = json!({ "message": "Deleting API a1b2c3 failed." });
        assert_eq!(
            recorded(&calls::delete_api("{http}"), 400, &refused),
            json!({ "call": "DeleteApi", "status": 400, "message": "Deleting API {http} failed." })
        );
    }

    #[test]
    fn what_has_no_handle_becomes_what_it_is() {
        let domain = json!({
            "domainName": "regional-1.example.com",
            "domainNameArn": "arn:aws:apigateway:eu-west-1::/domainnames/regional-1.example.com",
            "domainNameConfigurations": [{
                "apiGatewayDomainName": "d-1.execute-api.eu-west-1.amazonaws.com",
                "certificateUploadDate": 1.5,
                "hostedZoneId": "Z1",
            }],
            "apiMappingId": "m2",
        });
        assert_eq!(
            recorded(&calls::get_domain("{regional}"), 200, &domain)["fields"],
            json!({
                "domainName": "{regional}",
                "domainNameArn": "{arn}",
                "domainNameConfigurations": [{
                    "apiGatewayDomainName": "{host}", "certificateUploadDate": "{time}", "hostedZoneId": "{id}",
                }],
                "apiMappingId": "{id}",
            })
        );
    }

    #[test]
    fn listings_are_sorted_or_counted() {
        let listed =
            json!({ "items": [{ "apiMappingKey": "b" }, { "apiMappingKey": "a" }], "nextToken": "xyz" });
        let list = calls::list("{regional}");
        assert_eq!(
            recorded(&list, 200, &listed)["fields"],
            json!({ "items": [{ "apiMappingKey": "a" }, { "apiMappingKey": "b" }], "nextToken": "{token}" })
        );
        assert_eq!(recorded(&list.counted(), 200, &listed)["fields"]["items"], json!(2));
    }

    #[test]
    fn answers_to_calls_at_once_have_one_order() {
        let of = |status| Answer {
            call: "CreateApiMapping".to_owned(),
            status: Some(Status::Is(status)),
            code: None,
            message: None,
            fields: std::collections::BTreeMap::new(),
            headers: Vec::new(),
        };
        assert_eq!(in_any_order(vec![of(409), of(201)]), in_any_order(vec![of(201), of(409)]));
    }
}
