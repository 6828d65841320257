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
