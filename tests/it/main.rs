//! Every scenario on every lane, in one binary.

fn main() {}
