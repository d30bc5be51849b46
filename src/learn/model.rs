//! Matrix and target -> a model that answers in the target's own units.

use super::{baseline::Line, category_means::CategoryMeans};
use crate::{
    lanes::Lanes,
    tree::{
        BoostParams, Ensemble, FitResult, ForestParams, ForestTask, Labels, Loss, Matrix, RowSampling, TreeParams,
        TreeProblem, Watch,
    },
};

/// What is learned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Task {
    /// A number.
    Regression,
    /// The chance that a target of 0 or 1 is 1.
    Classification,
}

/// What learns, and how it was told to.
#[derive(Clone, Debug, PartialEq)]
pub enum Learner {
    Boost(BoostParams),
    Forest(ForestParams),
}

impl Learner {
    /// Boosting as it is when nothing else is said: 400 rounds of depth 6 at a rate of 0.05, on 70 % of the rows and 80 %
    /// of the columns.
    pub fn boost(task: Task, seed: u64) -> BoostParams {
        BoostParams {
            loss: match task {
                Task::Regression => Loss::Squared,
                Task::Classification => Loss::Logistic,
            },
            n_estimators: 400,
            learning_rate: 0.05,
            sampling: RowSampling::Share(0.7),
            tree: TreeParams { colsample_bytree: 0.8, ..BoostParams::default().tree },
            seed,
            ..BoostParams::default()
        }
    }

    /// The forest when nothing else is said: 200 trees of depth 12, each split among half of the columns for numbers and
    /// among the root of their count for chances. A third for numbers (Hastie et al. 2009, section 15.3) is too few where
    /// two or three of them, such as place and area, say nearly all.
    pub fn forest(task: Task, features: usize, seed: u64) -> ForestParams {
        let features = features.max(1) as f64;
        let (task, columns) = match task {
            Task::Regression => (ForestTask::Regression, features / 2.0),
            Task::Classification => (ForestTask::Classification, features.sqrt()),
        };
        let colsample_bynode = columns.floor().max(1.0) / features;
        let tree = TreeParams { max_depth: 12, colsample_bynode, ..ForestParams::default().tree };
        ForestParams { task, n_estimators: 200, tree, seed, ..ForestParams::default() }
    }

    /// Grows the trees. None when the watcher discarded them.
    pub fn fit(&self, matrix: &Matrix, target: &[f64], lanes: &dyn Lanes, watch: Watch<'_>) -> FitResult {
        let labels = Labels::new(target);
        match self {
            Self::Boost(params) => params.clone().check()?.fit(matrix, &labels, lanes, watch),
            Self::Forest(params) => params.clone().check()?.fit(matrix, &labels, lanes, watch),
        }
    }

    /// Whether the parameters make sense together, before anything is read or grown.
    ///
    /// # Errors
    /// The first that does not.
    pub fn check(&self) -> Result<(), TreeProblem> {
        match self {
            Self::Boost(params) => params.clone().check().map(drop),
            Self::Forest(params) => params.clone().check().map(drop),
        }
    }

    pub fn name(&self) -> &'static str {
        match self {
            Self::Boost(_) => "boost",
            Self::Forest(_) => "forest",
        }
    }
}

/// A learner, and the scale on which it learns.
#[derive(Clone, Debug, PartialEq)]
pub struct Recipe {
    pub learner: Learner,
    /// Learn ln of the target and answer e^ of that, without correcting for the mean of the errors.
    pub log_target: bool,
}

impl Recipe {
    /// None when the watcher discarded the fit.
    ///
    /// # Errors
    /// Parameters that do not fit together or the data, a target of 0 or below on the logarithmic scale.
    pub fn fit(
        &self,
        matrix: &Matrix,
        target: &[f64],
        lanes: &dyn Lanes,
        watch: Watch<'_>,
    ) -> Result<Option<Model>, TreeProblem> {
        let scaled = on_scale(target, self.log_target)?;
        let fitted = self.learner.fit(matrix, &scaled, lanes, watch)?;
        Ok(fitted.map(|fitted| Model {
            parts: vec![Part { weight: 1.0, means: None, body: Body::Trees(Box::new(fitted.ensemble)) }],
            log_target: self.log_target,
        }))
    }
}

/// The target as it is learned.
pub(super) fn on_scale(target: &[f64], log_target: bool) -> Result<Vec<f64>, TreeProblem> {
    if !log_target {
        return Ok(target.to_vec());
    }
    if let Some(row) = target.iter().position(|y| *y <= 0.0) {
        let expected = "a target that is learned as its logarithm is above 0";
        return Err(TreeProblem::Target { row, found: target[row], expected });
    }
    Ok(target.iter().map(|y| libm::log(*y)).collect())
}

/// What was learned: ensembles whose answers are averaged by weight.
#[derive(Clone, Debug, PartialEq)]
pub struct Model {
    pub parts: Vec<Part>,
    /// Whether the answer is e^ of that.
    pub log_target: bool,
}

/// One of them.
#[derive(Clone, Debug, PartialEq)]
pub struct Part {
    /// Those of all parts add up to 1.
    pub weight: f64,
    /// The columns that it reads in another form.
    pub means: Option<CategoryMeans>,
    pub body: Body,
}

/// What answers.
#[derive(Clone, Debug, PartialEq)]
pub enum Body {
    Trees(Box<Ensemble>),
    /// The mean of some lines.
    Lines(Vec<Line>),
}

impl Body {
    fn predict(&self, matrix: &Matrix, lanes: &dyn Lanes) -> Result<Vec<f64>, TreeProblem> {
        match self {
            Self::Trees(ensemble) => ensemble.predict(matrix, lanes),
            Self::Lines(lines) => {
                let mut answers = vec![0.0; matrix.rows()];
                for line in lines {
                    let share = 1.0 / lines.len() as f64;
                    answers
                        .iter_mut()
                        .zip(line.answers(matrix))
                        .for_each(|(answer, of_line)| *answer += share * of_line);
                }
                Ok(answers)
            }
        }
    }
}

impl Model {
    /// The answer for each row, in the target's units.
    ///
    /// # Errors
    /// A column that the model needs and the matrix does not have.
    pub fn predict(&self, matrix: &Matrix, lanes: &dyn Lanes) -> Result<Vec<f64>, TreeProblem> {
        let mut answers = vec![0.0; matrix.rows()];
        let mut view: Option<(&CategoryMeans, Matrix)> = None;
        for Part { weight, means, body } in &self.parts {
            let part = match means {
                None => body.predict(matrix, lanes)?,
                Some(means) => {
                    // Parts that read the same form share it.
                    if view.as_ref().is_none_or(|(of, _)| *of != means) {
                        view = Some((means, means.apply(matrix)?));
                    }
                    body.predict(view.as_ref().map_or(matrix, |(_, view)| view), lanes)?
                }
            };
            answers.iter_mut().zip(part).for_each(|(answer, part)| *answer += weight * part);
        }
        if self.log_target {
            answers.iter_mut().for_each(|answer| *answer = libm::exp(*answer));
        }
        Ok(answers)
    }
}
