//! Listings and their pages.

use crate::call::Call;
use crate::calls::{create, delete, list, list_rules};
use crate::probe::{Probe, Topic};

/// The size of a page where none is asked for.
const PAGE: usize = 25;

pub(super) fn probes() -> Vec<Probe> {
    let probe = |name, question| Probe::new(Topic::Listings, name, question);
    let page = |size| list("{regional}").query("maxResults", size).counted();
    let one = || list("{regional}").query("maxResults", "1");
    let next = |token: &str| list("{regional}").query("nextToken", token).counted();
    let sizes = ["0", "1", "100", "500", "501", "many"];
    let (first, second) = (mapping("orders-1").named("first"), mapping("orders-2").named("second"));
    vec![
        probe("page_default", "How many items a page has where no number is asked for.")
            .given_all(mappings(PAGE + 1))
            .ask(list("{regional}").counted()),
        probe("page_sizes", "Which sizes of a page can be asked for.")
            .given_all(mappings(2))
            .ask_all(sizes.map(page)),
        probe("page_sizes_of_rules", "Which sizes of a page of routing rules can be asked for.")
            .ask_all(["100", "101"].map(|size| list_rules("{regional}", size))),
        probe("page_last_token", "What the last page has in place of a token.")
            .given_all(mappings(2))
            .ask(page("1").named("token"))
            .ask(page("1").query("nextToken", "{token}")),
        probe("page_malformed_token", "What a token that is none is answered.").ask(next("abc")),
        probe("page_token_after_delete", "What a token is worth when all that was listed is gone.")
            .given_all([first.clone(), second.clone()])
            .ask(page("1").named("token"))
            .given_all([delete("{regional}", "{first}"), delete("{regional}", "{second}")])
            .ask(next("{token}")),
        probe("list_after_write", "Whether a listing shows a create and a delete at once.")
            .given(first)
            .ask(list("{regional}").counted())
            .given(delete("{regional}", "{first}"))
            .ask(list("{regional}").counted()),
        // In pages of one mapping, because a record sorts what a page has.
        probe("list_order", "Which order a listing has: that of creation, of keys, or another.")
            .given_all(["b", "c", "a"].map(mapping))
            .ask(one().named("second"))
            .ask(one().query("nextToken", "{second}").named("third"))
            .ask(one().query("nextToken", "{third}")),
    ]
}

fn mappings(count: usize) -> impl Iterator<Item = Call> {
    (1..=count).map(|number| mapping(&format!("orders-{number}")))
}

fn mapping(key: &str) -> Call {
    create("{regional}", "{http}", "live", key)
}
