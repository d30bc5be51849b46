//! A newer build of the app, and installing it.
//!
//! A new service worker fetches its build and waits; it takes over when the person says so, and only then is the page
//! loaded anew. Nothing here interrupts a job.

use js_sys::{Function, Promise, Reflect};
use leptos::{prelude::*, task::spawn_local};
use wasm_bindgen::{JsCast, JsValue, closure::Closure, prelude::wasm_bindgen};
use wasm_bindgen_futures::JsFuture;
use web_sys::Event;

use crate::{actions::screen, browser, state::App};

#[wasm_bindgen]
extern "C" {
    /// What listens and is listened to: a registration, a worker, a container.
    #[derive(Clone)]
    type Target;
    #[wasm_bindgen(method, js_name = addEventListener)]
    fn on(this: &Target, kind: &str, then: &Function);
    #[wasm_bindgen(method, getter)]
    fn waiting(this: &Target) -> Option<Target>;
    #[wasm_bindgen(method, getter)]
    fn installing(this: &Target) -> Option<Target>;
    #[wasm_bindgen(method, getter)]
    fn controller(this: &Target) -> Option<Target>;
    #[wasm_bindgen(method, getter)]
    fn ready(this: &Target) -> Promise;
    #[wasm_bindgen(method, js_name = getRegistration)]
    fn registration(this: &Target) -> Promise;
    #[wasm_bindgen(method, js_name = postMessage)]
    fn post(this: &Target, message: &JsValue);
    #[wasm_bindgen(method, catch)]
    fn prompt(this: &Target) -> Result<Promise, JsValue>;
}

/// Listens for a newer build, and for the browser's offer to install the app.
pub fn start_updates(app: App) {
    let offered = Closure::<dyn FnMut(Event)>::new(move |event: Event| {
        // Shown when the person asks, not when the browser thinks of it.
        event.prevent_default();
        app.workspace.install.set_value(Some(event.into()));
        app.workspace.is_installable.set(true);
    });
    let installed = Closure::<dyn FnMut(Event)>::new(move |_| app.workspace.is_installable.set(false));
    let page: Target = window().unchecked_into();
    page.on("beforeinstallprompt", offered.as_ref().unchecked_ref());
    page.on("appinstalled", installed.as_ref().unchecked_ref());
    offered.forget();
    installed.forget();
    if let Some(container) = container() {
        spawn_local(async move {
            if let Ok(registration) = JsFuture::from(container.ready()).await {
                watch(app, &container, registration.unchecked_into());
            }
        });
    }
}

fn container() -> Option<Target> {
    let found = Reflect::get(&window().navigator(), &"serviceWorker".into()).ok()?;
    found.is_object().then(|| found.unchecked_into())
}

fn watch(app: App, container: &Target, registration: Target) {
    let look = {
        let (container, registration) = (container.clone(), registration.clone());
        // The first build of all has nobody to replace.
        move || {
            app.workspace.is_update_waiting.set(container.controller().is_some() && registration.waiting().is_some())
        }
    };
    look();
    let found = {
        let registration = registration.clone();
        Closure::<dyn FnMut(Event)>::new(move |_| {
            let Some(worker) = registration.installing() else { return };
            let look = look.clone();
            let changed = Closure::<dyn FnMut(Event)>::new(move |_| look());
            worker.on("statechange", changed.as_ref().unchecked_ref());
            changed.forget();
        })
    };
    registration.on("updatefound", found.as_ref().unchecked_ref());
    found.forget();
}

/// Lets the newer build take over, and loads the page anew when it has.
pub fn update_now(app: App) {
    app.workspace.is_update_waiting.set(false);
    let Some(container) = container() else { return };
    let reload = Closure::once_into_js(browser::reload);
    container.on("controllerchange", reload.unchecked_ref());
    spawn_local(async move {
        let registration = JsFuture::from(container.registration()).await.map(JsCast::unchecked_into::<Target>);
        match registration.ok().and_then(|registration| registration.waiting()) {
            Some(worker) => worker.post(&"activate".into()),
            // Another tab was quicker.
            None => browser::reload(),
        }
    });
}

/// Later: the newer build takes over when no page uses the old one.
pub fn put_off_update(app: App) {
    app.workspace.is_update_waiting.set(false);
}

/// Asks the browser to install the app.
pub fn install(app: App) {
    let Some(offer) = app.workspace.install.try_update_value(Option::take).flatten() else { return };
    app.workspace.is_installable.set(false);
    if let Err(error) = offer.unchecked_ref::<Target>().prompt() {
        screen::show_error(app, format!("The browser did not install it: {}.", browser::words(&error)));
    }
}
