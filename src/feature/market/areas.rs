//! Places -> areas: k-means on whole feet (Lloyd 1982), from a start without chance.

use super::plane::Feet;

/// An area should have so many rows to speak for it.
const ROWS_PER_AREA: usize = 60;
const MOST_AREAS: usize = 60;
/// Areas that still change after so many rounds do so by little.
const ROUNDS: usize = 25;

/// The centres of the areas; none without places.
pub(super) fn learn(places: &[Feet]) -> Vec<Feet> {
    let wanted = (places.len() / ROWS_PER_AREA).clamp(1, MOST_AREAS);
    let mut centres: Vec<Feet> = cut(places, wanted).iter().filter_map(|cell| mean(cell)).collect();
    for _ in 0..ROUNDS {
        let mut cells: Vec<Vec<Feet>> = vec![Vec::new(); centres.len()];
        for &place in places {
            cells[nearest(&centres, place) as usize].push(place);
        }
        // An area that lost all its places stays where it was.
        let moved: Vec<Feet> = cells.iter().zip(&centres).map(|(cell, old)| mean(cell).unwrap_or(*old)).collect();
        if moved == centres {
            break;
        }
        centres = moved;
    }
    centres
}

/// The number of the nearest centre; of equals the first.
pub(super) fn nearest(centres: &[Feet], place: Feet) -> u32 {
    let squared = |(number, centre): (usize, &Feet)| (centre.squared_distance(place), number);
    centres.iter().enumerate().map(squared).min().map_or(0, |(_, number)| number as u32)
}

/// Such as `area 07`, so that the order of letters is that of numbers.
pub(super) fn name(area: u32) -> String {
    format!("area {:02}", area + 1)
}

/// The places in so many cells: the widest is cut at the mean of its wider side, again and again.
fn cut(places: &[Feet], wanted: usize) -> Vec<Vec<Feet>> {
    let mut cells = vec![Cell::new(places.to_vec())];
    while cells.len() < wanted {
        let widest = (0..cells.len()).max_by_key(|cell| (cells[*cell].width(), std::cmp::Reverse(*cell)));
        let Some(widest) = widest.filter(|widest| cells[*widest].width() > 0) else { break };
        let cell = cells.swap_remove(widest);
        let middle = mean(&cell.places).unwrap_or(Feet { x: 0, y: 0 });
        let (below, above): (Vec<Feet>, Vec<Feet>) = if cell.x_width >= cell.y_width {
            cell.places.into_iter().partition(|place| place.x <= middle.x)
        } else {
            cell.places.into_iter().partition(|place| place.y <= middle.y)
        };
        cells.push(Cell::new(below));
        cells.push(Cell::new(above));
    }
    cells.into_iter().map(|cell| cell.places).collect()
}

struct Cell {
    places: Vec<Feet>,
    /// Σ (x - x̄)², square feet to the whole.
    x_width: i128,
    y_width: i128,
}

impl Cell {
    fn new(places: Vec<Feet>) -> Self {
        let (x_width, y_width) = (squares(&places, |place| place.x), squares(&places, |place| place.y));
        Self { places, x_width, y_width }
    }

    fn width(&self) -> i128 {
        self.x_width + self.y_width
    }
}

/// Σ v² - (Σ v)² / n.
fn squares(places: &[Feet], coordinate: fn(&Feet) -> i32) -> i128 {
    let values = || places.iter().map(|place| i128::from(coordinate(place)));
    let (sum, count) = (values().sum::<i128>(), places.len().max(1) as i128);
    values().map(|value| value * value).sum::<i128>() - sum * sum / count
}

/// To the whole foot; None of nothing.
fn mean(cell: &[Feet]) -> Option<Feet> {
    let count = i64::try_from(cell.len()).ok().filter(|count| *count > 0)?;
    let sum = |coordinate: fn(&Feet) -> i32| cell.iter().map(|place| i64::from(coordinate(place))).sum::<i64>();
    // The mean of 32-bit numbers is one.
    let middle = |sum: i64| sum.div_euclid(count) as i32;
    Some(Feet { x: middle(sum(|place| place.x)), y: middle(sum(|place| place.y)) })
}
