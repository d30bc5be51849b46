//! Which learner suits the rows at hand, found out on these rows alone.
//!
//! A few sensible candidates learn from part of the rows and answer for the rest, boosting stopping where the rest says
//! so. The answers are then mixed: again and again the candidate is added that lowers the loss of the mixture most
//! (Caruana et al. 2004). What is mixed in learns again, from all rows. Rows kept for testing are never seen here.

use super::{
    folds::Folds,
    model::{Learner, Model, Task, on_scale},
};
use crate::{
    lanes::Lanes,
    tree::{BoostParams, ForestParams, GrowPolicy, HeldOut, Matrix, TreeParams, TreeProblem, Watch},
};

/// Chooses by inner validation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Auto {
    pub task: Task,
    pub log_target: bool,
    pub seed: u64,
}

/// A candidate, and how it did.
struct Candidate {
    words: &'static str,
    learner: Learner,
    /// Its answers for the rows that were held back.
    answers: Vec<f64>,
    /// Boosting: the best number of rounds in each part.
    rounds: Vec<u32>,
}

const INNER_FOLDS: u32 = 5;
const MOST_ROUNDS: u32 = 1000;
const PATIENCE_ROUNDS: u32 = 40;
/// Candidates added to the mixture, one after the other.
const PICKS: u32 = 20;

impl Auto {
    /// The model and what it is made of, in words. None when the watcher discarded it.
    ///
    /// # Errors
    /// Data that cannot be learned from.
    pub fn fit(
        &self,
        matrix: &Matrix,
        target: &[f64],
        lanes: &dyn Lanes,
        watch: Watch<'_>,
    ) -> Result<Option<(Model, String)>, TreeProblem> {
        let target = on_scale(target, self.log_target)?;
        let mut candidates = self.candidates(matrix.columns().len());
        let folds = match self.task {
            Task::Regression => Folds::shuffled(matrix.rows(), INNER_FOLDS, self.seed),
            Task::Classification => Folds::stratified(&target, INNER_FOLDS, self.seed),
        };
        // Few rows say little: then more of them are held back in turn.
        let parts = match matrix.rows() {
            0..1_000 => INNER_FOLDS as usize,
            1_000..10_000 => 2,
            _ => 1,
        };
        let mut held_target = Vec::new();
        for part in 0..parts {
            let (_, held) = folds.split(part);
            held_target.extend(held.iter().map(|row| target[*row as usize]));
            for candidate in &mut candidates {
                if !candidate.try_on(matrix, &target, &held, lanes, watch)? {
                    return Ok(None);
                }
            }
        }
        let weights = self.mix(&candidates, &held_target);
        let (mut ensembles, mut words) = (Vec::new(), Vec::new());
        for (candidate, weight) in candidates.iter().zip(weights).filter(|(_, weight)| *weight > 0.0) {
            let Some(fitted) = candidate.final_learner().fit(matrix, &target, lanes, watch)? else { return Ok(None) };
            ensembles.push((weight, fitted.ensemble));
            words.push(candidate.words_with(weight));
        }
        Ok(Some((Model { parts: ensembles, log_target: self.log_target }, words.join(" + "))))
    }

    fn candidates(&self, features: usize) -> Vec<Candidate> {
        let boost = Learner::boost(self.task, self.seed);
        let boosting = |tree: TreeParams, learning_rate: f64| {
            let rounds =
                BoostParams { n_estimators: MOST_ROUNDS, early_stopping_rounds: PATIENCE_ROUNDS, ..boost.clone() };
            Learner::Boost(BoostParams { learning_rate, tree, ..rounds })
        };
        let tree = || boost.tree.clone();
        let shallow = TreeParams { max_depth: 4, colsample_bytree: 0.6, min_child_weight: 3.0, ..tree() };
        let leaf_wise = TreeParams {
            max_depth: 0,
            max_leaves: 31,
            grow_policy: GrowPolicy::LeafWise,
            min_samples_leaf: 20,
            colsample_bytree: 0.6,
            ..tree()
        };
        let forest = Learner::forest(self.task, features, self.seed);
        let leaf = match self.task {
            Task::Regression => TreeParams { max_depth: 0, min_samples_leaf: 2, ..forest.tree.clone() },
            Task::Classification => TreeParams { max_depth: 16, min_samples_leaf: 3, ..forest.tree.clone() },
        };
        let candidate = |words, learner| Candidate { words, learner, answers: Vec::new(), rounds: Vec::new() };
        vec![
            candidate("boosting of depth 6", boosting(tree(), 0.05)),
            candidate("boosting of depth 4", boosting(shallow, 0.05)),
            candidate("boosting of 31 leaves", boosting(leaf_wise, 0.05)),
            candidate("forest", Learner::Forest(ForestParams { tree: leaf, ..forest })),
        ]
    }

    /// The share of each candidate in the mixture with the least loss.
    fn mix(&self, candidates: &[Candidate], target: &[f64]) -> Vec<f64> {
        let mut picked = vec![0_u32; candidates.len()];
        let mut sum = vec![0.0; target.len()];
        let mut best = (f64::INFINITY, picked.clone());
        for picks in 1..=PICKS {
            let loss_with = |candidate: &Candidate| {
                let answers = sum.iter().zip(&candidate.answers).map(|(sum, answer)| (sum + answer) / f64::from(picks));
                self.loss(target, answers)
            };
            let losses = candidates.iter().map(loss_with).enumerate();
            let Some((place, loss)) = losses.min_by(|a, b| a.1.total_cmp(&b.1)) else { break };
            picked[place] += 1;
            sum.iter_mut().zip(&candidates[place].answers).for_each(|(sum, answer)| *sum += answer);
            if loss < best.0 {
                best = (loss, picked.clone());
            }
        }
        let all: u32 = best.1.iter().sum();
        best.1.iter().map(|picks| f64::from(*picks) / f64::from(all.max(1))).collect()
    }

    fn loss(&self, target: &[f64], answers: impl Iterator<Item = f64>) -> f64 {
        let loss = |(y, p): (&f64, f64)| match self.task {
            Task::Regression => (y - p) * (y - p),
            Task::Classification => {
                let p = p.clamp(1e-15, 1.0 - 1e-15);
                -libm::log(if *y > 0.5 { p } else { 1.0 - p })
            }
        };
        target.iter().zip(answers).map(loss).sum()
    }
}

impl Candidate {
    /// Learns from all rows but those held back, and answers for these. False when the watcher discarded it.
    fn try_on(
        &mut self,
        matrix: &Matrix,
        target: &[f64],
        held: &[u32],
        lanes: &dyn Lanes,
        watch: Watch<'_>,
    ) -> Result<bool, TreeProblem> {
        let mut is_held = vec![false; matrix.rows()];
        held.iter().for_each(|row| is_held[*row as usize] = true);
        let fitted = match &self.learner {
            Learner::Boost(params) => {
                let params = BoostParams { held_out: HeldOut::Rows(is_held), ..params.clone() };
                Learner::Boost(params).fit(matrix, target, lanes, watch)?
            }
            forest @ Learner::Forest(_) => {
                let learned: Vec<u32> = (0..matrix.rows() as u32).filter(|row| !is_held[*row as usize]).collect();
                let learned_target: Vec<f64> = learned.iter().map(|row| target[*row as usize]).collect();
                forest.fit(&matrix.take(&learned), &learned_target, lanes, watch)?
            }
        };
        let Some(fitted) = fitted else { return Ok(false) };
        self.answers.extend(fitted.ensemble.predict(&matrix.take(held), lanes)?);
        let losses = fitted.held_out_losses.iter().enumerate();
        if let Some((round, _)) = losses.min_by(|a, b| a.1.total_cmp(b.1)) {
            self.rounds.push(round as u32 + 1);
        }
        Ok(true)
    }

    /// The same with as many rounds as were best on average.
    fn final_learner(&self) -> Learner {
        match &self.learner {
            Learner::Boost(params) => Learner::Boost(BoostParams {
                n_estimators: self.mean_rounds(),
                early_stopping_rounds: 0,
                held_out: HeldOut::None,
                ..params.clone()
            }),
            forest @ Learner::Forest(_) => forest.clone(),
        }
    }

    fn mean_rounds(&self) -> u32 {
        let parts = self.rounds.len().max(1) as u32;
        (self.rounds.iter().sum::<u32>() / parts).max(1)
    }

    fn words_with(&self, weight: f64) -> String {
        let rounds = match self.learner {
            Learner::Boost(_) => format!(", {} rounds", self.mean_rounds()),
            Learner::Forest(_) => String::new(),
        };
        format!("{:.0} % {}{rounds}", weight * 100.0, self.words)
    }
}
