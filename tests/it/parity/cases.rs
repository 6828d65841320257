//! The settings that are set up before each.

/// Settings, as a user has them.
#[derive(Clone, Default)]
pub(super) struct Setting {
    pub(super) name: String,
    pub(super) environment: Vec<(&'static str, String)>,
    /// The text of the shared configuration file.
    pub(super) config: String,
    /// Lines of the provider block.
    pub(super) block: String,
}

/// A name, variables, the configuration file, lines of the provider block.
type Row = (&'static str, &'static [(&'static str, &'static str)], &'static str, &'static str);

const ENV_KEYS: [(&str, &str); 2] = [("AWS_ACCESS_KEY_ID", "AKIAENV"), ("AWS_SECRET_ACCESS_KEY", "s")];

/// Where credentials come from; two of them meet in each combination.
const CREDENTIALS: &[Row] = &[
    ("keys in the block", &[], "", "access_key = \"AKIABLOCK\"\nsecret_key = \"s\""),
    (
        "profile in the block",
        &[],
        "[profile inblock]\naws_access_key_id = AKIAINBLOCK\naws_secret_access_key = s\n",
        "profile = \"inblock\"",
    ),
    ("role in the block", &[], "", "assume_role {\n  role_arn = \"arn:aws:iam::111111111111:role/block\"\n}"),
    ("keys in the environment", &ENV_KEYS, "", ""),
    (
        "token in the environment",
        &[
            ("AWS_WEB_IDENTITY_TOKEN_FILE", "{folder}/token"),
            ("AWS_ROLE_ARN", "arn:aws:iam::111111111111:role/token"),
        ],
        "",
        "",
    ),
    (
        "AWS_PROFILE",
        &[("AWS_PROFILE", "own")],
        "[profile own]\naws_access_key_id = AKIAOWN\naws_secret_access_key = s\n",
        "",
    ),
    (
        "AWS_DEFAULT_PROFILE with a role",
        &[("AWS_DEFAULT_PROFILE", "chained")],
        "[profile chained]\nrole_arn = arn:aws:iam::111111111111:role/chained\nsource_profile = base\n[profile \
         base]\naws_access_key_id = AKIABASE\naws_secret_access_key = s\n",
        "",
    ),
    ("default profile", &[], "[default]\naws_access_key_id = AKIADEFAULT\naws_secret_access_key = s\n", ""),
];

/// Where regions come from.
const REGIONS: &[Row] = &[
    ("region in the block", &[], "", "region = \"eu-west-1\""),
    ("AWS_REGION", &[("AWS_REGION", "eu-west-2")], "", ""),
    ("AWS_DEFAULT_REGION", &[("AWS_DEFAULT_REGION", "eu-west-3")], "", ""),
    ("region of the default profile", &[], "[default]\nregion = eu-north-1\n", ""),
];

/// What no combination of two is, with keys and region in the environment.
const WITH_KEYS: &[Row] = &[
    ("an empty AWS_REGION", &[("AWS_REGION", "")], "", ""),
    ("AWS_REGION with a line end", &[("AWS_REGION", "eu-west-1\n")], "", ""),
    ("AWS_REGION that is none", &[("AWS_REGION", "mars-north-1")], "", ""),
    ("AWS_REGION is a new one", &[("AWS_REGION", "eu-west-9")], "", ""),
    ("AWS_REGION in Europe's own partition", &[("AWS_REGION", "eusc-de-east-1")], "", ""),
    (
        "any AWS_REGION without validation",
        &[("AWS_REGION", "mars-north-1")],
        "",
        "skip_region_validation = true",
    ),
    ("keys with line ends", &[("AWS_ACCESS_KEY_ID", "AKIAENV\n"), ("AWS_SECRET_ACCESS_KEY", "s\n")], "", ""),
    ("an empty AWS_PROFILE", &[("AWS_PROFILE", "")], "", ""),
    ("AWS_PROFILE that is not there", &[("AWS_PROFILE", "nowhere")], "", ""),
    ("AWS_PROFILE is a default one that is not there", &[("AWS_PROFILE", "default")], "", ""),
    ("AWS_DEFAULT_PROFILE that is not there", &[("AWS_DEFAULT_PROFILE", "nowhere")], "", ""),
    (
        "region of AWS_PROFILE",
        &[("AWS_PROFILE", "own"), ("AWS_DEFAULT_REGION", "")],
        "[profile own]\nregion = eu-south-1\n",
        "",
    ),
    ("an empty role in the block", &[], "", "assume_role {\n  role_arn = \"\"\n}"),
    ("no role in the block", &[], "", "assume_role {\n  role_arn = null\n}"),
    (
        "a role of the block with an empty one after it",
        &[],
        "",
        "assume_role {\n  role_arn = \"arn:aws:iam::111111111111:role/block\"\n}\nassume_role {\n  role_arn = \"\"\n}",
    ),
    (
        "a token in the block",
        &[],
        "",
        "assume_role_with_web_identity {\n  role_arn = \"arn:aws:iam::111111111111:role/web\"\n  web_identity_token_file = \"{folder}/token\"\n}",
    ),
    (
        "a token and no role in the block",
        &[("AWS_ROLE_ARN", "arn:aws:iam::111111111111:role/token")],
        "",
        "assume_role_with_web_identity {\n  web_identity_token_file = \"{folder}/token\"\n}",
    ),
    ("null in allowed_account_ids", &[], "", "allowed_account_ids = [null]"),
    ("another account in allowed_account_ids", &[], "", "allowed_account_ids = [\"999999999999\"]"),
    ("AWS_MAX_ATTEMPTS is 0", &[("AWS_MAX_ATTEMPTS", "0")], "", ""),
    ("AWS_MAX_ATTEMPTS is no number", &[("AWS_MAX_ATTEMPTS", "abc")], "", ""),
    ("AWS_MAX_ATTEMPTS with a space", &[("AWS_MAX_ATTEMPTS", " 5")], "", ""),
    ("AWS_RETRY_MODE is legacy", &[("AWS_RETRY_MODE", "legacy")], "", ""),
    ("an empty AWS_RETRY_MODE", &[("AWS_RETRY_MODE", "")], "", ""),
    ("AWS_RETRY_MODE that is none", &[("AWS_RETRY_MODE", "lazy")], "", ""),
    ("an empty AWS_ENDPOINT_URL_STS", &[("AWS_ENDPOINT_URL_STS", "")], "", ""),
    ("the region of STS in the block", &[], "", "sts_region = \"eu-central-1\""),
    ("FIPS beside an endpoint", &[("AWS_USE_FIPS_ENDPOINT", "true")], "", ""),
    ("dual-stack beside an endpoint", &[("AWS_USE_DUALSTACK_ENDPOINT", "true")], "", ""),
    (
        "a token file of the home in the block",
        &[],
        "",
        "assume_role_with_web_identity {\n  role_arn = \"arn:aws:iam::111111111111:role/web\"\n  web_identity_token_file = \"~/token\"\n}",
    ),
];

/// The same with addresses of services, and with no call at an address where none is answered
/// tried again. Where the environment names none, the profile does.
const ADDRESSES: &[Row] = &[
    ("endpoint_url of a profile", &NO_ADDRESS, "[default]\nendpoint_url = {recorder}\n", ""),
    (
        "a services section",
        &NO_ADDRESS,
        "[default]\nservices = local\n[services local]\nsts =\n  endpoint_url = {recorder}\n",
        "",
    ),
    (
        "a services section and endpoint_url of a profile",
        &NO_ADDRESS,
        "[default]\nservices = local\nendpoint_url = http://127.0.0.1:9\n[services local]\nsts =\n  endpoint_url = \
         {recorder}\n",
        "",
    ),
    (
        "a services section of another service and endpoint_url of a profile",
        &NO_ADDRESS,
        "[default]\nservices = local\nendpoint_url = {recorder}\n[services local]\ns3 =\n  endpoint_url = \
         http://127.0.0.1:9\n",
        "",
    ),
    (
        "a services section that is not there",
        &NO_ADDRESS,
        "[default]\nservices = local\nendpoint_url = {recorder}\n",
        "",
    ),
    (
        "AWS_ENDPOINT_URL and a services section",
        &[("AWS_ENDPOINT_URL", "{recorder}"), ("AWS_ENDPOINT_URL_STS", "")],
        "[default]\nservices = local\n[services local]\nsts =\n  endpoint_url = http://127.0.0.1:9\n",
        "",
    ),
    (
        "AWS_ENDPOINT_URL_STS and endpoint_url of a profile",
        &[("AWS_ENDPOINT_URL", ""), ("AWS_ENDPOINT_URL_STS", "{recorder}")],
        "[default]\nendpoint_url = http://127.0.0.1:9\n",
        "",
    ),
    (
        "AWS_ENDPOINT_URL_STS and AWS_ENDPOINT_URL",
        &[("AWS_ENDPOINT_URL", "http://127.0.0.1:9"), ("AWS_ENDPOINT_URL_STS", "{recorder}")],
        "",
        "",
    ),
    (
        "an address of STS in the block and AWS_ENDPOINT_URL_STS",
        &[("AWS_ENDPOINT_URL_STS", "http://127.0.0.1:9")],
        "",
        "endpoints {\n  sts = \"{recorder}\"\n}",
    ),
    (
        "AWS_ENDPOINT_URL_STS and an address of STS in the block that does not answer",
        &[],
        "",
        "endpoints {\n  sts = \"http://127.0.0.1:9\"\n}",
    ),
];

/// No address of the environment.
const NO_ADDRESS: [(&str, &str); 2] = [("AWS_ENDPOINT_URL", ""), ("AWS_ENDPOINT_URL_STS", "")];

/// The same, with a region alone.
const WITHOUT_KEYS: &[Row] = &[
    (
        "half of the keys in the environment",
        &[ENV_KEYS[0]],
        "[default]\naws_access_key_id = AKIADEFAULT\naws_secret_access_key = s\n",
        "",
    ),
    (
        "a token without a role in the environment",
        &[("AWS_WEB_IDENTITY_TOKEN_FILE", "{folder}/token")],
        "",
        "",
    ),
    ("keys by their short names", &[("AWS_ACCESS_KEY", "AKIASHORT"), ("AWS_SECRET_KEY", "s")], "", ""),
    (
        "an empty role of a profile",
        &[],
        "[default]\nrole_arn =\naws_access_key_id = AKIADEFAULT\naws_secret_access_key = s\n",
        "",
    ),
    (
        "a role and keys in one profile",
        &[],
        "[default]\nrole_arn = arn:aws:iam::111111111111:role/one\naws_access_key_id = AKIADEFAULT\naws_secret_access_key = s\n",
        "",
    ),
    (
        "a profile that is its own source",
        &[],
        "[default]\nrole_arn = arn:aws:iam::111111111111:role/one\nsource_profile = default\naws_access_key_id = AKIADEFAULT\naws_secret_access_key = s\n",
        "",
    ),
    (
        "a role of a profile with a token",
        &[],
        "[default]\nrole_arn = arn:aws:iam::111111111111:role/web\nweb_identity_token_file = {folder}/token\n",
        "",
    ),
    (
        "source_profile that is not there",
        &[],
        "[default]\nrole_arn = arn:aws:iam::111111111111:role/one\nsource_profile = nowhere\n",
        "",
    ),
    (
        "source_profile without role_arn",
        &[],
        "[default]\nsource_profile = base\n[profile base]\naws_access_key_id = AKIABASE\naws_secret_access_key = s\n",
        "",
    ),
    (
        "a program of a profile",
        &[],
        "[default]\ncredential_process = printf '{\"Version\":1,\"AccessKeyId\":\"AKIAPROGRAM\",\"SecretAccessKey\":\"s\"}'\n",
        "",
    ),
    ("a program that fails", &[], "[default]\ncredential_process = false\n", ""),
    (
        "a program and keys of a profile",
        &[],
        "[default]\ncredential_process = false\naws_access_key_id = AKIADEFAULT\naws_secret_access_key = s\n",
        "",
    ),
    (
        "credential_source is Environment",
        &[ENV_KEYS[0], ENV_KEYS[1]],
        "[profile env]\nrole_arn = arn:aws:iam::111111111111:role/env\ncredential_source = Environment\n",
        "profile = \"env\"",
    ),
    (
        "a second file of profiles",
        &[],
        "[default]\n",
        "profile = \"second\"\nshared_config_files = [\"{folder}/.aws/config\", \"{folder}/second-config\"]",
    ),
    (
        "a profile without the word profile",
        &[("AWS_PROFILE", "own")],
        "[own]\naws_access_key_id = AKIAOWN\naws_secret_access_key = s\n",
        "",
    ),
    (
        "settings that are indented",
        &[],
        "[default]\n  aws_access_key_id = AKIADEFAULT\n  aws_secret_access_key = s\n",
        "",
    ),
    (
        "settings with colons",
        &[],
        "[default]\naws_access_key_id: AKIADEFAULT\naws_secret_access_key: s\n",
        "",
    ),
    (
        "a blank in the name of a profile",
        &[("AWS_PROFILE", "my own")],
        "[profile my own]\naws_access_key_id = AKIAOWN\naws_secret_access_key = s\n",
        "",
    ),
    (
        "a comma in the name of a profile",
        &[("AWS_PROFILE", "my,own")],
        "[profile my,own]\naws_access_key_id = AKIAOWN\naws_secret_access_key = s\n",
        "",
    ),
    (
        "a variable in the path of a file",
        &[],
        "[default]\naws_access_key_id = AKIADEFAULT\naws_secret_access_key = s\n",
        "shared_config_files = [\"$HOME/.aws/config\"]",
    ),
    ("nothing at all", &[], "", ""),
];

/// All of them.
pub(super) fn all() -> Vec<Setting> {
    let region = ("AWS_DEFAULT_REGION", "eu-west-1");
    let mut all = combinations(CREDENTIALS, &[region]);
    all.extend(combinations(REGIONS, &ENV_KEYS));
    all.extend(WITH_KEYS.iter().map(|row| setting(row).after(&[region, ENV_KEYS[0], ENV_KEYS[1]])));
    let once = ("AWS_MAX_ATTEMPTS", "1");
    all.extend(ADDRESSES.iter().map(|row| setting(row).after(&[region, ENV_KEYS[0], ENV_KEYS[1], once])));
    all.extend(WITHOUT_KEYS.iter().map(|row| setting(row).after(&[region])));
    all
}

fn combinations(sources: &[Row], always: &[(&'static str, &str)]) -> Vec<Setting> {
    let singles = sources.iter().map(|source| setting(source).after(always));
    let pairs = (1..sources.len()).flat_map(|second| {
        (0..second).map(move |first| {
            let (first, second) = (setting(&sources[first]), setting(&sources[second]));
            Setting {
                name: format!("{} and {}", first.name, second.name),
                environment: [first.environment, second.environment].concat(),
                config: first.config + &second.config,
                block: format!("{}\n{}", first.block, second.block),
            }
        })
    });
    singles.chain(pairs.map(|pair| pair.after(always))).collect()
}

fn setting((name, environment, config, block): &Row) -> Setting {
    Setting {
        name: (*name).to_owned(),
        environment: environment.iter().map(|(name, value)| (*name, (*value).to_owned())).collect(),
        config: (*config).to_owned(),
        block: (*block).to_owned(),
    }
}

impl Setting {
    /// The same with these variables, unless it has them.
    fn after(mut self, variables: &[(&'static str, &str)]) -> Self {
        let before = variables.iter().filter(|(name, _)| self.environment.iter().all(|(own, _)| own != name));
        let before: Vec<_> = before.map(|(name, value)| (*name, (*value).to_owned())).collect();
        self.environment.splice(0..0, before);
        self
    }
}
