//! A dropped file as a reader, for formats that are parsed as they come.

use std::io::{self, Read};

use super::FileSlices;

/// Reads a file to its end; `told` hears after every slice which share of it has been read, 0 to 1.
pub struct FileStream<F> {
    slices: FileSlices,
    slice: Vec<u8>,
    at: usize,
    done: f64,
    told: F,
}

impl<F: FnMut(f64)> FileStream<F> {
    pub fn new(slices: FileSlices, told: F) -> Self {
        Self { slices, slice: Vec::new(), at: 0, done: 0.0, told }
    }
}

impl<F: FnMut(f64)> Read for FileStream<F> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if self.at == self.slice.len() {
            let next = self.slices.next_slice().map_err(io::Error::other)?;
            self.slice.clear();
            self.slice.extend_from_slice(next);
            self.at = 0;
            self.done += next.len() as f64;
            (self.told)((self.done / self.slices.bytes_total().max(1.0)).min(1.0));
        }
        let count = into.len().min(self.slice.len() - self.at);
        into[..count].copy_from_slice(&self.slice[self.at..self.at + count]);
        self.at += count;
        Ok(count)
    }
}
