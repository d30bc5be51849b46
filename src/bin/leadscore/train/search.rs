//! Where a training's parameters come from: the usual ones, those of a kept model, or a search within the training part.

use std::{path::Path, time::Instant};

use leadscore::{
    learn::{
        Allowance, LearnProblem, TrainWatch, Tuned, Tuning, TuningReport,
        arv::{self, ArvLearner, ArvRecipe, ArvRows},
        lead::{self, LeadRecipe, LeadRows},
    },
    registry::HouseModel,
};

use crate::{
    args::Train,
    failure::Failure,
    model::{self, Model},
    threads::Threads,
};

/// What the options say of it.
pub struct Search {
    trials: Option<u32>,
    /// For each model.
    seconds: Option<f64>,
    like_arv: Option<(ArvLearner, Option<Tuned>)>,
    like_lead: Option<Option<Tuned>>,
}

/// A recipe with its parameters, and how they were found; None when it was stopped.
type Found<R> = Result<Option<(R, Option<Box<TuningReport>>)>, LearnProblem>;

impl Search {
    pub fn new(command: &Train) -> Result<Self, Failure> {
        let models = command.what.models().len() as f64;
        let seconds = command.tune.map(|seconds| seconds / models);
        let mut search = Self { trials: command.tune_trials, seconds, like_arv: None, like_lead: None };
        for path in &command.like {
            search.learn_like(path, &command.out)?;
        }
        Ok(search)
    }

    /// Takes the parameters of a kept model.
    fn learn_like(&mut self, named: &Path, folder: &Path) -> Result<(), Failure> {
        let file = model::file_of(named, folder)?;
        let bad = |message: String| Failure::BadFile { file: file.display().to_string(), message };
        let Model::Own(artifact) = Model::read(&file)? else {
            return Err(bad("--like wants a model that `train` has made".to_owned()));
        };
        let tuned = |tuned: Option<Tuned>| match tuned {
            Some(tuned) if !tuned.is_sound() => Err(bad("its parameters are not such as a search makes".to_owned())),
            tuned => Ok(tuned),
        };
        match HouseModel::of(&artifact).map_err(|problem| bad(problem.to_string()))? {
            Some(HouseModel::Arv(model)) => {
                self.like_arv = Some((model.plan.recipe.learner, tuned(model.plan.recipe.tuned)?));
            }
            Some(HouseModel::Lead(model)) => self.like_lead = Some(tuned(model.plan.recipe.tuned)?),
            None => return Err(bad("--like wants a model that `train` has made of houses or leads".to_owned())),
        }
        Ok(())
    }

    pub fn of_arv(
        &self,
        rows: &ArvRows,
        recipe: &ArvRecipe,
        threads: &Threads,
        watch: TrainWatch<'_>,
    ) -> Found<ArvRecipe> {
        let recipe = recipe.clone();
        if let Some((learner, tuned)) = &self.like_arv {
            return Ok(Some((ArvRecipe { learner: *learner, ..recipe }.with_tuned(tuned.clone()), None)));
        }
        let found = self.within(|allowance| arv::tune(rows, &recipe, allowance, threads, watch))?;
        Ok(found.map(|found| match found {
            None => (recipe, None),
            Some(Tuning { kept, report }) => (recipe.with_tuned(kept), Some(Box::new(report))),
        }))
    }

    pub fn of_lead(
        &self,
        rows: &LeadRows,
        recipe: &LeadRecipe,
        threads: &Threads,
        watch: TrainWatch<'_>,
    ) -> Found<LeadRecipe> {
        let recipe = recipe.clone();
        if let Some(tuned) = &self.like_lead {
            return Ok(Some((LeadRecipe { tuned: tuned.clone(), ..recipe }, None)));
        }
        let found = self.within(|allowance| lead::tune(rows, &recipe, allowance, threads, watch))?;
        Ok(found.map(|found| match found {
            None => (recipe, None),
            Some(Tuning { kept, report }) => (LeadRecipe { tuned: kept, ..recipe }, Some(Box::new(report))),
        }))
    }

    /// Searches within what is allowed: None when it was stopped, Some(None) when nobody asked for a search.
    fn within(
        &self,
        search: impl FnOnce(Allowance<'_>) -> Result<Option<Tuning>, LearnProblem>,
    ) -> Result<Option<Option<Tuning>>, LearnProblem> {
        let Self { trials, seconds, .. } = *self;
        if trials.is_none() && seconds.is_none() {
            return Ok(Some(None));
        }
        let start = Instant::now();
        let mut now_seconds = || start.elapsed().as_secs_f64();
        Ok(search(Allowance { trials, seconds, now_seconds: &mut now_seconds })?.map(Some))
    }
}
