//! The command line of Terraform or OpenTofu.

/// What Terraform or OpenTofu was started to do, as far as its providers care.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Command {
    /// `plan`, which never applies.
    Plan,
    /// `apply`, which plans, and plans once more in other processes while it applies.
    Apply,
    /// `apply` of a plan file: everything was planned before.
    ApplyPlanFile,
    /// Any other, such as `destroy`, `refresh` and `test`, and the two with `-destroy` or
    /// `-refresh-only`.
    Other,
}

/// A command line of Terraform or OpenTofu.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CommandLine {
    /// The command, with the options that make another one of it.
    pub command: Command,
    /// How many resources Terraform works on at a time.
    pub parallelism: u32,
}

/// What Terraform does without `-parallelism`.
const PARALLELISM: u32 = 10;

/// The commands that call providers for a resource.
const COMMANDS: [&str; 8] = ["plan", "apply", "destroy", "refresh", "test", "import", "query", "console"];

/// The options of `plan` and `apply` whose value may be an argument of its own. Options
/// without a value never take the next argument.
const WITH_VALUE: [&str; 17] = [
    "backup",
    "deprecation",
    "exclude",
    "exclude-file",
    "generate-config-out",
    "invoke",
    "json-into",
    "lock-timeout",
    "out",
    "parallelism",
    "replace",
    "state",
    "state-out",
    "target",
    "target-file",
    "var",
    "var-file",
];

impl CommandLine {
    /// Reads `arguments`, without the name of the program, and what `variable`s of the
    /// environment add to them.
    pub(super) fn parse(arguments: &[String], variable: impl Fn(&str) -> Option<String>) -> Self {
        // Before the command there are at most the options of a program that runs Terraform.
        let mut given =
            arguments.iter().skip_while(|argument| !COMMANDS.contains(&argument.as_str())).cloned();
        let Some(name) = given.next() else {
            return Self { command: Command::Other, parallelism: PARALLELISM };
        };
        // Terraform puts these first, and the last of two equal options counts.
        let added = [format!("TF_CLI_ARGS_{name}"), "TF_CLI_ARGS".to_owned()];
        let added = added.iter().filter_map(|name| variable(name)).filter_map(|text| shlex::split(&text));
        let options = Options::read(added.flatten().chain(given));
        let command = match name.as_str() {
            _ if options.destroy || options.refresh_only => Command::Other,
            "plan" => Command::Plan,
            "apply" if options.plan_file => Command::ApplyPlanFile,
            "apply" => Command::Apply,
            _ => Command::Other,
        };
        Self { command, parallelism: options.parallelism.unwrap_or(PARALLELISM) }
    }
}

/// What the arguments after the command say.
#[derive(Debug, Default)]
struct Options {
    destroy: bool,
    refresh_only: bool,
    plan_file: bool,
    parallelism: Option<u32>,
}

impl Options {
    /// Terraform's options are those of Go: one or two hyphens, and a value after `=` or in
    /// the next argument.
    fn read(mut arguments: impl Iterator<Item = String>) -> Self {
        let mut options = Self::default();
        while let Some(argument) = arguments.next() {
            let Some(option) = argument.strip_prefix("--").or_else(|| argument.strip_prefix('-')) else {
                options.plan_file = true;
                continue;
            };
            let (name, value) = match option.split_once('=') {
                Some((name, value)) => (name, Some(value.to_owned())),
                None if WITH_VALUE.contains(&option) => (option, arguments.next()),
                None => (option, None),
            };
            match name {
                "destroy" => options.destroy = is_true(value.as_deref()),
                "refresh-only" => options.refresh_only = is_true(value.as_deref()),
                "parallelism" => options.parallelism = value.and_then(|number| number.parse().ok()),
                _ => {}
            }
        }
        options
    }
}

/// A switch without a value is on.
fn is_true(value: Option<&str>) -> bool {
    value.is_none_or(|value| ["1", "t", "T", "true", "TRUE", "True"].contains(&value))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(line: &str, variables: &[(&str, &str)]) -> CommandLine {
        let arguments: Vec<String> = line.split_whitespace().map(str::to_owned).collect();
        CommandLine::parse(&arguments, |name| {
            let found = variables.iter().find(|(known, _)| *known == name);
            found.map(|(_, value)| (*value).to_owned())
        })
    }

    #[test]
    fn a_command_and_its_options_say_what_terraform_does() {
        use Command::{Apply, ApplyPlanFile, Other, Plan};
        for (line, command) in [
            ("plan", Plan),
            ("-chdir=prod plan -out=tfplan", Plan),
            ("-chdir=apply plan", Plan),
            ("plan -out tfplan -target module.a -var-file x.tfvars", Plan),
            ("terraform.py plan", Plan),
            ("plan -destroy", Other),
            ("plan --destroy=true", Other),
            ("plan -destroy=false", Plan),
            ("plan -refresh-only", Other),
            ("apply", Apply),
            ("apply -auto-approve -var name=value -var=name=value", Apply),
            ("apply -auto-approve -target apigatewayv2_api_mapping.plan", Apply),
            ("apply plan", ApplyPlanFile),
            ("apply -input=false tfplan", ApplyPlanFile),
            ("apply -parallelism 5 -lock-timeout 10s tfplan", ApplyPlanFile),
            ("apply -destroy", Other),
            ("apply -refresh-only", Other),
            ("destroy", Other),
            ("refresh", Other),
            ("test", Other),
            ("import plan apply", Other),
            ("planned", Other),
            ("", Other),
        ] {
            assert_eq!(parse(line, &[]).command, command, "{line}");
        }
    }

    #[test]
    fn the_environment_adds_options_that_the_command_line_overrules() {
        let environment = [("TF_CLI_ARGS_plan", "-destroy -var 'a=b c'"), ("TF_CLI_ARGS", "-parallelism=1")];
        let other = CommandLine { command: Command::Other, parallelism: 1 };
        assert_eq!(parse("plan", &environment), other);
        assert_eq!(parse("apply", &environment), CommandLine { command: Command::Apply, ..other });
        let plan = CommandLine { command: Command::Plan, parallelism: 4 };
        assert_eq!(parse("plan -destroy=false -parallelism=4", &environment), plan);
        assert_eq!(parse("plan", &[("TF_CLI_ARGS", "-destroy 'not closed")]).command, Command::Plan);
    }

    #[test]
    fn parallelism_is_ten_unless_it_is_given() {
        let parallelism = |line| parse(line, &[]).parallelism;
        assert_eq!(parallelism("plan"), 10);
        assert_eq!(parallelism("apply -parallelism=1"), 1);
        assert_eq!(parallelism("apply -parallelism 100 tfplan"), 100);
        assert_eq!(parallelism("apply -parallelism=many"), 10);
    }
}
