//! What of the world a probe needs: the handles in its calls.

use serde_json::Value;

use crate::call::Call;
use crate::handles::handles_in;
use crate::probe::{Probe, Step};

/// All parts of the world, in the order in which they are made.
const PARTS: [&str; 15] = [
    "http",
    "http_second",
    "websocket",
    "websocket_second",
    "rest",
    "rest_edge",
    "rest_private",
    "rest_strict",
    "certificate",
    "regional",
    "other",
    "tls10",
    "enhanced",
    "private",
    "edge",
];

/// What a probe needs, in the order in which it is made.
#[must_use]
pub(crate) fn of_probe(probe: &Probe) -> Vec<&'static str> {
    let needed: Vec<_> = probe.steps.iter().flat_map(Step::calls).flat_map(of_call).collect();
    PARTS.into_iter().filter(|part| needed.contains(part)).collect()
}

/// What a call needs.
#[must_use]
pub(crate) fn of_call(call: &Call) -> Vec<&'static str> {
    let mut texts = vec![call.path.as_str()];
    texts.extend(call.query.iter().map(|(_, value)| value.as_str()));
    collect(&call.body, &mut texts);
    let handles: Vec<_> = texts.into_iter().flat_map(handles_in).map(str::to_lowercase).collect();
    PARTS.into_iter().filter(|part| handles.iter().any(|handle| handle == part)).collect()
}

fn collect<'a>(json: &'a Value, texts: &mut Vec<&'a str>) {
    match json {
        Value::String(text) => texts.push(text),
        Value::Array(items) => items.iter().for_each(|item| collect(item, texts)),
        Value::Object(members) => members.values().for_each(|value| collect(value, texts)),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calls::{create, get_domain};
    use crate::probe::Topic;

    #[test]
    fn a_probe_needs_what_its_calls_name() {
        let probe = Probe::new(Topic::Kinds, "a", "b")
            .given(create("{regional}", "{rest}", "live", "there").named("mapping"))
            .ask(create("{regional}", "{http}", "live", "{mapping}"));
        assert_eq!(of_probe(&probe), ["http", "rest", "regional"]);
    }

    #[test]
    fn a_name_in_capitals_needs_the_domain_name() {
        assert_eq!(of_call(&get_domain("{REGIONAL}")), ["regional"]);
    }
}
