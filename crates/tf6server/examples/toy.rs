//! A provider in one file: notes, each a text file in a folder.
//!
//! Copy it as the beginning of a provider. `cargo build --example toy` makes an executable;
//! under the name `terraform-provider-toy`, in a folder that `dev_overrides` in the CLI
//! configuration names for `acme/toy`, Terraform finds it:
//!
//! ```hcl
//! terraform {
//!   required_providers {
//!     toy = { source = "acme/toy" }
//!   }
//! }
//!
//! provider "toy" {
//!   folder = "/tmp/notes"
//! }
//!
//! resource "toy_note" "hello" {
//!   name = "hello"
//!   text = "Hello, world!"
//! }
//! ```

use std::fs;
use std::io::{self, ErrorKind};
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::{Arc, Mutex, PoisonError};

use async_trait::async_trait;
use serde::{Deserialize, Serialize};
use tf_provider::schema::{Attribute, AttributeConstraint, AttributeType, Block, Description, Schema, Type};
use tf_provider::value::{Value, ValueEmpty, ValueString};
use tf_provider::{AttributePath, Diagnostic, Diagnostics, Provider, Resource};
use tf6server::{
    ForeignState, IdentityAttribute, IdentitySchema, ListResults, ManagedResource, MoveSource, OnImport,
    Plugin,
};

/// Serves the provider to the Terraform that starts this executable.
pub(crate) fn main() -> ExitCode {
    let folder = Folder::default();
    let plugin = Plugin::new("toy", "1.0.0", "acme/toy", Toy { folder: folder.clone() });
    tf6server::run(plugin.resource("toy_note", Note { folder }))
}

/// What the provider block says, shared with the resources: nothing until Terraform has
/// configured the provider.
#[derive(Clone, Default)]
struct Folder(Arc<Mutex<Option<PathBuf>>>);

impl Folder {
    fn set(&self, path: &str) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(path.into());
    }

    fn path(&self, diags: &mut Diagnostics) -> Option<PathBuf> {
        let path = self.0.lock().unwrap_or_else(PoisonError::into_inner).clone();
        if path.is_none() {
            diags.add_error(error("folder", "Folder Not Known", "The provider's `folder` is not known yet."));
        }
        path
    }
}

// ---- The provider block ----

struct Toy {
    folder: Folder,
}

#[derive(Serialize, Deserialize)]
struct Config<'a> {
    #[serde(borrow = "'a")]
    folder: ValueString<'a>,
}

#[async_trait]
impl Provider for Toy {
    type Config<'a> = Config<'a>;
    type MetaState<'a> = ValueEmpty;

    fn schema(&self, _: &mut Diagnostics) -> Option<Schema> {
        Some(schema([("folder", AttributeConstraint::Required, "The folder of the notes.")]))
    }

    async fn validate<'a>(&self, diags: &mut Diagnostics, config: Config<'a>) -> Option<()> {
        if config.folder.as_deref_option() == Some("") {
            diags.add_error(error("folder", "Invalid Folder", "The folder is empty. Set it to a path."));
        }
        Some(())
    }

    async fn configure<'a>(&self, _: &mut Diagnostics, _version: String, config: Config<'a>) -> Option<()> {
        // A value is unknown while it comes from a resource that does not exist yet.
        if let Some(folder) = config.folder.as_deref_option() {
            self.folder.set(folder);
        }
        Some(())
    }
}

// ---- The resource ----

struct Note {
    folder: Folder,
}

/// One field for each attribute. The same type is used for configuration, plan and state.
#[derive(Serialize, Deserialize)]
struct NoteState<'a> {
    #[serde(borrow = "'a")]
    id: ValueString<'a>,
    name: ValueString<'a>,
    text: ValueString<'a>,
}

impl NoteState<'_> {
    fn new(name: &str, text: String) -> NoteState<'static> {
        let name: ValueString<'static> = Value::from(name.to_owned());
        NoteState { id: name.clone(), name, text: Value::from(text) }
    }
}

/// A state, and the private data that Terraform keeps beside it: here none.
type Object<'a> = (NoteState<'a>, ValueEmpty);

impl Note {
    /// The note of this name, or `None` if there is none.
    fn find(&self, diags: &mut Diagnostics, name: &str) -> Option<NoteState<'static>> {
        match fs::read_to_string(self.folder.path(diags)?.join(name)) {
            Ok(text) => Some(NoteState::new(name, text)),
            Err(error) if error.kind() == ErrorKind::NotFound => None,
            Err(cause) => {
                diags.add_error(failed("read", name, &cause));
                None
            }
        }
    }

    fn write<'a>(&self, diags: &mut Diagnostics, planned: &NoteState<'a>) -> Option<Object<'a>> {
        let (name, text) = (planned.name.as_str(), planned.text.as_str());
        match fs::write(self.folder.path(diags)?.join(name), text) {
            Ok(()) => Some((NoteState::new(name, text.to_owned()), Value::Null)),
            Err(cause) => {
                diags.add_error(failed("write", name, &cause));
                None
            }
        }
    }
}

#[async_trait]
impl Resource for Note {
    type State<'a> = NoteState<'a>;
    type PrivateState<'a> = ValueEmpty;
    type ProviderMetaState<'a> = ValueEmpty;

    fn schema(&self, _: &mut Diagnostics) -> Option<Schema> {
        Some(schema([
            ("id", AttributeConstraint::Computed, "The same as the name."),
            ("name", AttributeConstraint::Required, "The name of the note. Changing it replaces the note."),
            ("text", AttributeConstraint::Required, "What the note says."),
        ]))
    }

    async fn validate<'a>(&self, diags: &mut Diagnostics, config: NoteState<'a>) -> Option<()> {
        if config.name.as_deref_option().is_some_and(|name| name.is_empty() || name.contains('/')) {
            diags.add_error(error("name", "Invalid Name", "A name has at least one character and no `/`."));
        }
        Some(())
    }

    /// `None` without an error: the note does not exist any more.
    async fn read<'a>(
        &self,
        diags: &mut Diagnostics,
        state: NoteState<'a>,
        private: ValueEmpty,
        _: ValueEmpty,
    ) -> Option<Object<'a>> {
        let note = self.find(diags, state.name.as_str())?;
        Some((note, private))
    }

    async fn plan_create<'a>(
        &self,
        _: &mut Diagnostics,
        mut proposed: NoteState<'a>,
        _config: NoteState<'a>,
        _: ValueEmpty,
    ) -> Option<Object<'a>> {
        proposed.id = Value::Unknown;
        Some((proposed, Value::Null))
    }

    async fn plan_update<'a>(
        &self,
        _: &mut Diagnostics,
        prior: NoteState<'a>,
        proposed: NoteState<'a>,
        _config: NoteState<'a>,
        private: ValueEmpty,
        _: ValueEmpty,
    ) -> Option<(NoteState<'a>, ValueEmpty, Vec<AttributePath>)> {
        let renamed = prior.name != proposed.name;
        let requires_replace = renamed.then(|| AttributePath::new("name"));
        Some((proposed, private, requires_replace.into_iter().collect()))
    }

    async fn plan_destroy<'a>(
        &self,
        _: &mut Diagnostics,
        _prior: NoteState<'a>,
        private: ValueEmpty,
        _: ValueEmpty,
    ) -> Option<ValueEmpty> {
        Some(private)
    }

    async fn create<'a>(
        &self,
        diags: &mut Diagnostics,
        planned: NoteState<'a>,
        _config: NoteState<'a>,
        _: ValueEmpty,
        _: ValueEmpty,
    ) -> Option<Object<'a>> {
        self.write(diags, &planned)
    }

    async fn update<'a>(
        &self,
        diags: &mut Diagnostics,
        _prior: NoteState<'a>,
        planned: NoteState<'a>,
        _config: NoteState<'a>,
        _: ValueEmpty,
        _: ValueEmpty,
    ) -> Option<Object<'a>> {
        self.write(diags, &planned)
    }

    async fn destroy<'a>(
        &self,
        diags: &mut Diagnostics,
        prior: NoteState<'a>,
        _: ValueEmpty,
        _: ValueEmpty,
    ) -> Option<()> {
        let name = prior.name.as_str();
        match fs::remove_file(self.folder.path(diags)?.join(name)) {
            Err(cause) if cause.kind() != ErrorKind::NotFound => {
                diags.add_error(failed("delete", name, &cause));
                None
            }
            _ => Some(()),
        }
    }

    async fn import<'a>(&self, diags: &mut Diagnostics, id: String) -> Option<Object<'a>> {
        let Some(note) = self.find(diags, &id) else {
            diags.add_error(general("Note Not Found", format!("There is no note {id} to import.")));
            return None;
        };
        Some((note, Value::Null))
    }
}

// ---- Identity, moves and lists ----

#[derive(Serialize, Deserialize)]
struct Identity {
    name: String,
}

/// The `config` block of `list "toy_note"`.
#[derive(Deserialize)]
struct ListConfig {
    prefix: ValueString<'static>,
}

#[async_trait]
impl ManagedResource for Note {
    type Identity = Identity;
    type ListConfig = ListConfig;

    fn identity_schema(&self) -> Option<IdentitySchema> {
        let name = IdentityAttribute {
            name: "name",
            attr_type: Type::String,
            on_import: OnImport::Required,
            description: "The name of the note.",
        };
        Some(IdentitySchema { version: 0, attributes: vec![name] })
    }

    fn identity(&self, state: &NoteState<'_>) -> Option<Identity> {
        state.id.as_deref_option().map(|name| Identity { name: name.to_owned() })
    }

    async fn import_by_identity<'a>(
        &self,
        diags: &mut Diagnostics,
        identity: Identity,
    ) -> Option<Object<'a>> {
        self.import(diags, identity.name).await
    }

    fn move_sources(&self) -> Vec<MoveSource> {
        vec![MoveSource {
            providers: &["builtin/terraform"],
            type_name: "terraform_data",
            attribute: "triggers_replace",
        }]
    }

    /// A `terraform_data` whose input is an object with a `name` and a `text`.
    async fn move_from<'a>(&self, diags: &mut Diagnostics, source: ForeignState) -> Option<Object<'a>> {
        let input = source.state.get("input").map(|input| &input["value"]);
        let text = |name| input?.get(name)?.as_str();
        let (Some(name), Some(text)) = (text("name"), text("text")) else {
            let detail = "The `input` of the terraform_data has no `name` and `text`, so it is not a note.";
            diags.add_error(general("Not a Note", detail.to_owned()));
            return None;
        };
        Some((NoteState::new(name, text.to_owned()), Value::Null))
    }

    fn list_schema(&self) -> Option<Schema> {
        Some(schema([("prefix", AttributeConstraint::Optional, "What the names begin with.")]))
    }

    async fn list(
        &self,
        diags: &mut Diagnostics,
        config: ListConfig,
        results: &mut ListResults<'_, Self>,
    ) -> Option<()> {
        let prefix = config.prefix.as_deref_option().unwrap_or_default();
        let folder = self.folder.path(diags)?;
        let files =
            fs::read_dir(&folder).map_err(|cause| diags.add_error(failed("list", "", &cause))).ok()?;
        for file in files.flatten() {
            let name = file.file_name().to_string_lossy().into_owned();
            if !name.starts_with(prefix) {
                continue;
            }
            let Some(note) = self.find(diags, &name) else { continue };
            if results.push(name, note).await.is_break() {
                break;
            }
        }
        Some(())
    }
}

// ---- Short forms for schemas and diagnostics ----

fn schema<const N: usize>(attributes: [(&str, AttributeConstraint, &str); N]) -> Schema {
    let attributes = attributes.map(|(name, constraint, description)| {
        let attribute = Attribute {
            attr_type: AttributeType::String,
            constraint,
            description: Description::plain(description),
            ..Attribute::default()
        };
        (name.to_owned(), attribute)
    });
    Schema { version: 0, block: Block { attributes: attributes.into(), ..Block::default() } }
}

/// An error about one attribute.
fn error(attribute: &'static str, summary: &'static str, detail: &'static str) -> Diagnostic {
    Diagnostic { summary: summary.into(), detail: detail.into(), attribute: AttributePath::new(attribute) }
}

/// An error about the whole object.
fn general(summary: &'static str, detail: String) -> Diagnostic {
    Diagnostic { summary: summary.into(), detail: detail.into(), attribute: AttributePath::root() }
}

fn failed(action: &str, name: &str, cause: &io::Error) -> Diagnostic {
    general("Note Not Accessible", format!("Cannot {action} the note {name}: {cause}"))
}
