//! The id of an API.

use super::{Rule, name_methods, other_path, quoted, table};

/// The id that API Gateway gave an API, such as `a1b2c3d4`. Its form is not
/// documented, so only what is plainly something else is refused.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ApiId(String);
name_methods!(ApiId, called "The API id", RULES);

pub(super) const RULES: &[Rule] = &[
    (&table::API_ID_MISSING, empty),
    (&table::API_ID_ARN, arn),
    (&table::API_ID_URL, url),
    (&table::API_ID_LENGTH, too_long),
    (&table::API_ID_FORM, malformed),
];

fn empty(text: &str) -> Option<String> {
    let found = "is empty. Give the id of the API, such as \"a1b2c3d4\": the `id` of the API's resource.";
    text.trim().is_empty().then(|| found.to_owned())
}

fn is_arn(text: &str) -> bool {
    text.trim_start().starts_with("arn:")
}

fn arn(text: &str) -> Option<String> {
    is_arn(text).then(|| format!("is an ARN. {}", write_instead(id_in_arn(text))))
}

fn is_url(text: &str) -> bool {
    (text.contains("://") || text.contains(".execute-api.")) && !is_arn(text)
}

fn url(text: &str) -> Option<String> {
    is_url(text).then(|| format!("is an API's endpoint. {}", write_instead(id_in_url(text))))
}

fn malformed(text: &str) -> Option<String> {
    let why = other_path(text)?;
    let is_told = text.trim().is_empty() || is_arn(text) || is_url(text);
    (!is_told).then(|| format!("{why}. {}", write_instead(None)))
}

fn too_long(text: &str) -> Option<String> {
    let found = "is far too long for an id. Give the id of the API, such as \"a1b2c3d4\".";
    (text.len() > super::LONGEST_ID && !is_arn(text)).then(|| found.to_owned())
}

fn write_instead(id: Option<&str>) -> String {
    match id {
        Some(id) => format!("Write its id alone: {}.", quoted(id)),
        None => "Write the API's id alone: the `id` of its resource.".to_owned(),
    }
}

/// `a1b2c3d4` in `arn:aws:apigateway:eu-west-1::/apis/a1b2c3d4/stages/test` and
/// in `arn:aws:execute-api:eu-west-1:123456789012:a1b2c3d4/test/$connect`.
fn id_in_arn(arn: &str) -> Option<&str> {
    let resource = arn.splitn(6, ':').nth(5)?;
    let mut parts = resource.trim_start_matches('/').split('/');
    let first = parts.next()?;
    let id = if matches!(first, "apis" | "restapis") { parts.next()? } else { first };
    looks_like_an_id(id).then_some(id)
}

/// `a1b2c3d4` in `wss://a1b2c3d4.execute-api.eu-west-1.amazonaws.com/test`.
fn id_in_url(url: &str) -> Option<&str> {
    let host = url.split_once("://").map_or(url, |(_, rest)| rest);
    let (id, _) = host.split_once(".execute-api.")?;
    looks_like_an_id(id).then_some(id)
}

fn looks_like_an_id(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::names::Problem;
    use proptest::prelude::*;

    fn only_problem(text: &str) -> Problem {
        let mut problems = ApiId::parse(text).unwrap_err();
        assert_eq!(problems.len(), 1, "{problems:?}");
        problems.remove(0)
    }

    #[test]
    fn an_empty_id_is_missing() {
        assert_eq!(only_problem("").summary, "Missing API ID");
        assert_eq!(only_problem("  ").summary, "Missing API ID");
    }

    #[test]
    fn an_arn_is_told_which_part_is_the_id() {
        for arn in [
            "arn:aws:apigateway:eu-west-1::/apis/a1b2c3d4",
            "arn:aws:apigateway:eu-west-1::/restapis/a1b2c3d4/stages/test",
            "arn:aws:execute-api:eu-west-1:123456789012:a1b2c3d4/test/$connect",
        ] {
            let problem = only_problem(arn);
            assert_eq!(problem.summary, "API ID Is an ARN");
            assert!(problem.detail.ends_with(r#"Write its id alone: "a1b2c3d4"."#), "{}", problem.detail);
        }
    }

    #[test]
    fn a_url_is_told_which_part_is_the_id() {
        for url in [
            "wss://a1b2c3d4.execute-api.eu-west-1.amazonaws.com/test",
            "a1b2c3d4.execute-api.eu-west-1.amazonaws.com",
        ] {
            let problem = only_problem(url);
            assert_eq!(problem.summary, "API ID Is a URL");
            assert!(problem.detail.ends_with(r#"Write its id alone: "a1b2c3d4"."#), "{}", problem.detail);
        }
    }

    #[test]
    fn what_would_address_something_else_is_no_id() {
        for id in ["a1b2c3d4/stages", "a1b2 c3d4", " a1b2c3d4", "a1b2c3d4\n", "..", ".", "a\\b"] {
            assert_eq!(only_problem(id).summary, "Malformed API ID", "{id:?}");
        }
        assert!(
            only_problem("a/b").detail.starts_with("The API id \"a/b\" contains a slash. Write the API's id")
        );
    }

    #[test]
    fn an_arn_without_an_id_still_says_where_to_find_it() {
        assert!(only_problem("arn:aws:s3").detail.contains("the `id` of its resource"));
    }

    proptest! {
        #[test]
        fn any_run_of_letters_and_digits_is_an_id(text in "[a-zA-Z0-9]{1,40}") {
            prop_assert!(ApiId::parse(&text).is_ok());
        }

        #[test]
        fn anything_that_starts_as_an_arn_is_refused(rest in "[a-z0-9:/$.-]{0,60}") {
            prop_assert_eq!(only_problem(&format!("arn:{rest}")).summary, "API ID Is an ARN");
        }

        #[test]
        fn anything_with_a_scheme_is_refused(scheme in "https|wss|http|ws", rest in "[a-z0-9./-]{0,60}") {
            prop_assert_eq!(only_problem(&format!("{scheme}://{rest}")).summary, "API ID Is a URL");
        }
    }
}
