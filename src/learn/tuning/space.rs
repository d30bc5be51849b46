//! Candidates by number: what the 17th is depends on the seed and on 17 alone, so a longer search begins as a shorter one
//! does.

use super::choice::{BoostChoice, Choice, ForestChoice};
use crate::{
    learn::Task,
    random::{GOLDEN, scramble},
};

/// Parameters to try.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Candidate {
    pub choice: Choice,
    pub log_target: bool,
    /// Rounds are found out with the first fold; `n_estimators` is the most there may be.
    pub finds_rounds: bool,
}

/// One in so many drawn candidates is a forest: these cost most and have the fewest parameters.
const FORESTS: u32 = 4;
/// Rounds that a file of a megabyte or two can hold.
const MOST_ROUNDS: u32 = 1_000;

/// The `number`-th that is drawn.
pub(super) fn drawn(seed: u64, number: u32, task: Task) -> Candidate {
    let draws = Draws(scramble(seed ^ scramble(u64::from(number).wrapping_add(1).wrapping_mul(GOLDEN))));
    let log_target = task == Task::Regression && draws.share(0) < 0.75;
    if number % FORESTS == FORESTS - 1 {
        let choice = ForestChoice {
            n_estimators: 200,
            max_depth: draws.one_of(1, &[10, 12, 14, 17, 20]),
            min_samples_leaf: draws.one_of(2, &[1, 2, 3, 5, 8]),
            max_features: match task {
                Task::Regression => short(draws.between(3, 0.2, 0.9)),
                Task::Classification => short(draws.between(3, 0.08, 0.5)),
            },
        };
        return Candidate { choice: Choice::Forest(choice), log_target, finds_rounds: false };
    }
    let by_leaves = draws.share(1) < 0.4;
    let choice = BoostChoice {
        n_estimators: MOST_ROUNDS,
        learning_rate: short(draws.along(2, 0.02, 0.15)),
        max_depth: if by_leaves { 0 } else { draws.one_of(3, &[3, 4, 5, 6, 7]) },
        max_leaves: if by_leaves { draws.one_of(3, &[8, 12, 16, 24, 31, 48]) } else { 0 },
        min_child_weight: draws.one_of(4, &[1.0, 2.0, 4.0, 8.0]),
        min_samples_leaf: draws.one_of(5, &[1, 3, 5, 10, 20]),
        subsample: short(draws.between(6, 0.5, 1.0)),
        colsample_bytree: short(draws.between(7, 0.3, 1.0)),
        reg_lambda: short(draws.along(8, 0.1, 20.0)),
        extra_trees: draws.share(9) < 0.15,
    };
    Candidate { choice: Choice::Boost(choice), log_target, finds_rounds: true }
}

/// Numbers of one candidate, by place.
struct Draws(u64);

impl Draws {
    /// From 0 up to but without 1.
    fn share(&self, place: u64) -> f64 {
        let bits = scramble(self.0.wrapping_add(place.wrapping_add(1).wrapping_mul(GOLDEN)));
        // 53 bits fill the digits of a double.
        (bits >> 11) as f64 / (1_u64 << 53) as f64
    }

    fn between(&self, place: u64, low: f64, high: f64) -> f64 {
        low + (high - low) * self.share(place)
    }

    /// As likely from 1 to 2 as from 10 to 20.
    fn along(&self, place: u64, low: f64, high: f64) -> f64 {
        libm::exp(self.between(place, libm::log(low), libm::log(high)))
    }

    fn one_of<T: Copy>(&self, place: u64, values: &[T]) -> T {
        let last = values.len() - 1;
        values[((self.share(place) * values.len() as f64) as usize).min(last)]
    }
}

/// Two digits: more say nothing, and a person may have to type them.
fn short(value: f64) -> f64 {
    let mut unit = 0.01;
    while value >= 100.0 * unit {
        unit *= 10.0;
    }
    while value < 10.0 * unit {
        unit /= 10.0;
    }
    // Divided by a whole number where there is one, so that 0.043 is the nearest double to 0.043.
    if unit < 1.0 { (value / unit).round() / (1.0 / unit).round() } else { (value / unit).round() * unit }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn candidates_depend_on_seed_and_number_alone_and_make_sense() {
        for task in [Task::Regression, Task::Classification] {
            let all: Vec<Candidate> = (0..200).map(|number| drawn(7, number, task)).collect();
            for candidate in &all {
                let learner = candidate.choice.learner(task, 30, 1);
                learner.check().unwrap_or_else(|problem| panic!("{problem}: {candidate:?}"));
            }
            assert!(all.iter().enumerate().all(|(number, one)| *one == drawn(7, number as u32, task)));
            let same = all.iter().enumerate().filter(|(number, one)| **one == drawn(8, *number as u32, task)).count();
            assert!(same < 3, "another seed draws others");
            let forests = all.iter().filter(|one| matches!(one.choice, Choice::Forest(_))).count();
            assert_eq!(forests, 50);
            let on_logs = all.iter().filter(|one| one.log_target).count();
            assert!(if task == Task::Regression { (120..180).contains(&on_logs) } else { on_logs == 0 }, "{on_logs}");
        }
    }

    #[test]
    fn numbers_have_two_digits() {
        let found: Vec<String> =
            [0.043_21, 0.1, 0.149_9, 7.351, 19.96, 0.999, 0.5].iter().map(|value| short(*value).to_string()).collect();
        assert_eq!(found, ["0.043", "0.1", "0.15", "7.4", "20", "1", "0.5"]);
    }
}
