//! The service models of API Gateway, as the AWS CLI ships them.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use serde::Deserialize;

/// The models of both versions of API Gateway.
pub(crate) struct Models {
    pub(super) v1: Model,
    pub(super) v2: Model,
}

/// What a service answers to which calls.
#[derive(Deserialize)]
pub(super) struct Model {
    pub(super) operations: BTreeMap<String, OperationModel>,
    pub(super) shapes: BTreeMap<String, Shape>,
}

#[derive(Deserialize)]
pub(super) struct OperationModel {
    pub(super) http: Http,
    pub(super) output: Option<Reference>,
    #[serde(default)]
    pub(super) errors: Vec<Reference>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Http {
    method: String,
    request_uri: String,
    #[serde(default = "ok")]
    pub(super) response_code: u16,
}

/// A shape by its name, and where a member of that shape stands.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Reference {
    pub(super) shape: String,
    pub(super) location: Option<String>,
    pub(super) location_name: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Shape {
    pub(super) r#type: String,
    #[serde(default)]
    pub(super) members: BTreeMap<String, Reference>,
    #[serde(default)]
    pub(super) required: Vec<String>,
    pub(super) r#enum: Option<Vec<String>>,
    /// Of a list.
    pub(super) member: Option<Reference>,
    /// Of a map.
    pub(super) value: Option<Reference>,
    pub(super) min: Option<i64>,
    pub(super) max: Option<i64>,
    pub(super) timestamp_format: Option<String>,
    /// Of an error.
    pub(super) error: Option<ErrorModel>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ErrorModel {
    pub(super) http_status_code: u16,
}

fn ok() -> u16 {
    200
}

impl Models {
    /// The models that lie beside the program of the CLI.
    ///
    /// # Panics
    /// When they are not there, or are written otherwise.
    pub(crate) fn of(cli: &Path) -> Self {
        let folder = cli.parent().expect("a folder").join("venv");
        let model = |service: &str| {
            let path =
                find(&folder, service).unwrap_or_else(|| panic!("no model of {service} in {folder:?}"));
            let text = fs::read_to_string(&path).expect("a model");
            serde_json::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
        };
        Self { v1: model("apigateway"), v2: model("apigatewayv2") }
    }
}

/// The newest `service-2.json` of a service below the folder of an installation.
fn find(installation: &Path, service: &str) -> Option<PathBuf> {
    let libraries = [installation.join("lib"), installation.join("Lib")];
    let pythons = libraries.iter().flat_map(|lib| folders(lib)).chain(libraries.clone());
    let data = pythons.map(|python| python.join("site-packages/awscli/botocore/data").join(service));
    let versions = data.flat_map(|data| folders(&data));
    versions.map(|version| version.join("service-2.json")).filter(|model| model.is_file()).max()
}

fn folders(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    entries.map(|entry| entry.path()).filter(|path| path.is_dir()).collect()
}

impl Model {
    /// The operation that a call is.
    pub(super) fn operation(&self, method: &str, path: &str) -> Option<(&String, &OperationModel)> {
        let path = path.split('?').next().unwrap_or_default();
        self.operations.iter().find(|(_, it)| it.http.method == method && fits(&it.http.request_uri, path))
    }

    pub(super) fn shape(&self, reference: &Reference) -> &Shape {
        &self.shapes[&reference.shape]
    }
}

/// Whether a path is one of a template such as `/v2/apis/{apiId}`.
fn fits(template: &str, path: &str) -> bool {
    let (template, path): (Vec<_>, Vec<_>) = (template.split('/').collect(), path.split('/').collect());
    template.len() == path.len()
        && template.iter().zip(path).all(|(wanted, part)| wanted.starts_with('{') || *wanted == part)
}
