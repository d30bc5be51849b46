//! Answers for rows not seen -> the share of each candidate in the mixture.
//!
//! Again and again the candidate is added that lowers the loss of the mixture most (Caruana et al. 2004). A part of the
//! answer is then shared out evenly: which of several good learners is best here by a little is mostly chance, and rows
//! that come later may suit another.

use super::model::Task;

/// Candidates added to the mixture, one after the other.
const PICKS: u32 = 25;

/// The part of the answer that is shared out evenly, among those whose loss is at most so many times the least.
const EVEN: f64 = 0.35;
const GOOD: f64 = 1.1;

/// The share of each: `answers` has a list for each candidate, NaN where it did not answer.
pub(super) fn weights(answers: &[&[f64]], target: &[f64], task: Task) -> Vec<f64> {
    let is_answered = |row: &usize| answers.iter().all(|answers| answers[*row].is_finite());
    let rows: Vec<usize> = (0..target.len()).filter(is_answered).collect();
    let target: Vec<f64> = rows.iter().map(|row| target[*row]).collect();
    let answers: Vec<Vec<f64>> = answers.iter().map(|answers| rows.iter().map(|row| answers[*row]).collect()).collect();
    let losses: Vec<f64> = answers.iter().map(|answers| loss(task, &target, answers.iter().copied())).collect();
    let least = losses.iter().copied().fold(f64::INFINITY, f64::min);
    let is_good = |loss: &f64| *loss <= least * GOOD;
    let good = losses.iter().filter(|loss| is_good(loss)).count().max(1) as f64;
    let even = losses.iter().map(|loss| if is_good(loss) { 1.0 / good } else { 0.0 });
    let picked = picked(&answers, &target, task);
    even.zip(picked).map(|(even, picked)| EVEN * even + (1.0 - EVEN) * picked).collect()
}

fn picked(answers: &[Vec<f64>], target: &[f64], task: Task) -> Vec<f64> {
    let mut picked = vec![0_u32; answers.len()];
    let mut sum = vec![0.0; target.len()];
    let mut best = (f64::INFINITY, picked.clone());
    for picks in 1..=PICKS {
        let loss_with = |answers: &Vec<f64>| {
            let mixed = sum.iter().zip(answers).map(|(sum, answer)| (sum + answer) / f64::from(picks));
            loss(task, target, mixed)
        };
        let losses = answers.iter().map(loss_with).enumerate();
        let Some((place, loss)) = losses.min_by(|a, b| a.1.total_cmp(&b.1)) else { break };
        picked[place] += 1;
        sum.iter_mut().zip(&answers[place]).for_each(|(sum, answer)| *sum += answer);
        if loss < best.0 {
            best = (loss, picked.clone());
        }
    }
    let all: u32 = best.1.iter().sum();
    best.1.iter().map(|picks| f64::from(*picks) / f64::from(all.max(1))).collect()
}

/// The mean loss.
pub(super) fn loss(task: Task, target: &[f64], answers: impl Iterator<Item = f64>) -> f64 {
    let loss = |(y, p): (&f64, f64)| match task {
        Task::Regression => (y - p) * (y - p),
        Task::Classification => {
            let p = p.clamp(1e-15, 1.0 - 1e-15);
            -libm::log(if *y > 0.5 { p } else { 1.0 - p })
        }
    };
    target.iter().zip(answers).map(loss).sum::<f64>() / target.len().max(1) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mixture_errs_less_than_its_parts_and_leaves_out_the_hopeless() {
        let target: Vec<f64> = (0..200).map(|row| f64::from(row * 37 % 100)).collect();
        let off = |by: u32, size: f64| -> Vec<f64> {
            let error = |row: u32| if row * by % 7 < 3 { size } else { -size };
            target.iter().zip(0..).map(|(y, row)| y + error(row)).collect()
        };
        let (first, second, hopeless) = (off(3, 5.0), off(5, 5.2), off(2, 90.0));
        let weights = weights(&[&first, &second, &hopeless], &target, Task::Regression);
        assert!((weights.iter().sum::<f64>() - 1.0).abs() < 1e-12, "{weights:?}");
        assert!(weights[0] > 0.2 && weights[1] > 0.2 && weights[2] < 0.05, "{weights:?}");
        let mixed = (0..target.len())
            .map(|row| weights[0] * first[row] + weights[1] * second[row] + weights[2] * hopeless[row]);
        let of = |answers: &[f64]| loss(Task::Regression, &target, answers.iter().copied());
        assert!(loss(Task::Regression, &target, mixed) < of(&first).min(of(&second)));
    }

    #[test]
    fn rows_without_an_answer_do_not_count() {
        let target = [0.0, 1.0, 0.0, 1.0];
        let (good, bad) = ([0.1, 0.9, f64::NAN, 0.9], [0.5, 0.5, 0.5, f64::NAN]);
        let weights = weights(&[&good, &bad], &target, Task::Classification);
        assert_eq!(weights, [1.0, 0.0]);
    }
}
