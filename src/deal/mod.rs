//! Lead and score -> [`Deal`]: what the house is worth repaired, what to pay for it, what is left.
//!
//! In: a lead, its score, the [`DealAssumptions`](crate::score::DealAssumptions) of a profile. Out: ARV, repairs, the
//! 70 % rule, return, risks and a recommendation, in US dollars (FACTS 9). It trains nothing and runs no
//! model: a model's ARV comes in, and without one ARV is the appraiser's market value or a city average, and the
//! method says so.

mod analysis;
mod arv;
mod offer;
mod repair;

pub use analysis::{Acquisition, Confidence, Deal, DealInput, Given, Opportunity, Risk, analyze, input};
pub use arv::{Arv, ArvBasis, METHOD_OF_MODEL, ModelArv, arv_of};
pub use offer::{Return, Rung, return_on, rungs};
pub use repair::{Repair, repair_of};

#[cfg(test)]
mod tests;
