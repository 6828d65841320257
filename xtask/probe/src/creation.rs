//! Which calls make something, and what.

use serde_json::Value;

use crate::call::Call;
use crate::handles::{Handles, Unbound};
use crate::ledger::Kind;

/// What a call makes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Creation {
    /// What it is.
    pub(crate) kind: Kind,
    /// Its name, by which it is found when the answer is lost.
    pub(crate) name: String,
}

impl Creation {
    /// What this call makes, if it makes something that has to be removed.
    ///
    /// # Errors
    /// A handle of the call stands for nothing.
    pub(crate) fn of(call: &Call, handles: &Handles) -> Result<Option<Self>, Unbound> {
        let text =
            |member: &str| handles.fill(call.body.get(member).and_then(Value::as_str).unwrap_or_default());
        let Some(kind) = Self::kind_of(call) else { return Ok(None) };
        let name = match kind {
            Kind::Mappings | Kind::RoutingRules => handles.fill(domain_in(&call.path))?,
            Kind::Api | Kind::RestApi => text("name")?,
            _ => text("domainName")?,
        };
        Ok(Some(Self { kind, name }))
    }

    /// What kind of thing this call makes.
    #[must_use]
    pub(crate) fn kind_of(call: &Call) -> Option<Kind> {
        match call.operation {
            "CreateApi" => Some(Kind::Api),
            "CreateRestApi" => Some(Kind::RestApi),
            "CreateDomainName" => Some(kind_of_domain(call)),
            "CreateRoutingRule" => Some(Kind::RoutingRules),
            "CreateApiMapping" | "CreateBasePathMapping" => Some(Kind::Mappings),
            _ => None,
        }
    }
}

/// The id of what an answer is about.
#[must_use]
pub(crate) fn identifier(body: &Value) -> Option<String> {
    let first = body.get("item").and_then(|items| items.get(0)).and_then(|item| item.get("id"));
    let named = [
        "apiMappingId",
        "routingRuleId",
        "domainNameId",
        "apiId",
        "id",
        "CertificateArn",
        "nextToken",
        "position",
    ];
    let found =
        first.or_else(|| named.into_iter().find_map(|member| body.get(member).filter(|id| id.is_string())));
    found?.as_str().map(str::to_owned)
}

fn kind_of_domain(call: &Call) -> Kind {
    let types = &call.body["endpointConfiguration"]["types"];
    match () {
        () if call.path.starts_with("/v2/") => Kind::Domain,
        () if types.as_array().is_some_and(|types| types.iter().any(|of| of == "PRIVATE")) => {
            Kind::PrivateDomain
        }
        () => Kind::DomainOfVersion1,
    }
}

/// The domain name in a path of either version.
fn domain_in(path: &str) -> &str {
    path.split('/').skip_while(|segment| *segment != "domainnames").nth(1).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::call::Method;
    use crate::calls;

    #[test]
    fn each_call_that_makes_something_is_known_by_what_it_makes() {
        let mut handles = Handles::default();
        handles.bind("regional", "regional-1.example.com");
        let creation = |call: &Call| {
            let found = Creation::of(call, &handles).expect("bound");
            found.map(|creation| (creation.kind, creation.name))
        };
        let mapping = calls::create("{regional}", "x", "live", "v1");
        assert_eq!(creation(&mapping), Some((Kind::Mappings, "regional-1.example.com".to_owned())));
        let body =
            json!({ "domainName": "a.example.com", "endpointConfiguration": { "types": ["PRIVATE"] } });
        let private = Call::new("CreateDomainName", Method::Post, "/domainnames").body(body.clone());
        assert_eq!(creation(&private), Some((Kind::PrivateDomain, "a.example.com".to_owned())));
        let of_v2 = Call::new("CreateDomainName", Method::Post, "/v2/domainnames").body(body);
        assert_eq!(creation(&of_v2), Some((Kind::Domain, "a.example.com".to_owned())));
        assert_eq!(creation(&calls::list("{regional}")), None);
    }

    #[test]
    fn an_answer_is_about_one_thing() {
        assert_eq!(identifier(&json!({ "apiMappingId": "m1", "apiId": "a1" })).as_deref(), Some("m1"));
        assert_eq!(identifier(&json!({ "items": [], "nextToken": null })), None);
        assert_eq!(identifier(&json!({ "items": [], "nextToken": "t" })).as_deref(), Some("t"));
        assert_eq!(identifier(&json!({ "item": [{ "id": "r1", "path": "/" }] })).as_deref(), Some("r1"));
    }
}
