//! After-repair value: a model's, or without one the appraiser's, or the city's.

use super::DealInput;
use crate::{lead::round_decimal, score::ArvAssumptions};

/// An estimate of the after-repair value, US dollars.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Arv {
    pub estimate_usd: f64,
    pub low_usd: f64,
    pub high_usd: f64,
    /// A model's: the share of known values that its ranges held when it was tested. Else as the reference states it;
    /// nothing measured stands behind it.
    pub confidence: f64,
    pub basis: ArvBasis,
}

/// What an estimate rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ArvBasis {
    /// A model that was tested on values it had not seen.
    Model,
    /// The appraiser's market value.
    Appraised,
    /// An average of the city, lifted by location and use.
    CityAverage,
}

/// How a model's estimate is named in exports.
pub const METHOD_OF_MODEL: &str = "ml_model";

impl ArvBasis {
    pub fn words(self) -> &'static str {
        match self {
            Self::Model => "model",
            Self::Appraised => "appraiser's market value",
            Self::CityAverage => "city average, location and use",
        }
    }
}

impl Arv {
    /// How it was estimated, as exports name it.
    pub fn method(&self) -> &'static str {
        match self.basis {
            ArvBasis::Model => METHOD_OF_MODEL,
            ArvBasis::Appraised | ArvBasis::CityAverage => "heuristic_fallback",
        }
    }
}

/// What a model says the house is worth, US dollars.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ModelArv {
    pub estimate_usd: f64,
    pub low_usd: f64,
    pub high_usd: f64,
    /// The share of known values that such ranges held when the model was tested.
    pub coverage: f64,
}

/// Takes the model's ARV, else the market value, else an average of the city.
pub fn arv_of(input: &DealInput<'_>, assumptions: &ArvAssumptions) -> Arv {
    if let Some(model) = input.model {
        return Arv {
            estimate_usd: round_decimal(model.estimate_usd, 2),
            low_usd: round_decimal(model.low_usd, 2),
            high_usd: round_decimal(model.high_usd, 2),
            confidence: model.coverage,
            basis: ArvBasis::Model,
        };
    }
    if let Some(value) = input.market_value_usd.filter(|v| *v != 0.0) {
        let band = value * assumptions.band;
        return Arv {
            estimate_usd: value,
            low_usd: round_decimal(value - band, 2),
            high_usd: round_decimal(value + band, 2),
            confidence: assumptions.appraised_confidence,
            basis: ArvBasis::Appraised,
        };
    }
    let base = city_base(input, assumptions);
    let location = 1.0 + (input.location_score / 100.0) * assumptions.location_lift;
    let value = base * location * use_factor(input, assumptions);
    let band = value * assumptions.band;
    let is_good_location = input.location_score > assumptions.good_location_over;
    Arv {
        estimate_usd: round_decimal(value, 2),
        low_usd: round_decimal(value - band, 2),
        high_usd: round_decimal(value + band, 2),
        confidence: if is_good_location { assumptions.good_location_confidence } else { assumptions.confidence },
        basis: ArvBasis::CityAverage,
    }
}

fn city_base(input: &DealInput<'_>, assumptions: &ArvAssumptions) -> f64 {
    let city = input.city.unwrap_or(&assumptions.default_city);
    let matches = |name: &str| if input.exact_names { name == city } else { name.eq_ignore_ascii_case(city) };
    assumptions.cities.iter().find(|base| matches(&base.name)).map_or(assumptions.other_city_usd, |base| base.usd)
}

/// Blank counts as single family, an unknown use as 1. The reference wants the exact word; lists say "Single Family
/// Residence", so otherwise the beginning is enough.
fn use_factor(input: &DealInput<'_>, assumptions: &ArvAssumptions) -> f64 {
    let Some(property_use) = input.property_use else {
        return assumptions.uses.first().map_or(1.0, |first| first.factor);
    };
    let matches = |name: &str| {
        if input.exact_names {
            name == property_use
        } else {
            property_use.get(..name.len()).is_some_and(|start| start.eq_ignore_ascii_case(name))
        }
    };
    assumptions.uses.iter().find(|factor| matches(&factor.name)).map_or(1.0, |factor| factor.factor)
}
