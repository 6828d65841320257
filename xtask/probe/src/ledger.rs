//! What the run has made and not yet removed.
//!
//! An entry is written before the call that makes the thing, because its answer may be
//! lost. It stays until the thing is known not to exist.

/// A kind of thing, in the order in which they are removed: each uses only those after it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kind {
    /// The mappings of a domain name.
    Mappings,
    /// The routing rules of a domain name.
    RoutingRules,
    /// A domain name of version 2 of the service.
    Domain,
    /// A domain name of version 1 of the service.
    DomainOfVersion1,
    /// A private domain name, which its id belongs to.
    PrivateDomain,
    /// An HTTP or WebSocket API.
    Api,
    /// A REST API.
    RestApi,
    /// A certificate of ACM.
    Certificate,
}

impl Kind {
    /// Whether it is a part of a domain name, and an entry stands for all parts of this kind.
    #[must_use]
    pub(crate) fn is_part(self) -> bool {
        matches!(self, Self::Mappings | Self::RoutingRules)
    }
}

/// A thing that exists or may exist.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Entry {
    /// Its place in the order of making, which also tells entries apart.
    pub(crate) number: usize,
    /// What it is.
    pub(crate) kind: Kind,
    /// The name that the run gave it. For mappings and certificates, the domain name.
    pub(crate) name: String,
    /// Its id, once known.
    pub(crate) id: Option<String>,
}

/// All entries.
#[derive(Clone, Debug, Default)]
pub(crate) struct Ledger {
    next: usize,
    entries: Vec<Entry>,
}

impl Ledger {
    /// A thing is about to be made. What belongs to a domain name has one entry, whose number
    /// is that of the last time: what is left of an earlier probe is removed with the next one's.
    pub(crate) fn expect(&mut self, kind: Kind, name: &str) -> usize {
        let number = self.next;
        self.next += 1;
        let held = self.entries.iter_mut().find(|entry| kind.is_part() && entry.is(kind, name));
        if let Some(entry) = held {
            entry.number = number;
            return number;
        }
        self.entries.push(Entry { number, kind, name: name.to_owned(), id: None });
        number
    }

    /// It has been made.
    pub(crate) fn made(&mut self, number: usize, id: Option<String>) {
        if let Some(entry) = self.entries.iter_mut().find(|entry| entry.number == number) {
            entry.id = id;
        }
    }

    /// It does not exist, or no longer.
    pub(crate) fn gone(&mut self, number: usize) {
        self.entries.retain(|entry| entry.number != number);
    }

    /// What belonged to a domain name is gone with it.
    pub(crate) fn gone_with(&mut self, domain: &str) {
        self.entries.retain(|entry| !(entry.kind.is_part() && entry.name == domain));
    }

    /// The number of the next entry: what is made from now on has this or a higher one.
    #[must_use]
    pub(crate) fn mark(&self) -> usize {
        self.next
    }

    /// The entries from a mark on, in the order in which they are removed.
    #[must_use]
    pub(crate) fn since(&self, mark: usize) -> Vec<Entry> {
        let mut entries: Vec<_> = self.entries.iter().filter(|entry| entry.number >= mark).cloned().collect();
        entries.sort_by_key(|entry| (entry.kind, std::cmp::Reverse(entry.number)));
        entries
    }

    /// All entries, in the order in which they are removed.
    #[must_use]
    pub(crate) fn all(&self) -> Vec<Entry> {
        self.since(0)
    }
}

impl Entry {
    /// Whether it is this thing.
    #[must_use]
    pub(crate) fn is(&self, kind: Kind, name: &str) -> bool {
        self.kind == kind && self.name == name
    }

    /// Whether its name is a domain name, which the service stores in lower case.
    fn is_of_domain(&self) -> bool {
        !matches!(self.kind, Kind::Api | Kind::RestApi | Kind::Certificate)
    }

    /// What it is, for people.
    #[must_use]
    pub(crate) fn words(&self) -> String {
        let kind = match self.kind {
            Kind::Mappings => "API mappings of",
            Kind::RoutingRules => "routing rules of",
            Kind::Domain | Kind::DomainOfVersion1 => "domain name",
            Kind::PrivateDomain => "private domain name",
            Kind::Api => "API",
            Kind::RestApi => "REST API",
            Kind::Certificate => "certificate for",
        };
        match &self.id {
            Some(id) if *id != self.name => format!("{kind} {} ({id})", self.name),
            _ => format!("{kind} {}", self.name),
        }
    }

    /// The commands of the AWS CLI that find it, if its id is not known, and remove it.
    #[must_use]
    pub(crate) fn commands(&self) -> Vec<String> {
        let name = if self.is_of_domain() { self.name.to_lowercase() } else { self.name.clone() };
        let id = self.id.as_deref().unwrap_or("ID");
        let (find, remove) = match self.kind {
            Kind::Mappings => (
                Some(format!("aws apigatewayv2 get-api-mappings --domain-name {name}")),
                format!("aws apigatewayv2 delete-api-mapping --domain-name {name} --api-mapping-id ID"),
            ),
            Kind::RoutingRules => (
                Some(format!("aws apigatewayv2 list-routing-rules --domain-name {name}")),
                format!("aws apigatewayv2 delete-routing-rule --domain-name {name} --routing-rule-id ID"),
            ),
            Kind::Domain => (None, format!("aws apigatewayv2 delete-domain-name --domain-name {name}")),
            Kind::DomainOfVersion1 => {
                (None, format!("aws apigateway delete-domain-name --domain-name {name}"))
            }
            Kind::PrivateDomain => (
                Some(format!(
                    "aws apigateway get-domain-names --query \"items[?domainName=='{name}'].domainNameId\""
                )),
                format!("aws apigateway delete-domain-name --domain-name {name} --domain-name-id {id}"),
            ),
            Kind::Api => (
                Some(format!("aws apigatewayv2 get-apis --query \"Items[?Name=='{name}'].ApiId\"")),
                format!("aws apigatewayv2 delete-api --api-id {id}"),
            ),
            Kind::RestApi => (
                Some(format!("aws apigateway get-rest-apis --query \"items[?name=='{name}'].id\"")),
                format!("aws apigateway delete-rest-api --rest-api-id {id}"),
            ),
            Kind::Certificate => (
                Some(format!(
                    "aws acm list-certificates --query \"CertificateSummaryList[?DomainName=='{name}'].CertificateArn\""
                )),
                format!("aws acm delete-certificate --certificate-arn {id}"),
            ),
        };
        let find = find.filter(|_| self.id.is_none());
        find.into_iter().chain([remove]).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_uses_another_thing_is_removed_before_it() {
        let mut ledger = Ledger::default();
        for (kind, name) in [
            (Kind::Certificate, "*.example.com"),
            (Kind::Api, "one"),
            (Kind::Domain, "a.example.com"),
            (Kind::Api, "two"),
            (Kind::Mappings, "a.example.com"),
        ] {
            ledger.expect(kind, name);
        }
        let order: Vec<_> = ledger.all().iter().map(|entry| (entry.kind, entry.name.clone())).collect();
        assert_eq!(
            order,
            [
                (Kind::Mappings, "a.example.com".to_owned()),
                (Kind::Domain, "a.example.com".to_owned()),
                (Kind::Api, "two".to_owned()),
                (Kind::Api, "one".to_owned()),
                (Kind::Certificate, "*.example.com".to_owned()),
            ]
        );
    }

    #[test]
    fn the_mappings_of_a_domain_name_are_one_entry() {
        let mut ledger = Ledger::default();
        ledger.expect(Kind::Mappings, "a.example.com");
        ledger.expect(Kind::Mappings, "a.example.com");
        ledger.expect(Kind::Mappings, "b.example.com");
        assert_eq!(ledger.all().len(), 2);
    }

    #[test]
    fn what_is_left_of_an_earlier_probe_is_removed_with_the_next_one_s() {
        let mut ledger = Ledger::default();
        ledger.expect(Kind::Mappings, "a.example.com");
        let mark = ledger.mark();
        assert_eq!(ledger.since(mark), []);
        ledger.expect(Kind::Mappings, "a.example.com");
        assert_eq!(ledger.since(mark).len(), 1);
    }

    #[test]
    fn a_domain_name_is_removed_in_the_small_letters_that_it_is_stored_in() {
        for kind in
            [Kind::Mappings, Kind::RoutingRules, Kind::Domain, Kind::DomainOfVersion1, Kind::PrivateDomain]
        {
            let mut ledger = Ledger::default();
            ledger.expect(kind, "SPARE.EXAMPLE.COM");
            let commands = ledger.all()[0].commands().join(" ");
            assert!(commands.contains("spare.example.com") && !commands.contains("SPARE"), "{commands}");
        }
    }

    #[test]
    fn an_entry_stays_until_the_thing_is_gone() {
        let mut ledger = Ledger::default();
        let api = ledger.expect(Kind::Api, "probe-1 http");
        let mark = ledger.mark();
        assert_eq!(ledger.since(mark), []);
        assert_eq!(
            ledger.all()[0].commands(),
            [
                "aws apigatewayv2 get-apis --query \"Items[?Name=='probe-1 http'].ApiId\"",
                "aws apigatewayv2 delete-api --api-id ID"
            ]
        );
        ledger.made(api, Some("a1b2".to_owned()));
        assert_eq!(ledger.all()[0].commands(), ["aws apigatewayv2 delete-api --api-id a1b2"]);
        ledger.gone(api);
        assert_eq!(ledger.all(), []);
    }
}
