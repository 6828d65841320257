//! Settings lead where they lead in hashicorp/aws: to the same credentials and region.
//!
//! Each source of settings, and combinations of two, are set up before the provider, before
//! hashicorp/aws and before the AWS CLI. What signs the call for the account tells where
//! they lead; the CLI lists in addition which key and region it uses, and what each comes
//! from (`aws configure list`). The answers of the other two are kept in `answers.txt`, so that the provider
//! is held to them where they are not; `TEST_UPDATE_ANSWERS=1` writes them anew. Tables name
//! each difference and its reason; one that is no difference has no place in them.

mod cases;
mod judges;

use std::fs;
use std::path::{Path, PathBuf};

use self::cases::Setting;
pub(crate) use self::judges::trials;
use crate::acceptance::world::World;
use crate::harness::relay::Relay;
use crate::harness::{Case, Project, Scenario, scenario};

pub(crate) const SCENARIOS: &[Scenario] =
    &[scenario!(settings_lead_where_they_lead_in_hashicorp_aws, needs: [CallLog])];

/// Where settings lead elsewhere than in hashicorp/aws on purpose, and why.
const ON_PURPOSE: &[(&str, &str, &str)] = &[
    (
        "AWS_REGION with a line end",
        "AKIAENV eu-west-1",
        "white space at the ends of a variable is no part of it",
    ),
    ("keys with line ends", "AKIAENV eu-west-1", "white space at the ends of a variable is no part of it"),
    ("AWS_RETRY_MODE is legacy", "AKIAENV eu-west-1", "the reference guide of the SDKs documents it"),
    (
        "AWS_MAX_ATTEMPTS with a space",
        "AKIAENV eu-west-1",
        "white space at the ends of a variable is no part of it",
    ),
    ("AWS_MAX_ATTEMPTS is 0", "refused", "no call is made in no attempt"),
    (
        "dual-stack beside an endpoint",
        "AKIAENV eu-west-1",
        "a named address is called as it is, as the CLI does",
    ),
    ("AWS_REGION is a new one", "AKIAENV eu-west-9", "a region may be newer than the provider"),
    (
        "a services section that is not there",
        "refused",
        "the profile names it, and its services would be called at AWS; the CLI refuses it too",
    ),
    (
        "a role of the block with an empty one after it",
        "role block eu-west-1",
        "an empty role is none, wherever it is",
    ),
    ("a token and no role in the block", "role token eu-west-1", "AWS_ROLE_ARN names it"),
    (
        "AWS_DEFAULT_PROFILE that is not there",
        "refused",
        "a profile that is named and not there is an error, as in the CLI",
    ),
];

/// Reasons, each with the cases that it holds for.
type Reasons = &'static [(&'static str, &'static [&'static str])];

/// Where settings lead elsewhere in the CLI, and why. (What is installed from `PyPI` is its
/// version 1.)
const OTHERWISE_IN_THE_CLI: Reasons = &[
    (
        "version 1 does not read AWS_REGION",
        &[
            "AWS_REGION",
            "AWS_REGION and AWS_DEFAULT_REGION",
            "AWS_REGION and region of the default profile",
            "AWS_REGION that is none",
            "AWS_REGION is a new one",
            "AWS_REGION in Europe's own partition",
        ],
    ),
    (
        "version 1 puts AWS_DEFAULT_PROFILE before AWS_PROFILE",
        &["AWS_PROFILE and AWS_DEFAULT_PROFILE with a role"],
    ),
    (
        "the CLI puts a role of the profile before a token of the environment",
        &["token in the environment and AWS_DEFAULT_PROFILE with a role"],
    ),
    (
        "the CLI takes an empty variable for a value, and hashicorp/aws for none",
        &["an empty AWS_PROFILE", "an empty AWS_RETRY_MODE", "region of AWS_PROFILE"],
    ),
    ("white space at the ends of a variable is no part of it", &["keys with line ends"]),
    ("hashicorp/aws reads the short names, and the CLI does not", &["keys by their short names"]),
    (
        "the CLI stops at what is incomplete, where hashicorp/aws goes on to the keys of the profile",
        &[
            "half of the keys in the environment",
            "an empty role of a profile",
            "a role and keys in one profile",
        ],
    ),
    ("the CLI asks the program before it reads the keys", &["a program and keys of a profile"]),
    (
        "the CLI puts the variable for all services before the section for one",
        &["AWS_ENDPOINT_URL and a services section"],
    ),
    ("hashicorp/aws takes such a name without quotes", &["a blank in the name of a profile"]),
];

/// Where the list of the CLI does not show that settings lead elsewhere in it, and why.
const LISTED_ALIKE: Reasons = &[
    ("a list does not name the role", &["token in the environment and AWS_DEFAULT_PROFILE with a role"]),
    ("to list is not to call", &["keys with line ends", "an empty AWS_RETRY_MODE"]),
    (
        "what is refused has no key and no region to compare",
        &["AWS_REGION that is none", "AWS_ENDPOINT_URL and a services section"],
    ),
];

fn names(reasons: Reasons, case: &str) -> bool {
    reasons.iter().any(|(_, cases)| cases.contains(&case))
}

fn settings_lead_where_they_lead_in_hashicorp_aws(case: &Case) {
    let answers = Answers::read();
    // In a region that is not known before apply nothing is looked up, wherever settings lead.
    let block = World::new(case).orders_block().set("region", "terraform_data.region.output");
    let main =
        "resource \"terraform_data\" \"region\" {\n  input = \"eu-west-1\"\n}\n".to_owned() + &block.hcl();
    let mut different = Vec::new();
    for setting in cases::all() {
        let recorder = Relay::plain(case.aws.url());
        let mut project = case.bare_project();
        project.main(&main);
        setting.set_up(&mut project, "apigatewayv2", &recorder);
        let finished = project.run(&["plan", "-no-color", "-input=false"]);
        let led_to = led_to(case, finished.code == 0, &recorder);
        let name = setting.name.as_str();
        let [of_hashicorp_aws, of_the_cli, listed] = answers.of(name);
        let on_purpose = ON_PURPOSE.iter().find(|(found, ..)| *found == name);
        let expected = on_purpose.map_or(of_hashicorp_aws, |(_, led_to, _)| led_to);
        if led_to != expected {
            different.push(format!("{name}: {led_to}, and not {expected}\n{}", finished.stderr));
        }
        if of_the_cli == "-" {
            continue;
        }
        let is_otherwise = names(OTHERWISE_IN_THE_CLI, name);
        if (led_to != of_the_cli) != is_otherwise {
            different.push(format!("{name}: {led_to}, and the CLI answers {of_the_cli}"));
        }
        if is_as_listed(&led_to, listed) == (is_otherwise && !names(LISTED_ALIKE, name)) {
            different.push(format!("{name}: {led_to}, and the CLI lists {listed}"));
        }
    }
    different.extend(without_a_difference(&answers));
    assert!(different.is_empty(), "{}", different.join("\n"));
}

/// The rows of the tables that name no case, or one without the difference. (A case of
/// `OTHERWISE_IN_THE_CLI` is held to differ where it is planned.)
fn without_a_difference(answers: &Answers) -> Vec<String> {
    let same = ON_PURPOSE.iter().filter(|(name, led_to, _)| answers.of(name)[0] == *led_to);
    let of_the_cli = OTHERWISE_IN_THE_CLI.iter().flat_map(|(_, cases)| *cases);
    let unanswered = of_the_cli.filter(|name| answers.of(name)[1] == "-");
    let alike = LISTED_ALIKE.iter().flat_map(|(_, cases)| *cases);
    let stray = alike.filter(|name| !names(OTHERWISE_IN_THE_CLI, name));
    let rows = same.map(|(name, ..)| name).chain(unanswered).chain(stray);
    rows.map(|name| format!("{name} is in a table of differences, and is none")).collect()
}

/// Whether the access key and the region are those that the CLI lists. What it refuses to list
/// has to be refused; what is refused has none to compare.
fn is_as_listed(led_to: &str, listed: &str) -> bool {
    if listed == "refused" {
        return led_to == "refused";
    }
    let values: Vec<_> = listed.splitn(3, ", ").filter_map(|entry| entry.split(' ').next()).collect();
    let ([end, region, _], Some((credentials, own_region))) = (&values[..], led_to.rsplit_once(' ')) else {
        return true;
    };
    let is_same_key =
        if *end == "role" { credentials.starts_with("role ") } else { credentials.ends_with(end) };
    is_same_key && own_region == *region
}

/// The credentials and the region that signed the call for the account, or `refused`.
fn led_to(case: &Case, succeeded: bool, recorder: &Relay) -> String {
    let sent = recorder.sent();
    let signed = sent
        .rsplit_once("Action=GetCallerIdentity")
        .and_then(|(before, _)| before.rsplit_once("Credential="));
    let (Some((_, scope)), true) = (signed, succeeded) else { return "refused".to_owned() };
    let parts: Vec<_> = scope.split('/').take(3).collect();
    let [key, _, region] = parts[..] else { panic!("a scope of a signature: {scope}") };
    match key.starts_with("ASIA") {
        // A session's key is made up for it, and belongs to the role.
        true => {
            let arn = case.aws.local().world(|world| world.identity(key).arn);
            format!("role {} {region}", arn.split('/').nth(1).expect("the name of a role"))
        }
        false => format!("{key} {region}"),
    }
}

impl Setting {
    /// Sets the settings up for `provider`, whose calls all go to `recorder` unless it says otherwise.
    fn set_up(&self, project: &mut Project, provider: &str, recorder: &Relay) {
        let folder = project.folder().to_owned();
        let placed = |text: &str| placed(text, &folder, recorder);
        project.file("token", "a-web-token");
        project.file(".aws/config", &placed(&self.config));
        project.file(".aws/credentials", "");
        project.file(
            "second-config",
            "[profile second]\naws_access_key_id = AKIASECOND\naws_secret_access_key = s\n",
        );
        project.provider(&placed(&format!("provider {provider:?} {{\n{}\n}}\n", self.block)));
        // hashicorp/aws takes the calls that fetch credentials to none but the second.
        project.env("AWS_ENDPOINT_URL", &recorder.url()).env("AWS_ENDPOINT_URL_STS", &recorder.url());
        for (name, value) in &self.environment {
            project.env(name, &placed(value));
        }
    }
}

/// A text of a case with the folder of the project and the address of the recorder.
fn placed(text: &str, folder: &Path, recorder: &Relay) -> String {
    text.replace("{folder}", &folder.display().to_string()).replace("{recorder}", &recorder.url())
}

/// What the judges answered.
struct Answers(String);

/// Where settings lead by hashicorp/aws and by the CLI, and what the CLI lists as in use; `-`
/// for what the CLI has no counterpart of.
type Answer<'a> = [&'a str; 3];

impl Answers {
    fn path() -> PathBuf {
        Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/parity/answers.txt")
    }

    fn read() -> Self {
        Self(fs::read_to_string(Self::path()).unwrap_or_default())
    }

    fn find(&self, name: &str) -> Option<Answer<'_>> {
        self.0.lines().find_map(|line| {
            let (found, answers) = line.split_once(" | ")?;
            let answers = answers.split(" | ").collect::<Vec<_>>().try_into();
            answers.ok().filter(|_| found == name)
        })
    }

    /// # Panics
    /// When there is none, because the case is newer.
    fn of(&self, name: &str) -> Answer<'_> {
        let found = self.find(name);
        found.unwrap_or_else(|| panic!("no answer for {name}: write them anew with TEST_UPDATE_ANSWERS=1"))
    }
}
