//! Messages over the page. The area is always there, so that a reader hears what enters it.

use leptos::prelude::*;

use super::{Icon, IconView};
use crate::{actions, state::use_app};

#[component]
pub fn NoticeArea() -> impl IntoView {
    let app = use_app();
    let error = move || app.screen.notice.get().filter(|notice| notice.is_error);
    let info = move || app.screen.notice.get().filter(|notice| !notice.is_error);
    view! {
        <div class="notices">
            <div aria-live="assertive">
                {move || {
                    error()
                        .map(|notice| {
                            view! {
                                <div class="notice notice--error" data-testid="error">
                                    <IconView icon=Icon::Warning />
                                    <p>{notice.text}</p>
                                    <button
                                        class="icon-button"
                                        aria-label="Close the message"
                                        on:click=move |_| actions::close_notice(app)
                                    >
                                        <IconView icon=Icon::Close />
                                    </button>
                                </div>
                            }
                        })
                }}
            </div>
            <div aria-live="polite">
                {move || {
                    info()
                        .map(|notice| {
                            view! {
                                <div class="notice">
                                    <IconView icon=Icon::Check />
                                    <p>{notice.text}</p>
                                </div>
                            }
                        })
                }}
            </div>
        </div>
    }
}
