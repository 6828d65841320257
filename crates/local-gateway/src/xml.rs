//! Answers as STS words them: in XML.

use crate::answer::Answer;
use crate::error::ServiceError;
use crate::operation::Operation;

const NAMESPACE: &str = "https://sts.amazonaws.com/doc/2011-06-15/";

/// The answer of an operation that has been done.
pub(crate) fn result(operation: Operation, content: &str) -> Answer {
    answer(
        200,
        format!(
            r#"<{operation}Response xmlns="{NAMESPACE}"><{operation}Result>{content}</{operation}Result><ResponseMetadata><RequestId>local</RequestId></ResponseMetadata></{operation}Response>"#
        ),
    )
}

/// An error.
pub(crate) fn error(error: &ServiceError) -> Answer {
    let code = error.error_type.strip_suffix("Exception").unwrap_or(&error.error_type);
    let (code, message) = (escaped(code), escaped(&error.message));
    answer(
        error.status,
        format!(
            r#"<ErrorResponse xmlns="{NAMESPACE}"><Error><Type>Sender</Type><Code>{code}</Code><Message>{message}</Message></Error><RequestId>local</RequestId></ErrorResponse>"#
        ),
    )
}

/// Elements that hold text.
pub(crate) fn elements(fields: &[(&str, &str)]) -> String {
    fields.iter().map(|(name, value)| format!("<{name}>{}</{name}>", escaped(value))).collect()
}

fn answer(status: u16, body: String) -> Answer {
    Answer::of(status, "text/xml", body)
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
