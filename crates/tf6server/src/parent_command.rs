//! Which command Terraform runs.
//!
//! Terraform asks for each plan twice: once to show it, and once more in another process
//! right before it applies it. Before Terraform 1.16, the protocol does not tell the two
//! apart (see [`PlanPhase`](crate::PlanPhase)). An error in the second one is harmful:
//! Terraform has then marked an object that is replaced with create_before_destroy as
//! deposed, and does not restore it. On Linux, the command line of the parent process at
//! least identifies `terraform plan`, which never applies.

/// Whether the Terraform that started this process is known to plan and not to apply.
/// `false` if it may apply, or if its command line is not known.
#[must_use]
pub fn started_by_plan() -> bool {
    parent_arguments().is_some_and(|arguments| is_plan(&arguments))
}

/// `terraform plan`, with or without options before it. `terraform apply plan`
/// applies a file of that name.
fn is_plan(arguments: &[String]) -> bool {
    let has = |word: &str| arguments.iter().any(|argument| argument == word);
    has("plan") && !has("apply")
}

#[cfg(target_os = "linux")]
fn parent_arguments() -> Option<Vec<String>> {
    let line = std::fs::read(format!("/proc/{}/cmdline", std::os::unix::process::parent_id())).ok()?;
    Some(
        line.split(|byte| *byte == 0)
            .map(|argument| String::from_utf8_lossy(argument).into_owned())
            .collect(),
    )
}

#[cfg(not(target_os = "linux"))]
fn parent_arguments() -> Option<Vec<String>> {
    None
}

#[cfg(test)]
mod tests {
    use super::is_plan;

    fn started_with(line: &str) -> bool {
        is_plan(&line.split(' ').map(str::to_owned).collect::<Vec<_>>())
    }

    #[test]
    fn only_the_plan_command_only_plans() {
        assert!(started_with("terraform plan"));
        assert!(started_with("terraform -chdir=prod plan -out=tfplan"));
        assert!(!started_with("terraform apply"));
        assert!(!started_with("terraform apply plan"));
        assert!(!started_with("terraform destroy"));
        assert!(!started_with("terraform planned"));
    }
}
