//! All pages of a list, in their order, some of them asked for ahead.

use domain::observation::{Trouble, TroubleKind};
use futures::future::BoxFuture;
use futures::stream::{FuturesOrdered, Stream, StreamExt as _, unfold};

use super::{Configuration, IN_FLIGHT, List, Page};
use crate::unread::Unread;

/// The most pages of one list: ten times what the largest known site would have.
const MOST_PAGES: u32 = 20_000;

impl Configuration {
    /// The pages of a list from page `from` on (1 for all; after a break, the first one that is missing), in their order, at
    /// most [`IN_FLIGHT`] under way at once. Several lists can be read at once; the account's share is kept over all of them.
    ///
    /// The stream ends after the last page, or after its first error. Where the number of objects that was told differed from
    /// page to page or from what came, the last item is [`Unread::Changed`]: the list is to be read again.
    pub fn pages<'a>(&'a self, list: &'a List, from: u32) -> impl Stream<Item = Result<Page, Unread>> + Send + 'a {
        let reading = Reading {
            configuration: self,
            list,
            next: from.max(1),
            ahead: FuturesOrdered::new(),
            last: None,
            total: None,
            read: (from <= 1).then_some(0),
            ending: None,
        };
        unfold(reading, Reading::step)
    }
}

type Coming<'a> = BoxFuture<'a, Result<Page, Unread>>;

/// A list that is being read.
struct Reading<'a> {
    configuration: &'a Configuration,
    list: &'a List,
    /// The next page to ask for.
    next: u32,
    ahead: FuturesOrdered<Coming<'a>>,
    /// The last page, once one has told it.
    last: Option<u32>,
    total: Option<u64>,
    /// How many objects came, where the list is read from its start.
    read: Option<u64>,
    /// `Some` once the last page was read: the error that comes after it, if any.
    ending: Option<Option<Unread>>,
}

impl<'a> Reading<'a> {
    async fn step(mut self) -> Option<(Result<Page, Unread>, Self)> {
        if let Some(ending) = &mut self.ending {
            let error = ending.take()?;
            return Some((Err(error), self));
        }
        self.ask();
        let page = self.ahead.next().await?;
        match page {
            Ok(page) => {
                self.took(&page);
                Some((Ok(page), self))
            }
            Err(error) => {
                self.end(None);
                Some((Err(error), self))
            }
        }
    }

    /// Asks for the pages that are known to be there; before the first has come that is one.
    fn ask(&mut self) {
        while self.ahead.len() < IN_FLIGHT && (self.ahead.is_empty() || self.last.is_some_and(|last| self.next <= last))
        {
            let (configuration, list, number) = (self.configuration, self.list, self.next);
            self.ahead.push_back(Box::pin(async move { configuration.page(list, number).await }) as Coming<'a>);
            self.next = number.saturating_add(1);
        }
    }

    fn took(&mut self, page: &Page) {
        let mut changed = false;
        if let (Some(before), Some(now)) = (self.total, page.total) {
            changed = before != now;
        }
        self.total = page.total.or(self.total);
        // Of a list that grows, to its new end.
        self.last = page.last.map(|last| last.max(self.last.unwrap_or(0))).or(self.last);
        self.read = self.read.map(|read| read + page.objects.len() as u64);
        let is_short = (page.objects.len() as u64) < u64::from(page.per_page);
        let is_last = match self.last {
            _ if !self.list.is_paged() => true,
            Some(last) => page.number >= last,
            // Not told: a page that is not full is the last one.
            None => is_short,
        };
        if changed {
            // What is under way is of a list that is no longer so.
            self.end(Some(Unread::Changed));
        } else if is_last {
            self.end(self.missing());
        } else if page.number >= MOST_PAGES {
            let detail = format!("{} has more than {MOST_PAGES} pages", self.list.path());
            self.end(Some(Trouble { kind: TroubleKind::TooLarge, detail }.into()));
        }
    }

    /// What is wrong with a list whose last page was read.
    fn missing(&self) -> Option<Unread> {
        if !self.list.is_paged() && self.last.is_some_and(|last| last > 1) {
            let detail = format!("{} has more objects than can be asked for", self.list.path());
            return Some(Trouble { kind: TroubleKind::BadAnswer, detail }.into());
        }
        let is_whole = self.read.is_none() || self.total.is_none() || self.read == self.total;
        (!is_whole).then_some(Unread::Changed)
    }

    fn end(&mut self, error: Option<Unread>) {
        self.ahead = FuturesOrdered::new();
        self.ending = Some(error);
    }
}
