//! The HCL of the examples.

/// A mapping on `api.example.com`: name, API, stage, key, and more lines.
macro_rules! mapping {
    ($name:literal, $api:literal, $stage:literal, $key:literal $(, $more:literal)?) => {
        mapping_on!("api.example.com", $name, $api, $stage, $key $(, $more)?)
    };
}

/// The same on any domain name, which comes first.
macro_rules! mapping_on {
    ($domain:literal, $name:literal, $api:literal, $stage:literal, $key:literal $(, $more:literal)?) => {
        concat!(
            "resource \"apigatewayv2_api_mapping\" \"", $name, "\" {\n",
            "  domain_name     = \"", $domain, "\"\n",
            "  api_id          = \"", $api, "\"\n",
            "  stage           = \"", $stage, "\"\n",
            "  api_mapping_key = \"", $key, "\"\n",
            $($more, "\n",)?
            "}\n",
        )
    };
}

/// A table of `api.example.com`: its name, and each key with its API, of which it is the stage
/// `production`.
macro_rules! table {
    ($name:literal, $($key:literal = $api:literal),+) => {
        table_on!("api.example.com", $name, $($key = $api),+)
    };
}

/// The same of any domain name, which comes first.
macro_rules! table_on {
    ($domain:literal, $name:literal, $($key:literal = $api:literal),+) => {
        concat!(
            "resource \"apigatewayv2_api_mappings\" \"", $name, "\" {\n",
            "  domain_name = \"", $domain, "\"\n",
            "\n",
            "  mappings = {\n",
            $("    \"", $key, "\" = { api_id = \"", $api, "\", stage = \"production\" }\n",)+
            "  }\n",
            "}\n",
        )
    };
}

/// An import: the resource's name, and the mapping's id.
macro_rules! import {
    ($name:literal, $id:literal) => {
        concat!(
            "import {\n",
            "  to = apigatewayv2_api_mapping.",
            $name,
            "\n",
            "  id = \"",
            $id,
            "/api.example.com\"\n",
            "}\n",
        )
    };
}

/// The import of a table of `api.example.com`: the resource's name.
macro_rules! import_table {
    ($name:literal) => {
        concat!(
            "import {\n",
            "  to = apigatewayv2_api_mappings.",
            $name,
            "\n",
            "  id = \"api.example.com\"\n",
            "}\n"
        )
    };
}

/// A mapping that Terraform forgets: the resource's name.
macro_rules! removed {
    ($name:literal) => {
        concat!(
            "removed {\n",
            "  from = apigatewayv2_api_mapping.",
            $name,
            "\n",
            "\n",
            "  lifecycle {\n",
            "    destroy = false\n",
            "  }\n",
            "}\n",
        )
    };
}

/// A move of a resource from one name to another.
macro_rules! moved {
    ($from:literal, $to:literal) => {
        concat!(
            "moved {\n",
            "  from = apigatewayv2_api_mapping.",
            $from,
            "\n",
            "  to   = apigatewayv2_api_mapping.",
            $to,
            "\n",
            "}\n",
        )
    };
}

/// Blocks, with a blank line between them.
macro_rules! blocks {
    ($first:expr $(, $more:expr)* $(,)?) => {
        concat!($first $(, "\n", $more)*)
    };
}
