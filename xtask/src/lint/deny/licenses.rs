//! Each package can be had under licences that are allowed.

use spdx::{Expression, Licensee, ParseMode};

use super::graph::{Graph, Package};
use super::policy::Licenses;

pub(super) fn violations(policy: &Licenses, graph: &Graph) -> Vec<String> {
    let mut found: Vec<_> =
        graph.packages.iter().filter_map(|package| violation(&policy.allow, package)).collect();
    found.extend(unused(&policy.allow, graph));
    found
}

fn violation(allow: &[Licensee], package: &Package) -> Option<String> {
    let Some(license) = &package.license else {
        return Some(format!("{package}: has no licence in its Cargo.toml; use another package"));
    };
    match is_allowed(allow, license) {
        Ok(true) => None,
        Ok(false) => Some(format!("{package}: its licence is {license}, which deny.toml does not allow")),
        Err(error) => Some(format!("{package}: its licence cannot be read: {error}")),
    }
}

/// An allowed licence that no package has.
fn unused(allow: &[Licensee], graph: &Graph) -> Vec<String> {
    let named = |package: &Package, licensee: &Licensee| {
        let license = package.license.as_deref().unwrap_or_default();
        Expression::parse_mode(license, ParseMode::LAX)
            .is_ok_and(|expression| expression.requirements().any(|named| licensee.satisfies(&named.req)))
    };
    allow
        .iter()
        .filter(|licensee| !graph.packages.iter().any(|package| named(package, licensee)))
        .map(|licensee| format!("deny.toml: allows {licensee}, which no package has; remove it"))
        .collect()
}

fn is_allowed(allow: &[Licensee], license: &str) -> Result<bool, spdx::ParseError> {
    // Old packages write `MIT/Apache-2.0`.
    let expression = Expression::parse_mode(license, ParseMode::LAX)?;
    Ok(expression.evaluate(|wanted| allow.iter().any(|licensee| licensee.satisfies(wanted))))
}

#[cfg(test)]
mod tests {
    use super::super::graph::tests::chain;
    use super::super::policy::tests::policy;
    use super::*;

    fn found(allow: &str, license: &str) -> Vec<String> {
        violations(&policy(allow, "", "").licenses, &chain(&[("a", "1.0.0", license)]))
    }

    #[test]
    fn one_of_several_licences_is_enough_and_all_of_several_are_needed() {
        assert!(found("'MIT'", "MIT OR GPL-3.0-only").is_empty());
        assert!(found("'MIT'", "Apache-2.0/MIT").is_empty());
        assert_eq!(
            found("'MIT'", "MIT AND ISC"),
            ["a 1.0.0: its licence is MIT AND ISC, which deny.toml does not allow"]
        );
        assert_eq!(found("'MIT'", "MIT, probably").len(), 2, "unreadable, and MIT is not used");
    }

    #[test]
    fn a_licence_that_no_package_has_is_removed() {
        assert_eq!(
            found("'MIT', 'Zlib'", "MIT"),
            ["deny.toml: allows Zlib, which no package has; remove it"]
        );
    }
}
