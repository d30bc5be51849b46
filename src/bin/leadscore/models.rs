//! `leadscore models`: the folder of model files.

mod summary;

use std::{
    io,
    path::{Path, PathBuf},
};

use leadscore::{
    plot,
    registry::{Artifact, Digest},
    tree::interchange::{export_onnx, export_xgboost_json},
};
use serde::Serialize;

use crate::{
    args::{
        Models, ModelsCommand, ModelsExport, ModelsExportFormat, ModelsImport, ModelsList, ModelsShow, ModelsVerify,
        TableFormat,
    },
    failure::Failure,
    input,
    log::Log,
    model::{self, Model},
    output, terminal,
};
use summary::Summary;

pub fn run(command: &Models, log: &Log) -> Result<(), Failure> {
    let folder = &command.models;
    match &command.command {
        ModelsCommand::List(command) => list(command, folder),
        ModelsCommand::Show(command) => show(command, folder),
        ModelsCommand::Verify(command) => verify(command, folder),
        ModelsCommand::Import(command) => import(command, folder, log),
        ModelsCommand::Export(command) => export(command, folder),
    }
}

/// The model files in a folder, by name.
fn files_in(folder: &Path) -> Result<Vec<PathBuf>, Failure> {
    let read = || -> io::Result<Vec<PathBuf>> {
        let entries = std::fs::read_dir(folder)?.collect::<io::Result<Vec<_>>>()?;
        let is_model = |path: &PathBuf| path.extension().is_some_and(|ending| ending == model::ENDING);
        let mut files: Vec<PathBuf> = entries.into_iter().map(|entry| entry.path()).filter(is_model).collect();
        files.sort();
        Ok(files)
    };
    read().map_err(|error| Failure::BadFile {
        file: folder.display().to_string(),
        message: match error.kind() {
            io::ErrorKind::NotFound => "there is no such folder; name one with --models, or import a model".to_owned(),
            _ => input::in_words(&error),
        },
    })
}

fn list(command: &ModelsList, folder: &Path) -> Result<(), Failure> {
    let mut summaries = Vec::new();
    for file in files_in(folder)? {
        summaries.push(match Model::read(&file) {
            Ok(model) => Summary::of(&file, &model),
            Err(failure) => Summary::unusable(&file, &failure),
        });
    }
    if command.format == TableFormat::Json {
        let json = serde_json::to_string_pretty(&summaries)?;
        return output::write_to(None, |out| writeln!(out, "{json}"));
    }
    let headers = ["Model", "Learner", "Answers", "Trees", "Features", "Rows", "Made", "Digest"];
    let mut table = terminal::table(&headers, &[3, 4, 5]);
    for summary in &summaries {
        table.add_row(summary.cells());
    }
    output::write_to(None, |out| writeln!(out, "{table}"))
}

fn show(command: &ModelsShow, folder: &Path) -> Result<(), Failure> {
    let file = model::file_of(&command.model, folder);
    let model = Model::read(&file)?;
    let summary = Summary::of(&file, &model);
    let text = match command.format {
        TableFormat::Json => serde_json::to_string_pretty(&summary::Details::of(summary, &model))?,
        TableFormat::Table => summary::Details::of(summary, &model).in_words(),
    };
    output::write_to(None, |out| writeln!(out, "{}", text.trim_end()))
}

#[derive(Serialize)]
struct Verdict {
    file: String,
    sound: bool,
    golden_rows: Option<usize>,
    digest: Option<String>,
    problem: Option<String>,
}

fn verify(command: &ModelsVerify, folder: &Path) -> Result<(), Failure> {
    let files = match command.files.as_slice() {
        [] => files_in(folder)?,
        named => named.iter().map(|name| model::file_of(name, folder)).collect(),
    };
    if files.is_empty() {
        let message = format!("there is no .{} file in it; import a model first", model::ENDING);
        return Err(Failure::BadFile { file: folder.display().to_string(), message });
    }
    let verdicts: Vec<Verdict> = files.iter().map(|file| judge(file)).collect();
    let json = serde_json::to_string_pretty(&verdicts)?;
    output::write_to(None, |out| match command.format {
        TableFormat::Json => writeln!(out, "{json}"),
        TableFormat::Table => verdicts.iter().try_for_each(|verdict| match &verdict.problem {
            Some(problem) => writeln!(out, "{}: NOT USABLE: {problem}", verdict.file),
            None => {
                let (rows, digest) = (verdict.golden_rows.unwrap_or(0), verdict.digest.as_deref().unwrap_or("?"));
                writeln!(out, "{}: sound, {rows} golden rows predicted again, digest {digest}", verdict.file)
            }
        }),
    })?;
    let bad: Vec<(&String, &String)> =
        verdicts.iter().filter_map(|verdict| Some((&verdict.file, verdict.problem.as_ref()?))).collect();
    match bad.first() {
        None => Ok(()),
        Some((file, message)) => Err(Failure::BadFiles {
            count: bad.len(),
            total: verdicts.len(),
            file: (*file).clone(),
            message: (*message).clone(),
        }),
    }
}

fn judge(file: &Path) -> Verdict {
    let outcome = std::fs::read(file)
        .map_err(|error| input::in_words(&error))
        .and_then(|bytes| Artifact::from_bytes(&bytes).map_err(|problem| problem.to_string()));
    let name = file.display().to_string();
    match outcome {
        Ok(artifact) => Verdict {
            file: name,
            sound: true,
            golden_rows: Some(artifact.golden().rows()),
            digest: Some(artifact.digest().to_string()),
            problem: None,
        },
        Err(problem) => Verdict { file: name, sound: false, golden_rows: None, digest: None, problem: Some(problem) },
    }
}

fn import(command: &ModelsImport, folder: &Path, log: &Log) -> Result<(), Failure> {
    let bad = |file: &Path, message: String| Failure::BadFile { file: file.display().to_string(), message };
    let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.');
    if command.name.is_empty() || command.name.starts_with('.') || !command.name.chars().all(is_plain) {
        let message = "a model's name has letters, digits, `_`, `-` and `.`; choose another --name".to_owned();
        return Err(bad(Path::new(&command.name), message));
    }
    let model = Model::read(&command.file)?;
    let artifact = model.into_artifact(jiff::Timestamp::now().as_second());
    let artifact = artifact.map_err(|problem| bad(&command.file, problem.to_string()))?;
    let target = folder.join(format!("{}.{}", command.name, model::ENDING));
    let digest = artifact.digest();
    match standing(&target) {
        Standing::Model(there) if there == digest => log.info("this model is there already; its file stays as it is"),
        Standing::Free => write(&artifact, folder, &target)?,
        _ if command.replace => write(&artifact, folder, &target)?,
        _ => {
            let message = "another model has this name; choose another --name, or add --replace".to_owned();
            return Err(bad(&target, message));
        }
    }
    let (trees, features) = (artifact.ensemble().trees().len(), artifact.ensemble().features().len());
    let count = |count: usize| plot::thousands(count as u64);
    log.info(&format!("{}: {} trees on {} features", artifact.about().learner, count(trees), count(features)));
    output::write_to(None, |out| writeln!(out, "{} {digest}", target.display()))
}

/// What stands where a model is to be written.
enum Standing {
    Free,
    Model(Digest),
    Other,
}

fn standing(file: &Path) -> Standing {
    match std::fs::read(file) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Standing::Free,
        Ok(bytes) => {
            Artifact::from_bytes(&bytes).map_or(Standing::Other, |artifact| Standing::Model(artifact.digest()))
        }
        Err(_) => Standing::Other,
    }
}

fn write(artifact: &Artifact, folder: &Path, file: &Path) -> Result<(), Failure> {
    std::fs::create_dir_all(folder).map_err(|source| Failure::Write { path: folder.to_owned(), source })?;
    output::write_file(file, |out| out.write_all(&artifact.to_bytes()))
}

fn export(command: &ModelsExport, folder: &Path) -> Result<(), Failure> {
    let file = model::file_of(&command.model, folder);
    let model = Model::read(&file)?;
    let bytes = match command.format {
        ModelsExportFormat::XgboostJson => export_xgboost_json(model.ensemble()),
        ModelsExportFormat::Onnx => export_onnx(model.ensemble()),
    };
    let bytes =
        bytes.map_err(|problem| Failure::BadFile { file: file.display().to_string(), message: problem.to_string() })?;
    output::write_to(command.output.as_deref(), |out| out.write_all(bytes.as_ref()))
}
