//! The versions of what compiled a program: with the same ones, the same commit
//! gives the same bytes.

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result};
use object::{Object, ObjectSection};

use super::c_compiler::{self, Words};
use super::rustc;
use super::target::Target;
use crate::process;

/// What each is called, and which version it is.
pub(super) fn versions(target: &Target, binary: &Path) -> Result<Vec<(&'static str, String)>> {
    let compiler = c_compiler::of(&target.triple)?;
    let cargo = process::output(crate::cargo::cargo().arg("--version"))?;
    Ok(vec![
        ("rustc", process::output(rustc::command().arg("--version"))?.trim().to_owned()),
        ("cargo", cargo.trim().to_owned()),
        ("C compiler", of_c_compiler(&compiler)?),
        ("linker", of_linker(target, binary)?),
    ])
}

fn of_c_compiler(compiler: &cc::Tool) -> Result<String> {
    // Microsoft's says what it is before it complains that it has nothing to do.
    let args: &[&str] = if c_compiler::words_of(compiler) == Words::Msvc { &[] } else { &["--version"] };
    first_line(compiler.to_command().args(args))
}

/// LLD leaves its version in what it links. Others are asked: on Linux through
/// the compiler that rustc starts to link.
fn of_linker(target: &Target, binary: &Path) -> Result<String> {
    if let Some(lld) = named_in_comment(binary)? {
        return Ok(lld);
    }
    if target.is_msvc() {
        let arch = target.triple.split('-').next().unwrap_or_default();
        let link = cc::windows_registry::find(arch, "link.exe").context("there is no link.exe")?;
        return first_line(&mut { link });
    }
    if target.is_apple() {
        return first_line(Command::new("ld").arg("-v"));
    }
    first_line(Command::new(target.linker()).arg("-Wl,--version"))
}

/// What the section for comments says of a linker.
fn named_in_comment(binary: &Path) -> Result<Option<String>> {
    let contents = fs::read(binary)?;
    let program = object::File::parse(&*contents)?;
    let Some(section) = program.section_by_name(".comment") else { return Ok(None) };
    let comments = String::from_utf8_lossy(section.data()?).into_owned();
    Ok(comments.split('\0').find_map(|comment| comment.strip_prefix("Linker: ")).map(str::to_owned))
}

fn first_line(command: &mut Command) -> Result<String> {
    let output = process::captured(command)?;
    let texts = [output.stdout, output.stderr].map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
    let line = texts.iter().flat_map(|text| text.lines()).find(|line| !line.trim().is_empty());
    line.map(|line| line.trim().to_owned())
        .with_context(|| format!("`{}` does not say which version it is", process::line(command)))
}
