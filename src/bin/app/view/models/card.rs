//! One model: how it is to be trained, the training under way, and its champion beside its challenger.

use leadscore::registry::ModelName;
use leptos::prelude::*;

use super::{comparison::ComparisonView, figures::Rivals, progress::TrainProgress};
use crate::{
    actions,
    kit::{Icon, IconView},
    state::{Training, use_app},
};

#[component]
pub fn ModelCard(
    model: ModelName,
    title: &'static str,
    about: &'static str,
    learns: &'static str,
    children: Children,
) -> impl IntoView {
    let app = use_app();
    let is_running = Memo::new(move |_| {
        app.models.training.with(|training| matches!(training, Training::Running(run) if run.model == model))
    });
    let failure = move || match app.models.training.get() {
        Training::Failed { model: failed, message } if failed == model => Some(message),
        _ => None,
    };
    let is_used = Memo::new(move |_| app.models.used(model).is_some());
    let is_closed = move || app.models.is_training() || !app.models.is_ready.get();
    view! {
        <section class="panel model" aria-label=title>
            <header class="model__head">
                <h2>{title}</h2>
                <span class="model__state" class:model__state--used=move || is_used.get()>
                    {move || if is_used.get() { "Model in use" } else { "Rules only" }}
                </span>
            </header>
            <p class="model__about">{about}</p>
            <fieldset class="model__choices" disabled=is_closed>
                <legend class="visually-hidden">{format!("How to train: {title}")}</legend>
                {children()}
            </fieldset>
            {move || if is_running.get() {
                view! { <TrainProgress /> }.into_any()
            } else {
                view! {
                    <div class="model__start">
                        <button
                            class="button"
                            class:button--main=move || !is_used.get()
                            data-testid=format!("train-{}", model.word())
                            disabled=is_closed
                            on:click=move |_| actions::train(app, model)
                        >
                            {move || if is_used.get() { "Train again" } else { "Train" }}
                        </button>
                        <p class="note">{learns}</p>
                    </div>
                }
                .into_any()
            }}
            {move || failure().map(|message| view! {
                <p class="notice notice--error" role="alert" data-testid="error">
                    <IconView icon=Icon::Warning />
                    <span>{format!("Not trained: {message}.")}</span>
                </p>
            })}
            <Rivals model />
            <ComparisonView model />
        </section>
    }
}
