//! Trees: a matrix goes in, an ensemble comes out; an ensemble and a matrix go in, answers and their reasons come out.
//!
//! Nothing here knows of tables, houses or files: columns have names and numbers, and that is all.
//!
//! # From `fit` to a leaf
//!
//! ```text
//! Matrix ─bins─> Bins ─groups─> Group ─boost─> Entry, Sum ─grow: seek, split, partition─> GrownTree ─┬plant> Ensemble
//!                  └────lines─> Lines ─forest─> Drawn, Sum ─wood: split, lines──────────> WoodTree ──┘
//!
//! Ensemble, Matrix ─bind─> Bound ─┬─predict: Plan, Block, scan or walk─> margins ─link─> answers
//!                                 └─contributions─> what each feature adds to the margins
//! ```
//!
//! Read the files in this order; each opens with what comes in and what goes out.
//!
//! | file | what happens there |
//! |---|---|
//! | `matrix`, `params`, `learner` | what a fit is given: columns, parameters, labels, somebody who watches |
//! | `check`, `problem` | parameters and labels are judged once; from there on nobody doubts them |
//! | `bins` | every cell becomes a byte, the number of its bin; bin 0 is "missing" |
//! | `groups` | the bytes again, rows side by side, at most eight bytes a group, as histograms read them |
//! | `loss` | gradients, hessians, starts |
//! | `fixed` | gradient and hessian as whole numbers: a row's in one word (`Entry`), their sums in another (`Sum`) |
//! | `boost` | the rounds: scale, grow, plant, add the leaves to the scores, take the gradients there |
//! | `grow` | one tree: which node next, whose rows go where; a node is a range of the entries |
//! | `seek` | the histograms of two children: the smaller is counted, the larger is the parent's less that |
//! | `split` | the best cut of one column of one node, found in its histogram |
//! | `cuts` | all cuts of a column of numbers judged at once |
//! | `partition` | the rows of a node become those of its children, in place; not above leaves that need not know theirs |
//! | `plant` | bins become thresholds and sets again: the tree joins the [`Ensemble`] |
//! | `forest`, `wood`, `lines` | the same for forests: a node sees few columns, a thread has a tree to itself |
//! | `order` | everything that is sorted |
//! | `sampling`, `random` | what is drawn, and by which numbers |
//! | `ensemble` | the trees as flat columns of nodes, and what one node does with a value |
//! | `bind` | an ensemble's features found in a matrix by name |
//! | `predict` | from a matrix to answers; the plain way down a tree ([`Ensemble::leaf`]), which others must equal |
//! | `predict/plan`, `block` | each comparison becomes one of bytes; 64 rows as such bytes |
//! | `predict/scan` | trees of depth 6 and less: every test, many rows at once |
//! | `predict/walk` | deeper trees: sixteen rows go down side by side |
//! | `wide` | `cuts` and `predict/scan` at the width that the processor has |
//! | `contributions/` | what each feature adds to a margin |
//! | `importance` | what each feature does for the ensemble as a whole |
//! | `interchange/` | models of XGBoost, LightGBM and ONNX, read and written |
//! | `digest` | an ensemble's name: a hash of all that is in it |
//!
//! # What holds
//!
//! - **Sums are whole numbers.** For each tree the gradients are scaled by a power of two and rounded; from there on
//!   sums are exact, whoever adds in which order. So neither the number of threads nor the machine changes a bit of a
//!   model: `tests/it/tree_digest.rs` holds digests that native code and WebAssembly must both come to.
//! - **Children stand behind their parent, side by side**; every node is reached once. [`Ensemble::push_tree`] refuses
//!   any other tree, wherever it comes from, so whoever walks needs no check and always arrives.
//! - **Rows stay in order** within a node, whatever parted them. So a block of rows finds its own in any node by a
//!   binary search, and a forest's leaf adds up its targets in one order.
//! - **Boosting without sampling does not depend on the order of the rows.** (Where hessians differ, the scale is the
//!   power of two below a limit that rests on f64 sums; two orders could differ only if these lay within rounding of
//!   one.) Row sampling, rows held out by share, and forests draw by row number, so for them the order of the rows is
//!   part of the input, as the seed is.
//! - **Nothing random has a past.** A number is drawn for a seed, a purpose, a tree, a node, a row: trees may grow in
//!   any order.
//! - **Of columns that gain equally the first wins.**
//!
//! # Missing values
//!
//! NaN and [`MISSING_CODE`] are missing. A split sends them to the side where they gain more; a node that saw none
//! sends them to its heavier side. A category that the model never met is missing. So is a zero where an imported model
//! says so ([`FeatureKind::Number`]). Nothing is ever filled in.
//!
//! # How exact
//!
//! - Thresholds are f64, halfway between two values that occur. A number goes left when it is at most the threshold.
//! - Boosting takes its steps in f32, so the leaves it grows are numbers that an f32 holds, and go to XGBoost's format
//!   as they are. A forest's leaves are means of the targets themselves, in f64.
//! - Own ensembles read f64 and sum in f64, leaves first, in the order of the trees, then share and base.
//! - An ensemble from XGBoost, or from ONNX with f32 input, is [`Precision::Single`]: numbers are rounded to f32 before
//!   they meet a threshold, and sums of leaves are f32, tree after tree from the base on, as XGBoost's are.
//! - Contributions are f64 and add up to the margin but for rounding, which for f32 sums is that of f32.
//! - A fit takes at most 2²⁴ - 1 rows: that is what a sum can count.
//!
//! # Whose formulas
//!
//! Boosting and the leaves of the absolute and the quantile loss: Friedman, "Greedy Function Approximation", 2001. Gain
//! and leaf value: Chen, Guestrin, "XGBoost", 2016. Sampling by gradient: Ke et al., "LightGBM", 2017. Order of
//! categories: Fisher, "On Grouping for Maximum Homogeneity", 1958. Gradients of few bits: Shi et al., "Quantized
//! Training of Gradient Boosting Decision Trees", 2022. Forests and permutation importance: Breiman, "Random Forests",
//! 2001. Random cuts: Geurts et al., "Extremely Randomized Trees", 2006. Random numbers: Steele, Lea, Flood, "Fast
//! Splittable Pseudorandom Number Generators", 2014. Contributions: Lundberg, Erion, Lee, 2018; Owen, 1972; Yu et al.,
//! 2022; Saabas, 2014. Each stands again beside the code that follows it.
//!
//! # In fifteen lines
//!
//! ```
//! use leadscore::{lanes::Inline, tree::{BoostParams, ContributionMethod, Labels, Matrix, unwatched}};
//!
//! let area: Vec<f64> = (0..200).map(|row| f64::from(60 + row * 37 % 140)).collect();
//! let age: Vec<f64> = (0..200).map(|row| if row % 9 == 0 { f64::NAN } else { f64::from(row * 17 % 80) }).collect();
//! let price: Vec<f64> = area.iter().zip(&age).map(|(area, age)| area * 1500.0 - age.max(0.0) * 400.0).collect();
//! let houses = Matrix::from_numbers([("area", area), ("age", age)])?;
//!
//! let boosting = BoostParams { n_estimators: 50, ..BoostParams::default() }.check()?;
//! let fitted = boosting.fit(&houses, &Labels::new(&price), &Inline, &mut unwatched)?;
//! let model = fitted.ok_or("discarded")?.ensemble;
//!
//! let answers = model.predict(&houses, &Inline)?;
//! let shares = model.contributions(&houses, &Inline, ContributionMethod::Exact)?;
//! for ((row, answer), price) in answers.iter().enumerate().zip(&price) {
//!     assert!((answer - price).abs() < 10_000.0);
//!     assert!((shares.base[0] + shares.of(row, 0).iter().sum::<f64>() - answer).abs() < 1e-6);
//! }
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod bind;
mod bins;
mod boost;
mod check;
mod contributions;
mod cuts;
mod digest;
mod ensemble;
mod fixed;
mod forest;
mod groups;
mod grow;
mod importance;
pub mod interchange;
mod learner;
mod lines;
mod loss;
mod matrix;
mod order;
mod params;
mod partition;
mod plant;
mod predict;
mod problem;
mod random;
mod sampling;
mod seek;
mod split;
mod wide;
mod wood;

pub use bind::Bound;
pub use bins::Bins;
pub use boost::Boosting;
pub use contributions::{ContributionMethod, Contributions};
pub use ensemble::{Combine, Draft, Ensemble, Feature, FeatureKind, Link, Nodes, Precision, Rule, Tree};
pub use forest::Forest;
pub use importance::{FeatureImportance, PermutationImportances, PermutationParams, permutation_importances};
pub use learner::{FitResult, Fitted, Labels, Progress, Verdict, Watch, unwatched};
pub use matrix::{MISSING_CODE, Matrix, MatrixColumn, Values};
pub use params::{BoostParams, ForestParams, ForestTask, GrowPolicy, HeldOut, Loss, Monotone, RowSampling, TreeParams};
pub use predict::Predictor;
pub use problem::TreeProblem;
