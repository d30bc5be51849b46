//! Leads and what came of them -> a lead model: the chance that a lead is a good one.
//!
//! In: scored leads, the outcomes joined to them, a [`LeadRecipe`]. Out of [`train`]: a [`LeadModel`] and a
//! [`LeadReport`] measured on leads that the model has not seen. A model of tier A imitates the rule score, and says so;
//! only outcomes teach what the rules do not know. With few of them the model corrects the rule score instead of
//! replacing it, and where it does not beat the rule, the rule stays in charge.
//!
//! | file | what happens there |
//! |---|---|
//! | `recipe` | what counts as a good lead |
//! | `rows` | leads become rows: label, rule score, features |
//! | `remedy` | no good lead at all: what to do |
//! | `fit` | the trees, on the features or on top of the rule |
//! | `contest` | few good leads: does the model beat the rule? |
//! | `model` | the model in use |
//! | `explain` | why it says what it says of one lead |
//! | `train` | test rows set aside, calibration, the final fit |
//! | `tune` | which parameters suit the rows to learn from |
//! | `report` | how good it is |

mod contest;
mod explain;
mod fit;
mod model;
mod recipe;
mod remedy;
mod report;
mod rows;
mod train;
mod tune;

pub use contest::Contest;
pub use explain::LeadExplanation;
pub use model::{LeadModel, LeadPlan};
pub use recipe::{LeadLabel, LeadRecipe};
pub use remedy::NoPositives;
pub use report::LeadReport;
pub use rows::{LeadCases, LeadDiagnostics, LeadRows, Scored};
pub use train::{TrainedLead, train, train_in_full};
pub use tune::tune;
