//! The assumptions as data: what each is called, what it means, its unit, and where it stands in a profile.

use leadscore::score::DealAssumptions as Deal;

/// How a number is shown; shares are kept as 0.7 and shown as 70 %.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    Usd,
    Share,
    Percent,
    Points,
    Factor,
}

/// A number of the assumptions.
pub struct Field {
    pub label: &'static str,
    pub help: &'static str,
    pub unit: Unit,
    pub place: fn(&mut Deal) -> &mut f64,
}

pub struct Group {
    pub title: &'static str,
    pub about: &'static str,
    pub fields: &'static [Field],
}

const fn field(label: &'static str, unit: Unit, place: fn(&mut Deal) -> &mut f64, help: &'static str) -> Field {
    Field { label, help, unit, place }
}

use Unit::{Factor, Percent, Points, Share, Usd};

pub const GROUPS: [Group; 4] = [
    Group {
        title: "Rule and price",
        about: "The most to pay is this share of ARV, less repairs. The price is the opening bid where a list gives one.",
        fields: &[
            field("Rule", Share, |d| &mut d.rule_share, "Pay at most this share of ARV, less repairs."),
            field(
                "Price from a debt",
                Share,
                |d| &mut d.judgment_share,
                "Where no opening bid is known: this share of the amount in default.",
            ),
            field("Price from ARV", Share, |d| &mut d.arv_share, "Where no debt is known either: this share of ARV."),
        ],
    },
    Group {
        title: "Costs",
        about: "What the house costs besides its price.",
        fields: &[
            field("Holding", Usd, |d| &mut d.holding_usd, "Taxes, insurance, power and interest until it is sold."),
            field("Selling and closing", Share, |d| &mut d.transaction_share, "Agents and closing, as a share of ARV."),
            field(
                "More in foreclosure",
                Factor,
                |d| &mut d.repairs.foreclosure_factor,
                "Repairs are multiplied by this for a house in foreclosure.",
            ),
            field(
                "More at a tax sale",
                Factor,
                |d| &mut d.repairs.tax_sale_factor,
                "Repairs are multiplied by this for a house on the tax sale list.",
            ),
            field(
                "Repairs are off by",
                Share,
                |d| &mut d.repairs.band,
                "Low and high estimates of repairs are this far off.",
            ),
            field(
                "Sure of repairs",
                Share,
                |d| &mut d.repairs.confidence,
                "How sure the estimate of repairs is taken to be.",
            ),
        ],
    },
    Group {
        title: "Value without a model",
        about: "Used where neither a model nor the appraiser says what a house is worth.",
        fields: &[
            field(
                "Any other city",
                Usd,
                |d| &mut d.arv.other_city_usd,
                "The average where the city is not listed below.",
            ),
            field(
                "Best location adds",
                Share,
                |d| &mut d.arv.location_lift,
                "A location score of 100 lifts the city's average by this.",
            ),
            field("Values are off by", Share, |d| &mut d.arv.band, "Low and high values are this far off."),
            field("Sure of the average", Share, |d| &mut d.arv.confidence, "How sure a city's average is taken to be."),
            field(
                "Good location from",
                Points,
                |d| &mut d.arv.good_location_over,
                "From above this location score, the average is taken to be surer.",
            ),
            field(
                "Sure in a good location",
                Share,
                |d| &mut d.arv.good_location_confidence,
                "How sure the average is taken to be there.",
            ),
            field(
                "Sure of the appraiser",
                Share,
                |d| &mut d.arv.appraised_confidence,
                "How sure the appraiser's market value is taken to be.",
            ),
        ],
    },
    Group {
        title: "Risks and opportunities",
        about: "When a deal is marked with one of them.",
        fields: &[
            field("Very high distress", Points, |d| &mut d.judgement.distress_risk_over, "Distress score above this."),
            field("Weak location", Points, |d| &mut d.judgement.weak_location_below, "Location score below this."),
            field(
                "Excellent location",
                Points,
                |d| &mut d.judgement.excellent_location_over,
                "Location score above this.",
            ),
            field("High return", Percent, |d| &mut d.judgement.high_roi_over, "Return above this."),
            field("High value", Points, |d| &mut d.judgement.high_value_over, "Value score above this."),
            field(
                "High confidence from",
                Share,
                |d| &mut d.judgement.high_confidence_from,
                "Mean of how sure value and repairs are.",
            ),
            field(
                "Medium confidence from",
                Share,
                |d| &mut d.judgement.medium_confidence_from,
                "Below this, estimates are marked as uncertain.",
            ),
        ],
    },
];

/// Lists of the assumptions: one number for each entry.
pub struct List {
    pub title: &'static str,
    pub about: &'static str,
    pub unit: Unit,
    pub count: fn(&Deal) -> usize,
    pub name: fn(&Deal, usize) -> String,
    pub place: fn(&mut Deal, usize) -> Option<&mut f64>,
}

pub const LISTS: [List; 5] = [
    List {
        title: "Repairs by level",
        about: "The level follows from the distress score.",
        unit: Usd,
        count: |d| d.repairs.levels.len(),
        name: |d, i| leadscore::plot::capitalized(&d.repairs.levels[i].level),
        place: |d, i| d.repairs.levels.get_mut(i).map(|level| &mut level.usd),
    },
    List {
        title: "Levels end below",
        about: "Distress score, in hundredths: a house below it has that level. The last level takes the rest.",
        unit: Share,
        count: |d| d.repairs.levels.iter().filter(|level| level.below.is_some()).count(),
        name: |d, i| leadscore::plot::capitalized(&d.repairs.levels[i].level),
        place: |d, i| d.repairs.levels.get_mut(i).and_then(|level| level.below.as_mut()),
    },
    List {
        title: "Average value by city",
        about: "Of a repaired house.",
        unit: Usd,
        count: |d| d.arv.cities.len(),
        name: |d, i| d.arv.cities[i].name.clone(),
        place: |d, i| d.arv.cities.get_mut(i).map(|city| &mut city.usd),
    },
    List {
        title: "Factor by use",
        about: "The city's average is multiplied by it.",
        unit: Factor,
        count: |d| d.arv.uses.len(),
        name: |d, i| d.arv.uses[i].name.clone(),
        place: |d, i| d.arv.uses.get_mut(i).map(|kind| &mut kind.factor),
    },
    List {
        title: "Recommended from a return of",
        about: "The first that is met counts; too many risks rule it out. Else pass.",
        unit: Percent,
        count: |d| d.judgement.recommendations.len(),
        name: |d, i| {
            let rule = &d.judgement.recommendations[i];
            let say = leadscore::plot::capitalized(&rule.say.code().replace('_', " "));
            match rule.risks_at_most {
                Some(most) => format!("{say}, at most {most} risks"),
                None => say,
            }
        },
        place: |d, i| d.judgement.recommendations.get_mut(i).map(|rule| &mut rule.roi_over),
    },
];

impl Unit {
    pub fn around(self) -> (&'static str, &'static str) {
        match self {
            Self::Usd => ("$", ""),
            Self::Share | Self::Percent => ("", "%"),
            Self::Points => ("", "points"),
            Self::Factor => ("×", ""),
        }
    }

    pub fn step(self) -> f64 {
        match self {
            Self::Usd => 1_000.0,
            Self::Factor => 0.05,
            Self::Share | Self::Percent | Self::Points => 1.0,
        }
    }

    /// The number on the screen per number in the profile.
    pub fn scale(self) -> f64 {
        if self == Self::Share { 100.0 } else { 1.0 }
    }
}
