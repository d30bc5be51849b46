//! What the system counts, and how fast its memory is. Only Linux tells the first two.

use std::{error::Error, fs, hint, thread, time::Instant};

/// Far more than any cache holds.
const MEASURED_BYTES: usize = 256 << 20;
const READS: u32 = 5;

/// On all processors together, by the threads that there are now, since they started.
pub fn processor_seconds() -> Result<f64, Box<dyn Error>> {
    let mut nanoseconds = 0;
    for thread in fs::read_dir("/proc/self/task")? {
        let text = fs::read_to_string(thread?.path().join("schedstat"))?;
        let on_processor = text.split_whitespace().next().ok_or("a thread's schedstat is empty")?;
        nanoseconds += on_processor.parse::<u64>()?;
    }
    Ok(nanoseconds as f64 / 1e9)
}

/// The most memory that was resident at once.
pub fn peak_bytes() -> Result<u64, Box<dyn Error>> {
    let text = fs::read_to_string("/proc/self/status")?;
    let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:")).ok_or("/proc/self/status has no VmHWM")?;
    let kibibytes: u64 = line.trim().trim_end_matches("kB").trim().parse()?;
    Ok(kibibytes * 1024)
}

/// How fast so many threads together read memory, each its own part from end to end: the best of some runs.
pub fn bytes_per_second(threads: usize) -> f64 {
    let words = vec![1u64; MEASURED_BYTES / size_of::<u64>()];
    let part = words.len().div_ceil(threads.max(1));
    let mut best = f64::INFINITY;
    for _ in 0..READS {
        let start = Instant::now();
        thread::scope(|scope| {
            for words in words.chunks(part) {
                scope.spawn(|| hint::black_box(words.iter().fold(0u64, |sum, word| sum.wrapping_add(*word))));
            }
        });
        best = best.min(start.elapsed().as_secs_f64());
    }
    MEASURED_BYTES as f64 / best
}
