//! What the timed benches say of their figures: medians, and how busy the machine was with other things.

use std::{fs, thread};

/// Above this many running programs, other work takes part of what is measured.
const QUIET: f64 = 1.5;

/// A sentence on the load of the machine, so that nobody takes a number for more than it is. Only Linux tells it.
pub fn load_remark() -> String {
    let Some(load) = load_average() else { return "How busy this machine was is not known.".to_owned() };
    let processors = thread::available_parallelism().map_or(1, usize::from);
    let busy = if load > QUIET { ": other programs were running, so the times are too long" } else { "" };
    format!("Load average before the runs {load:.1} on {processors} processors{busy}.")
}

/// Which processors these are. Only Linux tells it.
pub fn machine_remark() -> String {
    let text = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let named = text.lines().find_map(|line| line.strip_prefix("model name")?.split_once(':'));
    let name = named.map_or("of unknown name", |(_, name)| name.trim());
    format!("Processors: {} x {name}.", thread::available_parallelism().map_or(1, usize::from))
}

/// Programs that ran or waited to run, over the last minute.
fn load_average() -> Option<f64> {
    fs::read_to_string("/proc/loadavg").ok()?.split(' ').next()?.parse().ok()
}

/// The middle of the values; of an even number the upper of the two in the middle.
pub fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
}

pub fn largest(values: impl IntoIterator<Item = f64>) -> f64 {
    values.into_iter().fold(f64::NEG_INFINITY, f64::max)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_median_does_not_care_for_order() {
        assert_eq!(median(vec![9.0, 1.0, 5.0]), 5.0);
        assert_eq!(median(vec![4.0, 1.0]), 4.0);
        assert!(median(Vec::new()).is_nan());
    }
}
