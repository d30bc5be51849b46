//! Which columns of a table fit side by side, and how wide they are.
//!
//! In: the least width of every column, how much it may grow and how much it matters, in the order of the columns; the
//! room there is. Out: which of them are shown, and the tracks of a CSS grid.

/// A column as geometry.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Track {
    /// Its least width.
    pub px: f64,
    /// Its part of the room that is left; 0 stays as wide as it is.
    pub grows: f64,
    /// Where room is short, the column that matters least leaves first.
    pub importance: u8,
}

/// Places of the columns that fit into `room_px` with gaps between them, in their order.
pub fn fitting(tracks: &[Track], gap_px: f64, room_px: f64) -> Vec<usize> {
    let mut shown: Vec<usize> = (0..tracks.len()).collect();
    let needed = |shown: &[usize]| -> f64 {
        let widths: f64 = shown.iter().map(|&at| tracks[at].px).sum();
        widths + gap_px * shown.len().saturating_sub(1) as f64
    };
    while needed(&shown) > room_px && shown.len() > 1 {
        let least = (0..shown.len()).min_by_key(|&at| (tracks[shown[at]].importance, std::cmp::Reverse(at)));
        if let Some(least) = least {
            shown.remove(least);
        }
    }
    shown
}

/// The `grid-template-columns` of tracks.
pub fn grid_tracks<'t>(tracks: impl IntoIterator<Item = &'t Track>) -> String {
    let words = tracks.into_iter().map(|track| {
        if track.grows > 0.0 { format!("minmax({}px, {}fr)", track.px, track.grows) } else { format!("{}px", track.px) }
    });
    words.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn track(px: f64, importance: u8) -> Track {
        Track { px, grows: 0.0, importance }
    }

    #[test]
    fn what_matters_least_leaves_first() {
        let tracks = [track(100.0, 9), track(50.0, 1), track(50.0, 5), track(200.0, 8)];
        assert_eq!(fitting(&tracks, 10.0, 430.0), [0, 1, 2, 3]);
        assert_eq!(fitting(&tracks, 10.0, 429.0), [0, 2, 3]);
        assert_eq!(fitting(&tracks, 10.0, 369.0), [0, 3]);
        assert_eq!(fitting(&tracks, 10.0, 150.0), [0]);
        // Something is shown however narrow it is, and nothing of nothing.
        assert_eq!(fitting(&tracks, 10.0, 0.0), [0]);
        assert_eq!(fitting(&[], 10.0, 100.0), [0; 0]);
    }

    #[test]
    fn of_equals_the_last_leaves() {
        assert_eq!(fitting(&[track(50.0, 1), track(50.0, 1), track(50.0, 1)], 0.0, 100.0), [0, 1]);
    }

    #[test]
    fn tracks_grow_where_they_may() {
        let tracks = [track(40.0, 1), Track { px: 120.0, grows: 1.5, importance: 1 }];
        assert_eq!(grid_tracks(&tracks), "40px minmax(120px, 1.5fr)");
    }
}
