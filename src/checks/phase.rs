//! What a run is doing, and so what becomes of what the checks find.
//!
//! | evidence, in this order | phase |
//! | --- | --- |
//! | Terraform sends back what the plan stored (1.16) | repeated |
//! | this process has written already | repeated |
//! | the process that started this one applies a plan that was made before | repeated |
//! | it runs `plan` or `apply`, without `-destroy` and `-refresh-only` | shown |
//! | anything else: `destroy`, `refresh`, `test`, or not known | other |

use tf6server::Command;

use super::finding::{Finding, Severity};

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

impl Phase {
    /// The table of this file.
    pub(super) fn of(
        is_sent_back: bool,
        has_written: bool,
        command: Option<Command>,
        has_planned: bool,
    ) -> Self {
        match command {
            _ if is_sent_back || has_written || has_planned => Self::Repeated,
            Some(Command::ApplyPlanFile) => Self::Repeated,
            Some(Command::Plan | Command::Apply) => Self::Shown,
            Some(Command::Other) | None => Self::Other,
        }
    }

    /// The finding, as severe as it is in this phase.
    pub(super) fn finding(self, finding: Finding) -> Finding {
        match self {
            Self::Shown => finding,
            Self::Repeated | Self::Other => Finding { severity: Severity::Warning, ..finding },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plan_is_shown_where_only_plan_or_apply_is_known() {
        assert_eq!(Phase::of(false, false, Some(Command::Plan), false), Phase::Shown);
        assert_eq!(Phase::of(false, false, Some(Command::Apply), false), Phase::Shown);
        assert_eq!(Phase::of(false, false, Some(Command::Other), false), Phase::Other);
        assert_eq!(Phase::of(false, false, None, false), Phase::Other);
    }

    #[test]
    fn any_sign_of_an_earlier_plan_shows_that_it_is_repeated() {
        for command in [None, Some(Command::Apply), Some(Command::Plan), Some(Command::Other)] {
            assert_eq!(Phase::of(true, false, command, false), Phase::Repeated);
            assert_eq!(Phase::of(false, true, command, false), Phase::Repeated);
            assert_eq!(Phase::of(false, false, command, true), Phase::Repeated);
        }
        assert_eq!(Phase::of(false, false, Some(Command::ApplyPlanFile), false), Phase::Repeated);
    }
}
