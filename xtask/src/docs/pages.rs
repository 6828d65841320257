//! Which pages there are, and what fills the templates.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context, Result};
use minijinja::syntax::SyntaxConfig;
use minijinja::{Environment, Error, ErrorKind, UndefinedBehavior, context};

use super::schema::{Block, Schemas};
use super::{findings, messages, rules, section, settings};
use crate::records::Records;
use crate::{address, files, workspace};

/// The text of every page, by its path below `docs/`.
pub(crate) type Pages = BTreeMap<PathBuf, String>;

/// Makes all pages.
pub(crate) fn all(schemas: &Schemas) -> Result<Pages> {
    let templates = templates()?;
    let mut pages = Pages::new();
    let mut page = |path: String, template: &str, values: minijinja::Value| -> Result<()> {
        let text = templates
            .get_template(template)
            .and_then(|template| template.render(values))
            .with_context(|| format!("cannot make docs/{path}"))?;
        pages.insert(PathBuf::from(path), address::in_text(&text));
        Ok(())
    };

    page("index.md".into(), "index.md.j2", describe(&schemas.provider.block, ""))?;
    for (name, schema) in &schemas.resource_schemas {
        let identity = schemas.resource_identity_schemas.get(name);
        let values = context! {
            identity => identity.map(section::identity),
            ..describe(&schema.block, name)
        };
        page(format!("resources/{}.md", short(name)), "resource.md.j2", values)?;
    }
    for (name, schema) in &schemas.data_source_schemas {
        let path = format!("data-sources/{}.md", short(name));
        page(path, "data-source.md.j2", describe(&schema.block, name))?;
    }
    for (name, schema) in &schemas.list_resource_schemas {
        let path = format!("list-resources/{}.md", short(name));
        page(path, "list-resource.md.j2", describe(&schema.block, name))?;
    }
    for guide in guides()? {
        let path = guide.trim_end_matches(".j2").to_owned();
        page(path, &guide, context! {})?;
    }
    Ok(pages)
}

fn describe(block: &Block, name: &str) -> minijinja::Value {
    context! {
        name => name,
        description => &block.description,
        schema => section::schema(block),
    }
}

/// A resource's name without the provider's, as file names have it.
fn short(name: &str) -> &str {
    name.split_once('_').map_or(name, |(_, rest)| rest)
}

fn templates_folder() -> PathBuf {
    workspace::root().join("templates")
}

/// Templates of pages that are written by hand.
fn guides() -> Result<Vec<String>> {
    Ok(template_names()?.into_iter().filter(|name| name.starts_with("guides/")).collect())
}

fn template_names() -> Result<Vec<String>> {
    let folder = templates_folder();
    let name = |path: &Path| -> Option<String> {
        let name = path.strip_prefix(&folder).ok()?.to_str()?;
        Some(name.replace('\\', "/"))
    };
    let paths = files::below(&folder)?;
    Ok(paths.iter().filter_map(|path| name(path)).collect())
}

/// The templates, with `example("path")` for the text of a file in `examples/`,
/// `has_example("path")`, `settings("variables")` for a table of settings, `message("name")` for
/// what users read, `answer("probe")` for a message of API Gateway, `findings_table()` and
/// `findings()` for those of plan, and `rules_table()` for the rules of validate.
fn templates() -> Result<Environment<'static>> {
    let mut templates = Environment::new();
    templates.set_undefined_behavior(UndefinedBehavior::Strict);
    templates.set_syntax(
        SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).keep_trailing_newline(true).build()?,
    );
    templates.add_function("example", |name: String| {
        files::read(&example(&name))
            .map(|text| text.trim_end().to_owned())
            .map_err(|error| Error::new(ErrorKind::InvalidOperation, format!("{error:#}")))
    });
    templates.add_function("has_example", |name: String| example(&name).is_file());
    templates.add_function("settings", |of: String| {
        settings::table(&of)
            .ok_or_else(|| Error::new(ErrorKind::InvalidOperation, format!("no settings of {of}")))
    });
    templates.add_function("message", |name: String, heading: Option<String>| {
        messages::message(&name, heading.as_deref())
            .map_err(|error| Error::new(ErrorKind::InvalidOperation, format!("{error:#}")))
    });
    let records = Arc::new(Records::of_the_repository()?);
    let of = |made: fn(&Records) -> String| {
        let records = records.clone();
        move || made(&records)
    };
    let answers = records.clone();
    templates.add_function("answer", move |probe: String| {
        let message = answers.best(&probe).and_then(|best| best.answers.first()?.message.clone());
        message.ok_or_else(|| {
            Error::new(ErrorKind::InvalidOperation, format!("no message of the probe {probe}"))
        })
    });
    templates.add_function("findings_table", of(findings::table));
    templates.add_function("findings", of(findings::sections));
    templates.add_function("rules_table", of(rules::table));
    for name in template_names()? {
        let text = files::read(&templates_folder().join(&name))?;
        templates.add_template_owned(name.clone(), text).with_context(|| format!("templates/{name}"))?;
    }
    Ok(templates)
}

fn example(name: &str) -> PathBuf {
    workspace::root().join("examples").join(name)
}
