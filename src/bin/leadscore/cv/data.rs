//! File -> matrix, target and folds, with an account of what is left out.

use leadscore::{
    feature::{AnyHeader, DropReason, Dropped, Kind, Survey, survey},
    learn::{Folds, Guard, Refusal, RefusalReason, Target, Task},
    plot,
    table::{CellKind, Column, NumberRule},
    tree::{BoostParams, Loss, Matrix},
};

use crate::{
    args::{Cv, CvTask},
    failure::Failure,
    log::Log,
    table_file::{self, NamedTable},
};

/// What there is to learn from: the rows that have a target and a fold.
pub struct Data {
    pub file: String,
    pub matrix: Matrix,
    pub target: Target,
    pub folds: Folds,
    pub dropped: Vec<Dropped>,
    /// Columns of texts that enter as how often each stands there.
    pub by_frequency: Vec<String>,
    /// Line in the file, by row.
    pub lines: Vec<u32>,
    /// Rows of the file that are not among them.
    pub left_out: usize,
}

/// No more folds than that are meant as folds.
const MOST_FOLDS: usize = 1000;

pub fn read(command: &Cv, seed: u64, log: &Log) -> Result<Data, Failure> {
    let file = command.file.display().to_string();
    let failed = |message: String| Failure::BadFile { file: file.clone(), message };
    let mut named = table_file::read(&command.file, header(command)?, log)?;
    let lost = |name: &str| failed(format!("column `{name}` was not read"));
    let target_column = named.take(&command.target).ok_or_else(|| lost(&command.target))?;
    let fold_column = match &command.fold {
        Some(fold) => Some(named.take(fold).ok_or_else(|| lost(fold))?),
        None => None,
    };
    say_what_was_blanked(&named, log);
    let mut target = target(command, &target_column, &named).map_err(failed)?;
    let has_fold = |row: usize| fold_column.as_ref().is_none_or(|column| column.is_filled(row));
    let has_target = |row: usize| {
        let value = target.values[row];
        value.is_finite() && (!command.log_target || value > 0.0)
    };
    let rows = named.table.lines.len();
    let used: Vec<u32> = (0..rows).filter(|row| has_target(*row) && has_fold(*row)).map(|row| row as u32).collect();
    say_what_is_left_out(command, &named, &used, log);
    refuse_hopeless(command, &target, &used).map_err(failed)?;
    if let Some(classes) = &target.classes {
        let others: Vec<String> = classes.others.iter().map(|class| format!("`{class}`")).collect();
        log.detail(&format!("{}: 1 is `{}`, 0 is {}", command.target, classes.positive, others.join(", ")));
    }

    let Survey { schema, mut dropped } = survey(named.columns(), &command.keep);
    for Dropped { name, reason } in &dropped {
        log.info(&format!("column `{name}` is not used: it {reason}"));
    }
    let asked = |name: &String| Dropped { name: name.clone(), reason: DropReason::Asked };
    dropped.extend(command.drop.iter().filter(|name| **name != command.target).map(asked));
    let by_frequency: Vec<String> = schema
        .columns
        .iter()
        .filter(|column| matches!(column.kind, Kind::Frequency { .. }))
        .map(|column| column.name.clone())
        .collect();
    for name in &by_frequency {
        log.info(&format!(
            "column `{name}` has too many different texts to tell apart: it enters as how many rows its text stands in; \
             --keep {name} tells them apart all the same"
        ));
    }
    if schema.columns.is_empty() {
        return Err(failed("no column is left to learn from; see `--keep` and `--drop`".to_owned()));
    }
    let NamedTable { names, table } = named;
    let columns = names.into_iter().zip(table.columns).collect();
    let mut matrix = schema.matrix(columns).map_err(|problem| failed(problem.to_string()))?;
    if used.len() < rows {
        matrix = matrix.take(&used);
    }
    target.values = used.iter().map(|row| target.values[*row as usize]).collect();
    let matrix = without_leaks(command, matrix, &target, &mut dropped, log).map_err(failed)?;
    let folds = folds(command, seed, fold_column.as_ref(), &used, &target).map_err(failed)?;
    let lines = used.iter().map(|row| table.lines[*row as usize]).collect();
    Ok(Data { file: file.clone(), matrix, target, folds, dropped, by_frequency, lines, left_out: rows - used.len() })
}

/// Leaves out the columns that would give the answer away.
fn without_leaks(
    command: &Cv,
    matrix: Matrix,
    target: &Target,
    dropped: &mut Vec<Dropped>,
    log: &Log,
) -> Result<Matrix, String> {
    let guard = Guard { task: target.task, target_name: &command.target, allowed: &command.allow_leaky };
    let mut refusals = guard.refusals(&matrix, &target.values);
    refusals.retain(|refusal| refusal.reason != RefusalReason::RowId || !command.keep.contains(&refusal.column));
    for refusal in &refusals {
        log.info(&refusal.to_string());
    }
    let mut columns = matrix.into_columns();
    columns.retain(|column| !refusals.iter().any(|refusal| refusal.column == column.name));
    if columns.is_empty() {
        let first = refusals.first().map(ToString::to_string).unwrap_or_default();
        return Err(format!("no column is left to learn from: {first}"));
    }
    let refused =
        |Refusal { column: name, evidence, .. }: Refusal| Dropped { name, reason: DropReason::Refused { evidence } };
    dropped.extend(refusals.into_iter().map(refused));
    Matrix::new(columns).map_err(|problem| problem.to_string())
}

fn header(command: &Cv) -> Result<AnyHeader, Failure> {
    let mut header = AnyHeader::default();
    let kind = match command.task {
        // A word among the prices is then a bad cell of its row and does not make classes of the prices.
        Some(CvTask::Regression) => CellKind::Number(NumberRule::ANY),
        Some(CvTask::Classification) | None => CellKind::Any,
    };
    header.need(&command.target, kind);
    if let Some(fold) = &command.fold {
        if *fold == command.target {
            return Err(Failure::Usage(format!("`{fold}` cannot be both --target and --fold")));
        }
        header.need(fold, CellKind::Category);
    }
    for name in &command.categorical {
        header.read_as(name, CellKind::Category);
    }
    for name in &command.drop {
        header.leave_out(name);
    }
    for name in &command.allow_leaky {
        header.mention(name);
    }
    Ok(header)
}

/// The target, or what is wrong with it and on which line.
fn target(command: &Cv, column: &Column, named: &NamedTable) -> Result<Target, String> {
    let task = command.task.map(|task| match task {
        CvTask::Regression => Task::Regression,
        CvTask::Classification => Task::Classification,
    });
    let target = Target::of(column, task, command.positive.as_deref()).map_err(|problem| {
        let first_bad = named.table.problems.iter().find(|problem| problem.column == command.target);
        match (problem.row(), first_bad) {
            (Some(row), _) => format!("line {}, column {}: {problem}", named.line(row), command.target),
            (None, Some(bad)) => format!("{bad}: {}; {problem}", bad.kind.words()),
            (None, None) => format!("column {}: {problem}", command.target),
        }
    })?;
    match target.task {
        Task::Classification if command.log_target => {
            Err(format!("column {}: --log-target is for numbers, and this holds classes", command.target))
        }
        Task::Regression if command.positive.is_some() => {
            Err(format!("column {}: --positive is for classes; leave it away or the task", command.target))
        }
        _ => Ok(target),
    }
}

fn refuse_hopeless(command: &Cv, target: &Target, used: &[u32]) -> Result<(), String> {
    let mut values = used.iter().map(|row| target.values[*row as usize]);
    let Some(first) = values.next() else {
        return Err(format!("column {}: no row has a value that can be used, and a fold", command.target));
    };
    if values.all(|value| value == first) {
        return Err(format!(
            "column {}: every row that can be used has the same value; there is nothing to learn",
            command.target
        ));
    }
    if command.fold.is_none() && used.len() < command.folds as usize {
        return Err(format!("{} rows cannot be spread over {} folds; set --folds", used.len(), command.folds));
    }
    Ok(())
}

fn folds(command: &Cv, seed: u64, column: Option<&Column>, used: &[u32], target: &Target) -> Result<Folds, String> {
    let folds = match (column, target.task) {
        (Some(Column::Categories(column)), _) => Folds::given(column, used),
        (_, Task::Classification) => Folds::stratified(&target.values, command.folds, seed),
        (_, Task::Regression) => Folds::shuffled(used.len(), command.folds, seed),
    };
    let name = command.fold.as_deref().unwrap_or_default();
    match folds.len() {
        0 | 1 => Err(format!("column {name}: it names only one fold; at least two are needed")),
        many if many > MOST_FOLDS => {
            Err(format!("column {name}: {many} different values are no folds; name a column with few"))
        }
        _ => Ok(folds),
    }
}

/// A chance wants a loss of chances, a number one of numbers.
pub fn refuse_wrong_objective(params: &BoostParams, task: Task) -> Result<(), Failure> {
    let wrong = match (task, params.loss) {
        (Task::Classification, Loss::Logistic) => return Ok(()),
        (Task::Classification, _) => "--params: a target with classes is learned with objective=binary:logistic",
        (Task::Regression, Loss::Logistic) => {
            "--params: objective=binary:logistic is for classes; say `--task classification`, or choose another objective"
        }
        (Task::Regression, _) => return Ok(()),
    };
    Err(Failure::Usage(wrong.to_owned()))
}

fn say_what_is_left_out(command: &Cv, named: &NamedTable, used: &[u32], log: &Log) {
    let rows = named.table.lines.len();
    if used.len() == rows {
        return;
    }
    let first = (0..rows).find(|row| used.get(*row) != Some(&(*row as u32)));
    let line = first.map_or(0, |row| named.line(row));
    let above = if command.log_target { " above 0" } else { "" };
    let fold = if command.fold.is_some() { " or no fold" } else { "" };
    let count = plot::thousands((rows - used.len()) as u64);
    log.warn(&format!(
        "{count} of {} rows left out: no usable `{}`{above}{fold}; first on line {line}",
        plot::thousands(rows as u64),
        command.target
    ));
}

fn say_what_was_blanked(named: &NamedTable, log: &Log) {
    for (effect, kind, count) in named.table.problems.counts() {
        let first = named.table.problems.iter().find(|problem| problem.kind == kind && problem.effect == effect);
        let place = first.map(|problem| format!("; first at {problem}")).unwrap_or_default();
        log.info(&format!("{} × {}, {}{place}", plot::thousands(count), kind.words(), effect.words()));
    }
}
