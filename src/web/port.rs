//! The worker's end of the wire.

use js_sys::{Array, Uint8Array};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::{DedicatedWorkerGlobalScope, File, MessageEvent};

use crate::wire::{Answer, Job, PROTOCOL, Request};

/// Receives requests and sends answers.
#[derive(Clone)]
pub struct Port {
    scope: DedicatedWorkerGlobalScope,
}

/// A request as it came.
pub struct Received {
    pub job: Job,
    pub request: Request,
    pub files: Vec<File>,
}

impl Port {
    /// The port of this worker.
    pub fn open() -> Self {
        Self { scope: js_sys::global().unchecked_into() }
    }

    /// Calls `serve` for every request from now on, and says that the worker is ready.
    pub fn listen(&self, mut serve: impl FnMut(&Self, Received) + 'static) {
        let port = self.clone();
        let on_message =
            Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| match Received::read(&event.data()) {
                Ok(received) => serve(&port, received),
                Err((job, message)) => port.answer(job, &Answer::Failed { message }),
            });
        self.scope.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
        on_message.forget();
        self.answer(0, &Answer::Ready { protocol: PROTOCOL });
    }

    pub fn answer(&self, job: Job, answer: &Answer) {
        self.post(job, answer, None);
    }

    /// Sends an answer with bytes beside it. The copy out of the engine's memory is handed over, not copied again.
    pub fn answer_with(&self, job: Job, answer: &Answer, bytes: &[u8]) {
        self.post(job, answer, Some(Uint8Array::from(bytes).buffer()));
    }

    fn post(&self, job: Job, answer: &Answer, buffer: Option<js_sys::ArrayBuffer>) {
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

impl Received {
    fn read(message: &JsValue) -> Result<Self, (Job, String)> {
        let parts = Array::from(message);
        let job = parts.get(0).as_f64().unwrap_or(0.0) as Job;
        let request = serde_wasm_bindgen::from_value(parts.get(1)).map_err(|error| (job, error.to_string()))?;
        let files = parts.iter().skip(2).filter_map(|part| part.dyn_into::<File>().ok()).collect();
        Ok(Self { job, request, files })
    }
}
