//! The machine's threads, lent to the library.

use std::{
    num::NonZero,
    sync::atomic::{AtomicUsize, Ordering},
    thread,
};

use leadscore::lanes::Lanes;

/// So many threads, started for each run and gone after it.
pub struct Threads(usize);

impl Threads {
    pub fn new(wanted: Option<usize>) -> Self {
        let available = thread::available_parallelism().map_or(1, NonZero::get);
        Self(wanted.unwrap_or(available).max(1))
    }

    pub fn count(&self) -> usize {
        self.0
    }
}

impl Lanes for Threads {
    fn run(&self, jobs: usize, job: &(dyn Fn(usize) + Sync)) {
        let next = AtomicUsize::new(0);
        let work = || {
            loop {
                let number = next.fetch_add(1, Ordering::Relaxed);
                if number >= jobs {
                    return;
                }
                job(number);
            }
        };
        thread::scope(|scope| {
            for _ in 1..self.0.min(jobs) {
                scope.spawn(work);
            }
            work();
        });
    }
}
