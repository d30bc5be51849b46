//! One tab keeps at a time: the one that holds a lock of the browser's, which no closed tab can leave behind.
//!
//! The others show what they have and say that they keep nothing, until the person lets one of them take over.

use js_sys::{Function, Object, Promise, Reflect};
use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue, closure::Closure, prelude::wasm_bindgen};
use wasm_bindgen_futures::JsFuture;

use crate::{
    actions::screen,
    state::{App, Keeping},
};

const LOCK: &str = "leadscore";

#[wasm_bindgen]
extern "C" {
    type LockManager;
    #[wasm_bindgen(method, catch)]
    fn request(this: &LockManager, name: &str, options: &Object, granted: &Function) -> Result<Promise, JsValue>;
}

/// Takes the lock if no other tab has it; whether this tab has it now. A browser without locks has one tab for all we
/// know.
pub(super) async fn claim(app: App) -> bool {
    request(app, "ifAvailable").await
}

/// Takes the lock from whoever has it.
pub(super) async fn take(app: App) -> bool {
    request(app, "steal").await
}

/// Whether this tab keeps, once the person has agreed.
pub(super) fn keeping(app: App) -> Keeping {
    if app.workspace.release.with_value(Option::is_some) { Keeping::On } else { Keeping::Elsewhere }
}

/// Gives the lock back.
pub(super) fn release(app: App) {
    if let Some(release) = app.workspace.release.try_update_value(Option::take).flatten()
        && let Err(error) = release.call0(&JsValue::UNDEFINED)
    {
        web_sys::console::warn_1(&error);
    }
}

async fn request(app: App, how: &str) -> bool {
    if app.workspace.release.with_value(Option::is_some) {
        return true;
    }
    let answered = Promise::new(&mut |resolve, _| {
        if let Err(error) = ask(app, how, &resolve) {
            // Without locks there is nothing to hold; this says so by being there.
            web_sys::console::warn_1(&error);
            app.workspace.release.set_value(Some(resolve.clone()));
            drop(resolve.call1(&JsValue::UNDEFINED, &true.into()));
        }
    });
    JsFuture::from(answered).await.is_ok_and(|is_ours| is_ours.is_truthy())
}

/// Asks the browser; `answer` hears whether the lock is ours. It stays ours until `release`, or until it is taken.
fn ask(app: App, how: &str, answer: &Function) -> Result<(), JsValue> {
    let locks = Reflect::get(&window().navigator(), &"locks".into())?;
    if !locks.is_object() {
        return Err("this browser has no locks: do not use two tabs at once".into());
    }
    let options = Object::new();
    Reflect::set(&options, &how.into(), &true.into())?;
    let answer = answer.clone();
    let granted = Closure::once_into_js(move |lock: JsValue| -> Promise {
        let is_ours = lock.is_object();
        let held = Promise::new(&mut |resolve, _| {
            if is_ours {
                app.workspace.release.set_value(Some(resolve));
            } else {
                drop(resolve.call0(&JsValue::UNDEFINED));
            }
        });
        drop(answer.call1(&JsValue::UNDEFINED, &is_ours.into()));
        held
    });
    let ended = locks.unchecked_ref::<LockManager>().request(LOCK, &options, granted.unchecked_ref())?;
    leptos::task::spawn_local(async move {
        // A lock given back ends well; one that was taken ends with an error.
        if JsFuture::from(ended).await.is_err() {
            lost(app);
        }
    });
    Ok(())
}

fn lost(app: App) {
    app.workspace.release.set_value(None);
    if app.workspace.keeping.with_untracked(|keeping| *keeping == Keeping::On) {
        app.workspace.keeping.set(Keeping::Elsewhere);
        screen::tell(app, "Another tab keeps your work now; this one keeps nothing.");
    }
}
