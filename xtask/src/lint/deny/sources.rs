//! Each package comes from a registry that is allowed, or is in the workspace.

use super::graph::Graph;
use super::policy::Sources;

pub(super) fn violations(policy: &Sources, graph: &Graph) -> Vec<String> {
    let is_allowed = |source: &str| {
        let registry = source.strip_prefix("registry+").or_else(|| source.strip_prefix("sparse+"));
        registry.is_some_and(|registry| policy.allow_registry.iter().any(|allowed| allowed == registry))
    };
    graph
        .packages
        .iter()
        .filter_map(|package| {
            let source = package.source.as_deref().filter(|source| !is_allowed(source))?;
            Some(format!("{package}: comes from {source}, which deny.toml does not allow"))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::graph::tests::chain;
    use super::super::policy::tests::policy;
    use super::*;

    #[test]
    fn a_package_of_git_or_another_registry_is_found() {
        let found = |source: Option<&str>| {
            let mut graph = chain(&[("a", "1.0.0", "MIT")]);
            graph.packages[0].source = source.map(str::to_owned);
            violations(&policy("'MIT'", "", "").sources, &graph)
        };
        assert!(found(None).is_empty());
        assert!(found(Some("registry+https://registry")).is_empty());
        assert_eq!(found(Some("registry+https://other")).len(), 1);
        assert_eq!(
            found(Some("git+https://registry")),
            ["a 1.0.0: comes from git+https://registry, which deny.toml does not allow"]
        );
    }
}
