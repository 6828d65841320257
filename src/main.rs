//! Starts the plugin; nothing else.

fn main() {}
