//! One fit of ours, in a process of its own, told as one line of JSON; `peer.py` does the same with the peers.
//!
//! In: `LEARNER TASK FOLDER THREADS [--predict]`, with LEARNER of boost, forest; TASK of house, lead; FOLDER as
//! `tasks.py` wrote it. Out: seconds of the fit from columns in memory to a model, of it the binning; processor
//! seconds; peak memory of the process until then; quality on the test rows; the model's digest; how many bytes the
//! fit moves at least and how fast this machine reads memory; with `--predict` the rows per second of a prediction
//! from raw values on one thread.

#[cfg(not(target_arch = "wasm32"))]
mod bound;
#[cfg(not(target_arch = "wasm32"))]
mod files;
#[cfg(not(target_arch = "wasm32"))]
mod machine;
#[cfg(not(target_arch = "wasm32"))]
mod native;

#[cfg(not(target_arch = "wasm32"))]
fn main() -> std::process::ExitCode {
    native::main()
}

#[cfg(target_arch = "wasm32")]
fn main() {}
