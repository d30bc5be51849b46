//! What to learn and how well it is learned: matrix and target in, models and figures out.
//!
//! In: a [`Matrix`](crate::tree::Matrix), a target, and parameters by the names that XGBoost and scikit-learn give them.
//! Out: a [`Model`] and its [`Metrics`] on rows it has not seen. How trees grow is the engine's business
//! ([`tree`](crate::tree)); how a table becomes a matrix is [`feature`](crate::feature)'s.

mod auto;
mod cross_validation;
mod folds;
mod judgement;
mod metric;
mod model;
pub mod params;
mod target;

pub use auto::Auto;
pub use cross_validation::{CrossValidation, Learned, Plan, Tested};
pub use folds::Folds;
pub use judgement::{ArvAnswer, ArvJudgement, Judgements, LeadJudgement, Outside, Standing};
pub use metric::{ClassificationMetrics, Metrics, RegressionMetrics, median};
pub use model::{Learner, Model, Recipe, Task};
pub use target::{Classes, Target, TargetProblem};
