//! The table of rules: what each refuses, and what proves that it may. It uses nothing else of
//! the provider than `evidence`, so that the guide can be made of it.

use crate::evidence::Proof;
use crate::evidence::Proof::{NotOfTheService, Refused};

/// What the table says of a rule.
#[derive(Debug)]
pub struct DocumentedRule {
    /// The type of name that it is about.
    pub of: &'static str,
    /// A few words in Title Case, the summary of the message.
    pub summary: &'static str,
    /// What is refused, and why where the service does not say.
    pub refuses: &'static str,
    /// The probes by which it stands or falls.
    pub proof: Proof,
}

macro_rules! rules {
    ($(of $of:literal { $($rule:ident = $summary:literal, $refuses:literal, $proof:expr;)+ })+) => {
        $($(
            pub(super) const $rule: DocumentedRule =
                DocumentedRule { of: $of, summary: $summary, refuses: $refuses, proof: $proof };
        )+)+

        /// All of them, in the order of the guide.
        pub const RULES: &[&DocumentedRule] = &[$($(&$rule,)+)+];
    };
}

rules! {
    of "key" {
        KEY_ROOT_OF_VERSION_1 = "API Mapping Key Is the Root",
            "`(none)`, which version 1 of the service calls the root. The empty key is meant, whatever version 2 makes \
             of it.",
            NotOfTheService;
        KEY_CHARACTERS = "Invalid API Mapping Key Character",
            "Anything but letters, digits, `/`, `,` and the documented punctuation. Blanks alone are refused as well: \
             CreateApiMapping makes them the root, and UpdateApiMapping refuses them.",
            Refused(&["key_leading_blank", "key_blanks_alone", "key_tilde", "key_percent", "key_colon"]);
        KEY_LENGTH = "API Mapping Key Too Long", "More than 300 characters.", Refused(&["key_301_characters"]);
        KEY_LEADING_SLASH = "API Mapping Key Starts With a Slash",
            "A slash at the start.",
            Refused(&["key_leading_slash", "key_slash_alone"]);
        KEY_TRAILING_SLASH = "API Mapping Key Ends With a Slash",
            "A slash at the end.",
            Refused(&["key_trailing_slash"]);
        KEY_DOUBLED_SLASH = "Doubled Slash in API Mapping Key",
            "Slashes without a level between them.",
            Refused(&["key_double_slash"]);
    }
    of "stage" {
        STAGE_MISSING = "Missing Stage Name",
            "The empty name, which no stage has: a name is a part of the paths of calls.",
            NotOfTheService;
        STAGE_CHARACTERS = "Invalid Stage Name Character",
            "Anything but letters from a to z, digits, `-` and `_`, save `$default`. No stage can be called so.",
            Refused(&["stage_characters"]);
        STAGE_LENGTH = "Stage Name Too Long",
            "More than 128 characters. No stage can be called so.",
            Refused(&["stage_129_characters"]);
    }
    of "API id" {
        API_ID_MISSING = "Missing API ID", "The empty id.", NotOfTheService;
        API_ID_ARN = "API ID Is an ARN", "An ARN, in which the id is a part.", NotOfTheService;
        API_ID_URL = "API ID Is a URL", "An endpoint, in which the id is a part.", NotOfTheService;
        API_ID_LENGTH = "API ID Too Long", "More than 1,000 bytes, for which no URL has room.", NotOfTheService;
        API_ID_FORM = "Malformed API ID",
            "Slashes, blanks, `.` and `..`, with which a call would have another path.",
            NotOfTheService;
    }
    of "domain name" {
        DOMAIN_MISSING = "Missing Domain Name", "The empty name.", NotOfTheService;
        DOMAIN_ARN = "Domain Name Is an ARN", "An ARN, in which the name is a part.", NotOfTheService;
        DOMAIN_URL = "Domain Name Is Not a Bare Name", "A scheme or a path.", NotOfTheService;
        DOMAIN_TARGET = "Domain Name Is a Target Name",
            "A name that API Gateway or CloudFront gives out, to which the DNS record of a custom domain name points.",
            NotOfTheService;
        DOMAIN_CAPITALS = "Capital Letters in Domain Name",
            "Capitals: the service keeps names in lower case.",
            Refused(&["domain_capitals"]);
        DOMAIN_CHARACTERS = "Invalid Domain Name Character",
            "Anything but letters, digits, `-`, `_`, `.` and `*`: not a name of the DNS.",
            NotOfTheService;
        DOMAIN_FORM = "Malformed Domain Name",
            "An empty label, a dot at the end, or a `*` that is not the whole first label: not a name of the DNS.",
            NotOfTheService;
        DOMAIN_LENGTH = "Domain Name Too Long",
            "More than 253 characters, or 63 in a label: not a name of the DNS.",
            NotOfTheService;
    }
    of "region" {
        REGION_MISSING = "Missing Region", "The empty name.", NotOfTheService;
        REGION_ZONE = "Region Is an Availability Zone", "A region with a letter behind its number.", NotOfTheService;
        REGION_FORM = "Invalid Region",
            "Anything but lower-case letters and digits, joined by hyphens, in at most 63 characters.",
            NotOfTheService;
    }
}
