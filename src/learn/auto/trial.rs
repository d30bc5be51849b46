//! Candidates learn without a part of the rows and answer for it.

use super::{
    Stage, Task, Tried,
    candidates::{Candidate, Student},
    view::Views,
};
use crate::{
    lanes::Lanes,
    learn::{baseline::Line, folds::Folds, mean, mixture::loss},
    tree::{BoostParams, Ensemble, HeldOut, Labels, TreeProblem, Watch},
};

/// What all trials share.
pub(super) struct Ground<'a> {
    pub views: Views<'a>,
    /// On the scale of learning.
    pub target: &'a [f64],
    pub folds: Folds,
    /// How many of the parts are held back in turn.
    pub used: usize,
    pub task: Task,
    pub lanes: &'a dyn Lanes,
}

/// A candidate, what it learned, and its answers for rows it had not seen.
pub(super) struct Trial {
    pub candidate: Candidate,
    pub ensembles: Vec<Ensemble>,
    /// Of a line: one a part.
    pub lines: Vec<Line>,
    /// By row; NaN where there is none.
    pub answers: Vec<f64>,
    rounds: Vec<u32>,
    loss: f64,
}

/// One fit.
struct Attempt {
    learned: Learned,
    answers: Vec<(u32, f64)>,
    rounds: Option<u32>,
}

enum Learned {
    Trees(Box<Ensemble>),
    Line(Line),
}

/// How many go on, beside those that do in any case.
const MOST_PROMISING: usize = 2;

impl Ground<'_> {
    /// The part that a quick look holds back.
    pub fn screening(&self) -> std::ops::Range<usize> {
        0..1
    }

    /// Those that are held back in turn.
    pub fn parts(&self) -> std::ops::Range<usize> {
        0..self.used
    }

    /// Tries a candidate on these parts. None when the watcher discarded it.
    pub fn try_out(
        &self,
        candidate: &Candidate,
        parts: std::ops::Range<usize>,
        watch: Watch<'_>,
    ) -> Result<Option<Trial>, TreeProblem> {
        let parts = match candidate.learner {
            Student::Boost(_) | Student::Line => parts,
            // Its trees hold back rows of their own.
            Student::Forest(_) => 0..1,
        };
        let mut attempts = Vec::with_capacity(parts.len());
        for part in parts {
            let Some(attempt) = self.attempt(candidate, part, watch)? else { return Ok(None) };
            attempts.push(attempt);
        }
        Ok(Some(self.trial(candidate, attempts)))
    }

    fn trial(&self, candidate: &Candidate, attempts: Vec<Attempt>) -> Trial {
        let mut answers = vec![f64::NAN; self.target.len()];
        let (mut ensembles, mut lines, mut rounds) = (Vec::new(), Vec::new(), Vec::new());
        for attempt in attempts {
            attempt.answers.iter().for_each(|(row, answer)| answers[*row as usize] = *answer);
            match attempt.learned {
                Learned::Trees(ensemble) => ensembles.push(*ensemble),
                Learned::Line(line) => lines.push(line),
            }
            rounds.extend(attempt.rounds);
        }
        let answered: Vec<usize> = (0..answers.len()).filter(|row| answers[*row].is_finite()).collect();
        let target: Vec<f64> = answered.iter().map(|row| self.target[*row]).collect();
        let loss = loss(self.task, &target, answered.iter().map(|row| answers[*row]));
        Trial { candidate: candidate.clone(), ensembles, lines, answers, rounds, loss }
    }

    /// None when the watcher discarded it.
    fn attempt(&self, candidate: &Candidate, part: usize, watch: Watch<'_>) -> Result<Option<Attempt>, TreeProblem> {
        let bins = self.views.bins(candidate.view);
        let labels = Labels::new(self.target);
        match &candidate.learner {
            Student::Boost(params) => {
                let held: Vec<bool> = (0..self.target.len()).map(|row| self.folds.of(row) == part).collect();
                let rows: Vec<u32> = (0..held.len() as u32).filter(|row| held[*row as usize]).collect();
                let seed = params.seed.wrapping_add(part as u64);
                let params = BoostParams { held_out: HeldOut::Rows(held), seed, ..params.clone() };
                let Some(fitted) = params.check()?.fit_bins(bins, &labels, self.lanes, watch)? else { return Ok(None) };
                let answers = fitted.ensemble.predict(&self.views.matrix(candidate.view).take(&rows), self.lanes)?;
                let rounds = fitted.ensemble.trees().len() as u32;
                let answers = rows.into_iter().zip(answers).collect();
                Ok(Some(Attempt { learned: Learned::Trees(Box::new(fitted.ensemble)), answers, rounds: Some(rounds) }))
            }
            Student::Forest(params) => {
                let Some(fitted) = params.clone().check()?.fit_bins(bins, &labels, self.lanes, watch)? else {
                    return Ok(None);
                };
                let answers = (0..).zip(fitted.out_of_bag).collect();
                Ok(Some(Attempt { learned: Learned::Trees(Box::new(fitted.ensemble)), answers, rounds: None }))
            }
            Student::Line => {
                let (others, held) = self.folds.split(part);
                let matrix = self.views.matrix(candidate.view);
                let target: Vec<f64> = others.iter().map(|row| self.target[*row as usize]).collect();
                let flat = || Line::flat(mean(target.iter().copied()).unwrap_or_default());
                let line = Line::learn(&matrix.take(&others), &target).unwrap_or_else(flat);
                let answers = held.iter().copied().zip(line.answers(&matrix.take(&held))).collect();
                Ok(Some(Attempt { learned: Learned::Line(line), answers, rounds: None }))
            }
        }
    }

    /// Whether each is worth more work.
    pub fn promising(screened: &[Trial]) -> Vec<bool> {
        let mut order: Vec<usize> = (0..screened.len()).filter(|place| !screened[*place].candidate.is_other).collect();
        order.sort_by(|a, b| screened[*a].loss.total_cmp(&screened[*b].loss).then(a.cmp(b)));
        order.truncate(MOST_PROMISING);
        screened.iter().enumerate().map(|(place, trial)| trial.candidate.is_other || order.contains(&place)).collect()
    }
}

impl Trial {
    pub fn mean_rounds(&self) -> u32 {
        let parts = self.rounds.len().max(1) as u32;
        (self.rounds.iter().sum::<u32>() / parts).max(1)
    }

    pub fn report(&self, stage: Stage) -> Tried {
        let (learning_rate, rounds) = match &self.candidate.learner {
            Student::Boost(params) => (Some(params.learning_rate), Some(self.mean_rounds())),
            Student::Forest(_) | Student::Line => (None, None),
        };
        Tried {
            candidate: self.candidate.words,
            stage,
            learning_rate,
            fits: (self.ensembles.len() + self.lines.len()) as u32,
            rounds,
            loss: self.loss,
            weight: 0.0,
        }
    }

    pub fn words(&self, weight: f64) -> String {
        let rounds = match &self.candidate.learner {
            Student::Boost(_) => format!(", {} rounds", self.mean_rounds()),
            Student::Forest(_) | Student::Line => String::new(),
        };
        format!("{:.0} % {}{rounds}", weight * 100.0, self.candidate.words)
    }
}
