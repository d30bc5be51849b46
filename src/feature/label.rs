//! The name of a column -> what it is called and counted in, whoever makes the column.

use super::{
    house::{self, Unit},
    market,
};

/// What a feature is called; its own name where there is no better one.
pub fn label(name: &str) -> &str {
    match name {
        "market_zip_usd" => "Median value in its ZIP code",
        "market_zip_rows" => "Known values in its ZIP code",
        "market_city_usd" => "Median value in its city",
        "market_city_rows" => "Known values in its city",
        "market_area" => "Area of the map",
        "market_area_usd" => "Median value in its area of the map",
        "market_area_rows" => "Known values in its area of the map",
        "market_near_usd" => "Median value of the nearest houses",
        "market_near_usd_per_sqft" => "Price per living area of the nearest houses",
        "market_near_miles" => "How far off the nearest known values are",
        "market_comparable_usd" => "Its living area at the price of the nearest",
        "market_centre_miles" => "Distance to the centre",
        "rule_score" => "Rule score",
        _ => house::feature(name).map_or(name, |feature| feature.label),
    }
}

/// What a feature's numbers count.
pub fn unit(name: &str) -> Unit {
    match house::unit(name) {
        Unit::None => market::unit(name),
        unit => unit,
    }
}
