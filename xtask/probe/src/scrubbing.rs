//! Takes out of a text what belongs to an account: ARNs, account numbers, request ids and
//! hosts of AWS. The run's own names and ids are handles by then.

/// The text with a word in braces for each of them.
#[must_use]
pub(crate) fn scrubbed(text: &str) -> String {
    let without_arns = in_words(text, is_of_arn, |word| match word.find("arn:") {
        Some(start) if !word[..start].ends_with(char::is_alphanumeric) => {
            let end = word.trim_end_matches(['.', ':', ',']).len();
            Some(format!("{}{{arn}}{}", &word[..start], &word[end..]))
        }
        _ => None,
    });
    let without_hosts =
        in_words(&without_arns, is_of_host, |word| is_host(word).then(|| "{host}".to_owned()));
    in_words(&without_hosts, is_of_id, |word| is_id(word).then(|| "{id}".to_owned()))
}

/// The text with another word in place of those that have one.
fn in_words(text: &str, is_inside: fn(char) -> bool, instead: impl Fn(&str) -> Option<String>) -> String {
    let mut replaced = String::new();
    let mut rest = text;
    while let Some(start) = rest.find(is_inside) {
        let (before, from) = rest.split_at(start);
        let (word, after) = from.split_at(from.find(|c| !is_inside(c)).unwrap_or(from.len()));
        replaced += before;
        replaced += &instead(word).unwrap_or_else(|| word.to_owned());
        rest = after;
    }
    replaced + rest
}

fn is_of_arn(c: char) -> bool {
    c.is_alphanumeric() || "-_:./*$@+=,{}~".contains(c)
}

fn is_of_host(c: char) -> bool {
    c.is_ascii_alphanumeric() || "-.".contains(c)
}

fn is_of_id(c: char) -> bool {
    c.is_alphanumeric() || c == '-'
}

/// Whether it is a host of AWS, in any partition.
fn is_host(word: &str) -> bool {
    word.contains(".amazonaws.") || word.contains(".cloudfront.") || word.contains(".api.aws")
}

/// Whether it is an account number or a request id.
fn is_id(word: &str) -> bool {
    let is_account = word.len() == 12 && word.chars().all(|c| c.is_ascii_digit());
    let lengths: Vec<_> = word.split('-').map(str::len).collect();
    let is_request = lengths == [8, 4, 4, 4, 12] && word.chars().all(|c| c.is_ascii_hexdigit() || c == '-');
    is_account || is_request
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_belongs_to_an_account_is_taken_out() {
        for (text, without) in [
            ("User: arn:aws:sts::123456789012:assumed-role/a/b is not", "User: {arn} is not"),
            ("resource: arn:aws:apigateway:eu-west-1::/apis/{http}.", "resource: {arn}."),
            ("owned by (123456789012), not", "owned by ({id}), not"),
            ("id 0a1b2c3d-0000-4000-8000-0123456789ab.", "id {id}."),
            ("use d-abc.execute-api.eu-west-1.amazonaws.com/x", "use {host}/x"),
            ("\"arn:aws-cn:acm:cn-north-1:123456789012:certificate/0a\"", "\"{arn}\""),
        ] {
            assert_eq!(scrubbed(text), without);
        }
    }

    #[test]
    fn everything_else_stays() {
        for text in ["1234567890123", "learn:this", "{regional} has orders/v1, 200 of them", "a-b-c", "é…"]
        {
            assert_eq!(scrubbed(text), text);
        }
    }
}
