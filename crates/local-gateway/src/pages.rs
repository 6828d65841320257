//! Listings cut into pages.
//!
//! A token names the page it leads to and the last item before it, so that a
//! listing goes on in the right place whatever was added or removed meanwhile.
//! It holds characters that have to be encoded in a query, as the service's
//! tokens do.

use std::collections::BTreeMap;
use std::ops::Bound;

use crate::error::ServiceError;
use crate::request::Request;
use crate::rules::{Rule, table};
use crate::world::Paging;

const TOKEN_END: &str = "+/==";

/// The names of the query parameters, which differ between v1 and v2.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Parameters {
    pub(crate) size: &'static str,
    pub(crate) token: &'static str,
}

/// API Gateway v2's.
pub(crate) const V2: Parameters = Parameters { size: "maxResults", token: "nextToken" };
/// API Gateway v1's.
pub(crate) const V1: Parameters = Parameters { size: "limit", token: "position" };

/// The page that a call asks for; the first is 1.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Page {
    number: usize,
    after: Option<String>,
    size: usize,
}

impl Page {
    /// Reads the query.
    pub(crate) fn of(request: &Request, names: Parameters, paging: Paging) -> Result<Self, ServiceError> {
        Self::within(&table::PAGE_SIZE, request, names, paging)
    }

    /// The same, where another rule says how large a page may be.
    pub(crate) fn within(
        rule: &'static Rule,
        request: &Request,
        names: Parameters,
        paging: Paging,
    ) -> Result<Self, ServiceError> {
        let size = match request.query.get(names.size) {
            None => paging.default_size,
            Some(text) => text
                .parse()
                .ok()
                .filter(|size| (1..=paging.largest_size).contains(size))
                .ok_or_else(|| rule.bad_request(format!("Invalid value for {}: {text}", names.size)))?,
        };
        let (number, after) = match request.query.get(names.token) {
            None => (1, None),
            Some(token) => read_token(token)
                .map(|(number, after)| (number, Some(after.to_owned())))
                .ok_or_else(|| table::PAGE_TOKEN.bad_request(format!("Invalid {}", names.token)))?,
        };
        Ok(Self { number, after, size })
    }

    /// The items of this page that pass `keep`, and the token of the next page if there is one.
    pub(crate) fn take<'a, V>(
        &self,
        items: &'a BTreeMap<String, V>,
        keep: impl Fn(&V) -> bool,
    ) -> (Vec<&'a V>, Option<String>) {
        let start = self.after.as_ref().map_or(Bound::Unbounded, Bound::Excluded);
        let mut rest = items.range::<String, _>((start, Bound::Unbounded)).filter(|(_, item)| keep(item));
        let page: Vec<_> = rest.by_ref().take(self.size).collect();
        let last = page.last().filter(|_| rest.next().is_some());
        let token = last.map(|(name, _)| format!("{}:{name}{TOKEN_END}", self.number + 1));
        (page.into_iter().map(|(_, item)| item).collect(), token)
    }
}

/// The page that a call asks for, whatever else is wrong with it.
pub(crate) fn number(request: &Request) -> usize {
    let token = [V2.token, V1.token].iter().find_map(|name| request.query.get(*name));
    token.and_then(|token| read_token(token)).map_or(1, |(number, _)| number)
}

fn read_token(token: &str) -> Option<(usize, &str)> {
    let (number, after) = token.strip_suffix(TOKEN_END)?.split_once(':')?;
    Some((number.parse().ok()?, after))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::operation::Operation;
    use crate::request::testing::request;

    fn items(count: usize) -> BTreeMap<String, usize> {
        (0..count).map(|number| (format!("item{number:03}"), number)).collect()
    }

    fn page(query: &[(&str, &str)]) -> Result<Page, ServiceError> {
        let query: String = form_urlencoded::Serializer::new(String::new()).extend_pairs(query).finish();
        Page::of(&request(Operation::GetApiMappings, "GET", &format!("/?{query}")), V2, Paging::default())
    }

    #[test]
    fn a_page_has_25_items_when_nothing_is_said() {
        let items = items(26);
        let (first, token) = page(&[]).expect("a page").take(&items, |_| true);
        assert_eq!(first.len(), 25);
        let (second, end) =
            page(&[("nextToken", &token.expect("more"))]).expect("a page").take(&items, |_| true);
        assert_eq!((second, end), (vec![&25], None));
    }

    #[test]
    fn a_last_page_that_is_full_has_no_token() {
        let items = items(3);
        let (all, token) = page(&[("maxResults", "3")]).expect("a page").take(&items, |_| true);
        assert_eq!((all.len(), token), (3, None));
    }

    #[test]
    fn a_listing_goes_on_when_its_last_item_is_removed_meanwhile() {
        let mut items = items(4);
        let (_, token) = page(&[("maxResults", "2")]).expect("a page").take(&items, |_| true);
        items.remove("item001");
        let (rest, _) = page(&[("nextToken", &token.expect("more"))]).expect("a page").take(&items, |_| true);
        assert_eq!(rest, [&2, &3]);
    }

    #[test]
    fn items_that_are_not_kept_take_no_place() {
        let items = items(4);
        let (odd, token) = page(&[("maxResults", "2")]).expect("a page").take(&items, |item| item % 2 == 1);
        assert_eq!((odd, token), (vec![&1, &3], None));
    }

    #[test]
    fn sizes_beyond_the_largest_and_foreign_tokens_are_refused() {
        for query in
            [("maxResults", "501"), ("maxResults", "0"), ("maxResults", "many"), ("nextToken", "abc")]
        {
            assert_eq!(page(&[query]).expect_err("a refusal").status, 400, "{query:?}");
        }
        assert!(page(&[("maxResults", "500")]).is_ok());
    }

    #[test]
    fn a_token_tells_the_number_of_its_page() {
        let (_, token) = page(&[("maxResults", "1")]).expect("a page").take(&items(2), |_| true);
        let second = page(&[("nextToken", &token.expect("more"))]).expect("a page");
        assert_eq!(second.number, 2);
        assert_eq!(number(&request(Operation::GetApiMappings, "GET", "/")), 1);
    }
}
