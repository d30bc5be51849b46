//! Sales -> the sales that say what a house is worth, and what became of the others.
//!
//! In: all [`Sales`] of an import. Out: [`ValidSales`], at most one per parcel, and of every other sale the one reason for
//! which it is left out. The rules are those of ratio studies: International Association of Assessing Officers, Standard on
//! Verification and Adjustment of Sales, and Standard on Ratio Studies (2013), section 5 and appendix B (outliers). Prices
//! are not adjusted for time: a model may look at the day.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::{
    layout::{Field, Source},
    lead::{Leads, Sale, Sales},
    table::Day,
};

/// What a sale must be to be learned from.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct SaleRules {
    /// Deeds for less are gifts and corrections. US dollars.
    pub price_floor_usd: f64,
    /// So many interquartile ranges a sale may lie beyond the quartiles: of ln (price per square foot of living area), and
    /// of ln (price per market value). Where a house has neither, nothing is held against it.
    pub outlier_iqrs: f64,
}

impl Default for SaleRules {
    fn default() -> Self {
        Self { price_floor_usd: 10_000.0, outlier_iqrs: 3.0 }
    }
}

/// Why a sale is left out. Of several reasons the first in this order is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Exclusion {
    NoParcel,
    NoPrice,
    NoDay,
    AfterAsOf,
    BelowFloor,
    NotQualified,
    SeveralParcels,
    Outlier,
    SoldAgain,
}

impl Exclusion {
    pub const ALL: [Self; 9] = [
        Self::NoParcel,
        Self::NoPrice,
        Self::NoDay,
        Self::AfterAsOf,
        Self::BelowFloor,
        Self::NotQualified,
        Self::SeveralParcels,
        Self::Outlier,
        Self::SoldAgain,
    ];
}

impl fmt::Display for Exclusion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NoParcel => "no other list describes the parcel",
            Self::NoPrice => "no price is given",
            Self::NoDay => "no readable date is given",
            Self::AfterAsOf => "it lies after the day of training",
            Self::BelowFloor => "the price is below the floor",
            Self::NotQualified => "the code says that it was no sale at arm's length",
            Self::SeveralParcels => "one price paid for several parcels",
            Self::Outlier => "the price is out of all proportion to the house",
            Self::SoldAgain => "the parcel was sold again later",
        })
    }
}

/// The sales to learn from.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ValidSales {
    /// By lead; at most one each.
    pub kept: Vec<ValidSale>,
    /// How many were left out for each reason that occurs, in the order of the reasons.
    pub excluded: Vec<(Exclusion, usize)>,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ValidSale {
    pub lead: u32,
    pub day: Day,
    pub price_usd: f64,
    /// Its place in [`Sales::sales`].
    pub sale: usize,
}

impl ValidSales {
    /// Judges all sales as of a day. `kept` and all of `excluded` together are as many as there are sales.
    pub fn of(sales: &Sales, leads: &Leads, as_of: Day, rules: &SaleRules) -> Self {
        let mut counts = [0_usize; Exclusion::ALL.len()];
        let mut candidates = Vec::new();
        for (place, sale) in sales.sales.iter().enumerate() {
            match judge(sale, place, as_of, rules) {
                Ok(candidate) => candidates.push(candidate),
                Err(reason) => counts[reason as usize] += 1,
            }
        }
        let mut is_outlier = vec![false; candidates.len()];
        for measure in [Field::LivingAreaSqft, Field::TotalMarketUsd] {
            mark_outliers(&candidates, leads, measure, rules.outlier_iqrs, &mut is_outlier);
        }
        counts[Exclusion::Outlier as usize] = is_outlier.iter().filter(|is_outlier| **is_outlier).count();
        let mut is_outlier = is_outlier.into_iter();
        candidates.retain(|_| is_outlier.next() != Some(true));
        // The latest of each parcel, and of one day the one listed last, comes first.
        candidates.sort_by_key(|sale| (sale.lead, std::cmp::Reverse((sale.day, sale.sale))));
        let valid = candidates.len();
        candidates.dedup_by_key(|sale| sale.lead);
        counts[Exclusion::SoldAgain as usize] = valid - candidates.len();
        let excluded = Exclusion::ALL.into_iter().zip(counts).filter(|(_, count)| *count > 0);
        Self { kept: candidates, excluded: excluded.collect() }
    }
}

fn judge(sale: &Sale, place: usize, as_of: Day, rules: &SaleRules) -> Result<ValidSale, Exclusion> {
    let lead = sale.lead.ok_or(Exclusion::NoParcel)?;
    let price_usd = sale.price_usd.ok_or(Exclusion::NoPrice)?;
    let day = sale.day.ok_or(Exclusion::NoDay)?;
    if day > as_of {
        return Err(Exclusion::AfterAsOf);
    }
    if price_usd < rules.price_floor_usd {
        return Err(Exclusion::BelowFloor);
    }
    if !sale.qualified_code.as_deref().is_none_or(says_qualified) {
        return Err(Exclusion::NotQualified);
    }
    if sale.is_multi_parcel == Some(true) {
        return Err(Exclusion::SeveralParcels);
    }
    Ok(ValidSale { lead, day, price_usd, sale: place })
}

/// Florida's codes 01 and 02 (Department of Revenue, real property transfer codes), with or without the 0 that a
/// spreadsheet takes away, and the words and letters of other lists. Codes 03 to 06 are at arm's length too, but for a
/// house that was another one then, or for several.
fn says_qualified(code: &str) -> bool {
    const QUALIFIED: [&str; 9] = ["1", "2", "Q", "QUALIFIED", "Y", "YES", "TRUE", "VALID", "ARMS LENGTH"];
    let code = code.trim().trim_start_matches('0').trim_end_matches(".0").to_uppercase().replace(['\'', '-'], " ");
    let code = code.replace("ARM S", "ARMS");
    QUALIFIED.contains(&code.as_str())
}

/// Fewer sales than this have no quartiles worth the name.
const LEAST_SALES: usize = 20;

/// Marks the sales whose ln (price / measure of the house) lies too far beyond the quartiles (Tukey 1977).
fn mark_outliers(sales: &[ValidSale], leads: &Leads, measure: Field, iqrs: f64, is_outlier: &mut [bool]) {
    let ratio = |sale: &ValidSale| {
        let measure = leads.get(sale.lead as usize).number(Source::PropertyRecord, measure);
        measure.filter(|measure| *measure > 0.0).map(|measure| libm::log(sale.price_usd / measure))
    };
    let ratios: Vec<Option<f64>> = sales.iter().map(ratio).collect();
    let mut sorted: Vec<f64> = ratios.iter().flatten().copied().filter(|ratio| ratio.is_finite()).collect();
    if sorted.len() < LEAST_SALES {
        return;
    }
    sorted.sort_unstable_by(f64::total_cmp);
    let (lower, upper) = (sorted[sorted.len() / 4], sorted[sorted.len() * 3 / 4]);
    let margin = iqrs * (upper - lower);
    for (ratio, is_outlier) in ratios.iter().zip(is_outlier) {
        *is_outlier |= ratio.is_some_and(|ratio| !(lower - margin..=upper + margin).contains(&ratio));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_of_sales_at_arms_length() {
        for code in ["01", "1", "02", "2.0", "q", "Qualified", "Y", "Arm's-Length"] {
            assert!(says_qualified(code), "{code}");
        }
        for code in ["00", "05", "11", "12", "30", "U", "N", "unqualified", "10", "20"] {
            assert!(!says_qualified(code), "{code}");
        }
    }

    #[test]
    fn the_first_reason_is_told() {
        let good = Sale {
            lead: Some(3),
            day: Some(Day(100)),
            price_usd: Some(200_000.0),
            qualified_code: Some("01".to_owned()),
            is_multi_parcel: Some(false),
            place: (0, 2),
        };
        let of = |sale: &Sale| judge(sale, 0, Day(100), &SaleRules::default());
        assert_eq!(of(&good).map(|sale| sale.lead), Ok(3));
        assert!(of(&Sale { qualified_code: None, is_multi_parcel: None, ..good.clone() }).is_ok());
        let cases = [
            (Sale { lead: None, price_usd: None, ..good.clone() }, Exclusion::NoParcel),
            (Sale { price_usd: None, day: None, ..good.clone() }, Exclusion::NoPrice),
            (Sale { day: None, ..good.clone() }, Exclusion::NoDay),
            (Sale { day: Some(Day(101)), ..good.clone() }, Exclusion::AfterAsOf),
            (
                Sale { price_usd: Some(9_999.0), qualified_code: Some("11".to_owned()), ..good.clone() },
                Exclusion::BelowFloor,
            ),
            (Sale { qualified_code: Some("11".to_owned()), ..good.clone() }, Exclusion::NotQualified),
            (Sale { is_multi_parcel: Some(true), ..good }, Exclusion::SeveralParcels),
        ];
        for (sale, reason) in cases {
            assert_eq!(of(&sale), Err(reason));
        }
    }
}
