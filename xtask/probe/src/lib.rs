//! What API Gateway accepts and refuses, asked of the service itself or of what stands in
//! for it.
//!
//! ```text
//! probes    the table: what is asked, by topic
//! probe     what a probe consists of
//! call      one call, with handles in place of ids
//! calls     the calls that probes make, by what they are about
//! record    the answers of a run, without what differs from run to run
//!
//! run       a run as a whole: announcement, questions, removal, record
//! target    what is asked: AWS, the local endpoint, ministack, a URL
//! asking    one probe, its steps and what is left to remove after it
//! world     the APIs, domain names and the certificate that probes ask about
//! session   one run's calls: filled, paced, entered in the ledger, sent, repeated
//! ledger    what has been made and not yet removed
//! removal   removes it, and finds it where an answer was lost
//! normalise takes out of an answer what differs from run to run
//! scrubbing takes ARNs, account numbers and hosts out of its texts
//! compare   what differs between two records
//! ```

mod announcement;
mod asking;
pub mod call;
pub mod calls;
mod client;
pub mod compare;
mod creation;
mod domain_parts;
mod edge_certificate;
mod finding;
mod handles;
mod hosts;
mod identity;
mod interrupt;
mod ledger;
mod ministack;
mod normalise;
pub mod options;
mod pacing;
pub mod probe;
pub mod probes;
mod progress;
pub mod record;
pub mod record_files;
mod removal;
mod reply;
pub mod report;
mod request;
pub mod run;
mod scrubbing;
mod session;
mod target;
mod world;
