//! The machine's threads, lent to the library.

use std::{
    num::NonZero,
    sync::atomic::{AtomicUsize, Ordering},
    thread,
};

use leadscore::lanes::Lanes;
use rayon::{ThreadPool, ThreadPoolBuildError, ThreadPoolBuilder};

/// So many threads, the one that made them among them. They wait in a pool: growing a tree hands work over many
/// thousand times, too often to start a thread for each.
pub struct Threads {
    count: usize,
    /// None: there is only the caller.
    pool: Option<ThreadPool>,
}

impl Threads {
    /// As many as wanted, or as the machine has.
    ///
    /// # Errors
    /// The system refuses so many.
    pub fn new(wanted: Option<usize>) -> Result<Self, ThreadPoolBuildError> {
        let available = thread::available_parallelism().map_or(1, NonZero::get);
        let count = wanted.unwrap_or(available).max(1);
        // Of the pool, the caller takes back what nobody has begun; from outside it would sleep until somebody woke up
        // only to find nothing left to do.
        let builder = || ThreadPoolBuilder::new().num_threads(count).use_current_thread();
        let pool = (count > 1).then(|| builder().build()).transpose()?;
        Ok(Self { count, pool })
    }

    pub fn count(&self) -> usize {
        self.count
    }
}

impl Lanes for Threads {
    fn run(&self, jobs: usize, job: &(dyn Fn(usize) + Sync)) {
        let Some(pool) = self.pool.as_ref().filter(|_| jobs > 1) else {
            return (0..jobs).for_each(job);
        };
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
        pool.in_place_scope(|scope| {
            for _ in 1..self.count.min(jobs) {
                scope.spawn(|_| work());
            }
            work();
        });
    }

    fn width(&self) -> usize {
        self.count
    }
}
