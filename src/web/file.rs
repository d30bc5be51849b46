//! A dropped file as a stream of slices.

use js_sys::Uint8Array;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{File, FileReaderSync};

/// Reads a file slice by slice, so that it is never in memory as a whole. Works in workers only: the reads block.
pub struct FileSlices {
    file: File,
    reader: FileReaderSync,
    position: f64,
    slice: Vec<u8>,
}

impl FileSlices {
    const SLICE_BYTES: f64 = 4.0 * 1024.0 * 1024.0;

    pub fn new(file: File) -> Result<Self, JsValue> {
        Ok(Self { file, reader: FileReaderSync::new()?, position: 0.0, slice: Vec::new() })
    }

    pub fn name(&self) -> String {
        self.file.name()
    }

    pub fn bytes_total(&self) -> f64 {
        self.file.size()
    }

    /// The next slice, empty at the end. Fails when the file has changed or vanished since it was dropped.
    pub fn next_slice(&mut self) -> Result<&[u8], String> {
        let end = (self.position + Self::SLICE_BYTES).min(self.file.size());
        let read = || -> Result<Uint8Array, JsValue> {
            let blob = self.file.slice_with_f64_and_f64(self.position, end)?;
            let buffer = self.reader.read_as_array_buffer(&blob)?;
            Ok(Uint8Array::new(&buffer))
        };
        let bytes = read().map_err(|error: JsValue| words(&error))?;
        self.slice.resize(bytes.length() as usize, 0);
        bytes.copy_to(&mut self.slice);
        self.position = end;
        Ok(&self.slice)
    }
}

fn words(error: &JsValue) -> String {
    match error.dyn_ref::<js_sys::Error>() {
        Some(error) => format!("{}; drop it again", String::from(error.message())),
        None => "the browser cannot read it any more; drop it again".to_owned(),
    }
}
