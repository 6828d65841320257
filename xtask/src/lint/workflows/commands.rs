//! Each `run` of a workflow is one `cargo xtask` verb that exists, with options
//! that it has.

use super::workflow::{Strategy, Workflow};

/// Whether `cargo xtask` carries out what these words ask for; else why not.
pub(crate) type Accepts = fn(&[&str]) -> Result<(), String>;

pub(super) fn violations(workflow: &Workflow, accepts: Accepts) -> Vec<String> {
    let mut found = Vec::new();
    for (name, job) in &workflow.jobs {
        for run in job.steps.iter().filter_map(|step| step.run.as_deref()) {
            let problem = commands(run, &job.strategy)
                .and_then(|commands| commands.iter().try_for_each(|command| verb(command, accepts)));
            found.extend(problem.err().map(|problem| format!("job {name}: `{}` {problem}", run.trim())));
        }
    }
    found
}

/// What a `run` becomes for each value of the matrix. Nothing else is filled in: the
/// shell would run a branch's name as code.
fn commands(run: &str, strategy: &Strategy) -> Result<Vec<String>, String> {
    let Some((before, rest)) = run.split_once("${{") else { return Ok(vec![run.to_owned()]) };
    let (expression, after) = rest.split_once("}}").ok_or("has an expression that does not end")?;
    let Some(key) = expression.trim().strip_prefix("matrix.") else {
        return Err(format!("fills in {}; pass it in `env`", expression.trim()));
    };
    let values = strategy.values(key);
    if values.is_empty() {
        return Err(format!("fills in matrix.{key}, which the matrix does not have"));
    }
    let mut filled = Vec::new();
    for value in values {
        filled.extend(commands(&format!("{before}{value}{after}"), strategy)?);
    }
    Ok(filled)
}

fn verb(command: &str, accepts: Accepts) -> Result<(), String> {
    let words: Vec<_> = command.split_whitespace().collect();
    let words = match words.as_slice() {
        ["cargo", "--locked", "xtask", words @ ..] | ["cargo", "xtask", words @ ..] if !words.is_empty() => {
            words
        }
        _ => return Err("is not one `cargo xtask` verb".to_owned()),
    };
    if command.trim().contains(['\n', ';', '|', '&', '$', '>', '<', '`', '"', '\'', '\\']) {
        return Err("needs a shell; a `cargo xtask` verb can be tested".to_owned());
    }
    accepts(words)
        .map_err(|why| format!("is no command: `cargo xtask {}` is refused: {why}", words.join(" ")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(run: &str) -> Vec<String> {
        let text = format!(
            "on: push\njobs:\n  one:\n    strategy:\n      matrix:\n        lane: [a, b]\n    steps:\n      - run: {run}\n"
        );
        violations(&Workflow::parse(&text).unwrap(), |words| match words {
            ["test"] | ["test", "--lane", "a"] => Ok(()),
            _ => Err("unknown".to_owned()),
        })
    }

    #[test]
    fn a_verb_that_exists_is_run() {
        assert!(found("cargo xtask test").is_empty());
        assert!(found("cargo --locked xtask test").is_empty());
        assert_eq!(
            found("cargo xtask other"),
            ["job one: `cargo xtask other` is no command: `cargo xtask other` is refused: unknown"]
        );
    }

    #[test]
    fn every_value_of_the_matrix_is_tried() {
        let found = found("cargo xtask test --lane ${{ matrix.lane }}");
        assert_eq!(found.len(), 1);
        assert!(
            found[0].ends_with("is no command: `cargo xtask test --lane b` is refused: unknown"),
            "{found:?}"
        );
    }

    #[test]
    fn nothing_but_the_matrix_is_filled_in() {
        let of = |run: &str| found(run).join("\n");
        assert!(
            of("cargo xtask test ${{ github.head_ref }}")
                .contains("fills in github.head_ref; pass it in `env`")
        );
        assert!(of("cargo xtask test ${{ matrix.other }}").contains("which the matrix does not have"));
    }

    #[test]
    fn a_shell_is_not_needed() {
        assert!(found("echo done")[0].contains("is not one `cargo xtask` verb"));
        assert!(found("cargo xtask")[0].contains("is not one `cargo xtask` verb"));
        assert!(found("cargo xtask test && true")[0].contains("needs a shell"));
        assert!(found("cargo xtask test $LANE")[0].contains("needs a shell"));
    }
}
