//! What a run is doing, and so what becomes of what the checks find.
//!
//! | evidence, in this order | phase |
//! | --- | --- |
//! | Terraform sends back what the plan stored (1.16) | repeated |
//! | this process has written already | repeated |
//! | it has read or imported nothing, Terraform does not say that it shows the plan (1.16), and what started this process applies a plan that was made before | repeated |
//! | what started it runs `plan` or `apply`, without `-destroy` and `-refresh-only` | shown |
//! | anything else: `destroy`, `refresh`, `test`, or not known | other |
//!
//! A table is checked once more before it is written. Where what started this process runs
//! `apply` without a saved plan, that counts as a part of the plan that was shown, and else as
//! applied.

use tf6server::{Command, PlanPhase};

use crate::findings::Severity;

/// What Terraform asks for a plan for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// To show it. What AWS refuses is an error.
    Shown,
    /// To apply it, right after. Nothing is looked for: the write asks the service.
    Repeated,
    /// Nothing is asked: a table is about to be written, and this run is not known to have
    /// shown the plan. Only what is an error by default is one, as AWS would refuse it half-way.
    Applied,
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

    /// The phase in which a table is written.
    pub(super) fn of_write(command: Option<Command>) -> Self {
        if command == Some(Command::Apply) { Self::Shown } else { Self::Applied }
    }

    /// How severe a finding is in this phase, for which `severity` is chosen and another one may
    /// be the default.
    pub(super) fn lowered(self, severity: Severity, default: Severity) -> Severity {
        match self {
            Self::Shown => severity,
            Self::Applied if default == Severity::Error => severity,
            Self::Applied | Self::Repeated | Self::Other => Severity::Warning,
        }
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
    fn only_a_plan_that_is_shown_has_every_error_and_a_write_those_by_default() {
        use Severity::{Error, Warning};
        let lowered = |phase: Phase, default| [Error, Warning].map(|chosen| phase.lowered(chosen, default));
        for default in [Error, Warning] {
            assert_eq!(lowered(Phase::Shown, default), [Error, Warning]);
            assert_eq!(lowered(Phase::Other, default), [Warning, Warning]);
        }
        assert_eq!(lowered(Phase::Applied, Error), [Error, Warning]);
        assert_eq!(lowered(Phase::Applied, Warning), [Warning, Warning]);
    }

    #[test]
    fn a_write_goes_by_the_plan_only_where_this_run_has_shown_it() {
        assert_eq!(Phase::of_write(Some(Command::Apply)), Phase::Shown);
        for command in [Some(Command::ApplyPlanFile), Some(Command::Other), Some(Command::Plan), None] {
            assert_eq!(Phase::of_write(command), Phase::Applied);
        }
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
