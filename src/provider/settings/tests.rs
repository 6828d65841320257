use std::collections::HashMap;

use tf_provider::schema::{Attribute, AttributeConstraint, AttributeType};

use super::*;

fn text(value: &str) -> ValueAny {
    ValueAny::String(value.to_owned())
}

fn map(entries: &[(&str, ValueAny)]) -> ValueAny {
    ValueAny::Map(entries.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect())
}

fn list(items: &[ValueAny]) -> ValueAny {
    ValueAny::List(items.to_vec())
}

/// Where an error is, and its summary.
fn errors(entries: &[(&str, ValueAny)]) -> Vec<(String, String)> {
    let config = map(entries);
    let (_, block) = read(&config);
    block.errors.iter().map(|error| (error.attribute.to_string(), error.summary.to_string())).collect()
}

#[test]
fn the_schema_holds_what_is_read_with_its_description_and_secrecy() {
    let block = schema().block;
    let region = &block.attributes["region"];
    assert_eq!(region.attr_type, AttributeType::String);
    assert!(region.description.content.starts_with("AWS region, such as `eu-west-1`. Without it: "));
    assert!(region.description.content.ends_with(" the profile, then EC2 instance metadata."));
    let secret = |attributes: &HashMap<String, Attribute>| {
        let mut names: Vec<_> =
            attributes.iter().filter(|(_, is)| is.sensitive).map(|(name, _)| name.clone()).collect();
        names.sort();
        names
    };
    assert_eq!(secret(&block.attributes), ["secret_key", "token"]);
    let NestedBlock::List(role) = &block.blocks["assume_role"] else { panic!("any number of roles") };
    // A null ARN, such as that of a variable, is no role.
    assert_eq!(role.attributes["role_arn"].constraint, AttributeConstraint::Optional);
    assert_eq!(role.attributes["policy"].constraint, AttributeConstraint::Optional);
    assert_eq!(role.attributes["tags"].attr_type, AttributeType::Map(Box::new(AttributeType::String)));
    assert!(role.description.content.starts_with("A role to assume with the credentials"));
    let NestedBlock::Optional(role) = &block.blocks["assume_role_with_web_identity"] else {
        panic!("at most one role with a token")
    };
    assert_eq!(role.attributes["role_arn"].constraint, AttributeConstraint::Optional);
    assert_eq!(secret(&role.attributes), ["web_identity_token"]);
}

#[test]
fn findings_are_read_by_name_and_every_mistake_is_at_its_element() {
    use crate::findings::Severity;
    let findings = |entries: &[(&str, ValueAny)]| ("findings", map(entries));
    let config = map(&[
        ("plan_checks", text("off")),
        findings(&[
            ("stage_missing", text("error")),
            ("key_taken", text("ignore")),
            ("api_missing", ValueAny::Null),
        ]),
    ]);
    let (settings, block) = read(&config);
    assert!(block.errors.is_empty());
    assert_eq!(settings.plan_checks, PlanChecks::Off);
    let expected = [
        (FindingName::KeyTaken, Choice::Ignore),
        (FindingName::StageMissing, Choice::Report(Severity::Error)),
    ];
    assert_eq!(settings.findings, BTreeMap::from(expected));

    let at = |name: &str, summary: &str| (format!("findings[\"{name}\"]"), summary.to_owned());
    let mut found = errors(&[findings(&[
        ("stage_mising", text("error")),
        ("", text("error")),
        ("key_taken", text("warn")),
        ("domain_missing", text("warning")),
    ])]);
    found.sort();
    let unknown = "Unknown Severity of a Finding";
    let mut expected =
        [at("", "Unknown Finding"), at("stage_mising", "Unknown Finding"), at("key_taken", unknown)];
    expected.sort();
    assert_eq!(found, expected);
    let config = map(&[findings(&[("stage_mising", text("error"))])]);
    assert!(read(&config).1.errors[0].detail.contains("The nearest are stage_missing, "));

    for unknown in [ValueAny::Unknown, map(&[("stage_missing", ValueAny::Unknown)])] {
        let config = map(&[("findings", unknown)]);
        let (_, block) = read(&config);
        assert!(block.errors.is_empty());
        assert_eq!(block.unknown, ["findings"]);
    }
}

#[test]
fn an_empty_text_is_not_set_but_counts_in_lists_and_maps() {
    let config = map(&[
        ("region", text("")),
        ("user_agent", list(&[text("")])),
        ("assume_role", list(&[map(&[("tags", map(&[("team", text(""))]))])])),
    ]);
    let (settings, _) = read(&config);
    assert_eq!(settings.region, None);
    assert_eq!(settings.user_agent, [""]);
    assert_eq!(settings.assume_role[0].tags["team"], "");
}

#[test]
fn nothing_set_has_the_defaults_and_no_errors() {
    let (settings, block) = read(&ValueAny::Null);
    assert!(block.errors.is_empty() && block.unknown.is_empty());
    assert_eq!(settings.plan_checks, PlanChecks::Error);
    assert_eq!(settings.max_requests_per_second, NonZeroU32::new(10));
    assert!(settings.assume_role.is_empty() && settings.assume_role_with_web_identity.is_none());
}

#[test]
fn numbers_and_durations_are_read_within_their_bounds() {
    let role = |duration| ("assume_role", list(&[map(&[("duration", text(duration))])]));
    for (duration, seconds) in [("15m", 900), ("12h", 43_200), ("1h30m", 5_400)] {
        let config = map(&[role(duration)]);
        assert_eq!(read(&config).0.assume_role[0].duration, Some(seconds));
    }
    let wrong = [("assume_role[0].duration".to_owned(), "Invalid Session Duration".to_owned())];
    for duration in ["14m59s", "12h1s", "1 day"] {
        assert_eq!(errors(&[role(duration)]), wrong, "{duration}");
    }
    let config =
        map(&[("max_retries", ValueAny::Number(1000)), ("max_requests_per_second", ValueAny::Number(0))]);
    let (settings, _) = read(&config);
    assert_eq!((settings.max_retries, settings.max_requests_per_second), (Some(1000), None));
    assert_eq!(errors(&[("max_retries", text("1e+30"))])[0].1, "Invalid Number of Retries");
    for number in [-1, 1001] {
        assert_eq!(errors(&[("max_retries", ValueAny::Number(number))])[0].1, "Invalid Number of Retries");
    }
}

#[test]
fn unknown_values_are_named_and_no_error() {
    let config = map(&[
        ("access_key", text("AKIDEXAMPLE")),
        ("secret_key", ValueAny::Unknown),
        ("user_agent", list(&[text("a/1"), ValueAny::Unknown])),
        ("endpoints", list(&[map(&[("sts", ValueAny::Unknown)])])),
        ("assume_role", ValueAny::Unknown),
    ]);
    let (_, block) = read(&config);
    assert!(block.errors.is_empty());
    assert_eq!(block.unknown, ["secret_key", "assume_role", "endpoints[0].sts", "user_agent"]);
}

#[test]
fn what_does_not_go_together_is_refused_where_it_is() {
    let error = |attribute: &str, summary: &str| vec![(attribute.to_owned(), summary.to_owned())];
    assert_eq!(errors(&[("access_key", text("a"))]), error("secret_key", "Missing Secret Key"));
    assert_eq!(errors(&[("secret_key", text("s"))]), error("access_key", "Missing Access Key"));
    let ids = list(&[text("123456789012")]);
    assert_eq!(
        errors(&[("allowed_account_ids", ids.clone()), ("forbidden_account_ids", ids)]),
        error("forbidden_account_ids", "Conflicting Account Lists")
    );
    for name in ["allowed_account_ids", "user_agent"] {
        let with_null = list(&[text("123456789012"), ValueAny::Null]);
        assert_eq!(errors(&[(name, with_null)]), error(name, "Null in a List"));
    }
    for id in ["", " 123456789012", "123456789012\n", "1234 5678 9012", "12345678901", "my-account"] {
        for name in ["allowed_account_ids", "forbidden_account_ids"] {
            let ids = list(&[text("123456789012"), text(id)]);
            assert_eq!(errors(&[(name, ids)]), error(name, "Invalid Account ID"), "{id:?}");
        }
    }
    let tokens = map(&[("web_identity_token", text("t")), ("web_identity_token_file", text("f"))]);
    assert_eq!(
        errors(&[("assume_role_with_web_identity", list(&[tokens]))]),
        error("assume_role_with_web_identity[0].web_identity_token_file", "Conflicting Web Identity Tokens")
    );
    let role = |arn: &str| {
        list(&[map(&[("role_arn", text("arn:aws:iam::1:role/a"))]), map(&[("role_arn", text(arn))])])
    };
    assert_eq!(errors(&[("assume_role", role(""))]), []);
    for arn in ["deployer", "arn:aws:iam::1:user/a"] {
        assert_eq!(
            errors(&[("assume_role", role(arn))]),
            error("assume_role[1].role_arn", "Invalid Role ARN")
        );
    }
}

#[test]
fn a_url_has_a_scheme_and_a_host_and_is_not_repeated() {
    for url in ["user:s3cr3t@proxy:3128", "ftp://s3cr3t", "http:///s3cr3t"] {
        let config = map(&[("http_proxy", text(url))]);
        let (_, block) = read(&config);
        assert_eq!(block.errors.len(), 1, "{url}");
        assert!(!block.errors[0].detail.contains("s3cr3t"), "{url}");
    }
    assert!(errors(&[("https_proxy", text("HTTPS://user:secret@[::1]:3128"))]).is_empty());
}
