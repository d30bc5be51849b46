//! Houses of the lists that an ARV model takes to be like one of them.

use serde::{Deserialize, Serialize};

use super::{Session, display::title_case, explain::last_sale};
use crate::{
    feature::house::{self, Row},
    lanes::Lanes,
    lead::Sales,
    learn::{LearnProblem, arv::ArvModel},
    tree::Matrix,
};

/// A house like another.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Comparable {
    pub lead: u32,
    pub parcel_id: String,
    pub address: Option<String>,
    pub city: Option<String>,
    pub zip: Option<String>,
    pub living_area_sqft: Option<f64>,
    pub age_years: Option<f64>,
    /// The appraiser's market value, US dollars.
    pub market_value: Option<f64>,
    /// What it was last sold for, US dollars, and on which day.
    pub sold_for: Option<f64>,
    pub sold_on: Option<String>,
    /// The share of the model's trees in which both houses fall into the same leaf.
    pub weight: f64,
}

const SHOWN: usize = 5;
/// Houses whose features are made at a time: all of a large county at once would take as much memory again as its lists.
const BLOCK: usize = 4096;

/// The houses most like a lead, the most alike first; of equals those with a known value, then the first of the lists.
/// The lead itself is not among them, nor are houses that the model does not speak for.
pub(super) fn most_like(
    session: &Session,
    lead: u32,
    features: &Matrix,
    model: &ArvModel,
    sales: Option<&Sales>,
    lanes: &dyn Lanes,
) -> Result<Vec<Comparable>, LearnProblem> {
    let leaves = model.leaves(features, 0, lanes)?;
    let others: Vec<Row> =
        (0..session.leads.len() as u32).filter(|other| *other != lead).map(|other| session.today(other)).collect();
    let mut found: Vec<(f64, u32)> = Vec::new();
    for block in others.chunks(BLOCK) {
        let weights = model.likeness(&leaves, &house::columns_of(&session.leads, block, lanes), lanes)?;
        let alike =
            block.iter().zip(weights).filter_map(|(row, weight)| Some((weight.filter(|w| *w > 0.0)?, row.lead)));
        found.extend(alike);
        keep_best(session, &mut found);
    }
    let shown: Vec<Row> = found.iter().map(|(_, lead)| session.today(*lead)).collect();
    let features = house::columns_of(&session.leads, &shown, lanes);
    let number = |name: &str, row: usize| {
        let column = features.columns().iter().find(|column| column.name == name)?;
        Some(column.values.number(row)).filter(|value| !value.is_nan())
    };
    let comparable = |(row, (weight, index)): (usize, &(f64, u32))| {
        let lead = session.leads.get(*index as usize);
        let sale = sales.and_then(|sales| last_sale(sales, *index, session.as_of));
        Comparable {
            lead: *index,
            parcel_id: lead.parcel_id().to_owned(),
            address: lead.situs_address().map(title_case),
            city: lead.city().map(title_case),
            zip: lead.zip().map(str::to_owned),
            living_area_sqft: number("living_area_sqft", row),
            age_years: number("age_years", row),
            market_value: lead.market_value(),
            sold_for: sale.map(|(price, _)| price),
            sold_on: sale.map(|(_, day)| day.to_string()),
            weight: *weight,
        }
    };
    Ok(found.iter().enumerate().map(comparable).collect())
}

fn keep_best(session: &Session, found: &mut Vec<(f64, u32)>) {
    let is_unvalued = |lead: u32| session.leads.get(lead as usize).market_value().is_none();
    found.sort_by(|(a, first), (b, second)| {
        b.total_cmp(a).then_with(|| (is_unvalued(*first), first).cmp(&(is_unvalued(*second), second)))
    });
    found.truncate(SHOWN);
}

impl Session {
    /// A lead as it is today.
    pub(super) fn today(&self, lead: u32) -> Row {
        Row { lead, as_of: self.as_of }
    }
}
