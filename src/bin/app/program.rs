//! The trainer's program: fetched once, soon after the first paint, and kept, so that a trainer can be started at any
//! time, and started again at once, without asking the network for anything.

use js_sys::{ArrayBuffer, JsString, WebAssembly};
use leptos::prelude::window;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::Response;

use crate::browser;

/// Added to the script that wasm-bindgen wrote: the first message brings the compiled module.
const START: &str = "\nself.onmessage = ({ data }) => { self.onmessage = null; initSync({ module: data }); };\n";

pub struct Program {
    /// The address of the worker's script.
    pub script: String,
    /// Compiled.
    pub module: JsValue,
}

impl Program {
    /// Fetches `<url>.js` and `<url>_bg.wasm`.
    pub async fn fetch(url: &str) -> Result<Self, JsValue> {
        let script = JsFuture::from(response(&format!("{url}.js")).await?.text()?).await?;
        let script = String::from(script.unchecked_into::<JsString>()) + START;
        let bytes = JsFuture::from(response(&format!("{url}_bg.wasm")).await?.array_buffer()?).await?;
        let module = JsFuture::from(WebAssembly::compile(bytes.unchecked_ref::<ArrayBuffer>())).await?;
        Ok(Self { script: browser::script(&script)?, module })
    }
}

async fn response(url: &str) -> Result<Response, JsValue> {
    let response: Response = JsFuture::from(window().fetch_with_str(url)).await?.unchecked_into();
    if response.ok() { Ok(response) } else { Err(format!("{url}: {}", response.status()).into()) }
}
