//! Which rows are tested together.

use crate::random::{GOLDEN, scramble};

use crate::table::Categories;

/// The fold of every row, and what the folds are called.
#[derive(Clone, Debug, PartialEq)]
pub struct Folds {
    /// By row.
    fold: Vec<u32>,
    names: Vec<String>,
}

impl Folds {
    /// Folds as the values of a column, numbers in their order. Rows of `rows` without a value have no place: give only
    /// rows that have one.
    pub fn given(column: &Categories, rows: &[u32]) -> Self {
        let mut names: Vec<&str> = rows.iter().filter_map(|row| column.get(*row as usize)).collect();
        let number = |name: &str| crate::table::parse_number(name).unwrap_or(f64::INFINITY);
        names.sort_unstable_by(|a, b| number(a).total_cmp(&number(b)).then(a.cmp(b)));
        names.dedup();
        let place = |value: &String| names.iter().position(|name| name == value).unwrap_or_default() as u32;
        let places: Vec<u32> = column.values().iter().map(place).collect();
        let fold = rows.iter().map(|row| places.get(column.code(*row as usize) as usize).copied().unwrap_or_default());
        let fold = fold.collect();
        Self { fold, names: names.into_iter().map(str::to_owned).collect() }
    }

    /// So many folds of equal size, drawn by the seed.
    pub fn shuffled(rows: usize, folds: u32, seed: u64) -> Self {
        Self::dealt(&vec![0.0; rows], folds, seed)
    }

    /// The same with each class spread evenly over the folds.
    pub fn stratified(classes: &[f64], folds: u32, seed: u64) -> Self {
        Self::dealt(classes, folds, seed)
    }

    /// Deals the rows out like cards: shuffled, class by class, one to each fold in turn.
    fn dealt(classes: &[f64], folds: u32, seed: u64) -> Self {
        let mut order: Vec<u32> = (0..classes.len() as u32).collect();
        order.sort_by_cached_key(|row| (classes[*row as usize].to_bits(), shuffled_key(seed, *row), *row));
        let mut fold = vec![0; classes.len()];
        for (place, row) in order.into_iter().enumerate() {
            fold[row as usize] = place as u32 % folds.max(1);
        }
        Self { fold, names: (0..folds.max(1)).map(|fold| fold.to_string()).collect() }
    }

    /// Sets a share of the rows aside for testing, of each class as many as its share: the rows to learn from, and
    /// those. Both keep the order of the rows.
    pub fn set_aside(classes: &[f64], share: f64, seed: u64) -> (Vec<u32>, Vec<u32>) {
        let mut order: Vec<u32> = (0..classes.len() as u32).collect();
        order.sort_by_cached_key(|row| (classes[*row as usize].to_bits(), shuffled_key(seed, *row), *row));
        let is_same = |a: &u32, b: &u32| classes[*a as usize].to_bits() == classes[*b as usize].to_bits();
        let mut is_test = vec![false; classes.len()];
        for class in order.chunk_by(is_same) {
            let tested = (class.len() as f64 * share).round() as usize;
            class.iter().take(tested).for_each(|row| is_test[*row as usize] = true);
        }
        (0..classes.len() as u32).partition(|row| !is_test[*row as usize])
    }

    pub fn len(&self) -> usize {
        self.names.len()
    }

    pub fn is_empty(&self) -> bool {
        self.names.is_empty()
    }

    pub fn name(&self, fold: usize) -> &str {
        self.names.get(fold).map_or("", String::as_str)
    }

    /// The fold of a row.
    pub fn of(&self, row: usize) -> usize {
        self.fold[row] as usize
    }

    /// The rows to learn from when this fold is tested, and the rows of the fold.
    pub fn split(&self, fold: usize) -> (Vec<u32>, Vec<u32>) {
        let rows = 0..self.fold.len() as u32;
        rows.partition(|row| self.fold[*row as usize] as usize != fold)
    }
}

/// A number drawn by seed and row alone.
fn shuffled_key(seed: u64, row: u32) -> u64 {
    scramble(seed.wrapping_add((u64::from(row) + 1).wrapping_mul(GOLDEN)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_is_tested_once_and_classes_are_spread() {
        let classes: Vec<f64> = (0..103).map(|row| f64::from(row % 4 == 0)).collect();
        let folds = Folds::stratified(&classes, 5, 42);
        let mut tested = Vec::new();
        for fold in 0..folds.len() {
            let (learned, held) = folds.split(fold);
            assert_eq!(learned.len() + held.len(), 103);
            assert!((20..=21).contains(&held.len()), "{}", held.len());
            let positives = held.iter().filter(|row| classes[**row as usize] > 0.5).count();
            assert!((5..=6).contains(&positives), "{positives}");
            tested.extend(held);
        }
        tested.sort_unstable();
        assert_eq!(tested, (0..103).collect::<Vec<u32>>());
    }

    #[test]
    fn each_class_sets_its_share_aside() {
        let classes: Vec<f64> = (0..200).map(|row| f64::from(row % 10 == 0)).collect();
        let (learned, tested) = Folds::set_aside(&classes, 0.2, 42);
        assert_eq!((learned.len(), tested.len()), (160, 40));
        assert_eq!(tested.iter().filter(|row| classes[**row as usize] > 0.5).count(), 4);
        assert!(tested.is_sorted() && learned.is_sorted());
        assert_ne!(tested, Folds::set_aside(&classes, 0.2, 43).1);
    }

    #[test]
    fn the_seed_decides() {
        assert_eq!(Folds::shuffled(50, 5, 1), Folds::shuffled(50, 5, 1));
        assert_ne!(Folds::shuffled(50, 5, 1), Folds::shuffled(50, 5, 2));
        let (_, first) = Folds::shuffled(50, 5, 1).split(0);
        assert_ne!(first, (0..50).step_by(5).collect::<Vec<u32>>());
    }

    #[test]
    fn given_folds_stand_in_their_own_order() {
        let mut column = Categories::default();
        for name in ["10", "2", "x", "2", "10"] {
            column.push(Some(name));
        }
        let folds = Folds::given(&column, &[0, 1, 2, 3, 4]);
        assert_eq!((0..folds.len()).map(|fold| folds.name(fold)).collect::<Vec<_>>(), ["2", "10", "x"]);
        assert_eq!(folds.split(0), (vec![0, 2, 4], vec![1, 3]));
    }
}
