//! What we need of the browser and Leptos does not give.
//!
//! In and out: small values. Everything here may fail quietly where its failure harms nothing (a mark, a stored
//! preference); what matters to the person returns a `Result`.

use js_sys::{Array, ArrayBuffer, Function, Object, Promise, Reflect};
use leptos::prelude::{document, request_animation_frame, set_timeout, window};
use wasm_bindgen::{JsCast, JsValue, closure::Closure, prelude::wasm_bindgen};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, Element, Event, File, FileList, HtmlAnchorElement, HtmlElement, Url};

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = history, js_name = back)]
    fn history_back();
    #[wasm_bindgen(js_namespace = ["navigator", "clipboard"], js_name = writeText, catch)]
    fn clipboard_write(text: &str) -> Result<Promise, JsValue>;
    #[wasm_bindgen(js_namespace = performance, js_name = mark, catch)]
    fn performance_mark(name: &str, options: &Object) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(extends = HtmlElement, js_name = HTMLElement)]
    type Focusable;
    #[wasm_bindgen(method, js_name = focus, catch)]
    fn focus_with(this: &Focusable, options: &Object) -> Result<(), JsValue>;

    #[wasm_bindgen(extends = Element, js_name = Element)]
    type Scrolled;
    #[wasm_bindgen(method, js_name = scrollIntoView, catch)]
    fn scroll_into_view_with(this: &Scrolled, options: &Object) -> Result<(), JsValue>;

    #[wasm_bindgen(extends = Blob, js_name = Blob)]
    type TypedBlob;
    #[wasm_bindgen(constructor, js_class = "Blob", catch)]
    fn new(parts: &Array, options: &Object) -> Result<TypedBlob, JsValue>;
}

/// The `content` of a meta element.
pub fn meta(name: &str) -> Option<String> {
    document().query_selector(&format!("meta[name={name}]")).ok()??.get_attribute("content").filter(|c| !c.is_empty())
}

/// The address of a module that does nothing but import the one at `url`.
pub fn script_importing(url: &str) -> Result<String, JsValue> {
    let base = document().base_uri()?.unwrap_or_default();
    let absolute = Url::new_with_base(url, &base)?.href();
    script(&format!("import \"{absolute}\";"))
}

/// The address of a script that is this text.
pub fn script(script: &str) -> Result<String, JsValue> {
    let options = Object::new();
    Reflect::set(&options, &"type".into(), &"text/javascript".into())?;
    let blob: Blob = TypedBlob::new(&Array::of1(&script.into()), &options)?.into();
    Url::create_object_url_with_blob(&blob)
}

/// Takes away what `index.html` showed while we were loading.
pub fn remove_splash() {
    if let Some(splash) = document().get_element_by_id("splash") {
        splash.remove();
    }
}

/// Sets `window.leadscore.ready`; calling the function returned resolves it.
pub fn announce_readiness() -> Option<Function> {
    // `Function::default` would evaluate a text, which our content security policy forbids.
    let mut resolve = None;
    let ready = Promise::new(&mut |accept, _| resolve = Some(accept));
    let object = Object::new();
    // A window that refuses a property only costs the promise.
    warn(
        Reflect::set(&object, &"ready".into(), &ready)
            .and_then(|_| Reflect::set(&window(), &"leadscore".into(), &object)),
    );
    resolve
}

/// A performance mark that says how many rows it is about.
pub fn mark(name: &str, rows: u32) {
    let set = || -> Result<JsValue, JsValue> {
        let (detail, options) = (Object::new(), Object::new());
        Reflect::set(&detail, &"rows".into(), &rows.into())?;
        Reflect::set(&options, &"detail".into(), &detail)?;
        performance_mark(name, &options)
    };
    warn(set());
}

/// Says a failure that harms nothing to the developer only.
fn warn<T>(outcome: Result<T, JsValue>) {
    if let Err(error) = outcome {
        web_sys::console::warn_1(&error);
    }
}

/// Calls back when what is in the document now has been painted.
pub fn after_paint(then: impl FnOnce() + 'static) {
    request_animation_frame(move || set_timeout(then, std::time::Duration::ZERO));
}

/// Milliseconds on a clock that never goes back.
pub fn now_millis() -> f64 {
    window().performance().map_or(0.0, |performance| performance.now())
}

/// Seconds since 1970 UTC, as the person's clock has them.
pub fn clock_seconds() -> f64 {
    (js_sys::Date::now() / 1_000.0).floor()
}

/// The person's date, `YYYY-MM-DD`.
pub fn today() -> String {
    let now = js_sys::Date::new_0();
    format!("{:04}-{:02}-{:02}", now.get_full_year(), now.get_month() + 1, now.get_date())
}

/// The bytes of a file that came with the app.
pub async fn fetch_bytes(url: &str) -> Result<ArrayBuffer, JsValue> {
    let response: web_sys::Response = JsFuture::from(window().fetch_with_str(url)).await?.unchecked_into();
    if !response.ok() {
        return Err(format!("{url}: {}", response.status()).into());
    }
    Ok(JsFuture::from(response.array_buffer()?).await?.unchecked_into())
}

/// Hands `buffer` to the browser as a download.
pub fn save_file(name: &str, buffer: &ArrayBuffer, mime_type: &str) -> Result<(), JsValue> {
    let options = Object::new();
    Reflect::set(&options, &"type".into(), &mime_type.into())?;
    let blob: Blob = TypedBlob::new(&Array::of1(buffer), &options)?.into();
    save_blob(name, &blob)
}

/// The same with bytes that the browser holds.
pub fn save_blob(name: &str, blob: &Blob) -> Result<(), JsValue> {
    let url = Url::create_object_url_with_blob(blob)?;
    let link: HtmlAnchorElement = document().create_element("a")?.unchecked_into();
    link.set_href(&url);
    link.set_download(name);
    link.click();
    // The browser has taken the address by then; a minute is generous for slow disks.
    set_timeout(move || warn(Url::revoke_object_url(&url)), std::time::Duration::from_secs(60));
    Ok(())
}

/// Puts a text on the clipboard.
pub async fn copy_text(text: &str) -> Result<(), JsValue> {
    JsFuture::from(clipboard_write(text)?).await.map(|_| ())
}

pub fn go_back() {
    history_back();
}

/// Whether a media query holds; `changed` is called whenever that changes.
pub fn watch_media(query: &str, changed: impl Fn(bool) + 'static) -> bool {
    let Ok(Some(list)) = window().match_media(query) else { return false };
    let listened = list.clone();
    let on_change = Closure::<dyn FnMut(Event)>::new(move |_| changed(listened.matches()));
    if list.add_event_listener_with_callback("change", on_change.as_ref().unchecked_ref()).is_ok() {
        // Listens as long as the page lives.
        on_change.forget();
    }
    list.matches()
}

/// Whether a service worker serves this page, so that it opens without a network; `changed` as above.
pub fn watch_offline(changed: impl Fn(bool) + 'static) -> bool {
    let navigator = window().navigator();
    if !Reflect::has(&navigator, &"serviceWorker".into()).unwrap_or(false) {
        return false;
    }
    let container = navigator.service_worker();
    if container.is_undefined() {
        return false;
    }
    let is_served = {
        let container = container.clone();
        move || Reflect::get(&container, &"controller".into()).is_ok_and(|controller| controller.is_object())
    };
    let on_change = {
        let is_served = is_served.clone();
        Closure::<dyn FnMut(Event)>::new(move |_| changed(is_served()))
    };
    if container.add_event_listener_with_callback("controllerchange", on_change.as_ref().unchecked_ref()).is_ok() {
        on_change.forget();
    }
    is_served()
}

pub fn stored(key: &str) -> Option<String> {
    window().local_storage().ok()??.get_item(key).ok()?
}

/// Remembers a preference; a browser that keeps nothing forgets it.
pub fn store(key: &str, value: &str) {
    if let Ok(Some(storage)) = window().local_storage() {
        warn(storage.set_item(key, value));
    }
}

/// Forgets a preference.
pub fn unstore(key: &str) {
    if let Ok(Some(storage)) = window().local_storage() {
        warn(storage.remove_item(key));
    }
}

/// Forgets all preferences whose names begin so.
pub fn unstore_all(start: &str) {
    let Ok(Some(storage)) = window().local_storage() else { return };
    let count = storage.length().unwrap_or_default();
    let names: Vec<String> = (0..count).filter_map(|at| storage.key(at).ok().flatten()).collect();
    names.iter().filter(|name| name.starts_with(start)).for_each(|name| warn(storage.remove_item(name)));
}

/// Loads the page anew.
pub fn reload() {
    warn(window().location().reload());
}

/// What an error of the browser says.
pub fn words(error: &JsValue) -> String {
    let message = Reflect::get(error, &"message".into()).ok().and_then(|message| message.as_string());
    message.or_else(|| error.as_string()).unwrap_or_else(|| format!("{error:?}"))
}

/// Moves the keyboard to an element and scrolls nothing.
pub fn focus(element: &HtmlElement) {
    let options = Object::new();
    let moved = Reflect::set(&options, &"preventScroll".into(), &true.into())
        .and_then(|_| element.unchecked_ref::<Focusable>().focus_with(&options));
    warn(moved);
}

pub fn focus_id(id: &str) {
    if let Some(element) = document().get_element_by_id(id)
        && let Ok(element) = element.dyn_into::<HtmlElement>()
    {
        focus(&element);
    }
}

/// Whether no element has the keyboard: the one that had it is gone.
pub fn is_focus_lost() -> bool {
    document().active_element().is_none_or(|element| element.tag_name() == "BODY")
}

/// Whether the event came from a field the person types in.
pub fn is_typing(event: &Event) -> bool {
    let Some(element) = event.target().and_then(|target| target.dyn_into::<HtmlElement>().ok()) else { return false };
    matches!(element.tag_name().as_str(), "INPUT" | "TEXTAREA" | "SELECT") || element.is_content_editable()
}

/// Whether the event came from something that a key presses: a button, a link, a fold.
pub fn is_on_control(event: &Event) -> bool {
    let element = event.target().and_then(|target| target.dyn_into::<HtmlElement>().ok());
    element.is_some_and(|element| matches!(element.tag_name().as_str(), "BUTTON" | "A" | "SUMMARY"))
}

/// Scrolls what an element lies in as little as it takes to show it.
pub fn show_nearest(element: &Element) {
    let options = Object::new();
    let shown = Reflect::set(&options, &"block".into(), &"nearest".into())
        .and_then(|_| element.unchecked_ref::<Scrolled>().scroll_into_view_with(&options));
    warn(shown);
}

/// A link to directions; it leaves this device only when the person follows it.
pub fn directions_url(place: &str) -> String {
    format!("https://www.google.com/maps/dir/?api=1&destination={}", js_sys::encode_uri_component(place))
}

/// Width and height of the window, in CSS pixels.
pub fn window_size() -> (f64, f64) {
    let of = |size: Result<JsValue, JsValue>| size.ok().and_then(|size| size.as_f64()).unwrap_or_default();
    (of(window().inner_width()), of(window().inner_height()))
}

pub fn is_media(query: &str) -> bool {
    window().match_media(query).ok().flatten().is_some_and(|list| list.matches())
}

/// Sets the theme the style sheet reads.
pub fn set_theme(name: &str) {
    if let Some(root) = document().document_element() {
        warn(root.set_attribute("data-theme", name));
    }
}

/// Moves to another fragment of this page.
pub fn set_fragment(fragment: &str) {
    warn(window().location().set_hash(fragment));
}

/// The same without a new step in the history.
pub fn replace_fragment(fragment: &str) {
    let location = window().location();
    let page = location.href().map(|href| href.split('#').next().unwrap_or_default().to_owned());
    warn(page.and_then(|page| location.replace(&format!("{page}{fragment}"))));
}

/// The files of a drop or a file field.
pub fn files_of(list: Option<FileList>) -> Vec<File> {
    let Some(list) = list else { return Vec::new() };
    (0..list.length()).filter_map(|at| list.get(at)).collect()
}
