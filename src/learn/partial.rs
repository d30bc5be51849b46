//! How answers move with one feature: a matrix and whoever answers it in, the average answer at several values of the
//! feature out.
//!
//! Partial dependence (Friedman 2001): the feature is set to a value in all rows, the others stay as they are, and the
//! answers are averaged. Where features go together, some of these rows are houses that there are not; so the values lie
//! within what nine rows in ten have.

use serde::Serialize;

use super::LearnProblem;
use crate::tree::{MISSING_CODE, Matrix, MatrixColumn, Values};

/// Rows to average over; more say nothing more.
const MOST_ROWS: usize = 400;
/// Values to ask for.
const POINTS: usize = 9;
/// The share of the rows that lies beyond the lowest value asked for, and beyond the highest.
const TAIL: f64 = 0.05;

/// The average answer by the value of one feature.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PartialDependence {
    pub feature: String,
    /// Over how many rows each answer is averaged.
    pub rows: usize,
    pub answers: PartialAnswers,
    /// Where the feature is missing; none if it never is.
    pub missing: Option<f64>,
}

/// Values and average answers.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum PartialAnswers {
    /// Values from the lowest up.
    Numbers(Vec<(f64, f64)>),
    /// Categories from the most frequent down.
    Categories(Vec<(String, f64)>),
}

/// Of some features of a matrix. A feature of one value only, or of none, is left out.
///
/// # Errors
/// Those of whoever answers.
pub(super) fn partial_dependence(
    matrix: &Matrix,
    features: &[&str],
    answer: &dyn Fn(&Matrix) -> Result<Vec<f64>, LearnProblem>,
) -> Result<Vec<PartialDependence>, LearnProblem> {
    // Rows evenly spaced: no order of the rows is preferred.
    let rows = matrix.rows().min(MOST_ROWS);
    let spaced: Vec<u32> = (0..rows).map(|row| (row * matrix.rows() / rows.max(1)) as u32).collect();
    let matrix = matrix.take(&spaced);
    let mut found = Vec::new();
    for name in features {
        let Some(place) = matrix.columns().iter().position(|column| column.name == *name) else { continue };
        let average = |column: Values| -> Result<f64, LearnProblem> {
            let mut columns = matrix.columns().to_vec();
            columns[place] = MatrixColumn { name: (*name).to_owned(), values: column };
            let answers = answer(&Matrix::new(columns)?)?;
            Ok(answers.iter().sum::<f64>() / answers.len().max(1) as f64)
        };
        let (answers, missing) = match &matrix.columns()[place].values {
            Values::Categories { codes, levels } => {
                let at = |code: u32| average(Values::Categories { codes: vec![code; rows], levels: levels.clone() });
                let frequent = frequent(codes, levels.len());
                let answers = frequent.iter().map(|code| Ok((levels[*code as usize].clone(), at(*code)?)));
                let answers = answers.collect::<Result<Vec<_>, LearnProblem>>()?;
                let missing = codes.contains(&MISSING_CODE).then(|| at(MISSING_CODE)).transpose()?;
                (PartialAnswers::Categories(answers), missing)
            }
            values => {
                let known: Vec<f64> = (0..rows).map(|row| values.number(row)).filter(|value| !value.is_nan()).collect();
                let is_missing = known.len() < rows;
                let at = |value: f64| average(Values::Double(vec![value; rows]));
                let answers = grid(known).into_iter().map(|value| Ok((value, at(value)?)));
                let answers = answers.collect::<Result<Vec<_>, LearnProblem>>()?;
                (PartialAnswers::Numbers(answers), is_missing.then(|| at(f64::NAN)).transpose()?)
            }
        };
        let points = match &answers {
            PartialAnswers::Numbers(answers) => answers.len(),
            PartialAnswers::Categories(answers) => answers.len(),
        };
        if points + usize::from(missing.is_some()) > 1 && points > 0 {
            found.push(PartialDependence { feature: (*name).to_owned(), rows, answers, missing });
        }
    }
    Ok(found)
}

/// All values where there are few; else values with equally many rows between them, without the tails.
fn grid(mut known: Vec<f64>) -> Vec<f64> {
    known.sort_unstable_by(f64::total_cmp);
    let mut distinct = known.clone();
    distinct.dedup();
    if distinct.len() <= POINTS {
        return distinct;
    }
    let last = (known.len() - 1) as f64;
    let at = |point: usize| TAIL + (1.0 - 2.0 * TAIL) * point as f64 / (POINTS - 1) as f64;
    let mut grid: Vec<f64> = (0..POINTS).map(|point| known[(at(point) * last + 0.5) as usize]).collect();
    grid.dedup();
    grid
}

/// The codes that occur, the most frequent first, equally frequent ones in the order of their levels.
fn frequent(codes: &[u32], levels: usize) -> Vec<u32> {
    let mut counts = vec![0_usize; levels];
    for code in codes {
        if let Some(count) = counts.get_mut(*code as usize) {
            *count += 1;
        }
    }
    let mut order: Vec<u32> = (0..levels as u32).filter(|code| counts[*code as usize] > 0).collect();
    order.sort_by_key(|code| std::cmp::Reverse(counts[*code as usize]));
    order.truncate(POINTS);
    order
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sum_of(matrix: &Matrix) -> Result<Vec<f64>, LearnProblem> {
        let number = |column: &MatrixColumn, row| match &column.values {
            Values::Categories { codes, .. } if codes[row] == MISSING_CODE => -1.0,
            Values::Categories { codes, .. } => f64::from(codes[row]),
            values if values.number(row).is_nan() => 1000.0,
            values => values.number(row),
        };
        let sum = |row| matrix.columns().iter().map(|column| number(column, row)).sum();
        Ok((0..matrix.rows()).map(sum).collect())
    }

    fn matrix(rows: usize) -> Matrix {
        let column = |name: &str, values| MatrixColumn { name: name.to_owned(), values };
        let levels = vec!["brick".to_owned(), "wood".to_owned(), "never".to_owned()];
        Matrix::new(vec![
            column("area", Values::Double((0..rows).map(|row| row as f64).collect())),
            column("pool", Values::Double((0..rows).map(|row| if row % 4 == 0 { f64::NAN } else { 1.0 }).collect())),
            column(
                "wall",
                Values::Categories { codes: (0..rows as u32).map(|row| u32::from(row % 3 > 0)).collect(), levels },
            ),
            column("same", Values::Double(vec![2.0; rows])),
        ])
        .unwrap()
    }

    #[test]
    fn an_additive_answer_gives_back_its_parts() {
        let found = partial_dependence(&matrix(120), &["area", "pool", "wall", "same", "none"], &sum_of).unwrap();
        let names: Vec<&str> = found.iter().map(|one| one.feature.as_str()).collect();
        assert_eq!(names, ["area", "pool", "wall"], "what never differs moves nothing");
        let PartialAnswers::Numbers(area) = &found[0].answers else { panic!("area is a number") };
        assert_eq!((area.len(), area[0].0, area[8].0), (POINTS, 6.0, 113.0), "without the tails");
        let rest = area[0].1 - area[0].0;
        assert!(area.iter().all(|(value, answer)| (answer - value - rest).abs() < 1e-9), "{area:?}");
        let PartialAnswers::Numbers(pool) = &found[1].answers else { panic!("a pool is a number") };
        assert!((found[1].missing.unwrap() - pool[0].1 - 999.0).abs() < 1e-9);
        let PartialAnswers::Categories(wall) = &found[2].answers else { panic!("walls are categories") };
        assert_eq!((wall[0].0.as_str(), wall[1].0.as_str(), wall.len()), ("wood", "brick", 2));
        assert!((wall[0].1 - wall[1].1 - 1.0).abs() < 1e-9);
    }

    #[test]
    fn many_rows_are_thinned_evenly() {
        let found = partial_dependence(&matrix(4_000), &["area"], &sum_of).unwrap();
        let PartialAnswers::Numbers(area) = &found[0].answers else { panic!("area is a number") };
        assert_eq!(found[0].rows, MOST_ROWS);
        assert!(area[0].0 > 150.0 && area[8].0 > 3_700.0, "{area:?}");
        assert!(partial_dependence(&matrix(0), &["area"], &sum_of).unwrap().is_empty());
    }
}
