//! `leadscore models verify`: every byte of every model file, golden rows predicted again, and the index kept to.

use std::path::{Path, PathBuf};

use leadscore::registry::{Artifact, Index, ModelName, State, Version};
use serde::Serialize;

use super::{files_and_versions, version_of};
use crate::{
    args::{ModelsVerify, TableFormat},
    failure::Failure,
    input, model, output,
    store::{self, Store},
};

#[derive(Serialize)]
struct Verdict {
    file: String,
    sound: bool,
    golden_rows: Option<usize>,
    digest: Option<String>,
    problem: Option<String>,
    /// What the index says of it; null where it does not name it.
    state: Option<State>,
}

pub fn run(command: &ModelsVerify, folder: &Path) -> Result<(), Failure> {
    let verdicts = match command.files.as_slice() {
        [] => judge_all(folder)?,
        named => {
            let files = named.iter().map(|name| model::file_of(name, folder)).collect::<Result<Vec<PathBuf>, _>>()?;
            // Files elsewhere are judged however the folder is.
            let is_here = files.iter().any(|file| file.parent() == Some(folder));
            let index = if is_here { Store::at(folder).index()? } else { Index::default() };
            files.iter().map(|file| judge(file, version_of(file, folder, &index))).collect()
        }
    };
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

/// All files of the folder, all that its index names, and links that lead astray.
fn judge_all(folder: &Path) -> Result<Vec<Verdict>, Failure> {
    let (files, index) = files_and_versions(folder)?;
    if files.is_empty() {
        let message = format!("there is no .{} file in it; import a model first, or train one", model::ENDING);
        return Err(Failure::BadFile { file: folder.display().to_string(), message });
    }
    let mut verdicts: Vec<Verdict> = files.iter().map(|file| judge(file, version_of(file, folder, &index))).collect();
    for model in ModelName::ALL {
        if let Some(problem) = Store::at(folder).link_problem(&index, model)? {
            verdicts.push(Verdict::bad(&folder.join(model.link()), None, problem));
        }
    }
    Ok(verdicts)
}

impl Verdict {
    fn bad(file: &Path, state: Option<State>, problem: String) -> Self {
        let (file, problem) = (file.display().to_string(), Some(problem));
        Self { file, sound: false, golden_rows: None, digest: None, problem, state }
    }
}

fn judge(file: &Path, version: Option<&Version>) -> Verdict {
    let outcome = match std::fs::read(file) {
        Ok(bytes) => Artifact::from_bytes(&bytes).map_err(|problem| problem.to_string()),
        Err(error) if version.is_some() && error.kind() == std::io::ErrorKind::NotFound => {
            Err(store::MISSING.to_owned())
        }
        Err(error) => Err(input::in_words(&error)),
    };
    let state = version.map(|version| version.state);
    match outcome {
        Ok(artifact) if version.is_some_and(|version| version.digest != artifact.digest()) => {
            Verdict::bad(file, state, store::OTHER_MODEL.to_owned())
        }
        Ok(artifact) => Verdict {
            file: file.display().to_string(),
            sound: true,
            golden_rows: Some(artifact.golden().rows()),
            digest: Some(artifact.digest().to_string()),
            problem: None,
            state,
        },
        Err(problem) => Verdict::bad(file, state, problem),
    }
}
