//! What a run is doing, and so what becomes of what the checks find.
//!
//! | evidence, in this order | phase |
//! | --- | --- |
//! | Terraform sends back what the plan stored (1.16) | repeated |
//! | this process has written already | repeated |
//! | it has read or imported nothing, Terraform does not say that it shows the plan (1.16), and what started this process applies a plan that was made before | repeated |
//! | what started it runs `plan` or `apply`, without `-destroy` and `-refresh-only` | shown |
//! | anything else: `destroy`, `refresh`, `test`, or not known | other |

use tf6server::{Command, PlanPhase};

use crate::findings::Severity;

/// What Terraform asks for a plan for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// To show it. What AWS refuses is an error.
    Shown,
    /// To apply it, right after. Nothing is looked for: the write asks the service.
    Repeated,
    /// To destroy, to refresh or to clean a test up, which does not fail because of
    /// something that it is not going to create. Also where it is not known.
    Other,
}

/// What this process has done in a run.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Done {
    /// It has read or imported a mapping, which Terraform does only before it shows a plan.
    pub(super) has_read: bool,
    /// It has written, which follows a plan that is repeated.
    pub(super) has_written: bool,
}

impl Phase {
    /// The table of this file.
    pub(super) fn of<P>(
        protocol: &PlanPhase<P>,
        done: Done,
        command: Option<Command>,
        was_planned_before: bool,
    ) -> Self {
        match protocol {
            PlanPhase::BeforeApply(_) => Self::Repeated,
            _ if done.has_written => Self::Repeated,
            PlanPhase::Unknown if !done.has_read && was_planned_before => Self::Repeated,
            PlanPhase::Unknown | PlanPhase::Shown => match command {
                Some(Command::Plan | Command::Apply) => Self::Shown,
                Some(Command::ApplyPlanFile | Command::Other) | None => Self::Other,
            },
        }
    }

    /// How severe a finding is in this phase, whatever the provider block says.
    pub(super) fn lowered(self, severity: Severity) -> Severity {
        if self == Self::Shown { severity } else { Severity::Warning }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOTHING: Done = Done { has_read: false, has_written: false };

    fn phase(protocol: PlanPhase<()>, done: Done, command: Command, was_planned_before: bool) -> Phase {
        Phase::of(&protocol, done, Some(command), was_planned_before)
    }

    #[test]
    fn a_plan_is_shown_where_only_plan_or_apply_is_known() {
        use PlanPhase::{Shown, Unknown};
        for protocol in [Unknown, Shown] {
            assert_eq!(phase(protocol, NOTHING, Command::Plan, false), Phase::Shown);
            assert_eq!(phase(protocol, NOTHING, Command::Apply, false), Phase::Shown);
            assert_eq!(phase(protocol, NOTHING, Command::Other, false), Phase::Other);
            assert_eq!(Phase::of(&protocol, NOTHING, None, false), Phase::Other);
        }
    }

    #[test]
    fn only_a_plan_that_is_shown_has_errors() {
        use Severity::{Error, Warning};
        assert_eq!([Error, Warning].map(|severity| Phase::Shown.lowered(severity)), [Error, Warning]);
        assert_eq!([Error, Warning].map(|severity| Phase::Other.lowered(severity)), [Warning, Warning]);
    }

    #[test]
    fn any_sign_of_an_earlier_plan_shows_that_it_is_repeated() {
        let written = Done { has_written: true, ..NOTHING };
        for command in [Command::Apply, Command::Plan, Command::Other] {
            assert_eq!(phase(PlanPhase::BeforeApply(()), NOTHING, command, false), Phase::Repeated);
            assert_eq!(phase(PlanPhase::Unknown, written, command, false), Phase::Repeated);
        }
        for command in [Command::Apply, Command::ApplyPlanFile] {
            assert_eq!(phase(PlanPhase::Unknown, NOTHING, command, true), Phase::Repeated);
        }
    }

    #[test]
    fn a_read_and_the_protocol_know_better_than_what_other_processes_left() {
        let read = Done { has_read: true, ..NOTHING };
        assert_eq!(phase(PlanPhase::Unknown, read, Command::Apply, true), Phase::Shown);
        assert_eq!(phase(PlanPhase::Shown, NOTHING, Command::Apply, true), Phase::Shown);
    }
}
