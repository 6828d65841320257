//! How a call can fail: the one classification.
//!
//! Whether another attempt helps (`retry`), whether the service may have done the work
//! all the same ([`Failure::may_have_worked`]) and what a user reads are matches on
//! [`Failure`]. `sdk_error` makes one of what the SDK says.

use std::time::Duration;

use humantime::format_duration;

use super::action::Action;

/// A call that failed.
#[derive(Clone, Debug, PartialEq, Eq, Hash, thiserror::Error)]
#[error("{action}: {failure}")]
pub struct CallError {
    /// Which call.
    pub action: Action,
    /// How it failed.
    pub failure: Failure,
}

/// How a call failed.
#[derive(Clone, Debug, PartialEq, Eq, Hash, thiserror::Error)]
pub enum Failure {
    /// The service answered, and refused.
    #[error("{message}")]
    Refused {
        /// What kind of refusal it is.
        kind: RefusalKind,
        /// The service's own words: error code, status, request id and message.
        message: String,
        /// How long the service asks to wait before the next call.
        retry_after: Option<Duration>,
    },
    /// An answer that does not come from API Gateway: a refusal without the service's
    /// error code, or anything that is not in its form.
    #[error("HTTP status {status}, {with}")]
    NotApiGateway {
        /// The HTTP status.
        status: u16,
        /// What came with it: `with a page of HTML`.
        with: String,
    },
    /// A success that lacks what this call is made for, or speaks of something else; what
    /// it holds.
    #[error("a success that does not fit the request: {0}")]
    UnexpectedAnswer(String),
    /// A listing that leads back to a page that was fetched before.
    #[error("a listing that never ends: the service gave the same page token twice")]
    EndlessListing,
    /// No answer came in time.
    #[error("no answer in time")]
    NoAnswer,
    /// The operation's time limit passed.
    #[error("the time limit of {} passed", format_duration(*limit))]
    OutOfTime {
        /// The time limit.
        limit: Duration,
        /// Whether a request was under way when it passed.
        in_flight: bool,
    },
    /// The service asks to wait for longer than the operation may still take.
    #[error("API Gateway asks to wait for {}", format_duration(*.0))]
    AskedToWait(Duration),
    /// The run was interrupted before another attempt was made.
    #[error("the run was interrupted")]
    Interrupted,
    /// The connection broke before the answer was complete.
    #[error("{0}")]
    ConnectionLost(String),
    /// No connection was made.
    #[error("{0}")]
    NoConnection(String),
    /// The host of the endpoint does not exist, as far as the DNS says.
    #[error("{0}")]
    NoSuchHost(String),
    /// The certificate of what answers is not trusted.
    #[error("{0}")]
    UntrustedCertificate(String),
    /// The request was not sent: credentials or settings are at fault.
    #[error("{0}")]
    NotSent(String),
}

/// A success that does not fit the request; what it holds.
pub(super) fn unexpected(what: &str) -> Failure {
    Failure::UnexpectedAnswer(what.to_owned())
}

/// Whether an answer speaks of what was asked for.
pub(super) fn fits(what: &str, answered: Option<&str>, asked: &str) -> Result<(), Failure> {
    match answered {
        Some(answered) if answered == asked => Ok(()),
        Some(answered) => {
            Err(Failure::UnexpectedAnswer(format!("it speaks of {what} {}", shortened(answered))))
        }
        None => Err(Failure::UnexpectedAnswer(format!("it names no {what}"))),
    }
}

/// More of a text than this is not repeated.
const LONGEST_TEXT: usize = 1_000;

/// A text on one line, cut where it is longer than any that the service gives.
pub(super) fn shortened(text: &str) -> String {
    let text: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    match text.char_indices().nth(LONGEST_TEXT) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}

/// The kinds of refusal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RefusalKind {
    /// 400: the request is wrong in itself.
    BadRequest,
    /// The policies of the credentials, or others, do not allow it.
    Denied,
    /// The session of the credentials has expired.
    SessionExpired,
    /// The credentials, or the signature made with them, are not valid here.
    CredentialsNotAccepted,
    /// The account has not opted in to the service or the region.
    NotOptedIn,
    /// `NotFoundException`: domain, mapping or API does not exist.
    NotFound,
    /// 409: the key is taken.
    Conflict,
    /// 409 that asks to try again: the domain is being changed by another call.
    ConcurrentChange,
    /// Too many calls for the moment.
    Throttled,
    /// A quota is used up, so that no other attempt helps.
    QuotaReached,
    /// 5xx: the service failed.
    ServerError,
    /// Any other status.
    Other,
}

impl CallError {
    /// The kind of refusal, when the service refused.
    pub fn refusal(&self) -> Option<RefusalKind> {
        match self.failure {
            Failure::Refused { kind, .. } => Some(kind),
            _ => None,
        }
    }

    /// Whether the service says that what was asked for does not exist.
    pub fn is_not_found(&self) -> bool {
        self.refusal() == Some(RefusalKind::NotFound)
    }

    /// Whether the key is taken.
    pub fn is_conflict(&self) -> bool {
        self.refusal() == Some(RefusalKind::Conflict)
    }

    /// Whether policies do not allow the call.
    pub fn is_denied(&self) -> bool {
        self.refusal() == Some(RefusalKind::Denied)
    }
}

/// Whether a call that failed may have done its work all the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MayHaveWorked {
    /// It has not.
    No,
    /// It was throttled. A throttled create was seen to have created its mapping
    /// (hashicorp/aws, acceptance tests), so that is no clear no; but it is no sign either.
    Throttled,
    /// What came of it is not known.
    Unanswered,
    /// Nor is it known whether the service is done with it: it may still take effect.
    UnderWay,
}

impl Failure {
    /// Whether the service may have done the work although the call failed.
    pub fn may_have_worked(&self) -> MayHaveWorked {
        match self {
            Self::Refused { kind: RefusalKind::Throttled, .. } | Self::NotApiGateway { status: 429, .. } => {
                MayHaveWorked::Throttled
            }
            // A proxy that answers with a failure of its own may have given up waiting.
            Self::ConnectionLost(_)
            | Self::OutOfTime { in_flight: true, .. }
            | Self::NotApiGateway { status: 500.., .. } => MayHaveWorked::UnderWay,
            Self::Refused { kind: RefusalKind::ServerError, .. }
            | Self::NotApiGateway { .. }
            | Self::UnexpectedAnswer(_)
            | Self::NoAnswer => MayHaveWorked::Unanswered,
            Self::Refused { .. }
            | Self::OutOfTime { in_flight: false, .. }
            | Self::AskedToWait(_)
            | Self::Interrupted
            | Self::EndlessListing
            | Self::NoConnection(_)
            | Self::NoSuchHost(_)
            | Self::UntrustedCertificate(_)
            | Self::NotSent(_) => MayHaveWorked::No,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(kind: RefusalKind) -> Failure {
        Failure::Refused { kind, message: String::new(), retry_after: None }
    }

    fn error(failure: Failure) -> CallError {
        CallError { action: Action::CreateApiMapping, failure }
    }

    fn out_of_time(in_flight: bool) -> Failure {
        Failure::OutOfTime { limit: Duration::from_secs(1), in_flight }
    }

    #[test]
    fn the_kinds_that_others_ask_for_have_a_name() {
        let asked = |kind| {
            let error = error(refused(kind));
            (error.is_not_found(), error.is_conflict(), error.is_denied())
        };
        assert_eq!(asked(RefusalKind::NotFound), (true, false, false));
        assert_eq!(asked(RefusalKind::Conflict), (false, true, false));
        assert_eq!(asked(RefusalKind::Denied), (false, false, true));
        assert_eq!(error(Failure::NoAnswer).refusal(), None);
    }

    #[test]
    fn work_may_be_done_unless_the_answer_or_its_absence_rules_it_out() {
        for failure in [
            refused(RefusalKind::ServerError),
            Failure::NotApiGateway { status: 404, with: String::new() },
            Failure::UnexpectedAnswer(String::new()),
            Failure::NoAnswer,
        ] {
            assert_eq!(failure.may_have_worked(), MayHaveWorked::Unanswered, "{failure:?}");
        }
        for failure in [
            Failure::ConnectionLost(String::new()),
            Failure::NotApiGateway { status: 504, with: String::new() },
            out_of_time(true),
        ] {
            assert_eq!(failure.may_have_worked(), MayHaveWorked::UnderWay, "{failure:?}");
        }
        assert_eq!(refused(RefusalKind::Throttled).may_have_worked(), MayHaveWorked::Throttled);
        for failure in [
            refused(RefusalKind::BadRequest),
            refused(RefusalKind::Denied),
            refused(RefusalKind::SessionExpired),
            refused(RefusalKind::NotFound),
            refused(RefusalKind::Conflict),
            refused(RefusalKind::QuotaReached),
            Failure::EndlessListing,
            Failure::Interrupted,
            Failure::AskedToWait(Duration::from_secs(3_600)),
            Failure::NoConnection(String::new()),
            Failure::NoSuchHost(String::new()),
            Failure::UntrustedCertificate(String::new()),
            Failure::NotSent(String::new()),
            out_of_time(false),
        ] {
            assert_eq!(failure.may_have_worked(), MayHaveWorked::No, "{failure:?}");
        }
    }
}
