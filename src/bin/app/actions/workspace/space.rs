//! How much is kept, how much may be, and taking it away.

use js_sys::{Promise, Reflect};
use leadscore::plot::thousands;
use leptos::{prelude::*, task::spawn_local};
use wasm_bindgen::{JsValue, prelude::wasm_bindgen};
use wasm_bindgen_futures::JsFuture;
use web_sys::File;

use super::{AGREED_KEY, contents, tabs};
use crate::{
    actions::screen,
    browser,
    route::Route,
    state::{App, Dialog, Held, Keeping, Space},
    store::{Kind, Store},
};

/// What this program remembers beside the store begins with it.
const OURS: &str = "leadscore.";

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = ["navigator", "storage"], catch)]
    fn estimate() -> Result<Promise, JsValue>;
    #[wasm_bindgen(js_namespace = ["navigator", "storage"], catch)]
    fn persisted() -> Result<Promise, JsValue>;
    #[wasm_bindgen(js_namespace = ["navigator", "storage"], catch)]
    fn persist() -> Result<Promise, JsValue>;
}

/// Looks again at what is here and at the browser's space.
pub fn measure(app: App) {
    app.workspace.held.set(held(app));
    spawn_local(async move {
        // A browser that does not tell shows no meter.
        app.workspace.space.set(space().await.ok());
    });
}

async fn space() -> Result<Space, JsValue> {
    let told = JsFuture::from(estimate()?).await?;
    let number = |key: &str| Reflect::get(&told, &key.into()).map(|value| value.as_f64().unwrap_or_default());
    let is_lasting = JsFuture::from(persisted()?).await?.is_truthy();
    Ok(Space { used: number("usage")?, most: number("quota")?, is_lasting })
}

/// Asks the browser never to clear this by itself.
pub fn ask_to_last(app: App) {
    spawn_local(async move {
        let asked = async { JsFuture::from(persist()?).await };
        let is_granted = asked.await.is_ok_and(|granted: JsValue| granted.is_truthy());
        if is_granted {
            screen::tell(app, "The browser will not clear this by itself.");
        } else {
            let words = "The browser did not promise it. Installing the app or bookmarking this page helps in most \
                         browsers; a backup file always does.";
            screen::show_error(app, words.to_owned());
        }
        measure(app);
    });
}

fn held(app: App) -> Vec<Held> {
    let contents = contents(app);
    let files = |files: &[File]| files.iter().map(|file| file.size() as u64).sum::<u64>();
    let text_bytes = |kind: Kind| {
        let of_kind = contents.texts.iter().filter(|(other, ..)| *other == kind);
        of_kind.fold((0, 0), |(count, bytes), (_, key, text)| (count + 1, bytes + (key.len() + text.len()) as u64))
    };
    let data = contents.data.as_ref();
    let name = app.data.set.with_untracked(|set| set.as_ref().map(|set| set.name.clone())).unwrap_or_default();
    let models = contents.models.iter().map(|model| u64::from(model.bytes.byte_length())).sum();
    let journal = contents.journal.as_ref().map_or(0, |text| u64::from(text.byte_length()));
    let of = |kind: Kind| match kind {
        Kind::Data => Held {
            kind,
            count: usize::from(data.is_some()),
            bytes: data.map_or(0, |(_, f)| files(f)),
            words: name.clone(),
        },
        Kind::Models => Held { kind, count: contents.models.len(), bytes: models, words: String::new() },
        Kind::Journal => {
            // A journal of nothing has its first line all the same.
            let parcels = app.workspace.parcels.get_untracked() as usize;
            Held { kind, count: parcels, bytes: if parcels == 0 { 0 } else { journal }, words: String::new() }
        }
        kind => {
            let (count, bytes) = text_bytes(kind);
            Held { kind, count, bytes, words: String::new() }
        }
    };
    Kind::ALL.into_iter().map(of).collect()
}

pub fn ask(app: App, dialog: Dialog) {
    measure(app);
    app.workspace.dialog.set(Some(dialog));
}

pub fn close_dialog(app: App) {
    app.workspace.dialog.set(None);
    app.workspace.offered.set_value(None);
}

/// What is kept is taken away; what is on the screen stays until the tab is closed.
pub fn stop_keeping(app: App) {
    close_dialog(app);
    app.workspace.keeping.set(Keeping::Off);
    app.workspace.is_put_off.set(true);
    browser::unstore(AGREED_KEY);
    spawn_local(async move {
        if delete(app).await {
            screen::tell(app, "Nothing is kept any more.");
        }
        measure(app);
    });
}

/// Takes away everything that Leadscore has in this browser, and starts anew.
pub fn wipe(app: App) {
    close_dialog(app);
    app.workspace.keeping.set(Keeping::Off);
    spawn_local(async move {
        if delete(app).await {
            browser::unstore_all(OURS);
            browser::replace_fragment(&Route::Import.fragment());
            browser::reload();
        }
    });
}

async fn delete(app: App) -> bool {
    let open = app.workspace.store.try_update_value(Option::take).flatten();
    let wiped = async {
        let store = match open {
            Some(store) => store,
            None => Store::open().await?,
        };
        store.wipe().await
    };
    let wiped = wiped.await;
    tabs::release(app);
    match wiped {
        Ok(()) => true,
        // Where nothing can be kept there is nothing to take away.
        Err(crate::store::StoreProblem::Refused(_)) => true,
        Err(problem) => {
            screen::show_error(app, format!("It could not be taken away: {}.", problem.words()));
            false
        }
    }
}

/// `3 models`, `1 model`.
pub fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{} {}", thousands(count as u64), if count == 1 { one } else { many })
}
