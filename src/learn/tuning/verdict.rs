//! What is kept of all that was tried, and why: the simpler one, unless the other is better by more than chance.

use serde::Serialize;

use super::{
    StackMember, TriedChoice, TriedStack, Tuning, TuningReport, USUAL,
    choice::{Choice, Member, Tuned},
    figure_words,
    ground::{Ground, PLAIN},
    race::{Race, Runner},
    stack::Stack,
};
use crate::learn::{Task, distribution::Interval};

/// How much less one list of answers costs than another, on the same rows.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Better {
    pub by: f64,
    /// Two standard errors to both sides, by the differences row by row.
    pub interval: Interval,
}

impl Better {
    fn of(ground: &Ground<'_>, rows: &[u32], than: &[f64], answers: &[f64]) -> Self {
        let difference = |row: &u32| {
            ground.cost(*row as usize, than[*row as usize]) - ground.cost(*row as usize, answers[*row as usize])
        };
        let n = rows.len().max(2) as f64;
        let by = rows.iter().map(difference).sum::<f64>() / n;
        let squares = rows.iter().map(|row| (difference(row) - by) * (difference(row) - by)).sum::<f64>();
        let error = (squares / (n - 1.0) / n).sqrt();
        Self { by, interval: Interval { low: by - 2.0 * error, high: by + 2.0 * error } }
    }

    /// Whether it is more than chance makes.
    pub fn is_clear(&self) -> bool {
        self.interval.low > 0.0
    }
}

/// Boosted models in a stack.
const BOOSTED: usize = 2;

/// The member of a mixture.
#[derive(Clone, Copy, PartialEq)]
enum Who {
    Runner(usize),
    Plain(usize),
}

pub(super) fn of(ground: &Ground<'_>, race: &Race<'_, '_, '_, '_>, limit: String) -> Tuning {
    let judging = race.judging();
    let rows = ground.rows_of(judging.clone());
    let runners = &race.runners;
    let is_through = |runner: &Runner| runner.folds == ground.folds.len();
    let plain: Vec<Option<Vec<f64>>> = (0..PLAIN.len()).map(|place| ground.plain_answers(place)).collect();
    let mut report = TuningReport {
        figure: figure_words(ground.task),
        rows: rows.len(),
        limit,
        seconds: runners.iter().map(|runner| runner.seconds).sum(),
        tried: tried(ground, runners, &plain, &rows),
        stack: None,
        beyond: None,
        kept: USUAL.to_owned(),
        kept_figure: None,
        usual_figure: None,
        gain: None,
        verdict: Vec::new(),
    };
    let Some(usual) = runners.first().filter(|runner| is_through(runner)) else {
        report.verdict.push(
            "There was not even time to try the usual parameters in all parts: they stay. Allow more seconds."
                .to_owned(),
        );
        return Tuning { kept: None, report };
    };
    let figure = |answers: &[f64]| ground.figure(answers, &rows);
    let better = |than: &[f64], answers: &[f64]| Better::of(ground, &rows, than, answers);
    let mut order: Vec<usize> = (0..runners.len()).filter(|place| is_through(&runners[*place])).collect();
    order.sort_by(|a, b| figure(&runners[*a].answers).total_cmp(&figure(&runners[*b].answers)).then(a.cmp(b)));

    let best = order.first().copied().unwrap_or_default();
    let single = if better(&usual.answers, &runners[best].answers).is_clear() { best } else { 0 };
    let mut kept = (single > 0).then(|| tuned_single(&runners[single]));
    let mut answers = runners[single].answers.clone();
    let mut shares = vec![(Who::Runner(single), 1.0)];

    let members = members(ground.task, &order, runners);
    if members.len() > 1 {
        let of_members: Vec<&[f64]> = members.iter().map(|place| runners[*place].answers.as_slice()).collect();
        let stack = Stack::of(ground, &of_members, judging.clone(), ground.task == Task::Classification);
        let gain = better(&answers, &stack.answers);
        let shared: Vec<(Who, f64)> =
            members.iter().map(|place| Who::Runner(*place)).zip(stack.weights.iter().copied()).collect();
        let is_kept = gain.is_clear() && stack.weights.iter().filter(|weight| **weight > 0.0).count() > 1;
        report.stack = Some(told(&shared, runners, figure(&stack.answers), gain, is_kept));
        if is_kept {
            kept = Some(tuned_stack(&shared, runners));
            (answers, shares) = (stack.answers, shared);
        }
    }
    report.beyond = beyond(ground, &order, runners, &plain, &answers, judging.clone());

    for (who, weight) in shares {
        if let Who::Runner(place) = who {
            report.tried[place].weight = weight;
        }
    }
    report.kept = kept.as_ref().map_or(USUAL.to_owned(), Tuned::words);
    report.kept_figure = Some(figure(&answers));
    report.usual_figure = Some(figure(&usual.answers));
    report.gain = kept.as_ref().map(|_| better(&usual.answers, &answers));
    report.verdict = sentences(&report, runners.len());
    Tuning { kept, report }
}

fn tuned_single(runner: &Runner) -> Tuned {
    Tuned::single(runner.candidate.choice.clone(), runner.candidate.log_target)
}

fn tuned_stack(shared: &[(Who, f64)], runners: &[Runner]) -> Tuned {
    let member = |(who, weight): &(Who, f64)| match who {
        Who::Runner(place) if *weight > 0.0 => {
            Some(Member { weight: *weight, choice: runners[*place].candidate.choice.clone() })
        }
        _ => None,
    };
    let is_log = |(who, _): &(Who, f64)| matches!(who, Who::Runner(place) if runners[*place].candidate.log_target);
    Tuned { log_target: shared.iter().any(is_log), members: shared.iter().filter_map(member).collect() }
}

/// The best that add up in one model: numbers as logarithms, chances as log-odds, which forests do not give.
fn members(task: Task, order: &[usize], runners: &[Runner]) -> Vec<usize> {
    let of = |place: &usize| &runners[*place].candidate;
    let boosted = |place: &usize| matches!(of(place).choice, Choice::Boost(_));
    let adds_up = |place: &usize| match task {
        Task::Regression => of(place).log_target,
        Task::Classification => boosted(place),
    };
    let fit: Vec<usize> = order.iter().copied().filter(adds_up).collect();
    let mut members: Vec<usize> = fit.iter().copied().filter(boosted).take(BOOSTED).collect();
    members.extend(fit.iter().copied().find(|place| !boosted(place)));
    members
}

/// What a mixture of trees and all else would give, against what is kept.
fn beyond(
    ground: &Ground<'_>,
    order: &[usize],
    runners: &[Runner],
    plain: &[Option<Vec<f64>>],
    kept: &[f64],
    judging: std::ops::Range<usize>,
) -> Option<TriedStack> {
    let is_forest = |place: &usize| matches!(runners[*place].candidate.choice, Choice::Forest(_));
    let mut who: Vec<Who> =
        order.iter().filter(|place| !is_forest(place)).take(BOOSTED).map(|place| Who::Runner(*place)).collect();
    who.extend(order.iter().find(|place| is_forest(place)).map(|place| Who::Runner(*place)));
    who.extend((0..plain.len()).filter(|place| plain[*place].is_some()).map(Who::Plain));
    let of = |who: &Who| match who {
        Who::Runner(place) => Some(runners[*place].answers.as_slice()),
        Who::Plain(place) => plain[*place].as_deref(),
    };
    let answers: Vec<&[f64]> = who.iter().filter_map(of).collect();
    if answers.len() < 2 {
        return None;
    }
    let rows = ground.rows_of(judging.clone());
    let stack = Stack::of(ground, &answers, judging, false);
    let shared: Vec<(Who, f64)> = who.into_iter().zip(stack.weights.iter().copied()).collect();
    let gain = Better::of(ground, &rows, kept, &stack.answers);
    Some(told(&shared, runners, ground.figure(&stack.answers, &rows), gain, false))
}

fn told(shared: &[(Who, f64)], runners: &[Runner], figure: f64, gain: Better, is_kept: bool) -> TriedStack {
    let name = |who: &Who| match who {
        Who::Runner(place) => format!("{} no. {}", runners[*place].candidate.choice.name(), place + 1),
        Who::Plain(place) => PLAIN[*place].to_owned(),
    };
    let members = shared.iter().filter(|(_, weight)| *weight > 0.0);
    let members = members.map(|(who, weight)| StackMember { name: name(who), weight: *weight }).collect();
    TriedStack { members, figure, gain, is_kept }
}

fn tried(ground: &Ground<'_>, runners: &[Runner], plain: &[Option<Vec<f64>>], judged: &[u32]) -> Vec<TriedChoice> {
    let of_runner = |runner: &Runner| {
        let is_through = runner.folds == ground.folds.len();
        let rows = if is_through { judged.to_vec() } else { ground.rows_of(0..runner.folds) };
        TriedChoice {
            learner: runner.candidate.choice.name(),
            params: runner.candidate.choice.params(),
            log_target: runner.candidate.log_target,
            folds: runner.folds,
            figure: (runner.folds > 0).then(|| ground.figure(&runner.answers, &rows)),
            seconds: Some(runner.seconds),
            weight: 0.0,
        }
    };
    let of_plain = |(name, answers): (&&'static str, &Option<Vec<f64>>)| {
        let answers = answers.as_ref()?;
        Some(TriedChoice {
            learner: name,
            params: String::new(),
            log_target: true,
            folds: ground.folds.len(),
            figure: Some(ground.figure(answers, judged)),
            seconds: None,
            weight: 0.0,
        })
    };
    runners.iter().map(of_runner).chain(PLAIN.iter().zip(plain).filter_map(of_plain)).collect()
}

/// As many digits as say something.
fn number(value: f64) -> String {
    format!("{value:.4}")
}

fn sentences(report: &TuningReport, trials: usize) -> Vec<String> {
    let mut said = Vec::new();
    let (kept, usual) = (report.kept_figure.unwrap_or(f64::NAN), report.usual_figure.unwrap_or(f64::NAN));
    said.push(match &report.gain {
        None => format!(
            "{trials} sets of parameters were tried; none beats the usual ones by more than chance, so these stay ({} {}).",
            report.figure,
            number(usual)
        ),
        Some(gain) => format!(
            "{trials} sets of parameters were tried. Kept: {}. {} {} instead of {} with the usual parameters, better by {} \
             ({} to {}), on {} training rows, each answered for by models that had not seen it. What was chosen for being \
             best looks a little better than it is; the test rows, which had no part in this, say how good it is.",
            report.kept,
            crate::plot::capitalized(report.figure),
            number(kept),
            number(usual),
            number(gain.by),
            number(gain.interval.low),
            number(gain.interval.high),
            crate::plot::thousands(report.rows as u64),
        ),
    });
    if let Some(stack) = report.stack.as_ref().filter(|stack| !stack.is_kept) {
        said.push(format!(
            "A stack of {} comes to {}, which is not better than one model by more than chance: the one model stays.",
            in_words(&stack.members),
            number(stack.figure)
        ));
    }
    if let Some(beyond) = &report.beyond {
        let members = in_words(&beyond.members);
        said.push(match beyond.gain.is_clear() {
            true => format!(
                "A mixture of {members} would come to {}, better than what is kept by {} ({} to {}). It is not kept: a model \
                 file holds trees that add up, so that each answer can be taken apart.",
                number(beyond.figure),
                number(beyond.gain.by),
                number(beyond.gain.interval.low),
                number(beyond.gain.interval.high)
            ),
            false => format!(
                "Also with members that a model file cannot hold ({members}) a mixture comes to {}, no better than what is \
                 kept by more than chance.",
                number(beyond.figure)
            ),
        });
    }
    said
}

fn in_words(members: &[StackMember]) -> String {
    let words = |member: &StackMember| format!("{:.0} % {}", member.weight * 100.0, member.name);
    members.iter().map(words).collect::<Vec<_>>().join(", ")
}
