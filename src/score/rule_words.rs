//! Rules in words, number by number, so that a person can read and change them.
//!
//! In: a fact, a step. Out: what it is called, its unit, and the step as words with its numbers between them. It changes
//! no number by itself and knows no lead.

use super::{Fact, Step};

/// What the numbers of a fact count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FactUnit {
    /// It holds or it does not.
    Truth,
    Usd,
    Percent,
    Sqft,
    Year,
    Count,
    Miles,
}

impl FactUnit {
    /// What stands before and behind a number.
    pub fn around(self) -> (&'static str, &'static str) {
        match self {
            Self::Usd => ("$", ""),
            Self::Percent => ("", "%"),
            Self::Sqft => ("", "sq ft"),
            Self::Miles => ("", "mi"),
            Self::Truth | Self::Year | Self::Count => ("", ""),
        }
    }
}

impl Fact {
    /// What a rule looks at.
    pub fn words(self) -> &'static str {
        match self {
            Self::TaxSale => "On the tax sale list",
            Self::Foreclosure => "In foreclosure",
            Self::PropertyRecord => "Has a property record",
            Self::CodeViolation => "On the code violation list",
            Self::SaleDate => "Has a tax sale date",
            Self::AuctionDate => "Has an auction date",
            Self::DefaultAmount => "Amount in default",
            Self::OpeningBid => "Opening bid",
            Self::MarketValue => "Market value",
            Self::EquityPercent => "Market value as a share of assessed value",
            Self::TaxesOfMarketPercent => "Yearly taxes as a share of market value",
            Self::LivingArea => "Living area",
            Self::YearBuilt => "Year built",
            Self::NearbyViolations => "Violations nearby",
            Self::NearbyOpenViolations => "Open violations nearby",
            Self::NearestViolationMiles => "Distance to the nearest violation",
            Self::Violations => "Violations on the parcel, else nearby",
            Self::OpenViolations => "Open violations on the parcel, else nearby",
            Self::RecentViolation => "Has a violation with a date",
            Self::CodeViolationSeed => "Found by its violations",
            Self::GuardedProfit => "Profit, where it clears the minimum",
        }
    }

    pub fn unit(self) -> FactUnit {
        match self {
            Self::TaxSale
            | Self::Foreclosure
            | Self::PropertyRecord
            | Self::CodeViolation
            | Self::SaleDate
            | Self::AuctionDate
            | Self::RecentViolation
            | Self::CodeViolationSeed => FactUnit::Truth,
            Self::DefaultAmount | Self::OpeningBid | Self::MarketValue | Self::GuardedProfit => FactUnit::Usd,
            Self::EquityPercent | Self::TaxesOfMarketPercent => FactUnit::Percent,
            Self::LivingArea => FactUnit::Sqft,
            Self::YearBuilt => FactUnit::Year,
            Self::NearestViolationMiles => FactUnit::Miles,
            Self::NearbyViolations | Self::NearbyOpenViolations | Self::Violations | Self::OpenViolations => {
                FactUnit::Count
            }
        }
    }
}

/// A number of a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StepNumber {
    Over,
    AtLeast,
    Below,
    AtMost,
    Points,
    Minus,
    Floor,
    DivideBy,
    Times,
    Cap,
}

impl StepNumber {
    pub fn of(self, step: &Step) -> Option<f64> {
        match self {
            Self::Over => step.over,
            Self::AtLeast => step.at_least,
            Self::Below => step.below,
            Self::AtMost => step.at_most,
            Self::Points => Some(step.points),
            Self::Minus => step.minus,
            Self::Floor => step.floor,
            Self::DivideBy => step.divide_by,
            Self::Times => step.times,
            Self::Cap => step.cap,
        }
    }

    /// Writes the number where the step has one.
    pub fn put(self, step: &mut Step, number: f64) {
        let place = match self {
            Self::Over => &mut step.over,
            Self::AtLeast => &mut step.at_least,
            Self::Below => &mut step.below,
            Self::AtMost => &mut step.at_most,
            Self::Minus => &mut step.minus,
            Self::Floor => &mut step.floor,
            Self::DivideBy => &mut step.divide_by,
            Self::Times => &mut step.times,
            Self::Cap => &mut step.cap,
            Self::Points => {
                step.points = number;
                return;
            }
        };
        if place.is_some() {
            *place = Some(number);
        }
    }

    /// Whether it is in the unit of the fact; else it is in points or a plain factor.
    pub fn is_of_fact(self) -> bool {
        matches!(
            self,
            Self::Over | Self::AtLeast | Self::Below | Self::AtMost | Self::Minus | Self::Floor | Self::DivideBy
        )
    }

    /// Its name where it stands alone.
    pub fn name(self) -> &'static str {
        match self {
            Self::Over => "over",
            Self::AtLeast => "at least",
            Self::Below => "below",
            Self::AtMost => "at most",
            Self::Points => "points",
            Self::Minus => "less",
            Self::Floor => "counted as at least",
            Self::DivideBy => "divided by",
            Self::Times => "times",
            Self::Cap => "points at most",
        }
    }
}

/// A piece of a step in words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    Words(&'static str),
    Number(StepNumber),
}

/// A step as words with its numbers between them: `from 20 gives the number divided by 10 at most 20 points`.
pub fn step_parts(fact: Fact, step: &Step) -> Vec<Part> {
    use StepNumber::*;
    let mut parts = Vec::new();
    for (number, alone, after) in [
        (Over, "over", "and over"),
        (AtLeast, "from", "and from"),
        (Below, "below", "and below"),
        (AtMost, "up to", "to"),
    ] {
        if number.of(step).is_some() {
            parts.push(Part::Words(if parts.is_empty() { alone } else { after }));
            parts.push(Part::Number(number));
        }
    }
    if !parts.is_empty() || fact.unit() != FactUnit::Truth {
        parts.push(Part::Words("gives"));
    }
    let is_scaled = step.minus.is_some() || step.divide_by.is_some() || step.times.is_some();
    if !is_scaled {
        parts.extend([Part::Number(Points), Part::Words("points")]);
        return parts;
    }
    if step.points != 0.0 {
        parts.extend([Part::Number(Points), Part::Words("points, and")]);
    }
    parts.push(Part::Words(match fact.unit() {
        FactUnit::Count => "the number",
        FactUnit::Usd => "the dollars",
        _ => "the value",
    }));
    for (number, words) in
        [(Minus, "less"), (Floor, "but at least"), (DivideBy, "divided by"), (Times, "times"), (Cap, "at most")]
    {
        if number.of(step).is_some() {
            parts.extend([Part::Words(words), Part::Number(number)]);
        }
    }
    parts.push(Part::Words("points"));
    parts
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::score::Profile;

    /// A step as it reads.
    fn sentence(fact: Fact, step: &Step) -> String {
        let words = step_parts(fact, step).into_iter().map(|part| match part {
            Part::Words(words) => words.to_owned(),
            Part::Number(number) => number.of(step).map(|value| value.to_string()).unwrap_or_default(),
        });
        words.collect::<Vec<_>>().join(" ")
    }

    fn check(profile: &str, fact: Fact, expected: &[&str]) {
        let profile = Profile::shipped(profile).unwrap();
        let rule = profile.components.iter().flat_map(|c| &c.rules).find(|rule| rule.fact == fact).unwrap();
        assert_eq!(rule.steps.iter().map(|step| sentence(fact, step)).collect::<Vec<_>>(), expected);
    }

    #[test]
    fn steps_read_as_sentences() {
        check("guide-full", Fact::TaxSale, &["40 points"]);
        check(
            "guide-full",
            Fact::MarketValue,
            &["from 100000 to 400000 gives 30 points", "below 100000 gives 20 points"],
        );
        check(
            "guide-full",
            Fact::NearbyViolations,
            &[
                "from 20 gives the number divided by 10 at most 20 points",
                "from 5 gives the number divided by 10 at most 20 points",
                "over 0 gives the number divided by 10 at most 20 points",
            ],
        );
        check(
            "guarded",
            Fact::GuardedProfit,
            &["gives 50 points, and the dollars less 15000 but at least 0 divided by 35000 times 50 points"],
        );
    }

    #[test]
    fn every_number_of_a_step_is_in_its_words() {
        for profile in Profile::names().map(|name| Profile::shipped(name).unwrap()) {
            for rule in profile.components.iter().flat_map(|c| &c.rules) {
                for step in &rule.steps {
                    let mut blank = step.clone();
                    for part in step_parts(rule.fact, step) {
                        if let Part::Number(number) = part {
                            number.put(&mut blank, -7.5);
                            assert_eq!(number.of(&blank), Some(-7.5));
                        }
                    }
                    let numbers = [
                        blank.over,
                        blank.at_least,
                        blank.below,
                        blank.at_most,
                        blank.minus,
                        blank.floor,
                        blank.divide_by,
                        blank.times,
                        blank.cap,
                    ];
                    assert!(numbers.iter().flatten().all(|number| *number == -7.5), "{step:?}");
                }
            }
        }
    }
}
