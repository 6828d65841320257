//! `cargo xtask picture`: README's failing plan, from a real run.
//!
//! Plans README's configuration with one wrong word in it, against an endpoint on this
//! machine. What Terraform prints becomes a picture, and the text beside it in README, which
//! screen readers read. `--check` fails when a run prints something else today.

mod readme;

use std::path::{Path, PathBuf};

use anstream::adapter::strip_str;
use anstyle_svg::{Term, WIN10_CONSOLE};
use anyhow::{Result, ensure};

use crate::endpoint::Endpoint;
use crate::project::Project;
use crate::terraform::{self, Terraform};
use crate::workspace::PROVIDER;
use crate::{address, cargo, console, difference, endpoint, files, process, workspace};

/// README's configuration, an account in which it works, and the picture.
const CONFIGURATION: &str = "examples/readme/main.tf";
const ACCOUNT: &str = "examples/readme/account.json";
const PICTURE: &str = "examples/readme/failing-plan.svg";

/// The right domain name, and one that cannot hold a WebSocket API: it maps an HTTP API.
const MISTAKE: [&str; 2] = ["\"api.example.com\"", "\"shop.example.com\""];
/// What a person types.
const COMMAND: &str = "$ terraform plan    # or: tofu plan";

#[derive(clap::Args)]
pub(crate) struct Options {
    /// Only say whether the picture and its text are what a run prints today
    #[arg(long)]
    check: bool,
}

/// Draws the picture, or checks it.
pub(crate) fn run(options: &Options) -> Result<()> {
    let [provider] = cargo::build("dev", [PROVIDER])?;
    let terraform = terraform::with_list_resources()?;
    if options.check {
        return check(&provider, &terraform);
    }
    for (path, text) in wanted(&provider, &terraform)? {
        files::write(&in_workspace(path), text)?;
        console::note(path);
    }
    Ok(())
}

/// Fails when README or the picture shows something else than a run prints today.
pub(crate) fn check(provider: &Path, terraform: &Terraform) -> Result<()> {
    let wanted = wanted(provider, terraform)?;
    difference::check(wanted.iter().map(|(path, text)| ((*path).to_owned(), text.as_str())), "picture")
}

/// Each file, and what is to be in it.
fn wanted(provider: &Path, terraform: &Terraform) -> Result<[(&'static str, String); 2]> {
    let printed = format!("{COMMAND}\n{}", failing_plan(provider, terraform)?);
    let plan = plain(&printed);
    let sentence = readme::in_a_sentence(&plan)?;
    let picture = Term::new().palette(WIN10_CONSOLE).min_width_px(0).render_svg(printed.trim_end());
    let text = readme::with_plan(&files::read(&in_workspace(readme::FILE))?, &plan)?;
    let text = readme::with_alternative(&text, PICTURE, &sentence)?;
    Ok([(PICTURE, titled(&picture, &sentence)), (readme::FILE, text)])
}

/// A picture with its title, which screen readers read.
fn titled(picture: &str, title: &str) -> String {
    let title = title.replace('&', "&amp;").replace('<', "&lt;");
    picture.replacen('>', &format!(">\n  <title>{title}</title>"), 1)
}

/// What Terraform prints, with its colours.
fn failing_plan(provider: &Path, terraform: &Terraform) -> Result<String> {
    let [gateway] = cargo::build("dev", [endpoint::BINARY])?;
    let endpoint = Endpoint::start(&gateway, &in_workspace(ACCOUNT), [])?;
    let mut project = Project::new("picture", terraform, provider)?;
    project.find_in_environment(endpoint.url());
    let right = address::in_text(&files::read(&in_workspace(CONFIGURATION))?);
    let wrong = right.replace(MISTAKE[0], MISTAKE[1]);
    ensure!(right != wrong, "{CONFIGURATION} does not say {}", MISTAKE[0]);
    files::write(&project.folder().join("main.tf"), wrong)?;
    process::output(&mut project.terraform(["init", "-input=false"]))?;
    let mut printed = String::new();
    let mut plan = project.terraform(["plan", "-input=false"]);
    let code = process::each_line(&mut plan, |line| printed.push_str(line))?;
    ensure!(code == 1, "the plan ended with exit code {code}, not 1:\n{printed}");
    Ok(printed)
}

/// Text without colours, and without blanks at the ends of lines.
fn plain(printed: &str) -> String {
    let text = strip_str(printed).to_string();
    text.lines().map(str::trim_end).collect::<Vec<_>>().join("\n")
}

fn in_workspace(path: &str) -> PathBuf {
    workspace::root().join(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_is_the_first_element_of_a_picture() {
        let titled = titled("<svg width=\"1\">\n  <style>a > b</style>\n</svg>\n", "a & b");
        assert_eq!(titled, "<svg width=\"1\">\n  <title>a &amp; b</title>\n  <style>a > b</style>\n</svg>\n");
    }

    #[test]
    fn the_text_beside_a_picture_has_no_colours_and_no_blanks_at_its_ends() {
        let printed = "\u{1b}[31m│\u{1b}[0m \u{1b}[1mError: \u{1b}[0mNo \n\u{1b}[31m│\u{1b}[0m \n";
        assert_eq!(plain(printed), "│ Error: No\n│");
    }
}
