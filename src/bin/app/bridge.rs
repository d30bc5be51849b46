//! Requests to a worker, and its answers.
//!
//! In: a request and the channel it belongs to. Out: [`News`], handed to one listener. Jobs are numbered; a newer
//! request on a channel makes the answers of older ones stale, and stale answers are dropped here. It knows nothing of
//! what the answers mean.

use std::{cell::RefCell, marker::PhantomData, rc::Rc};

use js_sys::{Array, ArrayBuffer};
use leadscore::{
    registry::ModelName,
    wire::{Bearing, Job, Talk},
};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::{ErrorEvent, Event, MessageEvent, Worker, WorkerOptions, WorkerType};

/// What a request is about. At most one request per channel is waited for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Channel {
    Import,
    View,
    /// Rows of the page with this number.
    Rows(u32),
    /// Numbers of the leads from this row on, to select them.
    Leads(u32),
    /// Leads that the palette looks for.
    Find,
    Lead,
    /// Something written down; the open lead after that; a journal told; its text, to be kept.
    Note,
    Entry,
    Journal,
    JournalText,
    Thresholds,
    /// Another profile; thresholds by counts; a profile as text, for a file or to be kept; a profile file.
    Profile,
    Cut,
    ProfileText {
        is_file: bool,
    },
    OpenProfile,
    /// A profile, and a model, that were kept.
    KeptProfile,
    KeptModel,
    Deals,
    WhatIf,
    Export,
    /// Where the leads are; the lead under the pointer; the leads that have a label; an outline beneath them.
    Points,
    Card,
    Labels,
    Outline,
    /// Rows for a model to learn from.
    Lessons(ModelName),
    Train(ModelName),
    /// A model file that was handed in.
    Open,
    /// What models are asked about the leads; what they answer; that the leads have heard it.
    Questions,
    Judge,
    Judged,
    /// Why models say what they say of a lead: telling the trainer anew what is asked about, its answer, the words.
    Prepare,
    Explain,
    Explained,
    Quality,
    /// A file for the person.
    File,
    /// Two models side by side: rows to compare them on, the comparison, who would change tiers.
    CompareCases,
    Compare,
    Churn,
    /// What is known of the shipped models.
    Shipped,
    /// A model in another library's format, and one of another library on its way here.
    Convert,
    Adopt,
}

/// What comes from a worker.
pub enum News<T: Talk> {
    /// It has started and speaks this protocol.
    Ready { protocol: u32 },
    /// A job is under way or done. `buffer` is what travels beside some answers.
    Answer { channel: Channel, answer: T::Answer, buffer: Option<ArrayBuffer> },
    /// It has stopped and will not answer any more.
    Died { message: String },
}

/// A running worker.
pub struct Bridge<T> {
    worker: Worker,
    jobs: Rc<RefCell<Jobs>>,
    talk: PhantomData<T>,
    _on_message: Closure<dyn FnMut(MessageEvent)>,
    _on_error: Closure<dyn FnMut(Event)>,
}

#[derive(Default)]
struct Jobs {
    last: Job,
    waiting: Vec<(Job, Channel)>,
}

impl<T: Talk> Bridge<T> {
    /// Starts a worker from the script at `url`, which is to be a blob: only such a worker is bound by the page's
    /// content security policy. `listen` is called for everything it says, never during this call.
    pub fn start(url: &str, listen: impl Fn(News<T>) + 'static) -> Result<Self, String> {
        let options = WorkerOptions::new();
        options.set_type(WorkerType::Module);
        let worker = Worker::new_with_options(url, &options).map_err(|error| words(&error))?;
        let jobs = Rc::new(RefCell::new(Jobs::default()));
        let listen = Rc::new(listen);

        let on_message = {
            let (jobs, listen) = (Rc::clone(&jobs), Rc::clone(&listen));
            Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
                // The borrow of `jobs` ends before `listen` asks for more.
                let news = read::<T>(&event.data(), &mut jobs.borrow_mut());
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
        Ok(Self { worker, jobs, talk: PhantomData, _on_message: on_message, _on_error: on_error })
    }

    /// Sends what a worker needs before it can be asked.
    pub fn equip(&self, with: &JsValue) -> Result<(), String> {
        self.worker.post_message(with).map_err(|error| words(&error))
    }

    /// Drops the answers on a channel from now on.
    pub fn forget(&self, channel: Channel) {
        self.jobs.borrow_mut().waiting.retain(|(_, waiting)| *waiting != channel);
    }

    /// Sends a request with the files and buffers that travel beside it. Buffers are copied but for those in `given`,
    /// which are handed over. Older answers on the channel are dropped from now on.
    pub fn ask(&self, channel: Channel, request: &T::Ask, beside: &[JsValue], given: &Array) -> Result<(), String> {
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
        for part in beside {
            message.push(part);
        }
        self.worker.post_message_with_transfer(&message, given).map_err(|error| words(&error))
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

impl<T> Drop for Bridge<T> {
    fn drop(&mut self) {
        self.worker.set_onmessage(None);
        self.worker.set_onerror(None);
        self.worker.terminate();
    }
}

/// Reads `[job, answer, buffer?]`; None when nobody waits for it.
fn read<T: Talk>(data: &JsValue, jobs: &mut Jobs) -> Option<News<T>> {
    let parts = data.dyn_ref::<Array>()?;
    let job = parts.get(0).as_f64()? as Job;
    let answer = match serde_wasm_bindgen::from_value::<T::Answer>(parts.get(1)) {
        Ok(answer) => answer,
        Err(error) => return Some(News::Died { message: format!("it sent something unreadable: {error}") }),
    };
    let bearing = T::bearing(&answer);
    match bearing {
        Bearing::Ready { protocol } => return Some(News::Ready { protocol }),
        Bearing::Failed { message } if job == 0 => return Some(News::Died { message }),
        _ => {}
    }
    let at = jobs.waiting.iter().position(|(waiting, _)| *waiting == job)?;
    let channel = jobs.waiting[at].1;
    if bearing != Bearing::UnderWay {
        jobs.waiting.swap_remove(at);
    }
    Some(News::Answer { channel, answer, buffer: parts.get(2).dyn_into().ok() })
}

fn words(error: &JsValue) -> String {
    error.dyn_ref::<js_sys::Error>().map_or_else(|| format!("{error:?}"), |error| String::from(error.message()))
}
