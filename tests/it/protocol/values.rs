//! Values of every kind: right ones more often than others, null, unknown, far too long, of
//! another type, at every depth.

use std::fmt;

use proptest::collection::{btree_map, vec};
use proptest::prelude::{BoxedStrategy, Just, Strategy, any, prop_oneof};
use proptest::sample::select;
use tf_provider::value::ValueAny;

/// Longer than any URL may be.
const LONG: usize = 70_000;

/// A value to send.
#[derive(Clone)]
pub(super) struct Sent(pub(super) ValueAny);

impl fmt::Debug for Sent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&format!("{:?}", self.0).replace(&"a".repeat(LONG), "<70,000 letters>"))
    }
}

/// Texts that are something else, or nothing.
const ODD: &[&str] = &[
    "",
    " ",
    ".",
    "..",
    "a/b",
    "/",
    "%2e%2e",
    "$default",
    "\0",
    "ü",
    "*",
    "(none)",
    "arn:aws:",
    "wss://x/y",
];

/// Each of these more often than anything odd, so that whole objects are often right.
pub(super) fn text(likely: &'static [&'static str]) -> BoxedStrategy<ValueAny> {
    let string = |text: &str| ValueAny::String(text.to_owned());
    prop_oneof![
        60 => select(likely).prop_map(string),
        2 => Just(ValueAny::Null),
        2 => Just(ValueAny::Unknown),
        2 => Just(ValueAny::String("a".repeat(LONG))),
        2 => select(ODD).prop_map(string),
        1 => any::<String>().prop_map(ValueAny::String),
        1 => anything(),
    ]
    .boxed()
}

/// A value of any type.
pub(super) fn anything() -> BoxedStrategy<ValueAny> {
    let leaf = prop_oneof![
        Just(ValueAny::Null),
        Just(ValueAny::Unknown),
        any::<bool>().prop_map(ValueAny::Bool),
        any::<i64>().prop_map(ValueAny::Number),
        "[a-z]{0,3}".prop_map(ValueAny::String),
    ];
    let deeper = |inner: BoxedStrategy<ValueAny>| {
        prop_oneof![
            vec(inner.clone(), 0..3).prop_map(ValueAny::List),
            btree_map("[a-z_]{0,9}", inner, 0..3).prop_map(ValueAny::Map),
        ]
    };
    leaf.prop_recursive(3, 8, 3, deeper).boxed()
}

pub(super) fn object(fields: Vec<(&'static str, BoxedStrategy<ValueAny>)>) -> BoxedStrategy<Sent> {
    let (names, values): (Vec<_>, Vec<_>) = fields.into_iter().unzip();
    let object = values.prop_map(move |values| {
        let names = names.iter().map(|name| (*name).to_owned());
        ValueAny::Map(names.zip(values).collect())
    });
    prop_oneof![20 => object, 1 => anything()].prop_map(Sent).boxed()
}

fn timeouts() -> BoxedStrategy<ValueAny> {
    let durations = &["30s", "1h30m", "18446744073709551615s", "584942417355y", "soon"];
    let block = ["create", "read", "update", "delete"].map(|name| (name, text(durations)));
    let block = object(block.into()).prop_map(|Sent(block)| block);
    prop_oneof![
        4 => Just(ValueAny::List(Vec::new())),
        4 => vec(block, 0..3).prop_map(ValueAny::List),
        1 => anything(),
    ]
    .boxed()
}

pub(super) fn mapping() -> BoxedStrategy<Sent> {
    object(vec![
        ("domain_name", text(&["api.example.com", "missing.example.com"])),
        ("api_id", text(&["a1b2c3d4", "zzzz9999"])),
        ("stage", text(&["test", "production", "missing"])),
        ("api_mapping_key", text(&["", "orders", "orders/v2"])),
        ("region", text(&["eu-west-1", "us-east-1", "cn-north-1", "eusc-de-east-1"])),
        ("id", text(&["a1b2c3", "m1"])),
        ("api_mapping_id", text(&["a1b2c3"])),
        ("url", text(&["wss://api.example.com/orders", "nonsense"])),
        ("timeouts", timeouts()),
    ])
}

pub(super) fn table() -> BoxedStrategy<Sent> {
    let key = || prop_oneof![10 => select(&["", "orders", "orders/v2"][..]).prop_map(str::to_owned), 1 => any::<String>()];
    let of = |element: BoxedStrategy<ValueAny>| {
        let element = prop_oneof![20 => element, 1 => anything()];
        prop_oneof![
            20 => btree_map(key(), element, 0..4).prop_map(ValueAny::Map),
            1 => Just(ValueAny::Null),
            1 => Just(ValueAny::Unknown),
            1 => anything(),
        ]
        .boxed()
    };
    let target = object(vec![
        ("api_id", text(&["a1b2c3d4", "zzzz9999"])),
        ("stage", text(&["test", "production", "missing"])),
    ]);
    object(vec![
        ("domain_name", text(&["api.example.com", "missing.example.com"])),
        ("mappings", of(target.prop_map(|Sent(target)| target).boxed())),
        ("region", text(&["eu-west-1", "us-east-1", "cn-north-1", "eusc-de-east-1"])),
        ("id", text(&["api.example.com"])),
        ("api_mapping_ids", of(text(&["a1b2c3", "m1"]))),
        ("urls", of(text(&["wss://api.example.com/orders", "nonsense"]))),
        ("timeouts", timeouts()),
    ])
}

pub(super) fn identity() -> BoxedStrategy<Sent> {
    object(vec![
        ("domain_name", text(&["api.example.com"])),
        ("api_mapping_id", text(&["a1b2c3"])),
        ("region", text(&["eu-west-1", "us-east-1", "cn-north-1"])),
        ("account_id", text(&["123456789012", "210987654321"])),
    ])
}

pub(super) fn provider_block() -> BoxedStrategy<Sent> {
    let names = [
        "region",
        "profile",
        "access_key",
        "max_retries",
        "plan_checks",
        "findings",
        "allowed_account_ids",
        "proxy",
    ];
    let mut fields: Vec<_> = names.map(|name| (name, anything())).into();
    fields.push((
        "assume_role",
        vec(object(vec![("role_arn", text(&["arn:aws:iam::123456789012:role/r"]))]), 0..3)
            .prop_map(|roles| ValueAny::List(roles.into_iter().map(|Sent(role)| role).collect()))
            .boxed(),
    ));
    fields.push(("endpoints", vec(anything(), 0..2).prop_map(ValueAny::List).boxed()));
    object(fields)
}

pub(super) fn private() -> BoxedStrategy<Sent> {
    let location =
        object(vec![("region", text(&["eu-west-1", "us-east-1"])), ("account", text(&["123456789012"]))]);
    object(vec![("location", location.prop_map(|Sent(location)| location).boxed())])
}
