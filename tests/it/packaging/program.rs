//! What is true of a released provider and of no other build of it.
//!
//! `cargo xtask dist` looks for the same before it packs. Here it is looked for in
//! what users unpack, by code that shares nothing with what built it.

use std::collections::BTreeSet;
use std::path::Path;

use auditable_info::audit_info_from_slice;
use object::read::elf::{ElfFile64, ProgramHeader};
use object::{Endianness, elf};

use super::{Check, program, sbom};

pub(super) const CHECKS: [Check; 3] = [
    ("the_program_lists_what_the_sbom_lists", lists_what_the_sbom_lists),
    ("no_folder_of_the_builder_is_in_the_program", names_no_folder_of_the_builder),
    ("the_program_asks_for_no_library_on_linux", is_static_on_linux),
];

/// Much more than a list has.
const MOST_BYTES: usize = 8 << 20;

fn lists_what_the_sbom_lists(dist: &Path) {
    let listed = audit_info_from_slice(&program(dist), MOST_BYTES).expect("the list in the program");
    let listed: BTreeSet<_> =
        listed.packages.iter().map(|package| format!("{} {}", package.name, package.version)).collect();
    let sbom = sbom(dist);
    let text = |component: &serde_json::Value| {
        let [name, version] = ["name", "version"].map(|field| component[field].as_str().expect("a text"));
        format!("{name} {version}")
    };
    let mut components: BTreeSet<_> =
        sbom["components"].as_array().expect("components").iter().map(text).collect();
    components.insert(text(&sbom["metadata"]["component"]));
    assert_eq!(listed, components);
    assert!(listed.iter().any(|package| package.starts_with("aws-lc-sys ")), "{listed:?}");
}

fn names_no_folder_of_the_builder(dist: &Path) {
    let program = program(dist);
    let mut folders = vec![env!("CARGO_MANIFEST_DIR").to_owned()];
    folders.extend(std::env::var("CARGO_HOME"));
    folders.extend(
        std::env::home_dir()
            .iter()
            .flat_map(|home| [".cargo", ".rustup"].map(|folder| home.join(folder).display().to_string())),
    );
    // Every program may name a folder such as /usr or /src.
    folders.retain(|folder| folder.matches(['/', '\\']).count() > 1);
    for folder in folders.iter().map(|folder| folder.trim_end_matches(['/', '\\'])) {
        // A longer name is another folder's.
        let goes_on = |byte: &u8| byte.is_ascii_alphanumeric() || b"-_.".contains(byte);
        let place = memchr::memmem::find_iter(&program, folder.as_bytes())
            .find(|place| !program.get(place + folder.len()).is_some_and(goes_on));
        let around = place.map(|place| &program[place..program.len().min(place + 120)]);
        assert_eq!(around.map(String::from_utf8_lossy), None, "{folder} is in the program");
    }
    let source = memchr::memmem::find(&program, b"/registry/").is_some();
    assert!(source, "panics name the source files of crates by /registry/");
}

fn is_static_on_linux(dist: &Path) {
    if std::env::consts::OS != "linux" {
        return;
    }
    let program = program(dist);
    let file = ElfFile64::<Endianness>::parse(&*program).expect("an ELF program");
    let loader =
        file.elf_program_headers().iter().any(|header| header.p_type(file.endian()) == elf::PT_INTERP);
    assert!(!loader, "the program asks for a dynamic loader");
}
