use std::sync::Arc;

use super::*;
use crate::api_mapping::checks::facts::testing::{API, key, mapping, only, orders, plan, there};
use crate::api_mapping::checks::facts::{Lookup, Touched};
use crate::api_mapping::checks::finding::Severity;

const KEY: &str = "api_mapping_key";

/// The key is held by `m1`, for this API, and `holder` is what is known of it.
fn held_by(api: &str, holder: Holder) -> Facts {
    Facts { others: there(vec![mapping("m1", "orders", api)]), holder, ..orders() }
}

#[test]
fn a_free_key_is_passed_in_silence() {
    let others = there(vec![mapping("m1", "shop", API), mapping("m2", "", API)]);
    let facts = Facts { others, ..orders() };
    for rule in [levels_on_websocket, held, planned_twice, too_many_levels] {
        assert!(rule(&facts).is_empty());
    }
}

#[test]
fn only_a_websocket_api_minds_levels() {
    let with = |kind| Facts { key: Some(key("orders/v2")), protocol: Lookup::Known(Some(kind)), ..orders() };
    for kind in [Protocol::Http, Protocol::Rest] {
        assert!(levels_on_websocket(&with(kind)).is_empty());
    }
    let (severity, attribute, summary, detail) = only(levels_on_websocket(&with(Protocol::WebSocket)));
    assert_eq!((severity, attribute, summary), (Severity::Error, KEY, "Multi-Level Key for a WebSocket API"));
    assert!(
        detail.starts_with("API \"a1b2c3d4\" is a WebSocket API, and key \"orders/v2\" has several levels.")
    );
}

#[test]
fn levels_matter_when_key_or_api_change_and_not_when_the_stage_does() {
    let facts = |touched| Facts { key: Some(key("orders/v2")), touched, ..orders() };
    let none = Touched::default();
    assert!(levels_on_websocket(&facts(Touched { stage: true, ..none })).is_empty());
    assert_eq!(levels_on_websocket(&facts(Touched { api: true, ..none })).len(), 1);
    assert_eq!(levels_on_websocket(&facts(Touched { key: true, ..none })).len(), 1);
}

#[test]
fn a_key_of_a_foreign_mapping_is_taken_and_the_import_adopts_it() {
    let (severity, attribute, summary, detail) = only(held(&held_by("5h0p5h0p", Holder::Foreign)));
    assert_eq!((severity, attribute, summary), (Severity::Error, KEY, "API Mapping Key Already Taken"));
    assert_eq!(
        detail,
        "On api.example.com, key \"orders\" is held by API mapping m1, which sends it to API 5h0p5h0p, stage \
         production. A key belongs to one mapping of a domain. API Gateway refuses a second one. To manage the \
         existing mapping with this resource, import it:\n\n  import {\n    to = apigatewayv2_api_mapping.<name>\n    \
         id = \"m1/api.example.com\"\n  }\n\nOtherwise choose another key, or delete that mapping first. If this run \
         mends that before it gets here, set plan_checks = \"warn\" in the provider block for it."
    );
}

#[test]
fn a_foreign_mapping_that_is_just_what_is_planned_may_be_a_stray_or_renamed() {
    let (severity, _, summary, detail) = only(held(&held_by(API, Holder::Foreign)));
    assert_eq!((severity, summary), (Severity::Error, "API Mapping Key Already Taken"));
    assert!(detail.contains("If a run that was cut short left it, import it:\n\n  import {"), "{detail}");
    assert!(detail.contains("add a `moved` block instead."), "{detail}");
}

#[test]
fn where_nothing_of_the_state_was_seen_such_a_mapping_is_left_for_the_service_to_judge() {
    let (severity, attribute, summary, detail) = only(held(&held_by(API, Holder::Unseen)));
    assert_eq!((severity, attribute, summary), (Severity::Warning, KEY, "API Mapping Exists Already"));
    assert!(
        detail.contains("import it:\n\n  import {") && detail.contains("create_before_destroy"),
        "{detail}"
    );
    let (severity, ..) = only(held(&held_by("5h0p5h0p", Holder::Unseen)));
    assert_eq!(severity, Severity::Error);
}

#[test]
fn a_managed_mapping_that_is_just_what_is_planned_is_a_replacement_or_renamed() {
    let (severity, attribute, summary, detail) = only(held(&held_by(API, Holder::MayLeave)));
    assert_eq!((severity, attribute, summary), (Severity::Warning, KEY, "API Mapping Exists Already"));
    assert!(!detail.contains("import {"), "two resources would manage one mapping: {detail}");
}

#[test]
fn a_key_that_this_run_may_release_is_a_warning() {
    let (severity, attribute, summary, detail) = only(held(&held_by("5h0p5h0p", Holder::MayLeave)));
    let expected = (Severity::Warning, KEY, "API Mapping Key May Still Be Taken");
    assert_eq!((severity, attribute, summary), expected);
    assert!(detail.ends_with("if Terraform changes it first, which depends_on ensures."), "{detail}");
}

#[test]
fn two_mappings_that_want_each_others_key_are_told_how_else_to_swap() {
    let (severity, _, summary, detail) = only(held(&held_by("5h0p5h0p", Holder::WantsOurs)));
    assert_eq!((severity, summary), (Severity::Error, "API Mapping Key Already Taken"));
    assert!(detail.contains("Exchange the APIs and stages of the two mappings"), "{detail}");
}

#[test]
fn a_key_that_another_resource_keeps_is_planned_twice_and_nothing_else() {
    let planned = vec![plan(Some("m1"), "orders", "5h0p5h0p", Protocol::WebSocket)];
    let facts = Facts { planned, ..held_by("5h0p5h0p", Holder::Keeps) };
    assert!(held(&facts).is_empty());
    let (severity, attribute, summary, detail) = only(planned_twice(&facts));
    assert_eq!((severity, attribute, summary), (Severity::Error, KEY, "API Mapping Key Planned Twice"));
    assert_eq!(
        detail,
        "This run plans key \"orders\" of api.example.com twice: here, and in another resource for API 5h0p5h0p, \
         stage production. A key belongs to one mapping of a domain. Choose another key in one of the two, or \
         remove it."
    );
}

#[test]
fn a_key_that_stays_the_same_is_not_asked_about() {
    let touched = Touched { stage: true, ..Touched::default() };
    assert!(held(&Facts { touched, ..held_by("5h0p5h0p", Holder::Foreign) }).is_empty());
}

#[test]
fn the_root_is_a_key_like_any_other() {
    let others = there(vec![mapping("m1", "", "5h0p5h0p")]);
    let (.., detail) = only(held(&Facts { key: Some(key("")), others, ..orders() }));
    assert!(detail.starts_with("On api.example.com, the root of the domain is held by API mapping m1"));
}

/// A new multi-level key of an HTTP API, beside so many that exist and are planned.
fn crowd(count: usize, planned: Vec<Arc<Plan>>) -> Facts {
    let others = (0..count).map(|n| mapping(&format!("m{n}"), &format!("there/v{n}"), API));
    // Those with one level do not count.
    let others = others.chain((0..50).map(|n| mapping(&format!("s{n}"), &format!("single{n}"), API)));
    Facts {
        key: Some(key("orders/v2")),
        protocol: Lookup::Known(Some(Protocol::Http)),
        others: there(others.collect()),
        planned,
        ..orders()
    }
}

#[test]
fn the_201st_multi_level_mapping_is_a_warning() {
    let planned = |n: usize| (0..n).map(|n| plan(None, &format!("new/v{n}"), API, Protocol::Http)).collect();
    assert!(too_many_levels(&crowd(199, Vec::new())).is_empty());
    assert!(too_many_levels(&crowd(190, planned(9))).is_empty());
    for facts in [crowd(200, Vec::new()), crowd(190, planned(10))] {
        let (severity, attribute, summary, detail) = only(too_many_levels(&facts));
        assert_eq!((severity, attribute, summary), (Severity::Warning, KEY, "Too Many Multi-Level Mappings"));
        assert!(detail.starts_with("With this plan, api.example.com has more than 200 mappings with \"/\""));
    }
}

#[test]
fn a_mapping_counts_once_whatever_is_planned_for_it() {
    let planned = vec![
        // Renamed, and left with one level.
        plan(Some("m0"), "renamed/v0", API, Protocol::Http),
        plan(Some("m1"), "single", API, Protocol::Http),
        // Planned as new, and there by now.
        plan(None, "there/v2", API, Protocol::Http),
        // With one level all along.
        plan(None, "another", API, Protocol::Http),
    ];
    assert!(too_many_levels(&crowd(200, planned.clone())).is_empty());
    assert_eq!(too_many_levels(&crowd(201, planned)).len(), 1);
}

#[test]
fn a_crowd_does_not_bother_a_key_of_one_level() {
    assert!(too_many_levels(&Facts { key: Some(key("orders")), ..crowd(300, Vec::new()) }).is_empty());
}
