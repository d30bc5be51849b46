//! Candidates in a race: all learn without the first fold, the better half also without the second, the best of these
//! without every other (successive halving: Jamieson & Talwalkar 2016), again and again until what may be spent is spent.

use super::{
    Allowance,
    choice::Choice,
    ground::Ground,
    space::{Candidate, drawn},
};
use crate::{
    learn::{LearnProblem, TrainProgress, TrainStage, TrainWatch},
    tree::{Progress, Verdict},
};

/// Candidates that start together.
const STARTERS: usize = 8;
/// How many of them are left after the first fold and after the second.
const LEFT: [usize; 2] = [4, 2];
/// Where a clock alone ends the search, it ends here at the latest.
const MOST_TRIALS: u32 = 10_000;

/// A candidate and what has become of it.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Runner {
    pub candidate: Candidate,
    /// By row, on the scale of judging; NaN where it has not answered.
    pub answers: Vec<f64>,
    pub folds: usize,
    pub seconds: f64,
}

/// How a step of the race ended.
enum Step {
    Done,
    /// What may be spent is spent.
    Spent,
    /// The watcher wants no more of it.
    Stopped,
}

/// All candidates, in the order in which they started. The first is the one to beat.
pub(super) struct Race<'g, 'a, 'c, 'w> {
    ground: &'g Ground<'a>,
    allowance: Allowance<'c>,
    watch: TrainWatch<'w>,
    pub runners: Vec<Runner>,
}

impl<'g, 'a, 'c, 'w> Race<'g, 'a, 'c, 'w> {
    pub fn new(ground: &'g Ground<'a>, allowance: Allowance<'c>, watch: TrainWatch<'w>) -> Self {
        Self { ground, allowance, watch, runners: Vec::new() }
    }

    /// The folds that judge: the first one says how many rounds are enough, and which candidates are worth more work.
    pub fn judging(&self) -> std::ops::Range<usize> {
        1..self.ground.folds.len()
    }

    /// Runs the race. False when the watcher stopped it.
    pub fn run(&mut self, usual: Vec<Candidate>) -> Result<bool, LearnProblem> {
        for candidate in usual {
            let runner = self.enter(candidate);
            match self.through(runner, 0..self.ground.folds.len())? {
                Step::Done => {}
                Step::Spent => return Ok(true),
                Step::Stopped => return Ok(false),
            }
        }
        let most = self.allowance.trials.unwrap_or(MOST_TRIALS) as usize;
        let mut number = 0;
        while self.runners.len() < most {
            let starters = STARTERS.min(most - self.runners.len());
            let mut field = Vec::with_capacity(starters);
            for _ in 0..starters {
                let candidate = drawn(self.ground.seed, number, self.ground.task);
                number += 1;
                field.push(self.enter(candidate));
            }
            match self.heat(field)? {
                Step::Done => {}
                Step::Spent => return Ok(true),
                Step::Stopped => return Ok(false),
            }
        }
        Ok(true)
    }

    fn enter(&mut self, candidate: Candidate) -> usize {
        let answers = vec![f64::NAN; self.ground.target.len()];
        self.runners.push(Runner { candidate, answers, folds: 0, seconds: 0.0 });
        self.runners.len() - 1
    }

    /// Lets some runners compete until the best are through all folds.
    fn heat(&mut self, mut field: Vec<usize>) -> Result<Step, LearnProblem> {
        let all = self.ground.folds.len();
        let mut from = 0;
        for (place, left) in LEFT.into_iter().map(Some).chain([None]).enumerate() {
            let to = if left.is_some() { (place + 1).min(all) } else { all };
            for &runner in &field {
                match self.through(runner, from..to)? {
                    Step::Done => {}
                    other => return Ok(other),
                }
            }
            from = to;
            let rows = self.ground.rows_of(0..to);
            field.sort_by(|a, b| {
                let figure = |runner: &usize| self.ground.figure(&self.runners[*runner].answers, &rows);
                figure(a).total_cmp(&figure(b)).then(a.cmp(b))
            });
            field.truncate(left.unwrap_or(field.len()));
        }
        Ok(Step::Done)
    }

    /// One runner through some folds.
    fn through(&mut self, runner: usize, folds: std::ops::Range<usize>) -> Result<Step, LearnProblem> {
        for fold in folds {
            let start = (self.allowance.now_seconds)();
            if self.allowance.is_spent(start) {
                return Ok(Step::Spent);
            }
            let finds_rounds = fold == 0 && self.runners[runner].candidate.finds_rounds;
            let (allowance, watch) = (&mut self.allowance, &mut self.watch);
            let (tried, mut is_stopped) = (self.runners.len(), false);
            let mut watched = |progress: Progress| {
                let now = (allowance.now_seconds)();
                let share = allowance.share(now, tried);
                let Progress { trees_done, trees, .. } = progress;
                if !watch(TrainProgress { share, trees_done, trees, stage: TrainStage::Tuning, error: None }) {
                    is_stopped = true;
                }
                if is_stopped || allowance.is_spent(now) { Verdict::Discard } else { Verdict::Continue }
            };
            let candidate = &self.runners[runner].candidate;
            let attempt = self.ground.attempt(candidate, fold, finds_rounds, &mut watched)?;
            let seconds = (self.allowance.now_seconds)() - start;
            let runner = &mut self.runners[runner];
            runner.seconds += seconds;
            let Some(attempt) = attempt else { return Ok(if is_stopped { Step::Stopped } else { Step::Spent }) };
            attempt.answers.iter().for_each(|(row, answer)| runner.answers[*row as usize] = *answer);
            runner.folds = fold + 1;
            if let (true, Choice::Boost(choice)) = (finds_rounds, &mut runner.candidate.choice) {
                choice.n_estimators = attempt.rounds;
            }
        }
        Ok(Step::Done)
    }
}
