//! What `tasks.py` wrote, read column by column.

use bench_trees::Task;
use std::{
    error::Error,
    fs::{self, File},
    io::Read as _,
    path::Path,
};

/// The part `train` or `test` of a task.
pub fn task(folder: &Path, name: &str, part: &str) -> Result<Task, Box<dyn Error>> {
    let facts = fs::read_to_string(folder.join(format!("{name}.json")))?;
    let facts: serde_json::Value = serde_json::from_str(&facts)?;
    let columns = facts["columns"].as_array().ok_or("the facts of the task name no columns")?.len();
    let rows = facts[format!("{part}_rows")].as_u64().ok_or("the facts of the task name no rows")? as usize;
    let mut file = File::open(folder.join(format!("{name}_{part}.columns.f32")))?;
    let mut bytes = vec![0; rows * size_of::<f32>()];
    Task::from_columns(columns, || -> Result<Vec<f32>, Box<dyn Error>> {
        file.read_exact(&mut bytes)?;
        let (numbers, _) = bytes.as_chunks();
        Ok(numbers.iter().map(|number| f32::from_le_bytes(*number)).collect())
    })
}
