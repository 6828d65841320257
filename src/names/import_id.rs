//! What a user gives to `terraform import`.

use super::domain_name::may_be_domain_name_id;
use super::{DomainName, MappingId, Problem, quoted};

/// An import id, `<api_mapping_id>/<domain_name>`: the form that users of
/// hashicorp/aws know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportId {
    /// Which mapping.
    pub mapping: MappingId,
    /// On which domain.
    pub domain: DomainName,
}

const FORM: &str =
    "An import id has the form <api_mapping_id>/<domain_name>, for example \"a1b2c3/api.example.com\".";

impl ImportId {
    /// Reads an import id as the user wrote it.
    ///
    /// # Errors
    /// The first thing that is wrong with it, with the right form and an example.
    pub fn parse(text: &str) -> Result<Self, Problem> {
        let refused =
            |found: String| Problem { summary: "Invalid Import ID", detail: format!("{found} {FORM}") };
        let wrong = |found: &str| refused(format!("The import id {} {found}", quoted(text)));
        let halves: Vec<&str> = text.split('/').collect();
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
            let swapped = quoted(&format!("{domain}/{mapping}"));
            return Err(wrong(&format!("has its halves swapped. Write {swapped} instead.")));
        }
        let mapping = MappingId::from_api(mapping).ok_or_else(|| match mapping {
            "" => wrong("has no mapping id before its \"/\"."),
            _ => wrong("has no mapping id before its \"/\": what is there is far too long, or has a blank or a part of a path in it."),
        })?;
        let domain = DomainName::parse(domain).map_err(|problems| {
            let found: Vec<String> = problems.into_iter().map(|problem| problem.detail).collect();
            refused(found.join(" "))
        })?;
        Ok(Self { mapping, domain })
    }
}

impl std::fmt::Display for ImportId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}/{}", self.mapping, self.domain)
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
        fn an_import_id_reads_back_as_written(mapping in "[a-z0-9]{1,12}", domain in "[a-z]{1,9}\\.[a-z]{2,5}") {
            let text = format!("{mapping}/{domain}");
            prop_assert_eq!(ImportId::parse(&text).unwrap().to_string(), text);
        }

        #[test]
        fn no_text_makes_the_parser_panic(text in any::<String>()) {
            let _ = ImportId::parse(&text);
        }
    }
}
