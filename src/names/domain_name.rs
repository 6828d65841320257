//! The custom domain name.

use super::{Rule, list_chars, name_methods, quoted, table};

/// A custom domain name such as `api.example.com` or `*.example.com`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DomainName(String);
name_methods!(DomainName, called "The domain name", NOT_A_NAME, RULES);

/// The longest DNS name in text form, in characters (RFC 1035).
const MAX_LENGTH: usize = 253;
/// The longest label of a DNS name, in characters (RFC 1035).
const MAX_LABEL: usize = 63;

/// What is not a bare name at all.
pub(super) const NOT_A_NAME: &[Rule] =
    &[(&table::DOMAIN_MISSING, empty), (&table::DOMAIN_ARN, arn), (&table::DOMAIN_URL, url_or_path)];

pub(super) const RULES: &[Rule] = &[
    (&table::DOMAIN_TARGET, target_name),
    (&table::DOMAIN_CAPITALS, capitals),
    (&table::DOMAIN_CHARACTERS, other_characters),
    (&table::DOMAIN_FORM, malformed_labels),
    (&table::DOMAIN_LENGTH, too_long),
];

impl DomainName {
    /// A domain name from an answer of the service, or from a state that it once
    /// accepted. `None` for an empty text, and for one that is too long for a name.
    pub fn from_api(text: &str) -> Option<Self> {
        (!text.is_empty() && too_long(text).is_none()).then(|| Self(text.to_owned()))
    }
}

fn empty(text: &str) -> Option<String> {
    let found = "is empty. Give the custom domain name, such as \"api.example.com\".";
    text.is_empty().then(|| found.to_owned())
}

fn arn(text: &str) -> Option<String> {
    let rest = text.strip_prefix("arn:")?;
    if rest.split_once("/domainnames/").is_some_and(|(_, name)| name.contains('+')) {
        return Some(format!("is the ARN of a private custom domain name. {PRIVATE}"));
    }
    let name = rest.split_once("/domainnames/").and_then(|(_, name)| name.split(['/', '+']).next());
    let name = quoted(name.unwrap_or("api.example.com"));
    Some(format!("is an ARN. Write the custom domain name alone, like {name}."))
}

/// What a private custom domain name needs instead.
const PRIVATE: &str = "Private custom domain names take no API mappings: map the API with \
     aws_api_gateway_base_path_mapping of hashicorp/aws and its domain_name_id.";

/// Whether a path is what follows the name in the id that hashicorp/aws gives a private
/// domain, such as `abcde12345` in `api.example.com/abcde12345`.
pub(super) fn may_be_domain_name_id(path: &str) -> bool {
    path.len() >= 6
        && path.contains(|c: char| c.is_ascii_digit())
        && path.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit())
}

fn url_or_path(text: &str) -> Option<String> {
    if text.starts_with("arn:") || !text.contains('/') {
        return None;
    }
    let (scheme, rest) = text.split_once("://").map_or((None, text), |(scheme, rest)| (Some(scheme), rest));
    let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
    let what = match (scheme, path.is_empty()) {
        (Some(_), true) => "has a scheme",
        (Some(_), false) => "is a URL",
        (None, _) => "has a path",
    };
    let host = quoted(host.split(':').next().filter(|host| !host.is_empty()).unwrap_or("api.example.com"));
    let key = match path.trim_matches('/') {
        "" => String::new(),
        path => format!(", and give the path, {}, as the mapping key", quoted(path)),
    };
    let private = if scheme.is_none() && may_be_domain_name_id(path) {
        format!(" It may also be the id of a private custom domain name. {PRIVATE}")
    } else {
        String::new()
    };
    Some(format!("{what}. Write the custom domain name alone, {host}{key}.{private}"))
}

/// A name that API Gateway or CloudFront gives out: what a custom domain's DNS record
/// points to, and never the custom domain itself.
fn target_name(text: &str) -> Option<String> {
    let name = text.trim_end_matches('.').to_ascii_lowercase();
    let is_of_aws = name.ends_with(".amazonaws.com") || name.ends_with(".amazonaws.com.cn");
    let is_target = (name.contains(".execute-api.") && is_of_aws) || name.ends_with(".cloudfront.net");
    let found = "is what a custom domain name's DNS record points to. Write the custom domain name itself, such as \
                 \"api.example.com\": the `domain_name` of its resource, not a `target_domain_name` or an \
                 API's endpoint.";
    is_target.then(|| found.to_owned())
}

fn capitals(text: &str) -> Option<String> {
    let lower = text.to_lowercase();
    (lower != text).then(|| {
        format!(
            "contains capital letters. Write it in lower case, {}: API Gateway keeps names in lower case and finds \
             none that is written otherwise.",
            quoted(&lower)
        )
    })
}

fn other_characters(text: &str) -> Option<String> {
    // "*" is judged by its place, by `malformed_labels`. Letters beyond ASCII pass:
    // nothing is known of how the service treats them.
    let found = list_chars(text, |c| !(c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | '*')))?;
    Some(format!(
        "contains {found}. Write the name alone, without a port or spaces: letters, digits, `-` and `_` in labels \
         separated by dots."
    ))
}

fn malformed_labels(text: &str) -> Option<String> {
    let why = if text.ends_with('.') && text.len() > 1 {
        "ends with a dot"
    } else if text.split('.').any(str::is_empty) {
        "has an empty label (two dots in a row, or a dot at the start)"
    } else if text.strip_prefix("*.").unwrap_or(text).contains('*') {
        "has a `*` elsewhere than as its whole first label"
    } else {
        return None;
    };
    Some(format!("{why}. Write it like \"api.example.com\", or \"*.example.com\" for a wildcard."))
}

fn too_long(text: &str) -> Option<String> {
    let length = text.chars().count();
    let longest = text.split('.').map(|label| label.chars().count()).max().unwrap_or_default();
    let why = if length > MAX_LENGTH {
        format!("has {length} characters; a DNS name has at most {MAX_LENGTH}")
    } else if longest > MAX_LABEL {
        format!("has a label of {longest} characters; a label of a DNS name has at most {MAX_LABEL}")
    } else {
        return None;
    };
    Some(format!("{why}. Give the name of an existing custom domain."))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn summaries(text: &str) -> Vec<&'static str> {
        DomainName::parse(text).err().unwrap_or_default().iter().map(|p| p.summary).collect()
    }

    fn detail(text: &str) -> String {
        DomainName::parse(text).unwrap_err().remove(0).detail
    }

    #[test]
    fn names_and_wildcard_names_are_domain_names() {
        for name in
            ["api.example.com", "*.example.com", "localhost", "a_b.example.com", "xn--caf-dma.example"]
        {
            assert!(summaries(name).is_empty(), "{name}");
        }
    }

    #[test]
    fn a_url_is_told_its_name_and_its_key() {
        assert_eq!(summaries("https://api.example.com/orders"), ["Domain Name Is Not a Bare Name"]);
        assert_eq!(
            detail("https://api.example.com/orders"),
            "The domain name \"https://api.example.com/orders\" is a URL. Write the custom domain name alone, \
             \"api.example.com\", and give the path, \"orders\", as the mapping key."
        );
    }

    #[test]
    fn a_scheme_and_a_path_are_each_called_what_they_are() {
        assert!(detail("wss://api.example.com").contains("has a scheme"));
        assert!(detail("api.example.com/orders").contains("has a path"));
    }

    #[test]
    fn a_target_name_is_not_a_custom_domain_name() {
        for name in [
            "d-abc123.execute-api.eu-west-1.amazonaws.com",
            "d-abc123.execute-api.cn-north-1.amazonaws.com.cn",
            "d111111abcdef8.cloudfront.net",
        ] {
            assert_eq!(summaries(name), ["Domain Name Is a Target Name"], "{name}");
        }
    }

    #[test]
    fn an_arn_is_told_the_name_in_it() {
        let arn = "arn:aws:apigateway:eu-west-1::/domainnames/api.example.com";
        assert_eq!(summaries(arn), ["Domain Name Is an ARN"]);
        assert!(detail(arn).ends_with(r#"like "api.example.com"."#));
    }

    #[test]
    fn a_private_domain_is_told_what_it_needs_instead() {
        let arn = "arn:aws:apigateway:eu-west-1:123456789012:/domainnames/api.example.com+abcde12345";
        assert_eq!(summaries(arn), ["Domain Name Is an ARN"]);
        for id in [arn, "api.example.com/abcde12345"] {
            assert!(detail(id).contains("aws_api_gateway_base_path_mapping"), "{id}");
        }
        for path in
            ["api.example.com/orders", "https://api.example.com/abcde12345", "api.example.com/v1/abc123"]
        {
            assert!(!detail(path).contains("private"), "{path}");
        }
    }

    #[test]
    fn capitals_are_told_the_name_in_lower_case() {
        assert_eq!(summaries("API.Example.com"), ["Capital Letters in Domain Name"]);
        assert!(detail("API.Example.com").contains("Write it in lower case, \"api.example.com\":"));
    }

    #[test]
    fn dots_and_stars_have_their_place() {
        for name in
            ["api..example.com", ".example.com", "api.example.com.", "a*.example.com", "api.*.com", "*"]
        {
            assert_eq!(summaries(name), ["Malformed Domain Name"], "{name}");
        }
    }

    #[test]
    fn an_empty_name_is_missing() {
        assert_eq!(summaries(""), ["Missing Domain Name"]);
    }

    #[test]
    fn lengths_are_those_of_dns() {
        assert!(summaries(&format!("{}.com", "a".repeat(63))).is_empty());
        assert_eq!(summaries(&format!("{}.com", "a".repeat(64))), ["Domain Name Too Long"]);
        assert_eq!(summaries(&format!("{}com", "ab.".repeat(90))), ["Domain Name Too Long"]);
    }

    proptest! {
        #[test]
        fn any_dns_name_is_a_domain_name(name in r"(\*\.)?[a-z0-9][a-z0-9-]{0,20}(\.[a-z0-9][a-z0-9-]{0,20}){0,4}\.example") {
            prop_assert!(summaries(&name).is_empty());
        }

        #[test]
        fn any_path_is_refused(name in "[a-z]{1,9}\\.[a-z]{2,3}", path in "[a-z/]{0,20}") {
            prop_assert_eq!(summaries(&format!("{name}/{path}")), ["Domain Name Is Not a Bare Name"]);
        }

        #[test]
        fn any_scheme_is_refused(scheme in "https|wss|http|ws", name in "[a-z]{1,9}\\.[a-z]{2,3}") {
            prop_assert_eq!(summaries(&format!("{scheme}://{name}")), ["Domain Name Is Not a Bare Name"]);
        }

        #[test]
        fn any_target_name_is_refused(id in "d-[a-z0-9]{10}", region in "[a-z]{2}-[a-z]{4,9}-[1-9]") {
            prop_assert_eq!(
                summaries(&format!("{id}.execute-api.{region}.amazonaws.com")),
                ["Domain Name Is a Target Name"]
            );
        }

        #[test]
        fn any_other_character_is_refused(left in "[a-z]{1,9}", c in "[ :?#@%&!$'()+,;=]", right in "[a-z]{1,9}") {
            prop_assert_eq!(summaries(&format!("{left}{c}{right}.example")), ["Invalid Domain Name Character"]);
        }

        #[test]
        fn no_text_makes_a_rule_panic(text in any::<String>()) {
            let _ = DomainName::parse(&text);
        }
    }
}
