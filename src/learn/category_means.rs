//! Categories of many levels as numbers: the mean target of each level, drawn towards the mean of all.
//!
//! In: a matrix and its target. Out: the same matrix with two columns of numbers in place of each category of many
//! levels: the level's mean, (Σ y + a m) / (n + a) with m the mean of all rows and a = 10 rows (Micci-Barreca 2001), and
//! its number of rows n. A model that learns must not read a row's own target in it: for the rows it learns from, the
//! means are taken from the other parts of the rows. What is kept are the means of all rows, as plain numbers.

use super::folds::Folds;
use crate::tree::{MISSING_CODE, Matrix, MatrixColumn, TreeProblem, Values};

/// Fewer levels are told apart by trees themselves.
const FEWEST_LEVELS: usize = 10;

/// The weight of the mean of all rows, in rows.
const PRIOR_ROWS: f64 = 10.0;

/// The means by column.
#[derive(Clone, Debug, PartialEq)]
pub struct CategoryMeans {
    pub columns: Vec<ColumnMeans>,
}

/// What is known of the levels of one category.
#[derive(Clone, Debug, PartialEq)]
pub struct ColumnMeans {
    pub name: String,
    pub levels: Vec<String>,
    /// By level; that of a level without rows is the mean of all rows.
    pub means: Vec<f64>,
    pub rows: Vec<f64>,
    /// For a level that is not known.
    pub mean_of_all: f64,
}

/// Sums by level.
struct Sums {
    sum: Vec<f64>,
    rows: Vec<f64>,
}

impl Sums {
    fn of(codes: &[u32], levels: usize, target: &[f64], counts: impl Fn(usize) -> bool) -> Self {
        let mut sums = Self { sum: vec![0.0; levels], rows: vec![0.0; levels] };
        for (row, (code, y)) in codes.iter().zip(target).enumerate() {
            if *code != MISSING_CODE && counts(row) {
                sums.sum[*code as usize] += y;
                sums.rows[*code as usize] += 1.0;
            }
        }
        sums
    }

    fn mean(&self, level: usize, mean_of_all: f64) -> f64 {
        (self.sum[level] + PRIOR_ROWS * mean_of_all) / (self.rows[level] + PRIOR_ROWS)
    }
}

fn mean_where(target: &[f64], counts: impl Fn(usize) -> bool) -> f64 {
    let (sum, rows) = (target.iter().enumerate())
        .filter(|(row, _)| counts(*row))
        .fold((0.0, 0.0), |(sum, rows), (_, y)| (sum + y, rows + 1.0));
    if rows > 0.0 { sum / rows } else { 0.0 }
}

impl CategoryMeans {
    /// The means of all rows; none where no category has many levels.
    pub fn learn(matrix: &Matrix, target: &[f64]) -> Option<Self> {
        let mean_of_all = mean_where(target, |_| true);
        let column = |column: &MatrixColumn| {
            let (codes, levels) = many_levels(column)?;
            let sums = Sums::of(codes, levels.len(), target, |_| true);
            Some(ColumnMeans {
                name: column.name.clone(),
                levels: levels.to_vec(),
                means: (0..levels.len()).map(|level| sums.mean(level, mean_of_all)).collect(),
                rows: sums.rows,
                mean_of_all,
            })
        };
        let columns: Vec<ColumnMeans> = matrix.columns().iter().filter_map(column).collect();
        (!columns.is_empty()).then_some(Self { columns })
    }

    /// The matrix to learn from: each row by the means of the parts that it is not in.
    pub(super) fn out_of_fold(&self, matrix: &Matrix, target: &[f64], folds: &Folds) -> Result<Matrix, TreeProblem> {
        self.replace(matrix, |known, codes| {
            let (mut means, mut rows) = (vec![f64::NAN; codes.len()], vec![f64::NAN; codes.len()]);
            for fold in 0..folds.len() {
                let counts = |row: usize| folds.of(row) != fold;
                let mean_of_all = mean_where(target, counts);
                let sums = Sums::of(codes, known.levels.len(), target, counts);
                for row in (0..codes.len()).filter(|row| folds.of(*row) == fold && codes[*row] != MISSING_CODE) {
                    means[row] = sums.mean(codes[row] as usize, mean_of_all);
                    rows[row] = known.rows[codes[row] as usize];
                }
            }
            (means, rows)
        })
    }

    /// A later matrix by the means of all rows.
    ///
    /// # Errors
    /// A matrix that has such columns already.
    pub fn apply(&self, matrix: &Matrix) -> Result<Matrix, TreeProblem> {
        self.replace(matrix, |known, codes| {
            let of = |values: &[f64], unknown: f64| {
                let value = |code: &u32| match *code {
                    MISSING_CODE => f64::NAN,
                    code => values.get(code as usize).copied().unwrap_or(unknown),
                };
                codes.iter().map(value).collect()
            };
            (of(&known.means, known.mean_of_all), of(&known.rows, 0.0))
        })
    }

    fn replace(
        &self,
        matrix: &Matrix,
        numbers: impl Fn(&ColumnMeans, &[u32]) -> (Vec<f64>, Vec<f64>),
    ) -> Result<Matrix, TreeProblem> {
        let mut columns = Vec::with_capacity(matrix.columns().len() + self.columns.len());
        for column in matrix.columns() {
            let known = self.columns.iter().find(|known| known.name == column.name);
            match (known, &column.values) {
                (Some(known), Values::Categories { codes, levels }) => {
                    let (means, rows) = numbers(known, &known.translated(codes, levels));
                    let name = |what: &str| format!("{}: {what}", column.name);
                    columns.push(MatrixColumn { name: name("mean of the target"), values: Values::Double(means) });
                    columns.push(MatrixColumn { name: name("rows"), values: Values::Double(rows) });
                }
                _ => columns.push(column.clone()),
            }
        }
        Matrix::new(columns)
    }
}

impl ColumnMeans {
    /// Codes of other levels as codes of these; a level that is not known gets one beyond them.
    fn translated(&self, codes: &[u32], levels: &[String]) -> Vec<u32> {
        if levels == self.levels {
            return codes.to_vec();
        }
        let own: std::collections::BTreeMap<&str, u32> =
            self.levels.iter().zip(0..).map(|(level, code)| (level.as_str(), code)).collect();
        let unknown = self.levels.len() as u32;
        let of_level: Vec<u32> =
            levels.iter().map(|level| own.get(level.as_str()).copied().unwrap_or(unknown)).collect();
        codes.iter().map(|code| of_level.get(*code as usize).copied().unwrap_or(MISSING_CODE)).collect()
    }
}

fn many_levels(column: &MatrixColumn) -> Option<(&[u32], &[String])> {
    match &column.values {
        Values::Categories { codes, levels } if levels.len() >= FEWEST_LEVELS => Some((codes, levels)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn houses() -> (Matrix, Vec<f64>) {
        let levels: Vec<String> = (0..12).map(|level| format!("street {level}")).collect();
        let codes: Vec<u32> = (0..120).map(|row| if row == 7 { MISSING_CODE } else { row % 12 }).collect();
        let target = codes.iter().map(|code| f64::from(code % 12)).collect();
        let street = MatrixColumn { name: "street".to_owned(), values: Values::Categories { codes, levels } };
        (Matrix::new(vec![street]).unwrap(), target)
    }

    fn numbers(matrix: &Matrix, column: usize) -> Vec<f64> {
        (0..matrix.rows()).map(|row| matrix.columns()[column].values.number(row)).collect()
    }

    #[test]
    fn a_level_is_its_mean_drawn_towards_all_and_what_is_unknown_is_the_mean_of_all() {
        let (matrix, target) = houses();
        let means = CategoryMeans::learn(&matrix, &target).unwrap();
        let all = target.iter().sum::<f64>() / 120.0;
        let view = means.apply(&matrix).unwrap();
        assert_eq!(view.columns().len(), 2);
        assert_eq!(view.columns()[0].name, "street: mean of the target");
        assert!((numbers(&view, 0)[11] - (10.0 * 11.0 + PRIOR_ROWS * all) / 20.0).abs() < 1e-12);
        assert_eq!(numbers(&view, 1)[11], 10.0);
        assert!(numbers(&view, 0)[7].is_nan());
        let elsewhere = MatrixColumn {
            name: "street".to_owned(),
            values: Values::Categories { codes: vec![0, 1], levels: vec!["street 3".to_owned(), "lane".to_owned()] },
        };
        let view = means.apply(&Matrix::new(vec![elsewhere]).unwrap()).unwrap();
        assert!((numbers(&view, 0)[0] - means.columns[0].means[3]).abs() < 1e-12);
        assert_eq!((numbers(&view, 0)[1], numbers(&view, 1)[1]), (means.columns[0].mean_of_all, 0.0));
    }

    #[test]
    fn no_row_sees_its_own_target() {
        let (matrix, mut target) = houses();
        let folds = Folds::shuffled(120, 5, 3);
        let means = CategoryMeans::learn(&matrix, &target).unwrap();
        let before = numbers(&means.out_of_fold(&matrix, &target, &folds).unwrap(), 0);
        target[24] += 1000.0;
        let after = numbers(&means.out_of_fold(&matrix, &target, &folds).unwrap(), 0);
        assert_eq!(before[24], after[24]);
        let others = (0..120).filter(|row| *row != 24 && before[*row] != after[*row]).count();
        assert!(others > 50, "{others}");
    }

    #[test]
    fn few_levels_stay_categories() {
        let levels = vec!["a".to_owned(), "b".to_owned()];
        let column = MatrixColumn { name: "ab".to_owned(), values: Values::Categories { codes: vec![0, 1], levels } };
        assert_eq!(CategoryMeans::learn(&Matrix::new(vec![column]).unwrap(), &[1.0, 2.0]), None);
    }
}
