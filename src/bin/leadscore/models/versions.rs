//! `leadscore models promote`, `rollback`, `prune`: which version is in use, and which are kept.

use std::path::Path;

use leadscore::registry::{ModelName, Version};

use crate::{
    args::{ModelsPromote, ModelsPrune, ModelsRollback},
    failure::Failure,
    log::Log,
    output,
    store::Writer,
};

pub fn promote(command: &ModelsPromote, folder: &Path, log: &Log) -> Result<(), Failure> {
    let mut writer = Writer::open_existing(folder)?;
    let before = writer.index().champion(command.model).cloned();
    let champion = writer.promote(command.model, &command.name)?;
    tell(before.as_ref(), &champion, log)
}

pub fn roll_back(command: &ModelsRollback, folder: &Path, log: &Log) -> Result<(), Failure> {
    let mut writer = Writer::open_existing(folder)?;
    let before = writer.index().champion(command.model).cloned();
    let champion = writer.roll_back(command.model)?;
    tell(before.as_ref(), &champion, log)
}

/// The champion on standard output, what it came after on standard error.
fn tell(before: Option<&Version>, champion: &Version, log: &Log) -> Result<(), Failure> {
    let Version { model, version, digest, .. } = champion;
    match before.map(|before| before.version) {
        Some(before) if before == *version => log.info(&format!("{model} {version} is the champion already")),
        Some(before) => log.info(&format!("{model}: {version} takes over from {before}")),
        None => log.info(&format!("{model}: {version} is the first champion")),
    }
    output::write_to(None, |out| writeln!(out, "{model} {version} champion {digest}"))
}

pub fn prune(command: &ModelsPrune, folder: &Path, log: &Log) -> Result<(), Failure> {
    let mut writer = Writer::open_existing(folder)?;
    let gone = writer.prune(command.keep)?;
    let kept = |model: ModelName| writer.index().of(model).count();
    let [arv, lead] = ModelName::ALL.map(kept);
    log.info(&format!("{} removed; {arv} arv and {lead} lead versions are kept", gone.len()));
    output::write_to(None, |out| gone.iter().try_for_each(|version| writeln!(out, "{}", version.file)))
}
