//! Whether an answer is one that the model has.

use serde_json::Value;

use super::calls::Exchange;
use super::models::{Model, Models, OperationModel, Reference, Shape};

/// Errors that any call may get, which the models leave out (API Reference, Common Errors).
const COMMON_ERRORS: [(&str, u16); 3] = [
    ("AccessDeniedException", 403),
    ("IncompleteSignatureException", 403),
    ("MissingAuthenticationTokenException", 403),
];

impl Models {
    /// All that is wrong with an answer; nothing if it conforms.
    pub(crate) fn complaints(&self, call: &Exchange) -> Vec<String> {
        let model = if call.path.starts_with("/v2/") { &self.v2 } else { &self.v1 };
        let Some((name, operation)) = model.operation(call.method, &call.path) else {
            return vec![format!("{} {}: no operation has this path", call.method, call.path)];
        };
        let complaints = if call.error_type.is_empty() {
            self.of_a_success(model, operation, call)
        } else {
            self.of_a_refusal(model, operation, call)
        };
        complaints.into_iter().map(|complaint| format!("{name} {}: {complaint}", call.path)).collect()
    }

    fn of_a_success(&self, model: &Model, operation: &OperationModel, call: &Exchange) -> Vec<String> {
        let mut complaints = Vec::new();
        let wanted = operation.http.response_code;
        if call.status != wanted {
            complaints.push(format!("the status is {} and not {wanted}", call.status));
        }
        match &operation.output {
            Some(output) => complaints.extend(self.of_a_body(model, output, call)),
            None if call.body.is_empty() => {}
            None => complaints.push(format!("there is a body: {}", call.body)),
        }
        complaints
    }

    fn of_a_refusal(&self, model: &Model, operation: &OperationModel, call: &Exchange) -> Vec<String> {
        let error = &call.error_type;
        let Some(reference) = operation.errors.iter().find(|reference| reference.shape == *error) else {
            let common = COMMON_ERRORS.contains(&(error.as_str(), call.status));
            return if common { Vec::new() } else { vec![format!("{error} is none of its errors")] };
        };
        let mut complaints = self.of_a_body(model, reference, call);
        let wanted = model.shape(reference).error.as_ref().map(|error| error.http_status_code);
        if wanted != Some(call.status) {
            complaints.push(format!("the status of {error} is {} and not {wanted:?}", call.status));
        }
        complaints
    }

    fn of_a_body(&self, model: &Model, reference: &Reference, call: &Exchange) -> Vec<String> {
        let mut complaints = Vec::new();
        match serde_json::from_str(&call.body) {
            Ok(body) => self.value(model, reference, &body, "the body", &mut complaints),
            Err(_) => complaints.push(format!("the body is no JSON: {:?}", call.body)),
        }
        complaints
    }

    fn value(&self, model: &Model, of: &Reference, value: &Value, place: &str, found: &mut Vec<String>) {
        let shape = model.shape(of);
        let fits = match shape.r#type.as_str() {
            "structure" => value.as_object().is_some_and(|members| {
                self.structure(model, shape, members, place, found);
                true
            }),
            "list" => value.as_array().is_some_and(|items| {
                let member = shape.member.as_ref().expect("a list has a member");
                for (number, item) in items.iter().enumerate() {
                    self.value(model, member, item, &format!("{place}[{number}]"), found);
                }
                true
            }),
            "map" => value.as_object().is_some_and(|entries| {
                let of = shape.value.as_ref().expect("a map has a value");
                entries
                    .iter()
                    .for_each(|(key, it)| self.value(model, of, it, &format!("{place}.{key}"), found));
                true
            }),
            "string" => value.as_str().is_some_and(|text| self.takes(of, shape, text)),
            "boolean" => value.is_boolean(),
            "integer" | "long" => value.as_i64().is_some_and(|number| {
                shape.min.is_none_or(|min| min <= number) && shape.max.is_none_or(|max| number <= max)
            }),
            "double" => value.is_number(),
            "timestamp" if shape.timestamp_format.as_deref() == Some("iso8601") => {
                value.as_str().is_some_and(is_iso_8601)
            }
            // In JSON a time is a number where the model says nothing else.
            "timestamp" => value.is_number(),
            other => panic!("a {other} in an answer"),
        };
        if !fits {
            found.push(format!("{place} is {value}, which is no {} ({})", of.shape, shape.r#type));
        }
    }

    /// The members that stand in the body. A member without a value is sent as null or not at all.
    fn structure(
        &self,
        model: &Model,
        shape: &Shape,
        members: &serde_json::Map<String, Value>,
        place: &str,
        found: &mut Vec<String>,
    ) {
        let in_body: Vec<(&str, &String, &Reference)> = shape
            .members
            .iter()
            .filter(|(_, member)| member.location.is_none())
            .map(|(name, member)| (member.location_name.as_ref().unwrap_or(name).as_str(), name, member))
            .collect();
        for (sent, value) in members {
            match in_body.iter().find(|(known, _, _)| known == sent) {
                None => found.push(format!("{place} has the unknown member {sent}")),
                Some(_) if value.is_null() => {}
                Some((_, _, member)) => self.value(model, member, value, &format!("{place}.{sent}"), found),
            }
        }
        for (sent, name, _) in in_body {
            if shape.required.contains(name) && members.get(sent).is_none_or(Value::is_null) {
                found.push(format!("{place} lacks {sent}"));
            }
        }
    }

    /// A text that the shape lists, if it lists any. The model of v2 lists fewer security policies
    /// and states of a domain name than there are; that of v1 has the shapes by the same names.
    fn takes(&self, of: &Reference, shape: &Shape, text: &str) -> bool {
        let lists =
            |shape: &Shape| shape.r#enum.as_ref().is_some_and(|all| all.iter().any(|one| one == text));
        shape.r#enum.is_none() || lists(shape) || self.v1.shapes.get(&of.shape).is_some_and(lists)
    }
}

/// Such as `2026-01-01T00:00:00Z`.
fn is_iso_8601(text: &str) -> bool {
    let form = text.chars().map(|c| if c.is_ascii_digit() { '0' } else { c });
    form.eq("0000-00-00T00:00:00Z".chars())
}
