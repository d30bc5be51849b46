//! Profiles: weights, rules, thresholds and deal assumptions, as data in TOML.

use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::{
    assumptions::DealAssumptions,
    blend::Blend,
    fact::Fact,
    guardrail::Guardrail,
    profile_text::{self, Fault},
    profile_toml,
};
use crate::layout::Source;

/// How leads are scored. `src/score/profiles/` has the shipped ones, commented.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Profile {
    pub name: String,
    pub title: String,
    pub description: String,
    pub tier_basis: TierBasis,
    /// Decimals to which scores are rounded after the tier is decided; absent = not rounded.
    pub decimals: Option<u8>,
    /// Leads that none of these lists names are left out; empty = all are scored.
    #[serde(default)]
    pub leads_of: Vec<Source>,
    pub tiers: Thresholds,
    pub guardrail: Option<Guardrail>,
    /// How a lead model moves the score.
    #[serde(default)]
    pub blend: Blend,
    pub components: Vec<Component>,
    /// Added to the weighted sum.
    #[serde(default)]
    pub bonuses: Vec<Bonus>,
    #[serde(default = "standard_assumptions")]
    pub deal: DealAssumptions,
}

/// Which score the tier is decided by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TierBasis {
    Rule,
    /// The score that a lead model has moved; where no model speaks, the rule score.
    Adjusted,
}

impl TierBasis {
    pub fn code(self) -> &'static str {
        match self {
            Self::Rule => "rule",
            Self::Adjusted => "adjusted",
        }
    }
}

/// Lower bounds of the tiers A, B, C; D is the rest. They compare with the score before rounding.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Thresholds {
    pub a: f64,
    pub b: f64,
    pub c: f64,
}

/// One part of the score, 0 to 100 points, and its weight in the whole.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Component {
    /// For people.
    pub name: String,
    /// Which of the four score columns of exports shows it.
    pub column: Option<ScoreColumn>,
    pub weight: f64,
    #[serde(default)]
    pub start: f64,
    #[serde(default)]
    pub rules: Vec<Rule>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ScoreColumn {
    DistressScore,
    ValueScore,
    LocationScore,
    UrgencyScore,
}

/// Points for a fact: of the steps, the first that it meets counts.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    pub fact: Fact,
    /// All of these must hold too.
    #[serde(default)]
    pub when: Vec<Condition>,
    pub steps: Vec<Step>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Condition {
    pub fact: Fact,
    pub over: f64,
}

/// Within the given bounds, `points + min(cap, max(floor, fact - minus) / divide_by * times)`; without any of these,
/// `points`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Step {
    pub over: Option<f64>,
    pub at_least: Option<f64>,
    pub below: Option<f64>,
    pub at_most: Option<f64>,
    #[serde(default)]
    pub points: f64,
    pub minus: Option<f64>,
    pub floor: Option<f64>,
    pub divide_by: Option<f64>,
    pub times: Option<f64>,
    pub cap: Option<f64>,
    pub reason: Option<String>,
}

impl Step {
    fn is_finite(&self) -> bool {
        let bounds = [self.over, self.at_least, self.below, self.at_most];
        let terms = [Some(self.points), self.minus, self.floor, self.divide_by, self.times, self.cap];
        bounds.into_iter().chain(terms).flatten().all(f64::is_finite)
    }

    pub(super) fn is_met(&self, fact: f64) -> bool {
        self.over.is_none_or(|bound| fact > bound)
            && self.at_least.is_none_or(|bound| fact >= bound)
            && self.below.is_none_or(|bound| fact < bound)
            && self.at_most.is_none_or(|bound| fact <= bound)
    }

    pub(super) fn points_for(&self, fact: f64) -> f64 {
        if self.minus.is_none() && self.divide_by.is_none() && self.times.is_none() {
            return self.points;
        }
        let mut scaled = fact - self.minus.unwrap_or(0.0);
        if let Some(floor) = self.floor {
            scaled = scaled.max(floor);
        }
        if let Some(divisor) = self.divide_by {
            scaled /= divisor;
        }
        if let Some(factor) = self.times {
            scaled *= factor;
        }
        if let Some(cap) = self.cap {
            scaled = scaled.min(cap);
        }
        if self.points == 0.0 { scaled } else { self.points + scaled }
    }
}

/// Points on the whole score when a fact is known.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Bonus {
    pub fact: Fact,
    pub points: f64,
}

/// Why a profile cannot be used.
#[derive(Debug, Error)]
pub enum ProfileError {
    #[error("no profile is called `{0}`; there are guide, guide-full and guarded, or give the path of a .toml file")]
    Unknown(String),
    #[error("line {line}, column {column}: {message}")]
    Syntax { line: usize, column: usize, message: String },
    #[error("the profile is not usable: {0}")]
    Rule(String),
}

impl ProfileError {
    fn of(fault: Fault, text: &str) -> Self {
        let before = fault.at.and_then(|at| text.get(..at)).unwrap_or_default();
        let in_line = before.rsplit('\n').next().unwrap_or_default();
        Self::Syntax {
            line: before.matches('\n').count() + 1,
            column: in_line.chars().count() + 1,
            message: fault.message,
        }
    }
}

/// The shipped profiles by name, as their texts (`profiles/*.toml`) read: the worker that every visitor loads needs no
/// reader of TOML. A test holds text and bytes together, and makes the bytes anew when told to.
const SHIPPED: [(&str, &[u8]); 3] = [
    ("guide", include_bytes!("profiles/guide.bin")),
    ("guide-full", include_bytes!("profiles/guide-full.bin")),
    ("guarded", include_bytes!("profiles/guarded.bin")),
];

impl Profile {
    /// Score columns there are room for.
    pub const MAX_COMPONENTS: usize = 4;
    /// Reasons are kept as bits of a u64.
    pub const MAX_REASONS: usize = 64;

    pub fn names() -> impl Iterator<Item = &'static str> {
        SHIPPED.iter().map(|(name, _)| *name)
    }

    pub fn shipped(name: &str) -> Result<Self, ProfileError> {
        let bytes = SHIPPED.iter().find(|(shipped, _)| *shipped == name).map(|(_, bytes)| *bytes);
        let bytes = bytes.ok_or_else(|| ProfileError::Unknown(name.to_owned()))?;
        postcard::from_bytes(bytes).map_err(|problem| ProfileError::Rule(problem.to_string()))
    }

    /// Reads a profile file.
    pub fn parse(text: &str) -> Result<Self, ProfileError> {
        let profile: Self = profile_text::read(text).map_err(|fault| ProfileError::of(fault, text))?;
        profile.check()?;
        Ok(profile)
    }

    /// Writes a profile file; reading it gives the same profile.
    pub fn to_toml(&self) -> Result<String, ProfileError> {
        profile_toml::write(self).map_err(|fault| ProfileError::Rule(fault.to_string()))
    }

    /// Whether it can be used: numbers are finite, thresholds fall, there is room for what it has.
    pub fn check(&self) -> Result<(), ProfileError> {
        let fail = |message: String| Err(ProfileError::Rule(message));
        let Thresholds { a, b, c } = self.tiers;
        if !(a >= b && b >= c) {
            return fail(format!("thresholds must fall: a {a}, b {b}, c {c}"));
        }
        if self.components.is_empty() || self.components.len() > Self::MAX_COMPONENTS {
            return fail(format!("{} components; there must be 1 to {}", self.components.len(), Self::MAX_COMPONENTS));
        }
        if self.reasons().count() > Self::MAX_REASONS {
            return fail(format!("{} steps with a reason; at most {}", self.reasons().count(), Self::MAX_REASONS));
        }
        let numbers = self.components.iter().flat_map(|c| [c.weight, c.start]).chain([a, b, c, self.blend.weight]);
        if numbers.chain(self.bonuses.iter().map(|bonus| bonus.points)).any(|n| !n.is_finite()) {
            return fail("weights, points and thresholds must be finite numbers".to_owned());
        }
        let steps = || self.components.iter().flat_map(|c| &c.rules).flat_map(|rule| &rule.steps);
        if steps().any(|step| !step.is_finite()) {
            return fail("the numbers of every step must be finite".to_owned());
        }
        if steps().any(|step| step.divide_by == Some(0.0)) {
            return fail("a step divides by 0".to_owned());
        }
        let is_code = |code: &str| code.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_') && !code.is_empty();
        if let Some(reason) = self.reasons().find(|reason| !is_code(reason)) {
            return fail(format!("reason `{reason}` must be a code of letters, digits and underscores"));
        }
        if self.deal.numbers().into_iter().any(|number| !number.is_finite()) {
            return fail("the deal assumptions must be finite numbers".to_owned());
        }
        if self.deal.repairs.levels.is_empty() {
            return fail("deal.repairs.levels is empty".to_owned());
        }
        Ok(())
    }

    /// The steps with a reason, in the order of the profile; the n-th one is bit n of a lead's reasons.
    pub fn reasons(&self) -> impl Iterator<Item = &str> {
        let steps = self.components.iter().flat_map(|c| &c.rules).flat_map(|rule| &rule.steps);
        steps.filter_map(|step| step.reason.as_deref())
    }
}

fn standard_assumptions() -> DealAssumptions {
    // proof: shipped with the code, and a test holds them against their text.
    postcard::from_bytes(include_bytes!("profiles/deal.bin")).expect("the shipped deal assumptions are valid")
}
