//! The program as a person meets it.

use std::process::{Command, Output};

fn probe(words: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_probe")).args(words).output().expect("the program starts")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[test]
fn the_list_has_every_probe_with_its_question() {
    let listed = text(&probe(&["--list"]).stdout);
    for probe in probe::probes::all() {
        let line = listed.lines().find(|line| line.trim_start().starts_with(&format!("{} ", probe.name)));
        assert!(line.is_some_and(|line| line.ends_with(probe.question)), "{} in {listed}", probe.name);
    }
}

#[test]
fn the_policy_is_a_policy() {
    let policy: serde_json::Value = serde_json::from_slice(&probe(&["--policy"]).stdout).expect("JSON");
    assert_eq!(policy["Version"], "2012-10-17");
}

#[test]
fn the_help_is_of_the_command_that_people_type() {
    assert!(text(&probe(&["--help"]).stdout).contains("Usage: cargo xtask probe"));
}

#[test]
fn what_cannot_be_done_is_said_without_a_run() {
    for (words, says) in [
        (&["--endpoint", "moto"][..], "write local, ministack, or a URL"),
        (&["--endpoint", "local", "--only", "no such probe"], "no probe has no such probe in its name"),
        (&["--compare", "best", "nothing"], "there is no record nothing"),
    ] {
        let output = probe(words);
        assert!(!output.status.success());
        assert!(text(&output.stderr).contains(says), "{}", text(&output.stderr));
    }
}

#[test]
fn where_nothing_answers_nothing_is_made() {
    let listener = std::net::TcpListener::bind(("127.0.0.1", 0)).expect("a port");
    let url = format!("http://{}", listener.local_addr().expect("its address"));
    drop(listener);
    let ended = probe(&["--endpoint", &url]);
    assert!(!ended.status.success());
    let said = text(&ended.stderr);
    assert!(said.contains(&format!("{url} cannot be asked: ")) && !said.contains("remove"), "{said}");
}
