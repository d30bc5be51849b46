//! Which rows are on the screen.
//!
//! In: how many rows there are, their height, the height of the window on them, and where the scrollbar stands. Out:
//! the rows to draw and where. Browsers cap the height of an element (Firefox near 17.8 million px), so above
//! [`TRACK_LIMIT_PX`] the track is shorter than its content: small movements of the scrollbar move the content by as
//! much, large ones by their share of the whole, and [`Rail::settled`] brings both together when the hand rests.

use std::ops::Range;

/// No track is longer than this: 400,000 rows of 40 px.
const TRACK_LIMIT_PX: f64 = 16_000_000.0;

/// A column of rows of equal height behind a window.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rail {
    pub rows: u32,
    pub row_px: f64,
    pub view_px: f64,
}

/// Where the scrollbar stands on its track, and what part of the content is at the top of the window.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Position {
    pub thumb_px: f64,
    pub content_px: f64,
}

impl Rail {
    /// The height all rows would need.
    pub fn content_px(&self) -> f64 {
        f64::from(self.rows) * self.row_px
    }

    /// The height the scrolled element really gets.
    pub fn track_px(&self) -> f64 {
        self.content_px().min(TRACK_LIMIT_PX)
    }

    fn content_span(&self) -> f64 {
        (self.content_px() - self.view_px).max(0.0)
    }

    fn track_span(&self) -> f64 {
        (self.track_px() - self.view_px).max(0.0)
    }

    fn is_scaled(&self) -> bool {
        self.content_px() > TRACK_LIMIT_PX
    }

    /// The position with `content_px` at the top, or as near as the ends allow.
    pub fn jump(&self, content_px: f64) -> Position {
        let content_px = content_px.clamp(0.0, self.content_span());
        let thumb_px = if self.is_scaled() { content_px / self.content_span() * self.track_span() } else { content_px };
        Position { thumb_px, content_px }
    }

    /// The position after the scrollbar moved from `from` to `thumb_px`.
    pub fn scrolled(&self, from: Position, thumb_px: f64) -> Position {
        if !self.is_scaled() {
            return Position { thumb_px, content_px: thumb_px.clamp(0.0, self.content_span()) };
        }
        let moved = thumb_px - from.thumb_px;
        let content_px = if moved.abs() <= 2.0 * self.view_px {
            from.content_px + moved
        } else {
            thumb_px / self.track_span() * self.content_span()
        };
        Position { thumb_px, content_px: content_px.clamp(0.0, self.content_span()) }
    }

    /// The same content with the scrollbar where it belongs.
    pub fn settled(&self, at: Position) -> Position {
        self.jump(at.content_px)
    }

    /// The rows to draw: those in the window and `spare` more on either side.
    pub fn visible(&self, at: Position, spare: u32) -> Range<u32> {
        if self.rows == 0 || self.row_px <= 0.0 {
            return 0..0;
        }
        let first = (at.content_px / self.row_px).floor().max(0.0);
        let last = ((at.content_px + self.view_px) / self.row_px).ceil().max(0.0);
        // `as` saturates, which is what a row number wants.
        let first = (first as u32).min(self.rows - 1);
        let last = (last as u32).clamp(first, self.rows);
        first.saturating_sub(spare)..last.saturating_add(spare).min(self.rows)
    }

    /// Where on the track a row is drawn.
    pub fn row_top_px(&self, at: Position, row: u32) -> f64 {
        at.thumb_px + f64::from(row) * self.row_px - at.content_px
    }

    /// The position nearest to `at` that shows the whole of `row`; `at` itself when it does already.
    pub fn showing(&self, at: Position, row: u32) -> Position {
        let top = f64::from(row) * self.row_px;
        let bottom = top + self.row_px;
        if top < at.content_px {
            self.jump(top)
        } else if bottom > at.content_px + self.view_px {
            self.jump(bottom - self.view_px)
        } else {
            at
        }
    }

    /// How many whole rows the window holds, at least one.
    pub fn page_rows(&self) -> u32 {
        ((self.view_px / self.row_px).floor() as u32).max(1)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const SMALL: Rail = Rail { rows: 1_000, row_px: 40.0, view_px: 400.0 };
    const LARGE: Rail = Rail { rows: 1_000_000, row_px: 44.0, view_px: 600.0 };

    #[test]
    fn a_short_list_scrolls_one_to_one() {
        let at = SMALL.scrolled(Position::default(), 410.0);
        assert_eq!(at, Position { thumb_px: 410.0, content_px: 410.0 });
        assert_eq!(SMALL.visible(at, 0), 10..21);
        assert_eq!(SMALL.visible(at, 3), 7..24);
        assert_eq!(SMALL.row_top_px(at, 10), 400.0);
    }

    #[test]
    fn nothing_is_visible_of_an_empty_list() {
        let rail = Rail { rows: 0, row_px: 40.0, view_px: 400.0 };
        assert_eq!(rail.visible(rail.jump(100.0), 4), 0..0);
        assert_eq!(rail.jump(100.0), Position::default());
    }

    #[test]
    fn a_list_shorter_than_the_window_is_whole() {
        let rail = Rail { rows: 3, row_px: 40.0, view_px: 400.0 };
        assert_eq!(rail.visible(Position::default(), 2), 0..3);
        assert_eq!(rail.page_rows(), 10);
    }

    #[test]
    fn a_million_rows_move_finely_and_reach_both_ends() {
        assert!(LARGE.track_px() < LARGE.content_px());
        let near = LARGE.scrolled(LARGE.jump(1_000_000.0), LARGE.jump(1_000_000.0).thumb_px + 44.0);
        assert!((near.content_px - 1_000_044.0).abs() < 1e-6);
        let end = LARGE.scrolled(Position::default(), LARGE.track_span());
        assert_eq!(LARGE.visible(end, 0).end, 1_000_000);
        let start = LARGE.scrolled(end, 0.0);
        assert_eq!(LARGE.visible(start, 0).start, 0);
    }

    #[test]
    fn settling_keeps_the_rows_and_moves_the_thumb() {
        let mut at = LARGE.jump(5_000_000.0);
        for _ in 0..100 {
            at = LARGE.scrolled(at, at.thumb_px + 100.0);
        }
        let settled = LARGE.settled(at);
        assert_eq!(settled.content_px, at.content_px);
        assert!(settled.thumb_px < at.thumb_px);
        assert_eq!(LARGE.visible(settled, 0), LARGE.visible(at, 0));
    }

    proptest! {
        #[test]
        fn a_shown_row_is_visible(rows in 1u32..2_000_000, row in 0u32..2_000_000, from in 0.0..9e7) {
            let rail = Rail { rows, row_px: 44.0, view_px: 620.0 };
            let row = row % rows;
            let at = rail.showing(rail.jump(from), row);
            prop_assert!(rail.visible(at, 0).contains(&row));
            prop_assert!(at.thumb_px >= 0.0 && at.thumb_px <= rail.track_px());
        }

        #[test]
        fn every_thumb_shows_rows_within_the_list(rows in 0u32..3_000_000, share in 0.0..1.0) {
            let rail = Rail { rows, row_px: 44.0, view_px: 620.0 };
            let at = rail.scrolled(Position::default(), rail.track_px() * share);
            let shown = rail.visible(at, 5);
            prop_assert!(shown.end <= rows && shown.start <= shown.end);
            prop_assert!(shown.len() <= 620 / 44 + 13);
        }
    }
}
