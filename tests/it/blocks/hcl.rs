//! A block of HCL, completed so that Terraform can validate it by itself.
//!
//! A page shows what a reader adds to a configuration. What stands in that configuration and not
//! on the page is put in place here: variables are declared, and what refers to an undeclared
//! resource of hashicorp/aws gets a value of that kind. Without hashicorp/aws, the resources of that
//! provider are left out, too; everything of this provider's is validated as it stands.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use regex::{Captures, Regex};

/// Whether hashicorp/aws is there to validate what is its own.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Aws {
    Installed,
    Missing,
}

/// `aws_…` and `awscc_…` of a `resource` or `data` block, or of a reference.
static REFERENCE: LazyLock<Regex> = LazyLock::new(|| {
    let pattern =
        r#"\b(?:data\.)?(aws(?:cc)?_[a-z0-9_]+)\.([a-z0-9_]+)((?:\[[^\]]*\])?(?:\.[a-z0-9_]+|\[[^\]]*\])*)"#;
    Regex::new(pattern).expect("a pattern")
});

static DECLARATION: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r#"(?m)^(?:resource|data) "(aws(?:cc)?_[a-z0-9_]+)" "([a-z0-9_]+)""#).expect("a pattern")
});

static VARIABLE: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"\bvar\.([a-z0-9_]+)").expect("a pattern"));

/// The completed block; `None` when nothing of it can be validated.
pub(super) fn completed(block: &str, aws: Aws) -> Option<String> {
    let items: Vec<String> = items(block).into_iter().filter(|item| is_validated(item, aws)).collect();
    if items.is_empty() {
        return None;
    }
    let kept = items.join("\n");
    let declared: BTreeSet<(String, String)> =
        DECLARATION.captures_iter(&kept).map(|found| (found[1].to_owned(), found[2].to_owned())).collect();
    let items = items.iter().map(|item| with_values(item, &declared));
    let mut text = items.collect::<Vec<_>>().join("\n");
    let variables: BTreeSet<String> =
        VARIABLE.captures_iter(&text).map(|found| found[1].to_owned()).collect();
    for variable in variables {
        if !text.contains(&format!("variable \"{variable}\"")) {
            text += &format!("\nvariable \"{variable}\" {{}}\n");
        }
    }
    Some(text)
}

/// The top-level blocks, each with the comments before it.
fn items(block: &str) -> Vec<String> {
    let (mut items, mut item) = (Vec::new(), String::new());
    for line in block.lines().filter(|line| !line.is_empty()) {
        item += line;
        item.push('\n');
        let ends = line == "}" || (line.ends_with('}') && !line.starts_with([' ', '#']));
        if ends {
            items.push(std::mem::take(&mut item));
        }
    }
    if !item.trim().is_empty() {
        items.push(item);
    }
    items
}

/// Which providers are required is in a file of its own.
fn is_validated(item: &str, aws: Aws) -> bool {
    let head = item.lines().find(|line| !line.starts_with('#') && !line.trim().is_empty());
    let head = head.unwrap_or_default();
    let is_of_awscc = head.contains("\"awscc");
    let is_of_aws = head.contains("\"aws_") || head.contains("\"aws\"");
    // An import into a resource needs the schema of its provider.
    let imports_into_aws = head.starts_with("import")
        && item.lines().any(|line| line.trim_start().starts_with("to ") && line.contains("= aws"));
    let needs_aws = is_of_aws || imports_into_aws;
    !is_of_awscc
        && !head.is_empty()
        && !item.contains("required_providers")
        && (!needs_aws || aws == Aws::Installed)
}

/// References to what is not declared become values. Addresses of moves stay: they refer to nothing.
fn with_values(item: &str, declared: &BTreeSet<(String, String)>) -> String {
    let is_of_addresses =
        item.lines().any(|line| line.starts_with("moved {") || line.starts_with("removed {"));
    if is_of_addresses {
        return item.to_owned();
    }
    let value = |found: &Captures<'_>| {
        let (kind, name) = (found[1].to_owned(), found[2].to_owned());
        let before = &item[..found.get(0).map_or(0, |whole| whole.start())];
        let argument = before.rsplit('\n').next().unwrap_or_default().trim();
        let is_address = argument.starts_with("to ") && argument.ends_with('=');
        if is_address || declared.contains(&(kind.clone(), name)) {
            return found[0].to_owned();
        }
        format!("{:?}", value_of(&kind, found[3].trim_start_matches('.')))
    };
    REFERENCE.replace_all(item, value).into_owned()
}

fn value_of(kind: &str, attribute: &str) -> &'static str {
    match (kind, attribute) {
        (kind, _) if kind.ends_with("domain_name") => "api.example.com",
        (kind, _) if kind.ends_with("stage") => "production",
        (kind, _) if kind.ends_with("_api") => "a1b2c3d4",
        (_, attribute) if attribute.ends_with("arn") => {
            "arn:aws:acm:eu-west-1:123456789012:certificate/00000000-0000-4000-8000-000000000000"
        }
        _ => "example",
    }
}
