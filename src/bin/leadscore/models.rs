//! `leadscore models`: the folder of model files.

mod compare;
mod summary;
mod verify;
mod versions;

use std::{
    io,
    path::{Path, PathBuf},
};

use leadscore::{
    plot,
    registry::{Artifact, Digest, Index, ModelName, Version},
    tree::interchange::{export_onnx, export_xgboost_json},
};

use crate::{
    args::{
        Common, Models, ModelsCommand, ModelsExport, ModelsExportFormat, ModelsImport, ModelsList, ModelsShow,
        TableFormat,
    },
    failure::Failure,
    input,
    log::Log,
    model::{self, Model},
    output,
    store::Store,
    terminal,
};
use summary::Summary;

pub fn run(command: &Models, common: &Common, log: &Log) -> Result<(), Failure> {
    let folder = &command.models;
    match &command.command {
        ModelsCommand::List(command) => list(command, folder),
        ModelsCommand::Show(command) => show(command, folder),
        ModelsCommand::Verify(command) => verify::run(command, folder),
        ModelsCommand::Promote(command) => versions::promote(command, folder, log),
        ModelsCommand::Rollback(command) => versions::roll_back(command, folder, log),
        ModelsCommand::Prune(command) => versions::prune(command, folder, log),
        ModelsCommand::Compare(command) => compare::run(command, folder, common, log),
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

/// The model files in a folder and those that its index names. A link to a champion is the champion and does not count.
fn files_and_versions(folder: &Path) -> Result<(Vec<PathBuf>, Index), Failure> {
    let mut files = files_in(folder)?;
    let index = Store::at(folder).index()?;
    let links: Vec<PathBuf> = ModelName::ALL
        .iter()
        .filter(|model| index.champion(**model).is_some())
        .map(|model| folder.join(model.link()))
        .collect();
    files.retain(|file| !links.contains(file));
    files.extend(index.versions().iter().map(|version| folder.join(&version.file)));
    files.sort();
    files.dedup();
    Ok((files, index))
}

/// The version that a file is, where it stands in the folder of the index.
fn version_of<'a>(file: &Path, folder: &Path, index: &'a Index) -> Option<&'a Version> {
    let name = file.file_name()?.to_str()?;
    index.version_of_file(name).filter(|_| file.parent() == Some(folder))
}

/// A file in a row; a version whose file is missing or another model says so.
fn summary_of(file: &Path, folder: &Path, index: &Index) -> Summary {
    let version = version_of(file, folder, index);
    let read = match version {
        Some(version) => Store::at(folder).artifact(version).map(|artifact| Model::Own(Box::new(artifact))),
        None => Model::read(file),
    };
    let summary = match &read {
        Ok(model) => Summary::of(file, model),
        Err(failure) => Summary::unusable(file, failure),
    };
    match version {
        Some(version) => summary.with_version(version, &index.aliases(version.model)),
        None => summary,
    }
}

fn list(command: &ModelsList, folder: &Path) -> Result<(), Failure> {
    let (files, index) = files_and_versions(folder)?;
    let summaries: Vec<Summary> = files.iter().map(|file| summary_of(file, folder, &index)).collect();
    if command.format == TableFormat::Json {
        let json = serde_json::to_string_pretty(&summaries)?;
        return output::write_to(None, |out| writeln!(out, "{json}"));
    }
    let headers = ["Model", "State", "Learner", "Answers", "Trees", "Features", "Rows", "Made", "Digest"];
    let mut table = terminal::table(&headers, &[4, 5, 6]);
    for summary in &summaries {
        table.add_row(summary.cells());
    }
    output::write_to(None, |out| writeln!(out, "{table}"))
}

fn show(command: &ModelsShow, folder: &Path) -> Result<(), Failure> {
    let file = model::file_of(&command.model, folder)?;
    let model = Model::read(&file)?;
    // A file elsewhere is shown however the folder is.
    let is_here = file.parent() == Some(folder);
    let index = if is_here { Store::at(folder).index()? } else { Index::default() };
    let summary = Summary::of(&file, &model);
    let summary = match version_of(&file, folder, &index) {
        Some(version) => summary.with_version(version, &index.aliases(version.model)),
        None => summary,
    };
    let text = match command.format {
        TableFormat::Json => serde_json::to_string_pretty(&summary::Details::of(summary, &model))?,
        TableFormat::Table => summary::Details::of(summary, &model).in_words(),
    };
    output::write_to(None, |out| writeln!(out, "{}", text.trim_end()))
}

fn import(command: &ModelsImport, folder: &Path, log: &Log) -> Result<(), Failure> {
    let bad = |file: &Path, message: String| Failure::BadFile { file: file.display().to_string(), message };
    let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.');
    if command.name.is_empty() || command.name.starts_with('.') || !command.name.chars().all(is_plain) {
        let message = "a model's name has letters, digits, `_`, `-` and `.`; choose another --name".to_owned();
        return Err(bad(Path::new(&command.name), message));
    }
    let file = format!("{}.{}", command.name, model::ENDING);
    let is_of_versions = |model: &ModelName| command.name == model.word() || file == model.link();
    if ModelName::ALL.iter().any(is_of_versions) || ModelName::of_file(&file).is_some() {
        let message = "versions of trained models go by this name; choose another --name".to_owned();
        return Err(bad(Path::new(&command.name), message));
    }
    let model = Model::read(&command.file)?;
    let artifact = model.into_artifact(jiff::Timestamp::now().as_second());
    let artifact = artifact.map_err(|problem| bad(&command.file, problem.to_string()))?;
    let target = folder.join(file);
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
    let file = model::file_of(&command.model, folder)?;
    let model = Model::read(&file)?;
    let bytes = match command.format {
        ModelsExportFormat::XgboostJson => export_xgboost_json(model.ensemble()),
        ModelsExportFormat::Onnx => export_onnx(model.ensemble()),
    };
    let bytes =
        bytes.map_err(|problem| Failure::BadFile { file: file.display().to_string(), message: problem.to_string() })?;
    output::write_to(command.output.as_deref(), |out| out.write_all(bytes.as_ref()))
}
