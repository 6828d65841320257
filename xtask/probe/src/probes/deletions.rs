//! Deletes of what is mapped, and of what is gone.
//!
//! Where such a delete is not refused, a part of the world is gone. So these come late.

use crate::calls::{create, delete, delete_api, delete_domain, delete_stage};
use crate::probe::{Probe, Topic};

pub(super) fn probes() -> Vec<Probe> {
    let probe = |name, question| Probe::new(Topic::Deletions, name, question);
    vec![
        probe("delete_mapping_twice", "What a second delete of a mapping is answered.")
            .given(create("{regional}", "{http}", "live", "orders").named("mapping"))
            .ask(delete("{regional}", "{mapping}"))
            .ask(delete("{regional}", "{mapping}")),
        probe("delete_mapped_stage", "What a delete of a stage that is mapped is answered.")
            .given(create("{regional}", "{http}", "next", "orders"))
            .ask(delete_stage("{http}", "next")),
        probe("delete_mapped_api", "What a delete of an API that is mapped is answered.")
            .given(create("{regional}", "{http_second}", "live", "orders"))
            .ask(delete_api("{http_second}")),
        probe("delete_domain_with_mappings", "What a delete of a domain name that has mappings is answered.")
            .given(create("{other}", "{http}", "live", "orders"))
            .ask(delete_domain("{other}")),
    ]
}
