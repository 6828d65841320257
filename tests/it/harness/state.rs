//! What Terraform keeps between runs, read from the state file itself.

use std::fs;
use std::path::Path;

use serde_json::Value;

/// The contents of a state file; empty when there is none.
#[derive(Debug)]
pub(crate) struct State(Value);

impl State {
    pub(crate) fn read(file: &Path) -> Self {
        match fs::read(file) {
            Ok(bytes) => Self(serde_json::from_slice(&bytes).expect("a state file is JSON")),
            Err(_) => Self(Value::Null),
        }
    }

    /// The single mappings there are.
    pub(crate) fn instances(&self) -> Vec<&Value> {
        self.of_type("apigatewayv2_api_mapping")
    }

    /// The tables there are.
    pub(crate) fn tables(&self) -> Vec<&Value> {
        self.of_type("apigatewayv2_api_mappings")
    }

    /// The attributes of the only table.
    #[track_caller]
    pub(crate) fn table(&self) -> &Value {
        match self.tables().as_slice() {
            [only] => &only["attributes"],
            found => panic!("expected one table in state, found {found:#?}"),
        }
    }

    fn of_type(&self, name: &str) -> Vec<&Value> {
        let resources = self.0["resources"].as_array().map(Vec::as_slice).unwrap_or_default();
        // A data source may have the name of a resource.
        let is_managed = |resource: &&Value| resource["mode"] != "data" && resource["type"] == name;
        let mappings = resources.iter().filter(is_managed);
        mappings.filter_map(|resource| resource["instances"].as_array()).flatten().collect()
    }

    /// The attributes of the only mapping.
    #[track_caller]
    pub(crate) fn attributes(&self) -> &Value {
        match self.instances().as_slice() {
            [only] => &only["attributes"],
            found => panic!("expected one instance in state, found {found:#?}"),
        }
    }

    /// The id of the only mapping.
    #[track_caller]
    pub(crate) fn id(&self) -> &str {
        self.attributes()["id"].as_str().expect("an id in state")
    }

    /// # Panics
    /// When a mapping is left in state.
    #[track_caller]
    pub(crate) fn is_empty(&self) {
        assert!(self.instances().is_empty(), "state is not empty: {:#?}", self.0);
    }

    /// The file's text, for searches.
    pub(crate) fn text(&self) -> String {
        self.0.to_string()
    }
}
