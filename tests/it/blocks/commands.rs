//! Which test runs the commands that pages show.

use std::fs;
use std::path::Path;

use super::fences::Block;

/// What runs a command of a page.
struct RunBy {
    page: &'static str,
    /// The whole command, without the comment behind it.
    command: &'static str,
    file: &'static str,
    /// The name of a function in a Rust file, or the step of a workflow.
    by: &'static str,
}

const fn run_by(page: &'static str, command: &'static str, file: &'static str, by: &'static str) -> RunBy {
    RunBy { page, command, file, by }
}

impl RunBy {
    /// The text without which the file does not run the command.
    fn text(&self) -> String {
        if self.file.ends_with(".rs") { format!("fn {}(", self.by) } else { self.by.to_owned() }
    }
}

/// The commands that are not a whole file of `examples/`.
const COMMANDS: &[RunBy] = &[
    run_by("README.md", "terraform plan", "xtask/src/picture/mod.rs", "failing_plan"),
    run_by("README.md", "terraform init", "tests/it/readme.rs", README_WORKS),
    run_by("README.md", "terraform apply", "tests/it/readme.rs", README_WORKS),
    run_by("README.md", "cargo xtask demo", "xtask/src/demo/steps.rs", "all"),
    run_by("README.md", "cargo xtask test", ".github/workflows/ci.yml", "xtask test"),
    run_by(
        INDEX,
        "export AWS_REGION=eu-west-1",
        "tests/it/configuration/region.rs",
        "the_region_comes_from_the_environment_or_the_profile",
    ),
    run_by(INDEX, "export AWS_ACCESS_KEY_ID=… AWS_SECRET_ACCESS_KEY=…", CREDENTIALS, FROM_THE_ENVIRONMENT),
    run_by(INDEX, "terraform plan", CREDENTIALS, FROM_THE_ENVIRONMENT),
    run_by(ADOPTING, "terraform query", GUIDE_TO_ADOPTING, QUERY),
    run_by(ADOPTING, "terraform query -generate-config-out=mappings.tf", GUIDE_TO_ADOPTING, QUERY),
    run_by(ADOPTING, "terraform apply", GUIDE_TO_ADOPTING, QUERY),
    run_by(
        ADOPTING,
        "terraform plan -generate-config-out=mappings.tf",
        GUIDE_TO_ADOPTING,
        "an_import_block_names_its_provider_until_the_resource_is_written",
    ),
    run_by(COMING, "terraform init", HASHICORP_AWS, "mappings_move_here_and_go_back"),
    run_by(COMING, "terraform plan", HASHICORP_AWS, "mappings_move_here_and_go_back"),
    run_by(PREVIEW, "terraform workspace select -or-create pr-123", HASHICORP_AWS, A_URL_OF_ITS_OWN),
    run_by(PREVIEW, "terraform apply -var pull_request=123", HASHICORP_AWS, A_URL_OF_ITS_OWN),
    run_by(PREVIEW, "terraform destroy -var pull_request=123", HASHICORP_AWS, A_URL_OF_ITS_OWN),
    run_by(
        FINDINGS,
        "terraform apply -var 'findings={ key_taken = \"warning\" }'",
        "tests/it/findings/severities.rs",
        "a_variable_chooses_for_one_run",
    ),
    run_by(FINDINGS, "terraform apply -refresh-only", "tests/it/findings/examples.rs", "follow"),
    run_by(
        PIPELINES,
        "export TF_VAR_has_credentials=false",
        WITHOUT_CREDENTIALS,
        "project_without_credentials",
    ),
    run_by(
        PIPELINES,
        "terraform plan -refresh=false -lock=false",
        WITHOUT_CREDENTIALS,
        "a_pull_request_without_credentials_is_planned_without_a_call",
    ),
    run_by(
        "docs/guides/troubleshooting.md",
        "target/debug/terraform-provider-apigatewayv2 --debug",
        "crates/tf6server/tests/protocol/reattach.rs",
        "debugged",
    ),
    run_by(
        MAPPING,
        "terraform import apigatewayv2_api_mapping.orders a1b2c3/ws.example.com",
        "tests/it/acceptance/import.rs",
        "terraform_import_takes_a_mapping_over",
    ),
    run_by(
        MAPPING,
        "terraform import apigatewayv2_api_mapping.virginia d4e5f6/ws.example.com@us-east-1",
        "tests/it/adoption/region.rs",
        "an_import_id_names_the_region_at_its_end",
    ),
    run_by(
        TABLE,
        "terraform import apigatewayv2_api_mappings.ws ws.example.com",
        "tests/it/tables/adoption.rs",
        "the_command_import_takes_a_table_over",
    ),
    run_by(
        TABLE,
        "terraform import apigatewayv2_api_mappings.virginia ws.example.com@us-east-1",
        "tests/it/tables/places.rs",
        "a_table_is_called_in_the_region_that_it_names",
    ),
];

const README_WORKS: &str = "the_configuration_of_the_readme_works_by_its_two_commands";
const INDEX: &str = "docs/index.md";
const ADOPTING: &str = "docs/guides/adopting-a-domain.md";
const COMING: &str = "docs/guides/coming-from-hashicorp-aws.md";
const PREVIEW: &str = "docs/guides/pull-request-urls.md";
const FINDINGS: &str = "docs/guides/findings.md";
const PIPELINES: &str = "docs/guides/continuous-integration.md";
const MAPPING: &str = "docs/resources/api_mapping.md";
const TABLE: &str = "docs/resources/api_mappings.md";
const CREDENTIALS: &str = "tests/it/configuration/credentials.rs";
const FROM_THE_ENVIRONMENT: &str = "credentials_come_from_the_environment";
const GUIDE_TO_ADOPTING: &str = "tests/it/guides/adopting.rs";
const QUERY: &str = "the_query_of_the_guide_adopts_a_domain";
const HASHICORP_AWS: &str = "tests/it/hashicorp_aws/guides.rs";
const A_URL_OF_ITS_OWN: &str = "each_pull_request_has_a_url_of_its_own";
const WITHOUT_CREDENTIALS: &str = "tests/it/findings/pipelines.rs";

/// The commands of a block that nothing runs.
pub(super) fn unknown(block: &Block) -> Vec<String> {
    let is_known =
        |command: &str| COMMANDS.iter().any(|known| known.page == block.page && known.command == command);
    shown(block).filter(|command| !is_known(command)).map(str::to_owned).collect()
}

/// The commands of a block, without comments.
fn shown(block: &Block) -> impl Iterator<Item = &str> {
    let is_console = block.language == "console";
    let commands = block.text.lines().filter_map(move |line| match line.strip_prefix("$ ") {
        Some(command) => Some(command),
        None => (!is_console && !line.trim().is_empty() && !line.starts_with('#')).then_some(line),
    });
    commands.map(|command| command.split(" #").next().unwrap_or(command).trim())
}

/// What is wrong with the table: rows that no page needs, and rows whose test is not there.
pub(super) fn stale(workspace: &Path, blocks: &[Block]) -> Vec<String> {
    let mut stale = Vec::new();
    for row in COMMANDS {
        let text = fs::read_to_string(workspace.join(row.file)).unwrap_or_default();
        if !text.contains(&row.text()) {
            stale.push(format!("{} does not hold {:?}, which runs `{}`", row.file, row.text(), row.command));
        }
        let mut of_page = blocks.iter().filter(|block| block.page == row.page);
        if !of_page.any(|block| shown(block).any(|command| command == row.command)) {
            stale.push(format!("{} does not show `{}`", row.page, row.command));
        }
    }
    stale
}
