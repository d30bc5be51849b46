//! Houses of the lists that an ARV model takes to be like one of them.

use serde::{Deserialize, Serialize};

use super::{Session, display::title_case, explain::last_sale};
use crate::{
    feature::house::{self, Row},
    lanes::Lanes,
    lead::{
        Sales,
        geography::{LonLat, haversine_miles},
        round_decimal,
    },
    table::Day,
};

/// A house like another.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Comparable {
    pub lead: u32,
    pub parcel_id: String,
    pub address: Option<String>,
    pub city: Option<String>,
    pub zip: Option<String>,
    /// As the crow flies; None where either place is not known.
    pub miles: Option<f64>,
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

/// The houses most like a lead, the most alike first; of equals those with a known value, then the first of the lists.
pub(super) fn most_like(session: &Session, lead: u32, alike: &[(u32, f64)], lanes: &dyn Lanes) -> Vec<Comparable> {
    let is_unvalued = |lead: u32| session.leads.get(lead as usize).market_value().is_none();
    let mut found: Vec<(u32, f64)> =
        alike.iter().copied().filter(|(other, _)| (*other as usize) < session.leads.len()).collect();
    found.sort_by(|(first, a), (second, b)| {
        b.total_cmp(a).then_with(|| (is_unvalued(*first), first).cmp(&(is_unvalued(*second), second)))
    });
    found.truncate(SHOWN);
    let shown: Vec<Row> = found.iter().map(|(lead, _)| session.today(*lead)).collect();
    let features = house::columns_of(&session.leads, &shown, lanes);
    let number = |name: &str, row: usize| {
        let column = features.columns().iter().find(|column| column.name == name)?;
        Some(column.values.number(row)).filter(|value| !value.is_nan())
    };
    let here = place(session, lead);
    let comparable = |(row, (index, weight)): (usize, &(u32, f64))| {
        let lead = session.leads.get(*index as usize);
        Comparable {
            lead: *index,
            parcel_id: lead.parcel_id().to_owned(),
            address: lead.situs_address().map(title_case),
            city: lead.city().map(title_case),
            zip: lead.zip().map(str::to_owned),
            miles: here.zip(place(session, *index)).map(|(from, to)| round_decimal(haversine_miles(from, to), 2)),
            living_area_sqft: number("living_area_sqft", row),
            age_years: number("age_years", row),
            market_value: lead.market_value(),
            sold_for: None,
            sold_on: None,
            weight: *weight,
        }
    };
    found.iter().enumerate().map(comparable).collect()
}

impl Comparable {
    /// The same with what it was last sold for.
    pub(super) fn with_sale(self, sales: &Sales, as_of: Day) -> Self {
        match last_sale(sales, self.lead, as_of) {
            Some((price, day)) => Self { sold_for: Some(price), sold_on: Some(day.to_string()), ..self },
            None => self,
        }
    }
}

fn place(session: &Session, lead: u32) -> Option<LonLat> {
    let lead = session.leads.get(lead as usize);
    Some(LonLat::new(lead.longitude()?, lead.latitude()?))
}

impl Session {
    /// A lead as it is today.
    pub(super) fn today(&self, lead: u32) -> Row {
        Row { lead, as_of: self.as_of }
    }
}
