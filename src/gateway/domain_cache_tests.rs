//! What is known of the mappings of a domain.

use super::*;
use crate::gateway::{Action, MappingSpec, RefusalKind};
use crate::names::{ApiId, StageName};

fn mapping(id: &str, key: &str) -> Mapping {
    Mapping::from_api(Some(id), Some(key), Some("a1"), Some("test")).unwrap()
}

fn id(id: &str) -> MappingId {
    MappingId::from_api(id).unwrap()
}

fn page(ids: &[&str], next: Option<&str>) -> Page<Mapping> {
    Page::new(ids.iter().map(|id| mapping(id, id)).collect(), next.map(str::to_owned))
}

fn cache(pages: &[(&[&str], Option<&str>)]) -> DomainCache {
    let mut cache = DomainCache::default();
    for (ids, next) in pages {
        cache.add_page(page(ids, *next)).unwrap();
    }
    cache
}

fn error(kind: RefusalKind) -> CallError {
    let failure = Failure::Refused { kind, message: String::new(), retry_after: None };
    CallError { action: Action::GetApiMappings, failure }
}

const TWO_PAGES: &[(&[&str], Option<&str>)] = &[(&["1", "2"], Some("t")), (&["3"], None)];

#[test]
fn absence_from_all_pages_is_confirmed_by_a_read() {
    let first = cache(&TWO_PAGES[..1]);
    assert_eq!(first.get(&id("1")), Some(Some(mapping("1", "1"))));
    assert_eq!(first.get(&id("9")), None);
    assert!(first.all().is_none());
    let mut both = cache(TWO_PAGES);
    assert_eq!(both.get(&id("3")), Some(Some(mapping("3", "3"))));
    assert_eq!(both.get(&id("9")), None);
    assert_eq!((both.next_read(false), both.next_read(true)), (NextRead::ById, NextRead::ById));
    both.found_by_id(&id("9"), None);
    assert_eq!(both.get(&id("9")), Some(None));
    assert_eq!(both.all().unwrap().iter().count(), 3);
}

#[test]
fn reads_begin_with_the_first_page() {
    for is_single in [true, false] {
        assert_eq!(DomainCache::default().next_read(is_single), NextRead::Page(None));
    }
}

#[test]
fn pages_go_on_while_several_readers_wait() {
    let mut cache = cache(&TWO_PAGES[..1]);
    assert_eq!(cache.next_read(false), NextRead::Page(Some("t".to_owned())));
}

#[test]
fn a_single_reader_reads_by_id_once() {
    let mut cache = cache(&TWO_PAGES[..1]);
    assert_eq!(cache.next_read(true), NextRead::ById);
    assert_eq!(cache.next_read(true), NextRead::Page(Some("t".to_owned())));
    cache.found_by_id(&id("8"), None);
    cache.found_by_id(&id("7"), Some(mapping("7", "k")));
    assert_eq!(cache.get(&id("8")), Some(None));
    assert_eq!(cache.get(&id("7")), Some(Some(mapping("7", "k"))));
}

#[test]
fn without_permission_to_list_every_reader_reads_by_id() {
    let mut cache = DomainCache::default();
    assert!(cache.denied().is_none());
    cache.page_failed(error(RefusalKind::Denied));
    assert!(cache.denied().is_some_and(CallError::is_denied));
    assert_eq!((cache.next_read(true), cache.next_read(false)), (NextRead::ById, NextRead::ById));
    assert_eq!(cache.failures(), 0);
}

#[test]
fn a_domain_that_does_not_exist_has_no_mappings() {
    let mut cache = DomainCache::default();
    cache.page_failed(error(RefusalKind::NotFound));
    assert_eq!(cache.get(&id("1")), Some(None));
    assert_eq!(cache.all().unwrap().iter().count(), 0);
}

#[test]
fn a_later_page_that_is_not_found_says_nothing_of_the_domain() {
    let mut cache = cache(&TWO_PAGES[..1]);
    cache.page_failed(error(RefusalKind::NotFound));
    assert_eq!((cache.get(&id("3")), cache.failures()), (None, 1));
    assert!(cache.all().is_none());
}

#[test]
fn a_page_that_fails_fails_its_readers_and_the_listing_begins_anew() {
    let mut cache = cache(&TWO_PAGES[..1]);
    cache.wrote(&mapping("5", "new"));
    let before = cache.failures();
    assert!(cache.failure_since(before).is_none());
    cache.page_failed(error(RefusalKind::ServerError));
    assert_eq!(cache.failure_since(before).and_then(CallError::refusal), Some(RefusalKind::ServerError));
    assert!(cache.failure_since(cache.failures()).is_none());
    assert_eq!(cache.next_read(true), NextRead::Page(None));
    assert!(cache.all().is_none());
    assert_eq!(cache.get(&id("5")), Some(Some(mapping("5", "new"))));
}

#[test]
fn a_listing_that_never_ends_is_an_error() {
    let mut cache = cache(&TWO_PAGES[..1]);
    assert_eq!(cache.add_page(page(&["9"], Some("t"))), Err(Failure::EndlessListing));
}

#[test]
fn own_writes_are_seen_at_once_and_outlast_older_pages() {
    let mut cache = cache(&TWO_PAGES[..1]);
    cache.wrote(&mapping("1", "changed"));
    cache.removed(&id("2"));
    cache.removed(&id("3"));
    cache.add_page(page(&["1", "3", "4"], None)).unwrap();
    assert_eq!(cache.get(&id("1")), Some(Some(mapping("1", "changed"))));
    assert_eq!((cache.get(&id("2")), cache.get(&id("3"))), (Some(None), Some(None)));
    cache.found_by_id(&id("2"), Some(mapping("2", "2")));
    assert_eq!(cache.get(&id("2")), Some(None), "it was deleted after that read began");
    let all = cache.all().unwrap();
    assert_eq!(all.iter().count(), 2);
    assert_eq!(all.at(&MappingKey::from_api("1")), None);
}

#[test]
fn a_mapping_is_claimed_when_it_was_absent_and_is_no_other_write() {
    let found = mapping("9", "orders");
    assert!(!cache(&TWO_PAGES[..1]).claim(&found), "the domain was not listed to its end");
    assert!(!cache(TWO_PAGES).claim(&mapping("3", "3")), "it was there before");
    let mut cache = cache(TWO_PAGES);
    assert!(cache.may_have_missed(&found) && !cache.may_have_missed(&mapping("3", "elsewhere")));
    assert!(cache.claim(&found));
    assert!(!cache.claim(&found), "it is the work of another write now");
    assert!(!cache.may_have_missed(&found));
    assert_eq!(cache.get(&id("9")), Some(Some(found.clone())));
    cache.removed(&id("8"));
    assert!(!cache.claim(&mapping("8", "orders")), "this process deleted it");
}

#[test]
fn a_mapping_that_was_read_before_is_not_claimed_though_no_page_held_it() {
    let mut cache = cache(TWO_PAGES);
    cache.found_by_id(&id("9"), Some(mapping("9", "orders")));
    assert!(!cache.claim(&mapping("9", "orders")));
}

#[test]
fn a_mapping_is_not_claimed_while_another_create_may_be_about_to_hear_that_it_made_it() {
    let create = |key: &str| {
        let spec = MappingSpec {
            key: MappingKey::from_api(key),
            api_id: ApiId::parse("a1").unwrap(),
            stage: StageName::parse("test").unwrap(),
        };
        Write::Create(spec)
    };
    let mut cache = cache(TWO_PAGES);
    cache.begin(&create("orders"));
    cache.begin(&create("orders"));
    cache.begin(&create("payments"));
    assert!(!cache.claim(&mapping("8", "orders")) && !cache.may_have_missed(&mapping("8", "orders")));
    assert!(cache.claim(&mapping("9", "payments")));
    let failed = Err(WriteError::Failed(error(RefusalKind::ServerError)));
    cache.note(&create("orders"), &failed);
    assert!(cache.claim(&mapping("8", "orders")), "the other one has failed");
}

#[test]
fn a_new_listing_has_what_others_changed_and_what_was_written_here() {
    let mut cache = cache(TWO_PAGES);
    cache.wrote(&mapping("1", "changed"));
    cache.wrote(&mapping("8", "new"));
    cache.removed(&id("2"));
    cache.uncertain(&id("3"));
    let listed = [mapping("1", "old"), mapping("2", "2"), mapping("3", "3"), mapping("9", "of another")];
    let all = cache.with_writes(listed);
    let found: Vec<_> = all.iter().map(|found| (found.id.as_str(), found.key.as_str())).collect();
    let mut found = found;
    found.sort_unstable();
    assert_eq!(found, [("1", "changed"), ("3", "3"), ("8", "new"), ("9", "of another")]);
}

#[test]
fn a_key_is_given_by_a_write_that_is_done_and_by_none_that_may_have_been() {
    let key = MappingKey::from_api;
    let mut cache = cache(TWO_PAGES);
    cache.wrote(&mapping("1", "changed"));
    cache.uncertain(&id("2"));
    assert!(cache.has_given(&id("1"), &key("changed")) && !cache.has_given(&id("1"), &key("1")));
    assert!(!cache.has_given(&id("2"), &key("2")) && !cache.has_given(&id("3"), &key("3")));
}

#[test]
fn a_mapping_that_a_write_may_have_changed_is_read_by_its_id() {
    let mut cache = cache(&TWO_PAGES[..1]);
    cache.wrote(&mapping("1", "changed"));
    cache.found_by_id(&id("3"), Some(mapping("3", "3")));
    cache.uncertain(&id("1"));
    cache.uncertain(&id("3"));
    cache.add_page(page(&["3"], None)).unwrap();
    assert_eq!((cache.get(&id("1")), cache.get(&id("3"))), (None, None));
    assert_eq!(cache.next_read(false), NextRead::ById);
    assert!(!cache.claim(&mapping("3", "3")), "it was there before");
    assert!(cache.claim(&mapping("9", "orders")), "the listing of the others still counts");
    cache.found_by_id(&id("1"), None);
    assert_eq!(cache.get(&id("1")), Some(None));
}
