//! Listings, page by page.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicBool, Ordering};

use futures_util::{TryStream, stream};

use super::call_error::unexpected;
use super::{Action, CallError, Failure, RefusalKind};

/// How large a page is asked for: as large as version 1 of the service documents for
/// its listings. What version 2 takes at most is not documented; where it refuses this,
/// it chooses the size itself (25 was seen).
const LARGE: &str = "500";

/// One page of a listing.
#[derive(Debug)]
pub(super) struct Page<T> {
    /// What is on the page.
    pub(super) items: Vec<T>,
    next: Option<String>,
}

/// A longer token than the service gives, and than fits into a request.
const LONGEST_TOKEN: usize = 8_000;

impl<T> Page<T> {
    /// The page of an answer.
    ///
    /// # Errors
    /// When its token is not one of the service's.
    pub(super) fn of_answer(items: Vec<T>, next: Option<String>) -> Result<Self, Failure> {
        if next.as_ref().is_some_and(|token| token.len() > LONGEST_TOKEN) {
            return Err(unexpected("its page token is longer than any that API Gateway gives"));
        }
        Ok(Self::new(items, next))
    }

    /// A page, and the token that leads to the next one, if there is a next one.
    pub(super) fn new(items: Vec<T>, next: Option<String>) -> Self {
        Self { items, next: next.filter(|token| !token.is_empty()) }
    }
}

/// What a call for a page asks for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct PageRequest {
    /// Where the page starts; `None` for the first.
    pub(super) token: Option<String>,
    /// How many items it holds; `None` leaves that to the service.
    pub(super) size: Option<String>,
}

/// How far a listing has been read.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(super) struct Pages {
    next: Next,
    seen: BTreeSet<String>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
enum Next {
    #[default]
    First,
    At(String),
    Nothing,
}

impl Pages {
    /// A listing without any page, which is read to its end.
    pub(super) fn empty() -> Self {
        Self { next: Next::Nothing, seen: BTreeSet::new() }
    }

    /// Whether no page has been read.
    pub(super) fn is_untouched(&self) -> bool {
        self.next == Next::First
    }

    /// Whether all pages have been read.
    pub(super) fn is_complete(&self) -> bool {
        self.next == Next::Nothing
    }

    /// Where the next page starts; `None` when it is the first.
    pub(super) fn token(&self) -> Option<String> {
        match &self.next {
            Next::At(token) => Some(token.clone()),
            Next::First | Next::Nothing => None,
        }
    }

    /// Notes that `page` has been read.
    ///
    /// # Errors
    /// When its token led to a page before: such a listing never ends.
    pub(super) fn read<T>(&mut self, page: &Page<T>) -> Result<(), Failure> {
        self.next = match &page.next {
            None => Next::Nothing,
            Some(token) if self.seen.insert(token.clone()) => Next::At(token.clone()),
            Some(_) => return Err(Failure::EndlessListing),
        };
        Ok(())
    }
}

/// What is on all pages of a listing, page by page, each fetched at its token.
pub(super) fn all<'a, T: 'a, F>(
    action: Action,
    fetch: impl Fn(Option<String>) -> F + 'a,
) -> impl TryStream<Ok = Vec<T>, Error = CallError> + Unpin + 'a
where
    F: Future<Output = Result<Page<T>, CallError>> + 'a,
{
    let pages = stream::try_unfold((Pages::default(), fetch), move |(mut pages, fetch)| async move {
        if pages.is_complete() {
            return Ok(None);
        }
        let page = fetch(pages.token()).await?;
        pages.read(&page).map_err(|failure| CallError { action, failure })?;
        Ok(Some((page.items, (pages, fetch))))
    });
    Box::pin(pages)
}

/// Whether the service takes large pages: asked for until one is refused.
#[derive(Debug, Default)]
pub(super) struct PageSize {
    large_is_refused: AtomicBool,
}

impl PageSize {
    /// The page at `token`, as large as the service lets it be.
    pub(super) async fn fetch<T, F>(
        &self,
        token: Option<String>,
        fetch: impl Fn(PageRequest) -> F,
    ) -> Result<Page<T>, CallError>
    where
        F: Future<Output = Result<Page<T>, CallError>>,
    {
        let page =
            |size: Option<&str>| fetch(PageRequest { token: token.clone(), size: size.map(str::to_owned) });
        if self.large_is_refused.load(Ordering::Relaxed) {
            return page(None).await;
        }
        match page(Some(LARGE)).await {
            Err(error) if error.refusal() == Some(RefusalKind::BadRequest) => {
                let smaller = page(None).await;
                // What cannot be listed at all is not refused for its size.
                if smaller.is_ok() {
                    self.large_is_refused.store(true, Ordering::Relaxed);
                }
                smaller
            }
            answer => answer,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use super::*;

    fn page(next: Option<&str>) -> Page<u8> {
        Page::new(vec![1], next.map(str::to_owned))
    }

    #[test]
    fn pages_are_read_one_after_the_other_until_there_is_no_token() {
        let mut pages = Pages::default();
        assert_eq!((pages.token(), pages.is_untouched(), pages.is_complete()), (None, true, false));
        pages.read(&page(Some("a"))).unwrap();
        assert_eq!(
            (pages.token().as_deref(), pages.is_untouched(), pages.is_complete()),
            (Some("a"), false, false)
        );
        pages.read(&page(Some("b"))).unwrap();
        assert_eq!(pages.token().as_deref(), Some("b"));
        pages.read(&page(None)).unwrap();
        assert_eq!((pages.token(), pages.is_untouched(), pages.is_complete()), (None, false, true));
        assert!(Pages::empty().is_complete());
    }

    #[test]
    fn an_empty_token_is_none() {
        let mut pages = Pages::default();
        pages.read(&page(Some(""))).unwrap();
        assert!(pages.is_complete());
    }

    #[test]
    fn a_token_that_was_seen_before_is_an_error_however_long_the_way_back() {
        for ring in [&["a", "a"][..], &["a", "b", "a"], &["a", "b", "c", "b"]] {
            let mut pages = Pages::default();
            let (last, first) = ring.split_last().unwrap();
            first.iter().for_each(|token| pages.read(&page(Some(token))).unwrap());
            assert_eq!(pages.read(&page(Some(last))), Err(Failure::EndlessListing));
        }
    }

    fn refused() -> CallError {
        let failure =
            Failure::Refused { kind: RefusalKind::BadRequest, message: String::new(), retry_after: None };
        CallError { action: Action::GetApiMappings, failure }
    }

    /// The sizes that are asked for by a service that refuses these.
    async fn sizes(page_size: &PageSize, refuses: fn(Option<&str>) -> bool) -> (Vec<Option<String>>, bool) {
        let sizes = Mutex::new(Vec::new());
        let answer = page_size.fetch(Some("t".to_owned()), |request| {
            assert_eq!(request.token.as_deref(), Some("t"));
            let answer = if refuses(request.size.as_deref()) { Err(refused()) } else { Ok(page(None)) };
            sizes.lock().unwrap().push(request.size);
            std::future::ready(answer)
        });
        let is_ok = answer.await.is_ok();
        (sizes.into_inner().unwrap(), is_ok)
    }

    #[tokio::test]
    async fn large_pages_are_asked_for_until_one_is_refused() {
        let large = Some(LARGE.to_owned());
        let size = PageSize::default();
        assert_eq!(sizes(&size, |_| false).await, (vec![large.clone()], true));
        assert_eq!(sizes(&size, |size| size.is_some()).await, (vec![large, None], true));
        assert_eq!(sizes(&size, |_| false).await, (vec![None], true));
    }

    #[tokio::test]
    async fn what_cannot_be_listed_at_all_does_not_make_pages_small() {
        let large = Some(LARGE.to_owned());
        let size = PageSize::default();
        assert_eq!(sizes(&size, |_| true).await, (vec![large.clone(), None], false));
        assert_eq!(sizes(&size, |_| false).await, (vec![large], true));
    }
}
