//! What a write does next, event by event.

use std::time::Duration;

use crate::gateway::domain_cache::DomainCache;
use crate::gateway::pages::Page;
use crate::gateway::recovery::{Event, Recovery, Step};
use crate::gateway::write::Write;
use crate::gateway::{
    Action, CallError, Failure, Mapping, MappingSpec, MappingUpdate, MayHaveWorked, RefusalKind, WriteError,
};
use crate::names::{ApiId, MappingId, MappingKey, StageName};

fn spec() -> MappingSpec {
    MappingSpec {
        key: MappingKey::from_api("orders"),
        api_id: ApiId::parse("a1").unwrap(),
        stage: StageName::parse("test").unwrap(),
    }
}

fn id(id: &str) -> MappingId {
    MappingId::from_api(id).unwrap()
}

/// A mapping at the key, as asked for or with another stage.
fn mapping(id: &str, is_as_asked: bool) -> Mapping {
    let stage = if is_as_asked { "test" } else { "prod" };
    Mapping::from_api(Some(id), Some("orders"), Some("a1"), Some(stage)).unwrap()
}

fn create() -> Recovery {
    Recovery::new(Write::Create(spec()), 10)
}

fn update() -> Recovery {
    Recovery::new(Write::Update(id("m1"), MappingUpdate { spec: spec(), new_key: true }), 10)
}

fn delete() -> Recovery {
    Recovery::new(Write::Delete(id("m1")), 10)
}

fn error(failure: Failure) -> CallError {
    CallError { action: Action::CreateApiMapping, failure }
}

fn refused(kind: RefusalKind) -> CallError {
    error(Failure::Refused { kind, message: String::new(), retry_after: None })
}

fn lost() -> Event {
    Event::Failed(error(Failure::NoAnswer), MayHaveWorked::Unanswered)
}

fn cut_off() -> Event {
    let failure = Failure::OutOfTime { limit: Duration::from_secs(1), in_flight: true };
    Event::Failed(error(failure), MayHaveWorked::UnderWay)
}

fn found(mapping: Mapping) -> Event {
    Event::Found(Ok(Some(mapping)))
}

fn gone() -> Event {
    Event::Found(Ok(None))
}

fn no_look_up() -> Event {
    Event::Found(Err(refused(RefusalKind::Denied)))
}

/// The last step after these events on a domain that had no mappings, in short.
fn end(write: Recovery, events: Vec<Event>) -> String {
    let mut cache = DomainCache::default();
    cache.add_page(Page::new(Vec::new(), None)).unwrap();
    end_on(cache, write, events)
}

fn end_on(mut cache: DomainCache, mut write: Recovery, events: Vec<Event>) -> String {
    let mut step = write.begin(&mut cache);
    for event in events {
        assert!(!matches!(step, Step::Done(_)), "ended before {event:?}");
        step = write.step(event, &mut cache);
    }
    match step {
        Step::Done(Ok(Some(mapping))) => format!("done {}", mapping.id),
        Step::Done(Ok(None)) => "done".to_owned(),
        Step::Done(Err(WriteError::KeyTaken { holder, .. })) => format!("taken by {}", holder.id),
        Step::Done(Err(WriteError::MayBeOwn { holder, .. })) => format!("may be own {}", holder.id),
        Step::Done(Err(WriteError::Gone(_))) => "gone".to_owned(),
        Step::Done(Err(WriteError::Overtaken { actual, .. })) => format!("overtaken {}", actual.id),
        Step::Done(Err(WriteError::Unclear { .. })) => "unclear".to_owned(),
        Step::Done(Err(WriteError::Failed(_))) => "failed".to_owned(),
        Step::FindHolder(key) => format!("find the holder of {key}"),
        Step::Read(id) => format!("read {id}"),
        Step::WaitForKey(Some(holder)) => format!("wait for {holder}"),
        Step::WaitForKey(None) => "wait for the key".to_owned(),
        other => format!("{other:?}"),
    }
}

fn listed() -> Event {
    Event::Listed(Ok(()))
}

#[test]
fn a_create_lists_the_domain_first_and_other_writes_do_not() {
    assert_eq!(end(create(), vec![]), "List");
    assert_eq!(end(create(), vec![listed()]), "Send");
    assert_eq!(end(update(), vec![]), "Send");
    assert_eq!(end(delete(), vec![]), "Send");
    assert_eq!(end(create(), vec![Event::Listed(Err(error(Failure::NoAnswer)))]), "failed");
    let denied = Event::Listed(Err(refused(RefusalKind::Denied)));
    assert_eq!(end(create(), vec![denied]), "Send");
}

#[test]
fn an_answer_ends_a_write() {
    assert_eq!(end(create(), vec![listed(), Event::Answered(Some(mapping("m1", true)))]), "done m1");
    assert_eq!(end(update(), vec![Event::Answered(Some(mapping("m1", true)))]), "done m1");
    assert_eq!(end(delete(), vec![Event::Answered(None)]), "done");
}

#[test]
fn a_refusal_that_leaves_nothing_open_ends_a_write() {
    let refusal = || Event::Failed(refused(RefusalKind::BadRequest), MayHaveWorked::No);
    assert_eq!(end(create(), vec![listed(), refusal()]), "failed");
    assert_eq!(end(update(), vec![refusal()]), "failed");
    assert_eq!(end(delete(), vec![refusal()]), "failed");
    assert_eq!(end(delete(), vec![conflict(MayHaveWorked::No)]), "failed");
    let not_found = || Event::Failed(refused(RefusalKind::NotFound), MayHaveWorked::No);
    assert_eq!(end(create(), vec![listed(), not_found()]), "failed");
}

#[test]
fn a_create_that_was_lost_claims_what_is_as_asked_for() {
    assert_eq!(end(create(), vec![listed(), lost()]), "find the holder of orders");
    let found_again = || vec![listed(), lost(), found(mapping("m1", true))];
    assert_eq!(end(create(), found_again()), "done m1");
    assert_eq!(end_on(DomainCache::default(), create(), found_again()), "taken by m1", "it was not listed");
    assert_eq!(end(create(), vec![listed(), lost(), found(mapping("m1", false))]), "taken by m1");
    assert_eq!(end(create(), vec![listed(), lost(), gone()]), "failed");
    assert_eq!(end(create(), vec![listed(), lost(), no_look_up()]), "unclear");
}

#[test]
fn a_duplicate_is_another_mapping_however_alike_unless_an_earlier_attempt_was_lost() {
    let end = |may_have_worked| {
        end(create(), vec![listed(), conflict(may_have_worked), found(mapping("m1", true))])
    };
    assert_eq!(end(MayHaveWorked::No), "wait for m1");
    assert_eq!(end(MayHaveWorked::Unanswered), "done m1");
}

/// A create that was refused because this mapping holds its key.
fn refused_by(holder: Mapping) -> Vec<Event> {
    vec![listed(), conflict(MayHaveWorked::No), found(holder)]
}

fn conflict(may_have_worked: MayHaveWorked) -> Event {
    Event::Failed(refused(RefusalKind::Conflict), may_have_worked)
}

#[test]
fn a_write_that_was_refused_its_key_ends_so_unless_the_key_is_freed() {
    let then = |more: Vec<Event>| end(create(), [refused_by(mapping("m1", false)), more].concat());
    assert_eq!(then(vec![Event::KeyIsHeld]), "taken by m1");
    assert_eq!(then(vec![Event::KeyMayBeFree]), "Send");
    assert_eq!(then(vec![Event::KeyMayBeFree, Event::Answered(Some(mapping("m2", true)))]), "done m2");
    let interrupted = Event::Failed(error(Failure::Interrupted), MayHaveWorked::No);
    assert_eq!(then(vec![interrupted]), "failed");
    let update = |more: Vec<Event>| {
        let refused =
            vec![conflict(MayHaveWorked::No), found(mapping("m1", false)), found(mapping("m2", true))];
        end(update(), [refused, more].concat())
    };
    assert_eq!(update(vec![Event::KeyIsHeld]), "taken by m2");
    assert_eq!(update(vec![Event::KeyMayBeFree, Event::Answered(Some(mapping("m1", true)))]), "done m1");
}

#[test]
fn a_write_that_may_have_been_done_is_not_tried_again() {
    let throttled = vec![listed(), conflict(MayHaveWorked::Throttled), gone()];
    assert_eq!(end(create(), throttled), "failed");
    let lost =
        vec![conflict(MayHaveWorked::Unanswered), found(mapping("m1", false)), found(mapping("m2", true))];
    assert_eq!(end(update(), lost), "taken by m2");
}

#[test]
fn a_write_that_was_only_throttled_before_waits_for_its_key() {
    let events = vec![listed(), conflict(MayHaveWorked::Throttled), found(mapping("m1", false))];
    assert_eq!(end(create(), events), "wait for m1");
    let refused = conflict(MayHaveWorked::Throttled);
    let events = vec![refused, found(mapping("m1", false)), found(mapping("m2", true))];
    assert_eq!(end(update(), events), "wait for m2");
}

#[test]
fn what_held_the_key_while_a_create_waited_is_not_its_own() {
    let again = vec![Event::KeyMayBeFree, lost(), found(mapping("m1", true))];
    let events = [refused_by(mapping("m1", true)), again].concat();
    assert_eq!(end(create(), events), "taken by m1");
    let again = vec![Event::KeyMayBeFree, lost(), found(mapping("m2", true))];
    assert_eq!(end(create(), [refused_by(mapping("m1", true)), again].concat()), "done m2");
}

#[test]
fn after_a_throttle_alone_a_mapping_is_not_taken_for_this_creates_own() {
    let throttled = |may_have_worked| Event::Failed(refused(RefusalKind::Throttled), may_have_worked);
    let events = |may_have_worked| vec![listed(), throttled(may_have_worked), found(mapping("m1", true))];
    assert_eq!(end(create(), events(MayHaveWorked::Throttled)), "may be own m1");
    let unlisted = end_on(DomainCache::default(), create(), events(MayHaveWorked::Throttled));
    assert_eq!(unlisted, "taken by m1", "it may have been there before");
    assert_eq!(
        end(create(), events(MayHaveWorked::Unanswered)),
        "done m1",
        "an earlier attempt got no answer"
    );
}

#[test]
fn an_update_whose_answer_did_not_fit_is_read() {
    let unfitting =
        || Event::Failed(error(Failure::UnexpectedAnswer(String::new())), MayHaveWorked::Unanswered);
    assert_eq!(end(update(), vec![unfitting()]), "read m1");
    assert_eq!(end(update(), vec![unfitting(), found(mapping("m1", true))]), "done m1");
    assert_eq!(end(update(), vec![unfitting(), found(mapping("m1", false))]), "overtaken m1");
    assert_eq!(end(update(), vec![unfitting(), gone()]), "gone");
    assert_eq!(end(update(), vec![unfitting(), no_look_up()]), "unclear");
}

#[test]
fn a_duplicate_whose_holder_is_not_known_waits_for_the_key() {
    for found in [no_look_up(), gone()] {
        let events = vec![listed(), conflict(MayHaveWorked::No), found];
        assert_eq!(end(create(), events.clone()), "wait for the key");
        assert_eq!(end(create(), [events, vec![Event::KeyIsHeld]].concat()), "failed");
    }
}

#[test]
fn an_update_that_was_lost_is_read() {
    assert_eq!(end(update(), vec![lost()]), "read m1");
    assert_eq!(end(update(), vec![lost(), found(mapping("m1", true))]), "done m1");
    assert_eq!(end(update(), vec![lost(), found(mapping("m1", false))]), "failed");
    assert_eq!(end(update(), vec![lost(), gone()]), "gone");
    assert_eq!(end(update(), vec![lost(), no_look_up()]), "unclear");
}

#[test]
fn an_update_that_is_not_found_is_read_to_see_what_does_not_exist() {
    let not_found = || Event::Failed(refused(RefusalKind::NotFound), MayHaveWorked::No);
    assert_eq!(end(update(), vec![not_found(), gone()]), "gone");
    assert_eq!(end(update(), vec![not_found(), found(mapping("m1", false))]), "failed");
    assert_eq!(end(update(), vec![not_found(), found(mapping("m1", true))]), "failed");
    assert_eq!(end(update(), vec![not_found(), no_look_up()]), "failed");
}

#[test]
fn an_update_that_meets_a_duplicate_finds_the_holder() {
    let conflict = || conflict(MayHaveWorked::No);
    let holder = |event| vec![conflict(), found(mapping("m1", false)), event];
    assert_eq!(end(update(), vec![conflict(), found(mapping("m1", false))]), "find the holder of orders");
    assert_eq!(end(update(), holder(found(mapping("m2", true)))), "wait for m2");
    assert_eq!(end(update(), holder(found(mapping("m1", true)))), "failed");
    assert_eq!(end(update(), holder(gone())), "wait for the key");
    assert_eq!(end(update(), holder(no_look_up())), "wait for the key");
    assert_eq!(end(update(), vec![conflict(), no_look_up()]), "wait for the key");
    assert_eq!(end(update(), vec![conflict(), gone()]), "gone");
}

#[test]
fn a_delete_that_was_lost_is_read() {
    assert_eq!(end(delete(), vec![lost()]), "read m1");
    assert_eq!(end(delete(), vec![lost(), gone()]), "done");
    assert_eq!(end(delete(), vec![lost(), found(mapping("m1", true))]), "failed");
    assert_eq!(end(delete(), vec![lost(), no_look_up()]), "failed");
}

/// How often a write is looked for when nothing ever shows that it was carried out.
fn looks(mut write: Recovery, failed: Event, looked: impl Fn() -> Event) -> usize {
    let mut cache = DomainCache::default();
    let mut step = write.step(failed, &mut cache);
    for looks in 0.. {
        match step {
            Step::Done(_) => return looks,
            Step::Wait => {
                step = write.step(Event::Waited, &mut cache);
                assert!(matches!(step, Step::Read(_) | Step::FindHolder(_)));
                step = write.step(looked(), &mut cache);
            }
            _ => step = write.step(looked(), &mut cache),
        }
        assert!(looks < 100, "no end");
    }
    unreachable!()
}

#[test]
fn a_request_that_was_cut_off_is_looked_for_until_it_would_have_been_answered() {
    assert_eq!(looks(create(), cut_off(), gone), 11);
    assert_eq!(looks(update(), cut_off(), || found(mapping("m1", false))), 11);
    assert_eq!(looks(delete(), cut_off(), || found(mapping("m1", true))), 11);
    assert_eq!(looks(create(), lost(), gone), 1);
    // Whatever became of the attempts after it.
    let interrupted = || Event::Failed(error(Failure::Interrupted), MayHaveWorked::UnderWay);
    assert_eq!(looks(create(), interrupted(), gone), 11);
}

#[test]
fn looking_ends_when_the_work_shows() {
    assert_eq!(end(create(), vec![listed(), cut_off(), gone()]), "Wait");
    assert_eq!(end(create(), vec![listed(), cut_off(), gone(), Event::Waited]), "find the holder of orders");
    assert_eq!(end(create(), vec![listed(), cut_off(), found(mapping("m1", false))]), "taken by m1");
    assert_eq!(end(update(), vec![cut_off(), found(mapping("m1", false))]), "Wait");
    assert_eq!(end(update(), vec![cut_off(), found(mapping("m1", true))]), "done m1");
    assert_eq!(end(delete(), vec![cut_off(), found(mapping("m1", true)), Event::Waited, gone()]), "done");
}
