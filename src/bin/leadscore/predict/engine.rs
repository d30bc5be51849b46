//! The model as it answers, with what it takes to explain an answer.

use leadscore::{
    lanes::Lanes,
    tree::{Ensemble, Matrix, TreeProblem},
};

use crate::{args::Predict, model::Model};

/// Contributions share a margin out by how many training rows came by each node. Some formats (ONNX) do not keep that:
/// then the first rows of the input stand in for the training rows.
pub struct Engine {
    ensemble: Ensemble,
    lacks_covers: bool,
}

impl Engine {
    pub fn new(model: &Model, command: &Predict) -> Self {
        let ensemble = model.ensemble().clone();
        Self { lacks_covers: command.contributions && lacks_covers(&ensemble), ensemble }
    }

    /// Takes from these rows what the model lacks; true when it did lack something.
    pub fn prepare(&mut self, matrix: &Matrix, lanes: &dyn Lanes) -> Result<bool, TreeProblem> {
        let lacked = std::mem::take(&mut self.lacks_covers);
        if lacked {
            self.ensemble = self.ensemble.with_covers_of(matrix, lanes)?;
        }
        Ok(lacked)
    }

    pub fn ensemble(&self) -> &Ensemble {
        &self.ensemble
    }
}

/// Whether a split does not know how to weigh its children.
fn lacks_covers(ensemble: &Ensemble) -> bool {
    let nodes = ensemble.nodes();
    (0..nodes.len()).filter(|node| !nodes.is_leaf(*node)).any(|node| {
        let (left, right) = nodes.children(node);
        let both = nodes.cover(left) + nodes.cover(right);
        !(both > 0.0 && both.is_finite())
    })
}
