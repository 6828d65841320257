use super::*;
use crate::checks::testing::plan as planned;
use crate::gateway::Protocol;

fn domain(name: &str) -> DomainName {
    DomainName::parse(name).unwrap()
}

fn ireland() -> Region {
    Region::parse("eu-west-1").unwrap()
}

fn orders(id: Option<&str>) -> Arc<PlannedMapping> {
    planned(id, "orders", "a1b2c3d4", Protocol::WebSocket)
}

fn shop(id: Option<&str>) -> Arc<PlannedMapping> {
    planned(id, "shop", "5h0p5h0p", Protocol::Http)
}

fn plan(run: &Run, planned: &[Arc<PlannedMapping>]) -> Vec<Arc<PlannedMapping>> {
    run.note_planned(&ireland(), &domain("api.example.com"), planned)
}

#[test]
fn a_plan_is_compared_with_the_earlier_ones_of_its_domain() {
    let run = Run::default();
    assert_eq!(plan(&run, &[orders(None)]), []);
    assert_eq!(run.note_planned(&ireland(), &domain("web.example.com"), &[orders(None)]), []);
    let virginia = Region::parse("us-east-1").unwrap();
    assert_eq!(run.note_planned(&virginia, &domain("api.example.com"), &[orders(None)]), []);
    assert_eq!(plan(&run, &[shop(None)]), [orders(None)]);
    assert_eq!(plan(&run, &[orders(Some("m1"))]), [orders(None), shop(None)]);
}

#[test]
fn the_mappings_of_a_table_are_not_compared_with_themselves() {
    let run = Run::default();
    assert_eq!(plan(&run, &[orders(Some("m1")), shop(None)]), []);
    assert_eq!(plan(&run, &[orders(Some("m1")), orders(Some("m2"))]), [shop(None)]);
    assert_eq!(plan(&run, &[]), [shop(None), orders(Some("m1")), orders(Some("m2"))]);
}

#[test]
fn a_replacement_is_no_second_mapping_even_while_its_api_is_unknown() {
    for unknown in [false, true] {
        let orders = |id| {
            let planned = Arc::unwrap_or_clone(orders(id));
            Arc::new(PlannedMapping { api_id: planned.api_id.filter(|_| !unknown), ..planned })
        };
        let run = Run::default();
        assert_eq!(plan(&run, &[orders(Some("m1"))]), []);
        assert_eq!(plan(&run, &[orders(None)]), []);
        // And counts as one for those that follow.
        assert_eq!(plan(&run, &[orders(Some("m2"))]), [orders(Some("m1"))]);
    }
}

#[test]
fn two_new_mappings_at_one_key_are_two() {
    let run = Run::default();
    plan(&run, &[orders(None)]);
    assert_eq!(plan(&run, &[orders(None)]), [orders(None)]);
}

#[test]
fn a_mapping_that_is_planned_again_takes_its_own_place() {
    let run = Run::default();
    plan(&run, &[orders(Some("m1"))]);
    assert_eq!(plan(&run, &[shop(Some("m1"))]), []);
    assert_eq!(plan(&run, &[]), [shop(Some("m1"))]);
}

#[test]
fn a_cause_is_reported_once() {
    let (run, mut diags) = (Run::default(), Diagnostics::default());
    for cause in ["first", "first", "second"] {
        run.report_once(&mut diags, cause, crate::diagnostic::general(cause, "For a reason."));
    }
    let reported: Vec<&str> = diags.errors.iter().map(|error| &*error.summary).collect();
    assert_eq!(reported, ["first", "second"]);
    assert!(run.reports_first("one"));
    assert!(!run.reports_first("one"));
    assert!(run.reports_first("another"));
    let runs = Runs::default();
    assert_eq!(["one", "one", "another"].map(|cause| runs.reports_first(cause)), [true, false, true]);
}

#[test]
fn a_mapping_that_is_gone_is_known_by_its_place() {
    let key = |text| MappingKey::parse(text).unwrap();
    let id = MappingId::from_api("m1").unwrap();
    let runs = Runs::default();
    let run = runs.start();
    runs.note_managed(id.clone());
    run.note_gone(&ireland(), domain("api.example.com"), key("orders"), id.clone());
    let gone = |region: &str, name, at| {
        run.gone(&Region::parse(region).unwrap(), &domain(name), &key(at)).as_ref() == Some(&id)
    };
    assert!(gone("eu-west-1", "api.example.com", "orders"));
    assert!(!gone("eu-west-1", "api.example.com", "shop"));
    assert!(!gone("eu-west-1", "web.example.com", "orders"));
    assert!(!gone("us-east-1", "api.example.com", "orders"));
    assert!(!run.manages(&id));
}

#[test]
fn what_terraform_manages_is_known_to_every_run() {
    let id = MappingId::from_api("m1").unwrap();
    let runs = Runs::default();
    let (run, next) = (runs.start(), runs.start());
    assert!(!run.manages(&id));
    runs.note_managed(id.clone());
    assert!(run.manages(&id) && next.manages(&id));
}

#[test]
fn a_mapping_is_imported_again_when_the_state_has_it_whichever_is_known_first() {
    let [stored, new, both] = ["m1", "m2", "m3"].map(|id| MappingId::from_api(id).unwrap());
    let runs = Runs::default();
    let run = runs.start();
    runs.note_stored(stored.clone());
    run.note_imported(both.clone());
    run.note_imported(new.clone());
    // What was imported is read next.
    runs.note_managed(new.clone());
    assert!([&stored, &new, &both].iter().all(|id| !run.is_imported_again(id)));
    runs.note_stored(both.clone());
    assert!(run.is_imported_again(&both) && run.manages(&both));
    run.note_imported(new.clone());
    assert!(run.is_imported_again(&new), "it is imported at two addresses");
    assert!(!runs.start().is_imported_again(&both), "the next run has not imported it");
}

#[tokio::test]
async fn a_plan_after_a_write_or_with_what_was_stored_is_repeated() {
    let (run, next) = (Run::default(), Run::default());
    // Tests are not started by Terraform.
    assert_eq!(run.phase::<()>(&PlanPhase::Unknown).await, Phase::Other);
    assert_eq!(run.phase(&PlanPhase::BeforeApply(())).await, Phase::Repeated);
    run.note_write();
    assert_eq!(run.phase::<()>(&PlanPhase::Unknown).await, Phase::Repeated);
    assert_eq!(next.phase::<()>(&PlanPhase::Unknown).await, Phase::Other);
}
