//! The lead rows near the window, in pages.
//!
//! In: pages as the worker sends them. Out: single rows by their place in the view. Old pages stay visible until the
//! new ones have come, so that a changed threshold does not blink; it never asks for anything itself.

use std::sync::Arc;

use leadscore::session::LeadRow;

/// Rows asked for at a time.
pub const PAGE_ROWS: u32 = 50;

/// Pages remembered: about 1,000 rows.
const KEPT_PAGES: usize = 20;

#[derive(Clone, Debug, Default)]
pub struct Pages {
    /// Raised whenever rows may have changed.
    edition: u32,
    /// Raised whenever the order of the rows has changed.
    order: u32,
    kept: Vec<Page>,
}

#[derive(Clone, Debug)]
struct Page {
    number: u32,
    edition: u32,
    order: u32,
    rows: Arc<[LeadRow]>,
}

/// One row, without copying it.
#[derive(Clone, Debug)]
pub struct RowRef {
    page: Arc<[LeadRow]>,
    at: usize,
    pub edition: u32,
}

impl RowRef {
    pub fn get(&self) -> Option<&LeadRow> {
        self.page.get(self.at)
    }
}

/// The page that holds row `index`.
pub fn page_of(index: u32) -> u32 {
    index / PAGE_ROWS
}

impl Pages {
    pub fn row(&self, index: u32) -> Option<RowRef> {
        let page = self.kept.iter().find(|page| page.number == page_of(index))?;
        let at = (index % PAGE_ROWS) as usize;
        (at < page.rows.len()).then(|| RowRef { page: Arc::clone(&page.rows), at, edition: page.edition })
    }

    /// The place in the view of a lead, among the rows remembered.
    pub fn place_of(&self, lead: u32) -> Option<u32> {
        self.kept.iter().filter(|page| page.order == self.order).find_map(|page| {
            let at = page.rows.iter().position(|row| row.lead == lead)?;
            u32::try_from(at).ok().map(|at| page.number * PAGE_ROWS + at)
        })
    }

    pub fn is_fresh(&self, number: u32) -> bool {
        self.kept.iter().any(|page| page.number == number && page.edition == self.edition)
    }

    /// The rows have changed (other tiers), not their order.
    pub fn outdate(&mut self) {
        self.edition += 1;
    }

    /// The rows come in another order, or are others.
    pub fn reorder(&mut self) {
        self.edition += 1;
        self.order += 1;
    }

    pub fn clear(&mut self) {
        self.reorder();
        self.kept.clear();
    }

    /// Takes a page in, and forgets the pages of an older order and those farthest away.
    pub fn put(&mut self, number: u32, rows: Vec<LeadRow>) {
        let (edition, order) = (self.edition, self.order);
        self.kept.retain(|page| page.number != number && page.order == order);
        if self.kept.len() >= KEPT_PAGES {
            let farthest = (0..self.kept.len()).max_by_key(|&at| self.kept[at].number.abs_diff(number));
            if let Some(at) = farthest {
                self.kept.swap_remove(at);
            }
        }
        self.kept.push(Page { number, edition, order, rows: rows.into() });
    }
}
