//! What to learn and how well it is learned: matrix and target in, models and figures out.
//!
//! In: a [`Matrix`](crate::tree::Matrix), a target, and parameters by the names that XGBoost and scikit-learn give them.
//! Out: a [`Model`] and its [`Metrics`] on rows it has not seen. How trees grow is the engine's business
//! ([`tree`](crate::tree)); how a table becomes a matrix is [`feature`](crate::feature)'s.

pub mod arv;
mod auto;
mod average;
mod baseline;
mod binned;
mod calibration;
mod category_means;
mod comparison;
mod conformal;
mod coverage;
mod cross_validation;
mod difficulty;
mod distribution;
mod explanation;
mod folds;
mod judgement;
pub mod lead;
mod leakage;
mod lift;
mod merge;
mod metric;
mod mixture;
mod model;
pub mod params;
mod partial;
mod problem;
mod progress;
mod ratio_study;
mod roc;
mod sales;
mod target;
mod tuning;
mod uncertainty;
mod usable;
mod weighing;

pub use auto::{Auto, Chosen, Stage, Tried};
pub use average::{mean, median};
pub use baseline::Line;
pub use binned::{Density, DensityCell, Histogram};
pub use calibration::Calibration;
pub use category_means::{CategoryMeans, ColumnMeans};
pub use comparison::{ComparedFigure, Side, compare};
pub use conformal::{Conformal, ConformalProblem, Sample, Tails, fewest_rows};
pub use coverage::{Coverage, Covered, Intervals, Unseen};
pub use cross_validation::{CrossValidation, Learned, Plan, Tested};
pub use difficulty::{Difficulty, Factor};
pub use distribution::{Interval, normal_quantile, student_t_quantile, wilson};
pub use explanation::{Cell, Contribution, Explanation, likeness};
pub use folds::Folds;
pub use judgement::{ArvAnswer, ArvJudgement, Judgements, LeadJudgement, Outside, Standing};
pub use leakage::{Guard, Refusal, RefusalReason};
pub use lift::{Capacity, Gain, ReliabilityBin, Threshold, at_capacity, gains, reliability, threshold_for};
pub use metric::{ClassificationMetrics, Metrics, RegressionMetrics, relative_errors, within};
pub use model::{Body, Learner, Model, Part, Recipe, Task};
pub use partial::{PartialAnswers, PartialDependence};
pub use problem::LearnProblem;
pub use progress::{TrainProgress, TrainStage, TrainWatch};
pub use ratio_study::{Finding, PriceRelatedBias, RatioStudy, modified_kakwani_index};
pub use roc::{RocAuc, average_precision, roc_auc};
pub use sales::{Exclusion, SaleRules, ValidSale, ValidSales};
pub use target::{Classes, Target, TargetProblem};
pub use tuning::{
    Allowance, Better, BoostChoice, Choice, ForestChoice, Member, StackMember, TriedChoice, TriedStack, Tuned, Tuning,
    TuningReport,
};
pub use uncertainty::{Difference, Estimate, Resampling};
pub use weighing::{FeatureWeight, NOISE};
