//! Leads -> matrix.

use std::{borrow::Cow, collections::BTreeMap};

use super::{
    reading::Reading,
    registry::{FEATURES, Read},
};
use crate::{
    lanes::{Lanes, fill},
    lead::Leads,
    table::Day,
    tree::{MISSING_CODE, Matrix, MatrixColumn, Values},
};

/// A row of a matrix: a lead, and the day on which it is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Row {
    pub lead: u32,
    pub as_of: Day,
}

/// All features of all leads on one day, in the order of the leads.
pub fn columns(leads: &Leads, as_of: Day, lanes: &dyn Lanes) -> Matrix {
    let rows: Vec<Row> = (0..leads.len() as u32).map(|lead| Row { lead, as_of }).collect();
    columns_of(leads, &rows, lanes)
}

/// All features of these leads, each on its own day: a past sale is learned from as things stood when it was made. The
/// leads must be of `leads`.
pub fn columns_of(leads: &Leads, rows: &[Row], lanes: &dyn Lanes) -> Matrix {
    let reading = |row: usize| {
        let Row { lead, as_of } = rows[row];
        Reading { leads, lead: leads.get(lead as usize), as_of }
    };
    let column = |read: Read| match read {
        Read::Number(read) => {
            let mut values = vec![f64::NAN; rows.len()];
            fill(lanes, &mut values, |row| read(&reading(row)).filter(|value| value.is_finite()).unwrap_or(f64::NAN));
            Values::Double(values)
        }
        Read::Category(read) => {
            let mut texts: Vec<Option<Cow<'_, str>>> = vec![None; rows.len()];
            fill(lanes, &mut texts, |row| read(&reading(row)));
            categories(&texts)
        }
    };
    let named =
        FEATURES.iter().map(|feature| MatrixColumn { name: feature.name.to_owned(), values: column(feature.read) });
    // proof: each column has a value for each row, and its codes are places in its own list of levels.
    Matrix::new(named.collect()).expect("columns of one length")
}

/// The texts that occur as levels, in the order of their letters: so the order of rows does not matter.
fn categories(texts: &[Option<Cow<'_, str>>]) -> Values {
    let mut code_of: BTreeMap<&str, u32> = texts.iter().flatten().map(|text| (text.as_ref(), 0)).collect();
    code_of.values_mut().zip(0..).for_each(|(code, place)| *code = place);
    let code = |text: &Option<Cow<'_, str>>| {
        text.as_deref().and_then(|text| code_of.get(text).copied()).unwrap_or(MISSING_CODE)
    };
    let codes = texts.iter().map(code).collect();
    Values::Categories { codes, levels: code_of.keys().map(|level| (*level).to_owned()).collect() }
}
