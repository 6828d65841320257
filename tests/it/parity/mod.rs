//! Settings lead where they lead in hashicorp/aws: to the same credentials and region.
//!
//! Each source of settings, and combinations of two, are set up before the provider, before
//! hashicorp/aws and before the AWS CLI. What signs the call for the account tells where
//! they lead; the CLI lists in addition which key and region it uses, and what each comes
//! from (`aws configure list`). The answers of the other two are kept in `answers.txt`, so that the provider
//! is held to them where they are not; `TEST_UPDATE_ANSWERS=1` writes them anew.

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

/// Where settings lead elsewhere on purpose, and why.
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
    ("source_profile without role_arn", "refused", "the profile holds no credentials of its own"),
];

/// Where the CLI lists another access key or region, and why. (What is installed from `PyPI` is
/// its version 1.)
const LISTED_OTHERWISE: &[(&str, &str)] = &[
    ("AWS_PROFILE and AWS_DEFAULT_PROFILE with a role", "version 1 puts AWS_DEFAULT_PROFILE first"),
    ("AWS_REGION", "version 1 does not read it"),
    ("AWS_REGION and AWS_DEFAULT_REGION", "version 1 does not read the first"),
    ("AWS_REGION and region of the default profile", "version 1 does not read the first"),
    ("AWS_REGION is a new one", "version 1 does not read it"),
    ("AWS_REGION in Europe's own partition", "version 1 does not read it"),
    ("region of AWS_PROFILE", "version 1 takes an empty variable for the region"),
    ("keys by their short names", "hashicorp/aws reads them, and the CLI does not"),
];

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
        let on_purpose = ON_PURPOSE.iter().find(|(name, ..)| *name == setting.name);
        let expected = on_purpose.map_or_else(|| answers.of(&setting.name)[0], |(_, led_to, _)| led_to);
        if led_to != expected {
            different.push(format!("{}: {led_to}, and not {expected}\n{}", setting.name, finished.stderr));
        }
        let listed = answers.of(&setting.name)[2];
        if is_as_listed(&led_to, listed) == LISTED_OTHERWISE.iter().any(|(name, _)| *name == setting.name) {
            different.push(format!("{}: {led_to}, and the CLI lists {listed}", setting.name));
        }
    }
    assert!(different.is_empty(), "{}", different.join("\n"));
}

/// Whether the access key and the region are those that the CLI lists, as far as it lists any.
fn is_as_listed(led_to: &str, listed: &str) -> bool {
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
    /// Sets the settings up for `provider`, whose calls all go to `recorder`.
    fn set_up(&self, project: &mut Project, provider: &str, recorder: &Relay) {
        let folder = project.folder().display().to_string();
        let placed = |text: &str| text.replace("{folder}", &folder);
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
