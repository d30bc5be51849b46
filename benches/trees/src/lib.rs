//! What the native bench and the one in WebAssembly share, so that both do the same: the tasks and the recipes.
//!
//! In: the numbers of a task as `tasks.py` wrote them. Out: a matrix with a target, a model by one of the recipes, and
//! how good it is. It reads no clock and no file.

mod quality;
mod recipe;
mod task;

pub use recipe::Recipe;
pub use task::{Kind, Task};
