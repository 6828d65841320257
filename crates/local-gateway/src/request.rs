//! One call as the operations see it.

use std::collections::HashMap;

use axum::http::Method;
use bytes::Bytes;
use serde::de::DeserializeOwned;

use crate::caller::Caller;
use crate::error::ServiceError;
use crate::operation::{AwsService, Operation};
use crate::rules::table;

/// One call, authenticated, with its path taken apart.
#[derive(Clone, Debug)]
pub(crate) struct Request {
    pub(crate) operation: Operation,
    pub(crate) method: Method,
    /// As sent, without the query.
    pub(crate) path: String,
    /// As sent, with the query.
    pub(crate) path_and_query: String,
    /// The variable parts of the path, decoded.
    pub(crate) names: HashMap<String, String>,
    pub(crate) query: HashMap<String, String>,
    pub(crate) body: Bytes,
    pub(crate) caller: Caller,
}

impl Request {
    /// A variable part of the path. The routes name them, so it is there.
    pub(crate) fn name(&self, part: &str) -> &str {
        self.names.get(part).map_or("", String::as_str)
    }

    /// The domain name that the call is about, if it is about one.
    pub(crate) fn domain(&self) -> Option<&str> {
        self.names.get("domain").map(String::as_str)
    }

    /// The body as JSON.
    pub(crate) fn json<T: DeserializeOwned>(&self) -> Result<T, ServiceError> {
        serde_json::from_slice(&self.body)
            .map_err(|error| table::BODY.bad_request(format!("Invalid request body: {error}")))
    }

    /// The ARN that IAM knows the addressed resource by. Those of routing rules
    /// name the account; which id a listing of them stands for is unknown.
    pub(crate) fn resource(&self, account: &str) -> String {
        let path = self.path.strip_prefix("/v2").unwrap_or(&self.path);
        let region = &self.caller.region;
        match self.operation {
            Operation::CreateRoutingRule | Operation::ListRoutingRules => {
                format!("arn:aws:apigateway:{region}:{account}:{path}/*")
            }
            Operation::DeleteRoutingRule => format!("arn:aws:apigateway:{region}:{account}:{path}"),
            Operation::ImportCertificate | Operation::DeleteCertificate => {
                format!("arn:aws:acm:{region}:{account}:certificate/*")
            }
            Operation::ListCertificates => "*".to_owned(),
            _ => format!("arn:aws:apigateway:{region}::{path}"),
        }
    }

    /// The action that IAM knows the call by: the HTTP method, or for routing
    /// rules, as for other services, the operation (Service Authorization Reference).
    pub(crate) fn action(&self) -> String {
        let operation = self.operation;
        match (operation, operation.service()) {
            (
                Operation::CreateRoutingRule | Operation::DeleteRoutingRule | Operation::ListRoutingRules,
                _,
            ) => format!("apigateway:{operation}"),
            (_, AwsService::ApiGatewayV1 | AwsService::ApiGatewayV2) => format!("apigateway:{}", self.method),
            (_, AwsService::Acm) => format!("acm:{operation}"),
            (_, AwsService::Sts) => format!("sts:{operation}"),
        }
    }
}

#[cfg(test)]
pub(crate) mod testing {
    //! Calls for the tests of whatever judges them.

    use super::*;

    /// A call with nothing but a method, and a path with its query; the domain
    /// name is read from the path.
    pub(crate) fn request(operation: Operation, method: &str, path_and_query: &str) -> Request {
        let (path, query) = path_and_query.split_once('?').unwrap_or((path_and_query, ""));
        let domain = path.strip_prefix("/v2/domainnames/").and_then(|rest| rest.split('/').next());
        Request {
            operation,
            method: method.parse().expect("a method"),
            path: path.to_owned(),
            path_and_query: path_and_query.to_owned(),
            names: domain.map(|name| ("domain".to_owned(), name.to_owned())).into_iter().collect(),
            query: form_urlencoded::parse(query.as_bytes()).into_owned().collect(),
            body: Bytes::new(),
            caller: Caller { access_key: "AKIAEXAMPLE".to_owned(), region: "eu-west-1".to_owned() },
        }
    }
}
