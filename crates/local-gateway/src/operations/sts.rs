//! STS: who is calling, and roles to call as. It speaks another protocol: a
//! form in, XML out.

use std::collections::HashMap;

use crate::error::ServiceError;
use crate::operation::Operation;
use crate::operation_function::{self, Done, OperationFunction};
use crate::request::Request;
use crate::world::{Identity, World};
use crate::xml::{elements, result};

/// Far enough that no run sees it.
const EXPIRATION: &str = "2099-01-01T00:00:00Z";

/// Which operation the form in the body asks for.
pub(super) fn operation(body: &[u8]) -> (Operation, OperationFunction) {
    match form(body).get("Action").map(String::as_str) {
        Some("GetCallerIdentity") => (Operation::GetCallerIdentity, get_caller_identity),
        Some("AssumeRole") => (Operation::AssumeRole, assume_role),
        Some("AssumeRoleWithWebIdentity") => (Operation::AssumeRoleWithWebIdentity, assume_role),
        _ => (Operation::Unknown, operation_function::unknown),
    }
}

fn get_caller_identity(world: &mut World, request: &Request) -> Done {
    let identity = world.identity(&request.caller.access_key);
    Ok(result(
        Operation::GetCallerIdentity,
        &elements(&[("Arn", &identity.arn), ("UserId", &identity.user_id), ("Account", &identity.account)]),
    ))
}

/// Hands out an access key that belongs to the role's session. Any role can be
/// assumed by any caller, and any web identity token is believed.
fn assume_role(world: &mut World, request: &Request) -> Done {
    let form = form(&request.body);
    let parameter = |name: &str| form.get(name).map(String::as_str).filter(|value| !value.is_empty());
    let missing = |name: &str| ServiceError::new(400, "ValidationError", format!("{name} is required"));
    let role_arn = parameter("RoleArn").ok_or_else(|| missing("RoleArn"))?;
    let session = parameter("RoleSessionName").ok_or_else(|| missing("RoleSessionName"))?;
    if request.operation == Operation::AssumeRoleWithWebIdentity {
        parameter("WebIdentityToken").ok_or_else(|| missing("WebIdentityToken"))?;
    }
    let invalid = || ServiceError::new(400, "ValidationError", format!("{role_arn} is invalid"));
    let (account, role) = role_parts(role_arn).ok_or_else(invalid)?;

    let identity = Identity {
        account: account.to_owned(),
        arn: format!("arn:aws:sts::{account}:assumed-role/{role}/{session}"),
        user_id: format!("AROALOCALGATEWAY0000:{session}"),
    };
    let access_key = world.new_access_key();
    let user = elements(&[("AssumedRoleId", &identity.user_id), ("Arn", &identity.arn)]);
    let credentials = elements(&[
        ("AccessKeyId", &access_key),
        ("SecretAccessKey", "local-secret"),
        ("SessionToken", "local-token"),
        ("Expiration", EXPIRATION),
    ]);
    world.put_identity(access_key, identity);
    Ok(result(
        request.operation,
        &format!("<AssumedRoleUser>{user}</AssumedRoleUser><Credentials>{credentials}</Credentials>"),
    ))
}

/// Account and role name of `arn:aws:iam::ACCOUNT:role/PATH/NAME`.
fn role_parts(arn: &str) -> Option<(&str, &str)> {
    let (account, role) = arn.split_once(":iam::")?.1.split_once(":role/")?;
    Some((account, role.rsplit('/').next()?))
}

fn form(body: &[u8]) -> HashMap<String, String> {
    form_urlencoded::parse(body).into_owned().collect()
}
