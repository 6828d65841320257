use super::*;
use crate::operation::Operation;
use crate::request::testing::request;

fn listing_of(domain: &str, token: &str) -> Request {
    let path = format!("/v2/domainnames/{domain}/apimappings?nextToken={token}");
    request(Operation::GetApiMappings, "GET", &path)
}

fn listing() -> Request {
    listing_of("api.example.com", "")
}

/// Which of so many calls the faults apply to.
fn faulty(faults: &mut Faults, calls: usize) -> Vec<bool> {
    let faulty = |_| {
        let injected = faults.on_call(&listing());
        injected.before.is_some() || injected.after.is_some()
    };
    (0..calls).map(faulty).collect()
}

fn faults(fault: Fault) -> Faults {
    Faults(vec![fault])
}

#[test]
fn a_fault_applies_as_often_as_it_is_told_after_letting_some_pass() {
    let mut faults = faults(Fault::on(Operation::GetApiMappings).skip(1).times(2));
    assert_eq!(faulty(&mut faults, 4), [false, true, true, false]);
}

#[test]
fn a_fault_without_a_count_applies_for_ever() {
    assert_eq!(faulty(&mut faults(Fault::on_api_gateway()), 3), [true, true, true]);
}

#[test]
fn a_fault_applies_to_its_operations_only() {
    assert_eq!(faulty(&mut faults(Fault::on(Operation::CreateApiMapping)), 1), [false]);
    assert_eq!(faulty(&mut faults(Fault::on_any_of(&Operation::MAPPING_READS)), 1), [true]);
}

#[test]
fn a_fault_on_api_gateway_leaves_sts_alone() {
    let is_on_sts = |fault| {
        let injected = faults(fault).on_call(&request(Operation::GetCallerIdentity, "POST", "/"));
        injected.before.is_some()
    };
    assert!(!is_on_sts(Fault::on_api_gateway()));
    assert!(is_on_sts(Fault::on_every_operation()));
}

#[test]
fn a_fault_applies_to_its_domain_only() {
    let mut faults = faults(Fault::on_api_gateway().domain("api.example.com"));
    assert!(faults.on_call(&listing_of("web.example.com", "")).before.is_none());
    assert!(faults.on_call(&listing()).before.is_some());
}

#[test]
fn a_fault_applies_to_its_page_only() {
    let mut faults = faults(Fault::on(Operation::GetApiMappings).page(3));
    assert!(faults.on_call(&listing()).before.is_none());
    assert!(faults.on_call(&listing_of("api.example.com", "2:abc%2B/%3D%3D")).before.is_none());
    assert!(faults.on_call(&listing_of("api.example.com", "3:abc%2B/%3D%3D")).before.is_some());
}

#[test]
fn faults_apply_one_after_another_in_the_order_given() {
    let mut faults =
        Faults(vec![Fault::on_api_gateway().status(429).once(), Fault::on_api_gateway().status(500).once()]);
    let mut status = || match faults.on_call(&listing()).before {
        Some(Failure::Error { error, .. }) => Some(error.status),
        _ => None,
    };
    assert_eq!([status(), status(), status()], [Some(429), Some(500), None]);
}

#[test]
fn delays_add_up_beside_another_fault() {
    let delay = |millis| Fault::on_api_gateway().delay(Duration::from_millis(millis));
    let mut faults =
        Faults(vec![delay(5), Fault::on_api_gateway().lose_answer(), delay(7), delay(9).after_the_work()]);
    let injected = faults.on_call(&listing());
    assert_eq!(injected.delay_before, Duration::from_millis(12));
    assert_eq!(injected.delay_after, Duration::from_millis(9));
    assert!(matches!(injected.after, Some(Failure::Close)));
}

#[test]
fn a_storm_of_one_seed_is_always_the_same_and_of_its_strength() {
    let storm = |seed| faulty(&mut faults(Fault::on_api_gateway().storm(0.5, seed)), 1_000);
    assert_eq!(storm(7), storm(7));
    assert_ne!(storm(7), storm(8));
    let hits = storm(7).into_iter().filter(|hit| *hit).count();
    assert!((400..600).contains(&hits), "{hits} of 1000");
}

#[test]
fn a_storm_answers_with_both_errors_and_throttles_before_the_work() {
    let mut faults = faults(Fault::on_api_gateway().storm(1.0, 1));
    let mut seen = std::collections::BTreeSet::new();
    for _ in 0..100 {
        let injected = faults.on_call(&listing());
        let before = injected.before.is_some();
        if let Some(Failure::Error { error, .. }) = injected.before.or(injected.after) {
            seen.insert((before, error.status));
        }
    }
    assert_eq!(Vec::from_iter(seen), [(false, 500), (true, 429), (true, 500)]);
}
