//! How lists' words are shown: capitals, units, next sale.

use crate::{
    layout::{Field, Source, SourceRows, Unit},
    lead::Lead,
    plot::{money, thousands},
    table::{Column, Day},
};

/// `1512 CITRUS GROVE CT` as `1512 Citrus Grove Ct`. Ordinals and compass letters keep their form: `4th`, `NW`.
pub fn title_case(text: &str) -> String {
    const KEPT: [&str; 8] = ["N", "S", "E", "W", "NE", "NW", "SE", "SW"];
    let mut shown = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !shown.is_empty() {
            shown.push(' ');
        }
        if KEPT.contains(&word) {
            shown.push_str(word);
            continue;
        }
        let mut starts = true;
        for c in word.chars() {
            if starts {
                shown.extend(c.to_uppercase());
            } else {
                shown.extend(c.to_lowercase());
            }
            starts = matches!(c, '-' | '/' | '(');
        }
    }
    shown
}

/// Days to the next tax sale or auction; where all are past, to the latest of them.
pub fn days_to_sale(lead: Lead<'_>, as_of: Day) -> Option<i32> {
    let days = [(Source::TaxSale, Field::SaleDate), (Source::Foreclosure, Field::AuctionDate)]
        .into_iter()
        .filter_map(|(source, field)| Some(lead.day(source, field).day()?.0.saturating_sub(as_of.0)));
    days.min_by_key(|&days| sale_order(days))
}

/// Sorts coming sales before past ones, nearest first either way.
pub fn sale_order(days: i32) -> (bool, u32) {
    (days < 0, days.unsigned_abs())
}

/// What the lists say is owed on a lead, US dollars: the judgment of a foreclosure or else its opening bid, and the taxes
/// that a tax sale asks for. None where no list says so; then a debt may still be there.
pub fn owed(lead: Lead<'_>) -> Option<f64> {
    let known = |source, field| lead.number(source, field).filter(|amount| *amount > 0.0);
    let judgment = known(Source::Foreclosure, Field::DefaultAmountUsd)
        .or_else(|| known(Source::Foreclosure, Field::OpeningBidUsd));
    let taxes = known(Source::TaxSale, Field::OpeningBidUsd);
    (judgment.is_some() || taxes.is_some()).then(|| judgment.unwrap_or(0.0) + taxes.unwrap_or(0.0))
}

/// Market value less what is owed, US dollars; None unless both are known.
pub fn equity(lead: Lead<'_>) -> Option<f64> {
    Some(lead.market_value()? - owed(lead)?)
}

/// How many lists of houses in distress name the lead. The appraiser's roll and what was counted around a house speak of
/// any house.
pub fn lists_in_distress(lead: Lead<'_>) -> u32 {
    let lists = [Source::TaxSale, Source::Foreclosure, Source::CodeViolation];
    lists.into_iter().map(|list| u32::from(lead.has(list))).sum()
}

/// The five digits of a ZIP code.
pub fn zip_of(lead: Lead<'_>) -> Option<&str> {
    lead.zip().map(|zip| zip.get(..5).unwrap_or(zip))
}

/// The filled fields of a source row with their units.
pub fn facts_of(rows: &SourceRows, row: usize) -> Vec<(String, String)> {
    let shown = rows.columns().filter_map(|(field, column)| {
        let value = match column {
            Column::Numbers(numbers) => number_words(field, numbers.get(row)?),
            other => other.display(row)?,
        };
        let value = match field {
            Field::SitusAddress | Field::SitusCity => title_case(&value),
            Field::NearbyViolationTypes | Field::ViolationTypes => value.replace('|', ", "),
            _ => value,
        };
        Some((field.label().to_owned(), value))
    });
    shown.collect()
}

fn number_words(field: Field, value: f64) -> String {
    match field.unit() {
        Unit::Usd => money(value),
        Unit::Sqft => format!("{} sq ft", thousands(value.round() as u64)),
        Unit::Acres => format!("{value:.2} acres"),
        Unit::Miles => format!("{value:.3} mi"),
        Unit::None => value.to_string(),
    }
}
