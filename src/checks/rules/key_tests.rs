use super::*;
use crate::checks::planned_mapping::PlannedMapping;
use crate::checks::rules::findings;
use crate::checks::testing::{API, key, mapping, only, orders, plan, planning, there, with};
use crate::findings::Severity;
use crate::gateway::Protocol;
use crate::names::MappingId;

const SHOP: &str = "5h0p5h0p";

/// The key is held by `m1`, for this API, and `holder` is what is known of it.
fn held_for(api: &str, holder: Holder) -> Facts {
    let facts = Facts { others: there(vec![mapping("m1", "orders", api)]), ..orders() };
    with(&facts, |mapping| mapping.holder = holder)
}

/// What is found about the key that is held.
#[track_caller]
fn found(api: &str, holder: Holder) -> (Severity, &'static str, String) {
    let (severity, attribute, summary, detail) = only(findings(&held_for(api, holder)));
    assert_eq!(attribute, "api_mapping_key");
    (severity, summary, detail)
}

#[test]
fn a_free_key_is_fine() {
    let others = there(vec![mapping("m1", "shop", API), mapping("m2", "", API)]);
    assert_eq!(findings(&Facts { others, ..orders() }), []);
}

#[test]
fn a_key_of_a_foreign_mapping_is_taken_and_the_import_adopts_it() {
    let (severity, summary, detail) = found(SHOP, Holder::NotManaged);
    assert_eq!((severity, summary), (Severity::Error, "API Mapping Key Already Taken"));
    assert_eq!(
        detail,
        "On api.example.com, key \"orders\" is held by API mapping m1, which sends it to API 5h0p5h0p, stage \
         production. This plan has not seen that mapping in this configuration. It does not see resources that \
         depend on this one, that wait for what other providers do, or that -target leaves out: if one of them gives \
         the key up, let this one depend on it. Nor does it see those of another provider block or configuration. If \
         none manages it, import it:\n\n  import {\n    to = apigatewayv2_api_mapping.<name>\n    id = \
         \"m1/api.example.com\"\n  }\n\nOtherwise choose another key, or delete that mapping first: a domain name has \
         one mapping for each key, and API Gateway refuses a second one. If an earlier step of this run resolves the \
         conflict, set key_taken = \"warning\" in `findings` of the provider block."
    );
}

#[test]
fn what_has_a_mapping_already_is_not_told_to_import_another() {
    for holder in [Holder::NotManaged, Holder::Unknown] {
        let facts = planning(&held_for(SHOP, holder), |plan| plan.id = MappingId::from_api("own"));
        let (.., detail) = only(findings(&facts));
        let has_one = detail.contains("Otherwise choose another key, or free that one first");
        assert_eq!(has_one, holder == Holder::NotManaged, "{detail}");
        assert!(!detail.contains("import"), "{detail}");
    }
}

#[test]
fn a_mapping_that_may_be_managed_is_a_warning_without_an_import() {
    let (severity, summary, detail) = found(SHOP, Holder::Unknown);
    assert_eq!((severity, summary), (Severity::Warning, "API Mapping Key May Still Be Taken"));
    assert!(detail.contains("Plan with a higher -parallelism"), "{detail}");
    assert!(!detail.contains("import {"), "two resources could manage one mapping: {detail}");
}

#[test]
fn a_foreign_mapping_that_is_just_what_is_planned_may_be_a_stray_or_renamed() {
    let (severity, summary, detail) = found(API, Holder::NotManaged);
    assert_eq!((severity, summary), (Severity::Error, "API Mapping Key Already Taken"));
    assert!(detail.contains("If an interrupted run left it, import it:\n\n  import {"), "{detail}");
    assert!(detail.contains("add a `moved` block: after an import, its old resource"), "{detail}");
    assert!(detail.ends_with("set key_taken = \"warning\" in `findings` of the provider block."), "{detail}");
}

#[test]
fn a_mapping_that_is_just_what_is_planned_and_may_be_managed_is_left_for_the_service_to_judge() {
    let (severity, summary, detail) = found(API, Holder::Unknown);
    assert_eq!((severity, summary), (Severity::Warning, "API Mapping Exists Already"));
    assert!(!detail.contains("import {"), "two resources could manage one mapping: {detail}");
    assert!(
        detail.contains("remove create_before_destroy: the old mapping must be deleted first."),
        "{detail}"
    );
}

#[test]
fn a_managed_mapping_that_is_just_what_is_planned_is_a_replacement_or_renamed() {
    let (severity, summary, detail) = found(API, Holder::MayReleaseKey);
    assert_eq!((severity, summary), (Severity::Warning, "API Mapping Exists Already"));
    assert!(!detail.contains("import {"), "two resources would manage one mapping: {detail}");
}

#[test]
fn a_key_that_this_run_may_release_is_a_warning() {
    let (severity, summary, detail) = found(SHOP, Holder::MayReleaseKey);
    assert_eq!((severity, summary), (Severity::Warning, "API Mapping Key May Still Be Taken"));
    assert!(detail.contains("gives it another key, or deletes it, apply waits for that"), "{detail}");
    assert!(!detail.contains("import"), "{detail}");
}

#[test]
fn two_mappings_that_want_each_others_key_are_told_how_else_to_exchange() {
    for api in [API, SHOP] {
        let (severity, summary, detail) = found(api, Holder::SwapsKeys);
        assert_eq!((severity, summary), (Severity::Error, "API Mapping Keys Swapped"));
        assert!(detail.contains("Exchange the APIs and stages of the mappings"), "{detail}");
        assert!(detail.contains("with one apigatewayv2_api_mappings"), "{detail}");
    }
}

#[test]
fn a_key_that_another_resource_keeps_is_planned_twice_and_nothing_else() {
    let planned_before = vec![plan(Some("m1"), "orders", SHOP, Protocol::WebSocket)];
    let facts = Facts { planned_before, ..held_for(SHOP, Holder::KeepsKey) };
    let (severity, attribute, summary, detail) = only(findings(&facts));
    let expected = (Severity::Error, "api_mapping_key", "API Mapping Key Planned Twice");
    assert_eq!((severity, attribute, summary), expected);
    assert_eq!(
        detail,
        "This run plans key \"orders\" of api.example.com twice: here, and in another resource for API 5h0p5h0p, stage \
         production. Choose another key in one of the two, or remove it: a domain name has one mapping for each key."
    );
}

#[test]
fn what_another_resource_will_answer_with_is_named_only_when_it_is_known() {
    let other = plan(None, "orders", API, Protocol::WebSocket);
    let other = PlannedMapping { stage: None, ..(*other).clone() };
    let facts = Facts { planned_before: vec![other.into()], ..orders() };
    let (.., detail) = only(findings(&facts));
    assert!(detail.contains("twice: here, and in another resource. Choose"), "{detail}");
}

#[test]
fn a_key_that_stays_the_same_is_not_held_against_the_mapping() {
    let facts = held_for(SHOP, Holder::NotManaged);
    assert_eq!(findings(&planning(&facts, |plan| plan.changed.key = false)), []);
}

#[test]
fn the_root_is_a_key_like_any_other() {
    let facts = Facts { others: there(vec![mapping("m1", "", SHOP)]), ..orders() };
    let (.., detail) = only(findings(&planning(&facts, |plan| plan.key = Some(key("")))));
    assert!(detail.starts_with("On api.example.com, the root path is held by API mapping m1"));
}

#[test]
fn each_key_of_a_domain_is_a_cause_of_its_own() {
    let [finding] = &findings(&held_for(SHOP, Holder::NotManaged))[..] else { panic!("one finding") };
    assert!(finding.cause.ends_with(": api.example.com orders"), "{finding:#?}");
}

#[test]
fn a_key_whose_own_mapping_is_gone_is_told_how_to_forget_it_first() {
    let gone = |holder| with(&held_for(API, holder), |mapping| mapping.gone = MappingId::from_api("old"));
    let (severity, _, summary, detail) = only(findings(&gone(Holder::NotManaged)));
    assert_eq!((severity, summary), (Severity::Error, "API Mapping Made Anew Outside Terraform"));
    assert!(detail.contains("in its state, old, which"), "{detail}");
    assert!(detail.contains("apply once with -refresh-only"), "{detail}");
    assert!(detail.contains("Then import it:\n\n  import {"), "{detail}");
    // A mapping that this configuration manages, or may manage, is not to be imported.
    for holder in [Holder::Unknown, Holder::MayReleaseKey] {
        assert_eq!(only(findings(&gone(holder))).2, "API Mapping Exists Already");
    }
}
