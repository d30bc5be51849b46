//! The worker's end of the wire.

use std::marker::PhantomData;

use js_sys::{Array, ArrayBuffer, Uint8Array};
use serde::{Serialize, de::DeserializeOwned};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::{DedicatedWorkerGlobalScope, File, MessageEvent};

use crate::wire::{Job, Talk};

/// Receives requests and sends answers.
pub struct Port<T> {
    scope: DedicatedWorkerGlobalScope,
    talk: PhantomData<T>,
}

/// A request as it came, with what travelled beside it.
pub struct Received<T: Talk> {
    pub job: Job,
    pub request: T::Ask,
    pub files: Vec<File>,
    pub buffers: Vec<Buffer>,
}

/// Bytes that another worker has written, still outside our memory.
pub struct Buffer(Uint8Array);

impl<T: Talk> Port<T> {
    /// The port of this worker.
    pub fn open() -> Self {
        Self { scope: js_sys::global().unchecked_into(), talk: PhantomData }
    }

    /// Calls `serve` for every request from now on, and says that the worker is ready.
    pub fn listen(self, mut serve: impl FnMut(&Self, Received<T>) + 'static) {
        let port = Self { scope: self.scope.clone(), talk: PhantomData };
        let on_message =
            Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| match Received::read(&event.data()) {
                Ok(received) => serve(&port, received),
                Err((job, message)) => port.answer(job, &T::failed(message)),
            });
        self.scope.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
        on_message.forget();
        self.answer(0, &T::ready());
    }

    pub fn answer(&self, job: Job, answer: &T::Answer) {
        self.post(job, answer, None);
    }

    /// Sends an answer with bytes beside it. The copy out of the engine's memory is handed over, not copied again.
    pub fn answer_with(&self, job: Job, answer: &T::Answer, bytes: &[u8]) {
        self.post(job, answer, Some(Uint8Array::from(bytes).buffer()));
    }

    /// The same with plain data, bit for bit, for another worker to read.
    ///
    /// # Errors
    /// Data that cannot be written, in words.
    pub fn answer_with_data(&self, job: Job, answer: &T::Answer, data: &impl Serialize) -> Result<(), String> {
        let bytes = postcard::to_allocvec(data).map_err(|error| format!("it cannot be handed over: {error}"))?;
        self.answer_with(job, answer, &bytes);
        Ok(())
    }

    fn post(&self, job: Job, answer: &T::Answer, buffer: Option<ArrayBuffer>) {
        let send = || {
            let message = Array::of2(&job.into(), &serde_wasm_bindgen::to_value(answer)?);
            let Some(buffer) = buffer else { return self.scope.post_message(&message) };
            message.push(&buffer);
            self.scope.post_message_with_transfer(&message, &Array::of1(&buffer))
        };
        if let Err(error) = send() {
            // The interface waits for this answer: all that is left is to say so where a developer looks.
            web_sys::console::error_2(&"an answer could not be sent".into(), &error);
        }
    }
}

impl<T: Talk> Received<T> {
    fn read(message: &JsValue) -> Result<Self, (Job, String)> {
        let parts = Array::from(message);
        let job = parts.get(0).as_f64().unwrap_or(0.0) as Job;
        let request = serde_wasm_bindgen::from_value(parts.get(1)).map_err(|error| (job, error.to_string()))?;
        let (mut files, mut buffers) = (Vec::new(), Vec::new());
        for part in parts.iter().skip(2) {
            match part.dyn_into::<File>() {
                Ok(file) => files.push(file),
                Err(part) => buffers.extend(part.dyn_ref::<ArrayBuffer>().map(|part| Buffer(Uint8Array::new(part)))),
            }
        }
        Ok(Self { job, request, files, buffers })
    }
}

impl Buffer {
    pub fn bytes(&self) -> Vec<u8> {
        self.0.to_vec()
    }

    /// The plain data that another worker wrote.
    ///
    /// # Errors
    /// Bytes that hold something else, in words.
    pub fn data<D: DeserializeOwned>(&self) -> Result<D, String> {
        postcard::from_bytes(&self.bytes()).map_err(|error| format!("what was handed over cannot be read: {error}"))
    }
}
