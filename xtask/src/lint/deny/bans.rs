//! No package that is banned, no dependency on any version at all, and one
//! version of each package.

use super::graph::{Graph, Package};
use super::policy::{Banned, Bans, Skipped};

pub(super) fn violations(policy: &Bans, graph: &Graph) -> Vec<String> {
    let mut found = banned(&policy.deny, graph);
    found.extend(wildcards(graph));
    found.extend(duplicates(&policy.skip, graph));
    found.extend(stale(&policy.skip, graph));
    found.sort();
    found
}

fn banned(deny: &[Banned], graph: &Graph) -> Vec<String> {
    let mut found = Vec::new();
    for ban in deny {
        let matching: Vec<_> = graph.packages.iter().filter(|package| ban.package.matches(package)).collect();
        for package in &matching {
            let users = graph.users(package).filter(|user| !ban.wrappers.contains(&user.name));
            let users: Vec<_> = users.map(Package::to_string).collect();
            if ban.wrappers.is_empty() || !users.is_empty() {
                let (users, reason) = (users.join(", "), &ban.reason);
                found.push(format!("{package}: is banned in deny.toml, and used by {users}: {reason}"));
            }
        }
        let uses = |name: &String| {
            matching.iter().any(|package| graph.users(package).any(|user| user.name == *name))
        };
        for wrapper in ban.wrappers.iter().filter(|wrapper| !uses(wrapper)) {
            found.push(format!(
                "deny.toml: lets {wrapper} use {}, which it does not; remove it from `wrappers`",
                ban.package
            ));
        }
    }
    found
}

fn wildcards(graph: &Graph) -> Vec<String> {
    let ours = graph.packages.iter().filter(|package| package.source.is_none());
    ours.flat_map(|package| {
        let any = package.dependencies.iter().filter(|on| on.req == "*" && on.path.is_none());
        any.map(move |on| format!("{package}: depends on any version of {}; name one", on.name))
    })
    .collect()
}

fn duplicates(skip: &[Skipped], graph: &Graph) -> Vec<String> {
    let is_skipped = |package: &Package| skip.iter().any(|skipped| skipped.package.matches(package));
    let mut found = Vec::new();
    for (name, packages) in graph.by_name() {
        let left: Vec<_> = packages.into_iter().filter(|package| !is_skipped(package)).collect();
        if left.len() > 1 {
            let versions: Vec<_> = left.iter().map(|package| version_and_users(package, graph)).collect();
            found.push(format!(
                "{name}: {} versions: {}; bring them together, or give one a reason under `skip` in deny.toml",
                left.len(),
                versions.join(" and ")
            ));
        }
    }
    found
}

fn version_and_users(package: &Package, graph: &Graph) -> String {
    let users: Vec<_> = graph.users(package).map(Package::to_string).collect();
    format!("{} (used by {})", package.version, users.join(", "))
}

fn stale(skip: &[Skipped], graph: &Graph) -> Vec<String> {
    let names = graph.by_name();
    let duplicated = |skipped: &Skipped| {
        names.values().any(|same| same.len() > 1 && same.iter().any(|one| skipped.package.matches(one)))
    };
    skip.iter()
        .filter(|skipped| !duplicated(skipped))
        .map(|skipped| {
            let (package, reason) = (&skipped.package, &skipped.reason);
            format!("deny.toml: skips {package}, which is not beside another version; remove it ({reason})")
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::graph::Dependency;
    use super::super::graph::tests::chain;
    use super::super::policy::tests::policy;
    use super::*;

    fn found(deny: &str, skip: &str, graph: &Graph) -> Vec<String> {
        violations(&policy("'MIT'", deny, skip).bans, graph)
    }

    #[test]
    fn two_versions_need_a_reason_for_one_of_them() {
        let graph = chain(&[("a", "0.1.3", "MIT"), ("user", "1.0.0", "MIT"), ("a", "0.2.0", "MIT")]);
        assert_eq!(
            found("", "", &graph),
            ["a: 2 versions: 0.1.3 (used by ) and 0.2.0 (used by user 1.0.0); \
              bring them together, or give one a reason under `skip` in deny.toml"]
        );
        assert!(found("", "{ crate = 'a:0.1', reason = 'old' }", &graph).is_empty());
    }

    #[test]
    fn a_skip_that_no_longer_applies_is_removed() {
        let graph = chain(&[("a", "0.2.0", "MIT")]);
        let found = found("", "{ crate = 'a:0.2', reason = 'old' }", &graph);
        assert_eq!(found, ["deny.toml: skips a:0.2, which is not beside another version; remove it (old)"]);
    }

    #[test]
    fn a_banned_package_is_found_with_its_user() {
        let graph = chain(&[("user", "1.0.0", "MIT"), ("openssl", "0.1.0", "MIT")]);
        assert_eq!(
            found("{ crate = 'openssl', reason = 'rustls' }", "", &graph),
            ["openssl 0.1.0: is banned in deny.toml, and used by user 1.0.0: rustls"]
        );
        let of = |wrapper| {
            found(&format!("{{ crate = 'openssl', reason = '', wrappers = ['{wrapper}'] }}"), "", &graph)
        };
        assert!(of("user").is_empty());
        assert_eq!(of("other").len(), 2, "used by user, and not by other");
    }

    #[test]
    fn a_dependency_on_any_version_is_found_in_the_workspace() {
        let mut graph = chain(&[("a", "1.0.0", "MIT")]);
        let any = |path: Option<&str>| Dependency {
            name: "b".to_owned(),
            req: "*".to_owned(),
            path: path.map(str::to_owned),
        };
        graph.packages[0].dependencies = vec![any(None), any(Some("crates/b"))];
        assert!(found("", "", &graph).is_empty());
        graph.packages[0].source = None;
        assert_eq!(found("", "", &graph), ["a 1.0.0: depends on any version of b; name one"]);
    }
}
