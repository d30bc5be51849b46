//! What is said about keeping things, wherever the person is: the offer, the other tab, a newer version, what comes back.

use leptos::prelude::*;

use crate::{
    actions,
    kit::{Icon, IconView},
    state::{Import, Keeping, Training, use_app},
};

/// Above the page: the offer to keep things, and that another tab does. One at a time.
#[component]
pub fn KeepBanner() -> impl IntoView {
    let app = use_app();
    let keeping = app.workspace.keeping;
    let is_offered = move || {
        let is_free = !app.workspace.is_put_off.get() && app.screen.tour.with(Option::is_none);
        keeping.with(|keeping| *keeping == Keeping::Off) && is_free && app.data.has_leads()
    };
    let is_elsewhere =
        move || keeping.with(|keeping| *keeping == Keeping::Elsewhere) && !app.workspace.is_put_off.get();
    move || {
        if is_offered() {
            view! {
                <section class="banner" aria-label="Keep your work">
                    <p class="banner__text">
                        <b>"Keep this on this device?"</b>
                        " Your files, notes and models stay in this browser and open by themselves next time. Nothing leaves it."
                    </p>
                    <button class="button button--main" on:click=move |_| actions::keep_here(app)>"Keep"</button>
                    <button class="button" on:click=move |_| actions::put_off_keeping(app)>"Not now"</button>
                </section>
            }
            .into_any()
        } else if is_elsewhere() {
            view! {
                <section class="banner" aria-label="Leadscore is open in another tab">
                    <p class="banner__text">
                        <b>"Leadscore is open in another tab, which keeps your work."</b>
                        " What you change here is not kept."
                    </p>
                    <button class="button button--main" on:click=move |_| actions::take_over(app)>"Keep here instead"</button>
                    <button class="button" on:click=move |_| actions::put_off_keeping(app)>"Just look"</button>
                </section>
            }
            .into_any()
        } else {
            ().into_any()
        }
    }
}

/// In place of the page while what was kept comes back.
#[component]
pub fn Restoring() -> impl IntoView {
    view! {
        <div class="page page--middle" role="status">
            <p class="restoring"><span class="restoring__dot" aria-hidden="true"></span>"Restoring your leads…"</p>
        </div>
    }
}

/// A newer build has been fetched. Not while a job runs: there is time.
#[component]
pub fn UpdateToast() -> impl IntoView {
    let app = use_app();
    let is_busy = move || {
        let is_importing = app.data.import.with(|import| matches!(import, Import::Running(_)));
        let is_training = app.models.training.with(|training| matches!(training, Training::Running(_)));
        is_importing || is_training || app.models.is_judging.get() || app.workspace.is_busy.get()
    };
    let is_shown = move || app.workspace.is_update_waiting.get() && !is_busy();
    view! {
        <div class="update" role="status">
            {move || {
                is_shown()
                    .then(|| {
                        view! {
                            <div class="notice" data-testid="update">
                                <IconView icon=Icon::Reset />
                                <p>"A new version of Leadscore is ready."</p>
                                <button class="button" on:click=move |_| actions::update_now(app)>"Reload"</button>
                                <button
                                    class="icon-button"
                                    aria-label="Later"
                                    title="Later: it is used when you next open Leadscore"
                                    on:click=move |_| actions::put_off_update(app)
                                >
                                    <IconView icon=Icon::Close />
                                </button>
                            </div>
                        }
                    })
            }}
        </div>
    }
}
