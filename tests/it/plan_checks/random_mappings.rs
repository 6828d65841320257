//! No configuration that the endpoint accepts is refused, and none that it refuses
//! goes unmentioned: mappings at random, put to the endpoint first and to
//! `terraform plan` afterwards.
//!
//! Left out by evidence: a key of blanks alone, which a create takes for the root.
//! The documentation allows no blanks, and the key that is stored is another one
//! than the one that was written. ministack knows neither key rules nor kinds of
//! APIs nor domains that hold no mappings, so there only what keeps to the rules is
//! asked for.

use local_gateway::{Domain, EndpointType, RoutingMode, SecurityPolicy};
use proptest::prelude::{Just, Strategy, prop_oneof};
use proptest::sample::select;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;

use super::without_rate_limit;
use crate::acceptance::world::Block;
use crate::harness::endpoint::Protocol;
use crate::harness::{Case, Diagnostic, Outcome, Project, Scenario, Severity, scenario};

pub(super) const SCENARIOS: &[Scenario] = &[
    scenario!(what_keeps_to_the_rules_is_accepted_and_planned_without_an_error),
    scenario!(what_the_endpoint_accepts_plan_accepts_and_what_it_refuses_plan_finds, needs: [OutOfBand]),
];

/// How many mappings are tried at once.
const TRIES: usize = 80;

const CHAT: &str = "chat.example.com";
const WEB: &str = "*.example.com";
const MISSING: &str = "missing.example.com";

#[derive(Debug, Clone)]
struct Wish {
    domain: String,
    api: String,
    stage: String,
    key: String,
}

impl Wish {
    fn hcl(&self, name: &str) -> String {
        Block::new(name).domain(&self.domain).api(&self.api).stage(&self.stage).key(&self.key).hcl()
    }
}

/// A WebSocket, an HTTP and a REST API; `$default` is for HTTP APIs alone.
struct Apis {
    chat: String,
    web: String,
    old: String,
}

const STAGES: [&str; 3] = ["live", "test-2", "b_3"];
const WEB_STAGES: [&str; 4] = ["live", "test-2", "b_3", "$default"];

fn apis(case: &Case) -> Apis {
    for name in [CHAT, WEB] {
        case.aws.create_domain(name);
    }
    Apis {
        chat: case.aws.create_api("chat", Protocol::WebSocket, &STAGES),
        web: case.aws.create_api("web", Protocol::Http, &WEB_STAGES),
        old: case.aws.create_rest_api("old", &STAGES),
    }
}

/// One level of a key: all that the service takes, the undocumented comma included.
const LEVEL: &str = r"[a-zA-Z0-9$\-_.+!*'(),]{1,6}";

/// Mappings as the rules allow them: any two of them differ at most in the key.
fn well_formed(apis: &Apis) -> impl Strategy<Value = Wish> + use<> {
    let wish = |domain: &str, api: &str, stage: &str, key| {
        let [domain, api, stage] = [domain, api, stage].map(str::to_owned);
        Wish { domain, api, stage, key }
    };
    let (chat, web, old) = (apis.chat.clone(), apis.web.clone(), apis.old.clone());
    let one_level = prop_oneof![1 => Just(String::new()), 8 => LEVEL.prop_map(|level| level)];
    let levels = proptest::collection::vec(LEVEL, 1..4).prop_map(|levels| levels.join("/"));
    prop_oneof![
        (select(&STAGES[..]), one_level).prop_map(move |(stage, key)| wish(CHAT, &chat, stage, key)),
        (select(&WEB_STAGES[..]), levels.clone()).prop_map(move |(stage, key)| wish(WEB, &web, stage, key)),
        (select(&STAGES[..]), levels).prop_map(move |(stage, key)| wish(WEB, &old, stage, key)),
    ]
}

/// Mappings of anything onto anything.
fn anything(apis: &Apis) -> impl Strategy<Value = Wish> + use<> {
    let domains = [CHAT, CHAT, WEB, WEB, WEB, MISSING, "edge.", "tls.", "rules."].map(str::to_owned).to_vec();
    let apis =
        [&apis.chat, &apis.chat, &apis.web, &apis.web, &apis.old, "zzzz9999"].map(str::to_owned).to_vec();
    let stages = [&WEB_STAGES[..], &["tomorrow", "a b"]].concat();
    let keys = prop_oneof![
        6 => "[a-c]{0,2}",
        3 => LEVEL.prop_map(|level| level),
        3 => "[a-c]{0,2}/[a-c]{0,2}",
        1 => "[a-c/]{1,3}[ ~/@?]",
        1 => "k{299,301}",
    ];
    let wishes = (select(domains), select(apis), select(stages), keys);
    wishes.prop_map(|(domain, api, stage, key)| Wish { domain, api, stage: stage.to_owned(), key })
}

/// The same mappings on every run.
fn sample(strategy: &impl Strategy<Value = Wish>) -> Vec<Wish> {
    let mut runner = TestRunner::deterministic();
    let draw = |_| strategy.new_tree(&mut runner).expect("a mapping").current();
    (0..TRIES).map(draw).collect()
}

/// Puts the wishes to the endpoint, one after the other, and says which of them it
/// granted; then it is as if it had granted none.
fn ask(case: &Case, wishes: &[Wish]) -> (Vec<Wish>, Vec<(Wish, String)>) {
    let (mut granted, mut refused, mut made) = (Vec::new(), Vec::new(), Vec::new());
    for wish in wishes.iter().cloned() {
        match case.aws.try_create_mapping(&wish.domain, &wish.api, &wish.stage, &wish.key) {
            Ok(id) => {
                made.push((wish.domain.clone(), id));
                granted.push(wish);
            }
            Err((status, words)) => refused.push((wish, format!("{status} {words}"))),
        }
    }
    for (domain, id) in made {
        case.aws.delete_mapping(&domain, &id);
    }
    (granted, refused)
}

/// Everything granted is planned and applied without an error, all together.
fn is_accepted(project: &Project, granted: &[Wish]) {
    let hcl = granted.iter().enumerate().map(|(number, wish)| wish.hcl(&format!("granted{number}")));
    project.main(&hcl.collect::<String>());
    let applied = project.apply().succeeds();
    assert_eq!(applied.changes.len(), granted.len());
    // What is legal and worth a word.
    let worth_a_word = ["Comma", "First Multi-Level Key", "Multi-Level Key for a WebSocket API"];
    let no_others = applied.diagnostics.iter().all(|found| {
        found.severity == Severity::Warning && worth_a_word.iter().any(|words| found.summary.contains(words))
    });
    assert!(no_others, "{}", applied.text);
}

fn what_keeps_to_the_rules_is_accepted_and_planned_without_an_error(case: &Case) {
    let wishes = sample(&well_formed(&apis(case)));
    let (granted, refused) = ask(case, &wishes);
    // A key that came up twice.
    assert!(refused.iter().all(|(_, words)| words.starts_with("409 ")), "{refused:#?}");
    assert!(granted.len() > TRIES * 3 / 4);
    let project = without_rate_limit(case);
    is_accepted(&project, &granted);
    project.destroy().succeeds();
}

fn what_the_endpoint_accepts_plan_accepts_and_what_it_refuses_plan_finds(case: &Case) {
    let mut wishes = sample(&anything(&apis(case)));
    // What is missing or wrong is reported once a run, so each has its own.
    for (number, wish) in wishes.iter_mut().enumerate() {
        let special = match wish.domain.as_str() {
            "edge." => Domain { endpoint_type: EndpointType::Edge, ..Domain::default() },
            "tls." => Domain { security_policy: SecurityPolicy::Tls10, ..Domain::default() },
            "rules." => Domain { routing_mode: RoutingMode::RoutingRuleOnly, ..Domain::default() },
            MISSING => {
                wish.domain = format!("{number}.{MISSING}");
                continue;
            }
            _ => continue,
        };
        wish.domain = format!("{}{number}.example.com", wish.domain);
        let special = Domain { name: wish.domain.clone(), ..special };
        case.aws.local().world(|world| world.put_domain(special));
    }
    for (number, wish) in wishes.iter_mut().enumerate().filter(|(_, wish)| wish.stage == "tomorrow") {
        wish.stage = format!("tomorrow{number}");
    }
    for (number, wish) in wishes.iter_mut().enumerate().filter(|(_, wish)| wish.api == "zzzz9999") {
        wish.api = format!("zzzz{number:04}");
    }
    let (granted, refused) = ask(case, &wishes);
    assert!(granted.len() > TRIES / 10 && refused.len() > TRIES / 4, "{} granted", granted.len());
    is_accepted(&without_rate_limit(case), &granted);
    are_found(case, &refused);
}

/// Of everything refused, validate or plan says something, beside what was granted.
fn are_found(case: &Case, refused: &[(Wish, String)]) {
    let project = without_rate_limit(case);
    // A state that holds none of what was granted.
    std::fs::remove_file(project.folder().join("terraform.tfstate")).expect("the state goes");
    project.main("");
    for (number, (wish, _)) in refused.iter().enumerate() {
        project.file(&format!("row{number}.tf"), &wish.hcl(&format!("row{number}")));
    }
    let validated = project.validate().fails();
    let mut left = Vec::new();
    for number in 0..refused.len() {
        let mistaken = validated.errors().iter().any(|error| error.file == format!("row{number}.tf"));
        if mistaken {
            std::fs::remove_file(project.folder().join(format!("row{number}.tf"))).expect("a file");
        } else {
            left.push(number);
        }
    }
    assert!(left.len() < refused.len());
    let planned = project.plan().fails();
    for number in left {
        let (wish, words) = &refused[number];
        assert!(is_told(&planned, refused, number), "not a word about {wish:#?}\n{words}");
    }
}

/// Whether something is said of a mapping. What an API is the cause of is said once for
/// that API, kinds that do not go together once for each API and domain, and a key that
/// is held once for all that ask for it.
fn is_told(planned: &Outcome, refused: &[(Wish, String)], number: usize) -> bool {
    let of = |other: usize, found: &Diagnostic| found.file == format!("row{other}.tf");
    let (wish, _) = &refused[number];
    planned.diagnostics.iter().any(|found| match found.summary.as_str() {
        // That two of these have one key is not what each was refused for, nor what is said
        // of a mapping that the service takes.
        "API Mapping Key Planned Twice"
        | "First Multi-Level Key of the Domain Name"
        | "Multi-Level Key for a WebSocket API" => false,
        "WebSocket and Other APIs on One Domain Name"
        | "WebSocket and Other APIs May Meet on One Domain Name" => {
            refused.iter().enumerate().any(|(other, (same, _))| {
                (&same.domain, &same.api) == (&wish.domain, &wish.api) && of(other, found)
            })
        }
        "API Mapping Key Already Taken"
        | "API Mapping Key May Still Be Taken"
        | "API Mapping Exists Already" => refused.iter().enumerate().any(|(other, (same, _))| {
            (&same.domain, &same.key) == (&wish.domain, &wish.key) && of(other, found)
        }),
        "API Not Found" => {
            refused.iter().enumerate().any(|(other, (same, _))| same.api == wish.api && of(other, found))
        }
        _ => of(number, found),
    })
}
