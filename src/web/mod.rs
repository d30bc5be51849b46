//! The browser, as far as the engine's worker touches it: files and messages.
//!
//! In: `File` objects and message events. Out: bytes and typed messages. Nothing here decides anything.

mod file;
mod port;
mod stream;

pub use file::FileSlices;
pub use port::{Buffer, Port, Received};
pub use stream::FileStream;
