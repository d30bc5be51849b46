//! Requests to the engine's worker, and its answers.
//!
//! In: a request and the channel it belongs to. Out: [`News`], handed to one listener. Jobs are numbered; a newer
//! request on a channel makes the answers of older ones stale, and stale answers are dropped here. It knows nothing of
//! what the answers mean.

use std::{cell::RefCell, rc::Rc};

use js_sys::{Array, ArrayBuffer};
use leadscore::wire::{Answer, Job, Request};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::{ErrorEvent, Event, File, MessageEvent, Worker, WorkerOptions, WorkerType};

use crate::browser;

/// What a request is about. At most one request per channel is waited for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Channel {
    Import,
    View,
    /// Rows of the page with this number.
    Rows(u32),
    Lead,
    Thresholds,
    Export,
}

/// What comes from the worker.
pub enum News {
    /// It has started and speaks this protocol.
    Ready { protocol: u32 },
    /// A job is under way or done. `buffer` travels with an export.
    Answer { channel: Channel, answer: Answer, buffer: Option<ArrayBuffer> },
    /// It has stopped and will not answer any more.
    Died { message: String },
}

/// A running worker.
pub struct Bridge {
    worker: Worker,
    jobs: Rc<RefCell<Jobs>>,
    _on_message: Closure<dyn FnMut(MessageEvent)>,
    _on_error: Closure<dyn FnMut(Event)>,
}

#[derive(Default)]
struct Jobs {
    last: Job,
    waiting: Vec<(Job, Channel)>,
}

impl Bridge {
    /// Starts a worker from `url`. `listen` is called for everything it says, never during this call.
    pub fn start(url: &str, listen: impl Fn(News) + 'static) -> Result<Self, String> {
        let options = WorkerOptions::new();
        options.set_type(WorkerType::Module);
        // Not from `url` itself: only a worker that starts from a blob is bound by the page's content security policy.
        let worker = browser::script_importing(url)
            .and_then(|script| Worker::new_with_options(&script, &options))
            .map_err(|error| words(&error))?;
        let jobs = Rc::new(RefCell::new(Jobs::default()));
        let listen = Rc::new(listen);

        let on_message = {
            let (jobs, listen) = (Rc::clone(&jobs), Rc::clone(&listen));
            Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
                // The borrow of `jobs` ends before `listen` asks for more.
                let news = read(&event.data(), &mut jobs.borrow_mut());
                if let Some(news) = news {
                    listen(news);
                }
            })
        };
        let on_error = Closure::<dyn FnMut(Event)>::new(move |event: Event| {
            event.prevent_default();
            // A script that fails says how; one that cannot be fetched sends a plain event.
            let message = event.dyn_ref::<ErrorEvent>().map(ErrorEvent::message).filter(|message| !message.is_empty());
            let message = message.unwrap_or_else(|| "it could not be loaded".to_owned());
            listen(News::Died { message });
        });
        worker.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
        worker.set_onerror(Some(on_error.as_ref().unchecked_ref()));
        Ok(Self { worker, jobs, _on_message: on_message, _on_error: on_error })
    }

    /// Sends a request with the files that travel beside it. Older answers on the channel are dropped from now on.
    pub fn ask(&self, channel: Channel, request: &Request, files: &[File]) -> Result<(), String> {
        let body = serde_wasm_bindgen::to_value(request).map_err(|error| error.to_string())?;
        let job = {
            let mut jobs = self.jobs.borrow_mut();
            jobs.last += 1;
            let job = jobs.last;
            jobs.waiting.retain(|(_, waiting)| *waiting != channel);
            jobs.waiting.push((job, channel));
            job
        };
        let message = Array::of2(&JsValue::from(job), &body);
        for file in files {
            message.push(file);
        }
        self.worker.post_message(&message).map_err(|error| words(&error))
    }

    pub fn is_waiting(&self, channel: Channel) -> bool {
        self.jobs.borrow().waiting.iter().any(|(_, waiting)| *waiting == channel)
    }

    /// How many pages of rows are on their way.
    pub fn waiting_pages(&self) -> usize {
        self.jobs.borrow().waiting.iter().filter(|(_, waiting)| matches!(waiting, Channel::Rows(_))).count()
    }

    /// Drops the rows on their way: they belong to an older view.
    pub fn forget_pages(&self) {
        self.jobs.borrow_mut().waiting.retain(|(_, waiting)| !matches!(waiting, Channel::Rows(_)));
    }
}

impl Drop for Bridge {
    fn drop(&mut self) {
        self.worker.set_onmessage(None);
        self.worker.set_onerror(None);
        self.worker.terminate();
    }
}

/// Reads `[job, answer, buffer?]`; None when nobody waits for it.
fn read(data: &JsValue, jobs: &mut Jobs) -> Option<News> {
    let parts = data.dyn_ref::<Array>()?;
    let job = parts.get(0).as_f64()? as Job;
    let answer = match serde_wasm_bindgen::from_value::<Answer>(parts.get(1)) {
        Ok(answer) => answer,
        Err(error) => return Some(News::Died { message: format!("it sent something unreadable: {error}") }),
    };
    match answer {
        Answer::Ready { protocol } => return Some(News::Ready { protocol }),
        Answer::Failed { message } if job == 0 => return Some(News::Died { message }),
        _ => {}
    }
    let at = jobs.waiting.iter().position(|(waiting, _)| *waiting == job)?;
    let channel = jobs.waiting[at].1;
    if !matches!(answer, Answer::Progress { .. }) {
        jobs.waiting.swap_remove(at);
    }
    Some(News::Answer { channel, answer, buffer: parts.get(2).dyn_into().ok() })
}

fn words(error: &JsValue) -> String {
    error.dyn_ref::<js_sys::Error>().map_or_else(|| format!("{error:?}"), |error| String::from(error.message()))
}
