//! `examples/toy.rs`: that it builds and does what its attributes say, so that it is
//! worth copying.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use serde_json::{Value, json};
use tokio_stream::StreamExt;

use super::client::Client;
use super::keys::Keys;
use super::messages::{known, known_identity, msgpack, stored, summaries, tf};
use super::process::{Program, SWITCH};

#[path = "../../examples/toy.rs"]
pub(super) mod toy;

super::scenarios! { SCENARIOS:
    a_note_is_created_read_listed_imported_moved_and_deleted,
}

super::scenarios! { WITH_TERRAFORM:
    terraform_applies_imports_moves_and_destroys_notes,
}

const NOTE: &str = "toy_note";

async fn a_note_is_created_read_listed_imported_moved_and_deleted(program: Program) {
    let keys = Keys::of_terraform();
    let provider = program.for_client(&keys).run();
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("a");
    let mut client = Client::of(&provider, &keys).await.provider();
    let config = msgpack(&json!({"folder": folder.path()}));
    let configured = tf::configure_provider::Request { config, ..Default::default() };
    let configured = client.configure_provider(configured).await.unwrap().into_inner();
    assert_eq!(summaries(&configured.diagnostics), [""; 0]);

    let note = json!({"id": "a", "name": "a", "text": "Hello"});
    let planned = msgpack(&json!({"id": null, "name": "a", "text": "Hello"}));
    let mut apply = tf::apply_resource_change::Request {
        type_name: NOTE.to_owned(),
        prior_state: msgpack(&Value::Null),
        planned_state: planned.clone(),
        config: planned,
        ..Default::default()
    };
    let created = client.apply_resource_change(apply.clone()).await.unwrap().into_inner();
    assert_eq!(known(created.new_state.as_ref()), note);
    assert_eq!(known_identity(created.new_identity.as_ref()), json!({"name": "a"}));
    assert_eq!(fs::read_to_string(&file).unwrap(), "Hello");

    let request = tf::list_resource::Request {
        type_name: NOTE.to_owned(),
        config: msgpack(&json!({"prefix": null})),
        include_resource_object: true,
        limit: 0,
    };
    let events: Vec<_> = client.list_resource(request).await.unwrap().into_inner().collect().await;
    let [Ok(listed)] = events.as_slice() else { panic!("one note: {events:?}") };
    assert_eq!(known(listed.resource_object.as_ref()), note);

    let identity = Some(tf::ResourceIdentityData { identity_data: msgpack(&json!({"name": "a"})) });
    let request =
        tf::import_resource_state::Request { type_name: NOTE.to_owned(), identity, ..Default::default() };
    let imported = client.import_resource_state(request).await.unwrap().into_inner();
    assert_eq!(known(imported.imported_resources[0].state.as_ref()), note);

    let request = tf::move_resource_state::Request {
        source_provider_address: "terraform.io/builtin/terraform".to_owned(),
        source_type_name: "terraform_data".to_owned(),
        source_state: stored(&json!({"input": {"value": {"name": "a", "text": "Hello"}}})),
        target_type_name: NOTE.to_owned(),
        ..Default::default()
    };
    let moved = client.move_resource_state(request).await.unwrap().into_inner();
    assert_eq!(known(moved.target_state.as_ref()), note);

    (apply.prior_state, apply.planned_state) = (msgpack(&note), msgpack(&Value::Null));
    let destroyed = client.apply_resource_change(apply).await.unwrap().into_inner();
    assert_eq!(known(destroyed.new_state.as_ref()), Value::Null);
    assert!(!file.exists());
}

/// Whether the scenarios with Terraform can run.
pub(super) fn has_terraform() -> bool {
    Command::new("terraform").arg("version").output().is_ok()
}

async fn terraform_applies_imports_moves_and_destroys_notes(program: Program) {
    let folder = tempfile::tempdir().unwrap();
    let project = Project { folder: folder.path() };
    let notes = project.folder.join("notes");
    fs::create_dir(&notes).unwrap();
    let binary = project.folder.join("terraform-provider-toy");
    std::os::unix::fs::symlink(&program.path, binary).unwrap();
    let overrides = format!(
        "provider_installation {{\n dev_overrides {{ \"acme/toy\" = {:?} }}\n direct {{}}\n}}\n",
        project.folder
    );
    fs::write(project.folder.join("cli.tfrc"), overrides).unwrap();

    let note = |text: &str| format!("resource \"toy_note\" \"a\" {{\n name = \"a\"\n text = \"{text}\"\n}}");
    project.write(
        &note("one"),
        r#"
        resource "terraform_data" "b" {
          input = { name = "b", text = "two" }
        }"#,
    );
    project.succeeds(&["apply", "-auto-approve"]);
    assert_eq!(fs::read_to_string(notes.join("a")).unwrap(), "one");
    project.succeeds(&["plan", "-detailed-exitcode"]);

    fs::write(notes.join("b"), "two").unwrap();
    fs::write(notes.join("c"), "three").unwrap();
    project.write(
        &note("changed"),
        r#"
        moved {
          from = terraform_data.b
          to   = toy_note.b
        }
        resource "toy_note" "b" {
          name = "b"
          text = "two"
        }
        import {
          to = toy_note.c
          id = "c"
        }
        resource "toy_note" "c" {
          name = "c"
          text = "three"
        }"#,
    );
    let applied = project.succeeds(&["apply", "-auto-approve"]);
    assert!(applied.contains("1 imported, 0 added, 1 changed, 0 destroyed"), "{applied}");
    assert_eq!(fs::read_to_string(notes.join("a")).unwrap(), "changed");

    project.succeeds(&["destroy", "-auto-approve"]);
    assert_eq!(fs::read_dir(&notes).unwrap().count(), 0);
}

/// A folder with a configuration.
struct Project<'a> {
    folder: &'a Path,
}

impl Project<'_> {
    fn write(&self, first: &str, second: &str) {
        let header = r#"
        terraform {
          required_providers {
            toy = { source = "acme/toy" }
          }
        }
        provider "toy" {
          folder = "notes"
        }"#;
        fs::write(self.folder.join("main.tf"), [header, first, second].join("\n")).unwrap();
    }

    /// Runs Terraform, which starts this executable as the example.
    fn succeeds(&self, arguments: &[&str]) -> String {
        let mut command = Command::new("terraform");
        command.args(arguments).arg("-no-color").current_dir(self.folder);
        command.env("TF_CLI_CONFIG_FILE", self.folder.join("cli.tfrc")).env(SWITCH, "example");
        let Output { status, stdout, stderr } = command.output().unwrap();
        let output = String::from_utf8_lossy(&[stdout, stderr].concat()).into_owned();
        assert!(status.success(), "{arguments:?}: {output}");
        output
    }
}
