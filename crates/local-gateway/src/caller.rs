//! Who calls, read from the SigV4 header. Only its presence and form are
//! checked: the endpoint knows no secrets.

use axum::http::{HeaderMap, header};

use crate::error::ServiceError;

const ALGORITHM: &str = "AWS4-HMAC-SHA256";

/// The caller's credential scope.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Caller {
    pub(crate) access_key: String,
    pub(crate) region: String,
}

impl Caller {
    /// Reads the `Authorization` header.
    pub(crate) fn of(headers: &HeaderMap) -> Result<Self, ServiceError> {
        let header =
            headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let parameters =
            header.strip_prefix(ALGORITHM).ok_or_else(ServiceError::missing_authentication_token)?;
        Self::from_parameters(parameters).ok_or_else(|| ServiceError::incomplete_signature(ALGORITHM))
    }

    /// `Credential=KEY/DATE/REGION/SERVICE/aws4_request, SignedHeaders=…, Signature=…`
    fn from_parameters(parameters: &str) -> Option<Self> {
        let value = |name: &str| {
            parameters
                .split(',')
                .find_map(|part| part.trim().strip_prefix(name)?.strip_prefix('='))
                .map(str::to_owned)
        };
        value("Signature").filter(|signature| !signature.is_empty())?;
        let credential = value("Credential")?;
        // From the right, because a key could hold a slash and the rest cannot.
        let scope: Vec<&str> = credential.rsplitn(5, '/').collect();
        let &["aws4_request", _service, region, _date, access_key] = scope.as_slice() else { return None };
        Some(Self { access_key: access_key.to_owned(), region: region.to_owned() })
    }

    /// A caller that need not sign.
    pub(crate) fn anonymous() -> Self {
        Self { access_key: String::new(), region: "us-east-1".to_owned() }
    }
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    fn caller(header: &'static str) -> Result<Caller, ServiceError> {
        let mut headers = HeaderMap::new();
        headers.insert(header::AUTHORIZATION, HeaderValue::from_static(header));
        Caller::of(&headers)
    }

    #[test]
    fn key_and_region_are_read_from_the_credential() {
        let found = caller(
            "AWS4-HMAC-SHA256 Credential=AKIAEXAMPLE/20260101/eu-west-1/apigateway/aws4_request, \
             SignedHeaders=host;x-amz-date, Signature=0123",
        );
        assert_eq!(
            found,
            Ok(Caller { access_key: "AKIAEXAMPLE".to_owned(), region: "eu-west-1".to_owned() })
        );
    }

    #[test]
    fn a_call_that_is_not_signed_is_refused() {
        let missing = Err(ServiceError::missing_authentication_token());
        assert_eq!(Caller::of(&HeaderMap::new()), missing);
        assert_eq!(caller("Bearer abc"), missing);
    }

    #[test]
    fn a_credential_or_signature_that_is_missing_makes_the_header_incomplete() {
        for header in [
            "AWS4-HMAC-SHA256",
            "AWS4-HMAC-SHA256 Credential=AKIAEXAMPLE/20260101/eu-west-1/apigateway/aws4_request",
            "AWS4-HMAC-SHA256 Credential=AKIAEXAMPLE/eu-west-1, Signature=0123",
        ] {
            assert_eq!(
                caller(header).expect_err("a refusal").error_type,
                "IncompleteSignatureException",
                "{header}"
            );
        }
    }
}
