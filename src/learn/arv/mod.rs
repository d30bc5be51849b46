//! Leads and what is known of their values -> an ARV model that says how sure it is.
//!
//! In: leads, the sales joined to them, an [`ArvRecipe`]. [`ArvRows`] are what is learned from: each row left out has a
//! reason, each column refused has evidence. Out of [`train`]: an [`ArvModel`], which answers for any lead with a range
//! or says why it does not, and an [`ArvReport`] measured on rows that the model has not seen.
//!
//! | file | what happens there |
//! |---|---|
//! | `recipe` | what is learned, how, and from which rows |
//! | `rows` | leads become rows: value, features, exclusions, refusals |
//! | `fit` | features of the neighbourhood out of fold, then trees |
//! | `domain` | which houses the model may speak for |
//! | `model` | the model in use |
//! | `explain` | why it says what it says of one house |
//! | `train` | test rows set aside, folds, ranges, the final fit |
//! | `tune` | which parameters suit the rows to learn from |
//! | `adopt` | another library's trees, measured here |
//! | `report` | how good it is, and against what |

mod adopt;
mod domain;
mod explain;
mod fit;
mod model;
mod recipe;
mod report;
mod rows;
mod train;
mod tune;

pub use adopt::{Matched, adopt};
pub use explain::ArvExplanation;
pub use model::{ArvModel, ArvPlan};
pub use recipe::{ArvLearner, ArvRecipe, ArvTarget};
pub use report::{ArvReport, Baseline, BigMiss};
pub use rows::{ArvCases, ArvRows, Diagnostics};
pub use train::{TrainedArv, train, train_in_full};
pub use tune::tune;
