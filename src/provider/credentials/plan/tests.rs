use super::*;
use crate::provider::profile_files::tests::profiles;
use crate::provider::settings::Settings;
use crate::provider::variables::Variables;

async fn decided(
    settings: Settings,
    variables: &[(&str, &str)],
    config: &str,
) -> Result<CredentialPlan, String> {
    let variables = Variables::from(variables);
    let profiles =
        profiles(config, &settings, &variables).await.map_err(|error| error.detail.into_owned())?;
    let sources = Sources { settings: &settings, variables: &variables, profiles: &profiles };
    CredentialPlan::decide(&sources).map_err(|error| error.detail.into_owned())
}

/// A plan in a few words: the base, then the roles in order.
fn words(plan: &CredentialPlan) -> String {
    let base = match &plan.base {
        Base::Keys(keys) => keys.access_key_id().to_owned(),
        Base::Token(role) => format!("token for {}", role.role_arn.as_deref().unwrap_or_default()),
        Base::Process { command, .. } => format!("process {command}"),
        Base::Sso(role) => format!("sso {} {} {} {}", role.start_url, role.region, role.account, role.role),
        Base::Login { session, .. } => format!("login {session}"),
        Base::Container(endpoint) => format!("container {}", endpoint.origin),
        Base::Metadata => "metadata".to_owned(),
    };
    let roles = plan.roles.iter().map(|role| format!(", {}", role.role_arn.as_deref().unwrap_or_default()));
    base + &roles.collect::<String>()
}

async fn led_to(settings: Settings, variables: &[(&str, &str)], config: &str) -> String {
    words(&decided(settings, variables, config).await.unwrap())
}

fn nothing() -> Settings {
    Settings::default()
}

fn keys_in_block() -> Settings {
    let own = |text: &str| Some(text.to_owned());
    Settings { access_key: own("BLOCK"), secret_key: own("s"), ..Settings::default() }
}

fn profile_in_block(name: &str) -> Settings {
    Settings { profile: Some(name.to_owned()), ..Settings::default() }
}

fn token_in_block() -> Settings {
    let role = AssumeRoleWithWebIdentity {
        role_arn: Some("in-block".to_owned()),
        web_identity_token_file: Some("file".to_owned()),
        ..AssumeRoleWithWebIdentity::default()
    };
    Settings { assume_role_with_web_identity: Some(role), ..Settings::default() }
}

const KEYS: [(&str, &str); 2] = [("AWS_ACCESS_KEY_ID", "ENV"), ("AWS_SECRET_ACCESS_KEY", "s")];
const TOKEN: [(&str, &str); 2] = [("AWS_WEB_IDENTITY_TOKEN_FILE", "file"), ("AWS_ROLE_ARN", "in-env")];
const CONTAINER: (&str, &str) = ("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "/role");
const DEFAULT: &str = "[default]\naws_access_key_id = DEFAULT\naws_secret_access_key = s\n[profile team]\naws_access_key_id = \
                       TEAM\naws_secret_access_key = s\n[profile bare]\nregion = eu-west-1\n";

#[tokio::test]
async fn sources_go_in_the_order_of_hashicorp_aws() {
    let all = [KEYS[0], KEYS[1], TOKEN[0], TOKEN[1], CONTAINER, ("AWS_PROFILE", "team")];
    for (settings, variables, config, expected) in [
        (keys_in_block(), &all[..], DEFAULT, "BLOCK"),
        (
            Settings {
                assume_role_with_web_identity: token_in_block().assume_role_with_web_identity,
                ..keys_in_block()
            },
            &all,
            DEFAULT,
            "BLOCK",
        ),
        (token_in_block(), &all, DEFAULT, "token for in-block"),
        (profile_in_block("team"), &all, DEFAULT, "TEAM"),
        (profile_in_block("bare"), &all, DEFAULT, "container http://169.254.170.2"),
        (nothing(), &all, DEFAULT, "ENV"),
        (nothing(), &all[2..], DEFAULT, "token for in-env"),
        (nothing(), &all[4..], DEFAULT, "TEAM"),
        (nothing(), &[("AWS_DEFAULT_PROFILE", "team")], DEFAULT, "TEAM"),
        (nothing(), &[], DEFAULT, "DEFAULT"),
        (nothing(), &[CONTAINER], "", "container http://169.254.170.2"),
        (nothing(), &[], "", "metadata"),
        (nothing(), &[("AWS_ACCESS_KEY", "OLD"), ("AWS_SECRET_KEY", "s")], "", "OLD"),
        // Half a pair, and what is empty, are not set.
        (nothing(), &KEYS[..1], DEFAULT, "DEFAULT"),
        (nothing(), &[("AWS_ACCESS_KEY_ID", ""), ("AWS_SECRET_ACCESS_KEY", "")], DEFAULT, "DEFAULT"),
        (nothing(), &[("AWS_WEB_IDENTITY_TOKEN_FILE", "")], DEFAULT, "DEFAULT"),
    ] {
        assert_eq!(led_to(settings, variables, config).await, expected, "{variables:?}");
    }
}

#[tokio::test]
async fn a_profile_leads_to_its_source_and_then_to_its_roles() {
    let keys = "aws_access_key_id = K\naws_secret_access_key = s\n";
    let process = "credential_process = run it\n";
    let sso = "sso_account_id = 1\nsso_role_name = r\n";
    let base = format!("[profile base]\n{keys}");
    for (config, expected) in [
        (format!("[default]\nrole_arn = a\nsource_profile = base\n{base}"), "K, a"),
        (
            format!(
                "[default]\nrole_arn = a\nsource_profile = b\n[profile b]\nrole_arn = b\nsource_profile = base\n{base}"
            ),
            "K, b, a",
        ),
        // A profile may be its own source, and is if it names none.
        (format!("[default]\nrole_arn = a\nsource_profile = default\n{keys}"), "K, a"),
        (format!("[default]\nrole_arn = a\n{keys}"), "K, a"),
        (format!("[default]\nrole_arn = a\n{process}"), "process run it, a"),
        ("[default]\nrole_arn = a\n".to_owned(), "metadata, a"),
        // Keys of a source are used as they are.
        (
            format!(
                "[default]\nrole_arn = a\nsource_profile = b\n[profile b]\nrole_arn = b\nsource_profile = c\n{keys}"
            ),
            "K, a",
        ),
        ("[default]\nrole_arn = a\ncredential_source = Ec2InstanceMetadata\n".to_owned(), "metadata, a"),
        ("[default]\nrole_arn = a\nweb_identity_token_file = f\n".to_owned(), "token for a"),
        (
            format!("[default]\nrole_arn = a\nweb_identity_token_file = f\nsource_profile = base\n{base}"),
            "token for a",
        ),
        (format!("[default]\nrole_arn = a\ncredential_source = EcsContainer\n{keys}"), "K, a"),
        (format!("[default]\nrole_arn = a\nweb_identity_token_file = f\n{keys}"), "K, a"),
        (format!("[default]\n{process}"), "process run it"),
        (format!("[default]\n{process}{keys}"), "K"),
        (format!("[default]\n{process}sso_start_url = u\nsso_region = g\n{sso}"), "sso u g 1 r"),
        (
            format!("[default]\nsso_session = s\n{sso}[sso-session s]\nsso_start_url = u\nsso_region = g\n"),
            "sso u g 1 r",
        ),
        ("[default]\nlogin_session = arn\n".to_owned(), "login arn"),
        // An empty role is none.
        (format!("[default]\nrole_arn =\n{keys}"), "K"),
    ] {
        assert_eq!(led_to(nothing(), &[], &config).await, expected, "{config}");
    }
    let config = "[default]\nrole_arn = a\ncredential_source = Environment\n";
    let settings = Settings { profile: Some("default".to_owned()), ..Settings::default() };
    assert_eq!(led_to(settings, &KEYS, config).await, "ENV, a");
    let config = "[default]\nrole_arn = a\ncredential_source = ecscontainer\n";
    assert_eq!(led_to(nothing(), &[CONTAINER], config).await, "container http://169.254.170.2, a");
    let refused = decided(nothing(), &[], config).await.err().expect("refused");
    assert!(refused.contains("neither AWS_CONTAINER_CREDENTIALS_RELATIVE_URI nor"), "{refused}");
}

#[tokio::test]
async fn a_role_carries_what_its_profile_says() {
    let config = "[default]\nrole_arn = a\nsource_profile = b\nexternal_id = agreed\nrole_session_name = me\n\
                  duration_seconds = 900\n[profile b]\naws_access_key_id = K\naws_secret_access_key = s\n";
    let plan = decided(nothing(), &[], config).await.unwrap();
    let role = &plan.roles[0];
    assert_eq!(role.external_id.as_deref(), Some("agreed"));
    assert_eq!(role.session_name.as_deref(), Some("me"));
    assert_eq!(role.duration, Some(900));
}

#[tokio::test]
async fn roles_of_the_block_come_last_and_one_without_an_arn_is_none() {
    let role = |arn: Option<&str>| AssumeRole { role_arn: arn.map(str::to_owned), ..AssumeRole::default() };
    let with = |roles| Settings { assume_role: roles, ..keys_in_block() };
    assert_eq!(led_to(with(vec![role(None)]), &[], "").await, "BLOCK");
    assert_eq!(
        led_to(with(vec![role(Some("a")), role(None), role(Some("b"))]), &[], "").await,
        "BLOCK, a, b"
    );
    let settings = Settings { assume_role: vec![role(Some("z"))], ..Settings::default() };
    let config = "[default]\nrole_arn = a\naws_access_key_id = K\naws_secret_access_key = s\n";
    assert_eq!(led_to(settings, &[], config).await, "K, a, z");
}

#[tokio::test]
async fn a_source_that_cannot_be_used_is_refused_and_says_why() {
    for (config, words) in [
        ("[default]\nrole_arn = a\nsource_profile = b\n", "source_profile \"b\", which is not there"),
        (
            "[default]\nrole_arn = a\nsource_profile = b\n[profile b]\noutput = json\n",
            "which holds no credentials",
        ),
        (
            "[default]\nrole_arn = a\nsource_profile = b\n[profile b]\nrole_arn = b\nsource_profile = default\n",
            "is the source_profile of itself, by way of default, b",
        ),
        (
            "[default]\nrole_arn = a\nsource_profile = b\ncredential_source = Environment\n",
            "Keep one of them",
        ),
        ("[default]\nrole_arn = a\ncredential_source = Environment\n", "are not both set"),
        ("[default]\nrole_arn = a\ncredential_source = Moon\n", "credential_source = Moon"),
        ("[default]\nrole_arn = a\nsource_profile = default\nmfa_serial = m\n", "MFA code"),
        ("[default]\nrole_arn = a\nduration_seconds = 1h\n", "\"1h\""),
        ("[default]\nweb_identity_token_file = f\n", "no role_arn"),
        ("[default]\nsso_session = s\nsso_account_id = 1\nsso_role_name = r\n", "no section [sso-session s]"),
        ("[default]\nsso_account_id = 1\n", "no sso_role_name"),
        (
            "[default]\nsso_account_id = 1\nsso_role_name = r\nsso_start_url = u\nsso_region = eu west 1\n",
            "sso_region = \"eu west 1\"",
        ),
    ] {
        let refused = decided(nothing(), &[], config).await.err().unwrap();
        assert!(refused.contains(words), "{config}: {refused}");
    }
    let half = decided(nothing(), &TOKEN[..1], "").await.err().unwrap();
    assert!(half.contains("AWS_ROLE_ARN is not"), "{half}");
}

#[tokio::test]
async fn a_key_that_cannot_be_sent_is_refused_by_its_setting_and_not_repeated() {
    let pasted = [("AWS_ACCESS_KEY_ID", "KEY\r\n"), ("AWS_SECRET_ACCESS_KEY", "s\n")];
    assert_eq!(led_to(nothing(), &pasted, "").await, "KEY");
    let broken = [("AWS_ACCESS_KEY_ID", "KEY"), ("AWS_SECRET_ACCESS_KEY", "s3cr3t\npart")];
    let refused = decided(nothing(), &broken, "").await.err().unwrap();
    assert!(refused.starts_with("AWS_SECRET_ACCESS_KEY holds white space"), "{refused}");
    assert!(!refused.contains("s3cr3t"), "{refused}");
}

#[tokio::test]
async fn each_source_that_was_passed_over_says_what_it_lacks() {
    let lines = decided(nothing(), &KEYS[..1], "").await.unwrap().passed_over.join("\n");
    assert!(
        lines.starts_with(
            "environment: AWS_SECRET_ACCESS_KEY is not set, and AWS_ACCESS_KEY_ID is\nweb identity: "
        ),
        "{lines}"
    );
    assert!(lines.contains("profile \"default\": not in ~/.aws/config\n"), "{lines}");
    let half = "[default]\naws_access_key_id = K\n";
    let lines = decided(nothing(), &[], half).await.unwrap().passed_over.join("\n");
    assert!(lines.contains("aws_secret_access_key is not set, and its counterpart is"), "{lines}");
}
