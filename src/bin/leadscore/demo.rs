//! `leadscore demo`: writes the synthetic county.

use leadscore::{
    demo::{County, CountyOptions, DemoFile},
    plot,
};

use crate::{
    args::{Common, Demo},
    failure::Failure,
    log::Log,
    output,
};

pub fn run(command: &Demo, common: &Common, log: &Log) -> Result<(), Failure> {
    std::fs::create_dir_all(&command.dir).map_err(|source| Failure::Write { path: command.dir.clone(), source })?;
    let county = County::new(CountyOptions { rows: command.rows, seed: common.seed, as_of: common.as_of() });
    for file in DemoFile::ALL {
        let path = command.dir.join(file.file_name());
        output::write_file(&path, |out| county.write(file, out))?;
        log.info(&format!("{}: {} rows", path.display(), plot::thousands(u64::from(county.rows(file)))));
    }
    Ok(())
}
