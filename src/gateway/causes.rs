//! Finds errors among the causes of an error, and words them.

use std::error::Error;
use std::io;

use aws_credential_types::provider::error::CredentialsError;
use aws_smithy_types::error::ErrorMetadata;

/// `error`, then its cause, then the cause of that, and so on.
pub fn chain<'a>(error: &'a (dyn Error + 'static)) -> impl Iterator<Item = &'a (dyn Error + 'static)> {
    std::iter::successors(Some(error), |&error| error.source())
}

/// The first error of type `E`, from the outside.
pub fn first<'a, E: Error + 'static>(error: &'a (dyn Error + 'static)) -> Option<&'a E> {
    chain(error).find_map(|error| error.downcast_ref())
}

/// The last error of type `E`, from the outside.
pub fn last<'a, E: Error + 'static>(error: &'a (dyn Error + 'static)) -> Option<&'a E> {
    chain(error).filter_map(|error| error.downcast_ref()).last()
}

/// The words of the last cause, which is the one that says what happened.
pub fn root_words(error: &(dyn Error + 'static)) -> String {
    let root = chain(error).last().unwrap_or(error);
    match (root.downcast_ref(), root.downcast_ref::<ErrorMetadata>()) {
        (Some(error), _) => io_words(error),
        // Its own words are those of a program.
        (None, Some(said)) => {
            let message = said.message().unwrap_or("no message");
            said.code().map_or_else(|| message.to_owned(), |code| format!("{code}: {message}"))
        }
        (None, None) => root.to_string(),
    }
}

/// Whether an error with these words is that the certificate of what answers is not trusted.
/// (rustls says so; its own error is out of reach below the SDK's.)
pub fn is_untrusted_certificate(words: &str) -> bool {
    words.contains("invalid peer certificate")
}

/// Whether an error with these words is that the host was not found. (hyper says so.)
pub fn is_unknown_host(words: &str) -> bool {
    words.contains("dns error")
}

/// Texts of the SDK's layers that name no cause.
const SAYS_NOTHING: &[&str] =
    &["dispatch failure", "io error", "other", "client error (Connect)", "client error (SendRequest)"];

/// The words of an error and its causes as one line, without those that only say that
/// there is a cause, and without saying anything twice.
pub fn words(error: &(dyn Error + 'static)) -> String {
    let errors = chain(error).filter(|error| !error.is::<CredentialsError>());
    let words = errors.map(|error| error.downcast_ref().map_or_else(|| error.to_string(), io_words));
    words.filter(|words| !SAYS_NOTHING.contains(&words.as_str())).fold(
        String::new(),
        |line, words| match line {
            line if line.contains(&words) => line,
            line if line.is_empty() => words,
            line => format!("{line}: {words}"),
        },
    )
}

/// What the operating system says, without its number and as the end of a sentence:
/// `connection refused`.
pub fn io_words(error: &io::Error) -> String {
    let words = error.to_string();
    let Some((words, _)) = words.split_once(" (os error") else { return words };
    let mut words = words.to_owned();
    if let Some(first) = words.get_mut(..1) {
        first.make_ascii_lowercase();
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, thiserror::Error)]
    #[error("{name}")]
    struct Named {
        name: &'static str,
        source: Option<Box<dyn Error + Send + Sync>>,
    }

    fn named(name: &'static str, source: Option<Named>) -> Named {
        Named { name, source: source.map(Into::into) }
    }

    #[test]
    fn an_error_is_found_among_the_causes_from_either_end() {
        let error = named("outer", Some(named("inner", None)));
        assert_eq!(first::<Named>(&error).map(|found| found.name), Some("outer"));
        assert_eq!(last::<Named>(&error).map(|found| found.name), Some("inner"));
        assert!(first::<std::fmt::Error>(&error).is_none());
    }

    #[test]
    fn the_words_are_those_of_the_last_cause_without_a_number() {
        assert_eq!(root_words(&named("outer", Some(named("inner", None)))), "inner");
        let missing = std::fs::metadata("/no/such/file").unwrap_err();
        #[cfg(unix)]
        assert_eq!(root_words(&missing), "no such file or directory");
        let said = |code: &str| ErrorMetadata::builder().code(code).message("it has expired").build();
        assert_eq!(root_words(&said("ExpiredToken")), "ExpiredToken: it has expired");
        assert_eq!(root_words(&ErrorMetadata::builder().message("not here").build()), "not here");
        assert_eq!(io_words(&io::Error::other("Said by no system")), "Said by no system");
    }

    #[test]
    fn an_error_and_its_causes_make_one_line_without_words_that_say_nothing() {
        let error = named("connecting failed: refused", Some(named("refused", Some(named("port 1", None)))));
        assert_eq!(words(&error), "connecting failed: refused: port 1");
        assert_eq!(words(&named("io error", Some(named("broken", None)))), "broken");
    }
}
