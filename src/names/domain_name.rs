//! The custom domain name.

use super::{Problem, Rule, list_chars, parse, quoted, reads_as_text};

/// A custom domain name such as `api.example.com` or `*.example.com`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DomainName(String);
reads_as_text!(DomainName);

/// The longest DNS name in text form, in characters (RFC 1035).
const MAX_LENGTH: usize = 253;
/// The longest label of a DNS name, in characters (RFC 1035).
const MAX_LABEL: usize = 63;

const RULES: &[Rule] = &[
    not_empty,
    not_an_arn,
    not_a_url_or_path,
    not_a_target,
    only_allowed_characters,
    well_formed_labels,
    lengths,
];

impl DomainName {
    /// Reads a custom domain name as the user wrote it.
    ///
    /// # Errors
    /// Every rule that the text breaks.
    pub fn parse(text: &str) -> Result<Self, Vec<Problem>> {
        parse(text, RULES, Self)
    }

    /// A domain name that the service reported, or a state that it once accepted.
    #[must_use]
    pub fn from_api(text: &str) -> Option<Self> {
        (!text.is_empty()).then(|| Self(text.to_owned()))
    }
}

fn not_empty(text: &str) -> Option<Problem> {
    text.is_empty().then(|| {
        Problem::new(
            "Missing Domain Name",
            "The domain name is an empty text. Give the custom domain name, such as \"api.example.com\".",
        )
    })
}

fn is_arn(text: &str) -> bool {
    text.starts_with("arn:")
}

fn not_an_arn(text: &str) -> Option<Problem> {
    is_arn(text).then(|| {
        let name = text.split_once("/domainnames/").map(|(_, name)| name);
        let instead = name.and_then(|name| name.split(['/', '+']).next()).unwrap_or("api.example.com");
        Problem::new(
            "Domain Name Is an ARN",
            format!(
                "{} is an ARN. An API mapping takes the custom domain name itself. Write it like {}.",
                quoted(text),
                quoted(instead)
            ),
        )
    })
}

fn is_url_or_path(text: &str) -> bool {
    !is_arn(text) && (text.contains("://") || text.contains('/'))
}

fn not_a_url_or_path(text: &str) -> Option<Problem> {
    is_url_or_path(text).then(|| {
        let (scheme, rest) = text.split_once("://").map_or((None, text), |(s, rest)| (Some(s), rest));
        let (host, path) = rest.split_once('/').map_or((rest, ""), |(host, path)| (host, path));
        let host = host.split(':').next().unwrap_or(host);
        let what = match (scheme, path.is_empty()) {
            (Some(_), true) => "has a scheme",
            (Some(_), false) => "is a URL",
            (None, _) => "has a path",
        };
        let mut detail =
            format!("{} {what}. An API mapping takes the custom domain name alone", quoted(text));
        if host.is_empty() {
            detail.push_str(", such as \"api.example.com\".");
        } else {
            detail.push_str(&format!(". Write {} instead", quoted(host)));
            if !path.trim_matches('/').is_empty() {
                detail.push_str(&format!(
                    " and give the path, {}, as the mapping key",
                    quoted(path.trim_matches('/'))
                ));
            }
            detail.push('.');
        }
        Problem::new("Domain Name Is Not a Bare Name", detail)
    })
}

/// Whether `text` is a name that API Gateway or CloudFront gives out: what a
/// custom domain's DNS record points to, never the custom domain itself.
fn is_target(text: &str) -> bool {
    let text = text.trim_end_matches('.').to_ascii_lowercase();
    let api_gateway = text.contains(".execute-api.")
        && (text.ends_with(".amazonaws.com") || text.ends_with(".amazonaws.com.cn"));
    api_gateway || text.ends_with(".cloudfront.net")
}

fn not_a_target(text: &str) -> Option<Problem> {
    (is_target(text) && !is_url_or_path(text) && !is_arn(text)).then(|| {
        Problem::new(
            "Domain Name Is a Target Name",
            format!(
                "{} is a name that AWS gives out, which DNS records of a custom domain point to. An API \
                 mapping takes the custom domain name itself, such as \"api.example.com\"; in Terraform that \
                 is the `domain_name` of the domain's resource, not a `target_domain_name` or an API's \
                 endpoint.",
                quoted(text)
            ),
        )
    })
}

fn is_allowed(c: char) -> bool {
    // "*" is judged by its place, by `well_formed_labels`. Letters beyond ASCII
    // pass: nothing is known of how the service treats them.
    c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | '*')
}

fn only_allowed_characters(text: &str) -> Option<Problem> {
    if is_url_or_path(text) || is_arn(text) {
        return None;
    }
    let found = list_chars(text, |c| !is_allowed(c))?;
    Some(Problem::new(
        "Invalid Domain Name Character",
        format!(
            "The domain name {} contains {found}. A domain name consists of letters, digits, \"-\" and \"_\" \
             in labels separated by dots. Write the name alone, without a port or spaces.",
            quoted(text)
        ),
    ))
}

fn well_formed_labels(text: &str) -> Option<Problem> {
    if text.is_empty() || is_url_or_path(text) || is_arn(text) {
        return None;
    }
    let why = if text.ends_with('.') && text.len() > 1 {
        "ends with a dot"
    } else if text.split('.').any(str::is_empty) {
        "has an empty label (two dots in a row, or a dot at the start)"
    } else if misplaced_wildcard(text) {
        "has a \"*\" elsewhere than as its whole first label"
    } else {
        return None;
    };
    Some(Problem::new(
        "Malformed Domain Name",
        format!(
            "The domain name {} {why}. Write it like \"api.example.com\", or \"*.example.com\" for a wildcard \
             custom domain name.",
            quoted(text)
        ),
    ))
}

fn misplaced_wildcard(text: &str) -> bool {
    let rest = text.strip_prefix("*.").unwrap_or(text);
    rest.contains('*')
}

fn lengths(text: &str) -> Option<Problem> {
    if is_url_or_path(text) || is_arn(text) {
        return None;
    }
    let length = text.chars().count();
    let longest = text.split('.').map(|label| label.chars().count()).max().unwrap_or_default();
    let why = if length > MAX_LENGTH {
        format!("has {length} characters, and a DNS name has at most {MAX_LENGTH}")
    } else if longest > MAX_LABEL {
        format!("has a label of {longest} characters, and a label of a DNS name has at most {MAX_LABEL}")
    } else {
        return None;
    };
    Some(Problem::new(
        "Domain Name Too Long",
        format!("The domain name {} {why}. Give the name of an existing custom domain.", quoted(text)),
    ))
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
            "\"https://api.example.com/orders\" is a URL. An API mapping takes the custom domain name alone. \
             Write \"api.example.com\" instead and give the path, \"orders\", as the mapping key."
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
        assert!(detail(arn).ends_with(r#"Write it like "api.example.com"."#));
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
