//! What an example leaves to its readers: the blocks of `surroundings.tf` that it refers to.

use regex::Regex;

const BLOCKS: &str = include_str!("surroundings.tf");

/// The example, and after it what it refers to and does not have.
pub(crate) fn complete(example: &str) -> String {
    let mut text = example.to_owned();
    let header = Regex::new(r#"(?m)^resource "(\w+)" "(\w+)" \{"#).expect("a pattern");
    let mut missing: Vec<_> = BLOCKS
        .split("\n\n")
        .map(|block| format!("\n{block}\n"))
        // A block with an inner one has an empty line in it, and goes on.
        .fold(Vec::new(), |mut blocks: Vec<String>, part| {
            match blocks.last_mut() {
                Some(last) if !header.is_match(&part) => last.push_str(&part),
                _ => blocks.push(part),
            }
            blocks
        });
    loop {
        let wanted = missing.iter().position(|block| {
            header.captures(block).is_some_and(|found| {
                let (type_name, label) = (&found[1], &found[2]);
                refers_to(&text, type_name, label)
                    && !text.contains(&format!("resource \"{type_name}\" \"{label}\" {{"))
            })
        });
        match wanted {
            Some(index) => text.push_str(&missing.remove(index)),
            None => return text,
        }
    }
}

fn refers_to(text: &str, type_name: &str, label: &str) -> bool {
    Regex::new(&format!(r"\b{type_name}\.{label}\b")).expect("a pattern").is_match(text)
}
