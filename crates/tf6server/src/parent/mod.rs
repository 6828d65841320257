//! What the process that started this one is doing: which command of Terraform it runs,
//! and whether it has planned before.
//!
//! Terraform asks for each plan twice: once to show it, and once more in another process
//! right before it applies it. Before Terraform 1.16 the protocol does not tell the two
//! apart (see [`PlanPhase`](crate::PlanPhase)), nor an ordinary plan from the one that
//! comes before a destroy.

mod command;
mod first_plan;

use sysinfo::{Pid, ProcessRefreshKind, ProcessesToUpdate, System, UpdateKind};

pub use command::{Command, CommandLine};
use first_plan::FirstPlan;

/// The process that started this one.
#[derive(Debug)]
pub struct Parent {
    /// The command of Terraform that it runs, with the options that the environment adds.
    pub command_line: CommandLine,
    /// `terraform apply` starts a process of this provider for the plan that it shows, and
    /// after that one has ended another one to apply.
    first_plan: Option<FirstPlan>,
}

impl Parent {
    /// The process that started this one; `None` where the system does not tell. To be
    /// called when each process is configured; `provider` is its name, with what tells its provider
    /// blocks apart. It reads files.
    #[must_use]
    pub fn find(provider: &str) -> Option<Self> {
        let mut system = System::new();
        let own = sysinfo::get_current_pid().ok()?;
        let id = process(&mut system, own)?.parent()?;
        let parent = process(&mut system, id)?;
        let arguments = parent.cmd().iter().skip(1).map(|argument| argument.to_string_lossy().into_owned());
        let command_line =
            CommandLine::parse(&arguments.collect::<Vec<_>>(), |name| std::env::var(name).ok());
        let first_plan = (command_line.command == Command::Apply).then(|| {
            let name = format!("{provider}-plan-of-{id}-{}", parent.start_time());
            FirstPlan::find(std::env::temp_dir().join(name), is_alive)
        });
        Some(Self { command_line, first_plan })
    }

    /// Whether the plans of this process are those that another one has shown, repeated to
    /// apply them.
    #[must_use]
    pub fn has_planned(&self) -> bool {
        self.command_line.command == Command::ApplyPlanFile
            || self.first_plan.as_ref().is_some_and(|plan| plan.was_made_before)
    }

    /// Notes that this process writes: no other one has to learn that the plan was made.
    pub fn note_write(&self) {
        if let Some(plan) = &self.first_plan {
            plan.note_write();
        }
    }

    /// Notes that this process plans a change, which another one may apply. It writes a
    /// file.
    pub fn note_change(&self) {
        if let Some(plan) = &self.first_plan {
            plan.note_change();
        }
    }
}

fn process(system: &mut System, id: Pid) -> Option<&sysinfo::Process> {
    let with_command_line = ProcessRefreshKind::nothing().with_cmd(UpdateKind::Always);
    system.refresh_processes_specifics(ProcessesToUpdate::Some(&[id]), false, with_command_line);
    system.process(id)
}

fn is_alive(id: u32) -> bool {
    process(&mut System::new(), Pid::from_u32(id)).is_some()
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn what_started_the_tests_is_no_terraform() {
        let parent = Parent::find("toy").unwrap();
        assert_eq!(parent.command_line.command, Command::Other);
        assert!(!parent.has_planned());
    }

    #[test]
    fn a_process_is_alive_until_it_has_ended() {
        assert!(is_alive(std::process::id()));
        let mut child = std::process::Command::new("true").spawn().unwrap();
        child.wait().unwrap();
        assert!(!is_alive(child.id()));
    }
}
