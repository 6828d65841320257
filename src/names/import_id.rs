//! What a user gives to `terraform import`.

use super::domain_name::may_be_domain_name_id;
use super::{DomainName, MappingId, Problem, Region, quoted};

/// An import id, `<api_mapping_id>/<domain_name>`, and `@<region>` at its end where the
/// region is not the provider's: the form that users of hashicorp/aws know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportId {
    /// Which mapping.
    pub mapping: MappingId,
    /// On which domain.
    pub domain: DomainName,
    /// In which region; `None` for the provider's.
    pub region: Option<Region>,
}

const FORM: &str = "An import id has the form <api_mapping_id>/<domain_name>, for example \"a1b2c3/api.example.com\", \
     with @<region> at its end where the region is not the provider's.";

impl ImportId {
    /// Reads an import id as the user wrote it.
    ///
    /// # Errors
    /// The first thing that is wrong with it, with the right form and an example.
    pub fn parse(text: &str) -> Result<Self, Problem> {
        let refused =
            |found: String| Problem { summary: "Invalid Import ID", detail: format!("{found} {FORM}") };
        let wrong = |found: &str| refused(format!("The import id {} {found}", quoted(text)));
        let (id, region) = match text.rsplit_once('@') {
            Some((id, region)) if !region.contains('/') => (id, Some(region)),
            _ => (text, None),
        };
        let halves: Vec<&str> = id.split('/').collect();
        let (mapping, domain) = match halves[..] {
            [mapping, domain] => (mapping, domain),
            [_] => return Err(wrong("has no \"/\".")),
            [_, domain, id] if domain.contains('.') && may_be_domain_name_id(id) => {
                return Err(wrong(
                    "has 2 slashes and must have one. If it ends with the id of a private custom domain name, import \
                     an aws_api_gateway_base_path_mapping of hashicorp/aws instead: it has no API mappings.",
                ));
            }
            _ => return Err(wrong(&format!("has {} slashes and must have one.", halves.len() - 1))),
        };
        if mapping.contains('.') && !domain.contains('.') {
            let at = region.map(|region| format!("@{region}")).unwrap_or_default();
            let swapped = quoted(&format!("{domain}/{mapping}{at}"));
            return Err(wrong(&format!("has its halves swapped. Write {swapped} instead.")));
        }
        if mapping.contains('@') {
            return Err(wrong("has an \"@\" before its \"/\". A region comes last."));
        }
        let mapping = MappingId::from_api(mapping).ok_or_else(|| match mapping {
            "" => wrong("has no mapping id before its \"/\"."),
            _ => wrong("has no mapping id before its \"/\": what is there is far too long, or has a blank or a part of a path in it."),
        })?;
        let all_of = |problems: Vec<Problem>| {
            refused(problems.into_iter().map(|problem| problem.detail).collect::<Vec<_>>().join(" "))
        };
        let domain = DomainName::parse(domain).map_err(all_of)?;
        let region = region.map(Region::parse).transpose().map_err(all_of)?;
        Ok(Self { mapping, domain, region })
    }
}

impl std::fmt::Display for ImportId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}/{}", self.mapping, self.domain)?;
        self.region.as_ref().map_or(Ok(()), |region| write!(f, "@{region}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn refusal(text: &str) -> String {
        let problem = ImportId::parse(text).unwrap_err();
        assert_eq!(problem.summary, "Invalid Import ID");
        assert!(problem.detail.contains("for example \"a1b2c3/api.example.com\""), "{}", problem.detail);
        problem.detail
    }

    #[test]
    fn the_halves_are_mapping_and_domain() {
        let id = ImportId::parse("a1b2c3/api.example.com").unwrap();
        assert_eq!((id.mapping.as_str(), id.domain.as_str()), ("a1b2c3", "api.example.com"));
        assert_eq!(id.region, None);
    }

    #[test]
    fn a_region_of_any_partition_may_be_at_the_end() {
        for region in ["eu-west-1", "us-gov-west-1", "eusc-de-east-1"] {
            let id = ImportId::parse(&format!("a1b2c3/ws.example.com@{region}")).unwrap();
            assert_eq!((id.mapping.as_str(), id.domain.as_str()), ("a1b2c3", "ws.example.com"));
            assert_eq!(id.region.as_ref().map(Region::as_str), Some(region));
        }
        assert!(refusal("a1b2c3/ws.example.com@").contains("The region is empty"));
        assert!(refusal("a1b2c3/ws.example.com@eu-west-1a").contains("is an availability zone"));
        assert!(refusal("a1b2c3/ws.example.com@eu-west-1@x").contains("ws.example.com@eu-west-1"));
        assert!(refusal("a1b2c3@eu-west-1/ws.example.com").contains("A region comes last"));
        let swapped = refusal("ws.example.com/a1b2c3@eu-west-1");
        assert!(swapped.contains("Write \"a1b2c3/ws.example.com@eu-west-1\" instead"), "{swapped}");
    }

    #[test]
    fn a_wrong_form_is_named_with_the_right_one() {
        assert!(refusal("a1b2c3").contains("has no \"/\""));
        assert!(refusal("a1b2c3/api.example.com/orders").contains("has 2 slashes"));
        assert!(refusal("api.example.com/a1b2c3").contains("Write \"a1b2c3/api.example.com\" instead"));
        assert!(refusal("/api.example.com").contains("no mapping id"));
        assert!(refusal("a1b2c3/").contains("domain name is empty"));
        assert!(refusal("").contains("has no \"/\""));
    }

    proptest! {
        #[test]
        fn an_import_id_reads_back_as_written(mapping in "[a-z0-9]{1,12}", domain in "[a-z]{1,9}\\.[a-z]{2,5}", region in "(@eu-west-[1-9])?") {
            let text = format!("{mapping}/{domain}{region}");
            prop_assert_eq!(ImportId::parse(&text).unwrap().to_string(), text);
        }

        #[test]
        fn no_text_makes_the_parser_panic(text in any::<String>()) {
            let _ = ImportId::parse(&text);
        }
    }
}
