//! Which build this is, and under which licence.

use leptos::prelude::*;

use crate::{browser, state::use_app};

#[component]
pub fn About() -> impl IntoView {
    let app = use_app();
    let build = browser::meta("ls-build").unwrap_or_else(|| "made for development".to_owned());
    let offline = move || match app.screen.is_offline_ready.get() {
        true => "yes, the page is stored in this browser",
        false => "no, the page is not stored in this browser yet",
    };
    let pair = |name: &'static str, value: AnyView| view! { <div class="pair"><dt>{name}</dt><dd>{value}</dd></div> };
    view! {
        <section class="panel settings__card" aria-labelledby="about-title">
            <h2 id="about-title">"About"</h2>
            <dl class="settings__facts">
                {pair("Version", env!("CARGO_PKG_VERSION").into_any())}
                {pair("Build", build.into_any())}
                {pair("Opens without a network", offline.into_any())}
                {pair("Licence", "MIT or Apache 2.0".into_any())}
            </dl>
            <p class="note">
                "Leadscore runs in this browser alone: no account, no server, no tracking. It is built on Rust, Leptos and WebAssembly."
            </p>
        </section>
    }
}
