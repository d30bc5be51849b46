//! A training as one HTML file.

use leadscore::registry::TrainingRun;

use super::told::Told;

pub fn html(_run: &TrainingRun, _told: &[Told]) -> String {
    String::new()
}
